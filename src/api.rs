//! Every URL of the service in one table.
//!
//! Each row gives the method, the address, the operation's id, its handler, and what it is for. The
//! table registers the routes, describes the API, and is what the access tests sweep.

#[expect(non_snake_case, reason = "named as the table's rows name the methods")]
mod asks_for;

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, Route, guard, web};

use crate::access::Resource;
use crate::access_grants::routes as access_grants;
use crate::accounts::routes as accounts;
use crate::activity_log::security::routes as security_events;
use crate::activity_log::views::routes as activity;
use crate::assessments::routes as assessments;
use crate::authentications::routes as authentications;
use crate::beneficiaries::routes as beneficiaries;
use crate::cases::routes::{self as cases, assignments};
use crate::certificates::routes as certificates;
use crate::checklists::routes as checklists;
use crate::code_lists::routes as code_lists;
use crate::dequalification::routes as dequalification;
use crate::documents::routes as documents;
use crate::error::Error;
use crate::esco::routes as esco;
use crate::evidence_files::routes as evidence_files;
use crate::groups::routes as groups;
use crate::health;
use crate::http::describe::{Description, Handled};
use crate::identity_providers::routes as identity_providers;
use crate::intake_referrals::routes as intake_referrals;
use crate::matches::routes as matches;
use crate::mediated_sessions::routes as mediated_sessions;
use crate::merges::routes as merges;
use crate::occupation_candidates::routes as occupation_candidates;
use crate::occupation_matches::routes as occupation_matches;
use crate::organisations::routes as organisations;
use crate::outbound_referrals::routes as outbound;
use crate::overviews::routes as overviews;
use crate::participation::routes as participation;
use crate::password_settings::routes as password_settings;
use crate::plans::routes as plans;
use crate::profiles::routes as profiles;
use crate::programmes::routes as programmes;
use crate::second_factors::routes as second_factors;
use crate::sessions::routes as sessions;
use crate::sharing::routes as sharing;
use crate::sign_ins::open::routes as open_sign_ins;
use crate::sign_ins::routes as sign_ins;
use crate::signing_keys::routes as signing_keys;
use crate::skill_suggestions::routes as skill_suggestions;
use crate::stand_ins::routes as stand_ins;
use crate::token_refreshes::routes as token_refreshes;
use crate::transfers::routes::{self as transfers, offers as transfer_offers};
use crate::transitions::routes as transitions;

/// One method of one URL.
pub struct Endpoint {
    pub method: &'static str,
    pub path: &'static str,
    pub operation: &'static str,
    pub summary: &'static str,
    pub route: fn() -> Route,
    pub describe: fn(&mut Description),
}

macro_rules! endpoints {
    ($($method:ident $path:literal $operation:literal $handler:path, $summary:literal;)+) => {
        pub static ENDPOINTS: &[Endpoint] = &[$(Endpoint {
            method: stringify!($method),
            path: $path,
            operation: $operation,
            summary: $summary,
            route: || web::route().guard(guard::fn_guard(asks_for::$method)).to($handler),
            describe: |description| describe(&$handler, description),
        }),+];
    };
}

fn describe<H: Handled<Args>, Args>(_handler: &H, description: &mut Description) {
    H::describe(description);
}

