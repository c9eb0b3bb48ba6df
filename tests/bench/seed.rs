//! A job centre with many cases, put straight into the database.

use bilancio::access::{Caller, Role};
use bilancio::accounts::passwords::Password;
use bilancio::accounts::{Email, service as accounts};
use bilancio::app::Service;
use bilancio::db::Target;
use bilancio::db::schema::{cases, sign_ins as sign_in_rows};
use bilancio::second_factors::service as second_factors;
use bilancio::second_factors::totp::Secret;
use bilancio::sign_ins::service as sign_ins;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::database::on_server;

/// The id of the n-th record of every kind.
pub fn id(number: u64) -> String {
    format!("00000000-0000-7000-8000-{number:012}")
}

/// The sign-in of the bench.
#[expect(
    clippy::disallowed_methods,
    reason = "the data is looked at outside of the service"
)]
pub fn sign_in(url: &str) -> String {
    let mut connection = PgConnection::establish(url).expect("a server");
    sign_in_rows::table
        .order(sign_in_rows::id.desc())
        .select(sign_in_rows::id)
        .first(&mut connection)
        .expect("the sign-in")
}

/// The cases that the list of the bench shows.
#[expect(
    clippy::disallowed_methods,
    reason = "the data is looked at outside of the service"
)]
pub fn newest_shown(url: &str) -> Vec<String> {
    let mut connection = PgConnection::establish(url).expect("a server");
    cases::table
        .filter(cases::status.eq("investigation"))
        .order(cases::id.desc())
        .limit(26)
        .select(cases::id)
        .load(&mut connection)
        .expect("the cases")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the data is made outside of the service"
)]
pub fn seed(owner: &Target, cases: u64) {
    let numbers = match owner {
        Target::Postgres(_) => format!("generate_series(1, {cases}) AS s(i)"),
        Target::Sqlite(_) => format!(
            "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {cases}) \
             SELECT i FROM s) AS s"
        ),
    };
    let statements = statements(&numbers);
    match owner {
        Target::Postgres(url) => {
            on_server(url, &statements);
            on_server(url, "ANALYZE");
        }
        Target::Sqlite(path) => SqliteConnection::establish(path.to_str().expect("a path"))
            .expect("a database")
            .batch_execute(&format!("BEGIN; {statements}; COMMIT; ANALYZE"))
            .expect("the database takes the statements"),
    }
}

