use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    NewSkillDecision, SkillDecision, SkillDecisionKind, SkillSuggestion, SuggestionKey, service,
};
use crate::access::{Caller, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::code_lists::LanguageTag;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::esco::Held;
use crate::esco::routes::{ConceptBody, Languages, Shown};
use crate::http::{Body, Done, Item, Query};
use crate::profiles::routes::form::{esco, within};
use crate::profiles::{CompetenceId, ExperienceId, LEVELS};
use crate::text::clean_line;

/// Skills that the occupation of an experience asks for; whether the person has them is theirs to say.
#[derive(Serialize, ToSchema)]
pub struct SkillSuggestionsBody {
    /// Of the catalogue.
    release: String,
    /// What the experience was; none where it names no occupation of the catalogue.
    occupation: Option<ConceptBody>,
    /// Those not decided on: the essential ones first, then the most telling.
    suggestions: Vec<SkillSuggestionBody>,
    /// Those refused, which are not suggested again until that is taken back.
    refused: Vec<SkillDecisionBody>,
}

#[derive(Serialize, ToSchema)]
pub struct SkillSuggestionBody {
    skill: ConceptBody,
    /// Whether the occupation cannot be done without it, by ESCO.
    essential: bool,
    /// A competence of the case that names this skill already, from another experience: accepting links
    /// it with this one.
    competence_id: Option<CompetenceId>,
}

#[derive(Serialize, ToSchema)]
pub struct SkillDecisionBody {
    experience_id: ExperienceId,
    /// The suggested skill, with its English name and the release it was suggested from.
    esco_uri: String,
    esco_label: Option<String>,
    esco_release: String,
    decision: SkillDecisionKind,
    /// What it became, unless it was refused.
    competence_id: Option<CompetenceId>,
    decided_by: UserId,
    decided_at: DateTime<Utc>,
}

impl From<SkillDecision> for SkillDecisionBody {
    fn from(decision: SkillDecision) -> Self {
        let SkillDecision {
            experience_id,
            esco_uri,
            esco_label,
            esco_release,
            case_id: _,
            organisation_id: _,
            decision,
            competence_id,
            decided_by,
            decided_at,
        } = decision;
        Self {
            experience_id,
            esco_uri,
            esco_label,
            esco_release,
            decision,
            competence_id,
            decided_by,
            decided_at: decided_at.and_utc(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSkillDecisionBody {
    decision: SkillDecisionKind,
    /// In the person's own words; without them the skill's name. Not with a refusal.
    label: Option<String>,
    /// As that of a competence. Not with a refusal.
    #[schema(minimum = 0, maximum = 5)]
    self_level: Option<i32>,
    /// Another skill in its place, where it is changed; without one own words are needed.
    esco_uri: Option<String>,
    /// The language of the skill's name where there are no own words, as a tag of BCP 47; English unless
    /// told.
    #[schema(max_length = 35)]
    lang: Option<String>,
}

impl TryFrom<NewSkillDecisionBody> for NewSkillDecision {
    type Error = Error;

    fn try_from(body: NewSkillDecisionBody) -> Result<Self> {
        let mut checks = Checks::default();
        let changes = body.decision == SkillDecisionKind::Changed;
        let refuses = body.decision == SkillDecisionKind::Refused;
        for (at, given, takes) in [
            ("/label", body.label.is_some(), !refuses),
            ("/self_level", body.self_level.is_some(), !refuses),
            ("/esco_uri", body.esco_uri.is_some(), changes),
        ] {
            checks.ensure(!given || takes, at, "not_for_this_decision");
        }
        let says_what = body.esco_uri.is_some() || body.label.is_some();
        checks.ensure(!changes || says_what, "/esco_uri", "missing_property");
        let label = checks.optional(body.label.map(|it| clean_line(&it, 300)), "/label");
        within(body.self_level, LEVELS, "/self_level", &mut checks);
        let esco_uri = checks.optional(body.esco_uri.map(|it| esco(it, "skill")), "/esco_uri");
        let language = checks.optional(body.lang.map(|it| LanguageTag::parse(&it)), "/lang");
        checks.finish(|| {
            Some(Self {
                decision: body.decision,
                label,
                self_level: body.self_level,
                esco_uri,
                language: language.unwrap_or_else(LanguageTag::english),
            })
        })
    }
}

pub async fn suggest(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, ExperienceId)>,
    languages: Query<Languages>,
) -> Result<Item<SkillSuggestionsBody>> {
    let (case, experience) = path.into_inner();
    let shown = languages.0.shown()?;
    let found = database
        .read(caller, move |tx| service::suggest(tx, &case, &experience))
        .await?;
    let held = &found.held;
    let open = found.open.iter();
    Ok(Item(SkillSuggestionsBody {
        release: held.catalogue.release.clone(),
        occupation: (found.occupation).map(|place| shown.concept(held.concept(place))),
        suggestions: open.map(|it| suggestion(held, it, &shown)).collect(),
        refused: found.refused.into_iter().map(Into::into).collect(),
    }))
}

fn suggestion(held: &Held, it: &SkillSuggestion, shown: &Shown) -> SkillSuggestionBody {
    SkillSuggestionBody {
        skill: shown.concept(held.concept(it.skill)),
        essential: it.essential,
        competence_id: it.competence_id.clone(),
    }
}

pub async fn decide(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, ExperienceId, String)>,
    body: Body<NewSkillDecisionBody>,
) -> Result<Item<SkillDecisionBody>> {
    let key = key(path)?;
    let new = body.0.try_into()?;
    let decision = database
        .write(caller, move |tx| service::decide(tx, &key, new))
        .await?;
    Ok(Item(decision.into()))
}

pub async fn take_back(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, ExperienceId, String)>,
) -> Result<Done> {
    let key = key(path)?;
    database
        .write(caller, move |tx| service::take_back(tx, &key))
        .await?;
    Ok(Done)
}

/// A text that is no id names no skill, as in every other address.
fn key(path: Path<(CaseId, ExperienceId, String)>) -> Result<SuggestionKey> {
    let (case_id, experience_id, skill) = path.into_inner();
    let esco_uri = esco(format!("http://data.europa.eu/esco/skill/{skill}"), "skill");
    Ok(SuggestionKey {
        case_id,
        experience_id,
        esco_uri: esco_uri.or(Err(Error::NotFound(Resource::Address)))?,
    })
}
