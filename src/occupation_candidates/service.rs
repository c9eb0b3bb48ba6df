use std::collections::BTreeMap;

use chrono::Datelike;

use super::rules::{Fitting, narrow, told};
use super::{
    CandidateRow, CandidateSearch, Handle, OccupationCandidate, OccupationCandidates,
    OpenedCandidate, store,
};
use crate::access::{Action, Create, Resource, Transaction};
use crate::beneficiaries::BeneficiaryId;
use crate::cases::{Case, CaseId};
use crate::error::{Error, Result};
use crate::esco::{ConceptKind, Held, matching};
use crate::occupation_matches::{AgreedCompetence, service as matches};
use crate::organisations::OrganisationId;
use crate::profiles::{CefrLevel, CompetenceId, EvidenceVerification};
use crate::sharing::{SharingAuthorisation, service as sharing};

/// People of one answer.
pub const PAGE: usize = 25;

/// A person with what speaks for the occupation.
struct Person {
    beneficiary: BeneficiaryId,
    case: CaseId,
    has: Vec<matching::Held>,
    matched: matching::Match,
}

/// Who of the centre could be put forward for an occupation, of those who let themselves be; nobody is
/// named. A person of two cases is shown once, by the better one.
pub fn search(tx: &mut Transaction, search: &CandidateSearch) -> Result<OccupationCandidates> {
    let listing = tx.listing::<OccupationCandidate>()?;
    let held = tx.shelf().current(tx, &listing)?;
    let is_current = |place: &u32| {
        let concept = held.concept(*place);
        concept.kind == ConceptKind::Occupation && !concept.obsolete
    };
    let occupation = held.place(&search.occupation).filter(is_current);
    let occupation = occupation.ok_or_else(|| Error::invalid("/occupation_id", "unknown_code"))?;
    let rows = store::competences_of_all(tx, &listing)?;
    let mut spoken = by_person(store::languages_of_all(tx, &listing)?);
    let mut people = people(&held, occupation, rows, tx.today().year());
    people.sort_by_cached_key(|it| order(tx, search, &it.case));
    let all = people.into_iter().map(|person| Fitting {
        coverage: person.matched.coverage,
        languages: spoken.remove(&person.beneficiary).unwrap_or_default(),
        who: person,
    });
    let narrowed = narrow(search, all.collect());
    let withheld = narrowed.is_none();
    let fitting = narrowed.unwrap_or_default();
    let begin = (search.page - 1) * PAGE;
    let has_more = fitting.len() > begin + PAGE;
    let (vault, salt) = (tx.vault(), Handle::salt(tx.now()));
    let user = tx.actor().user_id.clone();
    let candidate = |it: Fitting<Person>| OccupationCandidate {
        handle: Handle::new(&vault, &salt, &user, &it.who.case),
        coverage: told(it.coverage),
        matched: matches::explain(&held, &it.who.has, &it.who.matched, &[]),
        languages: it.languages,
    };
    let shown = fitting.into_iter().skip(begin).take(PAGE);
    Ok(OccupationCandidates {
        candidates: shown.map(candidate).collect(),
        held,
        occupation,
        withheld,
        has_more,
    })
}

/// Where somebody stands among the equally well covered: the same on all pages of a search, and telling
/// nothing of the person.
fn order(tx: &Transaction, search: &CandidateSearch, case: &CaseId) -> String {
    let CandidateSearch {
        occupation,
        minimum_coverage,
        languages,
        page: _,
    } = search;
    let (user, today) = (&tx.actor().user_id, tx.today());
    let of = format!("{user} {today} {occupation} {minimum_coverage} {languages:?} {case}");
    tx.vault().blind_index("candidate_order", &of)
}

/// Those who can do something that the occupation asks for.
fn people(held: &Held, occupation: u32, rows: Vec<CandidateRow>, year: i32) -> Vec<Person> {
    let mut best: BTreeMap<BeneficiaryId, Person> = BTreeMap::new();
    for of_case in rows.chunk_by(|a, b| a.case_id == b.case_id) {
        let (agreed, verifications) = competences(of_case);
        let has = matches::skills(held, &agreed, &verifications, year);
        let Some(matched) = held.matching.fit(occupation, &has) else {
            continue;
        };
        let person = Person {
            beneficiary: of_case[0].beneficiary_id.clone(),
            case: of_case[0].case_id.clone(),
            has,
            matched,
        };
        let beneficiary = &of_case[0].beneficiary_id;
        let known = best.get(beneficiary).map(|it| it.matched.coverage);
        if known.is_none_or(|known| known < matched.coverage) {
            best.insert(beneficiary.clone(), person);
        }
    }
    best.into_values().collect()
}

/// The competences of one case, each once, and what was made sure of for them.
fn competences(
    rows: &[CandidateRow],
) -> (
    Vec<AgreedCompetence>,
    Vec<(CompetenceId, EvidenceVerification)>,
) {
    let firsts = rows.chunk_by(|a, b| a.competence.id == b.competence.id);
    let agreed = firsts.map(|it| it[0].competence.clone()).collect();
    let verified = rows.iter().filter_map(|it| {
        let verification = it.verification?;
        Some((it.competence.id.clone(), verification))
    });
    (agreed, verified.collect())
}

/// The languages of each person, as well as any of their cases says.
fn by_person(
    spoken: Vec<(BeneficiaryId, String, CefrLevel)>,
) -> BTreeMap<BeneficiaryId, Vec<(String, CefrLevel)>> {
    let mut best = BTreeMap::new();
    for (person, language, level) in spoken {
        let known = best.entry((person, language)).or_insert(level);
        *known = level.max(*known);
    }
    let mut of_all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for ((person, language), level) in best {
        of_all.entry(person).or_default().push((language, level));
    }
    of_all
}

/// Goes from a handle to the case, where the person lets themselves be put forward to this recipient. A
/// handle that ended, or whose person withdrew, leads nowhere. A person of two cases may have said so in
/// either of them: it leads to the one where they did.
pub fn open(
    tx: &mut Transaction,
    handle: &Handle,
    recipient: &OrganisationId,
) -> Result<OpenedCandidate> {
    let listing = tx.listing::<OccupationCandidate>()?;
    let nowhere = || Error::NotFound(Resource::OccupationCandidate);
    let salt = handle.live_salt(tx.now()).ok_or_else(nowhere)?;
    let (vault, user) = (tx.vault(), tx.actor().user_id.clone());
    let is_meant = |case: &CaseId| Handle::new(&vault, salt, &user, case) == *handle;
    let cases = store::cases_of_all(tx, &listing)?;
    let meant = cases.iter().find(|(case, _)| is_meant(case));
    let (meant, person) = meant.ok_or_else(nowhere)?;
    let of_person = cases.iter().filter(|(_, of)| of == person);
    let theirs = of_person.map(|(case, _)| case.clone()).collect();
    let under = store::authorisation_for(tx, &listing, theirs, recipient)?;
    let case = under.as_ref().map_or(meant, |(case, _)| case);
    let permit = tx.permit::<Create, OccupationCandidate, Case>(case)?;
    let (_, under) = under.ok_or_else(|| Error::unmet("candidacy_authorised"))?;
    // Who revokes it at the same time waits, or this is refused.
    if !sharing::hold(tx, &permit, &under)? {
        return Err(Error::unmet("candidacy_authorised"));
    }
    tx.touch::<SharingAuthorisation>(&permit, Action::Read, &under);
    Ok(OpenedCandidate {
        case_id: permit.case().id.clone(),
        case_code: permit.case().case_code.clone(),
        authorisation_id: under,
        recipient_organisation_id: recipient.clone(),
    })
}
