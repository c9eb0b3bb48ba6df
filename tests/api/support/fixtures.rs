//! Records put straight into the database, for tests of what comes after them.

use super::TestApp;
use super::records::{self, CaseIds, Maker};

impl TestApp {
    /// A case of the centre in a state, led by "operator".
    pub fn case(&self, status: &str) -> CaseIds {
        self.case_of("centre", "operator", status)
    }

    /// A case of an organisation in a state, led by one of its operators.
    pub fn case_of(&self, organisation: &str, lead: &str, status: &str) -> CaseIds {
        let (org, user) = (self.organisation(organisation), self.user(lead));
        let maker = Maker {
            organisation: &org,
            user: &user,
        };
        let (ids, sql) = records::case(maker, status);
        self.database.execute(&sql);
        ids
    }
}
