//! Tables to be filled: headings alone, so that no line of them is taken for data. What the columns mean
//! stands on a sheet of its own, which an import leaves alone.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::columns::{Column, Form, of};
use super::{ImportFormat, ImportSheet};
use crate::error::{Error, Result};

/// Of a column, in characters.
const WIDTH: f64 = 24.0;

/// A table of one kind; a workbook has both where no kind is said, a CSV file then that of people.
pub fn write(format: ImportFormat, kind: Option<ImportSheet>) -> Result<Vec<u8>> {
    match format {
        ImportFormat::Csv => Ok(headings(kind.unwrap_or(ImportSheet::People))),
        ImportFormat::Xlsx => {
            let kinds = kind.map_or(ImportSheet::ALL.to_vec(), |kind| vec![kind]);
            workbook(&kinds).map_err(Error::internal)
        }
    }
}

/// With the mark of UTF-8 and the semicolons that an Italian Excel looks for.
fn headings(kind: ImportSheet) -> Vec<u8> {
    let names: Vec<&str> = of(kind).iter().map(|it| it.name).collect();
    format!("\u{feff}{}\r\n", names.join(";")).into_bytes()
}

fn workbook(kinds: &[ImportSheet]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    for kind in kinds {
        let sheet = workbook.add_worksheet();
        sheet.set_name(kind.as_str())?;
        sheet.set_freeze_panes(1, 0)?;
        for (place, column) in (0..).zip(of(*kind)) {
            sheet.set_column_width(place, WIDTH)?;
            sheet.write_string_with_format(0, place, column.name, &bold)?;
        }
    }
    explain(workbook.add_worksheet(), kinds, &bold)?;
    workbook.save_to_buffer()
}

fn explain(
    sheet: &mut Worksheet,
    kinds: &[ImportSheet],
    bold: &Format,
) -> std::result::Result<(), XlsxError> {
    sheet.set_name("explanations")?;
    let titles = ["sheet", "column", "italiano", "needed", "form"];
    for (place, title) in (0..).zip(titles) {
        sheet.set_column_width(place, WIDTH)?;
        sheet.write_string_with_format(0, place, title, bold)?;
    }
    let columns = kinds
        .iter()
        .flat_map(|kind| of(*kind).iter().map(move |it| (kind, it)));
    for (row, (kind, column)) in (1..).zip(columns) {
        let Column {
            name,
            italian,
            form,
            required,
        } = column;
        let needed = if *required { "x" } else { "" };
        let cells = [kind.as_str(), name, italian, needed, meaning(*form)];
        for (place, cell) in (0..).zip(cells) {
            sheet.write_string(row, place, cell)?;
        }
    }
    Ok(())
}

fn meaning(form: Form) -> &'static str {
    match form {
        Form::Text => "text · testo",
        Form::Code => "code of the API · codice dell'API",
        Form::Number => "number · numero",
        Form::Flag => "yes/no · sì/no",
        Form::Date => "2026-03-02, 02/03/2026, 03/2026, 2026",
        Form::List => "texts with | between · testi separati da |",
        Form::Codes => "codes with | between · codici separati da |",
    }
}
