use chrono::TimeDelta;

use super::{
    BatchItem, CertificateBatch, CertificateBatchId, ItemOutcome, ItemRow, NumberedFile, Step,
    WorkerId, store,
};
use crate::access::{Action, Create, Permit, Read, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::certificates::{Certificate, CertificateId};
use crate::db::types::Json;
use crate::documents::HolderWish;
use crate::error::{Error, Result};
use crate::groups::{Group, GroupId, store as groups};
use crate::transitions::{CaseEvent, NewMove, service as transitions};

/// How long after its last step a batch is taken to have lost its worker: longer than a step may last.
pub const PATIENCE: TimeDelta = TimeDelta::seconds(30);

/// A batch with its items, in their order.
pub type WithItems = (CertificateBatch, Vec<ItemRow>);

/// Asks for the certificates of all who are in a group today. Those who get none are told of one by one.
///
/// Refused while an earlier batch of the group is not finished, and for a group that nobody is in.
pub fn ask(tx: &mut Transaction, group: &GroupId) -> Result<WithItems> {
    let permit = tx.permit::<Create, CertificateBatch, Group>(group)?;
    let (today, now) = (tx.today(), tx.now().naive_utc());
    let members = groups::members(tx, &permit, group)?;
    let cases: Vec<CaseId> = members
        .into_iter()
        .filter(|(member, _)| member.is_in_group(today))
        .map(|(member, _)| member.case_id)
        .collect();
    if cases.is_empty() {
        return Err(Error::Conflict("group_without_members"));
    }
    let batch = CertificateBatch {
        id: CertificateBatchId::new(),
        organisation_id: permit.parent().organisation_id.clone(),
        group_id: group.clone(),
        asked_by: tx.actor().user_id.clone(),
        asked_at: now,
        worker: None,
        worked_until: now + PATIENCE,
        finished_at: None,
    };
    let items: Vec<BatchItem> = cases
        .into_iter()
        .zip(1..)
        .map(|(case_id, place)| BatchItem {
            batch_id: batch.id.clone(),
            case_id,
            organisation_id: batch.organisation_id.clone(),
            place,
            outcome: ItemOutcome::Waiting,
            certificate_id: None,
            unmet: Json::new(&Vec::new()),
        })
        .collect();
    store::insert(tx, &permit, &batch, &items)?;
    tx.touch::<CertificateBatch>(&permit, Action::Create, &batch.id);
    Ok((batch, items.into_iter().map(|item| (item, None)).collect()))
}

/// Has a batch go on whose worker is gone. One that is worked on, or finished, is left as it is.
pub fn resume(tx: &mut Transaction, id: &CertificateBatchId) -> Result<WithItems> {
    let permit = tx.permit::<Update, CertificateBatch, CertificateBatch>(id)?;
    let now = tx.now().naive_utc();
    store::give_up_worker(tx, &permit, now, now + PATIENCE)?;
    let batch = store::find(tx, &permit)?;
    let items = store::items(tx, &permit, id)?;
    Ok((batch, items))
}

pub fn read(tx: &mut Transaction, id: &CertificateBatchId) -> Result<WithItems> {
    let permit = tx.permit::<Read, CertificateBatch, CertificateBatch>(id)?;
    let items = store::items(tx, &permit, id)?;
    Ok((permit.parent().clone(), items))
}

/// What became of each case, once that is known of all.
pub fn result(tx: &mut Transaction, id: &CertificateBatchId) -> Result<WithItems> {
    let (batch, items) = read(tx, id)?;
    ensure_finished(&batch)?;
    Ok((batch, items))
}

/// The numbers and files of the certificates of a finished batch that are valid still.
pub fn files(tx: &mut Transaction, id: &CertificateBatchId) -> Result<Vec<NumberedFile>> {
    let batch = tx.permit::<Read, CertificateBatch, CertificateBatch>(id)?;
    ensure_finished(batch.parent())?;
    let permit = tx.further::<Read, Certificate, CertificateBatch>(&batch)?;
    let found = store::files(tx, &permit)?;
    if found.is_empty() {
        return Err(Error::Conflict("certificate_batch_without_certificates"));
    }
    let shown = found.into_iter().map(|(certificate, number, file)| {
        tx.touch::<Certificate>(&permit, Action::Read, &certificate);
        (number, file)
    });
    Ok(shown.collect())
}

fn ensure_finished(batch: &CertificateBatch) -> Result<()> {
    match batch.finished_at {
        Some(_) => Ok(()),
        None => Err(Error::Conflict("certificate_batch_unfinished")),
    }
}

/// Takes the next item for a worker: issues the certificate, or keeps what stands against it.
///
/// What is refused leaves nothing behind but its codes. Where the service itself fails at one certificate
/// the others go on.
pub fn issue_next(
    tx: &mut Transaction,
    id: &CertificateBatchId,
    worker: &WorkerId,
) -> Result<Step> {
    let permit = tx.permit::<Update, CertificateBatch, CertificateBatch>(id)?;
    let now = tx.now().naive_utc();
    if !store::take_turn(tx, &permit, worker, now, now + PATIENCE)? {
        tx.refuse_as("certificate_batch_taken");
        return Ok(Step::LetGo);
    }
    let Some((case, others_wait)) = store::next_waiting(tx, &permit)? else {
        store::finish(tx, &permit, now)?;
        return Ok(Step::LetGo);
    };
    tx.touch::<Case>(&permit, Action::Update, &case);
    let issued = tx.attempt(|tx| issue(tx, &case));
    keep(tx, &permit, &case, issued)?;
    if others_wait {
        return Ok(Step::GoOn);
    }
    store::finish(tx, &permit, now)?;
    Ok(Step::LetGo)
}

fn issue(tx: &mut Transaction, case: &CaseId) -> Result<Option<CertificateId>> {
    let issue = NewMove {
        event: CaseEvent::IssueCertificate,
        reason: None,
        suspension: None,
        closure_reason: None,
        // Nobody said how they want to be named: as little as is usual.
        wish: HolderWish::default(),
    };
    Ok(transitions::advance(tx, case, issue)?.certificate_id)
}

fn keep(
    tx: &mut Transaction,
    permit: &Permit<Update, CertificateBatch, CertificateBatch>,
    case: &CaseId,
    issued: Result<Option<CertificateId>>,
) -> Result<()> {
    let codes = match issued {
        Ok(certificate) => {
            return store::keep(
                tx,
                permit,
                case,
                ItemOutcome::Issued,
                certificate.as_ref(),
                &[],
            );
        }
        Err(Error::Unmet(unmet)) => unmet.into_iter().map(|it| it.guard).collect(),
        Err(error @ (Error::Conflict(_) | Error::NotFound(_) | Error::Forbidden { .. })) => {
            vec![error.code()]
        }
        Err(error @ Error::Internal(_)) => {
            tracing::error!(%error, "a certificate of a batch could not be issued");
            vec![error.code()]
        }
        Err(other) => return Err(other),
    };
    tx.refuse_as(codes.first().copied().unwrap_or("guards_not_met"));
    store::keep(tx, permit, case, ItemOutcome::Refused, None, &codes)
}
