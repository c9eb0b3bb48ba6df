//! What all credentials have in common: who issued them to whom and when, and where it is told that one ended.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::{CredentialId, IssuerAddress, StatusListId};
use crate::documents::content::Holder;

/// What a credential says, as the payload of a token.
pub type Claims = Value;

/// What a token says, whose signature is not looked at.
pub fn claimed(token: &str) -> Option<Claims> {
    let payload = BASE64.decode(token.trim().split('.').nth(1)?).ok()?;
    serde_json::from_slice(&payload).ok()
}

/// A credential that is being made.
pub struct Frame<'a> {
    pub id: &'a CredentialId,
    /// Says nothing of the person: another one for each credential.
    pub subject: &'a CredentialId,
    pub issuer: &'a IssuerAddress,
    pub status_list: &'a StatusListId,
    pub status_place: i32,
    pub at: DateTime<Utc>,
}

impl Frame<'_> {
    /// An Open Badge 3.0 (1EdTech) with the claims of a token at the same level (8.2). The issuer comes with
    /// what it is called, the subject with what is said of the person.
    pub fn credential(&self, name: &str, mut issuer: Value, mut subject: Value) -> Claims {
        let (did, id, holder) = (self.issuer.did(), urn(self.id), urn(self.subject));
        issuer["id"] = json!(did);
        issuer["type"] = json!(["Profile"]);
        subject["id"] = json!(holder);
        subject["type"] = json!(["AchievementSubject"]);
        json!({
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": name,
            "issuer": issuer,
            "validFrom": self.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "credentialSubject": subject,
            "credentialStatus": self.status(),
            "iss": did,
            "jti": id,
            "sub": holder,
            "nbf": self.at.timestamp(),
        })
    }

    fn status(&self) -> Value {
        let list = self.issuer.status_list(self.status_list);
        json!({
            "id": format!("{list}#{}", self.status_place),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": self.status_place.to_string(),
            "statusListCredential": list,
        })
    }
}

/// The names of a person, as they want to be named.
pub fn names(holder: &Holder) -> Value {
    let name = |name: &String| {
        json!({
            "type": "IdentityObject",
            "hashed": false,
            "identityHash": name,
            "identityType": "name",
        })
    };
    let names = [Some(&holder.name), holder.name_original_script.as_ref()];
    names.into_iter().flatten().map(name).collect()
}

fn urn(id: &CredentialId) -> String {
    format!("urn:uuid:{id}")
}
