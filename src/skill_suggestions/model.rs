use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::code_lists::LanguageTag;
use crate::db::schema::skill_decisions;
use crate::esco::Held;
use crate::organisations::OrganisationId;
use crate::profiles::{CompetenceId, ExperienceId};
use crate::text_enum;

text_enum! {
    SkillDecisionKind {
        /// The person has it.
        Accepted = "accepted",
        /// The person has another skill, or says it in a way that this skill does not cover.
        Changed = "changed",
        /// The person has it not; it is not offered again for this experience.
        Refused = "refused",
    }
}

/// What was decided of one suggested skill; once for an experience.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = skill_decisions)]
pub struct SkillDecision {
    pub experience_id: ExperienceId,
    /// The skill that was suggested, with its English name and the release.
    pub esco_uri: String,
    pub esco_label: Option<String>,
    pub esco_release: String,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub decision: SkillDecisionKind,
    /// What it became, unless it was refused.
    pub competence_id: Option<CompetenceId>,
    pub decided_by: UserId,
    pub decided_at: NaiveDateTime,
}

/// What was decided of an experience's suggestions so far.
pub struct Decided {
    /// The address of the occupation that it names.
    pub occupation: Option<String>,
    pub decisions: Vec<SkillDecision>,
}

/// Which suggestion is decided on.
#[derive(Clone, Debug)]
pub struct SuggestionKey {
    pub case_id: CaseId,
    pub experience_id: ExperienceId,
    /// The address of the skill.
    pub esco_uri: String,
}

/// What somebody decides of a suggested skill.
#[derive(Clone, Debug)]
pub struct NewSkillDecision {
    pub decision: SkillDecisionKind,
    /// In the person's own words; the skill's name else.
    pub label: Option<String>,
    pub self_level: Option<i32>,
    /// Another skill in its place.
    pub esco_uri: Option<String>,
    /// The language whose name of the skill is taken where there are no own words.
    pub language: LanguageTag,
}

/// What an experience's occupation suggests, and what was refused of it.
pub struct SkillSuggestions {
    pub held: Arc<Held>,
    /// Its place in the catalogue; none where the experience names none that is in it.
    pub occupation: Option<u32>,
    /// The essential ones first, then by how much they tell.
    pub open: Vec<SkillSuggestion>,
    pub refused: Vec<SkillDecision>,
}

/// A skill that may be suggested.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillSuggestion {
    /// Its place in the catalogue.
    pub skill: u32,
    pub essential: bool,
    /// A competence of the case from another experience that has this skill already: accepting links it.
    pub competence_id: Option<CompetenceId>,
}
