//! The examples of the description as bodies for a world's records, with the same words in every text.

use bilancio::api::Endpoint;
use bilancio::http::describe::Description;
use bilancio::openapi::examples::{self, Blank};
use serde_json::Value;

use super::pades::signed;
use super::world::{REPORT, World};

/// In every name, and in what one service writes to another.
pub const NAMED: &str = "ZZNAMED";
/// In everything else that is said of a person.
pub const HIDDEN: &str = "ZZHIDDEN";
/// As in the example of `add_identifier`.
pub const TAX_CODE: &str = "DLLMMD95A01Z343V";

/// A person, as they are recorded.
pub fn person() -> Value {
    filled("add_beneficiary", &|name| {
        panic!("a person names no {name}")
    })
}

/// Whether an endpoint reads a body.
pub fn takes_a_body(endpoint: &Endpoint) -> bool {
    Description::of(endpoint).body.is_some()
}

/// Whether an endpoint takes a file.
pub fn takes_a_file(endpoint: &Endpoint) -> bool {
    !Description::of(endpoint).files.is_empty()
}

/// A small file of the first kind that an endpoint takes, with some words in it, and what it is.
pub fn file(endpoint: &Endpoint, words: &str) -> (&'static str, Vec<u8>) {
    // As the file of the world's report, signed.
    if endpoint.operation == "add_signed_file" {
        return ("application/pdf", signed(REPORT.as_bytes()));
    }
    match Description::of(endpoint).files[0] {
        "text/csv" => ("text/csv", people(words)),
        media_type => (media_type, pdf(words)),
    }
}

/// A table of one person.
pub fn people(name: &str) -> Vec<u8> {
    let headings = "given_name;sex_registered;citizenships;preferred_language";
    format!("{headings}\n{name};f;GN;fr\n").into_bytes()
}

/// A small PDF with some words in it.
pub fn pdf(words: &str) -> Vec<u8> {
    let objects = format!("%PDF-1.7\n%{words}\n1 0 obj <</Type /Catalog>> endobj\n");
    let table = objects.len();
    let tail = "xref\n0 1\n0000000000 65535 f \ntrailer <</Root 1 0 R>>\nstartxref";
    format!("{objects}{tail}\n{table:08}\n%%EOF\n").into_bytes()
}

/// The body of an operation on the records of a world.
pub fn body(world: &World, operation: &str) -> Value {
    filled(operation, &|name| world.id(name))
}

fn filled(operation: &str, id: &dyn Fn(&str) -> String) -> Value {
    let fill = |blank: Blank| match blank {
        Blank::Id(name) => id(name),
        Blank::Named(_) => NAMED.to_owned(),
        Blank::Hidden(_) => HIDDEN.to_owned(),
    };
    let body = examples::body(operation, &fill);
    body.unwrap_or_else(|| panic!("give `{operation}` an example in its feature's examples.json"))
}
