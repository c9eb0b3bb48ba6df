use std::collections::{HashMap, HashSet};

use super::{
    ChosenCompetence, CompetenceCredential, CompetenceCredentialFilter, CompetenceCredentialId,
    CompetenceCredentialStatus, CompetenceWording, NewCompetenceCredential, Signed, store,
};
use crate::access::{Action, Create, List, Permit, Read, Transaction, Update};
use crate::assessments::service as assessments;
use crate::cases::{Case, CaseId, CaseStatus, store as cases};
use crate::credentials::service as credentials;
use crate::credentials::{Attestation, AttestedCompetence, AttestedSkill};
use crate::db::types::Json;
use crate::documents::{HolderWish, service as documents};
use crate::entitlements::{Entitlement, service as entitlements};
use crate::error::{Checks, Error, Result, Unmet};
use crate::http::Page;
use crate::organisations::{Organisation, OrganisationId};
use crate::profiles::service::Stored;
use crate::profiles::{CompetenceId, CompetenceStatement};

/// Issues a credential of the competences that the person chose, as the approved report has them.
///
/// Refused where a certificate would be, before the person confirmed how their name is written, and at a level
/// that the job centre is not entitled to today.
pub fn issue(tx: &mut Transaction, case: &CaseId, new: NewCompetenceCredential) -> Result<Signed> {
    let permit = tx.permit::<Create, CompetenceCredential, Case>(case)?;
    let status = cases::hold(tx, &permit)?;
    let entitlement = ensure_attestable(tx, &permit, status, &new)?;
    let competences = attested(tx, &permit, &new)?;
    let (content, _hours) = documents::participation_of(tx, &permit, case)?;
    let holder = content.holder.wished_as(HolderWish {
        name_in_original_script: new.name_in_original_script,
        ..HolderWish::default()
    });
    let attestation = Attestation {
        issuer: &content.issuer,
        programme: &content.programme,
        holder: &holder,
        level: new.attestation_level,
        entitlement: entitlement.as_ref(),
        act_reference: new.act_reference.as_deref(),
        competences: &competences,
    };
    let issued = CompetenceCredential {
        id: CompetenceCredentialId::new(),
        case_id: case.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        credential_id: credentials::attest(tx, &permit, &attestation)?,
        status: CompetenceCredentialStatus::Valid,
        requested_on: new.requested_on,
        request_form: new.request_form,
        attestation_level: new.attestation_level,
        entitlement_id: entitlement.map(|it| it.id),
        name_in_original_script: new.name_in_original_script,
        competences: Json::new(&new.competences),
        issued_by: tx.actor().user_id.clone(),
        issued_at: tx.now().naive_utc(),
        ended_at: None,
        ended_by: None,
        ended_reason: None,
        version: 1,
        act_reference: new.act_reference,
    };
    store::insert(tx, &permit, &issued)?;
    tx.touch::<CompetenceCredential>(&permit, Action::Create, &issued.id);
    store::find(tx, &permit, &issued.id)
}

/// All that stands against it, at once; else what entitles the job centre to the level.
fn ensure_attestable(
    tx: &mut Transaction,
    permit: &Permit<Create, CompetenceCredential, Case>,
    status: CaseStatus,
    new: &NewCompetenceCredential,
) -> Result<Option<Entitlement>> {
    let case = permit.case();
    let needed = new.attestation_level.needs();
    let entitlement = match needed {
        Some(level) => entitlements::in_force(tx, permit, &case.organisation_id, level)?,
        None => None,
    };
    let guards = [
        ("case_withdrawn", status == CaseStatus::Withdrawn),
        ("four_eyes", documents::is_involved(tx, permit, &case.id)?),
        (
            "no_approved_report",
            !documents::has_issued_report(tx, permit, &case.id)?,
        ),
        ("name_confirmed", !store::is_name_confirmed(tx, permit)?),
        ("not_entitled", needed.is_some() && entitlement.is_none()),
    ];
    let refused = guards.into_iter().filter(|(_, refused)| *refused);
    let unmet: Vec<Unmet> = refused.map(|(guard, _)| Unmet { guard }).collect();
    if unmet.is_empty() {
        Ok(entitlement)
    } else {
        Err(Error::Unmet(unmet))
    }
}

