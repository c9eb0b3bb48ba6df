//! Archives: the same files always make the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::{Error, Result};

/// A file of an archive.
pub struct Member {
    /// Of letters, digits and hyphens, made by the service.
    pub path: String,
    pub bytes: Vec<u8>,
    /// Whether packing makes it smaller.
    pub packs: bool,
}

/// Each member is let go of once it is written.
pub fn archive(members: impl IntoIterator<Item = Member>) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for member in members {
        let method = match member.packs {
            true => CompressionMethod::Deflated,
            false => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default());
        archive
            .start_file(member.path, options)
            .map_err(Error::internal)?;
        archive.write_all(&member.bytes).map_err(Error::internal)?;
    }
    Ok(archive.finish().map_err(Error::internal)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_of_the_work_is_not_in_it() {
        let member = |packs| Member {
            path: format!("{packs}.txt"),
            bytes: b"words".to_vec(),
            packs,
        };
        let made = || archive([member(true), member(false)]).expect("an archive");
        let bytes = made();
        assert_eq!(made(), bytes);
        let mut read = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        for index in 0..2 {
            let file = read.by_index(index).expect("a member");
            assert_eq!(file.last_modified(), Some(DateTime::default()));
        }
    }
}
