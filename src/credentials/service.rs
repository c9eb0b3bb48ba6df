use super::attestation::Attestation;
use super::european::European;
use super::frame::{Claims, Frame};
use super::{
    Credential, CredentialId, CredentialKind, IssuerAddress, IssuerKey, IssuerKeyId, Jwk,
    KeyAlgorithm, PublicIssuerKey, Signer, StatusList, StatusListId, badge, keys, status, store,
};
use crate::access::{Create, List, Permit, Proof, Read, Resource, Transaction};
use crate::cases::Case;
use crate::certificates::{Certificate, CertificateId, CertificateStatus};
use crate::competence_credentials::CompetenceCredential;
use crate::documents::content::{Document, ParticipationContent};
use crate::documents::service as documents;
use crate::error::{Error, Result};
use crate::organisations::{Organisation, OrganisationId, service as organisations};
use crate::vault::random_bytes;

/// A list is given up for a new one when it is this full: until then a random place is soon found.
const FULL: i32 = (status::PLACES / 2) as i32;

/// The media type of a signed credential (W3C VC-JOSE-COSE, 6.1.1).
const KIND: &str = "vc+jwt";
/// Open Badges 3.0 (8.2.4.1) knows no other.
const BADGE_KIND: &str = "JWT";

/// A credential that was signed and is not kept yet: the certificate's file carries it.
pub struct Draft {
    credential: Credential,
    signer: Signer,
}

impl Draft {
    pub fn token(&self) -> &str {
        &self.credential.token
    }

    /// Signs the seal of the file.
    pub fn sign(&self, message: &[u8]) -> Result<String> {
        self.signer.signature(message)
    }
}

/// Signs the credential of a certificate that is being issued.
///
/// Called after the certificate's number was taken: whoever else issues for the organisation waits.
pub fn draft(
    tx: &mut Transaction,
    permit: &Permit<Create, Certificate, Case>,
    content: &ParticipationContent,
    content_hash: &str,
) -> Result<Draft> {
    let kind = CredentialKind::Participation;
    sign(tx, permit, permit.case(), kind, |frame| {
        badge::participation(frame, content, content_hash)
    })
}

/// Signs and keeps a credential of competences.
pub fn attest(
    tx: &mut Transaction,
    permit: &Permit<Create, CompetenceCredential, Case>,
    attestation: &Attestation,
) -> Result<CredentialId> {
    let kind = CredentialKind::Competences;
    let claims = |frame: &Frame| attestation.claims(frame);
    let draft = sign(tx, permit, permit.case(), kind, claims)?;
    store::insert(tx, permit, &draft.credential)?;
    Ok(draft.credential.id)
}

fn sign(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    kind: CredentialKind,
    claims: impl FnOnce(&Frame) -> Claims,
) -> Result<Draft> {
    let issuer = IssuerAddress::new(tx.public_url(), &case.organisation_id);
    let (key, signer) = signer(tx, proof, &case.organisation_id)?;
    let list = list_with_room(tx, proof, &issuer, &case.organisation_id, &signer)?;
    let place = free_place(tx, proof, &list)?;
    let id = CredentialId::new();
    let frame = Frame {
        id: &id,
        subject: &CredentialId::new(),
        issuer: &issuer,
        status_list: &list,
        status_place: place,
        at: tx.now(),
    };
    let token = signer.token(BADGE_KIND, &claims(&frame))?;
    let credential = Credential {
        id,
        case_id: case.id.clone(),
        organisation_id: case.organisation_id.clone(),
        kind,
        certificate_id: None,
        issuer_key_id: key,
        status_list_id: list,
        status_place: place,
        token,
        issued_by: tx.actor().user_id.clone(),
        issued_at: tx.now().naive_utc(),
        ended_at: None,
    };
    Ok(Draft { credential, signer })
}

/// Keeps a draft as the credential of a certificate.
pub fn keep(
    tx: &mut Transaction,
    permit: &Permit<Create, Certificate, Case>,
    draft: Draft,
    certificate: &CertificateId,
) -> Result<()> {
    let credential = Credential {
        certificate_id: Some(certificate.clone()),
        ..draft.credential
    };
    store::insert(tx, permit, &credential)
}

/// Ends the credential of a certificate that was revoked or replaced, if it has one: its bit is set in the
/// list that the next one who asks is given.
pub fn end(tx: &mut Transaction, proof: &impl Proof, certificate: &CertificateId) -> Result<()> {
    match store::of_certificate(tx, proof, certificate)? {
        Some(credential) => end_one(tx, proof, &credential),
        None => Ok(()),
    }
}

