//! Files of evidence: what is taken, what is kept of it, and who gets it back.

use bilancio::config::Settings;
use bilancio::db::Target;
use bilancio::evidence_files::service::MOST;
use chrono::TimeDelta;
use futures_util::future::join;
use serde_json::{Value, json};

use crate::support::bodies::{pdf, person};
use crate::support::bucket::FakeBucket;
use crate::support::{Answer, CaseIds, TestApp, queries, request, settings};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Services that keep files in the database, and in a bucket.
async fn stores() -> [TestApp; 2] {
    let in_bucket = Settings {
        evidence_files: FakeBucket::shared().settings(),
        ..settings()
    };
    [TestApp::new().await, TestApp::with(in_bucket).await]
}

/// A case with a piece of evidence, and the address of its file.
pub struct Shown {
    pub ids: CaseIds,
    pub evidence: String,
    pub file: String,
}

impl Shown {
    pub async fn new(app: &TestApp) -> Self {
        let ids = app.case("investigation");
        let list = format!("/v1/cases/{}/evidence", ids.case);
        let body = json!({ "kind": "diploma", "description": "Diploma di sartoria" });
        let added = app.post("operator", &list, body).await.expect(201);
        assert_eq!(added.body["file"], Value::Null);
        let evidence = format!("{list}/{}", added.id());
        let file = format!("{evidence}/file");
        Self {
            ids,
            evidence,
            file,
        }
    }

    pub async fn put(&self, app: &TestApp, tag: &str, media_type: &str, bytes: &[u8]) -> Answer {
        let call = request("PUT", &self.file).by(&app.token("operator").await);
        let call = call.bytes(media_type, bytes.to_vec());
        app.send(call.header("if-match", tag)).await
    }

    pub async fn delete(&self, app: &TestApp, tag: &str) -> Answer {
        let call = request("DELETE", &self.file).by(&app.token("operator").await);
        app.send(call.header("if-match", tag)).await
    }
}

fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap();
    [&[0xff, kind], &length.to_be_bytes()[..], content].concat()
}

/// A photograph turned to the right, with a place, a comment, and something behind its end.
fn photograph() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0GPSLatitude 12.64");
    [
        b"\xff\xd8".to_vec(),
        segment(0xe1, &exif),
        segment(0xfe, b"ZZHIDDEN at the market"),
        segment(0xdb, &[1; 65]),
        segment(0xc0, b"\x08\0\x08\0\x10\x01\x01\x11\0"),
        segment(0xc4, &[0; 17]),
        segment(0xda, b"\x01\x01\0\0\x3f\0"),
        b"\x12\x34\xff\0\x56\xff\xd9PK\x03\x04 another file".to_vec(),
    ]
    .concat()
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap();
    let named = [kind.as_slice(), content].concat();
    let sum = crc32fast::hash(&named);
    [&length.to_be_bytes()[..], &named, &sum.to_be_bytes()].concat()
}

fn image(width: u32, height: u32) -> Vec<u8> {
    let sizes = [width.to_be_bytes(), height.to_be_bytes()].concat();
    [
        PNG.to_vec(),
        chunk(b"IHDR", &[&sizes[..], &[8, 0, 0, 0, 0]].concat()),
        chunk(b"tEXt", b"Author\0ZZHIDDEN"),
        chunk(b"IDAT", b"x\x9c\x63\x60\0\0\0\x02\0\x01"),
        chunk(b"IEND", b""),
    ]
    .concat()
}

pub fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

