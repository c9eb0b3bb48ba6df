//! Whose certificates a batch is about.

use serde_json::{Value, json};

use super::{certifiable, certificates, finished, group_of, outcomes};
use crate::certificates::quickly_approved_case_of;
use crate::support::records::{self, Maker};
use crate::support::{Answer, TestApp};

/// A meeting of the group that was held, at which these people were for so many minutes.
fn met(app: &TestApp, group: &str, people: &[(&str, i32)]) {
    let (id, org, user) = (
        uuid::Uuid::now_v7(),
        app.organisation("centre"),
        app.user("operator"),
    );
    let (from, to) = ("2026-02-12 09:00:00", "2026-02-12 12:00:00");
    let mut sql = format!(
        "INSERT INTO sessions (id, organisation_id, group_id, kind, mode, status, scheduled_from, \
         scheduled_to, held_from, held_to, place, language, interpreter, conductor_id, topics, \
         shared_summary, version, created_at, created_by, updated_at) VALUES ('{id}', '{org}', \
         '{group}', 'group', 'in_person', 'held', '{from}', '{to}', '{from}', '{to}', 'Here', 'fr', \
         'none', '{user}', '[]', '', 1, '{to}', '{user}', '{to}')"
    );
    for (case, minutes) in people {
        let status = ["absent", "present"][usize::from(*minutes > 0)];
        sql += &format!(
            "; INSERT INTO attendances (session_id, case_id, organisation_id, status, minutes, \
             recorded_by, recorded_at) VALUES ('{id}', '{case}', '{org}', '{status}', {minutes}, \
             '{user}', '{to}')"
        );
    }
    app.database.execute(&sql);
}

async fn ask(app: &TestApp, group: &str, body: Value) -> Answer {
    let url = format!("/v1/groups/{group}/certificate-batches");
    app.post("supervisor", &url, body).await
}

#[actix_web::test]
async fn who_left_after_a_meeting_is_certified_too_and_who_is_left_out_is_told_of() {
    let app = TestApp::new().await;
    let cases = certifiable(&app, 4);
    let group = group_of(&app, &cases);
    met(&app, &group, &[(&cases[0], 180), (&cases[1], 0)]);
    app.database.execute(&format!(
        "UPDATE group_members SET left_on = '2026-02-28'; \
         UPDATE group_members SET joined_on = '2026-03-03', left_on = NULL WHERE case_id = '{}'",
        cases[3]
    ));
    let begun = ask(&app, &group, json!({})).await.expect(202);
    let result = finished(&app, begun.header("location")).await;
    assert_eq!(
        outcomes(&result),
        [
            ("issued", "JCG-2026-000001"),
            ("left_out", "left_without_meeting"),
            ("left_out", "left_without_meeting"),
            ("left_out", "joins_later"),
        ]
    );
    let detail = result.body["items"][1]["unmet"][0]["detail"].as_str();
    assert!(detail.unwrap().contains("without having been at a meeting"));
    assert_eq!(certificates(&app), 1);
}

#[actix_web::test]
async fn those_who_are_named_are_certified_and_nobody_else() {
    let app = TestApp::new().await;
    let cases = certifiable(&app, 4);
    let group = group_of(&app, &cases[..3]);
    app.database.execute(&format!(
        "UPDATE group_members SET left_on = '2026-02-28' WHERE case_id = '{}'",
        cases[2]
    ));
    let foreign = quickly_approved_case_of(&app, "other_centre", "other_operator");
    let nobody = uuid::Uuid::now_v7().to_string();
    let many: Vec<_> = (0..201).map(|_| uuid::Uuid::now_v7().to_string()).collect();
    for (named, faults) in [
        (json!([]), vec!["/case_ids out_of_range"]),
        (json!(many), vec!["/case_ids out_of_range"]),
        (
            // In no group, at another centre, nowhere: told alike.
            json!([cases[3], cases[0], foreign, nobody]),
            vec![
                "/case_ids/0 unknown_code",
                "/case_ids/2 unknown_code",
                "/case_ids/3 unknown_code",
            ],
        ),
        (
            json!([cases[0], cases[0]]),
            vec!["/case_ids/1 already_exists"],
        ),
    ] {
        let refused = ask(&app, &group, json!({ "case_ids": named })).await;
        assert_eq!(refused.expect(422).errors(), faults);
    }
    for wrong in [json!(["x"]), json!("all"), json!([null])] {
        ask(&app, &group, json!({ "case_ids": wrong }))
            .await
            .expect(422);
    }
    let batches = "SELECT COUNT(*) FROM certificate_batches";
    assert_eq!(app.database.count(batches), 0);

    let named = json!({ "case_ids": [cases[2], cases[1]] });
    let begun = ask(&app, &group, named).await.expect(202);
    let result = finished(&app, begun.header("location")).await;
    assert_eq!(
        outcomes(&result),
        [("issued", "JCG-2026-000001"), ("issued", "JCG-2026-000002")]
    );
    let of_whom = [0, 1].map(|place| result.body["items"][place]["case_id"].clone());
    assert_eq!(of_whom, [json!(cases[1]), json!(cases[2])]);
    assert_eq!(certificates(&app), 2);
}

#[actix_web::test]
async fn a_group_that_is_too_large_is_refused_whole_and_asked_for_by_name() {
    let app = TestApp::new().await;
    let cases = certifiable(&app, 1);
    let group = group_of(&app, &cases);
    let (organisation, user) = (app.organisation("centre"), app.user("operator"));
    let maker = || Maker {
        organisation: &organisation,
        user: &user,
    };
    let further = |_| {
        let (ids, sql) = records::case(maker(), "closed");
        let joins = format!(
            "INSERT INTO group_members (group_id, case_id, organisation_id, joined_on) \
             VALUES ('{group}', '{}', '{organisation}', '2026-01-09')",
            ids.case
        );
        (ids.case, format!("{sql}{joins}"))
    };
    let (further, sql): (Vec<String>, Vec<String>) = (0..200).map(further).unzip();
    app.database.execute(&sql.join("; "));
    let refused = ask(&app, &group, json!({})).await.expect(409);
    assert_eq!(refused.body["code"], "group_too_large");
    let named = json!({ "case_ids": [cases[0]] });
    let begun = ask(&app, &group, named).await.expect(202);
    let result = finished(&app, begun.header("location")).await;
    assert_eq!(outcomes(&result), [("issued", "JCG-2026-000001")]);
    app.database.execute(&format!(
        "DELETE FROM group_members WHERE case_id = '{}'",
        further[0]
    ));
    ask(&app, &group, json!({})).await.expect(202);
}
