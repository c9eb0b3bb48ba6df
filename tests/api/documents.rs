//! Reports: submitted, returned, approved; and how documents are read.

use aws_lc_rs::digest::{SHA256, digest};
use bilancio::access::{Caller, Identity, Transaction};
use bilancio::cases::CaseId;
use bilancio::documents::service;
use bilancio::error::{Error, Result};

use serde_json::Value;

use crate::papers::words;
use crate::support::records::{self, Maker};
use crate::support::{CaseIds, TestApp};

/// What is submitted and decided on together.
const REPORTED: [&str; 3] = ["assessment_report", "synthesis", "transparency_document"];

/// What no document, answer or page may show.
pub const CANARY: &str = "ZZCANARY";

/// A case with three hours attended in two sessions, a profile and a final assessment by its lead.
pub fn assessed_case(app: &TestApp, status: &str) -> CaseIds {
    assessed_case_of(app, "centre", "operator", status)
}

pub fn assessed_case_of(app: &TestApp, organisation: &str, lead: &str, status: &str) -> CaseIds {
    let ids = app.case_of(organisation, lead, status);
    let CaseIds {
        case, beneficiary, ..
    } = &ids;
    let (org, user) = (app.organisation(organisation), app.user(lead));
    let id = || uuid::Uuid::now_v7().to_string();
    let at = "2026-02-02 08:00:00";
    let maker = Maker {
        organisation: &org,
        user: &user,
    };
    let mut sql = records::sessions(maker, case);
    let (experience, competence) = (id(), id());
    sql += &format!(
        "INSERT INTO experiences (id, case_id, organisation_id, kind, title, employer, country, place, \
         started, ended, ongoing, completion, setting, tasks, tools, context, version, created_at, \
         updated_at) VALUES ('{experience}', '{case}', '{org}', 'work_employed', 'Seamstress', \
         'Workshop', 'GN', 'Conakry', '2014', '2019', false, 'completed', 'informal', '[\"sewing\"]', '[]', \
         '', 1, '{at}', '{at}'); \
         INSERT INTO competences (id, case_id, organisation_id, label, kind, description, setting, \
         self_level, version, created_at, updated_at) VALUES ('{competence}', '{case}', '{org}', \
         'I sew shirts', 'technical', '', 'informal', 3, 1, '{at}', '{at}'); \
         INSERT INTO competence_experiences (competence_id, experience_id, case_id, organisation_id) \
         VALUES ('{competence}', '{experience}', '{case}', '{org}'); \
         INSERT INTO assessments (id, case_id, organisation_id, kind, assessor_id, assessed_on, \
         methods, summary, items, item_count, version, created_at, updated_at) VALUES ('{}', \
         '{case}', '{org}', 'final', '{user}', '2026-02-20', '[\"biographical_interview\"]', \
         'Sews well.', '[{{\"competence_id\":\"{competence}\",\"agreed_level\":4}}]', 1, 1, '{at}', \
         '{at}'); \
         UPDATE cases SET observations = 'That is me.', needs_analysis = '{CANARY}' \
         WHERE id = '{case}'; \
         UPDATE beneficiaries SET support_needs = '[\"{CANARY}\"]' WHERE id = '{beneficiary}'; \
         INSERT INTO stay_permits (id, beneficiary_id, organisation_id, permit_code, status, \
         created_at, created_by) VALUES ('{}', '{beneficiary}', '{org}', '{CANARY}', 'valid', '{at}', \
         '{user}')",
        id(),
        id(),
    );
    app.database.execute(&sql);
    ids
}

/// Does what one of the people may do, as the moves of a case will.
pub async fn act<T: Send + 'static>(
    app: &TestApp,
    who: &str,
    work: impl FnOnce(&mut Transaction) -> Result<T> + Send + 'static,
) -> Result<T> {
    let token = app.token(who).await;
    let sign_in = app.service.tokens.sign_in_of(&token).unwrap();
    let caller = Caller::new(Identity::SignIn(sign_in), "test");
    app.service.database.write(caller, work).await
}

