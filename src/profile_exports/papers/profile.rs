//! The profile in the four sections of the EU Skills Profile Tool, in two languages.

use chrono::NaiveDate;
use serde::Serialize;

use super::skills::{self, CompetenceEntry, EvidenceEntry, backing};
use super::{Tongues, citizenships, country, day, filled, holder, issuer, licences};
use crate::documents::content::{Bilingual, Holder, Issuer, LanguageEntry, Span};
use crate::documents::paper::Paper;
use crate::fixed_texts::TextLanguage;
use crate::profile_exports::portable::{
    PortableExperience, PortableGoal, PortableProfile, PortableStep, month_of,
};
use crate::profile_exports::sections::{Section, section};
use crate::profiles::{ExperienceCompletion, ExperienceKind, IscedLevel};

/// Every statement has what speaks for it, or that the person declared it.
#[derive(Serialize, Clone, Debug)]
pub struct ProfilePaper {
    #[serde(skip)]
    tongues: Tongues,
    number: String,
    issuer: Issuer,
    holder: Holder,
    made_on: NaiveDate,
    recipient: Option<String>,
    citizenships: Vec<Bilingual>,
    contact: Option<String>,
    licences: Vec<Bilingual>,
    expectations: Vec<ExpectationEntry>,
    goal: Option<GoalWords>,
    timeline: Vec<TimelineEntry>,
    training: Vec<LifeEntry>,
    experiences: Vec<LifeEntry>,
    languages: Vec<LanguageEntry>,
    competences: Vec<CompetenceEntry>,
    evidence: Vec<EvidenceEntry>,
    assessed_on: Option<NaiveDate>,
    methods: Vec<Bilingual>,
    summary: Option<String>,
    next_steps: Vec<StepEntry>,
}

#[derive(Serialize, Clone, Debug)]
struct ExpectationEntry {
    kind: Bilingual,
    description: Option<String>,
}

#[derive(Serialize, Clone, Debug)]
struct GoalWords {
    goal: Option<String>,
    horizon: Option<Bilingual>,
    alternatives: Option<String>,
    no_goal_reason: Option<String>,
    favourable: Option<String>,
    unfavourable: Option<String>,
}

/// What somebody did or learnt.
#[derive(Serialize, Clone, Debug)]
struct LifeEntry {
    kind: Bilingual,
    title: String,
    /// Employer or school, and place.
    place: Option<String>,
    country: Option<Bilingual>,
    /// To the month.
    span: Span,
    level: Option<Bilingual>,
    completed: Option<Bilingual>,
    tasks: Vec<String>,
    tools: Vec<String>,
    context: Option<String>,
    evidence: Vec<Bilingual>,
}

/// The dates of one, as they are known.
#[derive(Serialize, Clone, Debug)]
struct TimelineEntry {
    title: String,
    from: Option<String>,
    to: Option<String>,
    ongoing: bool,
    learning: bool,
}

#[derive(Serialize, Clone, Debug)]
struct StepEntry {
    kind: Bilingual,
    description: Option<String>,
    due_on: Option<NaiveDate>,
    done: bool,
}

impl Paper for ProfilePaper {
    const TEMPLATE: &'static str = "/profile.typ";

    fn language(&self) -> TextLanguage {
        self.tongues.first
    }

    fn second_language(&self) -> TextLanguage {
        self.tongues.second
    }
}

