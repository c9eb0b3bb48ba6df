//! Checking a credential with what its issuer publishes, and without asking anybody: pure.

mod file;
mod list;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet, KeyAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

use super::AttestationLevel;
use super::attestation::ATTESTATION_LEVEL;
use super::badge::HOURS_ATTENDED;
use super::frame::claimed;

pub use self::file::{Wholeness, attached, check_file};
pub use self::list::{Listed, Standing, is_list_of};
pub use super::issuer::key_set_of;

/// By how much the clock of who checks may be behind that of who signed.
const LEEWAY: TimeDelta = TimeDelta::minutes(5);

/// Why a credential proves nothing.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum NotGenuine {
    #[error("this is not a credential as this program issues them")]
    NotACredential,
    #[error("it names a key that its issuer does not publish (any more)")]
    UnknownKey,
    #[error("it was altered, or not signed by the key that it names")]
    Altered,
    #[error("it is not valid yet")]
    NotYet,
    #[error("it is not valid any more")]
    Over,
    #[error("it asks for rules that this program does not know (crit)")]
    Critical,
    #[error("its seal is missing")]
    NotSealed,
}

/// What a genuine credential says.
#[derive(Debug, PartialEq)]
pub struct Genuine {
    pub issuer: String,
    pub issuer_name: String,
    /// Of the credential itself.
    pub id: String,
    pub holder: String,
    /// The name in its own script, where the page shows it beside.
    pub other_names: Vec<String>,
    pub title: String,
    pub told: Told,
    pub issued_at: String,
    /// Where the list is that tells whether it was revoked, and its place there.
    pub status_list: String,
    pub status_place: usize,
}

/// What a credential says of the person.
#[derive(Debug, PartialEq)]
pub enum Told {
    /// That they took part: that of a certificate.
    Participation {
        number: String,
        hours: String,
        /// The first and the last day.
        from: String,
        to: String,
    },
    /// What they can do, and who stands for it.
    Competences {
        level: AttestationLevel,
        /// What that rests on, in the issuer's words: above the first party an act.
        meaning: Option<String>,
        /// What entitles the issuer to the level, in its words.
        entitlement: Option<String>,
        competences: Vec<Attested>,
    },
}

#[derive(Debug, PartialEq)]
pub struct Attested {
    pub name: String,
    /// What ESCO calls it.
    pub skill: Option<String>,
    /// 0 to 5.
    pub level: String,
}

/// The keys that an issuer publishes.
pub struct Keys(JwkSet);

impl Keys {
    /// From a JSON Web Key Set (RFC 7517); none where no key is of a kind that the program knows. An issuer that
    /// has given up its keys has others, or shows no set.
    pub fn read(text: &str) -> Option<Self> {
        let set: JwkSet = serde_json::from_str(text).ok()?;
        let has_any = set.keys.iter().any(|key| algorithm(key).is_some());
        has_any.then_some(Self(set))
    }

    /// The claims of a token that one of the keys signed.
    fn claims(&self, token: &str) -> Result<Value, NotGenuine> {
        let header =
            jsonwebtoken::decode_header(token).map_err(|_cause| NotGenuine::NotACredential)?;
        // What has to be understood is nothing that this program knows (RFC 7515, 4.1.11).
        if header.crit.is_some() {
            return Err(NotGenuine::Critical);
        }
        let kid = header.kid.as_deref().ok_or(NotGenuine::NotACredential)?;
        let key = self.0.find(kid).ok_or(NotGenuine::UnknownKey)?;
        // The key says how it signs, not the token.
        let algorithm = algorithm(key).filter(|it| *it == header.alg);
        let algorithm = algorithm.ok_or(NotGenuine::Altered)?;
        let key = DecodingKey::from_jwk(key).map_err(|_cause| NotGenuine::UnknownKey)?;
        let mut validation = Validation::new(algorithm);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        jsonwebtoken::decode::<Value>(token, &key, &validation)
            .map(|read| read.claims)
            .map_err(|_cause| NotGenuine::Altered)
    }
}

fn algorithm(key: &Jwk) -> Option<Algorithm> {
    match (&key.algorithm, key.common.key_algorithm) {
        (AlgorithmParameters::OctetKeyPair(_), Some(KeyAlgorithm::EdDSA)) => Some(Algorithm::EdDSA),
        (AlgorithmParameters::EllipticCurve(_), Some(KeyAlgorithm::ES256)) => {
            Some(Algorithm::ES256)
        }
        _ => None,
    }
}

/// Who a token says that it is from, before anything of it is believed: where to look for keys.
pub fn issuer_claimed(token: &str) -> Option<String> {
    Some(claimed(token)?["iss"].as_str()?.to_owned())
}

/// Whether a text begins as a signed token does, and says nothing that can be read.
pub fn is_broken_token(text: &str) -> bool {
    jsonwebtoken::decode_header(text.trim()).is_ok() && claimed(text).is_none()
}

