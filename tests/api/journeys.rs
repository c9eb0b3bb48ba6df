//! Whole stories, through HTTP only: from a person who is told of, to the answer of the public
//! employment centre. Each function is a thing that somebody at the job centre does.

mod arrivals;
mod espor;
mod extracompetenze;
mod meetings;
mod results;

use serde_json::{Value, json};

use crate::support::TestApp;

/// The organisations and people of the tests, with a programme of the centre.
pub struct Journey {
    pub app: TestApp,
    pub programme: String,
}

impl Journey {
    /// A job centre that a reception centre works with, and its programme on a standard pathway.
    pub async fn of(standard: &str) -> Self {
        let app = TestApp::new().await;
        let centre = format!("/v1/organisations/{}", app.organisation("centre"));
        let agreement = json!({
            "partner_id": app.organisation("cas"), "kind": "protocol",
            "title": "Protocollo d'intesa", "signed_on": app.day(-30), "valid_from": app.day(-30),
        });
        let agreements = format!("{centre}/agreements");
        app.post("admin", &agreements, agreement).await.expect(201);
        let templates = format!("{centre}/pathway-templates");
        let template = json!({ "standard": standard });
        let template = app.post("supervisor", &templates, template).await;
        let programme = json!({
            "code": "FAMI-2026", "title": "Competenze in cammino", "fund": "fami",
            "funder": "Ministero dell'Interno", "starts_on": app.day(-10),
            "ends_on": app.day(300), "pathway_template_id": template.expect(201).id(),
            "capacity": 10,
        });
        let programmes = format!("{centre}/programmes");
        let programme = app.post("supervisor", &programmes, programme).await;
        let programme = programme.expect(201).id();
        Self { app, programme }
    }

    /// A case moves on.
    pub async fn moves(&self, who: &str, case: &str, body: Value, to: &str) -> Value {
        let url = format!("{case}/transitions");
        let moved = self.app.post(who, &url, body).await.expect(201);
        assert_eq!(moved.body["to_status"], to);
        moved.body
    }

    pub async fn event(&self, who: &str, case: &str, event: &str, to: &str) -> Value {
        self.moves(who, case, json!({ "event": event }), to).await
    }

    /// Something is recorded on a case by its lead; its id.
    pub async fn records(&self, case: &str, what: &str, body: Value) -> String {
        let url = format!("{case}/{what}");
        self.app.post("operator", &url, body).await.expect(201).id()
    }

    /// From the first talk to the signed agreement. The intake interview is the pathway's first step.
    pub async fn agrees(&self, case: &str, first_step: Option<i32>) {
        let day = self.app.day(0);
        let explained = json!({
            "text_version": "2026-01", "text_language": "it", "explained_in": "fr",
            "interpreter": "none",
        });
        let with = |more: Value| {
            let mut body = explained.clone();
            let more = more.as_object().cloned().unwrap_or_default();
            body.as_object_mut().unwrap().extend(more);
            body
        };
        let notice = with(json!({ "delivered_on": day }));
        self.records(case, "privacy-notices", notice).await;
        self.event("operator", case, "begin_preliminary", "preliminary")
            .await;
        self.meets(case, "intake_interview", first_step).await;
        let needs = json!({ "needs_analysis": "Lavoro e casa" });
        let patched = self.app.read_and_patch("operator", case, needs).await;
        patched.expect(200);
        let agreement = with(json!({ "rhythm": "Ogni lunedì", "signed_on": day }));
        self.records(case, "participation-agreements", agreement)
            .await;
        self.event("operator", case, "agree", "agreed").await;
    }
}

/// The id at the end of an address.
pub fn id_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or(url)
}
