//! Codes in words, Italian and English, for the pages of documents.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::content::Bilingual;
use crate::code_lists;

/// Words by group and code, as in `session.group`.
static LABELS: LazyLock<HashMap<String, [String; 2]>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("labels.json")).expect("the file of labels is tested")
});

pub fn bilingual(it: &str, en: &str) -> Bilingual {
    Bilingual {
        it: it.to_owned(),
        en: Some(en.to_owned()),
    }
}

/// The words for a code of a group that is no code list.
pub fn label(group: &str, code: &str) -> Bilingual {
    match LABELS.get(&format!("{group}.{code}")) {
        Some([it, en]) => bilingual(it, en),
        None => plain(code),
    }
}

/// The words for a code of a code list.
pub fn listed(list: &str, code: &str) -> Bilingual {
    let found = code_lists::find(list).and_then(|list| list.code(code));
    let words = |language| found.and_then(|code| code.label.get(language).copied());
    match (words("it"), words("en")) {
        (Some(it), Some(en)) => bilingual(it, en),
        (None, Some(en)) => bilingual(en, en),
        _ => plain(code),
    }
}

pub fn language(code: &str) -> Bilingual {
    let label = listed("languages", code);
    Bilingual {
        it: label.it.to_lowercase(),
        ..label
    }
}

/// A code that has no words, with spaces.
fn plain(code: &str) -> Bilingual {
    Bilingual {
        it: code.replace('_', " "),
        en: None,
    }
}

/// Several labels in one line, each once.
pub fn joined(labels: impl IntoIterator<Item = Bilingual>) -> Option<Bilingual> {
    let mut line: Option<Bilingual> = None;
    let mut seen = Vec::new();
    for label in labels {
        if seen.contains(&label.it) {
            continue;
        }
        seen.push(label.it.clone());
        let english = label.en.unwrap_or_else(|| label.it.clone());
        line = Some(match line {
            None => bilingual(&label.it, &english),
            Some(line) => bilingual(
                &format!("{}, {}", line.it, label.it),
                &format!("{}, {english}", line.en.unwrap_or_default()),
            ),
        });
    }
    line
}

/// What was done in meetings of these kinds, in one line.
pub fn activities<'a>(kinds: impl IntoIterator<Item = &'a str>) -> Bilingual {
    joined(kinds.into_iter().map(|kind| label("session", kind)))
        .unwrap_or_else(|| bilingual("incontri", "meetings"))
}

pub fn supervisor() -> Bilingual {
    bilingual("Supervisione", "Supervisor")
}

pub fn operator() -> Bilingual {
    bilingual("Operatrice/operatore", "Operator")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_words_and_unknown_ones_stay_readable() {
        assert_eq!(label("session", "group").it, "incontro di gruppo");
        assert_eq!(label("session", "walk_outside").it, "walk outside");
        assert_eq!(language("ti").it, "tigrino");
        assert_eq!(language("ar").en.as_deref(), Some("Arabic"));
        assert_eq!(listed("driving-licences", "b").it, "patente B");
        assert_eq!(listed("driving-licences", "space_ship").it, "space ship");
        assert_eq!(language("zz").it, "zz");
    }

    #[test]
    fn a_line_of_labels_names_each_once() {
        let line = activities(["individual", "group", "group"]);
        assert_eq!(line.it, "colloquio individuale, incontro di gruppo");
        assert_eq!(
            line.en.as_deref(),
            Some("individual interview, group meeting")
        );
    }
}
