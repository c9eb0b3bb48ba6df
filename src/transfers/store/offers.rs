//! What the recipient of an offer sees: the offer's own record, and documents while they are shared.

use diesel::prelude::*;

use super::agreed;
use crate::access::policy::Reach;
use crate::access::{Actor, Listing, Parent, Permit, Proof, Transaction, Update};
use crate::db::DbConnection;
use crate::db::schema::{
    case_transfers, certificates, documents, organisations,
    sharing_authorisation_documents as covered, sharing_authorisations,
};
use crate::documents::DocumentId;
use crate::error::Result;
use crate::http::Page;
use crate::outbound_referrals::SharedDocument;
use crate::sharing::SharingAuthorisation;
use crate::transfers::{OfferRow, Sender, Transfer, TransferId, TransferOffer, TransferStatus};

/// Shared with the recipient's organisation; the service looks whether it still is.
impl Parent for TransferOffer {
    type Id = TransferId;

    fn id(&self) -> &TransferId {
        &self.transfer.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &TransferId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = case_transfers::table
            .inner_join(sharing_authorisations::table)
            .filter(case_transfers::id.eq(id))
            .select((
                Transfer::as_select(),
                SharingAuthorisation::as_select(),
                agreed!(actor.today),
            ))
            .first::<OfferRow>(connection)
            .optional()?;
        Ok(found.map(Self::from).map(|offer| {
            let ours = offer.transfer.recipient_organisation_id == actor.organisation_id;
            let shared = ours && offer.status(actor.today).is_the_recipients();
            let needed = if shared {
                Reach::Network
            } else {
                Reach::Everything
            };
            (offer, needed)
        }))
    }
}

/// What the actor's organisation knows of today, the newest first, with the senders' names.
pub fn list(
    tx: &mut Transaction,
    listing: &Listing<TransferOffer>,
    page: &Page,
    status: Option<TransferStatus>,
) -> Result<Vec<(TransferOffer, String)>> {
    let today = tx.today();
    let live = agreed!(today)
        .and(case_transfers::expires_on.ge(today))
        .and(sharing_authorisations::revoked_at.is_null())
        .and(sharing_authorisations::expires_on.ge(today));
    let decided = [TransferStatus::Accepted, TransferStatus::Refused];
    let known = case_transfers::status
        .eq_any(decided)
        .or(case_transfers::status.eq(TransferStatus::Offered).and(live));
    let mut query = case_transfers::table
        .inner_join(sharing_authorisations::table)
        .inner_join(organisations::table.on(organisations::id.eq(case_transfers::organisation_id)))
        .filter(case_transfers::recipient_organisation_id.eq(&listing.actor().organisation_id))
        .filter(known)
        .order(case_transfers::id.desc())
        .limit(page.rows())
        .select((
            Transfer::as_select(),
            SharingAuthorisation::as_select(),
            agreed!(today),
            organisations::name,
        ))
        .into_boxed();
    if let Some(status) = status {
        query = query.filter(case_transfers::status.eq(status));
    }
    if let Some(after) = &page.after {
        query = query.filter(case_transfers::id.lt(after.clone()));
    }
    type Row = (Transfer, SharingAuthorisation, bool, String);
    let rows: Vec<Row> = query.load(tx.connection(listing))?;
    let shown = |(transfer, authorisation, agreed, sender): Row| {
        let offer = (transfer, authorisation, agreed);
        (offer.into(), sender)
    };
    Ok(rows.into_iter().map(shown).collect())
}

pub fn sender<V>(
    tx: &mut Transaction,
    permit: &Permit<V, TransferOffer, TransferOffer>,
) -> Result<Sender> {
    Ok(organisations::table
        .find(&permit.parent().transfer.organisation_id)
        .select((
            organisations::name,
            organisations::email,
            organisations::phone,
        ))
        .first(tx.connection(permit))?)
}

/// The documents that are shared by an offer, while the authorisation is live: before the answer and,
/// where the case was taken over, after it.
pub fn documents<V>(
    tx: &mut Transaction,
    permit: &Permit<V, TransferOffer, TransferOffer>,
    offer: &TransferOffer,
) -> Result<Vec<SharedDocument>> {
    let ids = shared_ids(tx, permit, offer)?;
    Ok(documents::table
        .left_join(certificates::table.on(certificates::document_id.eq(documents::id)))
        .filter(documents::id.eq_any(ids))
        .order(documents::id)
        .select((
            documents::id,
            documents::kind,
            documents::edition,
            documents::status,
            documents::file_hash,
            certificates::number.nullable(),
        ))
        .load(tx.connection(permit))?)
}

/// One shared document and its file; none when it is not shared, or no more.
pub fn file<V>(
    tx: &mut Transaction,
    permit: &Permit<V, TransferOffer, TransferOffer>,
    id: &DocumentId,
) -> Result<Option<(String, Option<Vec<u8>>)>> {
    if !shared_ids(tx, permit, permit.parent())?.contains(id) {
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
    offer: &TransferOffer,
) -> Result<Vec<DocumentId>> {
    let refused = offer.transfer.status == TransferStatus::Refused;
    if refused || !offer.agreed || !offer.authorisation.is_live(tx.today()) {
        return Ok(Vec::new());
    }
    Ok(covered::table
        .filter(covered::authorisation_id.eq(&offer.authorisation.id))
        .select(covered::document_id)
        .load(tx.connection(proof))?)
}

/// Writes an answer, unless the transfer was changed meanwhile.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, TransferOffer, TransferOffer>,
    after: &Transfer,
) -> Result<()> {
    super::replace(tx, permit, &permit.parent().transfer.id, after)
}
