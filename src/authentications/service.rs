use crate::access::{Read, Transaction, Update};
use crate::accounts::{Account, Email, User, store as accounts};
use crate::error::{Error, Result};
use crate::limits;
use crate::second_factors::service as second_factors;
use crate::sign_ins::{Methods, SignInRow, service as sign_ins};

/// The acting user, whose password is compared outside of any transaction.
pub fn find_mine(tx: &mut Transaction) -> Result<User> {
    let permit = tx.own_permit::<Read, Account>()?;
    accounts::find_mine(tx, &permit)
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
