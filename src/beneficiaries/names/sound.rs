//! How a folded word sounds, roughly and alike from Latin, Arabic and Cyrillic letters.
//!
//! One letter per consonant: sounds that transliterations mix are one (c k q, g j, sh ch s, d dh,
//! t th, z with Arabic emphatic z), doubled letters are single, a final h is silent. Vowels are
//! three: a, i (also e, y), u (also o, w). y and w stay only as first letters.

/// The sound of a folded word; a word in another script is its own sound.
pub fn of(word: &str) -> String {
    let first = word.chars().next();
    if first.is_some_and(is_arabic) {
        return arabic(word);
    }
    spell(&romanise(word))
}

/// The consonants of a sound, after one `a` for any vowel that it begins with.
pub fn skeleton(sound: &str) -> String {
    let is_vowel = |letter: char| matches!(letter, 'a' | 'i' | 'u');
    let initial = sound.starts_with(is_vowel).then_some('a');
    let consonants = sound.chars().filter(|letter| !is_vowel(*letter));
    initial.into_iter().chain(consonants).collect()
}

pub fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}')
}

/// Writes Cyrillic as Ukrainian passports do (resolution 55 of 27 January 2010): г is h. Folding
/// has already made й и and ї і.
fn romanise(word: &str) -> Vec<char> {
    let mut roman = String::with_capacity(word.len());
    for letter in word.chars() {
        roman.push_str(match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "h",
            'ґ' => "g",
            'д' => "d",
            'е' | 'э' => "e",
            'є' => "ye",
            'ж' => "zh",
            'з' => "z",
            'и' | 'і' | 'ы' => "i",
            'ј' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ю' => "yu",
            'я' => "ya",
            'ь' | 'ъ' => "",
            _ => {
                roman.push(letter);
                continue;
            }
        });
    }
    roman.chars().collect()
}

fn spell(word: &[char]) -> String {
    let mut sound = String::new();
    let mut place = 0;
    while let Some(letter) = word.get(place) {
        let rest = &word[place..];
        let next = rest.get(1).copied();
        let (spoken, taken) = match (*letter, next) {
            ('s', Some('h')) if rest.starts_with(&['s', 'h', 'c', 'h']) => ("s", 4),
            ('s', Some('c')) if rest.get(2) == Some(&'h') => ("s", 3),
            ('s' | 'c', Some('h')) => ("s", 2),
            ('k' | 'c' | 'q', Some('h' | 'k')) => ("k", 2),
            ('g' | 'z', Some('h')) | ('d', Some('j')) => ("j", 2),
            ('d', Some('h')) => ("d", 2),
            ('t', Some('h')) => ("t", 2),
            ('p', Some('h')) => ("f", 2),
            ('c', Some('e' | 'i' | 'y')) => ("s", 1),
            ('c' | 'q', _) => ("k", 1),
            ('x', _) => ("ks", 1),
            ('g', _) => ("j", 1),
            ('h', None) => ("", 1),
            ('o', Some('u')) if place == 0 && rest.get(2).is_some_and(is_vowel) => ("w", 2),
            ('y', Some(next)) if place == 0 && is_vowel(&next) => ("y", 1),
            ('w', _) if place == 0 => ("w", 1),
            ('e' | 'y', _) => ("i", 1),
            ('o' | 'w', _) => ("u", 1),
            _ => ("", 0),
        };
        if taken == 0 {
            push(&mut sound, *letter);
            place += 1;
        } else {
            spoken.chars().for_each(|spoken| push(&mut sound, spoken));
            place += taken;
        }
    }
    sound
}

fn push(sound: &mut String, letter: char) {
    if !sound.ends_with(letter) {
        sound.push(letter);
    }
}

fn is_vowel(letter: &char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Doubled letters are not made single: Arabic marks doubling by a sign, which is folded away.
fn arabic(word: &str) -> String {
    let last = word.chars().count().saturating_sub(1);
    let letters = word.chars().enumerate();
    letters
        .filter_map(|(place, letter)| match letter {
            'ع' if place > 0 => None,
            'ا' | 'ع' => Some('a'),
            'و' if place == 0 => Some('w'),
            'ي' if place == 0 => Some('y'),
            'ه' if place == last => None,
            _ => Some(arabic_sound(letter)),
        })
        .collect()
}

fn arabic_sound(letter: char) -> char {
    match letter {
        'ب' => 'b',
        'پ' => 'p',
        'ت' | 'ث' | 'ط' => 't',
        'ج' | 'غ' | 'گ' | 'ژ' => 'j',
        'چ' | 'س' | 'ش' | 'ص' => 's',
        'ح' | 'ه' => 'h',
        'خ' | 'ق' | 'ك' => 'k',
        'د' | 'ذ' | 'ض' => 'd',
        'ر' => 'r',
        'ز' | 'ظ' => 'z',
        'ف' => 'f',
        'ل' => 'l',
        'م' => 'm',
        'ن' => 'n',
        'و' => 'u',
        'ي' => 'i',
        other => other,
    }
}
