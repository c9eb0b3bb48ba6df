use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::*;

fn refused(format: ImportFormat, bytes: &[u8]) -> &'static str {
    match read(format, bytes, None) {
        Err(Error::Invalid(errors)) => errors[0].code,
        other => panic!("{other:?}"),
    }
}

fn texts(row: &Row) -> Vec<String> {
    let text = |(_, cell): &(usize, Cell)| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Fault(code) => (*code).to_owned(),
    };
    row.cells.iter().map(text).collect()
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().expect("a workbook")
}

/// The same workbook with one member replaced, or another one beside them.
fn with_member(bytes: &[u8], name: &str, contents: &[u8]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..old.len() {
        let member = old.by_index_raw(place).expect("a member");
        if member.name().expect("a name") != name {
            new.raw_copy_file(member).expect("a copy");
        }
    }
    let options = SimpleFileOptions::default();
    new.start_file(name, options).expect("a member");
    new.write_all(contents).expect("its contents");
    new.finish().expect("a zip").into_inner()
}

#[test]
fn text_tables_are_read_whatever_their_delimiter() {
    for (text, number) in [
        ("given_name,family_name\nAmina,\"Diallo, Barry\"\n", 2),
        (
            "\u{feff}given_name;family_name\r\n\r\nAmina;Diallo, Barry\r\n;\r\n",
            3,
        ),
        ("given_name\tfamily_name\nAmina\tDiallo, Barry", 2),
        ("given_name;family_name\r\rAmina;Diallo, Barry\r", 3),
    ] {
        let tables = read(ImportFormat::Csv, text.as_bytes(), None).expect("a table");
        assert_eq!(texts(&tables[0].headings), ["given_name", "family_name"]);
        assert_eq!(tables[0].rows.len(), 1, "{text}");
        assert_eq!(texts(&tables[0].rows[0]), ["Amina", "Diallo, Barry"]);
        assert_eq!(tables[0].rows[0].number, number);
    }
    let inert = "phone;given_name\n'+39 349 157 0156;'Amina\n";
    let tables = read(ImportFormat::Csv, inert.as_bytes(), None).expect("a table");
    assert_eq!(texts(&tables[0].rows[0]), ["+39 349 157 0156", "'Amina"]);
}

#[test]
fn what_is_no_text_table_is_refused() {
    let csv = |bytes: &[u8]| refused(ImportFormat::Csv, bytes);
    assert_eq!(csv(b"given_name\nJos\xe9\n"), "csv_not_utf8");
    assert_eq!(csv(b"\xff\xfeg\0i\0"), "csv_not_utf8");
    assert_eq!(csv(b"PK\x03\x04"), "file_of_another_type");
    assert_eq!(csv(b"given_name\na\0\n"), "file_of_another_type");
    let many = format!("given_name\n{}", "Amina\n".repeat(MOST_LINES + 1));
    assert_eq!(csv(many.as_bytes()), "too_many_lines");
    let wide = format!("given_name\n{}x", ",".repeat(MOST_COLUMNS));
    assert_eq!(csv(wide.as_bytes()), "too_many_columns");
    let long = format!("given_name\n{}\n", "x".repeat(LONGEST_CELL + 1));
    let tables = read(ImportFormat::Csv, long.as_bytes(), None).expect("a table");
    assert_eq!(texts(&tables[0].rows[0]), ["text_too_long"]);
}

#[test]
fn a_workbook_is_read_by_its_sheets_with_days_and_last_results() {
    let bytes = workbook(|workbook| {
        let sheet = workbook
            .add_worksheet()
            .set_name("Esperienze")
            .expect("a name");
        sheet.write_string(0, 0, "titolo").expect("a cell");
        sheet.write_string(4, 0, "裁缝").expect("a cell");
        let sheet = workbook.add_worksheet().set_name("people").expect("a name");
        let day = Format::new().set_num_format("dd/mm/yyyy");
        for (place, name) in ["birth_date", "phone", "name_confirmed", "given_name"]
            .iter()
            .enumerate()
        {
            sheet.write_string(0, place as u16, *name).expect("a cell");
        }
        sheet
            .write_number_with_format(1, 0, 34846.0, &day)
            .expect("a cell");
        sheet.write_number(1, 1, 3_491_570_156.0).expect("a cell");
        sheet.write_boolean(1, 2, true).expect("a cell");
        let formula = Formula::new("=HYPERLINK(\"x\")").set_result("Амина");
        sheet.write_formula(1, 3, formula).expect("a cell");
        let broken = Formula::new("=1/0").set_result("#DIV/0!");
        sheet.write_formula(2, 3, broken).expect("a cell");
        let notes = workbook.add_worksheet().set_name("notes").expect("a name");
        notes.write_string(0, 0, "anything").expect("a cell");
    });
    let tables = read(ImportFormat::Xlsx, &bytes, None).expect("tables");
    assert_eq!(tables[0].sheet, ImportSheet::People);
    assert_eq!(
        texts(&tables[0].rows[0]),
        ["1995-05-27", "3491570156", "true", "Амина"]
    );
    assert_eq!(tables[1].sheet, ImportSheet::Experiences);
    assert_eq!(tables[1].rows[0].number, 5);
    assert_eq!(texts(&tables[1].rows[0]), ["裁缝"]);
    assert_eq!(tables.len(), 2);
}

#[test]
fn a_workbook_that_costs_more_than_it_weighs_is_refused() {
    let xlsx = |bytes: &[u8]| refused(ImportFormat::Xlsx, bytes);
    let good = workbook(|workbook| {
        let sheet = workbook.add_worksheet().set_name("people").expect("a name");
        sheet.write_string(0, 0, "given_name").expect("a cell");
    });
    assert_eq!(xlsx(b"given_name\n"), "file_of_another_type");
    assert_eq!(xlsx(&good[..good.len() / 2]), "file_damaged");
    let zeros = vec![b' '; 17 * 1024 * 1024];
    let bomb = with_member(&good, "xl/media/image1.png", &zeros);
    assert!(bomb.len() < MOST_BYTES);
    assert_eq!(xlsx(&bomb), "file_unpacks_too_large");
    let strings = |text: &str| with_member(&good, "xl/sharedStrings.xml", text.as_bytes());
    let claims = strings("<sst uniqueCount = '99999999999'></sst>");
    assert_eq!(xlsx(&claims), "file_unpacks_too_large");
    let claims = strings("<sst unique\u{1b}(JCount=\"99999999999\"></sst>");
    assert_eq!(xlsx(&claims), "file_damaged");
    let sheet = |cells: &str| {
        let text = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        with_member(&good, "xl/worksheets/sheet1.xml", text.as_bytes())
    };
    let far = sheet("<row r=\"1\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    assert_eq!(xlsx(&far), "too_many_columns");
    let cell =
        |place: &str, row: u32| format!("<row r=\"{row}\"><c r=\"{place}\"><v>1</v></c></row>");
    for second in [cell("A1", 1), cell("A2", 2)] {
        assert_eq!(xlsx(&sheet(&(cell("A2", 2) + &second))), "file_damaged");
    }
    let rows: String = (1..=MOST_LINES + 2)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>"))
        .collect();
    assert_eq!(xlsx(&sheet(&rows)), "too_many_lines");
    let other = workbook(|workbook| {
        workbook
            .add_worksheet()
            .set_name("Foglio1")
            .expect("a name");
    });
    assert_eq!(xlsx(&other), "no_known_sheet");
}
