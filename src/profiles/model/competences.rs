use diesel::prelude::*;

use super::{
    Backing, Content, EvidenceId, ExperienceId, LearningSetting, Named, References, RepertoryCode,
};
use crate::db::schema::{competences, expectations};
use crate::db::types::Json;
use crate::{id_type, text_enum};

id_type!(CompetenceId);
id_type!(ExpectationId);

text_enum! {
    CompetenceKind {
        Technical = "technical",
        Transversal = "transversal",
        Language = "language",
        Digital = "digital",
        Entrepreneurial = "entrepreneurial",
    }
}

/// What a person can do, as far as it stands in a row of its own.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = competences)]
#[diesel(treat_none_as_null = true)]
pub struct CompetenceStatement {
    /// In the person's own words.
    pub label: String,
    pub kind: CompetenceKind,
    /// The action, on what, and in which context.
    pub description: String,
    pub setting: LearningSetting,
    /// Of [`super::LEVELS`], as the next.
    pub self_level: Option<i32>,
    pub agreed_level: Option<i32>,
    pub last_used_year: Option<i32>,
    /// The skill of ESCO that it corresponds to, with its English name and the release.
    pub esco_uri: Option<String>,
    pub esco_label: Option<String>,
    pub esco_release: Option<String>,
    /// What it corresponds to in other repertories.
    pub repertory_codes: Json<Vec<RepertoryCode>>,
    /// Where else it would serve, in words; empty where nobody said.
    pub transferability: String,
}

/// What a person can do, where it was learnt or shown, and what speaks for it.
#[derive(Clone, Debug)]
pub struct Competence {
    pub statement: CompetenceStatement,
    /// At least one.
    pub experience_ids: Vec<ExperienceId>,
    pub evidence_ids: Vec<EvidenceId>,
    /// Derived when it is read.
    pub backing: Backing,
}

impl Content for CompetenceStatement {
    type Id = CompetenceId;

    fn new_id() -> CompetenceId {
        CompetenceId::new()
    }
}

impl Content for Competence {
    type Id = CompetenceId;

    fn new_id() -> CompetenceId {
        CompetenceId::new()
    }

    fn references(&self) -> References<'_> {
        References {
            experiences: at("experience_ids", &self.experience_ids),
            evidence: at("evidence_ids", &self.evidence_ids),
        }
    }

    fn named(&mut self) -> Option<Named<'_>> {
        Some(Named {
            is_occupation: false,
            uri: self.statement.esco_uri.as_deref()?,
            label: &mut self.statement.esco_label,
            release: &mut self.statement.esco_release,
        })
    }
}

fn at<'a, I>(name: &str, ids: &'a [I]) -> Vec<(String, &'a I)> {
    let places = ids.iter().enumerate();
    places
        .map(|(index, id)| (format!("/{name}/{index}"), id))
        .collect()
}

text_enum! {
    ExpectationKind {
        Language = "language",
        Civic = "civic",
        Training = "training",
        Recognition = "recognition",
        Job = "job",
        SelfEmployment = "self_employment",
        Volunteering = "volunteering",
        FurtherStudy = "further_study",
        Mobility = "mobility",
        Other = "other",
    }
}

/// What a person hopes for.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = expectations)]
pub struct Expectation {
    pub kind: ExpectationKind,
    /// 1 comes first.
    pub priority: i32,
    pub description: String,
}

impl Content for Expectation {
    type Id = ExpectationId;

    fn new_id() -> ExpectationId {
        ExpectationId::new()
    }
}
