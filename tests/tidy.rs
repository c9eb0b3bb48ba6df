//! Rules about where code lives, which the compiler does not check inside one crate.
#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking that it failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// What the files of one layer must not mention.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "routes",
        &[
            "diesel",
            "db::schema",
            "::store::",
            "tx.permit",
            "tx.listing",
        ],
    ),
    (
        "service",
        &["diesel", "db::schema", "actix_web", "serde", "async "],
    ),
    ("store", &["actix_web", "serde", "async "]),
    ("model", &["actix_web", "utoipa"]),
];

/// The longest file.
const LINES: usize = 400;

/// The file of a layer, or a file in the layer's folder where a feature has outgrown one file.
fn is_of_layer(file: &Path, layer: &str) -> bool {
    let parent = file.parent().and_then(Path::file_name);
    file.file_stem().is_some_and(|stem| stem == layer) || parent.is_some_and(|it| it == layer)
}

#[test]
fn layers_import_only_what_is_below_them() {
    let mut broken = Vec::new();
    for (layer, words) in FORBIDDEN {
        for file in rust_files(Path::new("src")).filter(|file| is_of_layer(file, layer)) {
            let text = fs::read_to_string(&file).unwrap();
            for word in *words {
                if text.contains(word) {
                    broken.push(format!("{}: {word}", file.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn nothing_in_the_program_switches_the_log_off() {
    let callers: Vec<_> = rust_files(Path::new("src"))
        .filter(|file| fs::read_to_string(file).unwrap().contains(".without_log("))
        .collect();
    assert!(callers.is_empty(), "{callers:#?}");
}

#[test]
fn files_stay_small() {
    let long: Vec<_> = rust_files(Path::new("src"))
        .filter(|file| !file.ends_with("db/schema.rs"))
        .filter(|file| fs::read_to_string(file).unwrap().lines().count() > LINES)
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn what_differs_between_the_databases_stays_in_the_db_folder() {
    let outside: Vec<_> = rust_files(Path::new("src"))
        .filter(|file| !file.starts_with("src/db"))
        .filter(|file| {
            let text = fs::read_to_string(file).unwrap();
            text.contains("sql_query") || text.contains("DbConnection::Postgres")
        })
        .collect();
    assert!(outside.is_empty(), "{outside:#?}");
}

fn rust_files(directory: &Path) -> Box<dyn Iterator<Item = PathBuf>> {
    let entries = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    Box::new(
        entries.flat_map(|path| -> Box<dyn Iterator<Item = PathBuf>> {
            if path.is_dir() {
                rust_files(&path)
            } else {
                Box::new(
                    std::iter::once(path)
                        .filter(|file| file.extension().is_some_and(|e| e == "rs")),
                )
            }
        }),
    )
}
