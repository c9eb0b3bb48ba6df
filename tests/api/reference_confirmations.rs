//! References that somebody outside confirms by a one-time link. Whom one may not ask is in
//! `reference_confirmations/origin.rs`, what ends with a key or a case in `reference_confirmations/ends.rs`.

mod ends;
mod links;
mod origin;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bilancio::config::Mail;
use bilancio::mail::worker::Worker;
use serde_json::{Value, json};

use crate::support::{Answer, CaseIds, TestApp, queries, request, settings};

const CONTACT: &str = "cucina@trattoria.example";

/// A case with a reference as its evidence.
struct Referred {
    ids: CaseIds,
    case: String,
    list: String,
    evidence: String,
}

impl Referred {
    async fn new(app: &TestApp) -> Self {
        let ids = app.case("investigation");
        let case = format!("/v1/cases/{}", ids.case);
        let reference = json!({ "kind": "employer_reference", "description": "Letter of the inn" });
        let evidence = app
            .post("operator", &format!("{case}/evidence"), reference)
            .await;
        let evidence = evidence.expect(201).header("location").to_owned();
        let list = format!("{case}/reference-requests");
        Self {
            ids,
            case,
            list,
            evidence,
        }
    }

    /// A request to an inn in Italy.
    fn request(&self) -> Value {
        json!({
            "evidence_id": self.evidence.rsplit('/').next().unwrap(),
            "contact": {
                "organisation_name": "Trattoria del Porto", "contact_name": "Giulia Costa",
                "email": CONTACT, "country": "IT",
            },
            "language": "it", "shown_name": "Amina D.",
            "statement": "Cooked on her own from May to October 2025",
            "agreed_on": app_day(), "explained_in": "fr",
        })
    }

    /// The same with other properties of the contact.
    fn request_to(&self, contact: &Value) -> Value {
        let mut request = self.request();
        for (name, value) in contact.as_object().unwrap() {
            request["contact"][name] = value.clone();
        }
        request
    }

    async fn ask(&self, app: &TestApp, body: Value) -> Answer {
        app.post("operator", &self.list, body).await
    }

    /// A request that was sent, as its address.
    async fn asked(&self, app: &TestApp) -> String {
        let asked = self.ask(app, self.request()).await.expect(201);
        asked.header("location").to_owned()
    }

    async fn verification(&self, app: &TestApp) -> (Value, Value) {
        let read = app.get("operator", &self.evidence).await.expect(200);
        let of = |name: &str| read.body[name].clone();
        (of("verification"), of("verification_channel"))
    }
}

fn app_day() -> &'static str {
    "2026-03-02"
}

/// An operation on a request in the version that stands.
async fn act(app: &TestApp, who: &str, url: &str, part: &str, body: Value) -> Answer {
    let read = app.get("operator", url).await.expect(200);
    let call = request("POST", &format!("{url}/{part}")).by(&app.token(who).await);
    let call = call.header("if-match", read.header("etag"));
    app.send(if body.is_null() {
        call
    } else {
        call.json(body)
    })
    .await
}

/// Sends what is due, and gives the mails that somebody got, as they read them.
async fn mails_to(app: &TestApp, address: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mail = Mail {
        folder: folder.path().to_owned(),
        frontend_url: "https://desk.example/".to_owned(),
        ..settings().mail
    };
    let database = app.service.database.get_ref().clone();
    let step = std::time::Duration::from_millis(400);
    let worker = Worker::new(database, &mail, "https://bilancio.example", step).unwrap();
    worker.send_due().await.unwrap();
    let files = std::fs::read_dir(folder.path()).into_iter().flatten();
    files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .filter(|text| text.contains(&format!("To: {address}\r\n")))
        .map(|text| readable(&text))
        .collect()
}

/// Head and body of a mail, whichever way the body was packed.
fn readable(mail: &str) -> String {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let body = match head.contains("Content-Transfer-Encoding: base64") {
        true => {
            let packed: String = body.split_whitespace().collect();
            String::from_utf8(BASE64.decode(packed).unwrap()).unwrap()
        }
        false => unquoted(body),
    };
    format!("{head}\r\n\r\n{body}")
}

