//! Files: whether one is as it was issued, and the credentials that are attached to it.

use std::io::Read;

use flate2::read::ZlibDecoder;
use jsonwebtoken::DecodingKey;

use super::{Keys, NotGenuine, algorithm, issuer_claimed};
use crate::documents::seal;

/// Bytes of the longest credential that is issued, with room.
const LONGEST: u64 = 256 << 10;
/// A certificate has one attachment; what was appended may have more.
const MOST_ATTACHED: usize = 16;
/// Bytes between the kind of an attachment and its beginning.
const LONGEST_DICTIONARY: usize = 1024;

/// Whether a file is as it was issued.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wholeness {
    /// To the last byte.
    AsIssued,
    /// Its beginning is. What was appended may be a qualified signature, and may change what is shown.
    AppendedTo,
}

/// Whether the seal of a file was made by one of the issuer's keys over just this file, and the part of it
/// that it was made over. The seal does not say by which key; every published one is tried.
pub fn check_file<'f>(file: &'f [u8], keys: &Keys) -> Result<(Wholeness, &'f [u8]), NotGenuine> {
    let made = |part: &[u8]| seal::find(part).map(|found| keys.made(&found));
    if made(file) == Some(true) {
        return Ok((Wholeness::AsIssued, file));
    }
    let mut cause = NotGenuine::NotSealed;
    for beginning in seal::beginnings(file) {
        match made(beginning) {
            Some(true) => return Ok((Wholeness::AppendedTo, beginning)),
            Some(false) => cause = NotGenuine::Altered,
            None => {}
        }
    }
    Err(cause)
}

impl Keys {
    fn made(&self, found: &seal::Found) -> bool {
        self.0.keys.iter().any(|key| {
            let opened = algorithm(key).zip(DecodingKey::from_jwk(key).ok());
            opened.is_some_and(|(algorithm, key)| {
                jsonwebtoken::crypto::verify(&found.seal, &found.message, &key, algorithm)
                    .unwrap_or(false)
            })
        })
    }
}

/// The credentials that are attached to a PDF as the program attaches them.
///
/// Nothing vouches for the file yet, so nothing of it is believed: no table of objects is followed, and no more
/// is unpacked of an attachment than a credential is long.
pub fn attached(file: &[u8]) -> Vec<String> {
    let places = memmem(file, b"/EmbeddedFile").take(MOST_ATTACHED);
    let texts = places.filter_map(|at| {
        let after = file
            .get(at..)?
            .get(..LONGEST_DICTIONARY.min(file.len() - at))?;
        let begins = at + memmem(after, b"stream").next()? + b"stream".len();
        let packed = file.get(begins..)?;
        let packed = packed
            .strip_prefix(b"\r\n")
            .or(packed.strip_prefix(b"\n"))?;
        let mut text = String::new();
        ZlibDecoder::new(packed)
            .take(LONGEST)
            .read_to_string(&mut text)
            .ok()?;
        Some(text)
    });
    texts
        .filter(|text| issuer_claimed(text).is_some())
        .collect()
}

/// Where some bytes stand in others.
fn memmem<'f>(file: &'f [u8], wanted: &'f [u8]) -> impl Iterator<Item = usize> + 'f {
    file.windows(wanted.len())
        .enumerate()
        .filter(move |(_, part)| *part == wanted)
        .map(|(at, _)| at)
}
