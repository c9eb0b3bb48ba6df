//! What was added to a file, revision after revision (ISO 32000-1, 7.5.6).
//!
//! Some readers follow the table of objects, some look for the objects themselves where they do not like
//! something, and each dislikes something else; all of them are to find the same. So what was added is read
//! forwards from its first byte to its last, as programs write it: objects, the table that names each of them
//! once, its trailer, and where the table begins. Nothing stands between, and no word that a reader looks for
//! stands anywhere else. A table or objects within a stream (7.5.7, 7.5.8) could say something else out of
//! sight; issued files have none, and whoever adds to a file goes on in its form.

use std::collections::HashMap;

use hayro_syntax::object::{Dict, FromBytes, MaybeRef, Object};

use super::{Fault, value};
use crate::evidence_files::contents::names;

const OUT_OF_SIGHT: &[&[u8]] = &[b"XRef", b"XRefStm", b"ObjStm"];

/// An entry of a table: offset, generation, whether it is in use, and the end of its line.
const ENTRY: usize = 20;
const ENDS: &[&[u8]] = &[b" \n", b" \r", b"\r\n"];
/// The head of the list of what is free, which every table may have.
const HEAD: &[u8] = b"0000000000 65535 f";
const IN_FIRST_GENERATION: &[u8] = b" 00000 n";

/// As often may a file be signed.
const MOST_REVISIONS: usize = 32;
/// Numbers of objects: our files have some hundreds.
const MOST_OBJECTS: i32 = 100_000;
/// Programs leave their names in comments.
const LONGEST_COMMENT: usize = 200;
/// As far from the end readers look for where the last table begins.
const TAIL: usize = 1024;

/// What was added to a file.
pub(super) struct Added<'a> {
    /// One that was added twice, as by two who signed, stands there twice.
    pub objects: Vec<AddedObject<'a>>,
    /// Of each revision.
    pub trailers: Vec<Dict<'a>>,
    /// Where the last one of each number stands among the objects.
    last: HashMap<i32, usize>,
}

pub(super) struct AddedObject<'a> {
    pub number: i32,
    value: &'a [u8],
    /// What its stream holds, if it is one.
    pub stream: Option<&'a [u8]>,
}

impl<'a> AddedObject<'a> {
    /// Of a stream its dictionary.
    pub fn value(&self) -> Option<Object<'a>> {
        Object::from_bytes(self.value)
    }
}

impl<'a> Added<'a> {
    /// What stands in a file behind the issued one.
    pub fn of(file: &'a [u8], issued: usize) -> Result<Self, Fault> {
        let appended = &file[issued..];
        last_start(appended)
            .filter(|start| (issued..file.len()).contains(start))
            .ok_or("file_not_signed")?;
        let mut names = names(appended);
        if names.any(|name| OUT_OF_SIGHT.contains(&name.as_slice())) {
            return Err("file_altered");
        }
        read(file, issued).ok_or("file_altered")
    }

    /// An object that was added, the last one of its number.
    pub fn object(&self, number: i32) -> Option<&AddedObject<'a>> {
        self.objects.get(*self.last.get(&number)?)
    }
}

/// The trailer of an issued file.
pub(super) fn trailer_of(issued: &[u8]) -> Option<Dict<'_>> {
    let word = b"trailer";
    let at = issued.windows(word.len()).rposition(|it| it == word)?;
    let at = value::space(issued, at + word.len());
    Dict::from_bytes(&issued[at..value::end(issued, at)?])
}

fn read(file: &[u8], issued: usize) -> Option<Added<'_>> {
    let (mut objects, mut trailers) = (Vec::new(), Vec::new());
    let mut walk = Walk { file, at: issued };
    let mut previous = last_start(&file[..issued]);
    let mut size = trailer_of(&file[..issued]).map_or(Some(0), |it| number_in(&it, "Size"))?;
    let mut last_word = issued;
    walk.between()?;
    while walk.at < file.len() {
        if trailers.len() == MOST_REVISIONS {
            return None;
        }
        let revision = walk.revision(previous, size)?;
        (previous, size) = (Some(revision.start), revision.size);
        last_word = revision.last_word;
        objects.extend(revision.objects);
        trailers.push(revision.trailer);
        walk.between()?;
    }
    let appended = &file[issued..];
    let revisions = trailers.len();
    let stands = |word: &[u8], times: usize| count(appended, word) == times;
    let nowhere_else = stands(b"obj", 2 * objects.len())
        && stands(b"xref", 2 * revisions)
        && [&b"trailer"[..], b"startxref", b"%%EOF"]
            .iter()
            .all(|word| stands(word, revisions));
    let numbers = objects.iter().map(|it: &AddedObject| it.number);
    let last = numbers.enumerate().map(|(at, number)| (number, at));
    let last = last.collect();
    (nowhere_else && file.len() - last_word <= TAIL).then(|| Added {
        last,
        objects,
        trailers,
    })
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    let windows = bytes.windows(word.len());
    windows.filter(|it| *it == word).count()
}

/// A number that stands in a dictionary itself.
fn number_in(dict: &Dict, key: &str) -> Option<i32> {
    match dict.get_raw::<i32>(key)? {
        MaybeRef::NotRef(number) => Some(number),
        MaybeRef::Ref(_) => None,
    }
}

/// Where the last table of some bytes is said to begin.
fn last_start(bytes: &[u8]) -> Option<usize> {
    let word = b"startxref";
    let at = bytes.windows(word.len()).rposition(|it| it == word)?;
    let mut walk = Walk {
        file: bytes,
        at: at + word.len(),
    };
    walk.space();
    usize::try_from(walk.number()?).ok()
}

