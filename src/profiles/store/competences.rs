use chrono::Datelike;
use diesel::prelude::*;

use super::Stored;
use crate::access::{Create, Delete, Permit, Proof, Transaction, Update};
use crate::cases::CaseId;
use crate::db::schema::{competence_evidence, competence_experiences, evidence};
use crate::error::Result;
use crate::profiles::{
    Backing, Competence, CompetenceId, CompetenceStatement, Entry, EvidencePiece, ExperienceId,
    Profile,
};

/// A competence is a row of its own and its links with experiences and evidence.
impl Stored for Competence {
    fn insert(
        tx: &mut Transaction,
        permit: &Permit<Create, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()> {
        CompetenceStatement::insert(tx, permit, &statement(entry))?;
        link(tx, permit, entry)
    }

    fn list(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<Vec<Entry<Self>>> {
        let statements = CompetenceStatement::list(tx, proof, case)?;
        let links = Links::of_case(tx, proof, case)?;
        let entries = statements.into_iter();
        Ok(entries.map(|entry| links.complete(entry)).collect())
    }

    fn count(tx: &mut Transaction, permit: &Permit<Create, Profile>) -> Result<i64> {
        CompetenceStatement::count(tx, permit)
    }

    fn find(
        tx: &mut Transaction,
        proof: &impl Proof,
        case: &CaseId,
        id: &CompetenceId,
    ) -> Result<Entry<Self>> {
        let statement = CompetenceStatement::find(tx, proof, case, id)?;
        Ok(Links::of_case(tx, proof, case)?.complete(statement))
    }

    fn update(
        tx: &mut Transaction,
        permit: &Permit<Update, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()> {
        CompetenceStatement::update(tx, permit, &statement(entry))?;
        unlink(tx, permit, &entry.id)?;
        link(tx, permit, entry)
    }

    fn delete(
        tx: &mut Transaction,
        permit: &Permit<Delete, Profile>,
        entry: &Entry<Self>,
    ) -> Result<()> {
        unlink(tx, permit, &entry.id)?;
        CompetenceStatement::delete(tx, permit, &statement(entry))
    }
}

fn statement(entry: &Entry<Competence>) -> Entry<CompetenceStatement> {
    entry.clone().map(|competence| competence.statement)
}

fn link<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Profile>,
    entry: &Entry<Competence>,
) -> Result<()> {
    let case = permit.case();
    for experience_id in &entry.content.experience_ids {
        diesel::insert_into(competence_experiences::table)
            .values((
                competence_experiences::competence_id.eq(&entry.id),
                competence_experiences::experience_id.eq(experience_id),
                competence_experiences::case_id.eq(&case.id),
                competence_experiences::organisation_id.eq(&case.organisation_id),
            ))
            .execute(tx.connection(permit))?;
    }
    for evidence_id in &entry.content.evidence_ids {
        diesel::insert_into(competence_evidence::table)
            .values((
                competence_evidence::competence_id.eq(&entry.id),
                competence_evidence::evidence_id.eq(evidence_id),
                competence_evidence::case_id.eq(&case.id),
                competence_evidence::organisation_id.eq(&case.organisation_id),
            ))
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

fn unlink<V>(tx: &mut Transaction, permit: &Permit<V, Profile>, id: &CompetenceId) -> Result<()> {
    let case = &permit.case().id;
    diesel::delete(competence_experiences::table)
        .filter(competence_experiences::competence_id.eq(id))
        .filter(competence_experiences::case_id.eq(case))
        .execute(tx.connection(permit))?;
    diesel::delete(competence_evidence::table)
        .filter(competence_evidence::competence_id.eq(id))
        .filter(competence_evidence::case_id.eq(case))
        .execute(tx.connection(permit))?;
    Ok(())
}

/// What the competences of a case are linked with.
struct Links {
    experiences: Vec<(CompetenceId, ExperienceId)>,
    evidence: Vec<(CompetenceId, EvidencePiece)>,
    /// In which they are read.
    year: i32,
}

impl Links {
    fn of_case(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<Self> {
        let experiences = competence_experiences::table
            .filter(competence_experiences::case_id.eq(case))
            .order(competence_experiences::experience_id)
            .select((
                competence_experiences::competence_id,
                competence_experiences::experience_id,
            ))
            .load(tx.connection(proof))?;
        let evidence = competence_evidence::table
            .inner_join(evidence::table)
            .filter(competence_evidence::case_id.eq(case))
            .order(competence_evidence::evidence_id)
            .select((
                competence_evidence::competence_id,
                EvidencePiece::as_select(),
            ))
            .load(tx.connection(proof))?;
        Ok(Self {
            experiences,
            evidence,
            year: tx.today().year(),
        })
    }

    fn complete(&self, entry: Entry<CompetenceStatement>) -> Entry<Competence> {
        let experience_ids = linked(&self.experiences, &entry.id);
        let pieces = linked(&self.evidence, &entry.id);
        entry.map(|statement| Competence {
            backing: Backing::of(&statement, &pieces, self.year),
            statement,
            experience_ids,
            evidence_ids: pieces.into_iter().map(|it| it.id).collect(),
        })
    }
}

fn linked<I: Clone>(links: &[(CompetenceId, I)], id: &CompetenceId) -> Vec<I> {
    let own = links.iter().filter(|(competence, _)| competence == id);
    own.map(|(_, linked)| linked.clone()).collect()
}
