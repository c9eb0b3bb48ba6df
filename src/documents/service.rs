use chrono::{Datelike, NaiveDate};

use super::compose::participation::participation;
use super::compose::report::{approver, report};
use super::compose::synthesis::synthesis;
use super::compose::transparency::transparency;
use super::compose::{market, second_language};
use super::content::ParticipationContent;
use super::model::ReportFacts;
use super::press::{self, Enclosed, Printed, print};
use super::{
    Document, DocumentId, DocumentKind, DocumentStatus, IssuedDocument, NewDocument, Pages,
};
use super::{Head, Report, content, store};
use crate::access::{
    Action, Create, List, Permit, Proof, Protected, Read, Resource, Transaction, Update, Verb,
};
use crate::cases::{Case, CaseId, CaseStatus};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::questionnaires::{QuestionnaireResponse, service as questionnaires};
use crate::sessions::{Hours, service as sessions};

/// Submits what is reported of the case as it stands now, for a supervisor to approve: the report, its
/// synthesis and the transparency document.
pub fn submit_report(tx: &mut Transaction, case: &CaseId) -> Result<()> {
    let permit = tx.permit::<Create, Report, Case>(case)?;
    let facts = facts(tx, &permit)?;
    for kind in DocumentKind::REPORTED {
        let edition = store::next_edition(tx, &permit, case, kind)?;
        let content = reported(kind, &facts, edition, tx.today());
        let document = NewDocument {
            id: DocumentId::new(),
            case_id: case.clone(),
            organisation_id: permit.case().organisation_id.clone(),
            kind,
            edition,
            status: DocumentStatus::Submitted,
            content_hash: content.content_hash(),
            content: Json::new(&content),
            file: None,
            file_hash: None,
            author_id: tx.actor().user_id.clone(),
            created_at: tx.now().naive_utc(),
            approved_by: None,
            issued_at: None,
            version: 1,
        };
        store::insert(tx, &permit, &document)?;
        tx.touch::<Document>(&permit, Action::Create, &document.id);
    }
    Ok(())
}

/// What a document of the report would say if it were submitted now: the synthesis is given to the person, who
/// says what they think of it, before there is an edition. Nothing is kept.
///
/// Refused outside of the conclusion: before it there is nothing to conclude, and after it an edition says more.
pub fn draft(tx: &mut Transaction, case: &CaseId, kind: DocumentKind) -> Result<content::Document> {
    let permit = tx.permit::<List, Document, Case>(case)?;
    if permit.case().status != CaseStatus::Conclusion {
        return Err(Error::Conflict("not_in_conclusion"));
    }
    let facts = facts(tx, &permit)?;
    let edition = store::next_edition(tx, &permit, case, kind)?;
    Ok(reported(kind, &facts, edition, tx.today()))
}

/// All that is told of the case, with what its person lets be seen of questionnaires.
fn facts<V: Verb, T: Protected>(
    tx: &mut Transaction,
    permit: &Permit<V, T, Case>,
) -> Result<ReportFacts> {
    let mut facts = store::report_facts(tx, permit, &permit.case().id)?;
    let further = tx.further::<Read, QuestionnaireResponse, Case>(permit)?;
    facts.responses = questionnaires::answered(tx, &further)?;
    if facts.concepts().next().is_some() {
        let held = tx.shelf().current(tx, permit)?;
        facts.names = held.names(facts.concepts());
        let second = second_language(&facts.header);
        facts.comparison = market::comparison(&facts, &held, second, tx.today().year());
    }
    Ok(facts)
}

fn reported(
    kind: DocumentKind,
    facts: &ReportFacts,
    edition: i32,
    today: NaiveDate,
) -> content::Document {
    match kind {
        DocumentKind::Synthesis => content::Document::Synthesis(synthesis(facts, edition, today)),
        DocumentKind::TransparencyDocument => {
            content::Document::Transparency(transparency(facts, edition, today))
        }
        _ => content::Document::Report(Box::new(report(facts, edition, today))),
    }
}

/// Sends the submitted report back to its author, with what was submitted beside it.
pub fn return_report(tx: &mut Transaction, case: &CaseId, comment: &str) -> Result<()> {
    let permit = tx.permit::<Update, Report, Case>(case)?;
    ensure_four_eyes(tx, &permit, case)?;
    store::mark_returned(tx, &permit, comment)
}

