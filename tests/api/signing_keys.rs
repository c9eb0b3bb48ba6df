//! The keys that tokens are signed with change, and nobody is signed out.

use bilancio::access::Caller;
use bilancio::signing_keys::service as signing_keys;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Instance, TestApp, request};

fn rotate(app: &TestApp) -> String {
    let made = app
        .service
        .database
        .write_blocking(&Caller::worker("rotate_keys"), signing_keys::rotate);
    made.unwrap().id.to_string()
}

fn kid(token: &str) -> String {
    use base64::Engine;
    let header = token.split('.').next().unwrap();
    let header = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(header)
        .unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

async fn shown(instance: &Instance) -> Vec<String> {
    let url = "/.well-known/jwks.json";
    let answer = instance.send(request("GET", url)).await.expect(200);
    let keys = answer.body["keys"].as_array().unwrap().clone();
    assert!(keys.iter().all(|key| key["d"].is_null()));
    keys.iter()
        .map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

/// Two people at work on two instances, each refreshing on the one and calling the other, every few
/// seconds from before the rotation until the old key is gone.
#[actix_web::test]
async fn a_rotation_costs_nobody_on_any_instance_a_single_request() {
    let app = TestApp::new().await;
    let instances = [app.second_instance().await, app.second_instance().await];
    let old = shown(&instances[0]).await;
    let mut refresh_token = app.refresh_token("operator").await;
    let new = rotate(&app);
    let mut tokens = vec![app.token("operator").await];
    let mut signed_by_new = false;
    for second in (0..700).step_by(7) {
        let body = json!({ "refresh_token": refresh_token });
        let refresh = request("POST", "/v1/token-refreshes").json(body);
        let turn = second / 7 % 2;
        let answer = instances[turn].send(refresh).await.expect(201);
        let text = |name: &str| answer.body[name].as_str().unwrap().to_owned();
        refresh_token = text("refresh_token");
        tokens.push(text("access_token"));
        signed_by_new |= kid(&tokens[tokens.len() - 1]) == new;
        // All of the last ten minutes, on the instance that did not make them.
        let living = tokens.len().saturating_sub(80);
        for token in [&tokens[living], &tokens[tokens.len() - 1]] {
            let me = request("GET", "/v1/me").by(token);
            instances[1 - turn].send(me).await.expect(200);
        }
        app.clock.advance(TimeDelta::seconds(7));
    }
    assert!(signed_by_new);
    for instance in &instances {
        // The old one for what else it signed.
        assert_eq!(
            shown(instance).await,
            [old.clone(), vec![new.clone()]].concat()
        );
    }
}

#[actix_web::test]
async fn a_new_key_is_shown_before_it_signs_and_the_old_one_verifies_until_its_last_token_is_dead()
{
    let app = TestApp::new().await;
    let first = kid(&app.token("operator").await);
    let second = rotate(&app);
    app.advance(TimeDelta::seconds(6));
    assert_eq!(kid(&app.token("operator").await), first);
    let other = app.second_instance().await;
    assert_eq!(shown(&other).await, [first.clone(), second.clone()]);
    app.advance(TimeDelta::seconds(10));
    assert_eq!(kid(&app.token("operator").await), second);
    app.advance(TimeDelta::seconds(640));
    // For what else it signed: exports of the log, checkpoints.
    assert_eq!(shown(&other).await, [first.clone(), second.clone()]);
    let third = rotate(&app);
    app.advance(TimeDelta::seconds(20));
    assert_eq!(kid(&app.token("operator").await), third);
}

#[actix_web::test]
async fn an_instance_that_slept_through_a_rotation_reads_the_first_token_it_is_shown() {
    let app = TestApp::new().await;
    let asleep = app.second_instance().await;
    rotate(&app);
    app.advance(TimeDelta::seconds(20));
    let token = app.token("operator").await;
    let me = || request("GET", "/v1/me").by(&token);
    let answers = futures_util::future::join_all((0..10).map(|_| asleep.send(me()))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
}

/// The key that somebody else may have: what it signed is worth nothing, and nobody has to sign in anew.
#[actix_web::test]
async fn a_compromised_key_verifies_nothing_and_everybody_goes_on_by_a_refresh() {
    let app = TestApp::new().await;
    let instances = [app.second_instance().await, app.second_instance().await];
    let refresh_token = app.refresh_token("operator").await;
    let token = app.token("operator").await;
    let old = kid(&token);
    // One that was on its way out already ends as well.
    let leaving = rotate(&app);
    let replaced = app.service.database.write_blocking(
        &Caller::worker("replace_compromised_keys"),
        signing_keys::replace_compromised,
    );
    let new = replaced.unwrap().id.to_string();
    // As an instance that runs looks by itself.
    app.clock.advance(TimeDelta::seconds(5));
    for instance in &instances {
        let service = &instance.service;
        service.tokens.keep_current(&service.database).await;
        assert_eq!(shown(instance).await, [new.as_str()], "{old} {leaving}");
        instance
            .send(request("GET", "/v1/me").by(&token))
            .await
            .expect(401);
    }
    let refresh = json!({ "refresh_token": refresh_token });
    let refresh = request("POST", "/v1/token-refreshes").json(refresh);
    let refreshed = instances[0].send(refresh).await.expect(201);
    let token = refreshed.body["access_token"].as_str().unwrap();
    assert_eq!(kid(token), new);
    instances[1]
        .send(request("GET", "/v1/me").by(token))
        .await
        .expect(200);
}
