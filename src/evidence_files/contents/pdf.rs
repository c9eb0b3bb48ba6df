//! PDF (ISO 32000-2), as far as must be known to refuse one that is broken or acts by itself.
//!
//! Names are looked for in the whole file and in its object streams, which are unpacked for it; those
//! that stand in the packed contents of pages cannot act.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::Fault;

/// The names of what acts by itself or carries another file: scripts, programs, files, media, forms of
/// the older kind that hold scripts, and what sends or takes a form's fields.
const ACTING: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"FileAttachment",
    b"GoToE",
    b"Rendition",
    b"RichMedia",
    b"XFA",
    b"SubmitForm",
    b"ImportData",
];

/// The most that the object streams of a file unpack to.
const MOST_UNPACKED: usize = 64 * 1024 * 1024;

/// More than the longest name that is looked for, each letter by its number.
const NAME: usize = 48;

/// How often a file is read for its objects; in a good one they overlap only where a picture looks like one.
const MOST_READINGS: usize = 8;

/// Names that say what a stream is, in one dictionary.
const MOST_SAID: usize = 64;

/// How far from the end the last words stand.
const TAIL: usize = 1024;

/// Refuses what is no whole PDF, what cannot be looked into, and what acts.
pub fn check(file: &[u8]) -> Result<(), Fault> {
    check_ends(file)?;
    check_names(file)?;
    check_object_streams(file)
}

/// What carries other files, of which there may be some before.
const CARRYING: &[&[u8]] = &[b"EmbeddedFile", b"EmbeddedFiles"];

/// Refuses what was appended to a PDF that is good itself, where it acts or cannot be looked into. A
/// catalogue that is written anew names the files again that the PDF carries.
pub fn check_appended(appended: &[u8]) -> Result<(), Fault> {
    let carries = |name: &Vec<u8>| CARRYING.contains(&name.as_slice());
    check_all(names(appended).filter(|name| !carries(name)))?;
    check_object_streams(appended)
}

/// `%PDF-1.x` or `2.x` at the beginning; at the end where the table of objects is, `%%EOF`, and nothing
/// behind it.
fn check_ends(file: &[u8]) -> Result<(), Fault> {
    let versions: [&[u8]; 2] = [b"%PDF-1.", b"%PDF-2."];
    let begun = versions.iter().any(|version| file.starts_with(version));
    let tail = file.trim_ascii_end();
    let tail = &tail[tail.len().saturating_sub(TAIL)..];
    let tail = tail.strip_suffix(b"%%EOF").ok_or(Fault::Damaged)?;
    let word = b"startxref";
    let at = tail.windows(word.len()).rposition(|it| it == word);
    let offset = at.map(|at| tail[at + word.len()..].trim_ascii());
    let offset = offset.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    let table = offset.and_then(|offset: usize| file.get(offset..));
    let table = table.ok_or(Fault::Damaged)?.trim_ascii_start();
    let found = table.starts_with(b"xref") || table.first().is_some_and(u8::is_ascii_digit);
    if begun && found {
        Ok(())
    } else {
        Err(Fault::Damaged)
    }
}

fn check_names(bytes: &[u8]) -> Result<(), Fault> {
    check_all(names(bytes))
}

fn check_all(names: impl Iterator<Item = Vec<u8>>) -> Result<(), Fault> {
    for name in names {
        if name == b"Encrypt" {
            return Err(Fault::Encrypted);
        }
        if ACTING.contains(&name.as_slice()) {
            return Err(Fault::Active);
        }
    }
    Ok(())
}

/// Unpacks the streams that hold objects, and looks for names in them. An object begins at an `obj`,
/// whatever else such a word stands in; who writes it so often that nothing else would be read is refused.
fn check_object_streams(file: &[u8]) -> Result<(), Fault> {
    let (mut unpacked, mut read) = (0, 0);
    for (at, word) in file.windows(3).enumerate() {
        if word != b"obj" || file[..at].ends_with(b"end") {
            continue;
        }
        let object = &file[at + word.len()..];
        let (said, length, contents) = dictionary(object);
        read += length;
        if read > MOST_READINGS * file.len() {
            return Err(Fault::Opaque);
        }
        if said.len() > MOST_SAID {
            return Err(Fault::Opaque);
        }
        if let Some(contents) = contents {
            let stream = check_stream(&said, contents, MOST_UNPACKED - unpacked)?;
            unpacked += stream.unpacked;
            read += stream.packed;
        }
    }
    Ok(())
}

