use super::super::{
    LINK_LIFETIME, ReferenceConfirmation, ReferenceContact, ReferenceLink, ReferenceLinkId,
    ReferenceRequest, store,
};
use crate::access::{Proof, Read, Transaction};
use crate::error::{Error, Result};
use crate::mail::{MailId, MailKind, OutboxMail, service as mail};
use crate::password_settings::Token;
use crate::password_settings::service::Enclosed;
use crate::vault::Vault;

/// The front end's page where a reference is confirmed; the token follows after a `#`.
const PAGE: &str = "/confirm-reference";

/// Has a link sent to the contact of a request; one that stood before ends.
pub(super) fn send(
    tx: &mut Transaction,
    proof: &impl Proof,
    request: &ReferenceRequest,
    contact: &ReferenceContact,
) -> Result<ReferenceLink> {
    store::end_link(tx, proof, &request.id)?;
    let mail = MailId::new();
    let id: ReferenceLinkId = mail.to_string().parse().map_err(Error::internal)?;
    let asked = MailKind::ReferenceAsked;
    mail::enqueue_as(tx, proof, mail, asked, &contact.email, PAGE)?;
    let now = tx.now();
    let link = ReferenceLink {
        token_hash: token(&tx.vault(), &id).hash(),
        id,
        request_id: request.id.clone(),
        case_id: request.case_id.clone(),
        organisation_id: request.organisation_id.clone(),
        created_by: tx.actor().user_id.clone(),
        created_at: now.naive_utc(),
        expires_at: (now + LINK_LIFETIME).naive_utc(),
        ended_at: None,
    };
    store::insert_link(tx, proof, &link)?;
    Ok(link)
}

/// The token of a mail that asks for a reference, when it is sent; the same at each attempt. A mail whose link
/// ended meanwhile is not sent.
pub fn enclose(tx: &mut Transaction, mail: &OutboxMail) -> Result<Enclosed> {
    let permit = tx.service_permit::<Read, ReferenceConfirmation>()?;
    let id: ReferenceLinkId = mail.id.to_string().parse().map_err(Error::internal)?;
    if store::stands(tx, &permit, &id)? {
        Ok(Enclosed::Token(token(&tx.vault(), &id)))
    } else {
        Ok(Enclosed::NoReader)
    }
}

fn token(vault: &Vault, link: &ReferenceLinkId) -> Token {
    Token::given(vault.blind_index("reference link", link.as_str()))
}