pub async fn submit(app: &TestApp, who: &str, case: &str) -> Result<()> {
    let case: CaseId = case.parse().unwrap();
    act(app, who, move |tx| service::submit_report(tx, &case)).await
}

pub async fn approve(app: &TestApp, who: &str, case: &str) -> Result<()> {
    let case: CaseId = case.parse().unwrap();
    act(app, who, move |tx| service::approve_report(tx, &case)).await
}

/// The editions of a kind, the newest first.
async fn editions(app: &TestApp, who: &str, case: &str, kind: &str) -> Vec<Value> {
    let list = format!("/v1/cases/{case}/documents");
    let answer = app.get(who, &list).await.expect(200);
    let items = answer.body["items"].as_array().unwrap();
    let of_kind = items.iter().filter(|it| it["kind"] == kind);
    of_kind.cloned().collect()
}

/// The newest edition of a kind, and its address.
pub async fn newest(app: &TestApp, who: &str, case: &str, kind: &str) -> (Value, String) {
    let document = editions(app, who, case, kind).await.remove(0);
    let url = format!("/v1/documents/{}", document["id"].as_str().unwrap());
    (document, url)
}

async fn return_it(app: &TestApp, who: &str, case: &str) -> Result<()> {
    let case: CaseId = case.parse().unwrap();
    let again = "The dates are missing.";
    act(app, who, move |tx| service::return_report(tx, &case, again)).await
}

pub fn sha256(bytes: &[u8]) -> String {
    let hash = digest(&SHA256, bytes);
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub fn unmet(error: Error) -> Vec<&'static str> {
    match error {
        Error::Unmet(unmet) => unmet.into_iter().map(|it| it.guard).collect(),
        other => panic!("{other:?}"),
    }
}

#[actix_web::test]
async fn a_report_is_submitted_and_approved_and_its_file_is_what_the_register_says() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    for (description, done) in [("Italian B1", "false"), ("Photographs", "true")] {
        app.database.execute(&format!(
            "INSERT INTO next_steps (id, case_id, organisation_id, kind, description, done, version, \
             created_at) VALUES ('{}', '{case}', '{}', 'other', '{description}', {done}, 1, \
             '2026-02-02 08:00:00')",
            uuid::Uuid::now_v7(),
            app.organisation("centre")
        ));
    }
    submit(&app, "operator", &case).await.unwrap();
    let (document, url) = newest(&app, "operator", &case, "assessment_report").await;
    assert_eq!(document["status"], "submitted");
    assert_eq!(document["edition"], 1);
    assert!(document["file_hash"].is_null());

    approve(&app, "supervisor", &case).await.unwrap();
    let issued = app.get("operator", &url).await.expect(200);
    assert_eq!(issued.body["status"], "issued");
    assert_eq!(issued.body["approved_by"], app.user("supervisor"));
    assert_ne!(issued.body["content_hash"], document["content_hash"]);
    let file = app
        .get("operator", &format!("{url}/file"))
        .await
        .expect(200);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.bytes.starts_with(b"%PDF-"));
    assert_eq!(issued.body["file_hash"], sha256(&file.bytes));

    let said = |text: &str| {
        let query = format!(
            "SELECT COUNT(*) FROM documents WHERE kind = 'assessment_report' AND content LIKE '%{text}%'"
        );
        app.database.count(&query) == 1
    };
    for text in [
        "Amina Diallo",
        "I sew shirts",
        "Seamstress",
        "That is me.",
        "Sews well.",
        "Italian B1",
    ] {
        assert!(said(text), "{text}");
    }
    // What was done already does not come next.
    assert!(!said("Photographs"));
    assert!(said("\"agreed_level\":4") && said("\"individual_minutes\":180"));
    assert!(said("Person supervisor"));
    assert!(!said(CANARY));
}

