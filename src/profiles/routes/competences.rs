use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::{distinct, esco, text, within};
use super::{Alone, EntryBody, EntryForm, Form};
use crate::beneficiaries::partial_date::FIRST_YEAR;
use crate::db::types::Json;
use crate::error::{Checks, Result};
use crate::profiles::{
    Backing, Competence, CompetenceId, CompetenceKind, CompetenceStatement, EvidenceId,
    EvidenceStrength, Expectation, ExpectationId, ExpectationKind, ExperienceId, LEVELS,
    LearningSetting, Recency, RepertoryCode, RepertoryScheme,
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
    /// What it corresponds to in other repertories, by which it could be validated; five at most.
    #[serde(default)]
    repertory_codes: Vec<RepertoryCodeBody>,
    /// Where else it would serve, in words.
    #[serde(default)]
    transferability: String,
    /// At least one experience of the same case.
    experience_ids: Vec<ExperienceId>,
    #[serde(default)]
    evidence_ids: Vec<EvidenceId>,
}

/// Most codes of other repertories that a competence has.
const REPERTORY_CODES: usize = 5;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepertoryCodeBody {
    scheme: RepertoryScheme,
    /// As `ADA.23.01.05` of the Atlante; letters, digits and `.-_/` of other repertories.
    #[schema(max_length = 40)]
    code: String,
    /// What stands there under it; of another region also the name of its repertory.
    #[schema(max_length = 200)]
    label: Option<String>,
}

impl From<RepertoryCode> for RepertoryCodeBody {
    fn from(it: RepertoryCode) -> Self {
        let RepertoryCode {
            scheme,
            code,
            label,
        } = it;
        Self {
            scheme,
            code,
            label,
        }
    }
}

fn repertory_codes(bodies: Vec<RepertoryCodeBody>, checks: &mut Checks) -> Vec<RepertoryCode> {
    let at = "/repertory_codes";
    checks.ensure(bodies.len() <= REPERTORY_CODES, at, "too_long");
    let mut codes: Vec<RepertoryCode> = Vec::new();
    for (index, it) in bodies.into_iter().take(REPERTORY_CODES).enumerate() {
        let at = format!("{at}/{index}");
        let code = checks.value(it.scheme.code(&it.code), &format!("{at}/code"));
        let named = it.label.is_some() || !it.scheme.needs_label();
        checks.ensure(named, &format!("{at}/label"), "missing_property");
        let label = it.label.map(|label| clean_line(&label, 200));
        let label = checks.optional(label, &format!("{at}/label"));
        let Some(code) = code else { continue };
        let is_new = !(codes.iter()).any(|had| had.scheme == it.scheme && had.code == code);
        checks.ensure(is_new, &at, "listed_twice");
        codes.push(RepertoryCode {
            scheme: it.scheme,
            code,
            label,
        });
    }
    codes
}

/// What the service says of a competence.
#[derive(Serialize, ToSchema)]
pub struct CompetenceRest {
    /// What the catalogue calls the skill, in English, and in which release.
    esco_label: Option<String>,
    esco_release: Option<String>,
    /// How far evidence stands behind it.
    evidence_strength: EvidenceStrength,
    /// How long ago it was last used, by `last_used_year`.
    recency: Recency,
    /// The level of the European Qualifications Framework that the agreed level is nearest to: an
    /// indication for talking, no attestation; none below level 1.
    #[schema(minimum = 1, maximum = 5)]
    eqf_indication: Option<i32>,
}

pub type CompetenceBody = EntryBody<CompetenceForm>;

impl Form for CompetenceForm {
    const NAME: &'static str = "Competence";

    type Rest = CompetenceRest;
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
        let repertory_codes = repertory_codes(self.repertory_codes, &mut checks);
        let transferability = text(&self.transferability, 500, "/transferability", &mut checks);
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
                    repertory_codes: Json::new(&repertory_codes),
                    transferability,
                },
                experience_ids: self.experience_ids,
                evidence_ids: self.evidence_ids,
                backing: Backing::default(),
            })
        })
    }

    fn rest(competence: &Competence) -> CompetenceRest {
        let Competence {
            statement, backing, ..
        } = competence;
        let Backing {
            strength,
            recency,
            eqf_level,
        } = backing;
        CompetenceRest {
            esco_label: statement.esco_label.clone(),
            esco_release: statement.esco_release.clone(),
            evidence_strength: *strength,
            recency: *recency,
            eqf_indication: *eqf_level,
        }
    }
}

impl From<Competence> for CompetenceForm {
    fn from(competence: Competence) -> Self {
        let Competence {
            statement,
            experience_ids,
            evidence_ids,
            backing: _,
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
            repertory_codes,
            transferability,
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
            repertory_codes: repertory_codes.get().into_iter().map(Into::into).collect(),
            transferability,
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
