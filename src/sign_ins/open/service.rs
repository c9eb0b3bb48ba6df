use super::{OpenSignIn, store};
use crate::access::{Action, Delete, List, Resource, Transaction, Update};
use crate::accounts::{MembershipId, User, UserId, service as accounts};
use crate::error::{Error, Result};
use crate::sign_ins::{SignInId, SignInRow, service as sign_ins};

/// The acting user's sign-ins that still stand, and which of them asks.
pub fn list_mine(tx: &mut Transaction) -> Result<(Vec<OpenSignIn>, SignInId)> {
    let permit = tx.own_permit::<List, SignInRow>()?;
    let current = current(tx)?;
    Ok((store::list_mine(tx, &permit)?, current))
}

/// Ends one sign-in; every token of it is refused from the next request on. One that is over stays
/// as it is.
pub fn end(tx: &mut Transaction, id: &SignInId) -> Result<()> {
    let permit = tx.permit::<Delete, SignInRow, SignInRow>(id)?;
    sign_ins::end(tx, &permit, id)
}

/// Ends all sign-ins of a user, also the one that asks where it is theirs.
pub fn end_all(tx: &mut Transaction, user: &UserId) -> Result<()> {
    let permit = tx.permit::<Delete, SignInRow, User>(user)?;
    sign_ins::end_all_of(tx, &permit, user, None)
}

/// Has the present sign-in act in another of the user's roles, from the next request on.
pub fn switch(tx: &mut Transaction, membership: &MembershipId) -> Result<OpenSignIn> {
    let permit = tx.own_permit::<Update, SignInRow>()?;
    let current = current(tx)?;
    let user = tx.actor().user_id.clone();
    let through = tx.actor().identity_provider().map(str::to_owned);
    let (role, organisation) = accounts::memberships_of(tx, &permit, &user, through.as_deref())?
        .into_iter()
        .find(|(row, _)| row.id == *membership)
        .ok_or(Error::NotFound(Resource::Membership))?;
    store::switch(tx, &permit, &current, membership)?;
    tx.touch::<SignInRow>(&permit, Action::Update, &current);
    let row = store::find_current(tx, &permit, &current)?;
    Ok((row, role, organisation))
}

fn current(tx: &Transaction) -> Result<SignInId> {
    let sign_in = tx.actor().sign_in.as_ref();
    sign_in
        .map(|sign_in| sign_in.id.clone())
        .ok_or(Error::Unauthenticated)
}
