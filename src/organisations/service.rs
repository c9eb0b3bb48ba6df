use super::{
    Agreement, AgreementId, NewAgreement, NewOrganisation, Organisation, OrganisationFilter,
    OrganisationId, Partnership, store,
};
use crate::access::{Action, Create, List, Proof, Read, Transaction, Update};
use crate::error::{Checks, Error, Result};
use crate::http::Page;

/// The guard of a partnership that has lapsed.
pub const LAPSED: &str = "agreement_lapsed";

/// Adds an organisation to the network.
pub fn add(tx: &mut Transaction, new: NewOrganisation) -> Result<Organisation> {
    let own = tx.actor().organisation_id.clone();
    let permit = tx.permit::<Create, Organisation, Organisation>(&own)?;
    let organisation = row(tx, new);
    store::insert(tx, &permit, &organisation)?;
    tx.touch::<Organisation>(&permit, Action::Create, &organisation.id);
    Ok(organisation)
}

/// The first organisation of a service, added by the command line.
pub fn add_by_command(tx: &mut Transaction, new: NewOrganisation) -> Result<Organisation> {
    let permit = tx.service_permit::<Create, Organisation>()?;
    let organisation = row(tx, new);
    store::insert(tx, &permit, &organisation)?;
    Ok(organisation)
}

fn row(tx: &Transaction, new: NewOrganisation) -> Organisation {
    let now = tx.now().naive_utc();
    Organisation {
        id: OrganisationId::new(),
        name: new.name,
        kind: new.kind,
        tax_code: new.tax_code,
        municipality: new.municipality,
        address: new.address,
        email: new.email,
        phone: new.phone,
        certificate_prefix: new.certificate_prefix,
        active: new.active,
        version: 1,
        created_at: now,
        updated_at: now,
        caseload_limit: None,
        privacy_contact: None,
        legal_note: None,
    }
}

pub fn read(tx: &mut Transaction, id: &OrganisationId) -> Result<Organisation> {
    let permit = tx.permit::<Read, Organisation, Organisation>(id)?;
    Ok(permit.parent().clone())
}

/// The active organisations of the network.
pub fn list(
    tx: &mut Transaction,
    page: &Page,
    filter: OrganisationFilter,
) -> Result<Vec<Organisation>> {
    let listing = tx.listing::<Organisation>()?;
    store::list(tx, &listing, page, filter)
}

/// Changes an organisation; one that is switched off can neither sign in nor receive from then on. A prefix of
/// certificates' numbers is given once: numbers that were issued go on to begin with it.
pub fn update(
    tx: &mut Transaction,
    id: &OrganisationId,
    version: i32,
    change: impl FnOnce(Organisation) -> Organisation,
) -> Result<Organisation> {
    let permit = tx.permit::<Update, Organisation, Organisation>(id)?;
    let before = permit.parent().clone();
    if before.version != version {
        return Err(Error::Stale {
            current: before.version,
        });
    }
    let prefix = before.certificate_prefix.clone();
    let mut after = change(before);
    if prefix.is_some() && after.certificate_prefix != prefix {
        return Err(Error::invalid("/certificate_prefix", "given_once"));
    }
    after.version = version + 1;
    after.updated_at = tx.now().naive_utc();
    store::update(tx, &permit, &after)?;
    Ok(after)
}

/// Records an agreement of a job centre with a partner.
pub fn agree(
    tx: &mut Transaction,
    centre: &OrganisationId,
    new: NewAgreement,
) -> Result<Agreement> {
    let permit = tx.permit::<Create, Agreement, Organisation>(centre)?;
    let mut checks = Checks::default();
    let ends_after_start = new.valid_to.is_none_or(|last| last >= new.valid_from);
    checks.ensure(ends_after_start, "/valid_to", "before_start");
    checks.ensure(new.signed_on <= tx.today(), "/signed_on", "in_the_future");
    checks.ensure(new.partner_id != *centre, "/partner_id", "not_oneself");
    checks.finish(|| Some(()))?;
    match store::find(tx, &permit, &new.partner_id) {
        Err(Error::NotFound(_)) => return Err(Error::invalid("/partner_id", "unknown_code")),
        other => other?,
    };
    let agreement = Agreement {
        id: AgreementId::new(),
        organisation_id: centre.clone(),
        partner_id: new.partner_id,
        kind: new.kind,
        title: new.title,
        signed_on: new.signed_on,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        warned_on: None,
        version: 1,
        created_at: tx.now().naive_utc(),
    };
    store::insert_agreement(tx, &permit, &agreement)?;
    Ok(agreement)
}

pub fn list_agreements(tx: &mut Transaction, centre: &OrganisationId) -> Result<Vec<Agreement>> {
    let permit = tx.permit::<List, Agreement, Organisation>(centre)?;
    store::list_agreements(tx, &permit)
}

/// One organisation, under whatever right another feature holds.
pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &OrganisationId) -> Result<Organisation> {
    store::find(tx, proof, id)
}

/// How a job centre and a partner stand to each other today; an organisation needs no agreement with
/// itself.
pub fn partnership(
    tx: &mut Transaction,
    proof: &impl Proof,
    centre: &OrganisationId,
    partner: &OrganisationId,
) -> Result<Partnership> {
    if centre == partner {
        return Ok(Partnership::InForce);
    }
    let agreements = store::agreements_between(tx, proof, centre, partner)?;
    Ok(Partnership::of(&agreements, tx.today()))
}

/// Refuses a partner whose agreement with the job centre has lapsed; a renewal lets them in again.
pub fn ensure_not_lapsed(
    tx: &mut Transaction,
    proof: &impl Proof,
    centre: &OrganisationId,
    partner: &OrganisationId,
) -> Result<()> {
    match partnership(tx, proof, centre, partner)? {
        Partnership::Lapsed => Err(Error::unmet(LAPSED)),
        Partnership::InForce | Partnership::None => Ok(()),
    }
}

/// Whether two job centres have an agreement in force today, whichever of them recorded it.
pub fn have_agreed(
    tx: &mut Transaction,
    proof: &impl Proof,
    one: &OrganisationId,
    other: &OrganisationId,
) -> Result<bool> {
    let recorded = partnership(tx, proof, one, other)?;
    let reversed = partnership(tx, proof, other, one)?;
    Ok([recorded, reversed].contains(&Partnership::InForce))
}
