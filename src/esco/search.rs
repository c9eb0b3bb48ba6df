//! Finds concepts by words in any of their names, in all languages at once.
//!
//! Each word of a query finds the words of names that it equals, begins, bends or mistypes, in this
//! order of worth; a rare word tells more than a common one (inverse document frequency). A name is
//! worth what its words that were found tell, of what all its words and the query's tell; a concept
//! is worth what its best name is.

use std::collections::HashMap;

use super::catalogue::Catalogue;
use super::fold::words;
use crate::code_lists::LanguageTag;

/// What a word of a name is worth that is the query's word, begins with it, has another ending, or is
/// a typing error away.
const EQUAL: f32 = 1.0;
const BEGUN: f32 = 0.8;
const BENT: f32 = 0.75;
const MISTYPED: f32 = 0.6;
/// What an alternative name is worth of a preferred one.
const ALTERNATIVE: f32 = 0.95;
/// Words of a query that are looked at.
const WORDS: usize = 12;
/// Words of names that begin with a query's word and are looked at.
const BEGINNINGS: usize = 4000;
/// Words that two others may share before their endings, at least, and letters that endings have.
const STEM: usize = 4;
const ENDING: usize = 3;

pub struct Index {
    /// All words of names, in order, each with its place in `names_of`.
    words: Vec<Word>,
    /// For each word, the names it is in.
    names_of: Vec<u32>,
    names: Vec<Name>,
    /// The languages of names, by their numbers.
    languages: Vec<String>,
}

struct Word {
    text: Box<str>,
    /// Which letters it has, to tell quickly that two words are far apart.
    letters: u64,
    length: u8,
    /// How much it tells.
    weight: f32,
    /// Where its names end in `names_of`; they begin where those of the word before end.
    end: u32,
}

struct Name {
    concept: u32,
    language: u8,
    alternative: bool,
    /// What all its words tell.
    weight: f32,
}

/// A concept that was found, by its place in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub concept: u32,
    pub score: f32,
}

impl Index {
    pub fn new(catalogue: &Catalogue) -> Self {
        let languages = catalogue.languages();
        let mut names = Vec::new();
        let mut found: HashMap<String, Vec<u32>> = HashMap::new();
        for (place, concept) in (0_u32..).zip(&catalogue.concepts) {
            for (language, labels) in &concept.labels {
                let language = languages.iter().position(|it| it == language);
                let language = language
                    .and_then(|it| u8::try_from(it).ok())
                    .unwrap_or(u8::MAX);
                let others = labels.alternative.iter().chain(&labels.hidden);
                let all =
                    std::iter::once((false, &labels.preferred)).chain(others.map(|it| (true, it)));
                for (alternative, label) in all {
                    let number = u32::try_from(names.len()).unwrap_or(u32::MAX);
                    for word in words(label) {
                        let names = found.entry(word).or_default();
                        if names.last() != Some(&number) {
                            names.push(number);
                        }
                    }
                    names.push(Name {
                        concept: place,
                        language,
                        alternative,
                        weight: 0.0,
                    });
                }
            }
        }
        Self::with(languages, names, found)
    }

    fn with(
        languages: Vec<String>,
        mut names: Vec<Name>,
        found: HashMap<String, Vec<u32>>,
    ) -> Self {
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable();
        let (mut all, mut names_of) = (Vec::with_capacity(found.len()), Vec::new());
        for (text, its_names) in found {
            let weight = (1.0 + names.len() as f32 / its_names.len() as f32).ln();
            for name in &its_names {
                names[*name as usize].weight += weight;
            }
            names_of.extend_from_slice(&its_names);
            all.push(Word {
                letters: letters(&text),
                length: u8::try_from(text.chars().count()).unwrap_or(u8::MAX),
                text: text.into_boxed_str(),
                weight,
                end: u32::try_from(names_of.len()).unwrap_or(u32::MAX),
            });
        }
        Self {
            words: all,
            names_of,
            names,
            languages,
        }
    }

    /// Concepts by what a query finds of them, the best first; where a language is named, by their
    /// names in it alone.
    pub fn find(
        &self,
        query: &str,
        language: Option<&LanguageTag>,
        fits: impl Fn(u32) -> bool,
    ) -> Vec<Found> {
        let known = |it: &str| self.languages.iter().position(|known| known == it);
        let only = language.map(|it| it.find_own(known));
        let spoken = |name: &Name| only.is_none_or(|it| it == Some(usize::from(name.language)));
        let mut asked = words(query);
        asked.truncate(WORDS);
        let mut marks: Vec<Mark> = vec![Mark::default(); self.names.len()];
        let (mut touched, mut told) = (Vec::new(), 0.0);
        for (number, word) in (1_u8..).zip(&asked) {
            let mut alike = self.alike(word);
            alike.sort_unstable_by(|a, b| b.1.total_cmp(&a.1));
            // A word that is in no name tells as much as the rarest.
            let best = alike
                .first()
                .map_or(RAREST, |(place, _)| self.words[*place].weight);
            told += best;
            for (place, worth) in alike {
                let gain = worth * best.min(self.words[place].weight);
                for name in self.names_with(place) {
                    let mark = &mut marks[*name as usize];
                    if mark.last == number {
                        continue;
                    }
                    if mark.last == 0 {
                        touched.push(*name);
                    }
                    mark.last = number;
                    mark.gain += gain;
                }
            }
        }
        let least = told * needed(asked.len());
        touched.retain(|place: &u32| {
            marks[*place as usize].gain >= least && spoken(&self.names[*place as usize])
        });
        self.best(&marks, &touched, told, fits)
    }

