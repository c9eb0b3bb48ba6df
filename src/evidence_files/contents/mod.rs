//! What a file may hold, and what of it is kept. Nothing is decoded: files are read by their structure.
//!
//! Of images only what draws them is kept, and the way up; text, place, time, camera, thumbnails and
//! whatever stands behind the image's end are left out. PDFs are kept byte by byte, so that a signature
//! in one stays whole: they keep what their maker wrote into them, and those that could act by themselves
//! are refused.

mod jpeg;
mod pdf;
mod png;

use aws_lc_rs::digest::{SHA256, digest};

use super::MediaType;

pub use pdf::{check_appended, names, text_length};

/// The largest file.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// The most pixels of an image: who opens it must hold them all.
pub const MOST_PIXELS: u64 = 40_000_000;

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not what it was said to be, or none of the kinds.
    OtherType,
    /// Its structure is broken, or cut off.
    Damaged,
    TooManyPixels,
    /// A PDF with a script, a program to start, or another file in it.
    Active,
    /// A PDF that asks for a password, or may: nobody can look into it.
    Encrypted,
    /// A PDF with parts packed so that nobody looks into them.
    Opaque,
}

impl Fault {
    pub fn code(self) -> &'static str {
        match self {
            Self::OtherType => "file_of_another_type",
            Self::Damaged => "file_damaged",
            Self::TooManyPixels => "image_too_large",
            Self::Active => "pdf_active",
            Self::Encrypted => "pdf_encrypted",
            Self::Opaque => "pdf_opaque",
        }
    }
}

/// The size of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
}

impl Pixels {
    fn new(width: u32, height: u32) -> Result<Self, Fault> {
        if width == 0 || height == 0 {
            return Err(Fault::Damaged);
        }
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Fault::TooManyPixels);
        }
        Ok(Self { width, height })
    }
}

/// A file that was looked through.
#[derive(Clone, Debug)]
pub struct Looked {
    pub media_type: MediaType,
    /// What is kept of it.
    pub bytes: Vec<u8>,
    pub pixels: Option<Pixels>,
    pub received_hash: String,
    pub kept_hash: String,
}

/// Looks through a file that is said to be of a type.
pub fn look_through(declared: MediaType, received: Vec<u8>) -> Result<Looked, Fault> {
    if type_of(&received) != Some(declared) {
        return Err(Fault::OtherType);
    }
    let received_hash = hash(&received);
    let (bytes, pixels) = match declared {
        MediaType::Pdf => {
            pdf::check(&received)?;
            (received, None)
        }
        MediaType::Png => png::strip(&received).map(|(bytes, size)| (bytes, Some(size)))?,
        MediaType::Jpeg => jpeg::strip(&received).map(|(bytes, size)| (bytes, Some(size)))?,
    };
    Ok(Looked {
        media_type: declared,
        kept_hash: hash(&bytes),
        bytes,
        pixels,
        received_hash,
    })
}

/// What a file is by its first bytes. A PDF begins at the first: what hides another file before it is none.
fn type_of(bytes: &[u8]) -> Option<MediaType> {
    let beginnings: [(&[u8], MediaType); 3] = [
        (b"%PDF-", MediaType::Pdf),
        (png::SIGNATURE, MediaType::Png),
        (jpeg::SIGNATURE, MediaType::Jpeg),
    ];
    let mut found = beginnings.iter().filter(|(it, _)| bytes.starts_with(it));
    found.next().map(|(_, media_type)| *media_type)
}

/// Hexadecimal SHA-256.
pub fn hash(bytes: &[u8]) -> String {
    let hash = digest(&SHA256, bytes);
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Reads one after the other what stands in a file, and no further than it goes.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Fault::Damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Fault::Damaged)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        self.array().map(u8::from_be_bytes)
    }

    fn short(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_be_bytes)
    }

    fn long(&mut self) -> Result<u32, Fault> {
        self.array().map(u32::from_be_bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_bytes_are_too_bad_to_be_refused(
            which in 0..MediaType::ALL.len(),
            bytes in proptest::collection::vec(any::<u8>(), 0..600),
        ) {
            let declared = MediaType::ALL[which];
            let beginnings: [&[u8]; 3] = [b"%PDF-1.7\n", png::SIGNATURE, jpeg::SIGNATURE];
            let _refused_or_kept = look_through(declared, [beginnings[which], &bytes].concat());
        }

        #[test]
        fn a_good_file_with_a_few_bytes_changed_is_refused_or_kept(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
            cut in any::<prop::sample::Index>(),
        ) {
            for (declared, good) in [
                (MediaType::Pdf, pdf::tests::sample()),
                (MediaType::Png, png::tests::sample()),
                (MediaType::Jpeg, jpeg::tests::sample()),
            ] {
                let mut bytes = good;
                for (at, byte) in &changes {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
                let _refused_or_kept = look_through(declared, bytes.clone());
                bytes.truncate(cut.index(bytes.len()));
                let _refused_or_kept = look_through(declared, bytes);
            }
        }
    }

    #[test]
    fn what_was_looked_through_is_kept_as_it_is_when_it_comes_again() {
        for (declared, good) in [
            (MediaType::Pdf, pdf::tests::sample()),
            (MediaType::Png, png::tests::sample()),
            (MediaType::Jpeg, jpeg::tests::sample()),
        ] {
            let once = look_through(declared, good).expect("a good file");
            let again = look_through(declared, once.bytes.clone()).expect("what was kept");
            assert_eq!(once.bytes, again.bytes);
            assert_eq!(once.kept_hash, again.received_hash);
        }
    }

    #[test]
    fn a_file_is_what_its_bytes_are() {
        let (png, jpeg) = (png::tests::sample(), jpeg::tests::sample());
        for (declared, bytes) in [
            (MediaType::Pdf, png.clone()),
            (MediaType::Jpeg, png),
            (MediaType::Png, jpeg),
            (MediaType::Pdf, b"PK\x03\x04".to_vec()),
            (
                MediaType::Pdf,
                [b"\n".to_vec(), pdf::tests::sample()].concat(),
            ),
            (MediaType::Png, Vec::new()),
        ] {
            let refused = look_through(declared, bytes).map(drop);
            assert_eq!(refused, Err(Fault::OtherType));
        }
    }
}
