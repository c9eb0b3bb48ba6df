//! The pathways that come with the service, to be taken over as a centre's own edition.

use super::{NewPathwayTemplate, PathwayMethod, PathwayPhase, PathwayStep, StepKind};
use crate::text_enum;

text_enum! {
    StandardPathway {
        /// European Skills Portfolio for Refugees: two interviews, nine group meetings of three
        /// hours, 29 hours together.
        Espor = "espor",
        /// European Skills Passport for Refugees: twelve meetings, the first and the last of them
        /// interviews.
        Espar = "espar",
        /// Extracompetenze (Genova): interviews, as many as the person needs.
        Extracompetenze = "extracompetenze",
    }
}

const INTERVIEW_MINUTES: i32 = 60;
const GROUP_MINUTES: i32 = 180;

impl StandardPathway {
    pub fn template(self) -> NewPathwayTemplate {
        let (code, method, title, steps) = match self {
            Self::Espor => ("ESPOR", PathwayMethod::Espor, "Percorso ESPoR", circle(9)),
            Self::Espar => ("ESPAR", PathwayMethod::Espar, "Percorso ESPaR", circle(10)),
            Self::Extracompetenze => (
                "EXTRACOMPETENZE",
                PathwayMethod::ExtracompetenzeIndividual,
                "Percorso individuale Extracompetenze",
                Vec::new(),
            ),
        };
        NewPathwayTemplate {
            code: code.to_owned(),
            method,
            title: title.to_owned(),
            steps,
        }
    }
}

/// An interview, meetings of a group, and an interview.
fn circle(meetings: i32) -> Vec<PathwayStep> {
    use PathwayPhase::{Conclusion, Investigation, Preliminary};
    let step = |order, phase, kind, title: &str, planned_minutes| PathwayStep {
        order,
        phase,
        kind,
        title: title.to_owned(),
        planned_minutes,
        mandatory: true,
    };
    let interview =
        |order, phase, title| step(order, phase, StepKind::Individual, title, INTERVIEW_MINUTES);
    let mut steps = vec![interview(1, Preliminary, "Colloquio iniziale")];
    steps.extend((1..=meetings).map(|meeting| {
        let title = format!("Incontro di gruppo {meeting}");
        step(
            meeting + 1,
            Investigation,
            StepKind::Group,
            &title,
            GROUP_MINUTES,
        )
    }));
    steps.push(interview(meetings + 2, Conclusion, "Colloquio finale"));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_pathways_take_the_hours_of_their_schools() {
        let minutes = |pathway: StandardPathway| -> i32 {
            let steps = pathway.template().steps;
            assert!(
                steps
                    .iter()
                    .zip(1..)
                    .all(|(step, order)| step.order == order)
            );
            steps.iter().map(|step| step.planned_minutes).sum()
        };
        assert_eq!(minutes(StandardPathway::Espor), 29 * 60);
        assert_eq!(minutes(StandardPathway::Espar), 32 * 60);
        assert_eq!(minutes(StandardPathway::Extracompetenze), 0);
    }
}
