use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request};

impl TestApp {
    /// A group of the centre in a programme, conducted by one of its people; its address.
    pub async fn group(&self, conductor: &str, programme: &str, capacity: i32) -> String {
        let body = self.group_body(conductor, programme, capacity);
        let made = self.post(conductor, "/v1/groups", body).await.expect(201);
        made.header("location").to_owned()
    }

    fn group_body(&self, conductor: &str, programme: &str, capacity: i32) -> Value {
        json!({
            "programme_id": programme, "label": "Gruppo A", "language": "fr",
            "conductor_id": self.user(conductor), "mediator": "B. Ndiaye", "capacity": capacity,
        })
    }

    /// Puts a case into the programme of another.
    pub fn move_to_programme(&self, case: &str, programme: &str) {
        self.database.execute(&format!(
            "UPDATE cases SET programme_id = '{programme}' WHERE id = '{case}'"
        ));
    }

    pub async fn put_if(&self, who: &str, url: &str, tag: &str, body: Value) -> Answer {
        let call = request("PUT", url).by(&self.token(who).await);
        self.send(call.json(body).header("if-match", tag)).await
    }

    /// Takes a case into a group, whatever the group's version.
    pub async fn join(&self, who: &str, group: &str, case: &str, body: Value) -> Answer {
        let read = self.get("supervisor", group).await.expect(200);
        let url = format!("{group}/members/{case}");
        self.put_if(who, &url, read.header("etag"), body).await
    }
}

#[actix_web::test]
async fn a_group_is_made_changed_and_listed() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    let body = app.group_body("operator", &case.programme, 10);
    let made = app.post("operator", "/v1/groups", body).await.expect(201);
    let url = made.header("location").to_owned();
    let read = app.get("colleague", &url).await.expect(200);
    assert_eq!(read.body, made.body);
    assert_eq!(read.body["members"], json!([]));

    let patch = json!({ "mediator": null, "conductor_id": app.user("colleague") });
    let patched = app
        .patch("operator", &url, "\"v1\"", patch.clone())
        .await
        .expect(200);
    assert_eq!(patched.header("etag"), "\"v2\"");
    assert!(patched.body["mediator"].is_null());
    app.patch("operator", &url, "\"v1\"", patch)
        .await
        .expect(412);

    let joined = app
        .join(
            "operator",
            &url,
            &case.case,
            json!({ "joined_on": app.day(0) }),
        )
        .await
        .expect(200);
    assert_eq!(joined.body["members"][0]["case_id"], case.case.as_str());
    let list = format!("/v1/groups?programme_id={}", case.programme);
    let listed = app.get("supervisor", &list).await.expect(200);
    assert_eq!(listed.body["items"][0]["member_count"], 1);
    let other = app.case("investigation").programme;
    let none = app
        .get("supervisor", &format!("/v1/groups?programme_id={other}"))
        .await;
    assert_eq!(none.body["items"], json!([]));
}

#[actix_web::test]
async fn strangers_do_not_see_a_group_and_other_roles_may_not_make_one() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    let url = app.group("operator", &case.programme, 10).await;
    for who in [
        "other_operator",
        "other_supervisor",
        "reception",
        "officer",
        "admin",
    ] {
        app.get(who, &url).await.expect(404);
        app.patch(who, &url, "\"v1\"", json!({ "label": "x" }))
            .await
            .expect(404);
    }
    for who in ["reception", "officer", "admin"] {
        let body = app.group_body("operator", &case.programme, 10);
        app.post(who, "/v1/groups", body).await.expect(403);
        app.get(who, "/v1/groups").await.expect(403);
    }
    let listed = app.get("other_operator", "/v1/groups").await.expect(200);
    assert_eq!(listed.body["items"], json!([]));
    // A programme of another centre does not exist for this one.
    let body = app.group_body("operator", &case.programme, 10);
    let foreign = app.post("other_operator", "/v1/groups", body).await;
    assert_eq!(foreign.expect(422).errors(), ["/programme_id unknown_code"]);
}

