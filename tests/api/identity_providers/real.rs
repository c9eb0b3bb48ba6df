//! The same with a provider that others wrote: `oidc-provider` of npm, run by node in the folder that
//! `BILANCIO_OIDC_PROVIDER_DIR` names. Without it the test says so and does nothing.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{BEGIN, Begun, access, finish, link};
use crate::support::provider::form;
use crate::support::{FakeProvider, PROVIDER, TestApp, request, settings};

const SCRIPT: &str = "tests/identity_provider/provider.mjs";
const PAGE: &str = "https://desk.example/signed-in?";

/// The provider's process; it ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// The process and its issuer, if there is one to be had.
fn start() -> Option<(Running, String)> {
    let folder = std::env::var_os("BILANCIO_OIDC_PROVIDER_DIR")?;
    let mut command = Command::new("node");
    command
        .arg(SCRIPT)
        .env("BILANCIO_OIDC_PROVIDER_DIR", folder);
    let mut child = command.stdout(Stdio::piped()).spawn().ok()?;
    let mut lines = BufReader::new(child.stdout.take()?);
    let running = Running(child);
    let mut issuer = String::new();
    lines.read_line(&mut issuer).ok()?;
    let issuer = issuer.trim().to_owned();
    issuer.starts_with("http").then_some((running, issuer))
}

/// Goes where a browser goes, with its cookies, until the provider sends it to the front end; gives the
/// parameters of that page.
fn browse(url: &str) -> HashMap<String, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let mut cookies: HashMap<String, String> = HashMap::new();
    let origin = url.split('/').take(3).collect::<Vec<_>>().join("/");
    let mut next = url.to_owned();
    for _ in 0..10 {
        let jar: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let answer = agent
            .get(&next)
            .header("cookie", jar.join("; "))
            .call()
            .unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            cookies.insert(name.to_owned(), value.to_owned());
        }
        let place = answer
            .headers()
            .get("location")
            .expect("the browser is sent on");
        let place = place.to_str().unwrap();
        if let Some(query) = place.strip_prefix(PAGE) {
            return form(query);
        }
        next = match place.starts_with('/') {
            true => format!("{origin}{place}"),
            false => place.to_owned(),
        };
    }
    panic!("the provider sends the browser round and round");
}

/// What the front end makes of the parameters.
fn brought(begun: &Begun, page: &HashMap<String, String>) -> Value {
    json!({ "code": page["code"], "state": page["state"], "iss": page["iss"],
        "request_secret": begun.secret })
}

#[actix_web::test]
async fn one_signs_in_through_a_provider_that_others_wrote() {
    let Some((_running, issuer)) = start() else {
        eprintln!("skipped: BILANCIO_OIDC_PROVIDER_DIR names no folder with oidc-provider");
        return;
    };
    let mut settings = settings();
    let mut of_provider = FakeProvider::shared().settings(PROVIDER);
    of_provider.issuer = issuer;
    settings.identity_providers = vec![of_provider];
    let app = TestApp::with(settings).await;
    let now: DateTime<Utc> = SystemTime::now().into();
    app.clock.advance(now - app.now());
    link(&app, "supervisor", "user-1").await;

    let begun = app.send(request("POST", BEGIN).json(json!({}))).await;
    let begun = Begun::of(begun.expect(201));
    let page = browse(&begun.url);
    let mut unlike = brought(&begun, &page);
    unlike["state"] = json!("another");
    finish(&app, unlike).await.expect(401);
    let entered = finish(&app, brought(&begun, &page)).await.expect(201);
    let token = access(&entered);
    app.send(request("GET", "/v1/cases").by(&token))
        .await
        .expect(200);
    finish(&app, brought(&begun, &page)).await.expect(410);

    let again = request("POST", "/v1/sign-ins/current/authentication-requests").by(&token);
    let again = app
        .send(again.json(json!({ "identity_provider": PROVIDER })))
        .await;
    let begun = Begun::of(again.expect(201));
    let mut body = brought(&begun, &browse(&begun.url));
    body["identity_provider"] = json!(PROVIDER);
    let shown = request("POST", "/v1/sign-ins/current/provider-authentications").by(&token);
    let shown = app.send(shown.json(body)).await.expect(201);
    assert_eq!(shown.body["methods"], "provider mfa");

    // A code for another verifier.
    let (one, other) = (
        app.send(request("POST", BEGIN).json(json!({})))
            .await
            .expect(201),
        app.send(request("POST", BEGIN).json(json!({})))
            .await
            .expect(201),
    );
    let (one, other) = (Begun::of(one), Begun::of(other));
    let mut injected = brought(&one, &browse(&one.url));
    injected["code"] = json!(browse(&other.url)["code"]);
    finish(&app, injected).await.expect(401);
}
