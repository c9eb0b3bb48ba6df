//! Real answers as examples of the description: with ids and words that name nobody.

use std::collections::{BTreeMap, HashMap};

use bilancio::openapi::examples::{self, sample_id};
use serde_json::Value;

use crate::support::World;
use crate::support::bodies::{HIDDEN, NAMED, body};

/// Where the description reads them from.
const FILE: &str = "src/openapi/answers.json";

pub struct Recorder {
    /// Samples by the property that they stand in.
    words: HashMap<String, String>,
    ids: HashMap<String, String>,
    answers: BTreeMap<String, Value>,
}

impl Recorder {
    pub fn new(world: &World) -> Self {
        let mut words = HashMap::new();
        let mut operations: Vec<_> = examples::operations().collect();
        operations.sort_unstable();
        for operation in operations {
            let sample = examples::body(operation, &|blank| blank.sample()).unwrap();
            gather(&body(world, operation), &sample, "", &mut words);
        }
        Self {
            words,
            ids: world
                .names()
                .map(|(name, id)| (id, sample_id(name)))
                .collect(),
            answers: BTreeMap::new(),
        }
    }

    pub fn keep(&mut self, operation: &str, answer: &Value) {
        let mut answer = answer.clone();
        self.replace(&mut answer, "");
        self.answers.insert(operation.to_owned(), answer);
    }

    pub fn write(self) {
        let text = serde_json::to_string_pretty(&self.answers).unwrap();
        std::fs::write(FILE, text + "\n").unwrap();
    }

    fn replace(&mut self, value: &mut Value, property: &str) {
        match value {
            Value::String(text) if property == "access_token" => {
                "eyJhbGciOiJFZERTQSJ9.e30.c2FtcGxl".clone_into(text)
            }
            Value::String(text) if property == "refresh_token" => {
                "YW4gb3BhcXVlIHRva2VuIG9mIDI1NiByYW5kb20gYml".clone_into(text)
            }
            Value::String(text) if property == "one_time_code" => {
                "7K2M-9QXR-4TBV-W8HD-3NEP-5YGA-C6".clone_into(text)
            }
            Value::String(text) if property == "handle" => {
                "1772445600.bm9uY2U.aGFuZGxlIG9mIGFuIGFuc3dlcg".clone_into(text)
            }
            Value::String(text) if property == "request_secret" => {
                "c2VjcmV0IG9mIGEgcmVxdWVzdCB0aGF0IG5vYm9keSA".clone_into(text)
            }
            Value::String(text) if property == "authorisation_url" => {
                "https://id.example/authorise?client_id=bilancio&response_type=code"
                    .clone_into(text)
            }
            Value::String(text) if property == "issuer" && text.starts_with("http") => {
                "https://id.example/realms/comune".clone_into(text)
            }
            Value::String(text) if uuid::Uuid::try_parse(text).is_ok() => {
                let next = self.ids.len().to_string();
                let id = self.ids.entry(text.clone());
                *text = id.or_insert_with(|| sample_id(&next)).clone();
            }
            Value::String(text) if text == NAMED || text == HIDDEN => {
                let word = self.words.get(property).map_or("Diallo", String::as_str);
                word.clone_into(text);
            }
            Value::String(text) => *text = text.replace(NAMED, "Diallo"),
            Value::Array(items) => {
                for item in items {
                    self.replace(item, property);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    self.replace(member, name);
                }
            }
            _ => {}
        }
    }
}

/// Takes the samples of the texts that are marked.
fn gather(marked: &Value, sample: &Value, property: &str, words: &mut HashMap<String, String>) {
    match (marked, sample) {
        (Value::String(mark), Value::String(sample)) if mark == NAMED || mark == HIDDEN => {
            words.insert(property.to_owned(), sample.clone());
        }
        (Value::Array(marked), Value::Array(samples)) => {
            for (marked, sample) in marked.iter().zip(samples) {
                gather(marked, sample, property, words);
            }
        }
        (Value::Object(marked), Value::Object(samples)) => {
            for ((name, marked), sample) in marked.iter().zip(samples.values()) {
                gather(marked, sample, name, words);
            }
        }
        _ => {}
    }
}
