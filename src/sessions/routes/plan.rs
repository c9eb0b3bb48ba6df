use actix_web::web::{Data, Path};
use chrono::{DateTime, Datelike, NaiveDateTime, SubsecRound, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::bodies::SessionBody;
use super::{reason, summary};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::code_lists::iso;
use crate::db::Database;
use crate::db::types::Json;
use crate::error::{Checks, Result};
use crate::groups::GroupId;
use crate::http::{Change, Created, IfMatch, Once, Patch, Repeatable, Versioned};
use crate::sessions::{
    NewSession, Session, SessionId, SessionInterpreter, SessionKind, SessionMode, SessionView,
    service,
};
use crate::text::clean_line;

const STEPS: std::ops::RangeInclusive<i32> = 1..=100;
const TOPICS: usize = 20;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSessionBody {
    /// UUIDv7 made by the client, so that it can plan without a network and send later.
    id: Option<SessionId>,
    kind: SessionKind,
    /// Which step of the pathway it is, counted from one.
    step: Option<i32>,
    mode: SessionMode,
    scheduled_from: DateTime<Utc>,
    scheduled_to: DateTime<Utc>,
    #[serde(default)]
    place: String,
    /// ISO 639; the group's where not said.
    language: Option<String>,
    #[serde(default = "nobody")]
    interpreter: SessionInterpreter,
    /// The group's conductor, or the acting user, where not said.
    conductor_id: Option<UserId>,
    mediator: Option<String>,
    /// A mediator of the organisation's own, who then sees the session.
    mediator_id: Option<UserId>,
    #[serde(default)]
    topics: Vec<String>,
}

fn nobody() -> SessionInterpreter {
    SessionInterpreter::None
}

impl NewSessionBody {
    fn check(self) -> Result<NewSession> {
        let mut checks = Checks::default();
        let id = checks.optional(self.id.map(client_made), "/id");
        let step = checks.optional(self.step.map(in_steps), "/step");
        let from = checks.value(instant(self.scheduled_from), "/scheduled_from");
        let to = checks.value(instant(self.scheduled_to), "/scheduled_to");
        let place = checks.value(place(self.place), "/place");
        let language = checks.optional(self.language.map(|it| iso::language(&it)), "/language");
        let mediator = checks.optional(self.mediator.map(|it| clean_line(&it, 100)), "/mediator");
        let topics = topics(&self.topics, &mut checks);
        checks.finish(|| {
            Some(NewSession {
                id,
                kind: self.kind,
                step,
                mode: self.mode,
                scheduled_from: from?,
                scheduled_to: to?,
                place: place?,
                language,
                interpreter: self.interpreter,
                conductor_id: self.conductor_id,
                mediator,
                mediator_id: self.mediator_id,
                topics,
            })
        })
    }
}

/// An id that a client made is a UUIDv7, so that ids sort by time.
fn client_made(id: SessionId) -> std::result::Result<SessionId, &'static str> {
    if id.as_str().as_bytes().get(14) == Some(&b'7') {
        Ok(id)
    } else {
        Err("wrong_form")
    }
}

/// A time of a session, to the second.
pub(super) fn instant(at: DateTime<Utc>) -> std::result::Result<NaiveDateTime, &'static str> {
    if (1900..2200).contains(&at.year()) {
        Ok(at.trunc_subsecs(0).naive_utc())
    } else {
        Err("out_of_range")
    }
}

fn topics(given: &[String], checks: &mut Checks) -> Vec<String> {
    checks.ensure(given.len() <= TOPICS, "/topics", "too_long");
    given
        .iter()
        .take(TOPICS)
        .enumerate()
        .filter_map(|(index, text)| {
            checks.value(clean_line(text, 200), &format!("/topics/{index}"))
        })
        .collect()
}

/// A merge patch of a session. The outcome has an address of its own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionPatch {
    #[serde(default)]
    mode: Change<SessionMode>,
    #[serde(default)]
    step: Change<i32>,
    #[serde(default)]
    #[schema(value_type = Option<DateTime<Utc>>)]
    scheduled_from: Change<DateTime<Utc>>,
    #[serde(default)]
    #[schema(value_type = Option<DateTime<Utc>>)]
    scheduled_to: Change<DateTime<Utc>>,
    #[serde(default)]
    place: Change<String>,
    #[serde(default)]
    language: Change<String>,
    #[serde(default)]
    interpreter: Change<SessionInterpreter>,
    #[serde(default)]
    conductor_id: Change<UserId>,
    #[serde(default)]
    mediator: Change<String>,
    #[serde(default)]
    mediator_id: Change<UserId>,
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    topics: Change<Vec<String>>,
    #[serde(default)]
    shared_summary: Change<String>,
    /// Needed to move a session to another time, and to amend a locked one.
    reason: Option<String>,
}