struct Revision<'a> {
    objects: Vec<AddedObject<'a>>,
    trailer: Dict<'a>,
    /// What the trailer says: one more than the greatest number.
    size: i32,
    /// Where its table begins.
    start: usize,
    /// Where that is said.
    last_word: usize,
}

/// An object's number, and where it begins.
type Place = (i32, usize);

/// Goes forwards through a file, and no further than what it finds is as it should be.
struct Walk<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn rest(&self) -> &'a [u8] {
        self.file.get(self.at..).unwrap_or_default()
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        let stands = self.rest().starts_with(word);
        stands.then(|| self.at += word.len())
    }

    fn space(&mut self) {
        self.at = value::space(self.file, self.at);
    }

    /// White space and short comments, which programs leave between what they write.
    fn between(&mut self) -> Option<()> {
        loop {
            self.space();
            let rest = self.rest();
            if !rest.starts_with(b"%") || rest.starts_with(b"%%EOF") {
                return Some(());
            }
            let line = rest.iter().take_while(|it| !b"\r\n".contains(it)).count();
            if line > LONGEST_COMMENT {
                return None;
            }
            self.at += line;
        }
    }

    /// A number as programs write it, without zeros before it.
    fn number(&mut self) -> Option<i32> {
        let digits = self.rest().iter().take_while(|it| it.is_ascii_digit());
        let digits = &self.rest()[..digits.count()];
        if digits.len() > 1 && digits.starts_with(b"0") {
            return None;
        }
        self.at += digits.len();
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    fn revision(&mut self, previous: Option<usize>, least_size: i32) -> Option<Revision<'a>> {
        let (mut objects, mut places) = (Vec::new(), Vec::new());
        while self.rest().first().is_some_and(u8::is_ascii_digit) {
            let begin = self.at;
            let object = self.object()?;
            places.push((object.number, begin));
            objects.push(object);
            self.between()?;
        }
        let start = self.at;
        let names = self.table()?;
        self.word(b"trailer")?;
        self.space();
        let end = value::end(self.file, self.at)?;
        let trailer = Dict::from_bytes(&self.file[self.at..end])?;
        self.at = end;
        self.between()?;
        let last_word = self.at;
        self.word(b"startxref")?;
        self.space();
        let said = usize::try_from(self.number()?).ok()?;
        self.space();
        self.word(b"%%EOF")?;
        let size = number_in(&trailer, "Size")?;
        let fits = places.iter().all(|(number, _)| *number < size);
        let follows = match previous {
            Some(previous) => usize::try_from(number_in(&trailer, "Prev")?).ok()? == previous,
            None => !trailer.contains_key("Prev"),
        };
        let sound = said == start && follows && fits && least_size <= size && size <= MOST_OBJECTS;
        (sound && names_each_once(names, places)).then_some(Revision {
            objects,
            trailer,
            size,
            start,
            last_word,
        })
    }

    /// `N 0 obj`, a value, its stream if it has one, and `endobj`.
    fn object(&mut self) -> Option<AddedObject<'a>> {
        let number = self.number()?;
        self.word(b" 0 obj")?;
        self.space();
        let end = value::end(self.file, self.at)?;
        let value = &self.file[self.at..end];
        self.at = end;
        self.space();
        let stream = match self.word(b"stream") {
            Some(()) => Some(self.stream(value)?),
            None => None,
        };
        self.word(b"endobj")?;
        Some(AddedObject {
            number,
            value,
            stream,
        })
    }

    /// As many bytes as its dictionary says itself: a length that stands elsewhere could be another for others.
    fn stream(&mut self, dictionary: &'a [u8]) -> Option<&'a [u8]> {
        self.word(b"\r\n").or_else(|| self.word(b"\n"))?;
        let length = number_in(&Dict::from_bytes(dictionary)?, "Length")?;
        let stream = self.rest().get(..usize::try_from(length).ok()?)?;
        self.at += stream.len();
        self.space();
        self.word(b"endstream")?;
        self.space();
        Some(stream)
    }

    /// What a table names.
    fn table(&mut self) -> Option<Vec<Place>> {
        self.word(b"xref")?;
        let mut names = Vec::new();
        loop {
            self.space();
            if !self.rest().first().is_some_and(u8::is_ascii_digit) {
                return Some(names);
            }
            let first = self.number()?;
            self.word(b" ")?;
            let count = self.number()?;
            self.space();
            for number in first..first.checked_add(count)? {
                names.extend(named(number, self.rest().get(..ENTRY)?)?);
                self.at += ENTRY;
            }
        }
    }
}

/// Whether a table names what stands there, each object once.
fn names_each_once(mut names: Vec<Place>, mut places: Vec<Place>) -> bool {
    names.sort_unstable();
    places.sort_unstable();
    names == places && names.windows(2).all(|pair| pair[0].0 != pair[1].0)
}

/// What an entry names: nothing where it is the head of what is free. None where it is no entry that may be.
fn named(number: i32, entry: &[u8]) -> Option<Option<Place>> {
    let (entry, end) = entry.split_at_checked(HEAD.len())?;
    let offset = entry.strip_suffix(IN_FIRST_GENERATION);
    let offset = offset.filter(|it| it.iter().all(u8::is_ascii_digit));
    match offset {
        _ if !ENDS.contains(&end) => None,
        None => (number == 0 && entry == HEAD).then_some(None),
        Some(_) if number == 0 => None,
        Some(offset) => {
            let offset = std::str::from_utf8(offset).ok()?.parse().ok()?;
            Some(Some((number, offset)))
        }
    }
}

#[cfg(test)]
mod tests;
