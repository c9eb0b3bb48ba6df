//! What was added to a file, as readers find it: tables of objects, and the objects that these name.
//!
//! Some readers follow a table, and some look for the objects themselves where they do not like it; they are
//! to find the same (ISO 32000-1, 7.5.4 and 7.5.6). So each table names, once, just what stands between it and
//! what was there before, under its number and in its first generation, and frees nothing. A table or objects
//! within a stream (7.5.7, 7.5.8) could say something else out of sight; issued files have none, and whoever
//! adds to a file goes on in its form.

use hayro_syntax::object::{Dict, FromBytes, Object};

use super::{Fault, value};
use crate::evidence_files::contents::names;

const OUT_OF_SIGHT: &[&[u8]] = &[b"XRef", b"XRefStm", b"ObjStm"];

/// An entry of a table: offset, generation, whether it is in use, and the end of its line.
const ENTRY: usize = 20;
const ENDS: &[&[u8]] = &[b" \n", b" \r", b"\r\n"];
/// The head of the list of what is free, which every table may have.
const HEAD: &[u8] = b"0000000000 65535 f";
const IN_FIRST_GENERATION: &[u8] = b" 00000 n";

/// What was added to a file.
pub(super) struct Added<'a> {
    /// With their numbers; an object that was added twice, as by two who signed, stands there twice.
    pub objects: Vec<(i32, Object<'a>)>,
    /// What is said of the whole file.
    pub trailers: Vec<Dict<'a>>,
}

/// An object's number and generation, and where it begins.
type Named = (u32, u32, usize);

struct Table<'a> {
    names: Vec<Named>,
    trailer: Dict<'a>,
}

/// What stands in a file behind the issued one. It is parsed no further than to values that are whole.
pub(super) fn added(file: &[u8], issued: usize) -> Result<Added<'_>, Fault> {
    let start = last_start(&file[issued..])
        .filter(|start| (issued..file.len()).contains(start))
        .ok_or("file_not_signed")?;
    let mut names = names(&file[issued..]);
    if names.any(|name| OUT_OF_SIGHT.contains(&name.as_slice())) {
        return Err("file_altered");
    }
    read(file, issued, start).ok_or("file_altered")
}

fn read(file: &[u8], issued: usize, last: usize) -> Option<Added<'_>> {
    let before = last_start(&file[..issued]);
    let mut added = Added {
        objects: Vec::new(),
        trailers: Vec::new(),
    };
    // Behind the last table there is no object.
    if !objects(file, last..file.len()).is_empty() {
        return None;
    }
    let mut start = last;
    loop {
        let table = table(file, start)?;
        let previous = table.trailer.get::<i32>("Prev");
        let previous = previous.map(usize::try_from).transpose().ok()?;
        let goes_on = previous.filter(|it| (issued..start).contains(it));
        if goes_on.is_none() && previous != before {
            return None;
        }
        let stand = objects(file, goes_on.unwrap_or(issued)..start);
        ensure_same(table.names, &stand)?;
        // Each goes no further than to where the next one begins, so that none is read with another's bytes.
        let next = stand.iter().skip(1).map(|((.., begin), _)| *begin);
        let ends: Vec<usize> = next.chain([start]).collect();
        for (((number, ..), at), end) in stand.into_iter().zip(ends) {
            let object = object(file.get(..end)?, at)?;
            added.objects.push((i32::try_from(number).ok()?, object));
        }
        added.trailers.push(table.trailer);
        match goes_on {
            Some(previous) => start = previous,
            None => return Some(added),
        }
    }
}

/// Whether a table names what stands there, each object once.
fn ensure_same(mut names: Vec<Named>, stand: &[(Named, usize)]) -> Option<()> {
    names.sort_unstable();
    let once = names.windows(2).all(|pair| pair[0].0 != pair[1].0);
    let mut places: Vec<Named> = stand.iter().map(|(named, _)| *named).collect();
    places.sort_unstable();
    (once && places == names).then_some(())
}

/// Where the last table of some bytes is said to begin.
fn last_start(bytes: &[u8]) -> Option<usize> {
    let word = b"startxref";
    let at = bytes.windows(word.len()).rposition(|it| it == word)?;
    let (start, _) = number(bytes, value::space(bytes, at + word.len()))?;
    usize::try_from(start).ok()
}

