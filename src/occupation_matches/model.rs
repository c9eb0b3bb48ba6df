use std::sync::Arc;

use diesel::prelude::*;

use crate::db::schema::competences;
use crate::esco::Held;
use crate::esco::matching::Match;
use crate::profiles::{CompetenceId, EvidenceVerification};

/// A competence whose level operator and person agreed upon, as far as it is counted.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = competences)]
pub struct AgreedCompetence {
    pub id: CompetenceId,
    pub agreed_level: Option<i32>,
    pub last_used_year: Option<i32>,
    pub esco_uri: Option<String>,
}

/// How far back something was used that counts as used long ago, in years.
const MAX_AGE_OF_USE: i32 = 10;

/// How well a person has a skill, from 0 to 1: by the level, the years since it was used, and the best
/// piece of evidence.
pub fn strength(level: i32, years: Option<i32>, best: Option<EvidenceVerification>) -> f32 {
    let by_level = match level {
        ..=0 => 0.0,
        1 => 0.3,
        2 => 0.5,
        3 => 0.75,
        4 => 0.9,
        _ => 1.0,
    };
    let by_use = match years {
        Some(..=3) => 1.0,
        None | Some(..=MAX_AGE_OF_USE) => 0.9,
        Some(_) => 0.75,
    };
    let by_evidence = match best {
        Some(EvidenceVerification::VerifiedByIssuer) => 1.0,
        Some(EvidenceVerification::DocumentSeen) => 0.95,
        Some(EvidenceVerification::Declared | EvidenceVerification::NotVerifiable) => 0.9,
        Some(EvidenceVerification::Contradicted) => 0.5,
        None => 0.85,
    };
    by_level * by_use * by_evidence
}

/// Occupations for one person, the best first.
pub struct OccupationMatches {
    pub held: Arc<Held>,
    /// Skills that were counted.
    pub counted: usize,
    /// Agreed competences that have no skill of ESCO in the catalogue.
    pub uncounted: usize,
    pub matches: Vec<OccupationMatch>,
}

/// An occupation with what speaks for it and what is missing; concepts by their places in the catalogue.
pub struct OccupationMatch {
    pub matched: Match,
    /// How many essential skills it has, how many of them the person has, and how many others something
    /// near bridges.
    pub essential: usize,
    pub had: usize,
    pub bridged: usize,
    /// Essential skills that the person has, the most telling first.
    pub has: Vec<u32>,
    /// Those that the person has not.
    pub gaps: Vec<Gap>,
    /// Occupations of the same ISCO unit group, the best for the person first.
    pub near: Vec<u32>,
}

/// An essential skill that the person has not, with what the person has that is near to it.
pub struct Gap {
    pub skill: u32,
    pub bridges: Vec<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_counts_more_by_level_use_and_evidence() {
        let seen = Some(EvidenceVerification::DocumentSeen);
        assert_eq!(strength(0, Some(0), seen), 0.0);
        assert!(strength(4, Some(1), seen) > strength(3, Some(1), seen));
        assert!(strength(4, Some(1), seen) > strength(4, Some(20), seen));
        assert!(strength(4, Some(1), seen) > strength(4, Some(1), None));
        let contradicted = Some(EvidenceVerification::Contradicted);
        assert!(strength(4, Some(1), None) > strength(4, Some(1), contradicted));
        assert_eq!(
            strength(5, Some(0), Some(EvidenceVerification::VerifiedByIssuer)),
            1.0
        );
    }
}
