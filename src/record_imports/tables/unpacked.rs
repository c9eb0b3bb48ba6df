//! What an archive says before it is opened by somebody who believes it.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use crate::error::{Error, Result};

/// The most bytes of all members together.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// A workbook of two tables has about a dozen.
const MOST_MEMBERS: usize = 300;

/// The most texts that a workbook may announce: who reads it sets memory aside for so many.
const MOST_TEXTS: usize = 200_000;

/// The attribute that announces them.
const ANNOUNCED: &str = "uniqueCount";

/// Unpacks each member to see how large it is, whatever the archive says of it, and keeps nothing.
pub fn check(bytes: &[u8]) -> Result<()> {
    let damaged = || Error::invalid("", "file_damaged");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_cause| damaged())?;
    if archive.len() > MOST_MEMBERS {
        return Err(Error::invalid("", "file_unpacks_too_large"));
    }
    let mut left = MOST_BYTES;
    for place in 0..archive.len() {
        let member = archive.by_index(place).map_err(|_cause| damaged())?;
        let name = member.name().map_err(|_cause| damaged())?.to_lowercase();
        let is_markup = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
        let mut contents = Vec::new();
        let mut member = member.take(left + 1);
        let read = match is_markup {
            true => member.read_to_end(&mut contents).map(|read| read as u64),
            false => io::copy(&mut member, &mut io::sink()),
        };
        left = left
            .checked_sub(read.map_err(|_cause| damaged())?)
            .ok_or_else(|| Error::invalid("", "file_unpacks_too_large"))?;
        if is_markup {
            check_markup(&contents)?;
        }
    }
    Ok(())
}

/// Markup is text in UTF-8, so that what is looked for in it is found, and announces no more than it can hold.
fn check_markup(contents: &[u8]) -> Result<()> {
    let text = std::str::from_utf8(contents).ok();
    let is_text = |text: &&str| !text.contains(|it: char| it.is_control() && !it.is_whitespace());
    let text = text.filter(is_text);
    let text = text.ok_or_else(|| Error::invalid("", "file_damaged"))?;
    for (place, _) in text.match_indices(ANNOUNCED) {
        let rest = text[place + ANNOUNCED.len()..].trim_start();
        let rest = rest.strip_prefix('=').unwrap_or(rest).trim_start();
        let digits = rest.strip_prefix(['"', '\'']).unwrap_or_default();
        let digits: String = digits
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let many = digits.parse::<usize>().is_ok_and(|it| it > MOST_TEXTS);
        if many || digits.len() > 9 {
            return Err(Error::invalid("", "file_unpacks_too_large"));
        }
    }
    Ok(())
}
