use chrono::TimeDelta;

use super::authenticate::methods;
use crate::access::{Action, Permit, Role, Service, Transaction, Update};
use crate::accounts::{Email, User, UserId, service as accounts};
use crate::error::{Error, Result};
use crate::identity_providers::settings::IdentityProvider;
use crate::identity_providers::{Assertion, ExternalIdentity, ExternalIdentityId, store};
use crate::organisations::OrganisationId;
use crate::sign_ins::SignInRow;
use crate::sign_ins::service::{Vouched, sign_in_vouched};
use crate::text::clean_name;

type Entering = Permit<Update, ExternalIdentity, Service>;

/// Starts a sign-in for whom the provider vouches for, after their roles were made those of their groups.
/// None when they may act in no role: what the groups took away stays taken. Nobody here knows of
/// somebody unknown, unless the settings take new users from the provider.
pub fn sign_in(
    tx: &mut Transaction,
    provider: &IdentityProvider,
    assertion: &Assertion,
    organisation: Option<&OrganisationId>,
    longest: TimeDelta,
) -> Result<Option<SignInRow>> {
    let permit = tx.service_permit::<Update, ExternalIdentity>()?;
    let roles = provider.roles_of(&assertion.groups);
    let found = store::find_identity(tx, &permit, &assertion.issuer, &assertion.subject)?;
    let user = match found {
        Some((identity, user)) if !user.active || !identity.counts() => {
            return Err(Error::WrongCredentials);
        }
        Some((identity, user)) => {
            // Of several that come at once, each sees what the one before it did.
            if !store::lock_identity(tx, &permit, &identity.id)? {
                return Err(Error::WrongCredentials);
            }
            user
        }
        None if provider.new_users && !roles.is_empty() => new_user(tx, &permit, assertion)?,
        None => return Err(Error::WrongCredentials),
    };
    tx.touch::<User>(&permit, Action::Update, &user.id);
    follow_groups(tx, &permit, provider, &user.id, roles)?;
    let vouched = Vouched {
        user: &user.id,
        identity_provider: &provider.id,
        authenticated_at: assertion.authenticated_at,
        methods: methods(tx, &permit, &user.id, assertion)?,
    };
    let row = sign_in_vouched(tx, &vouched, organisation, longest)?;
    if row.is_none() {
        tx.refuse_as("wrong_credentials");
    }
    Ok(row)
}

/// A user by the provider's word. Somebody else's e-mail address makes nobody that somebody: who has the
/// address of a user is refused, until an administrator links the two.
fn new_user(tx: &mut Transaction, permit: &Entering, assertion: &Assertion) -> Result<User> {
    let email = assertion.email.as_deref().ok_or(Error::WrongCredentials)?;
    let email = Email::new(email).map_err(|_code| Error::WrongCredentials)?;
    let name = assertion.name.as_deref().unwrap_or(email.as_str());
    let name = clean_name(name).map_err(|_code| Error::WrongCredentials)?;
    let user =
        accounts::add_by_provider(tx, permit, &email, name).map_err(|error| match error {
            Error::Invalid(_) => Error::WrongCredentials,
            other => other,
        })?;
    let identity = ExternalIdentity {
        id: ExternalIdentityId::new(),
        user_id: user.id.clone(),
        issuer: assertion.issuer.clone(),
        subject: assertion.subject.clone(),
        created_at: tx.now().naive_utc(),
        confirmed_at: Some(tx.now().naive_utc()),
    };
    // Two first sign-ins at once: the other one was first, and the next attempt finds its user.
    store::insert_identity(tx, permit, &identity).map_err(|error| match error {
        Error::Conflict(_) => Error::Unavailable("too_busy"),
        other => other,
    })?;
    Ok(user)
}

/// Gives the roles of the groups, and takes those that the provider gave before and no longer does.
/// Roles that people gave or took here stay as they are.
fn follow_groups(
    tx: &mut Transaction,
    permit: &Entering,
    provider: &IdentityProvider,
    user: &UserId,
    roles: Vec<(OrganisationId, Role)>,
) -> Result<()> {
    let had = store::memberships_of(tx, permit, user)?;
    if !provider.roles_follow_groups && had.iter().any(|it| it.identity_provider.is_some()) {
        return Ok(());
    }
    for membership in &had {
        let role = (membership.organisation_id.clone(), membership.role);
        let given_by_it = membership.identity_provider.as_deref() == Some(provider.id.as_str());
        let wanted = roles.contains(&role);
        if given_by_it && membership.active != wanted {
            store::switch_membership(tx, permit, &membership.id, wanted)?;
        }
    }
    for (organisation, role) in roles {
        let there = had
            .iter()
            .any(|it| it.organisation_id == organisation && it.role == role);
        if !there && !store::give_role(tx, permit, user, &organisation, role, &provider.id)? {
            let provider = provider.id.as_str();
            tracing::warn!(provider, %organisation, "a group's role is in no organisation");
        }
    }
    Ok(())
}
