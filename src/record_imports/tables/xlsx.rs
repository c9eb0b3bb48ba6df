//! Workbooks of Excel and LibreOffice. Of a formula its last result is read, as it stands in the file.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};

use super::{Cell, Gathering, MOST_COLUMNS, MOST_LINES, Row, Table, unpacked};
use crate::error::{Error, Result};
use crate::record_imports::ImportSheet;

const ZIP: &[u8] = b"PK\x03\x04";

/// The names that sheets may have; others are left alone.
const NAMES: [(&str, ImportSheet); 4] = [
    ("people", ImportSheet::People),
    ("persone", ImportSheet::People),
    ("experiences", ImportSheet::Experiences),
    ("esperienze", ImportSheet::Experiences),
];

pub fn read(bytes: &[u8]) -> Result<Vec<Table>> {
    if !bytes.starts_with(ZIP) {
        return Err(Error::invalid("", "file_of_another_type"));
    }
    unpacked::check(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets: Vec<(ImportSheet, String)> = Vec::new();
    for name in workbook.sheet_names() {
        let known = NAMES.iter().find(|it| it.0 == name.trim().to_lowercase());
        let Some((_, sheet)) = known else { continue };
        if sheets.iter().any(|(other, _)| other == sheet) {
            return Err(Error::invalid(&format!("/{sheet}"), "listed_twice"));
        }
        sheets.push((*sheet, name));
    }
    if sheets.is_empty() {
        return Err(Error::invalid("", "no_known_sheet"));
    }
    sheets.sort();
    let mut gathering = Gathering::default();
    let mut tables = Vec::new();
    for (sheet, name) in sheets {
        let rows = rows(&mut workbook, &name, &mut gathering)?;
        tables.extend(gathering.table(sheet, rows)?);
    }
    Ok(tables)
}

/// The cells one after the other: the file's own word of how far a sheet reaches is not taken. Rows, and cells
/// in a row, are written in their order; else two would be one, or a row no line.
fn rows(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    gathering: &mut Gathering,
) -> Result<Vec<Row>> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut last = None;
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        if last.replace((row, column)) >= Some((row, column)) {
            return Err(Error::invalid("", "file_damaged"));
        }
        let Some(read) = read_cell(cell.get_value(), gathering)? else {
            continue;
        };
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            return Err(Error::invalid("", "too_many_columns"));
        }
        let number = row.saturating_add(1);
        let is_full = rows.len() > MOST_LINES;
        match rows.last_mut().filter(|last| last.number == number) {
            Some(last) => last.cells.push((column, read)),
            None if is_full => {
                return Err(Error::invalid("", "too_many_lines"));
            }
            None => rows.push(Row {
                number,
                cells: vec![(column, read)],
            }),
        }
    }
    Ok(rows)
}

fn read_cell(value: &DataRef, gathering: &mut Gathering) -> Result<Option<Cell>> {
    match value {
        DataRef::Empty => Ok(None),
        DataRef::Error(_) => Ok(Some(Cell::Fault("cell_holds_error"))),
        DataRef::SharedString(text) => gathering.cell(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            gathering.cell(text)
        }
        DataRef::Bool(value) => gathering.cell(&value.to_string()),
        DataRef::Int(number) => gathering.cell(&number.to_string()),
        DataRef::Float(number) => gathering.cell(&number.to_string()),
        DataRef::DateTime(moment) => gathering.cell(&day(moment)),
    }
}

/// The day of a date, as the API writes it.
fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

fn damaged(_cause: calamine::XlsxError) -> Error {
    Error::invalid("", "file_damaged")
}
