use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Caller;
use crate::accounts::UserId;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::{Body, Created, Done, Item, Listed};
use crate::identity_providers::{ExternalIdentity, ExternalIdentityId, Providers, service};

/// Bytes of a subject (OpenID Connect Core 1.0, 2).
const LONGEST: usize = 255;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIdentityBody {
    identity_provider: String,
    /// What the provider calls the user in the claim `sub`, to the letter.
    subject: String,
}

#[derive(Serialize, ToSchema)]
pub struct IdentityBody {
    id: ExternalIdentityId,
    issuer: String,
    subject: String,
    created_at: DateTime<Utc>,
    /// Since when the user may sign in by it; none while it waits for them to confirm it.
    confirmed_at: Option<DateTime<Utc>>,
}

impl From<ExternalIdentity> for IdentityBody {
    fn from(identity: ExternalIdentity) -> Self {
        let ExternalIdentity {
            id,
            user_id: _,
            issuer,
            subject,
            created_at,
            confirmed_at,
        } = identity;
        Self {
            id,
            issuer,
            subject,
            created_at: created_at.and_utc(),
            confirmed_at: confirmed_at.map(|at| at.and_utc()),
        }
    }
}

pub async fn add_identity(
    database: Data<Database>,
    providers: Data<Providers>,
    caller: Caller,
    user_id: Path<UserId>,
    body: Body<NewIdentityBody>,
) -> Result<Created<IdentityBody>> {
    let NewIdentityBody {
        identity_provider,
        subject,
    } = body.0;
    let mut checks = Checks::default();
    let provider = providers.find(&identity_provider);
    let provider = checks.value(
        provider.ok_or("unknown_identity_provider"),
        "/identity_provider",
    );
    checks.ensure(!subject.is_empty(), "/subject", "empty");
    checks.ensure(subject.len() <= LONGEST, "/subject", "too_long");
    let provider = checks.finish(|| provider)?;
    let place = format!("/v1/users/{user_id}/identities");
    let identity = database
        .write(caller, move |tx| {
            service::add(tx, &user_id, &provider.settings.issuer, &subject)
        })
        .await?;
    let place = format!("{place}/{}", identity.id);
    Ok(Created::new(place, None, identity.into()))
}

pub async fn list_identities(
    database: Data<Database>,
    caller: Caller,
    user_id: Path<UserId>,
) -> Result<Listed<IdentityBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &user_id))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn confirm_identity(
    database: Data<Database>,
    caller: Caller,
    path: Path<(UserId, ExternalIdentityId)>,
) -> Result<Item<IdentityBody>> {
    let (user, identity) = path.into_inner();
    let identity = database
        .write(caller, move |tx| service::confirm(tx, &user, &identity))
        .await?;
    Ok(Item(identity.into()))
}

pub async fn remove_identity(
    database: Data<Database>,
    caller: Caller,
    path: Path<(UserId, ExternalIdentityId)>,
) -> Result<Done> {
    let (user, identity) = path.into_inner();
    database
        .write(caller, move |tx| service::remove(tx, &user, &identity))
        .await?;
    Ok(Done)
}
