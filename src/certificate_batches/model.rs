use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::certificates::CertificateId;
use crate::db::schema::{certificate_batch_items, certificate_batches};
use crate::db::types::Json;
use crate::groups::{GroupId, GroupMember};
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
        /// The service itself failed at it each time; the others went on.
        Failed = "failed",
        /// Was in the group and is not asked for.
        LeftOut = "left_out",
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
    /// Codes of what the case lacked, of what the service failed at last, or of why it was left out.
    pub unmet: Json<Vec<String>>,
    /// How often the service itself failed at it.
    pub attempts: i32,
}

/// Somebody who is or was in a group.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub member: GroupMember,
    /// Whether they were at a meeting of the group.
    pub attended: bool,
}

impl Candidate {
    /// Why nobody has to ask for their certificate, where nobody named them: who left after a meeting may have
    /// completed the path, as a whole group has that is over.
    pub fn left_out(&self, today: NaiveDate) -> Option<&'static str> {
        if self.member.joined_on > today {
            Some("joins_later")
        } else if self.member.is_in_group(today) || self.attended {
            None
        } else {
            Some("left_without_meeting")
        }
    }
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

    #[test]
    fn who_left_is_in_the_batch_if_they_were_at_a_meeting() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
        for (joined, left, attended, expected) in [
            (2, None, false, None),
            (2, Some(9), false, None),
            (2, Some(8), true, None),
            (2, Some(8), false, Some("left_without_meeting")),
            (10, None, false, Some("joins_later")),
        ] {
            let member = GroupMember {
                group_id: GroupId::new(),
                case_id: CaseId::new(),
                organisation_id: OrganisationId::new(),
                joined_on: day(joined),
                left_on: left.map(day),
            };
            let candidate = Candidate { member, attended };
            assert_eq!(candidate.left_out(day(9)), expected, "{candidate:?}");
        }
    }
}
