//! Archives: the same files always make the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::error::{Error, Result};

/// A file of an archive.
pub struct Member<'a> {
    /// Of letters, digits and hyphens, made by the service.
    pub path: String,
    pub bytes: &'a [u8],
    /// Whether packing makes it smaller.
    pub packs: bool,
}

pub fn archive<'a>(members: impl IntoIterator<Item = Member<'a>>) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for member in members {
        let method = match member.packs {
            true => CompressionMethod::Deflated,
            false => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        archive
            .start_file(member.path, options)
            .map_err(Error::internal)?;
        archive.write_all(member.bytes).map_err(Error::internal)?;
    }
    Ok(archive.finish().map_err(Error::internal)?.into_inner())
}
