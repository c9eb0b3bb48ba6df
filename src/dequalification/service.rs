use super::{Dequalification, ObtainedJob, PastJob, skill_level};
use crate::access::{List, Transaction};
use crate::cases::{Case, CaseId};
use crate::error::Result;
use crate::esco::Held;
use crate::plans::{FollowUp, service as plans};
use crate::profiles::{Entry, Experience, ExperienceKind, Profile, service as profiles};

/// The best past job of a person beside the job that they were found in last.
pub fn read(tx: &mut Transaction, case: &CaseId) -> Result<Dequalification> {
    let permit = tx.permit::<List, Profile, Case>(case)?;
    let of_plan = tx.further::<List, FollowUp, Case>(&permit)?;
    let held = tx.shelf().current(tx, &permit)?;
    let experiences = profiles::experiences_of(tx, &permit, permit.case())?;
    let follow_ups = plans::follow_ups_of(tx, &of_plan)?;
    let (past, unknown_jobs) = past(&held, &experiences);
    Ok(Dequalification {
        past,
        unknown_jobs,
        obtained: obtained(&held, follow_ups),
    })
}

/// The best job of all whose level is known, and how many there are whose level is not.
fn past(held: &Held, experiences: &[Entry<Experience>]) -> (Option<PastJob>, usize) {
    let jobs: Vec<Option<PastJob>> = (experiences.iter())
        .filter(|it| is_job(&it.content))
        .map(|it| {
            let Experience {
                isco_code,
                esco_uri,
                ..
            } = &it.content;
            let isco_code = code(held, isco_code, esco_uri)?;
            Some(PastJob {
                experience_id: it.id.clone(),
                skill_level: skill_level(&isco_code)?,
                isco_code,
            })
        })
        .collect();
    let unknown = jobs.iter().filter(|it| it.is_none()).count();
    let best = jobs.into_iter().flatten().max_by_key(|it| it.skill_level);
    (best, unknown)
}

/// Work of every kind that somebody lived on, and what may have been work where it has the code of one;
/// not what was learnt at, given, or done at home.
fn is_job(it: &Experience) -> bool {
    use ExperienceKind as Kind;
    match it.kind {
        Kind::WorkEmployed | Kind::WorkSelf | Kind::WorkInformal => true,
        Kind::Internship | Kind::CivilService | Kind::MigrationContext | Kind::Other => {
            it.isco_code.is_some() || it.esco_uri.is_some()
        }
        Kind::FormalEducation | Kind::Training | Kind::Volunteering | Kind::FamilyCare => false,
    }
}

/// The job of the latest contact at which the person had one.
fn obtained(held: &Held, follow_ups: Vec<FollowUp>) -> Option<ObtainedJob> {
    let jobs = follow_ups.into_iter().filter(|it| it.outcome.is_job());
    let latest = jobs.max_by(|a, b| {
        let by_day = a.contacted_on.cmp(&b.contacted_on);
        by_day.then_with(|| a.id.as_str().cmp(b.id.as_str()))
    })?;
    let isco_code = code(held, &latest.isco_code, &latest.esco_uri);
    Some(ObtainedJob {
        follow_up_id: latest.id,
        contacted_on: latest.contacted_on,
        skill_level: isco_code.as_deref().and_then(skill_level),
        isco_code,
    })
}

/// The code that was recorded, else that of the occupation in the catalogue; this also where the first
/// is too short to tell the level.
fn code(held: &Held, isco: &Option<String>, esco: &Option<String>) -> Option<String> {
    let of_occupation = || {
        let place = held.place(esco.as_deref()?)?;
        Some(held.concept(place).code.clone())
    };
    let tells = isco.clone().filter(|it| skill_level(it).is_some());
    tells.or_else(of_occupation).or_else(|| isco.clone())
}
