//! How much two names are alike.

use strsim::normalized_damerau_levenshtein;

use super::{Folded, Word};

/// From here on two names are worth showing to a person who decides.
pub const LIKELY: u8 = 75;

/// Words less alike than this are different words.
const WORD_FLOOR: f64 = 0.7;
/// Two spellings, or two scripts, are never quite as good as one.
const OTHER_SPELLING: f64 = 0.97;
const OTHER_SCRIPT: f64 = 0.9;
/// How much the shorter name's words count against the longer one's.
const SHORTER: f64 = 0.6;

/// From 0 to 100; symmetric, and 100 only for names that fold to the same text.
///
/// Each word is paired with the word most like it, wherever it stands, so that given and family
/// name may be swapped. Paired words count from 0.7 to 1: by edit distance (Damerau–Levenshtein)
/// of letters or of sounds, and where the consonant skeletons are equal by half of that and a
/// half. The result is 60 % the part of the shorter name that was found and 40 % the part of the
/// longer one, so that a missing name costs, but does not hide the person. A name in two scripts
/// is compared by skeletons alone. Names that differ in their word breaks only have 97.
pub fn likeness(a: &Folded, b: &Folded) -> u8 {
    if a.words.is_empty() || b.words.is_empty() {
        return 0;
    }
    if a.text == b.text {
        return 100;
    }
    // Equally good pairs are taken in the order of the words: the same names, the same order.
    let (a, b) = if a.text < b.text { (a, b) } else { (b, a) };
    let found = paired(&a.words, &b.words);
    let (shorter, longer) = ordered(a.words.len(), b.words.len());
    let share = SHORTER * found / shorter + (1.0 - SHORTER) * found / longer;
    let unbroken = |name: &Folded| name.text.replace(' ', "");
    let best = if unbroken(a) == unbroken(b) {
        share.max(OTHER_SPELLING)
    } else {
        share
    };
    // Both factors are at most one: the number is from 0 to 99.
    (best * 100.0).round().min(99.0) as u8
}

fn ordered(a: usize, b: usize) -> (f64, f64) {
    (a.min(b) as f64, a.max(b) as f64)
}

/// The sum of the likeness of the pairs, the best pair taken first.
fn paired(a: &[Word], b: &[Word]) -> f64 {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (left, first) in a.iter().enumerate() {
        for (right, second) in b.iter().enumerate() {
            pairs.push((word_likeness(first, second), left, right));
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    let mut free = (vec![true; a.len()], vec![true; b.len()]);
    let mut found = 0.0;
    for (alike, left, right) in pairs {
        if free.0[left] && free.1[right] {
            (free.0[left], free.1[right]) = (false, false);
            found += alike;
        }
    }
    found
}

fn word_likeness(a: &Word, b: &Word) -> f64 {
    if a.text == b.text {
        return 1.0;
    }
    let same_skeleton = a.skeleton == b.skeleton && a.skeleton.chars().count() > 1;
    if a.arabic != b.arabic {
        return if same_skeleton { OTHER_SCRIPT } else { 0.0 };
    }
    let alike = if same_skeleton {
        0.5 + a.sound.likeness(&b.sound, 0.0) / 2.0
    } else {
        let sounds = a.sound.likeness(&b.sound, WORD_FLOOR);
        a.text.likeness(&b.text, WORD_FLOOR).max(sounds)
    };
    if alike < WORD_FLOOR {
        0.0
    } else {
        alike.min(OTHER_SPELLING)
    }
}

/// Letters, and what tells fast that they are not alike.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    text: String,
    length: usize,
    /// A bit for each letter that occurs, several letters sharing one.
    letters: u64,
}

impl Spelling {
    pub(super) fn new(text: String) -> Self {
        Self {
            length: text.chars().count(),
            letters: text
                .chars()
                .fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64)),
            text,
        }
    }

    /// By edit distance, from 0 to 1; less than `floor` may be any number less.
    ///
    /// A letter that only one has costs an edit at least, as does each by which one is longer.
    fn likeness(&self, other: &Self, floor: f64) -> f64 {
        let (own, others) = (self.letters, other.letters);
        let missing = (own & !others)
            .count_ones()
            .max((others & !own).count_ones());
        let edits = self.length.abs_diff(other.length).max(missing as usize);
        let longer = self.length.max(other.length).max(1);
        let most = 1.0 - edits as f64 / longer as f64;
        if most < floor {
            return most;
        }
        normalized_damerau_levenshtein(&self.text, &other.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_passed_over_is_not_alike(a in "[a-eé]{0,8}", b in "[a-gب]{0,8}") {
            let told = Spelling::new(a.clone()).likeness(&Spelling::new(b.clone()), WORD_FLOOR);
            let alike = normalized_damerau_levenshtein(&a, &b);
            if alike >= WORD_FLOOR {
                prop_assert_eq!(told, alike);
            } else {
                prop_assert!(told < WORD_FLOOR);
            }
        }
    }
}
