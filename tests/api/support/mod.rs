//! A whole service for one test, with a small network of organisations and people.

#![allow(dead_code, reason = "not every test file uses all of it")]

pub mod bodies;
pub mod bucket;
pub mod collector;
mod database;
mod fixtures;
pub mod pades;
pub mod provider;
pub mod queries;
pub mod records;
pub mod world;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use actix_http::Request;
use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::http::{Method, header::HeaderMap};
use actix_web::test::{TestRequest, init_service, read_body};
use bilancio::access::policy::asks_second_factor;
use bilancio::access::{Caller, Role};
use bilancio::accounts::passwords::Password;
use bilancio::accounts::{Email, NewUser, service as accounts};
use bilancio::app::Service;
use bilancio::clock::Clock;
use bilancio::code_lists::LanguageTag;
use bilancio::config::{Overrides, Settings};
use bilancio::esco::Concept;
use bilancio::organisations::{NewOrganisation, OrganisationKind, service as organisations};
use bilancio::second_factors::service as second_factors;
use bilancio::second_factors::totp::{STEP, Secret};
use bilancio::vault::Vault;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};

pub use database::TestDatabase;
pub use database::catalogue::read as catalogue;
pub use provider::FakeProvider;
pub use records::CaseIds;
pub use world::World;

/// Where the tests' clock stands when a test begins: a Monday, ten o'clock in Rome.
pub const START: &str = "2026-03-02T09:00:00Z";
/// The id of the identity provider that every service knows.
pub const PROVIDER: &str = "the-authority";
pub const PASSWORD: &str = "correct horse battery staple";

/// The people: who, in which organisation, as what.
pub const PEOPLE: &[(&str, &str, Role)] = &[
    ("admin", "desk", Role::Administrator),
    ("reception", "cas", Role::ReceptionStaff),
    ("operator", "centre", Role::Operator),
    ("colleague", "centre", Role::Operator),
    ("supervisor", "centre", Role::Supervisor),
    ("second_supervisor", "centre", Role::Supervisor),
    ("mediator", "centre", Role::Mediator),
    ("analyst", "centre", Role::Analyst),
    ("privacy_officer", "centre", Role::PrivacyOfficer),
    ("auditor", "centre", Role::Auditor),
    ("officer", "cpi", Role::ReceivingOfficer),
    ("other_reception", "other_cas", Role::ReceptionStaff),
    ("other_operator", "other_centre", Role::Operator),
    ("other_supervisor", "other_centre", Role::Supervisor),
    ("other_mediator", "other_centre", Role::Mediator),
    ("other_analyst", "other_centre", Role::Analyst),
    (
        "other_privacy_officer",
        "other_centre",
        Role::PrivacyOfficer,
    ),
    ("other_auditor", "other_centre", Role::Auditor),
    ("other_officer", "other_cpi", Role::ReceivingOfficer),
];

const ORGANISATIONS: &[(&str, OrganisationKind, Option<&str>)] = &[
    ("desk", OrganisationKind::Region, None),
    ("cas", OrganisationKind::ReceptionCentreCas, None),
    ("centre", OrganisationKind::JobCentre, Some("JCG")),
    ("cpi", OrganisationKind::EmploymentCentre, None),
    ("other_cas", OrganisationKind::ReceptionCentreSai, None),
    ("other_centre", OrganisationKind::JobCentre, Some("JCT")),
    ("other_cpi", OrganisationKind::EmploymentCentre, None),
];

type Handler = dyn Fn(Request) -> LocalBoxFuture<'static, ServiceResponse>;

pub struct TestApp {
    pub service: Service,
    pub clock: Clock,
    pub database: TestDatabase,
    instance: Instance,
    tokens: RefCell<HashMap<String, String>>,
    /// The steps of the codes that people showed last.
    steps: RefCell<HashMap<String, i64>>,
    refresh_tokens: RefCell<HashMap<String, String>>,
    organisations: HashMap<&'static str, String>,
    users: HashMap<&'static str, String>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The id of the record in the body.
    pub fn id(&self) -> String {
        self.body["id"]
            .as_str()
            .unwrap_or_else(|| panic!("no id in {}", self.body))
            .to_owned()
    }

