//! Whom an answer shows: what filters may do, and what is told of those shown.

use std::collections::HashMap;

use super::{CandidateSearch, LanguageWish};
use crate::profiles::CefrLevel;

/// The least number of people that filters may leave, or leave out, and that a language is told of at one
/// level.
pub const LEAST: usize = 3;
/// Into how many parts coverage is told: finer, it would tell one person from all others.
const PARTS: f32 = 20.0;

/// Somebody whom an answer may show.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitting<T> {
    pub who: T,
    pub coverage: f32,
    pub languages: Vec<(String, CefrLevel)>,
}

/// Coverage as it is told, asked for and ordered by: in twentieths, rounded down, so that all is told only
/// where nothing is missing.
pub fn told(coverage: f32) -> f32 {
    // What is a twentieth but for the error of its calculation is one.
    (coverage * PARTS + 0.001).floor() / PARTS
}

/// Those who fit a search, the best covered first, else in the order given. None where something is asked
/// for beside the occupation and too few would be left, or so few left out that the answer tells who they
/// are.
pub fn narrow<T>(search: &CandidateSearch, all: Vec<Fitting<T>>) -> Option<Vec<Fitting<T>>> {
    let before = all.len();
    let mut fitting: Vec<_> = (all.into_iter())
        .filter(|it| told(it.coverage) >= told(search.minimum_coverage))
        .filter(|it| {
            let mut wishes = search.languages.iter();
            wishes.all(|wish| speaks(wish, &it.languages))
        })
        .collect();
    let left_out = before - fitting.len();
    let is_narrow = fitting.len() < LEAST || (1..LEAST).contains(&left_out);
    if is_filtered(search) && is_narrow {
        return None;
    }
    coarsen(&mut fitting);
    fitting.sort_by(|a, b| told(b.coverage).total_cmp(&told(a.coverage)));
    Some(fitting)
}

/// Whether anything is asked for beside the occupation.
fn is_filtered(search: &CandidateSearch) -> bool {
    search.minimum_coverage > 0.0 || !search.languages.is_empty()
}

/// Leaves of each language only levels that three of these people are told with.
fn coarsen<T>(fitting: &mut [Fitting<T>]) {
    let mut spoken = HashMap::<String, Vec<CefrLevel>>::new();
    for (language, level) in fitting.iter().flat_map(|it| &it.languages) {
        if *level > CefrLevel::None {
            spoken.entry(language.clone()).or_default().push(*level);
        }
    }
    let steps: HashMap<_, _> = (spoken.into_iter())
        .map(|(language, levels)| (language, steps(levels)))
        .collect();
    for it in fitting {
        it.languages.retain_mut(|(language, level)| {
            let steps = steps.get(language).map_or(&[][..], Vec::as_slice);
            let reached = steps.iter().find(|step| *step <= level);
            reached.is_some_and(|step| {
                *level = *step;
                true
            })
        });
    }
}