impl ProfilePaper {
    pub fn new(profile: &PortableProfile, tongues: Tongues) -> Self {
        let (person, skills) = (&profile.personal_information, &profile.skills);
        let appraisal = &profile.appraisal;
        let learns = |it: &&PortableExperience| section(it.kind) == Section::Education;
        let (training, experiences): (Vec<_>, Vec<_>) = skills.experiences.iter().partition(learns);
        let life = |entries: Vec<&PortableExperience>| {
            let entries = entries.into_iter();
            entries.map(|it| life(it, profile, tongues)).collect()
        };
        let methods = appraisal.methods.iter();
        Self {
            tongues,
            number: profile.case_code.clone(),
            issuer: issuer(profile),
            holder: holder(person),
            made_on: day(profile.made_at),
            recipient: profile.recipient.clone(),
            citizenships: citizenships(person, tongues),
            contact: person.contact.as_ref().map(|it| it.value.clone()),
            licences: licences(person, tongues),
            expectations: expectations(profile, tongues),
            goal: profile
                .expectations
                .professional_goal
                .as_ref()
                .map(|it| goal(it, tongues)),
            timeline: skills.experiences.iter().map(dates).collect(),
            training: life(training),
            experiences: life(experiences),
            languages: skills
                .languages
                .iter()
                .map(|it| skills::language(it, tongues))
                .collect(),
            competences: skills::competences(skills, tongues),
            evidence: skills::evidence(skills, tongues),
            assessed_on: appraisal.assessed_on,
            methods: methods
                .map(|it| tongues.label("method", it.as_str()))
                .collect(),
            summary: appraisal.summary.as_deref().and_then(filled),
            next_steps: appraisal
                .next_steps
                .iter()
                .map(|it| step(it, tongues))
                .collect(),
        }
    }
}

fn expectations(profile: &PortableProfile, tongues: Tongues) -> Vec<ExpectationEntry> {
    let expectations = profile.expectations.expectations.iter();
    expectations
        .map(|it| ExpectationEntry {
            kind: tongues.code("expectation-kinds", it.kind.as_str()),
            description: filled(&it.description),
        })
        .collect()
}

fn goal(it: &PortableGoal, tongues: Tongues) -> GoalWords {
    let written = |text: &Option<String>| text.as_deref().and_then(filled);
    let horizon = it.horizon.as_ref();
    GoalWords {
        goal: written(&it.goal),
        horizon: horizon.map(|it| tongues.code("goal-horizons", it.as_str())),
        alternatives: filled(&it.alternatives),
        no_goal_reason: written(&it.no_goal_reason),
        favourable: written(&it.favourable_factors),
        unfavourable: written(&it.unfavourable_factors),
    }
}

fn life(it: &PortableExperience, profile: &PortableProfile, tongues: Tongues) -> LifeEntry {
    let evidence = profile.skills.evidence.iter();
    let evidence = evidence.filter(|one| one.experience_id.as_ref() == Some(&it.id));
    let where_it_was = [filled(&it.employer), filled(&it.place)];
    let where_it_was: Vec<_> = where_it_was.into_iter().flatten().collect();
    let is_known = |level: &IscedLevel| !matches!(level.as_str(), "unk" | "nrp");
    let level = it.isced_level.filter(is_known);
    let completion = Some(it.completion).filter(|it| *it != ExperienceCompletion::Unknown);
    LifeEntry {
        kind: tongues.code("experience-kinds", it.kind.as_str()),
        title: it.title.clone(),
        place: (!where_it_was.is_empty()).then(|| where_it_was.join(", ")),
        country: country(it, tongues),
        span: span(it),
        level: level.map(|it| tongues.code("isced-levels", it.as_str())),
        completed: completion.map(|it| tongues.code("experience-completions", it.as_str())),
        tasks: it.tasks.clone(),
        tools: it.tools.clone(),
        context: filled(&it.context),
        evidence: backing(evidence, tongues),
    }
}

fn dates(it: &PortableExperience) -> TimelineEntry {
    let learning = matches!(
        it.kind,
        ExperienceKind::FormalEducation | ExperienceKind::Training
    );
    TimelineEntry {
        title: it.title.clone(),
        from: it.started.clone(),
        to: it.ended.clone(),
        ongoing: it.ongoing,
        learning,
    }
}

/// What goes on has no end.
fn span(it: &PortableExperience) -> Span {
    let month = |date: &Option<String>| date.as_deref().map(month_of);
    Span {
        from: month(&it.started),
        to: month(&it.ended).filter(|_| !it.ongoing),
        ongoing: it.ongoing,
    }
}

fn step(it: &PortableStep, tongues: Tongues) -> StepEntry {
    StepEntry {
        kind: tongues.label("step", it.kind.as_str()),
        description: filled(&it.description),
        due_on: it.due_on,
        done: it.done,
    }
}
