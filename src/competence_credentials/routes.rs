use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ChosenCompetence, CompetenceCredential, CompetenceCredentialFilter, CompetenceCredentialId,
    CompetenceCredentialStatus, CompetenceWording, NewCompetenceCredential, RequestForm, Signed,
    service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::credentials::routes::Token;
use crate::credentials::{AttestationLevel, IssuedFilter, IssuerKeyId};
use crate::db::Database;
use crate::entitlements::EntitlementId;
use crate::error::{Checks, Error, Result};
use crate::http::file::Download;
use crate::http::{Created, Day, Listed, Once, Page, Query, Repeatable, Versioned};
use crate::organisations::OrganisationId;
use crate::profiles::CompetenceId;
use crate::text::{clean_line, clean_text};

/// A competence that the person wants to be in the credential, and how it is to be named.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenCompetenceBody {
    /// One of the case's, with an agreed level above 0.
    competence_id: CompetenceId,
    wording: CompetenceWording,
}

/// What the person asks for; nothing that they do not name is told.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompetenceCredentialBody {
    requested_on: Day,
    request_form: RequestForm,
    attestation_level: AttestationLevel,
    /// Of the second or third party, and only there: number and date of the record of the validation, or of the
    /// certificate, that the entitled body made of these competences.
    #[schema(max_length = 200)]
    act_reference: Option<String>,
    /// Whether the person wants their name in its own script beside the Latin one.
    #[serde(default)]
    name_in_original_script: bool,
    /// From 1 to 50, each once.
    competences: Vec<ChosenCompetenceBody>,
}

impl TryFrom<NewCompetenceCredentialBody> for NewCompetenceCredential {
    type Error = Error;

    fn try_from(body: NewCompetenceCredentialBody) -> Result<Self> {
        let mut checks = Checks::default();
        let count = (1..=Self::MOST).contains(&body.competences.len());
        checks.ensure(count, "/competences", "out_of_range");
        let act = body.act_reference.map(|it| clean_line(&it, 200));
        let act_reference = checks.optional(act, "/act_reference");
        match (body.attestation_level.needs(), &act_reference) {
            (Some(_), None) => checks.ensure(false, "/act_reference", "act_needed"),
            (None, Some(_)) => checks.ensure(false, "/act_reference", "act_of_first_party"),
            _ => {}
        }
        let chosen = body.competences.into_iter();
        let competences = chosen.map(|it| ChosenCompetence {
            competence_id: it.competence_id,
            wording: it.wording,
        });
        checks.finish(|| {
            Some(Self {
                requested_on: body.requested_on.into(),
                request_form: body.request_form,
                attestation_level: body.attestation_level,
                act_reference,
                name_in_original_script: body.name_in_original_script,
                competences: competences.collect(),
            })
        })
    }
}

/// Why a credential of competences is revoked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompetenceCredentialEndBody {
    reason: String,
}

/// A credential of competences, as the job centre keeps it; what it says is in the credential.
#[derive(Serialize, ToSchema)]
pub struct CompetenceCredentialBody {
    id: CompetenceCredentialId,
    case_id: CaseId,
    status: CompetenceCredentialStatus,
    requested_on: NaiveDate,
    request_form: RequestForm,
    attestation_level: AttestationLevel,
    /// What entitled the issuer to the level, where it needed that, and the act that it rests on.
    entitlement_id: Option<EntitlementId>,
    act_reference: Option<String>,
    name_in_original_script: bool,
    competences: Vec<ChosenCompetenceBody>,
    issued_by: UserId,
    issued_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    ended_by: Option<UserId>,
    ended_reason: Option<String>,
    /// The key that it was signed with.
    issuer_key_id: IssuerKeyId,
    /// False once that key was given up because somebody else may have it: it verifies nowhere any more.
    key_stands: bool,
}

