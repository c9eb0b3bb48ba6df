use chrono::TimeDelta;

use super::{ActivityExport, EntryView, Filter, Look, store};
use crate::access::{Action, List, Read, Transaction};
use crate::accounts::{User, UserId};
use crate::activity_log::LoggedEntry;
use crate::beneficiaries::{Beneficiary, BeneficiaryId};
use crate::cases::{Case, CaseId};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::organisations::Organisation;

/// Entries that one export holds, at most.
const EXPORTED: i64 = 10_000;

/// How far back one goes that does not say from when.
const EXPORTED_FROM: TimeDelta = TimeDelta::days(30);

/// What was done in the reader's organisation, the newest first.
pub fn list(tx: &mut Transaction, page: &Page, filter: &Filter) -> Result<Vec<EntryView>> {
    let listing = tx.listing::<LoggedEntry>()?;
    let organisation = tx.actor().organisation_id.clone();
    tx.touch::<Organisation>(&listing, Action::List, &organisation);
    if let Some(Ok(user)) = filter.user_id.as_ref().map(|id| id.parse::<UserId>()) {
        tx.touch::<User>(&listing, Action::List, &user);
    }
    store::list(
        tx,
        &listing,
        &organisation,
        filter,
        page.after.as_deref(),
        page.rows(),
    )
}

/// What was done around a case, by whichever organisation.
pub fn list_of_case(tx: &mut Transaction, case: &CaseId, page: &Page) -> Result<Vec<Look>> {
    let permit = tx.permit::<List, LoggedEntry, Case>(case)?;
    let ids = [permit.case().id.to_string()];
    let looks = store::about(tx, &permit, &ids, page.after.as_deref(), page.rows())?;
    store::with_names(tx, &permit, looks)
}

/// Who has looked at a person, for the answer to their question (GDPR, article 15): in which role, for
/// which organisation, when; also at the records that were merged into theirs.
pub fn list_readers(
    tx: &mut Transaction,
    person: &BeneficiaryId,
    page: &Page,
) -> Result<Vec<Look>> {
    let permit = tx.permit::<List, LoggedEntry, Beneficiary>(person)?;
    let ids = store::records_of(tx, &permit)?;
    let looks = store::about(tx, &permit, &ids, page.after.as_deref(), page.rows())?;
    store::with_organisations(tx, &permit, looks)
}

/// The entries of some days, to be taken out of the service. Refuses more than 10,000.
pub fn export(tx: &mut Transaction, filter: &Filter) -> Result<Vec<EntryView>> {
    let organisation = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Read, ActivityExport, Organisation>(&organisation)?;
    let from = filter.from.unwrap_or(tx.today() - EXPORTED_FROM);
    let filter = &Filter {
        from: Some(from),
        ..filter.clone()
    };
    let entries = store::list(tx, &permit, &organisation, filter, None, EXPORTED + 1)?;
    if entries.len() as i64 > EXPORTED {
        return Err(Error::Conflict("export_too_large"));
    }
    Ok(entries)
}
