use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CONTACT_MAX, IntakeReferralsQuery, service, text_or_empty};
use crate::access::Caller;
use crate::code_lists::iso;
use crate::db::Database;
use crate::error::texts::{Language, text};
use crate::error::{Checks, Error, Result};
use crate::http::{
    Change, Created, Day, IfMatch, Listed, Once, Page, Patch, Query, Repeatable, Versioned,
};
use crate::intake_referrals::{
    DeclineReason, IntakeReferralId, IntakeStatus, Milestone, NewIntakeReferral, ReferralChange,
    SentReferral,
};
use crate::organisations::OrganisationId;
use crate::programmes::ProgrammeId;
use crate::text::{clean_name, clean_text};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIntakeReferralBody {
    /// A UUIDv7 that the client made.
    id: Option<IntakeReferralId>,
    /// The job centre to tell.
    organisation_id: OrganisationId,
    programme_id: Option<ProgrammeId>,
    /// Either of the two names may be empty, not both.
    #[serde(default)]
    given_name: String,
    #[serde(default)]
    family_name: String,
    #[schema(minimum = 1900, maximum = 2200)]
    birth_year: Option<i32>,
    /// ISO 639-1 or 639-3.
    preferred_language: Option<String>,
    /// How the person can be reached.
    contact: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    expectations: String,
    #[serde(default)]
    urgent: bool,
    consent_to_refer: ConsentToReferBody,
}

/// That the person agreed to be told of.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentToReferBody {
    /// The language that they were asked in.
    pub language: String,
    pub given_on: Day,
}

impl TryFrom<NewIntakeReferralBody> for NewIntakeReferral {
    type Error = Error;

    fn try_from(body: NewIntakeReferralBody) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure(body.id.as_ref().is_none_or(is_v7), "/id", "wrong_form");
        let given_name = name_or_empty(&body.given_name, "/given_name", &mut checks);
        let family_name = name_or_empty(&body.family_name, "/family_name", &mut checks);
        let language = body.preferred_language.map(|it| iso::language(&it));
        let preferred_language = checks.optional(language, "/preferred_language");
        let contact = checks.value(clean_text(&body.contact, CONTACT_MAX), "/contact");
        let reason = text_or_empty(&body.reason, "/reason", &mut checks);
        let expectations = text_or_empty(&body.expectations, "/expectations", &mut checks);
        let asked_in = iso::language(&body.consent_to_refer.language);
        let consent_language = checks.value(asked_in, "/consent_to_refer/language");
        checks.finish(|| {
            Some(Self {
                id: body.id,
                organisation_id: body.organisation_id,
                programme_id: body.programme_id,
                given_name: given_name?,
                family_name: family_name?,
                birth_year: body.birth_year,
                preferred_language,
                contact: contact?,
                reason: reason?,
                expectations: expectations?,
                urgent: body.urgent,
                consent_language: consent_language?,
                consent_on: body.consent_to_refer.given_on.into(),
            })
        })
    }
}

fn is_v7(id: &IntakeReferralId) -> bool {
    uuid::Uuid::try_parse(id.as_str()).is_ok_and(|id| id.get_version_num() == 7)
}

fn name_or_empty(name: &str, pointer: &str, checks: &mut Checks) -> Option<String> {
    if name.trim().is_empty() {
        return Some(String::new());
    }
    checks.value(clean_name(name), pointer)
}

/// A merge patch of a referral that was not received yet.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeReferralPatch {
    #[serde(default)]
    birth_year: Change<i32>,
    #[serde(default)]
    preferred_language: Change<String>,
    #[serde(default)]
    contact: Change<String>,
    #[serde(default)]
    reason: Change<String>,
    #[serde(default)]
    expectations: Change<String>,
    #[serde(default)]
    urgent: Change<bool>,
}

impl TryFrom<IntakeReferralPatch> for ReferralChange {
    type Error = Error;

    fn try_from(patch: IntakeReferralPatch) -> Result<Self> {
        let mut checks = Checks::default();
        let preferred_language = patch.preferred_language.try_map(
            |it| iso::language(&it),
            "/preferred_language",
            &mut checks,
        );
        let contact = |it: String| clean_text(&it, CONTACT_MAX);
        let contact = patch
            .contact
            .try_map(contact, "/contact", &mut checks)
            .required("/contact", &mut checks);
        let reason = changed_text(patch.reason, "/reason", &mut checks);
        let expectations = changed_text(patch.expectations, "/expectations", &mut checks);
        let urgent = patch.urgent.required("/urgent", &mut checks);
        checks.finish(|| {
            Some(Self {
                birth_year: optional(patch.birth_year),
                preferred_language: optional(preferred_language),
                contact,
                reason,
                expectations,
                urgent,
            })
        })
    }
}

/// The new value of an optional field, if the patch speaks of it.
fn optional<T>(change: Change<T>) -> Option<Option<T>> {
    match change {
        Change::Keep => None,
        Change::Clear => Some(None),
        Change::Set(value) => Some(Some(value)),
    }
}

