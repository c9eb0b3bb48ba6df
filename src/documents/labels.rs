//! Codes in words, Italian and English, for the pages of documents.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::content::Bilingual;

/// Words by group and code, as in `experience.work_employed`.
static LABELS: LazyLock<HashMap<String, [String; 2]>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("labels.json")).expect("the file of labels is tested")
});

/// Names of languages by ISO 639 code of two or three letters (CLDR, iso-codes).
static LANGUAGES: LazyLock<HashMap<&'static str, [&'static str; 2]>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for line in include_str!("../../config/codes/iso639_labels.csv").lines() {
        let mut fields = line.split(',');
        if let (Some(alpha3), Some(alpha2), Some(it), Some(en)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        {
            let name = [if it.is_empty() { en } else { it }, en];
            names.insert(alpha3, name);
            names.insert(alpha2, name);
        }
    }
    names
});

pub fn bilingual(it: &str, en: &str) -> Bilingual {
    Bilingual {
        it: it.to_owned(),
        en: Some(en.to_owned()),
    }
}

/// The words for a code of a group; a code that has none is shown with spaces.
pub fn label(group: &str, code: &str) -> Bilingual {
    match LABELS.get(&format!("{group}.{code}")) {
        Some([it, en]) => bilingual(it, en),
        None => Bilingual {
            it: code.replace('_', " "),
            en: None,
        },
    }
}

pub fn language(code: &str) -> Bilingual {
    match LANGUAGES.get(code) {
        Some([it, en]) => bilingual(&it.to_lowercase(), en),
        None => Bilingual {
            it: code.to_owned(),
            en: None,
        },
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
        assert_eq!(language("ara").en.as_deref(), Some("Arabic"));
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