#[actix_web::test]
async fn a_file_is_kept_told_of_given_back_replaced_and_deleted() {
    for app in stores().await {
        let shown = Shown::new(&app).await;
        let diploma = pdf("diploma");
        app.get("operator", &shown.file).await.expect(404);
        let kept = shown.put(&app, "\"v1\"", "application/pdf", &diploma).await;
        let kept = kept.expect(200);
        assert_eq!(kept.header("etag"), "\"v2\"");
        let told = &kept.body["file"];
        assert_eq!(told["media_type"], "application/pdf");
        assert_eq!(told["size_bytes"], json!(diploma.len()));
        assert_eq!(told["sha256"], told["received_sha256"]);
        assert_eq!(told["width_pixels"], Value::Null);
        assert_eq!(told["uploaded_by"], json!(app.user("operator")));
        let read = app.get("supervisor", &shown.evidence).await.expect(200);
        assert_eq!(read.body, kept.body);
        let (list, _) = shown.evidence.rsplit_once('/').unwrap();
        let listed = app.get("operator", list).await.expect(200);
        assert_eq!(listed.body["items"][0], kept.body);

        for who in ["operator", "supervisor"] {
            let given = app.get(who, &shown.file).await.expect(200);
            assert_eq!(given.bytes, diploma);
            let named = given.header("content-disposition");
            assert!(named.starts_with("attachment; filename=\"evidence-"));
            for (header, value) in [
                ("content-type", "application/pdf"),
                ("content-security-policy", "sandbox"),
                ("x-content-type-options", "nosniff"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(given.header(header), value);
            }
        }
        // A change of the entry leaves its file, and is another version of both.
        let patch = json!({ "quality": 2, "verification": "document_seen" });
        let changed = app
            .patch("operator", &shown.evidence, "\"v2\"", patch)
            .await;
        assert_eq!(changed.expect(200).body["file"], kept.body["file"]);

        let photograph = photograph();
        let stale = shown.put(&app, "\"v2\"", "image/jpeg", &photograph).await;
        assert_eq!(stale.expect(412).header("etag"), "\"v3\"");
        let replaced = shown.put(&app, "\"v3\"", "image/jpeg", &photograph).await;
        let told = &replaced.expect(200).body["file"];
        assert_eq!(told["width_pixels"], 16);
        assert_ne!(told["sha256"], told["received_sha256"]);
        let rows = "SELECT COUNT(*) FROM evidence_files";
        assert_eq!(app.database.count(rows), 1);

        shown.delete(&app, "\"v3\"").await.expect(412);
        shown.delete(&app, "\"v4\"").await.expect(204);
        shown.delete(&app, "\"v5\"").await.expect(404);
        app.get("operator", &shown.file).await.expect(404);
        let read = app.get("operator", &shown.evidence).await.expect(200);
        assert_eq!(read.body["file"], Value::Null);
        assert_eq!(app.database.count(rows), 0);
    }
}

#[actix_web::test]
async fn images_leave_behind_where_when_and_what_else_was_written_into_them() {
    for app in stores().await {
        let shown = Shown::new(&app).await;
        shown
            .put(&app, "\"v1\"", "image/jpeg", &photograph())
            .await
            .expect(200);
        let given = app.get("operator", &shown.file).await.expect(200);
        for gone in [b"GPS".as_slice(), b"ZZHIDDEN", b"another file"] {
            assert!(!has(&given.bytes, gone));
        }
        // The way up alone, the tables, and the scan to its end.
        assert!(has(&given.bytes, b"\x01\x12\0\x03\0\0\0\x01\0\x06"));
        assert!(given.bytes.ends_with(b"\x12\x34\xff\0\x56\xff\xd9"));

        shown
            .put(&app, "\"v2\"", "image/png", &image(1, 1))
            .await
            .expect(200);
        let given = app.get("operator", &shown.file).await.expect(200);
        assert!(given.bytes.starts_with(PNG) && !has(&given.bytes, b"ZZHIDDEN"));
        assert_eq!(given.header("content-type"), "image/png");
    }
}

#[actix_web::test]
async fn what_is_no_good_file_is_refused_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let shown = Shown::new(&app).await;
    let good = pdf("diploma");
    let script = pdf("\n2 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj");
    let behind = [good.clone(), b"PK\x03\x04".to_vec()].concat();
    let before = [b"<html>".to_vec(), good.clone()].concat();
    for (media_type, bytes, code) in [
        ("application/pdf", image(1, 1), "file_of_another_type"),
        ("image/png", photograph(), "file_of_another_type"),
        ("image/jpeg", good.clone(), "file_of_another_type"),
        ("application/pdf", before, "file_of_another_type"),
        ("application/pdf", Vec::new(), "file_of_another_type"),
        ("application/pdf", behind, "file_damaged"),
        (
            "application/pdf",
            good[..good.len() - 9].to_vec(),
            "file_damaged",
        ),
        ("image/png", image(1, 1)[..60].to_vec(), "file_damaged"),
        ("image/jpeg", photograph()[..90].to_vec(), "file_damaged"),
        ("image/png", image(50_000, 50_000), "image_too_large"),
        ("application/pdf", script, "pdf_active"),
    ] {
        let refused = shown.put(&app, "\"v1\"", media_type, &bytes).await;
        assert_eq!(refused.expect(422).errors(), [format!(" {code}")]);
    }
    for media_type in ["application/zip", "image/svg+xml", "text/html", ""] {
        let refused = shown.put(&app, "\"v1\"", media_type, &good).await;
        refused.expect(415);
    }
    let huge = vec![b' '; 11 * 1024 * 1024];
    let refused = shown.put(&app, "\"v1\"", "application/pdf", &huge).await;
    refused.expect(413);
    // Who says how much will come is refused before it does.
    let token = app.token("operator").await;
    let announced = request("PUT", &shown.file)
        .by(&token)
        .header("if-match", "\"v1\"")
        .header("content-type", "application/pdf")
        .header("content-length", "11534336");
    app.send(announced).await.expect(413);
    let without = request("PUT", &shown.file).by(&token);
    let without = without.bytes("application/pdf", good.clone());
    app.send(without).await.expect(428);
    let rows = "SELECT COUNT(*) FROM evidence_files";
    assert_eq!(app.database.count(rows), 0);
    // The largest that is taken.
    let padding = vec![b'%'; 10 * 1024 * 1024 - pdf("").len()];
    let largest = pdf(std::str::from_utf8(&padding).unwrap());
    shown
        .put(&app, "\"v1\"", "application/pdf", &largest)
        .await
        .expect(200);
    let given = app.get("operator", &shown.file).await.expect(200);
    assert!(given.bytes == largest);
}