    /// The guards that a refused move names.
    pub fn unmet(&self) -> Vec<String> {
        let unmet = self.body["unmet"].as_array().cloned().unwrap_or_default();
        unmet
            .iter()
            .map(|unmet| unmet["guard"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The fields that a 422 names, as "pointer code".
    pub fn errors(&self) -> Vec<String> {
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
        errors
            .iter()
            .map(|e| format!("{} {}", text(e, "pointer"), text(e, "code")))
            .collect()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}

fn hash() -> String {
    static HASH: LazyLock<String> =
        LazyLock::new(|| Password::chosen(PASSWORD).unwrap().hash().unwrap());
    HASH.clone()
}

/// What everybody's authenticator app knows.
pub fn secret() -> Secret {
    Secret::of(b"a secret of the tests")
}

fn has_second_factor(who: &str) -> bool {
    let role = PEOPLE.iter().find(|it| it.0 == who).map(|it| it.2);
    role.is_some_and(asks_second_factor)
}

/// The settings of a service that limits nobody: the tests are many requests at one moment.
pub fn settings() -> Settings {
    let mut settings = Settings::read(None, &Overrides::default()).unwrap();
    settings.connections = 4;
    settings.rate_limit.burst = 1_000_000;
    settings.refusals.burst = 1_000_000;
    settings.attempts.burst = 1_000_000;
    settings.attempts.public_checks = 1_000_000;
    settings.attempts.waits_seconds = Vec::new();
    settings.identity_providers = vec![FakeProvider::shared().settings(PROVIDER)];
    settings.activity_log.print_checkpoints = false;
    settings
}

impl TestApp {
    pub async fn new() -> Self {
        Self::with(settings()).await
    }

    pub async fn with(settings: Settings) -> Self {
        Self::made(settings, &Vault::new_master_key()).await
    }

    /// With this master key.
    pub async fn under(master_key: &str) -> Self {
        Self::made(settings(), master_key).await
    }

    async fn made(settings: Settings, master_key: &str) -> Self {
        let database = TestDatabase::new();
        let clock = Clock::fixed(START.parse().unwrap());
        let vault = Arc::new(Vault::open_with(master_key).unwrap());
        let service = Service::new(settings, &database.target, clock.clone(), vault).unwrap();
        let instance = Instance::new(service.clone()).await;
        let (organisations, users) = seed(&service);
        Self {
            service,
            clock,
            database,
            instance,
            tokens: RefCell::default(),
            steps: RefCell::default(),
            refresh_tokens: RefCell::default(),
            organisations,
            users,
        }
    }

    pub fn organisation(&self, name: &str) -> String {
        self.organisations[name].clone()
    }

    pub fn user(&self, name: &str) -> String {
        self.users[name].clone()
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The day it is, plus some days.
    pub fn day(&self, offset: i64) -> String {
        (self.now() + TimeDelta::days(offset))
            .date_naive()
            .to_string()
    }

    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
        // Tokens live ten minutes; tests that move time sign in again.
        self.tokens.borrow_mut().clear();
    }

    /// A token for one of the people, from a real sign-in.
    pub async fn token(&self, who: &str) -> String {
        if let Some(token) = self.tokens.borrow().get(who) {
            return token.clone();
        }
        let mut body = json!({ "email": format!("{who}@example.org"), "password": PASSWORD });
        if has_second_factor(who) {
            body["code"] = json!(self.code(who));
        }
        let answer = self
            .send(request("POST", "/v1/sign-ins").json(body))
            .await
            .expect(201);
        let text = |name: &str| answer.body[name].as_str().unwrap().to_owned();
        let token = text("access_token");
        self.tokens
            .borrow_mut()
            .insert(who.to_owned(), token.clone());
        self.refresh_tokens
            .borrow_mut()
            .insert(who.to_owned(), text("refresh_token"));
        token
    }

    /// A code of somebody's authenticator app that they have not shown yet.
    pub fn code(&self, who: &str) -> String {
        let now = self.now().timestamp() / STEP;
        let mut steps = self.steps.borrow_mut();
        let last = steps.entry(who.to_owned()).or_insert(now - 2);
        *last = (*last + 1).max(now - 1);
        assert!(*last <= now + 1, "{who} has shown all codes of this time");
        let at = DateTime::from_timestamp(*last * STEP, 0).unwrap();
        secret().code_at(at).unwrap()
    }

    /// The refresh token that came with [`TestApp::token`].
    pub async fn refresh_token(&self, who: &str) -> String {
        self.token(who).await;
        self.refresh_tokens.borrow()[who].clone()
    }

    /// Has the next [`TestApp::token`] sign in anew.
    pub fn forget_token(&self, who: &str) {
        self.tokens.borrow_mut().remove(who);
    }

    /// Has the service reached at another address from now on, with the same database and master key.
    pub async fn move_to(&mut self, public_url: &str) {
        let settings = Settings {
            public_url: public_url.to_owned(),
            ..(**self.service.settings).clone()
        };
        let (target, vault) = (&self.database.target, self.service.database.vault());
        self.service = Service::new(settings, target, self.clock.clone(), vault).unwrap();
        self.instance = Instance::new(self.service.clone()).await;
        self.tokens.borrow_mut().clear();
    }

    /// Another instance of the service on the same database, with the same clock and master key.
    pub async fn second_instance(&self) -> Instance {
        let settings = Settings {
            connections: 4,
            ..(**self.service.settings).clone()
        };
        let vault = self.service.database.vault();
        let target = &self.database.target;
        Instance::new(Service::new(settings, target, self.clock.clone(), vault).unwrap()).await
    }

    pub async fn get(&self, who: &str, url: &str) -> Answer {
        self.send(request("GET", url).by(&self.token(who).await))
            .await
    }

    pub async fn post(&self, who: &str, url: &str, body: Value) -> Answer {
        self.send(request("POST", url).by(&self.token(who).await).json(body))
            .await
    }

    pub async fn put(&self, who: &str, url: &str, body: Value) -> Answer {
        self.send(request("PUT", url).by(&self.token(who).await).json(body))
            .await
    }

    pub async fn delete(&self, who: &str, url: &str) -> Answer {
        self.send(request("DELETE", url).by(&self.token(who).await))
            .await
    }

    /// A merge patch of the version that the tag names.
    pub async fn patch(&self, who: &str, url: &str, tag: &str, body: Value) -> Answer {
        let request = request("PATCH", url).by(&self.token(who).await);
        self.send(request.merge_patch(body).header("if-match", tag))
            .await
    }

    /// Reads a record and patches the version that was read.
    pub async fn read_and_patch(&self, who: &str, url: &str, body: Value) -> Answer {
        let tag = self
            .get(who, url)
            .await
            .expect(200)
            .header("etag")
            .to_owned();
        self.patch(who, url, &tag, body).await
    }

    pub async fn send(&self, request: TestCall) -> Answer {
        self.instance.send(request).await
    }
}

/// A running service, without a database of its own.
pub struct Instance {
    pub service: Service,
    handler: Rc<Handler>,
}

impl Instance {
    pub async fn new(service: Service) -> Self {
        let app = Rc::new(init_service(service.app()).await);
        let handler: Rc<Handler> = Rc::new(move |request| {
            let answer = app.call(request);
            Box::pin(async move {
                let answer = answer.await.expect("errors are answers");
                answer.map_into_boxed_body()
            })
        });
        Self { service, handler }
    }

    pub async fn send(&self, request: TestCall) -> Answer {
        let answer = (self.handler)(request.0.to_request()).await;
        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let bytes = read_body(answer).await.to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let answer = Answer {
            status,
            headers,
            body,
            bytes,
        };
        check_problem(&answer);
        answer
    }
}

/// Every error is a whole problem document, with a text for each of its codes.
fn check_problem(answer: &Answer) {
    let page = answer.header("content-type").starts_with("text/html");
    if answer.status < 400 || page {
        return;
    }
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{}",
        answer.body
    );
    assert_ne!(answer.status, 500, "{}", answer.body);
    let told = |problem: &Value, code: &str| {
        let (code, detail) = (problem[code].as_str(), problem["detail"].as_str());
        assert!(detail.is_some() && detail != code, "no text for {problem}");
    };
    told(&answer.body, "code");
    for error in answer.body["errors"].as_array().into_iter().flatten() {
        told(error, "code");
    }
    for unmet in answer.body["unmet"].as_array().into_iter().flatten() {
        told(unmet, "guard");
    }
}

/// A request being built.
pub struct TestCall(TestRequest);

pub fn request(method: &str, url: &str) -> TestCall {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    TestCall(TestRequest::default().method(method).uri(url))
}

impl TestCall {
    pub fn by(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.insert_header((name, value)))
    }

    pub fn json(self, body: Value) -> Self {
        Self(self.0.set_json(body))
    }

    pub fn merge_patch(self, body: Value) -> Self {
        self.body("application/merge-patch+json", body.to_string())
    }

    /// A body that need not be text.
    pub fn bytes(self, media_type: &str, body: Vec<u8>) -> Self {
        Self(self.0.set_payload(body)).header("content-type", media_type)
    }

    pub fn body(self, media_type: &str, body: impl Into<String>) -> Self {
        Self(self.0.set_payload(body.into())).header("content-type", media_type)
    }
}

type Ids = HashMap<&'static str, String>;

fn seed(service: &Service) -> (Ids, Ids) {
    service
        .database
        .write_blocking(&Caller::worker("seed"), |tx| {
            let (mut ids, mut users, mut by_name) = (Ids::new(), Ids::new(), HashMap::new());
            for (name, kind, prefix) in ORGANISATIONS {
                let new = NewOrganisation {
                    name: format!("The {name}"),
                    kind: *kind,
                    tax_code: None,
                    municipality: "Genova".to_owned(),
                    address: "Via di Prova 1".to_owned(),
                    email: Some(format!("{name}@example.org")),
                    phone: None,
                    certificate_prefix: prefix.map(str::to_owned),
                    active: true,
                };
                let added = organisations::add_by_command(tx, new)?;
                ids.insert(*name, added.id.to_string());
                by_name.insert(*name, added.id);
            }
            for (name, organisation, role) in PEOPLE {
                let new = NewUser {
                    email: Email::new(&format!("{name}@example.org")).unwrap(),
                    display_name: format!("Person {name}"),
                    password_hash: Some(hash()),
                    organisation_id: by_name[organisation].clone(),
                    role: *role,
                };
                let user = accounts::add_by_command(tx, new)?;
                if asks_second_factor(*role) {
                    second_factors::enrol_by_command(tx, &user.id, &secret())?;
                }
                users.insert(*name, user.id.to_string());
            }
            Ok((ids, users))
        })
        .unwrap()
}

/// The address of a concept by its English name.
pub fn esco_uri(kind: &str, name: &str) -> String {
    let catalogue = catalogue();
    let named = |it: &&Concept| {
        it.label(&LanguageTag::english())
            .is_some_and(|(_, text)| text == name)
    };
    let prefix = format!("http://data.europa.eu/esco/{kind}/");
    let found = (catalogue.concepts.iter()).find(|it| it.uri.starts_with(&prefix) && named(it));
    found
        .unwrap_or_else(|| panic!("there is no {name}"))
        .uri
        .clone()
}
