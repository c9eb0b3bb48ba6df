use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{AccessGrant, AccessGrantId, GrantReason, GrantScope, GrantView, Subject};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Listing, Parent, Permit, Proof, Transaction, Update};
use crate::cases::Case;
use crate::db::DbConnection;
use crate::db::schema::{access_grants, cases, users};
use crate::error::Result;
use crate::http::Page;

impl Parent for AccessGrant {
    type Id = AccessGrantId;

    fn id(&self) -> &AccessGrantId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &AccessGrantId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let grant = access_grants::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(grant.map(|grant: Self| {
            let needed = if grant.organisation_id != actor.organisation_id {
                Reach::Everything
            } else if grant.user_id == actor.user_id {
                Reach::Own
            } else {
                Reach::Organisation
            };
            (grant, needed)
        }))
    }
}

/// The actor's live grant that opens a subject's records, and its reason. Called by `access` alone.
pub fn live(
    connection: &mut DbConnection,
    actor: &Actor,
    scope: GrantScope,
    subject: Subject<'_>,
    now: NaiveDateTime,
) -> Result<Option<(AccessGrantId, GrantReason)>> {
    let mut query = access_grants::table
        .inner_join(cases::table)
        .filter(access_grants::user_id.eq(&actor.user_id))
        .filter(access_grants::organisation_id.eq(&actor.organisation_id))
        .filter(access_grants::scope.eq(scope))
        .filter(access_grants::revoked_at.is_null())
        .filter(access_grants::expires_at.gt(now))
        .order(access_grants::expires_at.desc())
        .select((access_grants::id, access_grants::reason_code))
        .into_boxed();
    query = match subject {
        Subject::Case(id) => query.filter(access_grants::case_id.eq(id)),
        Subject::Person(id) => query.filter(cases::beneficiary_id.eq(id)),
    };
    Ok(query.first(connection).optional()?)
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, AccessGrant, Case>,
    grant: &AccessGrant,
) -> Result<()> {
    diesel::insert_into(access_grants::table)
        .values(grant)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The grants that a listing covers, those that stand or all.
pub fn list(
    tx: &mut Transaction,
    listing: &Listing<AccessGrant>,
    page: &Page,
    live: bool,
) -> Result<Vec<GrantView>> {
    let actor = listing.actor();
    let now = tx.now().naive_utc();
    let mut query = access_grants::table
        .inner_join(cases::table)
        .inner_join(users::table.on(users::id.eq(access_grants::user_id)))
        .filter(access_grants::organisation_id.eq(&actor.organisation_id))
        .order(access_grants::id.desc())
        .limit(page.rows())
        .select((
            AccessGrant::as_select(),
            cases::case_code,
            users::display_name,
        ))
        .into_boxed();
    if listing.reach() == Reach::Own {
        query = query.filter(access_grants::user_id.eq(&actor.user_id));
    }
    if live {
        query = query
            .filter(access_grants::revoked_at.is_null())
            .filter(access_grants::expires_at.gt(now));
    }
    if let Some(after) = &page.after {
        query = query.filter(access_grants::id.lt(after.clone()));
    }
    let rows = query.load::<(AccessGrant, String, String)>(tx.connection(listing))?;
    let row = |(grant, case_code, taken_by)| GrantView {
        grant,
        case_code,
        taken_by,
        reason: None,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The case of a grant, and the name of who took it.
pub fn around(
    tx: &mut Transaction,
    proof: &impl Proof,
    grant: &AccessGrant,
) -> Result<(Case, String)> {
    Ok(access_grants::table
        .inner_join(cases::table)
        .inner_join(users::table.on(users::id.eq(access_grants::user_id)))
        .filter(access_grants::id.eq(&grant.id))
        .select((Case::as_select(), users::display_name))
        .first(tx.connection(proof))?)
}

/// Ends a grant that nobody has ended yet; false when somebody has.
pub fn revoke(
    tx: &mut Transaction,
    permit: &Permit<Update, AccessGrant, AccessGrant>,
    grant: &AccessGrant,
) -> Result<bool> {
    let ended = diesel::update(access_grants::table)
        .filter(access_grants::id.eq(&permit.parent().id))
        .filter(access_grants::revoked_at.is_null())
        .set((
            access_grants::revoked_at.eq(grant.revoked_at),
            access_grants::revoked_by.eq(&grant.revoked_by),
        ))
        .execute(tx.connection(permit))?;
    Ok(ended == 1)
}
