use roxmltree::{Document, Node};

use super::*;
use crate::profile_exports::portable::tests::{empty, full};

const EUROPASS: &str = "http://www.europass.eu/1.0";
const HR: &str = "http://www.hr-xml.org/3";

fn written(profile: &PortableProfile) -> String {
    let language = LanguageTag::parse("it-IT").expect("a tag");
    String::from_utf8(write(profile, &language).expect("a document")).expect("UTF-8")
}

fn all<'a>(document: &'a Document, name: &'a str) -> Vec<Node<'a, 'a>> {
    let nodes = document.descendants();
    nodes.filter(|it| it.tag_name().name() == name).collect()
}

fn texts<'a>(document: &'a Document, name: &'a str) -> Vec<&'a str> {
    all(document, name).iter().filter_map(Node::text).collect()
}

#[test]
fn a_profile_is_a_candidate_with_its_history_and_skills() {
    let text = written(&full());
    let document = Document::parse(&text).expect("well-formed");
    let root = document.root_element();
    assert_eq!(root.tag_name(), (EUROPASS, "Candidate").into());
    let parts: Vec<_> = root.children().filter(Node::is_element).collect();
    let parts: Vec<_> = parts.iter().map(|it| it.tag_name().name()).collect();
    assert_eq!(
        parts,
        [
            "DocumentID",
            "CandidateSupplier",
            "CandidatePerson",
            "CandidateProfile",
            "RenderingInformation"
        ]
    );
    let profile = all(&document, "CandidateProfile")[0];
    assert_eq!(profile.attribute("languageCode"), Some("it"));
    assert_eq!(texts(&document, "NationalityCode"), ["ma"]);
    assert_eq!(texts(&document, "BirthDate"), ["1990-05-17"]);
    assert_eq!(texts(&document, "PrimaryLanguageCode"), ["ara"]);
    assert_eq!(texts(&document, "LicenseTypeCode"), ["B"]);
    assert_eq!(texts(&document, "OrganizationName"), ["=HYPERLINK(\"x\")"]);
    assert_eq!(texts(&document, "PositionTitle"), ["-Sarta"]);
    // As much of each date as is known.
    let dates = texts(&document, "FormattedDateTime");
    assert_eq!(dates[..2], ["2009", "2012-05-17"]);
    let codes = all(&document, "JobCategoryCode");
    assert_eq!(codes[0].attribute("listName"), Some("ESCO_Occupations"));
    assert_eq!(codes[1].text(), Some("7531"));
    let description = document
        .descendants()
        .find(|it| it.tag_name().name() == "Description")
        .and_then(|it| it.text().map(str::to_owned));
    assert_eq!(
        description.as_deref(),
        Some("+ cucire <abiti> & tende\n裁缝，缝纫衣服\nago")
    );
    // Italian alone: a mother tongue is told of elsewhere, and below A1 there is no level.
    let ids = texts(&document, "CompetencyID");
    assert_eq!(ids[0], "ita");
    assert_eq!(all(&document, "CompetencyDimension").len(), 4);
    assert_eq!(
        texts(&document, "CompetencyName"),
        ["Cucio abiti", "Non discussa"]
    );
    let others = all(&document, "Others");
    assert_eq!(others.len(), 1);
    assert!(
        others[0]
            .descendants()
            .any(|it| it.text() == Some("@Cura dei figli"))
    );
    let id = all(&document, "DocumentID")[0];
    assert_eq!(id.tag_name().namespace(), Some(HR));
    assert!(
        id.attribute("schemeID")
            .is_some_and(|it| uuid::Uuid::try_parse(it).is_ok())
    );
}

#[test]
fn a_single_name_is_a_given_name_and_an_empty_profile_has_its_sections() {
    let mut profile = empty();
    std::mem::swap(
        &mut profile.personal_information.given_name,
        &mut profile.personal_information.family_name,
    );
    let text = written(&profile);
    let document = Document::parse(&text).expect("well-formed");
    assert_eq!(texts(&document, "GivenName"), ["Fatima", "Fatima"]);
    assert!(all(&document, "FamilyName").is_empty());
    assert!(all(&document, "BirthDate").is_empty());
    assert_eq!(all(&document, "EducationHistory").len(), 1);
    assert_eq!(all(&document, "Section").len(), SECTIONS.len());
    let mut estimated = full();
    estimated.personal_information.birth_date = Some("1990-01-01~".to_owned());
    let text = written(&estimated);
    assert!(text.contains("<hr:BirthDate>1990</hr:BirthDate>"));
}