/// Operators 2 to 41 share the cases; user 1 is their supervisor.
fn statements(numbers: &str) -> String {
    let id = |expression: &str| {
        format!("'00000000-0000-7000-8000-' || substr('000000000000' || ({expression}), -12)")
    };
    // `substr` with a negative start is SQLite's; PostgreSQL's `right` is not there.
    let id = |expression: &str| match numbers.starts_with("generate") {
        true => format!("'00000000-0000-7000-8000-' || lpad(({expression})::text, 12, '0')"),
        false => id(expression),
    };
    let (one, case, at) = (id("1"), id("i"), "'2026-03-01 09:00:00'");
    let operator = id("2 + i % 40");
    let mut sql = format!(
        "INSERT INTO organisations (id, name, kind, municipality, address, certificate_prefix, active, \
         version, created_at, updated_at) VALUES ({one}, 'Centre', 'job_centre', 'Genova', 'Via 1', \
         'BEN', true, 1, {at}, {at}); \
         INSERT INTO users (id, email, display_name, active, version, created_at, updated_at) \
         SELECT {case}, 'user' || i || '@bench.example', 'User ' || i, true, 1, {at}, {at} \
         FROM {numbers} WHERE i <= 41; \
         INSERT INTO memberships (id, user_id, organisation_id, role, active, created_at) \
         SELECT {case}, {case}, {one}, CASE WHEN i = 1 THEN 'supervisor' ELSE 'operator' END, true, {at} \
         FROM {numbers} WHERE i <= 41; \
         INSERT INTO pathway_templates (id, organisation_id, code, edition, method, title, steps, \
         created_at, created_by) VALUES ({one}, {one}, 'T', 1, 'custom', 'Path', '[]', {at}, {one}); \
         INSERT INTO programmes (id, organisation_id, code, title, funder, fund, starts_on, \
         pathway_template_id, minimum_attendance_percent, certificate_rule, work_right_rule, \
         eligibility_checks, active, version, created_at, updated_at) VALUES ({one}, {one}, 'P', \
         'Programme', 'Comune', 'municipal', '2026-01-01', {one}, 70, 'attendance', 'warn', '[]', true, \
         1, {at}, {at}); \
         INSERT INTO beneficiaries (id, organisation_id, person_code, given_name, family_name, aliases, \
         birth_on, birth_precision, sex_registered, citizenships, languages, preferred_language, \
         interpreter_needed, literacy, contacts, childcare_needed, support_needs, \
         vulnerability_reported, driving_licences, version, created_at, created_by, updated_at) \
         SELECT {case}, {one}, 'P' || i, 'Given' || i, 'Family' || i, '[]', '1995-01-01', 'year', 'f', \
         '[\"GN\"]', '[]', 'fr', false, 'literate_latin', '[]', false, '[]', false, '[]', 1, {at}, \
         {operator}, {at} FROM {numbers}; \
         INSERT INTO cases (id, organisation_id, case_code, beneficiary_id, programme_id, \
         pathway_template_id, status, needs_analysis, without_observations, without_next_steps, \
         opened_at, version, created_by, updated_at) SELECT {case}, {one}, '2026-' || i, {case}, {one}, \
         {one}, CASE WHEN i % 3 = 0 THEN 'agreed' ELSE 'investigation' END, 'Needs work.', false, false, \
         {at}, 1, {operator}, {at} FROM {numbers}; \
         INSERT INTO case_operators (case_id, user_id, organisation_id, part, assigned_at) \
         SELECT {case}, {operator}, {one}, 'lead', {at} FROM {numbers}; \
         INSERT INTO experiences (id, case_id, organisation_id, kind, title, employer, place, ongoing, \
         completion, setting, tasks, tools, context, version, created_at, updated_at) \
         SELECT {case}, {case}, {one}, 'work_employed', 'Tailor', '', '', false, 'yes', 'non_formal', \
         '[]', '[]', '', 1, {at}, {at} FROM {numbers}; "
    );
    for copy in 0..3 {
        let session = id(&format!("i + {copy} * 1000000"));
        sql.push_str(&format!(
            "INSERT INTO sessions (id, organisation_id, case_id, kind, mode, status, scheduled_from, \
             scheduled_to, held_from, held_to, place, language, interpreter, conductor_id, topics, \
             shared_summary, held_recorded_at, version, created_at, created_by, updated_at) \
             SELECT {session}, {one}, {case}, 'individual', 'in_person', 'held', {at}, \
             '2026-03-01 10:00:00', {at}, '2026-03-01 10:00:00', 'Room 1', 'fr', 'none', {operator}, \
             '[]', 'We spoke of work.', {at}, 1, {at}, {operator}, {at} FROM {numbers}; \
             INSERT INTO attendances (session_id, case_id, organisation_id, status, minutes, \
             recorded_by, recorded_at) SELECT {session}, {case}, {one}, 'present', 60, {operator}, {at} \
             FROM {numbers}; \
             INSERT INTO competences (id, case_id, organisation_id, label, kind, description, setting, \
             self_level, agreed_level, version, created_at, updated_at) SELECT {session}, {case}, {one}, \
             'Cutting cloth', 'technical', '', 'non_formal', 3, 3, 1, {at}, {at} FROM {numbers}; \
             INSERT INTO competence_experiences (competence_id, experience_id, case_id, \
             organisation_id) SELECT {session}, {case}, {case}, {one} FROM {numbers}; "
        ));
    }
    sql
}

/// A token of the supervisor, from a sign-in that lasts as long as the bench.
pub fn token(service: &Service) -> String {
    let caller = Caller::worker("bench");
    let organisation = id(1).parse().expect("an id");
    let hash =
        Password::chosen("a password for the bench").and_then(|it| it.hash().map_err(|_cause| ""));
    let secret = Secret::random();
    let user = service
        .database
        .write_blocking(&caller, |tx| {
            let user = accounts::add_by_command(
                tx,
                bilancio::accounts::NewUser {
                    email: Email::new("bench@bench.example").expect("an address"),
                    display_name: "Bench".to_owned(),
                    password_hash: hash.ok(),
                    organisation_id: organisation,
                    role: Role::Supervisor,
                },
            )?;
            second_factors::enrol_by_command(tx, &user.id, &secret)?;
            Ok(user)
        })
        .expect("a user");
    let anonymous = Caller {
        identity: bilancio::access::Identity::Anonymous,
        ..caller
    };
    let sign_in = service
        .database
        .write_blocking(&anonymous, |tx| {
            let code = secret.code_at(tx.now())?;
            let twelve = chrono::TimeDelta::hours(12);
            sign_ins::sign_in(
                tx,
                Some(sign_ins::Matched::of(user)),
                None,
                Some(&code),
                twelve,
            )
        })
        .expect("a sign-in");
    service
        .tokens
        .make(&sign_in.id, &sign_in.user_id)
        .expect("a token")
        .0
}
