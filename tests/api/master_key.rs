//! Another master key takes the place of the first, and nothing is lost or unreadable on the way.

use std::sync::Arc;

use bilancio::access::Caller;
use bilancio::app::Service;
use bilancio::signing_keys::rewrap;
use bilancio::vault::Vault;
use serde_json::json;

use crate::support::bodies::TAX_CODE;
use crate::support::{Instance, PASSWORD, TestApp, World, request, settings};

/// A service on the same database under these master keys, or why there is none.
fn service(app: &TestApp, master: &str, other: Option<&str>) -> Option<Service> {
    let mut vault = Vault::open_with(master).unwrap();
    if let Some(other) = other {
        vault = vault.and(other).unwrap();
    }
    let target = &app.database.target;
    let mut settings = settings();
    settings.connections = 4;
    Service::new(settings, target, app.clock.clone(), Arc::new(vault)).ok()
}

/// Reads what is sealed, with a token made before, and finds a person by their tax code.
async fn all_is_there(instance: &Instance, world: &World, token: &str) {
    let person = world.id("beneficiary_id");
    for url in [
        format!("/v1/beneficiaries/{person}/identifiers"),
        format!(
            "/v1/sessions/{}/working-notes/{}",
            world.id("session_id"),
            world.id("case_id")
        ),
    ] {
        let answer = instance.send(request("GET", &url).by(token)).await;
        answer.expect(200);
    }
    let search = json!({ "tax_code": TAX_CODE });
    let call = request("POST", "/v1/beneficiary-searches")
        .by(token)
        .json(search);
    let found = instance.send(call).await.expect(200);
    assert_eq!(
        found.body["items"].as_array().unwrap().len(),
        1,
        "{}",
        found.body
    );
}

#[actix_web::test]
async fn another_master_key_takes_over_while_everybody_works() {
    let (old, new) = (Vault::new_master_key(), Vault::new_master_key());
    let app = TestApp::under(&old).await;
    let world = World::new(&app).await;
    let token = app.token("operator").await;
    let both = Instance::new(service(&app, &old, Some(&new)).unwrap()).await;
    all_is_there(&both, &world, &token).await;
    let swapped = Instance::new(service(&app, &new, Some(&old)).unwrap()).await;
    all_is_there(&swapped, &world, &token).await;
    assert!(
        service(&app, &new, None).is_none(),
        "not everything is wrapped anew"
    );

    // Killed after its first transaction: the keys of tokens, of the issuer, and of the index.
    let worker = Caller::worker("rewrap_keys");
    let database = &swapped.service.database;
    assert_eq!(
        database.write_blocking(&worker, rewrap::own_keys).unwrap(),
        3
    );
    all_is_there(&both, &world, &token).await;
    all_is_there(&swapped, &world, &token).await;
    let people = app.database.count("SELECT COUNT(*) FROM data_keys");
    let secrets = app
        .database
        .count("SELECT COUNT(sealed_secret) + COUNT(offered_secret) FROM second_factors");
    let imports = app
        .database
        .count("SELECT COUNT(wrapped_key) FROM record_imports");
    assert!(people > 0 && secrets > 0 && imports > 0);
    assert_eq!(
        rewrap::everything(database).unwrap() as i64,
        people + secrets + imports
    );
    assert_eq!(rewrap::everything(database).unwrap(), 0, "nothing is left");

    all_is_there(&both, &world, &token).await;
    let alone = Instance::new(service(&app, &new, None).unwrap()).await;
    all_is_there(&alone, &world, &token).await;
    let signing_in = json!({
        "email": "supervisor@example.org", "password": PASSWORD, "code": app.code("supervisor"),
    });
    let signing_in = request("POST", "/v1/sign-ins").json(signing_in);
    alone.send(signing_in).await.expect(201);
    let taken = request(
        "POST",
        &format!("/v1/imports/{}/apply", world.id("import_id")),
    )
    .by(&token)
    .header("if-match", "\"v1\"")
    .json(json!({}));
    alone.send(taken).await.expect(200);
    assert!(
        service(&app, &old, None).is_none(),
        "the old key opens nothing"
    );
}

#[actix_web::test]
async fn an_index_that_was_not_kept_yet_follows_from_the_key_that_wrapped_before() {
    let (old, new) = (Vault::new_master_key(), Vault::new_master_key());
    let app = TestApp::under(&old).await;
    let world = World::new(&app).await;
    app.database
        .execute("DELETE FROM service_marks WHERE name = 'blind_index_key'");
    let swapped = Instance::new(service(&app, &new, Some(&old)).unwrap()).await;
    all_is_there(&swapped, &world, &app.token("operator").await).await;
}
