use serde_json::json;

use super::*;
use crate::error::Error;
use crate::record_imports::ImportFormat;
use crate::record_imports::tables::read;

fn read_csv(text: &str, kind: ImportSheet) -> Result<Vec<Line>> {
    lines(read(ImportFormat::Csv, text.as_bytes(), Some(kind))?)
}

#[test]
fn a_row_becomes_the_bodies_that_it_would_be() {
    let text = "Riferimento;Nome;data nascita;sesso;cittadinanze;lingua_preferita;telefono;\
        telefono_sicuro;Posta elettronica;patenti;codice_programma;informativa_consegnata_il\n\
        A1;Amina;17/5/1995;F;GN|FR;FR;349 157 0156|010 1;sì;a@example.org;B|foreign;P1;02/03/2026\n";
    let lines = read_csv(text, ImportSheet::People).expect("lines");
    let line = &lines[0];
    assert_eq!(line.person_ref.as_deref(), Some("A1"));
    assert_eq!(line.programme_code.as_deref(), Some("P1"));
    let record = json!({
        "given_name": "Amina", "birth_date": "1995-05-17", "sex_registered": "f",
        "citizenships": ["GN", "FR"], "preferred_language": "fr",
        "driving_licences": ["b", "foreign"],
        "contacts": [
            { "kind": "phone", "value": "349 157 0156", "safe_to_contact": true },
            { "kind": "phone", "value": "010 1", "safe_to_contact": true },
            { "kind": "email", "value": "a@example.org", "safe_to_contact": false },
        ],
    });
    assert_eq!(json!(line.record), record);
    assert_eq!(json!(line.notice), json!({ "delivered_on": "2026-03-02" }));
    assert_eq!(line.faults, []);
    let column = |pointer| column_of(line, false, pointer);
    assert_eq!(column("/contacts/2/value").as_deref(), Some("email"));
    assert_eq!(
        column("/contacts/0/safe_to_contact").as_deref(),
        Some("phone_safe")
    );
    assert_eq!(column("/citizenships/1").as_deref(), Some("citizenships"));
    let in_notice = column_of(line, true, "/delivered_on");
    assert_eq!(in_notice.as_deref(), Some("notice_delivered_on"));
}

#[test]
fn headings_are_known_and_stand_once_and_what_a_line_needs_is_there() {
    let text = "nome;given_name;peso\nA;B;60\n";
    let Err(Error::Invalid(errors)) = read_csv(text, ImportSheet::People) else {
        panic!("taken");
    };
    let told: Vec<_> = errors
        .iter()
        .map(|it| format!("{} {}", it.pointer, it.code))
        .collect();
    let expected = [
        "/people/B listed_twice",
        "/people/C unknown_column",
        "/people/sex_registered missing_column",
        "/people/citizenships missing_column",
        "/people/preferred_language missing_column",
    ];
    assert_eq!(told, expected);
    assert_eq!(
        (letters(0), letters(25), letters(26)),
        ("A".into(), "Z".into(), "AA".into())
    );
}

#[test]
fn days_are_read_as_italians_and_as_machines_write_them() {
    for (text, read) in [
        ("17/5/1995", Some("1995-05-17")),
        ("17.05.1995", Some("1995-05-17")),
        ("5/1995", Some("1995-05")),
        ("1995-05-17T00:00:00", Some("1995-05-17")),
        ("1995-05-17", None),
        ("1995", None),
        ("17/5/95", None),
        ("maggio 1995", None),
    ] {
        assert_eq!(date(text).as_deref(), read, "{text}");
    }
}

#[test]
fn no_two_columns_have_one_name() {
    for sheet in ImportSheet::ALL {
        let names: Vec<_> = of(*sheet)
            .iter()
            .flat_map(|it| [it.name, it.italian])
            .collect();
        let once: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(once.len(), names.len());
    }
}
