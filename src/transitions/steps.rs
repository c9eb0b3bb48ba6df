use crate::programmes::{PathwayPhase, PathwayStep};
use crate::sessions::HeldSession;

/// Whether each mandatory step up to the conclusion was held for the person: a session of that step
/// in which their attendance was recorded, if only as absent. How much they attended is asked for
/// the certificate.
pub(super) fn mandatory_steps_held(steps: &[PathwayStep], held: &[HeldSession]) -> bool {
    let later = [PathwayPhase::Conclusion, PathwayPhase::FollowUp];
    steps
        .iter()
        .filter(|step| step.mandatory && !later.contains(&step.phase))
        .all(|step| held.iter().any(|it| it.step == Some(step.order)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::StepKind;
    use crate::sessions::SessionKind;

    fn step(order: i32, phase: PathwayPhase, mandatory: bool) -> PathwayStep {
        PathwayStep {
            order,
            phase,
            kind: StepKind::Individual,
            title: "Interview".to_owned(),
            planned_minutes: 60,
            mandatory,
        }
    }

    fn session(step: i32, minutes: i32) -> HeldSession {
        HeldSession {
            kind: SessionKind::Individual,
            step: Some(step),
            in_group: false,
            minutes,
            held_from: None,
            held_to: None,
            language: "fr".to_owned(),
            mediator: None,
        }
    }

    #[test]
    fn only_mandatory_steps_before_the_conclusion_must_have_been_held() {
        let steps = [
            step(1, PathwayPhase::Investigation, true),
            step(2, PathwayPhase::Investigation, false),
            step(3, PathwayPhase::Conclusion, true),
        ];
        assert!(!mandatory_steps_held(&steps, &[session(2, 60)]));
        assert!(mandatory_steps_held(&steps, &[session(1, 0)]));
        assert!(mandatory_steps_held(&[], &[]));
    }
}
