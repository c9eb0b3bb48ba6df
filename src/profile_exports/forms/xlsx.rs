//! Tables as the sheets of a workbook. A text is a text, whatever it begins with: no cell is a formula.

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::tables::{Cell, Table};
use crate::error::{Error, Result};

/// Of a column, in characters.
const WIDTH: f64 = 28.0;

pub fn write(tables: &[Table], made_at: DateTime<Utc>) -> Result<Vec<u8>> {
    workbook(tables, made_at).map_err(Error::internal)
}

fn workbook(tables: &[Table], made_at: DateTime<Utc>) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The time of the work, so that the same profile makes the same bytes.
    let made_at = ExcelDateTime::from_timestamp(made_at.timestamp())?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made_at));
    for table in tables {
        fill(workbook.add_worksheet(), table)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> std::result::Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(&table.title)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, heading) in (0..).zip(&table.columns) {
        sheet.set_column_width(column, WIDTH)?;
        sheet.write_string_with_format(0, column, heading, &head)?;
    }
    for (line, row) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => {
                    sheet.write_string_with_format(line, column, text, &body)?;
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(line, column, *number, &body)?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::code_lists::LanguageTag;
    use crate::profile_exports::forms::tables;
    use crate::profile_exports::portable::tests::{empty, full};
    use crate::profile_exports::words::Words;

    #[test]
    fn each_table_is_a_sheet_whose_texts_are_texts() {
        let tag = |tag| LanguageTag::parse(tag).expect("a tag");
        let words = Words::new(tag("it"), Some(tag("en")));
        let bytes = write(&tables::of(&full(), &words), DateTime::default()).expect("a workbook");
        let mut read: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
        let names = read.sheet_names();
        assert_eq!(names[0], "Persona · Person");
        assert_eq!(names.len(), 8);
        let sheet = read.worksheet_range(&names[3]).expect("a sheet");
        let at = |row, column| sheet.get((row, column)).cloned();
        assert_eq!(at(1, 2), Some(Data::String("-Sarta".to_owned())));
        assert_eq!(at(1, 3), Some(Data::String("=HYPERLINK(\"x\")".to_owned())));
        assert_eq!(at(1, 10), Some(Data::Float(30.0)));
        for name in &names {
            let formulas = read.worksheet_formula(name).expect("a sheet");
            assert_eq!(formulas.used_cells().count(), 0, "{name}");
        }
        let again = write(&tables::of(&full(), &words), DateTime::default()).expect("a workbook");
        assert_eq!(again, bytes);
        write(&tables::of(&empty(), &words), DateTime::default()).expect("a workbook");
    }
}
