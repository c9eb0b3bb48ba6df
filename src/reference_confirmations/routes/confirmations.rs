use actix_web::web::Data;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::caller::Anyone;
use crate::http::{Body, Done, Item};
use crate::limits::{self, Kind, Visitor};
use crate::password_settings::Token;
use crate::profiles::routes::form::text;
use crate::reference_confirmations::service::{self, OpenedReference};
use crate::reference_confirmations::{
    NewReferenceAnswer, ReferenceAnswer, ReferenceLanguage, ReferenceWords,
};
use crate::text::clean_line;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceTokenBody {
    /// What follows after the `#token=` of the link.
    token: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReferenceAnswerBody {
    token: String,
    /// Whether what the statement says is so.
    answer: ReferenceAnswer,
    /// Anything to add, up to 2000 characters.
    #[serde(default)]
    words: String,
    signatory_name: String,
    /// What they are at the organisation.
    signatory_role: String,
    /// How they know the person.
    #[serde(default)]
    relation: String,
}

impl NewReferenceAnswerBody {
    fn split(self) -> Result<(Token, NewReferenceAnswer)> {
        let mut checks = Checks::default();
        let words = text(&self.words, 2000, "/words", &mut checks);
        let name = checks.value(clean_line(&self.signatory_name, 200), "/signatory_name");
        let role = checks.value(clean_line(&self.signatory_role, 200), "/signatory_role");
        let relation = text(&self.relation, 300, "/relation", &mut checks);
        checks.finish(|| {
            let words = ReferenceWords {
                words,
                signatory_name: name?,
                signatory_role: role?,
                relation,
            };
            let answer = NewReferenceAnswer {
                answer: self.answer,
                words,
            };
            Some((Token::given(self.token), answer))
        })
    }
}

/// What a link shows: the words that the person agreed to, and nothing else of them.
#[derive(Serialize, ToSchema)]
pub struct ReferenceConfirmationBody {
    /// The job centre that asks.
    asked_by: String,
    /// The person's name as they want it to be shown.
    shown_name: String,
    /// What is to be confirmed.
    statement: String,
    /// The language that the contact was said to read.
    language: ReferenceLanguage,
    /// Until when it can be answered.
    expires_at: DateTime<Utc>,
}

impl From<OpenedReference> for ReferenceConfirmationBody {
    fn from(opened: OpenedReference) -> Self {
        let OpenedReference {
            statement,
            language,
            asked_by,
            expires_at,
        } = opened;
        Self {
            asked_by,
            shown_name: statement.shown_name,
            statement: statement.statement,
            language,
            expires_at: expires_at.and_utc(),
        }
    }
}

pub async fn open(
    database: Data<Database>,
    visitor: Visitor,
    anyone: Anyone,
    body: Body<ReferenceTokenBody>,
) -> Result<Item<ReferenceConfirmationBody>> {
    limits::take(&database, Kind::ReferenceConfirmation, &visitor).await?;
    let token = Token::given(body.0.token);
    let opened = database
        .read(anyone.0, move |tx| service::open(tx, &token))
        .await?;
    Ok(Item(opened.into()))
}

pub async fn answer(
    database: Data<Database>,
    visitor: Visitor,
    anyone: Anyone,
    body: Body<NewReferenceAnswerBody>,
) -> Result<Done> {
    let (token, answer) = body.0.split()?;
    limits::take(&database, Kind::ReferenceConfirmation, &visitor).await?;
    database
        .write(anyone.0, move |tx| service::answer(tx, &token, &answer))
        .await?;
    Ok(Done)
}
