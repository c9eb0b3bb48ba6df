//! What a catalogue costs: its import, a search, and proposals for a person. Prints figures; asserts
//! nothing.
//!
//! `cargo bench --bench catalogue` takes an invented release of ESCO's official size; with
//! `BILANCIO_ESCO_DIR` the release in that folder. `./tests/run with-postgres` before it for PostgreSQL.

mod database;

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bilancio::clock::Clock;
use bilancio::db::{Database, grant_service_role, migrate};
use bilancio::esco::import::{self, Source};
use bilancio::esco::matching::{self, Held};
use bilancio::esco::{Catalogue, ConceptKind, EscoCatalogueRow, search};
use bilancio::vault::Vault;
use database::{Fresh, fresh};

/// As many as release 1.2.0 has.
const SKILLS: usize = 13_939;
const OCCUPATIONS: usize = 3_039;
const RELATIONS: usize = 129_004;
/// Names of a skill or an occupation, and languages of occupations.
const NAMES: usize = 7;
const LANGUAGES: &[&str] = &["en", "it", "fr", "es", "de"];

#[expect(
    clippy::disallowed_methods,
    reason = "the bench is told its files by the environment"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[expect(clippy::print_stdout, reason = "a bench prints")]
fn say(line: &str) {
    println!("{line}");
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let begun = Instant::now();
    let sources = match setting("BILANCIO_ESCO_DIR") {
        Some(release) => import::read(&[release]).expect("the files of a release"),
        None => invented(folder.path()),
    };
    say(&format!(
        "reading the files       {:>8.0} ms",
        ms(begun.elapsed())
    ));
    let catalogue = parsed(&sources);
    import_into(folder.path(), &sources);

    let row = EscoCatalogueRow::new(&catalogue, chrono::DateTime::UNIX_EPOCH.naive_utc());
    let row = row.expect("a row");
    let begun = Instant::now();
    let catalogue = row.open().expect("a catalogue");
    let index = search::Index::new(&catalogue);
    let matching = matching::Index::new(&catalogue);
    say(&format!(
        "into memory at first use {:>7.0} ms   {} bytes in the database   {} MB of memory in all",
        ms(begun.elapsed()),
        row.contents.len(),
        resident_megabytes(),
    ));
    search_in(&catalogue, &index);
    propose_from(&catalogue, &matching);
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn parsed(sources: &[Source]) -> Catalogue {
    let release = import::catalogue("1.2.0", sources, |_| {});
    release
        .unwrap_or_else(|broken| panic!("{broken}"))
        .catalogue
}

/// The whole of what the command does, after the schema.
fn import_into(folder: &Path, sources: &[Source]) {
    let Fresh {
        owner,
        service: target,
    } = fresh(folder);
    migrate(&owner).expect("migrations");
    grant_service_role(&owner, "bilancio_service").expect("grants");
    let vault = Arc::new(Vault::open_with(&Vault::new_master_key()).expect("a key"));
    let database = Database::open(&target, 2, Clock::default(), vault).expect("a database");
    let begun = Instant::now();
    let catalogue = parsed(sources);
    let counts = format!(
        "{} skills, {} occupations, {} relations",
        catalogue.count(ConceptKind::is_skill),
        catalogue.count(|kind| kind == ConceptKind::Occupation),
        catalogue.relations.len(),
    );
    let imported = import::into(&database, catalogue);
    imported.expect("an import");
    say(&format!(
        "checking and storing    {:>8.0} ms   {counts}   {}",
        ms(begun.elapsed()),
        target.kind()
    ));
}

/// Every hundredth name, whole, its beginning, and with two letters swapped.
fn search_in(catalogue: &Catalogue, index: &search::Index) {
    let mut times = Vec::new();
    let names = (catalogue.concepts.iter())
        .flat_map(|it| it.labels.values())
        .step_by(100)
        .map(|it| &it.preferred);
    for name in names {
        let chars: Vec<_> = name.chars().collect();
        let begun: String = chars.iter().take(4).collect();
        let mut swapped = chars.clone();
        if swapped.len() > 3 {
            swapped.swap(2, 3);
        }
        for query in [name.clone(), begun, swapped.into_iter().collect()] {
            let begun = Instant::now();
            black_box(index.find(&query, None, |_| true));
            times.push(begun.elapsed());
        }
    }
    times.sort_unstable();
    let at = |part: usize| ms(times[times.len() * part / 100]);
    say(&format!(
        "a search of {:>5}        {:>8.2} ms median   {:.2} ms p95   {:.2} ms p99",
        times.len(),
        at(50),
        at(95),
        at(99),
    ));
}

/// People of 25 skills that some occupation asks for, on two threads.
fn propose_from(catalogue: &Catalogue, index: &matching::Index) {
    let people: Vec<Vec<Held>> = (0..4000_usize)
        .map(|person| {
            let pick = |n: usize| (person * 7919 + n * 104_729) % catalogue.relations.len();
            let held = |n| Held {
                skill: catalogue.relations[pick(n)].skill,
                strength: 0.8,
            };
            (0..25).map(held).collect()
        })
        .collect();
    let mut times: Vec<_> = people
        .iter()
        .map(|held| {
            let begun = Instant::now();
            black_box(index.matches(held));
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for half in people.chunks(people.len() / 2) {
            scope.spawn(move || {
                half.iter().for_each(|held| {
                    black_box(index.matches(held));
                })
            });
        }
    });
    say(&format!(
        "proposals for a person  {:>8.3} ms median   {:.3} ms p99   {:.0} people a second",
        ms(times[times.len() / 2]),
        ms(times[times.len() * 99 / 100]),
        people.len() as f64 / begun.elapsed().as_secs_f64(),
    ));
}

fn resident_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}

