//! A valid body for every operation that takes one, with the same words in every text.

use bilancio::api::Endpoint;
use serde_json::{Value, json};

use super::TestApp;
use super::world::World;

/// In every name, and in what one service writes to another.
pub const NAMED: &str = "ZZNAMED";
/// In everything else that is said of a person.
pub const HIDDEN: &str = "ZZHIDDEN";
pub const TAX_CODE: &str = "DLLMMD95A01Z343V";

/// A person, as they are recorded.
pub fn person() -> Value {
    json!({
        "given_name": NAMED, "family_name": NAMED, "birth_date": "1995-05", "sex_registered": "m",
        "citizenships": ["SD"], "languages": ["ar"], "preferred_language": "fr",
        "literacy": "literate_latin", "municipality": HIDDEN, "aliases": [NAMED],
        "contacts": [{ "kind": "phone", "value": "+39 349 157 0156", "safe_to_contact": false }],
        "duplicates_weighed": true,
    })
}

/// Whether an endpoint reads a body.
pub fn takes_a_body(endpoint: &Endpoint) -> bool {
    let without = ["withdraw_intake_referral", "withdraw_consent_to_refer"];
    !matches!(endpoint.method, "Get" | "Delete") && !without.contains(&endpoint.operation)
}

/// The body of an operation on the records of a world.
pub fn body(app: &TestApp, world: &World, operation: &str) -> Value {
    let id = |name: &str| world.id(name);
    let (today, later) = (app.day(0), app.day(60));
    match operation {
        "sign_in" => json!({ "email": "operator@example.org", "password": super::PASSWORD }),
        "add_organisation" => {
            json!({ "name": "New", "kind": "association", "municipality": "Genova" })
        }
        "change_organisation" => json!({ "address": "Via Nuova 1" }),
        "record_agreement" => json!({
            "partner_id": app.organisation("cas"), "kind": "protocol", "title": "Protocollo",
            "signed_on": today, "valid_from": today,
        }),
        "add_user" => json!({
            "email": "new@example.org", "display_name": "New", "role": "operator",
            "initial_password": super::PASSWORD,
        }),
        "switch_user" => json!({ "active": true }),
        "give_role" => json!({ "organisation_id": app.organisation("desk"), "role": "operator" }),
        "send_intake_referral" => json!({
            "organisation_id": app.organisation("centre"), "given_name": NAMED,
            "family_name": NAMED, "preferred_language": "fr", "contact": NAMED, "reason": NAMED,
            "expectations": NAMED, "consent_to_refer": { "language": "fr", "given_on": today },
        }),
        "change_intake_referral" => json!({ "reason": NAMED }),
        "decide_intake_referral" => json!({ "event": "receive" }),
        "open_case" => json!({
            "beneficiary_id": id("beneficiary_id"), "programme_id": id("programme_id"),
            "lead_operator_id": app.user("operator"),
        }),
        "change_case" => json!({ "needs_analysis": HIDDEN, "observations": HIDDEN }),
        "assign_operators" => json!({
            "assignments": [{ "user_id": app.user("operator"), "part": "lead" }],
        }),
        "record_privacy_notice" => json!({
            "text_version": "2026-01", "text_language": "it", "explained_in": "fr",
            "interpreter": "staff_mediator", "delivered_on": today,
        }),
        "record_participation_agreement" => json!({
            "text_version": "2026-01", "text_language": "en", "explained_in": "fr",
            "interpreter": "none", "rhythm": HIDDEN, "signed_on": today,
        }),
        "add_next_step" => json!({ "kind": "other", "description": HIDDEN }),
        "change_next_step" => json!({ "description": HIDDEN }),
        "record_follow_up" => json!({
            "contacted_on": today, "reached": true, "outcome": "looking", "note": HIDDEN,
        }),
        "record_experience" => json!({
            "kind": "work_informal", "title": HIDDEN, "employer": HIDDEN, "place": HIDDEN,
            "setting": "informal", "tasks": [HIDDEN], "tools": [HIDDEN], "context": HIDDEN,
        }),
        "change_experience" => json!({ "title": HIDDEN }),
        "record_evidence" => json!({ "kind": "witness_statement", "description": HIDDEN }),
        "change_evidence" => json!({ "description": HIDDEN }),
        "record_language_skill" => json!({
            "language": "bm", "listening": "b2", "reading": "a1", "spoken_interaction": "b2",
            "spoken_production": "b1", "writing": "none", "source": "operator",
        }),
        "change_language_skill" => json!({ "writing": "a2" }),
        "record_competence" => json!({
            "label": HIDDEN, "kind": "technical", "description": HIDDEN, "setting": "informal",
            "experience_ids": [id("experience_id")],
        }),
        "change_competence" => json!({ "label": HIDDEN }),
        "record_expectation" => json!({ "kind": "job", "priority": 1, "description": HIDDEN }),
        "change_expectation" => json!({ "description": HIDDEN }),
        "set_professional_goal" => json!({
            "goal": HIDDEN, "horizon": "short", "alternatives": HIDDEN,
            "favourable_factors": HIDDEN, "unfavourable_factors": HIDDEN,
        }),
        "record_assessment" => json!({
            "kind": "initial", "assessed_on": today, "methods": ["observation"], "summary": HIDDEN,
            "items": [],
        }),
        "change_assessment" => json!({ "summary": HIDDEN }),
        "open_group" => json!({
            "programme_id": id("programme_id"), "label": HIDDEN, "language": "fr",
            "conductor_id": app.user("operator"), "capacity": 9,
        }),
        "change_group" => json!({ "label": HIDDEN }),
        "set_group_member" => json!({ "joined_on": today }),
        "plan_session" => meeting("individual"),
        "plan_group_session" => meeting("group"),
        "change_session" => json!({ "shared_summary": HIDDEN, "place": HIDDEN }),
        "record_outcome" => json!({
            "status": "held", "held_from": "2026-03-02T07:00:00Z", "held_to": "2026-03-02T08:00:00Z",
            "attendance": [{ "case_id": id("case_id"), "status": "present" }],
            "shared_summary": HIDDEN,
        }),
        "write_working_note" => json!({ "text": HIDDEN }),
        "take_access_grant" => json!({
            "scope": "working_notes", "reason_code": "supervision", "reason": "A complaint was made",
        }),
        "add_pathway_template" => json!({ "standard": "espor" }),
        "add_programme" => json!({
            "code": "P-2", "title": "Programme", "funder": "Comune", "fund": "municipal",
            "starts_on": today, "pathway_template_id": id("pathway_template_id"),
        }),
        "change_programme" => json!({ "title": "Programme" }),
        "search_beneficiaries" => json!({ "name": NAMED }),
        "add_beneficiary" => person(),
        "change_beneficiary" => json!({ "municipality": HIDDEN }),
        "add_identifier" => json!({ "kind": "cf", "value": TAX_CODE }),
        "add_stay_permit" => {
            json!({ "permit_code": "asylum_request", "status": "valid", "application_on": today })
        }
        "add_reception_stay" => json!({ "facility_kind": "cas", "from_on": today }),
        "move_case" => json!({ "event": "begin_preliminary" }),
        "waive_rule" => json!({ "kind": "steps", "reason": HIDDEN }),
        "revoke_certificate" | "replace_certificate" => json!({ "reason": HIDDEN }),
        "state_attendance" | "revoke_sharing" => json!({}),
        "authorise_sharing" => json!({
            "recipient_organisation_id": app.organisation("cpi"), "purpose": HIDDEN,
            "explained_in": "fr", "interpreter": "none", "includes_contact": true,
            "includes_work_right": true, "given_on": today, "expires_on": later,
            "document_ids": [id("document_id")],
        }),
        "draft_outbound_referral" => json!({
            "kind": "cpi", "recipient_organisation_id": app.organisation("cpi"), "request": NAMED,
            "authorisation_id": id("authorisation_id"), "document_ids": [id("document_id")],
        }),
        "move_outbound_referral" => json!({ "event": "send" }),
        "reply_to_referral" => json!({ "event": "acknowledge", "reply": NAMED }),
        other => panic!("give `{other}` a body in tests/api/support/bodies.rs"),
    }
}

fn meeting(kind: &str) -> Value {
    json!({
        "kind": kind, "mode": "in_person", "scheduled_from": "2026-03-02T07:00:00Z",
        "scheduled_to": "2026-03-02T08:00:00Z", "language": "fr", "place": HIDDEN,
        "topics": [HIDDEN],
    })
}
