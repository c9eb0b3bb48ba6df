//! A whole release of ESCO, where its files are at hand.
#![expect(
    clippy::print_stdout,
    reason = "says that it is skipped, and prints the proposals to be judged"
)]

use std::path::PathBuf;

use bilancio::access::Caller;
use bilancio::code_lists::LanguageTag;
use bilancio::esco::matching::{Held, Index};
use bilancio::esco::{Catalogue, ConceptKind, import, service as esco};

use crate::support::TestApp;

/// The folder with the files of ESCO 1.1.1, if there is one; says so if not.
fn release() -> Option<(PathBuf, Catalogue)> {
    let Some(folder) = std::env::var_os("BILANCIO_ESCO_DIR").map(PathBuf::from) else {
        println!("skipped: BILANCIO_ESCO_DIR names no folder with a release of ESCO");
        return None;
    };
    let sources = import::read(&[&folder]).unwrap();
    let release = import::catalogue("1.1.1", &sources, |_| {}).unwrap();
    Some((folder, release.catalogue))
}

#[actix_web::test]
async fn a_whole_release_is_imported_with_as_many_concepts_as_its_files_have() {
    let Some((folder, catalogue)) = release() else {
        return;
    };
    let rows = |name: &str| {
        csv::Reader::from_path(folder.join(name))
            .unwrap()
            .into_records()
            .count()
    };
    assert_eq!(
        catalogue.count(ConceptKind::is_skill),
        rows("skills_en.csv")
    );
    assert_eq!(
        catalogue.count(|kind| kind == ConceptKind::Occupation),
        rows("occupations_en.csv")
    );
    assert_eq!(
        catalogue.relations.len(),
        rows("occupationSkillRelations_en.csv")
    );
    let app = TestApp::new().await;
    let worker = Caller::worker("import_esco");
    let imported = import::into(&app.service.database, catalogue);
    assert_eq!(imported.unwrap(), import::Imported::New);
    // The first request takes it into memory, which a build without optimisations does too slowly for one.
    let held = app
        .service
        .database
        .write_blocking(&worker, esco::current)
        .unwrap();
    assert!(held.imported_at.is_some());
    for (query, first) in [("elettricista", "electrician"), ("pastore", "shepherd")] {
        let url = format!("/v1/occupations?q={query}&lang=en&limit=5");
        let found = app.get("operator", &url).await.expect(200).body;
        let found: Vec<_> = (found["items"].as_array().unwrap().iter())
            .map(|it| it["label"]["text"].as_str().unwrap().to_owned())
            .collect();
        assert!(found.contains(&first.to_owned()), "{query}: {found:?}");
    }
}

type Skills = &'static [(&'static str, f32)];

/// Invented people, by what they can do and how well, and the ISCO unit group of what they did.
const PEOPLE: &[(&str, &str, Skills)] = &[
    (
        "a cook",
        "5120",
        &[
            ("use cooking techniques", 0.9),
            ("use food preparation techniques", 0.9),
            ("use food cutting tools", 0.9),
            ("comply with food safety and hygiene", 0.8),
            ("maintain kitchen equipment at correct temperature", 0.7),
            ("clean kitchen equipment", 0.8),
            ("receive kitchen supplies", 0.6),
            ("cook meat dishes", 0.8),
            ("cook vegetable products", 0.7),
            ("cook sauce products", 0.6),
            ("work in a hospitality team", 0.6),
            ("store raw food materials", 0.5),
        ],
    ),
    (
        "a tailor with no schooling",
        "7531",
        &[
            ("sew pieces of fabric", 0.9),
            ("cut fabrics", 0.9),
            ("iron textiles", 0.8),
            ("alter wearing apparel", 0.9),
            ("measure the human body for wearing apparel", 0.9),
            ("make technical drawings of fashion pieces", 0.7),
            ("use manual sewing techniques", 0.8),
            ("operate garment manufacturing machines", 0.7),
            ("manufacture wearing apparel products", 0.6),
        ],
    ),
    (
        "a nurse with a diploma",
        "2221",
        &[
            ("administer prescribed medication", 0.9),
            ("monitor basic patients signs", 0.9),
            ("provide first aid", 0.8),
            ("work in multidisciplinary health teams", 0.8),
            ("apply nursing care in long-term care", 0.9),
            ("carry out wound care", 0.8),
            ("empathise with the healthcare user", 0.8),
            ("implement nursing care", 0.8),
            ("plan nursing care", 0.7),
            ("follow clinical guidelines", 0.8),
            ("ensure safety of healthcare users", 0.7),
            ("infection control", 0.6),
            ("nursing principles", 0.9),
        ],
    ),
    (
        "an electrician",
        "7411",
        &[
            ("install electrical and electronic equipment", 0.9),
            ("splice cable", 0.9),
            ("test electrical equipment", 0.9),
            ("strip wire", 0.8),
            ("inspect electrical supplies", 0.8),
            ("use measurement instruments", 0.8),
            ("follow health and safety procedures in construction", 0.7),
            ("electricity", 0.7),
            ("electrical wiring diagrams", 0.8),
            ("install circuit breakers", 0.8),
            ("install electricity sockets", 0.8),
            ("use electrical wire tools", 0.7),
        ],
    ),
    (
        "a shepherd who speaks five languages",
        "6121",
        &[
            ("care for the flock", 0.9),
            ("feed livestock", 0.9),
            ("milk animals", 0.9),
            ("administer treatment to animals", 0.8),
            ("assist animal birth", 0.8),
            ("monitor livestock", 0.7),
            ("maintain pastures", 0.7),
            ("train dogs", 0.6),
            ("manage livestock", 0.8),
            ("interact verbally in English", 0.6),
            ("interact verbally in French", 0.7),
            ("interact verbally in Arabic", 1.0),
            ("interact verbally in Italian", 0.5),
            ("interact verbally in Turkish", 0.6),
        ],
    ),
];

#[test]
fn what_invented_people_did_is_among_the_first_five_proposals() {
    let Some((_, catalogue)) = release() else {
        return;
    };
    let index = Index::new(&catalogue);
    for (who, isco, skills) in PEOPLE {
        let held: Vec<_> = skills
            .iter()
            .map(|(name, strength)| Held {
                skill: place(&catalogue, name),
                strength: *strength,
            })
            .collect();
        let matches = index.matches(&held);
        let first: Vec<_> = (matches.iter().take(5))
            .map(|it| &catalogue.concepts[it.occupation as usize])
            .map(|it| {
                format!(
                    "{} {}",
                    it.code,
                    it.label(&LanguageTag::english()).unwrap().1
                )
            })
            .collect();
        println!("{who}: {}", first.join(", "));
        assert!(
            first.iter().any(|it| it.starts_with(isco)),
            "{who}: {first:?}"
        );
    }
}

fn place(catalogue: &Catalogue, name: &str) -> u32 {
    let is_it = |it: &bilancio::esco::Concept| {
        it.kind.is_skill()
            && it
                .label(&LanguageTag::english())
                .is_some_and(|(_, text)| text == name)
    };
    let place = catalogue.concepts.iter().position(is_it);
    u32::try_from(place.unwrap_or_else(|| panic!("there is no {name}"))).unwrap()
}
