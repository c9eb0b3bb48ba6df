use std::collections::BTreeMap;

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::definitions::{QuestionnaireBody, ShownQuery};
use crate::db::Database;
use crate::error::Result;
use crate::esco::routes::Shown;
use crate::http::caller::Anyone;
use crate::http::{Body, Done, IfMatch, Patch, Query, Versioned};
use crate::limits::Visitor;
use crate::questionnaires::answers::{Answer, AnswerChange};
use crate::questionnaires::service::{self, Opened};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OneTimeCodeBody {
    /// As it was told, in capital or small letters, with hyphens, spaces or without.
    one_time_code: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivateAnswersBody {
    one_time_code: String,
    /// Answers to keep, by the keys of their items: a point of the scale, the code of a choice, or words;
    /// null takes one back.
    answers: BTreeMap<String, AnswerChange>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivateCompletionBody {
    one_time_code: String,
    /// Whether the staff may see the answers, and not only the scores.
    #[serde(default)]
    answers_shown: bool,
}

/// What a code opens: what is asked, and what was answered so far. Nothing of who answers.
#[derive(Serialize, ToSchema)]
pub struct PrivateQuestionnaireBody {
    questionnaire: QuestionnaireBody,
    answers: BTreeMap<String, Answer>,
    /// Until when the code can be used.
    expires_at: DateTime<Utc>,
    version: i32,
}

fn opened(opened: Opened, shown: &Shown) -> Versioned<PrivateQuestionnaireBody> {
    let Opened {
        definition,
        answers,
        version,
        expires_at,
    } = opened;
    let body = PrivateQuestionnaireBody {
        questionnaire: QuestionnaireBody::new(definition, shown),
        answers,
        expires_at: expires_at.and_utc(),
        version,
    };
    Versioned(version, body)
}

async fn take_turn(database: &Database, visitor: Visitor, code: &str) -> Result<()> {
    let code = code.to_owned();
    database
        .tally(move |tx| service::take_turn(tx, &visitor, &code))
        .await
}

pub async fn open_by_code(
    database: Data<Database>,
    visitor: Visitor,
    anyone: Anyone,
    query: Query<ShownQuery>,
    body: Body<OneTimeCodeBody>,
) -> Result<Versioned<PrivateQuestionnaireBody>> {
    let shown = query.0.shown()?;
    let code = body.0.one_time_code;
    take_turn(&database, visitor, &code).await?;
    let found = database
        .read(anyone.0, move |tx| service::open_by_code(tx, &code))
        .await?;
    Ok(opened(found, &shown))
}

pub async fn answer_by_code(
    database: Data<Database>,
    visitor: Visitor,
    anyone: Anyone,
    if_match: IfMatch,
    query: Query<ShownQuery>,
    patch: Patch<PrivateAnswersBody>,
) -> Result<Versioned<PrivateQuestionnaireBody>> {
    let shown = query.0.shown()?;
    let PrivateAnswersBody {
        one_time_code,
        answers,
    } = patch.0;
    take_turn(&database, visitor, &one_time_code).await?;
    let saved = database
        .write(anyone.0, move |tx| {
            service::answer_by_code(tx, &one_time_code, if_match.0, answers)
        })
        .await?;
    Ok(opened(saved, &shown))
}

pub async fn complete_by_code(
    database: Data<Database>,
    visitor: Visitor,
    anyone: Anyone,
    if_match: IfMatch,
    body: Body<PrivateCompletionBody>,
) -> Result<Done> {
    let PrivateCompletionBody {
        one_time_code,
        answers_shown,
    } = body.0;
    take_turn(&database, visitor, &one_time_code).await?;
    database
        .write(anyone.0, move |tx| {
            service::complete_by_code(tx, &one_time_code, if_match.0, answers_shown)
        })
        .await?;
    Ok(Done)
}
