use chrono::{DateTime, TimeDelta, Utc};

use crate::access::{Create, Proof, Transaction, Update};
use crate::error::{Error, Result};
use crate::identity_providers::model::{Answer, Proofs, REQUEST_LASTS};
use crate::identity_providers::{
    AuthenticationRequest, AuthenticationRequestId, RequestSecret, store,
};
use crate::sign_ins::{SignInId, SignInRow};
use crate::token_refreshes::Mode;

/// How long a request that is over is told from one that never was.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Begins a request of somebody who wants to sign in; says until when it lasts.
pub fn begin(
    tx: &mut Transaction,
    provider: &str,
    secret: &RequestSecret,
    mode: Mode,
) -> Result<DateTime<Utc>> {
    let permit = tx.service_permit::<Create, AuthenticationRequest>()?;
    insert(tx, &permit, provider, secret, mode, None)
}

/// Begins a request of the acting user, who is to show again who they are.
pub fn begin_anew(
    tx: &mut Transaction,
    provider: &str,
    secret: &RequestSecret,
    mode: Mode,
) -> Result<DateTime<Utc>> {
    let permit = tx.own_permit::<Update, SignInRow>()?;
    let sign_in = tx.actor().sign_in.as_ref().map(|it| it.id.clone());
    insert(tx, &permit, provider, secret, mode, sign_in)
}

fn insert(
    tx: &mut Transaction,
    proof: &impl Proof,
    provider: &str,
    secret: &RequestSecret,
    mode: Mode,
    sign_in_id: Option<SignInId>,
) -> Result<DateTime<Utc>> {
    let now = tx.now();
    let expires_at = now + REQUEST_LASTS;
    let row = AuthenticationRequest {
        id: AuthenticationRequestId::new(),
        secret_hash: secret.hash(),
        identity_provider: provider.to_owned(),
        mode,
        sign_in_id,
        created_at: now.naive_utc(),
        expires_at: expires_at.naive_utc(),
        used_at: None,
    };
    store::forget_requests(tx, proof, (now - KEPT).naive_utc())?;
    store::insert_request(tx, proof, &row)?;
    Ok(expires_at)
}

/// A request whose answer came.
pub struct Taken {
    pub proofs: Proofs,
    pub begun_at: DateTime<Utc>,
}

/// Uses up the request that an answer belongs to, whatever the answer is worth. Client, provider, way
/// of keeping the secret, and sign-in must be those that it was begun with. One that was used or has
/// expired is [`Error::Gone`].
pub fn take(
    tx: &mut Transaction,
    provider: &str,
    answer: &Answer,
    sign_in: Option<&SignInId>,
) -> Result<Taken> {
    let permit = tx.service_permit::<Create, AuthenticationRequest>()?;
    let proofs = answer.secret.proofs(&tx.vault());
    let row = store::find_request(tx, &permit, &answer.secret.hash())?
        .filter(|row| row.identity_provider == provider && row.mode == answer.mode)
        .filter(|row| row.sign_in_id.as_ref() == sign_in)
        .filter(|_| proofs.is_state(&answer.state))
        .ok_or(Error::WrongCredentials)?;
    if store::use_up(tx, &permit, &row.id)? {
        Ok(Taken {
            proofs,
            begun_at: row.created_at.and_utc(),
        })
    } else {
        Err(Error::Gone)
    }
}
