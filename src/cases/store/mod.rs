//! Queries of the cases themselves; who works on them is in [`assignments`].

pub mod assignments;
pub mod hand_over;

use diesel::dsl::{exists, max, not, select};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{
    Assignment, Case, CaseFilter, CaseId, CasePerson, CaseProgramme, CaseStatus, CaseSummary,
    Opening, OperatorPart, PlanSummary,
};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Listing, Parent, Permit, Proof, Transaction, Update};
use crate::access_grants::Subject;
use crate::beneficiaries::BeneficiaryId;
use crate::db::DbConnection;
use crate::db::schema::{
    beneficiaries, case_operators, cases, follow_ups, next_steps, programmes, users,
};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::organisations::Organisation;
use crate::programmes::ProgrammeId;
use crate::{covered_cases, in_caseload};

impl Parent for Case {
    type Id = CaseId;

    fn id(&self) -> &CaseId {
        &self.id
    }

    fn subject(&self) -> Option<Subject<'_>> {
        Some(Subject::Case(&self.id))
    }

    fn load(
        connection: &mut DbConnection,
        id: &CaseId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let assigned = in_caseload!(cases::id.nullable(), actor);
        let found = cases::table
            .find(id)
            .select((Self::as_select(), assigned))
            .first::<(Self, bool)>(connection)
            .optional()?;
        Ok(found.map(|(case, assigned)| {
            let needed = actor.needs_to_reach(&case.organisation_id, assigned);
            (case, needed)
        }))
    }
}

/// The state of a case, which it keeps until this work is done: whoever moves it at the same time waits, or was
/// first.
pub fn hold<V, R>(tx: &mut Transaction, permit: &Permit<V, R, Case>) -> Result<CaseStatus> {
    Ok(diesel::update(cases::table.find(&permit.case().id))
        .set(cases::version.eq(cases::version))
        .returning(cases::status)
        .get_result(tx.connection(permit))?)
}

type OpenPermit = Permit<Create, Case, Organisation>;

/// A programme of the organisation, held until the end of the transaction: of two who open a case in
/// it at the same time, the second looks at the places that the first has left.
pub fn hold_programme(
    tx: &mut Transaction,
    permit: &OpenPermit,
    id: &ProgrammeId,
) -> Result<Option<Opening>> {
    let held = diesel::update(programmes::table)
        .filter(programmes::id.eq(id))
        .filter(programmes::organisation_id.eq(&permit.parent().id))
        .set(programmes::version.eq(programmes::version))
        .execute(tx.connection(permit))?;
    if held == 0 {
        return Ok(None);
    }
    let opening = programmes::table
        .find(id)
        .select(Opening::as_select())
        .first(tx.connection(permit))?;
    Ok(Some(opening))
}

/// Cases of a programme that have not ended.
pub fn count_running(tx: &mut Transaction, permit: &OpenPermit, id: &ProgrammeId) -> Result<i64> {
    Ok(cases::table
        .filter(cases::programme_id.eq(id))
        .filter(cases::ended_at.is_null())
        .count()
        .get_result(tx.connection(permit))?)
}

pub fn id_is_taken(tx: &mut Transaction, permit: &OpenPermit, id: &CaseId) -> Result<bool> {
    let taken = cases::table.find(id);
    Ok(select(exists(taken)).get_result(tx.connection(permit))?)
}

/// Whether the person has a case in the programme that has not ended.
pub fn has_running_case(
    tx: &mut Transaction,
    permit: &OpenPermit,
    person: &BeneficiaryId,
    programme: &ProgrammeId,
) -> Result<bool> {
    let running = cases::table
        .filter(cases::beneficiary_id.eq(person))
        .filter(cases::programme_id.eq(programme))
        .filter(cases::ended_at.is_null());
    Ok(select(exists(running)).get_result(tx.connection(permit))?)
}

/// The highest case code that the organisation has given in a year.
pub fn last_code(tx: &mut Transaction, permit: &OpenPermit, year: i32) -> Result<Option<String>> {
    Ok(cases::table
        .filter(cases::organisation_id.eq(&permit.parent().id))
        .filter(cases::case_code.like(format!("{year}-%")))
        .select(max(cases::case_code))
        .first(tx.connection(permit))?)
}

/// Inserts a case; false when somebody took its code meanwhile. What came before in the transaction
/// stands all the same.
pub fn insert(tx: &mut Transaction, permit: &OpenPermit, case: &Case) -> Result<bool> {
    let inserted: QueryResult<usize> = tx.connection(permit).transaction(|connection| {
        diesel::insert_into(cases::table)
            .values(case)
            .execute(connection)
    });
    match inserted {
        Ok(_) => Ok(true),
        // Only PostgreSQL names the index, and only there can others write after the service looked.
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, report)) => {
            match report.constraint_name() {
                Some("cases_one_active") => Err(Error::Conflict("active_case_exists")),
                Some("cases_pkey") => Err(Error::Conflict("already_exists")),
                _ => Ok(false),
            }
        }
        Err(other) => Err(other.into()),
    }
}

