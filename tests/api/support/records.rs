//! Records as statements, for tests that put them straight into a database.

/// A case with its person, programme and lead, as its ids.
#[derive(Clone, Debug)]
pub struct CaseIds {
    pub case: String,
    pub beneficiary: String,
    pub programme: String,
}

/// In whose name records are made, as ids.
#[derive(Clone, Copy)]
pub struct Maker<'a> {
    pub organisation: &'a str,
    pub user: &'a str,
}

fn id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A case in a state, with a person, a programme and a pathway of its own.
pub fn case(maker: Maker, status: &str) -> (CaseIds, String) {
    let (case, beneficiary, programme, template) = (id(), id(), id(), id());
    let Maker {
        organisation: org,
        user,
    } = maker;
    let at = "2026-03-02 08:00:00";
    let code = &case[24..];
    let sql = format!(
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
         VALUES ('{case}', '{user}', '{org}', 'lead', '{at}'); "
    );
    let ids = CaseIds {
        case,
        beneficiary,
        programme,
    };
    (ids, sql)
}

/// Three hours attended in two sessions of a case.
pub fn sessions(maker: Maker, case: &str) -> String {
    let Maker {
        organisation: org,
        user,
    } = maker;
    let at = "2026-02-02 08:00:00";
    let mut sql = String::new();
    for (day, kind, hours) in [(3, "intake_interview", 1), (10, "individual", 2)] {
        let session = id();
        let (from, to) = (
            format!("2026-02-{day:02} 09:00:00"),
            format!("2026-02-{day:02} {:02}:00:00", 9 + hours),
        );
        sql += &format!(
            "INSERT INTO sessions (id, organisation_id, case_id, kind, mode, status, scheduled_from, \
             scheduled_to, held_from, held_to, place, language, interpreter, conductor_id, topics, \
             shared_summary, version, created_at, created_by, updated_at) VALUES ('{session}', \
             '{org}', '{case}', '{kind}', 'in_person', 'held', '{from}', '{to}', '{from}', '{to}', \
             'Here', 'fr', 'none', '{user}', '[]', '', 1, '{at}', '{user}', '{at}'); \
             INSERT INTO attendances (session_id, case_id, organisation_id, status, minutes, \
             recorded_by, recorded_at) VALUES ('{session}', '{case}', '{org}', 'present', {}, \
             '{user}', '{at}'); ",
            hours * 60
        );
    }
    sql
}

/// An issued report of a case, without the work of a real one.
pub fn issued_report(maker: Maker, case: &str) -> String {
    let Maker {
        organisation: org,
        user,
    } = maker;
    format!(
        "INSERT INTO documents (id, case_id, organisation_id, kind, edition, status, content, \
         content_hash, author_id, created_at, version) VALUES ('{}', '{case}', '{org}', \
         'assessment_report', 1, 'issued', '{{}}', '', '{user}', '2026-02-02 08:00:00', 1); ",
        id()
    )
}

/// A group that these cases are in, in this order; its id.
pub fn group(maker: Maker, cases: &[String]) -> (String, String) {
    let group = id();
    let Maker {
        organisation: org,
        user,
    } = maker;
    let at = "2026-01-10 08:00:00";
    let mut sql = format!(
        "INSERT INTO groups (id, organisation_id, programme_id, label, language, conductor_id, \
         capacity, version, created_at, updated_at) SELECT '{group}', '{org}', programme_id, 'A', \
         'fr', '{user}', 10, 1, '{at}', '{at}' FROM cases WHERE id = '{}'; ",
        cases[0]
    );
    for (index, case) in cases.iter().enumerate() {
        sql += &format!(
            "INSERT INTO group_members (group_id, case_id, organisation_id, joined_on) \
             VALUES ('{group}', '{case}', '{org}', '2026-01-{:02}'); ",
            index + 10
        );
    }
    (group, sql)
}
