//! The activity log once it is written: sealed, checked, kept for its time.

use std::time::Duration;

use bilancio::access::{Caller, Identity, Read};
use bilancio::accounts::Account;
use bilancio::activity_log::check::{Report, check};
use bilancio::activity_log::sealer::{Sealer, sign_dropped};
use bilancio::activity_log::verify::Flaw;
use bilancio::db::{Target, drop_log_before};
use bilancio::signing_keys::service::known;
use chrono::TimeDelta;
use futures_util::future::join_all;

use crate::support::{TestApp, settings};

impl TestApp {
    pub async fn seal(&self) -> usize {
        Sealer::new(&self.service).look().await.unwrap()
    }

    async fn verify(&self, copy: &str) -> Report {
        check(&self.service.database, copy).await.unwrap()
    }

    /// Some entries of the log, from real requests.
    async fn work(&self, requests: usize) {
        for _ in 0..requests {
            self.get("operator", "/v1/me").await.expect(200);
        }
    }

    fn entries(&self) -> i64 {
        self.database.count("SELECT COUNT(*) FROM activity_log")
    }
}

#[actix_web::test]
async fn what_is_committed_is_sealed_once_and_then_the_log_rests() {
    let app = TestApp::new().await;
    app.work(5).await;
    let mut sealer = Sealer::new(&app.service);
    let entries = app.entries();
    assert_eq!(sealer.look().await.unwrap() as i64, entries);
    assert_eq!(sealer.look().await.unwrap(), 0);
    let report = app.verify("").await;
    assert_eq!(report.unsealed, 0);
    assert_eq!(report.chain.unwrap().last, entries);
    // Sealing and checking are nobody's operations.
    assert_eq!(app.entries(), entries);
}

#[actix_web::test]
async fn who_commits_behind_later_ones_is_sealed_all_the_same() {
    let app = TestApp::new().await;
    app.work(3).await;
    let mut sealer = Sealer::new(&app.service);
    sealer.look().await.unwrap();
    let newest = uuid::Uuid::now_v7().as_u128() >> 80;
    let late = |milliseconds_ago: u128| {
        let id = uuid::Uuid::from_u128((newest - milliseconds_ago) << 80);
        app.database.execute(&format!(
            "INSERT INTO activity_log (id, at, request_id, role, operation, outcome) VALUES \
             ('{id}', '2026-03-02 09:00:00', 'late', 'operator', 'read_me', 'done')"
        ));
    };
    // Within the time that a request may take, the next look finds it.
    late(5_000);
    assert_eq!(sealer.look().await.unwrap(), 1);
    // A clock that goes an hour wrong waits for the next look that goes farther back.
    late(3_600_000);
    assert_eq!(sealer.look().await.unwrap(), 0);
    assert_eq!(app.verify("").await.unsealed, 1);
    assert_eq!(app.seal().await, 1);
    assert!(app.verify("").await.chain.is_ok());
}

#[actix_web::test]
async fn an_entry_of_a_clock_that_is_days_ahead_keeps_no_other_from_being_sealed() {
    let app = TestApp::new().await;
    app.work(3).await;
    let now = uuid::Uuid::now_v7().as_u128() >> 80;
    let ahead = uuid::Uuid::from_u128((now + 10 * 86_400_000) << 80);
    app.database.execute(&format!(
        "INSERT INTO activity_log (id, at, request_id, role, operation, outcome) VALUES \
         ('{ahead}', '2026-03-12 09:00:00', 'ahead', 'operator', 'read_me', 'done')"
    ));
    let mut sealer = Sealer::new(&app.service);
    sealer.look().await.unwrap();
    app.work(3).await;
    assert_eq!(app.verify("").await.unsealed, 3);
    assert_eq!(sealer.look().await.unwrap(), 3);
    assert!(app.verify("").await.chain.is_ok());
}

#[actix_web::test]
async fn two_instances_that_seal_at_once_make_one_chain() {
    let app = TestApp::new().await;
    app.work(30).await;
    let other = app.second_instance().await;
    let entries = app.entries();
    let looks = (0..8).map(|number| {
        let mut sealer = Sealer::new(if number % 2 == 0 {
            &app.service
        } else {
            &other.service
        });
        async move { sealer.look().await.unwrap() }
    });
    let sealed: usize = join_all(looks).await.into_iter().sum();
    assert_eq!(sealed as i64, entries);
    assert_eq!(app.verify("").await.chain.unwrap().last, entries);
}

