use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Europe::Rome;
use diesel::prelude::*;

use super::{EntryView, Filter, Look};
use crate::access::{List, Permit, Proof, Transaction};
use crate::activity_log::store::with_touched;
use crate::activity_log::{Entry, LoggedEntry, Touched};
use crate::beneficiaries::Beneficiary;
use crate::db::looks;
use crate::db::schema::{
    activity_log as log, activity_log_records as records, beneficiaries as people,
    beneficiary_merges as merges, cases, memberships, organisations, users,
};
use crate::error::Result;
use crate::organisations::OrganisationId;

/// Entries of an organisation, the newest first, with what they touched and the names of its people.
pub fn list(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    filter: &Filter,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<EntryView>> {
    let mut query = log::table
        .filter(log::organisation_id.eq(organisation.as_str()))
        .order(log::id.desc())
        .limit(limit)
        .select(Entry::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(log::id.lt(before));
    }
    if let Some(user) = &filter.user_id {
        query = query.filter(log::user_id.eq(user));
    }
    if let Some(outcome) = &filter.outcome {
        query = query.filter(log::outcome.eq(outcome));
    }
    if let Some(from) = filter.from {
        query = query.filter(log::at.ge(begin_of(from)));
    }
    if let Some(to) = filter.to {
        query = query.filter(log::at.lt(begin_of(to + Days::new(1))));
    }
    let entries = query.load(tx.connection(proof))?;
    let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let touched = records::table
        .filter(records::entry_id.eq_any(ids))
        .order((
            records::entry_id,
            records::parent,
            records::parent_id,
            records::action,
        ))
        .select(Touched::as_select())
        .load(tx.connection(proof))?;
    let who = entries.iter().filter_map(|entry| entry.user_id.clone());
    let names = colleagues(tx, proof, organisation, who.collect())?;
    let logged = with_touched(entries, touched).into_iter();
    Ok(logged.map(|logged| view(logged, &names)).collect())
}

fn view(logged: LoggedEntry, names: &HashMap<String, String>) -> EntryView {
    let user = logged.entry.user_id.as_ref();
    EntryView {
        user_name: user.and_then(|id| names.get(id).cloned()),
        logged,
    }
}

/// When a day begins in Italy.
fn begin_of(day: NaiveDate) -> NaiveDateTime {
    let midnight = day.and_time(NaiveTime::MIN);
    // In Italy clocks are changed at night, never at midnight.
    let begin = Rome.from_local_datetime(&midnight).earliest();
    begin.map_or(midnight, |begin| begin.naive_utc())
}

/// The names of those who act, or acted, in an organisation.
fn colleagues(
    tx: &mut Transaction,
    proof: &impl Proof,
    organisation: &OrganisationId,
    ids: BTreeSet<String>,
) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = memberships::table
        .inner_join(users::table)
        .filter(memberships::organisation_id.eq(organisation))
        .filter(users::id.eq_any(ids))
        .select((users::id, users::display_name))
        .distinct()
        .load(tx.connection(proof))?;
    Ok(rows.into_iter().collect())
}

/// The ids of a person's record, of those that were merged into it, and of their cases.
pub fn records_of(
    tx: &mut Transaction,
    permit: &Permit<List, LoggedEntry, Beneficiary>,
) -> Result<Vec<String>> {
    let standing = &permit.parent().id;
    let merged = merges::table
        .filter(merges::standing_id.eq(standing))
        .filter(merges::reversed_at.is_null())
        .select(merges::merged_id);
    let its = people::id.eq(standing).or(people::id.eq_any(merged));
    let rows: Vec<(String, Option<String>)> = people::table
        .left_join(cases::table.on(cases::beneficiary_id.eq(people::id)))
        .filter(its)
        .select((people::id, cases::id.nullable()))
        .load(tx.connection(permit))?;
    let ids = rows
        .into_iter()
        .flat_map(|(person, case)| [Some(person), case]);
    let ids: BTreeSet<_> = ids.flatten().collect();
    Ok(ids.into_iter().collect())
}

/// Entries of all organisations that name one of these records, the newest first.
pub fn about(
    tx: &mut Transaction,
    proof: &impl Proof,
    ids: &[String],
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Look>> {
    // Behind every id.
    let before = before.unwrap_or("g");
    looks::entries_about(tx.connection(proof), ids, before, limit)
}

/// The same with the names of the organisations.
pub fn with_organisations(
    tx: &mut Transaction,
    proof: &impl Proof,
    looks: Vec<Look>,
) -> Result<Vec<Look>> {
    let ids: BTreeSet<_> = looks
        .iter()
        .filter_map(|look| look.organisation_id.clone())
        .collect();
    let rows: Vec<(String, String)> = organisations::table
        .filter(organisations::id.eq_any(ids))
        .select((organisations::id, organisations::name))
        .load(tx.connection(proof))?;
    let names: HashMap<_, _> = rows.into_iter().collect();
    let named = |look: Look| Look {
        organisation_name: look
            .organisation_id
            .as_ref()
            .and_then(|id| names.get(id).cloned()),
        ..look
    };
    Ok(looks.into_iter().map(named).collect())
}

/// The same with the names of the reader's own colleagues as well.
pub fn with_names(tx: &mut Transaction, proof: &impl Proof, looks: Vec<Look>) -> Result<Vec<Look>> {
    let organisation = tx.actor().organisation_id.clone();
    let own = |look: &&Look| look.organisation_id.as_deref() == Some(organisation.as_str());
    let ids = looks
        .iter()
        .filter(own)
        .filter_map(|look| look.user_id.clone());
    let names = colleagues(tx, proof, &organisation, ids.collect())?;
    let named = |look: Look| Look {
        user_name: look.user_id.as_ref().and_then(|id| names.get(id).cloned()),
        ..look
    };
    with_organisations(tx, proof, looks.into_iter().map(named).collect())
}
