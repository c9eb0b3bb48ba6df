//! What the sending of a referral looks at, and the row of its letter.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use crate::access::{Permit, Transaction, Update};
use crate::assessments::{AssessmentItem, AssessmentKind};
use crate::beneficiaries::BeneficiaryId;
use crate::cases::{Case, OperatorPart};
use crate::db::schema::{
    assessments, beneficiaries, case_operators, cases, certificates, competences, documents,
    organisations, outbound_referral_documents as attached, outbound_referrals, professional_goals,
    programmes, users,
};
use crate::db::types::Json;
use crate::documents::{DocumentId, DocumentKind, DocumentStatus};
use crate::error::{Error, Result};
use crate::outbound_referrals::letter::Letter;
use crate::outbound_referrals::{
    InboxReferral, Office, OutboundReferral, Person, RecordedCompetence, SendingCase,
    SharedDocument,
};

type ToSend = Permit<Update, OutboundReferral, OutboundReferral>;

macro_rules! person {
    () => {
        (
            beneficiaries::given_name,
            beneficiaries::family_name,
            beneficiaries::name_original_script,
            beneficiaries::preferred_language,
            beneficiaries::interpreter_needed,
            beneficiaries::municipality,
            beneficiaries::contacts,
        )
    };
}

macro_rules! office {
    () => {
        (
            organisations::name,
            organisations::kind,
            organisations::municipality,
            organisations::address,
            organisations::email,
            organisations::phone,
            organisations::active,
        )
    };
}

macro_rules! shared_document {
    () => {
        (
            documents::id,
            documents::kind,
            documents::edition,
            documents::status,
            documents::file_hash,
            certificates::number.nullable(),
        )
    };
}

pub(super) use {office, person, shared_document};

/// The case with its person, programme and organisations.
pub fn case(tx: &mut Transaction, permit: &ToSend) -> Result<SendingCase> {
    type Row = (
        Case,
        BeneficiaryId,
        Person,
        (String, Option<String>, String, String),
        Office,
    );
    let user = tx.actor().user_id.clone();
    let referral = permit.parent().clone();
    let connection = tx.connection(permit);
    let (case, beneficiary_id, person, (title, project_code, funder, rule), sender): Row =
        cases::table
            .inner_join(beneficiaries::table)
            .inner_join(programmes::table)
            .inner_join(organisations::table.on(organisations::id.eq(cases::organisation_id)))
            .filter(cases::id.eq(&referral.case_id))
            .select((
                Case::as_select(),
                beneficiaries::id,
                person!(),
                (
                    programmes::title,
                    programmes::project_code,
                    programmes::funder,
                    programmes::work_right_rule,
                ),
                office!(),
            ))
            .first(connection)?;
    let recipient: Office = organisations::table
        .find(&referral.recipient_organisation_id)
        .select(office!())
        .first(connection)?;
    let signatory = users::table
        .find(&user)
        .select(users::display_name)
        .first(connection)?;
    let goal = professional_goals::table
        .find(&referral.case_id)
        .filter(professional_goals::no_goal_reason.is_null())
        .select(professional_goals::goal)
        .first::<String>(connection)
        .optional()?;
    let competences: Vec<RecordedCompetence> = competences::table
        .filter(competences::case_id.eq(&referral.case_id))
        .order(competences::id)
        .select((
            competences::id,
            competences::label,
            competences::agreed_level,
        ))
        .load(connection)?;
    let assessed: Option<Json<Vec<AssessmentItem>>> = assessments::table
        .filter(assessments::case_id.eq(&referral.case_id))
        .filter(assessments::kind.eq(AssessmentKind::Final))
        .order(assessments::id.desc())
        .select(assessments::items)
        .first(connection)
        .optional()?;
    Ok(SendingCase {
        case,
        beneficiary_id,
        person,
        programme_title: title,
        project_code,
        funder,
        work_right_blocks: rule == "block",
        sender,
        recipient,
        signatory,
        goal: goal.filter(|goal| !goal.is_empty()),
        competences,
        assessed: assessed.map(|it| it.get()).unwrap_or_default(),
    })
}

/// The documents attached to the referral.
pub fn documents(tx: &mut Transaction, permit: &ToSend) -> Result<Vec<SharedDocument>> {
    Ok(attached::table
        .inner_join(documents::table)
        .left_join(certificates::table.on(certificates::document_id.eq(documents::id)))
        .filter(attached::referral_id.eq(&permit.parent().id))
        .order(documents::id)
        .select(shared_document!())
        .load(tx.connection(permit))?)
}

/// The edition that the case's next letter has.
pub fn next_letter_edition(tx: &mut Transaction, permit: &ToSend) -> Result<i32> {
    let last: Option<i32> = documents::table
        .filter(documents::case_id.eq(&permit.parent().case_id))
        .filter(documents::kind.eq(DocumentKind::ReferralLetter))
        .select(diesel::dsl::max(documents::edition))
        .first(tx.connection(permit))?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds the letter to the register of documents and to the referral. Of two letters of one case at
/// once, one is refused by the register's unique edition.
pub fn insert_letter(
    tx: &mut Transaction,
    permit: &ToSend,
    edition: i32,
    letter: &Letter,
) -> Result<DocumentId> {
    let (now, author) = (tx.now().naive_utc(), tx.actor().user_id.clone());
    let id = DocumentId::new();
    let referral = permit.parent();
    let inserted = diesel::insert_into(documents::table)
        .values((
            documents::id.eq(&id),
            documents::case_id.eq(&referral.case_id),
            documents::organisation_id.eq(&referral.organisation_id),
            documents::kind.eq(DocumentKind::ReferralLetter),
            documents::edition.eq(edition),
            documents::status.eq(DocumentStatus::Issued),
            documents::content.eq(&letter.content),
            documents::content_hash.eq(&letter.content_hash),
            documents::file.eq(Some(&letter.file)),
            documents::file_hash.eq(Some(&letter.file_hash)),
            documents::author_id.eq(author),
            documents::created_at.eq(now),
            documents::issued_at.eq(Some(now)),
            documents::version.eq(1),
        ))
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            return Err(Error::Conflict("changed_meanwhile"));
        }
        other => other?,
    };
    diesel::update(outbound_referrals::table.find(&referral.id))
        .set(outbound_referrals::letter_id.eq(Some(&id)))
        .execute(tx.connection(permit))?;
    Ok(id)
}

/// The address for mail of the case's lead operator, while that person can act.
pub fn lead_email(
    tx: &mut Transaction,
    permit: &Permit<Update, InboxReferral, InboxReferral>,
) -> Result<Option<String>> {
    Ok(case_operators::table
        .inner_join(users::table)
        .filter(case_operators::case_id.eq(&permit.parent().referral.case_id))
        .filter(case_operators::part.eq(OperatorPart::Lead))
        .filter(users::active.eq(true))
        .select(users::email)
        .first(tx.connection(permit))
        .optional()?)
}