#[actix_web::test]
async fn an_instance_that_dies_while_it_seals_leaves_the_turn_to_the_next() {
    let app = TestApp::new().await;
    if matches!(app.database.target, Target::Sqlite(_)) {
        // Its one process is all that seals.
        return;
    }
    app.work(3).await;
    let turn = app
        .database
        .hold("SELECT pg_advisory_xact_lock(7205140332)");
    assert_eq!(app.seal().await, 0);
    drop(turn);
    // The server learns of the end of a connection a little later.
    let held = "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database \
        WHERE l.locktype = 'advisory' AND d.datname = current_database()";
    while app.database.count(held) > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(app.seal().await > 0);
}

#[actix_web::test]
async fn what_somebody_does_to_sealed_entries_is_found_and_named() {
    let app = TestApp::new().await;
    app.work(10).await;
    app.seal().await;
    let third = "(SELECT entry_id FROM sealed_entries WHERE sequence = 3)";
    for (harm, mend) in [
        (
            format!("UPDATE activity_log SET outcome = 'x' || outcome WHERE id = {third}"),
            format!("UPDATE activity_log SET outcome = substr(outcome, 2) WHERE id = {third}"),
        ),
        (
            format!(
                "INSERT INTO activity_log_records (entry_id, action, resource, parent, parent_id) \
                 VALUES ({third}, 'read', 'case', 'case', 'forged')"
            ),
            "DELETE FROM activity_log_records WHERE parent_id = 'forged'".to_owned(),
        ),
        (
            "UPDATE sealed_entries SET hash = 'x' || hash WHERE sequence = 3".to_owned(),
            "UPDATE sealed_entries SET hash = substr(hash, 2) WHERE sequence = 3".to_owned(),
        ),
    ] {
        app.database.execute(&harm);
        let flaw = app.verify("").await.chain.unwrap_err();
        assert!(matches!(flaw, Flaw::Altered { sequence: 3, .. }), "{flaw}");
        app.database.execute(&mend);
        app.verify("").await.chain.unwrap();
    }
    app.database.execute(&format!(
        "DELETE FROM activity_log_records WHERE entry_id = {third}; \
         DELETE FROM activity_log WHERE id = {third}"
    ));
    let flaw = app.verify("").await.chain.unwrap_err();
    assert!(matches!(flaw, Flaw::Deleted { sequence: 3, .. }), "{flaw}");
    app.database
        .execute("DELETE FROM sealed_entries WHERE sequence = 3");
    let flaw = app.verify("").await.chain.unwrap_err();
    assert_eq!(flaw, Flaw::PlaceMissing(3));
}

#[actix_web::test]
async fn an_end_that_was_cut_off_is_found_by_the_checkpoints_and_by_their_copy() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings();
    settings.activity_log.checkpoint_file = folder.path().join("checkpoints");
    let app = TestApp::with(settings.clone()).await;
    app.work(4).await;
    app.seal().await;
    app.work(4).await;
    app.advance(TimeDelta::seconds(60));
    app.seal().await;
    let copy = std::fs::read_to_string(&settings.activity_log.checkpoint_file).unwrap();
    assert_eq!(copy.lines().count(), 2);
    let report = app
        .verify(&format!("bilancio serves on 127.0.0.1.\n{copy}"))
        .await;
    assert_eq!(report.chain.unwrap().behind_checkpoint, 0);
    let (end, first) = (
        "SELECT MAX(sequence) FROM log_checkpoints",
        "SELECT MIN(sequence) FROM log_checkpoints",
    );
    let (once, end) = (app.database.count(end), app.database.count(first));
    app.database.execute(&format!(
        "DELETE FROM sealed_entries WHERE sequence > {end}"
    ));
    let flaw = app.verify("").await.chain.unwrap_err();
    assert_eq!(flaw, Flaw::CutOff { end, once });
    app.database.execute(&format!(
        "DELETE FROM log_checkpoints WHERE sequence > {end}"
    ));
    app.verify("").await.chain.unwrap();
    let flaw = app.verify(&copy).await.chain.unwrap_err();
    assert_eq!(flaw, Flaw::CutOff { end, once });
}

#[actix_web::test]
async fn a_checkpoint_of_another_service_is_none() {
    let (app, other) = (TestApp::new().await, TestApp::new().await);
    for app in [&app, &other] {
        app.work(3).await;
        app.seal().await;
    }
    // Though its key is written among ours.
    let theirs = other.service.database.read(Caller::worker("test"), known);
    for key in theirs.await.unwrap() {
        app.database.execute(&format!(
            "INSERT INTO signing_keys (id, sealed_private_key, public_key, created_at) \
             VALUES ('{}', '{}', '{}', '2026-03-02 09:00:00')",
            key.id, key.sealed_private_key, key.public_key
        ));
    }
    let forged = other
        .service
        .tokens
        .sign("log-checkpoint+jwt", &serde_json::json!({ "sequence": 1 }))
        .unwrap();
    app.database.execute(&format!(
        "UPDATE log_checkpoints SET statement = '{forged}'"
    ));
    let flaw = app.verify("").await.chain.unwrap_err();
    assert!(matches!(flaw, Flaw::NotSigned(_)), "{flaw}");
}

