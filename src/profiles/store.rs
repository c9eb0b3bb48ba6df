use diesel::prelude::*;

use super::{CompetenceId, Content, Entry, EvidenceId, ExperienceId, Profile};
use crate::access::{Create, Delete, Permit, Proof, Transaction, Update};
use crate::cases::{Case, CaseId, CaseStatus};
use crate::db::schema::{
    cases, competences as competence_rows, evidence as evidence_rows, experiences,
};
use crate::error::{Error, Result};

mod competences;
mod entries;
mod evidence;
mod goal;

pub use evidence::{unverify_by_link, verify_by_link};
pub use goal::{find_goal, insert_goal, update_goal};

/// The queries of one kind of entry.
pub trait Stored: Content {
    /// An id, or a language, that is there already is a conflict.
    fn insert(
        tx: &mut Transaction,
        permit: &Permit<Create, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()>;

    /// All of a case, the newest first.
    fn list(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<Vec<Entry<Self>>>;

    fn count(tx: &mut Transaction, permit: &Permit<Create, Profile>) -> Result<i64>;

    fn find(
        tx: &mut Transaction,
        proof: &impl Proof,
        case: &CaseId,
        id: &Self::Id,
    ) -> Result<Entry<Self>>;

    /// Replaces the entry whose version is one lower.
    fn update(
        tx: &mut Transaction,
        permit: &Permit<Update, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()>;

    /// Deletes this version of an entry, unless something names it.
    fn delete(
        tx: &mut Transaction,
        permit: &Permit<Delete, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()>;
}

/// The states in which profile and assessments are written.
pub const WRITABLE: &[CaseStatus] = &[
    CaseStatus::Preliminary,
    CaseStatus::Agreed,
    CaseStatus::Investigation,
    CaseStatus::Conclusion,
];

/// Keeps the case in a state in which its profile is written until this work is done: who submits
/// the report at the same time waits, or this is refused.
pub fn hold_writable(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<()> {
    let now = tx.now().naive_utc();
    let held = diesel::update(cases::table)
        .filter(cases::id.eq(case))
        .filter(cases::status.eq_any(WRITABLE.to_vec()))
        .set(cases::updated_at.eq(now))
        .execute(tx.connection(proof))?;
    if held == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("profile_locked"))
    }
}

/// Writes a function that tells which of these records a case has.
macro_rules! those_of_case {
    ($name:ident, $table:ident, $id:ty) => {
        pub fn $name(
            tx: &mut Transaction,
            proof: &impl Proof,
            case: &Case,
            ids: Vec<$id>,
        ) -> Result<Vec<$id>> {
            Ok($table::table
                .filter($table::case_id.eq(&case.id))
                .filter($table::id.eq_any(ids))
                .select($table::id)
                .load(tx.connection(proof))?)
        }
    };
}
those_of_case!(experiences_of, experiences, ExperienceId);
those_of_case!(evidence_of, evidence_rows, EvidenceId);
those_of_case!(competences_of, competence_rows, CompetenceId);
