//! One record of every kind, of a case of "centre" that "operator" leads, and calls upon them.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bilancio::api::Endpoint;
use bilancio::db::Target;
use bilancio::password_settings::Token;
use serde_json::{Value, json};

use super::bodies::{HIDDEN, NAMED, body, file, pdf, people, person, takes_a_file};
use super::pades::{Signing, signed};
use super::{FakeProvider, PROVIDER, TestApp, TestCall, esco_uri, request};
use crate::documents::assessed_case;

/// Header and claims of a signed token.
pub fn token_parts(token: &[u8]) -> (Value, Value) {
    let token = std::str::from_utf8(token).unwrap();
    let mut parts = token.split('.').map(|part| {
        let bytes = URL_SAFE_NO_PAD.decode(part).unwrap();
        serde_json::from_slice(&bytes).unwrap_or_default()
    });
    (parts.next().unwrap(), parts.next().unwrap())
}

/// The token of an invitation that stands.
const PASSWORD_TOKEN: &str = "an invitation's token that nobody guesses";

/// The token of a link by which a reference is confirmed.
const REFERENCE_TOKEN: &str = "a reference's token that nobody guesses";

/// What stands for the file of the approved report.
pub const REPORT: &str = "%PDF-1.7\n\
     1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
     2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
     3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n\
     xref\n0 4\n0000000000 65535 f \n\
     0000000009 00000 n \n\
     0000000054 00000 n \n\
     0000000105 00000 n \n\
     trailer\n\
     <</Size 4/Root 1 0 R>>\nstartxref\n166\n%%EOF";

/// Names no record.
pub const NOBODY: &str = "01900000-0000-7000-8000-000000000000";

/// The ids of the records, by the names that addresses have for them.
#[derive(Clone)]
pub struct World {
    ids: HashMap<&'static str, String>,
}

impl World {
    /// Made through the API, but for the approved report and the person's names.
    pub async fn new(app: &TestApp) -> Self {
        let case = assessed_case(app, "conclusion");
        let mut world = Self {
            ids: HashMap::from([
                ("organisation_id", app.organisation("centre")),
                ("partner_id", app.organisation("cas")),
                ("recipient_organisation_id", app.organisation("cpi")),
                ("desk_id", app.organisation("desk")),
                ("other_centre_id", app.organisation("other_centre")),
                ("operator_id", app.user("operator")),
                ("user_id", app.user("colleague")),
                ("supervisor_id", app.user("supervisor")),
                ("mediator_id", app.user("mediator")),
                ("beneficiary_id", case.beneficiary.clone()),
                ("programme_id", case.programme.clone()),
                ("case_id", case.case.clone()),
                ("skill_id", concept("skill", "sew pieces of fabric")),
                ("occupation_id", concept("occupation", "tailor")),
                ("password_token", PASSWORD_TOKEN.to_owned()),
                ("reference_token", REFERENCE_TOKEN.to_owned()),
                ("totp_code", "000000".to_owned()),
                ("code_list", "cefr-levels".to_owned()),
                ("questionnaire", "work-story".to_owned()),
            ]),
        };
        name_the_person(app, &case.beneficiary);
        invite_somebody(app);
        world.sign_in_twice(app).await;
        world.visit_the_identity_provider(app).await;
        world.refer_a_person(app).await;
        world.record_what_the_operator_records(app).await;
        world.hold_a_session(app).await;
        world.share_and_certify(app).await;
        world.look_for_candidates(app).await;
        world.attest_competences(app).await;
        world.stand_in_and_offer(app).await;
        world.merge_and_match(app).await;
        world.send_a_table(app).await;
        world
    }

    pub fn id(&self, name: &str) -> String {
        let id = self.ids.get(name);
        id.unwrap_or_else(|| panic!("the world has no {name}"))
            .clone()
    }

