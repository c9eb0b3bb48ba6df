//! Where an operation's request came from: kept apart from its entry, shown with security events, erased
//! before the entry.

use bilancio::activity_log::addresses::erase;
use bilancio::activity_log::check::check;
use bilancio::activity_log::verify::Flaw;
use bilancio::config::{Overrides, Settings};
use bilancio::db::Target;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, TestCall, request, settings};

const DAYS: i64 = 180;

/// Behind a proxy that tells whom it speaks for.
async fn app() -> TestApp {
    let mut settings = settings();
    settings.trusted_proxies = vec!["0.0.0.0/32".to_owned().try_into().unwrap()];
    TestApp::with(settings).await
}

async fn from(app: &TestApp, address: &str, call: TestCall) -> Answer {
    app.send(call.header("x-forwarded-for", address)).await
}

async fn whole(app: &TestApp) -> Result<i64, Flaw> {
    let report = check(&app.service.database, "").await.unwrap();
    report.chain.map(|verified| verified.last)
}

fn count(app: &TestApp, rows: &str) -> i64 {
    app.database.count(&format!("SELECT COUNT(*) FROM {rows}"))
}

#[actix_web::test]
async fn every_entry_of_a_request_has_the_hash_of_an_address_that_stands_elsewhere() {
    let app = app().await;
    let token = app.token("operator").await;
    let me = || request("GET", "/v1/me").by(&token);
    for _ in 0..2 {
        from(&app, "203.0.113.9", me()).await.expect(200);
    }
    from(&app, "2001:db8:1:2:3:4:5:6", me()).await.expect(200);
    let body = json!({ "name": "New", "kind": "association", "municipality": "Genova" });
    let admin = app.token("admin").await;
    let add = request("POST", "/v1/organisations").by(&admin).json(body);
    from(&app, "203.0.113.10", add).await.expect(201);
    from(&app, "203.0.113.11", request("GET", "/v1/me"))
        .await
        .expect(401);
    for (address, operation, entries) in [
        ("203.0.113.9", "read_me", 2),
        // The network that a provider gives to one customer.
        ("2001:db8:1:2::", "read_me", 1),
        ("203.0.113.10", "add_organisation", 1),
        ("203.0.113.11", "read_me", 1),
    ] {
        let noted = format!(
            "log_addresses a JOIN activity_log e ON e.id = a.entry_id WHERE \
             a.address = '{address}' AND e.operation = '{operation}' AND e.address_hash <> ''"
        );
        assert_eq!(count(&app, &noted), entries, "{address}");
    }
    // Equal addresses cannot be told by their hashes, and none of a request is missing.
    let of_requests = count(&app, "activity_log WHERE role <> 'worker'");
    let hashes = "SELECT COUNT(DISTINCT address_hash) FROM activity_log";
    assert_eq!(app.database.count(hashes), of_requests);
    assert_eq!(count(&app, "log_addresses"), of_requests);
}

#[actix_web::test]
async fn an_address_that_somebody_altered_is_found_and_one_that_was_erased_breaks_nothing() {
    let app = app().await;
    let token = app.token("operator").await;
    for _ in 0..3 {
        let me = request("GET", "/v1/me").by(&token);
        from(&app, "203.0.113.9", me).await.expect(200);
    }
    app.seal().await;
    let last = whole(&app).await.unwrap();
    let of_last =
        format!("entry_id = (SELECT entry_id FROM sealed_entries WHERE sequence = {last})");
    app.database.execute(&format!(
        "UPDATE log_addresses SET address = '198.51.100.1' WHERE {of_last}"
    ));
    let flaw = whole(&app).await.unwrap_err();
    assert!(
        matches!(flaw, Flaw::AddressAltered { sequence, .. } if sequence == last),
        "{flaw}"
    );
    app.database
        .execute(&format!("DELETE FROM log_addresses WHERE {of_last}"));
    assert_eq!(whole(&app).await, Ok(last));
}