/// The number that stands at a place, and where it ends.
fn number(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let digits = bytes.get(at..)?.iter().take_while(|it| it.is_ascii_digit());
    let end = at + digits.count();
    let number = std::str::from_utf8(&bytes[at..end]).ok()?.parse().ok()?;
    Some((number, end))
}

fn table(file: &[u8], start: usize) -> Option<Table<'_>> {
    let mut at = start + b"xref".len();
    if file.get(start..at)? != b"xref" {
        return None;
    }
    let mut names = Vec::new();
    loop {
        at = value::space(file, at);
        let Some((first, end)) = number(file, at) else {
            break;
        };
        let (count, end) = number(file, value::space(file, end))?;
        at = value::space(file, end);
        for number in first..first.checked_add(count)? {
            let entry = file.get(at..at + ENTRY)?;
            names.extend(named(number, entry)?);
            at += ENTRY;
        }
    }
    let trailer = file.get(at..)?.strip_prefix(b"trailer")?;
    let at = value::space(trailer, 0);
    let end = value::end(trailer, at)?;
    let trailer = Dict::from_bytes(&trailer[at..end])?;
    Some(Table { names, trailer })
}

/// What an entry names: nothing where it is the head of what is free. None where it is no entry that may be.
fn named(number: u32, entry: &[u8]) -> Option<Option<Named>> {
    let (entry, end) = entry.split_at_checked(HEAD.len())?;
    let offset = entry.strip_suffix(IN_FIRST_GENERATION);
    let offset = offset.filter(|it| it.iter().all(u8::is_ascii_digit));
    match offset {
        _ if !ENDS.contains(&end) => None,
        None => (number == 0 && entry == HEAD).then_some(None),
        Some(_) if number == 0 => None,
        Some(offset) => {
            let offset = std::str::from_utf8(offset).ok()?.parse().ok()?;
            Some(Some((number, 0, offset)))
        }
    }
}

/// Where objects begin in a part of a file, and where that is said: `N G obj`, whatever it stands in.
fn objects(file: &[u8], part: std::ops::Range<usize>) -> Vec<(Named, usize)> {
    let (word, begin) = (b"obj", part.start);
    let bytes = &file[part];
    let words = bytes.windows(word.len()).enumerate();
    let words = words.filter(|(_, it)| *it == word);
    let stand = words.filter_map(|(at, _)| {
        let generation = number_before(bytes, at)?;
        let number = number_before(bytes, generation)?;
        let read = |at| self::number(bytes, at).map(|(number, _)| number);
        let named = (read(number)?, read(generation)?, begin + number);
        Some((named, begin + at + word.len()))
    });
    stand.collect()
}

/// Where the number begins that stands before a place, with white space between.
fn number_before(bytes: &[u8], at: usize) -> Option<usize> {
    let back = |from: usize, fits: fn(u8) -> bool| {
        let fitting = bytes[..from].iter().rev().take_while(|it| fits(**it));
        from - fitting.count()
    };
    let end = back(at, value::is_space);
    let start = back(end, |it| it.is_ascii_digit());
    (end < at && start < end).then_some(start)
}

