//! The state machine of a case: `docs/DOMAIN.md` tells it as a picture.
//!
//! ```text
//! opened → preliminary → agreed → investigation → conclusion ⇄ report_submitted → report_approved
//! report_approved → completed → follow_up → closed      report_approved → follow_up (no certificate)
//! any of these but closed ⇄ suspended                   any of these but closed → withdrawn
//! ```

use super::Facts;
use crate::cases::CaseStatus;
use crate::text_enum;

text_enum! {
    /// What moves a case on.
    CaseEvent {
        BeginPreliminary = "begin_preliminary",
        Agree = "agree",
        BeginInvestigation = "begin_investigation",
        Conclude = "conclude",
        SubmitReport = "submit_report",
        ReturnReport = "return_report",
        ApproveReport = "approve_report",
        IssueCertificate = "issue_certificate",
        /// On to the follow-up without a certificate, because too little was attended.
        SkipCertificate = "skip_certificate",
        BeginFollowUp = "begin_follow_up",
        Close = "close",
        Suspend = "suspend",
        Resume = "resume",
        /// The person's free choice, in every state, without any condition.
        Withdraw = "withdraw",
    }
}

impl CaseEvent {
    /// Whether somebody answers for the profile by it: what is doubtful there is told with it.
    pub fn rests_on_profile(self) -> bool {
        matches!(self, Self::SubmitReport | Self::ApproveReport)
    }
}

/// A way out of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub event: CaseEvent,
    pub to: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Status(CaseStatus),
    /// The state that the case was suspended from.
    WhereItStood,
}

const fn to(event: CaseEvent, status: CaseStatus) -> Move {
    Move {
        event,
        to: Target::Status(status),
    }
}

const SUSPEND: Move = to(CaseEvent::Suspend, CaseStatus::Suspended);
const WITHDRAW: Move = to(CaseEvent::Withdraw, CaseStatus::Withdrawn);
const RESUME: Move = Move {
    event: CaseEvent::Resume,
    to: Target::WhereItStood,
};

/// The ways out of a state, whether or not their guards are met.
pub fn moves(status: CaseStatus) -> &'static [Move] {
    use CaseEvent as Event;
    use CaseStatus as To;
    match status {
        To::Opened => {
            const {
                &[
                    to(Event::BeginPreliminary, To::Preliminary),
                    SUSPEND,
                    WITHDRAW,
                ]
            }
        }
        To::Preliminary => const { &[to(Event::Agree, To::Agreed), SUSPEND, WITHDRAW] },
        To::Agreed => {
            const {
                &[
                    to(Event::BeginInvestigation, To::Investigation),
                    SUSPEND,
                    WITHDRAW,
                ]
            }
        }
        To::Investigation => const { &[to(Event::Conclude, To::Conclusion), SUSPEND, WITHDRAW] },
        To::Conclusion => {
            const {
                &[
                    to(Event::SubmitReport, To::ReportSubmitted),
                    SUSPEND,
                    WITHDRAW,
                ]
            }
        }
        To::ReportSubmitted => {
            const {
                &[
                    to(Event::ReturnReport, To::Conclusion),
                    to(Event::ApproveReport, To::ReportApproved),
                    SUSPEND,
                    WITHDRAW,
                ]
            }
        }
        To::ReportApproved => {
            const {
                &[
                    to(Event::IssueCertificate, To::Completed),
                    to(Event::SkipCertificate, To::FollowUp),
                    SUSPEND,
                    WITHDRAW,
                ]
            }
        }
        To::Completed => const { &[to(Event::BeginFollowUp, To::FollowUp), SUSPEND, WITHDRAW] },
        To::FollowUp => const { &[to(Event::Close, To::Closed), SUSPEND, WITHDRAW] },
        To::Suspended => const { &[RESUME, WITHDRAW] },
        To::Closed | To::Withdrawn => &[],
    }
}

/// Whether nothing can change any more.
pub fn is_final(status: CaseStatus) -> bool {
    moves(status).is_empty()
}

/// Where an event leads, if it is one of the state's.
pub fn target(
    event: CaseEvent,
    status: CaseStatus,
    suspended_from: Option<CaseStatus>,
) -> Option<CaseStatus> {
    let found = moves(status).iter().find(|it| it.event == event)?;
    match found.to {
        Target::Status(status) => Some(status),
        Target::WhereItStood => suspended_from,
    }
}

