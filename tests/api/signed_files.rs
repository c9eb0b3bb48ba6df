//! Documents that come back signed by somebody outside.

mod hostile;
mod others;
mod withdrawals;

use futures_util::future::join;
use serde_json::{Value, json};

use crate::certificates::certificate;
use crate::documents::{approve, assessed_case, sha256, submit};
use crate::support::pades::{SUBJECT, Signing, object, signed};
use crate::support::{Answer, TestApp, request};

/// An issued certificate: its address, its document's, its code, and its file.
struct Issued {
    url: String,
    document: String,
    code: String,
    file: Vec<u8>,
}

impl Issued {
    /// What the supervisor is answered who adds it signed like this.
    async fn put_signed(&self, app: &TestApp, signing: &Signing) -> Answer {
        put(app, "supervisor", &self.document, signing.sign(&self.file)).await
    }
}

async fn issued(app: &TestApp) -> Issued {
    let (url, answer) = certificate(app).await;
    let text = |name: &str| answer.body[name].as_str().unwrap().to_owned();
    let file = app
        .get("supervisor", &format!("{url}/file"))
        .await
        .expect(200);
    Issued {
        document: format!("/v1/documents/{}", text("document_id")),
        code: text("verification_code"),
        file: file.bytes,
        url,
    }
}

async fn put(app: &TestApp, who: &str, document: &str, file: Vec<u8>) -> Answer {
    let call = request("PUT", &format!("{document}/signed-file")).by(&app.token(who).await);
    app.send(call.bytes("application/pdf", file)).await
}

#[actix_web::test]
async fn a_signed_file_is_kept_beside_the_issued_one_and_told_of() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let before = app.get("operator", &issued.document).await.expect(200);
    assert_eq!(before.body["signed"], Value::Null);
    let url = format!("{}/signed-file", issued.document);
    let none = app.get("operator", &url).await.expect(409);
    assert_eq!(none.body["code"], "not_signed");

    let file = signed(&issued.file);
    let kept = put(&app, "second_supervisor", &issued.document, file.clone()).await;
    let kept = kept.expect(200);
    let told = json!({
        "at": "2026-03-02T09:00:00Z", "by": app.user("second_supervisor"), "subject": SUBJECT,
        "file_hash": sha256(&file),
    });
    assert_eq!(kept.body["signed"], told);
    assert_eq!(kept.header("etag"), "\"v2\"");
    let read = app.get("operator", &issued.document).await.expect(200);
    assert_eq!(
        (&read.body["signed"], read.header("etag")),
        (&told, "\"v2\"")
    );
    let there = app.get("operator", &url).await.expect(200);
    assert_eq!(there.bytes, file);
    let name = there.header("content-disposition");
    assert!(
        name.contains("participation_certificate-1-signed.pdf"),
        "{name}"
    );
    let first = app.get("operator", &format!("{}/file", issued.url)).await;
    assert_eq!(first.expect(200).bytes, issued.file);

    let check = app
        .send(request("GET", &format!("/verify/{}", issued.code)))
        .await;
    assert_eq!(
        check.expect(200).body["signed"],
        json!({ "file_sha256": sha256(&file), "file_size": file.len() })
    );
    let again = put(&app, "supervisor", &issued.document, file)
        .await
        .expect(200);
    assert_eq!(
        (again.body, again.headers.get("etag")),
        (kept.body, kept.headers.get("etag"))
    );
    let other = Signing {
        form: "adbe.pkcs7.detached",
        ..Signing::default()
    };
    let other = issued.put_signed(&app, &other).await;
    assert_eq!(other.expect(409).body["code"], "already_signed");
}

