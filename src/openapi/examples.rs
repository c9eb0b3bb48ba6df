//! Examples of what operations take and answer.
//!
//! Bodies stand by operation in each feature's `examples.json`. A text in braces is a [`Blank`]: the
//! description shows a sample there, and the tests, which send every example to the service, a record
//! that exists and words that they can look for. `answers.json` is what the service answered then.

use std::collections::HashMap;
use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;

const FILES: &[&str] = &[
    include_str!("../access_grants/examples.json"),
    include_str!("../accounts/examples.json"),
    include_str!("../assessments/examples.json"),
    include_str!("../authentications/examples.json"),
    include_str!("../beneficiaries/examples.json"),
    include_str!("../cases/examples.json"),
    include_str!("../certificate_batches/examples.json"),
    include_str!("../certificates/examples.json"),
    include_str!("../competence_credentials/examples.json"),
    include_str!("../credentials/examples.json"),
    include_str!("../entitlements/examples.json"),
    include_str!("../groups/examples.json"),
    include_str!("../identity_providers/examples.json"),
    include_str!("../intake_referrals/examples.json"),
    include_str!("../matches/examples.json"),
    include_str!("../merges/examples.json"),
    include_str!("../occupation_candidates/examples.json"),
    include_str!("../organisations/examples.json"),
    include_str!("../outbound_referrals/examples.json"),
    include_str!("../participation/examples.json"),
    include_str!("../password_settings/examples.json"),
    include_str!("../plans/examples.json"),
    include_str!("../profile_exports/examples.json"),
    include_str!("../profiles/examples.json"),
    include_str!("../programmes/examples.json"),
    include_str!("../questionnaires/examples.json"),
    include_str!("../record_imports/examples.json"),
    include_str!("../reference_confirmations/examples.json"),
    include_str!("../second_factors/examples.json"),
    include_str!("../sessions/examples.json"),
    include_str!("../sharing/examples.json"),
    include_str!("../sign_ins/examples.json"),
    include_str!("../signed_files/examples.json"),
    include_str!("../skill_suggestions/examples.json"),
    include_str!("../stand_ins/examples.json"),
    include_str!("../token_refreshes/examples.json"),
    include_str!("../transfers/examples.json"),
    include_str!("../transitions/examples.json"),
];

type Examples = HashMap<String, Value>;

static BODIES: LazyLock<Examples> =
    LazyLock::new(|| FILES.iter().flat_map(|file| read(file)).collect());

static ANSWERS: LazyLock<Examples> = LazyLock::new(|| read(include_str!("answers.json")));

fn read(file: &str) -> Examples {
    serde_json::from_str(file).expect("the files of examples are tested")
}

/// A place of an example that is filled in.
#[derive(Clone, Copy, Debug)]
pub enum Blank<'a> {
    /// `{case_id}`: the id of a record, by its name.
    Id(&'a str),
    /// `{named: Amina}`: who a person is, or what one service writes to another.
    Named(&'a str),
    /// `{hidden: Cook}`: whatever else is said of a person.
    Hidden(&'a str),
}

impl<'a> Blank<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('{')?.strip_suffix('}')?;
        Some(match inner.split_once(": ") {
            Some(("named", sample)) => Self::Named(sample),
            Some(("hidden", sample)) => Self::Hidden(sample),
            _ => Self::Id(inner),
        })
    }

    /// What the description shows.
    pub fn sample(self) -> String {
        match self {
            Self::Id(name) => sample_id(name),
            Self::Named(sample) | Self::Hidden(sample) => sample.to_owned(),
        }
    }
}

/// An id that names no record, the same for the same name.
pub fn sample_id(name: &str) -> String {
    let hash = digest(&SHA256, name.as_bytes());
    let end: String = hash.as_ref()[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("019caded-5c80-7000-8000-{end}")
}

/// The operations that have an example.
pub fn operations() -> impl Iterator<Item = &'static str> {
    BODIES.keys().map(String::as_str)
}

/// The example of an operation's body, with its blanks filled in.
pub fn body(operation: &str, fill: &dyn Fn(Blank) -> String) -> Option<Value> {
    let mut body = BODIES.get(operation)?.clone();
    fill_in(&mut body, fill);
    Some(body)
}

fn fill_in(value: &mut Value, fill: &dyn Fn(Blank) -> String) {
    match value {
        Value::String(text) => {
            if let Some(filled) = Blank::of(text).map(fill) {
                *text = filled;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill_in(item, fill)),
        Value::Object(members) => members.values_mut().for_each(|item| fill_in(item, fill)),
        _ => {}
    }
}

/// The example of what an operation answers when it succeeds.
pub fn answer(operation: &str) -> Option<&'static Value> {
    ANSWERS.get(operation)
}
