use chrono::Datelike;

use super::{
    AttendanceStatement, Certificate, CertificateId, CertificateStatus, PublicCertificate,
    PublicCheck, VerificationCode, store,
};
use crate::access::{Action, Create, List, Permit, Read, Transaction, Update};
use crate::cases::{Case, CaseId, CaseStatus};
use crate::credentials::service as credentials;
use crate::documents::content::Document as Content;
use crate::documents::{Document, DocumentKind, Enclosed, HolderWish, service as documents};
use crate::error::{Error, Result, Unmet};
use crate::organisations::store as organisations;

/// Issues the certificate of a case whose report is approved.
///
/// Refused to whoever leads or works on the case or assessed it, for a case that was withdrawn, and
/// where a valid certificate stands.
pub fn issue(tx: &mut Transaction, case: &CaseId) -> Result<CertificateId> {
    issue_as(tx, case, HolderWish::default())
}

/// The same for a person who said how they want to be named on it.
pub fn issue_as(tx: &mut Transaction, case: &CaseId, wish: HolderWish) -> Result<CertificateId> {
    let permit = tx.permit::<Create, Certificate, Case>(case)?;
    ensure_certifiable(tx, &permit)?;
    if store::has_valid(tx, &permit)? {
        return Err(Error::Conflict("certificate_exists"));
    }
    let certificate = give(tx, &permit, CertificateId::new(), None, wish)?;
    Ok(certificate.id)
}

/// Ends a certificate for good; its number stays in the register.
pub fn revoke(tx: &mut Transaction, id: &CertificateId, reason: &str) -> Result<Certificate> {
    let permit = tx.permit::<Update, Certificate, Certificate>(id)?;
    let case = permit.parent().case_id.clone();
    if documents::is_involved(tx, &permit, &case)? {
        return Err(Error::unmet("four_eyes"));
    }
    store::end(tx, &permit, CertificateStatus::Revoked, reason, None)?;
    credentials::end(tx, &permit, id)?;
    documents::revoke(tx, &permit, &case, DocumentKind::ParticipationCertificate)?;
    store::find(tx, &permit, id)
}

/// Puts a new certificate, with what is recorded now and a number of its own, in the place of a valid
/// one. Gives the new one. The person is named as before, where they do not want it otherwise now.
pub fn replace(
    tx: &mut Transaction,
    id: &CertificateId,
    reason: &str,
    wished: impl FnOnce(HolderWish) -> HolderWish,
) -> Result<Certificate> {
    let old = tx.permit::<Update, Certificate, Certificate>(id)?;
    let permit = tx.permit::<Create, Certificate, Case>(&old.parent().case_id)?;
    ensure_certifiable(tx, &permit)?;
    let new = CertificateId::new();
    store::end(tx, &old, CertificateStatus::Replaced, reason, Some(&new))?;
    let (number, wish) = (old.parent().number.clone(), wished(old.parent().wish()));
    let replacement = give(tx, &permit, new, Some(number), wish)?;
    // After the number, the key and the list were taken in the order in which whoever issues takes them.
    credentials::end(tx, &old, id)?;
    Ok(replacement)
}

/// States the attendance of a person who gets no certificate, or not yet: also after a withdrawal.
pub fn state_attendance(tx: &mut Transaction, case: &CaseId, wish: HolderWish) -> Result<Document> {
    let permit = tx.permit::<Create, AttendanceStatement, Case>(case)?;
    let (mut content, hours) = documents::participation_of(tx, &permit, case)?;
    if hours.meetings == 0 {
        return Err(Error::unmet("no_session_attended"));
    }
    content.holder = content.holder.wished_as(wish);
    let kind = DocumentKind::AttendanceStatement;
    let edition = documents::next_edition(tx, &permit, case, kind)?;
    content.number = format!("{}/{edition}", permit.case().case_code);
    let content = Content::AttendanceStatement(content);
    let document = documents::issue(tx, &permit, kind, edition, &content, None)?;
    documents::read(tx, &document)
}