#[actix_web::test]
async fn a_group_is_refused_with_every_rule_it_breaks() {
    let app = TestApp::new().await;
    let programme = app.case("investigation").programme;
    let good = app.group_body("operator", &programme, 10);
    for (field, value, errors) in [
        ("label", json!(" "), "/label text_empty"),
        ("label", json!("x".repeat(101)), "/label text_too_long"),
        ("language", json!("French"), "/language unknown_code"),
        ("capacity", json!(0), "/capacity out_of_range"),
        ("capacity", json!(101), "/capacity out_of_range"),
        ("capacity", json!("ten"), "/capacity wrong_type"),
        ("mediator", json!("a\u{0}b"), "/mediator control_character"),
        (
            "conductor_id",
            json!(app.user("officer")),
            "/conductor_id cannot_act_here",
        ),
        ("conductor_id", json!("me"), "/conductor_id wrong_type"),
        ("religion", json!("x"), "/religion unknown_property"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let refused = app.post("operator", "/v1/groups", body).await.expect(422);
        assert_eq!(refused.errors(), [errors]);
    }
}

#[actix_web::test]
async fn who_joins_follows_the_same_programme_and_has_not_ended() {
    let app = TestApp::new().await;
    let first = app.case("investigation");
    let url = app.group("operator", &first.programme, 1).await;
    let today = json!({ "joined_on": app.day(0) });

    let elsewhere = app.case("investigation");
    let refused = app
        .join("operator", &url, &elsewhere.case, today.clone())
        .await;
    assert_eq!(refused.expect(409).unmet(), ["other_programme"]);
    let ended = app.case("withdrawn");
    app.move_to_programme(&ended.case, &first.programme);
    let refused = app.join("operator", &url, &ended.case, today.clone()).await;
    assert_eq!(refused.expect(409).body["code"], "case_ended");
    let foreign = app.case_of("other_centre", "other_operator", "investigation");
    app.join("supervisor", &url, &foreign.case, today.clone())
        .await
        .expect(404);
    // An operator of the centre who does not work on the case may not move it either.
    app.join("colleague", &url, &first.case, today.clone())
        .await
        .expect(404);

    app.join("operator", &url, &first.case, today.clone())
        .await
        .expect(200);
    let second = app.case("investigation");
    app.move_to_programme(&second.case, &first.programme);
    let full = app
        .join("operator", &url, &second.case, today.clone())
        .await;
    assert_eq!(full.expect(409).unmet(), ["group_full"]);
    let more = json!({ "joined_on": app.day(0), "over_capacity": true });
    app.join("operator", &url, &second.case, more)
        .await
        .expect(200);

    let wrong = json!({ "joined_on": app.day(0), "left_on": app.day(-1) });
    let refused = app.join("operator", &url, &first.case, wrong).await;
    assert_eq!(refused.expect(422).errors(), ["/left_on before_start"]);
    let left = json!({ "joined_on": app.day(0), "left_on": app.day(3) });
    let answer = app
        .join("operator", &url, &first.case, left)
        .await
        .expect(200);
    assert_eq!(answer.body["members"][0]["left_on"], app.day(3));
    let member = format!("{url}/members/{}", first.case);
    app.put_if("operator", &member, "\"v1\"", today.clone())
        .await
        .expect(412);
    app.put("operator", &member, today).await.expect(428);
}

#[actix_web::test]
async fn a_colleague_cannot_end_the_place_of_somebody_elses_case_in_a_group() {
    let app = TestApp::new().await;
    let case = app.case("investigation");
    let group = app.group("operator", &case.programme, 10).await;
    let joining = json!({ "joined_on": app.day(0) });
    app.join("operator", &group, &case.case, joining)
        .await
        .expect(200);
    let leaving = json!({ "joined_on": app.day(0), "left_on": app.day(0) });
    app.join("colleague", &group, &case.case, leaving.clone())
        .await
        .expect(404);
    app.join("operator", &group, &case.case, leaving)
        .await
        .expect(200);
}
