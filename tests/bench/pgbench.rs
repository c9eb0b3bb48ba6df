//! What PostgreSQL itself gives for the same queries and a committed log row.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

const ACTOR: &str = "SELECT u.id, m.role, o.id, m.id FROM sign_ins s JOIN memberships m ON m.id = s.membership_id \
    JOIN users u ON u.id = s.user_id JOIN organisations o ON o.id = m.organisation_id \
    WHERE s.user_id = (SELECT id FROM users WHERE email = 'bench@bench.example') AND s.ended_at IS NULL \
    AND s.expires_at > now() AND m.active AND u.active AND o.active LIMIT 1;\n";

const LOG: &str = "BEGIN;\nINSERT INTO activity_log (id, at, request_id, role, operation, outcome) \
    VALUES (gen_random_uuid()::text, now(), 'bench', 'supervisor', 'bench', 'done');\nCOMMIT;\n";

/// Reading one case with its sessions and competences.
pub fn case() -> Vec<String> {
    let statements = [
        "\\set i random(1, :cases)\nBEGIN READ ONLY;\n",
        ACTOR,
        "SELECT c.*, EXISTS (SELECT 1 FROM case_operators p WHERE p.case_id = c.id AND p.user_id = 'x') FROM cases c \
     WHERE c.id = '00000000-0000-7000-8000-' || lpad(:i::text, 12, '0');\n",
        "SELECT b.given_name, b.family_name, p.title FROM cases c JOIN beneficiaries b ON b.id = c.beneficiary_id \
     JOIN programmes p ON p.id = c.programme_id WHERE c.id = '00000000-0000-7000-8000-' || lpad(:i::text, 12, '0');\n",
        "SELECT s.*, a.status, a.minutes FROM sessions s LEFT JOIN attendances a ON a.session_id = s.id \
     AND a.case_id = '00000000-0000-7000-8000-' || lpad(:i::text, 12, '0') \
     WHERE s.case_id = '00000000-0000-7000-8000-' || lpad(:i::text, 12, '0') ORDER BY s.scheduled_from;\n",
        "SELECT * FROM competences WHERE case_id = '00000000-0000-7000-8000-' || lpad(:i::text, 12, '0') ORDER BY id;\n",
        "COMMIT;\n",
        LOG,
    ];
    statements.map(str::to_owned).to_vec()
}

/// A list of 25 with a filter, the names, and who works on each; its entry names each case shown.
pub fn list(shown: &[String]) -> Vec<String> {
    let ids = shown.join(",");
    vec![
        "BEGIN READ ONLY;\n".to_owned(),
        ACTOR.to_owned(),
        "SELECT c.id, c.case_code, c.status, c.opened_at, c.ended_at, c.updated_at, b.id, b.person_code, \
         b.given_name, b.family_name, b.name_original_script, p.id, p.code, p.title FROM cases c \
         JOIN beneficiaries b ON b.id = c.beneficiary_id JOIN programmes p ON p.id = c.programme_id \
         WHERE c.organisation_id = '00000000-0000-7000-8000-000000000001' AND c.status = 'investigation' \
         ORDER BY c.id DESC LIMIT 26;\n"
            .to_owned(),
        format!(
            "SELECT o.*, u.display_name FROM case_operators o JOIN users u ON u.id = o.user_id \
             WHERE o.case_id = ANY('{{{ids}}}'::text[]) ORDER BY o.part DESC, o.assigned_at, o.user_id;\n"
        ),
        "COMMIT;\n".to_owned(),
        format!(
            "WITH entry AS (INSERT INTO activity_log (id, at, request_id, role, operation, outcome) \
             VALUES (gen_random_uuid()::text, now(), 'bench', 'supervisor', 'bench', 'done') RETURNING id) \
             INSERT INTO activity_log_records (entry_id, action, resource, parent, parent_id) \
             SELECT entry.id, 'list', 'case', 'case', shown.id FROM entry, \
             unnest('{{{ids}}}'::text[]) AS shown(id) LIMIT 25;\n"
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
