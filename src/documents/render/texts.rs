//! The fixed texts of a language, as the templates read them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::fixed_texts::{self, TextLanguage};

/// The fixed texts of one language.
#[derive(Serialize)]
pub(super) struct Texts {
    language: TextLanguage,
    direction: &'static str,
    /// Months, `January` at `1`.
    months: BTreeMap<&'static str, String>,
    /// A day, with places for `{day}`, `{month}` and `{year}`.
    date: String,
    /// By key, without its beginning `doc-`; values stand in them as `{name}`.
    texts: BTreeMap<&'static str, String>,
}

impl Texts {
    pub(super) fn of(language: TextLanguage) -> Self {
        let values = [
            "day", "from", "to", "planned", "page", "pages", "count", "total", "hours", "minutes",
        ];
        let date = [("day", "{day}"), ("month", "{month}"), ("year", "{year}")];
        Self {
            language,
            direction: language.direction(),
            months: fixed_texts::all(language, "month-", &[]),
            date: fixed_texts::say_of(language, "date", &date),
            texts: fixed_texts::all(language, "doc-", &values),
        }
    }
}
