use super::model::RECOVERY_CODES;
use super::totp::{Secret, is_code};
use super::{RecoveryCode, SecondFactor, store};
use crate::access::{Create, Delete, Proof, SignIn, Transaction};
use crate::accounts::{User, UserId, service as accounts};
use crate::error::{Error, Result};
use crate::mail::{MailKind, service as mail};
use crate::password_settings::service as password_settings;
use crate::sign_ins::{Methods, service as sign_ins};

/// How somebody whose password matched shows who they are. Who has a second factor needs a code: of
/// their app, which is taken once, or a recovery code. The refusal tells that the password matched.
pub fn prove(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    code: Option<&str>,
) -> Result<Methods> {
    let Some(sealed) = store::find(tx, proof, user)?.and_then(|it| it.sealed_secret) else {
        return Ok(Methods::Password);
    };
    let code = code.ok_or(Error::SecondFactorNeeded)?;
    if !is_code(code) {
        let hash = RecoveryCode::hash(user, code);
        let used = store::use_recovery_code(tx, proof, user, &hash)?;
        return match used {
            true => Ok(Methods::PasswordAndRecoveryCode),
            false => Err(Error::WrongCode),
        };
    }
    let secret = SecondFactor::open(&tx.vault(), user, &sealed).map_err(Error::internal)?;
    let step = secret.step_of(code, tx.now())?.ok_or(Error::WrongCode)?;
    match store::take_step(tx, proof, user, step)? {
        true => Ok(Methods::PasswordAndCode),
        false => Err(Error::WrongCode),
    }
}

/// Whether a user has a second factor.
pub fn is_set(tx: &mut Transaction, proof: &impl Proof, user: &UserId) -> Result<bool> {
    let found = store::find(tx, proof, user)?;
    Ok(found.is_some_and(|it| it.sealed_secret.is_some()))
}

/// Makes a secret for the acting user's app. It counts when the user shows a code of it; until then
/// an older one stays as it is.
pub fn offer(tx: &mut Transaction) -> Result<(User, Secret)> {
    let permit = tx.own_permit::<Create, SecondFactor>()?;
    let user = store::find_mine(tx, &permit)?;
    ensure_shown(tx, &permit, &user.id)?;
    let secret = Secret::random();
    let sealed = SecondFactor::seal(&tx.vault(), &user.id, &secret);
    store::offer(tx, &permit, &sealed)?;
    Ok((user, secret))
}

/// Takes the first code of the offered secret, and gives the recovery codes, which nobody sees again.
/// The present sign-in counts as one with a second factor from then on, and is no younger for it; the
/// user's others end.
pub fn confirm(tx: &mut Transaction, code: &str) -> Result<Vec<String>> {
    let permit = tx.own_permit::<Create, SecondFactor>()?;
    let me = store::find_mine(tx, &permit)?;
    let user = me.id.clone();
    let sign_in = ensure_shown(tx, &permit, &user)?;
    let offered = store::find(tx, &permit, &user)?.and_then(|it| it.offered_secret);
    let sealed = offered.ok_or(Error::Conflict("second_factor_not_offered"))?;
    let secret = SecondFactor::open(&tx.vault(), &user, &sealed).map_err(Error::internal)?;
    let step = secret.step_of(code, tx.now())?;
    let step = step.ok_or_else(|| Error::invalid("/code", "wrong_code"))?;
    if !store::confirm(tx, &permit, &sealed, step)? {
        return Err(Error::Conflict("second_factor_not_offered"));
    }
    let codes: Vec<_> = (0..RECOVERY_CODES)
        .map(|_| RecoveryCode::random())
        .collect();
    let row = |code: &String| RecoveryCode {
        user_id: user.clone(),
        code_hash: RecoveryCode::hash(&user, code),
    };
    let rows: Vec<_> = codes.iter().map(row).collect();
    store::replace_recovery_codes(tx, &permit, &user, &rows)?;
    let (methods, shown_at) = (sign_in.methods.with_code(), sign_in.authenticated_at);
    sign_ins::note_methods_at(tx, &permit, methods, shown_at.and_utc())?;
    sign_ins::end_all_of(tx, &permit, &user, Some(&sign_in.id))?;
    tell(tx, &permit, &me)?;
    Ok(codes)
}

/// The present sign-in. Who has a second factor and has not shown it in this one puts no other in its
/// place.
fn ensure_shown(tx: &mut Transaction, proof: &impl Proof, user: &UserId) -> Result<SignIn> {
    let sign_in = tx.actor().sign_in.clone().ok_or(Error::Unauthenticated)?;
    if !sign_in.methods.has_second_factor() && is_set(tx, proof, user)? {
        return Err(Error::SecondFactorNeeded);
    }
    Ok(sign_in)
}

/// Ends the second factor of a user who lost app and recovery codes, and all their sign-ins: they enrol anew
/// when they sign in next. Their password may be one that was long enough beside a second factor only, so
/// that it ends as well, and a link to choose another is sent. Nothing happens to who has none.
pub fn remove(tx: &mut Transaction, user: &UserId) -> Result<()> {
    let permit = tx.permit::<Delete, SecondFactor, User>(user)?;
    let had_one = is_set(tx, &permit, user)?;
    store::remove(tx, &permit, user)?;
    if had_one {
        sign_ins::end_all_of(tx, &permit, user, None)?;
        let whose = permit.parent().clone();
        tell(tx, &permit, &whose)?;
        if accounts::withdraw_password(tx, &permit, user)? {
            password_settings::send_link(tx, &permit, &whose)?;
        }
    }
    Ok(())
}

/// Tells a user that their second factor is another, or gone.
fn tell(tx: &mut Transaction, proof: &impl Proof, user: &User) -> Result<()> {
    mail::enqueue(tx, proof, MailKind::SecondFactorChanged, &user.email, "")
}

/// Gives a user a second factor without a code, for invented people.
pub fn enrol_by_command(tx: &mut Transaction, user: &UserId, secret: &Secret) -> Result<()> {
    let permit = tx.service_permit::<Create, SecondFactor>()?;
    let factor = SecondFactor {
        user_id: user.clone(),
        sealed_secret: Some(SecondFactor::seal(&tx.vault(), user, secret)),
        offered_secret: None,
        last_step: None,
        confirmed_at: Some(tx.now().naive_utc()),
    };
    store::insert(tx, &permit, &factor)
}
