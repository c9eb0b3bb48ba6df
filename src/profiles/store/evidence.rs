use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Stored;
use super::entries::entry;
use crate::access::{Create, Delete, Permit, Proof, Resource, Transaction, Update};
use crate::cases::CaseId;
use crate::db::schema::{evidence, evidence_files};
use crate::error::{Error, Result};
use crate::evidence_files::{EvidenceFile, store as files};
use crate::profiles::{
    Entry, Evidence, EvidenceId, EvidenceStatement, EvidenceVerification, Profile,
    VerificationChannel,
};

/// Evidence with what is told of its files, without their contents.
macro_rules! with_files {
    () => {
        evidence::table
            .left_join(evidence_files::table.on(evidence_files::evidence_id.eq(evidence::id)))
            .select((
                (
                    evidence::id,
                    evidence::version,
                    evidence::created_at,
                    evidence::updated_at,
                ),
                EvidenceStatement::as_select(),
                Option::<EvidenceFile>::as_select(),
            ))
    };
}

/// A piece of evidence is a row of its own, and perhaps one of its file.
impl Stored for Evidence {
    fn insert(
        tx: &mut Transaction,
        permit: &Permit<Create, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()> {
        EvidenceStatement::insert(tx, permit, &statement(entry))
    }

    fn list(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<Vec<Entry<Self>>> {
        let rows: Vec<WholeRow> = with_files!()
            .filter(evidence::case_id.eq(case))
            .order(evidence::id.desc())
            .load(tx.connection(proof))?;
        Ok(rows.into_iter().map(whole).collect())
    }

    fn count(tx: &mut Transaction, permit: &Permit<Create, Profile>) -> Result<i64> {
        EvidenceStatement::count(tx, permit)
    }

    fn find(
        tx: &mut Transaction,
        proof: &impl Proof,
        case: &CaseId,
        id: &EvidenceId,
    ) -> Result<Entry<Self>> {
        let row: Option<WholeRow> = with_files!()
            .filter(evidence::id.eq(id))
            .filter(evidence::case_id.eq(case))
            .first(tx.connection(proof))
            .optional()?;
        row.map(whole).ok_or(Error::NotFound(Resource::Profile))
    }

    fn update(
        tx: &mut Transaction,
        permit: &Permit<Update, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()> {
        EvidenceStatement::update(tx, permit, &statement(entry))
    }

    fn delete(
        tx: &mut Transaction,
        permit: &Permit<Delete, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()> {
        files::delete_with_evidence(tx, permit, &entry.id)?;
        EvidenceStatement::delete(tx, permit, &statement(entry))
    }
}

/// Says of a piece of evidence that its issuer confirmed it by a link, unless it was contradicted, or verified
/// already, by whatever channel.
pub fn verify_by_link(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    id: &EvidenceId,
) -> Result<()> {
    let now = tx.now().naive_utc();
    diesel::update(evidence::table)
        .filter(evidence::id.eq(id))
        .filter(evidence::case_id.eq(case))
        .filter(evidence::verification.ne(EvidenceVerification::Contradicted))
        .filter(evidence::verification.ne(EvidenceVerification::VerifiedByIssuer))
        .set((
            evidence::verification.eq(EvidenceVerification::VerifiedByIssuer),
            evidence::verification_channel.eq(VerificationChannel::ReferenceLink),
            evidence::version.eq(evidence::version + 1),
            evidence::updated_at.eq(now),
        ))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Takes back what a link said of a piece of evidence: it is worth again whether the document was seen.
pub fn unverify_by_link(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    id: &EvidenceId,
) -> Result<()> {
    let now = tx.now().naive_utc();
    for (seen, verification) in [
        (true, EvidenceVerification::DocumentSeen),
        (false, EvidenceVerification::Declared),
    ] {
        diesel::update(evidence::table)
            .filter(evidence::id.eq(id))
            .filter(evidence::case_id.eq(case))
            .filter(evidence::verification_channel.eq(VerificationChannel::ReferenceLink))
            .filter(evidence::original_seen.eq(seen))
            .set((
                evidence::verification.eq(verification),
                evidence::verification_channel.eq(None::<VerificationChannel>),
                evidence::version.eq(evidence::version + 1),
                evidence::updated_at.eq(now),
            ))
            .execute(tx.connection(proof))?;
    }
    Ok(())
}

type Dates = (EvidenceId, i32, NaiveDateTime, NaiveDateTime);
type WholeRow = (Dates, EvidenceStatement, Option<EvidenceFile>);

fn whole((dates, statement, file): WholeRow) -> Entry<Evidence> {
    entry((dates, statement)).map(|statement| Evidence { statement, file })
}

fn statement(entry: &Entry<Evidence>) -> Entry<EvidenceStatement> {
    entry.clone().map(|evidence| evidence.statement)
}
