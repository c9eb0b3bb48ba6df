use chrono::{DateTime, TimeDelta, Utc};

use super::{Methods, SignInId, SignInRow, store};
use crate::access::{Action, Create, Delete, Proof, Transaction};
use crate::accounts::passwords::{Cost, Password};
use crate::accounts::{Email, Membership, MembershipId, User, UserId, service as accounts};
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;
use crate::second_factors::service as second_factors;

/// What the sign-in looks at before the password is compared, outside of any transaction.
pub fn find_for_sign_in(tx: &mut Transaction, email: &Email) -> Result<Option<User>> {
    let permit = tx.service_permit::<Create, SignInRow>()?;
    store::find_by_email(tx, &permit, email)
}

/// Names the account that somebody tries, in the operation's entry; nobody's where there is none.
pub fn name_account(tx: &mut Transaction, account: Option<&UserId>) -> Result<()> {
    let permit = tx.service_permit::<Create, SignInRow>()?;
    let nobody = UserId::nil();
    tx.touch::<User>(&permit, Action::Read, account.unwrap_or(&nobody));
    Ok(())
}

/// Starts a sign-in for a user whose password matched; acts in the given organisation, or in the
/// user's first one. Unknown, disabled and roleless users are told apart from nobody. `code` is of the
/// second factor, for who has one.
pub fn sign_in(
    tx: &mut Transaction,
    matched: Option<Matched>,
    organisation: Option<OrganisationId>,
    code: Option<&str>,
    longest: TimeDelta,
) -> Result<SignInRow> {
    let permit = tx.service_permit::<Create, SignInRow>()?;
    let Matched {
        user,
        stronger_hash,
    } = matched
        .filter(|matched| matched.user.active)
        .ok_or(Error::WrongCredentials)?;
    let membership = role_in(tx, &permit, &user.id, None, organisation.as_ref())?
        .ok_or(Error::WrongCredentials)?;
    let methods = second_factors::prove(tx, &permit, &user.id, code)?;
    let row = SignInRow {
        id: SignInId::new(),
        user_id: user.id.clone(),
        membership_id: membership,
        authenticated_at: tx.now().naive_utc(),
        expires_at: (tx.now() + longest).naive_utc(),
        ended_at: None,
        methods,
        identity_provider: None,
    };
    // The hash that was compared must still be the user's: a password that is set meanwhile waits
    // here, or is seen, and so ends this sign-in with the others.
    let compared = user.password_hash.as_deref().unwrap_or_default();
    let kept = stronger_hash.as_deref().unwrap_or(compared);
    if !accounts::replace_hash(tx, &permit, &user.id, compared, kept)? {
        return Err(Error::WrongCredentials);
    }
    store::insert(tx, &permit, &row)?;
    Ok(row)
}

/// Somebody whom an identity provider vouches for, and how.
pub struct Vouched<'a> {
    pub user: &'a UserId,
    pub identity_provider: &'a str,
    /// When they showed the provider who they are.
    pub authenticated_at: DateTime<Utc>,
    pub methods: Methods,
}

/// Starts a sign-in for somebody whom an identity provider vouches for, for the feature that heard it;
/// none for who may act in no role.
pub fn sign_in_vouched(
    tx: &mut Transaction,
    vouched: &Vouched,
    organisation: Option<&OrganisationId>,
    longest: TimeDelta,
) -> Result<Option<SignInRow>> {
    let permit = tx.service_permit::<Create, SignInRow>()?;
    let through = Some(vouched.identity_provider);
    let Some(membership_id) = role_in(tx, &permit, vouched.user, through, organisation)? else {
        return Ok(None);
    };
    let row = SignInRow {
        id: SignInId::new(),
        user_id: vouched.user.clone(),
        membership_id,
        authenticated_at: vouched.authenticated_at.naive_utc(),
        expires_at: (tx.now() + longest).naive_utc(),
        ended_at: None,
        methods: vouched.methods,
        identity_provider: through.map(str::to_owned),
    };
    store::insert(tx, &permit, &row)?;
    Ok(Some(row))
}

/// The user's oldest role in an organisation, or in any.
fn role_in(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    through: Option<&str>,
    organisation: Option<&OrganisationId>,
) -> Result<Option<MembershipId>> {
    let memberships = accounts::memberships_of(tx, proof, user, through)?;
    let fits = |membership: &Membership| {
        organisation.is_none_or(|organisation| membership.organisation_id == *organisation)
    };
    let found = memberships.into_iter().find(|(row, _)| fits(row));
    Ok(found.map(|(membership, _)| membership.id))
}

/// Ends the acting user's present sign-in; every token of it is refused from the next request on.
pub fn sign_out(tx: &mut Transaction) -> Result<()> {
    let permit = tx.own_permit::<Delete, SignInRow>()?;
    match tx.actor().sign_in.clone() {
        Some(sign_in) => store::end(tx, &permit, &sign_in.id),
        None => Err(Error::Unauthenticated),
    }
}

/// Ends a sign-in, for a feature that holds a permit.
pub fn end(tx: &mut Transaction, proof: &impl Proof, id: &SignInId) -> Result<()> {
    store::end(tx, proof, id)
}

/// Notes that the acting user just showed who they are, for a feature that saw it.
pub fn note_methods(tx: &mut Transaction, proof: &impl Proof, methods: Methods) -> Result<()> {
    let now = tx.now();
    note_methods_at(tx, proof, methods, now)
}

/// [`note_methods`] of an earlier time.
pub fn note_methods_at(
    tx: &mut Transaction,
    proof: &impl Proof,
    methods: Methods,
    at: DateTime<Utc>,
) -> Result<()> {
    match tx.actor().sign_in.clone() {
        Some(sign_in) => store::note_methods(tx, proof, &sign_in.id, methods, at.naive_utc()),
        None => Err(Error::Unauthenticated),
    }
}

/// Ends all sign-ins of a user but one, for a feature that holds a permit.
pub fn end_all_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
    but: Option<&SignInId>,
) -> Result<()> {
    store::end_all_of(tx, proof, user, but)
}

/// Ends all sign-ins that act in a role, for a feature that holds a permit.
pub fn end_all_in(
    tx: &mut Transaction,
    proof: &impl Proof,
    membership: &MembershipId,
) -> Result<()> {
    store::end_all_in(tx, proof, membership)
}

/// Ends all sign-ins of a user that an identity provider vouched for, for a feature that holds a permit.
pub fn end_all_through_providers(
    tx: &mut Transaction,
    proof: &impl Proof,
    user: &UserId,
) -> Result<()> {
    store::end_all_through_providers(tx, proof, user)
}

/// A user whose password matched.
pub struct Matched {
    pub user: User,
    /// A hash of the same password to keep instead, where the one kept costs too little.
    pub stronger_hash: Option<String>,
}

impl Matched {
    /// A user whose hash may stay as it is.
    pub fn of(user: User) -> Self {
        Self {
            user,
            stronger_hash: None,
        }
    }
}

/// Compares a password, whether the user exists or not. Takes tens of milliseconds.
pub fn compare(user: Option<User>, password: &Password, cost: Cost) -> Result<Option<Matched>> {
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let matches = password.matches(hash, cost);
    let weak = hash.is_some_and(|hash| cost.is_above(hash));
    let Some(user) = user.filter(|_| matches) else {
        return Ok(None);
    };
    let stronger_hash = weak.then(|| password.hash_at(cost)).transpose()?;
    Ok(Some(Matched {
        user,
        stronger_hash,
    }))
}
