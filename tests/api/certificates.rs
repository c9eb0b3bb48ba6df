//! Certificates: numbers, four eyes, revocation, replacement, the public check.

mod issuer;
mod load;
mod register;
mod replacement;
mod wishes;

use bilancio::cases::CaseId;
use bilancio::documents::HolderWish;
use bilancio::error::{Error, Result};
use bilancio::transitions::{CaseEvent, NewMove, service as transitions};
use futures_util::future::join_all;
use serde_json::json;

use crate::documents::{CANARY, act, approve, assessed_case, assessed_case_of, sha256, submit};
use crate::papers::copied;
use crate::support::records::{self, Maker};
use crate::support::{Answer, TestApp, request, settings};

pub async fn issue(app: &TestApp, who: &str, case: &str) -> Result<String> {
    let case: CaseId = case.parse().unwrap();
    let issue = NewMove {
        event: CaseEvent::IssueCertificate,
        reason: None,
        suspension: None,
        closure_reason: None,
        wish: HolderWish::default(),
    };
    let done = act(app, who, move |tx| transitions::advance(tx, &case, issue)).await;
    done.map(|done| done.certificate_id.unwrap().to_string())
}

/// A case whose report is approved.
async fn approved_case(app: &TestApp) -> String {
    let case = assessed_case(app, "report_approved").case;
    submit(app, "operator", &case).await.unwrap();
    approve(app, "second_supervisor", &case).await.unwrap();
    case
}

/// [`approved_case`], without the work of a real report.
pub fn quickly_approved_case(app: &TestApp) -> String {
    quickly_approved_case_of(app, "centre", "operator")
}

pub fn quickly_approved_case_of(app: &TestApp, organisation: &str, lead: &str) -> String {
    let case = assessed_case_of(app, organisation, lead, "report_approved").case;
    let (org, user) = (app.organisation(organisation), app.user(lead));
    let maker = Maker {
        organisation: &org,
        user: &user,
    };
    app.database.execute(&records::issued_report(maker, &case));
    case
}

/// A certificate, as its address and what is read there.
pub async fn certificate(app: &TestApp) -> (String, Answer) {
    let case = quickly_approved_case(app);
    let id = issue(app, "supervisor", &case).await.unwrap();
    let url = format!("/v1/certificates/{id}");
    let answer = app.get("supervisor", &url).await.expect(200);
    (url, answer)
}

