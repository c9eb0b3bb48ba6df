use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{
    PrivateQuestionnaire, QuestionnaireLink, QuestionnaireResponse, QuestionnaireResponseId,
    ResponseStatus,
};
use crate::access::{Create, Delete, Permit, Proof, Resource, Service, Transaction, Update};
use crate::cases::{CaseId, CaseStanding, CaseStatus};
use crate::db::row_security;
use crate::db::schema::{
    cases, organisations, questionnaire_links as links, questionnaire_responses as responses,
};
use crate::error::{Error, Result};

/// The states in which questionnaires are answered: T1 and T2 come after the report.
const ANSWERABLE: &[CaseStatus] = &[
    CaseStatus::Preliminary,
    CaseStatus::Agreed,
    CaseStatus::Investigation,
    CaseStatus::Conclusion,
    CaseStatus::ReportSubmitted,
    CaseStatus::ReportApproved,
    CaseStatus::Completed,
    CaseStatus::FollowUp,
];

/// A response, and until when its code can be used if one stands.
type Row = (QuestionnaireResponse, Option<NaiveDateTime>);

/// Responses, each with the link that has not ended.
macro_rules! with_links {
    () => {
        responses::table
            .left_join(
                links::table.on(links::response_id
                    .eq(responses::id)
                    .and(links::ended_at.is_null())),
            )
            .select((
                QuestionnaireResponse::as_select(),
                links::expires_at.nullable(),
            ))
    };
}

/// Keeps the case in a state in which questionnaires are answered until this work is done.
pub fn hold_answerable(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<()> {
    let now = tx.now().naive_utc();
    let held = diesel::update(cases::table)
        .filter(cases::id.eq(case))
        .filter(cases::status.eq_any(ANSWERABLE.to_vec()))
        .set(cases::updated_at.eq(now))
        .execute(tx.connection(proof))?;
    if held == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("questionnaires_not_yet"))
    }
}

/// An id, or a questionnaire at a moment, that is there already is a conflict.
pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, QuestionnaireResponse>,
    response: &QuestionnaireResponse,
) -> Result<()> {
    let inserted = diesel::insert_into(responses::table)
        .values(response)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => Ok(other.map(drop)?),
    }
}

/// All of a case, the newest first.
pub fn list<V>(
    tx: &mut Transaction,
    permit: &Permit<V, QuestionnaireResponse>,
) -> Result<Vec<Row>> {
    Ok(with_links!()
        .filter(responses::case_id.eq(&permit.case().id))
        .order(responses::id.desc())
        .load(tx.connection(permit))?)
}

pub fn find<V>(
    tx: &mut Transaction,
    permit: &Permit<V, QuestionnaireResponse>,
    id: &QuestionnaireResponseId,
) -> Result<Row> {
    let found = with_links!()
        .filter(responses::id.eq(id))
        .filter(responses::case_id.eq(&permit.case().id))
        .first(tx.connection(permit))
        .optional()?;
    found.ok_or(Error::NotFound(Resource::QuestionnaireResponse))
}

/// Replaces what answering changes of the response whose version is one lower.
pub fn update(
    tx: &mut Transaction,
    proof: &impl Proof,
    response: &QuestionnaireResponse,
) -> Result<()> {
    let changed = diesel::update(responses::table)
        .filter(responses::id.eq(&response.id))
        .filter(responses::case_id.eq(&response.case_id))
        .filter(responses::version.eq(response.version - 1))
        .set((
            responses::answers_shown.eq(response.answers_shown),
            responses::status.eq(response.status),
            responses::answered.eq(response.answered),
            responses::sealed_answers.eq(&response.sealed_answers),
            responses::completed_at.eq(response.completed_at),
            responses::updated_at.eq(response.updated_at),
            responses::version.eq(response.version),
        ))
        .execute(tx.connection(proof))?;
    one(changed, response.version)
}

/// Deletes this version of a response, with its links.
pub fn delete(
    tx: &mut Transaction,
    permit: &Permit<Delete, QuestionnaireResponse>,
    response: &QuestionnaireResponse,
) -> Result<()> {
    diesel::delete(links::table)
        .filter(links::response_id.eq(&response.id))
        .filter(links::case_id.eq(&permit.case().id))
        .execute(tx.connection(permit))?;
    let deleted = diesel::delete(responses::table)
        .filter(responses::id.eq(&response.id))
        .filter(responses::case_id.eq(&permit.case().id))
        .filter(responses::version.eq(response.version))
        .execute(tx.connection(permit))?;
    one(deleted, response.version + 1)
}

fn one(changed: usize, current: i32) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale { current })
    }
}

pub fn insert_link(
    tx: &mut Transaction,
    permit: &Permit<Update, QuestionnaireResponse>,
    link: &QuestionnaireLink,
) -> Result<()> {
    diesel::insert_into(links::table)
        .values(link)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Ends the link of a response; whether one stood.
pub fn end_link(
    tx: &mut Transaction,
    proof: &impl Proof,
    response: &QuestionnaireResponse,
) -> Result<bool> {
    let now = tx.now().naive_utc();
    let ended = diesel::update(links::table)
        .filter(links::response_id.eq(&response.id))
        .filter(links::case_id.eq(&response.case_id))
        .filter(links::ended_at.is_null())
        .set(links::ended_at.eq(now))
        .execute(tx.connection(proof))?;
    Ok(ended > 0)
}

/// The case that a code is about, and whether the code stands; none where there never was such a code. It
/// stands until it ended, while the response is open, its case has not ended and its organisation works.
pub fn look_up<V>(
    tx: &mut Transaction,
    permit: &Permit<V, PrivateQuestionnaire, Service>,
    code_hash: &str,
) -> Result<Option<(CaseId, bool)>> {
    let now = tx.now().naive_utc();
    let connection = tx.connection(permit);
    if let Some(found) = row_security::act_by_link(connection, code_hash, now)? {
        return Ok(found);
    }
    let ended = vec![CaseStatus::Closed, CaseStatus::Withdrawn];
    let stands = (links::ended_at.is_null())
        .and(links::expires_at.gt(now))
        .and(responses::status.eq(ResponseStatus::Open))
        .and(cases::status.ne_all(ended))
        .and(organisations::active);
    Ok(links::table
        .inner_join(responses::table.on(responses::id.eq(links::response_id)))
        .inner_join(cases::table.on(cases::id.eq(links::case_id)))
        .inner_join(organisations::table.on(organisations::id.eq(links::organisation_id)))
        .filter(links::code_hash.eq(code_hash))
        .select((links::case_id, stands))
        .first(connection)
        .optional()?)
}

/// What a code opens that [`look_up`] found to stand: a link with its response and what is asked of its
/// case. From then on the database gives nothing else.
pub fn open<V>(
    tx: &mut Transaction,
    permit: &Permit<V, PrivateQuestionnaire, Service>,
    code_hash: &str,
) -> Result<Option<(QuestionnaireLink, QuestionnaireResponse, CaseStanding)>> {
    let connection = tx.connection(permit);
    row_security::take_links_role(connection);
    Ok(links::table
        .inner_join(responses::table.on(responses::id.eq(links::response_id)))
        .inner_join(cases::table.on(cases::id.eq(links::case_id)))
        .filter(links::code_hash.eq(code_hash))
        .filter(links::ended_at.is_null())
        .select((
            QuestionnaireLink::as_select(),
            QuestionnaireResponse::as_select(),
            CaseStanding::as_select(),
        ))
        .first(connection)
        .optional()?)
}
