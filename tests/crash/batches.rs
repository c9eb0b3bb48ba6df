//! The program is killed in the middle of a batch of certificates: it goes on where it was, and no case gets two
//! certificates, or none.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::Connection;
use crate::database::TestDatabase;
use crate::records::{self, Maker};
use crate::service::{Home, Service, program, url};

const CASES: i64 = 12;
const KILLS: usize = 2;
/// Certificates issued before each kill.
const LOAD: i64 = 2;
/// When a batch that does not go on is given up.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_batch_that_was_killed_twice_ends_with_one_certificate_for_each_case() {
    let database = TestDatabase::new();
    let home = Home::new(&database.target);
    let group = group_to_certify(&database);
    let mut service = Service::start_as(home, program(&url(&database.target)));
    let token = service.sign_in();
    let issued = || database.count("SELECT COUNT(*) FROM certificates");
    let mut batch = String::new();
    for _ in 0..KILLS {
        batch = ask(&service, &token, &group);
        let before = issued();
        let started = Instant::now();
        while issued() < before + LOAD {
            assert!(started.elapsed() < PATIENCE, "no certificate is issued");
            std::thread::yield_now();
        }
        service.kill_and_start();
        // As if half a minute had gone by, after which nobody is taken to work on it.
        database.execute("UPDATE certificate_batches SET worked_until = '2026-01-01 00:00:00'");
    }
    let left = CASES - issued();
    println!("{left} of {CASES} certificates left after {KILLS} kills");
    assert!(left > 0, "no kill met the batch");
    assert_eq!(ask(&service, &token, &group), batch);
    let result = finished(&service, &token, &batch);
    assert_eq!(
        (&result["issued"], &result["waiting"]),
        (&Value::from(CASES), &Value::from(0))
    );
    check(&database);
}

/// Cases led by somebody else than the one who signs in, who is made a supervisor, in a group; its id.
fn group_to_certify(database: &TestDatabase) -> String {
    let id = || uuid::Uuid::now_v7().to_string();
    let (org, lead, at) = (id(), id(), "2026-01-01 08:00:00");
    database.execute(&format!(
        "INSERT INTO organisations (id, name, kind, municipality, address, certificate_prefix, active, \
         version, created_at, updated_at) VALUES ('{org}', 'Centro Prova', 'job_centre', 'Genova', '', \
         'JCP', true, 1, '{at}', '{at}'); \
         UPDATE memberships SET role = 'supervisor', organisation_id = '{org}'; \
         INSERT INTO users (id, email, display_name, active, version, created_at, updated_at) \
         VALUES ('{lead}', 'lead@crash.example', 'Bea Prova', true, 1, '{at}', '{at}')"
    ));
    let maker = Maker {
        organisation: &org,
        user: &lead,
    };
    let mut cases = Vec::new();
    for _ in 0..CASES {
        let (ids, sql) = records::case(maker, "report_approved");
        let attended = records::sessions(maker, &ids.case);
        let report = records::issued_report(maker, &ids.case);
        database.execute(&[sql, attended, report].concat());
        cases.push(ids.case);
    }
    let (group, sql) = records::group(maker, &cases);
    database.execute(&sql);
    group
}

/// Asks for the group's certificates, with the same key each time; the batch's id.
fn ask(service: &Service, token: &str, group: &str) -> String {
    let headers = [("Authorization", token), ("Idempotency-Key", "the batch")];
    let line = format!("POST /v1/groups/{group}/certificate-batches");
    let answer = service.connect().ask(&line, &headers, "{}").unwrap();
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    assert_eq!(answer.status, 202, "{text}");
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn finished(service: &Service, token: &str, batch: &str) -> Value {
    let headers = [("Authorization", token)];
    let mut connection: Connection = service.connect();
    let address = format!("GET /v1/certificate-batches/{batch}");
    let started = Instant::now();
    while connection.ask(&address, &headers, "").unwrap().status != 303 {
        assert!(started.elapsed() < PATIENCE, "the batch never ends");
        std::thread::yield_now();
    }
    let result = connection.ask(&format!("{address}/result"), &headers, "");
    let result = result.unwrap();
    assert_eq!(result.status, 200);
    result.json()
}

fn check(database: &TestDatabase) {
    let count = |what: &str| database.count(&format!("SELECT {what}"));
    assert_eq!(count("COUNT(*) FROM certificates"), CASES, "lost or twice");
    let cases = "COUNT(DISTINCT case_id) FROM certificates WHERE status = 'valid'";
    assert_eq!(count(cases), CASES, "a case has two, or none");
    let number = "CAST(substr(number, 10) AS BIGINT)";
    for (which, expected) in [
        ("COUNT(DISTINCT number)".to_owned(), CASES),
        (format!("MIN({number})"), 1),
        (format!("MAX({number})"), CASES),
    ] {
        assert_eq!(
            count(&format!("{which} FROM certificates")),
            expected,
            "{which}"
        );
    }
    let last = "CAST(last_number AS BIGINT) FROM certificate_counters";
    assert_eq!(count(last), CASES, "a number that nobody has");
    let whole = "COUNT(*) FROM certificates c JOIN documents d ON d.id = c.document_id \
        JOIN credentials v ON v.certificate_id = c.id \
        JOIN certificate_batch_items i ON i.certificate_id = c.id AND i.case_id = c.case_id \
        WHERE d.file IS NOT NULL AND d.status = 'issued' AND i.outcome = 'issued'";
    assert_eq!(count(whole), CASES, "not whole");
    let documents = "COUNT(*) FROM documents WHERE kind = 'participation_certificate'";
    assert_eq!(count(documents), CASES, "a file that nobody has");
}