/// The names of an object's dictionary, how far it goes, and what comes behind it where that is a stream.
fn dictionary(object: &[u8]) -> (Vec<Vec<u8>>, usize, Option<&[u8]>) {
    let mut said = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(rest) = object.get(at..).filter(|rest| !rest.is_empty()) {
        at += match rest {
            [b'(', ..] => text_length(rest).unwrap_or(rest.len()),
            [b'%', ..] => rest.iter().take_while(|it| !b"\r\n".contains(it)).count(),
            [b'<', b'<', ..] => {
                depth += 1;
                2
            }
            [b'>', b'>', ..] => {
                depth = depth.saturating_sub(1);
                2
            }
            [b'<', ..] => rest.iter().take_while(|it| **it != b'>').count(),
            [b'/', name @ ..] => {
                let telling = Some(name_of(name)).filter(|name| is_telling(name));
                said.extend(telling.filter(|_| said.len() <= MOST_SAID));
                1 + name.iter().take_while(|it| is_regular(**it)).count()
            }
            _ if depth == 0 && rest.starts_with(b"endobj") => break,
            _ if depth == 0 && rest.starts_with(b"stream") => {
                return (said, at, Some(&rest[b"stream".len()..]));
            }
            _ => 1,
        };
    }
    (said, at, None)
}

/// Whether a name in a dictionary says what its stream is.
fn is_telling(name: &[u8]) -> bool {
    const WHOLE: &[&[u8]] = &[
        b"ObjStm",
        b"First",
        b"N",
        b"Filter",
        b"DecodeParms",
        b"DP",
        b"Crypt",
    ];
    WHOLE.contains(&name) || name.ends_with(b"Decode")
}

/// The length of a text in brackets, which may hold others, and any behind a backslash; none where it does not end.
pub fn text_length(text: &[u8]) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    let last = text.iter().position(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    Some(last? + 1)
}

/// The bytes of a stream of objects that were read.
#[derive(Default)]
struct Stream {
    packed: usize,
    unpacked: usize,
}

/// Unpacks a stream of objects; nothing where it is none. It says where its first object is, and how many
/// there are. One whose packing has parameters is not looked into: these may stand elsewhere.
fn check_stream(said: &[Vec<u8>], contents: &[u8], most: usize) -> Result<Stream, Fault> {
    let says = |name: &[u8]| said.iter().any(|it| it == name);
    let holds_objects = says(b"ObjStm") || (says(b"First") && says(b"N"));
    if !holds_objects || !says(b"Filter") {
        return Ok(Stream::default());
    }
    let packings: Vec<_> = said.iter().filter(|it| it.ends_with(b"Decode")).collect();
    let simply =
        packings == [b"FlateDecode"] && !says(b"DecodeParms") && !says(b"DP") && !says(b"Crypt");
    if !simply {
        return Err(Fault::Opaque);
    }
    let mut unpacked = Vec::new();
    let mut packed = ZlibDecoder::new(contents.trim_ascii_start());
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    let read = packed.by_ref().take(limit).read_to_end(&mut unpacked);
    read.map_err(|_broken| Fault::Opaque)?;
    if unpacked.len() == most {
        return Err(Fault::Opaque);
    }
    check_names(&unpacked)?;
    Ok(Stream {
        packed: usize::try_from(packed.total_in()).unwrap_or(usize::MAX),
        unpacked: unpacked.len(),
    })
}

/// The names that some bytes write, whatever they stand in; a long one is cut.
pub fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    starts.map(|(at, _)| name_of(&bytes[at + 1..]))
}

/// The name that some bytes begin with, cut where it is none of those that are looked for.
fn name_of(bytes: &[u8]) -> Vec<u8> {
    let letters = bytes.iter().take(NAME).take_while(|it| is_regular(**it));
    unescaped(&bytes[..letters.count()])
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !b"\0()<>[]{}/%".contains(&byte)
}

/// Any letter of a name may be written by its number.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut letters = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        let number = after.first_chunk::<2>().filter(|_| *first == b'#');
        let number = number.and_then(|digits| {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            u8::try_from(digit(digits[0])? * 16 + digit(digits[1])?).ok()
        });
        letters.push(number.unwrap_or(*first));
        rest = if number.is_some() { &after[2..] } else { after };
    }
    letters
}