    fn best(
        &self,
        marks: &[Mark],
        touched: &[u32],
        told: f32,
        fits: impl Fn(u32) -> bool,
    ) -> Vec<Found> {
        let mut scores: HashMap<u32, f32> = HashMap::new();
        for place in touched {
            let (name, gain) = (&self.names[*place as usize], marks[*place as usize].gain);
            if !fits(name.concept) {
                continue;
            }
            // What was found, of what was asked and what the name says beside.
            let mut score = gain / told * 0.7 + gain / name.weight.max(told) * 0.3;
            if name.alternative {
                score *= ALTERNATIVE;
            }
            let best = scores.entry(name.concept).or_default();
            *best = best.max(score);
        }
        let mut found: Vec<_> = (scores.into_iter())
            .map(|(concept, score)| Found { concept, score })
            .collect();
        found.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.concept.cmp(&b.concept)));
        found
    }

    fn names_with(&self, word: usize) -> &[u32] {
        let begin = word
            .checked_sub(1)
            .map_or(0, |before| self.words[before].end);
        &self.names_of[begin as usize..self.words[word].end as usize]
    }

    /// The words that a word may mean, with their worth.
    fn alike(&self, word: &str) -> Vec<(usize, f32)> {
        let mut alike = Vec::new();
        let length = word.chars().count();
        let beginning = self.words.partition_point(|it| &*it.text < word);
        for (place, other) in self
            .words
            .iter()
            .enumerate()
            .skip(beginning)
            .take(BEGINNINGS)
        {
            if !other.text.starts_with(word) {
                break;
            }
            alike.push((
                place,
                if other.text.len() == word.len() {
                    EQUAL
                } else {
                    BEGUN
                },
            ));
        }
        if length > STEM {
            self.bent(word, length, &mut alike);
        }
        let errors = match length {
            0..4 => return alike,
            4..8 => 1,
            _ => 2,
        };
        let (own, length) = (letters(word), u8::try_from(length).unwrap_or(u8::MAX));
        let chars: Vec<_> = word.chars().collect();
        for (place, other) in self.words.iter().enumerate() {
            let far = (own ^ other.letters).count_ones() > 2 * errors;
            if far || length.abs_diff(other.length) > errors as u8 || other.text.starts_with(word) {
                continue;
            }
            if within(&chars, &other.text, errors as usize) {
                alike.push((place, MISTYPED));
            }
        }
        alike
    }

    /// Words with the same beginning and another ending: *cucinare*, *cucina*.
    fn bent(&self, word: &str, length: usize, alike: &mut Vec<(usize, f32)>) {
        let kept = STEM.max(length.saturating_sub(ENDING));
        let stem: String = word.chars().take(kept).collect();
        let beginning = self.words.partition_point(|it| *it.text < *stem);
        for (place, other) in self
            .words
            .iter()
            .enumerate()
            .skip(beginning)
            .take(BEGINNINGS)
        {
            if !other.text.starts_with(&stem) {
                break;
            }
            if usize::from(other.length) <= kept + ENDING && !other.text.starts_with(word) {
                alike.push((place, BENT));
            }
        }
    }
}

/// The part of a query, by what its words tell, that must be found: of a sentence less than of a name.
fn needed(words: usize) -> f32 {
    match words {
        0..3 => 0.55,
        3..6 => 0.4,
        _ => 0.25,
    }
}

/// What a word tells that is in no name.
const RAREST: f32 = 12.0;

#[derive(Clone, Default)]
struct Mark {
    gain: f32,
    /// The query's word that was counted last, from 1.
    last: u8,
}

/// A set of letters, one bit for those that are alike in their last six bits.
fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |set, c| set | 1 << (u32::from(c) & 63))
}

/// Whether at most so many letters were left out, added, changed, or swapped with the next.
fn within(word: &[char], other: &str, errors: usize) -> bool {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=word.len()).collect();
    let mut previous = '\0';
    for (row, c) in (1..).zip(other.chars()) {
        let mut next = Vec::with_capacity(last.len());
        next.push(row);
        for (column, own) in (1..).zip(word) {
            let mut cost = (last[column] + 1)
                .min(next[column - 1] + 1)
                .min(last[column - 1] + usize::from(*own != c));
            if column > 1 && row > 1 && *own == previous && word[column - 2] == c {
                cost = cost.min(before[column - 2] + 1);
            }
            next.push(cost);
        }
        if next.iter().min() > Some(&errors) {
            return false;
        }
        before = std::mem::replace(&mut last, next);
        previous = c;
    }
    last.last() <= Some(&errors)
}
