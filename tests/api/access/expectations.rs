//! Who gets through to the records of a case of "centre" that "operator" leads.
//!
//! "Through" is any answer but 401, 403 and 404. Every endpoint has a row, in the order of the
//! addresses; a new one begins with nobody.

use bilancio::api::Endpoint;

/// Everybody who is signed in; the public endpoints also others.
const EVERYBODY: &[&str] = &[
    "admin",
    "reception",
    "operator",
    "colleague",
    "supervisor",
    "second_supervisor",
    "mediator",
    "analyst",
    "privacy_officer",
    "auditor",
    "officer",
    "other_reception",
    "other_operator",
    "other_supervisor",
    "other_mediator",
    "other_analyst",
    "other_privacy_officer",
    "other_auditor",
    "other_officer",
];
/// The example has no code: who needs one is told so by a 401.
const WITHOUT_SECOND_FACTOR: &[&str] = &[
    "reception",
    "operator",
    "colleague",
    "mediator",
    "analyst",
    "officer",
    "other_reception",
    "other_operator",
    "other_mediator",
    "other_analyst",
    "other_officer",
];
const ADMIN: &[&str] = &["admin"];
/// Who leads the case.
const LEAD: &[&str] = &["operator"];
/// Who leads the case, and the supervisors of its centre.
const LEAD_AND_SUPERVISORS: &[&str] = &["operator", "supervisor", "second_supervisor"];
const SUPERVISORS: &[&str] = &["supervisor", "second_supervisor"];
/// The officer whom the person authorised the centre to share with.
const RECIPIENT: &[&str] = &["officer"];
const OFFICERS: &[&str] = &["officer", "other_officer"];
const CENTRE: &[&str] = &["operator", "colleague", "supervisor", "second_supervisor"];
/// Who takes grants, and who watches over them, each those of their own centre.
const READERS_UNDER_GRANTS: &[&str] = &[
    "operator",
    "colleague",
    "supervisor",
    "second_supervisor",
    "privacy_officer",
    "other_operator",
    "other_supervisor",
    "other_privacy_officer",
];
/// Who watches over the log, each that of their own organisation.
const WATCHERS: &[&str] = &[
    "privacy_officer",
    "auditor",
    "other_privacy_officer",
    "other_auditor",
];
const GRANT_KEEPERS: &[&str] = &["supervisor", "second_supervisor", "privacy_officer"];
/// Operators and supervisors, of whatever centre: each within their own.
const CENTRES: &[&str] = &[
    "operator",
    "colleague",
    "supervisor",
    "second_supervisor",
    "other_operator",
    "other_supervisor",
];
const ADMIN_AND_CENTRE: &[&str] = &[
    "admin",
    "operator",
    "colleague",
    "supervisor",
    "second_supervisor",
];
const ADMIN_CENTRE_AND_PARTNER: &[&str] = &[
    "admin",
    "reception",
    "operator",
    "colleague",
    "supervisor",
    "second_supervisor",
];
const ADMIN_AND_SUPERVISORS: &[&str] = &["admin", "supervisor", "second_supervisor"];
/// An operator opens cases that they lead themselves; another centre's supervisor names people and
/// programmes that their centre does not have.
const LEAD_AND_ALL_SUPERVISORS: &[&str] = &[
    "operator",
    "supervisor",
    "second_supervisor",
    "other_supervisor",
];
/// All but the officers; reception staff see the programmes of their partners.
const SENDERS_AND_CENTRES: &[&str] = &[
    "admin",
    "reception",
    "operator",
    "colleague",
    "supervisor",
    "second_supervisor",
    "other_reception",
    "other_operator",
    "other_supervisor",
];
/// Who sent the intake referral.
const REFERRER: &[&str] = &["reception"];
/// Whoever may refer people, each those of their own organisation.
const SENDERS: &[&str] = &[
    "reception",
    "operator",
    "colleague",
    "supervisor",
    "second_supervisor",
    "other_reception",
    "other_operator",
    "other_supervisor",
];

/// Somebody who may do this; anybody where nobody may be signed in.
pub fn who_may(endpoint: &Endpoint) -> &'static str {
    let row = EXPECTATIONS.iter().find(|it| it.0 == endpoint.operation);
    row.and_then(|it| it.1.first())
        .copied()
        .unwrap_or("operator")
}