/// A text is cleared by null as by an empty one.
fn changed_text(change: Change<String>, pointer: &str, checks: &mut Checks) -> Option<String> {
    match change {
        Change::Keep => None,
        Change::Clear => Some(String::new()),
        Change::Set(value) => text_or_empty(&value, pointer, checks),
    }
}

/// What the sender sees: what was sent, and how far it came while the consent stands.
#[derive(Serialize, ToSchema)]
pub struct IntakeReferralBody {
    id: IntakeReferralId,
    organisation_id: OrganisationId,
    programme_id: Option<ProgrammeId>,
    given_name: String,
    family_name: String,
    birth_year: Option<i32>,
    preferred_language: Option<String>,
    contact: String,
    reason: String,
    expectations: String,
    urgent: bool,
    consent_to_refer: ConsentToReferBody,
    consent_withdrawn_on: Option<NaiveDate>,
    /// Null once the person has withdrawn the consent.
    milestone: Option<Milestone>,
    decline_reason: Option<DeclineReason>,
    sent_at: DateTime<Utc>,
    /// Told in the answer to sending only.
    warnings: Vec<IntakeWarningBody>,
}

#[derive(Serialize, ToSchema)]
pub struct IntakeWarningBody {
    /// `alike_referral_open`: the sender told of somebody with a like name already.
    code: &'static str,
    detail: &'static str,
    /// How many referrals it is about.
    count: usize,
}

impl From<SentReferral> for IntakeReferralBody {
    fn from(sent: SentReferral) -> Self {
        let SentReferral {
            referral,
            milestone,
        } = sent;
        Self {
            id: referral.id,
            organisation_id: referral.organisation_id,
            programme_id: referral.programme_id,
            given_name: referral.given_name,
            family_name: referral.family_name,
            birth_year: referral.birth_year,
            preferred_language: referral.preferred_language,
            contact: referral.contact,
            reason: referral.reason,
            expectations: referral.expectations,
            urgent: referral.urgent,
            consent_to_refer: ConsentToReferBody {
                language: referral.consent_language,
                given_on: referral.consent_on.into(),
            },
            consent_withdrawn_on: referral.consent_withdrawn_on,
            milestone,
            decline_reason: milestone.and(referral.decline_reason),
            sent_at: referral.sent_at.and_utc(),
            warnings: Vec::new(),
        }
    }
}

fn versioned(sent: SentReferral) -> Versioned<IntakeReferralBody> {
    Versioned(sent.referral.version, sent.into())
}

pub async fn send(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    once: Once<NewIntakeReferralBody>,
) -> Result<Repeatable<Created<IntakeReferralBody>>> {
    let wanted = request.headers().get(ACCEPT_LANGUAGE);
    let wanted = wanted.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let language = Language::accepted(wanted);
    let (body, once) = once.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let (sent, alike) = service::send(tx, new)?;
        let location = format!("/v1/intake-referrals/{}", sent.referral.id);
        let version = sent.referral.version;
        let mut body = IntakeReferralBody::from(sent);
        if alike > 0 {
            let code = "alike_referral_open";
            body.warnings.push(IntakeWarningBody {
                code,
                detail: text(code, language),
                count: alike,
            });
        }
        Ok(Created::new(location, version, body))
    })
    .await
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<IntakeReferralsQuery>,
) -> Result<Listed<IntakeReferralBody>> {
    let IntakeReferralsQuery {
        status,
        limit,
        cursor,
    } = query.0;
    let filter = [status.map_or("", IntakeStatus::as_str)];
    let vault = database.vault();
    let page = Page::read(
        &vault,
        "intake_referrals",
        &filter,
        limit,
        cursor.as_deref(),
    )?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| service::list_sent(tx, &wanted, status))
        .await?;
    let position = |row: &SentReferral| row.referral.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<IntakeReferralId>,
) -> Result<Versioned<IntakeReferralBody>> {
    let sent = database
        .read(caller, move |tx| service::read_sent(tx, &id))
        .await?;
    Ok(versioned(sent))
}

pub async fn change(
    database: Data<Database>,
    caller: Caller,
    id: Path<IntakeReferralId>,
    if_match: IfMatch,
    patch: Patch<IntakeReferralPatch>,
) -> Result<Versioned<IntakeReferralBody>> {
    let change = patch.0.try_into()?;
    let sent = database
        .write(caller, move |tx| {
            service::change(tx, &id, if_match.0, change)
        })
        .await?;
    Ok(versioned(sent))
}

pub async fn withdraw(
    database: Data<Database>,
    caller: Caller,
    id: Path<IntakeReferralId>,
) -> Result<Versioned<IntakeReferralBody>> {
    let sent = database
        .write(caller, move |tx| service::withdraw(tx, &id))
        .await?;
    Ok(versioned(sent))
}

pub async fn withdraw_consent(
    database: Data<Database>,
    caller: Caller,
    id: Path<IntakeReferralId>,
) -> Result<Versioned<IntakeReferralBody>> {
    let sent = database
        .write(caller, move |tx| service::withdraw_consent(tx, &id))
        .await?;
    Ok(versioned(sent))
}
