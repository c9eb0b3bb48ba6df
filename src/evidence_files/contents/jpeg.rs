//! JPEG (ITU-T T.81): segments, each begun by a marker, and between them the scans that draw the image.

use super::{Fault, Pixels, Reader};

pub const SIGNATURE: &[u8] = b"\xff\xd8\xff";

mod marker {
    pub const START: u8 = 0xd8;
    pub const END: u8 = 0xd9;
    pub const SCAN: u8 = 0xda;
    pub const TABLES_OF_CODES: u8 = 0xc4;
    pub const CONDITIONS_OF_CODES: u8 = 0xcc;
    pub const TABLES_OF_STEPS: u8 = 0xdb;
    pub const RESTART_INTERVAL: u8 = 0xdd;
    pub const JFIF: u8 = 0xe0;
    pub const EXIF: u8 = 0xe1;
    pub const COLOUR_PROFILE: u8 = 0xe2;
    pub const LAST_APPLICATION: u8 = 0xef;
    pub const ADOBE: u8 = 0xee;
    pub const COMMENT: u8 = 0xfe;
}

/// The image with nothing but what draws it and which way up, and its size. What stands behind its end
/// is left out.
pub fn strip(file: &[u8]) -> Result<(Vec<u8>, Pixels), Fault> {
    let mut reader = Reader::new(file);
    reader.take(2)?;
    let mut kept = vec![0xff, marker::START];
    let (mut size, mut drawn, mut turned) = (None, false, false);
    loop {
        let kind = next_marker(&mut reader)?;
        if kind == marker::END {
            kept.extend([0xff, kind]);
            let size = size.filter(|_| drawn);
            return size.map(|size| (kept, size)).ok_or(Fault::Damaged);
        }
        let length = usize::from(reader.short()?);
        let content = reader.take(length.checked_sub(2).ok_or(Fault::Damaged)?)?;
        match kind {
            marker::TABLES_OF_CODES
            | marker::CONDITIONS_OF_CODES
            | marker::TABLES_OF_STEPS
            | marker::RESTART_INTERVAL => write(&mut kept, kind, content),
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf if size.is_none() => {
                size = Some(frame(content)?);
                write(&mut kept, kind, content);
            }
            marker::SCAN if size.is_some() => {
                write(&mut kept, kind, content);
                kept.extend_from_slice(scan(&mut reader)?);
                drawn = true;
            }
            marker::JFIF if content.starts_with(b"JFIF\0") && content.len() >= 14 => {
                let without_thumbnail = [&content[..12], &[0, 0]].concat();
                write(&mut kept, kind, &without_thumbnail);
            }
            marker::COLOUR_PROFILE if content.starts_with(b"ICC_PROFILE\0") => {
                write(&mut kept, kind, content);
            }
            marker::ADOBE if content.starts_with(b"Adobe") && content.len() >= 12 => {
                write(&mut kept, kind, &content[..12]);
            }
            marker::EXIF if !turned => {
                if let Some(way_up) = way_up(content) {
                    write(&mut kept, kind, &exif_of(way_up));
                    turned = true;
                }
            }
            marker::JFIF..=marker::LAST_APPLICATION | marker::COMMENT => {}
            _ => return Err(Fault::Damaged),
        }
    }
}

/// A marker may have any number of filling bytes before it.
fn next_marker(reader: &mut Reader) -> Result<u8, Fault> {
    if reader.byte()? != 0xff {
        return Err(Fault::Damaged);
    }
    loop {
        match reader.byte()? {
            0xff => {}
            kind => return Ok(kind),
        }
    }
}

fn write(kept: &mut Vec<u8>, kind: u8, content: &[u8]) {
    let length = u16::try_from(content.len() + 2).expect("as long as it was read, or shorter");
    kept.extend([0xff, kind]);
    kept.extend(length.to_be_bytes());
    kept.extend_from_slice(content);
}

fn frame(content: &[u8]) -> Result<Pixels, Fault> {
    let mut reader = Reader::new(content);
    let _bits = reader.byte()?;
    let (height, width) = (reader.short()?, reader.short()?);
    let components = usize::from(reader.byte()?);
    if components == 0 || reader.rest.len() != 3 * components {
        return Err(Fault::Damaged);
    }
    Pixels::new(width.into(), height.into())
}

/// The codes of a scan, up to the next marker that is no restart.
fn scan<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], Fault> {
    let codes = reader.rest;
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    let length = codes.windows(2).position(ends).ok_or(Fault::Damaged)?;
    reader.take(length)
}

