use chrono::TimeDelta;

use super::{
    BatchItem, Candidate, CertificateBatch, CertificateBatchId, ItemOutcome, ItemRow, NumberedFile,
    Step, WorkerId, store,
};
use crate::access::{Action, Create, List, Permit, Read, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::certificates::{Certificate, CertificateId};
use crate::db::types::Json;
use crate::documents::HolderWish;
use crate::error::{Checks, Error, Result};
use crate::groups::{Group, GroupId};
use crate::transitions::{CaseEvent, NewMove, service as transitions};

/// How long after its last step a batch is taken to have lost its worker: longer than a step may last.
pub const PATIENCE: TimeDelta = TimeDelta::seconds(30);

/// Certificates that are asked for at once: as many as are bound and packed in memory.
pub const MOST_CASES: usize = 200;

/// How often the service may fail at a case before it is given up.
pub const MOST_ATTEMPTS: i32 = 3;

type ToWork = Permit<Update, CertificateBatch, CertificateBatch>;

/// A batch with its items, in their order.
pub type WithItems = (CertificateBatch, Vec<ItemRow>);

/// Asks for the certificates of a group: of those who are named, else of all who are in it today or left it
/// after a meeting. Those who get none are told of one by one, and so is who was left out.
///
/// Refused while an earlier batch of the group is not finished, for a group that has nobody to certify, for
/// more than [`MOST_CASES`], and for a name of nobody in the group.
pub fn ask(tx: &mut Transaction, group: &GroupId, named: Option<&[CaseId]>) -> Result<WithItems> {
    let permit = tx.permit::<Create, CertificateBatch, Group>(group)?;
    let (today, now) = (tx.today(), tx.now().naive_utc());
    let candidates = candidates(tx, &permit, named)?;
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
    let item = |(candidate, place): (Candidate, i32)| {
        let left_out = candidate.left_out(today).filter(|_| named.is_none());
        BatchItem {
            batch_id: batch.id.clone(),
            case_id: candidate.member.case_id,
            organisation_id: batch.organisation_id.clone(),
            place,
            outcome: left_out.map_or(ItemOutcome::Waiting, |_| ItemOutcome::LeftOut),
            certificate_id: None,
            unmet: Json::new(&left_out.into_iter().map(str::to_owned).collect()),
            attempts: 0,
        }
    };
    let items: Vec<BatchItem> = candidates.into_iter().zip(1..).map(item).collect();
    if items.iter().all(|it| it.outcome == ItemOutcome::LeftOut) {
        return Err(Error::Conflict("group_without_members"));
    }
    store::insert(tx, &permit, &batch, &items)?;
    tx.touch::<CertificateBatch>(&permit, Action::Create, &batch.id);
    Ok((batch, items.into_iter().map(|item| (item, None)).collect()))
}

/// Who is or was in a group, or those of them who are named.
fn candidates(
    tx: &mut Transaction,
    permit: &Permit<Create, CertificateBatch, Group>,
    named: Option<&[CaseId]>,
) -> Result<Vec<Candidate>> {
    if let Some(named) = named {
        let few = (1..=MOST_CASES).contains(&named.len());
        let mut checks = Checks::default();
        checks.ensure(few, "/case_ids", "out_of_range");
        checks.finish(|| Some(()))?;
    }
    let found = store::candidates(tx, permit, named, MOST_CASES + 1)?;
    let mut checks = Checks::default();
    for (index, case) in named.unwrap_or_default().iter().enumerate() {
        let at = format!("/case_ids/{index}");
        let known = found.iter().any(|it| it.member.case_id == *case);
        checks.ensure(known, &at, "unknown_code");
        let twice = named.is_some_and(|it| it[..index].contains(case));
        checks.ensure(!twice, &at, "already_exists");
    }
    checks.finish(|| Some(()))?;
    match found.len() {
        ..=MOST_CASES => Ok(found),
        _ => Err(Error::Conflict("group_too_large")),
    }
}

/// Has a batch go on whose worker is gone. One that is worked on, or finished, is left as it is.
pub fn resume(tx: &mut Transaction, id: &CertificateBatchId) -> Result<WithItems> {
    let permit = tx.permit::<Update, CertificateBatch, CertificateBatch>(id)?;
    let now = tx.now().naive_utc();
    if store::give_up_worker(tx, &permit, now, now + PATIENCE)? && permit.parent().worker.is_some()
    {
        count_broken_off(tx, &permit)?;
    }
    let batch = store::find(tx, &permit)?;
    let items = store::items(tx, &permit, id)?;
    Ok((batch, items))
}

/// The newest of a group: who finds that one is open already finds here which.
pub fn list(tx: &mut Transaction, group: &GroupId) -> Result<Vec<CertificateBatch>> {
    let permit = tx.permit::<List, CertificateBatch, Group>(group)?;
    store::list(tx, &permit)
}

pub fn read(tx: &mut Transaction, id: &CertificateBatchId) -> Result<WithItems> {
    let permit = tx.permit::<Read, CertificateBatch, CertificateBatch>(id)?;
    let items = store::items(tx, &permit, id)?;
    Ok((permit.parent().clone(), items))
}

/// What became of each case, once that is known of all.
pub fn result(tx: &mut Transaction, id: &CertificateBatchId) -> Result<WithItems> {
    let permit = tx.permit::<Read, CertificateBatch, CertificateBatch>(id)?;
    ensure_finished(permit.parent())?;
    let items = store::items(tx, &permit, id)?;
    // While a batch is under way it is asked for every second: who looks is told where they see the end.
    for (item, _) in &items {
        tx.touch::<Case>(&permit, Action::List, &item.case_id);
    }
    Ok((permit.parent().clone(), items))
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
    let shown = found.into_iter().map(|(certificate, case, file)| {
        tx.touch::<Certificate>(&permit, Action::Read, &certificate);
        tx.touch::<Case>(&permit, Action::Read, &case);
        file
    });
    Ok(shown.collect())
}

fn ensure_finished(batch: &CertificateBatch) -> Result<()> {
    match batch.finished_at {
        Some(_) => Ok(()),
        None => Err(Error::Conflict("certificate_batch_unfinished")),
    }
}

/// Takes a batch for a worker, before it issues anything: who comes after it sees that it was there, and that
/// it ended.
pub fn take_over(tx: &mut Transaction, id: &CertificateBatchId, worker: &WorkerId) -> Result<Step> {
    let Some(permit) = turn(tx, id, worker)? else {
        return Ok(Step::LetGo);
    };
    let before = permit.parent().worker.as_ref();
    if before.is_some_and(|before| before != worker) {
        count_broken_off(tx, &permit)?;
    }
    go_on_or_finish(tx, &permit)
}

/// Takes the next item for a worker: issues the certificate, or keeps what stands against it. `begun` is told
/// which case it is before anything of it is looked at.
///
/// What is refused leaves nothing behind but its codes. Where the service itself fails the whole step does, and
/// [`count_failure`] is to come.
pub fn issue_next(
    tx: &mut Transaction,
    id: &CertificateBatchId,
    worker: &WorkerId,
    begun: impl FnOnce(&CaseId),
) -> Result<Step> {
    let Some(permit) = turn(tx, id, worker)? else {
        return Ok(Step::LetGo);
    };
    if let Some(case) = store::next_waiting(tx, &permit)? {
        begun(&case);
        tx.touch::<Case>(&permit, Action::Update, &case);
        let issued = tx.attempt(|tx| issue(tx, &case));
        keep(tx, &permit, &case, issued)?;
    }
    go_on_or_finish(tx, &permit)
}

/// Counts that the service itself failed at a case. It is tried again after the others; at the third time it
/// is given up, so that it keeps none of them from their certificate.
pub fn count_failure(
    tx: &mut Transaction,
    id: &CertificateBatchId,
    worker: &WorkerId,
    case: &CaseId,
    code: &'static str,
) -> Result<Step> {
    let Some(permit) = turn(tx, id, worker)? else {
        return Ok(Step::LetGo);
    };
    tx.touch::<Case>(&permit, Action::Update, case);
    tx.refuse_as(code);
    store::count_attempt(tx, &permit, case, code, MOST_ATTEMPTS)?;
    go_on_or_finish(tx, &permit)
}

/// The right to work on a batch that no other worker has; none where one has, or where it is finished.
fn turn(
    tx: &mut Transaction,
    id: &CertificateBatchId,
    worker: &WorkerId,
) -> Result<Option<ToWork>> {
    let permit = tx.permit::<Update, CertificateBatch, CertificateBatch>(id)?;
    let now = tx.now().naive_utc();
    if store::take_turn(tx, &permit, worker, now, now + PATIENCE)? {
        return Ok(Some(permit));
    }
    tx.refuse_as("certificate_batch_taken");
    Ok(None)
}

/// The worker before ended at the case that was next: perhaps because of it.
fn count_broken_off(tx: &mut Transaction, permit: &ToWork) -> Result<()> {
    if let Some(case) = store::next_waiting(tx, permit)? {
        let code = "certificate_attempt_broken_off";
        store::count_attempt(tx, permit, &case, code, MOST_ATTEMPTS)?;
    }
    Ok(())
}

fn go_on_or_finish(tx: &mut Transaction, permit: &ToWork) -> Result<Step> {
    if store::next_waiting(tx, permit)?.is_some() {
        return Ok(Step::GoOn);
    }
    let now = tx.now().naive_utc();
    store::finish(tx, permit, now)?;
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
    permit: &ToWork,
    case: &CaseId,
    issued: Result<Option<CertificateId>>,
) -> Result<()> {
    let codes = match issued {
        Ok(certificate) => {
            let outcome = ItemOutcome::Issued;
            return store::keep(tx, permit, case, outcome, certificate.as_ref(), &[]);
        }
        Err(Error::Unmet(unmet)) => unmet.into_iter().map(|it| it.guard).collect(),
        Err(error @ (Error::Conflict(_) | Error::NotFound(_) | Error::Forbidden { .. })) => {
            vec![error.code()]
        }
        Err(other) => return Err(other),
    };
    tx.refuse_as(codes.first().copied().unwrap_or("guards_not_met"));
    store::keep(tx, permit, case, ItemOutcome::Refused, None, &codes)
}