/// A quoted-printable text as it is read (RFC 2045, 6.7).
fn unquoted(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut parts = text.split('=');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

/// The token that the contact got by mail.
async fn token(app: &TestApp) -> String {
    let mails = mails_to(app, CONTACT).await;
    let [mail] = mails.as_slice() else {
        panic!("not one mail: {mails:?}");
    };
    let start = "https://desk.example/confirm-reference#token=";
    let (_, rest) = mail.split_once(start).unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

async fn open(app: &TestApp, token: &str) -> Answer {
    let call = request("POST", "/v1/reference-confirmations/openings");
    app.send(call.json(json!({ "token": token }))).await
}

async fn answer(app: &TestApp, token: &str, answer: &str) -> Answer {
    let body = json!({
        "token": token, "answer": answer, "words": "Brava",
        "signatory_name": "Giulia Costa", "signatory_role": "Titolare", "relation": "Cuoca con lei",
    });
    let call = request("POST", "/v1/reference-confirmations/answers");
    app.send(call.json(body)).await
}

#[actix_web::test]
async fn somebody_outside_confirms_a_reference_once_and_without_an_account() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let asked = referred.ask(&app, referred.request()).await.expect(201);
    assert_eq!(asked.body["status"], "asked");
    assert_eq!(asked.body["link_expires_at"], "2026-04-01T09:00:00Z");
    assert_eq!(asked.body["contact"], Value::Null);
    assert!(!asked.body.to_string().contains("token"));
    let url = asked.header("location").to_owned();
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["contact"]["email"], CONTACT);
    let token = token(&app).await;
    assert!(token.len() >= 43, "256 bits: {token}");

    let opened = open(&app, &token).await.expect(200);
    let name = opened.body["asked_by"].as_str().unwrap();
    assert!(!name.is_empty());
    let shown = json!({
        "asked_by": name, "shown_name": "Amina D.", "language": "it",
        "statement": "Cooked on her own from May to October 2025",
        "expires_at": "2026-04-01T09:00:00Z",
    });
    assert_eq!(opened.body, shown);
    // To look is not to use it up.
    open(&app, &token).await.expect(200);
    let declared = (json!("declared"), Value::Null);
    assert_eq!(referred.verification(&app).await, declared);

    answer(&app, &token, "yes").await.expect(204);
    let confirmed = (json!("verified_by_issuer"), json!("reference_link"));
    assert_eq!(referred.verification(&app).await, confirmed);
    answer(&app, &token, "no").await.expect(410);
    open(&app, &token).await.expect(410);
    assert_eq!(referred.verification(&app).await, confirmed);
    for who in ["operator", "supervisor"] {
        let read = app.get(who, &url).await.expect(200);
        assert_eq!(read.body["status"], "answered");
        assert_eq!(read.body["link_expires_at"], Value::Null);
        let said = json!({
            "answer": "yes", "answered_at": "2026-03-02T09:00:00Z", "words": "Brava",
            "signatory_name": "Giulia Costa", "signatory_role": "Titolare",
            "relation": "Cuoca con lei", "proposed_verification": "verified_by_issuer",
        });
        assert_eq!(read.body["answer"], said);
        let listed = app.get(who, &referred.list).await.expect(200);
        assert_eq!(listed.body["items"], json!([read.body]));
    }
    // Nothing of it is in the clear, and the address is not kept with the mail.
    for column in ["sealed_contact", "sealed_statement", "sealed_answer"] {
        for word in ["Costa", "trattoria", "Amina", "Cooked", "Brava"] {
            let clear =
                format!("SELECT COUNT(*) FROM reference_requests WHERE {column} LIKE '%{word}%'");
            assert_eq!(app.database.count(&clear), 0, "{column} {word}");
        }
    }
    let kept = format!("SELECT COUNT(*) FROM outbox_mails WHERE recipient = '{CONTACT}'");
    assert_eq!(app.database.count(&kept), 0);
    let known = format!("SELECT COUNT(*) FROM reference_links WHERE token_hash LIKE '%{token}%'");
    assert_eq!(app.database.count(&known), 0);
}

#[actix_web::test]
async fn the_mail_and_the_page_tell_nothing_but_what_the_person_agreed_to() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    referred.asked(&app).await;
    let mails = mails_to(&app, CONTACT).await;
    assert_eq!(mails.len(), 1);
    for hidden in [
        "Amina",
        "Diallo",
        "Cooked",
        "Giulia",
        "Trattoria",
        &referred.ids.case,
        &referred.ids.beneficiary,
    ] {
        assert!(!mails[0].contains(hidden), "{hidden}");
    }
    for language in ["Buongiorno", "Good day", "Bonjour", "Buenos", "تحية"] {
        assert!(mails[0].contains(language), "{language}");
    }
    let again = Referred::new(&app).await;
    again.asked(&app).await;
    let opened = open(&app, &token(&app).await).await.expect(200);
    let members: Vec<_> = opened.body.as_object().unwrap().keys().collect();
    let told = [
        "asked_by",
        "expires_at",
        "language",
        "shown_name",
        "statement",
    ];
    assert_eq!(members, told);
    let told = String::from_utf8_lossy(&opened.bytes);
    for hidden in [
        "Diallo",
        "GN",
        "Letter of the inn",
        CONTACT,
        &again.ids.case,
    ] {
        assert!(!told.contains(hidden), "{hidden}");
    }
}