/// The highest level that at least three reach, the highest that at least three of the others reach, and
/// so on.
fn steps(mut levels: Vec<CefrLevel>) -> Vec<CefrLevel> {
    levels.sort_by(|a, b| b.cmp(a));
    let (mut steps, mut rest) = (Vec::new(), levels.as_slice());
    while let Some(step) = rest.get(LEAST - 1) {
        steps.push(*step);
        rest = &rest[rest.partition_point(|it| it >= step)..];
    }
    steps
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
    fn filters_leave_three_and_leave_out_none_or_three() {
        let all = || people(&[0.2, 0.9, 0.5, 0.7, 0.1, 0.6], 5);
        let everybody = Some(vec![1, 3, 5, 2, 0, 4]);
        assert_eq!(shown(&search(0.0, &[]), all()), everybody);
        assert_eq!(shown(&search(0.1, &[]), all()), everybody);
        // One or two that are missing would be known, as one or two that are left would.
        assert_eq!(shown(&search(0.2, &[]), all()), None);
        assert_eq!(shown(&search(0.5, &[]), all()), None);
        assert_eq!(shown(&search(0.6, &[]), all()), Some(vec![1, 3, 5]));
        assert_eq!(shown(&search(0.7, &[]), all()), None);
        assert_eq!(shown(&search(1.0, &[]), all()), None);
        let french = search(0.0, &[("fr", CefrLevel::A2)]);
        assert_eq!(shown(&french, all()), None);
        assert_eq!(shown(&french, people(&[0.5; 6], 3)), Some(vec![0, 1, 2]));
    }

    #[test]
    fn of_one_or_two_people_nothing_can_be_asked() {
        let french = search(0.0, &[("fr", CefrLevel::A2)]);
        for few in [&[0.5][..], &[0.5, 0.4]] {
            let everybody = Some((0..few.len()).collect());
            assert_eq!(shown(&search(0.0, &[]), people(few, 2)), everybody);
            for asked in [&search(0.1, &[]), &search(0.6, &[]), &french] {
                assert_eq!(shown(asked, people(few, 2)), None);
            }
        }
        assert_eq!(shown(&french, Vec::new()), None);
    }

    #[test]
    fn a_language_must_be_spoken_well_enough() {
        let all = || people(&[0.2, 0.9, 0.5, 0.7, 0.1, 0.6], 3);
        let good = search(0.0, &[("fr", CefrLevel::B1)]);
        assert_eq!(shown(&good, all()), Some(vec![1, 2, 0]));
        let better = search(0.0, &[("fr", CefrLevel::B2)]);
        assert_eq!(shown(&better, all()), None);
    }

    /// What is told of people who speak French as well as this.
    fn levels_told(levels: &[CefrLevel]) -> Vec<Option<CefrLevel>> {
        let mut all = people(&vec![0.5; levels.len()], levels.len());
        for (it, level) in all.iter_mut().zip(levels) {
            it.languages[0].1 = *level;
        }
        let narrowed = narrow(&search(0.0, &[]), all).unwrap();
        let told = narrowed.iter();
        told.map(|it| it.languages.first().map(|(_, level)| *level))
            .collect()
    }

    #[test]
    fn a_language_is_told_at_a_level_that_three_of_those_shown_reach() {
        use CefrLevel::{A1, B1, C1, C2, None as Nothing};
        assert_eq!(levels_told(&[B1, B1, B1]), [Some(B1); 3]);
        assert_eq!(levels_told(&[B1, B1]), [None; 2]);
        assert_eq!(levels_told(&[C2, B1, C1]), [Some(B1); 3]);
        // Who speaks none of it is none of the three.
        assert_eq!(levels_told(&[B1, B1, Nothing]), [None; 3]);
        let alone = levels_told(&[C2, C2, C1, A1, A1]);
        assert_eq!(alone, [Some(C1), Some(C1), Some(C1), None, None]);
        let two_steps = levels_told(&[C2, A1, C2, B1, C1, A1]);
        let (high, low) = (Some(C1), Some(A1));
        assert_eq!(two_steps, [high, low, high, low, high, low]);
        // Three know it of all, two of those who are left.
        let mut all = people(&[0.9, 0.8, 0.7, 0.1, 0.1, 0.1], 6);
        for it in &mut all[2..5] {
            it.languages.clear();
        }
        let left = narrow(&search(0.5, &[]), all).unwrap();
        assert!(left.iter().all(|it| it.languages.is_empty()));
    }

    #[test]
    fn coverage_is_told_in_twentieths_and_whole_only_where_it_is() {
        for (coverage, expected) in [
            (0.0, 0.0),
            (0.049, 0.0),
            (0.15, 0.15),
            (0.333_333, 0.3),
            (0.7, 0.7),
            (0.999, 0.95),
            (0.999_999, 1.0),
            (1.0, 1.0),
        ] {
            assert_eq!(told(coverage), expected, "{coverage}");
        }
        let near = people(&[0.52, 0.54, 0.51, 0.1, 0.1, 0.1], 0);
        assert_eq!(shown(&search(0.53, &[]), near), Some(vec![0, 1, 2]));
    }
}
