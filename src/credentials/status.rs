//! Which credentials ended, as a list of bits that names nobody (W3C Bitstring Status List 1.0).

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, SecondsFormat, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::frame::claimed;
use super::{IssuerAddress, StatusListId};

/// Places of a list: the least that the standard allows, so that a credential hides among as many.
pub const PLACES: usize = 131_072;

/// Bytes that a list of somebody else's may unpack to.
const LARGEST: u64 = 4 << 20;

/// The bits of the places that are set: the first is the highest of the first byte; packed with gzip, in
/// multibase's base64url.
pub fn encode(set: impl IntoIterator<Item = usize>) -> String {
    let mut bits = vec![0_u8; PLACES / 8];
    for place in set {
        if let Some(byte) = bits.get_mut(place / 8) {
            *byte |= 0x80 >> (place % 8);
        }
    }
    pack(&bits)
}

fn pack(bits: &[u8]) -> String {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    let bytes = packed.write_all(bits).and_then(|()| packed.finish());
    let bytes = bytes.expect("writing into memory does not fail");
    format!("u{}", BASE64.encode(bytes))
}

/// The places of a list that are set; none where it is no list.
pub fn decode(encoded: &str) -> Option<Vec<usize>> {
    let bits = unpack(encoded)?;
    let places = 0..bits.len() * 8;
    let set = places.filter(|place| is_set(&bits, *place) == Some(true));
    Some(set.collect())
}

/// The places that are set in a list of ours.
pub fn of_token(token: &str) -> Option<Vec<usize>> {
    decode(claimed(token)?["credentialSubject"]["encodedList"].as_str()?)
}

/// Where a list of ours is found.
pub fn address_of(token: &str) -> Option<String> {
    claimed(token)?["id"].as_str().map(str::to_owned)
}

/// A list of ours as it was signed, with these places set at a time, and nothing else changed.
pub fn with(
    token: &str,
    ended: impl IntoIterator<Item = usize>,
    at: DateTime<Utc>,
) -> Option<Value> {
    let mut claims = claimed(token)?;
    claims["credentialSubject"]["encodedList"] = json!(encode(ended));
    claims["validFrom"] = json!(at.to_rfc3339_opts(SecondsFormat::Secs, true));
    claims["nbf"] = json!(at.timestamp());
    claims["iat"] = json!(at.timestamp());
    Some(claims)
}

/// Whether the bit of a place is set; none where a list has no such place.
pub fn is_set(bits: &[u8], place: usize) -> Option<bool> {
    let byte = *bits.get(place / 8)?;
    Some(byte & (0x80 >> (place % 8)) != 0)
}

/// The bits of a list; none where it is no list, or one of fewer places than the standard allows.
pub fn unpack(encoded: &str) -> Option<Vec<u8>> {
    let packed = BASE64.decode(encoded.strip_prefix('u')?).ok()?;
    let mut bits = Vec::new();
    GzDecoder::new(packed.as_slice())
        .take(LARGEST)
        .read_to_end(&mut bits)
        .ok()?;
    Some(bits).filter(|bits| bits.len() >= PLACES / 8)
}

/// The list as a credential, with the claims of a token at the same level.
pub fn list(
    issuer: &IssuerAddress,
    id: &StatusListId,
    ended: impl IntoIterator<Item = usize>,
    at: DateTime<Utc>,
) -> Value {
    let (did, url) = (issuer.did(), issuer.status_list(id));
    let subject = format!("{url}#list");
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did,
        "validFrom": at.to_rfc3339_opts(SecondsFormat::Secs, true),
        "credentialSubject": {
            "id": subject,
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(ended),
        },
        "iss": did,
        "jti": url,
        "sub": subject,
        "nbf": at.timestamp(),
        "iat": at.timestamp(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_which_places_are_set_and_no_other() {
        for places in [vec![], vec![0], vec![7, 8, 4242, PLACES - 1]] {
            let encoded = encode(places.iter().copied());
            assert_eq!(decode(&encoded), Some(places.clone()));
            let bits = unpack(&encoded).expect("a list");
            for place in [0, 1, 7, 8, 9, 4242, PLACES - 1] {
                assert_eq!(is_set(&bits, place), Some(places.contains(&place)));
            }
            assert_eq!(is_set(&bits, PLACES), None);
        }
    }

    #[test]
    fn the_first_place_is_the_highest_bit_of_the_first_byte() {
        let bits = unpack(&encode([0, 15])).expect("a list");
        assert_eq!((bits[0], bits[1], bits.len()), (0x80, 0x01, PLACES / 8));
    }

    #[test]
    fn what_is_no_list_says_nothing() {
        let bomb = pack(&vec![0; 64 << 20]);
        assert_eq!(unpack(&bomb).map(|bits| bits.len() as u64), Some(LARGEST));
        let short = pack(&[0; PLACES / 8 - 1]);
        for text in ["", "u", "zabc", "uH4sI", "u!", short.as_str()] {
            assert_eq!(unpack(text), None, "{text}");
        }
    }
}