/// A release of the official size, as a zip file would give it.
fn invented(folder: &Path) -> Vec<Source> {
    let mut words = Words(1);
    let mut files = vec![("skills_en.csv".to_owned(), {
        let mut text =
            "conceptUri,skillType,reuseLevel,preferredLabel,altLabels,description\n".to_owned();
        for number in 0..SKILLS {
            let others: Vec<_> = (1..NAMES).map(|_| words.name()).collect();
            text += &format!(
                "{},skill/competence,cross-sector,{},\"{}\",{}\n",
                uri("skill", number),
                words.name(),
                others.join("\n"),
                words.name(),
            );
        }
        text
    })];
    for language in LANGUAGES {
        let mut text = "conceptUri,iscoGroup,preferredLabel,altLabels\n".to_owned();
        for number in 0..OCCUPATIONS {
            let others: Vec<_> = (1..NAMES).map(|_| words.name()).collect();
            let (uri, isco) = (uri("occupation", number), 1000 + number % 436);
            text += &format!("{uri},{isco},{},\"{}\"\n", words.name(), others.join("\n"));
        }
        files.push((format!("occupations_{language}.csv"), text));
    }
    let mut text = "occupationUri,relationType,skillUri\n".to_owned();
    for number in 0..RELATIONS {
        let kind = if number % 2 == 0 {
            "essential"
        } else {
            "optional"
        };
        let (occupation, skill) = (number % OCCUPATIONS, number * 31 % SKILLS);
        text += &format!(
            "{},{kind},{}\n",
            uri("occupation", occupation),
            uri("skill", skill)
        );
    }
    files.push(("occupationSkillRelations_en.csv".to_owned(), text));
    let folder = folder.join("ESCO invented");
    std::fs::create_dir(&folder).expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("a file");
    }
    import::read(&[folder]).expect("the files")
}

fn uri(kind: &str, number: usize) -> String {
    format!("http://data.europa.eu/esco/{kind}/00000000-0000-4000-8000-{number:012}")
}

/// Invented words, some of them often.
struct Words(u64);

impl Words {
    fn next(&mut self) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize
    }

    fn name(&mut self) -> String {
        let count = 2 + self.next() % 3;
        (0..count)
            .map(|_| self.word())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn word(&mut self) -> String {
        const SYLLABLES: &[&str] = &[
            "ca", "re", "mi", "to", "lan", "ver", "sti", "po", "nel", "du", "sa", "qui",
        ];
        let seldom = self.next().is_multiple_of(4);
        let (most, length) = if seldom { (12, 4) } else { (6, 3) };
        (0..length).map(|_| SYLLABLES[self.next() % most]).collect()
    }
}
