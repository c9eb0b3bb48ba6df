use serde::{Deserialize, Serialize};

use super::model::AttendedSession;

/// What the guards need of a step of a pathway template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlannedStep {
    pub order: i32,
    pub phase: String,
    pub planned_minutes: i32,
    pub mandatory: bool,
}

/// Minutes that a person took part, of those that the pathway plans.
///
/// A pathway without steps (Extracompetenze) plans what was held. Information meetings, mediation
/// and follow-up are no part of the audit and count for neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttendedMinutes {
    pub attended: i32,
    pub planned: i32,
}

impl AttendedMinutes {
    pub(super) fn of(steps: &[PlannedStep], sessions: &[AttendedSession]) -> Self {
        let sessions = || sessions.iter().filter(|it| it.kind.counts_as_hours());
        let planned = if steps.is_empty() {
            sessions().map(AttendedSession::length).sum()
        } else {
            steps.iter().map(|step| step.planned_minutes).sum()
        };
        Self {
            attended: sessions().map(|session| session.minutes).sum(),
            planned,
        }
    }

    /// Whether that is at least so many percent; never when nothing was planned.
    pub fn reach(self, percent: i32) -> bool {
        self.planned > 0
            && i64::from(self.attended) * 100 >= i64::from(self.planned) * i64::from(percent)
    }
}

impl AttendedSession {
    /// Minutes from its beginning to its end.
    fn length(&self) -> i32 {
        let length = self.held_from.zip(self.held_to).map(|(from, to)| to - from);
        length.map_or(0, |it| i32::try_from(it.num_minutes()).unwrap_or(0))
    }
}

/// Whether each mandatory step up to the conclusion was held for the person: a session of that step
/// in which their attendance was recorded, if only as absent. How much they attended is asked for
/// the certificate.
pub(super) fn mandatory_steps_held(steps: &[PlannedStep], sessions: &[AttendedSession]) -> bool {
    let later = ["conclusion", "follow_up"];
    steps
        .iter()
        .filter(|step| step.mandatory && !later.contains(&step.phase.as_str()))
        .all(|step| sessions.iter().any(|it| it.step == Some(step.order)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sessions::SessionKind;

    fn step(order: i32, phase: &str, mandatory: bool) -> PlannedStep {
        PlannedStep {
            order,
            phase: phase.to_owned(),
            planned_minutes: 60,
            mandatory,
        }
    }

    fn session(step: Option<i32>, minutes: i32) -> AttendedSession {
        let at = |hour| {
            chrono::NaiveDate::from_ymd_opt(2026, 3, 2)
                .unwrap()
                .and_hms_opt(hour, 0, 0)
        };
        AttendedSession {
            kind: SessionKind::Individual,
            step,
            held_from: at(9),
            held_to: at(10),
            minutes,
        }
    }

    #[test]
    fn a_pathway_with_steps_plans_their_minutes_and_one_without_what_was_held() {
        let held = [session(None, 60), session(None, 30)];
        let minutes = AttendedMinutes::of(&[step(1, "investigation", true)], &held);
        assert_eq!((minutes.attended, minutes.planned), (90, 60));
        let minutes = AttendedMinutes::of(&[], &held);
        assert_eq!((minutes.attended, minutes.planned), (90, 120));
    }

    #[test]
    fn meetings_that_only_tell_about_the_audit_are_no_hours_of_it() {
        let told = AttendedSession {
            kind: SessionKind::InfoMeeting,
            ..session(None, 60)
        };
        let minutes = AttendedMinutes::of(&[], &[told, session(None, 30)]);
        assert_eq!((minutes.attended, minutes.planned), (30, 60));
    }

    #[test]
    fn the_minimum_is_reached_exactly_and_never_of_nothing() {
        let minutes = |attended, planned| AttendedMinutes { attended, planned };
        assert!(minutes(1218, 1740).reach(70));
        assert!(!minutes(1217, 1740).reach(70));
        assert!(!minutes(0, 0).reach(0));
    }

    #[test]
    fn only_mandatory_steps_before_the_conclusion_must_have_been_held() {
        let steps = [
            step(1, "investigation", true),
            step(2, "investigation", false),
            step(3, "conclusion", true),
        ];
        assert!(!mandatory_steps_held(&steps, &[session(Some(2), 60)]));
        assert!(mandatory_steps_held(&steps, &[session(Some(1), 0)]));
        assert!(mandatory_steps_held(&[], &[]));
    }
}
