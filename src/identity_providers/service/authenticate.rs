use crate::access::{Proof, Transaction, Update};
use crate::accounts::UserId;
use crate::error::{Error, Result};
use crate::identity_providers::{Assertion, store};
use crate::second_factors::service as second_factors;
use crate::sign_ins::{Methods, SignInRow, service as sign_ins};

/// Notes in the present sign-in that its user just showed the provider who they are. Somebody else, or
/// nobody known, is refused.
pub fn authenticate(tx: &mut Transaction, assertion: &Assertion) -> Result<Methods> {
    let permit = tx.own_permit::<Update, SignInRow>()?;
    let me = tx.actor().user_id.clone();
    let found = store::find_identity(tx, &permit, &assertion.issuer, &assertion.subject)?;
    if found.is_none_or(|(identity, user)| user.id != me || !identity.counts()) {
        return Err(Error::WrongCredentials);
    }
    let methods = methods(tx, &permit, &me, assertion)?;
    sign_ins::note_methods_at(tx, &permit, methods, assertion.authenticated_at)?;
    Ok(methods)
}

/// What a provider's word is worth. Who has a second factor here shows it here, unless they showed one
/// there.
pub(super) fn methods(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    assertion: &Assertion,
) -> Result<Methods> {
    Ok(if assertion.second_factor {
        Methods::ProviderWithSecondFactor
    } else if second_factors::is_set(tx, proof, user)? {
        Methods::ProviderAwaitingCode
    } else {
        Methods::Provider
    })
}
