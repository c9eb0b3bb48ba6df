pub mod effects;

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::model::{CaseMove, CaseView, PastMove, UnrecordedSession};
use crate::access::{Actor, Permit, Read, Transaction, Update};
use crate::assessments::AssessmentKind;
use crate::cases::{Case, OperatorPart};
use crate::certificates::CertificateStatus;
use crate::db::schema::{
    assessments, attendances, beneficiaries, case_moves, case_operators, cases, certificates,
    competence_evidence, competence_experiences, documents, evidence, experiences, follow_ups,
    group_members, next_steps, organisations, outbound_referrals, participation_agreements,
    past_assignments, pathway_templates, privacy_notices, professional_goals, programmes, sessions,
    users,
};
use crate::documents::DocumentKind;
use crate::error::{Error, Result};
use crate::outbound_referrals::ReferralStatus;
use crate::participation::ExplanationInterpreter;
use crate::profiles::EvidenceVerification;
use crate::sessions::SessionStatus;
use crate::stood_in;

/// Everything about a case that its guards look at, but for its group sessions: one query.
pub fn view<V, R>(
    tx: &mut Transaction,
    permit: &Permit<V, R, Case>,
    actor: &Actor,
    now: NaiveDateTime,
) -> Result<CaseView> {
    let notices = || privacy_notices::table.filter(privacy_notices::case_id.eq(cases::id));
    // Whatever the list's shape, its language codes stand in quotes.
    let quoted = "%\""
        .into_sql::<Text>()
        .concat(privacy_notices::explained_in)
        .concat("\"%");
    let understood = privacy_notices::explained_in
        .eq(beneficiaries::preferred_language)
        .or(beneficiaries::languages.like(quoted));
    let agreements =
        || participation_agreements::table.filter(participation_agreements::case_id.eq(cases::id));
    let preparation = (
        exists(notices()),
        exists(notices().filter(understood)),
        exists(notices().filter(privacy_notices::interpreter.ne(ExplanationInterpreter::None))),
        exists(agreements()),
        exists(agreements().filter(participation_agreements::guardian_signed_on.is_not_null())),
        exists(
            group_members::table
                .filter(group_members::case_id.eq(cases::id))
                .filter(group_members::left_on.is_null()),
        ),
    );

    let supporting = competence_evidence::table
        .filter(competence_evidence::case_id.eq(&permit.case().id))
        .select(competence_evidence::evidence_id);
    let final_ones = || {
        assessments::table
            .filter(assessments::case_id.eq(cases::id))
            .filter(assessments::kind.eq(AssessmentKind::Final))
    };
    let goal = professional_goals::goal
        .ne("")
        .or(professional_goals::no_goal_reason.is_not_null());
    let profile = (
        exists(experiences::table.filter(experiences::case_id.eq(cases::id))),
        exists(competence_experiences::table.filter(competence_experiences::case_id.eq(cases::id))),
        exists(final_ones().filter(assessments::item_count.gt(0))),
        exists(
            professional_goals::table
                .filter(professional_goals::case_id.eq(cases::id))
                .filter(goal),
        ),
        exists(
            evidence::table
                .filter(evidence::case_id.eq(cases::id))
                .filter(evidence::verification.eq(EvidenceVerification::Contradicted))
                .filter(evidence::id.eq_any(supporting)),
        ),
    );

    let without_attendance = not(exists(
        attendances::table.filter(attendances::session_id.eq(sessions::id)),
    ));
    let unrecorded = sessions::table
        .filter(sessions::case_id.eq(cases::id.nullable()))
        .filter(
            (sessions::status
                .eq(SessionStatus::Held)
                .and(without_attendance))
            .or(sessions::status
                .eq(SessionStatus::Planned)
                .and(sessions::scheduled_to.lt(now))),
        );
    let referrals = || outbound_referrals::table.filter(outbound_referrals::case_id.eq(cases::id));
    let contacts = || follow_ups::table.filter(follow_ups::case_id.eq(cases::id));
    let conclusion = (
        exists(unrecorded),
        exists(
            certificates::table
                .filter(certificates::case_id.eq(cases::id))
                .filter(certificates::status.eq(CertificateStatus::Valid)),
        ),
        exists(next_steps::table.filter(next_steps::case_id.eq(cases::id))),
        exists(referrals().filter(outbound_referrals::status.ne(ReferralStatus::Cancelled))),
        exists(referrals().filter(
            outbound_referrals::status.eq_any([ReferralStatus::Draft, ReferralStatus::Sent]),
        )),
        exists(contacts().filter(follow_ups::reached.eq(true))),
        contacts().select(count_star()).single_value(),
    );

    let (present, actor, today) = (actor.caseloads(), &actor.user_id, actor.today);
    let operators = || {
        case_operators::table
            .filter(case_operators::case_id.eq(cases::id))
            .filter(case_operators::part.eq_any(OperatorPart::WORKING))
            .filter(case_operators::user_id.eq_any(present.clone()))
    };
    let acting = (
        exists(operators().filter(case_operators::part.eq(OperatorPart::Lead))),
        exists(operators()),
        stood_in!(cases::id, actor, today),
        exists(
            past_assignments::table
                .filter(past_assignments::case_id.eq(cases::id))
                .filter(past_assignments::part.eq_any(OperatorPart::WORKING))
                .filter(past_assignments::user_id.eq(actor)),
        ),
        exists(final_ones().filter(assessments::assessor_id.eq(actor))),
        exists(
            documents::table
                .filter(documents::case_id.eq(cases::id))
                .filter(documents::kind.eq(DocumentKind::AssessmentReport))
                .filter(documents::author_id.eq(actor)),
        ),
    );

    let numbers = organisations::table
        .filter(organisations::id.eq(cases::organisation_id))
        .filter(organisations::certificate_prefix.is_not_null());
    let found = cases::table
        .inner_join(programmes::table)
        .inner_join(beneficiaries::table)
        .inner_join(
            pathway_templates::table.on(pathway_templates::id.eq(cases::pathway_template_id)),
        )
        .filter(cases::id.eq(&permit.case().id))
        .select((
            (
                programmes::minimum_attendance_percent,
                programmes::certificate_rule,
                programmes::ends_on,
                pathway_templates::steps,
            ),
            (
                beneficiaries::name_confirmed,
                beneficiaries::interpreter_needed,
                beneficiaries::birth_on,
                beneficiaries::birth_precision,
            ),
            preparation,
            profile,
            conclusion,
            acting,
            exists(numbers),
        ))
        .first(tx.connection(permit))?;
    Ok(found)
}

