//! The levels of competences, as all that is handed out tells them.

use std::collections::HashMap;

use crate::assessments::AssessmentItem;
use crate::documents::model::{CompetenceRow, ReportFacts};

/// Levels of competences: those that the final assessment gave, over those of the competence itself.
pub struct Levels(HashMap<String, AssessmentItem>);

impl From<Vec<AssessmentItem>> for Levels {
    fn from(assessed: Vec<AssessmentItem>) -> Self {
        let by_competence = assessed
            .into_iter()
            .map(|item| (item.competence_id.to_string(), item));
        Self(by_competence.collect())
    }
}

impl Levels {
    pub(super) fn of(facts: &ReportFacts) -> Self {
        let assessed = facts.assessment.as_ref().map(|it| it.items.get());
        assessed.unwrap_or_default().into()
    }

    /// The person's own level and the agreed one.
    pub(super) fn get(&self, row: &CompetenceRow) -> (Option<u8>, Option<u8>) {
        let own = self.0.get(&row.id).and_then(|it| it.self_level);
        (
            level(own.or(row.self_level)),
            self.agreed(&row.id, row.agreed_level),
        )
    }

    /// The agreed level of a competence with a level of its own; 0 is not yet.
    fn agreed(&self, competence: &str, own: Option<i32>) -> Option<u8> {
        let assessed = self.0.get(competence).and_then(|it| it.agreed_level);
        level(assessed.or(own))
    }

    /// The same where the person can do it, with whatever help.
    pub fn reached(&self, competence: &str, own: Option<i32>) -> Option<u8> {
        self.agreed(competence, own).filter(|level| *level > 0)
    }
}

fn level(level: Option<i32>) -> Option<u8> {
    level.and_then(|level| u8::try_from(level).ok())
}
