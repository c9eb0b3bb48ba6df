//! How far a value goes that stands in a file (ISO 32000-1, 7.3).
//!
//! Read strictly, and before anything else reads what came with a file: what is nested without end would end
//! the whole service, and of what says a thing twice each reader shows another.

use std::collections::HashSet;

use crate::evidence_files::contents::{names, text_length};

/// How deep values stand in each other: in what programs add that is less than ten.
const DEEPEST: usize = 100;
/// Entries of a dictionary: who reads it keeps them all.
const MOST_KEYS: usize = 500;
/// Values of an array.
const MOST_VALUES: usize = 10_000;

const WORDS: &[&[u8]] = &[b"true", b"false", b"null"];

/// An array or a dictionary whose end is to come.
enum Open {
    Array { values: usize },
    Dictionary { keys: HashSet<Vec<u8>>, begun: bool },
}

/// Where the value ends that stands at a place; none where it is broken, nested too deeply, too large, or a
/// dictionary that has a key twice.
pub(super) fn end(file: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut open) = (from, Vec::new());
    loop {
        at = space(file, at);
        let rest = file.get(at..)?;
        let closed = match (open.last(), rest) {
            (Some(Open::Array { .. }), [b']', ..]) => 1,
            (Some(Open::Dictionary { begun: false, .. }), [b'>', b'>', ..]) => 2,
            _ => 0,
        };
        if closed > 0 {
            at += closed;
            open.pop();
        } else if let Some(Open::Dictionary { keys, begun }) = open.last_mut()
            && !*begun
        {
            at += name(rest)?;
            *begun = true;
            if !keys.insert(names(rest).next()?) || keys.len() > MOST_KEYS {
                return None;
            }
            continue;
        } else {
            match open.last_mut() {
                Some(Open::Dictionary { begun, .. }) => *begun = false,
                Some(Open::Array { values }) if *values == MOST_VALUES => return None,
                Some(Open::Array { values }) => *values += 1,
                None => {}
            }
            match rest {
                [b'[', ..] => {
                    at += 1;
                    open.push(Open::Array { values: 0 });
                }
                [b'<', b'<', ..] => {
                    at += 2;
                    let (keys, begun) = (HashSet::new(), false);
                    open.push(Open::Dictionary { keys, begun });
                }
                _ => at += simple(rest)?,
            }
        }
        if open.len() > DEEPEST {
            return None;
        }
        if open.is_empty() {
            return Some(at);
        }
    }
}

/// Where what is no white space begins. Comments are none: where they may stand, each reader decides anew.
pub(super) fn space(file: &[u8], from: usize) -> usize {
    let rest = file.get(from..).unwrap_or_default();
    from + count(rest, is_space)
}

fn is_space(byte: u8) -> bool {
    b"\0\t\n\x0c\r ".contains(&byte)
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

fn count(bytes: &[u8], fits: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| fits(**byte)).count()
}

fn simple(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        b'(' => text_length(bytes),
        b'<' => {
            let digits = count(&bytes[1..], |it| it.is_ascii_hexdigit() || is_space(it));
            (bytes.get(1 + digits) == Some(&b'>')).then_some(digits + 2)
        }
        b'/' => name(bytes),
        b'0'..=b'9' => reference(bytes).or_else(|| number(bytes)),
        b'+' | b'-' | b'.' => number(bytes),
        _ => {
            let word = &bytes[..count(bytes, is_regular)];
            WORDS.contains(&word).then_some(word.len())
        }
    }
}

/// A name's letters may be written by their numbers.
fn name(bytes: &[u8]) -> Option<usize> {
    let letters = bytes.strip_prefix(b"/")?;
    let letters = &letters[..count(letters, is_regular)];
    let mut numbers = letters.split(|byte| *byte == b'#').skip(1);
    let read = numbers.all(|it| count(it, |it| it.is_ascii_hexdigit()) >= 2);
    read.then_some(1 + letters.len())
}

fn number(bytes: &[u8]) -> Option<usize> {
    let word = &bytes[..count(bytes, is_regular)];
    let digits = match word {
        [b'+' | b'-', digits @ ..] => digits,
        digits => digits,
    };
    let points = digits.iter().filter(|byte| **byte == b'.').count();
    let others = digits.iter().filter(|byte| byte.is_ascii_digit()).count();
    (points <= 1 && others > 0 && points + others == digits.len()).then_some(word.len())
}

/// A reference to another object: two numbers and a letter.
fn reference(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for _ in 0..2 {
        let digits = count(&bytes[at..], |it| it.is_ascii_digit());
        let spaces = count(&bytes[at + digits..], is_space);
        if digits == 0 || spaces == 0 {
            return None;
        }
        at += digits + spaces;
    }
    let ends = bytes.get(at + 1).is_none_or(|next| !is_regular(*next));
    (bytes.get(at) == Some(&b'R') && ends).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_as_far_as_it_is_one() {
        for (value, rest) in [
            (
                "<</Type/Sig/R[0 1 -.5 +4.]/M(a\\)(b))/C<00 fF>>>",
                " endobj",
            ),
            (" \n<</A 1 0 R/B true/C null/D#41 /E>>", "\nstream"),
            ("[/A[/B]<<>>(])4 0 R]", "]"),
            ("12", " 0 R"),
            ("12 0 R", ">>"),
            ("/Name", "(x)"),
        ] {
            let file = format!("{value}{rest}");
            let goes = if value == "12" { "12 0 R" } else { value };
            assert_eq!(end(file.as_bytes(), 0), Some(goes.len()), "{file}");
        }
    }

    #[test]
    fn what_is_no_whole_value_or_says_a_key_twice_is_none() {
        for value in [
            "",
            "]",
            ">>",
            "[1 2",
            "[1>>",
            "<</A 1",
            "<</A>>",
            "<<1 2>>",
            "<<<</A 1>>stream",
            "<</A 1/B 2/A 1>>",
            "<</A 1/#41 1>>",
            "[/A#zz]",
            "[/A#4]",
            "(a(b)",
            "<0g>",
            "1.2.3",
            "-",
            "wrong",
            "{}",
            "[1 % a comment\n]",
            "% a comment\n1",
        ] {
            assert_eq!(end(value.as_bytes(), 0), None, "{value}");
        }
    }

    #[test]
    fn what_is_too_large_is_no_value() {
        let array = |values: usize| format!("[{}]", "1 ".repeat(values));
        assert!(end(array(10_000).as_bytes(), 0).is_some());
        assert_eq!(end(array(10_001).as_bytes(), 0), None);
        let dictionary = |keys: usize| {
            let entries: String = (0..keys).map(|key| format!("/K{key} 1")).collect();
            format!("<<{entries}>>")
        };
        assert!(end(dictionary(500).as_bytes(), 0).is_some());
        assert_eq!(end(dictionary(501).as_bytes(), 0), None);
    }

    #[test]
    fn what_is_nested_without_end_is_no_value() {
        let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert_eq!(end(nested(100).as_bytes(), 0), Some(200));
        assert_eq!(end(nested(101).as_bytes(), 0), None);
        assert_eq!(end("[".repeat(4_000_000).as_bytes(), 0), None);
        assert_eq!(end("<</A".repeat(1_000_000).as_bytes(), 0), None);
    }
}
