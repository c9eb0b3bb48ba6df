//! Whom an answer shows: what filters may do, and which languages are told.

use std::collections::HashMap;

use super::{CandidateSearch, LanguageWish};
use crate::profiles::CefrLevel;

/// The least number of people that filters may leave of more, and that know a language which is told.
pub const LEAST: usize = 3;

/// Somebody whom an answer may show.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitting<T> {
    pub who: T,
    pub coverage: f32,
    pub languages: Vec<(String, CefrLevel)>,
}

/// Those who fit a search, the best covered first; none where it would leave too few of more.
pub fn narrow<T>(search: &CandidateSearch, all: Vec<Fitting<T>>) -> Option<Vec<Fitting<T>>> {
    let (before, mut known) = (all.len(), HashMap::<String, usize>::new());
    for (language, _) in all.iter().flat_map(|it| &it.languages) {
        *known.entry(language.clone()).or_default() += 1;
    }
    let mut fitting: Vec<_> = (all.into_iter())
        .filter(|it| it.coverage >= search.minimum_coverage)
        .filter(|it| {
            search
                .languages
                .iter()
                .all(|wish| speaks(wish, &it.languages))
        })
        .collect();
    if fitting.len() < before && fitting.len() < LEAST {
        return None;
    }
    for it in &mut fitting {
        it.languages
            .retain(|(language, _)| known[language] >= LEAST);
    }
    fitting.sort_by(|a, b| b.coverage.total_cmp(&a.coverage));
    Some(fitting)
}

fn speaks(wish: &LanguageWish, languages: &[(String, CefrLevel)]) -> bool {
    let mut known = languages.iter().filter(|(it, _)| *it == wish.language);
    known.any(|(_, level)| *level >= wish.level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(minimum_coverage: f32, languages: &[(&str, CefrLevel)]) -> CandidateSearch {
        let wish = |(language, level): &(&str, CefrLevel)| LanguageWish {
            language: (*language).to_owned(),
            level: *level,
        };
        CandidateSearch {
            occupation: String::new(),
            minimum_coverage,
            languages: languages.iter().map(wish).collect(),
            page: 1,
        }
    }

    /// People with these coverages, of whom so many speak French.
    fn people(coverages: &[f32], french: usize) -> Vec<Fitting<usize>> {
        let person = |(who, coverage): (usize, &f32)| Fitting {
            who,
            coverage: *coverage,
            languages: match who < french {
                true => vec![("fr".to_owned(), CefrLevel::B1)],
                false => Vec::new(),
            },
        };
        coverages.iter().enumerate().map(person).collect()
    }

    fn shown(search: &CandidateSearch, all: Vec<Fitting<usize>>) -> Option<Vec<usize>> {
        let narrowed = narrow(search, all)?;
        Some(narrowed.into_iter().map(|it| it.who).collect())
    }

    #[test]
    fn filters_leave_three_or_all_or_nobody_is_told_of() {
        let all = || people(&[0.2, 0.9, 0.5, 0.7], 2);
        assert_eq!(shown(&search(0.0, &[]), all()), Some(vec![1, 3, 2, 0]));
        assert_eq!(shown(&search(0.4, &[]), all()), Some(vec![1, 3, 2]));
        assert_eq!(shown(&search(0.6, &[]), all()), None);
        assert_eq!(shown(&search(1.0, &[]), all()), None);
        let french = search(0.0, &[("fr", CefrLevel::A2)]);
        assert_eq!(shown(&french, all()), None);
        // One person is shown where there is no other, and no filter made it so.
        assert_eq!(shown(&search(0.1, &[]), people(&[0.5], 0)), Some(vec![0]));
        assert_eq!(shown(&search(0.6, &[]), people(&[0.5], 0)), None);
        assert_eq!(shown(&search(0.6, &[]), Vec::new()), Some(Vec::new()));
    }

    #[test]
    fn a_language_must_be_spoken_well_enough_and_by_three_to_be_told() {
        let all = || people(&[0.2, 0.9, 0.5, 0.7], 3);
        let good = search(0.0, &[("fr", CefrLevel::B1)]);
        assert_eq!(shown(&good, all()), Some(vec![1, 2, 0]));
        let better = search(0.0, &[("fr", CefrLevel::B2)]);
        assert_eq!(shown(&better, all()), None);
        let told = |all| {
            let narrowed = narrow(&search(0.0, &[]), all).unwrap();
            narrowed
                .iter()
                .filter(|it| !it.languages.is_empty())
                .count()
        };
        assert_eq!(told(all()), 3);
        assert_eq!(told(people(&[0.2, 0.9, 0.5, 0.7], 2)), 0);
    }
}