impl From<Signed> for CompetenceCredentialBody {
    fn from((credential, key): Signed) -> Self {
        let CompetenceCredential {
            id,
            case_id,
            organisation_id: _,
            credential_id: _,
            status,
            requested_on,
            request_form,
            attestation_level,
            entitlement_id,
            name_in_original_script,
            competences,
            issued_by,
            issued_at,
            ended_at,
            ended_by,
            ended_reason,
            version: _,
            act_reference,
        } = credential;
        let chosen = competences.get().into_iter();
        let competences = chosen.map(|it| ChosenCompetenceBody {
            competence_id: it.competence_id,
            wording: it.wording,
        });
        Self {
            id,
            case_id,
            status,
            requested_on,
            request_form,
            attestation_level,
            entitlement_id,
            act_reference,
            name_in_original_script,
            competences: competences.collect(),
            issued_by,
            issued_at: issued_at.and_utc(),
            ended_at: ended_at.map(|at| at.and_utc()),
            ended_by,
            ended_reason,
            key_stands: key.stands(),
            issuer_key_id: key.id,
        }
    }
}

pub async fn issue(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    once: Once<NewCompetenceCredentialBody>,
) -> Result<Repeatable<Created<CompetenceCredentialBody>>> {
    let (body, once) = once.split();
    let new: NewCompetenceCredential = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let issued = service::issue(tx, &case, new)?;
        Ok(Created::new(
            format!("/v1/competence-credentials/{}", issued.0.id),
            issued.0.version,
            issued.into(),
        ))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CompetenceCredentialsQuery {
    status: Option<CompetenceCredentialStatus>,
    /// Those that rest on this entitlement, as when it turns out that it had ended.
    entitlement_id: Option<EntitlementId>,
    /// Of issue, in Italy.
    year: Option<i32>,
    /// Those that this key signed.
    issuer_key_id: Option<IssuerKeyId>,
    /// Whether the key still stands that signed it.
    key_stands: Option<bool>,
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn register(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    organisation: Path<OrganisationId>,
    query: Query<CompetenceCredentialsQuery>,
) -> Result<Listed<CompetenceCredentialBody>> {
    let CompetenceCredentialsQuery {
        status,
        entitlement_id,
        year,
        issuer_key_id,
        key_stands,
        limit,
        cursor,
    } = query.0;
    let status_bound = status.map_or("", CompetenceCredentialStatus::as_str);
    let entitlement_bound = entitlement_id.as_ref().map_or("", EntitlementId::as_str);
    let (issued, bound) = IssuedFilter::new(year, issuer_key_id, key_stands)?;
    let vault = database.vault();
    let (list, bound) = (
        "competence-credentials",
        [
            organisation.as_str(),
            status_bound,
            entitlement_bound,
            &bound,
        ],
    );
    let page = Page::read(&vault, list, &bound, limit, cursor.as_deref())?;
    let filter = CompetenceCredentialFilter {
        status,
        entitlement_id,
        issued,
    };
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| {
            service::register(tx, &organisation, &wanted, &filter)
        })
        .await?;
    let position = |(row, _): &Signed| row.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<CompetenceCredentialBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<CompetenceCredentialId>,
) -> Result<Versioned<CompetenceCredentialBody>> {
    let found = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(found.0.version, found.into()))
}

pub async fn download(
    database: Data<Database>,
    caller: Caller,
    id: Path<CompetenceCredentialId>,
) -> Result<Download<Token>> {
    let name = format!("{id}.jwt");
    let token = database
        .read(caller, move |tx| service::token(tx, &id))
        .await?;
    Ok(Download::new(Token, name, token.into_bytes()))
}

pub async fn revoke(
    database: Data<Database>,
    caller: Caller,
    id: Path<CompetenceCredentialId>,
    once: Once<CompetenceCredentialEndBody>,
) -> Result<Repeatable<Versioned<CompetenceCredentialBody>>> {
    let (body, once) = once.split();
    let mut checks = Checks::default();
    let reason = checks.value(clean_text(&body.reason, 1000), "/reason");
    let reason = checks.finish(|| reason)?;
    once.write(&database, caller, move |tx| {
        let ended = service::revoke(tx, &id, &reason)?;
        Ok(Versioned(ended.0.version, ended.into()))
    })
    .await
}
