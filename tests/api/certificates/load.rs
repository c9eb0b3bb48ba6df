//! The register while two supervisors issue on two instances, and clients repeat what was not answered.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::{join, join_all};
use serde_json::{Value, json};

use super::{quickly_approved_case, quickly_approved_case_of};
use crate::documents::assessed_case;
use crate::support::{Answer, Instance, TestApp, request};

const CASES: usize = 200;

/// Posts as a client does that knows what it does: told that the service is busy, it comes again with its key.
async fn persist(
    instance: &Instance,
    token: &str,
    key: &str,
    (url, body): (&str, &Value),
) -> Answer {
    loop {
        let call = request("POST", url).by(token).json(body.clone());
        let answer = instance.send(call.header("idempotency-key", key)).await;
        if answer.status != 503 {
            return answer;
        }
        assert_ne!(answer.header("retry-after"), "", "{}", answer.body);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn issue(instance: &Instance, token: &str, case: &str) -> Answer {
    let body = json!({ "event": "issue_certificate" });
    let url = format!("/v1/cases/{case}/transitions");
    persist(instance, token, case, (&url, &body)).await
}

/// Whether an issuer's certificates have so many numbers, from the first one without a gap.
#[track_caller]
fn assert_numbered(app: &TestApp, prefix: &str, count: usize) {
    let of_them = |what: &str| {
        let query = format!("SELECT {what} FROM certificates WHERE number LIKE '{prefix}-2026-%'");
        usize::try_from(app.database.count(&query)).unwrap()
    };
    let number = "CAST(substr(number, 10) AS BIGINT)";
    let found = [
        of_them("COUNT(*)"),
        of_them("COUNT(DISTINCT number)"),
        of_them(&format!("MAX({number})")),
    ];
    assert_eq!((found, of_them(&format!("MIN({number})"))), ([count; 3], 1));
}

#[actix_web::test]
async fn two_hundred_issued_at_once_on_two_instances_have_two_hundred_numbers() {
    let app = TestApp::new().await;
    let instances = [app.second_instance().await, app.second_instance().await];
    let tokens = [
        app.token("supervisor").await,
        app.token("second_supervisor").await,
    ];
    let other = app.token("other_supervisor").await;
    let cases: Vec<_> = (0..CASES).map(|_| quickly_approved_case(&app)).collect();
    let lacking: Vec<_> = (0..10)
        .map(|_| assessed_case(&app, "conclusion").case)
        .collect();
    let others: Vec<_> = (0..5)
        .map(|_| quickly_approved_case_of(&app, "other_centre", "other_operator"))
        .collect();

    let (instances, tokens) = (&instances, &tokens);
    let issued = join_all(cases.iter().enumerate().map(|(index, case)| async move {
        let token = &tokens[index % 2];
        let here = issue(&instances[index / 2 % 2], token, case);
        if index % 4 != 0 {
            return here.await.expect(201);
        }
        // Asked again, by the other instance, before it is answered.
        let (here, there) = join(here, issue(&instances[1], token, case)).await;
        assert_eq!(here.body, there.body);
        here.expect(201)
    }));
    let refused = join_all(lacking.iter().enumerate().map(|(index, case)| async move {
        let refused = issue(&instances[index % 2], &tokens[index % 2], case).await;
        assert_eq!(refused.expect(409).unmet(), ["wrong_state"]);
    }));
    let elsewhere = join_all(others.iter().map(|case| issue(&instances[0], &other, case)));
    let ((issued, _), elsewhere) = join(join(issued, refused), elsewhere).await;

    let id = |answer: &Answer| answer.body["certificate_id"].as_str().unwrap().to_owned();
    let ids: HashSet<_> = issued.iter().map(id).collect();
    assert_eq!(ids.len(), CASES);
    assert_numbered(&app, "JCG", CASES);
    assert_eq!(elsewhere.len(), 5);
    assert_numbered(&app, "JCT", 5);

    end_some_and_go_on(&app, instances, tokens, &ids).await;
}

/// Whatever ends meanwhile, no number comes twice.
async fn end_some_and_go_on(
    app: &TestApp,
    instances: &[Instance; 2],
    tokens: &[String; 2],
    ids: &HashSet<String>,
) {
    let reason = json!({ "reason": "Misspelt" });
    let reason = &reason;
    join_all(
        ids.iter()
            .take(20)
            .enumerate()
            .map(|(index, id)| async move {
                let (end, status) = [("revocation", 200), ("replacement", 201)][index % 2];
                let url = format!("/v1/certificates/{id}/{end}");
                let (instance, token) = (&instances[index / 2 % 2], &tokens[index % 2]);
                let ended = persist(instance, token, id, (&url, reason)).await;
                ended.expect(status);
            }),
    )
    .await;
    let next = quickly_approved_case(app);
    issue(&instances[0], &tokens[0], &next).await.expect(201);
    assert_numbered(app, "JCG", CASES + 11);
    let valid = "SELECT COUNT(*) FROM certificates WHERE status = 'valid'";
    assert_eq!(app.database.count(valid), 200 - 10 + 1 + 5);
}
