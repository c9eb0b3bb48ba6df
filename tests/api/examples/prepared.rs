//! The state of the world in which an operation is possible.

use bilancio::api::Endpoint;
use bilancio::password_settings::Token;
use bilancio::second_factors::totp::Secret;
use serde_json::{Value, json};

use crate::access::expectations::who_may;
use crate::support::bodies::body;
use crate::support::{TestApp, World};

/// What belongs to a profile, which is written before the report is submitted.
const PROFILE: &[&str] = &[
    "experiences",
    "evidence",
    "languages",
    "competences",
    "expectations",
    "professional-goal",
    "assessments",
    "questionnaire-responses",
    "reference-requests",
];

/// The world as it must be for the operation, where that is not as it is made.
pub async fn for_operation(app: &TestApp, world: &World, endpoint: &Endpoint) -> World {
    let part = endpoint.path.split('/').nth(4).unwrap_or_default();
    let status = match endpoint.operation {
        "move_case" => "opened",
        "record_follow_up" => "completed",
        "draw_draft" => "conclusion",
        _ if PROFILE.contains(&part) => "conclusion",
        _ => "report_approved",
    };
    let case = world.id("case_id");
    let execute = |sql: &str| app.database.execute(sql);
    execute(&format!(
        "UPDATE cases SET status = '{status}' WHERE id = '{case}'"
    ));
    match endpoint.operation {
        "open_case" => {
            let other = app.case("investigation").beneficiary;
            return world.with("beneficiary_id", &other);
        }
        "confirm_second_factor" => {
            let offered = app.post(who_may(endpoint), "/v1/me/second-factor", Value::Null);
            let offered = offered.await.expect(201);
            let secret = Secret::from_base32(offered.body["secret"].as_str().unwrap());
            let code = secret.unwrap().code_at(app.now()).unwrap();
            return world.with("totp_code", &code);
        }
        "add_identifier" => execute("DELETE FROM identifiers"),
        "record_language_skill" => execute("UPDATE language_skills SET language = 'ff'"),
        "remove_experience" => execute("DELETE FROM competence_experiences"),
        "move_outbound_referral" => {
            let drafts = format!("/v1/cases/{case}/outbound-referrals");
            let draft = body(world, "draft_outbound_referral");
            let draft = app.post("operator", &drafts, draft).await.expect(201);
            return world.with("referral_id", &draft.id());
        }
        "appoint_stand_in" => execute("DELETE FROM stand_ins WHERE from_on > '2026-07-01'"),
        "offer_transfer" => execute("DELETE FROM case_transfers"),
        "withdraw_transfer" | "accept_transfer_offer" | "refuse_transfer_offer" => {
            execute("DELETE FROM case_transfers");
            let url = format!("/v1/cases/{case}/transfers");
            let offer = body(world, "offer_transfer");
            let offered = app.post("supervisor", &url, offer).await.expect(201);
            return world.with("transfer_id", &offered.id());
        }
        "remove_evidence" => execute("DELETE FROM reference_links; DELETE FROM reference_requests"),
        "ask_for_reference" => set_reference(app, world, "revoked"),
        "decide_reference_request" => set_reference(app, world, "awaiting_approval"),
        "dismiss_reference_answer" => set_reference(app, world, "answered"),
        "send_reference_link"
        | "revoke_reference_request"
        | "open_reference_confirmation"
        | "answer_reference_confirmation" => set_reference(app, world, "asked"),
        "answer_questionnaire" | "remove_questionnaire_response" => reopen(app),
        "make_questionnaire_link" | "revoke_questionnaire_link" => {
            reopen(app);
            let private = world.id("private_response_id");
            return world.with("questionnaire_response_id", &private);
        }
        "suggest_skills" | "decide_skill" | "take_back_refusal" => {
            let mut tailor = body(world, "record_experience");
            let id = world.id("occupation_id");
            tailor["esco_uri"] = json!(format!("http://data.europa.eu/esco/occupation/{id}"));
            let url = format!("/v1/cases/{case}/experiences");
            let added = app.post("operator", &url, tailor).await.expect(201);
            let world = world.with("experience_id", &added.id());
            if endpoint.operation == "take_back_refusal" {
                let refusal = json!({ "decision": "refused" });
                let refused = app.put("operator", &world.url(endpoint), refusal).await;
                refused.expect(200);
            }
            return world;
        }
        "read_certificate_batch" => execute("UPDATE certificate_batches SET finished_at = NULL"),
        "resume_certificate_batch" | "read_certificate_batch_result" => finish_batches(app),
        "print_certificate_batch" | "download_certificate_batch" => {
            finish_batches(app);
            let certificate = world.id("certificate_id");
            execute(&format!(
                "UPDATE certificates SET status = 'replaced'; \
                 UPDATE certificates SET status = 'valid' WHERE id = '{certificate}'"
            ));
        }
        "issue_group_certificates" => {
            finish_batches(app);
            let group = world.id("group_id");
            execute(&format!(
                "DELETE FROM group_members; \
                 INSERT INTO group_members (group_id, case_id, organisation_id, joined_on) \
                 SELECT '{group}', id, organisation_id, '2026-01-01' FROM cases WHERE id = '{case}'"
            ));
        }
        "replace_certificate" => execute(
            "UPDATE certificates SET status = 'valid'; \
             UPDATE sessions SET status = 'cancelled' WHERE status = 'planned'; \
             UPDATE beneficiaries SET name_confirmed = true",
        ),
        "download_european_credential" => execute(
            "UPDATE certificates SET status = 'valid'; \
             UPDATE organisations SET tax_code = '00856930102'",
        ),
        _ => {}
    }
    world.clone()
}

fn finish_batches(app: &TestApp) {
    app.database
        .execute("UPDATE certificate_batches SET finished_at = asked_at");
}

/// Has no questionnaire completed.
fn reopen(app: &TestApp) {
    app.database
        .execute("UPDATE questionnaire_responses SET status = 'open', completed_at = NULL");
}

/// Has one reference request alone, in a state and with the link that the world knows.
fn set_reference(app: &TestApp, world: &World, status: &str) {
    let id = world.id("reference_request_id");
    let hash = Token::given(world.id("reference_token")).hash();
    let link = uuid::Uuid::now_v7();
    app.database.execute(&format!(
        "DELETE FROM reference_links; DELETE FROM reference_requests WHERE id <> '{id}'; \
         UPDATE reference_requests SET status = '{status}'; \
         UPDATE reference_requests SET answer = 'no', answered_at = asked_at \
         WHERE status = 'answered'; \
         INSERT INTO reference_links (id, request_id, case_id, organisation_id, token_hash, \
         created_by, created_at, expires_at) SELECT '{link}', id, case_id, organisation_id, \
         '{hash}', asked_by, asked_at, '2026-04-01 09:00:00' FROM reference_requests"
    ));
}
