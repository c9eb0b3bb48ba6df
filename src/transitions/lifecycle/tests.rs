use proptest::prelude::*;

use super::*;

/// A case that lacks nothing, so that each test takes one thing away.
fn ready(status: CaseStatus) -> Facts {
    Facts {
        status,
        suspended_from: None,
        notice_delivered: true,
        notice_understood: true,
        interpreter_recorded: true,
        intake_interview_held: true,
        needs_analysed: true,
        agreement_signed: true,
        guardian_signed: true,
        session_held: true,
        group_joined: true,
        experience_recorded: true,
        competence_linked: true,
        mandatory_steps_held: true,
        steps_waived: false,
        actor_leads: true,
        final_assessment: true,
        restitution_held: true,
        goal_discussed: true,
        synthesis_given: true,
        observations_recorded: true,
        actor_took_part: false,
        evidence_contradicted: false,
        issuer_numbered: true,
        certificate_foreseen: true,
        attendance_sufficient: true,
        attendance_waived: false,
        attendance_recorded: true,
        certificate_valid: false,
        name_confirmed: true,
        next_step_agreed: true,
        follow_up_reached: true,
        follow_up_attempts: 0,
        referral_open: false,
        programme_running: true,
    }
}

/// A guard, its event and state, and the one fact that breaks it.
type Case = (&'static str, CaseEvent, CaseStatus, fn(&mut Facts));

const GUARDS: &[Case] = {
    use CaseEvent as E;
    use CaseStatus as S;
    &[
        ("privacy_notice", E::BeginPreliminary, S::Opened, |f| {
            f.notice_delivered = false
        }),
        ("notice_understood", E::BeginPreliminary, S::Opened, |f| {
            f.notice_understood = false
        }),
        (
            "interpreter_recorded",
            E::BeginPreliminary,
            S::Opened,
            |f| f.interpreter_recorded = false,
        ),
        ("intake_interview_held", E::Agree, S::Preliminary, |f| {
            f.intake_interview_held = false
        }),
        ("needs_analysed", E::Agree, S::Preliminary, |f| {
            f.needs_analysed = false
        }),
        ("agreement_signed", E::Agree, S::Preliminary, |f| {
            f.agreement_signed = false
        }),
        ("guardian_signed", E::Agree, S::Preliminary, |f| {
            f.guardian_signed = false
        }),
        (
            "session_held_or_group_joined",
            E::BeginInvestigation,
            S::Agreed,
            |f| {
                f.session_held = false;
                f.group_joined = false;
            },
        ),
        ("experience_recorded", E::Conclude, S::Investigation, |f| {
            f.experience_recorded = false
        }),
        ("competence_linked", E::Conclude, S::Investigation, |f| {
            f.competence_linked = false
        }),
        ("mandatory_steps_held", E::Conclude, S::Investigation, |f| {
            f.mandatory_steps_held = false
        }),
        ("by_lead_operator", E::SubmitReport, S::Conclusion, |f| {
            f.actor_leads = false
        }),
        ("final_assessment", E::SubmitReport, S::Conclusion, |f| {
            f.final_assessment = false
        }),
        ("restitution_held", E::SubmitReport, S::Conclusion, |f| {
            f.restitution_held = false
        }),
        ("goal_discussed", E::SubmitReport, S::Conclusion, |f| {
            f.goal_discussed = false
        }),
        ("synthesis_given", E::SubmitReport, S::Conclusion, |f| {
            f.synthesis_given = false
        }),
        (
            "observations_recorded",
            E::SubmitReport,
            S::Conclusion,
            |f| f.observations_recorded = false,
        ),
        ("four_eyes", E::ReturnReport, S::ReportSubmitted, |f| {
            f.actor_took_part = true
        }),
        ("four_eyes", E::ApproveReport, S::ReportSubmitted, |f| {
            f.actor_took_part = true
        }),
        (
            "evidence_sound",
            E::ApproveReport,
            S::ReportSubmitted,
            |f| f.evidence_contradicted = true,
        ),
        ("four_eyes", E::IssueCertificate, S::ReportApproved, |f| {
            f.actor_took_part = true
        }),
        (
            "certificate_foreseen",
            E::IssueCertificate,
            S::ReportApproved,
            |f| f.certificate_foreseen = false,
        ),
        (
            "attendance_sufficient",
            E::IssueCertificate,
            S::ReportApproved,
            |f| f.attendance_sufficient = false,
        ),
        (
            "attendance_recorded",
            E::IssueCertificate,
            S::ReportApproved,
            |f| f.attendance_recorded = false,
        ),
        (
            "no_valid_certificate",
            E::IssueCertificate,
            S::ReportApproved,
            |f| f.certificate_valid = true,
        ),
        (
            "name_confirmed",
            E::IssueCertificate,
            S::ReportApproved,
            |f| f.name_confirmed = false,
        ),
        ("next_step_agreed", E::BeginFollowUp, S::Completed, |f| {
            f.next_step_agreed = false
        }),
        ("follow_up_done", E::Close, S::FollowUp, |f| {
            f.follow_up_reached = false
        }),
        ("referrals_answered", E::Close, S::FollowUp, |f| {
            f.referral_open = true
        }),
        ("programme_running", E::Resume, S::Suspended, |f| {
            f.programme_running = false
        }),
    ]
};

#[test]
fn each_guard_alone_stops_its_move_and_no_other_does() {
    for (guard, event, status, take_away) in GUARDS {
        let mut facts = ready(*status);
        facts.suspended_from = Some(CaseStatus::Agreed);
        assert_eq!(unmet(*event, &facts), Vec::<&str>::new(), "{event}");
        take_away(&mut facts);
        assert_eq!(unmet(*event, &facts), [*guard], "{event}");
    }
}

#[test]
fn every_guard_that_is_not_met_is_named_at_once() {
    for event in CaseEvent::ALL {
        let of_event: Vec<_> = GUARDS.iter().filter(|(_, it, ..)| it == event).collect();
        let Some((_, _, status, _)) = of_event.first() else {
            continue;
        };
        let mut facts = ready(*status);
        facts.suspended_from = Some(CaseStatus::Agreed);
        for (.., take_away) in &of_event {
            take_away(&mut facts);
        }
        let named: Vec<_> = of_event.iter().map(|(guard, ..)| *guard).collect();
        assert_eq!(unmet(*event, &facts), named, "{event}");
    }
}

#[test]
fn a_waiver_stands_for_steps_not_held_and_for_hours_not_attended() {
    let mut facts = ready(CaseStatus::Investigation);
    (facts.mandatory_steps_held, facts.steps_waived) = (false, true);
    assert!(unmet(CaseEvent::Conclude, &facts).is_empty());
    let mut facts = ready(CaseStatus::ReportApproved);
    (facts.attendance_sufficient, facts.attendance_waived) = (false, true);
    assert!(unmet(CaseEvent::IssueCertificate, &facts).is_empty());
}

#[test]
fn the_certificate_is_skipped_only_when_none_is_due() {
    let skip = |change: fn(&mut Facts)| {
        let mut facts = ready(CaseStatus::ReportApproved);
        change(&mut facts);
        unmet(CaseEvent::SkipCertificate, &facts)
    };
    assert_eq!(skip(|_| {}), ["no_certificate_due"]);
    assert!(skip(|facts| facts.attendance_sufficient = false).is_empty());
    assert!(skip(|facts| facts.certificate_foreseen = false).is_empty());
    let waived = |facts: &mut Facts| {
        facts.attendance_sufficient = false;
        facts.attendance_waived = true;
    };
    assert_eq!(skip(waived), ["no_certificate_due"]);
}

#[test]
fn a_follow_up_is_over_when_the_person_was_reached_or_three_attempts_failed() {
    let mut facts = ready(CaseStatus::FollowUp);
    (facts.follow_up_reached, facts.follow_up_attempts) = (false, 2);
    assert_eq!(unmet(CaseEvent::Close, &facts), ["follow_up_done"]);
    facts.follow_up_attempts = 3;
    assert!(unmet(CaseEvent::Close, &facts).is_empty());
}

#[test]
fn an_event_of_another_state_is_only_told_that() {
    for status in CaseStatus::ALL {
        for event in CaseEvent::ALL {
            let mut facts = ready(*status);
            facts.suspended_from = Some(CaseStatus::Agreed);
            let known = moves(*status).iter().any(|it| it.event == *event);
            let wrong = unmet(*event, &facts) == ["wrong_state"];
            assert_eq!(wrong, !known, "{event} in {status}");
        }
    }
}

#[test]
fn withdrawal_needs_nothing_in_every_state_that_is_not_final() {
    for status in CaseStatus::ALL {
        let mut facts = ready(*status);
        for (.., take_away) in GUARDS {
            take_away(&mut facts);
        }
        facts.suspended_from = Some(CaseStatus::Agreed);
        let open = unmet(CaseEvent::Withdraw, &facts).is_empty();
        assert_eq!(open, !is_final(*status), "{status}");
    }
    assert!(is_final(CaseStatus::Closed) && is_final(CaseStatus::Withdrawn));
}

/// Facts of which each guard may or may not hold, mostly holding, so that walks get far.
fn any_facts() -> impl Strategy<Value = Vec<bool>> {
    proptest::collection::vec(proptest::bool::weighted(0.05), GUARDS.len())
}

/// Mostly the first way out, which leads on; the last ones lead aside and away.
fn any_way() -> impl Strategy<Value = usize> {
    prop_oneof![6 => Just(0), 2 => Just(1), 1 => Just(2), 1 => Just(3)]
}

proptest! {
    #[test]
    fn no_walk_reaches_a_certificate_without_a_submitted_and_approved_report(
        steps in proptest::collection::vec((any_way(), any_facts()), 1..80),
    ) {
        let (mut status, mut suspended_from) = (CaseStatus::Opened, None);
        let (mut submitted, mut approved) = (false, false);
        for (choice, broken) in steps {
            let ways = moves(status);
            let Some(chosen) = ways.get(choice % ways.len().max(1)) else {
                break;
            };
            let mut facts = ready(status);
            facts.suspended_from = suspended_from;
            for (_, (.., take_away)) in broken.iter().zip(GUARDS).filter(|(broken, _)| **broken) {
                take_away(&mut facts);
            }
            if !unmet(chosen.event, &facts).is_empty() {
                continue;
            }
            let next = target(chosen.event, status, suspended_from);
            match chosen.event {
                CaseEvent::Suspend => suspended_from = Some(status),
                CaseEvent::Resume => {
                    prop_assert_eq!(next, suspended_from);
                    suspended_from = None;
                }
                CaseEvent::SubmitReport => submitted = true,
                CaseEvent::ReturnReport => submitted = false,
                CaseEvent::ApproveReport => {
                    prop_assert!(submitted && !facts.actor_took_part);
                    approved = true;
                }
                CaseEvent::IssueCertificate => {
                    prop_assert!(approved && !facts.actor_took_part);
                    prop_assert!(facts.attendance_sufficient || facts.attendance_waived);
                }
                _ => {}
            }
            status = next.unwrap();
            prop_assert!(status != CaseStatus::Completed || approved);
            prop_assert_eq!(status == CaseStatus::Suspended, suspended_from.is_some()
                && status != CaseStatus::Withdrawn);
        }
    }
}