/// How an image is to be turned, where it is: the orientation of EXIF (JEITA CP-3451, 4.6.4).
fn way_up(segment: &[u8]) -> Option<u8> {
    const ORIENTATION: u16 = 0x0112;
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..)?.first_chunk()?;
        Some(if little {
            u16::from_le_bytes(*bytes)
        } else {
            u16::from_be_bytes(*bytes)
        })
    };
    let offset = tiff.get(4..)?.first_chunk()?;
    let offset = if little {
        u32::from_le_bytes(*offset)
    } else {
        u32::from_be_bytes(*offset)
    };
    let directory = usize::try_from(offset).ok()?;
    let entries = (0..short(directory)?).map(|n| directory.saturating_add(2 + 12 * usize::from(n)));
    let mut found = entries.filter(|at| short(*at) == Some(ORIENTATION));
    let value = short(found.next()?.saturating_add(8))?;
    let turned = (2..=8).contains(&value);
    u8::try_from(value).ok().filter(|_| turned)
}

/// A segment of EXIF that tells of nothing else.
fn exif_of(way_up: u8) -> Vec<u8> {
    let mut segment = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    segment.extend([way_up, 0, 0, 0, 0, 0, 0]);
    segment
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
        let mut written = Vec::new();
        write(&mut written, kind, content);
        written
    }

    fn frame_of(width: u16, height: u16) -> Vec<u8> {
        let sizes = [height.to_be_bytes(), width.to_be_bytes()].concat();
        segment(0xc0, &[&[8][..], &sizes, &[1, 1, 0x11, 0]].concat())
    }

    /// EXIF in the order of bytes of most cameras: turned to the right, with a place after it.
    fn exif() -> Vec<u8> {
        let mut content =
            b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0".to_vec();
        content.extend(b"\0\0\0\0GPS 12.64 N 8.00 W");
        segment(marker::EXIF, &content)
    }

    /// One scan with a restart and a filled byte in it, and all that cameras leave behind.
    pub fn sample() -> Vec<u8> {
        [
            vec![0xff, marker::START],
            segment(marker::JFIF, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01TNL"),
            exif(),
            segment(marker::EXIF, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
            segment(marker::COLOUR_PROFILE, b"ICC_PROFILE\0\x01\x01sRGB"),
            segment(marker::COLOUR_PROFILE, b"MPF\0second image"),
            segment(0xed, b"Photoshop 3.0\0IPTC"),
            segment(marker::COMMENT, b"Amina at work"),
            segment(marker::TABLES_OF_STEPS, &[1; 65]),
            frame_of(8, 8),
            segment(marker::TABLES_OF_CODES, &[0; 17]),
            segment(marker::SCAN, &[1, 1, 0, 0, 63, 0]),
            b"\x12\xff\0\x34\xff\xd0\x56".to_vec(),
            vec![0xff, marker::END],
            b"PK\x03\x04 a second file".to_vec(),
        ]
        .concat()
    }

    fn has(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|it| it == part)
    }

    #[test]
    fn an_image_keeps_what_draws_it_and_its_way_up() {
        let (kept, size) = strip(&sample()).expect("a good image");
        assert_eq!((size.width, size.height), (8, 8));
        for gone in [
            b"GPS".as_slice(),
            b"xmpmeta",
            b"MPF",
            b"IPTC",
            b"Amina",
            b"TNL",
            b"PK",
        ] {
            assert!(!has(&kept, gone), "{}", String::from_utf8_lossy(gone));
        }
        assert!(has(&kept, b"ICC_PROFILE\0\x01\x01sRGB"));
        assert!(has(&kept, b"\x12\xff\0\x34\xff\xd0\x56\xff\xd9"));
        assert!(has(&kept, &segment(marker::EXIF, &exif_of(6))));
        assert_eq!(way_up(&exif_of(6)), Some(6));
    }

    #[test]
    fn a_broken_image_is_refused() {
        let whole = sample();
        let end = whole.len() - b"\xff\xd9PK\x03\x04 a second file".len();
        for length in 2..end {
            assert_eq!(strip(&whole[..length]), Err(Fault::Damaged), "{length}");
        }
        let start = [0xff, marker::START].as_slice();
        let scan = [segment(marker::SCAN, b"x"), b"\x01\xff\xd9".to_vec()].concat();
        for parts in [
            vec![scan.clone()],
            vec![frame_of(8, 0), scan.clone()],
            vec![frame_of(8, 8), frame_of(8, 8), scan.clone()],
            vec![segment(0xc0, b"\x08\0\x08\0\x08\x03"), scan.clone()],
            vec![frame_of(8, 8), b"\xff\xc4\0\x01".to_vec(), scan.clone()],
            vec![b"junk".to_vec(), frame_of(8, 8), scan.clone()],
        ] {
            let file = [start.to_vec(), parts.concat()].concat();
            assert_eq!(strip(&file), Err(Fault::Damaged));
        }
        let huge = [start.to_vec(), frame_of(50_000, 50_000), scan].concat();
        assert_eq!(strip(&huge), Err(Fault::TooManyPixels));
    }
}
