//! What the guards look at, put straight into the database.

use bilancio::documents::{DocumentKind, samples};
use bilancio::fixed_texts::TextLanguage;

use crate::support::{CaseIds, TestApp};

pub struct Records<'a> {
    app: &'a TestApp,
    case: &'a CaseIds,
    org: String,
    operator: String,
}

const AT: &str = "2026-03-01 09:00:00";

/// What a whole report says.
fn report_content() -> String {
    let report = samples::of_kind(DocumentKind::AssessmentReport, TextLanguage::English);
    serde_json::to_string(&report).unwrap()
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

impl<'a> Records<'a> {
    pub fn new(app: &'a TestApp, case: &'a CaseIds) -> Self {
        Self {
            app,
            case,
            org: app.organisation("centre"),
            operator: app.user("operator"),
        }
    }

    fn insert(&self, table: &str, columns: &str, values: &str) {
        self.app.database.execute(&format!(
            "INSERT INTO {table} ({columns}) VALUES ({values})"
        ));
    }

    /// Columns of the case itself.
    pub fn set(&self, columns: &str) {
        let case = &self.case.case;
        self.app
            .database
            .execute(&format!("UPDATE cases SET {columns} WHERE id = '{case}'"));
    }

    pub fn set_session(&self, session: &str, columns: &str) {
        self.app.database.execute(&format!(
            "UPDATE sessions SET {columns} WHERE id = '{session}'"
        ));
    }

    /// The steps of the case's pathway: phase and minutes, all mandatory.
    pub fn steps(&self, steps: &[(&str, i32)]) {
        let step = |(index, (phase, minutes)): (usize, &(&str, i32))| {
            serde_json::json!({
                "order": index + 1, "phase": phase, "kind": "individual", "title": "Step",
                "planned_minutes": minutes, "mandatory": true,
            })
        };
        let steps: Vec<_> = steps.iter().enumerate().map(step).collect();
        let steps = serde_json::Value::from(steps);
        let case = &self.case.case;
        self.app.database.execute(&format!(
            "UPDATE pathway_templates SET steps = '{steps}' WHERE id = \
             (SELECT pathway_template_id FROM cases WHERE id = '{case}')"
        ));
    }

    pub fn operator(&self, who: &str, part: &str) {
        let (case, org, user) = (&self.case.case, &self.org, self.app.user(who));
        let values = format!("'{case}', '{user}', '{org}', '{part}', '{AT}'");
        let columns = "case_id, user_id, organisation_id, part, assigned_at";
        self.insert("case_operators", columns, &values);
    }

    pub fn notice(&self, language: &str, interpreter: &str) {
        let (id, case, org, by) = (id(), &self.case.case, &self.org, &self.operator);
        self.insert(
            "privacy_notices",
            "id, case_id, organisation_id, text_version, text_language, explained_in, interpreter, \
             delivered_on, recorded_by, recorded_at",
            &format!(
                "'{id}', '{case}', '{org}', '1', 'it', '{language}', '{interpreter}', '2026-03-01', \
                 '{by}', '{AT}'"
            ),
        );
    }

    pub fn agreement(&self, guardian_on: Option<&str>) {
        let (id, case, org, by) = (id(), &self.case.case, &self.org, &self.operator);
        let guardian = guardian_on.map_or("NULL".to_owned(), |day| format!("'{day}'"));
        self.insert(
            "participation_agreements",
            "id, case_id, organisation_id, text_version, text_language, explained_in, interpreter, \
             rhythm, signed_on, guardian_signed_on, recorded_by, recorded_at",
            &format!(
                "'{id}', '{case}', '{org}', '1', 'it', 'fr', 'none', 'weekly', '2026-03-01', \
                 {guardian}, '{by}', '{AT}'"
            ),
        );
    }

    /// A session of the case, held by its lead, with the person's minutes.
    pub fn session(&self, kind: &str, step: Option<i32>, minutes: i32) -> String {
        self.session_by("operator", kind, step, minutes)
    }

    pub fn session_by(&self, who: &str, kind: &str, step: Option<i32>, minutes: i32) -> String {
        let (id, by) = (id(), self.app.user(who));
        let owner = format!("'{}', NULL", self.case.case);
        self.insert_session(&id, &owner, kind, step, "2026-02-20", &by);
        self.attendance(&id, minutes);
        id
    }

    /// A group that the person joined on a day.
    pub fn group(&self, joined_on: &str) -> String {
        let (id, org, by) = (id(), &self.org, &self.operator);
        let (case, programme) = (&self.case.case, &self.case.programme);
        self.insert(
            "groups",
            "id, organisation_id, programme_id, label, language, conductor_id, capacity, version, \
             created_at, updated_at",
            &format!(
                "'{id}', '{org}', '{programme}', 'Monday', 'it', '{by}', 10, 1, '{AT}', '{AT}'"
            ),
        );
        self.insert(
            "group_members",
            "group_id, case_id, organisation_id, joined_on",
            &format!("'{id}', '{case}', '{org}', '{joined_on}'"),
        );
        id
    }

    /// A group session that was held, with or without a word on the person's attendance.
    pub fn group_session(&self, group: &str, step: i32, on: &str, minutes: Option<i32>) {
        let id = id();
        let owner = format!("NULL, '{group}'");
        self.insert_session(&id, &owner, "group", Some(step), on, &self.operator);
        if let Some(minutes) = minutes {
            self.attendance(&id, minutes);
        }
    }

    fn insert_session(
        &self,
        id: &str,
        owner: &str,
        kind: &str,
        step: Option<i32>,
        on: &str,
        by: &str,
    ) {
        let step = step.map_or("NULL".to_owned(), |step| step.to_string());
        let org = &self.org;
        self.insert(
            "sessions",
            "id, organisation_id, case_id, group_id, kind, step, mode, status, scheduled_from, \
             scheduled_to, held_from, held_to, place, language, interpreter, conductor_id, topics, \
             shared_summary, version, created_at, created_by, updated_at",
            &format!(
                "'{id}', '{org}', {owner}, '{kind}', {step}, 'in_person', 'held', '{on} 09:00:00', \
                 '{on} 12:00:00', '{on} 09:00:00', '{on} 10:00:00', 'Room 1', 'it', 'none', '{by}', \
                 '[]', '', 1, '{AT}', '{by}', '{AT}'"
            ),
        );
    }

    fn attendance(&self, session: &str, minutes: i32) {
        let (case, org, by) = (&self.case.case, &self.org, &self.operator);
        let status = if minutes > 0 { "present" } else { "absent" };
        self.insert(
            "attendances",
            "session_id, case_id, organisation_id, status, minutes, recorded_by, recorded_at",
            &format!("'{session}', '{case}', '{org}', '{status}', {minutes}, '{by}', '{AT}'"),
        );
    }

    /// An experience, a competence linked to it, and evidence that supports the competence.
    pub fn competence(&self, verification: &str) {
        let (case, org) = (&self.case.case, &self.org);
        let (experience, competence, evidence) = (id(), id(), id());
        self.insert(
            "experiences",
            "id, case_id, organisation_id, kind, title, employer, place, ongoing, completion, \
             setting, tasks, tools, context, version, created_at, updated_at",
            &format!(
                "'{experience}', '{case}', '{org}', 'work_employed', 'Cook', '', '', false, 'completed', \
                 'non_formal', '[]', '[]', '', 1, '{AT}', '{AT}'"
            ),
        );
        self.insert(
            "competences",
            "id, case_id, organisation_id, label, kind, description, setting, version, created_at, \
             updated_at",
            &format!(
                "'{competence}', '{case}', '{org}', 'I cook for many', 'technical', '', \
                 'non_formal', 1, '{AT}', '{AT}'"
            ),
        );
        self.insert(
            "competence_experiences",
            "competence_id, experience_id, case_id, organisation_id",
            &format!("'{competence}', '{experience}', '{case}', '{org}'"),
        );
        self.insert(
            "evidence",
            "id, case_id, organisation_id, kind, description, verification, original_seen, version, \
             created_at, updated_at",
            &format!(
                "'{evidence}', '{case}', '{org}', 'contract', '', '{verification}', false, 1, \
                 '{AT}', '{AT}'"
            ),
        );
        self.insert(
            "competence_evidence",
            "competence_id, evidence_id, case_id, organisation_id",
            &format!("'{competence}', '{evidence}', '{case}', '{org}'"),
        );
    }

    /// The final assessment, by somebody.
    pub fn assessment(&self, who: &str) {
        let (id, case, org, by) = (id(), &self.case.case, &self.org, self.app.user(who));
        self.insert(
            "assessments",
            "id, case_id, organisation_id, kind, assessor_id, assessed_on, methods, summary, items, \
             item_count, version, created_at, updated_at",
            &format!(
                "'{id}', '{case}', '{org}', 'final', '{by}', '2026-03-01', '[]', '', '[]', 1, 1, \
                 '{AT}', '{AT}'"
            ),
        );
    }

    /// A report that somebody submitted, and that waits or was approved.
    pub fn report(&self, who: &str, status: &str) {
        let (id, case, org, by) = (id(), &self.case.case, &self.org, self.app.user(who));
        let content = report_content().replace('\'', "''");
        self.insert(
            "documents",
            "id, case_id, organisation_id, kind, edition, status, content, content_hash, author_id, \
             created_at, version",
            &format!(
                "'{id}', '{case}', '{org}', 'assessment_report', 1, '{status}', '{content}', 'x', \
                 '{by}', '{AT}', 1"
            ),
        );
    }

    pub fn goal(&self) {
        let (case, org) = (&self.case.case, &self.org);
        self.insert(
            "professional_goals",
            "case_id, organisation_id, goal, no_goal_reason, alternatives, favourable_factors, \
             unfavourable_factors, version, updated_at",
            &format!("'{case}', '{org}', '', 'Waits for the course', '', '', '', 1, '{AT}'"),
        );
    }

    pub fn follow_up(&self, reached: bool) {
        let (id, case, org, by) = (id(), &self.case.case, &self.org, &self.operator);
        self.insert(
            "follow_ups",
            "id, case_id, organisation_id, contacted_on, reached, outcome, note, recorded_by, \
             recorded_at",
            &format!(
                "'{id}', '{case}', '{org}', '2026-03-01', {reached}, 'unknown', '', '{by}', '{AT}'"
            ),
        );
    }

    /// An outbound referral to the employment centre, with the authorisation it rests on.
    pub fn referral(&self, status: &str) {
        let (case, org, by) = (&self.case.case, &self.org, &self.operator);
        let (authorisation, referral) = (id(), id());
        let to = self.app.organisation("cpi");
        self.insert(
            "sharing_authorisations",
            "id, case_id, organisation_id, recipient_organisation_id, purpose, explained_in, \
             interpreter, includes_contact, includes_work_right, given_on, expires_on, recorded_by, \
             recorded_at",
            &format!(
                "'{authorisation}', '{case}', '{org}', '{to}', 'Placement', 'fr', 'none', true, \
                 false, '2026-03-01', '2026-12-31', '{by}', '{AT}'"
            ),
        );
        self.insert(
            "outbound_referrals",
            "id, case_id, organisation_id, recipient_organisation_id, authorisation_id, kind, \
             request, status, reply, version, created_by, created_at, updated_at",
            &format!(
                "'{referral}', '{case}', '{org}', '{to}', '{authorisation}', 'cpi', 'Please', \
                 '{status}', '', 1, '{by}', '{AT}', '{AT}'"
            ),
        );
    }
}
