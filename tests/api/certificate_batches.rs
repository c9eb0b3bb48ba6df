//! The certificates of a whole group as one job.

mod chosen;
mod failures;

use std::io::{Cursor, Read};
use std::time::Duration;

use bilancio::certificate_batches::{CertificateBatchId, Step, WorkerId, service};
use bilancio::error::Result;
use bilancio::groups::GroupId;
use chrono::TimeDelta;
use futures_util::future::join;
use hayro_syntax::Pdf;
use serde_json::{Value, json};

use crate::certificates::quickly_approved_case;
use crate::documents::{act, assessed_case, sha256};
use crate::support::records::{self, Maker};
use crate::support::{Answer, Instance, TestApp, request};

/// A group that these cases are in, in this order; its id.
fn group_of(app: &TestApp, cases: &[String]) -> String {
    let (org, user) = (app.organisation("centre"), app.user("operator"));
    let maker = Maker {
        organisation: &org,
        user: &user,
    };
    let (id, sql) = records::group(maker, cases);
    app.database.execute(&sql);
    id
}

fn certifiable(app: &TestApp, count: usize) -> Vec<String> {
    (0..count).map(|_| quickly_approved_case(app)).collect()
}

/// What is read of a batch once it is finished.
async fn finished(app: &TestApp, batch: &str) -> Answer {
    for _ in 0..2000 {
        let answer = app.get("supervisor", batch).await;
        if answer.status == 303 {
            let result = answer.header("location").to_owned();
            return app.get("supervisor", &result).await.expect(200);
        }
        assert_eq!(answer.expect(200).header("retry-after"), "1");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{batch} is never finished");
}

fn outcomes(result: &Answer) -> Vec<(&str, &str)> {
    let items = result.body["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let said = item["number"]
                .as_str()
                .or(item["unmet"][0]["guard"].as_str());
            (item["outcome"].as_str().unwrap(), said.unwrap_or_default())
        })
        .collect()
}

fn certificates(app: &TestApp) -> i64 {
    app.database.count("SELECT COUNT(*) FROM certificates")
}

/// A batch that was asked for and that nobody works on, as after a crash.
async fn asked(app: &TestApp, group: &str) -> String {
    let group: GroupId = group.parse().unwrap();
    let asked = act(app, "supervisor", move |tx| service::ask(tx, &group, None)).await;
    asked.unwrap().0.id.to_string()
}

async fn step(app: &TestApp, who: &str, batch: &str, worker: &WorkerId) -> Result<Step> {
    let (id, worker): (CertificateBatchId, _) = (batch.parse().unwrap(), worker.clone());
    act(app, who, move |tx| {
        service::issue_next(tx, &id, &worker, |_| ())
    })
    .await
}

#[actix_web::test]
async fn a_group_gets_its_certificates_and_each_refusal_says_why() {
    let app = TestApp::new().await;
    let mut cases = certifiable(&app, 4);
    cases.push(assessed_case(&app, "conclusion").case);
    app.database.execute(&format!(
        "UPDATE assessments SET assessor_id = '{}' WHERE case_id = '{}'",
        app.user("supervisor"),
        cases[1]
    ));
    let group = group_of(&app, &cases);
    app.database.execute(&format!(
        "UPDATE group_members SET left_on = '2026-03-01' WHERE case_id = '{}'",
        cases[3]
    ));
    app.database
        .execute("UPDATE organisations SET legal_note = 'Not for public offices'");
    let url = format!("/v1/groups/{group}/certificate-batches");
    let token = app.token("supervisor").await;
    let ask = |key: &str| {
        let call = request("POST", &url).by(&token).json(json!({}));
        call.header("idempotency-key", key)
    };
    let begun = app.send(ask("first")).await.expect(202);
    let batch = begun.header("location").to_owned();
    assert_eq!(begun.body["status"], "running");
    assert_eq!(
        (&begun.body["total"], &begun.body["waiting"]),
        (&json!(5), &json!(4))
    );

    let result = finished(&app, &batch).await;
    assert_eq!(
        outcomes(&result),
        [
            ("issued", "JCG-2026-000001"),
            ("refused", "four_eyes"),
            ("issued", "JCG-2026-000002"),
            ("left_out", "left_without_meeting"),
            ("refused", "wrong_state"),
        ]
    );
    assert_eq!(result.body["status"], "finished");
    let counts = ["issued", "refused", "left_out", "failed", "waiting"];
    assert_eq!(
        counts.map(|name| &result.body[name]),
        [&json!(2), &json!(2), &json!(1), &json!(0), &json!(0)]
    );
    let detail = result.body["items"][1]["unmet"][0]["detail"]
        .as_str()
        .unwrap();
    assert!(detail.contains("somebody else must"), "{detail}");
    let issued = app
        .get(
            "supervisor",
            &format!("/v1/cases/{}/certificates", cases[0]),
        )
        .await
        .expect(200);
    assert_eq!(
        issued.body["items"][0]["id"],
        result.body["items"][0]["certificate_id"]
    );
    assert_eq!(issued.body["items"][0]["issued_by"], app.user("supervisor"));
    let noted = "SELECT COUNT(*) FROM documents WHERE kind = 'participation_certificate' \
        AND content LIKE '%Not for public offices%'";
    assert_eq!(app.database.count(noted), 2);

    let again = app.send(ask("first")).await.expect(202);
    assert_eq!(again.header("location"), batch);
    let second = app.send(ask("second")).await.expect(202);
    let second = finished(&app, second.header("location")).await;
    assert_eq!(
        outcomes(&second),
        [
            ("refused", "wrong_state"),
            ("refused", "four_eyes"),
            ("refused", "wrong_state"),
            ("left_out", "left_without_meeting"),
            ("refused", "wrong_state"),
        ]
    );
    assert_eq!(certificates(&app), 2);
    let logged = |outcome: &str| {
        app.database.count(&format!(
            "SELECT COUNT(*) FROM activity_log WHERE operation = 'issue_batched_certificate' \
             AND outcome = '{outcome}' AND user_id = '{}' AND reason_code <> 'certificate_batch_taken'",
            app.user("supervisor")
        ))
    };
    assert_eq!(logged("refused"), 6);
    let nobody = json!({});
    app.post("operator", &url, nobody.clone()).await.expect(403);
    app.post("other_supervisor", &url, nobody.clone())
        .await
        .expect(404);
    app.database
        .execute("UPDATE group_members SET left_on = '2026-03-01'");
    let refused = app.post("supervisor", &url, nobody).await.expect(409);
    assert_eq!(refused.body["code"], "group_without_members");
}

