//! Sealing: what the database keeps but nobody may read from its files.
//!
//! A master key from outside the database wraps one data key per person and the service's signing
//! keys. Values are sealed with AES-256-GCM under the person's data key, bound to their place (table,
//! column, row, organisation), so that a value moved to another row does not open. Erasing a data
//! key erases the person in every backup. Equality is searched by a keyed HMAC, the *blind index*.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::NaiveDateTime;
use prometheus_client::metrics::counter::Counter;
use zeroize::Zeroizing;

/// Bytes of the master key and of a data key.
pub const KEY_LENGTH: usize = 32;

/// The prefix of a sealed text: how it was sealed.
const FORM: &str = "a1.";

/// The same of sealed bytes.
const BYTES_FORM: &[u8] = b"b1.";

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("the master key must be 32 bytes in base64")]
    NotAKey,
    #[error("a sealed value does not open: it was altered, moved, or sealed under another key")]
    DoesNotOpen,
}

/// Where a sealed value stands. A value opens only in the place it was sealed for.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub table: &'a str,
    pub column: &'a str,
    pub row: &'a str,
    pub organisation: &'a str,
}

impl Place<'_> {
    fn bytes(&self) -> Vec<u8> {
        [self.table, self.column, self.row, self.organisation]
            .join("\u{1f}")
            .into_bytes()
    }
}

/// A key that seals the values of one person, in the clear only in memory.
pub struct DataKey {
    key: Zeroizing<Vec<u8>>,
    /// When it was made, where that is known.
    made_at: Option<NaiveDateTime>,
    unopened: Counter,
}

/// The key of the blind index.
#[derive(Clone)]
pub struct IndexKey(Zeroizing<Vec<u8>>);

#[derive(Clone)]
pub struct Vault {
    /// What everything is wrapped by.
    wrapping: Wrapping,
    /// Of another master key, whose wrappings are opened as well while one takes the other's place.
    other: Option<Wrapping>,
    index: hmac::Key,
    /// Values that did not open.
    unopened: Counter,
}

/// What follows from a master key.
#[derive(Clone)]
struct Wrapping {
    key: Zeroizing<Vec<u8>>,
    index: IndexKey,
}

impl Wrapping {
    /// From a master key in base64 of either alphabet, with padding or without.
    fn of(master_key: &str) -> Result<Self, VaultError> {
        let key = master_key.trim().trim_end_matches('=');
        let key = Zeroizing::new(key.replace('+', "-").replace('/', "_"));
        let master = Zeroizing::new(
            BASE64
                .decode(key.as_bytes())
                .map_err(|_cause| VaultError::NotAKey)?,
        );
        if master.len() != KEY_LENGTH {
            return Err(VaultError::NotAKey);
        }
        Ok(Self {
            key: derive(&master, b"bilancio wrapping key"),
            index: IndexKey(derive(&master, b"bilancio blind index")),
        })
    }
}

impl Vault {
    /// A vault under the master key, given in base64 of either alphabet, with padding or without.
    pub fn open_with(master_key: &str) -> Result<Self, VaultError> {
        let wrapping = Wrapping::of(master_key)?;
        Ok(Self {
            index: hmac::Key::new(hmac::HMAC_SHA256, &wrapping.index.0),
            wrapping,
            other: None,
            unopened: Counter::default(),
        })
    }

    /// The same vault, which also opens what another master key has wrapped.
    pub fn and(self, other_master_key: &str) -> Result<Self, VaultError> {
        Ok(Self {
            other: Some(Wrapping::of(other_master_key)?),
            ..self
        })
    }

    /// The same vault with another key of the blind index.
    pub fn finding_by(&self, key: &IndexKey) -> Self {
        Self {
            index: hmac::Key::new(hmac::HMAC_SHA256, &key.0),
            ..self.clone()
        }
    }

    /// The key of the blind index that follows from the master key.
    pub fn index_key(&self) -> IndexKey {
        self.wrapping.index.clone()
    }

    /// The key of the blind index that follows from the master key that wrapped this.
    pub fn index_key_beside(&self, place: Place, wrapped: &str) -> IndexKey {
        let alone = decrypt(&self.wrapping.key, place, wrapped).is_ok();
        match &self.other {
            Some(other) if !alone => other.index.clone(),
            _ => self.index_key(),
        }
    }

    pub fn seal_index_key(&self, place: Place, key: &IndexKey) -> String {
        self.seal_secret(place, &key.0)
    }

    pub fn open_index_key(&self, place: Place, sealed: &str) -> Result<IndexKey, VaultError> {
        self.unwrap(place, sealed).map(IndexKey)
    }

    /// What the other master key has wrapped, wrapped by the first; none where it is already.
    pub fn rewrap(&self, place: Place, wrapped: &str) -> Result<Option<String>, VaultError> {
        if decrypt(&self.wrapping.key, place, wrapped).is_ok() {
            return Ok(None);
        }
        let plain = self.unwrap(place, wrapped)?;
        Ok(Some(encrypt(&self.wrapping.key, place, &plain)))
    }

    fn unwrap(&self, place: Place, wrapped: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let opened = decrypt(&self.wrapping.key, place, wrapped);
        let opened = match (&opened, &self.other) {
            (Err(_), Some(other)) => decrypt(&other.key, place, wrapped),
            _ => opened,
        };
        count_failure(&self.unopened, opened)
    }

    /// How many values did not open, of this vault and all that were made from it.
    pub fn unopened(&self) -> &Counter {
        &self.unopened
    }

    fn data_key(&self, key: Zeroizing<Vec<u8>>) -> DataKey {
        DataKey {
            key,
            made_at: None,
            unopened: self.unopened.clone(),
        }
    }

