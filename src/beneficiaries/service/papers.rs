use std::sync::LazyLock;

use chrono::NaiveDate;

use super::{data_key, known_data_keys};
use crate::access::{Create, List, Proof, Read, Transaction, Update};
use crate::beneficiaries::identifier::comparable;
use crate::beneficiaries::tax_code::{TaxCode, TaxCodeKind};
use crate::beneficiaries::work_right::{Evaluation, WorkRules};
use crate::beneficiaries::{
    Beneficiary, BeneficiaryId, Identifier, IdentifierId, IdentifierKind, IdentifierValue,
    NewIdentifier, NewReceptionStay, NewStayPermit, ReceptionStay, ReceptionStayId, StayPermit,
    StayPermitId, store,
};
use crate::error::{Checks, Error, Result};
use crate::organisations::OrganisationId;
use crate::vault::{Place, Vault};

static WORK_RULES: LazyLock<WorkRules> =
    LazyLock::new(|| WorkRules::load(None).expect("the compiled-in table is tested"));

/// Adds an identifier to a person. A value that the organisation knows already, of whomever, is a
/// conflict that names nobody; a provisional tax code does not come after a definitive one.
pub fn add_identifier(
    tx: &mut Transaction,
    id: &BeneficiaryId,
    new: NewIdentifier,
) -> Result<IdentifierValue> {
    let permit = tx.permit::<Create, Identifier, Beneficiary>(id)?;
    let today = tx.today();
    let mut checks = Checks::default();
    check_past(new.valid_from, today, "/valid_from", &mut checks);
    check_end(new.valid_from, new.valid_to, "/valid_to", &mut checks);
    check_past(new.verified_on, today, "/verified_on", &mut checks);
    checks.finish(|| Some(()))?;

    let person = permit.parent().id.clone();
    let organisation = permit.parent().organisation_id.clone();
    store::hold(tx, &permit, permit.parent())?;
    let key = data_key(tx, &permit, &person, &organisation)?;
    let row = IdentifierId::new();
    let identifier = Identifier {
        sealed_value: key.seal(place(&row, &organisation), &new.value),
        blind_index: blind_index(&tx.vault(), &organisation, new.kind, &new.value),
        id: row,
        beneficiary_id: person,
        organisation_id: organisation,
        kind: new.kind,
        issuing_country: new.issuing_country,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        verified_on: new.verified_on,
        verified_by: new.verified_on.map(|_| tx.actor().user_id.clone()),
        replaced_at: None,
        created_at: tx.now().naive_utc(),
        created_by: tx.actor().user_id.clone(),
        key_holder_id: None,
    };
    let present = store::present_identifiers(tx, &permit)?;
    let definitive = present.iter().any(|it| it.kind == IdentifierKind::Cf);
    if new.kind == IdentifierKind::CfProvisional && definitive {
        return Err(Error::Conflict("definitive_tax_code_known"));
    }
    let replaced = present.into_iter().filter(|it| identifier.replaces(it));
    let replaced: Vec<_> = replaced.map(|it| it.id).collect();
    store::insert_identifier(tx, &permit, &identifier)?;
    store::replace_identifiers(tx, &permit, replaced)?;
    Ok(IdentifierValue {
        identifier,
        value: Some(new.value),
    })
}

/// All identifiers of a person with their values, those that were replaced too.
pub fn list_identifiers(tx: &mut Transaction, id: &BeneficiaryId) -> Result<Vec<IdentifierValue>> {
    let permit = tx.permit::<List, Identifier, Beneficiary>(id)?;
    let organisation = permit.parent().organisation_id.clone();
    let rows = store::list_identifiers(tx, &permit)?;
    let holders = rows.iter().map(|row| row.key_holder().clone()).collect();
    let keys = known_data_keys(tx, &permit, holders, &organisation)?;
    rows.into_iter()
        .map(|identifier| {
            let place = place(&identifier.id, &organisation);
            let open = keys
                .get(identifier.key_holder())
                .map(|key| key.open_since(place, &identifier.sealed_value, identifier.created_at));
            let value = open.transpose().map_err(Error::internal)?.flatten();
            Ok(IdentifierValue { identifier, value })
        })
        .collect()
}

/// Records what the person's permit of stay shows; from now on it is the one that counts.
pub fn add_stay_permit(
    tx: &mut Transaction,
    id: &BeneficiaryId,
    new: NewStayPermit,
) -> Result<StayPermit> {
    let permit = tx.permit::<Create, StayPermit, Beneficiary>(id)?;
    let today = tx.today();
    let mut checks = Checks::default();
    let known = WORK_RULES.knows_permit(&new.permit_code);
    checks.ensure(known, "/permit_code", "unknown_code");
    check_past(new.application_on, today, "/application_on", &mut checks);
    check_past(new.issued_on, today, "/issued_on", &mut checks);
    check_end(new.issued_on, new.expires_on, "/expires_on", &mut checks);
    checks.finish(|| Some(()))?;
    store::hold(tx, &permit, permit.parent())?;
    let row = StayPermit {
        id: StayPermitId::new(),
        beneficiary_id: permit.parent().id.clone(),
        organisation_id: permit.parent().organisation_id.clone(),
        permit_code: new.permit_code,
        status: new.status,
        application_on: new.application_on,
        issued_on: new.issued_on,
        expires_on: new.expires_on,
        created_at: tx.now().naive_utc(),
        created_by: tx.actor().user_id.clone(),
    };
    store::insert_stay_permit(tx, &permit, &row)?;
    Ok(row)
}

