//! Who takes a profile out, what for, and under which authorisation.

use serde_json::{Value, json};

use super::{all_text, export, handed, tailor};
use crate::support::TestApp;

/// The person lets the employment centre have what the changes say.
pub async fn authorise(app: &TestApp, case: &str, changes: &[(&str, Value)]) -> String {
    let mut body = json!({
        "recipient_organisation_id": app.organisation("cpi"), "purpose": "Patto di servizio",
        "explained_in": "fr", "interpreter": "none", "includes_profile": true,
        "given_on": app.day(0), "expires_on": app.day(90), "document_ids": [],
    });
    for (name, value) in changes {
        body[*name] = value.clone();
    }
    let url = format!("/v1/cases/{case}/sharing-authorisations");
    app.post("operator", &url, body).await.expect(201).id()
}

fn shared(form: &str, authorisation: &str) -> Value {
    json!({ "form": form, "purpose": "for_other_service", "authorisation_id": authorisation })
}

/// A tailor whose report was approved.
async fn approved(app: &TestApp) -> String {
    let case = tailor(app).await.case;
    app.database.execute(&format!(
        "UPDATE cases SET status = 'report_approved' WHERE id = '{case}'"
    ));
    case
}

#[actix_web::test]
async fn who_works_on_the_case_or_supervises_takes_it_out_and_the_log_says_what_for() {
    let app = TestApp::new().await;
    let case = tailor(&app).await.case;
    for who in ["operator", "supervisor"] {
        export(&app, who, &case, handed("json")).await.expect(200);
    }
    for who in [
        "colleague",
        "other_operator",
        "other_supervisor",
        "officer",
        "reception",
    ] {
        export(&app, who, &case, handed("json")).await.expect(404);
    }
    let logged = format!(
        "SELECT COUNT(*) FROM activity_log JOIN activity_log_records ON entry_id = id \
         WHERE operation = 'export_profile' AND outcome = 'done' \
         AND reason_code = 'handed_to_person:json' AND resource = 'profile_export' \
         AND parent = 'case' AND parent_id = '{case}'"
    );
    assert_eq!(app.database.count(&logged), 2);
    let mut much = handed("dossier");
    much["with_files"] = json!(true);
    much["includes_contact"] = json!(true);
    export(&app, "operator", &case, much).await.expect(200);
    let logged = "SELECT COUNT(*) FROM activity_log \
        WHERE reason_code = 'handed_to_person:dossier+contact+files'";
    assert_eq!(app.database.count(logged), 1);
    app.clock.advance(chrono::TimeDelta::seconds(601));
    let old = export(&app, "operator", &case, handed("json"))
        .await
        .expect(401);
    assert_eq!(old.body["code"], "insufficient_user_authentication");
}

#[actix_web::test]
async fn to_somebody_else_it_goes_only_as_the_person_authorised() {
    let app = TestApp::new().await;
    let case = &approved(&app).await;
    let alone = json!({ "form": "json", "purpose": "for_validation_service" });
    let refused = export(&app, "operator", case, alone).await.expect(409);
    assert_eq!(refused.unmet(), ["authorisation_needed"]);

    let under = authorise(&app, case, &[]).await;
    let given = export(&app, "operator", case, shared("json", &under))
        .await
        .expect(200);
    assert_eq!(given.body["purpose"], "for_other_service");
    assert!(given.body["recipient"].is_string());
    // What was told between person and operator stays.
    let goal = &given.body["expectations"]["professional_goal"];
    assert_eq!(goal["goal"], "Sarta");
    assert_eq!(goal["unfavourable_factors"], Value::Null);
    let person = export(&app, "operator", case, handed("json"))
        .await
        .expect(200);
    let goal = &person.body["expectations"]["professional_goal"];
    assert_eq!(goal["unfavourable_factors"], "ZZPRIVATE");
    let logged = format!(
        "SELECT COUNT(*) FROM activity_log JOIN activity_log_records ON entry_id = id \
         WHERE reason_code = 'for_other_service:json' AND parent = 'sharing_authorisation' \
         AND parent_id = '{under}'"
    );
    assert_eq!(app.database.count(&logged), 1);

    let mut much = shared("dossier", &under);
    much["with_files"] = json!(true);
    much["includes_contact"] = json!(true);
    let refused = export(&app, "operator", case, much).await.expect(409);
    assert_eq!(
        refused.unmet(),
        ["contact_not_covered", "files_not_covered"]
    );

    let without = authorise(&app, case, &[("includes_profile", json!(false))]).await;
    let refused = export(&app, "operator", case, shared("xml", &without))
        .await
        .expect(409);
    assert_eq!(refused.unmet(), ["profile_not_covered"]);

    let other = tailor(&app).await.case;
    let elsewhere = authorise(&app, &other, &[]).await;
    for unknown in [elsewhere, uuid::Uuid::now_v7().to_string()] {
        let refused = export(&app, "operator", case, shared("json", &unknown))
            .await
            .expect(422);
        assert_eq!(refused.errors(), ["/authorisation_id unknown_code"]);
    }

    let cpi = app.organisation("cpi");
    app.database.execute(&format!(
        "UPDATE organisations SET active = false WHERE id = '{cpi}'; \
         UPDATE sharing_authorisations SET expires_on = '2026-03-01' WHERE id = '{under}'"
    ));
    let refused = export(&app, "operator", case, shared("json", &under))
        .await
        .expect(409);
    let unmet = ["authorisation_expired", "organisation_not_active"];
    assert_eq!(refused.unmet(), unmet);
    let revocation = format!("/v1/sharing-authorisations/{under}/revocation");
    app.post("operator", &revocation, json!({}))
        .await
        .expect(201);
    let refused = export(&app, "operator", case, shared("json", &under))
        .await
        .expect(409);
    assert_eq!(refused.unmet()[0], "authorisation_revoked");

    app.database.execute(&format!(
        "UPDATE cases SET status = 'closed' WHERE id = '{case}'"
    ));
    let refused = export(&app, "operator", case, shared("json", &under))
        .await
        .expect(409);
    assert_eq!(refused.body["code"], "case_ended");
}

