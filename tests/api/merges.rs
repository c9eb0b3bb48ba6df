//! Two records of one person made one, and taken back.

use futures_util::future::join;
use serde_json::{Value, json};

use crate::certificates::certificate;
use crate::credentials::competences;
use crate::support::bodies::person;
use crate::support::world::NOBODY;
use crate::support::{Answer, CaseIds, TestApp, queries, request};

const MERGES: &str = "/v1/beneficiary-merges";
const PREVIEWS: &str = "/v1/beneficiary-merge-previews";
const REASON: &str = "Both showed the same permit";

fn url(id: &str) -> String {
    format!("/v1/beneficiaries/{id}")
}

async fn try_to_merge(app: &TestApp, who: &str, merged: &str, kept: &str) -> Answer {
    let body = json!({ "kept_id": kept, "merged_id": merged, "taken": ["municipality"],
        "reason": REASON });
    app.post(who, MERGES, body).await
}

async fn merge(app: &TestApp, merged: &str, kept: &str) -> String {
    let done = try_to_merge(app, "supervisor", merged, kept).await;
    done.expect(201).id()
}

async fn reverse(app: &TestApp, id: &str) -> Answer {
    let url = format!("{MERGES}/{id}/reversal");
    app.post("supervisor", &url, json!({})).await
}

/// Somebody new at the centre, whom a search finds.
async fn added(app: &TestApp, given_name: &str) -> String {
    let mut body = person();
    body["given_name"] = json!(given_name);
    body["family_name"] = json!("Okonkwo");
    body["aliases"] = json!([]);
    body["contacts"] = json!([]);
    app.post("supervisor", "/v1/beneficiaries", body)
        .await
        .expect(201)
        .id()
}

async fn found(app: &TestApp, term: Value) -> Vec<String> {
    let found = app.post("supervisor", "/v1/beneficiary-searches", term);
    let found = found.await.expect(200);
    let items = found.body["items"].as_array().unwrap().clone();
    let id = |it: &Value| it["id"].as_str().unwrap().to_owned();
    items.iter().map(id).collect()
}

/// A case with papers and a working note of its person.
async fn recorded(app: &TestApp, passport: &str) -> (CaseIds, String) {
    let ids = app.case("investigation");
    let person = url(&ids.beneficiary);
    for (part, body) in [
        (
            "identifiers",
            json!({ "kind": "passport", "value": passport, "issuing_country": "GN" }),
        ),
        (
            "stay-permits",
            json!({ "permit_code": "asylum_request", "status": "valid" }),
        ),
        ("reception-stays", json!({ "facility_kind": "cas" })),
    ] {
        app.post("operator", &format!("{person}/{part}"), body)
            .await
            .expect(201);
    }
    let session = json!({
        "kind": "individual", "mode": "phone", "language": "fr",
        "scheduled_from": "2026-03-01T08:00:00Z", "scheduled_to": "2026-03-01T09:00:00Z",
    });
    let sessions = format!("/v1/cases/{}/sessions", ids.case);
    let planned = app.post("operator", &sessions, session).await.expect(201);
    let note = format!("{}/working-notes/{}", planned.header("location"), ids.case);
    app.put("operator", &note, json!({ "text": passport }))
        .await
        .expect(200);
    (ids, note)
}

/// All that a person's record and case answer; when it was last written is left out.
async fn all_of(app: &TestApp, ids: &CaseIds, note: &str) -> Vec<Value> {
    let person = url(&ids.beneficiary);
    let mut seen = Vec::new();
    for url in [
        person.clone(),
        format!("{person}/identifiers"),
        format!("{person}/stay-permits"),
        format!("{person}/reception-stays"),
        format!("/v1/cases/{}", ids.case),
        note.to_owned(),
    ] {
        let mut answer = app.get("operator", &url).await.expect(200).body;
        if let Some(it) = answer.as_object_mut() {
            it.remove("updated_at");
        }
        seen.push(answer);
    }
    seen
}