/// All that was recorded of a person's permits, the newest first.
pub fn list_stay_permits(tx: &mut Transaction, id: &BeneficiaryId) -> Result<Vec<StayPermit>> {
    let permit = tx.permit::<List, StayPermit, Beneficiary>(id)?;
    store::list_stay_permits(tx, &permit)
}

/// Whether the person may work on a day (today unless another is asked), as advice.
pub fn work_right(
    tx: &mut Transaction,
    id: &BeneficiaryId,
    on: Option<NaiveDate>,
) -> Result<(NaiveDate, Evaluation)> {
    let permit = tx.permit::<Read, StayPermit, Beneficiary>(id)?;
    let on = on.unwrap_or(tx.today());
    let person = permit.parent().id.clone();
    Ok((on, work_right_of(tx, &permit, &person, on)?))
}

/// The right to work on a day by the permit that counts, under whatever right another feature holds.
pub fn work_right_of(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &BeneficiaryId,
    on: NaiveDate,
) -> Result<Evaluation> {
    let latest = latest_permit(tx, proof, id)?;
    let facts = latest.as_ref().map(StayPermit::facts);
    Ok(WORK_RULES.evaluate(facts.as_ref(), on))
}

/// The permit of stay that counts: the one recorded last.
pub fn latest_permit(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &BeneficiaryId,
) -> Result<Option<StayPermit>> {
    store::latest_permit(tx, proof, id)
}

/// Records where a person lives, or lived.
pub fn add_reception_stay(
    tx: &mut Transaction,
    id: &BeneficiaryId,
    new: NewReceptionStay,
) -> Result<ReceptionStay> {
    let permit = tx.permit::<Update, Beneficiary, Beneficiary>(id)?;
    let today = tx.today();
    let mut checks = Checks::default();
    check_past(new.from_on, today, "/from_on", &mut checks);
    check_end(new.from_on, new.to_on, "/to_on", &mut checks);
    check_end(
        new.from_on,
        new.expected_exit_on,
        "/expected_exit_on",
        &mut checks,
    );
    checks.finish(|| Some(()))?;
    store::hold(tx, &permit, permit.parent())?;
    let stay = ReceptionStay {
        id: ReceptionStayId::new(),
        beneficiary_id: permit.parent().id.clone(),
        organisation_id: permit.parent().organisation_id.clone(),
        reception_organisation_id: new.reception_organisation_id,
        facility_kind: new.facility_kind,
        from_on: new.from_on,
        to_on: new.to_on,
        expected_exit_on: new.expected_exit_on,
        created_at: tx.now().naive_utc(),
        created_by: tx.actor().user_id.clone(),
    };
    store::insert_reception_stay(tx, &permit, &stay)?;
    Ok(stay)
}

pub fn list_reception_stays(
    tx: &mut Transaction,
    id: &BeneficiaryId,
) -> Result<Vec<ReceptionStay>> {
    let permit = tx.permit::<Read, Beneficiary, Beneficiary>(id)?;
    store::list_reception_stays(tx, &permit)
}

/// What stands for a tax code in searches.
pub(super) fn tax_code_index(vault: &Vault, centre: &OrganisationId, code: &TaxCode) -> String {
    let kind = match code.kind() {
        TaxCodeKind::Definitive => IdentifierKind::Cf,
        TaxCodeKind::Provisional => IdentifierKind::CfProvisional,
    };
    blind_index(vault, centre, kind, code.as_str())
}

/// Bound to the organisation, so that equal indexes in two of them tell nothing.
fn blind_index(
    vault: &Vault,
    organisation: &OrganisationId,
    kind: IdentifierKind,
    value: &str,
) -> String {
    let scope = format!("identifier\u{1f}{organisation}\u{1f}{kind}");
    vault.blind_index(&scope, &comparable(value))
}

fn place<'a>(id: &'a IdentifierId, organisation: &'a OrganisationId) -> Place<'a> {
    Place {
        table: "identifiers",
        column: "sealed_value",
        row: id.as_str(),
        organisation: organisation.as_str(),
    }
}

fn check_past(day: Option<NaiveDate>, today: NaiveDate, pointer: &str, checks: &mut Checks) {
    checks.ensure(day.is_none_or(|day| day <= today), pointer, "in_the_future");
}

/// A last day that is not before the first one.
fn check_end(
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    pointer: &str,
    checks: &mut Checks,
) {
    let in_order = first.zip(last).is_none_or(|(first, last)| first <= last);
    checks.ensure(in_order, pointer, "before_start");
}
