use diesel::dsl::exists;
use diesel::prelude::*;

use super::{CandidateRow, OccupationCandidate};
use crate::access::{Listing, Transaction};
use crate::beneficiaries::BeneficiaryId;
use crate::cases::{CaseId, ClosureReason};
use crate::db::schema::{
    cases, competence_evidence, competences, evidence, language_skills, sharing_authorisations,
};
use crate::error::Result;
use crate::occupation_matches::AgreedCompetence;
use crate::organisations::OrganisationId;
use crate::profiles::CefrLevel;
use crate::sharing::SharingAuthorisationId;

/// Whether a case goes on, or ended as it should, and its person lets themselves be put forward to somebody
/// on a day.
macro_rules! lets_be_put_forward {
    ($today:expr) => {
        exists(
            sharing_authorisations::table
                .filter(sharing_authorisations::case_id.eq(cases::id))
                .filter(sharing_authorisations::includes_candidacy.eq(true))
                .filter(sharing_authorisations::revoked_at.is_null())
                .filter(sharing_authorisations::given_on.le($today))
                .filter(sharing_authorisations::expires_on.ge($today)),
        )
        .and(
            cases::closure_reason
                .is_null()
                .or(cases::closure_reason.eq(ClosureReason::Completed)),
        )
    };
}

/// The agreed competences, with a skill of ESCO, of all who let themselves be put forward: one query.
pub fn competences_of_all(
    tx: &mut Transaction,
    listing: &Listing<OccupationCandidate>,
) -> Result<Vec<CandidateRow>> {
    let today = tx.today();
    let linked = competence_evidence::competence_id.eq(competences::id);
    let its_evidence = evidence::id.eq(competence_evidence::evidence_id);
    Ok(competences::table
        .inner_join(cases::table)
        .left_join(competence_evidence::table.on(linked))
        .left_join(evidence::table.on(its_evidence))
        .filter(cases::organisation_id.eq(own(listing)))
        .filter(competences::agreed_level.is_not_null())
        .filter(competences::esco_uri.is_not_null())
        .filter(lets_be_put_forward!(today))
        .order((cases::id, competences::id))
        .select((
            cases::id,
            cases::beneficiary_id,
            AgreedCompetence::as_select(),
            evidence::verification.nullable(),
        ))
        .load(tx.connection(listing))?)
}

/// How well the same people speak which language, by each of their cases.
pub fn languages_of_all(
    tx: &mut Transaction,
    listing: &Listing<OccupationCandidate>,
) -> Result<Vec<(BeneficiaryId, String, CefrLevel)>> {
    let today = tx.today();
    Ok(language_skills::table
        .inner_join(cases::table.on(cases::id.eq(language_skills::case_id)))
        .filter(cases::organisation_id.eq(own(listing)))
        .filter(lets_be_put_forward!(today))
        .order((cases::id, language_skills::language))
        .select((
            cases::beneficiary_id,
            language_skills::language,
            language_skills::spoken_interaction,
        ))
        .load(tx.connection(listing))?)
}

/// The cases of all who let themselves be put forward, each with its person.
pub fn cases_of_all(
    tx: &mut Transaction,
    listing: &Listing<OccupationCandidate>,
) -> Result<Vec<(CaseId, BeneficiaryId)>> {
    let today = tx.today();
    Ok(cases::table
        .filter(cases::organisation_id.eq(own(listing)))
        .filter(lets_be_put_forward!(today))
        .select((cases::id, cases::beneficiary_id))
        .load(tx.connection(listing))?)
}

fn own(listing: &Listing<OccupationCandidate>) -> OrganisationId {
    listing.actor().organisation_id.clone()
}

/// The authorisation of one of these cases by which its person may be put forward to a recipient today,
/// the longest first.
pub fn authorisation_for(
    tx: &mut Transaction,
    listing: &Listing<OccupationCandidate>,
    of: Vec<CaseId>,
    recipient: &OrganisationId,
) -> Result<Option<(CaseId, SharingAuthorisationId)>> {
    let today = tx.today();
    Ok(sharing_authorisations::table
        .filter(sharing_authorisations::case_id.eq_any(of))
        .filter(sharing_authorisations::recipient_organisation_id.eq(recipient))
        .filter(sharing_authorisations::includes_candidacy.eq(true))
        .filter(sharing_authorisations::revoked_at.is_null())
        .filter(sharing_authorisations::given_on.le(today))
        .filter(sharing_authorisations::expires_on.ge(today))
        .order(sharing_authorisations::expires_on.desc())
        .select((sharing_authorisations::case_id, sharing_authorisations::id))
        .first(tx.connection(listing))
        .optional()?)
}
