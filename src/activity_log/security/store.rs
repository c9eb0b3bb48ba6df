use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::dsl::{count, count_star, exists, not};
use diesel::prelude::*;

use super::{EventView, SecurityEvent, SecurityEventKind};
use crate::access::{Create, Listing, Permit, Role, Service, Transaction};
use crate::activity_log::first_id_at;
use crate::db::schema::{
    activity_log as log, activity_log_records as records, log_addresses as addresses, memberships,
    security_events as table, users,
};
use crate::db::sealing;
use crate::error::Result;
use crate::http::Page;
use crate::organisations::OrganisationId;

/// The operation that takes lines of a file: it makes records, of however many people, and shows none.
const TAKING_LINES: &str = "apply_import";

pub type Noting = Permit<Create, SecurityEvent, Service>;

/// The organisations in which some users have a role: user and organisation, each pair once.
pub fn organisations_of(
    tx: &mut Transaction,
    permit: &Noting,
    users: BTreeSet<String>,
) -> Result<Vec<(String, OrganisationId)>> {
    Ok(memberships::table
        .filter(memberships::user_id.eq_any(users))
        .filter(memberships::active.eq(true))
        .select((memberships::user_id, memberships::organisation_id))
        .distinct()
        .load(tx.connection(permit))?)
}

/// The organisations of those who run the service: its administrators'.
pub fn organisations_of_administrators(
    tx: &mut Transaction,
    permit: &Noting,
) -> Result<Vec<OrganisationId>> {
    Ok(memberships::table
        .filter(memberships::role.eq(Role::Administrator))
        .filter(memberships::active.eq(true))
        .select(memberships::organisation_id)
        .distinct()
        .load(tx.connection(permit))?)
}

/// Whether this transaction is the one that looks now, over all instances.
pub fn take_turn(tx: &mut Transaction, permit: &Noting) -> Result<bool> {
    sealing::take_turn(tx.connection(permit))
}

pub fn insert(tx: &mut Transaction, permit: &Noting, event: &SecurityEvent) -> Result<()> {
    diesel::insert_into(table::table)
        .values(event)
        .execute(tx.connection(permit))?;
    tx.note(event.kind);
    Ok(())
}

/// Users with the organisation they acted for, who opened more than so many different cases, or records
/// of people, since a time.
pub fn readers_of_many(
    tx: &mut Transaction,
    permit: &Noting,
    since: NaiveDateTime,
    most: i64,
) -> Result<BTreeSet<(String, String)>> {
    let line_of_a_list = records::action
        .eq("list")
        .and(records::resource.eq(records::parent));
    // The ids' own times are those of the machines that made them.
    let earlier = first_id_at(since - TimeDelta::hours(1));
    let rows: Vec<(Option<String>, Option<String>)> = records::table
        .inner_join(log::table)
        .filter(log::id.ge(earlier.to_string()))
        .filter(log::at.gt(since))
        .filter(log::outcome.eq("done"))
        .filter(log::operation.ne(TAKING_LINES))
        .filter(log::user_id.is_not_null())
        .filter(log::organisation_id.is_not_null())
        .filter(records::parent.eq_any(["case", "beneficiary"]))
        .filter(not(line_of_a_list))
        .group_by((log::user_id, log::organisation_id, records::parent))
        .having(count(records::parent_id).aggregate_distinct().gt(most))
        .select((log::user_id, log::organisation_id))
        .load(tx.connection(permit))?;
    Ok(rows
        .into_iter()
        .filter_map(|(user, of)| user.zip(of))
        .collect())
}

/// Users with an organisation in which more than so many things were forbidden to them since a time.
pub fn often_refused(
    tx: &mut Transaction,
    permit: &Noting,
    since: NaiveDateTime,
    most: i64,
) -> Result<Vec<(String, OrganisationId)>> {
    let rows: Vec<(Option<String>, OrganisationId)> = table::table
        .filter(table::kind.eq(SecurityEventKind::Forbidden))
        .filter(table::at.gt(since))
        .group_by((table::user_id, table::organisation_id))
        .having(count_star().gt(most))
        .select((table::user_id, table::organisation_id))
        .load(tx.connection(permit))?;
    let known = |(user, organisation)| Some((user?, organisation));
    Ok(rows.into_iter().filter_map(known).collect())
}

/// Whether such an event was noted since a time.
pub fn is_noted(
    tx: &mut Transaction,
    permit: &Noting,
    (user, organisation): (&str, &OrganisationId),
    kind: SecurityEventKind,
    since: NaiveDateTime,
) -> Result<bool> {
    let found = table::table
        .filter(table::user_id.eq(user))
        .filter(table::organisation_id.eq(organisation))
        .filter(table::kind.eq(kind))
        .filter(table::at.gt(since));
    Ok(diesel::select(exists(found)).get_result(tx.connection(permit))?)
}

pub fn list(
    tx: &mut Transaction,
    listing: &Listing<SecurityEvent>,
    page: &Page,
    kind: Option<SecurityEventKind>,
) -> Result<Vec<EventView>> {
    let organisation = listing.actor().organisation_id.clone();
    let of_entry = addresses::entry_id.nullable().eq(table::entry_id);
    let mut query = table::table
        .left_join(addresses::table.on(of_entry))
        .filter(table::organisation_id.eq(&organisation))
        .order(table::id.desc())
        .limit(page.rows())
        .select((SecurityEvent::as_select(), addresses::address.nullable()))
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(table::kind.eq(kind));
    }
    if let Some(after) = &page.after {
        query = query.filter(table::id.lt(after.clone()));
    }
    let events: Vec<(SecurityEvent, Option<String>)> = query.load(tx.connection(listing))?;
    let users = events.iter().filter_map(|(it, _)| it.user_id.clone());
    let ids: BTreeSet<_> = users.collect();
    let names: Vec<(String, String)> = memberships::table
        .inner_join(users::table)
        .filter(memberships::organisation_id.eq(&organisation))
        .filter(users::id.eq_any(ids))
        .select((users::id, users::display_name))
        .distinct()
        .load(tx.connection(listing))?;
    let view = |(event, address): (SecurityEvent, Option<String>)| {
        let named = names
            .iter()
            .find(|(id, _)| Some(id) == event.user_id.as_ref());
        EventView {
            user_name: named.map(|(_, name)| name.clone()),
            address,
            event,
        }
    };
    Ok(events.into_iter().map(view).collect())
}
