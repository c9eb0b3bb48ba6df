use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::definitions::BandBody;
use crate::accounts::UserId;
use crate::certificates::VerificationCode;
use crate::code_lists::routes::LabelBody;
use crate::error::{Error, Result};
use crate::esco::routes::Shown;
use crate::questionnaires::answers::{Answer, AnswerChange};
use crate::questionnaires::comparison::{Comparison, Difference, Incomparable};
use crate::questionnaires::definition::Definition;
use crate::questionnaires::scores::Score;
use crate::questionnaires::{
    Moment, NewResponse, QuestionnaireLink, QuestionnaireResponse, QuestionnaireResponseId,
    ResponseStatus, ResponseView, Unreadable,
};

/// A questionnaire to be answered, in its newest version.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewResponseBody {
    /// A UUIDv7 that the client made, if it had to.
    id: Option<QuestionnaireResponseId>,
    /// Its key.
    questionnaire: String,
    /// Needed where it is measured at several.
    moment: Option<Moment>,
    /// Whether the person answers by a code, without the staff.
    #[serde(default)]
    private: bool,
}

/// Answers to keep, by the keys of their items: a point of the scale, the code of a choice, or words; null
/// takes one back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswersBody {
    pub answers: BTreeMap<String, AnswerChange>,
}

#[derive(Serialize, ToSchema)]
pub struct ResponseBody {
    id: QuestionnaireResponseId,
    questionnaire: String,
    definition_version: i32,
    moment: Moment,
    private: bool,
    status: ResponseStatus,
    /// Whether the person lets the staff see what they answered in private.
    answers_shown: bool,
    /// How many items have an answer.
    answered: i32,
    /// Null in lists, where the person answers in private and does not show it, and where `unreadable` says why.
    answers: Option<BTreeMap<String, Answer>>,
    /// Of a completed one; null before, and where `unreadable` says why.
    scores: Option<Vec<ScoreBody>>,
    /// Why neither answers nor scores can be told; null where they can.
    unreadable: Option<Unreadable>,
    /// Until when the code that stands can be used.
    link_expires_at: Option<DateTime<Utc>>,
    started_by: UserId,
    started_at: DateTime<Utc>,
    completed_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    version: i32,
}

#[derive(Serialize, ToSchema)]
pub struct ScoreBody {
    score: String,
    label: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    label2: Option<LabelBody>,
    /// With two decimals; null where too little was answered.
    value: Option<f64>,
    /// Items that it follows from.
    answered: usize,
    /// What it means, where somebody has shown that.
    band: Option<BandBody>,
}

#[derive(Serialize, ToSchema)]
pub struct ComparisonBody {
    questionnaire: String,
    from: Moment,
    to: Moment,
    from_version: i32,
    to_version: i32,
    /// Why the differences are not told; null where they are.
    incomparable: Option<Incomparable>,
    differences: Vec<DifferenceBody>,
}

#[derive(Serialize, ToSchema)]
pub struct DifferenceBody {
    score: String,
    from: Option<f64>,
    to: Option<f64>,
    /// Items that the first score follows from.
    from_answered: usize,
    to_answered: usize,
    /// Items that were answered at both moments.
    answered_at_both: usize,
    /// Of the items that were answered at both moments, with two decimals; null where they are too few for a
    /// score.
    difference: Option<f64>,
}

#[derive(Serialize, ToSchema)]
pub struct LinkBody {
    /// 26 letters and digits in groups, to be typed or put behind the `#` of an address; told this once.
    one_time_code: String,
    expires_at: DateTime<Utc>,
}

impl TryFrom<NewResponseBody> for NewResponse {
    type Error = Error;

    fn try_from(body: NewResponseBody) -> Result<Self> {
        let is_v7 = |id: &QuestionnaireResponseId| {
            uuid::Uuid::try_parse(id.as_str()).is_ok_and(|id| id.get_version_num() == 7)
        };
        if !body.id.as_ref().is_none_or(is_v7) {
            return Err(Error::invalid("/id", "wrong_form"));
        }
        Ok(Self {
            id: body.id,
            questionnaire: body.questionnaire,
            moment: body.moment,
            private: body.private,
        })
    }
}

impl ResponseBody {
    pub fn new(view: ResponseView, shown: &Shown) -> Self {
        let ResponseView {
            response,
            definition,
            link_expires_at,
            answers,
            scores,
            unreadable,
        } = view;
        let QuestionnaireResponse {
            id,
            case_id: _,
            organisation_id: _,
            questionnaire,
            definition_version,
            moment,
            private,
            answers_shown,
            status,
            answered,
            sealed_answers: _,
            started_by,
            started_at,
            completed_at,
            updated_at,
            version,
        } = response;
        let scores = definition.zip(scores).map(|(definition, scores)| {
            let scores = scores.into_iter();
            scores
                .filter_map(|it| score(definition, it, shown))
                .collect()
        });
        Self {
            id,
            questionnaire,
            definition_version,
            moment,
            private,
            status,
            answers_shown,
            answered,
            answers,
            scores,
            unreadable,
            link_expires_at: link_expires_at.map(|it| it.and_utc()),
            started_by,
            started_at: started_at.and_utc(),
            completed_at: completed_at.map(|it| it.and_utc()),
            updated_at: updated_at.and_utc(),
            version,
        }
    }
}

fn score(definition: &Definition, score: Score, shown: &Shown) -> Option<ScoreBody> {
    let rule = definition.score(&score.score)?;
    let (label, label2) = shown.label(|language| rule.label.label(language));
    let value = score.value();
    let band = score.band.and_then(|band| rule.band(&band));
    Some(ScoreBody {
        score: score.score,
        label,
        label2,
        value,
        answered: score.answered,
        band: band.map(|band| BandBody::new(band, shown)),
    })
}

impl From<Comparison> for ComparisonBody {
    fn from(comparison: Comparison) -> Self {
        let Comparison {
            questionnaire,
            from,
            to,
            from_version,
            to_version,
            incomparable,
            differences,
        } = comparison;
        let told = |difference: Difference| {
            let Difference {
                score,
                from,
                to,
                from_answered,
                to_answered,
                answered_at_both,
                difference,
            } = difference;
            DifferenceBody {
                score,
                from,
                to,
                from_answered,
                to_answered,
                answered_at_both,
                difference,
            }
        };
        Self {
            questionnaire,
            from,
            to,
            from_version,
            to_version,
            incomparable,
            differences: differences.into_iter().map(told).collect(),
        }
    }
}

impl LinkBody {
    pub fn new(code: &VerificationCode, link: &QuestionnaireLink) -> Self {
        Self {
            one_time_code: code.grouped(),
            expires_at: link.expires_at.and_utc(),
        }
    }
}
