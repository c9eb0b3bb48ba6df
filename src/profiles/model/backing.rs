//! What stands behind a competence, derived when it is read.
//!
//! A piece of evidence is worth what somebody made sure of: declared (also what cannot be verified),
//! documented (the document was seen), verified (by the issuer). The person's own declaration is never
//! worth more than declared. A piece that is rated 0 by one of the four criteria, or below 1.5 on the
//! average of those given, is worth one step less. A competence has the strength of its best piece,
//! unless one piece was contradicted.

use diesel::prelude::*;

use super::{CompetenceStatement, EvidenceId, EvidenceKind, EvidenceVerification};
use crate::db::schema::evidence;
use crate::text_enum;

text_enum! {
    /// How far evidence stands behind a competence; what comes later outweighs what comes before.
    #[derive(Default)]
    EvidenceStrength {
        #[default]
        None = "none",
        Declared = "declared",
        Documented = "documented",
        Verified = "verified",
        Contradicted = "contradicted",
    }
}

text_enum! {
    /// How long ago a competence was last used: up to three years, up to ten, longer.
    #[derive(Default)]
    Recency {
        Recent = "recent",
        Past = "past",
        LongAgo = "long_ago",
        #[default]
        Unknown = "unknown",
    }
}

/// A rating on the average below which a piece of evidence is worth one step less.
const FAIR: f64 = 1.5;

/// A piece of evidence, as far as its worth goes.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evidence)]
pub struct EvidencePiece {
    pub id: EvidenceId,
    pub kind: EvidenceKind,
    pub verification: EvidenceVerification,
    pub quality: Option<i32>,
    pub completeness: Option<i32>,
    pub exhaustiveness: Option<i32>,
    pub pertinence: Option<i32>,
}

impl EvidencePiece {
    pub fn strength(&self) -> EvidenceStrength {
        use EvidenceStrength::{Contradicted, Declared, Documented, Verified};
        let by_verification = match self.verification {
            EvidenceVerification::Contradicted => return Contradicted,
            EvidenceVerification::Declared | EvidenceVerification::NotVerifiable => Declared,
            EvidenceVerification::DocumentSeen => Documented,
            EvidenceVerification::VerifiedByIssuer => Verified,
        };
        match by_verification {
            _ if self.kind == EvidenceKind::SelfDeclaration => Declared,
            Verified if self.is_poor() => Documented,
            Documented if self.is_poor() => Declared,
            other => other,
        }
    }

    fn is_poor(&self) -> bool {
        let ratings = [
            self.quality,
            self.completeness,
            self.exhaustiveness,
            self.pertinence,
        ];
        let given: Vec<f64> = ratings.into_iter().flatten().map(f64::from).collect();
        let average = given.iter().sum::<f64>() / given.len() as f64;
        given.contains(&0.0) || average < FAIR
    }
}

/// What the service derives of a competence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backing {
    pub strength: EvidenceStrength,
    pub recency: Recency,
    /// Of the European Qualifications Framework, from 1 to 5, as the agreed level; only ever an
    /// indication.
    pub eqf_level: Option<i32>,
}

impl Backing {
    /// Of a competence with its pieces of evidence, as it stands in a year.
    pub fn of(statement: &CompetenceStatement, pieces: &[EvidencePiece], year: i32) -> Self {
        let recency = match statement.last_used_year.map(|used| year - used) {
            None => Recency::Unknown,
            Some(..=3) => Recency::Recent,
            Some(4..=10) => Recency::Past,
            Some(_) => Recency::LongAgo,
        };
        let strength = (pieces.iter().map(EvidencePiece::strength))
            .max()
            .unwrap_or_default();
        Self {
            strength,
            recency,
            eqf_level: statement.agreed_level.filter(|level| *level > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::types::Json;
    use crate::profiles::{CompetenceKind, LearningSetting};

    fn piece(verification: EvidenceVerification) -> EvidencePiece {
        EvidencePiece {
            id: EvidenceId::new(),
            kind: EvidenceKind::EmployerReference,
            verification,
            quality: None,
            completeness: None,
            exhaustiveness: None,
            pertinence: None,
        }
    }

    fn statement(agreed_level: Option<i32>, last_used_year: Option<i32>) -> CompetenceStatement {
        CompetenceStatement {
            label: "Cucire".to_owned(),
            kind: CompetenceKind::Technical,
            description: String::new(),
            setting: LearningSetting::Informal,
            self_level: None,
            agreed_level,
            last_used_year,
            esco_uri: None,
            esco_label: None,
            esco_release: None,
            repertory_codes: Json::new(&Vec::new()),
            transferability: String::new(),
        }
    }

    #[test]
    fn a_piece_is_worth_what_was_made_sure_of_and_less_when_it_tells_little() {
        use EvidenceVerification as V;
        for (verification, strength) in [
            (V::Declared, EvidenceStrength::Declared),
            (V::NotVerifiable, EvidenceStrength::Declared),
            (V::DocumentSeen, EvidenceStrength::Documented),
            (V::VerifiedByIssuer, EvidenceStrength::Verified),
            (V::Contradicted, EvidenceStrength::Contradicted),
        ] {
            assert_eq!(piece(verification).strength(), strength);
        }
        let seen = piece(V::DocumentSeen);
        let rated = |quality, pertinence| EvidencePiece {
            quality: Some(quality),
            pertinence: Some(pertinence),
            ..seen.clone()
        };
        assert_eq!(rated(2, 1).strength(), EvidenceStrength::Documented);
        assert_eq!(rated(1, 1).strength(), EvidenceStrength::Declared);
        assert_eq!(rated(3, 0).strength(), EvidenceStrength::Declared);
        let own_word = EvidencePiece {
            kind: EvidenceKind::SelfDeclaration,
            ..piece(V::VerifiedByIssuer)
        };
        assert_eq!(own_word.strength(), EvidenceStrength::Declared);
    }

    #[test]
    fn a_competence_has_the_strength_of_its_best_piece_unless_one_was_contradicted() {
        use EvidenceVerification as V;
        let strength = |verifications: &[V]| {
            let pieces: Vec<_> = verifications.iter().map(|it| piece(*it)).collect();
            Backing::of(&statement(None, None), &pieces, 2026).strength
        };
        assert_eq!(strength(&[]), EvidenceStrength::None);
        let both = [V::Declared, V::DocumentSeen];
        assert_eq!(strength(&both), EvidenceStrength::Documented);
        let contradicted = [V::VerifiedByIssuer, V::Contradicted];
        assert_eq!(strength(&contradicted), EvidenceStrength::Contradicted);
    }

    #[test]
    fn recency_is_counted_in_years_and_level_zero_indicates_nothing() {
        let recency = |used| Backing::of(&statement(None, used), &[], 2026).recency;
        assert_eq!(recency(None), Recency::Unknown);
        assert_eq!(recency(Some(2023)), Recency::Recent);
        assert_eq!(recency(Some(2022)), Recency::Past);
        assert_eq!(recency(Some(2016)), Recency::Past);
        assert_eq!(recency(Some(2015)), Recency::LongAgo);
        let level = |agreed| Backing::of(&statement(agreed, None), &[], 2026).eqf_level;
        assert_eq!(level(None), None);
        assert_eq!(level(Some(0)), None);
        assert_eq!(level(Some(5)), Some(5));
    }
}
