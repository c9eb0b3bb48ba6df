//! Tables as text (RFC 4180), with commas or, as an Italian Excel writes them, semicolons.

use ::csv::{ReaderBuilder, StringRecord};

use super::{Cell, Gathering, MOST_COLUMNS, Row, Table, ensure_few};
use crate::error::{Error, Result};
use crate::record_imports::ImportSheet;

const UTF_8: &str = "\u{feff}";
const ZIP: &[u8] = b"PK\x03\x04";

pub fn read(bytes: &[u8], sheet: ImportSheet) -> Result<Vec<Table>> {
    if bytes.starts_with(ZIP) || bytes.starts_with(b"%PDF-") {
        return Err(Error::invalid("", "file_of_another_type"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_cause| Error::invalid("", "csv_not_utf8"))?;
    let text = text.strip_prefix(UTF_8).unwrap_or(text);
    if text.contains('\0') {
        return Err(Error::invalid("", "file_of_another_type"));
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut gathering = Gathering::default();
    let mut lines = Lines {
        bytes: text.as_bytes(),
        counted: 0,
        number: 1,
    };
    let (mut rows, mut record) = (Vec::new(), StringRecord::new());
    while reader
        .read_record(&mut record)
        .map_err(|_cause| Error::invalid("", "file_damaged"))?
    {
        let row = Row {
            number: lines.number(&record),
            cells: cells(&mut gathering, &record)?,
        };
        if !row.cells.is_empty() {
            rows.push(row);
        }
        ensure_few(rows.len().saturating_sub(1))?;
    }
    let table = gathering.table(sheet, rows)?;
    Ok(table.into_iter().collect())
}

fn cells(gathering: &mut Gathering, record: &StringRecord) -> Result<Vec<(usize, Cell)>> {
    let mut cells = Vec::new();
    for (place, text) in record.iter().enumerate() {
        if let Some(cell) = gathering.cell(alive(text))? {
            if place >= MOST_COLUMNS {
                return Err(Error::invalid("", "too_many_columns"));
            }
            cells.push((place, cell));
        }
    }
    Ok(cells)
}

/// Counts the lines of a file. The reader's own count stands before the line ends and empty lines that it
/// skips on the way to a record.
struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    number: u32,
}

impl Lines<'_> {
    /// The line that a record begins in, behind those that were asked for before.
    fn number(&mut self, record: &StringRecord) -> u32 {
        let start = record.position().map_or(0, ::csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let mut end = start.clamp(self.counted, self.bytes.len());
        while matches!(self.bytes.get(end), Some(b'\r' | b'\n')) {
            end += 1;
        }
        for place in self.counted..end {
            let ends = match self.bytes[place] {
                b'\n' => true,
                b'\r' => self.bytes.get(place + 1) != Some(&b'\n'),
                _ => false,
            };
            self.number += u32::from(ends);
        }
        self.counted = end;
        self.number
    }
}

/// The delimiter that the headings have most of.
fn delimiter(text: &str) -> u8 {
    let mut lines = text.split(['\r', '\n']);
    let headings = lines.find(|line| !line.trim().is_empty());
    let count = |delimiter: u8| {
        let bytes = headings.unwrap_or_default().bytes();
        bytes.filter(|byte| *byte == delimiter).count()
    };
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

/// Without the apostrophe that [`crate::text::inert`] puts before what a spreadsheet would calculate.
fn alive(text: &str) -> &str {
    let text = text.trim();
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => text,
    }
}
