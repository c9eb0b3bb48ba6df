use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{
    ReferenceAnswer, ReferenceConfirmation, ReferenceLanguage, ReferenceLink, ReferenceLinkId,
    ReferenceRequest, ReferenceRequestId, ReferenceStatus,
};
use crate::access::{Create, List, Permit, Proof, Read, Resource, Service, Transaction};
use crate::cases::{CaseId, CaseStanding, CaseStatus};
use crate::db::row_security;
use crate::db::schema::{
    cases, organisations, reference_links as links, reference_requests as requests,
};
use crate::error::{Error, Result};
use crate::profiles::EvidenceId;

/// A request, and until when its link can be used if one has not ended otherwise.
type Row = (ReferenceRequest, Option<NaiveDateTime>);

/// Requests, each with the link that has not ended.
macro_rules! with_links {
    () => {
        requests::table
            .left_join(
                links::table.on(links::request_id
                    .eq(requests::id)
                    .and(links::ended_at.is_null())),
            )
            .select((ReferenceRequest::as_select(), links::expires_at.nullable()))
    };
}

/// A second open request about one piece of evidence is a conflict.
pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, ReferenceRequest>,
    request: &ReferenceRequest,
) -> Result<()> {
    let inserted = diesel::insert_into(requests::table)
        .values(request)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("reference_already_asked"))
        }
        other => Ok(other.map(drop)?),
    }
}

/// How many requests the case has.
pub fn count(tx: &mut Transaction, permit: &Permit<Create, ReferenceRequest>) -> Result<i64> {
    Ok(requests::table
        .filter(requests::case_id.eq(&permit.case().id))
        .count()
        .get_result(tx.connection(permit))?)
}

/// All of a case, the newest first.
pub fn list(tx: &mut Transaction, permit: &Permit<List, ReferenceRequest>) -> Result<Vec<Row>> {
    Ok(with_links!()
        .filter(requests::case_id.eq(&permit.case().id))
        .order(requests::id.desc())
        .load(tx.connection(permit))?)
}

pub fn find<V, R>(
    tx: &mut Transaction,
    permit: &Permit<V, R>,
    id: &ReferenceRequestId,
) -> Result<Row> {
    let found = with_links!()
        .filter(requests::id.eq(id))
        .filter(requests::case_id.eq(&permit.case().id))
        .first(tx.connection(permit))
        .optional()?;
    found.ok_or(Error::NotFound(Resource::ReferenceRequest))
}

/// The requests about one piece of evidence of a case.
pub fn about(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    evidence: &EvidenceId,
) -> Result<Vec<ReferenceRequest>> {
    Ok(requests::table
        .filter(requests::evidence_id.eq(evidence))
        .filter(requests::case_id.eq(case))
        .select(ReferenceRequest::as_select())
        .load(tx.connection(proof))?)
}

/// Replaces the request whose version is one lower.
pub fn update(tx: &mut Transaction, proof: &impl Proof, request: &ReferenceRequest) -> Result<()> {
    let changed = diesel::update(requests::table)
        .filter(requests::id.eq(&request.id))
        .filter(requests::case_id.eq(&request.case_id))
        .filter(requests::version.eq(request.version - 1))
        .set(request)
        .execute(tx.connection(proof))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: request.version,
        })
    }
}

