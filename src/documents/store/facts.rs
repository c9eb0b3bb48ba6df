//! What documents tell of a case: views over the tables of the whole workflow.
//!
//! Nothing here reads the stay permit, the reception stay, support needs or working notes.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::access::{Proof, Transaction};
use crate::assessments::AssessmentKind;
use crate::cases::{CaseId, OperatorPart};
use crate::db::schema::{
    assessments, beneficiaries, case_operators, cases, competence_evidence, competence_experiences,
    competences, evidence, expectations, experiences, language_skills, next_steps, organisations,
    pathway_templates, professional_goals, programmes, users,
};
use crate::documents::model::{Header, ReportFacts};
use crate::error::Result;
use crate::sessions::service as sessions_of;

/// Person, programme and issuer of a case, and the name of the acting user.
pub fn header(tx: &mut Transaction, proof: &impl Proof, case: &CaseId) -> Result<Header> {
    let signatory = tx.actor().user_id.clone();
    Ok(cases::table
        .inner_join(beneficiaries::table)
        .inner_join(programmes::table)
        .inner_join(organisations::table.on(organisations::id.eq(cases::organisation_id)))
        .inner_join(
            pathway_templates::table.on(pathway_templates::id.eq(cases::pathway_template_id)),
        )
        .inner_join(users::table.on(users::id.eq(signatory)))
        .filter(cases::id.eq(case))
        .select((
            cases::case_code,
            cases::opened_at,
            cases::starting_request,
            cases::observations,
            beneficiaries::given_name,
            beneficiaries::family_name,
            beneficiaries::name_original_script,
            beneficiaries::preferred_language,
            beneficiaries::birth_on,
            beneficiaries::birth_precision,
            beneficiaries::driving_licences,
            beneficiaries::literacy,
            cases::intake_referral_id,
            cases::resources_and_limits,
            programmes::title,
            programmes::funder,
            programmes::project_code,
            organisations::name,
            organisations::municipality,
            organisations::address,
            organisations::email,
            organisations::phone,
            pathway_templates::steps,
            users::display_name,
            organisations::legal_note,
        ))
        .first(tx.connection(proof))?)
}

/// What a report tells of the tables, one query each: without questionnaires, whose answers are sealed, and
/// without what is compared and called by the catalogue.
pub fn report_facts(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
) -> Result<ReportFacts> {
    let header = header(tx, proof, case)?;
    let sessions = sessions_of::held(tx, proof, case)?;
    let connection = tx.connection(proof);
    Ok(ReportFacts {
        header,
        sessions,
        experiences: experiences::table
            .filter(experiences::case_id.eq(case))
            .order((experiences::started.desc(), experiences::id.asc()))
            .select((
                experiences::id,
                experiences::kind,
                experiences::title,
                experiences::employer,
                experiences::country,
                experiences::place,
                experiences::started,
                experiences::ended,
                experiences::ongoing,
                experiences::completion,
                experiences::tasks,
                experiences::tools,
                experiences::context,
                experiences::isced_level,
                experiences::hours_per_week,
                experiences::isco_code,
                experiences::esco_uri,
                experiences::esco_label,
                experiences::recognition,
            ))
            .load(connection)?,
        evidence: evidence::table
            .filter(evidence::case_id.eq(case))
            .order(evidence::id.asc())
            .select((
                evidence::id,
                evidence::experience_id,
                evidence::kind,
                evidence::verification,
                evidence::original_seen,
                evidence::quality,
                evidence::completeness,
                evidence::exhaustiveness,
                evidence::pertinence,
            ))
            .load(connection)?,
        competences: competences::table
            .filter(competences::case_id.eq(case))
            .order(competences::id.asc())
            .select((
                competences::id,
                competences::label,
                competences::kind,
                competences::setting,
                competences::self_level,
                competences::agreed_level,
                competences::last_used_year,
                competences::esco_uri,
                competences::esco_label,
                competences::repertory_codes,
                competences::transferability,
            ))
            .load(connection)?,
        acquired: competence_experiences::table
            .filter(competence_experiences::case_id.eq(case))
            .order((
                competence_experiences::competence_id,
                competence_experiences::experience_id,
            ))
            .select((
                competence_experiences::competence_id,
                competence_experiences::experience_id,
            ))
            .load(connection)?,
        supported: competence_evidence::table
            .filter(competence_evidence::case_id.eq(case))
            .order((
                competence_evidence::competence_id,
                competence_evidence::evidence_id,
            ))
            .select((
                competence_evidence::competence_id,
                competence_evidence::evidence_id,
            ))
            .load(connection)?,
        languages: language_skills::table
            .filter(language_skills::case_id.eq(case))
            .order((
                language_skills::mother_tongue.desc(),
                language_skills::id.asc(),
            ))
            .select((
                language_skills::language,
                language_skills::mother_tongue,
                language_skills::listening,
                language_skills::reading,
                language_skills::spoken_interaction,
                language_skills::spoken_production,
                language_skills::writing,
                language_skills::source,
            ))
            .load(connection)?,
        expectations: expectations::table
            .filter(expectations::case_id.eq(case))
            .order((expectations::priority.asc(), expectations::id.asc()))
            .select(expectations::description)
            .load(connection)?,
        goal: professional_goals::table
            .find(case)
            .select((
                professional_goals::goal,
                professional_goals::horizon,
                professional_goals::no_goal_reason,
                professional_goals::alternatives,
                professional_goals::favourable_factors,
                professional_goals::unfavourable_factors,
            ))
            .first(connection)
            .optional()?,
        assessment: assessments::table
            .inner_join(users::table.on(users::id.eq(assessments::assessor_id)))
            .filter(assessments::case_id.eq(case))
            .filter(assessments::kind.eq(AssessmentKind::Final))
            .order(assessments::id.desc())
            .select((
                users::display_name,
                assessments::methods,
                assessments::summary,
                assessments::items,
            ))
            .first(connection)
            .optional()?,
        next_steps: next_steps::table
            .filter(next_steps::case_id.eq(case))
            // What was done meanwhile is no step that comes next.
            .filter(next_steps::done.eq(false))
            .order(next_steps::id.asc())
            .select((
                next_steps::kind,
                next_steps::description,
                next_steps::responsible,
                next_steps::due_on,
            ))
            .load(connection)?,
        operators: case_operators::table
            .inner_join(users::table)
            .filter(case_operators::case_id.eq(case))
            .order((
                case_operators::part.eq(OperatorPart::Lead).desc(),
                users::id.asc(),
            ))
            .select((case_operators::part, users::display_name))
            .load(connection)?,
        responses: Vec::new(),
        comparison: None,
        names: HashMap::new(),
    })
}
