use crate::access::{Create, Delete, List, Transaction};
use crate::accounts::{User, UserId};
use crate::error::Result;
use crate::identity_providers::{ExternalIdentity, ExternalIdentityId, store};
use crate::sign_ins::service as sign_ins;

/// Says as whom a provider knows a user; they may sign in through it from then on. No two users share
/// an identity.
pub fn add(
    tx: &mut Transaction,
    user: &UserId,
    issuer: &str,
    subject: &str,
) -> Result<ExternalIdentity> {
    let permit = tx.permit::<Create, ExternalIdentity, User>(user)?;
    let identity = ExternalIdentity {
        id: ExternalIdentityId::new(),
        user_id: permit.parent().id.clone(),
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        created_at: tx.now().naive_utc(),
    };
    store::insert_identity(tx, &permit, &identity)?;
    Ok(identity)
}

/// As whom providers know a user.
pub fn list(tx: &mut Transaction, user: &UserId) -> Result<Vec<ExternalIdentity>> {
    let permit = tx.permit::<List, ExternalIdentity, User>(user)?;
    store::identities_of(tx, &permit)
}

/// Forgets an identity of a user, and ends their sign-ins through providers.
pub fn remove(tx: &mut Transaction, user: &UserId, id: &ExternalIdentityId) -> Result<()> {
    let permit = tx.permit::<Delete, ExternalIdentity, User>(user)?;
    store::remove_identity(tx, &permit, id)?;
    sign_ins::end_all_through_providers(tx, &permit, user)
}
