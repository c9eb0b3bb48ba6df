//! Tables in the form that every spreadsheet opens (RFC 4180), one file a table, in an archive. Each is
//! UTF-8 and says so by its first bytes, without which Excel takes Arabic for something else.

use csv::{Terminator, WriterBuilder};

use super::tables::Table;
use super::zip::{Member, archive};
use crate::error::{Error, Result};
use crate::text::inert;

const UTF_8: &[u8] = b"\xef\xbb\xbf";

pub fn write(tables: &[Table]) -> Result<Vec<u8>> {
    let files: Vec<_> = tables
        .iter()
        .map(|table| Ok((table.name, rows(table)?)))
        .collect::<Result<_>>()?;
    archive(files.iter().map(|(name, bytes)| Member {
        path: format!("{name}.csv"),
        bytes,
        packs: true,
    }))
}

fn rows(table: &Table) -> Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
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
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(&rows[0][2], "'-Sarta");
        assert_eq!(&rows[1][2], "'@Cura dei figli");
        assert_eq!(&rows[0][3], "'=HYPERLINK(\"x\")");
        assert_eq!(&rows[0][12], "'+ cucire <abiti> & tende\n裁缝，缝纫衣服");
        assert_eq!(&rows[0][10], "30");
    }
}