#[actix_web::test]
async fn any_answer_but_a_whole_yes_proposes_and_the_operator_resolves() {
    let app = TestApp::new().await;
    for (said, proposed) in [
        ("partly", Value::Null),
        ("no", json!("contradicted")),
        ("cannot_say", json!("not_verifiable")),
    ] {
        let referred = Referred::new(&app).await;
        let url = referred.asked(&app).await;
        let by_link = json!({
            "verification": "contradicted", "verification_channel": "reference_link",
        });
        let early = app.read_and_patch("operator", &referred.evidence, by_link.clone());
        let early = early.await.expect(422).errors();
        assert_eq!(early, ["/verification_channel no_reference_answered"]);
        answer(&app, &token(&app).await, said).await.expect(204);
        let declared = (json!("declared"), Value::Null);
        assert_eq!(referred.verification(&app).await, declared, "{said}");
        let read = app.get("operator", &url).await.expect(200);
        assert_eq!(read.body["answer"]["proposed_verification"], proposed);
        let mut verified = by_link.clone();
        verified["verification"] = json!("verified_by_issuer");
        let verified = app.read_and_patch("operator", &referred.evidence, verified);
        let status = if said == "partly" { 200 } else { 422 };
        verified.await.expect(status);
        let resolved = app.read_and_patch("operator", &referred.evidence, by_link);
        resolved.await.expect(200);
    }
}

#[actix_web::test]
async fn a_yes_leaves_what_was_contradicted_and_what_is_not_written_any_more() {
    let app = TestApp::new().await;
    let contradicted = Referred::new(&app).await;
    contradicted.asked(&app).await;
    let first = token(&app).await;
    let found_false = json!({ "verification": "contradicted" });
    app.read_and_patch("operator", &contradicted.evidence, found_false)
        .await
        .expect(200);
    answer(&app, &first, "yes").await.expect(204);
    let stays = (json!("contradicted"), Value::Null);
    assert_eq!(contradicted.verification(&app).await, stays);

    let locked = Referred::new(&app).await;
    let url = locked.asked(&app).await;
    let second = token(&app).await;
    let case = &locked.ids.case;
    let set = format!("UPDATE cases SET status = 'report_submitted' WHERE id = '{case}'");
    app.database.execute(&set);
    answer(&app, &second, "yes").await.expect(204);
    assert_eq!(locked.verification(&app).await.0, "declared");
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.body["status"], "answered");
    let refused = locked.ask(&app, locked.request()).await.expect(409);
    assert_eq!(refused.body["code"], "profile_locked");
}

#[actix_web::test]
async fn an_answer_is_dismissed_with_a_reason_and_what_it_verified_is_so_no_more() {
    let app = TestApp::new().await;
    for (seen, before) in [(false, "declared"), (true, "document_seen")] {
        let referred = Referred::new(&app).await;
        let original = json!({ "original_seen": seen });
        app.read_and_patch("operator", &referred.evidence, original)
            .await
            .expect(200);
        let url = referred.asked(&app).await;
        let reason = json!({ "reason": "Who signed never worked there" });
        let early = act(&app, "operator", &url, "dismissal", reason.clone()).await;
        assert_eq!(early.expect(409).body["code"], "reference_not_answered");
        answer(&app, &token(&app).await, "yes").await.expect(204);
        let none = act(
            &app,
            "operator",
            &url,
            "dismissal",
            json!({ "reason": " " }),
        )
        .await;
        assert_eq!(none.expect(422).errors(), ["/reason text_empty"]);
        let dismissed = act(&app, "operator", &url, "dismissal", reason.clone()).await;
        let dismissed = dismissed.expect(200).body;
        assert_eq!(dismissed["status"], "dismissed");
        assert_eq!(dismissed["dismissal_reason"], reason["reason"]);
        assert_eq!(dismissed["dismissed_by"], app.user("operator"));
        let as_before = (json!(before), Value::Null);
        assert_eq!(referred.verification(&app).await, as_before);
        act(&app, "operator", &url, "dismissal", reason)
            .await
            .expect(409);
        // Somebody else can be asked now.
        referred.asked(&app).await;
        assert_eq!(mails_to(&app, CONTACT).await.len(), 1);
    }
}