    /// The names with their ids.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.ids.iter().map(|(name, id)| (*name, id.clone()))
    }

    /// The same world, where one name stands for another record.
    pub fn with(&self, name: &'static str, id: &str) -> Self {
        let mut ids = self.ids.clone();
        ids.insert(name, id.to_owned());
        Self { ids }
    }

    /// The same world, where no name stands for a record.
    pub fn gone(&self) -> Self {
        let ids = self.ids.keys().map(|name| (*name, NOBODY.to_owned()));
        Self { ids: ids.collect() }
    }

    /// The address of an endpoint's record.
    pub fn url(&self, endpoint: &Endpoint) -> String {
        let part = |part: &str| match part.strip_prefix('{') {
            Some(name) => self.id(name.trim_end_matches('}')),
            None => part.to_owned(),
        };
        endpoint
            .path
            .split('/')
            .map(part)
            .collect::<Vec<_>>()
            .join("/")
    }

    /// A valid request that changes no record with a version: it names one that never was.
    pub fn call(&self, endpoint: &Endpoint, body: Option<&Value>) -> TestCall {
        let method = endpoint.method.to_uppercase();
        let call = request(&method, &self.url(endpoint)).header("if-match", "\"v999\"");
        match (method.as_str(), body) {
            ("PATCH", Some(body)) => call.merge_patch(body.clone()),
            (_, Some(body)) => call.json(body.clone()),
            (_, None) if takes_a_file(endpoint) => {
                let (media_type, bytes) = file(endpoint, NAMED);
                call.bytes(media_type, bytes)
            }
            (_, None) => call,
        }
    }

    async fn add(&mut self, app: &TestApp, name: &'static str, operation: &str, url: &str) {
        let answer = app.post("operator", url, body(self, operation)).await;
        assert_eq!(answer.status, 201, "{operation}: {}", answer.body);
        self.ids.insert(name, answer.id());
    }

    /// Another sign-in of the operator's, and what belongs to the present one.
    async fn sign_in_twice(&mut self, app: &TestApp) {
        let me = app.get("operator", "/v1/me").await.expect(200);
        let membership = me.body["acting_as"]["id"].as_str().unwrap().to_owned();
        let (id, user) = (uuid::Uuid::now_v7().to_string(), app.user("operator"));
        app.database.execute(&format!(
            "INSERT INTO sign_ins (id, user_id, membership_id, authenticated_at, expires_at) \
             VALUES ('{id}', '{user}', '{membership}', '2026-03-02 09:00:00', '2026-03-02 21:00:00')"
        ));
        self.ids.insert("sign_in_id", id);
        self.ids.insert("own_membership_id", membership);
        let refresh_token = app.refresh_token("operator").await;
        self.ids.insert("refresh_token", refresh_token);
    }

    /// Answers of the provider about the operator, for a sign-in and for the present one.
    async fn visit_the_identity_provider(&mut self, app: &TestApp) {
        self.ids.insert("identity_provider", PROVIDER.to_owned());
        let identities = format!("/v1/users/{}/identities", self.id("user_id"));
        let identity = json!({ "identity_provider": PROVIDER, "subject": "a colleague" });
        let added = app.post("admin", &identities, identity).await.expect(201);
        self.ids.insert("identity_id", added.id());
        let (id, user) = (uuid::Uuid::now_v7(), app.user("operator"));
        let issuer = &FakeProvider::shared().issuer;
        app.database.execute(&format!(
            "INSERT INTO external_identities (id, user_id, issuer, subject, created_at, confirmed_at) \
             VALUES ('{id}', '{user}', '{issuer}', 'the operator', '2026-03-02 08:00:00', \
             '2026-03-02 08:00:00')"
        ));
        for (operation, url, names) in [
            (
                "begin_provider_sign_in",
                format!("/v1/identity-providers/{PROVIDER}/authentication-requests"),
                ["provider_code", "provider_state", "request_secret"],
            ),
            (
                "begin_provider_authentication",
                "/v1/sign-ins/current/authentication-requests".to_owned(),
                [
                    "provider_code_again",
                    "provider_state_again",
                    "request_secret_again",
                ],
            ),
        ] {
            let begun = app
                .post("operator", &url, body(self, operation))
                .await
                .expect(201);
            let text = |name: &str| begun.body[name].as_str().unwrap().to_owned();
            let url = text("authorisation_url");
            let visit = FakeProvider::shared().visit(&url, "the operator", app.now(), |_| {});
            let values = [visit.code, visit.state, text("request_secret")];
            self.ids.extend(names.into_iter().zip(values));
        }
    }

    async fn refer_a_person(&mut self, app: &TestApp) {
        let agreements = format!(
            "/v1/organisations/{}/agreements",
            self.id("organisation_id")
        );
        let agreement = body(self, "record_agreement");
        app.post("admin", &agreements, agreement).await.expect(201);
        let referral = body(self, "send_intake_referral");
        let sent = app
            .post("reception", "/v1/intake-referrals", referral)
            .await;
        self.ids.insert("intake_referral_id", sent.expect(201).id());
    }

    async fn record_what_the_operator_records(&mut self, app: &TestApp) {
        let case = format!("/v1/cases/{}", self.id("case_id"));
        for (name, operation, part) in [
            ("next_step_id", "add_next_step", "next-steps"),
            ("experience_id", "record_experience", "experiences"),
            ("evidence_id", "record_evidence", "evidence"),
            ("language_skill_id", "record_language_skill", "languages"),
            ("competence_id", "record_competence", "competences"),
            ("expectation_id", "record_expectation", "expectations"),
            ("assessment_id", "record_assessment", "assessments"),
            ("session_id", "plan_session", "sessions"),
            ("notice", "record_privacy_notice", "privacy-notices"),
        ] {
            let url = format!("{case}/{part}");
            self.add(app, name, operation, &url).await;
        }
        self.show_the_evidence(app).await;
        self.answer_questionnaires(app, &case).await;
        self.ask_for_a_reference(app, &case).await;
        let person = format!("/v1/beneficiaries/{}", self.id("beneficiary_id"));
        for (name, operation, part) in [
            ("identifier", "add_identifier", "identifiers"),
            ("permit", "add_stay_permit", "stay-permits"),
            ("stay", "add_reception_stay", "reception-stays"),
        ] {
            let url = format!("{person}/{part}");
            self.add(app, name, operation, &url).await;
        }
        self.add(app, "group_id", "open_group", "/v1/groups").await;
        let centre = format!("/v1/organisations/{}", self.id("organisation_id"));
        let made = app
            .post(
                "supervisor",
                &format!("{centre}/pathway-templates"),
                body(self, "add_pathway_template"),
            )
            .await
            .expect(201);
        self.ids.insert("pathway_template_id", made.id());
        let roles = format!("/v1/users/{}/memberships", self.id("user_id"));
        let role = json!({ "organisation_id": app.organisation("cas"), "role": "reception_staff" });
        let given = app.post("admin", &roles, role).await.expect(201);
        self.ids.insert("membership_id", given.id());
    }

    /// Keeps a file with the evidence, as if it had been there from its first version on.
    async fn show_the_evidence(&self, app: &TestApp) {
        let (case, evidence) = (self.id("case_id"), self.id("evidence_id"));
        let url = format!("/v1/cases/{case}/evidence/{evidence}/file");
        let call = request("PUT", &url).by(&app.token("operator").await);
        let call = call.bytes("application/pdf", pdf(HIDDEN));
        app.send(call.header("if-match", "\"v1\""))
            .await
            .expect(200);
        app.database.execute("UPDATE evidence SET version = 1");
    }

    /// One with the operator, and one that the person answers by a code.
    async fn answer_questionnaires(&mut self, app: &TestApp, case: &str) {
        let list = format!("{case}/questionnaire-responses");
        let begun = json!({ "questionnaire": self.id("questionnaire") });
        let begun = app.post("operator", &list, begun).await.expect(201).id();
        let answers = body(self, "answer_questionnaire");
        app.patch("operator", &format!("{list}/{begun}"), "\"v1\"", answers)
            .await
            .expect(200);
        self.ids.insert("questionnaire_response_id", begun);
        let private = json!({ "questionnaire": "satisfaction", "moment": "t1", "private": true });
        let private = app.post("operator", &list, private).await.expect(201).id();
        let link = format!("{list}/{private}/link");
        let made = app.post("operator", &link, Value::Null).await.expect(200);
        let code = made.body["one_time_code"].as_str().unwrap().to_owned();
        self.ids.insert("private_response_id", private);
        self.ids.insert("questionnaire_code", code);
    }

    /// A request whose link was sent.
    async fn ask_for_a_reference(&mut self, app: &TestApp, case: &str) {
        let list = format!("{case}/reference-requests");
        self.add(app, "reference_request_id", "ask_for_reference", &list)
            .await;
        let hash = Token::given(REFERENCE_TOKEN.to_owned()).hash();
        let known = format!("UPDATE reference_links SET token_hash = '{hash}'");
        app.database.execute(&known);
    }

    async fn hold_a_session(&mut self, app: &TestApp) {
        let session = format!("/v1/sessions/{}", self.id("session_id"));
        let outcome = body(self, "record_outcome");
        app.put_if("operator", &format!("{session}/outcome"), "\"v1\"", outcome)
            .await
            .expect(200);
        let note = format!("{session}/working-notes/{}", self.id("case_id"));
        app.put("operator", &note, body(self, "write_working_note"))
            .await
            .expect(200);
        let case = format!("/v1/cases/{}", self.id("case_id"));
        let grants = format!("{case}/access-grants");
        let grant = body(self, "take_access_grant");
        let taken = app.post("supervisor", &grants, grant).await.expect(201);
        self.ids.insert("access_grant_id", taken.id());
        app.read_and_patch("operator", &case, body(self, "change_case"))
            .await
            .expect(200);
        let goal = body(self, "set_professional_goal");
        app.put_if(
            "operator",
            &format!("{case}/professional-goal"),
            "\"v0\"",
            goal,
        )
        .await
        .expect(200);
    }

    /// Two records that could be merged, two that were, and a match that another centre is asked for.
    async fn merge_and_match(&mut self, app: &TestApp) {
        for name in ["kept_id", "merged_id"] {
            self.add(app, name, "add_beneficiary", "/v1/beneficiaries")
                .await;
        }
        let pair = [self.added_person(app).await, self.added_person(app).await];
        let merge = json!({ "kept_id": pair[0], "merged_id": pair[1], "reason": HIDDEN });
        let merged = app
            .post("supervisor", "/v1/beneficiary-merges", merge)
            .await;
        self.ids.insert("merge_id", merged.expect(201).id());
        let proposals = format!("/v1/beneficiaries/{}/matches", pair[0]);
        let proposal = body(self, "propose_match");
        let proposed = app.post("supervisor", &proposals, proposal).await;
        self.ids.insert("match_id", proposed.expect(201).id());
    }

    async fn added_person(&self, app: &TestApp) -> String {
        let added = app.post("operator", "/v1/beneficiaries", person()).await;
        added.expect(201).id()
    }

    async fn send_a_table(&mut self, app: &TestApp) {
        let call = request("POST", "/v1/imports").by(&app.token("operator").await);
        let sent = app.send(call.bytes("text/csv", people(NAMED))).await;
        self.ids.insert("import_id", sent.expect(201).id());
    }

    async fn share_and_certify(&mut self, app: &TestApp) {
        let case = self.id("case_id");
        let report = approved_report(app, &case);
        let signing = format!("/v1/documents/{report}/signed-file");
        let token = app.token("supervisor").await;
        let put = |file: Vec<u8>| {
            let call = request("PUT", &signing).by(&token);
            call.bytes("application/pdf", file)
        };
        let wrong = Signing {
            form: "adbe.pkcs7.detached",
            ..Signing::default()
        };
        let wrong = app.send(put(wrong.sign(REPORT.as_bytes()))).await;
        let withdrawal = request("POST", &format!("{signing}/withdrawal")).by(&token);
        let withdrawal = withdrawal.header("if-match", wrong.expect(200).header("etag"));
        let withdrawn = app.send(withdrawal.json(body(self, "withdraw_signed_file")));
        withdrawn.await.expect(200);
        app.send(put(signed(REPORT.as_bytes()))).await.expect(200);
        self.ids.insert("document_id", report);
        let url = format!("/v1/cases/{case}");
        let sharing = format!("{url}/sharing-authorisations");
        self.add(app, "authorisation_id", "authorise_sharing", &sharing)
            .await;
        let referrals = format!("{url}/outbound-referrals");
        self.add(app, "referral_id", "draft_outbound_referral", &referrals)
            .await;
        let moves = format!(
            "/v1/outbound-referrals/{}/transitions",
            self.id("referral_id")
        );
        let sent = body(self, "move_outbound_referral");
        app.post("operator", &moves, sent).await.expect(200);
        let moves = format!("{url}/transitions");
        let issue = json!({ "event": "issue_certificate" });
        let issued = app.post("supervisor", &moves, issue).await.expect(201);
        let certificate = issued.body["certificate_id"].as_str().unwrap().to_owned();
        // As it was: the state in which the others are asked for.
        app.database.execute(&format!(
            "UPDATE cases SET status = 'report_approved' WHERE id = '{case}'"
        ));
        let read = app
            .get("supervisor", &format!("/v1/certificates/{certificate}"))
            .await
            .expect(200);
        let code = read.body["verification_code"].as_str().unwrap().to_owned();
        let credential = format!("/v1/certificates/{certificate}/credential");
        let credential = app.get("supervisor", &credential).await.expect(200);
        let (header, claims) = token_parts(&credential.bytes);
        let last = |address: &Value| {
            let (_, last) = address.as_str().unwrap().rsplit_once('/').unwrap();
            last.to_owned()
        };
        let list = &claims["credentialStatus"]["statusListCredential"];
        self.ids.insert("issuer_key_id", last(&header["kid"]));
        self.ids.insert("status_list_id", last(list));
        self.ids.insert("certificate_id", certificate);
        self.ids.insert("code", code);
        self.certify_the_group(app);
    }

    /// A finished batch of the group's, with the one certificate.
    fn certify_the_group(&mut self, app: &TestApp) {
        let id = uuid::Uuid::now_v7().to_string();
        let [centre, group, case, certificate, user] = [
            "organisation_id",
            "group_id",
            "case_id",
            "certificate_id",
            "supervisor_id",
        ]
        .map(|name| self.id(name));
        app.database.execute(&format!(
            "INSERT INTO certificate_batches (id, organisation_id, group_id, asked_by, asked_at, \
             worked_until, finished_at) VALUES ('{id}', '{centre}', '{group}', '{user}', \
             '2026-03-02 08:00:00', '2026-03-02 08:00:30', '2026-03-02 08:00:01'); \
             INSERT INTO certificate_batch_items (batch_id, case_id, organisation_id, place, outcome, \
             certificate_id, unmet) VALUES ('{id}', '{case}', '{centre}', 1, 'issued', \
             '{certificate}', '[]'); \
             UPDATE organisations SET tax_code = '00856930102' WHERE id = '{centre}'"
        ));
        self.ids.insert("certificate_batch_id", id);
    }

    /// What the person can do has a name in the catalogue, and somebody is found by it.
    async fn look_for_candidates(&mut self, app: &TestApp) {
        let skill = esco_uri("skill", "sew pieces of fabric");
        let competence = self.id("competence_id");
        app.database.execute(&format!(
            "UPDATE competences SET agreed_level = 4, esco_uri = '{skill}', \
             esco_label = 'sew pieces of fabric', esco_release = '0.1.0' WHERE id = '{competence}'"
        ));
        let search = body(self, "search_candidates");
        let found = app.post("supervisor", "/v1/occupation-candidates", search);
        let found = found.await.expect(200).body;
        let handle = found["candidates"][0]["handle"].as_str().unwrap();
        self.ids.insert("candidate_handle", handle.to_owned());
    }

    /// Its centre is entitled to more than it attests.
    async fn attest_competences(&mut self, app: &TestApp) {
        let centre = self.id("organisation_id");
        let entitlements = format!("/v1/organisations/{centre}/entitlements");
        let entitled = app.post("admin", &entitlements, body(self, "record_entitlement"));
        let entitled = entitled.await.expect(201).id();
        self.ids.insert("entitlement_id", entitled);
        let list = format!("/v1/cases/{}/competence-credentials", self.id("case_id"));
        let asked = body(self, "issue_competence_credential");
        let issued = app.post("supervisor", &list, asked).await.expect(201).id();
        self.ids.insert("competence_credential_id", issued);
    }

    /// A colleague is absent, and the case is offered to the other centre.
    async fn stand_in_and_offer(&mut self, app: &TestApp) {
        let other = app.case_of("other_centre", "other_operator", "opened");
        self.ids.insert("other_programme_id", other.programme);
        let absence = json!({
            "absent_user_id": app.user("colleague"), "stand_in_user_id": app.user("supervisor"),
            "from_on": app.day(0), "to_on": app.day(20),
        });
        let named = app.post("supervisor", "/v1/stand-ins", absence).await;
        self.ids.insert("stand_in_id", named.expect(201).id());
        let other = app.organisation("other_centre");
        let mut agreement = body(self, "record_agreement");
        agreement["partner_id"] = json!(other);
        let centre = self.id("organisation_id");
        let agreements = format!("/v1/organisations/{centre}/agreements");
        app.post("admin", &agreements, agreement).await.expect(201);
        let mut sharing = body(self, "authorise_sharing");
        sharing["recipient_organisation_id"] = json!(other);
        let case = format!("/v1/cases/{}", self.id("case_id"));
        let authorisations = format!("{case}/sharing-authorisations");
        let authorised = app.post("operator", &authorisations, sharing).await;
        self.ids
            .insert("transfer_authorisation_id", authorised.expect(201).id());
        let offer = body(self, "offer_transfer");
        let offered = app
            .post("supervisor", &format!("{case}/transfers"), offer)
            .await;
        self.ids.insert("transfer_id", offered.expect(201).id());
    }
}