#[actix_web::test]
async fn checkpoints_come_after_a_minute_and_only_when_there_is_something_new() {
    let app = TestApp::new().await;
    let checkpoints = || app.database.count("SELECT COUNT(*) FROM log_checkpoints");
    app.work(1).await;
    app.seal().await;
    assert_eq!(checkpoints(), 1);
    app.work(1).await;
    app.seal().await;
    assert_eq!(checkpoints(), 1);
    assert_eq!(app.verify("").await.chain.unwrap().behind_checkpoint, 1);
    app.advance(TimeDelta::seconds(60));
    app.seal().await;
    assert_eq!(checkpoints(), 2);
    app.advance(TimeDelta::seconds(60));
    app.seal().await;
    assert_eq!(checkpoints(), 2);
}

#[actix_web::test]
async fn retention_drops_whole_segments_and_what_is_left_is_still_whole() {
    let app = TestApp::new().await;
    for _ in 0..3 {
        app.work(3).await;
        app.seal().await;
        app.advance(TimeDelta::days(1));
    }
    let (vault, before) = (app.service.database.vault(), app.entries());
    let drop_before = |day: &str| {
        drop_log_before(
            &app.database.owner,
            day.parse().unwrap(),
            app.now(),
            |keys, left| sign_dropped(keys, left, &app.clock, &vault),
        )
        .unwrap()
    };
    assert_eq!(drop_before("2026-03-02"), None);
    let place = drop_before("2026-03-04").unwrap();
    app.seal().await;
    let report = app.verify("").await;
    assert_eq!(report.begins_behind, place);
    // Both attempts are entries themselves.
    assert_eq!(report.chain.unwrap().last, before + 2);
    assert_eq!(app.entries(), before + 2 - place);
    let orphans = "SELECT COUNT(*) FROM activity_log_records \
        WHERE entry_id NOT IN (SELECT id FROM activity_log)";
    assert_eq!(app.database.count(orphans), 0);
    // A further piece of the beginning is missed.
    app.database.execute(&format!(
        "DELETE FROM sealed_entries WHERE sequence = {}",
        place + 1
    ));
    let flaw = app.verify("").await.chain.unwrap_err();
    assert_eq!(flaw, Flaw::PlaceMissing(place + 1));
}

/// How many entries the writers make, all together.
const WRITTEN: usize = 20_000;
const WRITERS: usize = 16;

#[actix_web::test]
async fn two_instances_with_sixteen_writers_make_one_chain_without_fork_or_gap() {
    let app = TestApp::new().await;
    let other = app.second_instance().await;
    let token = app.token("operator").await;
    let sign_in = app.service.tokens.sign_in_of(&token).unwrap();
    let written = std::cell::Cell::new(0);
    let before = app.entries();
    // A file is one instance's.
    let instances = match app.database.target {
        Target::Postgres(_) => vec![&app.service, &other.service],
        Target::Sqlite(_) => vec![&app.service],
    };
    let writers = (0..WRITERS).map(|number| {
        let service = instances[number % instances.len()];
        let (sign_in, written) = (sign_in.clone(), &written);
        async move {
            for one in 0..WRITTEN / WRITERS {
                let caller = Caller {
                    request_id: format!("writer-{number}-{one}"),
                    ..Caller::new(Identity::SignIn(sign_in.clone()), "read_me")
                };
                let read = service
                    .database
                    .read(caller, |tx| tx.own_permit::<Read, Account>().map(drop));
                read.await.unwrap();
                written.set(written.get() + 1);
            }
        }
    });
    let sealers = instances.iter().map(|service| {
        let (mut sealer, written) = (Sealer::new(service), &written);
        async move {
            let mut sealed = 0;
            while written.get() < WRITTEN {
                sealed += sealer.look().await.unwrap();
            }
            sealed
        }
    });
    let (_, sealed) = futures_util::future::join(join_all(writers), join_all(sealers)).await;
    let meanwhile: usize = sealed.into_iter().sum();
    let last = app.seal().await;
    let entries = app.entries();
    assert_eq!(entries, before + WRITTEN as i64);
    assert_eq!((meanwhile + last) as i64, entries);
    let report = app.verify("").await;
    assert_eq!(report.unsealed, 0);
    assert_eq!(report.chain.unwrap().last, entries);
}
