use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sender::ConsentToReferBody;
use super::{IntakeReferralsQuery, TEXT_MAX, service, text_or_empty};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::beneficiaries::routes::{CandidateBody, NewBeneficiaryBody};
use crate::beneficiaries::{BeneficiaryId, NewBeneficiary};
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Day, Listed, Once, Page, Query, Repeatable, Versioned};
use crate::intake_referrals::{
    Acceptance, Decision, DeclineReason, EligibilityAnswer, IntakeEvent, IntakeReferral,
    IntakeReferralId, IntakeStatus, Whom,
};
use crate::organisations::OrganisationId;
use crate::programmes::ProgrammeId;
use crate::text::{clean_line, clean_text};

/// More answers than any programme has questions.
const ANSWERS_MAX: usize = 50;

/// What the job centre does: `receive` takes no other property; `decline` its reason and an advice;
/// `accept` all the rest.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeTransitionBody {
    event: IntakeEvent,
    decline_reason: Option<DeclineReason>,
    /// Where else the person may turn. The sender does not see it.
    advice: Option<String>,
    /// When the person was spoken with.
    contacted_on: Option<Day>,
    programme_id: Option<ProgrammeId>,
    eligibility: Option<Vec<EligibilityAnswerBody>>,
    beneficiary: Option<AcceptedPersonBody>,
    /// That likely duplicates were looked at, and none is this person.
    duplicates_weighed: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EligibilityAnswerBody {
    check_code: String,
    satisfied: bool,
    #[serde(default)]
    evidence: String,
    /// Why a person is taken on who does not satisfy a mandatory check; a supervisor's to give.
    override_reason: Option<String>,
}

/// Either the record that the case is opened for, or what a new record is to hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedPersonBody {
    existing_id: Option<BeneficiaryId>,
    new: Option<Box<NewBeneficiaryBody>>,
}

impl TryFrom<IntakeTransitionBody> for Decision {
    type Error = Error;

    fn try_from(body: IntakeTransitionBody) -> Result<Self> {
        let mut checks = Checks::default();
        body.refuse_others_properties(&mut checks);
        match body.event {
            IntakeEvent::Receive => checks.finish(|| Some(Self::Receive)),
            IntakeEvent::Decline => {
                let reason = needed(body.decline_reason, "/decline_reason", &mut checks);
                let advice = needed(body.advice, "/advice", &mut checks)
                    .and_then(|it| checks.value(clean_text(&it, TEXT_MAX), "/advice"));
                checks.finish(|| {
                    Some(Self::Decline {
                        reason: reason?,
                        advice: advice?,
                    })
                })
            }
            IntakeEvent::Accept => acceptance(body, checks).map(Self::Accept),
        }
    }
}

impl IntakeTransitionBody {
    fn refuse_others_properties(&self, checks: &mut Checks) {
        use IntakeEvent::{Accept, Decline};
        for (given, of, pointer) in [
            (self.decline_reason.is_some(), Decline, "/decline_reason"),
            (self.advice.is_some(), Decline, "/advice"),
            (self.contacted_on.is_some(), Accept, "/contacted_on"),
            (self.programme_id.is_some(), Accept, "/programme_id"),
            (self.eligibility.is_some(), Accept, "/eligibility"),
            (self.beneficiary.is_some(), Accept, "/beneficiary"),
            (
                self.duplicates_weighed.is_some(),
                Accept,
                "/duplicates_weighed",
            ),
        ] {
            checks.ensure(!given || self.event == of, pointer, "not_for_this_event");
        }
    }
}

fn needed<T>(value: Option<T>, pointer: &str, checks: &mut Checks) -> Option<T> {
    checks.ensure(value.is_some(), pointer, "missing_property");
    value
}

fn acceptance(body: IntakeTransitionBody, mut checks: Checks) -> Result<Box<Acceptance>> {
    let programme_id = needed(body.programme_id, "/programme_id", &mut checks);
    let eligibility = answers(body.eligibility.unwrap_or_default(), &mut checks);
    let whom = match needed(body.beneficiary, "/beneficiary", &mut checks) {
        None => None,
        Some(person) => match (person.existing_id, person.new) {
            (Some(id), None) => Some((Whom::Known(id), false)),
            (None, Some(new)) => checks
                .part(NewBeneficiary::try_from(*new), "/beneficiary/new")?
                .map(|new| (Whom::New(Box::new(new.person)), new.duplicates_weighed)),
            _ => {
                checks.ensure(false, "/beneficiary", "wrong_form");
                None
            }
        },
    };
    checks.finish(|| {
        let (whom, weighed) = whom?;
        Some(Box::new(Acceptance {
            contacted_on: body.contacted_on.map(Into::into),
            programme_id: programme_id?,
            whom,
            eligibility,
            duplicates_weighed: body.duplicates_weighed.unwrap_or(false) || weighed,
        }))
    })
}

