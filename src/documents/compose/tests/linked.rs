//! What a transparency document says of where competences come from.

use super::*;
use crate::documents::content::Wording;

#[test]
fn transparency_links_what_was_agreed_to_where_it_comes_from() {
    let content = transparency(&full_case("en"), 1, day());
    // Level 0 is not yet; of thirty, five have it.
    assert_eq!(content.competences.len(), 25);
    assert!(content.competences.iter().all(|it| it.agreed_level > 0));
    // Left out: the context of migration, what only competences of level 0 come from, what shows these two, and
    // what was contradicted.
    assert_eq!(content.experiences.len(), 12 - 2);
    assert_eq!(content.evidence.len(), 24 - 4 - 1);
    let coded: Vec<_> = content
        .competences
        .iter()
        .filter_map(|it| it.code.as_ref())
        .collect();
    assert_eq!(coded.len(), 1);
    assert_eq!(coded[0].system, "ESCO");
    let others = content.competences.iter().flat_map(|it| &it.other_codes);
    let others: Vec<_> = others
        .map(|it| (it.system.as_str(), it.code.as_str(), it.label.clone()))
        .collect();
    let liguria = "Repertorio della Liguria (Laboratorio delle professioni di domani)";
    assert_eq!(
        others,
        [
            (
                "Atlante del lavoro (ADA)",
                "ADA.05.03.12",
                Some(Wording::InOne("Confezione".into()))
            ),
            (liguria, "RP-12", None)
        ]
    );
    for competence in &content.competences {
        let within = |places: &[u32], most: usize| {
            places.iter().all(|it| (1..=most).contains(&(*it as usize)))
        };
        assert!(within(&competence.experiences, content.experiences.len()));
        assert!(within(&competence.evidence, content.evidence.len()));
    }
    assert_eq!(content.evidence[0].quality, Some(2));
    assert_eq!(content.evidence[0].completeness, None);
}
