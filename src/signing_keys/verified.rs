//! Tokens whose signature was found good before. A client shows the same token with each of its requests for
//! ten minutes; the signature says the same each time. Whether the key still stands, the times are right and
//! the sign-in has its rights is asked anew with each request.

use std::collections::HashMap;
use std::sync::Mutex;

use aws_lc_rs::digest::{SHA256, digest};

use super::SigningKeyId;
use super::tokens::{Claims, NotRead};

/// As many as people work at once on a large instance; some hundred kilobytes.
const MOST: usize = 1024;

/// Claims by a hash of what was compared: the key's id and the whole token.
#[derive(Default)]
pub(super) struct Verified(Mutex<HashMap<Vec<u8>, Claims>>);

impl Verified {
    /// The claims of a token that a key has signed: those found before, or what `verify` finds. What it
    /// refuses is not remembered.
    pub(super) fn claims(
        &self,
        key: &SigningKeyId,
        token: &str,
        verify: impl FnOnce() -> Result<Claims, NotRead>,
    ) -> Result<Claims, NotRead> {
        let name = digest(&SHA256, format!("{key} {token}").as_bytes())
            .as_ref()
            .to_vec();
        if let Some(known) = self.known(&name) {
            return Ok(known);
        }
        let claims = verify()?;
        if let Ok(mut verified) = self.0.lock() {
            // Who comes back is verified once more.
            if verified.len() >= MOST {
                verified.clear();
            }
            verified.insert(name, claims.clone());
        }
        Ok(claims)
    }

    fn known(&self, name: &[u8]) -> Option<Claims> {
        self.0.lock().ok()?.get(name).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_ins::SignInId;

    fn claims() -> Claims {
        Claims {
            iss: String::new(),
            aud: String::new(),
            sub: String::new(),
            sid: SignInId::new(),
            jti: String::new(),
            client_id: String::new(),
            iat: 0,
            exp: 0,
            nbf: None,
        }
    }

    #[test]
    fn a_signature_is_compared_once_for_each_key_and_token() {
        let (verified, key) = (Verified::default(), SigningKeyId::new());
        let first = verified.claims(&key, "a.b.c", || Ok(claims())).unwrap();
        let again = verified.claims(&key, "a.b.c", || Err(NotRead::Forged));
        assert_eq!(again.unwrap().sid, first.sid);
        for (key, token) in [(&key, "a.b.d"), (&SigningKeyId::new(), "a.b.c")] {
            let other = verified.claims(key, token, || Err(NotRead::Forged));
            assert_eq!(other.err(), Some(NotRead::Forged), "{token}");
        }
    }

    #[test]
    fn a_refusal_is_not_remembered_and_there_is_an_end_to_memory() {
        let (verified, key) = (Verified::default(), SigningKeyId::new());
        let refused = verified.claims(&key, "0", || Err(NotRead::Forged));
        assert_eq!(refused.err(), Some(NotRead::Forged));
        for number in 0..=MOST {
            let token = number.to_string();
            assert!(verified.claims(&key, &token, || Ok(claims())).is_ok());
        }
        assert_eq!(verified.0.lock().unwrap().len(), 1);
    }
}
