//! Time-based one-time passwords (RFC 6238) as every authenticator app makes them: SHA-1, six digits,
//! thirty seconds; the code before and the one after are taken as well.

use chrono::{DateTime, Utc};
use totp_rs::{Builder, Secret as Bytes, Totp};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::vault::random_bytes;

/// Seconds that a code is shown for.
pub const STEP: i64 = 30;
const DIGITS: usize = 6;

/// What app and service share. Never printed.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// 160 bits, as RFC 4226 recommends.
    pub fn random() -> Self {
        Self(Zeroizing::new(random_bytes::<20>().to_vec()))
    }

    pub fn of(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }

    /// A secret as it is typed into an app.
    pub fn from_base32(text: &str) -> Option<Self> {
        let bytes = Bytes::try_from_base32(text).ok()?;
        Some(Self::of(bytes.as_ref()))
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// For typing into an app.
    pub fn base32(&self) -> String {
        Bytes::from(self.0.as_slice()).to_base32()
    }

    /// For a QR code that an app reads.
    pub fn uri(&self, account: &str) -> Result<String> {
        let named = builder(self)
            .with_account_name(account)
            .with_issuer(Some("bilancio"));
        let totp = named.build().map_err(Error::internal)?;
        totp.to_url().map_err(Error::internal)
    }

    /// The code that an app shows at a time.
    pub fn code_at(&self, at: DateTime<Utc>) -> Result<String> {
        Ok(totp(self)?.generate(seconds(at)).to_string())
    }

    /// The step whose code this is, if it is one of the present step or its neighbours.
    pub fn step_of(&self, code: &str, at: DateTime<Utc>) -> Result<Option<i64>> {
        let step = totp(self)?.check(code, seconds(at));
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }
}

/// Whether a text is of the form of an app's code, and not of a recovery code's.
pub fn is_code(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn builder(secret: &Secret) -> Builder {
    Builder::new().with_secret(Bytes::from(secret.bytes()))
}

fn totp(secret: &Secret) -> Result<Totp> {
    builder(secret).build().map_err(Error::internal)
}

fn seconds(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    /// RFC 6238, appendix B: the last six of the eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret::of(b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.code_at(at(seconds)).unwrap(), code);
            let step = secret.step_of(code, at(seconds)).unwrap();
            assert_eq!(step, Some(seconds / STEP));
        }
    }

    #[test]
    fn the_neighbours_of_the_present_code_are_taken_and_no_others() {
        let secret = Secret::of(b"12345678901234567890");
        let now = at(1_234_567_890);
        for (away, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let then = now + chrono::TimeDelta::seconds(away * STEP);
            let code = secret.code_at(then).unwrap();
            let step = secret.step_of(&code, now).unwrap();
            if taken {
                assert_eq!(step, Some(then.timestamp() / STEP));
            } else {
                assert_eq!(step, None);
            }
        }
    }

    #[test]
    fn the_address_for_the_app_names_service_and_account() {
        let uri = Secret::random().uri("ada@centre.example").unwrap();
        assert!(
            uri.starts_with("otpauth://totp/bilancio:ada%40centre.example?"),
            "{uri}"
        );
    }

    #[test]
    fn six_digits_are_a_code() {
        assert!(is_code("000123"));
        assert!(!is_code("00012"));
        assert!(!is_code("٠٠٠١٢٣"));
        assert!(!is_code("abcd-efgh-jkmn-pqrs"));
    }
}
