//! The rules of the checklist.

use super::model::PersonKnown;
use super::{ChecklistCode as Code, ChecklistItem, ChecklistState as State};
use super::{EntryPointer, ProfilePart as Part};
use crate::assessments::{Assessment, AssessmentItem};
use crate::profiles::{
    Competence, Content, Entry, EvidenceStrength, EvidenceVerification, Experience,
    LanguageSkillSource, Profile, Recency,
};

/// An agreed level from which on somebody works alone: it asks for more than the person's word.
const HIGH: i32 = 3;
/// Levels between self and agreed level that are two different pictures of one person.
const APART: i32 = 2;

pub fn check(
    person: &PersonKnown,
    profile: &Profile,
    appraisal: Option<&Assessment>,
) -> Vec<ChecklistItem> {
    let Profile {
        experiences,
        evidence,
        languages,
        competences,
        expectations,
        goal,
    } = profile;
    let is_high = |it: &&Entry<Competence>| it.content.statement.agreed_level >= Some(HIGH);
    let high: Vec<_> = competences.iter().filter(is_high).cloned().collect();
    let assessed = appraisal.map_or_else(Vec::new, |it| it.items.get());
    let of_competences = |code, fault, holds: &dyn Fn(&Entry<Competence>) -> Option<bool>| {
        each(code, fault, Part::Competences, competences, holds)
    };
    let of_high = |code, fault, holds: &dyn Fn(&Entry<Competence>) -> Option<bool>| {
        each(code, fault, Part::Competences, &high, holds)
    };
    // None where no evidence stands behind it.
    let strength = |it: &Entry<Competence>| {
        let strength = it.content.backing.strength;
        (strength != EvidenceStrength::None).then_some(strength)
    };
    let recency = |it: &Entry<Competence>| {
        let recency = it.content.backing.recency;
        (recency != Recency::Unknown).then_some(recency)
    };
    vec![
        personal(person),
        whole(Code::Expectations, !expectations.is_empty()),
        whole(Code::ProfessionalGoal, goal.is_settled()),
        whole(Code::Experiences, !experiences.is_empty()),
        each(
            Code::ExperiencesDated,
            State::Missing,
            Part::Experiences,
            experiences,
            |it| Some(is_dated(&it.content)),
        ),
        whole(Code::Languages, !languages.is_empty()),
        each(
            Code::LanguagesSourced,
            State::Doubtful,
            Part::Languages,
            languages,
            |it| {
                let of_person = it.content.source == LanguageSkillSource::Person;
                Some(it.content.mother_tongue || !of_person)
            },
        ),
        whole(Code::Competences, !competences.is_empty()),
        of_competences(Code::CompetencesLinked, State::Missing, &|it| {
            Some(!it.content.experience_ids.is_empty())
        }),
        of_competences(Code::CompetencesNormalised, State::Missing, &|it| {
            Some(it.content.statement.esco_uri.is_some())
        }),
        of_competences(Code::SelfLevels, State::Missing, &|it| {
            Some(it.content.statement.self_level.is_some())
        }),
        of_competences(Code::AgreedLevels, State::Missing, &|it| {
            Some(it.content.statement.agreed_level.is_some())
        }),
        of_competences(Code::LevelsAgree, State::Doubtful, &|it| {
            agrees(it, &assessed)
        }),
        of_competences(Code::UseDated, State::Missing, &|it| {
            Some(recency(it).is_some())
        }),
        of_competences(Code::UsedRecently, State::Doubtful, &|it| {
            Some(recency(it)? != Recency::LongAgo)
        }),
        of_high(Code::HighLevelsEvidenced, State::Missing, &|it| {
            Some(strength(it).is_some())
        }),
        of_high(Code::MoreThanDeclared, State::Doubtful, &|it| {
            Some(is_more_than_declared(strength(it)?))
        }),
        each(
            Code::EvidenceVerified,
            State::Doubtful,
            Part::Evidence,
            evidence,
            |it| Some(somebody_made_sure(it.content.statement.verification)),
        ),
        of_competences(Code::EvidenceSound, State::Doubtful, &|it| {
            Some(strength(it)? != EvidenceStrength::Contradicted)
        }),
        whole(Code::Appraisal, !assessed.is_empty()),
    ]
}

/// A birth date or year is known, and the person has seen how their name is written.
fn personal(person: &PersonKnown) -> ChecklistItem {
    let state = match (person.birth_on, person.name_confirmed) {
        (None, _) => State::Missing,
        (Some(_), false) => State::Doubtful,
        (Some(_), true) => State::Met,
    };
    item(Code::PersonalInformation, state, Vec::new())
}

/// Something that the profile has, or has not.
fn whole(code: Code, is_there: bool) -> ChecklistItem {
    let state = if is_there { State::Met } else { State::Missing };
    item(code, state, Vec::new())
}

/// Something that holds for each entry of a kind that can be judged by it; those for which it does not
/// are named.
fn each<C: Content>(
    code: Code,
    fault: State,
    part: Part,
    entries: &[Entry<C>],
    holds: impl Fn(&Entry<C>) -> Option<bool>,
) -> ChecklistItem {
    let judged: Vec<_> = (entries.iter())
        .filter_map(|it| Some((it, holds(it)?)))
        .collect();
    let faulty: Vec<_> = (judged.iter())
        .filter(|(_, holds)| !holds)
        .map(|(it, _)| EntryPointer {
            part,
            id: it.id.to_string(),
        })
        .collect();
    let state = match (judged.is_empty(), faulty.is_empty()) {
        (true, _) => State::NotApplicable,
        (false, true) => State::Met,
        (false, false) => fault,
    };
    item(code, state, faulty)
}

fn item(code: Code, state: State, entries: Vec<EntryPointer>) -> ChecklistItem {
    ChecklistItem {
        code,
        state,
        entries,
    }
}

/// When it began, and when it ended unless it goes on.
fn is_dated(it: &Experience) -> bool {
    it.started.is_some() && (it.ongoing || it.ended.is_some())
}

/// The document was seen, or its issuer asked, and nothing contradicts it.
fn is_more_than_declared(strength: EvidenceStrength) -> bool {
    matches!(
        strength,
        EvidenceStrength::Documented | EvidenceStrength::Verified
    )
}

/// Somebody tried, and was not told otherwise.
fn somebody_made_sure(verification: EvidenceVerification) -> bool {
    use EvidenceVerification::{Contradicted, Declared};
    !matches!(verification, Declared | Contradicted)
}

/// Self and agreed level are near to each other, and the final assessment agreed on the same one; none
/// where there are no two levels.
fn agrees(it: &Entry<Competence>, assessed: &[AssessmentItem]) -> Option<bool> {
    let statement = &it.content.statement;
    let (own, agreed) = (statement.self_level, statement.agreed_level);
    let of_it = assessed.iter().find(|item| item.competence_id == it.id);
    let found = of_it.and_then(|item| item.agreed_level);
    let near = own.zip(agreed).map(|(a, b)| (a - b).abs() < APART);
    let same = agreed.zip(found).map(|(a, b)| a == b);
    near.into_iter().chain(same).reduce(|a, b| a && b)
}
