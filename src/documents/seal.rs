//! The seal of a file: a signature that the file itself carries, over all the rest of it.
//!
//! A file cannot contain its own hash. So it is printed with a slot among its keywords, all zeros, and
//! hashed like that; the signature over the hash is then written into the slot. Whoever checks puts the
//! zeros back. Whatever else was changed, on the page or in what is attached, breaks the seal; what was
//! only appended (as a qualified signature is, PAdES) leaves it whole over the beginning.

use std::ops::Range;

use aws_lc_rs::digest::{SHA256, digest};

/// What stands before the seal, in each place where the keywords are.
const MARK: &str = "bilancio-seal-";
/// A signature of 64 bytes in base64url.
const LENGTH: usize = 86;
/// How many beginnings of a file are looked at.
const MOST_APPENDED: usize = 16;
/// A file is printed with fewer places for its seal; each takes its time to look at.
const MOST_PLACES: usize = 16;
/// What is signed begins with this, so that no seal is taken for anything else.
const MESSAGE: &str = "bilancio file seal 1\n";

/// The keyword of a file that is to be sealed.
pub fn slot() -> String {
    format!("{MARK}{}", "0".repeat(LENGTH))
}

/// Where the seal stands in a file; nowhere, in one with more places than any is printed with.
fn places(file: &[u8]) -> Vec<Range<usize>> {
    let mark = MARK.as_bytes();
    let starts = (0..file.len().saturating_sub(mark.len() + LENGTH - 1))
        .filter(|start| file[*start..].starts_with(mark))
        .map(|start| start + mark.len());
    let mut places: Vec<Range<usize>> = starts
        .map(|start| start..start + LENGTH)
        .filter(|place| file[place.clone()].iter().all(|it| is_base64url(*it)))
        .take(MOST_PLACES + 1)
        .collect();
    if places.len() > MOST_PLACES {
        places.clear();
    }
    places
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn message(file: &[u8]) -> Vec<u8> {
    [MESSAGE.as_bytes(), digest(&SHA256, file).as_ref()].concat()
}

/// Writes into a file's slots the signature that `sign` gives; none where it has no slot.
pub fn seal<E>(
    mut file: Vec<u8>,
    sign: impl FnOnce(&[u8]) -> Result<String, E>,
) -> Result<Option<Vec<u8>>, E> {
    let places = places(&file);
    if places.is_empty() {
        return Ok(None);
    }
    let seal = sign(&message(&file))?;
    debug_assert_eq!(seal.len(), LENGTH);
    for place in places {
        file[place].copy_from_slice(seal.as_bytes());
    }
    Ok(Some(file))
}

/// A seal that was found, and what it has to be a signature of.
pub struct Found {
    pub seal: String,
    pub message: Vec<u8>,
}

/// The seal of a file; none where it has none, or two that differ.
pub fn find(file: &[u8]) -> Option<Found> {
    let places = places(file);
    let seal = file.get(places.first()?.clone())?.to_vec();
    let mut unsealed = file.to_vec();
    for place in places {
        if unsealed[place.clone()] != seal {
            return None;
        }
        unsealed[place].fill(b'0');
    }
    Some(Found {
        seal: String::from_utf8(seal).ok()?,
        message: message(&unsealed),
    })
}

/// The beginnings of a file that were files themselves, the shortest first: what was appended to a PDF comes after
/// the mark of its end, and a file is issued with one such mark.
pub fn beginnings(file: &[u8]) -> Vec<&[u8]> {
    let end = b"%%EOF";
    let ends = (0..file.len().saturating_sub(end.len() - 1))
        .filter(|start| file[*start..].starts_with(end))
        .map(|start| start + end.len());
    // Each takes as long to look at as the whole, and what was appended last was hardly issued.
    ends.take(MOST_APPENDED)
        .flat_map(|at| {
            let after = &file[at..];
            let line = [b"\r\n".as_slice(), b"\n", b"\r"]
                .into_iter()
                .find(|it| after.starts_with(it))
                .map_or(0, <[u8]>::len);
            // A file may end with a line's end after the mark.
            [at, at + line]
        })
        .map(|at| &file[..at])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed() -> Vec<u8> {
        format!(
            "%PDF-1.7\n/Keywords ({})\n<pdf:Keywords>{}<\n%%EOF",
            slot(),
            slot()
        )
        .into_bytes()
    }

    fn sealed() -> Vec<u8> {
        seal(printed(), |_| Ok::<_, ()>("s".repeat(LENGTH)))
            .unwrap()
            .unwrap()
    }

    #[test]
    fn what_was_signed_is_found_again() {
        let mut signed = Vec::new();
        let keep = |message: &[u8]| {
            signed = message.to_vec();
            Ok::<_, ()>("A-_9".repeat(22)[..LENGTH].to_owned())
        };
        let file = seal(printed(), keep).unwrap().unwrap();
        let found = find(&file).unwrap();
        assert_eq!(found.message, signed);
        assert_eq!(found.seal, "A-_9".repeat(22)[..LENGTH]);
    }

    #[test]
    fn each_byte_of_the_rest_counts() {
        let file = sealed();
        let message = find(&file).unwrap().message;
        for at in [0, 9, file.len() - 1] {
            let mut altered = file.clone();
            altered[at] ^= 1;
            assert_ne!(find(&altered).unwrap().message, message);
        }
    }

    #[test]
    fn two_seals_are_none_and_so_is_no_slot() {
        let mut file = sealed();
        let place = places(&file)[1].start;
        file[place] = b't';
        assert!(find(&file).is_none());
        assert!(find(b"%PDF-1.7\n%%EOF").is_none());
        let unsealed = seal(b"%PDF".to_vec(), |_| Err::<String, _>("asked"));
        assert_eq!(unsealed, Ok(None));
    }

    #[test]
    fn the_beginning_of_a_file_that_something_was_appended_to_is_found() {
        let file = sealed();
        let message = find(&file).unwrap().message;
        let signed = [file.as_slice(), b"\n1 0 obj (a signature) endobj\n%%EOF\n"].concat();
        let whole: Vec<_> = beginnings(&signed)
            .into_iter()
            .filter(|it| find(it).is_some_and(|found| found.message == message))
            .collect();
        assert_eq!(whole, [file.as_slice()]);
    }

    #[test]
    fn however_much_was_appended_the_beginning_is_found() {
        let file = sealed();
        let message = find(&file).unwrap().message;
        let signed = [file.as_slice(), &b"\n%%EOF".repeat(40)].concat();
        let found = beginnings(&signed);
        assert!(found.len() <= 2 * MOST_APPENDED);
        assert!(
            found
                .iter()
                .any(|it| find(it).is_some_and(|it| it.message == message))
        );
    }

    #[test]
    fn a_file_of_seals_has_none() {
        let many = |count| [b"%PDF\n".as_slice(), slot().repeat(count).as_bytes()].concat();
        assert!(find(&many(MOST_PLACES)).is_some());
        assert!(find(&many(MOST_PLACES + 1)).is_none());
    }
}
