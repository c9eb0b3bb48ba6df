//! PNG (W3C Portable Network Graphics, third edition): a signature and chunks, each with its checksum.

use super::{Fault, Pixels, Reader};

pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that draw an image: all others are left out, as text, time, EXIF and animation.
const DRAWING: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
    b"pHYs", b"bKGD", b"cICP", b"mDCV", b"cLLI",
];

/// The image with nothing but what draws it, and its size.
pub fn strip(file: &[u8]) -> Result<(Vec<u8>, Pixels), Fault> {
    let mut reader = Reader::new(file);
    reader.take(SIGNATURE.len())?;
    let mut kept = SIGNATURE.to_vec();
    let mut size = None;
    let mut drawn = false;
    loop {
        let chunk = Chunk::read(&mut reader)?;
        match (&chunk.kind, size) {
            (b"IHDR", None) => size = Some(header(chunk.content)?),
            (b"IHDR", Some(_)) | (_, None) => return Err(Fault::Damaged),
            (b"IDAT", _) => drawn = true,
            _ if chunk.is_unknown_and_critical() => return Err(Fault::Damaged),
            _ => {}
        }
        if DRAWING.contains(&&chunk.kind) && chunk.is_as_long_as_its_kind() {
            kept.extend_from_slice(chunk.whole);
        }
        if &chunk.kind == b"IEND" {
            let size = size.filter(|_| drawn && chunk.content.is_empty());
            return size.map(|size| (kept, size)).ok_or(Fault::Damaged);
        }
    }
}

struct Chunk<'a> {
    kind: [u8; 4],
    content: &'a [u8],
    /// With its length, kind and checksum.
    whole: &'a [u8],
}

impl<'a> Chunk<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        let from = reader.rest;
        let length = usize::try_from(reader.long()?).map_err(|_too_long| Fault::Damaged)?;
        let kind = reader.array()?;
        let content = reader.take(length)?;
        let mut sum = crc32fast::Hasher::new();
        sum.update(&kind);
        sum.update(content);
        let letters = kind.iter().all(u8::is_ascii_alphabetic);
        if !letters || reader.long()? != sum.finalize() {
            return Err(Fault::Damaged);
        }
        let whole = &from[..from.len() - reader.rest.len()];
        Ok(Self {
            kind,
            content,
            whole,
        })
    }

    /// Whether it has no room for anything but what its kind says.
    fn is_as_long_as_its_kind(&self) -> bool {
        let length = self.content.len();
        match &self.kind {
            b"gAMA" | b"cICP" => length == 4,
            b"cHRM" => length == 32,
            b"sRGB" => length == 1,
            b"pHYs" => length == 9,
            b"mDCV" => length == 24,
            b"cLLI" => length == 8,
            b"sBIT" | b"bKGD" => length <= 6,
            b"tRNS" => length <= 256,
            b"PLTE" => length <= 768,
            _ => true,
        }
    }

    /// A capital first letter says that nobody draws the image who does not know the chunk.
    fn is_unknown_and_critical(&self) -> bool {
        self.kind[0].is_ascii_uppercase() && !DRAWING.contains(&&self.kind)
    }
}

fn header(content: &[u8]) -> Result<Pixels, Fault> {
    let mut reader = Reader::new(content);
    let size = Pixels::new(reader.long()?, reader.long()?);
    let possible = matches!(
        (reader.byte()?, reader.byte()?),
        (1 | 2 | 4 | 8 | 16, 0) | (1 | 2 | 4 | 8, 3) | (8 | 16, 2 | 4 | 6)
    );
    let (compression, filter, interlace) = (reader.byte()?, reader.byte()?, reader.byte()?);
    let known = compression == 0 && filter == 0 && interlace <= 1;
    if !possible || !known || !reader.rest.is_empty() {
        return Err(Fault::Damaged);
    }
    size
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).expect("a short chunk");
        let named = [kind.as_slice(), content].concat();
        let sum = crc32fast::hash(&named);
        [&length.to_be_bytes()[..], &named, &sum.to_be_bytes()].concat()
    }

    fn sized(width: u32, height: u32) -> Vec<u8> {
        let content = [
            &width.to_be_bytes()[..],
            &height.to_be_bytes(),
            &[8, 2, 0, 0, 0],
        ];
        chunk(b"IHDR", &content.concat())
    }

    /// One red point, with a comment, EXIF and a ZIP behind its end.
    pub fn sample() -> Vec<u8> {
        let drawn = [0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0];
        [
            SIGNATURE,
            &sized(1, 1),
            &chunk(b"tEXt", b"Author\0Amina"),
            &chunk(b"eXIf", b"MM\0*GPS"),
            &chunk(b"IDAT", &drawn),
            &chunk(b"IEND", b""),
            b"PK\x03\x04",
        ]
        .concat()
    }

    #[test]
    fn an_image_keeps_what_draws_it() {
        let (kept, size) = strip(&sample()).expect("a good image");
        assert_eq!((size.width, size.height), (1, 1));
        for gone in [b"tEXt".as_slice(), b"Amina", b"eXIf", b"GPS", b"PK"] {
            assert!(!kept.windows(gone.len()).any(|it| it == gone));
        }
        assert!(kept.windows(4).any(|it| it == b"IDAT"));
    }

    #[test]
    fn a_broken_image_is_refused() {
        let end = chunk(b"IEND", b"");
        let drawn = chunk(b"IDAT", b"x");
        let good = sized(1, 1);
        let mut wrong_sum = good.clone();
        *wrong_sum.last_mut().expect("a byte") ^= 1;
        for parts in [
            vec![],
            vec![&good, &end],
            vec![&good, &drawn],
            vec![&drawn, &good, &end],
            vec![&good, &good, &drawn, &end],
            vec![&wrong_sum, &drawn, &end],
            vec![&sized(0, 1), &drawn, &end],
            vec![&good, &chunk(b"XXXX", b""), &drawn, &end],
        ] {
            let file = [
                SIGNATURE.to_vec(),
                parts.into_iter().flatten().copied().collect(),
            ]
            .concat();
            assert_eq!(strip(&file), Err(Fault::Damaged));
        }
        let huge = [SIGNATURE, &sized(50_000, 50_000), &drawn, &end].concat();
        assert_eq!(strip(&huge), Err(Fault::TooManyPixels));
    }
}
