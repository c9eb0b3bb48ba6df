//! What a questionnaire asks, and how its scores follow from the answers.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Moment;
use crate::access::policy::Reach;
use crate::access::{Actor, Parent, Protected, Resource};
use crate::code_lists::{Label, LanguageTag};
use crate::db::DbConnection;
use crate::error::Result;
use crate::text_enum;

text_enum! {
    QuestionnaireKind {
        Questionnaire = "questionnaire",
        /// Open questions, to think and talk about.
        Worksheet = "worksheet",
        SelfAssessment = "self_assessment",
    }
}

text_enum! {
    ScoreMethod { Mean = "mean", Sum = "sum" }
}

/// A text by language: in Italian, English, French, Spanish and Arabic at least.
#[derive(Debug, Deserialize)]
#[serde(transparent, bound(deserialize = "'de: 'static"))]
pub struct Words(BTreeMap<&'static str, &'static str>);

impl Words {
    /// The text in a language, else the one in English.
    pub fn label(&self, wanted: &LanguageTag) -> Label {
        wanted
            .find(|tag| self.0.get_key_value(tag))
            .map(|(lang, text)| Label { lang, text })
            .expect("every text is there in English: tested")
    }

    /// All of them.
    pub fn by_language(&self) -> &BTreeMap<&'static str, &'static str> {
        &self.0
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Definition {
    pub key: String,
    pub version: i32,
    pub kind: QuestionnaireKind,
    /// Whose wording it is, and whose idea of what is measured.
    pub source: String,
    pub title: Words,
    pub introduction: Words,
    /// None for what is answered once.
    pub moments: Vec<Moment>,
    /// The points that items are answered on, by the scale's name; the lowest first.
    #[serde(default)]
    pub scales: BTreeMap<String, Vec<Point>>,
    pub items: Vec<Item>,
    #[serde(default)]
    pub scores: Vec<ScoreRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Point {
    pub value: i32,
    pub label: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Item {
    pub key: String,
    pub text: Words,
    /// What it asks about, as a code of the list `digcomp-competences`.
    pub code: Option<String>,
    #[serde(default)]
    pub optional: bool,
    pub answer: AnswerForm,
}

/// How an item is answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", bound(deserialize = "'de: 'static"))]
pub enum AnswerForm {
    /// By a point of the scale of this name.
    Scale(String),
    /// By one of these.
    Choice(Vec<Choice>),
    /// In one's own words, of so many letters at most.
    Text(usize),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Choice {
    pub code: String,
    pub label: Words,
}

/// One number that follows from some answers on one scale.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct ScoreRule {
    pub key: String,
    pub label: Words,
    pub method: ScoreMethod,
    pub items: Vec<String>,
    /// Those of them in which much means little.
    #[serde(default)]
    pub reversed: Vec<String>,
    /// With fewer answers there is no score.
    pub minimum_answered: usize,
    /// What a score means, from the lowest on; none where nobody has shown what it does.
    #[serde(default)]
    pub bands: Vec<Band>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub struct Band {
    pub key: String,
    /// The lowest score that it begins with.
    pub from: f64,
    pub label: Words,
    /// What to learn next.
    pub next: Option<Words>,
}

impl Definition {
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    pub fn score(&self, key: &str) -> Option<&ScoreRule> {
        self.scores.iter().find(|score| score.key == key)
    }

    /// The points of an item that is answered on a scale.
    pub fn points(&self, item: &Item) -> Option<&[Point]> {
        match &item.answer {
            AnswerForm::Scale(name) => self.scales.get(name).map(Vec::as_slice),
            _ => None,
        }
    }

    /// The moment that is meant; refuses one at which it is not answered.
    pub fn moment(&self, given: Option<Moment>) -> std::result::Result<Moment, &'static str> {
        match given {
            None if self.moments.is_empty() => Ok(Moment::Once),
            None => Err("moment_needed"),
            Some(Moment::Once) if self.moments.is_empty() => Ok(Moment::Once),
            Some(moment) if self.moments.contains(&moment) => Ok(moment),
            Some(_) => Err("wrong_moment"),
        }
    }
}

impl ScoreRule {
    pub fn band(&self, key: &str) -> Option<&Band> {
        self.bands.iter().find(|band| band.key == key)
    }
}

impl Protected for &'static Definition {
    const RESOURCE: Resource = Resource::CodeList;
}

/// A definition is the service's, and nobody's in particular; of several versions the newest.
impl Parent for &'static Definition {
    type Id = String;

    fn id(&self) -> &String {
        &self.key
    }

    fn load(_: &mut DbConnection, key: &String, _: &Actor) -> Result<Option<(Self, Reach)>> {
        Ok(super::definitions::newest(key).map(|it| (it, Reach::Everything)))
    }
}