#[actix_web::test]
async fn the_files_of_a_group_come_as_one_to_print_and_as_they_were_issued() {
    let app = TestApp::new().await;
    let group = group_of(&app, &certifiable(&app, 3));
    let url = format!("/v1/groups/{group}/certificate-batches");
    let begun = app.post("supervisor", &url, json!({})).await.expect(202);
    let batch = begun.header("location").to_owned();
    let result = finished(&app, &batch).await;
    let revoked = result.body["items"][1]["certificate_id"].as_str().unwrap();
    let revocation = format!("/v1/certificates/{revoked}/revocation");
    let reason = json!({ "reason": "Given to the wrong person" });
    app.post("supervisor", &revocation, reason)
        .await
        .expect(200);

    let file = app
        .get("supervisor", &format!("{batch}/file"))
        .await
        .expect(200);
    assert_eq!(file.header("content-type"), "application/pdf");
    let printed = Pdf::new(file.bytes).unwrap();
    assert_eq!(printed.pages().len(), 2);
    let files = app
        .get("supervisor", &format!("{batch}/files"))
        .await
        .expect(200);
    assert_eq!(files.header("content-type"), "application/zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(files.bytes)).unwrap();
    assert_eq!(archive.len(), 2);
    for index in 0..2 {
        let mut member = archive.by_index(index).unwrap();
        let number = ["JCG-2026-000001", "JCG-2026-000003"][index];
        assert_eq!(member.name().unwrap(), format!("{number}.pdf"));
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        let registered = format!(
            "SELECT COUNT(*) FROM certificates c JOIN documents d ON d.id = c.document_id \
             WHERE c.number = '{number}' AND d.file_hash = '{}'",
            sha256(&bytes)
        );
        assert_eq!(app.database.count(&registered), 1);
    }
    app.database
        .execute("UPDATE certificates SET status = 'revoked'");
    let none = app
        .get("supervisor", &format!("{batch}/file"))
        .await
        .expect(409);
    assert_eq!(none.body["code"], "certificate_batch_without_certificates");
}

#[actix_web::test]
async fn who_reads_the_certificates_of_a_group_is_named_with_each_case() {
    let app = TestApp::new().await;
    let cases = certifiable(&app, 2);
    let group = group_of(&app, &cases);
    let url = format!("/v1/groups/{group}/certificate-batches");
    let begun = app.post("supervisor", &url, json!({})).await.expect(202);
    let batch = begun.header("location").to_owned();
    finished(&app, &batch).await;
    for file in ["file", "files"] {
        app.get("supervisor", &format!("{batch}/{file}"))
            .await
            .expect(200);
    }
    for case in &cases {
        let url = format!("/v1/cases/{case}/activity-entries?limit=100");
        let readers = app.get("privacy_officer", &url).await.expect(200);
        let read: Vec<&str> = readers.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["operation"].as_str().unwrap())
            .collect();
        for operation in [
            "read_certificate_batch_result",
            "print_certificate_batch",
            "download_certificate_batch",
        ] {
            assert!(read.contains(&operation), "{operation}: {read:?}");
        }
    }
}

async fn post(instance: &Instance, token: &str, url: &str, body: Value) -> Answer {
    instance
        .send(request("POST", url).by(token).json(body))
        .await
}