#[actix_web::test]
async fn a_file_is_reached_and_written_as_its_evidence_is() {
    let app = TestApp::new().await;
    let shown = Shown::new(&app).await;
    let diploma = pdf("diploma");
    shown
        .put(&app, "\"v1\"", "application/pdf", &diploma)
        .await
        .expect(200);
    let put = async |who: &str, url: &str| {
        let call = request("PUT", url).by(&app.token(who).await);
        let call = call.bytes("application/pdf", pdf("other"));
        app.send(call.header("if-match", "\"v2\"")).await
    };
    for who in [
        "colleague",
        "other_operator",
        "other_supervisor",
        "officer",
        "reception",
    ] {
        app.get(who, &shown.file).await.expect(404);
        put(who, &shown.file).await.expect(404);
    }
    put("supervisor", &shown.file).await.expect(403);
    // Nobody's file is looked through who may not keep it.
    let nonsense = request("PUT", &shown.file).by(&app.token("other_operator").await);
    let nonsense = nonsense.bytes("application/pdf", b"no file".to_vec());
    app.send(nonsense.header("if-match", "\"v2\""))
        .await
        .expect(404);
    // Under another case of the same operator it is not found.
    let elsewhere = Shown::new(&app).await;
    let (_, id) = shown.evidence.rsplit_once('/').unwrap();
    let wrong = format!("/v1/cases/{}/evidence/{id}/file", elsewhere.ids.case);
    app.get("operator", &wrong).await.expect(404);
    put("operator", &wrong).await.expect(404);

    let case = &shown.ids.case;
    app.database.execute(&format!(
        "UPDATE cases SET status = 'report_submitted' WHERE id = '{case}'"
    ));
    let locked = put("operator", &shown.file).await.expect(409);
    assert_eq!(locked.body["code"], "profile_locked");
    shown.delete(&app, "\"v2\"").await.expect(409);
    app.get("operator", &shown.file).await.expect(200);
    app.database.execute(&format!(
        "UPDATE cases SET status = 'suspended', suspended_from = 'agreed' WHERE id = '{case}'"
    ));
    put("operator", &shown.file).await.expect(409);
}

#[actix_web::test]
async fn of_two_who_send_a_file_at_once_one_is_kept_and_the_same_file_counts_once() {
    for app in stores().await {
        let shown = Shown::new(&app).await;
        app.token("operator").await;
        let (one, other) = (pdf("one"), pdf("other"));
        let answers = join(
            shown.put(&app, "\"v1\"", "application/pdf", &one),
            shown.put(&app, "\"v1\"", "application/pdf", &other),
        )
        .await;
        let mut statuses = [answers.0.status, answers.1.status];
        let kept = if statuses[0] == 200 { one } else { other };
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        let again = shown.put(&app, "\"v1\"", "application/pdf", &kept).await;
        assert_eq!(again.expect(200).header("etag"), "\"v2\"");
        let given = app.get("operator", &shown.file).await.expect(200);
        assert_eq!(given.bytes, kept);
    }
}

#[actix_web::test]
async fn a_file_goes_with_its_evidence() {
    for app in stores().await {
        let shown = Shown::new(&app).await;
        shown
            .put(&app, "\"v1\"", "application/pdf", &pdf("diploma"))
            .await
            .expect(200);
        let call = request("DELETE", &shown.evidence).by(&app.token("operator").await);
        app.send(call.header("if-match", "\"v2\""))
            .await
            .expect(204);
        let rows = "SELECT COUNT(*) FROM evidence_files";
        assert_eq!(app.database.count(rows), 0);
    }
}

/// Whether a database on disk holds some bytes as they are.
fn is_on_disk(app: &TestApp, plain: &str) -> bool {
    match &app.database.owner {
        Target::Postgres(_) => {
            let query = format!(
                "SELECT COUNT(*) FROM evidence_files \
                 WHERE position('{plain}'::bytea in sealed_contents) > 0"
            );
            app.database.count(&query) > 0
        }
        Target::Sqlite(path) => ["", "-wal"].iter().any(|end| {
            let file = format!("{}{end}", path.display());
            std::fs::read(file).is_ok_and(|bytes| has(&bytes, plain.as_bytes()))
        }),
    }
}

