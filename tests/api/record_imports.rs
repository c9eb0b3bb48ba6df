//! People and experiences out of a spreadsheet: looked through, then taken, each line once.

mod faults;
mod refused;

use std::io::Cursor;

use bilancio::activity_log::sealer::Sealer;
use bilancio::record_imports::service::AT_ONCE;
use bilancio::rounds;
use calamine::{Reader, Xlsx};
use chrono::TimeDelta;
use futures_util::future::join;
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::{Value, json};

use crate::support::{Answer, TestApp, request, settings};

pub const CSV: &str = "text/csv";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const HEADINGS: &str = "person_ref;given_name;family_name;sex_registered;citizenships;\
    preferred_language;programme_code;notice_text_version;notice_text_language;\
    notice_explained_in;notice_interpreter;notice_delivered_on";

/// Sends a file to be looked through.
pub async fn preview(
    app: &TestApp,
    who: &str,
    media_type: &str,
    bytes: impl Into<Vec<u8>>,
) -> Answer {
    preview_of(app, who, "", media_type, bytes).await
}

pub async fn preview_of(
    app: &TestApp,
    who: &str,
    query: &str,
    media_type: &str,
    bytes: impl Into<Vec<u8>>,
) -> Answer {
    let call = request("POST", &format!("/v1/imports{query}")).by(&app.token(who).await);
    app.send(call.bytes(media_type, bytes.into())).await
}

/// Takes the next lines of what an answer shows.
pub async fn apply(app: &TestApp, who: &str, shown: &Answer, wishes: Value) -> Answer {
    let url = format!("/v1/imports/{}/apply", shown.id());
    let call = request("POST", &url).by(&app.token(who).await);
    app.send(call.header("if-match", shown.header("etag")).json(wishes))
        .await
}

/// A programme of the centre, by its code.
pub fn programme(app: &TestApp) -> String {
    let case = app.case("investigation").case;
    format!("P{}", &case[24..])
}

fn people(app: &TestApp) -> i64 {
    app.database.count("SELECT COUNT(*) FROM beneficiaries")
}