/// All that stands against a certificate, at once.
fn ensure_certifiable(
    tx: &mut Transaction,
    permit: &Permit<Create, Certificate, Case>,
) -> Result<()> {
    let case = permit.case();
    let guards = [
        ("case_withdrawn", case.status == CaseStatus::Withdrawn),
        ("four_eyes", documents::is_involved(tx, permit, &case.id)?),
        (
            "no_approved_report",
            !documents::has_issued_report(tx, permit, &case.id)?,
        ),
    ];
    let unmet: Vec<Unmet> = guards
        .into_iter()
        .filter(|(_, refused)| *refused)
        .map(|(guard, _)| Unmet { guard })
        .collect();
    if unmet.is_empty() {
        Ok(())
    } else {
        Err(Error::Unmet(unmet))
    }
}

/// Gives a certificate its number and code, prints it and enters it in the register.
fn give(
    tx: &mut Transaction,
    permit: &Permit<Create, Certificate, Case>,
    id: CertificateId,
    replaces: Option<String>,
    wish: HolderWish,
) -> Result<Certificate> {
    let case = permit.case();
    let issuer = organisations::find(tx, permit, &case.organisation_id)?;
    let prefix = issuer
        .certificate_prefix
        .ok_or(Error::unmet("no_certificate_prefix"))?;
    let kind = DocumentKind::ParticipationCertificate;
    let (mut content, hours) = documents::participation_of(tx, permit, &case.id)?;
    let edition = documents::next_edition(tx, permit, &case.id, kind)?;

    let year = tx.today().year();
    let number = format!(
        "{prefix}-{year}-{:06}",
        store::next_number(tx, permit, year)?
    );
    let code = VerificationCode::random();
    content.number.clone_from(&number);
    content.verification_code = Some(code.grouped());
    content.replaces = replaces;
    content.holder = content.holder.wished_as(wish);
    let page = Content::Certificate(content.clone());
    let draft = credentials::draft(tx, permit, &content, &page.content_hash())?;
    let enclosed = Enclosed {
        verify_url: &format!("{}/verify/{}", tx.public_url(), code.as_str()),
        credential: draft.token(),
        sign: &|message| draft.sign(message),
    };
    let document =
        documents::issue(tx, permit, kind, edition, &page, Some(&enclosed)).map_err(|error| {
            match error {
                Error::Conflict("already_exists") => Error::Conflict("certificate_exists"),
                other => other,
            }
        })?;
    let certificate = Certificate {
        id,
        case_id: case.id.clone(),
        organisation_id: case.organisation_id.clone(),
        document_id: document,
        number,
        verification_code: code.as_str().to_owned(),
        status: CertificateStatus::Valid,
        minutes_attended: hours.attended(),
        minutes_planned: hours.planned,
        issued_by: tx.actor().user_id.clone(),
        issued_at: tx.now().naive_utc(),
        ended_at: None,
        ended_by: None,
        ended_reason: None,
        replaced_by: None,
        version: 1,
        shows_birth: wish.shows_birth,
        name_in_original_script: wish.name_in_original_script,
    };
    store::insert(tx, permit, &certificate)?;
    credentials::keep(tx, permit, draft, &certificate.id)?;
    tx.touch::<Certificate>(permit, Action::Create, &certificate.id);
    Ok(certificate)
}

pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<Certificate>> {
    let permit = tx.permit::<List, Certificate, Case>(case)?;
    store::list(tx, &permit)
}

pub fn read(tx: &mut Transaction, id: &CertificateId) -> Result<Certificate> {
    let permit = tx.permit::<Read, Certificate, Certificate>(id)?;
    Ok(permit.parent().clone())
}

/// The certificate's number and its file.
pub fn file(tx: &mut Transaction, id: &CertificateId) -> Result<(String, Vec<u8>)> {
    let permit = tx.permit::<Read, Certificate, Certificate>(id)?;
    let certificate = permit.parent();
    let file = documents::file_of(tx, &permit, &certificate.document_id)?;
    Ok((certificate.number.clone(), file))
}

/// Whether a certificate stands, for anybody who has its code. What is no code is an unknown one.
pub fn check(tx: &mut Transaction, code: &str) -> Result<Option<PublicCertificate>> {
    let permit = tx.service_permit::<Read, PublicCheck>()?;
    match VerificationCode::read(code) {
        Some(code) => store::find_public(tx, &permit, &code),
        None => Ok(None),
    }
}
