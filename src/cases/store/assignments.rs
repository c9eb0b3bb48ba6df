//! Who works on cases, and who could.

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, exists, max};
use diesel::prelude::*;

use super::ensure_changed;
use crate::access::{Listing, Permit, Proof, Transaction, Update};
use crate::accounts::UserId;
use crate::cases::{
    Assigned, Assignment, Candidate, CaseId, OperatorPart, PastAssignment, PresentStandIn,
};
use crate::db::schema::{
    case_operators, cases, memberships, organisations, past_assignments, stand_ins, users,
};
use crate::error::Result;
use crate::organisations::OrganisationId;

diesel::alias!(users as deputies: Deputies);

/// Whether the user of an assignment, joined with `users`, can still act at the case's job centre.
macro_rules! can_still_act {
    () => {{
        use $crate::cases::OperatorPart;
        use $crate::db::schema::{case_operators, memberships, users};
        let membership = memberships::table
            .filter(memberships::user_id.eq(case_operators::user_id))
            .filter(memberships::organisation_id.eq(case_operators::organisation_id))
            .filter(
                case_operators::part
                    .eq(OperatorPart::Mediator)
                    .and(memberships::role.eq_any(OperatorPart::Mediator.roles()))
                    .or(case_operators::part
                        .ne(OperatorPart::Mediator)
                        .and(memberships::role.eq_any(OperatorPart::Lead.roles()))),
            )
            .filter(memberships::active.eq(true));
        users::active.eq(true).and(diesel::dsl::exists(membership))
    }};
}
pub(super) use can_still_act;

/// Who works on some cases, leads first.
pub fn assignments(
    tx: &mut Transaction,
    proof: &impl Proof,
    cases: &[CaseId],
) -> Result<Vec<Assigned>> {
    type Row = (Assignment, String, bool, Option<Deputy>);
    type Deputy = (UserId, String, chrono::NaiveDate);
    let today = tx.today();
    let present = stand_ins::absent_user_id
        .eq(case_operators::user_id)
        .and(stand_ins::organisation_id.eq(case_operators::organisation_id))
        .and(stand_ins::from_on.le(today))
        .and(stand_ins::to_on.ge(today))
        .and(stand_ins::ended_at.is_null());
    let rows: Vec<Row> = case_operators::table
        .inner_join(users::table)
        .left_join(
            stand_ins::table
                .inner_join(deputies.on(deputies.field(users::id).eq(stand_ins::stand_in_user_id)))
                .on(present),
        )
        .filter(case_operators::case_id.eq_any(cases.to_vec()))
        .order((
            case_operators::part.eq(OperatorPart::Lead).desc(),
            case_operators::part,
            case_operators::assigned_at,
            case_operators::user_id,
        ))
        .select((
            Assignment::as_select(),
            users::display_name,
            can_still_act!(),
            (
                deputies.field(users::id),
                deputies.field(users::display_name),
                stand_ins::to_on,
            )
                .nullable(),
        ))
        .load(tx.connection(proof))?;
    let shown = |(assignment, display_name, active, deputy): Row| Assigned {
        assignment,
        display_name,
        active,
        stand_in: deputy.map(|(user_id, display_name, to_on)| PresentStandIn {
            user_id,
            display_name,
            to_on,
        }),
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// Replaces who works on a case, as a new version of the case that was looked at. Who no longer
/// works on it, or in another part, is kept among the past.
pub fn replace_assignments(
    tx: &mut Transaction,
    permit: &Permit<Update, Assignment>,
    assignments: &[Assignment],
    past: &[PastAssignment],
    now: NaiveDateTime,
) -> Result<()> {
    let case = permit.case();
    let changed = diesel::update(cases::table)
        .filter(cases::id.eq(&case.id))
        .filter(cases::version.eq(case.version))
        .set((
            cases::version.eq(case.version + 1),
            cases::updated_at.eq(now),
        ))
        .execute(tx.connection(permit))?;
    ensure_changed(changed, case.version + 1)?;
    diesel::delete(case_operators::table.filter(case_operators::case_id.eq(&case.id)))
        .execute(tx.connection(permit))?;
    for assignment in assignments {
        diesel::insert_into(case_operators::table)
            .values(assignment)
            .execute(tx.connection(permit))?;
    }
    for assignment in past {
        diesel::insert_into(past_assignments::table)
            .values(assignment)
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

/// Whether one of some users works on more running cases of an organisation than it has set as the
/// limit.
pub fn is_above_limit(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    users: &[UserId],
) -> Result<bool> {
    let counts: Vec<(Option<i32>, i64)> = case_operators::table
        .inner_join(cases::table)
        .inner_join(organisations::table.on(organisations::id.eq(cases::organisation_id)))
        .filter(cases::organisation_id.eq(organisation))
        .filter(cases::ended_at.is_null())
        .filter(case_operators::part.eq_any(OperatorPart::WORKING))
        .filter(case_operators::user_id.eq_any(users.to_vec()))
        .group_by(case_operators::user_id)
        .select((max(organisations::caseload_limit), count_star()))
        .load(tx.connection(proof))?;
    let above =
        |(limit, count): &(Option<i32>, i64)| limit.is_some_and(|it| *count > i64::from(it));
    Ok(counts.iter().any(above))
}

/// Who can take a part in cases of the actor's organisation, by name.
pub fn candidates(
    tx: &mut Transaction,
    listing: &Listing<Assignment>,
    part: OperatorPart,
) -> Result<Vec<Candidate>> {
    let (own, today) = (listing.actor().organisation_id.clone(), tx.today());
    let able = memberships::table
        .filter(memberships::user_id.eq(users::id))
        .filter(memberships::organisation_id.eq(&own))
        .filter(memberships::role.eq_any(part.roles().to_vec()))
        .filter(memberships::active.eq(true));
    let running = case_operators::table
        .inner_join(cases::table)
        .filter(case_operators::user_id.eq(users::id))
        .filter(cases::organisation_id.eq(&own))
        .filter(cases::ended_at.is_null());
    let absences = stand_ins::table
        .filter(stand_ins::absent_user_id.eq(users::id))
        .filter(stand_ins::organisation_id.eq(&own))
        .filter(stand_ins::from_on.le(today))
        .filter(stand_ins::to_on.ge(today))
        .filter(stand_ins::ended_at.is_null());
    Ok(users::table
        .filter(users::active.eq(true))
        .filter(exists(able))
        .order((users::display_name, users::id))
        .limit(500)
        .select((
            users::id,
            users::display_name,
            running.select(count_star()).single_value(),
            absences.select(max(stand_ins::to_on)).single_value(),
        ))
        .load(tx.connection(listing))?)
}
