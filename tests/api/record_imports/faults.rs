//! What is wrong with a line is told by its column, in the reader's language, without its value.

use bilancio::record_imports::service::AT_ONCE;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{CSV, HEADINGS, apply, preview, preview_of, programme};
use crate::support::{Answer, TestApp, request};

fn told(answer: &Answer, line: usize) -> Vec<String> {
    let errors = answer.body["lines"][line]["errors"].as_array().unwrap();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or("-").to_owned();
    errors
        .iter()
        .map(|it| {
            format!(
                "{} {} {}",
                text(it, "column"),
                text(it, "pointer"),
                text(it, "code")
            )
        })
        .collect()
}

#[actix_web::test]
async fn each_thing_that_is_wrong_with_a_person_is_told() {
    let app = TestApp::new().await;
    let code = programme(&app);
    app.database.execute(
        "UPDATE programmes SET active = false WHERE organisation_id IN \
         (SELECT id FROM organisations WHERE name = 'nobody')",
    );
    let base = |name: &str, more: &str| format!("{name};f;GN;fr;{more}\n");
    let headings = "given_name;sex_registered;citizenships;preferred_language";
    for (column, value, expected) in [
        (
            "birth_date",
            "17/13/1995",
            "birth_date /birth_date date_form_wrong",
        ),
        (
            "birth_date",
            "01/01/2027",
            "birth_date /birth_date birth_in_future",
        ),
        (
            "birth_country",
            "ZZ",
            "birth_country /birth_country unknown_code",
        ),
        ("languages", "fr|zz9", "languages /languages/1 unknown_code"),
        ("literacy", "much", "literacy /literacy wrong_type"),
        (
            "interpreter_needed",
            "perhaps",
            "interpreter_needed /interpreter_needed wrong_type",
        ),
        (
            "arrival_year",
            "MMXX",
            "arrival_year /arrival_year wrong_type",
        ),
        (
            "arrival_year",
            "2027",
            "arrival_year /arrival_year in_the_future",
        ),
        (
            "dependants_count",
            "31",
            "dependants_count /dependants_count out_of_range",
        ),
        ("phone", "12", "phone /contacts/0/value wrong_form"),
        ("email", "nobody", "email /contacts/0/value wrong_form"),
        (
            "driving_licences",
            "b|zz",
            "driving_licences /driving_licences/1 wrong_type",
        ),
        (
            "vulnerability_reported",
            "x",
            "vulnerability_reported /vulnerability_reported forbidden",
        ),
        (
            "programme_code",
            "NONE",
            "programme_code /programme_code unknown_code",
        ),
        (
            "municipality",
            "a\u{202e}b",
            "municipality /municipality text_direction_character",
        ),
    ] {
        let table = format!("{headings};{column}\n{}", base("Amina", value));
        let shown = preview(&app, "operator", CSV, table).await.expect(201);
        let found = told(&shown, 0);
        // Of a contact the place is told, as the body has it.
        let expected = expected.replace("/contacts/0/value", "/contacts/0");
        assert_eq!(found, [expected], "{column} {value}");
        assert!(!String::from_utf8_lossy(&shown.bytes).contains(&format!("\"{value}\"")));
    }
    let table = format!("{headings};birth_country;literacy\n;z;;fr;ZZ;much\n");
    let shown = preview(&app, "operator", CSV, table).await.expect(201);
    let all = told(&shown, 0);
    assert!(
        all.contains(&"citizenships /citizenships missing_property".to_owned()),
        "{all:?}"
    );
    assert!(
        all.contains(&"sex_registered /sex_registered wrong_type".to_owned()),
        "{all:?}"
    );

    let line = |name: &str, code: &str, notice: &str| {
        format!("{name};{name};Bah;m;GN;ff;{code};{notice}\n")
    };
    let notice = "2026-01;it;fr;none;2026-03-02";
    let table = [
        line("Amadou", "", notice),
        line("Boubacar", &code, "2026-01;fr;fr;none;2026-03-03"),
        line("Boubacar", &code, "2026-01;;;;"),
    ]
    .concat();
    let shown = preview(&app, "operator", CSV, format!("{HEADINGS}\n{table}"))
        .await
        .expect(201);
    assert_eq!(
        told(&shown, 0),
        ["programme_code /programme_code import_notice_without_case"]
    );
    assert_eq!(
        told(&shown, 1),
        [
            "notice_text_language /text_language text_not_reviewed",
            "notice_delivered_on /delivered_on in_the_future",
        ]
    );
    let third = told(&shown, 2);
    assert!(
        third.contains(&"person_ref /person_ref listed_twice".to_owned()),
        "{third:?}"
    );
    assert!(
        third
            .iter()
            .any(|it| it.starts_with("notice_") && it.ends_with("missing_property"))
    );
}