endpoints! {
    Get    "/health/live"                                    "check_life"          health::live,                       "Whether the service lives";
    Get    "/health/ready"                                   "check_readiness"     health::ready,                      "Whether the service can work";
    Get    "/status"                                         "read_status"         health::status,                     "Whether the service works, as a problem document";
    Post   "/v1/sign-ins"                                    "sign_in"             sign_ins::sign_in,                  "Sign in with a password";
    Get    "/v1/sign-ins"                                    "list_sign_ins"       open_sign_ins::list,                "One's own sign-ins that still stand";
    Delete "/v1/sign-ins/current"                            "sign_out"            sign_ins::sign_out,                 "End this sign-in";
    Post   "/v1/sign-ins/current/authentications"            "authenticate_again"  authentications::renew,             "Show again who one is, for what needs it";
    Patch  "/v1/sign-ins/current"                            "switch_sign_in"      open_sign_ins::switch,              "Act in another of one's roles";
    Delete "/v1/sign-ins/{sign_in_id}"                       "end_sign_in"         open_sign_ins::end,                 "End one sign-in";
    Delete "/v1/users/{user_id}/sign-ins"                    "end_users_sign_ins"  open_sign_ins::end_all,             "End all sign-ins of a user";
    Get    "/v1/identity-providers"                          "list_identity_providers" identity_providers::list,       "Where else one may sign in";
    Post   "/v1/identity-providers/{identity_provider}/authentication-requests" "begin_provider_sign_in" identity_providers::begin, "Get the address of an identity provider to send a user to";
    Post   "/v1/identity-providers/{identity_provider}/sign-ins" "sign_in_through_provider" identity_providers::sign_in, "Sign in with what an identity provider answered";
    Post   "/v1/sign-ins/current/authentication-requests"    "begin_provider_authentication" identity_providers::begin_anew, "Get the address of an identity provider to show again who one is";
    Post   "/v1/sign-ins/current/provider-authentications"   "authenticate_through_provider" identity_providers::authenticate, "Show again who one is, with what an identity provider answered";
    Post   "/v1/token-refreshes"                             "refresh_tokens"      token_refreshes::refresh,           "Get new tokens for a refresh token";
    Get    "/v1/me"                                          "read_me"             accounts::read_me,                  "Who is signed in, and as what";
    Put    "/v1/me/password"                                 "change_password"     password_settings::change,          "Change one's password, and end one's other sign-ins";
    Post   "/v1/me/second-factor"                            "offer_second_factor" second_factors::offer,              "Get a secret for an authenticator app";
    Post   "/v1/me/second-factor/confirmations"              "confirm_second_factor" second_factors::confirm,          "Show the app's first code, and get recovery codes";
    Post   "/v1/password-resets"                             "ask_for_password_reset" password_settings::ask_for_reset, "Ask for a mail with a link to set a password";
    Post   "/v1/password-settings"                           "set_password"        password_settings::set,             "Set a password with the token of a mailed link";
    Get    "/.well-known/jwks.json"                          "list_public_keys"    signing_keys::public_keys,              "The keys that tokens are signed with";
    Get    "/v1/catalogue"                                   "read_catalogue"      esco::read_catalogue,               "Which release of ESCO is in use";
    Get    "/v1/skills"                                      "list_skills"         esco::list_skills,                  "Find skills of ESCO by their names in any language";
    Get    "/v1/skills/{skill_id}"                           "read_skill"          esco::read_skill,                   "One skill, and the occupations that ask for it";
    Get    "/v1/occupations"                                 "list_occupations"    esco::list_occupations,             "Find occupations of ESCO by their names in any language";
    Get    "/v1/occupations/{occupation_id}"                 "read_occupation"     esco::read_occupation,              "One occupation, and the skills it asks for";
    Get    "/v1/code-lists"                                  "list_code_lists"     code_lists::list,                   "The lists of codes that the API takes";
    Get    "/v1/code-lists/{code_list}"                      "read_code_list"      code_lists::read,                   "The codes of one list with their labels, in two languages at once";
    Post   "/v1/organisations"                               "add_organisation"    organisations::add,                 "Add an organisation to the network";
    Get    "/v1/organisations"                               "list_organisations"  organisations::list,                "The organisations of the network";
    Get    "/v1/organisations/{organisation_id}"             "read_organisation"   organisations::read,                "One organisation";
    Patch  "/v1/organisations/{organisation_id}"             "change_organisation" organisations::update,              "Change an organisation";
    Post   "/v1/organisations/{organisation_id}/agreements"  "record_agreement"    organisations::agree,               "Record an agreement with a partner";
    Get    "/v1/organisations/{organisation_id}/agreements"  "list_agreements"     organisations::list_agreements,     "The agreements of an organisation";
    Post   "/v1/organisations/{organisation_id}/users"       "add_user"            accounts::add,                      "Add a user with a first role";
    Get    "/v1/organisations/{organisation_id}/users"       "list_users"          accounts::list,                     "The users of an organisation";
    Patch  "/v1/users/{user_id}"                             "switch_user"         accounts::switch,                   "Disable or enable a user";
    Post   "/v1/users/{user_id}/password-resets"             "start_password_reset" password_settings::start_reset,    "Have a link to set a password mailed to a user";
    Delete "/v1/users/{user_id}/second-factor"               "remove_second_factor" second_factors::remove,            "Remove the second factor of a user who lost it";
    Post   "/v1/users/{user_id}/identities"                  "add_identity"        identity_providers::add_identity,   "Say as whom an identity provider knows a user";
    Get    "/v1/users/{user_id}/identities"                  "list_identities"     identity_providers::list_identities, "As whom identity providers know a user";
    Post   "/v1/users/{user_id}/identities/{identity_id}/confirmation" "confirm_identity" identity_providers::confirm_identity, "Confirm that an identity is one's own, so that it counts";
    Delete "/v1/users/{user_id}/identities/{identity_id}"    "remove_identity"     identity_providers::remove_identity, "Forget as whom an identity provider knows a user";
    Post   "/v1/users/{user_id}/memberships"                 "give_role"           accounts::give_role,                "Give a user a further role";
    Delete "/v1/users/{user_id}/memberships/{membership_id}" "take_role"           accounts::take_role,                "Take a role away from a user";
    Post   "/v1/cases"                                       "open_case"           cases::open,                        "Open a case for a person in a programme";
    Get    "/v1/cases"                                       "list_cases"          cases::list,                        "The cases that one works on or supervises";
    Get    "/v1/cases/{case_id}"                             "read_case"           cases::read,                        "One case";
    Patch  "/v1/cases/{case_id}"                             "change_case"         cases::update,                      "Change what is written in a case";
    Get    "/v1/cases/{case_id}/overview"                    "read_case_overview"  overviews::read,                    "One case with its sessions held and competences";
    Get    "/v1/cases/{case_id}/operators"                   "read_operators"      assignments::read_operators,        "Who works on a case";
    Put    "/v1/cases/{case_id}/operators"                   "assign_operators"    assignments::assign,                "Say who works on a case";
    Get    "/v1/assignment-candidates"                       "list_assignment_candidates" assignments::candidates,     "Those to whom a case can be given, with how many they have";
    Post   "/v1/hand-overs"                                  "hand_over_cases"     assignments::hand_over,             "Hand all that a user works on to another";
    Post   "/v1/stand-ins"                                   "appoint_stand_in"    stand_ins::appoint,                 "Name who stands in for an absent colleague";
    Get    "/v1/stand-ins"                                   "list_stand_ins"      stand_ins::list,                    "Who stands in for whom";
    Get    "/v1/stand-ins/{stand_in_id}"                     "read_stand_in"       stand_ins::read,                    "Who stands in for whom, once";
    Delete "/v1/stand-ins/{stand_in_id}"                     "end_stand_in"        stand_ins::end,                     "End a stand-in at once";
    Post   "/v1/cases/{case_id}/privacy-notices"             "record_privacy_notice" participation::record_notice,     "Record that the privacy notice was delivered";
    Get    "/v1/cases/{case_id}/privacy-notices"             "list_privacy_notices" participation::list_notices,       "The privacy notices delivered";
    Post   "/v1/cases/{case_id}/participation-agreements"    "record_participation_agreement" participation::record_agreement, "Record a signed participation agreement";
    Get    "/v1/cases/{case_id}/participation-agreements"    "list_participation_agreements" participation::list_agreements, "The participation agreements signed";
    Post   "/v1/cases/{case_id}/next-steps"                  "add_next_step"       plans::add,                         "Add a next step to the plan";
    Get    "/v1/cases/{case_id}/next-steps"                  "list_next_steps"     plans::list,                        "The next steps of the plan";
    Get    "/v1/cases/{case_id}/next-steps/{next_step_id}"   "read_next_step"      plans::read,                        "One next step";
    Patch  "/v1/cases/{case_id}/next-steps/{next_step_id}"   "change_next_step"    plans::update,                      "Change a next step";
    Delete "/v1/cases/{case_id}/next-steps/{next_step_id}"   "remove_next_step"    plans::delete,                      "Remove a next step";
    Post   "/v1/cases/{case_id}/follow-ups"                  "record_follow_up"    plans::record_follow_up,            "Record a follow-up contact";
    Get    "/v1/cases/{case_id}/follow-ups"                  "list_follow_ups"     plans::list_follow_ups,             "The follow-up contacts";
    Get    "/v1/cases/{case_id}/dequalification"             "read_dequalification" dequalification::read,            "The best past job beside the one obtained, by the levels of ISCO";
    Post   "/v1/cases/{case_id}/experiences"                        "record_experience"         profiles::record::<profiles::ExperienceForm>,  "Record an experience";
    Get    "/v1/cases/{case_id}/experiences"                        "list_experiences"          profiles::list::<profiles::ExperienceForm>,    "The experiences of a profile";
    Get    "/v1/cases/{case_id}/experiences/{experience_id}"        "read_experience"           profiles::read::<profiles::ExperienceForm>,    "One experience";
    Patch  "/v1/cases/{case_id}/experiences/{experience_id}"        "change_experience"         profiles::change::<profiles::ExperienceForm>,  "Change an experience";
    Delete "/v1/cases/{case_id}/experiences/{experience_id}"        "remove_experience"         profiles::delete::<profiles::ExperienceForm>,  "Delete an experience that nothing names";
    Get    "/v1/cases/{case_id}/experiences/{experience_id}/skill-suggestions" "suggest_skills"     skill_suggestions::suggest,                    "Skills that the occupation of an experience suggests, not decided on yet";
    Put    "/v1/cases/{case_id}/experiences/{experience_id}/skill-suggestions/{skill_id}" "decide_skill" skill_suggestions::decide,            "Accept, change or refuse one suggested skill";
    Delete "/v1/cases/{case_id}/experiences/{experience_id}/skill-suggestions/{skill_id}" "take_back_refusal" skill_suggestions::take_back,    "Have a refused skill suggested again";
    Post   "/v1/cases/{case_id}/evidence"                           "record_evidence"           profiles::record::<profiles::EvidenceForm>,    "Record a piece of evidence";
    Get    "/v1/cases/{case_id}/evidence"                           "list_evidence"             profiles::list::<profiles::EvidenceForm>,      "The pieces of evidence of a profile";
    Get    "/v1/cases/{case_id}/evidence/{evidence_id}"             "read_evidence"             profiles::read::<profiles::EvidenceForm>,      "One piece of evidence";
    Patch  "/v1/cases/{case_id}/evidence/{evidence_id}"             "change_evidence"           profiles::change::<profiles::EvidenceForm>,    "Change a piece of evidence";
    Put    "/v1/cases/{case_id}/evidence/{evidence_id}/file"        "set_evidence_file"         evidence_files::replace,                       "Keep a PDF, PNG or JPEG with a piece of evidence";
    Get    "/v1/cases/{case_id}/evidence/{evidence_id}/file"        "download_evidence_file"    evidence_files::read,                          "The file of a piece of evidence";
    Delete "/v1/cases/{case_id}/evidence/{evidence_id}/file"        "remove_evidence_file"      evidence_files::remove,                        "Delete the file of a piece of evidence";
    Delete "/v1/cases/{case_id}/evidence/{evidence_id}"             "remove_evidence"           profiles::delete::<profiles::EvidenceForm>,    "Delete a piece of evidence that nothing names";
    Post   "/v1/cases/{case_id}/languages"                          "record_language_skill"     profiles::record::<profiles::LanguageSkillForm>, "Record a language that the person knows";
    Get    "/v1/cases/{case_id}/languages"                          "list_language_skills"      profiles::list::<profiles::LanguageSkillForm>, "The languages that the person knows of a profile";
    Get    "/v1/cases/{case_id}/languages/{language_skill_id}"      "read_language_skill"       profiles::read::<profiles::LanguageSkillForm>, "One language that the person knows";
    Patch  "/v1/cases/{case_id}/languages/{language_skill_id}"      "change_language_skill"     profiles::change::<profiles::LanguageSkillForm>, "Change a language that the person knows";
    Delete "/v1/cases/{case_id}/languages/{language_skill_id}"      "remove_language_skill"     profiles::delete::<profiles::LanguageSkillForm>, "Delete a language that the person knows that nothing names";
    Post   "/v1/cases/{case_id}/competences"                        "record_competence"         profiles::record::<profiles::CompetenceForm>,  "Record a competence";
    Get    "/v1/cases/{case_id}/occupation-matches"          "propose_occupations" occupation_matches::propose,        "Occupations that what the person can do speaks for, and what is missing";
    Get    "/v1/cases/{case_id}/competences"                        "list_competences"          profiles::list::<profiles::CompetenceForm>,    "The competences of a profile";
    Get    "/v1/cases/{case_id}/competences/{competence_id}"        "read_competence"           profiles::read::<profiles::CompetenceForm>,    "One competence";
    Patch  "/v1/cases/{case_id}/competences/{competence_id}"        "change_competence"         profiles::change::<profiles::CompetenceForm>,  "Change a competence";
    Delete "/v1/cases/{case_id}/competences/{competence_id}"        "remove_competence"         profiles::delete::<profiles::CompetenceForm>,  "Delete a competence that nothing names";
    Post   "/v1/cases/{case_id}/expectations"                       "record_expectation"        profiles::record::<profiles::ExpectationForm>, "Record an expectation";
    Get    "/v1/cases/{case_id}/expectations"                       "list_expectations"         profiles::list::<profiles::ExpectationForm>,   "The expectations of a profile";
    Get    "/v1/cases/{case_id}/expectations/{expectation_id}"      "read_expectation"          profiles::read::<profiles::ExpectationForm>,   "One expectation";
    Patch  "/v1/cases/{case_id}/expectations/{expectation_id}"      "change_expectation"        profiles::change::<profiles::ExpectationForm>, "Change an expectation";
    Delete "/v1/cases/{case_id}/expectations/{expectation_id}"      "remove_expectation"        profiles::delete::<profiles::ExpectationForm>, "Delete an expectation that nothing names";
    Get    "/v1/cases/{case_id}/professional-goal"                  "read_professional_goal"    profiles::read_goal,                           "The person's professional goal";
    Put    "/v1/cases/{case_id}/professional-goal"                  "set_professional_goal"     profiles::set_goal,                            "Set the goal, or why there is none yet";
    Get    "/v1/cases/{case_id}/profile"                            "read_profile"              assessments::read_profile,                     "The whole profile, in the sections of the EU tool";
    Get    "/v1/cases/{case_id}/profile/checklist"                  "read_checklist"            checklists::read,                              "What a profile lacks, and what of it is doubtful";
    Post   "/v1/cases/{case_id}/assessments"                        "record_assessment"         assessments::record,                           "Record an assessment";
    Get    "/v1/cases/{case_id}/assessments"                        "list_assessments"          assessments::list,                             "The assessments of a case";
    Get    "/v1/cases/{case_id}/assessments/{assessment_id}"        "read_assessment"           assessments::read,                             "One assessment";
    Patch  "/v1/cases/{case_id}/assessments/{assessment_id}"        "change_assessment"         assessments::change,                           "Change one's own assessment";
    Post   "/v1/groups"                                      "open_group"          groups::open,                       "Make a group";
    Get    "/v1/groups"                                      "list_groups"         groups::list,                       "The groups of the centre";
    Get    "/v1/groups/{group_id}"                           "read_group"          groups::read,                       "One group with its members";
    Patch  "/v1/groups/{group_id}"                           "change_group"        groups::update,                     "Change a group";
    Put    "/v1/groups/{group_id}/members/{case_id}"         "set_group_member"    groups::set_member,                 "Take a person into a group, or say when they leave";
    Post   "/v1/groups/{group_id}/sessions"                  "plan_group_session"  sessions::plan_for_group,           "Plan a meeting of a group";
    Get    "/v1/groups/{group_id}/sessions"                  "list_group_sessions" sessions::list_of_group,            "The meetings of a group";
    Post   "/v1/cases/{case_id}/sessions"                    "plan_session"        sessions::plan_for_case,            "Plan a session with a person";
    Get    "/v1/cases/{case_id}/sessions"                    "list_sessions"       sessions::list_of_case,             "A person's sessions, with those of their groups";
    Get    "/v1/sessions/{session_id}"                       "read_session"        sessions::read,                     "One session with its attendance and history";
    Patch  "/v1/sessions/{session_id}"                       "change_session"      sessions::update,                   "Move or change a session";
    Put    "/v1/sessions/{session_id}/outcome"               "record_outcome"      sessions::record_outcome,           "Record how a session ended and who was there";
    Put    "/v1/sessions/{session_id}/working-notes/{case_id}" "write_working_note" sessions::write_note,              "Write one's working note about a person in a session";
    Get    "/v1/sessions/{session_id}/working-notes/{case_id}" "read_working_notes" sessions::read_notes,              "Read working notes about a person in a session";
    Post   "/v1/cases/{case_id}/access-grants"               "take_access_grant"   access_grants::take,                "Take a time-limited right to read, with its reason";
    Get    "/v1/activity-entries"                            "list_activity"       activity::list,                     "Who did what in one's organisation";
    Get    "/v1/activity-entries/file"                       "export_activity"     activity::export,                   "Who did what, as a signed table";
    Get    "/v1/cases/{case_id}/activity-entries"            "list_case_activity"  activity::list_of_case,             "Who did what with a case";
    Get    "/v1/beneficiaries/{beneficiary_id}/readers"      "list_readers"        activity::list_readers,             "Who has looked at a person";
    Get    "/v1/security-events"                             "list_security_events" security_events::list,             "What concerns the security of one's organisation";
    Get    "/v1/access-grants"                               "list_access_grants"  access_grants::list,                "The rights to read that were taken";
    Get    "/v1/access-grants/{access_grant_id}"             "read_access_grant"   access_grants::read,                "One right to read, with its stated reason";
    Post   "/v1/access-grants/{access_grant_id}/revocation"  "revoke_access_grant" access_grants::revoke,              "End a right to read before its time";
    Get    "/v1/mediated-sessions"                           "list_mediated_sessions" mediated_sessions::list,         "The sessions that one mediates in";
    Get    "/v1/mediated-sessions/{session_id}"              "read_mediated_session" mediated_sessions::read,          "One session that one mediates in";
    Post   "/v1/organisations/{organisation_id}/pathway-templates"    "add_pathway_template"     programmes::add_template,                  "Add an edition of a pathway";
    Get    "/v1/organisations/{organisation_id}/pathway-templates"    "list_pathway_templates"   programmes::list_templates,                "The editions of a job centre's pathways";
    Get    "/v1/pathway-templates/{pathway_template_id}"              "read_pathway_template"    programmes::read_template,                 "One edition of a pathway";
    Post   "/v1/organisations/{organisation_id}/programmes"           "add_programme"            programmes::add,                           "Add a programme to a job centre";
    Get    "/v1/programmes"                                           "list_programmes"          programmes::list,                          "The programmes within reach";
    Get    "/v1/programmes/{programme_id}"                            "read_programme"           programmes::read,                          "One programme";
    Get    "/v1/programmes/{programme_id}/waiting-list"               "read_waiting_list"        intake_referrals::read_waiting_list,       "Who waits for a place in a programme";
    Patch  "/v1/programmes/{programme_id}"                            "change_programme"         programmes::update,                        "Change a programme";
    Post   "/v1/beneficiary-searches"                                 "search_beneficiaries"     beneficiaries::search,                     "Look for a person, by what is known of them";
    Post   "/v1/beneficiaries"                                        "add_beneficiary"          beneficiaries::add,                        "Record a person";
    Get    "/v1/beneficiaries/{beneficiary_id}"                       "read_beneficiary"         beneficiaries::read,                       "One person";
    Patch  "/v1/beneficiaries/{beneficiary_id}"                       "change_beneficiary"       beneficiaries::update,                     "Change what is known of a person";
    Post   "/v1/beneficiaries/{beneficiary_id}/identifiers"           "add_identifier"           beneficiaries::add_identifier,             "Record an identifier, as a tax code";
    Get    "/v1/beneficiaries/{beneficiary_id}/identifiers"           "list_identifiers"         beneficiaries::list_identifiers,           "A person's identifiers";
    Post   "/v1/beneficiaries/{beneficiary_id}/stay-permits"          "add_stay_permit"          beneficiaries::add_stay_permit,            "Record what a permit of stay shows";
    Get    "/v1/beneficiaries/{beneficiary_id}/stay-permits"          "list_stay_permits"        beneficiaries::list_stay_permits,          "A person's permits of stay, the newest first";
    Get    "/v1/beneficiaries/{beneficiary_id}/work-right"            "read_work_right"          beneficiaries::read_work_right,            "Advice on the right to work";
    Post   "/v1/beneficiaries/{beneficiary_id}/reception-stays"       "add_reception_stay"       beneficiaries::add_reception_stay,         "Record where a person lives";
    Get    "/v1/beneficiaries/{beneficiary_id}/reception-stays"       "list_reception_stays"     beneficiaries::list_reception_stays,       "Where a person lives, and lived";
    Post   "/v1/beneficiary-merge-previews"                           "preview_beneficiary_merge" merges::preview,                          "What making two records one would move, and what keeps them apart";
    Post   "/v1/beneficiary-merges"                                   "merge_beneficiaries"      merges::merge,                             "Make two records of one person one";
    Get    "/v1/beneficiary-merges"                                   "list_beneficiary_merges"  merges::list,                              "The merges of one's job centre";
    Get    "/v1/beneficiary-merges/{merge_id}"                        "read_beneficiary_merge"   merges::read,                              "One merge";
    Post   "/v1/beneficiary-merges/{merge_id}/reversal"               "reverse_beneficiary_merge" merges::reverse,                          "Have two merged records stand again as they were";
    Post   "/v1/beneficiaries/{beneficiary_id}/matches"               "propose_match"            matches::propose,                          "Tell another job centre that the person says to be known there";
    Get    "/v1/beneficiary-matches"                                  "list_matches"             matches::list,                             "The matches that one's job centre proposed or was proposed";
    Get    "/v1/beneficiary-matches/{match_id}"                       "read_match"               matches::read,                             "One match";
    Post   "/v1/beneficiary-matches/{match_id}/transitions"           "move_match"               matches::transit,                          "Confirm, refuse or end a match";
    Get    "/v1/cases/{case_id}/transitions"                 "list_transitions"    transitions::list,                  "The moves that are open, and what the others lack";
    Post   "/v1/cases/{case_id}/transitions"                 "move_case"           transitions::advance,               "Move a case on";
    Get    "/v1/cases/{case_id}/moves"                       "list_moves"          transitions::history,               "The moves that a case has made";
    Post   "/v1/cases/{case_id}/waivers"                     "waive_rule"          transitions::waive,                 "Waive a rule of the pathway for one case";
    Get    "/v1/cases/{case_id}/waivers"                     "list_waivers"        transitions::list_waivers,          "The waivers of a case";
    Post   "/v1/intake-referrals"                            "send_intake_referral" intake_referrals::send,            "Tell a job centre of a person who agreed to it";
    Get    "/v1/intake-referrals"                            "list_intake_referrals" intake_referrals::list,           "The referrals that one's organisation sent";
    Get    "/v1/intake-referrals/{intake_referral_id}"       "read_intake_referral" intake_referrals::read,            "One referral sent, and how far it came";
    Patch  "/v1/intake-referrals/{intake_referral_id}"       "change_intake_referral" intake_referrals::change,        "Change a referral that was not received yet";
    Post   "/v1/intake-referrals/{intake_referral_id}/withdrawal" "withdraw_intake_referral" intake_referrals::withdraw, "Take a referral back";
    Post   "/v1/intake-referrals/{intake_referral_id}/consent-withdrawal" "withdraw_consent_to_refer" intake_referrals::withdraw_consent, "Record that the person withdrew the consent to refer";
    Get    "/v1/received-referrals"                          "list_received_referrals" intake_referrals::list_received, "The referrals that the job centre received";
    Get    "/v1/received-referrals/{intake_referral_id}"     "read_received_referral" intake_referrals::read_received, "One referral received";
    Get    "/v1/received-referrals/{intake_referral_id}/candidates" "list_referral_candidates" intake_referrals::list_candidates, "People of the job centre who may be the one referred";
    Post   "/v1/received-referrals/{intake_referral_id}/transitions" "decide_intake_referral" intake_referrals::decide, "Receive, decline or accept a referral";
    Get    "/v1/cases/{case_id}/documents"                   "list_documents"      documents::list,                    "The documents of a case";
    Get    "/v1/documents/{document_id}"                     "read_document"       documents::read,                    "One edition of a document";
    Get    "/v1/documents/{document_id}/file"                "download_document"   documents::file,                    "The file of an issued document";
    Get    "/v1/cases/{case_id}/certificates"                "list_certificates"   certificates::list,                 "The certificates of a case";
    Get    "/v1/certificates/{certificate_id}"               "read_certificate"    certificates::read,                 "One certificate";
    Get    "/v1/certificates/{certificate_id}/file"          "download_certificate" certificates::file,                "The file of a certificate";
    Post   "/v1/certificates/{certificate_id}/revocation"    "revoke_certificate"  certificates::revoke,               "Revoke a certificate";
    Post   "/v1/certificates/{certificate_id}/replacement"   "replace_certificate" certificates::replace,              "Replace a certificate by a corrected one";
    Post   "/v1/cases/{case_id}/attendance-statements"       "state_attendance"    certificates::state_attendance,     "State the attendance without a certificate";
    Get    "/verify/{code}"                                  "check_certificate"   certificates::check,                "Whether a certificate stands";
    Post   "/v1/cases/{case_id}/sharing-authorisations"      "authorise_sharing"   sharing::record,                    "Record that the person authorises sharing with one recipient";
    Get    "/v1/cases/{case_id}/sharing-authorisations"      "list_sharing_authorisations" sharing::list,              "The sharing authorisations of a case";
    Get    "/v1/sharing-authorisations/{authorisation_id}"   "read_sharing_authorisation" sharing::read,               "One sharing authorisation";
    Post   "/v1/sharing-authorisations/{authorisation_id}/revocation" "revoke_sharing" sharing::revoke,                 "Revoke an authorisation; the recipient's view closes at once";
    Post   "/v1/occupation-candidates"                       "search_candidates"   occupation_candidates::search,      "Who could be put forward for an occupation, of those who allowed it, without names";
    Post   "/v1/candidate-openings"                          "open_candidate"      occupation_candidates::open,        "Go from a candidate without a name to the case, for a recipient that the person authorised";
    Post   "/v1/cases/{case_id}/outbound-referrals"          "draft_outbound_referral" outbound::draft,                "Draft a referral to another service";
    Get    "/v1/cases/{case_id}/outbound-referrals"          "list_outbound_referrals" outbound::list,                 "The outbound referrals of a case";
    Get    "/v1/outbound-referrals/{referral_id}"            "read_outbound_referral" outbound::read,                  "One outbound referral";
    Post   "/v1/outbound-referrals/{referral_id}/transitions" "move_outbound_referral" outbound::transit,              "Send or cancel a referral, or note that no reply came";
    Get    "/v1/inbox-referrals"                             "list_inbox_referrals" outbound::inbox::list,             "The referrals shared with one's organisation";
    Get    "/v1/inbox-referrals/{referral_id}"               "read_inbox_referral" outbound::inbox::read,              "What was shared by one referral";
    Get    "/v1/inbox-referrals/{referral_id}/documents/{document_id}/file" "read_shared_file" outbound::inbox::read_file, "A shared document, or the letter";
    Post   "/v1/inbox-referrals/{referral_id}/replies"       "reply_to_referral"   outbound::inbox::reply,             "Acknowledge, accept, reject or complete a referral";
    Post   "/v1/cases/{case_id}/transfers"                   "offer_transfer"      transfers::offer,                   "Offer a case to another job centre";
    Get    "/v1/cases/{case_id}/transfers"                   "list_case_transfers" transfers::list,                    "The offers of a case, and the transfer by which it came";
    Get    "/v1/transfers/{transfer_id}"                     "read_transfer"       transfers::read,                    "One transfer of a case that one's centre offered";
    Post   "/v1/transfers/{transfer_id}/withdrawal"          "withdraw_transfer"   transfers::withdraw,                "Take an offer back; the recipient's view closes at once";
    Get    "/v1/transfer-offers"                             "list_transfer_offers" transfer_offers::list,             "The cases offered to one's job centre";
    Get    "/v1/transfer-offers/{transfer_id}"               "read_transfer_offer" transfer_offers::read,              "One case offered, with what the person lets be told";
    Get    "/v1/transfer-offers/{transfer_id}/documents/{document_id}/file" "read_transferred_file" transfer_offers::read_file, "A document that is shared by an offer";
    Post   "/v1/transfer-offers/{transfer_id}/acceptance"    "accept_transfer_offer" transfer_offers::accept,          "Take a case over; it goes on here as a new one";
    Post   "/v1/transfer-offers/{transfer_id}/refusal"       "refuse_transfer_offer" transfer_offers::refuse,          "Say that one does not take a case over, and why";
}

