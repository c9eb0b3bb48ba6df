//! One interview that was written down on two devices without a network, and is sent by both later.
//!
//! Each device has what the service knew when they went out, gives ids of its own to what it adds, and
//! remembers the version of what it changes.

use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request};

struct Device<'a> {
    app: &'a TestApp,
    case: String,
}

impl Device<'_> {
    /// Sends an entry that was made out there. One that is there already is the same one, sent before.
    async fn sends(&self, kind: &str, entry: &Value) -> u16 {
        let list = format!("{}/{kind}", self.case);
        self.app.post("operator", &list, entry.clone()).await.status
    }

    async fn changes(&self, kind: &str, id: &str, tag: &str, change: Value) -> Answer {
        let url = format!("{}/{kind}/{id}", self.case);
        self.app.patch("operator", &url, tag, change).await
    }

    async fn entries(&self, kind: &str) -> Vec<Value> {
        let list = self
            .app
            .get("operator", &format!("{}/{kind}", self.case))
            .await;
        list.expect(200).body["items"].as_array().unwrap().clone()
    }
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn experience(id: &str, title: &str) -> Value {
    json!({ "id": id, "kind": "family_care", "title": title, "setting": "informal" })
}

fn language(id: &str, level: &str) -> Value {
    json!({
        "id": id, "language": "fr", "mother_tongue": false, "listening": level, "reading": level,
        "spoken_interaction": level, "spoken_production": level, "writing": level,
        "source": "self",
    })
}

#[actix_web::test]
async fn what_two_devices_wrote_of_one_interview_is_all_there_in_the_end() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let [first, second] = [(); 2].map(|()| Device {
        app: &app,
        case: case.clone(),
    });
    let shared = id();
    let before = experience(&shared, "Cura dei nipoti");
    assert_eq!(first.sends("experiences", &before).await, 201);
    // Both go out with the shared experience at its first version, and write.
    let (on_first, on_second) = (id(), id());
    let competence = json!({
        "id": id(), "label": "organizzare la giornata di una famiglia", "kind": "transversal",
        "setting": "informal", "experience_ids": [on_first],
    });
    let tasks_of_first = json!({ "tasks": ["cucinare", "accompagnare a scuola"] });
    let change_of_second = json!({ "title": "Cura dei nipoti e della casa", "tasks": ["cucire"] });

    // The first device is back.
    assert_eq!(
        first
            .sends("experiences", &experience(&on_first, "Orto"))
            .await,
        201
    );
    assert_eq!(first.sends("competences", &competence).await, 201);
    assert_eq!(first.sends("languages", &language(&id(), "b1")).await, 201);
    let changed = first
        .changes("experiences", &shared, "\"v1\"", tasks_of_first)
        .await;
    assert_eq!(changed.expect(200).header("etag"), "\"v2\"");

    // The second one is. What it adds is added; what it changed it is told of, with the version that is.
    assert_eq!(
        second
            .sends("experiences", &experience(&on_second, "Mercato"))
            .await,
        201
    );
    let stale = second
        .changes("experiences", &shared, "\"v1\"", change_of_second)
        .await;
    let tag = stale.expect(412).header("etag").to_owned();
    assert_eq!(tag, "\"v2\"");
    // A language stands once: its other entry is found, and the person says which level is right.
    assert_eq!(second.sends("languages", &language(&id(), "b2")).await, 409);

    // The operator looks at both, and puts together what was said.
    let merged = json!({
        "title": "Cura dei nipoti e della casa",
        "tasks": ["cucinare", "accompagnare a scuola", "cucire"],
    });
    second
        .changes("experiences", &shared, &tag, merged)
        .await
        .expect(200);
    let french = second.entries("languages").await[0].clone();
    let french = french["id"].as_str().unwrap();
    let better = json!({ "spoken_interaction": "b2" });
    second
        .changes("languages", french, "\"v1\"", better)
        .await
        .expect(200);

    // The first device did not hear the answers, and sends everything once more.
    assert_eq!(first.sends("experiences", &before).await, 409);
    assert_eq!(
        first
            .sends("experiences", &experience(&on_first, "Orto"))
            .await,
        409
    );
    assert_eq!(first.sends("competences", &competence).await, 409);
    let again = first
        .changes("experiences", &shared, "\"v1\"", json!({ "tasks": [] }))
        .await;
    again.expect(412);

    let experiences = first.entries("experiences").await;
    assert_eq!(experiences.len(), 3);
    let kept = experiences
        .iter()
        .find(|it| it["id"] == shared.as_str())
        .unwrap();
    assert_eq!(kept["title"], "Cura dei nipoti e della casa");
    assert_eq!(
        kept["tasks"],
        json!(["cucinare", "accompagnare a scuola", "cucire"])
    );
    assert_eq!(first.entries("competences").await.len(), 1);
    let languages = first.entries("languages").await;
    assert_eq!(languages.len(), 1);
    assert_eq!(languages[0]["spoken_interaction"], "b2");
    assert_eq!(languages[0]["reading"], "b1");
}

#[actix_web::test]
async fn a_change_that_names_no_version_is_not_taken() {
    let app = TestApp::new().await;
    let case = format!("/v1/cases/{}", app.case("investigation").case);
    let device = Device { app: &app, case };
    let id = id();
    assert_eq!(
        device.sends("experiences", &experience(&id, "Orto")).await,
        201
    );
    let url = format!("{}/experiences/{id}", device.case);
    let blind = request("PATCH", &url).by(&app.token("operator").await);
    app.send(blind.merge_patch(json!({ "title": "Mercato" })))
        .await
        .expect(428);
    assert_eq!(device.entries("experiences").await[0]["title"], "Orto");
}
