use chrono::{NaiveDateTime, TimeDelta};

use super::{Granted, Mode, RefreshRow, RefreshToken, RefreshTokenId, store};
use crate::access::{Action, Create, Transaction, Update};
use crate::accounts::User;
use crate::error::{Error, Result};
use crate::mail::{MailKind, service as mail};
use crate::sign_ins::{SignInId, SignInRow, service as sign_ins};

/// How long the refresh tokens of a sign-in that is over are kept.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Gives a new sign-in its first refresh token.
pub fn begin(
    tx: &mut Transaction,
    sign_in: SignInRow,
    mode: Mode,
    idle: TimeDelta,
) -> Result<Granted> {
    let permit = tx.service_permit::<Create, RefreshRow>()?;
    let now = tx.now().naive_utc();
    store::forget_old(tx, &permit, &sign_in.user_id, now - KEPT)?;
    let (token, row) = new_token(&sign_in.id, mode, now);
    store::insert(tx, &permit, &row)?;
    Ok(granted(sign_in, token, mode, idle, now))
}

/// Gives a token's successor; none when the token is refused and what came of that stands.
///
/// Refused are a token that nobody has, one of another mode, one that idled too long, and one of a
/// sign-in that is over or whose user may no longer act. One that was used or replaced before ends
/// its sign-in, unless the answer to its use was lost.
pub fn refresh(
    tx: &mut Transaction,
    token: &RefreshToken,
    mode: Mode,
    idle: TimeDelta,
) -> Result<Option<Granted>> {
    let permit = tx.service_permit::<Update, RefreshRow>()?;
    let now = tx.now().naive_utc();
    let hash = token.hash();
    let found = store::find(tx, &permit, &hash)?;
    let sign_in_id = found
        .filter(|row| row.mode == mode)
        .ok_or(Error::Unauthenticated)?
        .sign_in_id;
    // Of several that come at once, each sees what the one before it did.
    store::lock_family(tx, &permit, &sign_in_id)?;
    tx.touch::<SignInRow>(&permit, Action::Update, &sign_in_id);
    let row = store::find(tx, &permit, &hash)?.ok_or(Error::Unauthenticated)?;
    let family = store::family(tx, &permit, &sign_in_id)?;
    if family.sign_in.ended_at.is_some() || family.sign_in.expires_at <= now {
        return Err(Error::Unauthenticated);
    }
    let lost = match &row.successor_id {
        Some(id) if row.came_back_soon(now) && row.replaced_at.is_none() => {
            store::find_fresh(tx, &permit, id)?
        }
        _ => None,
    };
    if !row.is_fresh() && lost.is_none() {
        sign_ins::end(tx, &permit, &sign_in_id)?;
        let kind = MailKind::SignInEnded;
        mail::enqueue(tx, &permit, kind, &family.email, "/v1/sign-ins")?;
        tx.touch::<User>(&permit, Action::Update, &family.sign_in.user_id);
        tx.refuse_as("refresh_reuse");
        return Ok(None);
    }
    if !family.may_act || now - row.made_at >= idle {
        return Err(Error::Unauthenticated);
    }
    if let Some(lost) = lost {
        store::replace(tx, &permit, &lost, now)?;
    }
    let (token, successor) = new_token(&sign_in_id, mode, now);
    store::insert(tx, &permit, &successor)?;
    let used_at = row.used_at.unwrap_or(now);
    store::use_up(tx, &permit, &row.id, used_at, &successor.id)?;
    Ok(Some(granted(family.sign_in, token, mode, idle, now)))
}

fn new_token(sign_in: &SignInId, mode: Mode, now: NaiveDateTime) -> (RefreshToken, RefreshRow) {
    let token = RefreshToken::random();
    let row = RefreshRow {
        id: RefreshTokenId::new(),
        sign_in_id: sign_in.clone(),
        token_hash: token.hash(),
        mode,
        made_at: now,
        used_at: None,
        successor_id: None,
        replaced_at: None,
    };
    (token, row)
}

fn granted(
    sign_in: SignInRow,
    token: RefreshToken,
    mode: Mode,
    idle: TimeDelta,
    now: NaiveDateTime,
) -> Granted {
    Granted {
        idle: idle.min(sign_in.expires_at - now),
        sign_in,
        token,
        mode,
    }
}