#[actix_web::test]
async fn a_request_names_evidence_of_its_case_a_contact_and_days_that_have_come() {
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let other = Referred::new(&app).await;
    let with = |pointer: &str, value: Value| {
        let mut request = referred.request();
        *request.pointer_mut(pointer).unwrap() = value;
        request
    };
    let other = other.evidence.rsplit('/').next().unwrap();
    for (pointer, value, code) in [
        ("/evidence_id", json!(other), "not_in_this_case"),
        ("/contact/email", json!("nobody"), "not_an_email"),
        (
            "/contact/email",
            json!("a@x.example,b@y.example"),
            "not_an_email",
        ),
        ("/contact/country", json!("ZZ"), "unknown_code"),
        ("/contact/contact_name", json!(""), "text_empty"),
        ("/shown_name", json!(" "), "text_empty"),
        ("/statement", json!(""), "text_empty"),
        ("/explained_in", json!("xx"), "unknown_code"),
        ("/agreed_on", json!("2026-03-03"), "in_the_future"),
        ("/language", json!("de"), "wrong_type"),
    ] {
        let refused = referred.ask(&app, with(pointer, value)).await;
        let expected = format!("{pointer} {code}");
        assert_eq!(refused.expect(422).errors(), [expected], "{pointer}");
    }
    let own = json!({ "kind": "self_declaration", "description": "I sew" });
    let own = app
        .post("operator", &format!("{}/evidence", referred.case), own)
        .await;
    let refused = referred.ask(&app, with("/evidence_id", json!(own.expect(201).id())));
    let refused = refused.await.expect(422).errors();
    assert_eq!(refused, ["/evidence_id nobody_to_ask"]);

    referred.asked(&app).await;
    let second = referred.ask(&app, referred.request()).await.expect(409);
    assert_eq!(second.body["code"], "reference_already_asked");
    let linked = app.get("operator", &referred.evidence).await;
    let delete = request("DELETE", &referred.evidence).by(&app.token("operator").await);
    let kept = app.send(delete.header("if-match", linked.header("etag")));
    assert_eq!(kept.await.expect(409).body["code"], "still_linked");
    let bad = json!({
        "token": "x", "answer": "yes", "words": "w".repeat(2001), "signatory_name": "",
        "signatory_role": "",
    });
    let call = request("POST", "/v1/reference-confirmations/answers").json(bad);
    let errors = [
        "/signatory_name text_empty",
        "/signatory_role text_empty",
        "/words text_too_long",
    ];
    let mut found = app.send(call).await.expect(422).errors();
    found.sort();
    assert_eq!(found, errors);
}

#[actix_web::test]
async fn requests_are_reached_as_the_evidence_is_and_read_with_few_queries() {
    queries::watch();
    let app = TestApp::new().await;
    let referred = Referred::new(&app).await;
    let url = referred.asked(&app).await;
    for (who, status) in [
        ("colleague", 404),
        ("other_operator", 404),
        ("other_supervisor", 404),
        ("privacy_officer", 404),
        ("supervisor", 200),
    ] {
        assert_eq!(app.get(who, &url).await.status, status, "{who}");
        assert_eq!(app.get(who, &referred.list).await.status, status, "{who}");
        let asks = app.post(who, &referred.list, referred.request()).await;
        let refused = if status == 200 { 409 } else { 404 };
        assert_eq!(asks.status, refused, "{who}");
    }
    let decided = act(
        &app,
        "operator",
        &url,
        "decision",
        json!({ "approved": true }),
    )
    .await;
    decided.expect(403);
    let mut costs = Vec::new();
    for _ in 0..2 {
        for url in [&url, &referred.list] {
            app.get("operator", url).await.expect(200);
            queries::take(&app.database.target);
            app.get("operator", url).await.expect(200);
            costs.push(queries::take(&app.database.target).len());
        }
        app.database
            .execute("UPDATE reference_requests SET status = 'revoked'");
        referred.asked(&app).await;
    }
    assert!(costs.iter().all(|cost| *cost <= 5), "{costs:?}");
    assert_eq!(costs[..2], costs[2..]);
}
