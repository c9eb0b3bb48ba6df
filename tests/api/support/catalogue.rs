//! A small invented release of ESCO, in every test's database.

use std::fmt::Write;

use bilancio::esco::{Catalogue, EscoCatalogueRow, import};

/// What is in the files.
pub fn read() -> Catalogue {
    let sources = import::read(&["tests/api/esco"]).unwrap();
    let release = import::catalogue("0.1.0", &sources, |_| {}).unwrap();
    assert!(release.nameless.is_empty());
    release.catalogue
}

/// The statement that puts it into a database, which writes bytes between these two.
pub fn row(before: &str, after: &str) -> String {
    let at = chrono::DateTime::UNIX_EPOCH.naive_utc();
    let row = EscoCatalogueRow::new(&read(), at).unwrap();
    let mut bytes = String::new();
    for byte in row.contents {
        write!(bytes, "{byte:02x}").unwrap();
    }
    format!(
        "INSERT INTO esco_catalogues (id, release, digest, contents, imported_at) VALUES \
         ('01900000-0000-7000-8000-000000000001', '{}', '{}', {before}{bytes}{after}, '{at}')",
        row.release, row.digest
    )
}
