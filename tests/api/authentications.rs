//! What is hard to take back is done only soon after somebody showed who they are.

use bilancio::api::ENDPOINTS;
use chrono::TimeDelta;
use serde_json::json;

use crate::access::{expectations::who_may, last_comes_last};
use crate::documents::assessed_case;
use crate::support::bodies::{body, takes_a_body};
use crate::support::{PASSWORD, TestApp, World, request};

/// What asks for an authentication of the last ten minutes.
const ASKING: &[&str] = &[
    "add_user",
    "offer_second_factor",
    "confirm_second_factor",
    "switch_user",
    "start_password_reset",
    "remove_second_factor",
    "add_identity",
    "confirm_identity",
    "remove_identity",
    "give_role",
    "take_role",
    "record_entitlement",
    "change_entitlement",
    "issue_competence_credential",
    "revoke_competence_credential",
    "revoke_certificate",
    "replace_certificate",
    "add_signed_file",
    "withdraw_signed_file",
    "issue_group_certificates",
    "resume_certificate_batch",
    "export_activity",
    "export_profile",
    "rotate_issuer_key",
    "merge_beneficiaries",
    "reverse_beneficiary_merge",
];

/// After this an authentication is old, and a token still good.
fn later() -> TimeDelta {
    TimeDelta::seconds(601)
}

#[actix_web::test]
async fn what_is_hard_to_take_back_asks_for_a_recent_authentication_and_nothing_else_does() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    for endpoint in ENDPOINTS {
        app.token(who_may(endpoint)).await;
    }
    app.clock.advance(later());
    let mut asking = Vec::new();
    let mut endpoints = last_comes_last();
    // Before the one that ends its user's sign-ins.
    endpoints.sort_by_key(|endpoint| endpoint.operation != "confirm_identity");
    for endpoint in endpoints {
        let body = takes_a_body(endpoint).then(|| body(&world, endpoint.operation));
        let token = app.token(who_may(endpoint)).await;
        let call = world.call(endpoint, body.as_ref()).by(&token);
        let answer = app.send(call).await;
        if answer.body["code"] == "insufficient_user_authentication" {
            assert_eq!(answer.status, 401);
            assert_eq!(
                answer.header("www-authenticate"),
                "Bearer error=\"insufficient_user_authentication\", max_age=600"
            );
            asking.push(endpoint.operation);
        }
    }
    let mut expected = ASKING.to_vec();
    asking.sort_unstable();
    expected.sort_unstable();
    assert_eq!(asking, expected);
}

#[actix_web::test]
async fn a_certificate_is_issued_after_an_authentication_within_the_sign_in() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_approved").case;
    let token = app.token("supervisor").await;
    app.clock.advance(later());
    let issue = || {
        let url = format!("/v1/cases/{case}/transitions");
        let body = json!({ "event": "issue_certificate" });
        request("POST", &url).by(&token).json(body)
    };
    let refused = app.send(issue()).await.expect(401);
    assert_eq!(refused.body["code"], "insufficient_user_authentication");
    let renew = |body| {
        let url = "/v1/sign-ins/current/authentications";
        request("POST", url).by(&token).json(body)
    };
    let code = app.code("supervisor");
    for (body, expected) in [
        (
            json!({ "password": "not mine", "code": code }),
            "wrong_credentials",
        ),
        (json!({ "password": PASSWORD }), "second_factor_needed"),
        (
            json!({ "password": PASSWORD, "code": "no code" }),
            "wrong_code",
        ),
    ] {
        let refused = app.send(renew(body)).await.expect(401);
        assert_eq!(refused.body["code"], expected);
    }
    let before = app.send(issue()).await.expect(401);
    assert_eq!(before.body["code"], "insufficient_user_authentication");
    let body = json!({ "password": PASSWORD, "code": code });
    let renewed = app.send(renew(body.clone())).await.expect(201);
    assert_eq!(renewed.body["methods"], "pwd otp");
    // Past the authentication: what the case itself lacks.
    let answer = app.send(issue()).await;
    assert_ne!(answer.status, 401, "{}", answer.body);
    let again = app.send(renew(body)).await.expect(401);
    assert_eq!(again.body["code"], "wrong_code");
}

#[actix_web::test]
async fn a_record_out_of_reach_looks_the_same_however_old_the_authentication() {
    let app = TestApp::new().await;
    let url = format!("/v1/users/{}/memberships", app.user("colleague"));
    let role = json!({ "organisation_id": app.organisation("centre"), "role": "operator" });
    app.token("operator").await;
    app.clock.advance(later());
    app.post("operator", &url, role).await.expect(404);
}
