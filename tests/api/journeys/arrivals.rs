//! How people come to the job centre.

use serde_json::{Value, json};

use super::Journey;

fn person(given_name: &str, family_name: &str) -> Value {
    json!({
        "given_name": given_name, "family_name": family_name, "birth_date": "1995",
        "sex_registered": "x", "citizenships": ["GN"], "languages": ["fr"],
        "preferred_language": "fr",
        "contacts": [{ "kind": "email", "value": format!("{given_name}@example.org"), "safe_to_contact": true }],
    })
}

impl Journey {
    /// Somebody comes by themselves, and a case is opened for them; its address.
    pub async fn comes(&self, given_name: &str, family_name: &str) -> String {
        let person = person(given_name, family_name);
        let person = self.app.post("operator", "/v1/beneficiaries", person).await;
        let opening = json!({
            "beneficiary_id": person.expect(201).id(), "programme_id": self.programme,
        });
        let opened = self.app.post("operator", "/v1/cases", opening).await;
        opened.expect(201).header("location").to_owned()
    }

    /// The reception centre tells of somebody who agrees to it; the referral's id.
    pub async fn is_told_of(&self, given_name: &str, family_name: &str) -> String {
        let referral = json!({
            "organisation_id": self.app.organisation("centre"), "programme_id": self.programme,
            "given_name": given_name, "family_name": family_name, "birth_year": 1995,
            "preferred_language": "fr", "contact": "Chiedere di lei al centro",
            "consent_to_refer": { "language": "fr", "given_on": self.app.day(0) },
        });
        let sent = self.app.post("reception", "/v1/intake-referrals", referral);
        sent.await.expect(201).id()
    }

    /// The operator looks who else it might be, meets the person and takes them on; their case.
    pub async fn takes_on(&self, referral: &str, given_name: &str, family_name: &str) -> String {
        let url = format!("/v1/received-referrals/{referral}");
        let candidates = format!("{url}/candidates");
        let known = self.app.get("operator", &candidates).await.expect(200);
        assert_eq!(known.body["items"], json!([]), "{given_name} is new");
        let decide = format!("{url}/transitions");
        let receive = json!({ "event": "receive" });
        self.app
            .post("operator", &decide, receive)
            .await
            .expect(200);
        let programme = format!("/v1/programmes/{}", self.programme);
        let programme = self.app.get("operator", &programme).await.expect(200).body;
        let checks = programme["eligibility_checks"].as_array().unwrap();
        let satisfied = |it: &Value| json!({ "check_code": it["code"], "satisfied": true });
        let accept = json!({
            "event": "accept", "contacted_on": self.app.day(0), "programme_id": self.programme,
            "eligibility": checks.iter().map(satisfied).collect::<Vec<_>>(),
            "beneficiary": { "new": person(given_name, family_name) },
        });
        let accepted = self.app.post("operator", &decide, accept).await.expect(200);
        format!("/v1/cases/{}", accepted.body["case_id"].as_str().unwrap())
    }

    /// All that the reception centre learns of somebody whom it told of.
    pub async fn milestone(&self, referral: &str) -> String {
        let url = format!("/v1/intake-referrals/{referral}");
        let seen = self.app.get("reception", &url).await.expect(200).body;
        seen["milestone"].as_str().unwrap().to_owned()
    }
}
