//! What helps or limits the person in what they want to do, and whether the report may say so.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ensure_past;
use crate::error::Checks;
use crate::text_enum;

/// Most lines of a case.
pub const MOST: usize = 20;

/// Where they stand in a case.
pub const AT: &str = "/resources_and_limits";

text_enum! {
    /// Neither health nor permit nor where the person lives: of that no report speaks.
    ResourceOrLimitKind {
        /// Hours, days and shifts.
        Availability = "availability",
        /// How far and by what the person can travel.
        Mobility = "mobility",
        /// Who looks after the children, and when.
        Childcare = "childcare",
        /// People and services to count on.
        Network = "network",
        /// A telephone, a computer, tools, a connection.
        Equipment = "equipment",
        Other = "other",
    }
}

/// One line of them, in the person's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceOrLimit {
    pub kind: ResourceOrLimitKind,
    pub text: String,
    /// When the person agreed that the report says it; without, it stays between person and operator.
    pub agreed_on: Option<NaiveDate>,
}

/// Refuses an agreement that is still to come.
pub fn check(lines: &[ResourceOrLimit], today: NaiveDate, checks: &mut Checks) {
    for (index, line) in lines.iter().enumerate() {
        let agreed_on = line.agreed_on.map(|day| ensure_past(day, today));
        checks.optional(agreed_on, &format!("{AT}/{index}/agreed_on"));
    }
}
