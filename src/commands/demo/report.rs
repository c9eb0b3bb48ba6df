use super::profile::Told;
use super::steps::{hold, move_on, plan};
use crate::access::Transaction;
use crate::assessments::{
    AssessmentContent, AssessmentItem, AssessmentKind, AssessmentMethod, service as assessments,
};
use crate::cases::{Case, CaseId, service as cases};
use crate::error::Result;
use crate::profiles::{CompetenceId, GoalHorizon, GoalStatement, service as profiles};
use crate::sessions::SessionKind;
use crate::transitions::CaseEvent;

/// From the last interview to the report that waits for a supervisor.
pub fn submit(
    tx: &mut Transaction,
    case: &CaseId,
    competence: CompetenceId,
    told: &Told,
    language: &str,
) -> Result<()> {
    move_on(tx, case, CaseEvent::Conclude)?;
    let content = AssessmentContent {
        kind: AssessmentKind::Final,
        assessed_on: tx.today(),
        methods: vec![AssessmentMethod::BiographicalInterview],
        summary: told.summary.to_owned(),
        items: vec![AssessmentItem {
            competence_id: competence,
            self_level: Some(4),
            agreed_level: Some(4),
        }],
    };
    assessments::record(tx, case, None, |_| Ok(content))?;
    let last = plan(tx, SessionKind::Restitution, Some(11), language, -1);
    hold(tx, case, last)?;
    let goal = GoalStatement {
        goal: Some(told.goal.to_owned()),
        horizon: Some(GoalHorizon::Medium),
        no_goal_reason: None,
        alternatives: String::new(),
        favourable_factors: "Anni di mestiere".to_owned(),
        unfavourable_factors: "L'italiano scritto".to_owned(),
    };
    profiles::set_goal(tx, case, 0, goal)?;
    let (version, today) = (cases::read(tx, case)?.case.version, tx.today());
    let language = language.to_owned();
    cases::update(tx, case, version, |case| Case {
        synthesis_given_on: Some(today),
        synthesis_language: Some(language),
        without_observations: true,
        ..case
    })?;
    move_on(tx, case, CaseEvent::SubmitReport)
}
