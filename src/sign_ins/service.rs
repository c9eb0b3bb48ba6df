use chrono::TimeDelta;

use super::{SignInId, SignInRow, store};
use crate::access::{Create, Delete, Transaction};
use crate::accounts::passwords::Password;
use crate::accounts::{Email, User, service as accounts};
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;

/// What the sign-in looks at before the password is compared, outside of any transaction.
pub fn find_for_sign_in(tx: &mut Transaction, email: &Email) -> Result<Option<User>> {
    let permit = tx.service_permit::<Create, SignInRow>()?;
    store::find_by_email(tx, &permit, email)
}

/// Starts a sign-in for a user whose password matched; acts in the given organisation, or in the
/// user's first one. Unknown, disabled and roleless users are told apart from nobody.
pub fn sign_in(
    tx: &mut Transaction,
    user: Option<User>,
    organisation: Option<OrganisationId>,
    longest: TimeDelta,
) -> Result<SignInRow> {
    let permit = tx.service_permit::<Create, SignInRow>()?;
    let user = user
        .filter(|user| user.active)
        .ok_or(Error::WrongCredentials)?;
    let memberships = accounts::memberships_of(tx, &permit, &user.id)?;
    let (membership, _) = memberships
        .into_iter()
        .find(|(membership, _)| {
            organisation
                .as_ref()
                .is_none_or(|id| membership.organisation_id == *id)
        })
        .ok_or(Error::WrongCredentials)?;
    let row = SignInRow {
        id: SignInId::new(),
        user_id: user.id,
        membership_id: membership.id,
        authenticated_at: tx.now().naive_utc(),
        expires_at: (tx.now() + longest).naive_utc(),
        ended_at: None,
    };
    store::insert(tx, &permit, &row)?;
    Ok(row)
}

/// Ends the acting user's present sign-in; every token of it is refused from the next request on.
pub fn sign_out(tx: &mut Transaction) -> Result<()> {
    let permit = tx.own_permit::<Delete, SignInRow>()?;
    let now = tx.now().naive_utc();
    match tx.actor().sign_in.clone() {
        Some(sign_in) => store::end(tx, &permit, &sign_in.id, now),
        None => Err(Error::Unauthenticated),
    }
}

/// Compares a password, whether the user exists or not. Takes tens of milliseconds.
pub fn password_matches(user: Option<&User>, password: &Password) -> bool {
    password.matches(user.and_then(|user| user.password_hash.as_deref()))
}
