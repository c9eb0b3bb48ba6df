//! Tokens and files as an issuer signs them, and such as no issuer of ours does.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::json;

use super::super::frame::Frame;
use super::super::{
    CredentialId, IssuerAddress, KeyAlgorithm, Signer, StatusListId, keys as issuer_keys, status,
};
use super::*;
use crate::documents::seal;
use crate::organisations::OrganisationId;
use crate::vault::Vault;

/// The place of each credential in its list.
pub const PLACE: usize = 7;

/// When everything was signed.
pub fn begun() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).expect("a time")
}

pub struct Issuer {
    address: IssuerAddress,
    list: StatusListId,
    signer: Signer,
    kid: String,
    /// What it publishes of its key.
    pub keys: String,
}

impl Issuer {
    pub fn of_a_test() -> Self {
        let organisation = OrganisationId::new();
        let address = IssuerAddress::new("https://bilancio.example", &organisation);
        let vault = Vault::open_with(&Vault::new_master_key()).expect("a vault");
        let at = begun().naive_utc();
        let key = issuer_keys::new_key(&vault, &address, &organisation, KeyAlgorithm::EdDsa, at)
            .expect("a key");
        let public = key.public_jwk.get();
        Self {
            address,
            list: StatusListId::new(),
            signer: Signer::open(&vault, &key).expect("a key"),
            keys: json!({ "keys": [public] }).to_string(),
            kid: public.kid,
        }
    }

    /// What a certificate's credential says.
    pub fn claims(&self) -> Value {
        let frame = Frame {
            id: &CredentialId::new(),
            subject: &CredentialId::new(),
            issuer: &self.address,
            status_list: &self.list,
            status_place: PLACE as i32,
            at: begun(),
        };
        let subject = json!({
            "identifier": [{ "identityHash": "Amina Diallo" }],
            "licenseNumber": "JCG-2023-000001",
            "activityStartDate": "2023-10-02T00:00:00Z",
            "activityEndDate": "2023-11-06T00:00:00Z",
            "achievement": {
                "name": "Bilancio di competenze",
                "resultDescription": [{ "resultType": HOURS_ATTENDED }],
            },
            "result": [{ "value": "3" }],
        });
        frame.credential("Certificate", json!({ "name": "Centro" }), subject)
    }

    pub fn token(&self, claims: &Value) -> String {
        self.signer.token("JWT", claims).expect("a token")
    }

    /// A token with a header of its own.
    fn token_headed(&self, mut header: Value, claims: &Value) -> String {
        header["alg"] = json!("EdDSA");
        header["kid"] = json!(self.kid);
        let parts = [header.to_string(), claims.to_string()].map(|part| BASE64.encode(part));
        let message = parts.join(".");
        let signature = self.signer.signature(message.as_bytes());
        format!("{message}.{}", signature.expect("a signature"))
    }

    /// Where its list is found.
    pub fn list_address(&self) -> String {
        self.address.status_list(&self.list)
    }

    pub fn list(&self, ended: &[usize], at: DateTime<Utc>) -> String {
        let list = status::list(&self.address, &self.list, ended.iter().copied(), at);
        self.signer.token("vc+jwt", &list).expect("a list")
    }

    /// A file with an attachment, sealed.
    pub fn file(&self, attachment: &[u8]) -> Vec<u8> {
        let end = format!("/Keywords ({})\n%%EOF\n", seal::slot());
        let printed = [b"%PDF-1.7\n".as_slice(), attachment, end.as_bytes()].concat();
        let sealed = seal::seal(printed, |message| self.signer.signature(message));
        sealed.expect("a seal").expect("a slot")
    }
}

/// A text as the program attaches it.
pub fn attachment(text: &str) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).expect("memory");
    attached_as_it_is(&packed.finish().expect("memory"))
}

pub fn attached_as_it_is(packed: &[u8]) -> Vec<u8> {
    let begin = format!(
        "9 0 obj\n<</Type/EmbeddedFile/Filter/FlateDecode/Length {}>>stream\n",
        packed.len()
    );
    [begin.as_bytes(), packed, b"\nendstream\nendobj\n"].concat()
}

/// Why a credential proves nothing ten days after it was signed, when one of its members is another.
fn refused(issuer: &Issuer, member: &str, value: Value) -> Option<NotGenuine> {
    let keys = Keys::read(&issuer.keys).expect("keys");
    let mut claims = issuer.claims();
    if let Some(since) = value.as_i64().filter(|_| member == "/nbf") {
        let since = DateTime::from_timestamp(since, 0).expect("a time");
        claims["validFrom"] = json!(since.to_rfc3339());
    }
    put(&mut claims, member, value);
    check(&issuer.token(&claims), &keys, begun() + TimeDelta::days(10)).err()
}

/// Another value for a member, at its pointer; it may be a new one.
fn put(claims: &mut Value, member: &str, value: Value) {
    let (parent, name) = member.rsplit_once('/').expect("a pointer");
    claims.pointer_mut(parent).expect("a member")[name] = value;
}

