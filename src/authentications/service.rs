use crate::access::{Read, SignIn, Transaction, Update};
use crate::accounts::{Account, Email, User, store as accounts};
use crate::error::{Error, Result};
use crate::limits;
use crate::second_factors::service as second_factors;
use crate::sign_ins::{Methods, SignInRow, service as sign_ins};

/// The acting user, whose password is compared outside of any transaction, and their present sign-in.
pub fn find_mine(tx: &mut Transaction) -> Result<(User, SignIn)> {
    let permit = tx.own_permit::<Read, Account>()?;
    let sign_in = tx.actor().sign_in.clone().ok_or(Error::Unauthenticated)?;
    Ok((accounts::find_mine(tx, &permit)?, sign_in))
}

/// Notes in a sign-in that an identity provider vouched for that its user, of this e-mail address, has
/// shown their second factor too. That makes their authentication no younger.
pub fn add_code(
    tx: &mut Transaction,
    email: &Email,
    open: bool,
    code: Option<&str>,
) -> Result<Methods> {
    let permit = tx.own_permit::<Update, SignInRow>()?;
    let sign_in = tx.actor().sign_in.clone().ok_or(Error::Unauthenticated)?;
    if !sign_in.methods.awaits_code() {
        return Err(Error::invalid("/password", "missing_property"));
    }
    if !open {
        return Err(Error::WrongCredentials);
    }
    let user = tx.actor().user_id.clone();
    let methods = second_factors::prove(tx, &permit, &user, code)?.after_provider();
    let authenticated_at = sign_in.authenticated_at.and_utc();
    sign_ins::note_methods_at(tx, &permit, methods, authenticated_at)?;
    limits::forget(tx, &permit, email)?;
    Ok(methods)
}

/// Notes in the present sign-in that its user, of this e-mail address, just showed who they are, as at a
/// sign-in.
pub fn renew(
    tx: &mut Transaction,
    email: &Email,
    matched: bool,
    code: Option<&str>,
) -> Result<Methods> {
    let permit = tx.own_permit::<Update, SignInRow>()?;
    if !matched {
        return Err(Error::WrongCredentials);
    }
    let user = tx.actor().user_id.clone();
    let methods = second_factors::prove(tx, &permit, &user, code)?;
    sign_ins::note_methods(tx, &permit, methods)?;
    limits::forget(tx, &permit, email)?;
    Ok(methods)
}
