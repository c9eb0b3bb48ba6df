use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use super::{
    Decided, NewSkillDecision, SkillDecision, SkillDecisionKind, SkillSuggestion, SkillSuggestions,
    SuggestionKey, store,
};
use crate::access::{Create, Delete, List, Permit, Resource, Transaction, Update};
use crate::beneficiaries::partial_date::PartialDate;
use crate::cases::{Case, CaseId};
use crate::code_lists::LanguageTag;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::esco::{Collection, Concept, Held, ReuseLevel};
use crate::profiles::{
    Backing, Competence, CompetenceId, CompetenceKind, CompetenceStatement, Experience,
    ExperienceId, Profile, service as profiles,
};

/// The skills that the occupation of an experience asks for and that nobody has decided on yet; none
/// where it names no occupation of the catalogue.
pub fn suggest(
    tx: &mut Transaction,
    case: &CaseId,
    experience: &ExperienceId,
) -> Result<SkillSuggestions> {
    let permit = tx.permit::<List, Profile, Case>(case)?;
    let decided = store::decided(tx, &permit, experience)?;
    let Decided {
        occupation,
        decisions,
    } = decided.ok_or(Error::NotFound(Resource::Profile))?;
    let held = tx.shelf().current(tx, &permit)?;
    let had = store::skills_had(tx, &permit, case, experience)?;
    let occupation = occupation.and_then(|uri| held.place(&uri));
    let open = occupation.map_or_else(Vec::new, |it| open(&held, it, &decisions, &had));
    let is_refused = |it: &SkillDecision| it.decision == SkillDecisionKind::Refused;
    Ok(SkillSuggestions {
        held,
        occupation,
        open,
        refused: decisions.into_iter().filter(is_refused).collect(),
    })
}

/// What an occupation asks for, the essential first, then what tells most: without what was decided on,
/// and without what the experience is linked with already.
fn open(
    held: &Held,
    occupation: u32,
    decisions: &[SkillDecision],
    had: &[(CompetenceId, String, bool)],
) -> Vec<SkillSuggestion> {
    let mut relations: Vec<_> = held.skills_of(occupation).iter().collect();
    relations.sort_by(|a, b| {
        let weight = |skill| held.matching.weight(skill);
        (b.essential.cmp(&a.essential)).then(weight(b.skill).total_cmp(&weight(a.skill)))
    });
    let mut open: Vec<SkillSuggestion> = Vec::new();
    for relation in relations {
        let uri = &held.concept(relation.skill).uri;
        let decided = decisions.iter().any(|it| it.esco_uri == *uri);
        let linked = had.iter().any(|(_, it, linked)| it == uri && *linked);
        let listed = open.iter().any(|it| it.skill == relation.skill);
        if !decided && !linked && !listed {
            let elsewhere = had.iter().find(|(_, it, _)| it == uri);
            open.push(SkillSuggestion {
                skill: relation.skill,
                essential: relation.essential,
                competence_id: elsewhere.map(|(id, ..)| id.clone()),
            });
        }
    }
    open
}

/// Decides on one suggested skill. The same decision again gives the first one; a refusal may become an
/// acceptance, but what became a competence stays until that is deleted, or is not from this experience
/// any more.
pub fn decide(
    tx: &mut Transaction,
    key: &SuggestionKey,
    new: NewSkillDecision,
) -> Result<SkillDecision> {
    let permit = tx.permit::<Create, Profile, Case>(&key.case_id)?;
    profiles::hold_open(tx, &permit, permit.case())?;
    let experience = profiles::experience_of(tx, &permit, permit.case(), &key.experience_id)?;
    if let Some(before) = store::find(tx, &permit, key)? {
        if is_same(tx, &permit, &before, &new)? {
            return Ok(before);
        }
        if before.decision != SkillDecisionKind::Refused {
            return Err(Error::Conflict("suggestion_decided"));
        }
    }
    let held = tx.shelf().current(tx, &permit)?;
    let skill = suggested(&held, &experience.content, &key.esco_uri)?;
    // A refusal, or what does not count any more.
    store::delete(tx, &permit, key)?;
    let decision = new.decision;
    let competence_id = match decision {
        SkillDecisionKind::Refused => None,
        SkillDecisionKind::Accepted | SkillDecisionKind::Changed => {
            Some(take(tx, &permit, &held, key, &experience.content, new)?)
        }
    };
    let decision = SkillDecision {
        experience_id: key.experience_id.clone(),
        esco_uri: key.esco_uri.clone(),
        esco_label: english(held.concept(skill)),
        esco_release: held.catalogue.release.clone(),
        case_id: key.case_id.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        decision,
        competence_id,
        decided_by: tx.actor().user_id.clone(),
        decided_at: tx.now().naive_utc(),
    };
    store::keep(tx, &permit, &decision)?;
    Ok(decision)
}