pub fn insert_link(tx: &mut Transaction, proof: &impl Proof, link: &ReferenceLink) -> Result<()> {
    diesel::insert_into(links::table)
        .values(link)
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Ends the link of a request, if one stands; of several who end it at once, one does. Whether one stood.
pub fn end_link(
    tx: &mut Transaction,
    proof: &impl Proof,
    request: &ReferenceRequestId,
) -> Result<bool> {
    let now = tx.now().naive_utc();
    let ended = diesel::update(links::table)
        .filter(links::request_id.eq(request))
        .filter(links::ended_at.is_null())
        .set(links::ended_at.eq(now))
        .execute(tx.connection(proof))?;
    Ok(ended > 0)
}

/// Ends the links of a case that ends; a mail that waits with one of them finds no reader.
pub fn end_links_of(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<()> {
    let now = tx.now().naive_utc();
    diesel::update(links::table)
        .filter(links::case_id.eq(case))
        .filter(links::ended_at.is_null())
        .set(links::ended_at.eq(now))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Whether a link that a mail carries can still be used.
pub fn stands(
    tx: &mut Transaction,
    permit: &Permit<Read, ReferenceConfirmation, Service>,
    id: &ReferenceLinkId,
) -> Result<bool> {
    let now = tx.now().naive_utc();
    let standing = links::table
        .filter(links::id.eq(id))
        .filter(links::ended_at.is_null())
        .filter(links::expires_at.gt(now));
    Ok(
        diesel::select(diesel::dsl::exists(standing.select(links::id)))
            .get_result(tx.connection(permit))?,
    )
}

/// The case that a token is about, and whether its link stands; none where there never was such a token. It
/// stands until it ended, while nobody answered, its case has not ended and its organisation works.
pub fn look_up<V>(
    tx: &mut Transaction,
    permit: &Permit<V, ReferenceConfirmation, Service>,
    token_hash: &str,
) -> Result<Option<(CaseId, bool)>> {
    let now = tx.now().naive_utc();
    let connection = tx.connection(permit);
    if let Some(found) = row_security::act_by_reference(connection, token_hash, now)? {
        return Ok(found);
    }
    let ended = vec![CaseStatus::Closed, CaseStatus::Withdrawn];
    let stands = (links::ended_at.is_null())
        .and(links::expires_at.gt(now))
        .and(requests::status.eq(ReferenceStatus::Asked))
        .and(cases::status.ne_all(ended))
        .and(organisations::active);
    Ok(links::table
        .inner_join(requests::table.on(requests::id.eq(links::request_id)))
        .inner_join(cases::table.on(cases::id.eq(links::case_id)))
        .inner_join(organisations::table.on(organisations::id.eq(links::organisation_id)))
        .filter(links::token_hash.eq(token_hash))
        .select((links::case_id, stands))
        .first(connection)
        .optional()?)
}

/// Of a request what who has its link is told, and what keeps their answer.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = requests)]
pub struct Asked {
    pub id: ReferenceRequestId,
    pub evidence_id: EvidenceId,
    pub language: ReferenceLanguage,
    pub sealed_statement: String,
    pub asked_at: NaiveDateTime,
    pub version: i32,
}

/// What stands behind a token: the request, its case, who asks, and until when.
pub type Opened = (Asked, CaseStanding, String, NaiveDateTime);

/// What a token opens whose link [`look_up`] found to stand. From then on the database gives nothing else.
pub fn open<V>(
    tx: &mut Transaction,
    permit: &Permit<V, ReferenceConfirmation, Service>,
    token_hash: &str,
) -> Result<Option<Opened>> {
    let connection = tx.connection(permit);
    row_security::take_links_role(connection);
    Ok(links::table
        .inner_join(requests::table.on(requests::id.eq(links::request_id)))
        .inner_join(cases::table.on(cases::id.eq(links::case_id)))
        .inner_join(organisations::table.on(organisations::id.eq(links::organisation_id)))
        .filter(links::token_hash.eq(token_hash))
        .filter(links::ended_at.is_null())
        .select((
            Asked::as_select(),
            CaseStanding::as_select(),
            organisations::name,
            links::expires_at,
        ))
        .first(connection)
        .optional()?)
}

/// Keeps what a contact answered; false when the request changed meanwhile.
pub fn keep_answer(
    tx: &mut Transaction,
    proof: &impl Proof,
    asked: &Asked,
    answer: ReferenceAnswer,
    sealed_answer: &str,
) -> Result<bool> {
    let now = tx.now().naive_utc();
    let kept = diesel::update(requests::table)
        .filter(requests::id.eq(&asked.id))
        .filter(requests::version.eq(asked.version))
        .set((
            requests::status.eq(ReferenceStatus::Answered),
            requests::answer.eq(answer),
            requests::sealed_answer.eq(sealed_answer),
            requests::answered_at.eq(now),
            requests::updated_at.eq(now),
            requests::version.eq(asked.version + 1),
        ))
        .execute(tx.connection(proof))?;
    Ok(kept == 1)
}
