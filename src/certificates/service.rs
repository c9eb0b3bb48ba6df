use chrono::Datelike;

use super::{
    AttendanceStatement, Certificate, CertificateFilter, CertificateId, CertificateStatus,
    PublicCertificate, PublicCheck, Registered, VerificationCode, store,
};
use crate::access::{Action, Create, List, Permit, Read, Transaction, Update};
use crate::cases::{Case, CaseId, CaseStatus, store as cases};
use crate::credentials::service as credentials;
use crate::documents::content::Document as Content;
use crate::documents::{Document, DocumentKind, Enclosed, HolderWish, service as documents};
use crate::error::{Error, Result, Unmet};
use crate::http::Page;
use crate::organisations::{Organisation, OrganisationId, store as organisations};
use crate::transitions::service as transitions;

/// Issues the certificate of a case, as the person wants to be named on it: what the move that ends the audit
/// brings about, which asked every guard and holds the case ([`crate::transitions`]).
pub fn issue(tx: &mut Transaction, case: &CaseId, wish: HolderWish) -> Result<CertificateId> {
    let permit = tx.permit::<Create, Certificate, Case>(case)?;
    if !documents::has_issued_report(tx, &permit, case)? {
        return Err(Error::unmet("no_approved_report"));
    }
    let certificate = give(tx, &permit, CertificateId::new(), None, wish)?;
    Ok(certificate.id)
}

/// Ends a certificate for good; its number stays in the register.
pub fn revoke(tx: &mut Transaction, id: &CertificateId, reason: &str) -> Result<Registered> {
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

/// Puts a new certificate, with what is recorded now and a number of its own, in the place of a valid one, or
/// of a revoked one where none is valid. Gives the new one. The person is named as before, where they do not
/// want it otherwise now.
///
/// Refused where an issue would be, and for a case that was withdrawn: but not where the one before is valid
/// and the key of its credential was compromised, which is no doing of the person's.
pub fn replace(
    tx: &mut Transaction,
    id: &CertificateId,
    reason: &str,
    wished: impl FnOnce(HolderWish) -> HolderWish,
) -> Result<Registered> {
    let permit = tx.permit::<Update, Certificate, Certificate>(id)?;
    let create = tx.permit::<Create, Certificate, Case>(&permit.parent().case_id)?;
    let status = cases::hold(tx, &create)?;
    // As it is now that the case is held.
    let (old, key) = store::find(tx, &permit, id)?;
    let was_valid = old.status == CertificateStatus::Valid;
    let key_fell = key.is_some_and(|key| !key.stands());
    let withdrawn = status == CaseStatus::Withdrawn && !(was_valid && key_fell);
    ensure_replaceable(tx, &create, withdrawn)?;
    let new = CertificateId::new();
    if was_valid {
        let replaced = CertificateStatus::Replaced;
        store::end(tx, &permit, replaced, reason, Some(&new))?;
    } else {
        store::succeed(tx, &permit, reason, &new)?;
        if store::has_valid(tx, &create)? {
            return Err(Error::Conflict("certificate_exists"));
        }
    }
    let wish = wished(old.wish());
    let replacement = give(tx, &create, new, Some(old.number), wish)?;
    if was_valid {
        // After the number, the key and the list were taken in the order in which whoever issues takes them.
        credentials::end(tx, &permit, id)?;
    }
    store::find(tx, &create, &replacement.id)
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

/// All that stands against a certificate in the place of another one, at once.
fn ensure_replaceable(
    tx: &mut Transaction,
    permit: &Permit<Create, Certificate, Case>,
    withdrawn: bool,
) -> Result<()> {
    let reported = documents::has_issued_report(tx, permit, &permit.case().id)?;
    let guards = [
        ("case_withdrawn", withdrawn),
        ("no_approved_report", !reported),
    ];
    let refused = guards.into_iter().filter(|(_, refused)| *refused);
    let refused = refused.map(|(guard, _)| guard);
    let of_an_issue = transitions::unmet_by_replacement(tx, permit)?;
    let unmet: Vec<Unmet> = refused
        .chain(of_an_issue)
        .map(|guard| Unmet { guard })
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
        replacement_reason: None,
    };
    store::insert(tx, permit, &certificate)?;
    credentials::keep(tx, permit, draft, &certificate.id)?;
    tx.touch::<Certificate>(permit, Action::Create, &certificate.id);
    Ok(certificate)
}

pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<Registered>> {
    let permit = tx.permit::<List, Certificate, Case>(case)?;
    store::list(tx, &permit)
}

/// The certificates that an organisation issued.
pub fn register(
    tx: &mut Transaction,
    organisation: &OrganisationId,
    page: &Page,
    filter: &CertificateFilter,
) -> Result<Vec<Registered>> {
    let permit = tx.permit::<List, Certificate, Organisation>(organisation)?;
    let found = store::register(tx, &permit, page, filter)?;
    for (certificate, _) in &found {
        tx.touch::<Case>(&permit, Action::List, &certificate.case_id);
    }
    Ok(found)
}

pub fn read(tx: &mut Transaction, id: &CertificateId) -> Result<Registered> {
    let permit = tx.permit::<Read, Certificate, Certificate>(id)?;
    store::find(tx, &permit, id)
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
