use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::{EscoName, distinct, esco, text, within};
use super::{Alone, EntryBody, EntryForm, Form};
use crate::beneficiaries::partial_date::FIRST_YEAR;
use crate::error::{Checks, Result};
use crate::profiles::{
    Competence, CompetenceId, CompetenceKind, CompetenceStatement, EvidenceId, Expectation,
    ExpectationId, ExpectationKind, ExperienceId, LEVELS, LearningSetting,
};
use crate::text::{clean_line, clean_text};

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompetenceForm {
    /// In the person's own words.
    label: String,
    kind: CompetenceKind,
    #[serde(default)]
    description: String,
    setting: LearningSetting,
    /// 0 not yet; 1 with constant help; 2 with some help, simple tasks; 3 alone, usual tasks;
    /// 4 alone, also new problems; 5 can teach or coordinate others.
    #[schema(minimum = 0, maximum = 5)]
    self_level: Option<i32>,
    #[schema(minimum = 0, maximum = 5)]
    agreed_level: Option<i32>,
    #[schema(minimum = 1900)]
    last_used_year: Option<i32>,
    /// A skill of the catalogue.
    esco_uri: Option<String>,
    /// At least one experience of the same case.
    experience_ids: Vec<ExperienceId>,
    #[serde(default)]
    evidence_ids: Vec<EvidenceId>,
}

pub type CompetenceBody = EntryBody<CompetenceForm>;

impl Form for CompetenceForm {
    const NAME: &'static str = "Competence";

    type Rest = EscoName;
}

impl EntryForm for CompetenceForm {
    type Id = CompetenceId;
    type Content = Competence;

    const PATH: &'static str = "competences";

    fn check(self, today: NaiveDate) -> Result<Competence> {
        let mut checks = Checks::default();
        let label = checks.value(clean_line(&self.label, 300), "/label");
        let description = text(&self.description, 2000, "/description", &mut checks);
        within(self.self_level, LEVELS, "/self_level", &mut checks);
        within(self.agreed_level, LEVELS, "/agreed_level", &mut checks);
        let years = FIRST_YEAR..=today.year();
        within(self.last_used_year, years, "/last_used_year", &mut checks);
        let esco_uri = checks.optional(self.esco_uri.map(|it| esco(it, "skill")), "/esco_uri");
        let linked = !self.experience_ids.is_empty();
        checks.ensure(linked, "/experience_ids", "empty");
        distinct(&self.experience_ids, 50, "/experience_ids", &mut checks);
        distinct(&self.evidence_ids, 50, "/evidence_ids", &mut checks);
        checks.finish(|| {
            Some(Competence {
                statement: CompetenceStatement {
                    label: label?,
                    kind: self.kind,
                    description,
                    setting: self.setting,
                    self_level: self.self_level,
                    agreed_level: self.agreed_level,
                    last_used_year: self.last_used_year,
                    esco_uri,
                    esco_label: None,
                    esco_release: None,
                },
                experience_ids: self.experience_ids,
                evidence_ids: self.evidence_ids,
            })
        })
    }

    fn rest(competence: &Competence) -> EscoName {
        let statement = &competence.statement;
        EscoName::of(&statement.esco_label, &statement.esco_release)
    }
}

impl From<Competence> for CompetenceForm {
    fn from(competence: Competence) -> Self {
        let Competence {
            statement,
            experience_ids,
            evidence_ids,
        } = competence;
        let CompetenceStatement {
            label,
            kind,
            description,
            setting,
            self_level,
            agreed_level,
            last_used_year,
            esco_uri,
            ..
        } = statement;
        Self {
            label,
            kind,
            description,
            setting,
            self_level,
            agreed_level,
            last_used_year,
            esco_uri,
            experience_ids,
            evidence_ids,
        }
    }
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectationForm {
    kind: ExpectationKind,
    /// 1 comes first.
    #[schema(minimum = 1, maximum = 10)]
    priority: i32,
    description: String,
}

pub type ExpectationBody = EntryBody<ExpectationForm>;

impl Form for ExpectationForm {
    const NAME: &'static str = "Expectation";

    type Rest = Alone;
}

impl EntryForm for ExpectationForm {
    type Id = ExpectationId;
    type Content = Expectation;

    const PATH: &'static str = "expectations";

    fn check(self, _: NaiveDate) -> Result<Expectation> {
        let mut checks = Checks::default();
        within(Some(self.priority), 1..=10, "/priority", &mut checks);
        let description = checks.value(clean_text(&self.description, 2000), "/description");
        checks.finish(|| {
            Some(Expectation {
                kind: self.kind,
                priority: self.priority,
                description: description?,
            })
        })
    }

    fn rest(_: &Expectation) -> Alone {
        Alone {}
    }
}

impl From<Expectation> for ExpectationForm {
    fn from(expectation: Expectation) -> Self {
        let Expectation {
            kind,
            priority,
            description,
        } = expectation;
        Self {
            kind,
            priority,
            description,
        }
    }
}
