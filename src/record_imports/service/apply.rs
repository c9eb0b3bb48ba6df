//! Making records of the lines of an import, some at a time, as the user who sent it.

use super::examine::Named;
use super::{KEPT, ensure_seen, live, open_lines};
use crate::access::{Transaction, Update};
use crate::beneficiaries::{BeneficiaryId, NewBeneficiary, service as beneficiaries};
use crate::cases::{CaseId, NewCase, service as cases};
use crate::db::types::Json;
use crate::documents::HolderWish;
use crate::error::{Error, Result};
use crate::participation::service as participation;
use crate::profiles::{ExperienceId, service as profiles};
use crate::record_imports::lines;
use crate::record_imports::store;
use crate::record_imports::{
    ImportId, ImportSheet, ImportStatus, Line, LineFault, LineOutcome, LineReport, RecordImport,
    Wishes,
};
use crate::transitions::{CaseEvent, NewMove, service as transitions};

/// Lines that one call takes: well within the time of a request, wherever the database is.
pub const AT_ONCE: usize = 20;

/// Takes the next lines of the version that the client has seen; says where the first of them stands.
///
/// While a line that was not taken yet is not valid nothing is made, unless such lines are to be skipped. A
/// line of somebody who is likely recorded already is skipped unless it is wished for, also where that shows
/// only now. What is refused of a valid line, as things have become since the preview, is told of it; the
/// others stand.
pub fn apply(
    tx: &mut Transaction,
    id: &ImportId,
    version: i32,
    wishes: &Wishes,
) -> Result<(RecordImport, usize)> {
    let permit = tx.permit::<Update, RecordImport, RecordImport>(id)?;
    let before = live(tx, permit.parent())?;
    ensure_seen(&before, version)?;
    let mut reports = before.lines.get();
    ensure_of_people(&reports, wishes)?;
    if before.status == ImportStatus::Applied {
        return Err(Error::Conflict("import_applied"));
    }
    let first = usize::try_from(before.lines_done).unwrap_or_default();
    if !wishes.skip_invalid && !reports.iter().skip(first).all(LineReport::is_valid) {
        return Err(Error::unmet("import_lines_valid"));
    }
    store::take_turn(tx, &permit, version)?;
    let all = open_lines(tx, &permit)?;
    let end = (first + AT_ONCE).min(all.len());
    let named = Named::of(tx, &permit, &all, &all[first..end])?;
    for place in first..end {
        if reports[place].is_valid() {
            take(tx, &all[place], place, &mut reports, &named, wishes)?;
        } else {
            leave(
                &mut reports[place],
                LineOutcome::Skipped,
                "import_line_not_valid",
            );
        }
    }
    let after = RecordImport {
        status: match end == all.len() {
            true => ImportStatus::Applied,
            false => ImportStatus::Applying,
        },
        lines_done: i32::try_from(end).map_err(Error::internal)?,
        lines: Json::new(&reports),
        version: version + 1,
        expires_at: tx.now().naive_utc() + KEPT,
        ..before
    };
    store::save(tx, &permit, &after)?;
    Ok((after, first))
}

/// Decisions are about lines of people.
fn ensure_of_people(reports: &[LineReport], wishes: &Wishes) -> Result<()> {
    let is_one = |number: &u32| {
        let mut people = reports.iter().filter(|it| it.sheet == ImportSheet::People);
        people.any(|it| it.number == *number)
    };
    match wishes.create_lines.iter().all(is_one) {
        true => Ok(()),
        false => Err(Error::invalid("/create_lines", "unknown_line")),
    }
}

