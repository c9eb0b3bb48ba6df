//! The attendance register of a group, or of a person (*registro individuale*): what was recorded of each
//! meeting, with places to sign. Funders check hours by it.
//!
//! It has no field for why somebody was absent or a meeting was cancelled.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Bilingual, Issuer, ProgrammeTitle};
use crate::documents::paper::Paper;
use crate::fixed_texts::TextLanguage;

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct RegisterContent {
    /// The name of the group, or the code of the case.
    pub number: String,
    pub issuer: Issuer,
    pub programme: ProgrammeTitle,
    /// None in the register of one person.
    pub group: Option<GroupEntry>,
    /// First and last day, where not all meetings were asked for.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub people: Vec<PersonEntry>,
    pub meetings: Vec<MeetingEntry>,
    /// Meetings held that count as hours of the path, and their length.
    pub held: u32,
    pub held_minutes: u32,
    /// What the person's pathway takes, where it is fixed.
    pub planned_minutes: Option<u32>,
    /// The role of who signs the whole.
    pub responsible: Bilingual,
    pub place: String,
    pub printed_on: NaiveDate,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct GroupEntry {
    pub label: String,
    pub language: Bilingual,
    pub conductor: String,
    pub mediator: Option<String>,
}

/// Somebody with what they attended in the period; their place in the list is their number, from one.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct PersonEntry {
    /// The code of the case, or the name where names were asked for.
    pub name: String,
    pub present: u32,
    pub absent: u32,
    pub individual_minutes: u32,
    pub group_minutes: u32,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct MeetingEntry {
    /// Counted over all meetings, in the order of their times.
    pub number: u32,
    pub kind: Bilingual,
    /// The code, by which the page is set.
    pub status: String,
    pub status_said: Bilingual,
    /// Whether its minutes are hours of the path.
    pub counts: bool,
    pub on: NaiveDate,
    /// Hours and minutes in Italy, `09:30`.
    pub from: String,
    pub to: String,
    pub place: String,
    pub mode: Bilingual,
    pub topics: Vec<String>,
    pub conductor: String,
    pub mediator: Option<String>,
    /// The days it was planned for before it was moved.
    pub moved_from: Vec<NaiveDate>,
    pub attendance: Vec<AttendanceEntry>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct AttendanceEntry {
    /// The number of the person.
    pub person: u32,
    /// None while the meeting is still to come.
    pub status: Option<Bilingual>,
    pub minutes: Option<u32>,
}

/// An office reads it: beside the Italian stands English, whatever people speak.
impl Paper for RegisterContent {
    const TEMPLATE: &'static str = "/register.typ";

    fn second_language(&self) -> TextLanguage {
        TextLanguage::English
    }
}