/// The competences chosen, with the levels of the final assessment where it has them, as the report does.
fn attested(
    tx: &mut Transaction,
    permit: &Permit<Create, CompetenceCredential, Case>,
    new: &NewCompetenceCredential,
) -> Result<Vec<AttestedCompetence>> {
    let case = permit.case();
    let found = CompetenceStatement::list(tx, permit, &case.id)?;
    let found: HashMap<_, _> = found.into_iter().map(|it| (it.id, it.content)).collect();
    let appraisal = assessments::final_of(tx, permit, case)?;
    let items = appraisal.map(|it| it.items.get()).unwrap_or_default();
    let assessed: HashMap<_, _> = items
        .into_iter()
        .filter_map(|item| Some((item.competence_id, item.agreed_level?)))
        .collect();
    let mut checks = Checks::default();
    let past = new.requested_on <= tx.today();
    checks.ensure(past, "/requested_on", "in_the_future");
    let (mut attested, mut seen) = (Vec::new(), HashSet::new());
    for (index, chosen) in new.competences.iter().enumerate() {
        let pointer = format!("/competences/{index}/competence_id");
        checks.ensure(seen.insert(&chosen.competence_id), &pointer, "listed_twice");
        let competence = as_chosen(chosen, &found, &assessed);
        attested.extend(checks.value(competence, &pointer));
    }
    checks.finish(|| Some(attested))
}

fn as_chosen(
    chosen: &ChosenCompetence,
    found: &HashMap<CompetenceId, CompetenceStatement>,
    assessed: &HashMap<CompetenceId, i32>,
) -> std::result::Result<AttestedCompetence, &'static str> {
    let id = &chosen.competence_id;
    let competence = found.get(id).ok_or("not_in_this_case")?;
    let level = assessed.get(id).copied().or(competence.agreed_level);
    // 0 says that the person cannot do it yet.
    let agreed_level = level.filter(|it| *it > 0).ok_or("no_agreed_level")?;
    let skill = competence.esco_uri.clone().map(|uri| AttestedSkill {
        label: competence.esco_label.clone().unwrap_or_else(|| uri.clone()),
        uri,
        release: competence.esco_release.clone(),
    });
    let named = || skill.clone().ok_or("no_esco_name");
    let own = competence.label.clone();
    let (name, skill) = match chosen.wording {
        CompetenceWording::OwnWords => (own, None),
        CompetenceWording::EscoName => named().map(|skill| (skill.label.clone(), Some(skill)))?,
        CompetenceWording::Both => (own, Some(named()?)),
    };
    Ok(AttestedCompetence {
        name,
        skill,
        agreed_level,
    })
}

/// Ends one for good: its bit is set in the status list. Refused to whoever could not have issued it.
pub fn revoke(tx: &mut Transaction, id: &CompetenceCredentialId, reason: &str) -> Result<Signed> {
    let permit = tx.permit::<Update, CompetenceCredential, CompetenceCredential>(id)?;
    if documents::is_involved(tx, &permit, &permit.parent().case_id)? {
        return Err(Error::unmet("four_eyes"));
    }
    store::end(tx, &permit, reason)?;
    credentials::end_attested(tx, &permit, &permit.parent().credential_id)?;
    store::find(tx, &permit, id)
}

pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<Signed>> {
    let permit = tx.permit::<List, CompetenceCredential, Case>(case)?;
    store::list(tx, &permit)
}

/// Those that an organisation issued.
pub fn register(
    tx: &mut Transaction,
    organisation: &OrganisationId,
    page: &Page,
    filter: &CompetenceCredentialFilter,
) -> Result<Vec<Signed>> {
    let permit = tx.permit::<List, CompetenceCredential, Organisation>(organisation)?;
    let found = store::register(tx, &permit, page, filter)?;
    for (credential, _) in &found {
        tx.touch::<Case>(&permit, Action::List, &credential.case_id);
    }
    Ok(found)
}

pub fn read(tx: &mut Transaction, id: &CompetenceCredentialId) -> Result<Signed> {
    let permit = tx.permit::<Read, CompetenceCredential, CompetenceCredential>(id)?;
    store::find(tx, &permit, id)
}

/// The credential itself, signed.
pub fn token(tx: &mut Transaction, id: &CompetenceCredentialId) -> Result<String> {
    let permit = tx.permit::<Read, CompetenceCredential, CompetenceCredential>(id)?;
    credentials::token_of(tx, &permit, &permit.parent().credential_id)
}
