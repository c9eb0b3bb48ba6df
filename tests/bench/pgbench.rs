//! What PostgreSQL itself gives for the same queries and a committed log row.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Who stands behind the sign-in, as the service asks with each request.
fn actor(sign_in: &str) -> String {
    format!("SELECT * FROM acting('{sign_in}', now()::timestamp, current_date);\n")
}

/// One entry of the log with the rights that were asked for: action, resource, and under which record.
/// The row of the network address, and the sealing, are the service's alone.
fn entry(operation: &str, rights: &str) -> String {
    format!(
        "WITH entry AS MATERIALIZED (SELECT gen_random_uuid()::text AS id), \
         written AS (INSERT INTO activity_log (id, at, request_id, user_id, sign_in_id, role, \
         organisation_id, operation, outcome) SELECT id, now(), gen_random_uuid()::text, \
         gen_random_uuid()::text, gen_random_uuid()::text, 'supervisor', \
         '00000000-0000-7000-8000-000000000001', '{operation}', 'done' FROM entry) \
         INSERT INTO activity_log_records (entry_id, action, resource, parent, parent_id) \
         SELECT entry.id, r.action, r.resource, 'case', r.id FROM entry, {rights};\n"
    )
}

/// Reading one case with its sessions and competences: what the service asks, and the entry that it
/// writes.
pub fn case(sign_in: &str) -> Vec<String> {
    const ID: &str = "('00000000-0000-7000-8000-' || lpad(:i::text, 12, '0'))";
    let statements = [
        "\\set i random(1, :cases)\nBEGIN READ ONLY;\n".to_owned(),
        actor(sign_in),
        "SELECT c.*, EXISTS (SELECT o.* FROM case_operators o WHERE o.case_id = c.id \
         AND o.part = ANY('{lead,co}') AND o.user_id = ANY('{00000000-0000-7000-8000-000000000001}')) \
         FROM cases c WHERE c.id = $ID LIMIT 1;\n"
            .to_owned(),
        "SELECT b.id, b.person_code, b.given_name, b.family_name, b.name_original_script, p.id, p.code, \
         p.title, (SELECT COUNT(*) FROM next_steps n WHERE n.case_id = c.id LIMIT 1), \
         (SELECT COUNT(*) FROM next_steps n WHERE n.case_id = c.id AND n.done = false LIMIT 1), \
         (SELECT COUNT(*) FROM follow_ups f WHERE f.case_id = c.id LIMIT 1), \
         (SELECT max(f.contacted_on) FROM follow_ups f WHERE f.case_id = c.id LIMIT 1) \
         FROM cases c JOIN beneficiaries b ON b.id = c.beneficiary_id \
         JOIN programmes p ON p.id = c.programme_id WHERE c.id = $ID LIMIT 1;\n"
            .to_owned(),
        "SELECT s.id, s.kind, s.held_from, s.shared_summary, a.status, a.minutes FROM attendances a \
         JOIN sessions s ON s.id = a.session_id WHERE a.case_id = $ID \
         ORDER BY s.scheduled_from DESC, s.id DESC LIMIT 500;\n"
            .to_owned(),
        "SELECT id, label, kind, self_level, agreed_level FROM competences WHERE case_id = $ID \
         ORDER BY id LIMIT 500;\n"
            .to_owned(),
        "COMMIT;\n".to_owned(),
        entry(
            "read_case_overview",
            "(VALUES ('read', 'case', $ID), ('list', 'session', $ID), ('list', 'profile', $ID)) \
             AS r(action, resource, id)",
        ),
    ];
    statements.map(|it| it.replace("$ID", ID)).to_vec()
}

/// A list of 25 with a filter, the names, and who works on each; its entry names each case shown.
pub fn list(sign_in: &str, shown: &[String]) -> Vec<String> {
    let ids = shown.join(",");
    vec![
        "BEGIN READ ONLY;\n".to_owned(),
        actor(sign_in),
        "SELECT c.id, c.case_code, c.status, c.follow_up_due_on, c.opened_at, c.ended_at, c.updated_at, \
         b.id, b.person_code, b.given_name, b.family_name, b.name_original_script, p.id, p.code, p.title \
         FROM cases c JOIN beneficiaries b ON b.id = c.beneficiary_id \
         JOIN programmes p ON p.id = c.programme_id \
         WHERE c.organisation_id = '00000000-0000-7000-8000-000000000001' AND c.status = 'investigation' \
         ORDER BY c.id DESC LIMIT 26;\n"
            .to_owned(),
        format!(
            "SELECT o.*, u.display_name, u.active AND EXISTS (SELECT m.* FROM memberships m \
             WHERE m.user_id = o.user_id AND m.organisation_id = o.organisation_id \
             AND ((o.part = 'mediator' AND m.role = ANY('{{mediator}}')) \
             OR (o.part != 'mediator' AND m.role = ANY('{{operator,supervisor}}'))) AND m.active), \
             d.id, d.display_name, i.to_on FROM case_operators o JOIN users u ON u.id = o.user_id \
             LEFT JOIN (stand_ins i JOIN users d ON d.id = i.stand_in_user_id) \
             ON i.absent_user_id = o.user_id AND i.organisation_id = o.organisation_id \
             AND i.from_on <= current_date AND i.to_on >= current_date AND i.ended_at IS NULL \
             WHERE o.case_id = ANY('{{{ids}}}'::text[]) \
             ORDER BY o.part = 'lead' DESC, o.part, o.assigned_at, o.user_id;\n"
        ),
        "COMMIT;\n".to_owned(),
        entry(
            "list_cases",
            &format!(
                "(SELECT 'list' AS action, 'case' AS resource, id \
                 FROM unnest('{{{ids}}}'::text[]) AS shown(id) LIMIT 25) AS r"
            ),
        ),
    ]
}

/// Transactions a second, by the program's own count.
pub fn run(
    url: &str,
    script: &[String],
    clients: usize,
    time: Duration,
    cases: u64,
    folder: &Path,
) -> f64 {
    let file = folder.join("script.sql");
    std::fs::write(&file, script.concat()).expect("a script");
    let output = Command::new("pgbench")
        .args([
            "-n",
            "-M",
            "prepared",
            "-j",
            "2",
            "-c",
            &clients.to_string(),
        ])
        .args([
            "-T",
            &time.as_secs().to_string(),
            "-D",
            &format!("cases={cases}"),
        ])
        .arg("-f")
        .arg(&file)
        .arg(url)
        .output()
        .expect("pgbench is installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok())
        .unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}