#[actix_web::test]
async fn each_thing_that_is_wrong_with_an_experience_is_told() {
    let app = TestApp::new().await;
    let ids = app.case("preliminary");
    let locked = app.case("opened");
    let code = |case: &str| format!("C{}", &case[24..]).to_uppercase();
    app.database
        .execute("UPDATE cases SET case_code = UPPER(case_code)");
    let headings = "person_ref;kind;title;setting;started;ended;esco_uri";
    let unknown = "http://data.europa.eu/esco/occupation/00000000-0000-4000-8000-000000000000";
    for (line, expected) in [
        (
            "X9;work_self;Sarta;informal;;;".to_owned(),
            "person_ref /person_ref import_person_unknown",
        ),
        (
            format!("{};work_self;Sarta;informal;;;", code(&locked.case)),
            "person_ref /person_ref profile_locked",
        ),
        (
            ";work_self;Sarta;informal;;;".to_owned(),
            "person_ref /person_ref missing_property",
        ),
        (
            format!("{};hobby;Sarta;informal;;;", code(&ids.case)),
            "kind /kind wrong_type",
        ),
        (
            format!("{};work_self;;informal;;;", code(&ids.case)),
            "title /title missing_property",
        ),
        (
            format!("{};work_self;Sarta;informal;2020;3/2019;", code(&ids.case)),
            "ended /ended before_start",
        ),
        (
            format!("{};work_self;Sarta;informal;;;{unknown}", code(&ids.case)),
            "esco_uri /esco_uri unknown_code",
        ),
        (
            format!("{};work_self;Sarta;informal;;;;stray", code(&ids.case)),
            "- - cell_without_heading",
        ),
    ] {
        let table = format!("{headings}\n{line}\n");
        let shown = preview_of(&app, "operator", "?kind=experiences", CSV, table).await;
        let shown = shown.expect(201);
        let found: Vec<String> = told(&shown, 0);
        let expected = expected.replace("- - ", "-  ");
        assert_eq!(found, [expected], "{line}");
    }
}

#[actix_web::test]
async fn while_a_line_is_not_valid_nothing_is_made_unless_such_lines_are_left_out() {
    let app = TestApp::new().await;
    let before = app.database.count("SELECT COUNT(*) FROM beneficiaries");
    let table = "given_name;sex_registered;citizenships;preferred_language\n\
        Amadou;m;GN;ff\nZZVALUE;zz;GN;ff\n";
    let call = request("POST", "/v1/imports").by(&app.token("operator").await);
    let call = call
        .bytes(CSV, table.into())
        .header("accept-language", "it");
    let shown = app.send(call).await.expect(201);
    let error = &shown.body["lines"][1]["errors"][0];
    assert_eq!(
        (&shown.body["lines"][1]["line"], &error["column"]),
        (&json!(3), &json!("sex_registered"))
    );
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("Questo valore")
    );
    assert!(!String::from_utf8_lossy(&shown.bytes).contains("ZZVALUE"));
    let refused = apply(&app, "operator", &shown, json!({})).await.expect(409);
    assert_eq!(refused.unmet(), ["import_lines_valid"]);
    let wishes = json!({ "skip_invalid": true });
    let applied = apply(&app, "operator", &shown, wishes).await.expect(200);
    assert_eq!(applied.body["lines"][0]["outcome"], "made");
    assert_eq!(applied.body["lines"][1]["reason"], "import_line_not_valid");
    assert_eq!(
        app.database.count("SELECT COUNT(*) FROM beneficiaries"),
        before + 1
    );
}

