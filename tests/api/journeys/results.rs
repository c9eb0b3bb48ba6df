//! What comes of the meetings: profile, report, certificate, referral.

use serde_json::{Value, json};

use super::Journey;
use crate::support::request;

impl Journey {
    /// What the person can do, and where they learnt it.
    pub async fn tells_of_work(&self, case: &str) {
        let experience = json!({
            "kind": "work_informal", "title": "Sarta nel mercato", "setting": "informal",
        });
        let experience = self.records(case, "experiences", experience).await;
        let competence = json!({
            "label": "So cucire un vestito da sola", "kind": "technical", "setting": "informal",
            "self_level": 4, "experience_ids": [experience],
        });
        let competence = self.records(case, "competences", competence).await;
        self.event("operator", case, "conclude", "conclusion").await;
        let assessment = json!({
            "kind": "final", "assessed_on": self.app.day(0), "summary": "Lavora con cura.",
            "methods": ["biographical_interview"],
            "items": [{ "competence_id": competence, "self_level": 4, "agreed_level": 3 }],
        });
        self.records(case, "assessments", assessment).await;
    }

    /// Restitution, goal and synthesis, then the report: the lead submits, a supervisor approves.
    pub async fn is_reported(&self, case: &str, last_step: Option<i32>) {
        self.meets(case, "restitution", last_step).await;
        let goal = json!({ "goal": "Aprire una sartoria", "horizon": "medium" });
        let url = format!("{case}/professional-goal");
        let set = self.app.put_if("operator", &url, "\"v0\"", goal).await;
        set.expect(200);
        let synthesis = json!({
            "synthesis_given_on": self.app.day(0), "synthesis_language": "fr",
            "observations": "È proprio così.",
        });
        let patched = self.app.read_and_patch("operator", case, synthesis).await;
        let person = &patched.expect(200).body["person"]["beneficiary_id"];
        let url = format!("/v1/beneficiaries/{}", person.as_str().unwrap());
        let confirmed = json!({ "name_confirmed": true });
        let confirmed = self.app.read_and_patch("operator", &url, confirmed).await;
        confirmed.expect(200);
        self.event("operator", case, "submit_report", "report_submitted")
            .await;
        // Four eyes: not by who wrote it.
        let approve = json!({ "event": "approve_report" });
        let url = format!("{case}/transitions");
        self.app.post("operator", &url, approve).await.expect(403);
        self.event("supervisor", case, "approve_report", "report_approved")
            .await;
    }

    /// The certificate, as a supervisor reads it; anybody who has its code finds it valid.
    pub async fn is_certified(&self, case: &str) -> Value {
        let issued = self
            .event("supervisor", case, "issue_certificate", "completed")
            .await;
        let url = format!(
            "/v1/certificates/{}",
            issued["certificate_id"].as_str().unwrap()
        );
        let certificate = self.app.get("supervisor", &url).await.expect(200).body;
        let code = certificate["verification_code"].as_str().unwrap();
        let check = request("GET", &format!("/verify/{code}"));
        let public = self.app.send(check).await.expect(200).body;
        assert_eq!(public["status"], "valid");
        assert_eq!(public["number"], certificate["number"]);
        certificate
    }

    /// The hours that a person was there, without a certificate.
    pub async fn is_stated(&self, case: &str) {
        let url = format!("{case}/attendance-statements");
        let statement = self.app.post("supervisor", &url, json!({})).await;
        let statement = statement.expect(201);
        assert_eq!(statement.body["kind"], "attendance_statement");
        let file = format!("{}/file", statement.header("location"));
        let file = self.app.get("operator", &file).await.expect(200);
        assert!(file.bytes.starts_with(b"%PDF-"));
    }

    /// The employment centre is told what the person agrees to share; the referral's id.
    pub async fn is_referred_on(&self, case: &str) -> String {
        let (app, cpi) = (&self.app, self.app.organisation("cpi"));
        let documents = app.get("operator", &format!("{case}/documents")).await;
        let documents = documents.expect(200).body;
        let shown = ["synthesis", "participation_certificate"];
        let issued =
            |it: &&Value| it["status"] == "issued" && shown.contains(&it["kind"].as_str().unwrap());
        let documents: Vec<_> = documents["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(issued)
            .map(|it| &it["id"])
            .collect();
        let authorisation = json!({
            "recipient_organisation_id": cpi, "purpose": "Patto di servizio", "explained_in": "fr",
            "interpreter": "none", "includes_contact": true, "includes_work_right": false,
            "given_on": app.day(0), "expires_on": app.day(90), "document_ids": documents,
        });
        let under = self
            .records(case, "sharing-authorisations", authorisation)
            .await;
        let referral = json!({
            "kind": "cpi", "recipient_organisation_id": cpi, "authorisation_id": under,
            "request": "Accompagnamento al patto di servizio", "document_ids": documents,
        });
        let referral = self.records(case, "outbound-referrals", referral).await;
        let url = format!("/v1/outbound-referrals/{referral}/transitions");
        let sent = app.post("operator", &url, json!({ "event": "send" })).await;
        assert_eq!(sent.expect(200).body["status"], "sent");
        referral
    }

    /// The officer reads what was shared and answers; the operator reads the answer.
    pub async fn is_answered(&self, referral: &str) {
        let (app, inbox) = (&self.app, format!("/v1/inbox-referrals/{referral}"));
        let shared = app.get("officer", &inbox).await.expect(200).body;
        assert_eq!(shared["documents"].as_array().unwrap().len(), 2);
        for (reply, status) in [
            (
                json!({ "event": "accept", "reply": "Venga lunedì" }),
                "accepted",
            ),
            (
                json!({ "event": "complete", "outcome": "service_agreement_signed" }),
                "completed",
            ),
        ] {
            let url = format!("{inbox}/replies");
            let replied = app.post("officer", &url, reply).await.expect(200);
            assert_eq!(replied.body["status"], status);
        }
        let url = format!("/v1/outbound-referrals/{referral}");
        let read = app.get("operator", &url).await.expect(200).body;
        assert_eq!(read["reply"], "Venga lunedì");
        assert_eq!(read["outcome"], "service_agreement_signed");
    }

    /// Next steps, a last call after some months, and the case is over.
    pub async fn is_followed_up(&self, case: &str) {
        let follow_up = json!({
            "contacted_on": self.app.day(0), "reached": true, "outcome": "employed",
        });
        self.records(case, "follow-ups", follow_up).await;
        self.event("operator", case, "close", "closed").await;
    }

    /// How many rows of the centre's cases a query counts.
    pub fn counts(&self, rows: &str) -> i64 {
        let query = format!("SELECT COUNT(*) FROM {rows}");
        self.app.database.count(&query)
    }

    /// The documents of a kind that a case has, as its operators list them.
    pub async fn issued(&self, case: &str, kind: &str) -> usize {
        let url = format!("{case}/documents");
        let listed = self.app.get("supervisor", &url).await.expect(200).body;
        let of_kind = |it: &&Value| it["kind"] == kind && it["status"] == "issued";
        listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(of_kind)
            .count()
    }
}
