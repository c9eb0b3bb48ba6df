//! Files of evidence in a bucket: what the store gets to see, and what happens while it fails.

use bilancio::access::Caller;
use bilancio::app::Service;
use bilancio::config::Settings;
use bilancio::evidence_files::objects::worker::{ensure_usable, remove_due};
use bilancio::evidence_files::objects::{Bucket, FileStoreSettings, Keeping, moves};
use chrono::TimeDelta;
use futures_util::future::{Either, select};
use serde_json::json;

use crate::evidence_files::{Shown, has};
use crate::support::bodies::pdf;
use crate::support::bucket::{FakeBucket, Mood};
use crate::support::{Answer, Instance, TestApp, request, settings};

const PDF: &str = "application/pdf";
const ROWS: &str = "SELECT COUNT(*) FROM evidence_files";
const IN_BUCKET: &str = "SELECT COUNT(*) FROM evidence_files WHERE object_name IS NOT NULL";
const REMOVALS: &str = "SELECT COUNT(*) FROM object_removals";

fn with(evidence_files: FileStoreSettings) -> Settings {
    Settings {
        evidence_files,
        ..settings()
    }
}

async fn app_and_bucket() -> (TestApp, FakeBucket) {
    let bucket = FakeBucket::start();
    (TestApp::with(with(bucket.settings())).await, bucket)
}

/// Another instance on the same database, with other settings of the bucket.
async fn instance(app: &TestApp, evidence_files: FileStoreSettings) -> Instance {
    let (target, vault) = (&app.database.target, app.service.database.vault());
    let settings = with(evidence_files);
    Instance::new(Service::new(settings, target, app.clock.clone(), vault).unwrap()).await
}

async fn get_by(instance: &Instance, app: &TestApp, url: &str) -> Answer {
    let token = app.token("operator").await;
    instance.send(request("GET", url).by(&token)).await
}

async fn removed(app: &TestApp) -> Option<usize> {
    remove_due(&app.service.database, &app.service.files)
        .await
        .ok()
}

fn unavailable(answer: Answer) {
    let answer = answer.expect(503);
    assert_eq!(answer.body["code"], "file_store_unavailable");
    assert_ne!(answer.header("retry-after"), "");
}

#[actix_web::test]
async fn the_bucket_sees_sealed_bytes_and_random_names_and_is_emptied_again() {
    let (app, bucket) = app_and_bucket().await;
    let shown = Shown::new(&app).await;
    let plain = "Diploma di Amina Diallo";
    let kept = shown
        .put(&app, "\"v1\"", PDF, &pdf(plain))
        .await
        .expect(200);
    let objects = bucket.objects();
    assert_eq!(objects.len(), 1);
    let (path, bytes) = objects.first_key_value().unwrap();
    let name = path.strip_prefix("/evidence/files/").unwrap();
    assert!(uuid::Uuid::try_parse(name).is_ok());
    let (_, evidence) = shown.evidence.rsplit_once('/').unwrap();
    assert!(![evidence, &shown.ids.case, &shown.ids.beneficiary].contains(&name));
    assert!(bytes.starts_with(b"b1."));
    let hash = kept.body["file"]["sha256"].as_str().unwrap().as_bytes();
    for told in [plain.as_bytes(), b"%PDF", hash, b"pdf"] {
        assert!(!has(bytes, told));
    }
    let row = format!("{IN_BUCKET} AND object_name = '{name}' AND sealed_contents IS NULL");
    assert_eq!(
        (app.database.count(&row), app.database.count(REMOVALS)),
        (1, 0)
    );
    let given = app.get("operator", &shown.file).await.expect(200);
    assert_eq!(given.bytes, pdf(plain));

    // The one in its place is another object; the first goes once nobody fetches it any more.
    shown
        .put(&app, "\"v2\"", PDF, &pdf("other"))
        .await
        .expect(200);
    assert_eq!((removed(&app).await, bucket.objects().len()), (Some(0), 2));
    app.advance(TimeDelta::minutes(2));
    assert_eq!((removed(&app).await, bucket.objects().len()), (Some(1), 1));
    assert!(!bucket.objects().contains_key(path));
    let given = app.get("operator", &shown.file).await.expect(200);
    assert_eq!(given.bytes, pdf("other"));
    let call = request("DELETE", &shown.evidence).by(&app.token("operator").await);
    app.send(call.header("if-match", "\"v3\""))
        .await
        .expect(204);
    app.advance(TimeDelta::minutes(2));
    assert_eq!((removed(&app).await, bucket.objects().len()), (Some(1), 0));
    assert_eq!(app.database.count(REMOVALS), 0);
}

