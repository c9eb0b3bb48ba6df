//! Status lists: what one says of a credential, and whether it takes back what another one said.

use std::iter;

use chrono::{DateTime, Utc};

use super::{Genuine, Keys, NotGenuine, key_set_of, repeats, repeats_the_rest, valid_since};
use crate::credentials::status;

/// What a status list says of a credential.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// As of the time at which the list was signed.
    Standing(DateTime<Utc>),
    Ended(DateTime<Utc>),
}

impl Standing {
    pub fn signed_at(self) -> DateTime<Utc> {
        let (Self::Standing(at) | Self::Ended(at)) = self;
        at
    }
}

/// Whether an address of a status list is one of the issuer's own.
pub fn is_list_of(list: &str, issuer: &str) -> bool {
    let keys = key_set_of(issuer);
    keys.and_then(|keys| {
        keys.strip_suffix("jwks.json")
            .map(|base| format!("{base}status-lists/"))
    })
    .is_some_and(|base| list.starts_with(&base))
}

/// The status list that a credential names, signed by the credential's issuer.
#[derive(Debug)]
pub struct Listed {
    bits: Vec<u8>,
    standing: Standing,
}

impl Listed {
    /// An error where it is not that issuer's list, not the one that the credential names, or not of this time.
    pub fn read(
        list: &str,
        keys: &Keys,
        credential: &Genuine,
        now: DateTime<Utc>,
    ) -> Result<Self, NotGenuine> {
        let claims = keys.claims(list.trim())?;
        let subject = &claims["credentialSubject"];
        let is_its_own = claims["iss"] == credential.issuer.as_str()
            && repeats(&claims, "iss", "/issuer")
            && claims["id"] == credential.status_list.as_str()
            && repeats_the_rest(&claims)
            && subject["type"] == "BitstringStatusList"
            && subject["statusPurpose"] == "revocation";
        if !is_its_own {
            return Err(NotGenuine::NotACredential);
        }
        let signed_at = valid_since(&claims, now)?;
        let encoded = subject["encodedList"].as_str().unwrap_or_default();
        let bits = status::unpack(encoded).ok_or(NotGenuine::NotACredential)?;
        let standing = match status::is_set(&bits, credential.status_place) {
            Some(true) => Standing::Ended(signed_at),
            Some(false) => Standing::Standing(signed_at),
            None => return Err(NotGenuine::NotACredential),
        };
        Ok(Self { bits, standing })
    }

    /// What it says of the credential.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// Whether a place is clear in it that is set in another: what ended does not come back. Times do not tell
    /// that, for two lists may be of one second.
    pub fn takes_back(&self, other: &Self) -> bool {
        let bits = self.bits.iter().chain(iter::repeat(&0));
        let mut both = other.bits.iter().zip(bits);
        both.any(|(ended, here)| ended & !here != 0)
    }
}