/// Whether it was decided so before. What a suggestion was changed into is the same where the competence
/// has the other skill that is named, else these words.
fn is_same(
    tx: &mut Transaction,
    permit: &Permit<Create, Profile>,
    before: &SkillDecision,
    new: &NewSkillDecision,
) -> Result<bool> {
    if before.decision != new.decision || new.decision != SkillDecisionKind::Changed {
        return Ok(before.decision == new.decision);
    }
    let Some(id) = &before.competence_id else {
        return Ok(false);
    };
    let became = profiles::competence_of(tx, permit, permit.case(), id)?;
    let CompetenceStatement {
        label, esco_uri, ..
    } = &became.content.statement;
    Ok(match &new.esco_uri {
        Some(uri) => esco_uri.as_ref() == Some(uri),
        None => new.label.as_ref() == Some(label),
    })
}

/// The place of a skill that the occupation of an experience asks for; refuses any other.
fn suggested(held: &Arc<Held>, experience: &Experience, uri: &str) -> Result<u32> {
    let skill = (held.place(uri)).ok_or(Error::NotFound(Resource::CodeList))?;
    let occupation = experience.esco_uri.as_deref().and_then(|it| held.place(it));
    let relations = occupation.map_or(&[][..], |it| held.skills_of(it));
    if relations.iter().any(|it| it.skill == skill) {
        Ok(skill)
    } else {
        Err(Error::Conflict("not_suggested"))
    }
}

/// The competence that a suggestion becomes: a new one, or the one of the case that has this skill
/// already, whose words and levels stay.
fn take(
    tx: &mut Transaction,
    permit: &Permit<Create, Profile>,
    held: &Held,
    key: &SuggestionKey,
    experience: &Experience,
    new: NewSkillDecision,
) -> Result<CompetenceId> {
    let uri = match new.decision {
        SkillDecisionKind::Changed => new.esco_uri.clone(),
        _ => Some(key.esco_uri.clone()),
    };
    if let Some(uri) = &uri {
        let had = store::skills_had(tx, permit, &key.case_id, &key.experience_id)?;
        if let Some((id, ..)) = had.iter().find(|(_, it, _)| it == uri) {
            let update = tx.further::<Update, Profile, Case>(permit)?;
            profiles::link_experience(tx, &update, id, &key.experience_id)?;
            return Ok(id.clone());
        }
    }
    let concept = uri.as_deref().and_then(|it| held.place(it));
    let concept = concept.map(|place| held.concept(place));
    let name = concept.and_then(|it| it.label(&new.language));
    let named = new.label.or_else(|| name.map(|(_, text)| text.to_owned()));
    let competence = Competence {
        statement: CompetenceStatement {
            label: named.ok_or_else(|| Error::invalid("/esco_uri", "unknown_code"))?,
            kind: concept.map_or(CompetenceKind::Technical, kind),
            description: String::new(),
            setting: experience.setting,
            self_level: new.self_level,
            agreed_level: None,
            last_used_year: last_used(experience, tx.today()),
            esco_uri: uri,
            esco_label: None,
            esco_release: None,
            repertory_codes: Json::new(&Vec::new()),
            transferability: String::new(),
        },
        experience_ids: vec![key.experience_id.clone()],
        evidence_ids: Vec::new(),
        backing: Backing::default(),
    };
    Ok(profiles::add(tx, permit, None, competence)?.id)
}

fn kind(concept: &Concept) -> CompetenceKind {
    let is_of = |it: Collection| concept.collections.contains(&it);
    if is_of(Collection::Language) {
        CompetenceKind::Language
    } else if is_of(Collection::Digital) {
        CompetenceKind::Digital
    } else if is_of(Collection::Transversal) || concept.reuse == Some(ReuseLevel::Transversal) {
        CompetenceKind::Transversal
    } else {
        CompetenceKind::Technical
    }
}

/// The last year of an experience, as far as it is known.
fn last_used(experience: &Experience, today: NaiveDate) -> Option<i32> {
    if experience.ongoing {
        return Some(today.year());
    }
    let ended = PartialDate::parse(experience.ended.as_deref()?, false);
    Some(ended.ok()?.date().year())
}

fn english(concept: &Concept) -> Option<String> {
    let label = concept.label(&LanguageTag::english());
    label.map(|(_, text)| text.to_owned())
}

/// Takes a refusal back, so that the skill is suggested again; also what does not count any more.
pub fn take_back(tx: &mut Transaction, key: &SuggestionKey) -> Result<()> {
    let permit = tx.permit::<Delete, Profile, Case>(&key.case_id)?;
    profiles::hold_open(tx, &permit, permit.case())?;
    let before = store::find(tx, &permit, key)?;
    if before.is_some_and(|it| it.decision != SkillDecisionKind::Refused) {
        return Err(Error::Conflict("suggestion_decided"));
    }
    if store::delete(tx, &permit, key)? {
        Ok(())
    } else {
        Err(Error::NotFound(Resource::Profile))
    }
}
