//! Profiles taken out of the service: what is in each form, what is in none, and who gets them.

mod canary;
pub mod elm;
mod papers;
mod shared;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use bilancio::evidence_files::contents::hash;
use calamine::Reader;
use serde_json::{Value, json};

use crate::support::bodies::pdf;
use crate::support::{Answer, CaseIds, TestApp, esco_uri, queries, request};

const FORMS: &[&str] = &[
    "json",
    "xml",
    "csv",
    "xlsx",
    "europass",
    "elm",
    "transparency",
    "dossier",
];

const ARABIC: &str = "خياطة الملابس";
const CHINESE: &str = "裁缝";

async fn export(app: &TestApp, who: &str, case: &str, body: Value) -> Answer {
    let url = format!("/v1/cases/{case}/profile-exports");
    app.post(who, &url, body).await
}

/// To the person, with no more than is asked for.
fn handed(form: &str) -> Value {
    json!({ "form": form, "purpose": "handed_to_person" })
}

/// Handed with all that a person may ask for.
fn handed_whole(form: &str) -> Value {
    let mut body = json!({
        "form": form, "purpose": "handed_to_person",
        "includes_birth_date": true, "includes_citizenships": true, "includes_contact": form != "elm",
    });
    if ["csv", "xlsx", "europass"].contains(&form) {
        body["lang"] = json!("it");
    }
    if ["csv", "xlsx"].contains(&form) {
        body["lang2"] = json!("ar");
    }
    body
}

/// What the person has to ask for: addresses, birth date, citizenship.
const UNASKED: &[&str] = &[
    "zzcontact",
    "zzphone",
    "1907-11-13",
    "\"1907",
    ">1907",
    "\"KI\"",
    ">ki<",
    "Kiribati",
    "KIR",
];

/// A case of a tailor with one entry of each kind.
async fn tailor(app: &TestApp) -> CaseIds {
    let ids = app.case("investigation");
    let case = format!("/v1/cases/{}", ids.case);
    let add = async |part: &str, body: Value| {
        let added = app.post("operator", &format!("{case}/{part}"), body).await;
        added.expect(201).id()
    };
    let experience = json!({
        "kind": "work_informal", "title": "=1+1", "employer": "@Sartoria", "country": "MA",
        "place": "Fès", "started": "2009-05", "setting": "informal", "tasks": [ARABIC, CHINESE],
        "tools": ["-ago"], "esco_uri": esco_uri("occupation", "tailor"),
    });
    let experience = add("experiences", experience).await;
    let evidence = json!({
        "kind": "photo_of_work", "description": "Foto", "experience_id": experience, "quality": 2,
    });
    let evidence = add("evidence", evidence).await;
    let url = format!("{case}/evidence/{evidence}/file");
    let call = request("PUT", &url).by(&app.token("operator").await);
    let call = call.bytes("application/pdf", pdf("Foto"));
    app.send(call.header("if-match", "\"v1\""))
        .await
        .expect(200);
    let competence = json!({
        "label": "Cucio abiti su misura", "kind": "technical", "setting": "informal",
        "agreed_level": 4, "esco_uri": esco_uri("skill", "sew pieces of fabric"),
        "experience_ids": [experience], "evidence_ids": [evidence],
    });
    add("competences", competence).await;
    let language = json!({
        "language": "ar", "mother_tongue": true, "listening": "c2", "reading": "b1",
        "spoken_interaction": "c2", "spoken_production": "c2", "writing": "a1", "source": "operator",
    });
    add("languages", language).await;
    add(
        "expectations",
        json!({ "kind": "job", "priority": 1, "description": "Lavorare in sartoria" }),
    )
    .await;
    add(
        "next-steps",
        json!({ "kind": "language_course", "description": "Italiano A2" }),
    )
    .await;
    let goal = json!({ "goal": "Sarta", "unfavourable_factors": "ZZPRIVATE" });
    app.put_if(
        "operator",
        &format!("{case}/professional-goal"),
        "\"v0\"",
        goal,
    )
    .await
    .expect(200);
    ids
}

