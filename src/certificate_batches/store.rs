use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{
    BatchItem, Candidate, CertificateBatch, CertificateBatchId, ItemOutcome, ItemRow, NumberedFile,
    WorkerId,
};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, List, Parent, Permit, Proof, Read, Transaction, Update};
use crate::cases::CaseId;
use crate::certificates::{Certificate, CertificateId, CertificateStatus};
use crate::db::DbConnection;
use crate::db::schema::{
    attendances, certificate_batch_items, certificate_batches, certificates, documents,
    group_members, sessions,
};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::groups::{Group, GroupMember};
use crate::sessions::SessionStatus;

impl Parent for CertificateBatch {
    type Id = CertificateBatchId;

    fn id(&self) -> &CertificateBatchId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &CertificateBatchId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = certificate_batches::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(found.map(|batch: Self| {
            let needed = actor.needs_to_reach(&batch.organisation_id, false);
            (batch, needed)
        }))
    }
}

type ToWork = Permit<Update, CertificateBatch, CertificateBatch>;

/// Adds a batch with its items: a group has one that is not finished at most.
pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, CertificateBatch, Group>,
    batch: &CertificateBatch,
    items: &[BatchItem],
) -> Result<()> {
    let inserted = diesel::insert_into(certificate_batches::table)
        .values(batch)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            return Err(Error::Conflict("certificate_batch_open"));
        }
        other => other.map(drop)?,
    }
    for item in items {
        diesel::insert_into(certificate_batch_items::table)
            .values(item)
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

/// Those who are or were in a group, in the order of joining, `most` of them; of those who are named only them.
pub fn candidates(
    tx: &mut Transaction,
    permit: &Permit<Create, CertificateBatch, Group>,
    named: Option<&[CaseId]>,
    most: usize,
) -> Result<Vec<Candidate>> {
    let group = &permit.parent().id;
    let mut members = group_members::table
        .filter(group_members::group_id.eq(group))
        .order((group_members::joined_on, group_members::case_id))
        .select(GroupMember::as_select())
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .into_boxed();
    if let Some(named) = named {
        members = members.filter(group_members::case_id.eq_any(named.to_vec()));
    }
    let members: Vec<GroupMember> = members.load(tx.connection(permit))?;
    let attended: HashSet<CaseId> = attendances::table
        .inner_join(sessions::table)
        .filter(sessions::group_id.eq(group))
        .filter(sessions::status.eq(SessionStatus::Held))
        .filter(attendances::minutes.gt(0))
        .select(attendances::case_id)
        .distinct()
        .load(tx.connection(permit))?
        .into_iter()
        .collect();
    let candidate = |member: GroupMember| Candidate {
        attended: attended.contains(&member.case_id),
        member,
    };
    Ok(members.into_iter().map(candidate).collect())
}

/// The newest batches of a group, the newest first.
pub fn list(
    tx: &mut Transaction,
    permit: &Permit<List, CertificateBatch, Group>,
) -> Result<Vec<CertificateBatch>> {
    Ok(certificate_batches::table
        .filter(certificate_batches::group_id.eq(&permit.parent().id))
        .order(certificate_batches::id.desc())
        .limit(100)
        .select(CertificateBatch::as_select())
        .load(tx.connection(permit))?)
}

pub fn find(tx: &mut Transaction, permit: &ToWork) -> Result<CertificateBatch> {
    Ok(certificate_batches::table
        .find(&permit.parent().id)
        .select(CertificateBatch::as_select())
        .first(tx.connection(permit))?)
}

/// The cases of a batch with the numbers of their certificates.
pub fn items(
    tx: &mut Transaction,
    proof: &impl Proof,
    batch: &CertificateBatchId,
) -> Result<Vec<ItemRow>> {
    Ok(certificate_batch_items::table
        .left_join(certificates::table)
        .filter(certificate_batch_items::batch_id.eq(batch))
        .order(certificate_batch_items::place)
        .select((BatchItem::as_select(), certificates::number.nullable()))
        .load(tx.connection(proof))?)
}

/// The certificates that are valid still, with their cases, numbers and files.
pub fn files(
    tx: &mut Transaction,
    permit: &Permit<Read, Certificate, CertificateBatch>,
) -> Result<Vec<(CertificateId, CaseId, NumberedFile)>> {
    Ok(certificate_batch_items::table
        .inner_join(certificates::table.inner_join(documents::table))
        .filter(certificate_batch_items::batch_id.eq(&permit.parent().id))
        .filter(certificates::status.eq(CertificateStatus::Valid))
        .order(certificate_batch_items::place)
        .select((
            certificates::id,
            certificates::case_id,
            (certificates::number, documents::file.assume_not_null()),
        ))
        .load(tx.connection(permit))?)
}

/// Has the next worker take a batch whose own is gone; whether it was.
pub fn give_up_worker(
    tx: &mut Transaction,
    permit: &ToWork,
    now: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<bool> {
    let given_up = diesel::update(certificate_batches::table.find(&permit.parent().id))
        .filter(certificate_batches::finished_at.is_null())
        .filter(certificate_batches::worked_until.le(now))
        .set((
            certificate_batches::worker.eq(None::<WorkerId>),
            certificate_batches::worked_until.eq(until),
        ))
        .execute(tx.connection(permit))?;
    Ok(given_up == 1)
}

/// Whether the batch is this worker's, now that others wait for the end of the transaction.
pub fn take_turn(
    tx: &mut Transaction,
    permit: &ToWork,
    worker: &WorkerId,
    now: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<bool> {
    let free = certificate_batches::worker
        .is_null()
        .or(certificate_batches::worker.eq(worker))
        .or(certificate_batches::worked_until.le(now).nullable());
    let taken = diesel::update(certificate_batches::table.find(&permit.parent().id))
        .filter(certificate_batches::finished_at.is_null())
        .filter(free)
        .set((
            certificate_batches::worker.eq(worker),
            certificate_batches::worked_until.eq(until),
        ))
        .execute(tx.connection(permit))?;
    Ok(taken == 1)
}

/// The next case that waits: those at which the service failed come after the others.
pub fn next_waiting(tx: &mut Transaction, permit: &ToWork) -> Result<Option<CaseId>> {
    Ok(certificate_batch_items::table
        .filter(certificate_batch_items::batch_id.eq(&permit.parent().id))
        .filter(certificate_batch_items::outcome.eq(ItemOutcome::Waiting))
        .order((
            certificate_batch_items::attempts,
            certificate_batch_items::place,
        ))
        .select(certificate_batch_items::case_id)
        .first(tx.connection(permit))
        .optional()?)
}

/// Counts a failure at a case that waits, with its code; after the last one it has failed.
pub fn count_attempt(
    tx: &mut Transaction,
    permit: &ToWork,
    case: &CaseId,
    code: &str,
    most: i32,
) -> Result<()> {
    let waiting = || {
        certificate_batch_items::table
            .find((&permit.parent().id, case))
            .filter(certificate_batch_items::outcome.eq(ItemOutcome::Waiting))
    };
    let connection = tx.connection(permit);
    diesel::update(waiting())
        .set((
            certificate_batch_items::attempts.eq(certificate_batch_items::attempts + 1),
            certificate_batch_items::unmet.eq(Json::new(&vec![code.to_owned()])),
        ))
        .execute(connection)?;
    diesel::update(waiting().filter(certificate_batch_items::attempts.ge(most)))
        .set(certificate_batch_items::outcome.eq(ItemOutcome::Failed))
        .execute(connection)?;
    Ok(())
}

/// Keeps what became of a case.
pub fn keep(
    tx: &mut Transaction,
    permit: &ToWork,
    case: &CaseId,
    outcome: ItemOutcome,
    certificate: Option<&CertificateId>,
    unmet: &[&str],
) -> Result<()> {
    let unmet: Vec<String> = unmet.iter().map(|code| (*code).to_owned()).collect();
    diesel::update(certificate_batch_items::table.find((&permit.parent().id, case)))
        .set((
            certificate_batch_items::outcome.eq(outcome),
            certificate_batch_items::certificate_id.eq(certificate),
            certificate_batch_items::unmet.eq(Json::new(&unmet)),
        ))
        .execute(tx.connection(permit))?;
    Ok(())
}

pub fn finish(tx: &mut Transaction, permit: &ToWork, now: NaiveDateTime) -> Result<()> {
    diesel::update(certificate_batches::table.find(&permit.parent().id))
        .set(certificate_batches::finished_at.eq(now))
        .execute(tx.connection(permit))?;
    Ok(())
}