#[actix_web::test]
async fn all_of_the_merged_record_is_reached_under_the_kept_one_and_comes_back_as_it_was() {
    let app = TestApp::new().await;
    let (kept, kept_note) = recorded(&app, "X100").await;
    let (merged, merged_note) = recorded(&app, "X200").await;
    app.database.execute(&format!(
        "UPDATE beneficiaries SET municipality = 'Savona' WHERE id = '{}'",
        merged.beneficiary
    ));
    let before = [
        all_of(&app, &kept, &kept_note).await,
        all_of(&app, &merged, &merged_note).await,
    ];
    let id = merge(&app, &merged.beneficiary, &kept.beneficiary).await;

    for asked in [&kept.beneficiary, &merged.beneficiary] {
        let read = app.get("operator", &url(asked)).await.expect(200);
        assert_eq!(read.body["id"], kept.beneficiary);
        assert_eq!(read.body["municipality"], "Savona");
        let papers = format!("{}/identifiers", url(asked));
        let papers = app.get("operator", &papers).await.expect(200).body["items"].clone();
        let values: Vec<_> = papers
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["value"])
            .collect();
        assert_eq!(values, ["X200", "X100"]);
        for part in ["stay-permits", "reception-stays"] {
            let url = format!("{}/{part}", url(asked));
            let list = app.get("operator", &url).await.expect(200).body["items"].clone();
            assert_eq!(list.as_array().unwrap().len(), 2);
        }
    }
    let case = format!("/v1/cases/{}", merged.case);
    let case = app.get("operator", &case).await.expect(200);
    assert_eq!(case.body["person"]["beneficiary_id"], kept.beneficiary);
    let note = app.get("operator", &merged_note).await.expect(200);
    assert_eq!(note.body["notes"][0]["text"], "X200");

    reverse(&app, &id).await.expect(201);
    let after = [
        all_of(&app, &kept, &kept_note).await,
        all_of(&app, &merged, &merged_note).await,
    ];
    assert_eq!(after, before);
    let again = reverse(&app, &id).await.expect(409);
    assert_eq!(again.body["code"], "merge_reversed");
}

#[actix_web::test]
async fn what_is_added_meanwhile_stays_where_it_was_written() {
    let app = TestApp::new().await;
    let (kept, _) = recorded(&app, "X100").await;
    let (merged, note) = recorded(&app, "X200").await;
    let id = merge(&app, &merged.beneficiary, &kept.beneficiary).await;
    // What is written to the old id is the kept record's.
    let old = url(&merged.beneficiary);
    let card = json!({ "kind": "national_id", "value": "N1" });
    let identifiers = format!("{old}/identifiers");
    app.post("operator", &identifiers, card).await.expect(201);
    let patch = json!({ "municipality": "Imperia" });
    app.read_and_patch("operator", &old, patch)
        .await
        .expect(200);
    let opened = json!({ "beneficiary_id": merged.beneficiary, "programme_id":
        app.case("investigation").programme });
    let opened = app.post("operator", "/v1/cases", opened).await.expect(201);
    assert_eq!(opened.body["person"]["beneficiary_id"], kept.beneficiary);
    // A note of the merged record's case goes with its case.
    let text = json!({ "text": "Later" });
    app.put_if("operator", &note, "\"v1\"", text)
        .await
        .expect(200);

    reverse(&app, &id).await.expect(201);
    let person = app
        .get("operator", &url(&kept.beneficiary))
        .await
        .expect(200);
    assert_eq!(person.body["municipality"], "Imperia");
    let case = format!("/v1/cases/{}", opened.id());
    let case = app.get("operator", &case).await.expect(200);
    assert_eq!(case.body["person"]["beneficiary_id"], kept.beneficiary);
    let papers = app.get("operator", &identifiers).await.expect(200);
    assert_eq!(papers.body["items"].as_array().unwrap().len(), 1);
    let read = app.get("operator", &note).await.expect(200);
    assert_eq!(read.body["notes"][0]["text"], "Later");
    // It is still under the data key of the person it is about.
    app.database.execute(&format!(
        "DELETE FROM data_keys WHERE id = '{}'",
        kept.beneficiary
    ));
    app.get("operator", &note).await.expect(200);
}

#[actix_web::test]
async fn a_search_finds_the_person_once_by_either_name_and_code() {
    let app = TestApp::new().await;
    let (kept, merged) = (added(&app, "Chidinma").await, added(&app, "Blessing").await);
    let code = app.get("supervisor", &url(&merged)).await.expect(200);
    let code = code.body["person_code"].clone();
    let id = merge(&app, &merged, &kept).await;
    for term in [
        json!({ "name": "Chidinma Okonkwo" }),
        json!({ "name": "Blessing Okonkwo" }),
        json!({ "person_code": code }),
    ] {
        let found = found(&app, term.clone()).await;
        assert_eq!(found, std::slice::from_ref(&kept), "{term}");
    }
    reverse(&app, &id).await.expect(201);
    assert_eq!(found(&app, json!({ "person_code": code })).await, [merged]);
}

