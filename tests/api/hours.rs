use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bilancio::access::{Caller, Identity, Read};
use bilancio::cases::Case;
use bilancio::sessions::{Hours, service};
use serde_json::{Value, json};

use crate::support::TestApp;

/// A person of the tests as the caller of a service function.
async fn caller(app: &TestApp, who: &str) -> Caller {
    let token = app.token(who).await;
    let claims = token.split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&BASE64.decode(claims).unwrap()).unwrap();
    Caller {
        identity: Identity::SignIn(claims["sid"].as_str().unwrap().parse().unwrap()),
        request_id: "hours".to_owned(),
        operation: "hours",
    }
}

async fn hours(app: &TestApp, case: &str) -> Hours {
    let caller = caller(app, "supervisor").await;
    let case = case.parse().unwrap();
    app.service
        .database
        .write_blocking(&caller, |tx| {
            let permit = tx.permit::<Read, Case, Case>(&case)?;
            let hours = service::hours(tx, &permit, &case)?;
            service::lock_for_report(tx, &permit, &case)?;
            Ok(hours)
        })
        .unwrap()
}

#[actix_web::test]
async fn hours_are_the_minutes_of_held_sessions_of_the_audit_and_then_they_are_locked() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    assert_eq!(hours(&app, &case.case).await, Hours::default());
    let group = app.group("operator", &case.programme, 10).await;
    let joined = json!({ "joined_on": "2026-02-01" });
    app.join("operator", &group, &case.case, joined)
        .await
        .expect(200);
    let own = format!("/v1/cases/{}", case.case);
    let mut sessions = Vec::new();
    for (parent, kind, day, minutes, status) in [
        (&own, "individual", 10, 60, "present"),
        (&own, "follow_up", 11, 60, "present"),
        (&group, "group", 12, 180, "present"),
        (&group, "group", 13, 90, "late"),
        (&group, "group", 14, 0, "absent"),
        (&own, "restitution", 15, 60, "present"),
    ] {
        let length = if parent == &own { "09:00" } else { "11:00" };
        let (from, to) = (
            format!("2026-02-{day}T08:00:00Z"),
            format!("2026-02-{day}T{length}:00Z"),
        );
        let body = json!({
            "kind": kind, "mode": "in_person", "language": "fr",
            "scheduled_from": from, "scheduled_to": to,
        });
        let planned = app
            .post("operator", &format!("{parent}/sessions"), body)
            .await
            .expect(201);
        let url = planned.header("location").to_owned();
        let outcome = json!({
            "status": "held", "held_from": from, "held_to": to,
            "attendance": [{ "case_id": case.case, "status": status, "minutes": minutes }],
        });
        app.put_if("operator", &format!("{url}/outcome"), "\"v1\"", outcome)
            .await
            .expect(200);
        sessions.push(url);
    }
    let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 2, d);
    let expected = Hours {
        individual_minutes: 120,
        group_minutes: 270,
        meetings: 4,
        first_on: day(10),
        last_on: day(15),
    };
    assert_eq!(hours(&app, &case.case).await, expected);
    for url in sessions {
        let read = app.get("operator", &url).await.expect(200);
        assert_eq!(read.body["locked"], true);
    }
}