/// Ends a credential of competences.
pub fn end_attested(tx: &mut Transaction, proof: &impl Proof, id: &CredentialId) -> Result<()> {
    let credential = store::find(tx, proof, id)?;
    end_one(tx, proof, &credential)
}

fn end_one(tx: &mut Transaction, proof: &impl Proof, credential: &Credential) -> Result<()> {
    let list = &credential.status_list_id;
    // The key before the list, as whoever issues takes them.
    let (_, signer) = signer(tx, proof, &credential.organisation_id)?;
    store::lock_list(tx, proof, list)?;
    store::end(tx, proof, credential, tx.now().naive_utc())?;
    let ended = store::ended_places(tx, proof, list)?;
    let ended: std::result::Result<Vec<usize>, _> =
        ended.into_iter().map(TryInto::try_into).collect();
    let ended = ended.map_err(Error::internal)?;
    let list = store::find_list(tx, proof, list)?;
    sign_anew(tx, proof, &signer, &list, ended)
}

/// Signs a list with other places set, at no earlier time than before: this transaction may have begun before the
/// one that it waited for. Its address and its issuer stay those that credentials name, wherever the service has
/// moved since.
fn sign_anew(
    tx: &mut Transaction,
    proof: &impl Proof,
    signer: &Signer,
    list: &StatusList,
    ended: impl IntoIterator<Item = usize>,
) -> Result<()> {
    let at = tx.now().max(list.signed_at.and_utc());
    let claims = status::with(&list.signed, ended, at)
        .ok_or_else(|| Error::internal("a status list does not read"))?;
    let signed = signer.token(KIND, &claims)?;
    store::replace_list(tx, proof, &list.id, &signed, at.naive_utc())
}

/// The key that an organisation signs with; its first is made when it is needed. A service that has moved signs
/// with one of its new address, as with lists: by its keys it is known later where it was. The one before is
/// retired, and what it signed holds.
fn signer(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
) -> Result<(IssuerKeyId, Signer)> {
    let issuer = IssuerAddress::new(tx.public_url(), organisation);
    let key = match store::take_signing_key(tx, proof, organisation)? {
        Some(key) if key.public_jwk.get().kid == issuer.key(&key.id) => key,
        Some(key) => {
            store::retire_key(tx, proof, organisation, tx.now().naive_utc())?;
            make_key(tx, proof, organisation, key.algorithm)?
        }
        None => make_key(tx, proof, organisation, KeyAlgorithm::EdDsa)?,
    };
    let signer = Signer::open(&tx.vault(), &key)?;
    Ok((key.id, signer))
}

fn make_key(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    algorithm: KeyAlgorithm,
) -> Result<IssuerKey> {
    let issuer = IssuerAddress::new(tx.public_url(), organisation);
    let now = tx.now().naive_utc();
    let key = keys::new_key(&tx.vault(), &issuer, organisation, algorithm, now)?;
    store::insert_key(tx, proof, &key)?;
    Ok(key)
}

fn list_with_room(
    tx: &mut Transaction,
    proof: &impl Proof,
    issuer: &IssuerAddress,
    organisation: &OrganisationId,
    signer: &Signer,
) -> Result<StatusListId> {
    let newest = store::newest_list(tx, proof, organisation)?;
    // A service that has moved begins a list at its new address.
    let fits = |list: &StatusList| {
        list.places_given < FULL
            && status::address_of(&list.signed) == Some(issuer.status_list(&list.id))
    };
    if let Some(list) = newest.filter(fits) {
        return Ok(list.id);
    }
    let (id, now) = (StatusListId::new(), tx.now());
    let list = StatusList {
        signed: signer.token(KIND, &status::list(issuer, &id, [], now))?,
        id,
        organisation_id: organisation.clone(),
        places_given: 0,
        created_at: now.naive_utc(),
        signed_at: now.naive_utc(),
    };
    store::insert_list(tx, proof, &list)?;
    Ok(list.id)
}

/// A place that no credential has, at random, so that none tells when it was issued.
fn free_place(tx: &mut Transaction, proof: &impl Proof, list: &StatusListId) -> Result<i32> {
    loop {
        let random = u32::from_le_bytes(random_bytes()) as usize % status::PLACES;
        let place = random as i32;
        if !store::is_given(tx, proof, list, place)? {
            return Ok(place);
        }
    }
}

/// The certificate's number and its credential.
pub fn of_certificate(tx: &mut Transaction, id: &CertificateId) -> Result<(String, String)> {
    let permit = tx.permit::<Read, Certificate, Certificate>(id)?;
    let found = store::of_certificate(tx, &permit, id)?;
    let credential = found.ok_or(Error::NotFound(Resource::Certificate))?;
    Ok((permit.parent().number.clone(), credential.token))
}