/// One answer for each check at most.
fn answers(bodies: Vec<EligibilityAnswerBody>, checks: &mut Checks) -> Vec<EligibilityAnswer> {
    checks.ensure(bodies.len() <= ANSWERS_MAX, "/eligibility", "too_long");
    let mut answers: Vec<EligibilityAnswer> = Vec::new();
    for (place, body) in bodies.into_iter().take(ANSWERS_MAX).enumerate() {
        let at = |field: &str| format!("/eligibility/{place}/{field}");
        let code = checks.value(clean_line(&body.check_code, 100), &at("check_code"));
        let code = code.unwrap_or_default();
        let first = answers.iter().all(|it| it.check_code != code);
        checks.ensure(first, &at("check_code"), "already_exists");
        let evidence = text_or_empty(&body.evidence, &at("evidence"), checks);
        let reason = body.override_reason.map(|it| clean_text(&it, TEXT_MAX));
        answers.push(EligibilityAnswer {
            check_code: code,
            satisfied: body.satisfied,
            evidence: evidence.unwrap_or_default(),
            override_reason: checks.optional(reason, &at("override_reason")),
        });
    }
    answers
}

/// What the job centre sees.
#[derive(Serialize, ToSchema)]
pub struct ReceivedReferralBody {
    id: IntakeReferralId,
    sender_organisation_id: OrganisationId,
    sender_user_id: UserId,
    programme_id: Option<ProgrammeId>,
    status: IntakeStatus,
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
    contacted_on: Option<NaiveDate>,
    decline_reason: Option<DeclineReason>,
    decline_advice: Option<String>,
    case_id: Option<CaseId>,
    sent_at: DateTime<Utc>,
    received_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<UserId>,
    updated_at: DateTime<Utc>,
}

impl From<IntakeReferral> for ReceivedReferralBody {
    fn from(referral: IntakeReferral) -> Self {
        let IntakeReferral {
            id,
            organisation_id: _,
            sender_organisation_id,
            sender_user_id,
            programme_id,
            status,
            given_name,
            family_name,
            birth_year,
            preferred_language,
            contact,
            reason,
            expectations,
            urgent,
            consent_language,
            consent_on,
            consent_withdrawn_on,
            contacted_on,
            decline_reason,
            decline_advice,
            case_id,
            sent_at,
            received_at,
            decided_at,
            decided_by,
            version: _,
            updated_at,
        } = referral;
        Self {
            id,
            sender_organisation_id,
            sender_user_id,
            programme_id,
            status,
            given_name,
            family_name,
            birth_year,
            preferred_language,
            contact,
            reason,
            expectations,
            urgent,
            consent_to_refer: ConsentToReferBody {
                language: consent_language,
                given_on: consent_on.into(),
            },
            consent_withdrawn_on,
            contacted_on,
            decline_reason,
            decline_advice,
            case_id,
            sent_at: sent_at.and_utc(),
            received_at: received_at.map(|at| at.and_utc()),
            decided_at: decided_at.map(|at| at.and_utc()),
            decided_by,
            updated_at: updated_at.and_utc(),
        }
    }
}

pub async fn list_received(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<IntakeReferralsQuery>,
) -> Result<Listed<ReceivedReferralBody>> {
    let IntakeReferralsQuery {
        status,
        limit,
        cursor,
    } = query.0;
    let filter = [status.map_or("", IntakeStatus::as_str)];
    let vault = database.vault();
    let page = Page::read(
        &vault,
        "received_referrals",
        &filter,
        limit,
        cursor.as_deref(),
    )?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| {
            service::list_received(tx, &wanted, status)
        })
        .await?;
    let position = |row: &IntakeReferral| row.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

pub async fn read_received(
    database: Data<Database>,
    caller: Caller,
    id: Path<IntakeReferralId>,
) -> Result<Versioned<ReceivedReferralBody>> {
    let referral = database
        .read(caller, move |tx| service::read_received(tx, &id))
        .await?;
    Ok(Versioned(referral.version, referral.into()))
}

pub async fn list_candidates(
    database: Data<Database>,
    caller: Caller,
    id: Path<IntakeReferralId>,
) -> Result<Listed<CandidateBody>> {
    let found = database
        .read(caller, move |tx| service::candidates(tx, &id))
        .await?;
    Ok(Listed::whole(found, Into::into))
}

pub async fn decide(
    database: Data<Database>,
    caller: Caller,
    id: Path<IntakeReferralId>,
    once: Once<IntakeTransitionBody>,
) -> Result<Repeatable<Versioned<ReceivedReferralBody>>> {
    let (body, once) = once.split();
    let decision = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let referral = service::decide(tx, &id, decision)?;
        Ok(Versioned(referral.version, referral.into()))
    })
    .await
}
