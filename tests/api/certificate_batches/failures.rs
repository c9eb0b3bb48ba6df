//! A case at which the service itself fails keeps none of the others from their certificate.

use bilancio::certificate_batches::{CertificateBatchId, Step, WorkerId, service};
use chrono::TimeDelta;
use serde_json::json;

use super::{asked, certifiable, certificates, finished, group_of, outcomes, step};
use crate::documents::act;
use crate::support::TestApp;

#[actix_web::test]
async fn what_fails_each_time_is_given_up_and_the_batch_ends() {
    let app = TestApp::new().await;
    let cases = certifiable(&app, 3);
    let group = group_of(&app, &cases);
    let broken = |steps: &str| {
        app.database.execute(&format!(
            "UPDATE pathway_templates SET steps = '{steps}' WHERE id IN \
             (SELECT pathway_template_id FROM cases WHERE id = '{}')",
            cases[0]
        ));
    };
    broken("no list of steps");
    let url = format!("/v1/groups/{group}/certificate-batches");
    let begun = app.post("supervisor", &url, json!({})).await.expect(202);
    let result = finished(&app, begun.header("location")).await;
    assert_eq!(
        outcomes(&result),
        [
            ("failed", "internal"),
            ("issued", "JCG-2026-000001"),
            ("issued", "JCG-2026-000002"),
        ]
    );
    let attempts = [0, 1].map(|place| result.body["items"][place]["attempts"].clone());
    assert_eq!(
        (attempts, &result.body["failed"]),
        ([json!(3), json!(0)], &json!(1))
    );
    assert!(result.body["items"][0]["unmet"][0]["detail"].is_string());
    let logged = "SELECT COUNT(*) FROM activity_log WHERE reason_code = 'internal' \
        AND operation = 'issue_batched_certificate' AND outcome = 'refused'";
    assert!(app.database.count(logged) >= 3);

    // Once that is mended it is asked for by name, and its number is the next one.
    broken("[]");
    let named = json!({ "case_ids": [cases[0]] });
    let begun = app.post("supervisor", &url, named).await.expect(202);
    let result = finished(&app, begun.header("location")).await;
    assert_eq!(outcomes(&result), [("issued", "JCG-2026-000003")]);
}

#[actix_web::test]
async fn a_case_that_takes_too_long_is_tried_again_after_the_others() {
    let app = TestApp::new().await;
    let cases = certifiable(&app, 3);
    let group = group_of(&app, &cases);
    let id = asked(&app, &group).await;
    let worker = WorkerId::new();
    let slow = async |case: &str, worker: &WorkerId| {
        let (id, case, worker): (CertificateBatchId, _, _) =
            (id.parse().unwrap(), case.parse().unwrap(), worker.clone());
        let count = act(&app, "supervisor", move |tx| {
            service::count_failure(tx, &id, &worker, &case, "deadline_passed")
        });
        count.await.unwrap()
    };
    assert_eq!(slow(&cases[0], &worker).await, Step::GoOn);
    step(&app, "supervisor", &id, &worker).await.unwrap();
    let batch = format!("/v1/certificate-batches/{id}");
    let under_way = app.get("supervisor", &batch).await.expect(200);
    assert_eq!(
        outcomes(&under_way),
        [
            ("waiting", "deadline_passed"),
            ("issued", "JCG-2026-000001"),
            ("waiting", ""),
        ]
    );
    // Nobody who has not the batch counts anything, and nothing is counted of what is issued already.
    assert_eq!(slow(&cases[0], &WorkerId::new()).await, Step::LetGo);
    assert_eq!(slow(&cases[1], &worker).await, Step::GoOn);
    for _ in 0..2 {
        assert_eq!(slow(&cases[2], &worker).await, Step::GoOn);
    }
    // The first one was tried less often than the last.
    step(&app, "supervisor", &id, &worker).await.unwrap();
    assert_eq!(slow(&cases[2], &worker).await, Step::LetGo);
    let result = finished(&app, &batch).await;
    assert_eq!(
        outcomes(&result),
        [
            ("issued", "JCG-2026-000002"),
            ("issued", "JCG-2026-000001"),
            ("failed", "deadline_passed"),
        ]
    );
    assert_eq!(certificates(&app), 2);
}

#[actix_web::test]
async fn a_case_at_which_three_workers_ended_is_given_up() {
    let app = TestApp::new().await;
    let cases = certifiable(&app, 2);
    let group = group_of(&app, &cases[..1]);
    let id = asked(&app, &group).await;
    let batch: CertificateBatchId = id.parse().unwrap();
    let take = async |worker: &WorkerId| {
        let (batch, worker) = (batch.clone(), worker.clone());
        let taken = act(&app, "supervisor", move |tx| {
            service::take_over(tx, &batch, &worker)
        });
        taken.await.unwrap()
    };
    let worker = WorkerId::new();
    assert_eq!(take(&worker).await, Step::GoOn);
    // Who goes on with their own work counts nothing.
    assert_eq!(take(&worker).await, Step::GoOn);
    for expected in [Step::GoOn, Step::GoOn] {
        assert_eq!(take(&WorkerId::new()).await, Step::LetGo);
        app.clock.advance(TimeDelta::seconds(30));
        assert_eq!(take(&WorkerId::new()).await, expected);
    }
    app.clock.advance(TimeDelta::seconds(30));
    // As the one who asks for it again sees it, before the next worker comes.
    let (again, resumed) = (batch.clone(), batch.clone());
    act(&app, "supervisor", move |tx| service::resume(tx, &again))
        .await
        .unwrap();
    let resumed = act(&app, "supervisor", move |tx| service::read(tx, &resumed));
    let (_, items) = resumed.await.unwrap();
    assert_eq!(items[0].0.attempts, 3);
    assert_eq!(take(&WorkerId::new()).await, Step::LetGo);
    let result = finished(&app, &format!("/v1/certificate-batches/{id}")).await;
    assert_eq!(
        outcomes(&result),
        [("failed", "certificate_attempt_broken_off")]
    );
    assert_eq!(certificates(&app), 0);
}
