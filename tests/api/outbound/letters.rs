//! What the letter of a referral says.

use serde_json::json;

use super::{authorisation, authorise, draft, transit};
use crate::documents::assessed_case;
use crate::support::TestApp;

/// Sends a referral to the employment centre under an authorisation of its own.
async fn send(app: &TestApp, case: &str, includes_profile: bool) {
    send_of_kind(app, case, "cpi", includes_profile).await;
}

async fn send_of_kind(app: &TestApp, case: &str, kind: &str, includes_profile: bool) {
    let mut body = authorisation(app, &[]);
    body["includes_profile"] = json!(includes_profile);
    let under = authorise(app, case, body).await;
    let id = draft(app, case, kind, &under, &[]).await;
    transit(app, "operator", &id, "send").await.expect(200);
}

/// Whether the newest letter says this.
fn says(app: &TestApp, text: &str) -> bool {
    let query = format!(
        "SELECT COUNT(*) FROM documents WHERE kind = 'referral_letter' AND content LIKE '%{text}%' \
         AND id = (SELECT MAX(id) FROM documents WHERE kind = 'referral_letter')"
    );
    app.database.count(&query) == 1
}

#[actix_web::test]
async fn a_letter_names_what_was_agreed_upon_by_the_levels_of_the_report_the_best_first() {
    let app = TestApp::new().await;
    // Its one competence has a level from the final assessment alone.
    let case = assessed_case(&app, "report_approved").case;
    for (label, level) in [("I cut cloth", "5"), ("I count", "0"), ("I iron", "NULL")] {
        app.database.execute(&format!(
            "INSERT INTO competences (id, case_id, organisation_id, label, kind, description, \
             setting, agreed_level, version, created_at, updated_at) VALUES ('{}', '{case}', '{}', \
             '{label}', 'technical', '', 'informal', {level}, 1, '2026-02-02 08:00:00', \
             '2026-02-02 08:00:00')",
            uuid::Uuid::now_v7(),
            app.organisation("centre")
        ));
    }
    send(&app, &case, false).await;
    let named = r#""key_competences":["I cut cloth","I sew shirts"]"#;
    assert!(says(&app, named));
}

#[actix_web::test]
async fn a_letter_has_the_municipality_in_its_addresses_and_names_the_funder() {
    let app = TestApp::new().await;
    let case = app.case("report_approved");
    for (organisation, address) in [("centre", "Via Uno 1"), ("cpi", "Via Due 2")] {
        app.database.execute(&format!(
            "UPDATE organisations SET address = '{address}', municipality = 'Imperia' \
             WHERE id = '{}'",
            app.organisation(organisation)
        ));
    }
    app.database.execute(&format!(
        "UPDATE programmes SET funder = 'Fondo di prova' WHERE id = '{}'",
        case.programme
    ));
    send(&app, &case.case, false).await;
    for said in [
        r#""address":"Via Uno 1, Imperia""#,
        r#""address":"Via Due 2, Imperia""#,
        r#""fund_mention":"Fondo di prova""#,
    ] {
        assert!(says(&app, said), "{said}");
    }
}

#[actix_web::test]
async fn a_letter_tells_agreed_hours_only_to_who_may_have_the_profile() {
    let app = TestApp::new().await;
    let case = app.case("report_approved").case;
    let lines = json!([
        { "kind": "availability", "text": "La mattina", "agreed_on": app.day(0) },
        { "kind": "availability", "text": "ZZUNAGREED", "agreed_on": null },
        { "kind": "childcare", "text": "ZZCHILDREN", "agreed_on": app.day(0) },
    ]);
    let url = format!("/v1/cases/{case}");
    let patch = json!({ "resources_and_limits": lines });
    app.read_and_patch("operator", &url, patch)
        .await
        .expect(200);
    send(&app, &case, true).await;
    assert!(says(&app, r#""availability":"La mattina""#));
    assert!(!says(&app, "ZZ"));
    send(&app, &case, false).await;
    assert!(says(&app, r#""availability":null"#) && !says(&app, "La mattina"));
}

#[actix_web::test]
async fn a_letter_to_a_health_or_social_service_says_of_what_is_asked_only_that_it_is_a_service() {
    let app = TestApp::new().await;
    let case = app.case("report_approved").case;
    for kind in ["health", "social"] {
        send_of_kind(&app, &case, kind, false).await;
        let asked = r#""requests":[{"it":"accesso al servizio","second":"access to the service"}]"#;
        assert!(says(&app, asked), "{kind}");
        assert!(!says(&app, "servizio sanitario") && !says(&app, "servizio sociale"));
    }
    send_of_kind(&app, &case, "training", false).await;
    assert!(says(&app, "referral to training"));
}