    /// A fresh random master key, in the form that [`Vault::open_with`] reads.
    pub fn new_master_key() -> String {
        BASE64.encode(random_bytes::<KEY_LENGTH>())
    }

    /// A new data key and its wrapped form for the database.
    pub fn new_data_key(&self, place: Place) -> (DataKey, String) {
        let key = self.data_key(Zeroizing::new(random_bytes::<KEY_LENGTH>().to_vec()));
        let wrapped = encrypt(&self.wrapping.key, place, &key.key);
        (key, wrapped)
    }

    pub fn unwrap_data_key(&self, place: Place, wrapped: &str) -> Result<DataKey, VaultError> {
        let key = self.unwrap(place, wrapped)?;
        Ok(self.data_key(key))
    }

    /// Seals a secret of the service itself under the master key.
    pub fn seal_secret(&self, place: Place, secret: &[u8]) -> String {
        encrypt(&self.wrapping.key, place, secret)
    }

    pub fn open_secret(
        &self,
        place: Place,
        sealed: &str,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.unwrap(place, sealed)
    }

    /// What stands for a value where equal values must be found: the same for the same kind and
    /// value, telling nothing of it to somebody without the master key.
    pub fn blind_index(&self, kind: &str, value: &str) -> String {
        BASE64.encode(hmac::sign(
            &self.index,
            format!("{kind}\u{1f}{value}").as_bytes(),
        ))
    }
}

impl DataKey {
    /// The same key, of which it is known when it was made.
    pub fn made_at(self, made_at: NaiveDateTime) -> Self {
        Self {
            made_at: Some(made_at),
            ..self
        }
    }

    /// As [`DataKey::open`], of a record that was first written at a time; none where it does not open and
    /// this key was made only afterwards: the one that it was sealed under was erased.
    pub fn open_since(
        &self,
        place: Place,
        sealed: &str,
        written_at: NaiveDateTime,
    ) -> Result<Option<String>, VaultError> {
        if self.is_younger(written_at) && decrypt(&self.key, place, sealed).is_err() {
            return Ok(None);
        }
        self.open(place, sealed).map(Some)
    }

    /// As [`DataKey::open_since`], for files.
    pub fn open_bytes_since(
        &self,
        place: Place,
        sealed: &[u8],
        written_at: NaiveDateTime,
    ) -> Result<Option<Vec<u8>>, VaultError> {
        let opens = |sealed| decrypt_bytes(&self.key, place, sealed).is_ok();
        if self.is_younger(written_at) && !sealed.strip_prefix(BYTES_FORM).is_some_and(opens) {
            return Ok(None);
        }
        self.open_bytes(place, sealed).map(Some)
    }

    fn is_younger(&self, written_at: NaiveDateTime) -> bool {
        self.made_at.is_some_and(|made_at| made_at > written_at)
    }

    pub fn seal(&self, place: Place, text: &str) -> String {
        encrypt(&self.key, place, text.as_bytes())
    }

    /// As [`DataKey::seal`], for files.
    pub fn seal_bytes(&self, place: Place, bytes: &[u8]) -> Vec<u8> {
        [BYTES_FORM, &encrypt_bytes(&self.key, place, bytes)].concat()
    }

    pub fn open_bytes(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let sealed = sealed.strip_prefix(BYTES_FORM);
        let opened = sealed
            .ok_or(VaultError::DoesNotOpen)
            .and_then(|sealed| decrypt_bytes(&self.key, place, sealed));
        count_failure(&self.unopened, opened).map(|mut plain| std::mem::take(&mut *plain))
    }

    pub fn open(&self, place: Place, sealed: &str) -> Result<String, VaultError> {
        let plain = count_failure(&self.unopened, decrypt(&self.key, place, sealed))?;
        String::from_utf8(plain.to_vec()).map_err(|_cause| VaultError::DoesNotOpen)
    }
}

/// Random bytes from the operating system's generator.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

fn derive(master: &[u8], purpose: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(vec![0; KEY_LENGTH]);
    Salt::new(HKDF_SHA256, b"bilancio")
        .extract(master)
        .expand(&[purpose], HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut key))
        .expect("32 bytes are within HKDF's limit");
    key
}

fn cipher(key: &[u8]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("keys are 32 bytes"))
}

fn encrypt(key: &[u8], place: Place, plain: &[u8]) -> String {
    format!("{FORM}{}", BASE64.encode(encrypt_bytes(key, place, plain)))
}

/// The nonce, the sealed bytes, and the tag.
fn encrypt_bytes(key: &[u8], place: Place, plain: &[u8]) -> Vec<u8> {
    let nonce = random_bytes::<NONCE_LEN>();
    let mut sealed = plain.to_vec();
    cipher(key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place.bytes()),
            &mut sealed,
        )
        .expect("texts and files are far below the cipher's limit");
    [nonce.as_slice(), &sealed].concat()
}

fn decrypt(key: &[u8], place: Place, sealed: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let bytes = sealed
        .strip_prefix(FORM)
        .and_then(|text| BASE64.decode(text).ok())
        .ok_or(VaultError::DoesNotOpen)?;
    decrypt_bytes(key, place, &bytes)
}

fn decrypt_bytes(
    key: &[u8],
    place: Place,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let refuse = || VaultError::DoesNotOpen;
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or_else(refuse)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_cause| refuse())?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    let length = cipher(key)
        .open_in_place(nonce, Aad::from(place.bytes()), &mut plain)
        .map_err(|_cause| refuse())?
        .len();
    plain.truncate(length);
    Ok(plain)
}

fn count_failure<T>(failures: &Counter, opened: Result<T, VaultError>) -> Result<T, VaultError> {
    if opened.is_err() {
        failures.inc();
    }
    opened
}

#[cfg(test)]
mod tests;