/// Somebody new, whose invitation was sent.
fn invite_somebody(app: &TestApp) {
    let id = uuid::Uuid::now_v7();
    let hash = Token::given(PASSWORD_TOKEN.to_owned()).hash();
    app.database.execute(&format!(
        "INSERT INTO users (id, email, display_name, active, version, created_at, updated_at) VALUES \
         ('{id}', 'invited@example.org', 'Invited', true, 1, '2026-03-02 08:00:00', \
         '2026-03-02 08:00:00'); \
         INSERT INTO password_links (id, user_id, kind, token_hash, created_at, expires_at) VALUES \
         ('{id}', '{id}', 'invitation', '{hash}', '2026-03-02 08:00:00', '2026-03-03 08:00:00')"
    ));
}

/// Puts the words into what the fixture of a case made.
fn name_the_person(app: &TestApp, beneficiary: &str) {
    let contacts = person()["contacts"].to_string();
    app.database.execute(&format!(
        "UPDATE beneficiaries SET given_name = '{NAMED}', family_name = '{NAMED}', \
         aliases = '[\"{NAMED}\"]', municipality = '{HIDDEN}', contacts = '{contacts}', \
         support_needs = '[]' WHERE id = '{beneficiary}'; \
         DELETE FROM stay_permits WHERE beneficiary_id = '{beneficiary}'"
    ));
}

fn approved_report(app: &TestApp, case: &str) -> String {
    let id = uuid::Uuid::now_v7().to_string();
    let (org, user) = (app.organisation("centre"), app.user("operator"));
    let file = match &app.database.owner {
        Target::Postgres(_) => format!("'{REPORT}'::bytea"),
        Target::Sqlite(_) => format!("CAST('{REPORT}' AS BLOB)"),
    };
    app.database.execute(&format!(
        "UPDATE cases SET status = 'report_approved' WHERE id = '{case}'; \
         INSERT INTO documents (id, case_id, organisation_id, kind, edition, status, content, \
         content_hash, file, file_hash, author_id, created_at, issued_at, version) VALUES ('{id}', \
         '{case}', '{org}', 'assessment_report', 1, 'issued', '{{}}', 'c0', {file}, 'f0', '{user}', \
         '2026-03-01 08:00:00', '2026-03-01 08:00:00', 1)"
    ));
    id
}

/// The last part of a concept's address.
fn concept(kind: &str, name: &str) -> String {
    let uri = esco_uri(kind, name);
    uri.rsplit('/').next().unwrap().to_owned()
}