#[actix_web::test]
async fn what_the_store_does_not_take_is_not_kept_and_nothing_of_it_stays() {
    let (app, bucket) = app_and_bucket().await;
    let shown = Shown::new(&app).await;
    let diploma = pdf("diploma");
    for mood in [Mood::Fails, Mood::Refuses, Mood::Lost, Mood::HangsUp] {
        bucket.is(mood);
        unavailable(shown.put(&app, "\"v1\"", PDF, &diploma).await);
        assert_eq!(app.database.count(ROWS), 0, "{mood:?}");
        app.get("operator", &shown.evidence).await.expect(200);
    }
    // One was put, and nobody said so.
    assert_eq!(
        (bucket.objects().len(), app.database.count(REMOVALS)),
        (1, 4)
    );
    bucket.is(Mood::Works);
    shown.put(&app, "\"v1\"", PDF, &diploma).await.expect(200);
    shown.put(&app, "\"v1\"", PDF, &diploma).await.expect(200);
    assert_eq!(bucket.objects().len(), 2);
    let done = "SELECT COUNT(*) FROM activity_log WHERE operation = 'set_evidence_file'";
    assert_eq!(app.database.count(done), 2, "503 tells of nothing");

    assert_eq!(removed(&app).await, Some(0));
    app.advance(TimeDelta::minutes(61));
    assert_eq!((removed(&app).await, bucket.objects().len()), (Some(4), 1));
    assert_eq!(app.database.count(REMOVALS), 0);
    let given = app.get("operator", &shown.file).await.expect(200);
    assert_eq!(given.bytes, diploma);
}

#[actix_web::test]
async fn an_upload_whose_time_is_over_is_not_kept_for_its_object_may_be_gone() {
    let (app, bucket) = app_and_bucket().await;
    let shown = Shown::new(&app).await;
    bucket.is(Mood::Mute);
    let diploma = pdf("diploma");
    let put = Box::pin(shown.put(&app, "\"v1\"", PDF, &diploma));
    let an_hour = Box::pin(async {
        while bucket.asked() == 0 {
            tokio::task::yield_now().await;
        }
        app.database
            .execute("UPDATE object_removals SET due_at = '2026-03-02 08:00:00'");
        bucket.is(Mood::Works);
    });
    let Either::Right(((), put)) = select(put, an_hour).await else {
        panic!("the upload waits for the store");
    };
    unavailable(put.await);
    assert_eq!(
        (app.database.count(ROWS), bucket.objects().len()),
        (0, 1),
        "it was put, and has no row"
    );
    assert_eq!((removed(&app).await, bucket.objects().len()), (Some(1), 0));
}

#[actix_web::test]
async fn nobody_else_waits_for_a_store_that_does_not_answer() {
    let bucket = FakeBucket::start();
    let mut one = with(bucket.settings());
    one.connections = 1;
    let app = TestApp::with(one).await;
    let (shown, other) = (Shown::new(&app).await, Shown::new(&app).await);
    bucket.is(Mood::Mute);
    let diploma = pdf("diploma");
    let put = Box::pin(shown.put(&app, "\"v1\"", PDF, &diploma));
    let others = Box::pin(async {
        while bucket.asked() == 0 {
            tokio::task::yield_now().await;
        }
        // The one connection is free to read and to write.
        app.get("operator", &shown.evidence).await.expect(200);
        let body = json!({ "kind": "payslip", "description": "Busta paga" });
        let list = format!("/v1/cases/{}/evidence", other.ids.case);
        app.post("operator", &list, body).await.expect(201);
        bucket.is(Mood::Fails);
    });
    let Either::Right(((), put)) = select(put, others).await else {
        panic!("the upload waits for the store");
    };
    unavailable(put.await);
}

#[actix_web::test]
async fn the_store_is_given_no_more_time_than_the_settings_say() {
    let bucket = FakeBucket::start();
    let patience = FileStoreSettings {
        patience_milliseconds: 100,
        ..bucket.settings()
    };
    let app = TestApp::with(with(patience)).await;
    let shown = Shown::new(&app).await;
    shown
        .put(&app, "\"v1\"", PDF, &pdf("one"))
        .await
        .expect(200);
    bucket.is(Mood::Mute);
    unavailable(app.get("operator", &shown.file).await);
    unavailable(shown.put(&app, "\"v2\"", PDF, &pdf("two")).await);
    bucket.is(Mood::Works);
    app.get("operator", &shown.file).await.expect(200);
}

