use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::cases::CaseId;
use crate::db::schema::record_imports;
use crate::db::types::Json;
use crate::organisations::OrganisationId;
use crate::profiles::ExperienceId;
use crate::{id_type, text_enum};

id_type!(ImportId);

text_enum! {
    ImportFormat { Csv = "csv", Xlsx = "xlsx" }
}

text_enum! {
    /// What the lines of a table are of.
    ImportSheet { People = "people", Experiences = "experiences" }
}

text_enum! {
    ImportStatus {
        /// Looked through; nothing was made of it.
        Previewed = "previewed",
        /// Some of its lines were taken.
        Applying = "applying",
        Applied = "applied",
    }
}

text_enum! {
    /// What became of a line that was taken.
    LineOutcome {
        Made = "made",
        /// It is not valid, or of somebody who is likely recorded already.
        Skipped = "skipped",
        /// It was valid, and could not be made of what is recorded by now.
        Refused = "refused",
    }
}

/// A file that was looked through, without what its lines say.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = record_imports)]
pub struct RecordImport {
    pub id: ImportId,
    pub organisation_id: OrganisationId,
    pub format: ImportFormat,
    pub status: ImportStatus,
    /// How many lines were taken, the first ones first.
    pub lines_done: i32,
    pub lines: Json<Vec<LineReport>>,
    pub version: i32,
    pub created_by: UserId,
    pub created_at: NaiveDateTime,
    /// From then on it is as if it had never been.
    pub expires_at: NaiveDateTime,
}

impl Protected for RecordImport {
    const RESOURCE: Resource = Resource::RecordImport;
}

/// A line as it was read, sealed where it is kept. Its parts are the bodies of the API.
#[derive(Clone, Serialize, Deserialize)]
pub struct Line {
    pub sheet: ImportSheet,
    /// In the file, the headings included.
    pub number: u32,
    /// Of people: what experiences name the line by. Of experiences: that, a person code or a case code.
    pub person_ref: Option<String>,
    pub programme_code: Option<String>,
    pub record: Map<String, Value>,
    /// The privacy notice; empty where none is told of.
    pub notice: Map<String, Value>,
    /// What could not be read of it.
    pub faults: Vec<LineFault>,
}

/// Lines are of persons and never printed.
impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line({} {})", self.sheet, self.number)
    }
}

/// One rule that a line breaks. Never holds the value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineFault {
    pub column: Option<String>,
    /// Into the body that the line would be.
    pub pointer: String,
    pub code: String,
}

/// What is told of a line, with ids and codes alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LineReport {
    pub sheet: ImportSheet,
    pub number: u32,
    pub opens_case: bool,
    pub faults: Vec<LineFault>,
    /// Records of the own centre that are likely of the same person.
    pub likely_known: Vec<LikelyKnown>,
    /// An earlier line that is likely of the same person.
    pub like_line: Option<u32>,
    pub outcome: Option<LineOutcome>,
    /// Why it was skipped or refused.
    pub reason: Option<String>,
    pub beneficiary_id: Option<BeneficiaryId>,
    pub case_id: Option<CaseId>,
    pub experience_id: Option<ExperienceId>,
}

impl LineReport {
    pub fn of(line: &Line) -> Self {
        Self {
            sheet: line.sheet,
            number: line.number,
            opens_case: line.sheet == ImportSheet::People && line.programme_code.is_some(),
            faults: line.faults.clone(),
            likely_known: Vec::new(),
            like_line: None,
            outcome: None,
            reason: None,
            beneficiary_id: None,
            case_id: None,
            experience_id: None,
        }
    }

    pub fn is_valid(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether somebody has to look before it is made.
    pub fn is_doubtful(&self) -> bool {
        !self.likely_known.is_empty() || self.like_line.is_some()
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LikelyKnown {
    pub beneficiary_id: BeneficiaryId,
    pub person_code: String,
    /// From 0 to 100.
    pub likeness: u8,
}

/// How lines are to be taken.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Otherwise nothing is made while one line is not valid.
    pub skip_invalid: bool,
    /// Lines of people who are none of those that they are like.
    pub create_lines: BTreeSet<u32>,
}

/// Reads lines back from the text that they were kept as.
pub fn lines_of(text: &str) -> serde_json::Result<Vec<Line>> {
    serde_json::from_str(text)
}