#[actix_web::test]
async fn a_batch_whose_worker_died_is_gone_on_with_by_one_of_two_instances() {
    let app = TestApp::new().await;
    let group = group_of(&app, &certifiable(&app, 6));
    let id = asked(&app, &group).await;
    let (worker, another) = (WorkerId::new(), WorkerId::new());
    for _ in 0..2 {
        let done = step(&app, "supervisor", &id, &worker).await.unwrap();
        assert_eq!(done, Step::GoOn);
    }
    let left = step(&app, "second_supervisor", &id, &another)
        .await
        .unwrap();
    assert_eq!((left, certificates(&app)), (Step::LetGo, 2));
    let batch = format!("/v1/certificate-batches/{id}");
    let running = app.get("supervisor", &batch).await.expect(200);
    assert_eq!(running.body["status"], "running");

    app.advance(TimeDelta::seconds(30));
    let interrupted = app.get("supervisor", &batch).await.expect(200);
    assert_eq!(interrupted.body["status"], "interrupted");
    assert_eq!(interrupted.body["waiting"], 4);
    for part in ["result", "file", "files"] {
        let early = app.get("supervisor", &format!("{batch}/{part}")).await;
        assert_eq!(
            early.expect(409).body["code"],
            "certificate_batch_unfinished"
        );
    }
    let ask = format!("/v1/groups/{group}/certificate-batches");
    let open = app.post("supervisor", &ask, json!({})).await.expect(409);
    assert_eq!(open.body["code"], "certificate_batch_open");
    // Who has lost its id, or never had it, finds it.
    let listed = app.get("second_supervisor", &ask).await.expect(200).body;
    let listed = &listed["items"][0];
    assert_eq!(listed["status"], "interrupted");
    assert!(batch.ends_with(listed["id"].as_str().unwrap()));
    app.get("operator", &ask).await.expect(403);
    app.get("other_supervisor", &ask).await.expect(404);

    let instances = [app.second_instance().await, app.second_instance().await];
    let tokens = [
        app.token("supervisor").await,
        app.token("second_supervisor").await,
    ];
    let resume = format!("{batch}/resumption");
    let (here, there) = join(
        post(&instances[0], &tokens[0], &resume, json!({})),
        post(&instances[1], &tokens[1], &resume, json!({})),
    )
    .await;
    for answer in [here, there] {
        assert_eq!(answer.expect(202).header("location"), batch);
    }
    let result = finished(&app, &batch).await;
    assert_eq!(result.body["issued"], 6);
    let last = "SELECT CAST(last_number AS BIGINT) FROM certificate_counters";
    assert_eq!((certificates(&app), app.database.count(last)), (6, 6));
    let gone_on = app.database.count(
        "SELECT COUNT(DISTINCT issued_by) FROM certificates WHERE number > 'JCG-2026-000002'",
    );
    assert_eq!(gone_on, 1);
    app.post("supervisor", &resume, json!({})).await.expect(202);
    app.post("operator", &resume, json!({})).await.expect(404);
    assert_eq!(certificates(&app), 6);
}

#[actix_web::test]
async fn the_same_request_again_goes_on_with_what_it_began() {
    let app = TestApp::new().await;
    let group = group_of(&app, &certifiable(&app, 2));
    let url = format!("/v1/groups/{group}/certificate-batches");
    let token = app.token("supervisor").await;
    let ask = || {
        let call = request("POST", &url).by(&token).json(json!({}));
        call.header("idempotency-key", "once")
    };
    let begun = app.send(ask()).await.expect(202);
    let batch = begun.header("location").to_owned();
    finished(&app, &batch).await;
    // As if it had been broken off before another one.
    let late = quickly_approved_case(&app);
    app.database.execute(&format!(
        "UPDATE certificate_batches SET finished_at = NULL, worked_until = '2026-03-02 08:59:59'; \
         INSERT INTO certificate_batch_items (batch_id, case_id, organisation_id, place, outcome, unmet) \
         SELECT b.id, '{late}', b.organisation_id, 3, 'waiting', '[]' FROM certificate_batches b"
    ));
    let again = app.send(ask()).await.expect(202);
    assert_eq!(
        (again.header("location"), &again.body),
        (batch.as_str(), &begun.body)
    );
    let result = finished(&app, &batch).await;
    assert_eq!((&result.body["issued"], certificates(&app)), (&json!(3), 3));
}

#[actix_web::test]
async fn a_batch_goes_no_further_than_the_rights_of_who_works_on_it() {
    let app = TestApp::new().await;
    let group = group_of(&app, &certifiable(&app, 2));
    let id = asked(&app, &group).await;
    let worker = WorkerId::new();
    let refused = |error: bilancio::error::Error| error.code();
    let operator = step(&app, "operator", &id, &worker).await.unwrap_err();
    assert_eq!(refused(operator), "not_found");
    let stranger = step(&app, "other_supervisor", &id, &worker).await;
    assert_eq!(refused(stranger.unwrap_err()), "not_found");
    step(&app, "supervisor", &id, &worker).await.unwrap();
    app.clock.advance(TimeDelta::seconds(601));
    let late = step(&app, "supervisor", &id, &worker).await.unwrap_err();
    assert_eq!(refused(late), "insufficient_user_authentication");
    assert_eq!(certificates(&app), 1);
    step(&app, "second_supervisor", &id, &WorkerId::new())
        .await
        .unwrap();
    assert_eq!(certificates(&app), 2);
}