#[actix_web::test]
async fn files_are_read_where_they_were_put_whatever_the_settings_say_now() {
    let (app, bucket) = app_and_bucket().await;
    let (one, two) = (Shown::new(&app).await, Shown::new(&app).await);
    one.put(&app, "\"v1\"", PDF, &pdf("one")).await.expect(200);
    let in_database = FileStoreSettings {
        store: Keeping::Database,
        ..bucket.settings()
    };
    let later = instance(&app, in_database).await;
    let call = request("PUT", &two.file).by(&app.token("operator").await);
    let call = call.bytes(PDF, pdf("two")).header("if-match", "\"v1\"");
    later.send(call).await.expect(200);
    assert_eq!(
        (app.database.count(ROWS), app.database.count(IN_BUCKET)),
        (2, 1)
    );
    for (file, bytes) in [(&one.file, pdf("one")), (&two.file, pdf("two"))] {
        assert_eq!(app.get("operator", file).await.expect(200).bytes, bytes);
        assert_eq!(get_by(&later, &app, file).await.expect(200).bytes, bytes);
    }

    bucket.is(Mood::Fails);
    unavailable(get_by(&later, &app, &one.file).await);
    get_by(&later, &app, &two.file).await.expect(200);
    let ready = later
        .send(request("GET", "/health/ready"))
        .await
        .expect(200);
    assert_eq!(ready.body["file_store"], "unavailable");
    bucket.is(Mood::Works);
    get_by(&later, &app, &one.file).await.expect(200);
    let ready = later
        .send(request("GET", "/health/ready"))
        .await
        .expect(200);
    assert_eq!(ready.body["file_store"], "ok");
    // Without a bucket what is there is out of reach.
    let nowhere = instance(&app, settings().evidence_files).await;
    unavailable(get_by(&nowhere, &app, &one.file).await);
    get_by(&nowhere, &app, &two.file).await.expect(200);
}

#[actix_web::test]
async fn what_is_deleted_while_the_store_fails_is_removed_later() {
    let (app, bucket) = app_and_bucket().await;
    let shown = Shown::new(&app).await;
    shown
        .put(&app, "\"v1\"", PDF, &pdf("one"))
        .await
        .expect(200);
    shown.delete(&app, "\"v2\"").await.expect(204);
    app.get("operator", &shown.file).await.expect(404);
    app.advance(TimeDelta::minutes(2));
    // Of a bucket that is not there it is not known what is in it.
    for mood in [Mood::Lost, Mood::Fails, Mood::Fails, Mood::Lost] {
        bucket.is(mood);
        assert_eq!(removed(&app).await, None, "{mood:?}");
        assert_eq!(
            (bucket.objects().len(), app.database.count(REMOVALS)),
            (1, 1)
        );
    }
    bucket.is(Mood::Works);
    assert_eq!((removed(&app).await, bucket.objects().len()), (Some(1), 0));
    assert_eq!(
        (removed(&app).await, app.database.count(REMOVALS)),
        (Some(0), 0)
    );
}

#[actix_web::test]
async fn an_object_that_may_not_be_removed_does_not_keep_the_others() {
    let (app, bucket) = app_and_bucket().await;
    let (one, two) = (Shown::new(&app).await, Shown::new(&app).await);
    one.put(&app, "\"v1\"", PDF, &pdf("one")).await.expect(200);
    let locked = bucket.objects().into_keys().next().unwrap();
    bucket.lock(&locked);
    two.put(&app, "\"v1\"", PDF, &pdf("two")).await.expect(200);
    one.delete(&app, "\"v2\"").await.expect(204);
    app.clock.advance(TimeDelta::seconds(1));
    two.delete(&app, "\"v2\"").await.expect(204);
    app.advance(TimeDelta::minutes(2));
    assert_eq!(removed(&app).await, None);
    let left: Vec<String> = bucket.objects().into_keys().collect();
    assert_eq!((left, app.database.count(REMOVALS)), (vec![locked], 1));
}

#[actix_web::test]
async fn a_bucket_that_is_gone_is_not_ready() {
    let (app, bucket) = app_and_bucket().await;
    let shown = Shown::new(&app).await;
    bucket.is(Mood::Lost);
    unavailable(shown.put(&app, "\"v1\"", PDF, &pdf("one")).await);
    let ready = app.send(request("GET", "/health/ready")).await.expect(200);
    assert_eq!(ready.body["file_store"], "unavailable");
}

#[actix_web::test]
async fn a_file_that_the_bucket_has_nothing_of_is_named_and_the_others_are_moved() {
    let (app, bucket) = app_and_bucket().await;
    for text in ["one", "two", "three"] {
        let shown = Shown::new(&app).await;
        shown.put(&app, "\"v1\"", PDF, &pdf(text)).await.expect(200);
    }
    let lost = bucket.objects().into_keys().next().unwrap();
    bucket.lose(&lost);
    let (_, name) = lost.rsplit_once('/').unwrap();
    for files in [2, 0] {
        let (database, from) = (&app.service.database, app.service.files.bucket().unwrap());
        let moved = moves::move_all(database, from, Keeping::Database, |_| {}).await;
        let moved = moved.unwrap();
        assert_eq!((moved.files, moved.missing.len()), (files, 1));
        let row = format!("{IN_BUCKET} AND id = '{}'", moved.missing[0]);
        let row = format!("{row} AND object_name = '{name}'");
        assert_eq!(
            (app.database.count(&row), app.database.count(IN_BUCKET)),
            (1, 1)
        );
    }
}