#[cfg(test)]
pub mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn with(objects: &[u8]) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>> endobj\n".to_vec();
        file.extend_from_slice(objects);
        let table = file.len();
        file.extend(b"xref\n0 1\n0000000000 65535 f \ntrailer <</Root 1 0 R>>\n");
        file.extend(format!("startxref\n{table}\n%%EOF\n").bytes());
        file
    }

    pub fn sample() -> Vec<u8> {
        with(b"")
    }

    fn packed(dictionary: &str, objects: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(objects).expect("to memory");
        let contents = encoder.finish().expect("to memory");
        let begun = format!("2 0 obj <<{dictionary}>>\nstream\r\n").into_bytes();
        [begun, contents, b"\nendstream endobj\n".to_vec()].concat()
    }

    const STREAM: &str = "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode";

    #[test]
    fn a_file_that_acts_is_refused_however_its_names_are_written() {
        assert_eq!(check(&sample()), Ok(()));
        let pages = packed("/Filter /FlateDecode", b"BT (/JavaScript) Tj ET");
        assert_eq!(check(&with(&pages)), Ok(()));
        assert_eq!(
            check(&with(&packed(STREAM, b"3 0 <</Type /Page>>"))),
            Ok(())
        );
        assert_eq!(
            check(&with(b"2 0 obj <</S /JavaScripted>> endobj\n")),
            Ok(())
        );
        for objects in [
            b"2 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj\n".to_vec(),
            b"2 0 obj <</S/#4aavaScr#69pt/JS(x)>> endobj\n".to_vec(),
            b"2 0 obj <</S /Launch /F (x.exe)>> endobj\n".to_vec(),
            b"2 0 obj <</Subtype /FileAttachment /FS <</EF <</F 5 0 R>>>>>> endobj\n".to_vec(),
            b"2 0 obj <</S /Rendition /JS (app.alert(1))>> endobj\n".to_vec(),
            b"2 0 obj <</Type /EmbeddedFile>> stream\nx\nendstream endobj\n".to_vec(),
            packed(STREAM, b"3 0 <</S /JavaScript>>"),
            packed(
                "/N 1 /First 4 /Filter [/FlateDecode]",
                b"3 0 <</S /#4Caunch>>",
            ),
            packed(
                "/N 1 /stream 1 /X (\\) obj stream ( endobj ) endobj) %stream\n /First 4 /Filter /FlateDecode",
                b"3 0 <</S /Launch>>",
            ),
        ] {
            let text = String::from_utf8_lossy(&objects).into_owned();
            assert_eq!(check(&with(&objects)), Err(Fault::Active), "{text}");
        }
    }

    #[test]
    fn what_nobody_can_look_into_is_refused() {
        let locked = b"2 0 obj <</Encrypt 3 0 R>> endobj\n";
        assert_eq!(check(&with(locked)), Err(Fault::Encrypted));
        let bomb = packed(STREAM, &vec![b' '; 65 * 1024 * 1024]);
        for objects in [
            bomb,
            packed("/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]", b"x"),
            packed(
                "/Type /ObjStm /Filter /FlateDecode /DecodeParms 7 0 R",
                b"x",
            ),
            b"2 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\nno\nendstream\n".to_vec(),
        ] {
            assert_eq!(check(&with(&objects)), Err(Fault::Opaque));
        }
    }

    #[test]
    fn who_writes_objects_that_never_end_is_not_read_for_ever() {
        let objects = b"obj ".repeat(100_000);
        assert_eq!(check(&with(&objects)), Err(Fault::Opaque));
        let names = [b"2 0 obj <<".to_vec(), b"/N".repeat(100_000)].concat();
        assert_eq!(check(&with(&names)), Err(Fault::Opaque));
        // One long stream that unpacks to nothing, for a hundred objects.
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        for _ in 0..20_000 {
            encoder.write_all(b" ").expect("to memory");
            encoder.flush().expect("to memory");
        }
        let long = encoder.finish().expect("to memory");
        let begun = [
            b"obj ".repeat(100),
            format!("<<{STREAM}>>\nstream\n").into(),
        ]
        .concat();
        let objects = [begun, long, b"\nendstream endobj\n".to_vec()].concat();
        assert_eq!(check(&with(&objects)), Err(Fault::Opaque));
    }

    #[test]
    fn a_file_that_is_cut_off_or_carries_another_behind_it_is_refused() {
        let whole = sample();
        for length in 0..whole.len() - 1 {
            assert_eq!(check(&whole[..length]), Err(Fault::Damaged), "{length}");
        }
        let carrying = [whole, b"PK\x03\x04 a second file".to_vec()].concat();
        assert_eq!(check(&carrying), Err(Fault::Damaged));
        assert_eq!(
            check(b"%PDF-1.7\nstartxref\n99\n%%EOF"),
            Err(Fault::Damaged)
        );
        assert_eq!(check(b"%PDF-9.7\nstartxref\n9\n%%EOF"), Err(Fault::Damaged));
    }
}
