//! A curriculum vitae in one language, as Europass orders it, with the same CV for programs inside. Levels of
//! competences stay out: the scale of a skills audit is its own.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Tongues, citizenships, country, filled, holder, licences, skills};
use crate::documents::content::{Bilingual, Holder, LanguageEntry};
use crate::documents::paper::{Attached, Paper};
use crate::fixed_texts::TextLanguage;
use crate::profile_exports::portable::{PortableExperience, PortableProfile, month_of};
use crate::profile_exports::sections::{Section, section};
use crate::profiles::{CompetenceKind, ExperienceKind};

#[derive(Serialize, Clone, Debug)]
pub struct CvPaper {
    #[serde(skip)]
    language: TextLanguage,
    #[serde(skip)]
    europass: [Attached; 1],
    holder: Holder,
    contact: Option<String>,
    citizenships: Vec<String>,
    goal: Option<String>,
    work: Vec<CvEntry>,
    education: Vec<CvEntry>,
    others: Vec<CvEntry>,
    mother_tongues: Vec<String>,
    languages: Vec<LanguageEntry>,
    digital: Vec<String>,
    skills: Vec<String>,
    licences: Vec<String>,
}

#[derive(Serialize, Clone, Debug)]
struct CvEntry {
    title: String,
    /// Employer or school, place and country, between which stands the comma of the language.
    places: Vec<String>,
    /// `2009` or `2009-05`, as the next: never the day.
    started: Option<String>,
    ended: Option<String>,
    ongoing: bool,
    /// What kind of experience or level of education it is.
    note: Option<String>,
    tasks: Vec<String>,
    tools: Vec<String>,
}

impl Paper for CvPaper {
    const TEMPLATE: &'static str = "/cv.typ";

    fn language(&self) -> TextLanguage {
        self.language
    }

    fn second_language(&self) -> TextLanguage {
        self.language
    }

    fn attached(&self) -> &[Attached] {
        &self.europass
    }
}

impl CvPaper {
    /// `europass` is the same CV in XML, of the same profile to the month.
    pub fn new(profile: &PortableProfile, tongues: Tongues, europass: Vec<u8>) -> Self {
        let (person, skills) = (&profile.personal_information, &profile.skills);
        let goal = profile.expectations.professional_goal.as_ref();
        let of = |wanted: &[Section]| {
            let experiences = skills.experiences.iter();
            let experiences = experiences.filter(|it| wanted.contains(&section(it.kind)));
            newest_first(experiences.collect())
                .into_iter()
                .map(|it| entry(it, tongues))
                .collect()
        };
        let (native, foreign): (Vec<_>, Vec<_>) =
            skills.languages.iter().partition(|it| it.mother_tongue);
        let labels = |digital: bool| {
            let abilities = skills.abilities().into_iter();
            let of_kind = abilities.filter(|it| (it.kind == CompetenceKind::Digital) == digital);
            of_kind.map(|it| it.label.clone()).collect()
        };
        Self {
            language: tongues.first,
            europass: [Attached {
                path: "/europass.xml",
                bytes: europass,
            }],
            holder: holder(person),
            contact: person.contact.as_ref().map(|it| it.value.clone()),
            citizenships: words(citizenships(person, tongues)),
            goal: goal.and_then(|it| it.goal.as_deref()).and_then(filled),
            work: of(&[Section::Work]),
            education: of(&[Section::Education]),
            others: of(&[Section::Service, Section::Family, Section::Other]),
            mother_tongues: words(
                native
                    .iter()
                    .map(|it| tongues.code("languages", &it.language)),
            ),
            languages: foreign
                .iter()
                .map(|it| skills::language(it, tongues))
                .collect(),
            digital: labels(true),
            skills: labels(false),
            licences: words(licences(person, tongues)),
        }
    }
}

fn words(values: impl IntoIterator<Item = Bilingual>) -> Vec<String> {
    values.into_iter().map(|value| value.it).collect()
}

/// As a CV is read: what goes on first, then by its end. Dates are compared as far as they are known, and what has
/// none comes last.
fn newest_first(mut experiences: Vec<&PortableExperience>) -> Vec<&PortableExperience> {
    let end = |it: &PortableExperience| it.ended.clone().or(it.started.clone());
    experiences.sort_by_key(|it| Reverse((it.ongoing, end(it), it.started.clone())));
    experiences
}

/// Work is told without the word for how it was done: that it had no contract is nobody's business here.
fn entry(it: &PortableExperience, tongues: Tongues) -> CvEntry {
    let note = match section(it.kind) {
        Section::Work if it.kind != ExperienceKind::Internship => None,
        Section::Education => it.isced_level.map(|level| ("isced-levels", level.as_str())),
        _ => Some(("experience-kinds", it.kind.as_str())),
    };
    let note = note.filter(|(_, code)| !matches!(*code, "unk" | "nrp" | "other"));
    let country = country(it, tongues).map(|country| country.it);
    let places = [filled(&it.employer), filled(&it.place), country];
    CvEntry {
        title: it.title.clone(),
        places: places.into_iter().flatten().collect(),
        started: it.started.as_deref().map(month_of),
        ended: it.ended.as_deref().map(month_of),
        ongoing: it.ongoing,
        note: note.map(|(list, code)| tongues.code(list, code).it),
        tasks: it.tasks.clone(),
        tools: it.tools.clone(),
    }
}