pub const EXPECTATIONS: &[(&str, &[&str])] = &[
    ("check_life", EVERYBODY),
    ("check_readiness", EVERYBODY),
    ("read_status", EVERYBODY),
    ("sign_in", EVERYBODY),
    ("list_sign_ins", EVERYBODY),
    ("sign_out", EVERYBODY),
    ("authenticate_again", WITHOUT_SECOND_FACTOR),
    ("switch_sign_in", LEAD),
    ("end_sign_in", &["admin", "operator"]),
    ("end_users_sign_ins", &["admin", "colleague"]),
    ("refresh_tokens", EVERYBODY),
    ("read_me", EVERYBODY),
    ("change_password", EVERYBODY),
    ("offer_second_factor", EVERYBODY),
    ("confirm_second_factor", EVERYBODY),
    ("ask_for_password_reset", EVERYBODY),
    ("set_password", EVERYBODY),
    ("list_public_keys", EVERYBODY),
    ("add_organisation", ADMIN),
    ("list_organisations", EVERYBODY),
    ("read_organisation", EVERYBODY),
    ("change_organisation", ADMIN),
    ("record_agreement", ADMIN),
    ("list_agreements", ADMIN_AND_CENTRE),
    ("add_user", ADMIN),
    ("list_users", ADMIN_AND_SUPERVISORS),
    ("switch_user", ADMIN),
    ("start_password_reset", ADMIN),
    ("remove_second_factor", ADMIN),
    ("give_role", ADMIN),
    ("take_role", ADMIN),
    ("open_case", LEAD_AND_ALL_SUPERVISORS),
    ("list_cases", CENTRES),
    ("read_case", LEAD_AND_SUPERVISORS),
    ("change_case", LEAD_AND_SUPERVISORS),
    ("read_case_overview", LEAD_AND_SUPERVISORS),
    ("read_operators", LEAD_AND_SUPERVISORS),
    ("assign_operators", SUPERVISORS),
    ("record_privacy_notice", LEAD_AND_SUPERVISORS),
    ("list_privacy_notices", LEAD_AND_SUPERVISORS),
    ("record_participation_agreement", LEAD_AND_SUPERVISORS),
    ("list_participation_agreements", LEAD_AND_SUPERVISORS),
    ("add_next_step", LEAD_AND_SUPERVISORS),
    ("list_next_steps", LEAD_AND_SUPERVISORS),
    ("read_next_step", LEAD_AND_SUPERVISORS),
    ("change_next_step", LEAD_AND_SUPERVISORS),
    ("remove_next_step", LEAD_AND_SUPERVISORS),
    ("record_follow_up", LEAD_AND_SUPERVISORS),
    ("list_follow_ups", LEAD_AND_SUPERVISORS),
    ("record_experience", LEAD),
    ("list_experiences", LEAD_AND_SUPERVISORS),
    ("read_experience", LEAD_AND_SUPERVISORS),
    ("change_experience", LEAD),
    ("remove_experience", LEAD),
    ("record_evidence", LEAD),
    ("list_evidence", LEAD_AND_SUPERVISORS),
    ("read_evidence", LEAD_AND_SUPERVISORS),
    ("change_evidence", LEAD),
    ("remove_evidence", LEAD),
    ("record_language_skill", LEAD),
    ("list_language_skills", LEAD_AND_SUPERVISORS),
    ("read_language_skill", LEAD_AND_SUPERVISORS),
    ("change_language_skill", LEAD),
    ("remove_language_skill", LEAD),
    ("record_competence", LEAD),
    ("list_competences", LEAD_AND_SUPERVISORS),
    ("read_competence", LEAD_AND_SUPERVISORS),
    ("change_competence", LEAD),
    ("remove_competence", LEAD),
    ("record_expectation", LEAD),
    ("list_expectations", LEAD_AND_SUPERVISORS),
    ("read_expectation", LEAD_AND_SUPERVISORS),
    ("change_expectation", LEAD),
    ("remove_expectation", LEAD),
    ("read_professional_goal", LEAD_AND_SUPERVISORS),
    ("set_professional_goal", LEAD),
    ("read_profile", LEAD_AND_SUPERVISORS),
    ("record_assessment", LEAD),
    ("list_assessments", LEAD_AND_SUPERVISORS),
    ("read_assessment", LEAD_AND_SUPERVISORS),
    ("change_assessment", LEAD),
    ("open_group", CENTRES),
    ("list_groups", CENTRES),
    ("read_group", CENTRE),
    ("change_group", CENTRE),
    ("set_group_member", CENTRE),
    ("plan_group_session", LEAD_AND_SUPERVISORS),
    ("list_group_sessions", LEAD_AND_SUPERVISORS),
    ("plan_session", LEAD_AND_SUPERVISORS),
    ("list_sessions", LEAD_AND_SUPERVISORS),
    ("read_session", LEAD_AND_SUPERVISORS),
    ("change_session", LEAD_AND_SUPERVISORS),
    ("record_outcome", LEAD_AND_SUPERVISORS),
    ("write_working_note", LEAD),
    ("read_working_notes", LEAD_AND_SUPERVISORS),
    ("take_access_grant", SUPERVISORS),
    ("list_activity", WATCHERS),
    ("export_activity", WATCHERS),
    ("list_case_activity", &["privacy_officer", "auditor"]),
    ("list_readers", &["privacy_officer", "auditor"]),
    ("list_security_events", WATCHERS),
    ("list_access_grants", READERS_UNDER_GRANTS),
    ("read_access_grant", GRANT_KEEPERS),
    ("revoke_access_grant", GRANT_KEEPERS),
    ("list_mediated_sessions", &["mediator", "other_mediator"]),
    ("read_mediated_session", &["mediator"]),
    ("add_pathway_template", ADMIN_AND_SUPERVISORS),
    ("list_pathway_templates", ADMIN_AND_CENTRE),
    ("read_pathway_template", ADMIN_AND_CENTRE),
    ("add_programme", ADMIN_AND_SUPERVISORS),
    ("list_programmes", SENDERS_AND_CENTRES),
    ("read_programme", ADMIN_CENTRE_AND_PARTNER),
    ("change_programme", ADMIN_AND_SUPERVISORS),
    ("search_beneficiaries", CENTRES),
    ("add_beneficiary", CENTRES),
    ("read_beneficiary", LEAD_AND_SUPERVISORS),
    ("change_beneficiary", LEAD_AND_SUPERVISORS),
    ("add_identifier", LEAD_AND_SUPERVISORS),
    ("list_identifiers", LEAD_AND_SUPERVISORS),
    ("add_stay_permit", LEAD_AND_SUPERVISORS),
    ("list_stay_permits", LEAD_AND_SUPERVISORS),
    ("read_work_right", LEAD_AND_SUPERVISORS),
    ("add_reception_stay", LEAD_AND_SUPERVISORS),
    ("list_reception_stays", LEAD_AND_SUPERVISORS),
    ("list_transitions", LEAD_AND_SUPERVISORS),
    ("move_case", LEAD_AND_SUPERVISORS),
    ("list_moves", LEAD_AND_SUPERVISORS),
    ("waive_rule", SUPERVISORS),
    ("list_waivers", LEAD_AND_SUPERVISORS),
    ("send_intake_referral", SENDERS),
    ("list_intake_referrals", SENDERS),
    ("read_intake_referral", REFERRER),
    ("change_intake_referral", REFERRER),
    ("withdraw_intake_referral", REFERRER),
    ("withdraw_consent_to_refer", REFERRER),
    ("list_received_referrals", CENTRES),
    ("read_waiting_list", CENTRE),
    ("read_received_referral", CENTRE),
    ("list_referral_candidates", CENTRE),
    ("decide_intake_referral", CENTRE),
    ("list_documents", LEAD_AND_SUPERVISORS),
    ("read_document", LEAD_AND_SUPERVISORS),
    ("download_document", LEAD_AND_SUPERVISORS),
    ("list_certificates", LEAD_AND_SUPERVISORS),
    ("read_certificate", LEAD_AND_SUPERVISORS),
    ("download_certificate", LEAD_AND_SUPERVISORS),
    ("revoke_certificate", SUPERVISORS),
    ("replace_certificate", SUPERVISORS),
    ("state_attendance", SUPERVISORS),
    ("check_certificate", EVERYBODY),
    ("authorise_sharing", LEAD_AND_SUPERVISORS),
    ("list_sharing_authorisations", LEAD_AND_SUPERVISORS),
    ("read_sharing_authorisation", LEAD_AND_SUPERVISORS),
    ("revoke_sharing", LEAD_AND_SUPERVISORS),
    ("draft_outbound_referral", LEAD_AND_SUPERVISORS),
    ("list_outbound_referrals", LEAD_AND_SUPERVISORS),
    ("read_outbound_referral", LEAD_AND_SUPERVISORS),
    ("move_outbound_referral", LEAD_AND_SUPERVISORS),
    ("list_inbox_referrals", OFFICERS),
    ("read_inbox_referral", RECIPIENT),
    ("read_shared_file", RECIPIENT),
    ("reply_to_referral", RECIPIENT),
];