#[actix_web::test]
async fn chains_lead_to_their_end_and_are_taken_back_from_there() {
    let app = TestApp::new().await;
    let mut ids = Vec::new();
    for name in ["Chidinma", "Blessing", "Faith", "Joy"] {
        ids.push(added(&app, name).await);
    }
    let led = async |id: &str| app.get("supervisor", &url(id)).await.expect(200).id();
    let first = merge(&app, &ids[0], &ids[1]).await;
    let second = merge(&app, &ids[1], &ids[2]).await;
    let third = merge(&app, &ids[2], &ids[3]).await;
    for id in &ids {
        assert_eq!(led(id).await, ids[3]);
    }
    let term = json!({ "name": "Chidinma Okonkwo" });
    assert_eq!(found(&app, term).await, [ids[3].clone()]);
    for (merged, kept) in [(3, 0), (0, 3), (1, 3)] {
        let refused = try_to_merge(&app, "supervisor", &ids[merged], &ids[kept]).await;
        assert_eq!(refused.expect(409).body["code"], "already_merged");
    }
    for id in [&first, &second] {
        let refused = reverse(&app, id).await.expect(409);
        assert_eq!(refused.body["code"], "merged_further");
    }
    reverse(&app, &third).await.expect(201);
    for id in &ids[..3] {
        assert_eq!(led(id).await, ids[2]);
    }
    reverse(&app, &second).await.expect(201);
    assert_eq!(led(&ids[0]).await, ids[1]);
    reverse(&app, &first).await.expect(201);
    for id in &ids {
        assert_eq!(led(id).await, *id);
    }
    merge(&app, &ids[0], &ids[1]).await;
}

#[actix_web::test]
async fn two_tax_codes_and_two_running_cases_keep_records_apart() {
    let app = TestApp::new().await;
    let (one, other) = (app.case("investigation"), app.case("investigation"));
    let pair = json!({ "kept_id": one.beneficiary, "merged_id": other.beneficiary });
    let preview = app
        .post("supervisor", PREVIEWS, pair.clone())
        .await
        .expect(200);
    assert_eq!(preview.body["unmet"], json!([]));
    assert_eq!(preview.body["cases"], 1);
    for (ids, code) in [(&one, "DLLMMD95A01Z343V"), (&other, "RSSMRA85T10A562S")] {
        let identifiers = format!("{}/identifiers", url(&ids.beneficiary));
        let cf = json!({ "kind": "cf", "value": code });
        app.post("operator", &identifiers, cf).await.expect(201);
    }
    app.database.execute(&format!(
        "UPDATE cases SET programme_id = '{}' WHERE id = '{}'",
        one.programme, other.case
    ));
    let guards = ["one_tax_code", "one_running_case"];
    let preview = app.post("supervisor", PREVIEWS, pair).await.expect(200);
    assert_eq!(preview.body["unmet"], json!(guards));
    let refused = try_to_merge(&app, "supervisor", &other.beneficiary, &one.beneficiary).await;
    assert_eq!(refused.expect(409).unmet(), guards);
    let same = try_to_merge(&app, "supervisor", &one.beneficiary, &one.beneficiary).await;
    assert_eq!(same.expect(422).errors(), ["/merged_id same_record"]);
}

#[actix_web::test]
async fn supervisors_merge_within_their_centre_after_showing_who_they_are() {
    let app = TestApp::new().await;
    let (kept, merged) = (added(&app, "Chidinma").await, added(&app, "Blessing").await);
    let elsewhere = app.case_of("other_centre", "other_operator", "investigation");
    let nobody = try_to_merge(&app, "supervisor", NOBODY, &kept)
        .await
        .expect(404);
    let hidden = try_to_merge(&app, "supervisor", &elsewhere.beneficiary, &kept).await;
    let hidden = hidden.expect(404);
    assert_eq!(hidden.body["detail"], nobody.body["detail"]);
    try_to_merge(&app, "other_supervisor", &merged, &kept)
        .await
        .expect(404);
    try_to_merge(&app, "operator", &merged, &kept)
        .await
        .expect(404);
    app.database
        .execute("UPDATE sign_ins SET authenticated_at = '2026-03-02 08:49:59'");
    let old = try_to_merge(&app, "supervisor", &merged, &kept)
        .await
        .expect(401);
    assert_eq!(old.body["code"], "insufficient_user_authentication");
    app.forget_token("supervisor");
    let id = merge(&app, &merged, &kept).await;
    let url = format!("{MERGES}/{id}");
    let read = app.get("second_supervisor", &url).await.expect(200);
    assert_eq!(read.body["reason"], REASON);
    app.get("other_supervisor", &url).await.expect(404);
    let theirs = app.get("other_supervisor", MERGES).await.expect(200);
    assert_eq!(theirs.body["items"], json!([]));
}