/// Every guard of an event that is not met; in a state that does not know the event, only that.
///
/// - C2: a privacy notice was delivered in a language that the person understands, with an
///   interpreter where one is needed.
/// - C3: an intake interview was held, the needs are analysed, the participation agreement is
///   signed, by the guardian too for a minor.
/// - C4: a first session was held, or the person joined a group.
/// - C5: an experience, a competence linked to one, the mandatory steps up to here held or waived.
/// - C6: by the lead operator; a final assessment, the restitution interview, a goal or the reason
///   for none, the synthesis handed over, the person's observations or the word that there are none.
/// - C7, C8, C9: four eyes. C8: no competence rests on contradicted evidence.
/// - C9: enough was attended or that is waived, all attendance is recorded, no certificate is valid,
///   the person has confirmed how their name is written.
/// - C9a: no certificate is due. C10: a next step. C11: the follow-up is over and no outbound
///   referral waits. S1: the programme still runs. S2: none, ever.
pub fn unmet(event: CaseEvent, facts: &Facts) -> Vec<&'static str> {
    if target(event, facts.status, facts.suspended_from).is_none() {
        return vec!["wrong_state"];
    }
    guards(event, facts)
        .into_iter()
        .filter_map(|(guard, met)| (!met).then_some(guard))
        .collect()
}

/// Every guard of a certificate in the place of another one that is not met: those of an issue (C9), in whatever
/// state the case is, but that no other is valid.
pub fn unmet_by_replacement(facts: &Facts) -> Vec<&'static str> {
    guards(CaseEvent::IssueCertificate, facts)
        .into_iter()
        .filter(|(guard, met)| !met && *guard != NO_VALID_CERTIFICATE)
        .map(|(guard, _)| guard)
        .collect()
}

const NO_VALID_CERTIFICATE: &str = "no_valid_certificate";

fn guards(event: CaseEvent, facts: &Facts) -> Vec<(&'static str, bool)> {
    let four_eyes = ("four_eyes", !facts.actor_took_part);
    match event {
        CaseEvent::BeginPreliminary => vec![
            ("privacy_notice", facts.notice_delivered),
            ("notice_understood", facts.notice_understood),
            ("interpreter_recorded", facts.interpreter_recorded),
        ],
        CaseEvent::Agree => vec![
            ("intake_interview_held", facts.intake_interview_held),
            ("needs_analysed", facts.needs_analysed),
            ("agreement_signed", facts.agreement_signed),
            ("guardian_signed", facts.guardian_signed),
        ],
        CaseEvent::BeginInvestigation => vec![(
            "session_held_or_group_joined",
            facts.session_held || facts.group_joined,
        )],
        CaseEvent::Conclude => vec![
            ("experience_recorded", facts.experience_recorded),
            ("competence_linked", facts.competence_linked),
            (
                "mandatory_steps_held",
                facts.mandatory_steps_held || facts.steps_waived,
            ),
        ],
        CaseEvent::SubmitReport => vec![
            ("by_lead_operator", facts.actor_leads),
            ("final_assessment", facts.final_assessment),
            ("restitution_held", facts.restitution_held),
            ("goal_discussed", facts.goal_discussed),
            ("synthesis_given", facts.synthesis_given),
            ("observations_recorded", facts.observations_recorded),
        ],
        CaseEvent::ReturnReport => vec![four_eyes],
        CaseEvent::ApproveReport => {
            vec![four_eyes, ("evidence_sound", !facts.evidence_contradicted)]
        }
        CaseEvent::IssueCertificate => vec![
            four_eyes,
            ("issuer_numbered", facts.issuer_numbered),
            ("certificate_foreseen", facts.certificate_foreseen),
            (
                "attendance_sufficient",
                facts.attendance_sufficient || facts.attendance_waived,
            ),
            ("attendance_recorded", facts.attendance_recorded),
            (NO_VALID_CERTIFICATE, !facts.certificate_valid),
            ("name_confirmed", facts.name_confirmed),
        ],
        CaseEvent::SkipCertificate => vec![("no_certificate_due", !facts.certificate_due())],
        CaseEvent::BeginFollowUp => vec![("next_step_agreed", facts.next_step_agreed)],
        CaseEvent::Close => vec![
            ("follow_up_done", facts.follow_up_done()),
            ("referrals_answered", !facts.referral_open),
        ],
        CaseEvent::Resume => vec![("programme_running", facts.programme_running)],
        CaseEvent::Suspend | CaseEvent::Withdraw => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
