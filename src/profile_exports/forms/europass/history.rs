//! What the person did: work, education, and the rest.

use super::Element;
use crate::profile_exports::portable::PortableExperience;
use crate::profile_exports::sections::{Section, section};

/// The title of what is neither work nor education.
fn title(section: Section) -> Option<&'static str> {
    match section {
        Section::Work | Section::Education => None,
        Section::Service => Some("Volontariato e servizio civile / Volunteering and civil service"),
        Section::Family => Some("Cura della famiglia / Family care"),
        Section::Other => Some("Altre esperienze / Other experiences"),
    }
}

pub fn employment(experiences: &[PortableExperience]) -> Element {
    let work = experiences
        .iter()
        .filter(|it| section(it.kind) == Section::Work);
    Element::new("EmploymentHistory").children(work.map(|it| {
        Element::new("EmployerHistory")
            .children(filled("hr:OrganizationName", &it.employer))
            .child(position(it))
    }))
}

fn position(it: &PortableExperience) -> Element {
    let period = Element::new("eures:EmploymentPeriod")
        .children(date("eures:StartDate", it.started.as_deref()))
        .children(date("eures:EndDate", it.ended.as_deref()))
        .child(Element::text("hr:CurrentIndicator", it.ongoing.to_string()));
    let occupation = it.occupation.as_ref().map(|occupation| {
        Element::text("hr:JobCategoryCode", &occupation.uri)
            .attribute("listName", "ESCO_Occupations")
            .attribute("listURI", "http://data.europa.eu/esco/occupation")
            .attribute(
                "listVersionID",
                occupation.release.clone().unwrap_or_default(),
            )
    });
    let isco = it.isco_code.as_ref().map(|code| {
        Element::text("hr:JobCategoryCode", code)
            .attribute("listName", "ISCO2008")
            .attribute("listURI", "http://data.europa.eu/esco/isco")
            .attribute("listVersionID", "2008")
    });
    Element::new("PositionHistory")
        .child(Element::text("PositionTitle", &it.title).attribute("typeCode", "FREETEXT"))
        .child(period)
        .children(filled("oa:Description", &description(it)))
        .children(occupation)
        .children(isco)
        .children(filled("City", &it.place))
        .children(country("Country", it))
}

pub fn education(experiences: &[PortableExperience]) -> Element {
    let courses = experiences.iter();
    let courses = courses.filter(|it| section(it.kind) == Section::Education);
    Element::new("EducationHistory").children(courses.map(|it| {
        let period = Element::new("AttendancePeriod")
            .children(date("StartDate", it.started.as_deref()))
            .children(date("EndDate", it.ended.as_deref()))
            .child(Element::text("Ongoing", it.ongoing.to_string()));
        let degree = Element::new("EducationDegree")
            .child(Element::text("hr:DegreeName", &it.title))
            .children(filled("OccupationalSkillsCovered", &description(it)));
        Element::new("EducationOrganizationAttendance")
            .children(filled("hr:OrganizationName", &it.employer))
            .children(address(it))
            .child(period)
            .child(degree)
    }))
}

/// One section an entry: of several in one, the editor keeps the last. Those of the same title become one.
pub fn others(experiences: &[PortableExperience]) -> impl Iterator<Item = Element> {
    experiences.iter().filter_map(|it| {
        let title = title(section(it.kind))?;
        let when = Element::new("Date")
            .children(date("StartDate", it.started.as_deref()))
            .children(date("EndDate", it.ended.as_deref()));
        let entry = Element::new("Other")
            .child(Element::text("Title", &it.title))
            .child(when)
            .children(filled("Description", &description(it)));
        Some(
            Element::new("Others")
                .child(Element::text("Title", title))
                .child(entry),
        )
    })
}

fn address(it: &PortableExperience) -> Option<Element> {
    let address = Element::new("Address")
        .children(filled("oa:CityName", &it.place))
        .children(country("CountryCode", it));
    let known = !it.place.is_empty() || it.country.is_some();
    known.then(|| {
        Element::new("OrganizationContact").child(Element::new("Communication").child(address))
    })
}

fn country(name: &str, it: &PortableExperience) -> Option<Element> {
    let code = it.country.as_ref()?;
    Some(Element::text(name, code.to_lowercase()))
}

/// Tasks and tools, a line each.
fn description(it: &PortableExperience) -> String {
    let lines: Vec<_> = it
        .tasks
        .iter()
        .chain(&it.tools)
        .map(String::as_str)
        .collect();
    lines.join("\n")
}

fn filled(name: &str, text: &str) -> Option<Element> {
    (!text.is_empty()).then(|| Element::text(name, text))
}

/// As much of a date as is known.
fn date(name: &str, date: Option<&str>) -> Option<Element> {
    let date = Element::text("hr:FormattedDateTime", date?);
    Some(Element::new(name).child(date))
}
