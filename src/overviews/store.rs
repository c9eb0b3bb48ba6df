use diesel::prelude::*;

use super::{OverviewCompetence, OverviewSession};
use crate::access::{List, Permit, Transaction};
use crate::cases::Case;
use crate::db::schema::{attendances, competences, sessions};
use crate::error::Result;
use crate::profiles::Profile;
use crate::sessions::Session;

/// The sessions with an attendance of the person, the latest first.
pub fn sessions(
    tx: &mut Transaction,
    permit: &Permit<List, Session, Case>,
) -> Result<Vec<OverviewSession>> {
    Ok(attendances::table
        .inner_join(sessions::table)
        .filter(attendances::case_id.eq(&permit.case().id))
        .order((sessions::scheduled_from.desc(), sessions::id.desc()))
        .limit(500)
        .select(OverviewSession::as_select())
        .load(tx.connection(permit))?)
}

pub fn competences(
    tx: &mut Transaction,
    permit: &Permit<List, Profile, Case>,
) -> Result<Vec<OverviewCompetence>> {
    Ok(competences::table
        .filter(competences::case_id.eq(&permit.case().id))
        .order(competences::id)
        .limit(500)
        .select(OverviewCompetence::as_select())
        .load(tx.connection(permit))?)
}
