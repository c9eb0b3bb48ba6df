//! What is drawn of a profile, for people: each paper is a pure content, which its template sets.

pub mod answers;
pub mod cover;
pub mod cv;
pub mod profile;
pub mod skills;
mod tongues;

use chrono::{DateTime, NaiveDate, Utc};

use super::portable::{PortableExperience, PortablePerson, PortableProfile};
use crate::clock::day_in_italy;
use crate::documents::content::{Bilingual, Holder, Issuer};
use crate::documents::paper::Paper;
use crate::documents::press;
use crate::error::{Error, Result};

pub use tongues::Tongues;

/// The most that a paper may have to say, in bytes of JSON: what is set within the time of a request. Nobody's life
/// has so much; an import may, and the forms for programs take it all.
pub const MOST_BYTES: usize = 400 * 1024;

/// Draws a paper of a profile: the same profile gives the same bytes.
pub fn draw(paper: &impl Paper, profile: &PortableProfile) -> Result<Vec<u8>> {
    let length = serde_json::to_vec(paper).map_err(Error::internal)?.len();
    if length > MOST_BYTES {
        return Err(Error::invalid("/form", "profile_too_long_to_print"));
    }
    let look_of = Some(&profile.issuer.id);
    press::draw(paper, look_of, profile.id.as_str(), profile.made_at)
}

fn issuer(profile: &PortableProfile) -> Issuer {
    Issuer {
        name: profile.issuer.name.clone(),
        address: filled(&profile.issuer.municipality),
        contact: None,
    }
}

/// A single name is a name. Of an estimated birth date the year is as much as is known.
fn holder(person: &PortablePerson) -> Holder {
    let names = [person.given_name.trim(), person.family_name.trim()];
    let names: Vec<_> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let born = person.birth_date.as_deref();
    Holder {
        name: names.join(" "),
        name_original_script: person.name_original_script.as_deref().and_then(filled),
        birth_date: born.map(|date| match date.ends_with('~') {
            true => date.chars().take(4).collect(),
            false => date.to_owned(),
        }),
    }
}

fn licences(person: &PortablePerson, tongues: Tongues) -> Vec<Bilingual> {
    let licences = person.driving_licences.iter();
    licences
        .map(|it| tongues.code("driving-licences", it.as_str()))
        .collect()
}

fn citizenships(person: &PortablePerson, tongues: Tongues) -> Vec<Bilingual> {
    let codes = person.citizenships.iter();
    codes
        .map(|code| tongues.code("citizenships", code))
        .collect()
}

/// The country of an experience.
fn country(it: &PortableExperience, tongues: Tongues) -> Option<Bilingual> {
    let code = it.country.as_ref()?;
    Some(tongues.code("countries", code))
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The day of an instant, in Italy.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    day_in_italy(at.naive_utc())
}

#[cfg(test)]
mod tests;