fn text(answer: &Answer, name: &str) -> String {
    answer.body[name].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_certificate_says_the_hours_and_its_file_is_what_the_register_says() {
    let app = TestApp::new().await;
    let case = approved_case(&app).await;
    let id = issue(&app, "supervisor", &case).await.unwrap();
    let url = format!("/v1/certificates/{id}");
    let certificate = app.get("operator", &url).await.expect(200);
    assert_eq!(certificate.body["number"], "JCG-2026-000001");
    assert_eq!(certificate.body["status"], "valid");
    assert_eq!(certificate.body["minutes_attended"], 180);
    assert_eq!(certificate.body["minutes_planned"], 180);
    assert_eq!(text(&certificate, "verification_code").len(), 26);

    let file = app
        .get("operator", &format!("{url}/file"))
        .await
        .expect(200);
    assert!(file.bytes.starts_with(b"%PDF-"));
    assert!(
        file.header("content-disposition")
            .contains("JCG-2026-000001.pdf")
    );
    let document = format!("/v1/documents/{}", text(&certificate, "document_id"));
    let document = app.get("operator", &document).await.expect(200);
    assert_eq!(document.body["file_hash"], sha256(&file.bytes));
    assert_eq!(document.body["kind"], "participation_certificate");
    if let Some(copied) = copied(&file) {
        let code = text(&certificate, "verification_code");
        let groups = code.as_bytes().chunks(4).map(String::from_utf8_lossy);
        let printed = groups.collect::<Vec<_>>().join("-");
        assert!(copied.contains(&printed), "{printed}: {copied}");
        let check = format!("/verify/{printed}");
        app.send(request("GET", &check)).await.expect(200);
    }

    let content = |text: &str| {
        app.database.count(&format!(
            "SELECT COUNT(*) FROM documents WHERE kind = 'participation_certificate' \
             AND content LIKE '%{text}%'"
        ))
    };
    assert_eq!(content("Amina Diallo"), 1);
    for never in [CANARY, "sew", "\"GN\"", "level", "competence"] {
        assert_eq!(content(never), 0, "{never}");
    }
    let list = app
        .get("supervisor", &format!("/v1/cases/{case}/certificates"))
        .await
        .expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn fifty_certificates_issued_at_once_have_fifty_numbers_without_a_gap() {
    let app = TestApp::new().await;
    app.token("supervisor").await;
    app.token("second_supervisor").await;
    let cases: Vec<_> = (0..50).map(|_| quickly_approved_case(&app)).collect();
    let issues = cases.iter().enumerate().map(|(index, case)| {
        let who = ["supervisor", "second_supervisor"][index % 2];
        let app = &app;
        async move {
            let mut again = false;
            loop {
                match issue(app, who, case).await {
                    Ok(_) => return,
                    // As a client does: told that the service is busy, it repeats.
                    Err(Error::Unavailable(_) | Error::OutcomeUnknown) => again = true,
                    Err(Error::Unmet(_)) if again => return,
                    Err(error) => panic!("{error:?}"),
                }
            }
        }
    });
    join_all(issues).await;
    let count = |query: &str| app.database.count(query);
    assert_eq!(count("SELECT COUNT(*) FROM certificates"), 50);
    assert_eq!(count("SELECT COUNT(DISTINCT number) FROM certificates"), 50);
    assert_eq!(
        count("SELECT COUNT(DISTINCT verification_code) FROM certificates"),
        50
    );
    assert_eq!(
        count("SELECT CAST(last_number AS BIGINT) FROM certificate_counters"),
        50
    );
}

#[actix_web::test]
async fn one_case_gets_one_certificate_however_many_ask_at_once() {
    let app = TestApp::new().await;
    app.token("supervisor").await;
    app.token("second_supervisor").await;
    let case = quickly_approved_case(&app);
    let asked = (0..4).map(|index| {
        let who = ["supervisor", "second_supervisor"][index % 2];
        issue(&app, who, &case)
    });
    let answers = join_all(asked).await;
    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    for refused in answers.into_iter().filter_map(Result::err) {
        let refusals = ["changed_meanwhile", "guards_not_met"];
        assert!(refusals.contains(&refused.code()), "{refused:?}");
    }
    assert_eq!(app.database.count("SELECT COUNT(*) FROM certificates"), 1);
    assert_eq!(
        app.database
            .count("SELECT CAST(last_number AS BIGINT) FROM certificate_counters"),
        1
    );
}

#[actix_web::test]
async fn a_revoked_certificate_keeps_its_number_for_good() {
    let app = TestApp::new().await;
    let (url, before) = certificate(&app).await;
    let reason = json!({ "reason": "Given to the wrong person" });
    let revocation = format!("{url}/revocation");
    let answer = app
        .post("supervisor", &revocation, reason.clone())
        .await
        .expect(200);
    assert_eq!(answer.body["status"], "revoked");
    assert_eq!(answer.body["number"], before.body["number"]);
    assert_eq!(answer.body["ended_by"], app.user("supervisor"));
    let again = app.post("supervisor", &revocation, reason).await;
    assert_eq!(again.expect(409).body["code"], "certificate_not_valid");
    let document = format!("/v1/documents/{}", text(&before, "document_id"));
    let document = app.get("supervisor", &document).await.expect(200);
    assert_eq!(document.body["status"], "revoked");
}

#[actix_web::test]
async fn a_certificate_is_replaced_once_however_often_the_request_is_repeated() {
    let app = TestApp::new().await;
    let (url, before) = certificate(&app).await;
    let token = app.token("supervisor").await;
    let replace = || {
        request("POST", &format!("{url}/replacement"))
            .by(&token)
            .json(json!({ "reason": "The name was misspelt" }))
            .header("idempotency-key", "replace-1")
    };
    let new = app.send(replace()).await.expect(201);
    assert_eq!(new.body["number"], "JCG-2026-000002");
    assert_eq!(
        new.header("location"),
        format!("/v1/certificates/{}", new.id())
    );
    let same = app.send(replace()).await.expect(201);
    assert_eq!(same.id(), new.id());
    let old = app.get("supervisor", &url).await.expect(200);
    assert_eq!(old.body["status"], "replaced");
    assert_eq!(old.body["replaced_by"], new.id());
    let replaces = format!(
        "SELECT COUNT(*) FROM documents WHERE content LIKE '%\"replaces\":\"{}\"%'",
        text(&before, "number")
    );
    assert_eq!(app.database.count(&replaces), 1);
}

#[actix_web::test]
async fn who_assessed_a_person_neither_revokes_nor_replaces_their_certificate() {
    let app = TestApp::new().await;
    let (url, certificate) = certificate(&app).await;
    app.database.execute(&format!(
        "UPDATE assessments SET assessor_id = '{}' WHERE case_id = '{}'",
        app.user("supervisor"),
        text(&certificate, "case_id")
    ));
    for end in ["revocation", "replacement"] {
        let url = format!("{url}/{end}");
        let reason = json!({ "reason": "Because" });
        let refused = app
            .post("supervisor", &url, reason.clone())
            .await
            .expect(409);
        assert_eq!(refused.unmet(), ["four_eyes"]);
        app.post("operator", &url, reason.clone()).await.expect(403);
        app.post("other_supervisor", &url, reason).await.expect(404);
        for (body, error) in [
            (json!({}), "/reason missing_property"),
            (json!({ "reason": " " }), "/reason text_empty"),
            (
                json!({ "reason": "x".repeat(1001) }),
                "/reason text_too_long",
            ),
            (
                json!({ "reason": "x", "why": "y" }),
                "/why unknown_property",
            ),
        ] {
            let refused = app.post("second_supervisor", &url, body).await.expect(422);
            assert_eq!(refused.errors(), [error]);
        }
    }
}

#[actix_web::test]
async fn a_stranger_cannot_tell_that_a_certificate_exists() {
    let app = TestApp::new().await;
    let (url, certificate) = certificate(&app).await;
    let list = format!("/v1/cases/{}/certificates", text(&certificate, "case_id"));
    for who in [
        "other_operator",
        "other_supervisor",
        "colleague",
        "officer",
        "reception",
        "admin",
    ] {
        for url in [url.clone(), format!("{url}/file"), list.clone()] {
            app.get(who, &url).await.expect(404);
        }
    }
}

#[actix_web::test]
async fn attendance_is_stated_also_after_a_withdrawal_but_not_without_any() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "withdrawn").case;
    let url = format!("/v1/cases/{case}/attendance-statements");
    app.post("operator", &url, json!({})).await.expect(403);
    app.post("other_supervisor", &url, json!({}))
        .await
        .expect(404);
    app.post("supervisor", &url, json!({ "hours": 9 }))
        .await
        .expect(422);
    let statement = app.post("supervisor", &url, json!({})).await.expect(201);
    assert_eq!(statement.body["kind"], "attendance_statement");
    assert_eq!(statement.body["status"], "issued");
    let file = format!("{}/file", statement.header("location"));
    let file = app.get("operator", &file).await.expect(200);
    assert_eq!(statement.body["file_hash"], sha256(&file.bytes));
    let second = app.post("supervisor", &url, json!({})).await.expect(201);
    assert_eq!(second.body["edition"], 2);

    let case = app.case("preliminary").case;
    let url = format!("/v1/cases/{case}/attendance-statements");
    let refused = app.post("supervisor", &url, json!({})).await.expect(409);
    assert_eq!(refused.unmet(), ["no_session_attended"]);
}

