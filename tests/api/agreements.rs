//! An agreement that lapses closes the partner's view of this partnership, and of no other.

use bilancio::rounds;
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::bodies::body;
use crate::support::{Answer, TestApp, World};

const SENT: &str = "/v1/intake-referrals";
const INBOX: &str = "/v1/inbox-referrals";

/// An agreement between a job centre and a partner, from one day to another, today being 0.
async fn agree(app: &TestApp, centre: &str, partner: &str, from: i64, to: i64) {
    let body = json!({
        "partner_id": app.organisation(partner), "kind": "protocol", "title": "Protocollo",
        "signed_on": app.day(-100), "valid_from": app.day(from), "valid_to": app.day(to),
    });
    let url = format!("/v1/organisations/{}/agreements", app.organisation(centre));
    app.post("admin", &url, body).await.expect(201);
}

async fn send(app: &TestApp, centre: &str, name: &str) -> Answer {
    let body = json!({
        "organisation_id": app.organisation(centre), "given_name": name,
        "family_name": "Coulibaly", "birth_year": 1996, "preferred_language": "fr",
        "contact": "Centro", "reason": "Cerca lavoro", "expectations": "Cucina", "urgent": false,
        "consent_to_refer": { "language": "fr", "given_on": app.day(-1) },
    });
    app.post("reception", SENT, body).await
}

async fn listed(app: &TestApp, who: &str, url: &str) -> Vec<Value> {
    let list = app.get(who, url).await.expect(200).body;
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].clone()).collect()
}

#[actix_web::test]
async fn an_agreement_stands_to_the_end_of_its_last_day_in_italy() {
    let app = TestApp::new().await;
    agree(&app, "centre", "cas", -90, 0).await;
    let url = format!(
        "{SENT}/{}",
        send(&app, "centre", "Awa").await.expect(201).id()
    );
    // One minute before midnight in Rome.
    app.advance(TimeDelta::minutes(13 * 60 + 59));
    app.get("reception", &url).await.expect(200);
    app.advance(TimeDelta::minutes(1));
    let refused = app.get("reception", &url).await.expect(409);
    assert_eq!(refused.unmet(), ["agreement_lapsed"]);
}

#[actix_web::test]
async fn a_sender_whose_agreement_lapsed_sees_and_changes_nothing_until_it_is_renewed() {
    let app = TestApp::new().await;
    agree(&app, "centre", "cas", -90, 0).await;
    agree(&app, "other_centre", "cas", -90, 90).await;
    let id = send(&app, "centre", "Awa").await.expect(201).id();
    let elsewhere = send(&app, "other_centre", "Binta").await.expect(201).id();
    let url = format!("{SENT}/{id}");
    app.advance(TimeDelta::days(1));
    let withdrawal = format!("{url}/withdrawal");
    for refused in [
        app.get("reception", &url).await,
        app.patch("reception", &url, "\"v1\"", json!({ "urgent": true }))
            .await,
        app.post("reception", &withdrawal, json!({})).await,
        send(&app, "centre", "Fatou").await,
    ] {
        assert_eq!(refused.expect(409).unmet(), ["agreement_lapsed"]);
    }
    // The partnership with another centre goes on.
    assert_eq!(listed(&app, "reception", SENT).await, [json!(elsewhere)]);
    let other = format!("{SENT}/{elsewhere}");
    app.get("reception", &other).await.expect(200);
    send(&app, "other_centre", "Fatou").await.expect(201);
    // To a stranger the referral is as hidden as before.
    app.get("other_reception", &url).await.expect(404);
    // The job centre goes on with what it has.
    let received = format!("/v1/received-referrals/{id}");
    app.get("operator", &received).await.expect(200);

    agree(&app, "centre", "cas", 0, 90).await;
    app.get("reception", &url).await.expect(200);
    assert_eq!(listed(&app, "reception", SENT).await.len(), 3);
}

#[actix_web::test]
async fn a_person_withdraws_their_consent_whatever_became_of_the_agreement() {
    let app = TestApp::new().await;
    agree(&app, "centre", "cas", -90, 0).await;
    let id = send(&app, "centre", "Awa").await.expect(201).id();
    app.advance(TimeDelta::days(1));
    let url = format!("{SENT}/{id}/consent-withdrawal");
    let withdrawn = app.post("reception", &url, json!({})).await.expect(200);
    assert_eq!(withdrawn.body["milestone"], Value::Null);
}

