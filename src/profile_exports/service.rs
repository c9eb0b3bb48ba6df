use std::collections::HashMap;

use super::{
    ExportForm, ExportPurpose, ExportRequest, ExportSources, PortfolioPart, PortfolioSources,
    ProfileExport, ProfileExportId, Recipient, ShareFacts, TakenOut, store,
};
use crate::access::{Action, List, Permit, Read, Transaction};
use crate::assessments::service as assessments;
use crate::cases::{Case, CaseId, CaseStatus};
use crate::documents::{Document, service as documents};
use crate::error::{Error, Result, Unmet};
use crate::esco::Names;
use crate::evidence_files::{EvidenceFile, KeptFile, service as evidence_files};
use crate::organisations::{Partnership, service as organisations};
use crate::plans::{NextStep, service as plans};
use crate::profiles::{EvidenceVerification, Profile, service as profiles};
use crate::questionnaires::{QuestionnaireResponse, service as questionnaires};
use crate::sharing::{Authorised, SharingAuthorisation, service as sharing};

/// The most that the files of one dossier may have together, in bytes.
pub const MOST_BYTES: i64 = 20 * 1024 * 1024;

/// Reads a profile to be taken out, and says in the log what for. To the person it is handed in whatever
/// state the case is, for it is theirs; to somebody else only once the report is approved, while somebody
/// works on the case, and under an authorisation of the person that is live and covers the profile: every
/// guard that is not met is named.
pub fn take_out(tx: &mut Transaction, case: &CaseId, request: &ExportRequest) -> Result<TakenOut> {
    let permit = tx.permit::<Read, ProfileExport, Case>(case)?;
    tx.say_purpose(request.log_code());
    let of_profile = tx.further::<Read, Profile, Case>(&permit)?;
    let of_plan = tx.further::<List, NextStep, Case>(&permit)?;
    let profile = profiles::snapshot(tx, &of_profile, permit.case())?;
    let recipient = match request.purpose {
        ExportPurpose::HandedToPerson => None,
        ExportPurpose::ForValidationService | ExportPurpose::ForOtherService => {
            Some(recipient(tx, &permit, request, &profile)?)
        }
    };
    let files = match request.with_files {
        true => files(tx, &permit, &profile)?,
        false => Vec::new(),
    };
    let further = match request.form {
        ExportForm::Portfolio => further(tx, &permit, request, recipient.as_ref())?,
        _ => PortfolioSources::default(),
    };
    let names = match request.form.is_drawn() {
        true => names(tx, &permit, &profile)?,
        false => HashMap::new(),
    };
    let sources = ExportSources {
        id: ProfileExportId::new(),
        made_at: tx.now(),
        header: store::header(tx, &permit)?,
        appraisal: assessments::final_of(tx, &of_profile, permit.case())?,
        next_steps: plans::steps_of(tx, &of_plan)?,
        profile,
        names,
        recipient: recipient.map(|it| it.name),
    };
    Ok(TakenOut {
        sources,
        files,
        further,
    })
}

/// What the catalogue in use calls skills. No paper names an occupation.
fn names(
    tx: &mut Transaction,
    permit: &Permit<Read, ProfileExport, Case>,
    profile: &Profile,
) -> Result<HashMap<String, Names>> {
    let skills = profile.competences.iter();
    let skills = skills.filter_map(|it| it.content.statement.esco_uri.as_deref());
    let skills: Vec<&str> = skills.collect();
    if skills.is_empty() {
        return Ok(HashMap::new());
    }
    let held = tx.shelf().current(tx, permit)?;
    Ok(held.names(skills))
}