#[actix_web::test]
async fn a_returned_report_is_answered_by_the_next_edition_and_a_later_issue_supersedes_it() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_submitted").case;
    submit(&app, "operator", &case).await.unwrap();
    return_it(&app, "supervisor", &case).await.unwrap();
    let refused = approve(&app, "supervisor", &case).await.unwrap_err();
    assert_eq!(refused.code(), "no_submitted_report");
    for _ in 0..2 {
        submit(&app, "operator", &case).await.unwrap();
        approve(&app, "supervisor", &case).await.unwrap();
    }
    for kind in REPORTED {
        let all = editions(&app, "supervisor", &case, kind).await;
        let shown: Vec<_> = all
            .iter()
            .map(|it| {
                (
                    it["edition"].as_i64().unwrap(),
                    it["status"].as_str().unwrap(),
                )
            })
            .collect();
        let expected = [(3, "issued"), (2, "superseded"), (1, "returned")];
        assert_eq!(shown, expected, "{kind}");
        assert_eq!(all[2]["review_comment"], "The dates are missing.");
    }
}

#[actix_web::test]
async fn one_decision_issues_the_report_its_synthesis_and_the_transparency_document() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    journey(&app, &case);
    app.database.execute(&format!(
        "INSERT INTO case_operators (case_id, user_id, organisation_id, part, assigned_at) \
         VALUES ('{case}', '{}', '{}', 'mediator', '2026-02-02 08:00:00')",
        app.user("mediator"),
        app.organisation("centre")
    ));
    submit(&app, "operator", &case).await.unwrap();
    approve(&app, "supervisor", &case).await.unwrap();
    for kind in REPORTED {
        let (document, url) = newest(&app, "operator", &case, kind).await;
        assert_eq!(document["status"], "issued", "{kind}");
        assert_eq!(document["approved_by"], app.user("supervisor"));
        let file = app.get("operator", &format!("{url}/file")).await;
        let file = file.expect(200);
        assert_eq!(document["file_hash"], sha256(&file.bytes), "{kind}");
        let name = format!("{kind}-1.pdf");
        assert!(file.header("content-disposition").contains(&name), "{kind}");
        app.get("other_supervisor", &format!("{url}/file"))
            .await
            .expect(404);
    }
    let say = |text: &str, kind: &str| {
        let query = format!(
            "SELECT COUNT(*) FROM documents WHERE kind = '{kind}' AND content LIKE '%{text}%'"
        );
        app.database.count(&query) == 1
    };
    for kind in REPORTED {
        for text in ["Amina Diallo", "I sew shirts", "Person supervisor"] {
            assert!(say(text, kind), "{kind} {text}");
        }
        assert!(!say(CANARY, kind), "{kind}");
        // Who bridges languages assesses nothing.
        assert_eq!(say("Person mediator", kind), kind == "assessment_report");
        // What the report tells of the way here, no other tells.
        assert_eq!(say("Across the sea", kind), kind == "assessment_report");
        assert_eq!(say("Sews well.", kind), kind == "assessment_report");
    }
    let mediator = "\"mediator\":\"Person mediator\"";
    assert!(say(mediator, "assessment_report"));
    assert!(say("That is me.", "synthesis"));
    assert!(say("Seamstress", "transparency_document"));
    let born = "\"birth_date\":\"1995\"";
    assert!(!say(born, "synthesis") && say(born, "transparency_document"));
}

/// Adds what the person went through on the way, linked to what they can do.
fn journey(app: &TestApp, case: &str) {
    let (id, org) = (uuid::Uuid::now_v7(), app.organisation("centre"));
    let at = "2026-02-02 08:00:00";
    app.database.execute(&format!(
        "INSERT INTO experiences (id, case_id, organisation_id, kind, title, employer, country, place, \
         started, ended, ongoing, completion, setting, tasks, tools, context, version, created_at, \
         updated_at) VALUES ('{id}', '{case}', '{org}', 'migration_context', 'Across the sea', '', \
         NULL, '', '2019', '2021', false, 'completed', 'informal', '[]', '[]', '', 1, '{at}', '{at}'); \
         INSERT INTO competence_experiences (competence_id, experience_id, case_id, organisation_id) \
         SELECT id, '{id}', case_id, organisation_id FROM competences WHERE case_id = '{case}'"
    ));
}

