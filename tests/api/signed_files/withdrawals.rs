//! A wrong signed file is taken back.

use std::cell::Cell;
use std::time::Duration;

use bilancio::db::Target;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use futures_util::future::join;
use serde_json::{Value, json};

use super::{Issued, issued, put};
use crate::documents::{approve, assessed_case, sha256, submit};
use crate::support::pades::{SUBJECT, Signing, signed};
use crate::support::{Answer, TestApp, request};

/// Another signature of the same file.
fn signed_otherwise(issued: &[u8]) -> Vec<u8> {
    let otherwise = Signing {
        form: "adbe.pkcs7.detached",
        ..Signing::default()
    };
    otherwise.sign(issued)
}

fn reason() -> Value {
    json!({ "reason_code": "signed_by_another", "reason": "Signed by the director's deputy" })
}

pub async fn withdraw(app: &TestApp, who: &str, document: &str, version: i32) -> Answer {
    let url = format!("{document}/signed-file/withdrawal");
    let call = request("POST", &url).by(&app.token(who).await);
    let call = call.header("if-match", &format!("\"v{version}\""));
    app.send(call.json(reason())).await
}

async fn withdrawals(app: &TestApp, document: &str) -> Value {
    let url = format!("{document}/signed-file-withdrawals");
    let mut read = app.get("operator", &url).await.expect(200);
    read.body["items"].take()
}

/// What the public check says of a signed file.
async fn checked(app: &TestApp, issued: &Issued) -> Value {
    let check = request("GET", &format!("/verify/{}", issued.code));
    let mut check = app.send(check).await.expect(200);
    check.body["signed"].take()
}

/// A certificate whose signed file was added, as its second version; and that file.
async fn with_signed_file(app: &TestApp) -> (Issued, Vec<u8>) {
    let issued = issued(app).await;
    let file = signed(&issued.file);
    let kept = put(app, "supervisor", &issued.document, file.clone()).await;
    assert_eq!(kept.expect(200).header("etag"), "\"v2\"");
    (issued, file)
}

fn kept(app: &TestApp) -> i64 {
    let rows = "SELECT COUNT(*) FROM signed_file_withdrawals";
    app.database.count(rows)
}

#[actix_web::test]
async fn a_wrong_signed_file_is_taken_back_and_another_takes_its_place() {
    let app = TestApp::new().await;
    let (issued, wrong) = with_signed_file(&app).await;
    let url = format!("{}/signed-file", issued.document);
    assert_eq!(withdrawals(&app, &issued.document).await, json!([]));

    let withdrawn = withdraw(&app, "second_supervisor", &issued.document, 2).await;
    let withdrawn = withdrawn.expect(200);
    assert_eq!(
        (&withdrawn.body["signed"], withdrawn.header("etag")),
        (&Value::Null, "\"v3\"")
    );
    let none = app.get("supervisor", &url).await.expect(409);
    assert_eq!(none.body["code"], "not_signed");
    assert_eq!(checked(&app, &issued).await, Value::Null);
    let first = app.get("operator", &format!("{}/file", issued.url)).await;
    assert_eq!(first.expect(200).bytes, issued.file);

    let again = put(&app, "supervisor", &issued.document, wrong.clone()).await;
    assert_eq!(again.expect(409).body["code"], "signed_file_withdrawn");
    let right = signed_otherwise(&issued.file);
    let kept = put(&app, "supervisor", &issued.document, right.clone()).await;
    assert_eq!(kept.expect(200).header("etag"), "\"v4\"");
    assert_eq!(app.get("operator", &url).await.expect(200).bytes, right);
    assert_eq!(
        checked(&app, &issued).await["file_sha256"],
        json!(sha256(&right))
    );

    let mut told = withdrawals(&app, &issued.document).await;
    assert!(told[0]["id"].take().is_string());
    let document = issued.document.rsplit('/').next().unwrap();
    let expected = json!([{
        "id": null, "document_id": document, "file_hash": sha256(&wrong), "subject": SUBJECT,
        "added_at": "2026-03-02T09:00:00Z", "added_by": app.user("supervisor"),
        "withdrawn_at": "2026-03-02T09:00:00Z", "withdrawn_by": app.user("second_supervisor"),
        "reason_code": "signed_by_another", "reason": "Signed by the director's deputy",
    }]);
    assert_eq!(told, expected);
    let logged = format!(
        "SELECT COUNT(*) FROM activity_log WHERE operation = 'withdraw_signed_file' \
         AND outcome = 'done' AND reason_code = 'signed_by_another' AND user_id = '{}'",
        app.user("second_supervisor")
    );
    assert_eq!(app.database.count(&logged), 1);

    withdraw(&app, "supervisor", &issued.document, 4)
        .await
        .expect(200);
    let told = withdrawals(&app, &issued.document).await;
    assert_eq!(
        [&told[0]["file_hash"], &told[1]["file_hash"]],
        [&json!(sha256(&right)), &json!(sha256(&wrong))]
    );
    let first = format!("{}/signed-file-withdrawals?limit=1", issued.document);
    let first = app.get("operator", &first).await.expect(200);
    let next = first.body["_links"]["next"].as_str().unwrap();
    let second = app.get("operator", next).await.expect(200);
    assert_eq!(
        [&first.body["items"], &second.body["items"]],
        [&json!([told[0]]), &json!([told[1]])]
    );
    assert_eq!(second.body["_links"]["next"], Value::Null);
}