#[actix_web::test]
async fn addresses_are_erased_after_their_time_and_the_log_stays_whole() {
    let app = app().await;
    let database = &app.service.database;
    let token = app.token("operator").await;
    let me = || request("GET", "/v1/me").by(&token);
    from(&app, "203.0.113.9", me()).await.expect(200);
    // The function of PostgreSQL looks at its server's own clock as well.
    app.database
        .execute("UPDATE activity_log SET at = '2020-01-01 00:00:00'");
    from(&app, "203.0.113.10", me()).await.expect(200);
    app.seal().await;
    let old = "activity_log WHERE at < '2021-01-01' AND address_hash IS NOT NULL";
    let due = count(&app, old);
    assert_eq!(erase(database, DAYS).await.unwrap() as i64, due);
    assert_eq!(erase(database, DAYS).await.unwrap(), 0);
    let left = "log_addresses WHERE address = '203.0.113.10'";
    assert_eq!((count(&app, "log_addresses"), count(&app, left)), (1, 1));
    // The entries stay; that it was done is one more, and that nothing was due is none.
    assert_eq!(count(&app, old), due);
    let told = "activity_log WHERE operation = 'erase_addresses' AND outcome = 'done'";
    assert_eq!(count(&app, told), 1);
    app.seal().await;
    whole(&app).await.unwrap();
}

#[test]
fn addresses_are_kept_for_a_month_at_least() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let read = |days: u32| {
        let text = format!("[activity_log]\naddresses_days = {days}\n");
        std::fs::write(file.path(), text).unwrap();
        Settings::read(Some(file.path()), &Overrides::default())
    };
    assert!(read(29).unwrap_err().contains("addresses_days"));
    assert_eq!(read(30).unwrap().activity_log.addresses_days, 30);
}

/// Only PostgreSQL has roles.
#[actix_web::test]
async fn the_service_itself_can_erase_no_address_of_the_last_days() {
    let app = app().await;
    app.token("operator").await;
    if matches!(app.database.target, Target::Sqlite(_)) {
        return;
    }
    app.database
        .execute("UPDATE activity_log SET at = now() AT TIME ZONE 'UTC' - interval '29 days'");
    let there = count(&app, "log_addresses");
    assert!(there > 0);
    for statement in [
        "DELETE FROM log_addresses",
        "UPDATE log_addresses SET address = ''",
        "SELECT erase_addresses('2999-01-01')",
        "SET ROLE bilancio_worker; DELETE FROM log_addresses",
    ] {
        assert!(app.database.refuses_the_service(statement), "{statement}");
    }
    let by_worker = "SET ROLE bilancio_worker; SELECT erase_addresses('2999-01-01')";
    let left = app.database.count_as_service(by_worker, "log_addresses");
    assert_eq!(left, Some(there));
}

#[actix_web::test]
async fn an_address_is_shown_with_a_security_event_alone_and_to_those_that_it_concerns() {
    let app = app().await;
    let wrong = json!({ "email": "operator@example.org", "password": "not the right words" });
    let sign_in = request("POST", "/v1/sign-ins").json(wrong);
    from(&app, "203.0.113.9", sign_in).await.expect(401);
    app.seal().await;
    let shown = async |who: &str, url: &str| app.get(who, url).await.expect(200).body;
    let events = "/v1/security-events";
    let told = shown("privacy_officer", events).await;
    assert_eq!(told["items"][0]["kind"], "sign_in_refused");
    assert_eq!(told["items"][0]["address"], "203.0.113.9");
    let elsewhere = shown("other_privacy_officer", events).await;
    assert_eq!(elsewhere["items"], json!([]));
    let entries = shown("auditor", "/v1/activity-entries?limit=100").await;
    assert!(!entries.to_string().contains("203.0.113"));
    app.database.execute("DELETE FROM log_addresses");
    let told = shown("privacy_officer", events).await;
    assert_eq!(told["items"][0]["address"], Value::Null);
}