/// Whom the person lets have it; refuses what they do not.
fn recipient(
    tx: &mut Transaction,
    permit: &Permit<Read, ProfileExport, Case>,
    request: &ExportRequest,
    profile: &Profile,
) -> Result<Recipient> {
    let case = permit.case();
    case.ensure_open()?;
    let id = request.authorisation_id.as_ref();
    let id = id.ok_or_else(|| Error::unmet("authorisation_needed"))?;
    let Authorised {
        authorisation,
        document_ids,
    } = match sharing::find(tx, permit, &case.id, id) {
        Err(Error::NotFound(_)) => {
            return Err(Error::invalid("/authorisation_id", "unknown_code"));
        }
        other => other?,
    };
    tx.touch::<SharingAuthorisation>(permit, Action::Read, id);
    let recipient = organisations::find(tx, permit, &authorisation.recipient_organisation_id)?;
    let partnership = organisations::partnership(tx, permit, &case.organisation_id, &recipient.id)?;
    let facts = ShareFacts {
        report_approved: case.has_reached(CaseStatus::ReportApproved),
        evidence_contradicted: rests_on_contradicted(profile),
        authorisation: authorisation.status(tx.today()),
        profile_covered: authorisation.includes_profile,
        contact_covered: authorisation.includes_contact || !request.includes_contact,
        files_covered: !request.with_files,
        recipient_suited: request.purpose.goes_to(recipient.kind),
        recipient_active: recipient.active,
        agreement_lapsed: partnership == Partnership::Lapsed,
    };
    let unmet = facts.unmet();
    if unmet.is_empty() {
        return Ok(Recipient {
            name: recipient.name,
            document_ids,
        });
    }
    let unmet = unmet.into_iter().map(|guard| Unmet { guard });
    Err(Error::Unmet(unmet.collect()))
}

/// Whether a competence rests on evidence that was contradicted.
fn rests_on_contradicted(profile: &Profile) -> bool {
    let evidence = profile.evidence.iter();
    let mut contradicted = evidence
        .filter(|it| it.content.statement.verification == EvidenceVerification::Contradicted);
    contradicted.any(|it| {
        let mut competences = profile.competences.iter();
        competences.any(|one| one.content.evidence_ids.contains(&it.id))
    })
}

/// The files of evidence, where they are not too large to be sent in one answer.
fn files(
    tx: &mut Transaction,
    permit: &Permit<Read, ProfileExport, Case>,
    profile: &Profile,
) -> Result<Vec<KeptFile>> {
    let of_files = tx.further::<Read, EvidenceFile, Case>(permit)?;
    let files = profile.evidence.iter();
    let sizes: Vec<_> = files
        .filter_map(|entry| entry.content.file.as_ref())
        .map(|file| i64::from(file.size_bytes))
        .collect();
    if sizes.is_empty() {
        return Ok(Vec::new());
    }
    if sizes.iter().sum::<i64>() > MOST_BYTES {
        return Err(Error::Conflict("export_files_too_large"));
    }
    evidence_files::all_of(tx, &of_files)
}

/// What lies in the parts of a portfolio besides the profile. To somebody else go the documents that the person
/// named alone.
fn further(
    tx: &mut Transaction,
    permit: &Permit<Read, ProfileExport, Case>,
    request: &ExportRequest,
    recipient: Option<&Recipient>,
) -> Result<PortfolioSources> {
    let of_documents = tx.further::<List, Document, Case>(permit)?;
    let mut documents = documents::issued_files(tx, &of_documents)?;
    documents.retain(|(document, _)| {
        let part = PortfolioPart::with(document.kind);
        part.is_some_and(|part| request.parts.contains(&part))
            && recipient.is_none_or(|it| it.document_ids.contains(&document.id))
    });
    for (document, _) in &documents {
        tx.touch::<Document>(permit, Action::Read, &document.id);
    }
    let responses = match request.parts.contains(&PortfolioPart::Private) {
        true => {
            let of_answers = tx.further::<Read, QuestionnaireResponse, Case>(permit)?;
            questionnaires::answered(tx, &of_answers)?
        }
        false => Vec::new(),
    };
    Ok(PortfolioSources {
        documents,
        responses,
    })
}