/// From when on it is valid; an error where that is still to come, or it is over (RFC 7519, 4.1.4 and 4.1.5;
/// the validity period of W3C Verifiable Credentials 2.0).
fn valid_since(claims: &Value, now: DateTime<Utc>) -> Result<DateTime<Utc>, NotGenuine> {
    let since = begins(claims).ok_or(NotGenuine::NotACredential)?;
    if now + LEEWAY < since {
        return Err(NotGenuine::NotYet);
    }
    let is_over = match &claims["exp"] {
        Value::Null => Some(false),
        at => at.as_f64().map(|at| now.timestamp() as f64 >= at),
    };
    let is_past = match &claims["validUntil"] {
        Value::Null => Some(false),
        at => instant(at).map(|at| at < now),
    };
    match (is_over, is_past) {
        (Some(false), Some(false)) => Ok(since),
        (Some(_), Some(_)) => Err(NotGenuine::Over),
        _ => Err(NotGenuine::NotACredential),
    }
}

fn begins(claims: &Value) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(claims["nbf"].as_i64()?, 0)
}

fn instant(text: &Value) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text.as_str()?).ok()?;
    Some(at.to_utc())
}

/// What a credential says, if one of the issuer's keys signed it and it is of this time.
pub fn check(token: &str, keys: &Keys, now: DateTime<Utc>) -> Result<Genuine, NotGenuine> {
    let claims = keys.claims(token.trim())?;
    let of_kind = claims["type"]
        .as_array()
        .is_some_and(|kinds| kinds.iter().any(|kind| kind == "OpenBadgeCredential"));
    if !of_kind || !repeats(&claims, "iss", "/issuer/id") || !repeats_the_rest(&claims) {
        return Err(NotGenuine::NotACredential);
    }
    valid_since(&claims, now)?;
    genuine(&claims).ok_or(NotGenuine::NotACredential)
}

/// Whether the claims of a token repeat what credentials and lists alike say of themselves (Open Badges 3.0,
/// 8.2.4.2).
fn repeats_the_rest(claims: &Value) -> bool {
    let since = instant(&claims["validFrom"]).map(|since| since.timestamp());
    repeats(claims, "jti", "/id")
        && repeats(claims, "sub", "/credentialSubject/id")
        && since.is_some()
        && claims["nbf"].as_i64() == since
}

/// Whether a claim of a token repeats a member of the credential.
fn repeats(claims: &Value, claim: &str, pointer: &str) -> bool {
    let said = claims.pointer(pointer);
    said.is_some() && claims.get(claim) == said
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer)?.as_str().map(str::to_owned)
}

fn genuine(claims: &Value) -> Option<Genuine> {
    let subject = claims.get("credentialSubject")?;
    let first = text(subject, "/achievement/resultDescription/0/resultType")?;
    Some(Genuine {
        issuer: text(claims, "/issuer/id")?,
        issuer_name: text(claims, "/issuer/name")?,
        id: text(claims, "/id")?,
        holder: text(subject, "/identifier/0/identityHash")?,
        other_names: other_names(subject)?,
        title: text(subject, "/achievement/name")?,
        told: match first.as_str() {
            HOURS_ATTENDED => participation(subject)?,
            ATTESTATION_LEVEL => competences(claims, subject)?,
            _ => return None,
        },
        issued_at: text(claims, "/validFrom")?,
        status_list: text(claims, "/credentialStatus/statusListCredential")?,
        status_place: status_place(&claims["credentialStatus"])?,
    })
}

fn other_names(subject: &Value) -> Option<Vec<String>> {
    let (_, others) = subject.get("identifier")?.as_array()?.split_first()?;
    let name = |it: &Value| text(it, "/identityHash");
    others.iter().map(name).collect()
}

/// The place in a list of what is told there as revoked (W3C Bitstring Status List 1.0, 3.2).
fn status_place(entry: &Value) -> Option<usize> {
    if entry["type"] != "BitstringStatusListEntry" || entry["statusPurpose"] != "revocation" {
        return None;
    }
    let index = entry["statusListIndex"].as_str()?;
    let digits = index.bytes().all(|it| it.is_ascii_digit());
    digits.then(|| index.parse().ok())?
}

fn participation(subject: &Value) -> Option<Told> {
    let day = |pointer: &str| text(subject, pointer)?.get(..10).map(str::to_owned);
    Some(Told::Participation {
        number: text(subject, "/licenseNumber")?,
        hours: text(subject, "/result/0/value")?,
        from: day("/activityStartDate")?,
        to: day("/activityEndDate")?,
    })
}

fn competences(claims: &Value, subject: &Value) -> Option<Told> {
    let (party, results) = subject.get("result")?.as_array()?.split_first()?;
    let descriptions = subject.pointer("/achievement/resultDescription")?;
    let attested = |result: &Value| {
        let id = result.get("resultDescription")?;
        let mut all = descriptions.as_array()?.iter();
        let description = all.find(|it| it.get("id") == Some(id))?;
        Some(Attested {
            name: text(description, "/name")?,
            skill: text(description, "/alignment/0/targetName"),
            level: text(result, "/value")?,
        })
    };
    Some(Told::Competences {
        level: serde_json::from_value(party.get("value")?.clone()).ok()?,
        meaning: text(subject, "/achievement/description"),
        entitlement: text(claims, "/issuer/description"),
        competences: results.iter().map(attested).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
pub mod tests;