/// The value of an object, if it is a whole one and nothing else is in the object, but for a stream.
fn object(file: &[u8], at: usize) -> Option<Object<'_>> {
    let at = value::space(file, at);
    let end = value::end(file, at)?;
    let rest = file.get(value::space(file, end)..)?;
    let is_dictionary = file[at..].starts_with(b"<<");
    let whole = rest.starts_with(b"endobj") || (is_dictionary && rest.starts_with(b"stream"));
    whole.then(|| Object::from_bytes(&file[at..]))?
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUED: &str = "%PDF-1.7\n4 0 obj\n(issued)\nendobj\n";

    /// What is appended: objects, and a table with these entries for them.
    fn with(objects: &str, entries: &str) -> String {
        let start = ISSUED.len() + objects.len();
        format!("{ISSUED}{objects}xref\n{entries}trailer\n<</Size 9>>\nstartxref\n{start}\n%%EOF\n")
    }

    fn is_read(file: &str) -> bool {
        added(file.as_bytes(), ISSUED.len()).is_ok()
    }

    #[test]
    fn a_table_names_what_was_added_and_nothing_else() {
        let (one, two) = (ISSUED.len(), ISSUED.len() + 25);
        let objects = "8 0 obj\n(first) \nendobj\n\n4 0 obj\n(other)\nendobj\n";
        let entry = |number: usize, at: usize| format!("{number} 1\n{at:010} 00000 n \n");
        let (first, second) = (entry(8, one), entry(4, two));
        let head = "0 1\n0000000000 65535 f \n";
        for (kept, entries) in [
            (true, format!("{head}{first}{second}")),
            (true, format!("{second}{first}")),
            (true, format!("{second}{first}").replace(" \n", "\r\n")),
            // An object that no table names, or under another number, place or generation.
            (false, first.clone()),
            (false, format!("{}{second}", entry(7, one))),
            (false, format!("{}{second}", entry(8, one + 1))),
            (
                false,
                format!("{first}{}", second.replace(" 00000 n", " 00001 n")),
            ),
            (false, format!("{first}{second}{second}")),
            (false, format!("{first}{second}{}", entry(7, 9))),
            // What is freed, and what is no entry.
            (false, format!("{first}{second}5 1\n0000000000 00001 f \n")),
            (false, format!("{first}{second}5 1\n0000000000 65535 f \n")),
            (false, format!("{first}{second}").replace(" \n", "\n")),
        ] {
            assert_eq!(is_read(&with(objects, &entries)), kept, "{entries}");
        }
    }

    #[test]
    fn what_only_some_readers_would_find_is_refused() {
        let at = ISSUED.len();
        let entry = format!("4 1\n{at:010} 00000 n \n");
        let altered = "4 0 obj\n(altered)\nendobj\n";
        let kept = with(altered, &entry);
        assert!(is_read(&kept));
        for (objects, entries) in [
            // The issued object again, for those that look for objects.
            (
                format!("{altered}4 0 obj\n(issued)\nendobj\n"),
                entry.clone(),
            ),
            (
                format!("{altered}4 0 obj\n(issued)\nendobj\n"),
                entry.replace(" \n", "\n"),
            ),
            (
                altered.replace("(altered)", "<</Type/ObjStm>>"),
                entry.clone(),
            ),
            (
                altered.replace("(altered)", "<</Type /X#52ef>>"),
                entry.clone(),
            ),
            (
                altered.replace("(altered)", "(altered) (twice)"),
                entry.clone(),
            ),
            (
                altered.replace("(altered)", &"[".repeat(1_000_000)),
                entry.clone(),
            ),
        ] {
            assert!(!is_read(&with(&objects, &entries)), "{entries}");
        }
        for (what, with) in [
            ("/Size 9", "/Size 9/XRefStm 9"),
            ("/Size 9", "/Size 9/Prev 9"),
            ("/Size 9", "/Size 9/Size 9"),
            ("%%EOF", "5 0 obj\n(behind)\nendobj\n%%EOF"),
        ] {
            assert!(!is_read(&kept.replace(what, with)), "{with}");
        }
        let elsewhere = format!("startxref\n{}", kept.find("xref\n4").unwrap());
        let nowhere = kept.replace(&elsewhere, "startxref\n0");
        let fault = added(nowhere.as_bytes(), at).err();
        assert_eq!(fault, Some("file_not_signed"));
    }

    #[test]
    fn who_signs_after_another_adds_to_what_that_one_added() {
        let at = ISSUED.len();
        let first = with(
            "4 0 obj\n(first)\nendobj\n",
            &format!("4 1\n{at:010} 00000 n \n"),
        );
        let (place, table) = (first.len(), first.find("xref\n4").unwrap());
        let object = "4 0 obj\n(second)\nendobj\n";
        let entry = format!("xref\n4 1\n{place:010} 00000 n \n");
        let start = place + object.len();
        let second = |previous: usize| {
            format!(
                "{first}{object}{entry}trailer\n<</Prev {previous}>>\nstartxref\n{start}\n%%EOF\n"
            )
        };
        let read = second(table);
        let read = added(read.as_bytes(), at).ok();
        assert_eq!(read.map(|it| it.objects.len()), Some(2));
        assert!(!is_read(&second(start)));
        assert!(!is_read(&second(9)));
    }
}