#[actix_web::test]
async fn what_was_taken_back_stays_in_the_register_and_its_reason_goes_with_the_person() {
    let app = TestApp::new().await;
    let (issued, file) = with_signed_file(&app).await;
    withdraw(&app, "supervisor", &issued.document, 2)
        .await
        .expect(200);
    let same = format!(
        "SELECT COUNT(*) FROM signed_file_withdrawals WHERE length(file) = {} \
         AND file_hash = '{}' AND sealed_reason NOT LIKE '%director%'",
        file.len(),
        sha256(&file)
    );
    assert_eq!(app.database.count(&same), 1);
    let cleared = "SELECT COUNT(*) FROM documents WHERE signed_file IS NOT NULL \
        OR signed_by IS NOT NULL OR signed_file_added_by IS NOT NULL";
    assert_eq!(app.database.count(cleared), 0);
    if let Target::Postgres(_) = app.database.target {
        let another = format!(
            "SELECT set_config('bilancio.acting', 'supervisor|{}|x|2026-03-02', false)",
            app.organisation("other_centre")
        );
        let own = another.replace(
            &app.organisation("other_centre"),
            &app.organisation("centre"),
        );
        let table = "signed_file_withdrawals";
        assert_eq!(app.database.count_as_service(&another, table), Some(0));
        assert_eq!(app.database.count_as_service(&own, table), Some(1));
    }
    app.database.execute("DELETE FROM data_keys");
    let told = withdrawals(&app, &issued.document).await;
    assert_eq!(
        [&told[0]["reason"], &told[0]["reason_code"]],
        [&Value::Null, &json!("signed_by_another")]
    );
}

#[actix_web::test]
async fn a_signed_file_is_taken_back_by_who_may_add_it_with_a_reason_and_what_they_saw() {
    let app = TestApp::new().await;
    let (issued, _) = with_signed_file(&app).await;
    for (who, status) in [
        ("operator", 403),
        ("colleague", 404),
        ("other_supervisor", 404),
        ("admin", 404),
    ] {
        withdraw(&app, who, &issued.document, 2)
            .await
            .expect(status);
    }
    let list = format!("{}/signed-file-withdrawals", issued.document);
    for who in ["colleague", "other_supervisor"] {
        app.get(who, &list).await.expect(404);
    }
    let stale = withdraw(&app, "supervisor", &issued.document, 1).await;
    assert_eq!(stale.expect(412).header("etag"), "\"v2\"");
    let url = format!("{}/signed-file/withdrawal", issued.document);
    app.post("supervisor", &url, reason()).await.expect(428);
    let token = app.token("supervisor").await;
    for (body, faults) in [
        (
            json!({ "reason_code": "other", "reason": " " }),
            "/reason text_empty",
        ),
        (
            json!({ "reason_code": "other", "reason": "x".repeat(1001) }),
            "/reason text_too_long",
        ),
    ] {
        let call = request("POST", &url)
            .by(&token)
            .header("if-match", "\"v2\"");
        let refused = app.send(call.json(body)).await.expect(422);
        assert_eq!(refused.errors(), [faults]);
    }
    for body in [
        json!({ "reason": "No code" }),
        json!({ "reason_code": "typo", "reason": "No such code" }),
    ] {
        let call = request("POST", &url)
            .by(&token)
            .header("if-match", "\"v2\"");
        app.send(call.json(body)).await.expect(422);
    }
    let assess = |who: &str| {
        app.database.execute(&format!(
            "UPDATE assessments SET assessor_id = '{}'",
            app.user(who)
        ));
    };
    assess("supervisor");
    let own = withdraw(&app, "supervisor", &issued.document, 2).await;
    assert_eq!(own.expect(409).unmet(), ["four_eyes"]);
    assess("operator");
    assert_eq!(kept(&app), 0);
    assert!(checked(&app, &issued).await.is_object());

    withdraw(&app, "supervisor", &issued.document, 2)
        .await
        .expect(200);
    let twice = withdraw(&app, "supervisor", &issued.document, 3).await;
    assert_eq!(twice.expect(409).body["code"], "not_signed");
    assert_eq!(kept(&app), 1);
}