#[actix_web::test]
async fn an_assessment_that_does_not_read_is_not_submitted_as_one_without_levels() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    app.database
        .execute("UPDATE assessments SET items = '[{\"competence\":\"x\"}]'");
    let refused = submit(&app, "operator", &case).await.unwrap_err();
    assert_eq!(refused.code(), "internal");
    assert_eq!(app.database.count("SELECT COUNT(*) FROM documents"), 0);
}

#[actix_web::test]
async fn a_synthesis_is_drawn_to_be_given_before_there_is_one() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    journey(&app, &case);
    let url = format!("/v1/cases/{case}/draft");
    let draft = app.get("operator", &url).await.expect(200);
    assert_eq!(draft.header("content-type"), "application/pdf");
    let name = draft.header("content-disposition");
    assert!(name.contains("synthesis-draft.pdf"), "{name}");
    for kind in REPORTED {
        let url = format!("{url}?kind={kind}");
        let drawn = app.get("supervisor", &url).await.expect(200);
        assert_eq!(drawn.bytes == draft.bytes, kind == "synthesis", "{kind}");
        if let Some(words) = words(&drawn) {
            for text in ["BOZZA", "AminaDiallo", "Isewshirts"] {
                assert!(words.contains(text), "{kind} {text}");
            }
            assert!(!words.contains(CANARY), "{kind}");
        }
    }
    for kind in ["participation_certificate", "referral_letter"] {
        let refused = app.get("operator", &format!("{url}?kind={kind}")).await;
        assert_eq!(refused.expect(422).errors(), ["/kind unknown_code"]);
    }
    for who in ["colleague", "other_operator", "reception", "admin"] {
        app.get(who, &url).await.expect(404);
    }
    let kept = "SELECT COUNT(*) FROM documents";
    assert_eq!(app.database.count(kept), 0);
    for status in ["investigation", "report_submitted", "follow_up"] {
        let url = format!("/v1/cases/{}/draft", assessed_case(&app, status).case);
        let refused = app.get("operator", &url).await.expect(409);
        assert_eq!(refused.body["code"], "not_in_conclusion");
    }
}

#[actix_web::test]
async fn what_waits_or_was_returned_is_read_as_a_draft_that_is_kept_nowhere() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_submitted").case;
    submit(&app, "operator", &case).await.unwrap();
    for kind in REPORTED {
        let (_, url) = newest(&app, "operator", &case, kind).await;
        let url = format!("{url}/file");
        let draft = app.get("supervisor", &url).await.expect(200);
        assert_eq!(draft.header("content-type"), "application/pdf");
        let name = format!("{kind}-1-draft.pdf");
        assert!(draft.header("content-disposition").contains(&name));
        assert!(draft.bytes.starts_with(b"%PDF-"));
        let again = app.get("operator", &url).await.expect(200);
        assert!(again.bytes == draft.bytes, "{kind}");
        for who in [
            "colleague",
            "other_operator",
            "officer",
            "reception",
            "admin",
        ] {
            app.get(who, &url).await.expect(404);
        }
    }
    let kept = "SELECT COUNT(*) FROM documents WHERE file IS NOT NULL OR file_hash IS NOT NULL";
    assert_eq!(app.database.count(kept), 0);

    return_it(&app, "supervisor", &case).await.unwrap();
    let (returned, url) = newest(&app, "operator", &case, "synthesis").await;
    assert_eq!(returned["status"], "returned");
    let draft = app.get("operator", &format!("{url}/file")).await;
    let draft = draft.expect(200);
    submit(&app, "operator", &case).await.unwrap();
    approve(&app, "supervisor", &case).await.unwrap();
    let (issued, issued_url) = newest(&app, "operator", &case, "synthesis").await;
    assert_eq!(issued["edition"], 2);
    let file = app.get("operator", &format!("{issued_url}/file")).await;
    assert_eq!(issued["file_hash"], sha256(&file.expect(200).bytes));
    // What was returned stays a draft.
    let again = app.get("operator", &format!("{url}/file")).await;
    assert!(again.expect(200).bytes == draft.bytes);
}

