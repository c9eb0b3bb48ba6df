//! Mails through a real SMTP server where there is one, and through one that fails in each way.

mod peer;

use std::path::Path;
use std::time::Duration;

use bilancio::access::Caller;
use bilancio::config::{Mail, MailTransport};
use bilancio::mail::worker::Worker;
use bilancio::mail::{MailKind, OutboxMail, service};
use bilancio::rounds;
use chrono::TimeDelta;

use crate::support::{TestApp, settings};
use peer::{Fault, Peer, RealServer};

fn worker(app: &TestApp, mail: Mail) -> Worker {
    let database = app.service.database.get_ref().clone();
    let step = Duration::from_millis(400);
    Worker::new(database, &mail, "https://bilancio.example", step).unwrap()
}

fn smtp(port: u16) -> Mail {
    Mail {
        transport: MailTransport::Smtp,
        smtp_url: format!("smtp://127.0.0.1:{port}"),
        ..settings().mail
    }
}

fn files(folder: &Path) -> Mail {
    Mail {
        transport: MailTransport::File,
        folder: folder.to_owned(),
        ..settings().mail
    }
}

/// Puts a mail into the outbox under a worker's permit.
fn enqueue(app: &TestApp, recipient: &str) {
    app.service
        .database
        .write_blocking(&Caller::worker("enqueue"), |tx| {
            let permit = tx.service_permit::<bilancio::access::Update, OutboxMail>()?;
            let link = "/v1/inbox-referrals/x";
            service::enqueue(tx, &permit, MailKind::ReferralReceived, recipient, link)
        })
        .unwrap();
}

fn outbox(app: &TestApp, condition: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM outbox_mails WHERE {condition}");
    app.database.count(&query)
}

#[actix_web::test]
async fn a_mail_is_written_into_a_folder_once() {
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    enqueue(&app, "desk@cpi.example");
    let worker = worker(&app, files(folder.path()));
    assert_eq!(worker.send_due().await.unwrap(), 1);
    assert_eq!(worker.send_due().await.unwrap(), 0);
    assert_eq!(outbox(&app, "sent_at IS NOT NULL"), 1);
    let written: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(written.len(), 1);
    let text = std::fs::read_to_string(written[0].as_ref().unwrap().path()).unwrap();
    assert!(text.contains("To: desk@cpi.example\r\n"), "{text}");
    assert!(text.contains("https://bilancio.example/v1/inbox-referrals/x"));
}

#[actix_web::test]
async fn eight_workers_send_each_mail_once() {
    let app = TestApp::new().await;
    let peer = Peer::start(Fault::None);
    for number in 0..6 {
        enqueue(&app, &format!("desk{number}@cpi.example"));
    }
    let workers: Vec<_> = (0..8).map(|_| worker(&app, smtp(peer.port))).collect();
    let attempts = futures_util::future::join_all(workers.iter().map(Worker::send_due)).await;
    let made: usize = attempts.into_iter().map(Result::unwrap).sum();
    assert_eq!(made, 6);
    assert_eq!(peer.message_ids().len(), 6);
    assert_eq!(peer.recipients(), [1; 6]);
}

#[actix_web::test]
async fn a_worker_that_died_loses_its_mail_after_a_minute() {
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    enqueue(&app, "desk@cpi.example");
    let database = &app.service.database;
    let caller = Caller::worker("die");
    database
        .write_blocking(&caller, |tx| {
            let (due, waiting) = service::due(tx)?;
            assert_eq!(waiting, 1);
            assert!(service::take(tx, &due[0])?.is_some());
            assert!(service::take(tx, &due[0])?.is_none());
            Ok(())
        })
        .unwrap();
    let worker = worker(&app, files(folder.path()));
    assert_eq!(worker.send_due().await.unwrap(), 0);
    app.advance(TimeDelta::seconds(60));
    assert_eq!(worker.send_due().await.unwrap(), 1);
}

#[actix_web::test]
async fn a_server_that_fails_for_now_is_asked_again_with_the_same_message_id() {
    for fault in [Fault::Later, Fault::Hang, Fault::ClosesBeforeAnswer] {
        let app = TestApp::new().await;
        let peer = Peer::start(fault);
        enqueue(&app, "desk@cpi.example");
        let worker = worker(&app, smtp(peer.port));
        for minutes in [1, 5, 30, 120, 720] {
            assert_eq!(worker.send_due().await.unwrap(), 1, "{fault:?}");
            assert_eq!(worker.send_due().await.unwrap(), 0, "{fault:?}");
            app.advance(TimeDelta::minutes(minutes));
        }
        assert_eq!(outbox(&app, "failure IS NULL AND attempts = 5"), 1);
        assert_eq!(worker.send_due().await.unwrap(), 1);
        assert_eq!(outbox(&app, "failure = 'not_delivered'"), 1, "{fault:?}");
        app.advance(TimeDelta::days(30));
        assert_eq!(worker.send_due().await.unwrap(), 0);
        if fault != Fault::Later {
            assert!(peer.stored() >= 1, "{fault:?}");
            assert_eq!(peer.message_ids().len(), 1, "{fault:?}");
        }
    }
}

#[actix_web::test]
async fn a_mail_that_is_refused_for_good_is_not_tried_again() {
    let app = TestApp::new().await;
    let peer = Peer::start(Fault::Never);
    enqueue(&app, "desk@cpi.example");
    enqueue(&app, "a@x.example\r\nBcc: b@y.example");
    let worker = worker(&app, smtp(peer.port));
    assert_eq!(worker.send_due().await.unwrap(), 2);
    assert_eq!(outbox(&app, "failure = 'refused' AND attempts = 1"), 1);
    assert_eq!(outbox(&app, "failure = 'address_not_valid'"), 1);
    app.advance(TimeDelta::days(1));
    assert_eq!(worker.send_due().await.unwrap(), 0);
    assert_eq!(peer.stored(), 0);
}

#[actix_web::test]
async fn a_real_server_takes_a_mail_for_one_recipient() {
    let Some(server) = RealServer::start() else {
        eprintln!("skipped: no python3 with aiosmtpd (AIOSMTPD_PYTHON names another one)");
        return;
    };
    let app = TestApp::new().await;
    enqueue(&app, "desk@cpi.example");
    let worker = worker(&app, smtp(server.port));
    assert_eq!(worker.send_due().await.unwrap(), 1);
    assert_eq!(outbox(&app, "sent_at IS NOT NULL"), 1);
    let mails = server.mails();
    assert_eq!(mails.matches("MESSAGE FOLLOWS").count(), 1, "{mails}");
    assert!(mails.contains("\nTo: desk@cpi.example\n"), "{mails}");
    assert_eq!(mails.matches("Message-ID: <").count(), 1);
    assert!(mails.contains("@bilancio.example>"));
    assert!(!mails.contains("Bcc"));
}

#[actix_web::test]
async fn mails_that_are_over_are_forgotten_after_a_month_and_no_others() {
    let app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    enqueue(&app, "desk@cpi.example");
    worker(&app, files(folder.path())).send_due().await.unwrap();
    enqueue(&app, "desk@cpi.example");
    app.advance(TimeDelta::days(30));
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(outbox(&app, "true"), 2);
    app.advance(TimeDelta::seconds(1));
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(outbox(&app, "sent_at IS NULL"), 1);
    assert_eq!(outbox(&app, "true"), 1);
}
