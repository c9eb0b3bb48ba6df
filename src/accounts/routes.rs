use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::service::Mine;
use super::{
    Email, MemberRow, Membership, MembershipId, MembershipRow, NewUser, User, UserId, service,
};
use crate::access::policy::asks_second_factor;
use crate::access::{Caller, Role};
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Body, Created, Done, IfMatch, Item, Listed, Page, Patch, Query, Versioned};
use crate::organisations::OrganisationId;
use crate::text::clean_name;

#[derive(Serialize, ToSchema)]
pub struct MeBody {
    id: UserId,
    email: String,
    display_name: String,
    /// The role and organisation that this sign-in acts in.
    acting_as: MembershipBody,
    memberships: Vec<MembershipBody>,
    /// Whether a code is asked for at the sign-in.
    second_factor: bool,
    /// Whether the acting role asks for one; who has none may do no more than enrol it.
    second_factor_required: bool,
    /// When the user last showed who they are.
    authenticated_at: DateTime<Utc>,
}

#[derive(Clone, Serialize, ToSchema)]
pub struct MembershipBody {
    id: MembershipId,
    organisation_id: OrganisationId,
    organisation_name: String,
    role: Role,
}

impl From<MembershipRow> for MembershipBody {
    fn from((membership, organisation_name): MembershipRow) -> Self {
        let Membership {
            id,
            user_id: _,
            organisation_id,
            role,
            active: _,
            created_at: _,
            identity_provider: _,
        } = membership;
        Self {
            id,
            organisation_id,
            organisation_name,
            role,
        }
    }
}

pub async fn read_me(database: Data<Database>, caller: Caller) -> Result<Item<MeBody>> {
    let (mine, acting) = database
        .read(caller, |tx| {
            let mine = service::read_mine(tx)?;
            Ok((mine, tx.actor().sign_in.clone()))
        })
        .await?;
    let Mine {
        user,
        memberships,
        second_factor,
    } = mine;
    let acting = acting.ok_or(Error::Unauthenticated)?;
    let memberships: Vec<MembershipBody> = memberships.into_iter().map(Into::into).collect();
    let acting_as = memberships
        .iter()
        .find(|membership| membership.id == acting.membership_id)
        .cloned()
        .ok_or(Error::Unauthenticated)?;
    Ok(Item(MeBody {
        id: user.id,
        email: user.email,
        display_name: user.display_name,
        second_factor,
        second_factor_required: asks_second_factor(acting_as.role),
        authenticated_at: acting.authenticated_at.and_utc(),
        acting_as,
        memberships,
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUserBody {
    email: String,
    display_name: String,
    role: Role,
}

#[derive(Serialize, ToSchema)]
pub struct UserBody {
    id: UserId,
    email: String,
    display_name: String,
    active: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<User> for UserBody {
    fn from(user: User) -> Self {
        let User {
            id,
            email,
            display_name,
            password_hash: _,
            active,
            version: _,
            created_at,
            updated_at,
        } = user;
        Self {
            id,
            email,
            display_name,
            active,
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}

/// Adds a user; the mail that invites them has the link with which they choose a password.
pub async fn add(
    database: Data<Database>,
    caller: Caller,
    organisation_id: Path<OrganisationId>,
    body: Body<NewUserBody>,
) -> Result<Created<UserBody>> {
    let body = body.0;
    let mut checks = Checks::default();
    let email = checks.value(Email::new(&body.email), "/email");
    let display_name = checks.value(clean_name(&body.display_name), "/display_name");
    checks.ensure(Role::OF_USERS.contains(&body.role), "/role", "unknown_code");
    let (email, display_name) = checks.finish(|| email.zip(display_name))?;
    let new = NewUser {
        email,
        display_name,
        password_hash: None,
        organisation_id: organisation_id.into_inner(),
        role: body.role,
    };
    let user = database
        .write(caller, move |tx| service::add(tx, new))
        .await?;
    Ok(Created::new(
        format!("/v1/users/{}", user.id),
        user.version,
        user.into(),
    ))
}

#[derive(Serialize, ToSchema)]
pub struct MemberBody {
    user_id: UserId,
    membership_id: MembershipId,
    email: String,
    display_name: String,
    role: Role,
    active: bool,
}

impl From<MemberRow> for MemberBody {
    fn from((user, membership): MemberRow) -> Self {
        Self {
            user_id: user.id,
            membership_id: membership.id,
            email: user.email,
            display_name: user.display_name,
            role: membership.role,
            active: user.active && membership.active,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct UsersQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    organisation_id: Path<OrganisationId>,
    query: Query<UsersQuery>,
) -> Result<Listed<MemberBody>> {
    let UsersQuery { limit, cursor } = query.0;
    let (vault, bound) = (database.vault(), [organisation_id.as_str()]);
    let page = Page::read(&vault, "users", &bound, limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| {
            service::list(tx, &organisation_id, &wanted)
        })
        .await?;
    let position = |row: &MemberRow| row.1.id.to_string();
    Ok(Listed::page(
        rows,
        &page,
        &vault,
        &request,
        position,
        Into::into,
    ))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    active: bool,
}

pub async fn switch(
    database: Data<Database>,
    caller: Caller,
    id: Path<UserId>,
    if_match: IfMatch,
    patch: Patch<UserPatch>,
) -> Result<Versioned<UserBody>> {
    let active = patch.0.active;
    let user = database
        .write(caller, move |tx| {
            service::switch(tx, &id, if_match.0, active)
        })
        .await?;
    Ok(Versioned(user.version, user.into()))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMembershipBody {
    organisation_id: OrganisationId,
    role: Role,
}

pub async fn give_role(
    database: Data<Database>,
    caller: Caller,
    id: Path<UserId>,
    body: Body<NewMembershipBody>,
) -> Result<Created<GivenRoleBody>> {
    let NewMembershipBody {
        organisation_id,
        role,
    } = body.0;
    if !Role::OF_USERS.contains(&role) {
        return Err(Error::invalid("/role", "unknown_code"));
    }
    let membership = database
        .write(caller, move |tx| {
            service::give_further_role(tx, &id, &organisation_id, role)
        })
        .await?;
    let location = format!(
        "/v1/users/{}/memberships/{}",
        membership.user_id, membership.id
    );
    let body = GivenRoleBody {
        id: membership.id,
        organisation_id: membership.organisation_id,
        role: membership.role,
    };
    Ok(Created::new(location, None, body))
}

#[derive(Serialize, ToSchema)]
pub struct GivenRoleBody {
    id: MembershipId,
    organisation_id: OrganisationId,
    role: Role,
}

pub async fn take_role(
    database: Data<Database>,
    caller: Caller,
    path: Path<(UserId, MembershipId)>,
) -> Result<Done> {
    let (user, membership) = path.into_inner();
    database
        .write(caller, move |tx| service::take_role(tx, &user, &membership))
        .await?;
    Ok(Done)
}
