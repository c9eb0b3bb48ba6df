use chrono::NaiveDate;
use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::{NewStandIn, StandIn, StandInId, StandInRow};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Delete, Listing, Parent, Permit, Proof, Transaction};
use crate::accounts::UserId;
use crate::db::schema::{stand_ins, users};
use crate::db::{DbConnection, dialect};
use crate::error::{Error, Result};
use crate::organisations::Organisation;

diesel::alias!(users as absents: Absents);

type ToName = Permit<Create, StandIn, Organisation>;

impl Parent for StandIn {
    type Id = StandInId;

    fn id(&self) -> &StandInId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &StandInId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = stand_ins::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(found.map(|row: Self| {
            let needed = match actor.needs_to_reach(&row.organisation_id, false) {
                Reach::Organisation if row.concerns(&actor.user_id) => Reach::Own,
                other => other,
            };
            (row, needed)
        }))
    }
}

/// Has whoever names a stand-in for the same person wait until this transaction ends.
pub fn hold(tx: &mut Transaction, permit: &ToName, absent: &UserId) -> Result<()> {
    let name = format!("stand-ins for {absent} at {}", permit.parent().id);
    dialect::wait_for(tx.connection(permit), &name)
}

/// Whether the person has a stand-in on any of the days already.
pub fn is_absent(tx: &mut Transaction, permit: &ToName, new: &NewStandIn) -> Result<bool> {
    let others = stand_ins::table
        .filter(stand_ins::organisation_id.eq(&permit.parent().id))
        .filter(stand_ins::absent_user_id.eq(&new.absent_user_id))
        .filter(stand_ins::ended_at.is_null())
        .filter(stand_ins::from_on.le(new.to_on))
        .filter(stand_ins::to_on.ge(new.from_on));
    Ok(select(exists(others)).get_result(tx.connection(permit))?)
}

pub fn insert(tx: &mut Transaction, permit: &ToName, stand_in: &StandIn) -> Result<()> {
    diesel::insert_into(stand_ins::table)
        .values(stand_in)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// A stand-in with both names.
pub fn named(tx: &mut Transaction, permit: &impl Proof, stand_in: StandIn) -> Result<StandInRow> {
    let (absent, present) = users::table
        .inner_join(absents.on(absents.field(users::id).eq(&stand_in.absent_user_id)))
        .filter(users::id.eq(&stand_in.stand_in_user_id))
        .select((absents.field(users::display_name), users::display_name))
        .first(tx.connection(permit))?;
    Ok((stand_in, absent, present))
}

pub fn list(tx: &mut Transaction, listing: &Listing<StandIn>) -> Result<Vec<StandInRow>> {
    let actor = listing.actor().clone();
    let mut query = stand_ins::table
        .inner_join(users::table.on(users::id.eq(stand_ins::stand_in_user_id)))
        .inner_join(absents.on(absents.field(users::id).eq(stand_ins::absent_user_id)))
        .filter(stand_ins::organisation_id.eq(actor.organisation_id))
        .order(stand_ins::id.desc())
        .limit(500)
        .select((
            StandIn::as_select(),
            absents.field(users::display_name),
            users::display_name,
        ))
        .into_boxed();
    if listing.reach() == Reach::Own {
        let mine = stand_ins::absent_user_id
            .eq(actor.user_id.clone())
            .or(stand_ins::stand_in_user_id.eq(actor.user_id));
        query = query.filter(mine);
    }
    Ok(query.load(tx.connection(listing))?)
}

/// Ends a stand-in today, unless somebody else did.
pub fn end(
    tx: &mut Transaction,
    permit: &Permit<Delete, StandIn, StandIn>,
    today: NaiveDate,
) -> Result<()> {
    let now = tx.now().naive_utc();
    let ended = diesel::update(stand_ins::table.find(&permit.parent().id))
        .filter(stand_ins::ended_at.is_null())
        .set((stand_ins::to_on.eq(today), stand_ins::ended_at.eq(now)))
        .execute(tx.connection(permit))?;
    ensure_first(ended)
}

pub fn delete(tx: &mut Transaction, permit: &Permit<Delete, StandIn, StandIn>) -> Result<()> {
    let deleted = diesel::delete(stand_ins::table.find(&permit.parent().id))
        .execute(tx.connection(permit))?;
    ensure_first(deleted)
}

fn ensure_first(rows: usize) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("stand_in_over"))
    }
}

/// Whether a user stood in for somebody while that one worked on a case, as a part of a query. Days
/// of assignment are counted in UTC: one that ends within two hours of midnight in Italy ends with the
/// day before.
#[macro_export]
macro_rules! stood_in {
    ($case:expr, $user:expr, $today:expr) => {{
        use diesel::dsl::{date, exists};
        use $crate::cases::OperatorPart;
        use $crate::db::schema::{case_operators, past_assignments, stand_ins};
        let begun = || {
            stand_ins::table
                .filter(stand_ins::stand_in_user_id.eq($user))
                .filter(stand_ins::from_on.le($today))
        };
        let present = begun()
            .inner_join(
                case_operators::table.on(case_operators::user_id.eq(stand_ins::absent_user_id)),
            )
            .filter(case_operators::case_id.eq($case))
            .filter(case_operators::organisation_id.eq(stand_ins::organisation_id))
            .filter(case_operators::part.eq_any(OperatorPart::WORKING))
            .filter(date(case_operators::assigned_at).le(stand_ins::to_on));
        let past = begun()
            .inner_join(
                past_assignments::table.on(past_assignments::user_id.eq(stand_ins::absent_user_id)),
            )
            .filter(past_assignments::case_id.eq($case))
            .filter(past_assignments::organisation_id.eq(stand_ins::organisation_id))
            .filter(past_assignments::part.eq_any(OperatorPart::WORKING))
            .filter(date(past_assignments::assigned_at).le(stand_ins::to_on))
            .filter(date(past_assignments::ended_at).ge(stand_ins::from_on));
        exists(present).or(exists(past))
    }};
}