#[actix_web::test]
async fn a_recipient_whose_agreement_lapsed_is_let_in_no_more() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let id = world.id("referral_id");
    let url = format!("{INBOX}/{id}");
    // Without any agreement the person's authorisation is enough.
    app.get("officer", &url).await.expect(200);
    agree(&app, "centre", "cpi", -90, -1).await;
    let file = format!("{url}/documents/{}/file", world.id("document_id"));
    let replies = format!("{url}/replies");
    for refused in [
        app.get("officer", &url).await,
        app.get("officer", &file).await,
        app.post("officer", &replies, json!({ "event": "acknowledge" }))
            .await,
    ] {
        assert_eq!(refused.expect(409).unmet(), ["agreement_lapsed"]);
    }
    assert!(listed(&app, "officer", INBOX).await.is_empty());
    app.get("other_officer", &url).await.expect(404);
    agree(&app, "centre", "cpi", 0, 90).await;
    app.get("officer", &url).await.expect(200);
    assert_eq!(listed(&app, "officer", INBOX).await, [json!(id)]);
}

/// The recipient could not open it, and the person would wait for nothing.
#[actix_web::test]
async fn nothing_is_sent_to_a_recipient_whose_agreement_lapsed() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let case = format!("/v1/cases/{}", world.id("case_id"));
    let draft = body(&world, "draft_outbound_referral");
    let draft = app
        .post("operator", &format!("{case}/outbound-referrals"), draft)
        .await;
    let moves = format!(
        "/v1/outbound-referrals/{}/transitions",
        draft.expect(201).id()
    );
    agree(&app, "centre", "cpi", -90, -1).await;
    let send = json!({ "event": "send" });
    let refused = app.post("operator", &moves, send.clone()).await.expect(409);
    assert_eq!(refused.unmet(), ["agreement_lapsed"]);
    agree(&app, "centre", "cpi", 0, 90).await;
    app.post("operator", &moves, send).await.expect(200);
}

#[actix_web::test]
async fn both_sides_see_the_agreements_between_them() {
    let app = TestApp::new().await;
    agree(&app, "centre", "cas", -90, 90).await;
    agree(&app, "other_centre", "other_cas", -90, 90).await;
    for (who, organisation) in [("reception", "cas"), ("supervisor", "centre")] {
        let url = format!(
            "/v1/organisations/{}/agreements",
            app.organisation(organisation)
        );
        assert_eq!(listed(&app, who, &url).await.len(), 1, "{who}");
    }
    let url = format!(
        "/v1/organisations/{}/agreements",
        app.organisation("centre")
    );
    app.get("reception", &url).await.expect(403);
}

fn warned(app: &TestApp) -> i64 {
    let mails = "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'agreement_ends'";
    app.database.count(mails)
}

#[actix_web::test]
async fn both_sides_are_told_thirty_days_before_and_once() {
    let app = TestApp::new().await;
    agree(&app, "centre", "cas", -90, 31).await;
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(warned(&app), 0);
    app.advance(TimeDelta::days(1));
    let other = app.second_instance().await;
    let services = [&app.service, &other.service];
    let rounds = services.map(|service| rounds::make(&service.database));
    for ended in join_all(rounds).await {
        ended.unwrap();
    }
    rounds::make(&app.service.database).await.unwrap();
    for (who, organisation) in [
        ("supervisor", "centre"),
        ("second_supervisor", "centre"),
        ("reception", "cas"),
    ] {
        let told = format!(
            "SELECT COUNT(*) FROM outbox_mails WHERE kind = 'agreement_ends' AND \
             recipient = '{who}@example.org' AND link = '/v1/organisations/{}/agreements'",
            app.organisation(organisation)
        );
        assert_eq!(app.database.count(&told), 1, "{who}");
    }
    assert_eq!(warned(&app), 3);
}

#[actix_web::test]
async fn nobody_is_warned_of_an_agreement_that_another_one_continues() {
    let app = TestApp::new().await;
    agree(&app, "centre", "cas", -90, 20).await;
    agree(&app, "centre", "cas", 21, 90).await;
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(warned(&app), 0);
    // Where there is a gap, there is a warning; to an organisation without people, at its own address.
    agree(&app, "centre", "desk", -90, 20).await;
    agree(&app, "centre", "desk", 22, 90).await;
    rounds::make(&app.service.database).await.unwrap();
    let told = "SELECT COUNT(*) FROM outbox_mails WHERE recipient = 'desk@example.org'";
    assert_eq!((warned(&app), app.database.count(told)), (3, 1));
}