#[actix_web::test]
async fn to_somebody_else_it_goes_approved_and_sound_and_to_whom_it_is_for() {
    let app = TestApp::new().await;
    let case = tailor(&app).await.case;
    let under = authorise(&app, &case, &[]).await;
    let status = |status: &str| {
        app.database.execute(&format!(
            "UPDATE cases SET status = '{status}' WHERE id = '{case}'"
        ));
    };
    let verification = |verification: &str| {
        app.database.execute(&format!(
            "UPDATE evidence SET verification = '{verification}' WHERE case_id = '{case}'"
        ));
    };
    verification("contradicted");
    for unapproved in ["investigation", "report_submitted"] {
        status(unapproved);
        let refused = export(&app, "operator", &case, shared("json", &under))
            .await
            .expect(409);
        assert_eq!(refused.unmet(), ["report_not_approved", "evidence_sound"]);
    }
    // To the person it goes as it is.
    export(&app, "operator", &case, handed("json"))
        .await
        .expect(200);
    verification("document_seen");
    for approved in ["report_approved", "completed", "follow_up"] {
        status(approved);
        export(&app, "operator", &case, shared("json", &under))
            .await
            .expect(200);
    }
    // What was contradicted and no competence rests on stops nothing, and is told to the person alone.
    verification("contradicted");
    app.database
        .execute("DELETE FROM competence_evidence WHERE competence_id IS NOT NULL");
    for form in ["json", "dossier"] {
        let given = export(&app, "operator", &case, shared(form, &under)).await;
        assert!(
            !all_text(&given.expect(200)).contains("contradicted"),
            "{form}"
        );
    }
    let own = export(&app, "operator", &case, handed("json")).await;
    assert!(all_text(&own.expect(200)).contains("contradicted"));
    verification("document_seen");
    let cpi = app.organisation("cpi");
    let mut validation = shared("dossier", &under);
    validation["purpose"] = json!("for_validation_service");
    for (kind, expected) in [
        ("training_provider", 200),
        ("employer", 409),
        ("union", 409),
    ] {
        app.database.execute(&format!(
            "UPDATE organisations SET kind = '{kind}' WHERE id = '{cpi}'"
        ));
        let answer = export(&app, "operator", &case, validation.clone()).await;
        let answer = answer.expect(expected);
        if expected == 409 {
            assert_eq!(answer.unmet(), ["recipient_not_for_validation"], "{kind}");
        }
    }
}

#[actix_web::test]
async fn what_a_form_does_not_have_is_refused_and_not_ignored() {
    let app = TestApp::new().await;
    let case = app.case("investigation").case;
    for (change, errors) in [
        (
            json!({ "with_files": true }),
            "/with_files not_in_this_form",
        ),
        (
            json!({ "repertory_codes": ["1"] }),
            "/repertory_codes not_in_this_form",
        ),
        (
            json!({ "form": "csv", "lang": "x" }),
            "/lang wrong_language_tag",
        ),
        (
            json!({ "form": "csv", "lang2": "" }),
            "/lang2 wrong_language_tag",
        ),
        (json!({ "lang": "it" }), "/lang not_in_this_form"),
        (
            json!({ "form": "europass", "lang2": "it" }),
            "/lang2 not_in_this_form",
        ),
        (
            json!({ "form": "elm", "includes_contact": true }),
            "/includes_contact not_in_this_form",
        ),
        (
            json!({ "purpose": "for_other_service", "includes_birth_date": true }),
            "/includes_birth_date not_for_this_purpose",
        ),
        (
            json!({ "purpose": "for_validation_service", "includes_citizenships": true }),
            "/includes_citizenships not_for_this_purpose",
        ),
        (
            json!({ "authorisation_id": uuid::Uuid::now_v7().to_string() }),
            "/authorisation_id not_for_this_purpose",
        ),
        (
            json!({ "form": "transparency", "repertory_codes": ["a", " "] }),
            "/repertory_codes/1 text_empty",
        ),
        (
            json!({ "form": "dossier", "repertory_codes": vec!["a"; 21] }),
            "/repertory_codes too_long",
        ),
    ] {
        let mut body = handed("json");
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let refused = export(&app, "operator", &case, body).await.expect(422);
        assert_eq!(refused.errors(), [errors]);
    }
    let unknown = json!({ "form": "pdf", "purpose": "handed_to_person" });
    export(&app, "operator", &case, unknown).await.expect(422);
    let aimless = json!({ "form": "json" });
    export(&app, "operator", &case, aimless).await.expect(422);
}
