use super::{PasswordLink, PasswordLinkId, PasswordLinkKind, Token, store};
use crate::access::{Create, Proof, Transaction, Update};
use crate::accounts::passwords::{Chooser, Context};
use crate::accounts::{Account, Email, User, UserId, service as accounts};
use crate::error::{Error, Result};
use crate::limits;
use crate::mail::{MailKind, OutboxMail, service as mail};
use crate::second_factors::service as second_factors;
use crate::sign_ins::service as sign_ins;

/// The front end's page where a password is chosen; the token follows after a `#`.
const PAGE: &str = "/set-password";

/// Somebody who forgot their password asks for a link. The same is done for an address that nobody
/// has: who it belongs to is looked up when the mail is sent.
pub fn ask_for_reset(tx: &mut Transaction, email: &Email) -> Result<()> {
    let permit = tx.service_permit::<Create, PasswordLink>()?;
    mail::enqueue(tx, &permit, MailKind::PasswordReset, email.as_str(), PAGE)
}

/// An administrator has a link sent to a user.
pub fn start_reset(tx: &mut Transaction, user: &UserId) -> Result<()> {
    let permit = tx.permit::<Update, User, User>(user)?;
    let user = permit.parent().clone();
    send_link(tx, &permit, &user)
}

/// Has a link sent to a user who is to choose another password, for a feature that holds a permit.
pub fn send_link(tx: &mut Transaction, proof: &impl Proof, user: &User) -> Result<()> {
    mail::enqueue(tx, proof, MailKind::PasswordReset, &user.email, PAGE)
}

/// Has a link sent to a user who was just added.
pub fn invite(tx: &mut Transaction, proof: &impl Proof, user: &User) -> Result<()> {
    mail::enqueue(tx, proof, MailKind::Invitation, &user.email, PAGE)
}

/// What a mail needs besides its row in the outbox when it is sent.
pub enum Enclosed {
    Nothing,
    Token(Token),
    /// Nobody has the address, or somebody who signs in through an identity provider alone, or its link
    /// was used, or a newer one was sent: it is not sent.
    NoReader,
}

/// Makes the link of a mail that is about to be sent; a newer link ends the older ones. For a further
/// attempt the link is the same, and its time begins anew.
pub fn enclose(tx: &mut Transaction, mail: &OutboxMail) -> Result<Enclosed> {
    let kind = match mail.kind {
        MailKind::Invitation => PasswordLinkKind::Invitation,
        MailKind::PasswordReset => PasswordLinkKind::PasswordReset,
        _ => return Ok(Enclosed::Nothing),
    };
    let permit = tx.service_permit::<Create, PasswordLink>()?;
    let Some(user) = store::find_reader(tx, &permit, &mail.recipient)? else {
        return Ok(Enclosed::NoReader);
    };
    let resets = kind == PasswordLinkKind::PasswordReset;
    if resets && store::comes_by_provider_only(tx, &permit, &user)? {
        return Ok(Enclosed::NoReader);
    }
    let id: PasswordLinkId = mail.id.to_string().parse().map_err(Error::internal)?;
    let token = Token::of(&tx.vault(), &id);
    let now = tx.now();
    let expires_at = (now + kind.lifetime()).naive_utc();
    match store::find(tx, &permit, &id)? {
        Some(link) if link.ended_at.is_some() => return Ok(Enclosed::NoReader),
        Some(_) => store::postpone(tx, &permit, &id, &token.hash(), expires_at)?,
        None => {
            store::end_all(tx, &permit, &user.id)?;
            let link = PasswordLink {
                id,
                user_id: user.id,
                kind,
                token_hash: token.hash(),
                created_at: now.naive_utc(),
                expires_at,
                ended_at: None,
            };
            store::insert(tx, &permit, &link)?;
        }
    }
    Ok(Enclosed::Token(token))
}

/// Who chooses a password by a token; none when its link cannot be used any more.
pub fn chooser_of(tx: &mut Transaction, token: &Token) -> Result<Option<Chooser>> {
    let permit = tx.service_permit::<Update, PasswordLink>()?;
    let found = store::find_standing(tx, &permit, &token.hash())?;
    found
        .map(|(_, user)| chooser(tx, &permit, &user))
        .transpose()
}

/// Sets the password of who has the token, and ends all their sign-ins. With a first password they
/// confirm the identities that were linked to them before. A used or expired token is [`Error::Gone`].
pub fn set_by_token(tx: &mut Transaction, token: &Token, hash: Option<String>) -> Result<()> {
    let permit = tx.service_permit::<Update, PasswordLink>()?;
    let (link, user) = store::find_standing(tx, &permit, &token.hash())?.ok_or(Error::Gone)?;
    let hash = hash.ok_or(Error::Gone)?;
    if !store::use_up(tx, &permit, &link.id)? {
        return Err(Error::Gone);
    }
    if user.password_hash.is_none() {
        store::ask_for_confirmation(tx, &permit, &user.id)?;
    }
    store::set_hash(tx, &permit, &user.id, &hash)?;
    sign_ins::end_all_of(tx, &permit, &user.id, None)?;
    forget_failures(tx, &permit, &user)?;
    tell(tx, &permit, &user)
}

/// The acting user, and what they may choose.
pub fn prepare_change(tx: &mut Transaction) -> Result<(User, Chooser)> {
    let permit = tx.own_permit::<Update, Account>()?;
    let user = store::find_mine(tx, &permit)?;
    let chooser = chooser(tx, &permit, &user)?;
    Ok((user, chooser))
}

/// Changes the acting user's password from the hash that was compared to a new one, and ends their
/// other sign-ins.
pub fn change(tx: &mut Transaction, old: Option<&str>, new: Option<&str>) -> Result<()> {
    let wrong = || Error::invalid("/current_password", "wrong_password");
    let permit = tx.own_permit::<Update, Account>()?;
    let user = store::find_mine(tx, &permit)?;
    let (old, new) = old.zip(new).ok_or_else(wrong)?;
    if !accounts::replace_hash(tx, &permit, &user.id, old, new)? {
        return Err(wrong());
    }
    store::end_all(tx, &permit, &user.id)?;
    let current = tx.actor().sign_in.as_ref().map(|it| it.id.clone());
    sign_ins::end_all_of(tx, &permit, &user.id, current.as_ref())?;
    forget_failures(tx, &permit, &user)?;
    tell(tx, &permit, &user)
}

/// Whoever sets or knows the password may be wrong again from the beginning.
fn forget_failures(tx: &mut Transaction, proof: &impl Proof, user: &User) -> Result<()> {
    let email = Email::new(&user.email).map_err(Error::internal)?;
    limits::forget(tx, proof, &email)
}

/// Tells a user that their password is another.
fn tell(tx: &mut Transaction, proof: &impl Proof, user: &User) -> Result<()> {
    mail::enqueue(tx, proof, MailKind::PasswordChanged, &user.email, "")
}

fn chooser(tx: &mut Transaction, proof: &impl Proof, user: &User) -> Result<Chooser> {
    let memberships = accounts::memberships_of(tx, proof, &user.id, None)?;
    let organisations = memberships.iter().map(|(_, name)| name.as_str());
    let own = [user.email.as_str(), user.display_name.as_str()];
    Ok(Chooser {
        context: Context::new(organisations.chain(own)),
        has_second_factor: second_factors::is_set(tx, proof, &user.id)?,
    })
}
