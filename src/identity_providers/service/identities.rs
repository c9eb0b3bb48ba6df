use crate::access::{Create, Delete, List, Proof, Transaction, Update};
use crate::accounts::{User, UserId};
use crate::error::{Error, Result};
use crate::identity_providers::{ExternalIdentity, ExternalIdentityId, store};
use crate::mail::{MailKind, service as mail};
use crate::sign_ins::service as sign_ins;

/// Says as whom a provider knows a user, and tells them. They may sign in by it once they have confirmed
/// it: an administrator who links a subject of their own to somebody does not become them. Who never had
/// a password comes in by it from then on. No two users share an identity.
pub fn add(
    tx: &mut Transaction,
    user: &UserId,
    issuer: &str,
    subject: &str,
) -> Result<ExternalIdentity> {
    let permit = tx.permit::<Create, ExternalIdentity, User>(user)?;
    let (whose, now) = (permit.parent().clone(), tx.now().naive_utc());
    let identity = ExternalIdentity {
        id: ExternalIdentityId::new(),
        user_id: whose.id.clone(),
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        created_at: now,
        confirmed_at: whose.password_hash.is_none().then_some(now),
    };
    store::insert_identity(tx, &permit, &identity)?;
    tell(tx, &permit, &whose)?;
    Ok(identity)
}

/// The acting user says that an identity is theirs. They are signed in by what nobody else knows: their
/// password, and the code where they have a second factor.
pub fn confirm(
    tx: &mut Transaction,
    user: &UserId,
    id: &ExternalIdentityId,
) -> Result<ExternalIdentity> {
    let permit = tx.permit::<Update, ExternalIdentity, User>(user)?;
    let sign_in = tx.actor().sign_in.as_ref();
    if !sign_in.is_some_and(|it| it.methods.by_password()) {
        return Err(Error::Conflict("password_needed"));
    }
    store::confirm_identity(tx, &permit, id)
}

/// As whom providers know a user.
pub fn list(tx: &mut Transaction, user: &UserId) -> Result<Vec<ExternalIdentity>> {
    let permit = tx.permit::<List, ExternalIdentity, User>(user)?;
    store::identities_of(tx, &permit)
}

/// Forgets an identity of a user, ends their sign-ins through providers, and tells them.
pub fn remove(tx: &mut Transaction, user: &UserId, id: &ExternalIdentityId) -> Result<()> {
    let permit = tx.permit::<Delete, ExternalIdentity, User>(user)?;
    store::remove_identity(tx, &permit, id)?;
    sign_ins::end_all_through_providers(tx, &permit, user)?;
    let whose = permit.parent().clone();
    tell(tx, &permit, &whose)
}

/// Tells a user that they may be let in by another's word, or no longer are.
fn tell(tx: &mut Transaction, proof: &impl Proof, user: &User) -> Result<()> {
    mail::enqueue(tx, proof, MailKind::IdentityChanged, &user.email, "")
}
