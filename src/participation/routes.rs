use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Explanation, ExplanationInterpreter, NewParticipationAgreement, NewPrivacyNotice,
    ParticipationAgreement, ParticipationAgreementId, PrivacyNotice, PrivacyNoticeId, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::code_lists::iso;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Created, Day, Listed, Once, Repeatable};
use crate::text::{clean_line, clean_text};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPrivacyNoticeBody {
    /// Which edition of the text, as it stands on the paper.
    text_version: String,
    /// `it`, `en`, or another language in which the text was reviewed.
    text_language: String,
    /// ISO 639-1 or 639-3.
    explained_in: String,
    interpreter: ExplanationInterpreter,
    delivered_on: Day,
}

impl TryFrom<NewPrivacyNoticeBody> for NewPrivacyNotice {
    type Error = Error;

    fn try_from(body: NewPrivacyNoticeBody) -> Result<Self> {
        let mut checks = Checks::default();
        let explanation = explanation(
            &mut checks,
            &body.text_version,
            body.text_language,
            body.explained_in,
            body.interpreter,
        );
        checks.finish(|| {
            Some(Self {
                explanation: explanation?,
                delivered_on: body.delivered_on.into(),
            })
        })
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParticipationAgreementBody {
    /// Which edition of the text, as it stands on the paper.
    text_version: String,
    /// `it`, `en`, or another language in which the text was reviewed.
    text_language: String,
    /// ISO 639-1 or 639-3.
    explained_in: String,
    interpreter: ExplanationInterpreter,
    /// How many meetings a week, at what times.
    rhythm: String,
    signed_on: Day,
    /// Needed for who may be a minor on the day of signing.
    guardian_signed_on: Option<Day>,
}

impl TryFrom<NewParticipationAgreementBody> for NewParticipationAgreement {
    type Error = Error;

    fn try_from(body: NewParticipationAgreementBody) -> Result<Self> {
        let mut checks = Checks::default();
        let explanation = explanation(
            &mut checks,
            &body.text_version,
            body.text_language,
            body.explained_in,
            body.interpreter,
        );
        let rhythm = checks.value(clean_text(&body.rhythm, 500), "/rhythm");
        checks.finish(|| {
            Some(Self {
                explanation: explanation?,
                rhythm: rhythm?,
                signed_on: body.signed_on.into(),
                guardian_signed_on: body.guardian_signed_on.map(Into::into),
            })
        })
    }
}

fn explanation(
    checks: &mut Checks,
    text_version: &str,
    text_language: String,
    explained_in: String,
    interpreter: ExplanationInterpreter,
) -> Option<Explanation> {
    let text_version = checks.value(clean_line(text_version, 40), "/text_version");
    let text_language = checks.value(iso::language(&text_language), "/text_language");
    let explained_in = checks.value(iso::language(&explained_in), "/explained_in");
    Some(Explanation {
        text_version: text_version?,
        text_language: text_language?,
        explained_in: explained_in?,
        interpreter,
    })
}

#[derive(Serialize, ToSchema)]
pub struct PrivacyNoticeBody {
    id: PrivacyNoticeId,
    case_id: CaseId,
    text_version: String,
    text_language: String,
    explained_in: String,
    interpreter: ExplanationInterpreter,
    delivered_on: NaiveDate,
    recorded_by: UserId,
    recorded_at: DateTime<Utc>,
}

impl From<PrivacyNotice> for PrivacyNoticeBody {
    fn from(notice: PrivacyNotice) -> Self {
        let PrivacyNotice {
            id,
            case_id,
            organisation_id: _,
            text_version,
            text_language,
            explained_in,
            interpreter,
            delivered_on,
            recorded_by,
            recorded_at,
        } = notice;
        Self {
            id,
            case_id,
            text_version,
            text_language,
            explained_in,
            interpreter,
            delivered_on,
            recorded_by,
            recorded_at: recorded_at.and_utc(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct ParticipationAgreementBody {
    id: ParticipationAgreementId,
    case_id: CaseId,
    text_version: String,
    text_language: String,
    explained_in: String,
    interpreter: ExplanationInterpreter,
    rhythm: String,
    signed_on: NaiveDate,
    guardian_signed_on: Option<NaiveDate>,
    recorded_by: UserId,
    recorded_at: DateTime<Utc>,
}

impl From<ParticipationAgreement> for ParticipationAgreementBody {
    fn from(agreement: ParticipationAgreement) -> Self {
        let ParticipationAgreement {
            id,
            case_id,
            organisation_id: _,
            text_version,
            text_language,
            explained_in,
            interpreter,
            rhythm,
            signed_on,
            guardian_signed_on,
            recorded_by,
            recorded_at,
        } = agreement;
        Self {
            id,
            case_id,
            text_version,
            text_language,
            explained_in,
            interpreter,
            rhythm,
            signed_on,
            guardian_signed_on,
            recorded_by,
            recorded_at: recorded_at.and_utc(),
        }
    }
}

pub async fn record_notice(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    once: Once<NewPrivacyNoticeBody>,
) -> Result<Repeatable<Created<PrivacyNoticeBody>>> {
    let (body, once) = once.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let notice = service::record_notice(tx, &case, new)?;
        let location = format!("/v1/cases/{case}/privacy-notices");
        Ok(Created::new(location, None, notice.into()))
    })
    .await
}

pub async fn list_notices(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<PrivacyNoticeBody>> {
    let rows = database
        .read(caller, move |tx| service::list_notices(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn record_agreement(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    once: Once<NewParticipationAgreementBody>,
) -> Result<Repeatable<Created<ParticipationAgreementBody>>> {
    let (body, once) = once.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let agreement = service::record_agreement(tx, &case, new)?;
        let location = format!("/v1/cases/{case}/participation-agreements");
        Ok(Created::new(location, None, agreement.into()))
    })
    .await
}

pub async fn list_agreements(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<ParticipationAgreementBody>> {
    let rows = database
        .read(caller, move |tx| service::list_agreements(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}
