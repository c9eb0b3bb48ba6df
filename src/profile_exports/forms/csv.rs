//! Tables in the form that every spreadsheet opens (RFC 4180), one file a table, in an archive. Each is
//! UTF-8 and says so by its first bytes, without which Excel takes Arabic for something else. Cells are in
//! quotes and stand apart by the semicolon that an Italian Excel looks for; opened with commas, too,
//! nothing is calculated.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::tables::Table;
use crate::archive::{Member, archive};
use crate::error::{Error, Result};
use crate::text::inert;

const UTF_8: &[u8] = b"\xef\xbb\xbf";

pub fn write(tables: &[Table]) -> Result<Vec<u8>> {
    let files: Vec<_> = tables
        .iter()
        .map(|table| Ok((table.name, rows(table)?)))
        .collect::<Result<_>>()?;
    archive(files.into_iter().map(|(name, bytes)| Member {
        path: format!("{name}.csv"),
        bytes,
        packs: true,
    }))
}

fn rows(table: &Table) -> Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(UTF_8.to_vec());
    let head = table.columns.iter().map(|it| inert(it).into_owned());
    writer.write_record(head).map_err(Error::internal)?;
    for row in &table.rows {
        let cells = row.iter().map(|cell| inert(&cell.to_string()).into_owned());
        writer.write_record(cells).map_err(Error::internal)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::internal(error.into_error()))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;
    use crate::code_lists::LanguageTag;
    use crate::profile_exports::forms::tables;
    use crate::profile_exports::portable::tests::full;
    use crate::profile_exports::words::Words;

    #[test]
    fn each_table_is_a_file_in_which_nothing_is_calculated_and_nothing_lost() {
        let words = Words::new(LanguageTag::english(), None);
        let archive = write(&tables::of(&full(), &words)).expect("an archive");
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip");
        assert_eq!(archive.len(), 8);
        let mut text = String::new();
        let mut file = archive.by_name("experiences.csv").expect("a table");
        file.read_to_string(&mut text).expect("UTF-8");
        let text = text.strip_prefix('\u{feff}').expect("the mark of UTF-8");
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(text.as_bytes());
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(&rows[0][2], "'-Sarta");
        assert_eq!(&rows[1][2], "'@Cura dei figli");
        assert_eq!(&rows[0][3], "'=HYPERLINK(\"x\")");
        assert_eq!(&rows[0][12], "'+ cucire <abiti> & tende\n裁缝，缝纫衣服");
        assert_eq!(&rows[0][10], "30");
    }

    #[test]
    fn nothing_is_calculated_whichever_delimiter_a_table_is_opened_with() {
        let malice = "a;=1,+1\t-1\n@x\n \"=1;\" +1,\u{a0}=1\";=1,\"=1";
        let tables = [Table {
            name: "table",
            title: String::new(),
            columns: vec!["=1".to_owned(), String::new(), malice.to_owned()],
            rows: vec![
                vec![malice.into(), "".into(), malice.into()],
                vec!["  =1".into(), "\"=1".into(), malice.into()],
            ],
        }];
        let text = rows(&tables[0]).expect("a table");
        let text = text.strip_prefix(UTF_8).expect("the mark of UTF-8");
        for delimiter in [b';', b',', b'\t'] {
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter)
                .has_headers(false)
                .flexible(true)
                .from_reader(text);
            for row in reader.records().map(|row| row.expect("a row")) {
                for line in row.iter().flat_map(str::lines) {
                    let begins =
                        line.trim_start_matches(|it: char| it.is_whitespace() || it == '"');
                    assert!(!begins.starts_with(['=', '+', '-', '@']), "{line}");
                }
            }
        }
        assert_eq!(rows(&tables[0]).expect("a table")[3..], *text);
    }
}
