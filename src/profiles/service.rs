use chrono::NaiveDate;

use super::store;
pub use super::store::Stored;
use super::{
    Competence, CompetenceId, Content, Entry, Evidence, EvidenceId, Expectation, Experience,
    ExperienceId, GoalStatement, LanguageSkill, ProfessionalGoal, Profile,
};
use crate::access::{Create, Delete, List, Permit, Proof, Read, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::code_lists::LanguageTag;
use crate::error::{Checks, Error, Result};
use crate::esco::{ConceptKind, Held};
use crate::reference_confirmations::service as references;

/// The most entries of one kind in a profile.
pub const MOST: i64 = 200;

/// Records an entry; the client may have made its id.
pub fn record<C: Stored>(
    tx: &mut Transaction,
    case: &CaseId,
    id: Option<C::Id>,
    content: impl FnOnce(NaiveDate) -> Result<C>,
) -> Result<Entry<C>> {
    let permit = tx.permit::<Create, Profile, Case>(case)?;
    hold_open(tx, &permit, permit.case())?;
    let content = content(tx.today())?;
    add(tx, &permit, id, content)
}

/// Records an entry of a case that is held open, and reads it as it is now.
pub fn add<C: Stored>(
    tx: &mut Transaction,
    permit: &Permit<Create, Profile>,
    id: Option<C::Id>,
    mut content: C,
) -> Result<Entry<C>> {
    check_references(tx, permit, permit.case(), &content)?;
    take_name(tx, permit, &mut content)?;
    if C::count(tx, permit)? >= MOST {
        return Err(Error::Conflict("profile_full"));
    }
    let entry = Entry::new(id, content, tx.now().naive_utc());
    check_issuer(tx, permit, permit.case(), &entry, None)?;
    C::insert(tx, permit, &entry)?;
    C::find(tx, permit, &permit.case().id, &entry.id)
}

/// All entries of one kind.
pub fn list<C: Stored>(tx: &mut Transaction, case: &CaseId) -> Result<Vec<Entry<C>>> {
    let permit = tx.permit::<List, Profile, Case>(case)?;
    C::list(tx, &permit, &permit.case().id)
}

pub fn read<C: Stored>(tx: &mut Transaction, case: &CaseId, id: &C::Id) -> Result<Entry<C>> {
    let permit = tx.permit::<Read, Profile, Case>(case)?;
    C::find(tx, &permit, &permit.case().id, id)
}

/// Changes the version of an entry that the client has seen.
pub fn change<C: Stored + Clone>(
    tx: &mut Transaction,
    case: &CaseId,
    id: &C::Id,
    version: i32,
    change: impl FnOnce(C, NaiveDate) -> Result<C>,
) -> Result<Entry<C>> {
    let permit = tx.permit::<Update, Profile, Case>(case)?;
    hold_open(tx, &permit, permit.case())?;
    let before = seen(C::find(tx, &permit, &permit.case().id, id)?, version)?;
    let content = change(before.content.clone(), tx.today())?;
    let content = content.with_rest_of(&before.content);
    let mut content = content.with_name_of(&mut before.content.clone());
    check_references(tx, &permit, permit.case(), &content)?;
    take_name(tx, &permit, &mut content)?;
    let said = before.content.clone();
    let after = before.next(content, tx.now().naive_utc());
    check_issuer(tx, &permit, permit.case(), &after, Some(&said))?;
    C::update(tx, &permit, &after)?;
    C::find(tx, &permit, &permit.case().id, id)
}

/// Says of a competence that it is from one more experience of the same case.
pub fn link_experience(
    tx: &mut Transaction,
    permit: &Permit<Update, Profile>,
    id: &CompetenceId,
    experience: &ExperienceId,
) -> Result<()> {
    let before = Competence::find(tx, permit, &permit.case().id, id)?;
    let mut content = before.content.clone();
    if content.experience_ids.contains(experience) {
        return Ok(());
    }
    content.experience_ids.push(experience.clone());
    let after = before.next(content, tx.now().naive_utc());
    Competence::update(tx, permit, &after)
}

/// Deletes an entry; one that a competence, a piece of evidence or an assessment names stays.
pub fn delete<C: Stored>(
    tx: &mut Transaction,
    case: &CaseId,
    id: &C::Id,
    version: i32,
) -> Result<()> {
    let permit = tx.permit::<Delete, Profile, Case>(case)?;
    hold_open(tx, &permit, permit.case())?;
    let entry = seen(C::find(tx, &permit, &permit.case().id, id)?, version)?;
    C::delete(tx, &permit, &entry)
}

fn seen<C: Content>(entry: Entry<C>, version: i32) -> Result<Entry<C>> {
    if entry.version == version {
        Ok(entry)
    } else {
        Err(Error::Stale {
            current: entry.version,
        })
    }
}

/// Refuses to write to the profile of a case whose report is submitted, or on which nobody works;
/// holds the case as it is until the work is done.
pub fn hold_open(tx: &mut Transaction, proof: &impl Proof, case: &Case) -> Result<()> {
    case.ensure_open()?;
    store::hold_writable(tx, proof, &case.id)
}

/// What an entry names must belong to the same case.
fn check_references<C: Content>(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    content: &C,
) -> Result<()> {
    let named = content.references();
    let mut checks = Checks::default();
    if !named.experiences.is_empty() {
        let ids = named.experiences.iter().map(|(_, id)| (*id).clone());
        let found = store::experiences_of(tx, proof, case, ids.collect())?;
        for (pointer, id) in &named.experiences {
            checks.ensure(found.contains(id), pointer, "not_in_this_case");
        }
    }
    if !named.evidence.is_empty() {
        let ids = named.evidence.iter().map(|(_, id)| (*id).clone());
        let found = store::evidence_of(tx, proof, case, ids.collect())?;
        for (pointer, id) in &named.evidence {
            checks.ensure(found.contains(id), pointer, "not_in_this_case");
        }
    }
    checks.finish(|| Some(()))
}

/// Who was asked about evidence is somebody who may be asked.
fn check_issuer<C: Content>(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    entry: &Entry<C>,
    before: Option<&C>,
) -> Result<()> {
    match entry.content.issuer_asked(&entry.id, before) {
        Some(asked) => references::check_channel(tx, proof, case, asked),
        None => Ok(()),
    }
}

/// Writes beside a concept of the catalogue what it is called there, unless that is known already.
pub fn take_name<C: Content>(
    tx: &mut Transaction,
    proof: &impl Proof,
    content: &mut C,
) -> Result<()> {
    if content.named().is_none_or(|named| named.release.is_some()) {
        return Ok(());
    }
    let held = tx.shelf().current(tx, proof)?;
    take_name_of(&held, content)
}

/// [`take_name`], of a catalogue that is at hand.
pub fn take_name_of<C: Content>(held: &Held, content: &mut C) -> Result<()> {
    let Some(named) = content.named().filter(|named| named.release.is_none()) else {
        return Ok(());
    };
    let fits = |kind: ConceptKind| match named.is_occupation {
        true => kind == ConceptKind::Occupation,
        false => kind.is_skill(),
    };
    let place = (held.place(named.uri)).filter(|place| fits(held.concept(*place).kind));
    let place = place.ok_or_else(|| Error::invalid("/esco_uri", "unknown_code"))?;
    let label = held.concept(place).label(&LanguageTag::english());
    *named.label = label.map(|(_, text)| text.to_owned());
    *named.release = Some(held.catalogue.release.clone());
    Ok(())
}

/// The goal, or the unwritten one.
pub fn read_goal(tx: &mut Transaction, case: &CaseId) -> Result<ProfessionalGoal> {
    let permit = tx.permit::<Read, Profile, Case>(case)?;
    goal_of(tx, &permit, permit.case())
}

/// Sets the goal in place of the version that the client has seen.
pub fn set_goal(
    tx: &mut Transaction,
    case: &CaseId,
    version: i32,
    said: GoalStatement,
) -> Result<ProfessionalGoal> {
    let permit = tx.permit::<Update, Profile, Case>(case)?;
    hold_open(tx, &permit, permit.case())?;
    let before = goal_of(tx, &permit, permit.case())?;
    if before.version != version {
        return Err(Error::Stale {
            current: before.version,
        });
    }
    let after = before.next(said, tx.now().naive_utc());
    if after.version == 1 {
        store::insert_goal(tx, &permit, &after)?;
    } else {
        store::update_goal(tx, &permit, &after)?;
    }
    Ok(after)
}

/// The goal of a case, for a feature that shows its own permit.
pub fn goal_of(tx: &mut Transaction, proof: &impl Proof, case: &Case) -> Result<ProfessionalGoal> {
    let goal = store::find_goal(tx, proof, &case.id)?;
    Ok(goal.unwrap_or_else(|| ProfessionalGoal::unwritten(case)))
}

/// An experience of a case, for a feature that shows its own permit.
pub fn experience_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    id: &ExperienceId,
) -> Result<Entry<Experience>> {
    Experience::find(tx, proof, &case.id, id)
}

