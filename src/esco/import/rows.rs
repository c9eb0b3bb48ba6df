//! The rows of one file, by the names of its columns; those that nobody asks for may be there.

use csv::{ReaderBuilder, StringRecord};

use super::Source;

pub struct Table<'s, const N: usize> {
    source: &'s Source,
    reader: csv::Reader<&'s [u8]>,
    columns: Vec<String>,
    asked: [usize; N],
}

/// One row, with what is not in every release.
pub struct Row<'t> {
    source: &'t Source,
    columns: &'t [String],
    record: &'t StringRecord,
}

impl<'s, const N: usize> Table<'s, N> {
    /// Fails where one of the columns is not there.
    pub fn open(source: &'s Source, asked: [&str; N]) -> Result<Self, String> {
        let name = &source.file_name;
        let contents = source
            .contents
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&source.contents);
        let mut reader = ReaderBuilder::new().from_reader(contents);
        let head = reader.headers().map_err(|cause| told(name, &cause))?;
        let columns: Vec<_> = head.iter().map(str::to_owned).collect();
        let mut places = [0; N];
        for (place, asked) in places.iter_mut().zip(asked) {
            let found = columns.iter().position(|it| it == asked);
            *place = found.ok_or_else(|| format!("{name} has no column {asked}"))?;
        }
        Ok(Self {
            source,
            reader,
            columns,
            asked: places,
        })
    }

    /// Shows each row with the columns that were asked for.
    pub fn each(mut self, mut row: impl FnMut(Row<'_>, [&str; N])) -> Result<(), String> {
        let mut record = StringRecord::new();
        while (self.reader.read_record(&mut record))
            .map_err(|cause| told(&self.source.file_name, &cause))?
        {
            let cells = self
                .asked
                .map(|place| record.get(place).unwrap_or_default().trim());
            row(
                Row {
                    source: self.source,
                    columns: &self.columns,
                    record: &record,
                },
                cells,
            );
        }
        Ok(())
    }
}

impl Row<'_> {
    pub fn language(&self) -> &str {
        &self.source.language
    }

    /// A cell whose column need not be there.
    pub fn optional(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|it| it == column);
        place.and_then(|it| self.record.get(it)).unwrap_or_default()
    }

    /// A mistake, with its place.
    pub fn told(&self, mistake: &str) -> String {
        let line = self.record.position().map_or(0, csv::Position::line);
        format!("{} line {line}: {mistake}", self.source.file_name)
    }
}

fn told(file_name: &str, cause: &csv::Error) -> String {
    let line = cause.position().map_or(0, csv::Position::line);
    let cause = match cause.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("{len} columns where there are {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "this is not UTF-8".to_owned(),
        _ => cause.to_string(),
    };
    format!("{file_name} line {line}: {cause}")
}
