//! Europass Candidate: the CV that the Europass editor and EURES exchange.
//!
//! Its schema is not published. This was held to the commission's *ECV schema documentation* 3.0.0 of
//! 2 June 2020 (elements, cardinalities, code lists) and to what the editor is known to write and read. What
//! is neither work nor education (family care, migration, volunteering) goes into a section of its own.
//! Levels stay out: the scale of a skills audit is its own.

mod history;

use super::xml_element::Element;
use crate::beneficiaries::{ContactKind, DrivingLicence};
use crate::code_lists::LanguageTag;
use crate::code_lists::iso::language_of_three_letters;
use crate::error::Result;
use crate::profile_exports::portable::{
    PortableCompetence, PortableLanguage, PortablePerson, PortableProfile,
};
use crate::profiles::CefrLevel;

const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns", "http://www.europass.eu/1.0"),
    ("xmlns:oa", "http://www.openapplications.org/oagis/9"),
    ("xmlns:hr", "http://www.hr-xml.org/3"),
    ("xmlns:eures", "http://www.europass_eures.eu/1.0"),
];

/// The version of the documents that the editor writes.
const VERSION: &str = "4.0";

/// The sections in the order in which they are shown; what is not named is hidden.
const SECTIONS: [&str; 4] = [
    "work-experience",
    "education-training",
    "language",
    "driving-licence",
];

/// `language` is the one of the document.
pub fn write(profile: &PortableProfile, language: &LanguageTag) -> Result<Vec<u8>> {
    let mut root = Element::new("Candidate");
    for (name, namespace) in NAMESPACES {
        root = root.attribute(name, namespace);
    }
    root.child(identified("hr:DocumentID", "DocumentIdentifier", profile))
        .child(supplier(profile))
        .child(person(profile))
        .child(candidate_profile(profile, language))
        .child(rendering())
        .document()
}

fn identified(element: &str, scheme: &str, profile: &PortableProfile) -> Element {
    Element::new(element)
        .attribute("schemeID", profile.id.to_string())
        .attribute("schemeName", scheme)
        .attribute("schemeAgencyName", "EUROPASS")
        .attribute("schemeVersionID", VERSION)
}

/// A single name is a given name, which the format asks for.
fn name(person: &PortablePerson) -> Element {
    let (given, family) = match person.given_name.as_str() {
        "" => (person.family_name.as_str(), ""),
        given => (given, person.family_name.as_str()),
    };
    let family = (!family.is_empty()).then(|| Element::text("hr:FamilyName", family));
    Element::new("PersonName")
        .child(Element::text("oa:GivenName", given))
        .children(family)
}

fn supplier(profile: &PortableProfile) -> Element {
    let contact = Element::new("PersonContact").child(name(&profile.personal_information));
    Element::new("CandidateSupplier")
        .child(identified("hr:PartyID", "PartyID", profile))
        .child(Element::text("hr:PartyName", "Owner"))
        .child(contact)
        .child(Element::text("hr:PrecedenceCode", "1"))
}

fn person(profile: &PortableProfile) -> Element {
    let it = &profile.personal_information;
    // A telephone number would need its prefix apart.
    let email = (it.contact.iter()).filter(|it| it.kind == ContactKind::Email);
    let email = email.map(|it| {
        Element::new("Communication")
            .child(Element::text("ChannelCode", "Email"))
            .child(Element::text("oa:URI", &it.value))
    });
    let nationalities = it.citizenships.iter().filter(|code| code.len() == 2);
    let nationalities =
        nationalities.map(|code| Element::text("NationalityCode", code.to_lowercase()));
    // Of an estimated date the year is as much as is known.
    let born = it
        .birth_date
        .as_deref()
        .map(|date| match date.ends_with('~') {
            true => &date[..4],
            false => date,
        });
    let mother_tongues = profile
        .skills
        .languages
        .iter()
        .filter(|it| it.mother_tongue);
    let mother_tongues = mother_tongues.map(|it| {
        let code = language_of_three_letters(&it.language);
        Element::text("PrimaryLanguageCode", code).attribute("name", "NORMAL")
    });
    Element::new("CandidatePerson")
        .child(name(it))
        .children(email)
        .children(nationalities)
        .children(born.map(|date| Element::text("hr:BirthDate", date)))
        .children(mother_tongues)
}