/// Registers one resource per address with all its methods, so that another method is 405.
pub fn configure(config: &mut ServiceConfig) {
    let mut paths: Vec<&str> = Vec::new();
    for endpoint in ENDPOINTS {
        if !paths.contains(&endpoint.path) {
            paths.push(endpoint.path);
        }
    }
    for path in paths {
        let methods = || {
            ENDPOINTS
                .iter()
                .filter(move |endpoint| endpoint.path == path)
        };
        let mut resource = web::resource(path);
        for endpoint in methods() {
            resource = resource.route((endpoint.route)());
        }
        let mut allowed: Vec<_> = methods()
            .map(|endpoint| endpoint.method.to_uppercase())
            .collect();
        if allowed.iter().any(|method| method == "GET") {
            allowed.push("HEAD".to_owned());
        }
        let allowed = allowed.join(", ");
        config.service(resource.default_service(web::to(move || {
            let answer = actix_web::HttpResponse::MethodNotAllowed()
                .insert_header((actix_web::http::header::ALLOW, allowed.clone()))
                .finish();
            std::future::ready(answer)
        })));
    }
}

/// What leaves no entry in the activity log: what tells of nobody, and is asked again and again by what
/// watches over the service or shows a form; and what is no operation, as a method that an address does
/// not take.
pub const NOT_LOGGED: &[&str] = &[
    "check_life",
    "check_readiness",
    "read_status",
    "list_public_keys",
    "list_identity_providers",
    "read_catalogue",
    "list_skills",
    "read_skill",
    "list_occupations",
    "read_occupation",
    "list_code_lists",
    "read_code_list",
    NO_OPERATION,
];

const NO_OPERATION: &str = "unknown";

/// The answer for an address that the service does not have.
pub async fn no_such_address() -> Result<actix_web::HttpResponse, Error> {
    Err(Error::NotFound(Resource::Address))
}

/// The id of the operation that a request asks for.
pub fn operation_of(request: &HttpRequest) -> &'static str {
    static OPERATIONS: LazyLock<HashMap<(String, &'static str), &'static str>> =
        LazyLock::new(|| {
            ENDPOINTS
                .iter()
                .map(|e| ((e.method.to_uppercase(), e.path), e.operation))
                .collect()
        });
    let pattern = request.match_pattern().unwrap_or_default();
    let method = match request.method().as_str() {
        "HEAD" => "GET",
        method => method,
    };
    ENDPOINTS
        .iter()
        .find(|e| e.path == pattern)
        .and_then(|e| OPERATIONS.get(&(method.to_owned(), e.path)))
        .copied()
        .unwrap_or(NO_OPERATION)
}
