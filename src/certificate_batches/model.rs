use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::certificates::CertificateId;
use crate::db::schema::{certificate_batch_items, certificate_batches};
use crate::db::types::Json;
use crate::groups::GroupId;
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(CertificateBatchId);

id_type!(
    /// One run of the work on a batch.
    WorkerId
);

text_enum! {
    BatchStatus {
        Running = "running",
        /// Nobody works on it any more; it goes on when that is asked for.
        Interrupted = "interrupted",
        Finished = "finished",
    }
}

text_enum! {
    ItemOutcome {
        Waiting = "waiting",
        Issued = "issued",
        Refused = "refused",
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificate_batches)]
pub struct CertificateBatch {
    pub id: CertificateBatchId,
    pub organisation_id: OrganisationId,
    pub group_id: GroupId,
    pub asked_by: UserId,
    pub asked_at: NaiveDateTime,
    /// Who took it, until `worked_until`; none while it waits for the first one.
    pub worker: Option<WorkerId>,
    pub worked_until: NaiveDateTime,
    pub finished_at: Option<NaiveDateTime>,
}

impl CertificateBatch {
    pub fn status(&self, now: NaiveDateTime) -> BatchStatus {
        match self.finished_at {
            Some(_) => BatchStatus::Finished,
            None if self.worked_until > now => BatchStatus::Running,
            None => BatchStatus::Interrupted,
        }
    }
}

impl Protected for CertificateBatch {
    const RESOURCE: Resource = Resource::CertificateBatch;
}

/// A case of a batch.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificate_batch_items)]
pub struct BatchItem {
    pub batch_id: CertificateBatchId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub place: i32,
    pub outcome: ItemOutcome,
    pub certificate_id: Option<CertificateId>,
    /// Codes of what the case lacked.
    pub unmet: Json<Vec<String>>,
}

/// An item with its certificate's number.
pub type ItemRow = (BatchItem, Option<String>);

/// What a worker does after it has taken an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Takes the next one.
    GoOn,
    /// The batch is finished, or another worker has it.
    LetGo,
}

/// A certificate's number and file.
pub type NumberedFile = (String, Vec<u8>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_that_nobody_works_on_any_more_is_interrupted_until_it_is_finished() {
        let at = |second| {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
            day.and_hms_opt(9, 0, second).unwrap()
        };
        let mut batch = CertificateBatch {
            id: CertificateBatchId::new(),
            organisation_id: OrganisationId::new(),
            group_id: GroupId::new(),
            asked_by: UserId::new(),
            asked_at: at(0),
            worker: None,
            worked_until: at(30),
            finished_at: None,
        };
        assert_eq!(batch.status(at(29)), BatchStatus::Running);
        assert_eq!(batch.status(at(30)), BatchStatus::Interrupted);
        batch.finished_at = Some(at(20));
        assert_eq!(batch.status(at(40)), BatchStatus::Finished);
    }
}
