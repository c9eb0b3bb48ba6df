use std::sync::Arc;

use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use super::passwords::Password;
use super::tokens::{PublicKey, Tokens};
use super::{
    Email, MemberRow, Membership, MembershipId, MembershipRow, NewUser, User, UserId, service,
};
use crate::access::{Caller, Role};
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::caller::Anyone;
use crate::http::{Body, Created, Done, IfMatch, Item, Listed, Patch, Versioned};
use crate::organisations::OrganisationId;
use crate::text::clean_name;

/// Passwords that are hashed at once; the others wait, and other requests go on.
pub struct HashingTurns(Arc<Semaphore>);

impl HashingTurns {
    pub fn new(at_once: usize) -> Self {
        Self(Arc::new(Semaphore::new(at_once)))
    }

    /// Runs costly work off the async threads when its turn comes.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.0).acquire_owned();
        let turn = tokio::time::timeout(std::time::Duration::from_secs(3), turn)
            .await
            .map_err(|_elapsed| Error::Unavailable("too_busy"))?
            .map_err(Error::internal)?;
        let hashed = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        hashed.await.map_err(Error::internal)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    email: String,
    password: String,
    /// Which of the user's organisations to act for; the first one when left out.
    organisation_id: Option<OrganisationId>,
}

#[derive(Serialize, ToSchema)]
pub struct TokenBody {
    access_token: String,
    token_type: &'static str,
    /// Seconds.
    expires_in: i64,
}

pub async fn sign_in(
    database: Data<Database>,
    tokens: Data<Tokens>,
    turns: Data<HashingTurns>,
    caller: Anyone,
    body: Body<SignInBody>,
) -> Result<Created<TokenBody>> {
    let SignInBody {
        email,
        password,
        organisation_id,
    } = body.0;
    let password = Password::given(&password).map_err(|code| Error::invalid("/password", code))?;
    let email = Email::new(&email).map_err(|code| Error::invalid("/email", code))?;
    let found = database
        .lookup(caller.0.clone(), move |tx| {
            service::find_for_sign_in(tx, &email)
        })
        .await?;
    let user = turns
        .run(move || {
            let matched = service::password_matches(found.as_ref(), &password);
            found.filter(|_| matched)
        })
        .await?;
    let row = database
        .write(caller.0, move |tx| {
            service::sign_in(tx, user, organisation_id)
        })
        .await?;
    let (access_token, expires_in) = tokens.make(&row.id, &row.user_id)?;
    let body = TokenBody {
        access_token,
        token_type: "Bearer",
        expires_in,
    };
    Ok(Created::new("/v1/sign-ins/current".to_owned(), None, body))
}

pub async fn sign_out(database: Data<Database>, caller: Caller) -> Result<Done> {
    database.write(caller, service::sign_out).await?;
    Ok(Done)
}

#[derive(Serialize, ToSchema)]
pub struct MeBody {
    id: UserId,
    email: String,
    display_name: String,
    /// The role and organisation that this sign-in acts in.
    acting_as: MembershipBody,
    memberships: Vec<MembershipBody>,
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
    let (user, memberships, acting) = database
        .read(caller, |tx| {
            let (user, memberships) = service::read_mine(tx)?;
            let acting = tx.actor().sign_in.clone().ok_or(Error::Unauthenticated)?;
            Ok((user, memberships, acting.membership_id))
        })
        .await?;
    let memberships: Vec<MembershipBody> = memberships.into_iter().map(Into::into).collect();
    let acting_as = memberships
        .iter()
        .find(|membership| membership.id == acting)
        .cloned()
        .ok_or(Error::Unauthenticated)?;
    Ok(Item(MeBody {
        id: user.id,
        email: user.email,
        display_name: user.display_name,
        acting_as,
        memberships,
    }))
}

#[derive(Serialize, ToSchema)]
pub struct PublicKeysBody {
    keys: Vec<PublicKey>,
}

pub async fn public_keys(tokens: Data<Tokens>) -> Result<Item<PublicKeysBody>> {
    Ok(Item(PublicKeysBody {
        keys: tokens.public_keys(),
    }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUserBody {
    email: String,
    display_name: String,
    role: Role,
    /// Until invitations by mail exist, an administrator hands over a first password.
    initial_password: String,
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

pub async fn add(
    database: Data<Database>,
    turns: Data<HashingTurns>,
    caller: Caller,
    organisation_id: Path<OrganisationId>,
    body: Body<NewUserBody>,
) -> Result<Created<UserBody>> {
    let body = body.0;
    let mut checks = Checks::default();
    let email = checks.value(Email::new(&body.email), "/email");
    let display_name = checks.value(clean_name(&body.display_name), "/display_name");
    let password = checks.value(
        Password::chosen(&body.initial_password),
        "/initial_password",
    );
    checks.ensure(Role::OF_USERS.contains(&body.role), "/role", "unknown_code");
    let (email, display_name, password) =
        checks.finish(|| Some((email?, display_name?, password?)))?;
    let hash = turns.run(move || password.hash()).await??;
    let new = NewUser {
        email,
        display_name,
        password_hash: Some(hash),
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

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    organisation_id: Path<OrganisationId>,
) -> Result<Listed<MemberBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &organisation_id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
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
        .write(caller, move |tx| {
            service::switch_role(tx, &user, &membership, false)
        })
        .await?;
    Ok(Done)
}