#[actix_web::test]
async fn only_one_of_two_supervisors_approves() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_submitted").case;
    submit(&app, "operator", &case).await.unwrap();
    app.token("supervisor").await;
    app.token("second_supervisor").await;
    let both = futures_util::future::join(
        approve(&app, "supervisor", &case),
        approve(&app, "second_supervisor", &case),
    );
    let (one, other) = both.await;
    assert!(one.is_ok() != other.is_ok());
    let refused = one.err().or(other.err()).unwrap();
    assert_eq!(refused.code(), "no_submitted_report");
}

#[actix_web::test]
async fn who_works_on_a_case_or_assessed_it_neither_approves_nor_returns_its_report() {
    let app = TestApp::new().await;
    let (supervisor, org) = (app.user("supervisor"), app.organisation("centre"));
    for part in ["lead", "co", "author"] {
        let case = assessed_case(&app, "report_submitted").case;
        submit(&app, "operator", &case).await.unwrap();
        app.database.execute(&match part {
            "author" => format!(
                "UPDATE assessments SET assessor_id = '{supervisor}' WHERE case_id = '{case}'"
            ),
            "lead" => format!(
                "UPDATE case_operators SET user_id = '{supervisor}' WHERE case_id = '{case}'"
            ),
            part => format!(
                "INSERT INTO case_operators (case_id, user_id, organisation_id, part, assigned_at) \
                 VALUES ('{case}', '{supervisor}', '{org}', '{part}', '2026-02-02 08:00:00')"
            ),
        });
        let refused = approve(&app, "supervisor", &case).await.unwrap_err();
        assert_eq!(unmet(refused), ["four_eyes"], "{part}");
        let refused = return_it(&app, "supervisor", &case).await.unwrap_err();
        assert_eq!(unmet(refused), ["four_eyes"], "{part}");
        approve(&app, "second_supervisor", &case).await.unwrap();
    }
}

#[actix_web::test]
async fn a_supervisor_submits_no_report_and_an_operator_approves_none() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "conclusion").case;
    let refused = submit(&app, "supervisor", &case).await.unwrap_err();
    assert_eq!(refused.code(), "forbidden");
    submit(&app, "operator", &case).await.unwrap();
    let refused = approve(&app, "operator", &case).await.unwrap_err();
    assert_eq!(refused.code(), "forbidden");
}

#[actix_web::test]
async fn a_stranger_cannot_tell_that_a_document_exists() {
    let app = TestApp::new().await;
    let case = assessed_case(&app, "report_submitted").case;
    submit(&app, "operator", &case).await.unwrap();
    approve(&app, "supervisor", &case).await.unwrap();
    let list = format!("/v1/cases/{case}/documents");
    let answer = app.get("operator", &list).await.expect(200);
    let id = answer.body["items"][0]["id"].as_str().unwrap();
    let strangers = [
        "other_operator",
        "other_supervisor",
        "colleague",
        "officer",
        "reception",
        "admin",
    ];
    for who in strangers {
        for url in [
            list.clone(),
            format!("/v1/documents/{id}"),
            format!("/v1/documents/{id}/file"),
        ] {
            app.get(who, &url).await.expect(404);
        }
        assert_eq!(
            approve(&app, who, &case).await.unwrap_err().code(),
            "not_found"
        );
    }
}