fn take(
    tx: &mut Transaction,
    line: &Line,
    place: usize,
    reports: &mut [LineReport],
    named: &Named,
    wishes: &Wishes,
) -> Result<()> {
    let mut in_notice = false;
    let made = match line.sheet {
        ImportSheet::People => {
            let create = wishes.create_lines.contains(&line.number);
            let made = tx.attempt(|tx| make_person(tx, line, named, create, &mut in_notice));
            made.map(|(person, case)| {
                reports[place].beneficiary_id = Some(person);
                reports[place].case_id = case;
            })
        }
        ImportSheet::Experiences => {
            let case = match named.person(line) {
                Some(person) => reports[person].case_id.clone(),
                None => match named.case(line) {
                    Ok(case) => Some(case),
                    Err(code) => {
                        leave(&mut reports[place], LineOutcome::Refused, code);
                        return Ok(());
                    }
                },
            };
            let Some(case) = case else {
                leave(
                    &mut reports[place],
                    LineOutcome::Skipped,
                    "import_person_not_made",
                );
                return Ok(());
            };
            let made = tx.attempt(|tx| make_experience(tx, line, &case));
            made.map(|experience| {
                reports[place].case_id = Some(case);
                reports[place].experience_id = Some(experience);
            })
        }
    };
    let report = &mut reports[place];
    match made {
        Ok(()) => report.outcome = Some(LineOutcome::Made),
        Err(Error::Unmet(unmet)) if unmet.iter().any(|it| it.guard == "duplicates_weighed") => {
            leave(report, LineOutcome::Skipped, "import_likely_known");
        }
        Err(Error::Unmet(unmet)) => {
            let guard = unmet.first().map_or("guards_not_met", |it| it.guard);
            leave(report, LineOutcome::Refused, guard);
        }
        Err(Error::Invalid(errors)) => {
            report.faults = lines::faults(line, in_notice, errors);
            leave(report, LineOutcome::Refused, "invalid_fields");
        }
        Err(Error::Conflict(code)) => leave(report, LineOutcome::Refused, code),
        Err(Error::NotFound(_)) => leave(report, LineOutcome::Refused, "not_found"),
        Err(Error::Forbidden { .. }) => leave(report, LineOutcome::Refused, "forbidden"),
        Err(other) => return Err(other),
    }
    Ok(())
}

fn leave(report: &mut LineReport, outcome: LineOutcome, reason: &str) {
    report.outcome = Some(outcome);
    report.reason = Some(reason.to_owned());
}

/// The person of a line, with the case that it opens and the privacy notice that begins it. Where it is the
/// notice that is refused, `in_notice` says so.
fn make_person(
    tx: &mut Transaction,
    line: &Line,
    named: &Named,
    create: bool,
    in_notice: &mut bool,
) -> Result<(BeneficiaryId, Option<CaseId>)> {
    let said = lines::read(line, tx.today());
    let new = said.person.ok_or_else(|| not_valid(&said.faults))?;
    if !said.faults.is_empty() {
        *in_notice = true;
        return Err(not_valid(&said.faults));
    }
    let person = beneficiaries::add(
        tx,
        NewBeneficiary {
            duplicates_weighed: create,
            ..new
        },
    )?;
    let Some(code) = &line.programme_code else {
        return Ok((person.id, None));
    };
    let programme = named.programme(tx, code);
    let programme = programme.map_err(|code| Error::invalid("/programme_code", code))?;
    let case = cases::open(
        tx,
        NewCase {
            id: None,
            beneficiary_id: person.id.clone(),
            programme_id: programme,
            lead_operator_id: None,
            intake_referral_id: None,
        },
    )?;
    if let Some(notice) = said.notice {
        *in_notice = true;
        participation::record_notice(tx, &case.id, notice)?;
        *in_notice = false;
        let begin = NewMove {
            event: CaseEvent::BeginPreliminary,
            reason: None,
            suspension: None,
            closure_reason: None,
            wish: HolderWish::default(),
        };
        transitions::advance(tx, &case.id, begin)?;
    }
    Ok((person.id, Some(case.id)))
}

fn make_experience(tx: &mut Transaction, line: &Line, case: &CaseId) -> Result<ExperienceId> {
    let entry = profiles::record(tx, case, None, |today| {
        let said = lines::read(line, today);
        said.experience.ok_or_else(|| not_valid(&said.faults))
    })?;
    Ok(entry.id)
}

/// A line that was valid in the preview, and is so no more on a later day.
fn not_valid(faults: &[LineFault]) -> Error {
    let pointer = faults.first().map_or("", |it| it.pointer.as_str());
    Error::invalid(pointer, "wrong_form")
}