#[actix_web::test]
async fn a_file_is_sealed_under_the_key_of_its_person_and_goes_with_it() {
    for app in stores().await {
        let shown = Shown::new(&app).await;
        let plain = "Diploma di Amina Diallo";
        shown
            .put(&app, "\"v1\"", "application/pdf", &pdf(plain))
            .await
            .expect(200);
        assert!(!is_on_disk(&app, plain));
        // The person's record is merged into another: the case keeps its key.
        let kept = app.post("supervisor", "/v1/beneficiaries", person()).await;
        let merge = json!({
            "kept_id": kept.expect(201).id(), "merged_id": shown.ids.beneficiary, "reason": "Twice",
        });
        app.post("supervisor", "/v1/beneficiary-merges", merge)
            .await
            .expect(201);
        let given = app.get("operator", &shown.file).await.expect(200);
        assert_eq!(given.bytes, pdf(plain));
        app.database.execute("DELETE FROM data_keys");
        app.get("operator", &shown.file).await.expect(410);
        // A key that is made anew opens nothing of it.
        app.advance(TimeDelta::minutes(1));
        let begin = json!({ "questionnaire": "work-story" });
        let case = &shown.ids.case;
        let list = format!("/v1/cases/{case}/questionnaire-responses");
        app.post("operator", &list, begin).await.expect(201);
        app.get("operator", &shown.file).await.expect(410);
        let read = app.get("operator", &shown.evidence).await.expect(200);
        assert_eq!(read.body["file"]["media_type"], "application/pdf");
    }
}

#[actix_web::test]
async fn the_log_names_evidence_and_case_and_a_file_is_read_with_few_queries() {
    queries::watch();
    for app in stores().await {
        let shown = Shown::new(&app).await;
        shown
            .put(&app, "\"v1\"", "application/pdf", &pdf("diploma"))
            .await
            .expect(200);
        let mut costs = Vec::new();
        let (list, id) = shown.evidence.rsplit_once('/').unwrap();
        for url in [shown.file.as_str(), list] {
            queries::take(&app.database.target);
            app.get("operator", url).await.expect(200);
            costs.push(queries::take(&app.database.target));
        }
        assert!(costs.iter().all(|cost| cost.len() <= 4), "{costs:#?}");
        for (action, operation) in [
            ("update", "set_evidence_file"),
            ("read", "download_evidence_file"),
        ] {
            for (parent, parent_id) in [("evidence_file", id), ("case", shown.ids.case.as_str())] {
                let query = format!(
                    "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e \
                 ON e.id = r.entry_id WHERE e.operation = '{operation}' \
                 AND r.action = '{action}' AND r.resource = 'evidence_file' \
                 AND r.parent = '{parent}' AND r.parent_id = '{parent_id}'"
                );
                assert_eq!(app.database.count(&query), 1, "{operation} {parent}");
            }
        }
    }
}

/// Gives a case another piece of evidence with a file, behind the service.
fn add_another(app: &TestApp, case: &str) {
    let (id, at) = (uuid::Uuid::now_v7(), "2026-03-02 08:00:00");
    let (org, user) = (app.organisation("centre"), app.user("operator"));
    let contents = match &app.database.owner {
        Target::Postgres(_) => "'b1.'::bytea",
        Target::Sqlite(_) => "CAST('b1.' AS BLOB)",
    };
    app.database.execute(&format!(
        "INSERT INTO evidence (id, case_id, organisation_id, kind, description, verification, \
         original_seen, version, created_at, updated_at) VALUES ('{id}', '{case}', '{org}', \
         'payslip', '', 'declared', false, 1, '{at}', '{at}'); \
         INSERT INTO evidence_files (id, evidence_id, case_id, organisation_id, media_type, \
         size_bytes, received_hash, kept_hash, uploaded_by, uploaded_at, sealed_contents) VALUES \
         ('{id}', '{id}', '{case}', '{org}', 'application/pdf', 0, '', '', '{user}', '{at}', \
         {contents})"
    ));
}

#[actix_web::test]
async fn a_case_has_so_many_files_and_no_more() {
    let app = TestApp::new().await;
    let shown = Shown::new(&app).await;
    for _ in 1..MOST {
        add_another(&app, &shown.ids.case);
    }
    shown
        .put(&app, "\"v1\"", "application/pdf", &pdf("the last"))
        .await
        .expect(200);
    shown
        .put(&app, "\"v2\"", "application/pdf", &pdf("in its place"))
        .await
        .expect(200);
    shown.delete(&app, "\"v3\"").await.expect(204);
    add_another(&app, &shown.ids.case);
    let full = shown
        .put(&app, "\"v4\"", "application/pdf", &pdf("one more"))
        .await;
    assert_eq!(full.expect(409).body["code"], "too_many_files");
}
