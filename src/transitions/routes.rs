use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CaseEvent, CaseMoveId, MoveDone, NewMove, Offer, PastMove, Suspension, SuspensionReason,
    Waiver, WaiverKind, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::{CaseId, CaseStatus, ClosureReason};
use crate::certificates::CertificateId;
use crate::checklists::routes::ProfileWarningBody;
use crate::db::Database;
use crate::documents::{HolderWish, ShowsBirth};
use crate::error::texts::{Language, text};
use crate::error::{Checks, Error, Result};
use crate::http::{Body, Created, Day, Listed, Once, Repeatable};
use crate::text::clean_text;

/// The longest reason or comment.
const REASON_MAX: usize = 2000;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCaseMoveBody {
    event: CaseEvent,
    /// Needed to skip the certificate; may be given when a person withdraws.
    reason: Option<String>,
    /// Needed to return a report.
    comment: Option<String>,
    /// Needed to suspend.
    suspension_reason: Option<SuspensionReason>,
    /// Needed to suspend: the day by which the case is looked at again, within a year.
    review_on: Option<Day>,
    /// Needed to withdraw, and not `completed` then; `completed` when a case is closed without one.
    closure_reason: Option<ClosureReason>,
    /// May be given when a certificate is issued: how much of the birth date the person wants to be seen on
    /// it; nothing of it, where nothing is said.
    shows_birth: Option<ShowsBirth>,
    /// May be given with it: whether the person wants their name in its own script beside the Latin one; so
    /// it is, where nothing is said.
    name_in_original_script: Option<bool>,
}

/// Whether an event takes a property.
#[derive(Clone, Copy, PartialEq)]
enum Takes {
    No,
    May,
    Must,
}

fn given<T>(value: &Option<T>, takes: Takes, pointer: &str, checks: &mut Checks) {
    checks.ensure(
        value.is_some() || takes != Takes::Must,
        pointer,
        "missing_property",
    );
    checks.ensure(
        value.is_none() || takes != Takes::No,
        pointer,
        "not_for_this_event",
    );
}

impl TryFrom<NewCaseMoveBody> for NewMove {
    type Error = Error;

    fn try_from(body: NewCaseMoveBody) -> Result<Self> {
        use Takes::{May, Must, No};
        let (reason, comment, suspension, closure) = match body.event {
            CaseEvent::ReturnReport => (No, Must, No, No),
            CaseEvent::SkipCertificate => (Must, No, No, No),
            CaseEvent::Suspend => (No, No, Must, No),
            CaseEvent::Withdraw => (May, No, No, Must),
            CaseEvent::Close => (No, No, No, May),
            _ => (No, No, No, No),
        };
        let mut checks = Checks::default();
        given(&body.reason, reason, "/reason", &mut checks);
        given(&body.comment, comment, "/comment", &mut checks);
        given(
            &body.suspension_reason,
            suspension,
            "/suspension_reason",
            &mut checks,
        );
        given(&body.review_on, suspension, "/review_on", &mut checks);
        given(
            &body.closure_reason,
            closure,
            "/closure_reason",
            &mut checks,
        );
        let wish = match body.event {
            CaseEvent::IssueCertificate => May,
            _ => No,
        };
        given(&body.shows_birth, wish, "/shows_birth", &mut checks);
        given(
            &body.name_in_original_script,
            wish,
            "/name_in_original_script",
            &mut checks,
        );
        let withdrawn_as_completed = body.event == CaseEvent::Withdraw
            && body.closure_reason == Some(ClosureReason::Completed);
        checks.ensure(
            !withdrawn_as_completed,
            "/closure_reason",
            "not_for_this_event",
        );
        let words = |text: String| clean_text(&text, REASON_MAX);
        let reason = checks.optional(body.reason.map(words), "/reason");
        let comment = checks.optional(body.comment.map(words), "/comment");
        checks.finish(|| {
            Some(Self {
                event: body.event,
                reason: reason.or(comment),
                suspension: body.suspension_reason.zip(body.review_on).map(
                    |(reason, review_on)| Suspension {
                        reason,
                        review_on: review_on.into(),
                    },
                ),
                closure_reason: body.closure_reason,
                wish: HolderWish::default().or_as(body.shows_birth, body.name_in_original_script),
            })
        })
    }
}

/// A way out of the case's present state.
#[derive(Serialize, ToSchema)]
pub struct TransitionBody {
    event: CaseEvent,
    /// Whether the acting user could make this move now.
    open: bool,
    /// What it lacks otherwise.
    unmet: Vec<UnmetGuardBody>,
    /// What of the profile is missing or doubtful, where a report rests on it; stops nothing.
    warnings: Vec<ProfileWarningBody>,
}