/// The files of an archive.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut contents = Vec::new();
        file.read_to_end(&mut contents).unwrap();
        files.insert(file.name().unwrap().into_owned(), contents);
    }
    files
}

/// All that stands in a form, unpacked, with the names of its files.
fn all_text(answer: &Answer) -> String {
    if !answer.bytes.starts_with(b"PK") {
        return String::from_utf8(answer.bytes.clone()).unwrap();
    }
    let files = unpacked(&answer.bytes);
    let texts = files
        .iter()
        .map(|(name, it)| format!("{name}\n{}", String::from_utf8_lossy(it)));
    texts.collect::<Vec<_>>().join("\n")
}

#[actix_web::test]
async fn each_form_is_a_file_that_an_independent_reader_reads() {
    let app = TestApp::new().await;
    let ids = tailor(&app).await;
    for form in FORMS {
        let given = export(&app, "operator", &ids.case, handed_whole(form)).await;
        let given = given.expect(200);
        let named = given.header("content-disposition");
        assert!(
            named.starts_with("attachment; filename=\""),
            "{form}: {named}"
        );
        assert!(named.contains(&ids.case[24..]), "{form}: {named}");
        assert!(!named.contains("Amina") && !named.contains("Diallo"));
        for (header, value) in [
            ("content-security-policy", "sandbox"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(given.header(header), value, "{form}");
        }
        let text = all_text(&given);
        for kept in [ARABIC, CHINESE, "Amina", "Diallo"] {
            assert!(text.contains(kept), "{form}: {kept}");
        }
    }
    let json = export(&app, "operator", &ids.case, handed_whole("json")).await;
    assert_eq!(json.header("content-type"), "application/json");
    let skills = &json.body["skills"];
    assert_eq!(json.body["format"], "bilancio-profile/1");
    assert_eq!(json.body["personal_information"]["birth_date"], "1995");
    assert_eq!(
        json.body["personal_information"]["citizenships"],
        json!(["GN"])
    );
    assert_eq!(skills["experiences"][0]["title"], "=1+1");
    assert_eq!(skills["competences"][0]["agreed_level"], 4);
    assert_eq!(
        skills["evidence"][0]["file"]["sha256"],
        json!(hash(&pdf("Foto")))
    );
    assert_eq!(
        json.body["appraisal"]["next_steps"][0]["kind"],
        "language_course"
    );

    let xml = export(&app, "operator", &ids.case, handed("xml")).await;
    let text = all_text(&xml);
    let document = roxmltree::Document::parse(&text).unwrap();
    let tasks: Vec<_> = document
        .descendants()
        .filter(|it| it.has_tag_name_of("task"))
        .collect();
    let tasks: Vec<_> = tasks.iter().filter_map(|it| it.text()).collect();
    assert_eq!(tasks, [ARABIC, CHINESE]);
    let europass = all_text(&export(&app, "operator", &ids.case, handed("europass")).await);
    let document = roxmltree::Document::parse(&europass).unwrap();
    assert!(document.descendants().any(|it| it.text() == Some("=1+1")));
}

/// A name without its namespace.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for roxmltree::Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.tag_name().name() == name
    }
}

#[actix_web::test]
async fn no_cell_of_a_spreadsheet_is_calculated() {
    let app = TestApp::new().await;
    let ids = tailor(&app).await;
    let csv = export(&app, "operator", &ids.case, handed_whole("csv"))
        .await
        .expect(200);
    let files = unpacked(&csv.bytes);
    assert_eq!(files.len(), 8);
    let table = files["experiences.csv"]
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(table);
    assert_eq!(&reader.headers().unwrap()[2], "Titolo / Title");
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!(&row[2], "'=1+1");
    assert_eq!(&row[3], "'@Sartoria");
    assert_eq!(&row[4], "Marocco / المغرب");
    assert_eq!(&row[12], format!("{ARABIC}\n{CHINESE}"));
    assert_eq!(&row[13], "'-ago");
    for file in files.values() {
        let table = file.strip_prefix(b"\xef\xbb\xbf").unwrap();
        for delimiter in [b';', b',', b'\t'] {
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .from_reader(table);
            for row in reader.records().map(Result::unwrap) {
                for line in row.iter().flat_map(str::lines) {
                    let begins =
                        line.trim_start_matches(|it: char| it.is_whitespace() || it == '"');
                    assert!(!begins.starts_with(['=', '+', '-', '@']), "{line}");
                }
            }
        }
    }
    let xlsx = export(&app, "operator", &ids.case, handed("xlsx"))
        .await
        .expect(200);
    let mut workbook: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(&xlsx.bytes)).unwrap();
    let names = workbook.sheet_names();
    assert_eq!(names[3], "Experiences");
    let sheet = workbook.worksheet_range("Experiences").unwrap();
    assert_eq!(sheet.get((1, 2)).unwrap().to_string(), "=1+1");
    for name in names {
        let formulas = workbook.worksheet_formula(&name).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{name}");
    }
}