pub fn insert_lead(
    tx: &mut Transaction,
    permit: &OpenPermit,
    assignment: &Assignment,
) -> Result<()> {
    diesel::insert_into(case_operators::table)
        .values(assignment)
        .execute(tx.connection(permit))?;
    Ok(())
}

pub type CaseRow = (CaseSummary, CasePerson, CaseProgramme);

/// Cases, the newest first.
pub fn list(
    tx: &mut Transaction,
    listing: &Listing<Case>,
    page: &Page,
    filter: &CaseFilter,
) -> Result<Vec<CaseRow>> {
    let mut query = cases::table
        .inner_join(beneficiaries::table)
        .inner_join(programmes::table)
        .select((
            CaseSummary::as_select(),
            CasePerson::as_select(),
            CaseProgramme::as_select(),
        ))
        .order(cases::id.desc())
        .limit(page.rows())
        .into_boxed();
    query = covered_cases!(query, listing);
    if let Some(status) = filter.status {
        query = query.filter(cases::status.eq(status));
    }
    if let Some(programme) = &filter.programme_id {
        query = query.filter(cases::programme_id.eq(programme.clone()));
    }
    if let Some(day) = filter.follow_up_due_by {
        query = query.filter(cases::follow_up_due_on.le(day));
    }
    if filter.without_lead {
        let led = case_operators::table
            .inner_join(users::table)
            .filter(case_operators::case_id.eq(cases::id))
            .filter(case_operators::part.eq(OperatorPart::Lead))
            .filter(assignments::can_still_act!());
        query = query
            .filter(cases::ended_at.is_null())
            .filter(not(exists(led)));
    }
    if let Some(after) = &page.after {
        query = query.filter(cases::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(listing))?)
}

/// The person, the programme, and the plan of a case.
pub fn surroundings<V, R>(
    tx: &mut Transaction,
    permit: &Permit<V, R, Case>,
) -> Result<(CasePerson, CaseProgramme, PlanSummary)> {
    let steps = || next_steps::table.filter(next_steps::case_id.eq(cases::id));
    let contacts = || follow_ups::table.filter(follow_ups::case_id.eq(cases::id));
    let (person, programme, next_steps, open_next_steps, follow_ups, last_contact_on) =
        cases::table
            .find(&permit.case().id)
            .inner_join(beneficiaries::table)
            .inner_join(programmes::table)
            .select((
                CasePerson::as_select(),
                CaseProgramme::as_select(),
                steps().count().single_value(),
                steps()
                    .filter(next_steps::done.eq(false))
                    .count()
                    .single_value(),
                contacts().count().single_value(),
                contacts()
                    .select(max(follow_ups::contacted_on))
                    .single_value(),
            ))
            .first::<(_, _, Option<i64>, Option<i64>, Option<i64>, _)>(tx.connection(permit))?;
    let plan = PlanSummary {
        next_steps: next_steps.unwrap_or_default(),
        open_next_steps: open_next_steps.unwrap_or_default(),
        follow_ups: follow_ups.unwrap_or_default(),
        last_contact_on,
    };
    Ok((person, programme, plan))
}

/// Replaces the record whose version is one lower.
pub fn update(tx: &mut Transaction, permit: &Permit<Update, Case>, case: &Case) -> Result<()> {
    let changed = diesel::update(cases::table)
        .filter(cases::id.eq(&permit.case().id))
        .filter(cases::version.eq(case.version - 1))
        .set(case)
        .execute(tx.connection(permit))?;
    ensure_changed(changed, case.version)
}

/// Keeps a case whose report does not wait for a decision from being submitted until this work is done; refused
/// where it waits.
pub fn hold_unsubmitted(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<()> {
    let held = diesel::update(cases::table)
        .filter(cases::id.eq(case))
        .filter(cases::status.ne(CaseStatus::ReportSubmitted))
        .set(cases::updated_at.eq(tx.now().naive_utc()))
        .execute(tx.connection(proof))?;
    if held == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("report_awaits_decision"))
    }
}

pub fn has_next_steps(tx: &mut Transaction, permit: &Permit<Update, Case>) -> Result<bool> {
    let steps = next_steps::table.filter(next_steps::case_id.eq(&permit.case().id));
    Ok(select(exists(steps)).get_result(tx.connection(permit))?)
}

fn ensure_changed(rows: usize, current: i32) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Stale { current })
    }
}