#[derive(Serialize, ToSchema)]
pub struct UnmetGuardBody {
    guard: &'static str,
    detail: &'static str,
}

impl TransitionBody {
    fn new(offer: Offer, language: Language) -> Self {
        let Offer {
            event,
            unmet,
            warnings,
        } = offer;
        let told = |guard| UnmetGuardBody {
            guard,
            detail: text(guard, language),
        };
        Self {
            event,
            open: unmet.is_empty(),
            unmet: unmet.into_iter().map(told).collect(),
            warnings: warnings.into_iter().map(Into::into).collect(),
        }
    }
}

/// A move just made.
#[derive(Serialize, ToSchema)]
pub struct CaseMoveBody {
    id: CaseMoveId,
    event: CaseEvent,
    from_status: Option<CaseStatus>,
    to_status: CaseStatus,
    reason: Option<String>,
    at: DateTime<Utc>,
    moved_by: UserId,
    /// The certificate that the move issued.
    certificate_id: Option<CertificateId>,
    /// What of the profile was missing or doubtful when a report was made to rest on it.
    warnings: Vec<ProfileWarningBody>,
}

impl From<MoveDone> for CaseMoveBody {
    fn from(done: MoveDone) -> Self {
        let MoveDone {
            made,
            case_version: _,
            certificate_id,
            warnings,
        } = done;
        Self {
            id: made.id,
            event: made.event,
            from_status: made.from_status,
            to_status: made.to_status,
            reason: made.reason,
            at: made.at.and_utc(),
            moved_by: made.moved_by,
            certificate_id,
            warnings: warnings.into_iter().map(Into::into).collect(),
        }
    }
}

/// A move of the past.
#[derive(Serialize, ToSchema)]
pub struct PastCaseMoveBody {
    id: CaseMoveId,
    /// The event; the first one says how the case began.
    event: String,
    from_status: Option<CaseStatus>,
    to_status: CaseStatus,
    reason: Option<String>,
    at: DateTime<Utc>,
    moved_by: UserId,
    moved_by_name: String,
}

impl From<PastMove> for PastCaseMoveBody {
    fn from(past: PastMove) -> Self {
        let PastMove {
            id,
            event,
            from_status,
            to_status,
            reason,
            at,
            moved_by,
            moved_by_name,
        } = past;
        Self {
            id,
            event,
            from_status,
            to_status,
            reason,
            at: at.and_utc(),
            moved_by,
            moved_by_name,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWaiverBody {
    kind: WaiverKind,
    reason: String,
}

#[derive(Serialize, ToSchema)]
pub struct WaiverBody {
    kind: WaiverKind,
    reason: String,
    waived_by: UserId,
}

impl From<Waiver> for WaiverBody {
    fn from(waiver: Waiver) -> Self {
        let Waiver {
            kind,
            reason,
            waived_by,
        } = waiver;
        Self {
            kind,
            reason,
            waived_by,
        }
    }
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
) -> Result<Listed<TransitionBody>> {
    let language = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or(Language::English, Language::accepted);
    let offers = database
        .read(caller, move |tx| service::list(tx, &id))
        .await?;
    Ok(Listed::whole(offers, |offer| {
        TransitionBody::new(offer, language)
    }))
}

pub async fn advance(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
    body: Once<NewCaseMoveBody>,
) -> Result<Repeatable<Created<CaseMoveBody>>> {
    let (body, once) = body.split();
    let new: NewMove = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let done = service::advance(tx, &id, new)?;
        let location = format!("/v1/cases/{id}/moves");
        Ok(Created::new(location, done.case_version, done.into()))
    })
    .await
}

pub async fn history(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
) -> Result<Listed<PastCaseMoveBody>> {
    let rows = database
        .read(caller, move |tx| service::history(tx, &id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn waive(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
    body: Body<NewWaiverBody>,
) -> Result<Created<WaiverBody>> {
    let NewWaiverBody { kind, reason } = body.0;
    let mut checks = Checks::default();
    let reason = checks.value(clean_text(&reason, REASON_MAX), "/reason");
    let reason = checks.finish(|| reason)?;
    let location = format!("/v1/cases/{id}/waivers");
    let (waiver, version) = database
        .write(caller, move |tx| service::waive(tx, &id, kind, reason))
        .await?;
    Ok(Created::new(location, version, waiver.into()))
}

pub async fn list_waivers(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
) -> Result<Listed<WaiverBody>> {
    let rows = database
        .read(caller, move |tx| service::list_waivers(tx, &id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}