#[actix_web::test]
async fn a_dossier_tells_what_is_in_it_and_has_files_only_if_asked() {
    let app = TestApp::new().await;
    let ids = tailor(&app).await;
    let mut body = handed("dossier");
    body["repertory_codes"] = json!(["LIG-0042"]);
    let plain = export(&app, "operator", &ids.case, body.clone())
        .await
        .expect(200);
    let names: Vec<_> = unpacked(&plain.bytes).into_keys().collect();
    let documents = [
        "evidence.json",
        "manifest.json",
        "profile.json",
        "transparency.json",
    ];
    assert_eq!(names, documents);
    body["with_files"] = json!(true);
    let whole = export(&app, "operator", &ids.case, body).await.expect(200);
    let files = unpacked(&whole.bytes);
    assert_eq!(files.len(), 5);
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), 4);
    for file in listed {
        let contents = &files[file["path"].as_str().unwrap()];
        assert_eq!(file["sha256"], json!(hash(contents)));
        assert_eq!(file["size_bytes"], json!(contents.len()));
    }
    let shown = files
        .iter()
        .find(|(path, _)| path.starts_with("evidence/"))
        .unwrap();
    assert_eq!(*shown.1, pdf("Foto"));
    let statement: Value = serde_json::from_slice(&files["transparency.json"]).unwrap();
    assert_eq!(statement["attestation_level"], "first_party");
    assert_eq!(statement["repertory_codes"], json!(["LIG-0042"]));
    assert_eq!(statement["evidence"][0]["quality"], 2);
    assert_eq!(statement["competences"].as_array().unwrap().len(), 1);
    // More than one answer takes is refused before it is read.
    app.database
        .execute("UPDATE evidence_files SET size_bytes = 40000000");
    let mut body = handed("dossier");
    body["with_files"] = json!(true);
    let refused = export(&app, "operator", &ids.case, body).await.expect(409);
    assert_eq!(refused.body["code"], "export_files_too_large");
}

#[actix_web::test]
async fn an_empty_profile_leaves_in_every_form() {
    let app = TestApp::new().await;
    let case = app.case("opened").case;
    for form in FORMS {
        let mut body = handed_whole(form);
        if *form == "dossier" {
            body["with_files"] = json!(true);
        }
        export(&app, "operator", &case, body).await.expect(200);
    }
    // It is the person's, also when nobody works on the case any more.
    app.database.execute(&format!(
        "UPDATE cases SET status = 'withdrawn' WHERE id = '{case}'"
    ));
    export(&app, "operator", &case, handed("json"))
        .await
        .expect(200);
}

#[actix_web::test]
async fn a_profile_is_read_with_as_many_queries_whatever_is_in_it() {
    queries::watch();
    let app = TestApp::new().await;
    let mut costs = Vec::new();
    for case in [tailor(&app).await.case, app.case("opened").case] {
        app.token("operator").await;
        queries::take(&app.database.target);
        export(&app, "operator", &case, handed("json"))
            .await
            .expect(200);
        costs.push(queries::take(&app.database.target).len());
    }
    assert_eq!(costs[0], costs[1]);
    assert!(costs[0] <= 13, "{costs:?}");
}