fn candidate_profile(profile: &PortableProfile, language: &LanguageTag) -> Element {
    let code = language.as_str().split('-').next().unwrap_or_default();
    let goal = profile.expectations.professional_goal.as_ref();
    let goal = goal.and_then(|it| it.goal.as_ref());
    let experiences = &profile.skills.experiences;
    Element::new("CandidateProfile")
        .attribute("languageCode", code)
        .child(identified("hr:ID", "CandidateProfileID", profile))
        .children(goal.map(|it| Element::text("hr:CandidateObjective", it)))
        .child(history::employment(experiences))
        .child(history::education(experiences))
        .child(licences(&profile.personal_information.driving_licences))
        .child(qualifications(profile))
        .children(history::others(experiences))
}

/// A licence of another country is none of the directive's categories.
fn licences(licences: &[DrivingLicence]) -> Element {
    let known = licences.iter().filter(|it| **it != DrivingLicence::Foreign);
    Element::new("eures:Licenses").children(known.map(|it| {
        let code = it.as_str().to_uppercase();
        Element::new("eures:License").child(Element::text("hr:LicenseTypeCode", code))
    }))
}

fn qualifications(profile: &PortableProfile) -> Element {
    let languages = profile
        .skills
        .languages
        .iter()
        .filter(|it| !it.mother_tongue);
    // Twice the same name is refused.
    let competences = profile.skills.abilities().into_iter();
    Element::new("PersonQualifications")
        .children(languages.map(language_skill))
        .children(competences.map(competence))
}

fn language_skill(it: &PortableLanguage) -> Element {
    let dimensions = [
        ("CEF-Understanding-Listening", it.listening),
        ("CEF-Understanding-Reading", it.reading),
        ("CEF-Speaking-Interaction", it.spoken_interaction),
        ("CEF-Speaking-Production", it.spoken_production),
        ("CEF-Writing-Production", it.writing),
    ];
    let known = dimensions
        .into_iter()
        .filter(|(_, level)| *level >= CefrLevel::A1);
    let known = known.map(|(dimension, level)| {
        let score = Element::text("hr:ScoreText", level.as_str().to_uppercase());
        Element::new("eures:CompetencyDimension")
            .child(Element::text("hr:CompetencyDimensionTypeCode", dimension))
            .child(Element::new("eures:Score").child(score))
    });
    let code = language_of_three_letters(&it.language);
    Element::new("PersonCompetency")
        .child(Element::text("CompetencyID", code).attribute("schemeName", "NORMAL"))
        .child(Element::text("hr:TaxonomyID", "language"))
        .children(known)
}

fn competence(it: &PortableCompetence) -> Element {
    let id = match &it.skill {
        Some(skill) => Element::text("CompetencyID", &skill.uri).attribute("schemeName", "ESCO"),
        None => Element::text("CompetencyID", &it.label).attribute("schemeName", "FREE_TEXT"),
    };
    Element::new("PersonCompetency")
        .child(id)
        .child(Element::text("hr:TaxonomyID", "other"))
        .child(Element::text("hr:CompetencyName", &it.label))
}

fn rendering() -> Element {
    let sections =
        SECTIONS.map(|title| Element::new("Section").child(Element::text("Title", title)));
    let design = Element::new("Design")
        .child(Element::text("Template", "Template1"))
        .child(Element::new("SectionsOrder").children(sections));
    Element::new("RenderingInformation").child(design)
}

#[cfg(test)]
mod tests;
