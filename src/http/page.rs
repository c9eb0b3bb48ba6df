//! Pages of lists: newest first, by opaque cursors that belong to one list and its filters.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use crate::error::{Error, Result};
use crate::vault::Vault;

const LIMITS: std::ops::RangeInclusive<i64> = 1..=100;
const DEFAULT_LIMIT: i64 = 25;

/// Which rows of a list to read: those whose id comes before `after`, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    pub limit: i64,
    pub after: Option<String>,
    binding: String,
}

impl Page {
    /// Reads the parameters of a list. `filter` is what else the request asked: a cursor made under
    /// another filter, for another list, or not made by this service, is refused with 400.
    pub fn read(
        vault: &Vault,
        list: &str,
        filter: &[&str],
        limit: Option<i64>,
        cursor: Option<&str>,
    ) -> Result<Self> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !LIMITS.contains(&limit) {
            return Err(Error::Malformed("query_not_valid"));
        }
        let binding = format!("{list}\u{1f}{}", filter.join("\u{1f}"));
        let after = cursor
            .map(|cursor| open(vault, &binding, cursor))
            .transpose()?;
        Ok(Self {
            limit,
            after,
            binding,
        })
    }

    /// One row more than the page holds tells whether there is a next one.
    pub fn rows(&self) -> i64 {
        self.limit + 1
    }

    pub(super) fn cursor(&self, vault: &Vault, position: &str) -> String {
        let mark = mark(vault, &self.binding, position);
        BASE64.encode(format!("{position} {mark}"))
    }
}

fn mark(vault: &Vault, binding: &str, position: &str) -> String {
    let mut mark = vault.blind_index("cursor", &format!("{binding}\u{1f}{position}"));
    mark.truncate(16);
    mark
}

fn open(vault: &Vault, binding: &str, cursor: &str) -> Result<String> {
    BASE64
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| {
            let (position, given) = text.split_once(' ')?;
            (mark(vault, binding, position) == given).then(|| position.to_owned())
        })
        .ok_or(Error::Malformed("cursor_not_valid"))
}