#[actix_web::test]
async fn of_two_who_take_a_file_back_at_once_one_does() {
    let app = TestApp::new().await;
    let (issued, _) = with_signed_file(&app).await;
    app.token("second_supervisor").await;
    let (here, there) = join(
        withdraw(&app, "supervisor", &issued.document, 2),
        withdraw(&app, "second_supervisor", &issued.document, 2),
    )
    .await;
    let mut statuses = [here.status, there.status];
    statuses.sort_unstable();
    assert_eq!((statuses, kept(&app)), ([200, 412], 1));

    // One takes back what was there while the other adds what comes next.
    let next = signed_otherwise(&issued.file);
    let added = put(&app, "supervisor", &issued.document, next.clone()).await;
    assert_eq!(added.expect(200).header("etag"), "\"v4\"");
    let (withdrawn, added) = join(
        withdraw(&app, "supervisor", &issued.document, 4),
        put(&app, "second_supervisor", &issued.document, next),
    )
    .await;
    withdrawn.expect(200);
    assert!([200, 409].contains(&added.status), "{}", added.body);
    assert_eq!(checked(&app, &issued).await, Value::Null);
}

/// The answer to a request that comes while somebody else changes the documents twice, and waits for that.
async fn while_changed_twice(app: &TestApp, call: impl Future<Output = Answer>) -> Answer {
    let held = app
        .database
        .hold("UPDATE documents SET version = version + 2");
    let mut held = held.downcast::<PgConnection>().unwrap();
    let waits = "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database \
        WHERE l.locktype = 'tuple' AND d.datname = current_database()";
    let answered = Cell::new(false);
    let call = async {
        let answer = call.await;
        answered.set(true);
        answer
    };
    let others = async {
        while !answered.get() && app.database.count(waits) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        held.batch_execute("COMMIT").unwrap();
    };
    join(call, others).await.0
}

#[actix_web::test]
async fn who_is_not_the_first_is_told_of_the_document_as_it_is_now() {
    let app = TestApp::new().await;
    if matches!(app.database.target, Target::Sqlite(_)) {
        // One writer at a time.
        return;
    }
    let (first, _) = with_signed_file(&app).await;
    let withdrawn = withdraw(&app, "supervisor", &first.document, 2);
    let withdrawn = while_changed_twice(&app, withdrawn).await;
    assert_eq!(withdrawn.expect(412).header("etag"), "\"v4\"");
    assert_eq!(kept(&app), 0);

    // Who adds a file has said nothing of a version.
    let second = issued(&app).await;
    let added = put(&app, "supervisor", &second.document, signed(&second.file));
    let added = while_changed_twice(&app, added).await;
    assert_eq!(added.expect(409).body["code"], "changed_meanwhile");
}

#[actix_web::test]
async fn the_file_of_a_report_and_of_what_is_no_longer_in_force_is_taken_back_too() {
    let app = TestApp::new().await;
    let (issued, _) = with_signed_file(&app).await;
    let reason = json!({ "reason": "Issued in error" });
    let revocation = format!("{}/revocation", issued.url);
    app.post("supervisor", &revocation, reason)
        .await
        .expect(200);
    assert!(checked(&app, &issued).await.is_object());
    withdraw(&app, "supervisor", &issued.document, 3)
        .await
        .expect(200);
    assert_eq!(checked(&app, &issued).await, Value::Null);
    let next = signed_otherwise(&issued.file);
    let ended = put(&app, "supervisor", &issued.document, next).await;
    assert_eq!(ended.expect(409).body["code"], "document_not_in_force");

    let case = assessed_case(&app, "conclusion").case;
    submit(&app, "operator", &case).await.unwrap();
    approve(&app, "supervisor", &case).await.unwrap();
    let list = format!("/v1/cases/{case}/documents");
    let list = app.get("supervisor", &list).await.expect(200);
    let report = list.body["items"][0]["id"].as_str().unwrap();
    let report = format!("/v1/documents/{report}");
    let file = app.get("supervisor", &format!("{report}/file")).await;
    let file = file.expect(200).bytes;
    let added = put(&app, "supervisor", &report, signed(&file)).await;
    let version = added.expect(200).header("etag").to_owned();
    let version: i32 = version.trim_matches(['"', 'v']).parse().unwrap();
    withdraw(&app, "supervisor", &report, version)
        .await
        .expect(200);
    put(&app, "supervisor", &report, signed_otherwise(&file))
        .await
        .expect(200);
}
