use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::store::{self, Noting};
use super::{EventView, SecurityEvent, SecurityEventId, SecurityEventKind, user_of};
use crate::access::{Action, Create, Role, Transaction};
use crate::accounts::service as accounts;
use crate::activity_log::LoggedEntry;
use crate::error::Result;
use crate::http::Page;
use crate::mail::{MailKind, service as mail};
use crate::organisations::{Organisation, OrganisationId};

/// In what time many different people are too many, and how often that is told.
const HOUR: TimeDelta = TimeDelta::hours(1);

/// Notes what some entries tell, each once in each organisation that it concerns: the one that was acted
/// for; what concerns the service as a whole, in those that run it. A changed right concerns also those in
/// which the user has a role, or had the one that was taken; and so does what was done for no organisation,
/// as a refused sign-in.
pub fn note(tx: &mut Transaction, entries: &[LoggedEntry]) -> Result<()> {
    let permit = tx.service_permit::<Create, SecurityEvent>()?;
    let kinds = entries.iter().filter_map(|logged| {
        let kind = SecurityEventKind::of(&logged.entry)?;
        Some((logged, kind, user_of(logged, kind)))
    });
    let told: Vec<_> = kinds.collect();
    let users: BTreeSet<_> = told.iter().filter_map(|(.., user)| user.clone()).collect();
    if told.is_empty() {
        return Ok(());
    }
    let belongs = store::organisations_of(tx, &permit, users)?;
    let administrators = if told.iter().any(|(_, kind, _)| kind.concerns_all()) {
        store::organisations_of_administrators(tx, &permit)?
    } else {
        Vec::new()
    };
    for (logged, kind, user) in told {
        let acted_for = logged.entry.organisation_id.iter();
        let changed = kind == SecurityEventKind::RightsChanged;
        let named = logged
            .touched
            .iter()
            .filter(|it| it.parent == "organisation");
        let named = named.map(|it| &it.parent_id).filter(|_| changed);
        let mut concerned: BTreeSet<OrganisationId> = acted_for
            .chain(named)
            .filter_map(|id| id.parse().ok())
            .collect();
        if kind.concerns_all() {
            concerned.extend(administrators.iter().cloned());
        }
        if changed || concerned.is_empty() {
            let theirs = belongs.iter().filter(|(of, _)| Some(of) == user.as_ref());
            concerned.extend(theirs.map(|(_, organisation)| organisation.clone()));
        }
        for organisation_id in concerned {
            let event = SecurityEvent {
                id: SecurityEventId::new(),
                organisation_id,
                kind,
                at: logged.entry.at,
                user_id: user.clone(),
                entry_id: Some(logged.entry.id.clone()),
            };
            store::insert(tx, &permit, &event)?;
        }
    }
    Ok(())
}

/// Notes who opened the records of more different people in the last hour than `most`, once an hour, and
/// tells the organisation's privacy officers by a mail that names nobody. Gives how many it noted.
///
/// A person is counted by their case and by their own record, whichever gives more. Lists and searches
/// show a line of each person and are not counted, nor is it to take the lines of an import.
pub fn note_bulk_reading(tx: &mut Transaction, most: u32) -> Result<usize> {
    let permit = tx.service_permit::<Create, SecurityEvent>()?;
    if !store::take_turn(tx, &permit)? {
        return Ok(0);
    }
    let since = (tx.now() - HOUR).naive_utc();
    let readers = store::readers_of_many(tx, &permit, since, i64::from(most))?;
    let mut noted = 0;
    for (user_id, organisation_id) in readers {
        let Ok(organisation_id) = organisation_id.parse::<OrganisationId>() else {
            continue;
        };
        let kind = SecurityEventKind::BulkReading;
        let Some(event) = note_of_many(tx, &permit, kind, (user_id, organisation_id))? else {
            continue;
        };
        let officers = [Role::PrivacyOfficer];
        for email in accounts::addresses(tx, &permit, &event.organisation_id, &officers)? {
            let link = "/v1/security-events";
            mail::enqueue(tx, &permit, MailKind::BulkReading, &email, link)?;
        }
        noted += 1;
    }
    Ok(noted)
}

/// Notes to whom more was forbidden in the last hour than `most`, once an hour. Gives how many it noted.
pub fn note_forbidden_bursts(tx: &mut Transaction, most: u32) -> Result<usize> {
    let permit = tx.service_permit::<Create, SecurityEvent>()?;
    if !store::take_turn(tx, &permit)? {
        return Ok(0);
    }
    let since = (tx.now() - HOUR).naive_utc();
    let mut noted = 0;
    for who in store::often_refused(tx, &permit, since, i64::from(most))? {
        let kind = SecurityEventKind::ForbiddenBurst;
        noted += usize::from(note_of_many(tx, &permit, kind, who)?.is_some());
    }
    Ok(noted)
}

/// Notes what many entries of the last hour tell together of a user in an organisation; none where that is
/// noted already.
fn note_of_many(
    tx: &mut Transaction,
    permit: &Noting,
    kind: SecurityEventKind,
    (user_id, organisation_id): (String, OrganisationId),
) -> Result<Option<SecurityEvent>> {
    let since = (tx.now() - HOUR).naive_utc();
    if store::is_noted(tx, permit, (&user_id, &organisation_id), kind, since)? {
        return Ok(None);
    }
    let event = SecurityEvent {
        id: SecurityEventId::new(),
        organisation_id,
        kind,
        at: tx.now().naive_utc(),
        user_id: Some(user_id),
        entry_id: None,
    };
    store::insert(tx, permit, &event)?;
    Ok(Some(event))
}

/// The events of the reader's organisation, the newest first.
pub fn list(
    tx: &mut Transaction,
    page: &Page,
    kind: Option<SecurityEventKind>,
) -> Result<Vec<EventView>> {
    let listing = tx.listing::<SecurityEvent>()?;
    let organisation = tx.actor().organisation_id.clone();
    tx.touch::<Organisation>(&listing, Action::List, &organisation);
    store::list(tx, &listing, page, kind)
}
