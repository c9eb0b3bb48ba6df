//! What occupations ask for of what the person can do, as far as the catalogue of ESCO in use knows both.

use super::Levels;
use crate::documents::content::{Bilingual, ComparedOccupation, MarketComparison};
use crate::documents::labels;
use crate::documents::model::ReportFacts;
use crate::esco::Held;
use crate::esco::matching::Match;
use crate::fixed_texts::TextLanguage;
use crate::occupation_matches::{AgreedCompetence, service as matches};
use crate::profiles::{CompetenceId, EvidenceVerification};

/// Occupations that are shown, and missing skills of each.
const OCCUPATIONS: usize = 3;
const MISSING: usize = 5;

/// The occupations that are nearest to what was agreed, of those of which the person has an essential skill.
/// None where nothing that was agreed is in the catalogue.
pub fn comparison(
    facts: &ReportFacts,
    held: &Held,
    second: TextLanguage,
    year: i32,
) -> Option<MarketComparison> {
    let agreed = agreed(facts);
    let has = matches::skills(held, &agreed, &verifications(facts), year);
    if has.is_empty() {
        return None;
    }
    let all = held.matching.matches(&has);
    let show = |it: &Match| {
        let explained = matches::explain(held, &has, it, &[]);
        let missing = explained.gaps.iter().take(MISSING);
        (explained.had > 0).then(|| ComparedOccupation {
            name: name(held, it.occupation, second),
            isco_code: held.concept(it.occupation).code.clone(),
            essential: count(explained.essential),
            had: count(explained.had),
            missing: missing.map(|gap| name(held, gap.skill, second)).collect(),
        })
    };
    Some(MarketComparison {
        release: held.catalogue.release.clone(),
        counted: count(has.len()),
        uncounted: count(agreed.len() - has.len()),
        occupations: all.iter().filter_map(show).take(OCCUPATIONS).collect(),
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What operator and person agreed that the person can do, with the levels that the report shows.
fn agreed(facts: &ReportFacts) -> Vec<AgreedCompetence> {
    let levels = Levels::of(facts);
    let rows = facts.competences.iter();
    rows.filter_map(|row| {
        let level = levels.get(row).1.filter(|level| *level > 0)?;
        Some(AgreedCompetence {
            id: row.id.parse().ok()?,
            agreed_level: Some(i32::from(level)),
            last_used_year: row.last_used_year,
            esco_uri: row.esco_uri.clone(),
        })
    })
    .collect()
}

fn verifications(facts: &ReportFacts) -> Vec<(CompetenceId, EvidenceVerification)> {
    let linked = facts.supported.iter();
    linked
        .filter_map(|(competence, evidence)| {
            let row = facts.evidence.iter().find(|it| it.id == *evidence)?;
            let mut known = EvidenceVerification::ALL.iter();
            let verification = known.find(|it| it.as_str() == row.verification)?;
            Some((competence.parse().ok()?, *verification))
        })
        .collect()
}

fn name(held: &Held, place: u32, second: TextLanguage) -> Bilingual {
    let concept = held.concept(place);
    labels::concept(Some(&concept.names()), &concept.uri, second)
}
