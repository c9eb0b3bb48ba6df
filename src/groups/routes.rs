use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::service::{self, WithMembers};
use super::{Group, GroupId, MemberRow, NewGroup, NewMember};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::code_lists::iso;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::{
    Body, Change, Created, Day, IfMatch, Listed, Once, Page, Patch, Query, Repeatable, Versioned,
};
use crate::programmes::ProgrammeId;
use crate::text::clean_line;

const CAPACITY: std::ops::RangeInclusive<i32> = 1..=100;

/// About ten people, as the ESPoR method has it.
fn ten() -> i32 {
    10
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGroupBody {
    programme_id: ProgrammeId,
    label: String,
    /// ISO 639 code of the one language that the meetings are held in.
    language: String,
    conductor_id: UserId,
    mediator: Option<String>,
    #[serde(default = "ten")]
    capacity: i32,
}

impl NewGroupBody {
    fn check(self) -> Result<NewGroup> {
        let mut checks = Checks::default();
        let label = checks.value(clean_line(&self.label, 100), "/label");
        let language = checks.value(iso::language(&self.language), "/language");
        let mediator = checks.optional(self.mediator.map(|it| clean_line(&it, 100)), "/mediator");
        checks.ensure(
            CAPACITY.contains(&self.capacity),
            "/capacity",
            "out_of_range",
        );
        checks.finish(|| {
            Some(NewGroup {
                programme_id: self.programme_id,
                label: label?,
                language: language?,
                conductor_id: self.conductor_id,
                mediator,
                capacity: self.capacity,
            })
        })
    }
}

/// A merge patch of a group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupPatch {
    #[serde(default)]
    label: Change<String>,
    #[serde(default)]
    language: Change<String>,
    #[serde(default)]
    conductor_id: Change<UserId>,
    #[serde(default)]
    mediator: Change<String>,
    #[serde(default)]
    capacity: Change<i32>,
}

/// When a person joins a group, and their last day in it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGroupMemberBody {
    joined_on: Day,
    left_on: Option<Day>,
    /// That the group grows beyond its capacity on purpose.
    #[serde(default)]
    over_capacity: bool,
}

#[derive(Serialize, ToSchema)]
pub struct GroupMemberBody {
    case_id: CaseId,
    case_code: String,
    joined_on: NaiveDate,
    left_on: Option<NaiveDate>,
}

impl From<MemberRow> for GroupMemberBody {
    fn from((member, case_code): MemberRow) -> Self {
        Self {
            case_id: member.case_id,
            case_code,
            joined_on: member.joined_on,
            left_on: member.left_on,
        }
    }
}

/// A group as lists show it.
#[derive(Serialize, ToSchema)]
pub struct GroupRowBody {
    id: GroupId,
    programme_id: ProgrammeId,
    label: String,
    language: String,
    conductor_id: UserId,
    mediator: Option<String>,
    capacity: i32,
    /// Those who have not left.
    member_count: i64,
}

impl From<(Group, i64)> for GroupRowBody {
    fn from((group, member_count): (Group, i64)) -> Self {
        Self {
            id: group.id,
            programme_id: group.programme_id,
            label: group.label,
            language: group.language,
            conductor_id: group.conductor_id,
            mediator: group.mediator,
            capacity: group.capacity,
            member_count,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct GroupBody {
    id: GroupId,
    programme_id: ProgrammeId,
    label: String,
    language: String,
    conductor_id: UserId,
    mediator: Option<String>,
    capacity: i32,
    /// Everybody who is or was in it.
    members: Vec<GroupMemberBody>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<WithMembers> for GroupBody {
    fn from((group, members): WithMembers) -> Self {
        let Group {
            id,
            organisation_id: _,
            programme_id,
            label,
            language,
            conductor_id,
            mediator,
            capacity,
            version: _,
            created_at,
            updated_at,
        } = group;
        Self {
            id,
            programme_id,
            label,
            language,
            conductor_id,
            mediator,
            capacity,
            members: members.into_iter().map(Into::into).collect(),
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct GroupsQuery {
    programme_id: Option<ProgrammeId>,
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn open(
    database: Data<Database>,
    caller: Caller,
    body: Once<NewGroupBody>,
) -> Result<Repeatable<Created<GroupBody>>> {
    let (body, once) = body.split();
    let new = body.check()?;
    once.write(&database, caller, move |tx| {
        let group = service::open(tx, new)?;
        let location = format!("/v1/groups/{}", group.0.id);
        Ok(Created::new(location, group.0.version, group.into()))
    })
    .await
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<GroupsQuery>,
) -> Result<Listed<GroupRowBody>> {
    let GroupsQuery {
        programme_id,
        limit,
        cursor,
    } = query.0;
    let filter = [programme_id.as_ref().map_or("", ProgrammeId::as_str)];
    let vault = database.vault();
    let page = Page::read(&vault, "groups", &filter, limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| {
            service::list(tx, &wanted, programme_id.as_ref())
        })
        .await?;
    let position = |row: &(Group, i64)| row.0.id.to_string();
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
    id: Path<GroupId>,
) -> Result<Versioned<GroupBody>> {
    let group = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Versioned(group.0.version, group.into()))
}

pub async fn update(
    database: Data<Database>,
    caller: Caller,
    id: Path<GroupId>,
    if_match: IfMatch,
    patch: Patch<GroupPatch>,
) -> Result<Versioned<GroupBody>> {
    let patch = patch.0;
    let mut checks = Checks::default();
    let line = |text: String| clean_line(&text, 100);
    let label = patch
        .label
        .try_map(line, "/label", &mut checks)
        .required("/label", &mut checks);
    let language = patch
        .language
        .try_map(|it| iso::language(&it), "/language", &mut checks)
        .required("/language", &mut checks);
    let conductor_id = patch.conductor_id.required("/conductor_id", &mut checks);
    let mediator = patch.mediator.try_map(line, "/mediator", &mut checks);
    let capacity = patch.capacity.required("/capacity", &mut checks);
    let in_range = capacity.is_none_or(|it| CAPACITY.contains(&it));
    checks.ensure(in_range, "/capacity", "out_of_range");
    checks.finish(|| Some(()))?;
    let group = database
        .write(caller, move |tx| {
            service::update(tx, &id, if_match.0, |before| Group {
                label: label.unwrap_or(before.label),
                language: language.unwrap_or(before.language),
                conductor_id: conductor_id.unwrap_or(before.conductor_id),
                mediator: mediator.apply(before.mediator),
                capacity: capacity.unwrap_or(before.capacity),
                ..before
            })
        })
        .await?;
    Ok(Versioned(group.0.version, group.into()))
}

pub async fn set_member(
    database: Data<Database>,
    caller: Caller,
    path: Path<(GroupId, CaseId)>,
    if_match: IfMatch,
    body: Body<NewGroupMemberBody>,
) -> Result<Versioned<GroupBody>> {
    let (id, case_id) = path.into_inner();
    let NewGroupMemberBody {
        joined_on,
        left_on,
        over_capacity,
    } = body.0;
    let new = NewMember {
        joined_on: joined_on.into(),
        left_on: left_on.map(Into::into),
        over_capacity,
    };
    let group = database
        .write(caller, move |tx| {
            service::set_member(tx, &id, &case_id, if_match.0, new)
        })
        .await?;
    Ok(Versioned(group.0.version, group.into()))
}