#[actix_web::test]
async fn anybody_with_the_code_learns_whether_a_certificate_stands_and_nothing_of_the_person() {
    let app = TestApp::new().await;
    let (url, valid) = certificate(&app).await;
    let check = |code: String| app.send(request("GET", &format!("/verify/{code}")));
    let code = text(&valid, "verification_code");
    let answer = check(code.clone()).await.expect(200);
    let file = app
        .get("supervisor", &format!("{url}/file"))
        .await
        .expect(200);
    let told = json!({
        "status": "valid", "number": "JCG-2026-000001", "issued_on": "2026-03-02",
        "issuer": "The centre", "file_sha256": sha256(&file.bytes), "file_size": file.bytes.len(),
        "signed": null,
    });
    assert_eq!(answer.body, told);
    let typed = format!("{}-{}", &code[..4], code[4..].to_lowercase());
    check(typed).await.expect(200);
    for unknown in [
        "JCG-2026-000001",
        "1",
        &"0".repeat(26),
        &"9".repeat(5000),
        "%3Cscript%3E",
    ] {
        let answer = check(unknown.to_owned()).await.expect(404);
        assert_eq!(answer.body["code"], "not_found");
    }
    let reason = json!({ "reason": "Misspelt" });
    let new = app
        .post("supervisor", &format!("{url}/replacement"), reason.clone())
        .await;
    let new = new.expect(201);
    assert_eq!(check(code).await.expect(200).body["status"], "replaced");
    let url = format!("/v1/certificates/{}/revocation", new.id());
    app.post("supervisor", &url, reason).await.expect(200);
    let code = text(&new, "verification_code");
    assert_eq!(check(code).await.expect(200).body["status"], "revoked");
}