#[actix_web::test]
async fn a_line_that_is_not_valid_any_more_is_told_of_and_the_next_ones_are_taken() {
    let app = TestApp::new().await;
    let code = programme(&app);
    let before = app.database.count("SELECT COUNT(*) FROM beneficiaries");
    let others = "Olena;f;UA;uk;\n".repeat(AT_ONCE);
    let table = format!(
        "given_name;sex_registered;citizenships;preferred_language;programme_code\n\
         Amadou;m;GN;ff;{code}\n{others}"
    );
    let shown = preview(&app, "operator", CSV, table).await.expect(201);
    assert_eq!(shown.body["not_valid"], 0, "{}", shown.body);
    app.database.execute(&format!(
        "UPDATE programmes SET active = false WHERE code = '{code}'"
    ));
    let all: Vec<usize> = (2..AT_ONCE + 3).collect();
    let wishes = json!({ "create_lines": all });
    let first = apply(&app, "operator", &shown, wishes.clone()).await;
    let first = first.expect(200);
    let line = &first.body["lines"][0];
    assert_eq!(
        (&line["outcome"], &line["reason"]),
        (&json!("refused"), &json!("invalid_fields"))
    );
    assert_eq!(
        told(&first, 0),
        ["programme_code /programme_code programme_not_open"]
    );
    let last = apply(&app, "operator", &first, wishes).await.expect(200);
    assert_eq!(last.body["status"], "applied");
    assert_eq!(
        app.database.count("SELECT COUNT(*) FROM beneficiaries"),
        before + AT_ONCE as i64
    );
}

/// The notice is of the day on which the file was looked through; the clock was set right since.
#[actix_web::test]
async fn a_notice_that_is_refused_late_is_told_of_by_its_column() {
    let app = TestApp::new().await;
    let code = programme(&app);
    let before = app.database.count("SELECT COUNT(*) FROM beneficiaries");
    // Two minutes before midnight in Italy.
    app.advance(TimeDelta::minutes(13 * 60 + 58));
    app.token("operator").await;
    app.clock.advance(TimeDelta::minutes(4));
    let notice = "2026-01;it;fr;none;2026-03-03";
    let table = format!("{HEADINGS}\nA;Amadou;Bah;m;GN;fr;{code};{notice}\n");
    let shown = preview(&app, "operator", CSV, table).await.expect(201);
    assert_eq!(shown.body["not_valid"], 0, "{}", shown.body);
    app.clock.advance(TimeDelta::minutes(-4));
    let applied = apply(&app, "operator", &shown, json!({})).await.expect(200);
    assert_eq!(applied.body["lines"][0]["outcome"], "refused");
    assert_eq!(
        told(&applied, 0),
        ["notice_delivered_on /delivered_on in_the_future"]
    );
    assert_eq!(
        app.database.count("SELECT COUNT(*) FROM beneficiaries"),
        before
    );
}

#[actix_web::test]
async fn a_line_that_cannot_be_made_leaves_nothing_and_the_others_stand() {
    let app = TestApp::new().await;
    let code = programme(&app);
    app.database.execute(&format!(
        "UPDATE programmes SET capacity = 2 WHERE code = '{code}'"
    ));
    let before = app.database.count("SELECT COUNT(*) FROM beneficiaries");
    let table = format!(
        "given_name;sex_registered;citizenships;preferred_language;programme_code\n\
         Amadou;m;GN;ff;{code}\nOlena;f;UA;uk;{code}\nZeynep;f;TR;tr;\n"
    );
    let shown = preview(&app, "operator", CSV, table).await.expect(201);
    let applied = apply(&app, "operator", &shown, json!({})).await.expect(200);
    let line = |place: usize, name: &str| applied.body["lines"][place][name].clone();
    assert_eq!(
        (line(0, "outcome"), line(2, "outcome")),
        (json!("made"), json!("made"))
    );
    assert_eq!(
        (line(1, "outcome"), line(1, "reason")),
        (json!("refused"), json!("programme_full"))
    );
    assert_eq!(line(1, "beneficiary_id"), Value::Null);
    assert_eq!(
        app.database.count("SELECT COUNT(*) FROM beneficiaries"),
        before + 2
    );
}