pub async fn plan_for_case(
    database: Data<Database>,
    caller: Caller,
    id: Path<CaseId>,
    body: Once<NewSessionBody>,
) -> Result<Repeatable<Created<SessionBody>>> {
    let (body, once) = body.split();
    let new = body.check()?;
    once.write(&database, caller, move |tx| {
        Ok(created(service::plan_for_case(tx, &id, new)?))
    })
    .await
}

pub async fn plan_for_group(
    database: Data<Database>,
    caller: Caller,
    id: Path<GroupId>,
    body: Once<NewSessionBody>,
) -> Result<Repeatable<Created<SessionBody>>> {
    let (body, once) = body.split();
    let new = body.check()?;
    once.write(&database, caller, move |tx| {
        Ok(created(service::plan_for_group(tx, &id, new)?))
    })
    .await
}

fn created(view: SessionView) -> Created<SessionBody> {
    let location = format!("/v1/sessions/{}", view.session.id);
    Created::new(location, view.session.version, view.into())
}

pub async fn update(
    database: Data<Database>,
    caller: Caller,
    id: Path<SessionId>,
    if_match: IfMatch,
    patch: Patch<SessionPatch>,
) -> Result<Versioned<SessionBody>> {
    let patch = patch.0;
    let mut checks = Checks::default();
    let mode = patch.mode.required("/mode", &mut checks);
    let step = patch.step.try_map(in_steps, "/step", &mut checks);
    let from = patch
        .scheduled_from
        .try_map(instant, "/scheduled_from", &mut checks)
        .required("/scheduled_from", &mut checks);
    let to = patch
        .scheduled_to
        .try_map(instant, "/scheduled_to", &mut checks)
        .required("/scheduled_to", &mut checks);
    let place = patch.place.try_map(place, "/place", &mut checks);
    let language = patch
        .language
        .try_map(|it| iso::language(&it), "/language", &mut checks)
        .required("/language", &mut checks);
    let interpreter = patch.interpreter.required("/interpreter", &mut checks);
    let conductor_id = patch.conductor_id.required("/conductor_id", &mut checks);
    let mediator = patch
        .mediator
        .try_map(|it| clean_line(&it, 100), "/mediator", &mut checks);
    let topics = patch
        .topics
        .required("/topics", &mut checks)
        .map(|given| topics(&given, &mut checks));
    let shared_summary =
        patch
            .shared_summary
            .try_map(|it| summary(&it), "/shared_summary", &mut checks);
    let reason = checks.optional(patch.reason.map(|it| reason(&it)), "/reason");
    checks.finish(|| Some(()))?;
    let change = move |before: Session| Session {
        mode: mode.unwrap_or(before.mode),
        step: step.apply(before.step),
        scheduled_from: from.unwrap_or(before.scheduled_from),
        scheduled_to: to.unwrap_or(before.scheduled_to),
        place: place.apply(Some(before.place)).unwrap_or_default(),
        language: language.unwrap_or(before.language),
        interpreter: interpreter.unwrap_or(before.interpreter),
        conductor_id: conductor_id.unwrap_or(before.conductor_id),
        mediator: mediator.apply(before.mediator),
        mediator_id: patch.mediator_id.apply(before.mediator_id),
        topics: topics.map_or(before.topics, |topics| Json::new(&topics)),
        shared_summary: shared_summary
            .apply(Some(before.shared_summary))
            .unwrap_or_default(),
        ..before
    };
    let view = database
        .write(caller, move |tx| {
            service::update(tx, &id, if_match.0, reason, change)
        })
        .await?;
    Ok(Versioned(view.session.version, view.into()))
}

fn in_steps(step: i32) -> std::result::Result<i32, &'static str> {
    if STEPS.contains(&step) {
        Ok(step)
    } else {
        Err("out_of_range")
    }
}

/// Where it is held; may be empty.
fn place(text: String) -> std::result::Result<String, &'static str> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    Ok(clean_line(&text, 200)?)
}
