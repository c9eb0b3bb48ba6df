use super::{
    NewPathwayTemplate, NewProgramme, PathwayTemplate, PathwayTemplateId, Programme,
    ProgrammeFilter, ProgrammeId, ProgrammeTerms, store,
};
use crate::access::{Action, Create, List, Proof, Read, Transaction, Update};
use crate::db::types::Json;
use crate::error::{Checks, Error, Result};
use crate::http::Page;
use crate::organisations::{Organisation, OrganisationId};

/// Adds an edition of a pathway to those of a job centre.
pub fn add_template(
    tx: &mut Transaction,
    centre: &OrganisationId,
    new: NewPathwayTemplate,
) -> Result<PathwayTemplate> {
    let permit = tx.permit::<Create, PathwayTemplate, Organisation>(centre)?;
    must_run_audits(permit.parent())?;
    let template = PathwayTemplate {
        id: PathwayTemplateId::new(),
        organisation_id: centre.clone(),
        code: new.code,
        edition: 1,
        method: new.method,
        title: new.title,
        steps: Json::new(&new.steps),
        created_at: tx.now().naive_utc(),
        created_by: tx.actor().user_id.clone(),
    };
    let template = store::insert_template(tx, &permit, template)?;
    tx.touch::<PathwayTemplate>(&permit, Action::Create, &template.id);
    Ok(template)
}

pub fn read_template(tx: &mut Transaction, id: &PathwayTemplateId) -> Result<PathwayTemplate> {
    let permit = tx.permit::<Read, PathwayTemplate, PathwayTemplate>(id)?;
    Ok(permit.parent().clone())
}

/// All editions of a job centre, the newest first.
pub fn list_templates(
    tx: &mut Transaction,
    centre: &OrganisationId,
) -> Result<Vec<PathwayTemplate>> {
    let permit = tx.permit::<List, PathwayTemplate, Organisation>(centre)?;
    store::list_templates(tx, &permit)
}

/// Adds a programme to those of a job centre.
pub fn add(tx: &mut Transaction, centre: &OrganisationId, new: NewProgramme) -> Result<Programme> {
    let permit = tx.permit::<Create, Programme, Organisation>(centre)?;
    must_run_audits(permit.parent())?;
    check(tx, &permit, centre, &new.terms)?;
    let now = tx.now().naive_utc();
    let programme = Programme {
        id: ProgrammeId::new(),
        organisation_id: centre.clone(),
        code: new.code,
        terms: new.terms,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(tx, &permit, &programme)?;
    tx.touch::<Programme>(&permit, Action::Create, &programme.id);
    Ok(programme)
}

pub fn read(tx: &mut Transaction, id: &ProgrammeId) -> Result<Programme> {
    let permit = tx.permit::<Read, Programme, Programme>(id)?;
    Ok(permit.parent().clone())
}

/// The programmes within the actor's reach; those who refer people see the active ones of their
/// partners.
pub fn list(tx: &mut Transaction, page: &Page, filter: &ProgrammeFilter) -> Result<Vec<Programme>> {
    let listing = tx.listing::<Programme>()?;
    store::list(tx, &listing, page, filter)
}

/// Changes the terms of a programme. Running cases keep the pathway they began with.
pub fn update(
    tx: &mut Transaction,
    id: &ProgrammeId,
    version: i32,
    change: impl FnOnce(&ProgrammeTerms) -> Result<ProgrammeTerms>,
) -> Result<Programme> {
    let permit = tx.permit::<Update, Programme, Programme>(id)?;
    let before = permit.parent().clone();
    if before.version != version {
        return Err(Error::Stale {
            current: before.version,
        });
    }
    let terms = change(&before.terms)?;
    check(tx, &permit, &before.organisation_id, &terms)?;
    let after = Programme {
        terms,
        version: version + 1,
        updated_at: tx.now().naive_utc(),
        ..before
    };
    store::update(tx, &permit, &after)?;
    Ok(after)
}

/// One programme, under whatever right another feature holds.
pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &ProgrammeId) -> Result<Programme> {
    store::find(tx, proof, id)
}

/// One edition of a pathway, under whatever right another feature holds.
pub fn find_template(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &PathwayTemplateId,
) -> Result<PathwayTemplate> {
    store::find_template(tx, proof, id)
}

fn must_run_audits(centre: &Organisation) -> Result<()> {
    if centre.runs_audits() {
        Ok(())
    } else {
        Err(Error::Conflict("not_a_job_centre"))
    }
}

/// The pathway must be one of the same job centre's.
fn check(
    tx: &mut Transaction,
    proof: &impl Proof,
    centre: &OrganisationId,
    terms: &ProgrammeTerms,
) -> Result<()> {
    let template = match store::find_template(tx, proof, &terms.pathway_template_id) {
        Ok(template) => Some(template),
        Err(Error::NotFound(_)) => None,
        Err(other) => return Err(other),
    };
    let mut checks = Checks::default();
    let of_the_centre = template.is_some_and(|template| template.organisation_id == *centre);
    checks.ensure(of_the_centre, "/pathway_template_id", "unknown_code");
    let ends_after_start = terms.ends_on.is_none_or(|last| last >= terms.starts_on);
    checks.ensure(ends_after_start, "/ends_on", "before_start");
    checks.finish(|| Some(()))
}
