//! Names as they are searched and compared: one person is spelt in many ways.
//!
//! [`fold`] takes away what a keyboard or a habit changes (case, accents, apostrophes, the letter
//! variants of Arabic). [`search_keys`] gives the words of a name and their consonant skeletons,
//! to be stored and looked up by equality. [`likeness`] says how much two names found so are
//! alike. Nothing here decides that two records are one person: people do.

mod likeness;
mod sound;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use likeness::Spelling;
pub use likeness::{LIKELY, likeness};

/// What precedes a key that is a skeleton and not a word.
pub const SKELETON_MARK: char = '~';

/// Words of a name that count; more are not looked at.
const WORDS_MAX: usize = 12;

/// Articles and words of descent, written or left out as the clerk likes.
const PARTICLES: [&str; 24] = [
    "al", "el", "ul", "ar", "as", "ibn", "bin", "ben", "bint", "ould", "mint", "de", "da", "do",
    "dos", "das", "del", "della", "di", "van", "von", "بن", "ابن", "بنت",
];

/// A name ready to be compared.
#[derive(Clone, PartialEq, Eq)]
pub struct Folded {
    /// The folded name, one space between words.
    text: String,
    words: Vec<Word>,
}

/// A word of a name that is not a particle, and how it sounds.
#[derive(Clone, PartialEq, Eq)]
struct Word {
    text: Spelling,
    sound: Spelling,
    skeleton: String,
    /// Written without short vowels.
    arabic: bool,
}

impl Folded {
    /// Folds all the names of a person in one, in any order: `Folded::new("Ali Hassan")`.
    pub fn new(name: &str) -> Self {
        let text = fold(name);
        let words = core_words(&text).into_iter().map(Word::new).collect();
        Self { text, words }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Names are personal: the debug form tells their number of words only.
impl std::fmt::Debug for Folded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Folded({} words, redacted)", self.words.len())
    }
}

impl Word {
    fn new(text: String) -> Self {
        let arabic = text.chars().next().is_some_and(sound::is_arabic);
        let sound = sound::of(&text);
        let skeleton = sound::skeleton(&sound);
        Self {
            text: Spelling::new(text),
            sound: Spelling::new(sound),
            skeleton,
            arabic,
        }
    }
}

/// The form in which names are searched: compatibility-decomposed, without marks, in lower case,
/// apostrophes dropped, everything else that is no letter or digit turned into one space.
///
/// Letters without decomposition become what people type instead (ø o, ß ss, ı i …); of Arabic
/// letters alef, ya, kaf and ha with their variants and ta marbuta become one each, the lone
/// hamza, tatweel and vowel signs go.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let plain = name.nfkd().filter(|letter| !is_combining_mark(*letter));
    // Lower case can bring marks and decomposable letters back: İ becomes i and a dot.
    let lower: String = plain.flat_map(char::to_lowercase).collect();
    for letter in lower.nfkd() {
        if is_combining_mark(letter) || is_dropped(letter) {
            continue;
        }
        match spelt_out(letter) {
            Some(spelling) => folded.push_str(spelling),
            None if letter.is_alphanumeric() => folded.push(letter),
            None if folded.ends_with(' ') => {}
            None => folded.push(' '),
        }
    }
    folded.trim().to_owned()
}

/// The keys under which a name is stored and looked up, sorted, each once: its folded words, and
/// after [`SKELETON_MARK`] the consonant skeletons of its words and of neighbouring words written
/// together (`Haile Mariam`, `Hailemariam`). A skeleton of one letter is no key.
///
/// Words without the mark also serve searches by prefix. Two spellings that share a skeleton
/// share a key; other ways to be alike (typing errors within a consonant) do not.
pub fn search_keys(name: &str) -> Vec<String> {
    let text = fold(name);
    let words = words_of(&text);
    let core = core_words(&text);
    let pairs = core.windows(2).map(|pair| pair.concat());
    let written = words.windows(2).map(|pair| pair.concat());
    let skeletons = core.iter().cloned().chain(pairs).chain(written);
    let skeletons = skeletons
        .map(|word| Word::new(word).skeleton)
        .filter(|skeleton| skeleton.chars().count() > 1)
        .map(|skeleton| format!("{SKELETON_MARK}{skeleton}"));
    let mut keys: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    keys.extend(skeletons);
    keys.sort();
    keys.dedup();
    keys
}

fn words_of(folded: &str) -> Vec<&str> {
    folded
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .collect()
}

/// The words without particles (unless there is nothing else), each without its article, and
/// `abd` joined to the word that it serves.
fn core_words(folded: &str) -> Vec<String> {
    let words = words_of(folded);
    let counts = |word: &&&str| !PARTICLES.contains(*word);
    let mut core: Vec<&str> = words.iter().filter(counts).copied().collect();
    if core.is_empty() {
        core = words;
    }
    let mut joined: Vec<String> = Vec::new();
    let mut servant = false;
    for word in core {
        let word = without_article(word);
        match joined.last_mut() {
            Some(last) if servant => last.push_str(word),
            _ => joined.push(word.to_owned()),
        }
        servant = !servant && matches!(word, "abd" | "abdul" | "abdel" | "abdal" | "عبد");
    }
    joined.iter().map(|word| plain_servant(word)).collect()
}

/// الحسن → حسن, but not what would leave less than three letters.
fn without_article(word: &str) -> &str {
    match word.strip_prefix("ال") {
        Some(rest) if rest.chars().count() > 2 => rest,
        _ => word,
    }
}

/// Abdelrahman, Abdulrahman, Abdurrahman, Abderrahman → abdrahman; عبدالرحمن → عبدرحمن.
fn plain_servant(word: &str) -> String {
    if let Some(rest) = word.strip_prefix("عبدال") {
        return format!("عبد{rest}");
    }
    let Some(rest) = word.strip_prefix("abd") else {
        return word.to_owned();
    };
    let name = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
    let letters: Vec<char> = name.chars().take(3).collect();
    match letters.as_slice() {
        _ if name.len() == rest.len() => word.to_owned(),
        ['l', 'l', _] => format!("abd{}", &name[1..]),
        ['l', _, _] => format!("abd{}", &name[1..]),
        [first, second, _] if first == second => format!("abd{name}"),
        _ => word.to_owned(),
    }
}

/// Apostrophes and what stands for them, joiners and other format characters, tatweel, hamza.
fn is_dropped(letter: char) -> bool {
    matches!(letter,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | '＇' | 'ʹ'..='ˁ' | 'ˈ' | '\u{5F3}' | '·'
        | '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
        | 'ـ' | 'ء')
}

/// What is written for a letter that does not decompose.
fn spelt_out(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' | 'ɔ' => "o",
        'ł' => "l",
        'đ' | 'ð' | 'ɗ' | 'ɖ' => "d",
        'þ' => "th",
        'ı' | 'ɩ' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "ng",
        'ɲ' => "ny",
        'ɓ' => "b",
        'ƙ' => "k",
        'ƴ' => "y",
        'ɛ' | 'ə' | 'ǝ' => "e",
        'ʋ' => "v",
        'ς' => "σ",
        'ٱ' => "ا",
        'ة' | 'ہ' | 'ھ' | 'ە' | 'ۃ' => "ه",
        'ى' | 'ی' | 'ې' | 'ۍ' | 'ے' => "ي",
        'ک' | 'ګ' | 'ڪ' => "ك",
        'ں' | 'ڼ' => "ن",
        'ٹ' | 'ټ' => "ت",
        'ڈ' | 'ډ' => "د",
        'ڑ' | 'ړ' => "ر",
        'ڤ' => "ف",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
