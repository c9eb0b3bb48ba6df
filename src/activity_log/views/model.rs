use chrono::{NaiveDate, NaiveDateTime};

use crate::access::{Protected, Resource};
use crate::activity_log::LoggedEntry;

/// Taking a part of the log out of the service, with a signature.
pub struct ActivityExport;

impl Protected for ActivityExport {
    const RESOURCE: Resource = Resource::ActivityExport;
}

/// Which entries of an organisation to show.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub user_id: Option<String>,
    pub outcome: Option<String>,
    /// The first day, in Italy.
    pub from: Option<NaiveDate>,
    /// The last day, in Italy.
    pub to: Option<NaiveDate>,
}

/// An entry of one's own organisation, and the name of who acted.
#[derive(Clone, Debug)]
pub struct EntryView {
    pub logged: LoggedEntry,
    pub user_name: Option<String>,
}

/// An entry that speaks of a case or a person, of whatever organisation.
#[derive(Clone, Debug)]
pub struct Look {
    pub id: String,
    pub at: NaiveDateTime,
    pub user_id: Option<String>,
    pub role: String,
    pub organisation_id: Option<String>,
    pub operation: String,
    pub outcome: String,
    pub reason_code: Option<String>,
    pub user_name: Option<String>,
    pub organisation_name: Option<String>,
}
