use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Case, CaseId};
use crate::access::policy::Reach;
use crate::access::{Actor, Parent};
use crate::db::DbConnection;
use crate::db::schema::{case_operators, cases};
use crate::error::Result;

impl Parent for Case {
    type Id = CaseId;

    fn id(&self) -> &CaseId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &CaseId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let assigned = exists(
            case_operators::table
                .filter(case_operators::case_id.eq(cases::id))
                .filter(case_operators::user_id.eq(&actor.user_id)),
        );
        let found = cases::table
            .find(id)
            .select((Self::as_select(), assigned))
            .first::<(Self, bool)>(connection)
            .optional()?;
        Ok(found.map(|(case, assigned)| {
            let own = case.organisation_id == actor.organisation_id;
            let needed = match (own, assigned) {
                (true, true) => Reach::Caseload,
                (true, false) => Reach::Organisation,
                (false, _) => Reach::Everything,
            };
            (case, needed)
        }))
    }
}
