//! Records put straight into the database, for tests of what comes after them.

use super::TestApp;

/// A case with its person, programme and lead, as its ids.
#[derive(Clone, Debug)]
pub struct CaseIds {
    pub case: String,
    pub beneficiary: String,
    pub programme: String,
}

impl TestApp {
    /// A case of the centre in a state, led by "operator".
    pub fn case(&self, status: &str) -> CaseIds {
        self.case_of("centre", "operator", status)
    }

    /// A case of an organisation in a state, led by one of its operators.
    pub fn case_of(&self, organisation: &str, lead: &str, status: &str) -> CaseIds {
        let id = || uuid::Uuid::now_v7().to_string();
        let (case, beneficiary, programme, template) = (id(), id(), id(), id());
        let (org, user) = (self.organisation(organisation), self.user(lead));
        let at = "2026-03-02 08:00:00";
        let code = &case[24..];
        self.database.execute(&format!(
            "INSERT INTO pathway_templates (id, organisation_id, code, edition, method, title, steps, \
             created_at, created_by) VALUES ('{template}', '{org}', 'T{code}', 1, 'custom', 'Path', \
             '[]', '{at}', '{user}'); \
             INSERT INTO programmes (id, organisation_id, code, title, funder, fund, starts_on, \
             pathway_template_id, minimum_attendance_percent, certificate_rule, work_right_rule, \
             eligibility_checks, active, version, created_at, updated_at) VALUES ('{programme}', \
             '{org}', 'P{code}', 'Programme', 'Comune', 'municipal', '2026-01-01', '{template}', 70, \
             'attendance', 'warn', '[]', true, 1, '{at}', '{at}'); \
             INSERT INTO beneficiaries (id, organisation_id, person_code, given_name, family_name, \
             aliases, birth_on, birth_precision, sex_registered, citizenships, languages, \
             preferred_language, interpreter_needed, literacy, contacts, childcare_needed, \
             support_needs, vulnerability_reported, driving_licences, name_confirmed, version, created_at, created_by, \
             updated_at) VALUES ('{beneficiary}', '{org}', 'B{code}', 'Amina', 'Diallo', '[]', \
             '1995-01-01', 'year', 'f', '[\"GN\"]', '[]', 'fr', false, 'literate_latin', '[]', false, \
             '[]', false, '[]', true, 1, '{at}', '{user}', '{at}'); \
             INSERT INTO cases (id, organisation_id, case_code, beneficiary_id, programme_id, \
             pathway_template_id, status, needs_analysis, without_observations, without_next_steps, \
             opened_at, version, created_by, updated_at) VALUES ('{case}', '{org}', 'C{code}', \
             '{beneficiary}', '{programme}', '{template}', '{status}', '', false, false, '{at}', 1, \
             '{user}', '{at}'); \
             INSERT INTO case_operators (case_id, user_id, organisation_id, part, assigned_at) \
             VALUES ('{case}', '{user}', '{org}', 'lead', '{at}')"
        ));
        CaseIds {
            case,
            beneficiary,
            programme,
        }
    }
}