#[actix_web::test]
async fn of_two_who_merge_at_once_one_is_refused() {
    let app = TestApp::new().await;
    for who in ["supervisor", "second_supervisor"] {
        app.token(who).await;
    }
    let (one, other) = (added(&app, "Chidinma").await, added(&app, "Blessing").await);
    let (first, second) = join(
        try_to_merge(&app, "supervisor", &one, &other),
        try_to_merge(&app, "second_supervisor", &other, &one),
    )
    .await;
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409], "{} {}", first.body, second.body);
    let stand = "SELECT COUNT(*) FROM beneficiary_merges WHERE reversed_at IS NULL";
    assert_eq!(app.database.count(stand), 1);
}

/// Whoever works on the merged record at the same moment does so before or after, never beside it.
#[actix_web::test]
async fn nothing_is_written_under_a_record_that_is_merged_at_the_same_moment() {
    let app = TestApp::new().await;
    for who in ["supervisor", "second_supervisor", "operator"] {
        app.token(who).await;
    }
    let programme = app.case("opened").programme;
    for _ in 0..8 {
        let (kept, merged) = (added(&app, "Chidinma").await, added(&app, "Blessing").await);
        let further = added(&app, "Joy").await;
        let case = json!({ "beneficiary_id": merged, "programme_id": programme });
        let stay = json!({ "kind": "cas", "municipality": "Genova", "from_on": "2026-01-01" });
        let stays = format!("{}/reception-stays", url(&merged));
        let ((done, _), (_, _)) = join(
            join(
                try_to_merge(&app, "supervisor", &merged, &kept),
                app.post("operator", "/v1/cases", case),
            ),
            join(
                app.post("operator", &stays, stay),
                try_to_merge(&app, "second_supervisor", &further, &merged),
            ),
        )
        .await;
        assert!([201, 409].contains(&done.status), "{}", done.body);
    }
    for table in ["cases", "reception_stays"] {
        let beside = format!(
            "SELECT COUNT(*) FROM {table} JOIN beneficiary_merges ON merged_id = beneficiary_id \
             WHERE reversed_at IS NULL"
        );
        assert_eq!(app.database.count(&beside), 0, "{table}");
    }
    let astray = "SELECT COUNT(*) FROM beneficiary_merges one JOIN beneficiary_merges other \
         ON other.merged_id = one.standing_id AND other.reversed_at IS NULL \
         WHERE one.reversed_at IS NULL";
    assert_eq!(app.database.count(astray), 0);
}

#[actix_web::test]
async fn no_tag_of_before_changes_what_stands_after() {
    let app = TestApp::new().await;
    let (kept, merged) = (added(&app, "Chidinma").await, added(&app, "Blessing").await);
    let ids = (kept.clone(), merged.clone());
    let (kept, merged) = (url(&kept), url(&merged));
    let patch = json!({ "municipality": "Imperia" });
    for _ in 0..3 {
        app.read_and_patch("supervisor", &merged, patch.clone())
            .await
            .expect(200);
    }
    let tag = async |url: &str| {
        let read = app.get("supervisor", url).await.expect(200);
        read.header("etag").to_owned()
    };
    let refused = async |url: &str, tag: &str| {
        app.patch("supervisor", url, tag, patch.clone())
            .await
            .expect(412);
    };
    let before = (tag(&kept).await, tag(&merged).await);
    let id = merge(&app, &ids.1, &ids.0).await;
    refused(&kept, &before.0).await;
    refused(&merged, &before.1).await;
    let during = tag(&merged).await;
    reverse(&app, &id).await.expect(201);
    for tag in [&before.0, &before.1, &during] {
        refused(&kept, tag).await;
        refused(&merged, tag).await;
    }
}

