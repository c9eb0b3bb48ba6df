use super::{CaseOverview, store};
use crate::access::{List, Read, Transaction};
use crate::cases::{Case, CaseId, service as cases};
use crate::error::Result;
use crate::profiles::Profile;
use crate::sessions::Session;

/// A case with its person, programme, sessions held and competences: five queries in all.
pub fn read(tx: &mut Transaction, id: &CaseId) -> Result<CaseOverview> {
    let permit = tx.permit::<Read, Case, Case>(id)?;
    let of_sessions = tx.further::<List, Session, Case>(&permit)?;
    let of_profile = tx.further::<List, Profile, Case>(&permit)?;
    let (person, programme, plan) = cases::surroundings(tx, &permit)?;
    Ok(CaseOverview {
        case: permit.case().clone(),
        person,
        programme,
        plan,
        sessions: store::sessions(tx, &of_sessions)?,
        competences: store::competences(tx, &of_profile)?,
    })
}
