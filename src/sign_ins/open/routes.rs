use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OpenSignIn, service};
use crate::access::Caller;
use crate::accounts::routes::MembershipBody;
use crate::accounts::{MembershipId, UserId};
use crate::db::Database;
use crate::error::Result;
use crate::http::{Done, Item, Listed, Patch};
use crate::sign_ins::{SignInId, SignInRow};

#[derive(Serialize, ToSchema)]
pub struct OpenSignInBody {
    id: SignInId,
    /// Whether it is the one that asks.
    current: bool,
    acting_as: MembershipBody,
    /// When the password was given.
    authenticated_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// The identity provider that one came through.
    identity_provider: Option<String>,
}

impl OpenSignInBody {
    fn new((row, membership, organisation): OpenSignIn, current: &SignInId) -> Self {
        let SignInRow {
            id,
            user_id: _,
            membership_id: _,
            authenticated_at,
            expires_at,
            ended_at: _,
            methods: _,
            identity_provider,
        } = row;
        Self {
            current: id == *current,
            id,
            acting_as: (membership, organisation).into(),
            authenticated_at: authenticated_at.and_utc(),
            expires_at: expires_at.and_utc(),
            identity_provider,
        }
    }
}

pub async fn list(database: Data<Database>, caller: Caller) -> Result<Listed<OpenSignInBody>> {
    let (rows, current) = database.read(caller, service::list_mine).await?;
    Ok(Listed::whole(rows, |row| {
        OpenSignInBody::new(row, &current)
    }))
}

pub async fn end(database: Data<Database>, caller: Caller, id: Path<SignInId>) -> Result<Done> {
    database
        .write(caller, move |tx| service::end(tx, &id))
        .await?;
    Ok(Done)
}

pub async fn end_all(database: Data<Database>, caller: Caller, id: Path<UserId>) -> Result<Done> {
    database
        .write(caller, move |tx| service::end_all(tx, &id))
        .await?;
    Ok(Done)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInPatch {
    /// The role to act in from now on, one of one's own.
    membership_id: MembershipId,
}

pub async fn switch(
    database: Data<Database>,
    caller: Caller,
    patch: Patch<SignInPatch>,
) -> Result<Item<OpenSignInBody>> {
    let membership = patch.0.membership_id;
    let row = database
        .write(caller, move |tx| service::switch(tx, &membership))
        .await?;
    let current = row.0.id.clone();
    Ok(Item(OpenSignInBody::new(row, &current)))
}