#[test]
fn a_credential_holds_from_its_beginning_to_its_end() {
    let issuer = Issuer::of_a_test();
    let now = begun().timestamp() + 10 * 24 * 3600;
    for (member, value, expected) in [
        ("/nbf", json!(now + 300), None),
        ("/nbf", json!(now + 301), Some(NotGenuine::NotYet)),
        ("/nbf", json!(null), Some(NotGenuine::NotACredential)),
        ("/exp", json!(now + 1), None),
        ("/exp", json!(now), Some(NotGenuine::Over)),
        ("/exp", json!(now as f64 - 0.5), Some(NotGenuine::Over)),
        ("/exp", json!("tomorrow"), Some(NotGenuine::NotACredential)),
        ("/validUntil", json!("2023-11-24T22:13:20Z"), None),
        (
            "/validUntil",
            json!("2023-11-24T23:13:19+01:00"),
            Some(NotGenuine::Over),
        ),
        (
            "/validUntil",
            json!("tomorrow"),
            Some(NotGenuine::NotACredential),
        ),
        ("/validUntil", json!(1), Some(NotGenuine::NotACredential)),
    ] {
        let shown = value.to_string();
        assert_eq!(
            refused(&issuer, member, value),
            expected,
            "{member} {shown}"
        );
    }
}

#[test]
fn a_credential_says_the_same_twice_and_names_its_place_as_the_standards_ask() {
    let issuer = Issuer::of_a_test();
    let status = |member: &str| format!("/credentialStatus/{member}");
    for (member, value) in [
        ("/iss".to_owned(), json!("did:web:other.example")),
        ("/jti".to_owned(), json!("urn:uuid:other")),
        ("/sub".to_owned(), json!("urn:uuid:other")),
        ("/sub".to_owned(), json!(null)),
        ("/credentialSubject/id".to_owned(), json!("urn:uuid:other")),
        ("/validFrom".to_owned(), json!("2023-11-14T22:13:21Z")),
        ("/validFrom".to_owned(), json!("Tuesday")),
        (status("type"), json!("Foo")),
        (status("statusPurpose"), json!("suspension")),
        (status("statusListIndex"), json!("+7")),
        (status("statusListIndex"), json!("")),
        (status("statusListIndex"), json!(7)),
    ] {
        let shown = value.to_string();
        assert_eq!(
            refused(&issuer, &member, value),
            Some(NotGenuine::NotACredential),
            "{member} {shown}"
        );
    }
    let same = json!("2023-11-14T23:13:20+01:00");
    assert_eq!(refused(&issuer, "/validFrom", same), None);
}

#[test]
fn a_list_says_the_same_twice_and_has_as_many_places_as_the_standard_asks() {
    let issuer = Issuer::of_a_test();
    let keys = Keys::read(&issuer.keys).expect("keys");
    let token = issuer.token(&issuer.claims());
    let credential = check(&token, &keys, begun()).expect("a credential");
    let claims = status::list(&issuer.address, &issuer.list, [], begun());
    let read = |claims: &Value| {
        let list = issuer.signer.token("vc+jwt", claims).expect("a list");
        Listed::read(&list, &keys, &credential, begun()).err()
    };
    assert_eq!(read(&claims), None);
    // 128 places, packed with gzip.
    let short = "uH4sIAAAAAAACA2NgQAUAVUu77BAAAAA";
    for (member, value) in [
        ("/iss", json!("did:web:other.example")),
        ("/issuer", json!("did:web:other.example")),
        ("/id", json!("https://bilancio.example/other")),
        ("/jti", json!("https://bilancio.example/other")),
        ("/sub", json!("urn:uuid:other")),
        ("/validFrom", json!("2023-11-14T22:13:21Z")),
        ("/credentialSubject/type", json!("Foo")),
        ("/credentialSubject/statusPurpose", json!("suspension")),
        ("/credentialSubject/encodedList", json!(short)),
    ] {
        let mut other = claims.clone();
        put(&mut other, member, value);
        assert_eq!(read(&other), Some(NotGenuine::NotACredential), "{member}");
    }
}

#[test]
fn what_asks_for_more_than_the_program_knows_is_refused() {
    let issuer = Issuer::of_a_test();
    let keys = Keys::read(&issuer.keys).expect("keys");
    for (header, expected) in [
        (json!({}), None),
        (json!({ "crit": ["exp"] }), Some(NotGenuine::Critical)),
        (json!({ "crit": [] }), Some(NotGenuine::Critical)),
        (json!({ "crit": "exp" }), Some(NotGenuine::NotACredential)),
    ] {
        let token = issuer.token_headed(header.clone(), &issuer.claims());
        assert_eq!(check(&token, &keys, begun()).err(), expected, "{header}");
    }
}

#[test]
fn a_list_of_a_time_to_come_tells_nothing() {
    let issuer = Issuer::of_a_test();
    let keys = Keys::read(&issuer.keys).expect("keys");
    let now = begun();
    let token = issuer.token(&issuer.claims());
    let credential = check(&token, &keys, now).expect("a credential");
    let (soon, late) = (now + TimeDelta::minutes(5), now + TimeDelta::seconds(301));
    for (ended, at, expected) in [
        (vec![], soon, Ok(Standing::Standing(soon))),
        (vec![PLACE], soon, Ok(Standing::Ended(soon))),
        (vec![], late, Err(NotGenuine::NotYet)),
    ] {
        let list = Listed::read(&issuer.list(&ended, at), &keys, &credential, now);
        assert_eq!(list.map(|list| list.standing()), expected);
    }
}