/// The page that somebody with a browser of a language gets.
pub async fn check_page(app: &TestApp, code: &str, accept_language: &str) -> Answer {
    let call = request("GET", &format!("/verify/{code}"))
        .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
        .header("accept-language", accept_language);
    app.send(call).await
}

#[actix_web::test]
async fn people_get_a_page_that_loads_nothing_and_escapes_what_it_shows() {
    let app = TestApp::new().await;
    let (_, certificate) = certificate(&app).await;
    app.database.execute(
        "UPDATE organisations SET name = 'Centre <b>& Co</b>{script}<script>alert(1)</script>'",
    );
    let code = text(&certificate, "verification_code");
    let answer = check_page(&app, &code, "it-IT").await.expect(200);
    let html = String::from_utf8(answer.bytes.clone()).unwrap();
    assert!(html.contains("Questo attestato è valido.") && html.contains("JCG-2026-000001"));
    assert!(html.contains("Centre &lt;b&gt;&amp; Co&lt;/b&gt;{script}&lt;script&gt;"));
    assert!(!html.contains("Amina") && !html.contains("Diallo"));
    // One script, of the hash that the policy names.
    assert_eq!(html.matches("<script").count(), 1);
    let script = html
        .split("<script>")
        .nth(1)
        .unwrap()
        .split("</script>")
        .next()
        .unwrap();
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    let hash = {
        use base64::Engine;
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, script.as_bytes());
        base64::engine::general_purpose::STANDARD.encode(hash)
    };
    assert!(
        policy.contains(&format!("script-src 'sha256-{hash}'")),
        "{policy}"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[actix_web::test]
async fn the_page_is_in_the_readers_language_and_in_the_one_that_they_choose() {
    let app = TestApp::new().await;
    let (_, certificate) = certificate(&app).await;
    let code = text(&certificate, "verification_code");
    for (accepted, language, direction, words) in [
        ("it", "it", "ltr", "Questo attestato è valido."),
        ("en-GB", "en", "ltr", "This certificate is valid."),
        (
            "fr-SN, it;q=0.5",
            "fr",
            "ltr",
            "Cette attestation est valable.",
        ),
        ("es", "es", "ltr", "Este certificado es válido."),
        ("ar-SD", "ar", "rtl", "هذه الشهادة صالحة."),
        ("ti", "en", "ltr", "This certificate is valid."),
    ] {
        let answer = check_page(&app, &code, accepted).await.expect(200);
        assert_eq!(answer.header("content-language"), language);
        let html = String::from_utf8(answer.bytes).unwrap();
        let tag = format!("<html lang=\"{language}\" dir=\"{direction}\">");
        assert!(html.contains(&tag) && html.contains(words), "{html}");
        let warning = match language {
            "it" => "può coprire la pagina",
            "en" => "may lie over the page",
            "fr" => "peut couvrir la page",
            "es" => "puede cubrir la página",
            _ => "قد يغطي ما أُضيف جزءًا من الصفحة",
        };
        let (_, added) = html.split_once("data-added=\"").unwrap();
        assert!(added.split('"').next().unwrap().contains(warning), "{html}");
    }
    let chosen = check_page(&app, &format!("{code}?lang=ar"), "it")
        .await
        .expect(200);
    assert_eq!(chosen.header("content-language"), "ar");
    let unknown = check_page(&app, &format!("{}?lang=xx", "0".repeat(26)), "es").await;
    let unknown = String::from_utf8(unknown.expect(404).bytes).unwrap();
    assert!(unknown.contains("Ningún certificado tiene este código."));
    assert!(!unknown.contains("<script"));
    let wrong = request("GET", &format!("/verify/{code}?language=ar"));
    app.send(wrong).await.expect(400);
}

#[actix_web::test]
async fn the_file_of_a_certificate_that_ended_is_not_told_without_its_end() {
    let app = TestApp::new().await;
    let (url, certificate) = certificate(&app).await;
    let code = text(&certificate, "verification_code");
    let told = async || {
        let page = check_page(&app, &code, "en").await.expect(200);
        String::from_utf8(page.bytes).unwrap()
    };
    assert!(!told().await.contains("data-ended=\""));
    let reason = json!({ "reason": "Misspelt" });
    let replaced = app
        .post("supervisor", &format!("{url}/replacement"), reason.clone())
        .await;
    let next = replaced.expect(201);
    let ended = "data-ended=\"This certificate was replaced by another.\"";
    assert!(told().await.contains(ended));
    let url = format!("/v1/certificates/{}", next.id());
    app.post("supervisor", &format!("{url}/revocation"), reason)
        .await
        .expect(200);
    let page = check_page(&app, &text(&next, "verification_code"), "it").await;
    let html = String::from_utf8(page.expect(200).bytes).unwrap();
    assert!(html.contains("data-ended=\"Questo attestato è stato revocato.\""));
}

#[actix_web::test]
async fn who_checks_too_often_is_told_so_on_the_page() {
    let mut settings = settings();
    settings.attempts.public_checks = 1;
    let app = TestApp::with(settings).await;
    let code = "0".repeat(26);
    check_page(&app, &code, "it").await.expect(404);
    for (language, direction, words) in [
        (
            "it",
            "ltr",
            "La verifica non si può fare in questo momento.",
        ),
        ("en", "ltr", "The check cannot be made at this moment."),
        (
            "fr",
            "ltr",
            "La vérification n'est pas possible en ce moment.",
        ),
        (
            "es",
            "ltr",
            "La comprobación no es posible en este momento.",
        ),
        ("ar", "rtl", "يتعذر التحقق في هذه اللحظة."),
    ] {
        let answer = check_page(&app, &code, language).await.expect(429);
        assert_eq!(answer.header("retry-after"), "6");
        assert_eq!(answer.header("content-language"), language);
        let html = String::from_utf8(answer.bytes).unwrap();
        let tag = format!("<html lang=\"{language}\" dir=\"{direction}\">");
        assert!(html.contains(&tag) && html.contains(words), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }
    // Programs are told as they are elsewhere.
    let program = request("GET", &format!("/verify/{code}"));
    let refused = app.send(program).await.expect(429);
    assert_eq!(refused.body["code"], "too_many_requests");
    assert_eq!(refused.header("retry-after"), "6");
}