#[actix_web::test]
async fn all_files_are_moved_in_and_out_also_when_it_is_broken_off() {
    let (app, bucket) = app_and_bucket().await;
    let mut files = Vec::new();
    for text in ["one", "two", "three"] {
        let shown = Shown::new(&app).await;
        shown.put(&app, "\"v1\"", PDF, &pdf(text)).await.expect(200);
        files.push((shown.file, pdf(text)));
    }
    let moved = async |to| {
        let (database, mut told) = (&app.service.database, 0);
        let bucket = app.service.files.bucket().unwrap();
        let moved = moves::move_all(database, bucket, to, |_| told += 1).await;
        (moved.ok().map(|it| it.files), told)
    };
    let all_read = async || {
        for (file, bytes) in &files {
            assert_eq!(app.get("operator", file).await.expect(200).bytes, *bytes);
        }
    };
    assert_eq!(moved(Keeping::S3).await, (Some(0), 0));
    assert_eq!(moved(Keeping::Database).await, (Some(3), 3));
    assert_eq!(
        (app.database.count(IN_BUCKET), bucket.objects().len()),
        (0, 3)
    );
    app.advance(TimeDelta::minutes(2));
    assert_eq!((removed(&app).await, bucket.objects().len()), (Some(3), 0));
    all_read().await;

    bucket.is(Mood::HangsUp);
    assert_eq!(moved(Keeping::S3).await, (None, 0));
    assert_eq!(
        (app.database.count(IN_BUCKET), bucket.objects().len()),
        (0, 1)
    );
    all_read().await;
    bucket.is(Mood::Works);
    assert_eq!(moved(Keeping::S3).await, (Some(3), 3));
    assert_eq!(app.database.count(IN_BUCKET), 3);
    app.advance(TimeDelta::minutes(61));
    assert_eq!((removed(&app).await, bucket.objects().len()), (Some(1), 3));
    all_read().await;
}

#[actix_web::test]
async fn a_dossier_has_files_out_of_the_bucket_or_there_is_none() {
    let (app, bucket) = app_and_bucket().await;
    let shown = Shown::new(&app).await;
    shown
        .put(&app, "\"v1\"", PDF, &pdf("one"))
        .await
        .expect(200);
    let url = format!("/v1/cases/{}/profile-exports", shown.ids.case);
    let body = json!({ "form": "dossier", "purpose": "handed_to_person", "with_files": true });
    let whole = app.post("operator", &url, body.clone()).await.expect(200);
    assert!(has(&whole.bytes, b"evidence/"));
    bucket.is(Mood::Fails);
    unavailable(app.post("operator", &url, body).await);
}

#[actix_web::test]
async fn a_bucket_that_is_not_there_or_refuses_the_key_is_found_out_at_once() {
    let (app, fake) = app_and_bucket().await;
    let exchanges = app.service.database.metrics().exchanges();
    let bucket = Bucket::new(&fake.settings(), exchanges).unwrap();
    for (mood, usable) in [
        (Mood::Works, true),
        (Mood::Lost, false),
        (Mood::Refuses, false),
        (Mood::Fails, true),
    ] {
        fake.is(mood);
        assert_eq!(ensure_usable(&bucket).await.is_ok(), usable, "{mood:?}");
        assert_eq!(fake.objects().len(), 0);
    }
    let metrics = app.service.database.metrics().text();
    assert!(
        metrics.contains("bilancio_bucket_exchanges_total{kind=\"put\",outcome=\"refused\"} 1")
    );
    let wrong = FileStoreSettings {
        key_id: "another".to_owned(),
        ..fake.settings()
    };
    fake.is(Mood::Works);
    let exchanges = app.service.database.metrics().exchanges();
    let wrong = Bucket::new(&wrong, exchanges).unwrap();
    assert!(
        ensure_usable(&wrong).await.is_err(),
        "signatures are looked at"
    );
}

/// What the first half of an upload did is in no entry of its own.
#[actix_web::test]
async fn preparing_leaves_an_entry_only_where_it_refuses() {
    let (app, _bucket) = app_and_bucket().await;
    let database = &app.service.database;
    let before = app.database.count("SELECT COUNT(*) FROM activity_log");
    let prepared = database.prepare(Caller::worker("prepare"), |_| Ok(()));
    prepared.await.unwrap();
    let after = app.database.count("SELECT COUNT(*) FROM activity_log");
    assert_eq!(before, after);
}
