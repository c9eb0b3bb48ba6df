//! Reading a spreadsheet file into cells of text, whoever made it and with whatever intent: everything is
//! bounded before it costs memory, and nothing is calculated.

mod csv;
mod unpacked;
mod xlsx;

use super::{ImportFormat, ImportSheet};
use crate::error::{Error, Result};

/// The largest file.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;

/// The most lines of a file, all tables together and without headings.
pub const MOST_LINES: usize = 2000;

/// More columns than any table has.
const MOST_COLUMNS: usize = 100;

/// The most bytes of text in the cells of a file; repeated texts count each time.
const MOST_TEXT: usize = 8 * 1024 * 1024;

/// The longest cell, in bytes: four thousand letters of any script, the longest text of a body.
const LONGEST_CELL: usize = 16_000;

/// A cell, without the blanks around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    /// Why nothing can be read from it.
    Fault(&'static str),
}

#[derive(Clone, Debug)]
pub struct Row {
    /// Of the file, from 1.
    pub number: u32,
    /// By the place of their column; empty cells are left out.
    pub cells: Vec<(usize, Cell)>,
}

#[derive(Clone, Debug)]
pub struct Table {
    pub sheet: ImportSheet,
    /// The first row that is not empty.
    pub headings: Row,
    pub rows: Vec<Row>,
}

/// Reads a file that is said to be of a format; `kind` says what the one table of a CSV file is of.
pub fn read(format: ImportFormat, bytes: &[u8], kind: Option<ImportSheet>) -> Result<Vec<Table>> {
    match format {
        ImportFormat::Csv => csv::read(bytes, kind.unwrap_or(ImportSheet::People)),
        ImportFormat::Xlsx if kind.is_some() => Err(Error::invalid("/kind", "not_in_this_form")),
        ImportFormat::Xlsx => xlsx::read(bytes),
    }
}

/// Takes the cells of a file one after the other, as long as there are not too many.
#[derive(Default)]
struct Gathering {
    lines: usize,
    text: usize,
}

impl Gathering {
    fn cell(&mut self, text: &str) -> Result<Option<Cell>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if text.len() > LONGEST_CELL {
            return Ok(Some(Cell::Fault("text_too_long")));
        }
        self.text += text.len();
        if self.text > MOST_TEXT {
            return Err(Error::invalid("", "file_unpacks_too_large"));
        }
        Ok(Some(Cell::Text(text.to_owned())))
    }

    /// Makes a table of its rows that are not empty; none where it has no headings.
    fn table(&mut self, sheet: ImportSheet, rows: Vec<Row>) -> Result<Option<Table>> {
        let mut rows = rows.into_iter().filter(|row| !row.cells.is_empty());
        let Some(headings) = rows.next() else {
            return Ok(None);
        };
        let rows: Vec<Row> = rows.collect();
        self.lines += rows.len();
        ensure_few(self.lines)?;
        Ok(Some(Table {
            sheet,
            headings,
            rows,
        }))
    }
}

fn ensure_few(lines: usize) -> Result<()> {
    match lines > MOST_LINES {
        true => Err(Error::invalid("", "too_many_lines")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests;