/// A credential as it was signed, for a feature that shows its own permit.
pub fn token_of(tx: &mut Transaction, proof: &impl Proof, id: &CredentialId) -> Result<String> {
    Ok(store::find(tx, proof, id)?.token)
}

/// The number of a certificate that stands, and the file that its issuer uploads to have it sealed as a
/// European Digital Credential. Refused where the organisation's tax code is not known: a seal names it.
pub fn european(tx: &mut Transaction, id: &CertificateId) -> Result<(String, Vec<u8>)> {
    let permit = tx.permit::<Read, Certificate, Certificate>(id)?;
    let certificate = permit.parent();
    if certificate.status != CertificateStatus::Valid {
        return Err(Error::Conflict("certificate_not_valid"));
    }
    let organisation = &certificate.organisation_id;
    let tax_code = organisations::find(tx, &permit, organisation)?.tax_code;
    let tax_code = tax_code.ok_or(Error::unmet("issuers_tax_code"))?;
    let content = documents::content_of(tx, &permit, &certificate.document_id)?;
    let Document::Certificate(content) = content else {
        return Err(Error::internal(
            "a certificate's document is of another kind",
        ));
    };
    let file = European {
        certificate: id,
        content: &content,
        issued_at: certificate.issued_at.and_utc(),
        issuer: &IssuerAddress::new(tx.public_url(), organisation),
        issuers_tax_code: &tax_code,
        verify_url: &format!(
            "{}/verify/{}",
            tx.public_url(),
            certificate.verification_code
        ),
    };
    Ok((certificate.number.clone(), file.write()?))
}

/// The keys of an issuer, for those who answer for them.
pub fn list_keys(
    tx: &mut Transaction,
    organisation: &OrganisationId,
) -> Result<Vec<PublicIssuerKey>> {
    let permit = tx.permit::<List, IssuerKey, Organisation>(organisation)?;
    store::public_keys(tx, &permit, organisation)
}

/// Makes the key that an issuer signs with from now on. What the one before signed goes on to hold; where
/// somebody else may have that one, nothing that any of the issuer's keys signed holds any more, and the
/// status lists are signed anew.
pub fn rotate_key(
    tx: &mut Transaction,
    organisation: &OrganisationId,
    algorithm: KeyAlgorithm,
    compromised: bool,
) -> Result<PublicIssuerKey> {
    let permit = tx.permit::<Create, IssuerKey, Organisation>(organisation)?;
    let now = tx.now();
    store::take_signing_key(tx, &permit, organisation)?;
    store::retire_key(tx, &permit, organisation, now.naive_utc())?;
    if compromised {
        store::give_up_keys(tx, &permit, organisation, now.naive_utc())?;
        tx.say_purpose("compromised".to_owned());
    }
    let key = make_key(tx, &permit, organisation, algorithm)?;
    if compromised {
        let signer = Signer::open(&tx.vault(), &key)?;
        store::lock_lists(tx, &permit, organisation)?;
        for list in store::lists_of(tx, &permit, organisation)? {
            // Whoever rotates keys does not read credentials: what has ended stands in the list itself.
            let ended = status::of_token(&list.signed)
                .ok_or_else(|| Error::internal("a status list does not read"))?;
            sign_anew(tx, &permit, &signer, &list, ended)?;
        }
    }
    Ok(PublicIssuerKey {
        id: key.id,
        algorithm: key.algorithm,
        public_jwk: key.public_jwk,
        created_at: key.created_at,
        retired_at: None,
        compromised_at: None,
    })
}

/// What an issuer shows to everybody: its address, and its keys but for those that somebody else may have.
pub fn published(
    tx: &mut Transaction,
    organisation: &OrganisationId,
) -> Result<(IssuerAddress, Vec<(IssuerKeyId, Jwk)>)> {
    let permit = tx.service_permit::<List, IssuerKey>()?;
    let issuer = IssuerAddress::new(tx.public_url(), organisation);
    let keys = store::public_keys(tx, &permit, organisation)?;
    let keys: Vec<_> = keys
        .into_iter()
        .filter(|key| key.compromised_at.is_none())
        .map(|key| (key.id, key.public_jwk.get()))
        .collect();
    if keys.is_empty() {
        return Err(Error::NotFound(Resource::IssuerKey));
    }
    Ok((issuer, keys))
}

/// A status list, signed.
pub fn status_list(
    tx: &mut Transaction,
    organisation: &OrganisationId,
    id: &StatusListId,
) -> Result<String> {
    let permit = tx.service_permit::<Read, StatusList>()?;
    store::signed_list(tx, &permit, organisation, id)?.ok_or(Error::NotFound(Resource::StatusList))
}
