use chrono::NaiveDate;

use super::model::{CaseView, UnrecordedSession};
use super::steps::mandatory_steps_held;
use crate::beneficiaries::partial_date::PartialDate;
use crate::cases::{Case, CaseStatus};
use crate::clock::day_in_italy;
use crate::sessions::{HeldSession, Hours, SessionKind};

/// Attempts after which a person counts as unreachable.
const ATTEMPTS: i64 = 3;

/// All that the guards of the moves look at.
#[derive(Clone, Debug)]
pub struct Facts {
    pub status: CaseStatus,
    pub suspended_from: Option<CaseStatus>,
    pub notice_delivered: bool,
    pub notice_understood: bool,
    /// Or none is needed.
    pub interpreter_recorded: bool,
    pub intake_interview_held: bool,
    pub needs_analysed: bool,
    pub agreement_signed: bool,
    /// Or the person is of age.
    pub guardian_signed: bool,
    /// One that is more than an intake interview or an information meeting.
    pub session_held: bool,
    pub group_joined: bool,
    pub experience_recorded: bool,
    pub competence_linked: bool,
    pub mandatory_steps_held: bool,
    pub steps_waived: bool,
    /// Or stands in today for who leads.
    pub actor_leads: bool,
    pub final_assessment: bool,
    pub restitution_held: bool,
    /// A professional goal, or the reason why there is none yet.
    pub goal_discussed: bool,
    pub synthesis_given: bool,
    /// The person's observations, or the word that there are none.
    pub observations_recorded: bool,
    /// The actor is or was lead or co-operator of the case, or stood in for one, or wrote its final assessment or its
    /// report.
    pub actor_took_part: bool,
    /// A competence rests on evidence that was contradicted.
    pub evidence_contradicted: bool,
    /// The job centre has a prefix for its certificates' numbers.
    pub issuer_numbered: bool,
    pub certificate_foreseen: bool,
    pub attendance_sufficient: bool,
    pub attendance_waived: bool,
    pub attendance_recorded: bool,
    pub certificate_valid: bool,
    /// By the person, as documents write it.
    pub name_confirmed: bool,
    pub next_step_agreed: bool,
    pub follow_up_reached: bool,
    pub follow_up_attempts: i64,
    /// An outbound referral is a draft, or sent and without any answer.
    pub referral_open: bool,
    pub programme_running: bool,
}

impl Facts {
    pub fn certificate_due(&self) -> bool {
        self.certificate_foreseen && (self.attendance_sufficient || self.attendance_waived)
    }

    pub fn follow_up_done(&self) -> bool {
        self.follow_up_reached || self.follow_up_attempts >= ATTEMPTS
    }

    /// Reads the facts off what the database holds.
    pub(super) fn of(
        case: &Case,
        view: &CaseView,
        held: &[HeldSession],
        unrecorded: &[UnrecordedSession],
        today: NaiveDate,
    ) -> Self {
        let CaseView {
            programme,
            person,
            preparation,
            profile,
            conclusion,
            actor,
            issuer_numbered,
        } = view;
        let steps = programme.steps.get();
        let hours = Hours::of(&steps, held);
        let was_at = |kind: SessionKind| held.iter().any(|it| it.minutes > 0 && it.kind == kind);
        Self {
            status: case.status,
            suspended_from: case.suspended_from,
            notice_delivered: preparation.notice_delivered,
            notice_understood: preparation.notice_understood,
            interpreter_recorded: preparation.interpreter_recorded || !person.interpreter_needed,
            intake_interview_held: was_at(SessionKind::IntakeInterview),
            needs_analysed: is_filled(&case.needs_analysis),
            agreement_signed: preparation.agreement_signed,
            guardian_signed: preparation.guardian_signed || !person.is_minor_on(today),
            session_held: held
                .iter()
                .any(|it| it.minutes > 0 && !it.kind.is_before_agreement()),
            group_joined: preparation.group_joined,
            experience_recorded: profile.experience_recorded,
            competence_linked: profile.competence_linked,
            mandatory_steps_held: mandatory_steps_held(&steps, held),
            steps_waived: case.waived_steps_by.is_some(),
            actor_leads: actor.leads,
            final_assessment: profile.final_assessment,
            restitution_held: was_at(SessionKind::Restitution),
            goal_discussed: profile.goal_discussed,
            synthesis_given: case.synthesis_given_on.is_some(),
            observations_recorded: case.without_observations
                || case.observations.as_deref().is_some_and(is_filled),
            actor_took_part: actor.works_on_it
                || actor.stood_in
                || actor.worked_on_it
                || actor.assessed
                || actor.reported,
            evidence_contradicted: profile.evidence_contradicted,
            issuer_numbered: *issuer_numbered,
            certificate_foreseen: programme.certificate_rule != "always_statement",
            attendance_sufficient: hours.reach(programme.minimum_attendance_percent),
            attendance_waived: case.attendance_waiver_by.is_some(),
            attendance_recorded: !conclusion.session_unrecorded
                && !unrecorded.iter().any(UnrecordedSession::was_expected),
            certificate_valid: conclusion.certificate_valid,
            name_confirmed: person.name_confirmed,
            next_step_agreed: case.without_next_steps
                || conclusion.next_step
                || conclusion.referral_made,
            follow_up_reached: conclusion.follow_up_reached,
            follow_up_attempts: conclusion.follow_up_attempts.unwrap_or_default(),
            referral_open: conclusion.referral_open,
            programme_running: programme.ends_on.is_none_or(|last| today <= last),
        }
    }
}

fn is_filled(text: &str) -> bool {
    !text.trim().is_empty()
}

impl super::model::PersonView {
    /// A person whose age is not known counts as of age; the operator asks.
    fn is_minor_on(&self, day: NaiveDate) -> bool {
        self.birth_on
            .zip(self.birth_precision)
            .is_some_and(|(date, precision)| PartialDate::new(date, precision).is_minor_on(day))
    }
}

impl UnrecordedSession {
    /// Whether the person belonged to the group on the day; on the day of leaving it is left open.
    fn was_expected(&self) -> bool {
        let day = day_in_italy(self.scheduled_from);
        self.joined_on <= day && self.left_on.is_none_or(|left| day < left)
    }
}
