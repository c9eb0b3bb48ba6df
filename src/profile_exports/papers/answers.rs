//! What the person answered to questionnaires and worksheets.

use chrono::NaiveDate;
use serde::Serialize;

use super::tongues::tag;
use super::{Tongues, holder, issuer};
use crate::clock::day_in_italy;
use crate::documents::content::{Bilingual, Holder, Issuer};
use crate::documents::paper::Paper;
use crate::fixed_texts::TextLanguage;
use crate::profile_exports::portable::PortableProfile;
use crate::questionnaires::answers::{Answer, Answers};
use crate::questionnaires::definition::{AnswerForm, Definition, Item, Words};
use crate::questionnaires::scores::Score;
use crate::questionnaires::{Moment, ResponseView};

/// Answers that were given in private and are shown to nobody are left out, and it is said that there are some.
#[derive(Serialize, Clone, Debug)]
pub struct AnswersPaper {
    #[serde(skip)]
    tongues: Tongues,
    number: String,
    issuer: Issuer,
    holder: Holder,
    responses: Vec<ResponseEntry>,
    withheld: bool,
}

#[derive(Serialize, Clone, Debug)]
struct ResponseEntry {
    title: Bilingual,
    moment: Option<Bilingual>,
    completed_on: Option<NaiveDate>,
    questions: Vec<Question>,
    results: Vec<Outcome>,
}

#[derive(Serialize, Clone, Debug)]
struct Question {
    asked: Bilingual,
    own_words: Option<String>,
    answer: Option<Chosen>,
}

/// A choice, or a point of a scale with its ends.
#[derive(Serialize, Clone, Debug)]
struct Chosen {
    words: Bilingual,
    point: Option<i32>,
    lowest: i32,
    highest: i32,
}

#[derive(Serialize, Clone, Debug)]
struct Outcome {
    label: Bilingual,
    value: String,
    band: Option<Bilingual>,
}

impl Paper for AnswersPaper {
    const TEMPLATE: &'static str = "/answers.typ";

    fn language(&self) -> TextLanguage {
        self.tongues.first
    }

    fn second_language(&self) -> TextLanguage {
        self.tongues.second
    }
}

impl AnswersPaper {
    /// None where nothing was answered. The oldest answers come first.
    pub fn new(
        profile: &PortableProfile,
        responses: &[ResponseView],
        tongues: Tongues,
    ) -> Option<Self> {
        let entries = responses.iter().rev();
        let entries: Vec<_> = entries.filter_map(|it| response(it, tongues)).collect();
        let withheld = responses.iter().any(|it| it.response.withholds_answers());
        (withheld || !entries.is_empty()).then(|| Self {
            tongues,
            number: profile.case_code.clone(),
            issuer: issuer(profile),
            holder: holder(&profile.personal_information),
            responses: entries,
            withheld,
        })
    }
}

fn response(view: &ResponseView, tongues: Tongues) -> Option<ResponseEntry> {
    let (definition, answers) = (view.definition?, view.answers.as_ref()?);
    let questions = definition.items.iter();
    let questions = questions.map(|item| question(definition, item, answers, tongues));
    let scores = view.scores.iter().flatten();
    let moment = Some(view.response.moment).filter(|it| *it != Moment::Once);
    Some(ResponseEntry {
        title: said(&definition.title, tongues),
        moment: moment.map(|it| tongues.label("moment", it.as_str())),
        completed_on: view.response.completed_at.map(day_in_italy),
        questions: questions.collect(),
        results: scores
            .filter_map(|it| outcome(definition, it, tongues))
            .collect(),
    })
}

fn question(definition: &Definition, item: &Item, answers: &Answers, tongues: Tongues) -> Question {
    let given = answers.get(&item.key);
    let own_words = match (&item.answer, given) {
        (AnswerForm::Text(_), Some(Answer::Text(words))) => Some(words.clone()),
        _ => None,
    };
    Question {
        asked: said(&item.text, tongues),
        own_words,
        answer: given.and_then(|given| chosen(definition, item, given, tongues)),
    }
}

fn chosen(
    definition: &Definition,
    item: &Item,
    given: &Answer,
    tongues: Tongues,
) -> Option<Chosen> {
    match (&item.answer, given) {
        (AnswerForm::Scale(_), Answer::Number(number)) => {
            let points = definition.points(item)?;
            let point = points.iter().find(|it| it.value == *number)?;
            Some(Chosen {
                words: said(&point.label, tongues),
                point: Some(*number),
                lowest: points.first()?.value,
                highest: points.last()?.value,
            })
        }
        (AnswerForm::Choice(choices), Answer::Text(code)) => {
            let choice = choices.iter().find(|it| it.code == *code)?;
            Some(Chosen {
                words: said(&choice.label, tongues),
                point: None,
                lowest: 0,
                highest: 0,
            })
        }
        _ => None,
    }
}

fn outcome(definition: &Definition, score: &Score, tongues: Tongues) -> Option<Outcome> {
    let rule = definition.score(&score.score)?;
    let band = score.band.as_ref().and_then(|band| rule.band(band));
    Some(Outcome {
        label: said(&rule.label, tongues),
        value: decimal(score.value()?, tongues.first),
        band: band.map(|band| said(&band.label, tongues)),
    })
}

/// A number as a language writes it.
fn decimal(number: f64, language: TextLanguage) -> String {
    match language {
        TextLanguage::English => number.to_string(),
        _ => number.to_string().replace('.', ","),
    }
}

/// Words of a questionnaire; English where they are not in a language.
fn said(words: &Words, tongues: Tongues) -> Bilingual {
    tongues.said(|language| words.label(&tag(language)).text.to_owned())
}