/// Approves the submitted report: what was submitted, the report and what came with it, is issued with the
/// approver's name.
///
/// Nobody approves a case that they lead or work on, whose final assessment they wrote, or whose
/// report they submitted.
pub fn approve_report(tx: &mut Transaction, case: &CaseId) -> Result<()> {
    let permit = tx.permit::<Update, Report, Case>(case)?;
    ensure_four_eyes(tx, &permit, case)?;
    let mut submitted = store::find_submitted(tx, &permit)?;
    let name = store::header(tx, &permit, case)?.signatory;
    for (_, content) in &mut submitted {
        content.approve(
            approver(name.clone(), content.second_language()),
            tx.today(),
        );
    }
    let printed = press::print_all(&submitted, &permit.case().organisation_id, tx.now())?;
    for ((id, content), Printed { file, file_hash }) in submitted.into_iter().zip(printed) {
        let issued = IssuedDocument {
            status: DocumentStatus::Issued,
            content_hash: content.content_hash(),
            content: Json::new(&content),
            file: Some(file),
            file_hash: Some(file_hash),
            approved_by: Some(tx.actor().user_id.clone()),
            issued_at: Some(tx.now().naive_utc()),
        };
        store::end_issued(
            tx,
            &permit,
            case,
            content.kind(),
            DocumentStatus::Superseded,
        )?;
        store::mark_issued(tx, &permit, &id, &issued)?;
        tx.touch::<Document>(&permit, Action::Update, &id);
    }
    Ok(())
}

fn ensure_four_eyes(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<()> {
    if is_involved(tx, proof, case)? {
        return Err(Error::unmet("four_eyes"));
    }
    Ok(())
}

/// Whether the actor leads or works on a case, wrote its final assessment or submitted its report:
/// then somebody else decides on the report and the certificate, with no exception.
pub fn is_involved(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<bool> {
    let user = tx.actor().user_id.clone();
    store::is_involved(tx, proof, case, &user)
}

/// Whether a case has an approved report.
pub fn has_issued_report(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<bool> {
    store::has_issued_report(tx, proof, case)
}

/// The number that the next edition of a kind has.
pub fn next_edition(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    kind: DocumentKind,
) -> Result<i32> {
    store::next_edition(tx, proof, case, kind)
}

/// What a certificate or an attendance statement says, but for its number, and the hours.
pub fn participation_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
) -> Result<(ParticipationContent, Hours)> {
    let header = store::header(tx, proof, case)?;
    let sessions = sessions::held(tx, proof, case)?;
    Ok(participation(&header, &sessions, tx.today()))
}

/// What stands at the head of a paper about a case.
pub fn head(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<Head> {
    Ok(Head::from(&store::header(tx, proof, case)?))
}

/// Takes the issued edition of a kind out of force.
pub fn revoke(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    kind: DocumentKind,
) -> Result<()> {
    store::end_issued(tx, proof, case, kind, DocumentStatus::Revoked)
}

/// Prints a document and keeps it as the issued edition of its kind; earlier ones are superseded.
pub fn issue<R: Protected>(
    tx: &mut Transaction,
    permit: &Permit<Create, R, Case>,
    kind: DocumentKind,
    edition: i32,
    content: &content::Document,
    enclosed: Option<&Enclosed>,
) -> Result<DocumentId> {
    let (id, now, actor) = (DocumentId::new(), tx.now(), tx.actor().user_id.clone());
    let case = permit.case();
    let issuer = Some(&case.organisation_id);
    let Printed { file, file_hash } = print(content, issuer, enclosed, id.as_str(), now)?;
    let document = NewDocument {
        id,
        case_id: case.id.clone(),
        organisation_id: case.organisation_id.clone(),
        kind,
        edition,
        status: DocumentStatus::Issued,
        content_hash: content.content_hash(),
        content: Json::new(content),
        file: Some(file),
        file_hash: Some(file_hash),
        author_id: actor.clone(),
        created_at: now.naive_utc(),
        approved_by: Some(actor),
        issued_at: Some(now.naive_utc()),
        version: 1,
    };
    store::end_issued(tx, permit, &case.id, kind, DocumentStatus::Superseded)?;
    store::insert(tx, permit, &document)?;
    tx.touch::<Document>(permit, Action::Create, &document.id);
    Ok(document.id)
}

pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<Document>> {
    let permit = tx.permit::<List, Document, Case>(case)?;
    store::list(tx, &permit)
}

pub fn read(tx: &mut Transaction, id: &DocumentId) -> Result<Document> {
    let permit = tx.permit::<Read, Document, Document>(id)?;
    Ok(permit.parent().clone())
}

/// What there is of a document to be read, and what it is.
pub fn file(tx: &mut Transaction, id: &DocumentId) -> Result<(Document, Pages)> {
    let permit = tx.permit::<Read, Document, Document>(id)?;
    let document = permit.parent().clone();
    let pages = match store::draft_content(tx, &permit)? {
        Some(content) => Pages::Draft(Box::new(content)),
        None => Pages::Issued(file_of(tx, &permit, id)?),
    };
    Ok((document, pages))
}

/// The issued documents of a case with their files, for a feature that shows its own permit.
pub fn issued_files(
    tx: &mut Transaction,
    permit: &Permit<List, Document, Case>,
) -> Result<Vec<(Document, Vec<u8>)>> {
    store::issued_files(tx, permit)
}

/// The file of a document that another feature's permit tells of.
pub fn file_of(tx: &mut Transaction, proof: &impl Proof, id: &DocumentId) -> Result<Vec<u8>> {
    store::file_of(tx, proof, id)?.ok_or(Error::NotFound(Resource::Document))
}

/// What a document says that another feature's permit tells of.
pub fn content_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &DocumentId,
) -> Result<content::Document> {
    store::content_of(tx, proof, id)
}