fn workbook(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                if let Some(result) = cell.strip_prefix('=') {
                    let formula = Formula::new("=CONCAT(\"a\")").set_result(result);
                    sheet.write_formula(row, column, formula).unwrap();
                } else if !cell.is_empty() {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
    }
    let days = workbook.worksheet_from_name(sheets[0].0).unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    days.write_number_with_format(1, 12, 46083.0, &day).unwrap();
    workbook.save_to_buffer().unwrap()
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[actix_web::test]
async fn a_workbook_of_people_with_cases_and_experiences_is_taken_whole() {
    let app = TestApp::new().await;
    let code = programme(&app);
    let before = people(&app);
    let headings = [
        "riferimento",
        "Nome",
        "cognome",
        "nome_scrittura_originale",
        "sesso",
        "cittadinanze",
        "lingua_preferita",
        "telefono",
        "codice_programma",
        "informativa_edizione",
        "informativa_lingua",
        "informativa_spiegata_in",
        "informativa_consegnata_il",
        "informativa_interprete",
        "data_nascita",
    ];
    let person = |of: &[&str]| {
        let mut cells = row(of);
        cells.extend(row(&[
            &code,
            "2026-01",
            "it",
            "ar",
            "",
            "none",
            "17/5/1995",
        ]));
        cells
    };
    let bytes = workbook(&[
        (
            "people",
            vec![
                row(&headings),
                person(&[
                    "A1",
                    "=Layla",
                    "Haddad",
                    "ليلى حداد",
                    "f",
                    "SY",
                    "ar",
                    "+39 349 157 0156",
                ]),
                row(&["", "Зоряна", "Шевченко", "", "F", "UA|PL", "uk"]),
            ],
        ),
        (
            "Esperienze",
            vec![
                row(&[
                    "riferimento",
                    "tipo",
                    "titolo",
                    "contesto_apprendimento",
                    "inizio",
                    "mansioni",
                    "in_corso",
                ]),
                row(&[
                    "A1",
                    "work_informal",
                    "خياطة",
                    "informal",
                    "3/2015",
                    "Cucire|Tagliare",
                    "sì",
                ]),
            ],
        ),
    ]);
    let shown = preview(&app, "operator", XLSX, bytes).await.expect(201);
    assert_eq!(
        shown.header("location"),
        format!("/v1/imports/{}", shown.id())
    );
    assert_eq!(shown.body["not_valid"], 0, "{}", shown.body);
    let would = json!({ "beneficiaries": 2, "cases": 1, "experiences": 1 });
    assert_eq!(shown.body["would_make"], would);
    assert_eq!(people(&app), before, "a preview makes nothing");
    let text = String::from_utf8_lossy(&shown.bytes).into_owned();
    assert!(!text.contains("Layla") && !text.contains("ليلى"), "{text}");

    let applied = apply(&app, "operator", &shown, json!({})).await.expect(200);
    assert_eq!(applied.body["status"], "applied", "{}", applied.body);
    assert_eq!(
        (&applied.body["done"], &applied.body["total"]),
        (&json!(3), &json!(3))
    );
    let lines = applied.body["lines"].as_array().unwrap();
    let id = |line: usize, name: &str| lines[line][name].as_str().unwrap_or_default().to_owned();
    let layla = app
        .get(
            "operator",
            &format!("/v1/beneficiaries/{}", id(0, "beneficiary_id")),
        )
        .await
        .expect(200);
    assert_eq!(layla.body["given_name"], "Layla");
    assert_eq!(layla.body["name_original_script"], "ليلى حداد");
    assert_eq!(layla.body["birth_date"], "1995-05-17");
    assert_eq!(layla.body["contacts"][0]["value"], "+39 349 157 0156");
    let zoriana = format!("/v1/beneficiaries/{}", id(1, "beneficiary_id"));
    let zoriana = app.get("operator", &zoriana).await.expect(200);
    assert_eq!(zoriana.body["citizenships"], json!(["UA", "PL"]));
    assert_eq!(lines[1]["case_id"], Value::Null);
    let case = id(0, "case_id");
    let read = app.get("operator", &format!("/v1/cases/{case}")).await;
    assert_eq!(read.expect(200).body["status"], "preliminary");
    let notices = format!("/v1/cases/{case}/privacy-notices");
    let notices = app.get("operator", &notices).await.expect(200);
    assert_eq!(notices.body["items"][0]["delivered_on"], "2026-03-02");
    let experience = format!("/v1/cases/{case}/experiences/{}", id(2, "experience_id"));
    let experience = app.get("operator", &experience).await.expect(200);
    assert_eq!(experience.body["title"], "خياطة");
    assert_eq!(experience.body["started"], "2015-03");
    assert_eq!(experience.body["tasks"], json!(["Cucire", "Tagliare"]));

    let made = |resource: &str, id: &str| {
        app.database.count(&format!(
            "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e ON e.id = r.entry_id \
             WHERE e.operation = 'apply_import' AND r.resource = '{resource}' \
             AND r.action = 'create' AND r.parent_id = '{id}'"
        ))
    };
    assert_eq!(made("beneficiary", &id(1, "beneficiary_id")), 1);
    assert_eq!((made("case", &case), made("profile", &case)), (1, 1));
    let again = apply(&app, "operator", &applied, json!({}))
        .await
        .expect(409);
    assert_eq!(again.body["code"], "import_applied");
    let read = app
        .get("operator", &format!("/v1/imports/{}", shown.id()))
        .await;
    let read = read.expect(200);
    assert_eq!(
        (read.body["lines"].as_array().unwrap().len(), people(&app)),
        (3, before + 2)
    );
    assert_eq!(read.header("etag"), applied.header("etag"));
}

#[actix_web::test]
async fn experiences_go_to_cases_that_are_recorded_by_either_code() {
    let app = TestApp::new().await;
    let ids = [app.case("preliminary"), app.case("conclusion")];
    let code = |place: usize| ids[place].case[24..].to_uppercase();
    app.database.execute(
        "UPDATE cases SET case_code = UPPER(case_code); \
         UPDATE beneficiaries SET person_code = UPPER(person_code)",
    );
    let table = format!(
        "person_ref,kind,title,setting,started,isco_code\nC{},work_employed,Cuoca,non_formal,2019,5120\n\
         b{},formal_education,Liceo,formal,01/09/2005,\n",
        code(0),
        code(1).to_lowercase()
    );
    let shown = preview_of(&app, "operator", "?kind=experiences", CSV, table)
        .await
        .expect(201);
    let applied = apply(&app, "operator", &shown, json!({})).await.expect(200);
    assert_eq!(applied.body["status"], "applied", "{}", applied.body);
    for (place, title) in ["Cuoca", "Liceo"].iter().enumerate() {
        let url = format!("/v1/cases/{}/experiences", ids[place].case);
        let list = app.get("operator", &url).await.expect(200);
        assert_eq!(list.body["items"][0]["title"], *title);
    }
    // Who does not work on a case writes to it no more by a file than by hand.
    let table = format!(
        "person_ref,kind,title,setting\nC{},work_self,Sarta,informal\n",
        code(0)
    );
    let shown = preview_of(&app, "colleague", "?kind=experiences", CSV, table.clone()).await;
    let error = shown.expect(201).body["lines"][0]["errors"][0].clone();
    assert_eq!(error["code"], "import_person_unknown");
    // Nor who did when the file was looked through.
    let shown = preview_of(&app, "operator", "?kind=experiences", CSV, table)
        .await
        .expect(201);
    app.database
        .execute("UPDATE cases SET status = 'report_submitted'");
    let refused = apply(&app, "operator", &shown, json!({})).await.expect(200);
    let line = &refused.body["lines"][0];
    assert_eq!(
        (&line["outcome"], &line["reason"]),
        (&json!("refused"), &json!("profile_locked"))
    );
    assert!(line["message"].as_str().unwrap().len() > 10);
}

#[actix_web::test]
async fn who_is_likely_recorded_already_is_skipped_unless_somebody_decided() {
    let app = TestApp::new().await;
    let person = json!({
        "given_name": "Amina", "family_name": "Diallo", "sex_registered": "f",
        "citizenships": ["GN"], "preferred_language": "fr", "duplicates_weighed": true,
    });
    let added = app.post("operator", "/v1/beneficiaries", person).await;
    let known = added.expect(201).id();
    let theirs = json!({
        "given_name": "Olena", "family_name": "Kravets", "sex_registered": "f",
        "citizenships": ["UA"], "preferred_language": "uk",
    });
    let theirs = app
        .post("other_operator", "/v1/beneficiaries", theirs)
        .await;
    theirs.expect(201);
    let before = people(&app);
    let table = "given_name;family_name;sex_registered;citizenships;preferred_language\n\
        Aminata;Diallo;f;GN;fr\nOlena;Kravets;f;UA;uk\nKravets;Olena;f;UA;uk\nAmina;Diallo;f;GN;fr\n";
    let shown = preview(&app, "operator", CSV, table).await.expect(201);
    let lines = shown.body["lines"].as_array().unwrap().clone();
    let ids = |line: usize| -> Vec<&str> {
        let known = lines[line]["likely_known"].as_array().unwrap().iter();
        known
            .map(|it| it["beneficiary_id"].as_str().unwrap())
            .collect()
    };
    assert!(ids(0).contains(&known.as_str()), "{}", shown.body);
    assert!(
        ids(1).is_empty(),
        "another centre's records are nobody's here"
    );
    assert_eq!(
        (&lines[1]["like_line"], &lines[2]["like_line"]),
        (&Value::Null, &json!(3))
    );
    assert_eq!(
        (
            &shown.body["likely_known"],
            &shown.body["would_make"]["beneficiaries"]
        ),
        (&json!(3), &json!(1))
    );

    // Who is shown is in the log, each time.
    let read = format!("/v1/imports/{}", shown.id());
    app.get("operator", &read).await.expect(200);
    for operation in ["preview_import", "read_import"] {
        let entries = format!(
            "SELECT COUNT(*) FROM activity_log_records r JOIN activity_log e ON e.id = r.entry_id \
             WHERE e.operation = '{operation}' AND r.resource = 'beneficiary' \
             AND r.action = 'list' AND r.parent_id = '{known}'"
        );
        assert_eq!(app.database.count(&entries), 1, "{operation}");
    }

    let refused = apply(&app, "operator", &shown, json!({ "create_lines": [9] })).await;
    assert_eq!(refused.expect(422).errors(), ["/create_lines unknown_line"]);
    let wishes = json!({ "create_lines": [5] });
    let applied = apply(&app, "operator", &shown, wishes).await.expect(200);
    let outcomes: Vec<_> = applied.body["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["skipped", "made", "skipped", "made"]);
    assert_eq!(applied.body["lines"][0]["reason"], "import_likely_known");
    assert_eq!(people(&app), before + 2);
}

/// Words that are unlike each other.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "ko", "mi", "tu", "re", "so", "la", "ne", "fi", "du"];
    let digits = (number * 7919 + 100_000).to_string();
    digits
        .bytes()
        .map(|it| SYLLABLES[usize::from(it - b'0')])
        .collect()
}

fn many(count: usize) -> String {
    let line = |it| format!("{};{};f;GN;fr\n", word(it), word(it + 5000));
    let lines: String = (0..count).map(line).collect();
    format!("given_name;family_name;sex_registered;citizenships;preferred_language\n{lines}")
}

#[actix_web::test]
async fn what_is_broken_off_is_gone_on_with_by_another_instance_and_makes_nobody_twice() {
    let app = TestApp::new().await;
    let before = people(&app);
    let (some, all) = (AT_ONCE as i64, 2 * AT_ONCE + 10);
    let shown = preview(&app, "operator", CSV, many(all)).await.expect(201);
    assert_eq!(shown.body["would_make"]["beneficiaries"], all);
    let first = apply(&app, "operator", &shown, json!({})).await.expect(200);
    assert_eq!(
        (&first.body["status"], &first.body["done"]),
        (&json!("applying"), &json!(some))
    );
    assert_eq!(people(&app), before + some);
    // The answer was lost: the same call again is told that it was done.
    let again = apply(&app, "operator", &shown, json!({})).await.expect(412);
    assert_eq!(again.header("etag"), first.header("etag"));
    let other = app.second_instance().await;
    let url = format!("/v1/imports/{}", shown.id());
    let token = app.token("operator").await;
    let read = other
        .send(request("GET", &url).by(&token))
        .await
        .expect(200);
    let call = || {
        let call = request("POST", &format!("{url}/apply"))
            .by(&token)
            .json(json!({}));
        call.header("if-match", read.header("etag"))
    };
    let (one, two) = join(app.send(call()), other.send(call())).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    assert_eq!(people(&app), before + 2 * some);
    let read = app.get("operator", &url).await.expect(200);
    let last = apply(&app, "operator", &read, json!({})).await.expect(200);
    assert_eq!(
        (&last.body["status"], &last.body["done"]),
        (&json!("applied"), &json!(all))
    );
    assert_eq!(last.body["lines"].as_array().unwrap().len(), 10);
    assert_eq!(people(&app), before + 2 * some + 10);
    let whole = app.get("operator", &url).await.expect(200);
    let mut ids: Vec<_> = whole.body["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["beneficiary_id"].as_str().unwrap().to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[actix_web::test]
async fn a_line_is_compared_first_with_those_that_share_most_with_it() {
    let app = TestApp::new().await;
    let heading = "given_name;family_name;sex_registered;citizenships;preferred_language\n";
    let mut table = heading.to_owned();
    let given = (0..205).map(word);
    for given in given.chain(["Aminata".to_owned(), "Aminata".to_owned()]) {
        table.push_str(&format!("{given};Diallo;f;GN;fr\n"));
    }
    let shown = preview(&app, "operator", CSV, table).await.expect(201);
    assert_eq!(shown.body["lines"][206]["like_line"], 207);
}

#[actix_web::test]
async fn taking_lines_is_no_reading_of_many_people() {
    let mut settings = settings();
    settings.activity_log.people_an_hour = 2;
    let app = TestApp::with(settings).await;
    let cases: Vec<_> = (0..3).map(|_| app.case("preliminary").case).collect();
    app.database
        .execute("UPDATE cases SET case_code = UPPER(case_code)");
    let shown = preview(&app, "operator", CSV, many(3)).await.expect(201);
    assert_eq!(shown.body["would_make"]["beneficiaries"], 3);
    apply(&app, "operator", &shown, json!({})).await.expect(200);
    let mut table = "person_ref,kind,title,setting\n".to_owned();
    for case in &cases {
        let code = case[24..].to_uppercase();
        table.push_str(&format!("C{code},work_self,Sarta,informal\n"));
    }
    let shown = preview_of(&app, "operator", "?kind=experiences", CSV, table).await;
    let shown = shown.expect(201);
    assert_eq!(shown.body["would_make"]["experiences"], 3);
    apply(&app, "operator", &shown, json!({})).await.expect(200);
    let sealer = Sealer::new(&app.service);
    assert_eq!(sealer.look_for_bulk_reading().await.unwrap(), 0);
    for case in &cases {
        let url = format!("/v1/cases/{case}");
        app.get("operator", &url).await.expect(200);
    }
    assert_eq!(sealer.look_for_bulk_reading().await.unwrap(), 1);
}

#[actix_web::test]
async fn a_call_that_fails_in_its_middle_leaves_nothing_of_its_lines() {
    let app = TestApp::new().await;
    let code = programme(&app);
    let before = people(&app);
    let notice = "2026-01;it;fr;none;2026-03-02";
    let sheets = [
        (
            "people",
            vec![
                HEADINGS.split(';').map(str::to_owned).collect(),
                format!("A;Amadou;Bah;m;GN;fr;{code};{notice}")
                    .split(';')
                    .map(str::to_owned)
                    .collect(),
            ],
        ),
        (
            "experiences",
            vec![
                row(&["person_ref", "kind", "title", "setting"]),
                row(&["A", "work_self", "Sarto", "informal"]),
            ],
        ),
    ];
    let shown = preview(&app, "operator", XLSX, workbook(&sheets)).await;
    // The day in the thirteenth column has no heading there.
    let shown = shown.expect(201);
    assert_eq!(
        shown.body["lines"][0]["errors"][0]["code"],
        "cell_without_heading"
    );
    let table = format!("{HEADINGS}\nA;Amadou;Bah;m;GN;fr;{code};{notice}\n");
    let shown = preview(&app, "operator", CSV, table).await.expect(201);
    assert_eq!(shown.body["not_valid"], 0, "{}", shown.body);
    let lock = app.database.lock("case_moves");
    let failed = apply(&app, "operator", &shown, json!({})).await;
    assert_eq!(failed.status, 503, "{}", failed.body);
    drop(lock);
    assert_eq!(people(&app), before);
    let read = app
        .get("operator", &format!("/v1/imports/{}", shown.id()))
        .await
        .expect(200);
    assert_eq!(
        (read.header("etag"), &read.body["done"]),
        ("\"v1\"", &json!(0))
    );
    let applied = apply(&app, "operator", &read, json!({})).await.expect(200);
    assert_eq!(
        (people(&app), &applied.body["status"]),
        (before + 1, &json!("applied"))
    );
}

#[actix_web::test]
async fn a_call_that_is_repeated_under_one_key_takes_its_lines_once() {
    let app = TestApp::new().await;
    let before = people(&app);
    let shown = preview(&app, "operator", CSV, many(AT_ONCE + 1))
        .await
        .expect(201);
    let url = format!("/v1/imports/{}/apply", shown.id());
    let token = app.token("operator").await;
    let call = || {
        let call = request("POST", &url).by(&token).json(json!({}));
        call.header("if-match", "\"v1\"")
            .header("idempotency-key", "once")
    };
    let (first, second) = join(app.send(call()), app.send(call())).await;
    let (first, second) = (first.expect(200), second.expect(200));
    assert_eq!(
        (first.body.clone(), first.header("etag")),
        (second.body.clone(), second.header("etag"))
    );
    assert_eq!(people(&app), before + AT_ONCE as i64);
}

#[actix_web::test]
async fn lines_are_sealed_and_go_with_the_import() {
    let app = TestApp::new().await;
    let shown = preview(&app, "operator", CSV, many(1)).await.expect(201);
    let name = word(0);
    let holds = |what: &str| {
        app.database
            .count(&format!("SELECT COUNT(*) FROM record_imports WHERE {what}"))
    };
    assert_eq!(
        holds("sealed_lines IS NOT NULL AND wrapped_key IS NOT NULL"),
        1
    );
    assert_eq!(
        holds(&format!(
            "lines LIKE '%{name}%' OR sealed_lines LIKE '%{name}%'"
        )),
        0
    );
    apply(&app, "operator", &shown, json!({})).await.expect(200);
    assert_eq!(holds("sealed_lines IS NULL AND wrapped_key IS NULL"), 1);

    let other = preview(&app, "operator", CSV, many(2)).await.expect(201);
    app.advance(TimeDelta::hours(24));
    let gone = app
        .get("operator", &format!("/v1/imports/{}", other.id()))
        .await;
    gone.expect(404);
    apply(&app, "operator", &other, json!({})).await.expect(404);
    rounds::make(&app.service.database).await.unwrap();
    assert_eq!(holds("1 = 1"), 0);
}

#[actix_web::test]
async fn a_template_is_filled_and_imported() {
    let app = TestApp::new().await;
    let file = app
        .get("operator", "/v1/imports/template?format=csv")
        .await
        .expect(200);
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"import.csv\""
    );
    let text = String::from_utf8(file.bytes).unwrap();
    let columns: Vec<&str> = text
        .trim_start_matches('\u{feff}')
        .trim()
        .split(';')
        .collect();
    let cell = |name: &&str| match *name {
        "given_name" => "Amadou",
        "sex_registered" => "m",
        "citizenships" => "GN",
        "preferred_language" => "ff",
        _ => "",
    };
    let cells: Vec<&str> = columns.iter().map(cell).collect();
    let filled = format!("{text}{}\r\n", cells.join(";"));
    let shown = preview(&app, "operator", CSV, filled).await.expect(201);
    assert_eq!(
        (&shown.body["total"], &shown.body["not_valid"]),
        (&json!(1), &json!(0))
    );

    let file = app
        .get("supervisor", "/v1/imports/template")
        .await
        .expect(200);
    let empty = preview(&app, "supervisor", XLSX, file.bytes.clone())
        .await
        .expect(422);
    assert_eq!(empty.errors(), [" no_lines"]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes)).unwrap();
    assert_eq!(
        book.sheet_names(),
        ["people", "experiences", "explanations"]
    );
    let range = book.worksheet_range("people").unwrap();
    let headings: Vec<String> = range
        .rows()
        .next()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(headings, columns);
    let explained = book.worksheet_range("explanations").unwrap();
    assert!(explained.rows().count() > headings.len());
}
