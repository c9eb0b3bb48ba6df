use chrono::NaiveDateTime;
use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::{BeneficiaryMatch, MatchId, MatchStatus};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Listing, Parent, Permit, Transaction, Update};
use crate::beneficiaries::Beneficiary;
use crate::db::DbConnection;
use crate::db::schema::{beneficiary_matches, organisations};
use crate::error::Result;
use crate::http::Page;
use crate::organisations::{Organisation, OrganisationId};

/// Proposals that one pass of the worker ends.
const BATCH: i64 = 500;

/// A match is both centres'.
impl Parent for BeneficiaryMatch {
    type Id = MatchId;

    fn id(&self) -> &MatchId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &MatchId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = beneficiary_matches::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(found.map(|found: Self| {
            let sides = [&found.organisation_id, &found.other_organisation_id];
            let needed = if sides.contains(&&actor.organisation_id) {
                Reach::Organisation
            } else {
                Reach::Everything
            };
            (found, needed)
        }))
    }
}

type ToPropose = Permit<Create, BeneficiaryMatch, Beneficiary>;

/// An organisation of the registry.
pub fn centre(
    tx: &mut Transaction,
    permit: &ToPropose,
    id: &OrganisationId,
) -> Result<Option<Organisation>> {
    Ok(organisations::table
        .find(id)
        .select(Organisation::as_select())
        .first(tx.connection(permit))
        .optional()?)
}

/// What was proposed to a centre for this person's record.
pub fn with_centre(
    tx: &mut Transaction,
    permit: &ToPropose,
    other: &OrganisationId,
) -> Result<Vec<BeneficiaryMatch>> {
    Ok(beneficiary_matches::table
        .filter(beneficiary_matches::organisation_id.eq(&permit.parent().organisation_id))
        .filter(beneficiary_matches::beneficiary_id.eq(&permit.parent().id))
        .filter(beneficiary_matches::other_organisation_id.eq(other))
        .select(BeneficiaryMatch::as_select())
        .load(tx.connection(permit))?)
}

pub fn insert(tx: &mut Transaction, permit: &ToPropose, proposal: &BeneficiaryMatch) -> Result<()> {
    diesel::insert_into(beneficiary_matches::table)
        .values(proposal)
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn list(
    tx: &mut Transaction,
    listing: &Listing<BeneficiaryMatch>,
    page: &Page,
) -> Result<Vec<BeneficiaryMatch>> {
    let own = &listing.actor().organisation_id;
    let either = beneficiary_matches::organisation_id
        .eq(own)
        .or(beneficiary_matches::other_organisation_id.eq(own));
    let mut query = beneficiary_matches::table
        .filter(either)
        .order(beneficiary_matches::id.desc())
        .limit(page.rows())
        .select(BeneficiaryMatch::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        query = query.filter(beneficiary_matches::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(listing))?)
}

/// Moves a match that nobody has moved since it was read; false when somebody has.
pub fn advance(
    tx: &mut Transaction,
    permit: &Permit<Update, BeneficiaryMatch, BeneficiaryMatch>,
    after: &BeneficiaryMatch,
) -> Result<bool> {
    let before = permit.parent();
    let moved = diesel::update(beneficiary_matches::table.find(&before.id))
        .filter(beneficiary_matches::status.eq(before.status))
        .set((
            beneficiary_matches::status.eq(after.status),
            beneficiary_matches::other_beneficiary_id.eq(&after.other_beneficiary_id),
            beneficiary_matches::other_person_code.eq(&after.other_person_code),
            beneficiary_matches::other_authorised_on.eq(after.other_authorised_on),
            beneficiary_matches::answered_at.eq(after.answered_at),
            beneficiary_matches::answered_by.eq(&after.answered_by),
            beneficiary_matches::ended_at.eq(after.ended_at),
            beneficiary_matches::ended_by.eq(&after.ended_by),
        ))
        .execute(tx.connection(permit))?;
    Ok(moved == 1)
}

/// Whether a proposal has been open for too long.
pub fn any_unanswered(
    tx: &mut Transaction,
    listing: &Listing<BeneficiaryMatch>,
    now: NaiveDateTime,
) -> Result<bool> {
    let unanswered = beneficiary_matches::table
        .filter(beneficiary_matches::status.eq(MatchStatus::Proposed))
        .filter(beneficiary_matches::expires_at.le(now));
    Ok(select(exists(unanswered)).get_result(tx.connection(listing))?)
}

/// Ends proposals that were open for too long, and says which.
pub fn lapse(
    tx: &mut Transaction,
    listing: &Listing<BeneficiaryMatch>,
    now: NaiveDateTime,
) -> Result<Vec<MatchId>> {
    let unanswered = beneficiary_matches::table
        .filter(beneficiary_matches::status.eq(MatchStatus::Proposed))
        .filter(beneficiary_matches::expires_at.le(now))
        .order(beneficiary_matches::expires_at)
        .select(beneficiary_matches::id)
        .limit(BATCH)
        .load::<MatchId>(tx.connection(listing))?;
    let mut lapsed = Vec::new();
    for id in unanswered {
        let ended = diesel::update(beneficiary_matches::table.find(&id))
            .filter(beneficiary_matches::status.eq(MatchStatus::Proposed))
            .set(beneficiary_matches::status.eq(MatchStatus::Lapsed))
            .execute(tx.connection(listing))?;
        // Somebody may have moved it meanwhile.
        if ended == 1 {
            lapsed.push(id);
        }
    }
    Ok(lapsed)
}