/// Past sessions of a person's groups that say nothing of their attendance.
pub fn unrecorded<V, R>(
    tx: &mut Transaction,
    permit: &Permit<V, R, Case>,
    now: NaiveDateTime,
) -> Result<Vec<UnrecordedSession>> {
    let of_member = attendances::session_id
        .eq(sessions::id)
        .and(attendances::case_id.eq(group_members::case_id));
    Ok(group_members::table
        .inner_join(sessions::table.on(sessions::group_id.eq(group_members::group_id.nullable())))
        .left_join(attendances::table.on(of_member))
        .filter(group_members::case_id.eq(&permit.case().id))
        .filter(sessions::status.eq_any([SessionStatus::Held, SessionStatus::Planned]))
        .filter(sessions::scheduled_to.lt(now))
        .filter(attendances::minutes.nullable().is_null())
        .select((
            sessions::scheduled_from,
            group_members::joined_on,
            group_members::left_on,
        ))
        .load(tx.connection(permit))?)
}

/// Replaces the case as it was read: whoever comes second finds another version.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, Case, Case>,
    after: &Case,
) -> Result<()> {
    let before = permit.case();
    let changed = diesel::update(cases::table)
        .filter(cases::id.eq(&before.id))
        .filter(cases::version.eq(before.version))
        .filter(cases::status.eq(before.status))
        .set(after)
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: after.version,
        })
    }
}

pub fn insert_move(
    tx: &mut Transaction,
    permit: &Permit<Update, Case, Case>,
    made: &CaseMove,
) -> Result<()> {
    diesel::insert_into(case_moves::table)
        .values(made)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The moves of a case, the newest first.
pub fn moves(tx: &mut Transaction, permit: &Permit<Read, Case, Case>) -> Result<Vec<PastMove>> {
    Ok(case_moves::table
        .inner_join(users::table.on(users::id.eq(case_moves::moved_by)))
        .filter(case_moves::case_id.eq(&permit.case().id))
        .order((case_moves::at.desc(), case_moves::id.desc()))
        .select((
            case_moves::id,
            case_moves::event,
            case_moves::from_status,
            case_moves::to_status,
            case_moves::reason,
            case_moves::at,
            case_moves::moved_by,
            users::display_name,
        ))
        .limit(500)
        .load(tx.connection(permit))?)
}
