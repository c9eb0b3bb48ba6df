use std::ops::RangeInclusive;

use chrono::NaiveDateTime;

use crate::access::{Protected, Resource};

mod backing;
mod competences;
mod evidence;
mod experiences;
mod goal;
mod languages;
mod repertories;

pub use backing::{Backing, EvidencePiece, EvidenceStrength, Recency};
pub use competences::{
    Competence, CompetenceId, CompetenceKind, CompetenceStatement, Expectation, ExpectationId,
    ExpectationKind,
};
pub use evidence::{
    Evidence, EvidenceId, EvidenceKind, EvidenceStatement, EvidenceTranslation,
    EvidenceVerification, Legalisation, RATINGS, VerificationChannel,
};
pub use experiences::{
    Experience, ExperienceCompletion, ExperienceId, ExperienceKind, IscedLevel, LearningSetting,
    Period, Recognition,
};
pub use goal::{GoalHorizon, GoalStatement, ProfessionalGoal};
pub use languages::{CefrLevel, LanguageSkill, LanguageSkillId, LanguageSkillSource};
pub use repertories::{RepertoryCode, RepertoryScheme};

/// The levels of a competence, by the person's own estimate or as agreed with the operator:
/// 0 not yet; 1 with constant help; 2 with some help, simple tasks; 3 alone, usual tasks; 4 alone,
/// also new problems; 5 can teach or coordinate others.
pub const LEVELS: RangeInclusive<i32> = 0..=5;

/// The whole profile of a case.
#[derive(Clone, Debug)]
pub struct Profile {
    pub experiences: Vec<Entry<Experience>>,
    pub evidence: Vec<Entry<Evidence>>,
    pub languages: Vec<Entry<LanguageSkill>>,
    pub competences: Vec<Entry<Competence>>,
    pub expectations: Vec<Entry<Expectation>>,
    pub goal: ProfessionalGoal,
}

impl Protected for Profile {
    const RESOURCE: Resource = Resource::Profile;
}

/// What one entry of a profile tells.
pub trait Content: Sized {
    type Id: Clone + std::fmt::Display;

    fn new_id() -> Self::Id;

    /// The same with what is written by operations of its own as it was before.
    fn with_rest_of(self, _before: &Self) -> Self {
        self
    }

    /// The records of the same case that it names.
    fn references(&self) -> References<'_> {
        References::default()
    }

    /// That it says anew, or otherwise than before, how somebody asked about it.
    fn issuer_asked<'a>(
        &'a self,
        _id: &'a Self::Id,
        _before: Option<&Self>,
    ) -> Option<IssuerAsked<'a>> {
        None
    }

    /// The concept of the catalogue that it names.
    fn named(&mut self) -> Option<Named<'_>> {
        None
    }

    /// The same with the name of the concept as it was before, where it still names that one.
    fn with_name_of(mut self, before: &mut Self) -> Self {
        if let (Some(named), Some(before)) = (self.named(), before.named())
            && named.uri == before.uri
        {
            named.label.clone_from(before.label);
            named.release.clone_from(before.release);
        }
        self
    }
}

/// A concept of ESCO that an entry names: the service takes its name and release from the catalogue in
/// use, so that the record can be read without it.
pub struct Named<'a> {
    pub uri: &'a str,
    /// Whether it is to be an occupation, else a skill.
    pub is_occupation: bool,
    pub label: &'a mut Option<String>,
    pub release: &'a mut Option<String>,
}

/// How somebody asked whether a piece of evidence is true, and of which experience it tells.
#[derive(Clone, Copy, Debug)]
pub struct IssuerAsked<'a> {
    pub evidence: &'a EvidenceId,
    pub verification: EvidenceVerification,
    pub channel: VerificationChannel,
    pub experience: Option<&'a ExperienceId>,
    /// Whether it was of another kind, or told of another experience, before.
    pub is_another: bool,
}

/// Records of a case that an entry names; what is at a pointer must be there.
#[derive(Default)]
pub struct References<'a> {
    pub experiences: Vec<(String, &'a ExperienceId)>,
    pub evidence: Vec<(String, &'a EvidenceId)>,
}

/// An entry of a profile with what it tells.
#[derive(Clone, Debug)]
pub struct Entry<C: Content> {
    pub id: C::Id,
    pub content: C,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl<C: Content> Entry<C> {
    pub fn new(id: Option<C::Id>, content: C, now: NaiveDateTime) -> Self {
        Self {
            id: id.unwrap_or_else(C::new_id),
            content,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// The next version of the entry.
    pub fn next(self, content: C, now: NaiveDateTime) -> Self {
        Self {
            content,
            version: self.version + 1,
            updated_at: now,
            ..self
        }
    }

    /// The same entry with its content in another form.
    pub fn map<D: Content<Id = C::Id>>(self, form: impl FnOnce(C) -> D) -> Entry<D> {
        Entry {
            id: self.id,
            content: form(self.content),
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}