#[actix_web::test]
async fn certificates_and_the_log_survive_and_the_log_names_both_records() {
    let app = TestApp::new().await;
    let (certificate, read) = certificate(&app).await;
    let check = format!(
        "/verify/{}",
        read.body["verification_code"].as_str().unwrap()
    );
    let case = read.body["case_id"].as_str().unwrap();
    let attested = competences::attest(&app, case).await;
    let attested_at = attested.header("location").to_owned();
    let case = app.get("supervisor", &format!("/v1/cases/{case}")).await;
    let person = case.expect(200).body["person"]["beneficiary_id"]
        .as_str()
        .unwrap()
        .to_owned();
    app.database
        .execute("UPDATE beneficiaries SET support_needs = '[]'");
    let kept = added(&app, "Chidinma").await;
    let logged = format!("SELECT COUNT(*) FROM activity_log_records WHERE parent_id = '{person}'");
    let before = app.database.count(&logged);
    merge(&app, &person, &kept).await;
    assert!(app.database.count(&logged) > before);
    // The case that has another person now, too.
    let case = read.body["case_id"].as_str().unwrap();
    let named = format!(
        "SELECT COUNT(*) FROM activity_log_records JOIN activity_log ON id = entry_id WHERE \
         operation = 'merge_beneficiaries' AND resource = 'case' AND parent_id = '{case}'"
    );
    assert_eq!(app.database.count(&named), 1);
    app.send(request("GET", &check)).await.expect(200);
    let again = app.get("supervisor", &certificate).await.expect(200);
    assert_eq!(again.body, read.body);
    let again = app.get("supervisor", &attested_at).await.expect(200);
    assert_eq!(again.body, attested.body);
    let token = format!("{attested_at}/credential");
    app.get("supervisor", &token).await.expect(200);

    app.get("supervisor", &url(&person)).await.expect(200);
    for id in [&person, &kept] {
        let both = format!(
            "SELECT COUNT(*) FROM activity_log_records JOIN activity_log ON id = entry_id \
             WHERE operation = 'read_beneficiary' AND parent_id = '{id}'"
        );
        assert_eq!(app.database.count(&both), 1);
    }
}

#[actix_web::test]
async fn what_the_kept_record_said_before_is_sealed_and_goes_with_the_person() {
    let app = TestApp::new().await;
    let (kept, merged) = (added(&app, "Chidinma").await, added(&app, "Blessing").await);
    let id = merge(&app, &merged, &kept).await;
    let plain = "SELECT COUNT(*) FROM beneficiary_merges WHERE sealed_particulars LIKE '%Chidinma%' \
        OR sealed_particulars LIKE '%permit%'";
    assert_eq!(app.database.count(plain), 0);
    app.database.execute("DELETE FROM data_keys");
    let read = app
        .get("supervisor", &format!("{MERGES}/{id}"))
        .await
        .expect(200);
    assert_eq!(read.body["reason"], Value::Null);
    reverse(&app, &id).await.expect(201);
    let read = app.get("supervisor", &url(&merged)).await.expect(200);
    assert_eq!(read.id(), merged);
}

#[actix_web::test]
async fn reading_through_a_merge_takes_few_queries() {
    queries::watch();
    let app = TestApp::new().await;
    let (kept, _) = recorded(&app, "X100").await;
    let (merged, _) = recorded(&app, "X200").await;
    let (more, other) = (added(&app, "Blessing").await, added(&app, "Faith").await);
    let id = merge(&app, &merged.beneficiary, &kept.beneficiary).await;
    let few = |what: &str| {
        let queries = queries::take(&app.database.target);
        assert!(queries.len() <= 5, "{what}: {queries:#?}");
    };
    app.token("supervisor").await;
    queries::take(&app.database.target);
    for url in [
        url(&merged.beneficiary),
        format!("{}/identifiers", url(&merged.beneficiary)),
        format!("{}/work-right", url(&merged.beneficiary)),
        format!("{MERGES}/{id}"),
        MERGES.to_owned(),
    ] {
        app.get("supervisor", &url).await.expect(200);
        few(&url);
    }
    let pair = json!({ "kept_id": more, "merged_id": other });
    app.post("supervisor", PREVIEWS, pair).await.expect(200);
    few("preview");
    let term = json!({ "name": "Amina Diallo", "tax_code": "DLLMMD95A01Z343V" });
    found(&app, term).await;
    few("search");
}

#[actix_web::test]
async fn who_looked_at_a_record_before_it_was_merged_is_told_under_either_id() {
    let app = TestApp::new().await;
    let people = [
        added(&app, "Ada").await,
        added(&app, "Adah").await,
        added(&app, "Adaeze").await,
    ];
    for person in &people {
        app.get("supervisor", &url(person)).await.expect(200);
    }
    merge(&app, &people[0], &people[1]).await;
    merge(&app, &people[1], &people[2]).await;
    for person in &people {
        let readers = format!("{}/readers?limit=100", url(person));
        let told = app.get("privacy_officer", &readers).await.expect(200);
        let told = told.body["items"].as_array().unwrap().clone();
        let read = told
            .iter()
            .filter(|it| it["operation"] == "read_beneficiary");
        assert_eq!(read.count(), 3, "{told:#?}");
    }
}
