use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::answers::Answers;
use super::definition::Definition;
use super::scores::Score;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::schema::{questionnaire_links, questionnaire_responses};
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(QuestionnaireResponseId);
id_type!(QuestionnaireLinkId);

text_enum! {
    /// When in the path something is answered.
    Moment {
        /// Before the path; closed by the restitution session.
        T0 = "t0",
        /// At its end.
        T1 = "t1",
        /// At the follow-up.
        T2 = "t2",
        /// What is not measured again.
        Once = "once",
    }
}

text_enum! {
    ResponseStatus { Open = "open", Completed = "completed" }
}

text_enum! {
    /// Why neither the answers of a response are told nor its scores.
    Unreadable {
        /// This program does not know the version of the questionnaire.
        DefinitionUnknown = "definition_unknown",
        Erased = "erased",
    }
}

/// How long a code can be used after it was made.
pub const LINK_LIFETIME: TimeDelta = TimeDelta::days(14);

/// A questionnaire as one person answers it at one moment; there is one of each in a case.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = questionnaire_responses)]
pub struct QuestionnaireResponse {
    pub id: QuestionnaireResponseId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    /// The definition's key.
    pub questionnaire: String,
    pub definition_version: i32,
    pub moment: Moment,
    /// Whether the person answers by a code, without the staff.
    pub private: bool,
    /// Whether the person lets the staff see what they answered in private.
    pub answers_shown: bool,
    pub status: ResponseStatus,
    /// How many items have an answer.
    pub answered: i32,
    /// Sealed under the person's data key; scores follow from them.
    pub sealed_answers: String,
    pub started_by: UserId,
    pub started_at: NaiveDateTime,
    pub completed_at: Option<NaiveDateTime>,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

impl QuestionnaireResponse {
    /// Whether who works on the case may see the answers.
    pub fn shows_answers(&self) -> bool {
        !self.private || (self.status == ResponseStatus::Completed && self.answers_shown)
    }

    /// Whether there are answers that the person keeps to themselves.
    pub fn withholds_answers(&self) -> bool {
        self.status == ResponseStatus::Completed && !self.shows_answers()
    }
}

impl Protected for QuestionnaireResponse {
    const RESOURCE: Resource = Resource::QuestionnaireResponse;
}

/// A response to be begun.
#[derive(Clone, Debug)]
pub struct NewResponse {
    /// Made by a client that wrote it down before it could send it.
    pub id: Option<QuestionnaireResponseId>,
    pub questionnaire: String,
    pub moment: Option<Moment>,
    pub private: bool,
}

/// A response with what is shown around it.
#[derive(Clone, Debug)]
pub struct ResponseView {
    pub response: QuestionnaireResponse,
    /// None where this program does not know the version: it is an older one than began it.
    pub definition: Option<&'static Definition>,
    /// Until when a code that stands can be used.
    pub link_expires_at: Option<NaiveDateTime>,
    /// None in lists, where the person shows none, and where they were erased.
    pub answers: Option<Answers>,
    /// Of a completed one, whoever gave the answers.
    pub scores: Option<Vec<Score>>,
    /// Why there are neither answers nor scores.
    pub unreadable: Option<Unreadable>,
}

/// The code by which somebody without an account answers one questionnaire, of which a keyed hash is kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = questionnaire_links)]
pub struct QuestionnaireLink {
    pub id: QuestionnaireLinkId,
    pub response_id: QuestionnaireResponseId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub code_hash: String,
    pub created_by: UserId,
    pub created_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    /// When it was used up or revoked, or another took its place.
    pub ended_at: Option<NaiveDateTime>,
}

/// A response, to whoever has its code.
pub struct PrivateQuestionnaire;

impl Protected for PrivateQuestionnaire {
    const RESOURCE: Resource = Resource::PrivateQuestionnaire;
}
