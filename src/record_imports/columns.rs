//! What the columns of the two tables are called, and how a row becomes the parts of a [`Line`]: the bodies
//! of the API, so that everything else about them is said there.

use serde_json::{Map, Value, json};

use super::tables::{Cell, Row, Table};
use super::{ImportSheet, Line, LineFault};
use crate::error::{Checks, Result};

/// How a cell is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    /// Of a code list, in small letters.
    Code,
    Number,
    Flag,
    /// Of which perhaps only the month or the year is known.
    Date,
    /// Several texts, with a vertical line between two.
    List,
    /// Several codes.
    Codes,
}

pub struct Column {
    /// As the API names the field.
    pub name: &'static str,
    pub italian: &'static str,
    pub form: Form,
    pub required: bool,
}

const fn may(name: &'static str, italian: &'static str, form: Form) -> Column {
    Column {
        name,
        italian,
        form,
        required: false,
    }
}

const fn must(name: &'static str, italian: &'static str, form: Form) -> Column {
    Column {
        required: true,
        ..may(name, italian, form)
    }
}

/// What precedes the fields of a privacy notice.
const NOTICE: &str = "notice_";

const PEOPLE: &[Column] = &[
    may("person_ref", "riferimento", Form::Text),
    may("given_name", "nome", Form::Text),
    may("family_name", "cognome", Form::Text),
    may(
        "name_original_script",
        "nome_scrittura_originale",
        Form::Text,
    ),
    may("aliases", "altri_nomi", Form::List),
    may("birth_date", "data_nascita", Form::Date),
    may("birth_date_precision", "precisione_nascita", Form::Code),
    must("sex_registered", "sesso", Form::Code),
    must("citizenships", "cittadinanze", Form::List),
    may("birth_country", "paese_nascita", Form::Text),
    may("languages", "lingue_madri", Form::Codes),
    must("preferred_language", "lingua_preferita", Form::Code),
    may("interpreter_needed", "serve_interprete", Form::Flag),
    may("literacy", "alfabetizzazione", Form::Code),
    may("phone", "telefono", Form::List),
    may("phone_safe", "telefono_sicuro", Form::Flag),
    may("email", "posta_elettronica", Form::List),
    may("email_safe", "posta_elettronica_sicura", Form::Flag),
    may("municipality", "comune", Form::Text),
    may("arrival_year", "anno_arrivo", Form::Number),
    may("dependants_count", "persone_a_carico", Form::Number),
    may("childcare_needed", "serve_custodia_figli", Form::Flag),
    may("support_needs", "bisogni_di_supporto", Form::Codes),
    may(
        "vulnerability_reported",
        "vulnerabilita_segnalata",
        Form::Flag,
    ),
    may("driving_licences", "patenti", Form::Codes),
    may("name_confirmed", "nome_confermato", Form::Flag),
    may("programme_code", "codice_programma", Form::Text),
    may("notice_text_version", "informativa_edizione", Form::Text),
    may("notice_text_language", "informativa_lingua", Form::Code),
    may("notice_explained_in", "informativa_spiegata_in", Form::Code),
    may("notice_interpreter", "informativa_interprete", Form::Code),
    may(
        "notice_delivered_on",
        "informativa_consegnata_il",
        Form::Date,
    ),
];

const EXPERIENCES: &[Column] = &[
    must("person_ref", "riferimento", Form::Text),
    must("kind", "tipo", Form::Code),
    must("title", "titolo", Form::Text),
    may("employer", "datore_di_lavoro", Form::Text),
    may("country", "paese", Form::Text),
    may("place", "luogo", Form::Text),
    may("started", "inizio", Form::Date),
    may("ended", "fine", Form::Date),
    may("ongoing", "in_corso", Form::Flag),
    may("completion", "completamento", Form::Code),
    may("hours_per_week", "ore_settimanali", Form::Number),
    must("setting", "contesto_apprendimento", Form::Code),
    may("tasks", "mansioni", Form::List),
    may("tools", "strumenti", Form::List),
    may("context", "contesto", Form::Text),
    may("isced_level", "livello_isced", Form::Code),
    may("isco_code", "codice_isco", Form::Text),
    may("esco_uri", "uri_esco", Form::Text),
];

pub fn of(sheet: ImportSheet) -> &'static [Column] {
    match sheet {
        ImportSheet::People => PEOPLE,
        ImportSheet::Experiences => EXPERIENCES,
    }
}

/// The lines of the tables, people first. Refuses headings that are unknown, stand twice, or lack one that
/// every line needs.
pub fn lines(tables: Vec<Table>) -> Result<Vec<Line>> {
    let mut checks = Checks::default();
    let mut lines = Vec::new();
    for table in tables {
        let headings = headings(&table, &mut checks);
        let made = table.rows.iter();
        lines.extend(made.map(|row| line(table.sheet, &headings, row)));
    }
    checks.finish(|| Some(()))?;
    if lines.is_empty() {
        return Err(crate::error::Error::invalid("", "no_lines"));
    }
    Ok(lines)
}

/// The columns by their place.
type Headings = Vec<(usize, &'static Column)>;

fn headings(table: &Table, checks: &mut Checks) -> Headings {
    let columns = of(table.sheet);
    let mut found = Headings::new();
    for (place, cell) in &table.headings.cells {
        let at = format!("/{}/{}", table.sheet, letters(*place));
        let named = match cell {
            Cell::Text(text) => text.to_lowercase().replace([' ', '-'], "_"),
            Cell::Fault(code) => {
                checks.ensure(false, &at, code);
                continue;
            }
        };
        let known = columns
            .iter()
            .find(|it| it.name == named || it.italian == named);
        checks.ensure(known.is_some(), &at, "unknown_column");
        let Some(column) = known else { continue };
        let first = found.iter().all(|(_, other)| other.name != column.name);
        checks.ensure(first, &at, "listed_twice");
        found.push((*place, column));
    }
    for column in columns.iter().filter(|it| it.required) {
        let there = found.iter().any(|(_, it)| it.name == column.name);
        let at = format!("/{}/{}", table.sheet, column.name);
        checks.ensure(there, &at, "missing_column");
    }
    found
}

/// The name that a spreadsheet has for a column.
fn letters(place: usize) -> String {
    const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let last = char::from(LETTERS[place % 26]);
    match place / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters(before - 1)),
    }
}

