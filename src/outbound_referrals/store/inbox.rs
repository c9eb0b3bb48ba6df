//! What the recipient of a referral sees: its own records only, and only while they are shared.

use chrono::NaiveDate;
use diesel::dsl::not;
use diesel::prelude::*;

use super::sending::{office, person, shared_document};
use crate::access::policy::Reach;
use crate::access::{Actor, Listing, Parent, Permit, Proof, Read, Transaction, Update};
use crate::db::DbConnection;
use crate::db::schema::{
    beneficiaries, cases, certificates, documents, organisations,
    outbound_referral_documents as attached, outbound_referrals as table, sharing_authorisations,
};
use crate::documents::DocumentId;
use crate::error::Result;
use crate::http::Page;
use crate::lapsed;
use crate::outbound_referrals::{
    InboxItem, InboxReferral, Office, OutboundReferral, OutboundReferralId, Person, ReferralStatus,
    SharedDocument,
};

/// Shared with the recipient's organisation from sending until the authorisation is revoked. The
/// service looks whether it has expired: the day is the transaction's.
impl Parent for InboxReferral {
    type Id = OutboundReferralId;

    fn id(&self) -> &OutboundReferralId {
        &self.referral.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &OutboundReferralId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = table::table
            .inner_join(sharing_authorisations::table)
            .filter(table::id.eq(id))
            .select((
                OutboundReferral::as_select(),
                sharing_authorisations::includes_contact,
                sharing_authorisations::includes_work_right,
                sharing_authorisations::expires_on,
                sharing_authorisations::revoked_at.is_not_null(),
                lapsed!(
                    table::organisation_id,
                    table::recipient_organisation_id,
                    actor.today
                ),
            ))
            .first::<(OutboundReferral, bool, bool, NaiveDate, bool, bool)>(connection)
            .optional()?;
        Ok(found.map(
            |(referral, contact, work_right, expires_on, revoked, lapsed)| {
                let shared = !revoked
                    && referral.recipient_organisation_id == actor.organisation_id
                    && ReferralStatus::SHARED.contains(&referral.status);
                let needed = if shared {
                    Reach::Network
                } else {
                    Reach::Everything
                };
                let inbox = Self {
                    referral,
                    includes_contact: contact,
                    includes_work_right: work_right,
                    expires_on,
                    lapsed,
                };
                (inbox, needed)
            },
        ))
    }
}

/// What is shared with the actor's organisation today, the newest first.
pub fn list(
    tx: &mut Transaction,
    listing: &Listing<InboxReferral>,
    page: &Page,
    status: Option<ReferralStatus>,
) -> Result<Vec<InboxItem>> {
    let today = tx.today();
    let mut query = table::table
        .inner_join(sharing_authorisations::table)
        .inner_join(cases::table.inner_join(beneficiaries::table))
        .inner_join(organisations::table.on(organisations::id.eq(table::organisation_id)))
        .filter(table::recipient_organisation_id.eq(&listing.actor().organisation_id))
        .filter(table::status.eq_any(ReferralStatus::SHARED.to_vec()))
        .filter(sharing_authorisations::revoked_at.is_null())
        .filter(sharing_authorisations::expires_on.ge(today))
        .filter(not(lapsed!(
            table::organisation_id,
            table::recipient_organisation_id,
            today
        )))
        .order(table::id.desc())
        .limit(page.rows())
        .select((
            table::id,
            table::kind,
            table::status,
            organisations::id,
            organisations::name,
            beneficiaries::given_name,
            beneficiaries::family_name,
            table::sent_at,
            sharing_authorisations::expires_on,
        ))
        .into_boxed();
    if let Some(status) = status {
        query = query.filter(table::status.eq(status));
    }
    if let Some(after) = &page.after {
        query = query.filter(table::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(listing))?)
}

/// The person and the sender of a referral.
pub fn person_and_sender(
    tx: &mut Transaction,
    permit: &Permit<Read, InboxReferral, InboxReferral>,
) -> Result<(Person, Office)> {
    Ok(cases::table
        .inner_join(beneficiaries::table)
        .inner_join(organisations::table.on(organisations::id.eq(cases::organisation_id)))
        .filter(cases::id.eq(&permit.parent().referral.case_id))
        .select((person!(), office!()))
        .first(tx.connection(permit))?)
}

/// The shared documents, the letter among them.
pub fn documents(
    tx: &mut Transaction,
    permit: &Permit<Read, InboxReferral, InboxReferral>,
) -> Result<Vec<SharedDocument>> {
    let ids = shared_ids(tx, permit, &permit.parent().referral)?;
    Ok(documents::table
        .left_join(certificates::table.on(certificates::document_id.eq(documents::id)))
        .filter(documents::id.eq_any(ids))
        .order(documents::id)
        .select(shared_document!())
        .load(tx.connection(permit))?)
}

/// One shared document and its file; none when the referral does not share it.
pub fn file(
    tx: &mut Transaction,
    permit: &Permit<Read, InboxReferral, InboxReferral>,
    id: &DocumentId,
) -> Result<Option<(String, Option<Vec<u8>>)>> {
    if !shared_ids(tx, permit, &permit.parent().referral)?.contains(id) {
        return Ok(None);
    }
    Ok(documents::table
        .find(id)
        .select((documents::kind, documents::file))
        .first(tx.connection(permit))
        .optional()?)
}

fn shared_ids(
    tx: &mut Transaction,
    proof: &impl Proof,
    referral: &OutboundReferral,
) -> Result<Vec<DocumentId>> {
    let mut ids: Vec<DocumentId> = attached::table
        .filter(attached::referral_id.eq(&referral.id))
        .select(attached::document_id)
        .load(tx.connection(proof))?;
    ids.extend(referral.letter_id.clone());
    Ok(ids)
}

/// Writes a reply, unless the referral was changed meanwhile.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, InboxReferral, InboxReferral>,
    after: &OutboundReferral,
) -> Result<()> {
    super::replace(tx, permit, &permit.parent().referral.id, after)
}
