//! The register of documents, and (`facts`) what they tell of a case.

mod facts;

use diesel::dsl::{exists, max};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{Document, DocumentId, DocumentKind, DocumentStatus, IssuedDocument, NewDocument};
use super::{Report, content};
use crate::access::policy::Reach;
use crate::access::{Actor, List, Parent, Permit, Proof, Read, Transaction, Update};
use crate::access_grants::Subject;
use crate::accounts::UserId;
use crate::assessments::AssessmentKind;
use crate::cases::{Case, CaseId, OperatorPart};
use crate::db::DbConnection;
use crate::db::schema::{assessments, case_operators, documents, past_assignments};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::stood_in;

pub use facts::{header, report_facts};

/// A document is as far away as its case.
impl Parent for Document {
    type Id = DocumentId;

    fn id(&self) -> &DocumentId {
        &self.id
    }

    fn subject(&self) -> Option<Subject<'_>> {
        Some(Subject::Case(&self.case_id))
    }

    fn load(
        connection: &mut DbConnection,
        id: &DocumentId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let document = documents::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        let Some(document) = document else {
            return Ok(None);
        };
        let case = Case::load(connection, &document.case_id, actor)?;
        Ok(case.map(|(_, reach)| (document, reach)))
    }
}

pub fn list(tx: &mut Transaction, permit: &Permit<List, Document, Case>) -> Result<Vec<Document>> {
    Ok(documents::table
        .filter(documents::case_id.eq(&permit.case().id))
        .order(documents::id.desc())
        .select(Document::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// What an edition says that is still a draft as this is read; somebody may have approved it since the permit.
pub fn draft_content(
    tx: &mut Transaction,
    permit: &Permit<Read, Document, Document>,
) -> Result<Option<content::Document>> {
    let content: Option<Json<content::Document>> = documents::table
        .find(&permit.parent().id)
        .filter(documents::status.eq_any(DocumentStatus::DRAFTS))
        .select(documents::content)
        .first(tx.connection(permit))
        .optional()?;
    Ok(content.map(|content| content.get()))
}

/// The file of a document of which another feature's permit tells.
pub fn file_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &DocumentId,
) -> Result<Option<Vec<u8>>> {
    Ok(documents::table
        .find(id)
        .select(documents::file)
        .first(tx.connection(proof))?)
}

/// The issued editions of a case with their files, the oldest first.
pub fn issued_files(
    tx: &mut Transaction,
    permit: &Permit<List, Document, Case>,
) -> Result<Vec<(Document, Vec<u8>)>> {
    Ok(documents::table
        .filter(documents::case_id.eq(&permit.case().id))
        .filter(documents::status.eq(DocumentStatus::Issued))
        .filter(documents::file.is_not_null())
        .order(documents::id)
        .select((Document::as_select(), documents::file.assume_not_null()))
        .limit(500)
        .load(tx.connection(permit))?)
}

/// The number that the next edition of a kind has.
pub fn next_edition(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    kind: DocumentKind,
) -> Result<i32> {
    let last: Option<i32> = documents::table
        .filter(documents::case_id.eq(case))
        .filter(documents::kind.eq(kind))
        .select(max(documents::edition))
        .first(tx.connection(proof))?;
    Ok(last.unwrap_or_default() + 1)
}

/// Adds an edition; one that somebody else added meanwhile is a conflict.
pub fn insert(tx: &mut Transaction, proof: &impl Proof, document: &NewDocument) -> Result<()> {
    let inserted = diesel::insert_into(documents::table)
        .values(document)
        .execute(tx.connection(proof));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => other.map(drop).map_err(Error::from),
    }
}

/// What waits for a supervisor, with its content, in the order in which it was submitted.
pub fn find_submitted(
    tx: &mut Transaction,
    permit: &Permit<Update, Report, Case>,
) -> Result<Vec<(DocumentId, content::Document)>> {
    let found: Vec<(DocumentId, Json<content::Document>)> = documents::table
        .filter(documents::case_id.eq(&permit.case().id))
        .filter(documents::kind.eq_any(DocumentKind::REPORTED))
        .filter(documents::status.eq(DocumentStatus::Submitted))
        .order(documents::id)
        .select((documents::id, documents::content))
        .load(tx.connection(permit))?;
    if found.is_empty() {
        return Err(Error::Conflict("no_submitted_report"));
    }
    Ok(found
        .into_iter()
        .map(|(id, content)| (id, content.get()))
        .collect())
}

/// Returns what waits; somebody else may have decided on it meanwhile.
pub fn mark_returned(
    tx: &mut Transaction,
    permit: &Permit<Update, Report, Case>,
    comment: &str,
) -> Result<()> {
    let changed = diesel::update(documents::table)
        .filter(documents::case_id.eq(&permit.case().id))
        .filter(documents::kind.eq_any(DocumentKind::REPORTED))
        .filter(documents::status.eq(DocumentStatus::Submitted))
        .set((
            documents::status.eq(DocumentStatus::Returned),
            documents::review_comment.eq(comment),
            documents::version.eq(documents::version + 1),
        ))
        .execute(tx.connection(permit))?;
    ensure_waited(changed > 0)
}

/// Issues a document that waits; somebody else may have decided on it meanwhile.
pub fn mark_issued(
    tx: &mut Transaction,
    permit: &Permit<Update, Report, Case>,
    id: &DocumentId,
    issued: &IssuedDocument,
) -> Result<()> {
    let changed = diesel::update(documents::table)
        .filter(documents::id.eq(id))
        .filter(documents::case_id.eq(&permit.case().id))
        .filter(documents::status.eq(DocumentStatus::Submitted))
        .set((issued, documents::version.eq(documents::version + 1)))
        .execute(tx.connection(permit))?;
    ensure_waited(changed == 1)
}

fn ensure_waited(waited: bool) -> Result<()> {
    if waited {
        Ok(())
    } else {
        Err(Error::Conflict("no_submitted_report"))
    }
}

/// Gives the issued editions of a kind another status: a later one takes their place, or none.
pub fn end_issued(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    kind: DocumentKind,
    status: DocumentStatus,
) -> Result<()> {
    diesel::update(documents::table)
        .filter(documents::case_id.eq(case))
        .filter(documents::kind.eq(kind))
        .filter(documents::status.eq(DocumentStatus::Issued))
        .set((
            documents::status.eq(status),
            documents::version.eq(documents::version + 1),
        ))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Whether a case has an issued report.
pub fn has_issued_report(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<bool> {
    let issued = documents::table
        .filter(documents::case_id.eq(case))
        .filter(documents::kind.eq(DocumentKind::AssessmentReport))
        .filter(documents::status.eq(DocumentStatus::Issued));
    Ok(diesel::select(exists(issued)).get_result(tx.connection(proof))?)
}

/// Whether a user works or worked on a case, stood in for somebody who did, wrote its final assessment, or submitted its report.
pub fn is_involved(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    user: &UserId,
) -> Result<bool> {
    let stood_in = stood_in!(case, user, tx.today());
    let works = case_operators::table
        .filter(case_operators::case_id.eq(case))
        .filter(case_operators::part.eq_any(OperatorPart::WORKING))
        .filter(case_operators::user_id.eq(user));
    let worked = past_assignments::table
        .filter(past_assignments::case_id.eq(case))
        .filter(past_assignments::part.eq_any(OperatorPart::WORKING))
        .filter(past_assignments::user_id.eq(user));
    let assessed = assessments::table
        .filter(assessments::case_id.eq(case))
        .filter(assessments::kind.eq(AssessmentKind::Final))
        .filter(assessments::assessor_id.eq(user));
    let submitted = documents::table
        .filter(documents::case_id.eq(case))
        .filter(documents::kind.eq(DocumentKind::AssessmentReport))
        .filter(documents::author_id.eq(user));
    let (works, stood_in, worked, assessed, submitted): (bool, bool, bool, bool, bool) =
        diesel::select((
            exists(works),
            stood_in,
            exists(worked),
            exists(assessed),
            exists(submitted),
        ))
        .get_result(tx.connection(proof))?;
    Ok(works || stood_in || worked || assessed || submitted)
}

/// What a document says of which another feature's permit tells.
pub fn content_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &DocumentId,
) -> Result<content::Document> {
    let content: Json<content::Document> = documents::table
        .find(id)
        .select(documents::content)
        .first(tx.connection(proof))?;
    Ok(content.get())
}