fn line(sheet: ImportSheet, headings: &Headings, row: &Row) -> Line {
    let mut line = Line {
        sheet,
        number: row.number,
        person_ref: None,
        programme_code: None,
        record: Map::new(),
        notice: Map::new(),
        faults: Vec::new(),
    };
    let (mut reached_by, mut safe) = (Vec::new(), Map::new());
    for (place, cell) in &row.cells {
        let column = headings
            .iter()
            .find(|(it, _)| it == place)
            .map(|(_, it)| *it);
        let (column, text) = match (column, cell) {
            (Some(column), Cell::Text(text)) => (column, text),
            (column, cell) => {
                let code = match cell {
                    Cell::Fault(code) => code,
                    Cell::Text(_) => "cell_without_heading",
                };
                line.faults
                    .push(fault(column.map_or("", |it| it.name), code));
                continue;
            }
        };
        match column.name {
            "person_ref" => line.person_ref = Some(text.clone()),
            "programme_code" => line.programme_code = Some(text.clone()),
            "phone" | "email" => {
                let each = parts(text).map(|value| (column.name, value.to_owned()));
                reached_by.extend(each);
            }
            "phone_safe" | "email_safe" => {
                safe.insert(column.name.to_owned(), value(Form::Flag, text));
            }
            name => {
                let (part, name) = match name.strip_prefix(NOTICE) {
                    Some(name) => (&mut line.notice, name),
                    None => (&mut line.record, name),
                };
                part.insert(name.to_owned(), value(column.form, text));
            }
        }
    }
    if !reached_by.is_empty() {
        let contact = |(kind, value): &(&str, String)| {
            let safe = safe.get(&format!("{kind}_safe")).cloned();
            json!({ "kind": kind, "value": value, "safe_to_contact": safe.unwrap_or(json!(false)) })
        };
        let contacts: Vec<Value> = reached_by.iter().map(contact).collect();
        line.record.insert("contacts".to_owned(), contacts.into());
    }
    let lacking = |line: &Line, name: &str| match name {
        "person_ref" => line.person_ref.is_none(),
        name => !line.record.contains_key(name),
    };
    for column in of(sheet).iter().filter(|it| it.required) {
        let told = line
            .faults
            .iter()
            .any(|it| it.column.as_deref() == Some(column.name));
        if lacking(&line, column.name) && !told {
            line.faults.push(fault(column.name, "missing_property"));
        }
    }
    line
}

fn fault(column: &str, code: &str) -> LineFault {
    LineFault {
        column: Some(column.to_owned()).filter(|it| !it.is_empty()),
        pointer: match column {
            "" => String::new(),
            column => format!("/{column}"),
        },
        code: code.to_owned(),
    }
}

/// The column that a place in a line's record, or in its notice, comes from.
pub fn column_of(line: &Line, in_notice: bool, pointer: &str) -> Option<String> {
    let mut names = pointer.split('/').skip(1);
    let first = names.next().filter(|it| !it.is_empty())?;
    if in_notice {
        return Some(format!("{NOTICE}{first}"));
    }
    if first != "contacts" {
        return Some(first.to_owned());
    }
    let place: usize = names
        .next()
        .and_then(|it| it.parse().ok())
        .unwrap_or_default();
    let kind = line
        .record
        .get("contacts")?
        .get(place)?
        .get("kind")?
        .as_str()?;
    Some(match names.next() {
        Some("safe_to_contact") => format!("{kind}_safe"),
        _ => kind.to_owned(),
    })
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// What a cell is in a body. A text that is not of the form stays a text, which the body refuses.
fn value(form: Form, text: &str) -> Value {
    match form {
        Form::Text => json!(text),
        Form::Code => json!(text.to_lowercase()),
        Form::Number => text
            .parse::<i32>()
            .map_or_else(|_| json!(text), |it| json!(it)),
        Form::Flag => match text.to_lowercase().as_str() {
            "true" | "vero" | "yes" | "sì" | "si" | "1" | "x" => json!(true),
            "false" | "falso" | "no" | "0" => json!(false),
            _ => json!(text),
        },
        Form::Date => json!(date(text).unwrap_or_else(|| text.to_owned())),
        Form::List => parts(text).collect(),
        Form::Codes => parts(text).map(str::to_lowercase).collect(),
    }
}

/// A day or month as Italians write it, and a day with a time, as the API writes it.
fn date(text: &str) -> Option<String> {
    if let Some((day, _time)) = text.split_once('T').filter(|(day, _)| day.len() == 10) {
        return Some(day.to_owned());
    }
    let numbers: Vec<&str> = text.split(['/', '.', '-']).collect();
    let all = |most: &[usize]| {
        let fits = |(text, most): (&&str, &usize)| {
            (1..=*most).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
        };
        numbers.iter().zip(most).all(fits)
    };
    match numbers.as_slice() {
        [day, month, year] if year.len() == 4 && all(&[2, 2, 4]) => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        [month, year] if year.len() == 4 && all(&[2, 4]) => Some(format!("{year}-{month:0>2}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