/// The experiences of a case, for a feature that shows its own permit.
pub fn experiences_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
) -> Result<Vec<Entry<Experience>>> {
    Experience::list(tx, proof, &case.id)
}

/// A piece of evidence of a case, for a feature that shows its own permit.
pub fn evidence_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    id: &EvidenceId,
) -> Result<Entry<Evidence>> {
    Evidence::find(tx, proof, &case.id, id)
}

/// Says of a piece of evidence that its issuer confirmed it by a link, unless it was contradicted or verified
/// already. Nothing where the profile is not written any more.
pub fn verify_by_link(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    id: &EvidenceId,
) -> Result<()> {
    match store::hold_writable(tx, proof, case) {
        Ok(()) => store::verify_by_link(tx, proof, case, id),
        Err(Error::Conflict(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes back what a link said of a piece of evidence of a case that is held open.
pub fn unverify_by_link(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    id: &EvidenceId,
) -> Result<()> {
    store::unverify_by_link(tx, proof, case, id)
}

/// A competence of a case, for a feature that shows its own permit.
pub fn competence_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    id: &CompetenceId,
) -> Result<Entry<Competence>> {
    Competence::find(tx, proof, &case.id, id)
}

/// The competences of a case, for a feature that shows its own permit.
pub fn competences_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
) -> Result<Vec<Entry<Competence>>> {
    Competence::list(tx, proof, &case.id)
}

/// Which of these competences the case has.
pub fn which_competences(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    ids: Vec<CompetenceId>,
) -> Result<Vec<CompetenceId>> {
    store::competences_of(tx, proof, case, ids)
}

/// The whole profile, for the report and for whoever else shows a permit of their own: eight
/// queries, one a table, however many rows.
pub fn snapshot(tx: &mut Transaction, proof: &impl Proof, case: &Case) -> Result<Profile> {
    Ok(Profile {
        experiences: Experience::list(tx, proof, &case.id)?,
        evidence: Evidence::list(tx, proof, &case.id)?,
        languages: LanguageSkill::list(tx, proof, &case.id)?,
        competences: Competence::list(tx, proof, &case.id)?,
        expectations: Expectation::list(tx, proof, &case.id)?,
        goal: goal_of(tx, proof, case)?,
    })
}