#[actix_web::test]
async fn what_is_not_the_issued_file_with_a_signature_is_refused() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let file = &issued.file;
    let mut altered = signed(file);
    altered[2000] ^= 1;
    let mut resigned = file.clone();
    resigned[2000] ^= 1;
    let sign = |signing: Signing| signing.sign(file);
    let text = String::from_utf8_lossy(file).into_owned();
    let page = (1..).find(|it| object(&text, *it).is_some_and(|it| it.contains("/Type/Page/")));
    let page = page.unwrap();
    let page_as = |change: (&str, &str)| {
        let page_text = object(&text, page).unwrap();
        let (before, annotations) = page_text.rsplit_once("/Annots[").unwrap();
        let annotations = annotations.replacen("]", change.1, 1);
        format!(
            "{}/Annots[{annotations}",
            before.replace("/Contents", change.0)
        )
    };
    let blank = page_as(("/Nothing", "]"));
    let overlaid = page_as((
        "/Contents",
        "<</Subtype/FreeText/Rect[0 0 900 900]/Contents(290 hours)>>]",
    ));
    // Readers that follow the table show another page, or none; the object itself is as it was.
    let at = text.find(&format!("\n{page} 0 obj")).unwrap() + 1;
    let freed = format!("{page} 1\n0000000000 00001 f \n");
    let renumbered = format!("{page} 1\n{at:010} 00001 n \n");
    let with_table = |table: String| {
        sign(Signing {
            table,
            ..Signing::default()
        })
    };
    for (file, code) in [
        (with_table(freed), "file_altered"),
        (with_table(renumbered), "file_altered"),
        (file.clone(), "file_not_signed"),
        (file[..file.len() - 1].to_vec(), "file_not_the_issued_one"),
        (altered, "file_not_the_issued_one"),
        (signed(&resigned), "file_not_the_issued_one"),
        (
            [file.as_slice(), b"% signed by me\n"].concat(),
            "file_not_signed",
        ),
        (
            sign(Signing {
                form: "adbe.pkcs7.sha1",
                ..Signing::default()
            }),
            "signature_form_unknown",
        ),
        (
            sign(Signing {
                key: [8; 32],
                ..Signing::default()
            }),
            "signature_not_genuine",
        ),
        (
            sign(Signing {
                of_the_file: false,
                ..Signing::default()
            }),
            "signature_not_genuine",
        ),
        (
            sign(Signing {
                afterwards: "% 290 hours\n",
                ..Signing::default()
            }),
            "signature_not_over_all",
        ),
        (
            sign(Signing {
                objects: vec![(900, "<</S/JavaScript/JS(app.alert(1))>>".to_owned())],
                ..Signing::default()
            }),
            "pdf_active",
        ),
        (
            sign(Signing {
                objects: vec![(page, blank)],
                ..Signing::default()
            }),
            "file_altered",
        ),
        (
            sign(Signing {
                objects: vec![(page, overlaid)],
                ..Signing::default()
            }),
            "file_altered",
        ),
    ] {
        let refused = put(&app, "supervisor", &issued.document, file)
            .await
            .expect(422);
        assert_eq!(refused.errors(), [format!(" {code}")]);
    }
    let much = vec![b' '; 5 * 1024 * 1024 + 1];
    put(&app, "supervisor", &issued.document, much)
        .await
        .expect(413);
    let call = request("PUT", &format!("{}/signed-file", issued.document));
    let call = call.by(&app.token("supervisor").await);
    app.send(call.bytes("text/plain", file.clone()))
        .await
        .expect(415);
    let kept = "SELECT COUNT(*) FROM documents WHERE signed_file_hash IS NOT NULL";
    assert_eq!(app.database.count(kept), 0);
}

#[actix_web::test]
async fn who_adds_a_signed_file_while_another_changes_the_document_is_told_what_is_true() {
    let app = TestApp::new().await;
    let first = issued(&app).await;
    app.token("second_supervisor").await;
    let file = signed(&first.file);
    let both = ["supervisor", "second_supervisor"];
    let [one, other] = both.map(|who| put(&app, who, &first.document, file.clone()));
    let (one, other) = join(one, other).await;
    assert_eq!(one.expect(200).body, other.expect(200).body);

    let second = issued(&app).await;
    let url = format!("{}/revocation", second.url);
    let reason = json!({ "reason": "Issued in error" });
    let (added, _) = join(
        put(
            &app,
            "second_supervisor",
            &second.document,
            signed(&second.file),
        ),
        app.post("supervisor", &url, reason),
    )
    .await;
    if added.status != 200 {
        assert_eq!(added.expect(409).body["code"], "document_not_in_force");
    }
}

#[actix_web::test]
async fn who_assessed_a_person_adds_no_signed_file_to_their_certificate() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    app.database.execute(&format!(
        "UPDATE assessments SET assessor_id = '{}'",
        app.user("supervisor")
    ));
    let file = signed(&issued.file);
    let refused = put(&app, "supervisor", &issued.document, file.clone()).await;
    assert_eq!(refused.expect(409).unmet(), ["four_eyes"]);
    put(&app, "second_supervisor", &issued.document, file)
        .await
        .expect(200);
}

#[actix_web::test]
async fn only_a_document_in_force_takes_a_signed_file_and_only_from_who_issues() {
    let app = TestApp::new().await;
    let issued = issued(&app).await;
    let file = signed(&issued.file);
    for (who, status) in [
        ("operator", 403),
        ("other_supervisor", 404),
        ("colleague", 404),
    ] {
        put(&app, who, &issued.document, file.clone())
            .await
            .expect(status);
    }
    let replaced = format!("{}/replacement", issued.url);
    let reason = json!({ "reason": "Misspelt" });
    app.post("supervisor", &replaced, reason).await.expect(201);
    let ended = put(&app, "supervisor", &issued.document, file)
        .await
        .expect(409);
    assert_eq!(ended.body["code"], "document_not_in_force");

    let case = assessed_case(&app, "conclusion").case;
    submit(&app, "operator", &case).await.unwrap();
    let list = format!("/v1/cases/{case}/documents");
    let report = app.get("supervisor", &list).await.expect(200);
    let url = format!(
        "/v1/documents/{}",
        report.body["items"][0]["id"].as_str().unwrap()
    );
    let early = put(&app, "supervisor", &url, signed(&issued.file))
        .await
        .expect(409);
    assert_eq!(early.body["code"], "not_issued_yet");
    approve(&app, "supervisor", &case).await.unwrap();
    let report = app
        .get("supervisor", &format!("{url}/file"))
        .await
        .expect(200);
    let kept = put(&app, "supervisor", &url, signed(&report.bytes))
        .await
        .expect(200);
    assert_eq!(kept.body["signed"]["subject"], SUBJECT);
}
