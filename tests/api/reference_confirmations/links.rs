//! How long a link stands, what ends it, and what the log says of its use.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{CONTACT, Referred, act, answer, mails_to, open, token};
use crate::support::{TestApp, request, settings};

#[actix_web::test]
async fn a_link_ends_with_its_time_and_its_successor() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let url = referred.asked(&app).await;
    let first = token(&app).await;
    let again = act(&app, "operator", &url, "link", Value::Null).await;
    assert_eq!(again.expect(200).body["version"], 2);
    open(&app, &first).await.expect(410);
    answer(&app, &first, "yes").await.expect(410);
    let second = token(&app).await;
    assert_ne!(first, second);
    open(&app, &second).await.expect(200);

    app.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
    open(&app, &second).await.expect(200);
    app.advance(TimeDelta::seconds(1));
    open(&app, &second).await.expect(410);
    answer(&app, &second, "yes").await.expect(410);
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["status"], "expired");
    assert_eq!(read.body["link_expires_at"], Value::Null);
    assert_eq!(referred.verification(&app).await.0, "declared");
    // An expired request can be sent again.
    let sent = act(&app, "supervisor", &url, "link", Value::Null).await;
    assert_eq!(sent.expect(200).body["status"], "asked");
    answer(&app, &token(&app).await, "yes").await.expect(204);
    let over = act(&app, "operator", &url, "link", Value::Null).await;
    assert_eq!(over.expect(409).body["code"], "reference_not_asked");
}

#[actix_web::test]
async fn the_person_withdraws_and_the_link_ends_also_before_it_was_sent() {
    let app = TestApp::new().await;
    let withdrawn = json!({ "reason": "person_withdrew" });
    let referred = Referred::new(&app).await;
    let url = referred.asked(&app).await;
    let known = token(&app).await;
    // In whatever state the case is.
    let case = &referred.ids.case;
    let set = format!("UPDATE cases SET status = 'suspended' WHERE id = '{case}'");
    app.database.execute(&set);
    let revoked = act(&app, "operator", &url, "revocation", withdrawn.clone()).await;
    let revoked = revoked.expect(200).body;
    assert_eq!(revoked["status"], "revoked");
    assert_eq!(revoked["revocation_reason"], "person_withdrew");
    open(&app, &known).await.expect(410);
    answer(&app, &known, "yes").await.expect(410);
    let twice = act(&app, "operator", &url, "revocation", withdrawn.clone()).await;
    assert_eq!(twice.expect(409).body["code"], "reference_over");

    let unsent = Referred::new(&app).await;
    let url = unsent.asked(&app).await;
    let revoked = act(&app, "operator", &url, "revocation", withdrawn).await;
    revoked.expect(200);
    assert!(mails_to(&app, CONTACT).await.is_empty());
    let kept = format!("SELECT COUNT(*) FROM outbox_mails WHERE recipient = '{CONTACT}'");
    assert_eq!(app.database.count(&kept), 0);
}

#[actix_web::test]
async fn a_link_ends_with_its_case_its_organisation_and_the_persons_key() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let url = referred.asked(&app).await;
    let token = token(&app).await;
    let (case, centre) = (&referred.ids.case, app.organisation("centre"));
    let set_case = |status: &str| {
        let set = format!("UPDATE cases SET status = '{status}' WHERE id = '{case}'");
        app.database.execute(&set);
    };
    let set_centre = |active: bool| {
        let set = format!("UPDATE organisations SET active = {active} WHERE id = '{centre}'");
        app.database.execute(&set);
    };
    for ended in ["closed", "withdrawn"] {
        set_case(ended);
        open(&app, &token).await.expect(410);
        answer(&app, &token, "yes").await.expect(410);
    }
    set_case("investigation");
    set_centre(false);
    open(&app, &token).await.expect(410);
    set_centre(true);
    open(&app, &token).await.expect(200);
    app.database.execute("DELETE FROM data_keys");
    open(&app, &token).await.expect(410);
    answer(&app, &token, "yes").await.expect(410);
    let read = app.get("operator", &url).await.expect(200);
    for sealed in ["contact", "shown_name", "statement", "answer"] {
        assert_eq!(read.body[sealed], Value::Null, "{sealed}");
    }
    act(&app, "operator", &url, "link", Value::Null)
        .await
        .expect(410);
}

#[actix_web::test]
async fn a_token_that_never_was_opens_nothing_and_one_opens_its_own_request_alone() {
    let app = TestApp::new().await;
    let mut tokens = Vec::new();
    let mut cases = Vec::new();
    for statement in ["Hers", "His"] {
        let referred = Referred::new(&app).await;
        let mut request = referred.request();
        request["statement"] = json!(statement);
        referred.ask(&app, request).await.expect(201);
        tokens.push((token(&app).await, statement));
        cases.push(referred);
    }
    let good = &tokens[0].0;
    for wrong in ["", "x", &good[1..], &format!("{good}A"), &cases[0].ids.case] {
        open(&app, wrong).await.expect(404);
        answer(&app, wrong, "yes").await.expect(404);
    }
    for (token, statement) in &tokens {
        let opened = open(&app, token).await.expect(200);
        assert_eq!(opened.body["statement"], *statement);
    }
    answer(&app, good, "yes").await.expect(204);
    open(&app, good).await.expect(410);
    assert_eq!(cases[0].verification(&app).await.0, "verified_by_issuer");
    assert_eq!(cases[1].verification(&app).await.0, "declared");
    // The log says what was done to which case, by nobody that it knows; what was refused, too.
    for (operation, action, outcome) in [
        ("open_reference_confirmation", "read", "done"),
        ("open_reference_confirmation", "read", "refused"),
        ("answer_reference_confirmation", "update", "done"),
    ] {
        let case = &cases[0].ids.case;
        let entries = format!(
            "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e ON e.id = r.entry_id \
             WHERE e.operation = '{operation}' AND e.role = 'anonymous' AND e.user_id IS NULL \
             AND e.outcome = '{outcome}' AND r.action = '{action}' AND r.parent = 'case' \
             AND r.parent_id = '{case}'"
        );
        assert_eq!(app.database.count(&entries), 1, "{operation} {outcome}");
    }
}

#[actix_web::test]
async fn of_two_who_answer_by_one_link_at_once_one_does() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    referred.asked(&app).await;
    let token = token(&app).await;
    let answers = ["yes", "no", "yes", "no"].map(|said| answer(&app, &token, said));
    let answers = futures_util::future::join_all(answers).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 410, 410, 410]);
}

#[actix_web::test]
async fn a_connection_that_looked_for_a_code_of_another_kind_finds_the_link() {
    let mut settings = settings();
    settings.connections = 1;
    let app = TestApp::with(settings).await;
    let referred = Referred::new(&app).await;
    referred.asked(&app).await;
    let token = token(&app).await;
    let code = json!({ "one_time_code": "0".repeat(26) });
    let questionnaire = request("POST", "/v1/private-questionnaires/openings").json(code);
    app.send(questionnaire).await.expect(404);
    open(&app, &token).await.expect(200);
}
