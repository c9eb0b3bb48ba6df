use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Caller;
use crate::code_lists::routes::LabelBody;
use crate::db::Database;
use crate::error::Result;
use crate::esco::routes::Shown;
use crate::http::{Item, Listed, Query, Revalidated};
use crate::questionnaires::answers::Answer;
use crate::questionnaires::definition::{
    self, AnswerForm, Definition, Item as Asked, QuestionnaireKind, ScoreMethod, ScoreRule, Words,
};
use crate::questionnaires::{Moment, service};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ShownQuery {
    /// The language of the texts, as a tag of BCP 47; English if none is given.
    #[param(max_length = 35)]
    lang: Option<String>,
    /// A second language, to be shown beside the first.
    #[param(max_length = 35)]
    lang2: Option<String>,
}

impl ShownQuery {
    pub fn shown(self) -> Result<Shown> {
        Shown::new(self.lang, self.lang2)
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct QuestionnaireQuery {
    /// A version that was asked; the newest if none is given.
    version: Option<i32>,
    /// The language of the texts, as a tag of BCP 47; English if none is given.
    #[param(max_length = 35)]
    lang: Option<String>,
    /// A second language, to be shown beside the first.
    #[param(max_length = 35)]
    lang2: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct QuestionnaireSummary {
    key: String,
    version: i32,
    kind: QuestionnaireKind,
    title: LabelBody,
    /// In the second language, where one was asked for; so is everything else that ends in a 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    title2: Option<LabelBody>,
    /// When it is answered; empty for what is answered `once`.
    moments: Vec<Moment>,
    /// How many items there are.
    items: usize,
}

impl QuestionnaireSummary {
    fn new(definition: &Definition, shown: &Shown) -> Self {
        let (title, title2) = said(shown, &definition.title);
        Self {
            key: definition.key.clone(),
            version: definition.version,
            kind: definition.kind,
            title,
            title2,
            moments: definition.moments.clone(),
            items: definition.items.len(),
        }
    }
}

/// What a questionnaire asks, in its own wording.
#[derive(Serialize, ToSchema)]
pub struct QuestionnaireBody {
    key: String,
    version: i32,
    kind: QuestionnaireKind,
    /// Whose wording it is, and whose idea of what is measured.
    source: String,
    title: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    title2: Option<LabelBody>,
    introduction: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    introduction2: Option<LabelBody>,
    moments: Vec<Moment>,
    items: Vec<ItemBody>,
    scores: Vec<ScoreRuleBody>,
}

#[derive(Serialize, ToSchema)]
pub struct ItemBody {
    /// Under which it is answered.
    key: String,
    text: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    text2: Option<LabelBody>,
    /// What it asks about: a code of the list `digcomp-competences`.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// Whether it may stay without an answer.
    optional: bool,
    /// What may be answered: the points of a scale from the lowest on, or codes; none for words.
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Vec<OptionBody>>,
    /// Letters of an answer in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    longest: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub struct OptionBody {
    answer: Answer,
    label: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    label2: Option<LabelBody>,
}

#[derive(Serialize, ToSchema)]
pub struct ScoreRuleBody {
    key: String,
    label: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    label2: Option<LabelBody>,
    method: ScoreMethod,
    items: Vec<String>,
    /// Those of them in which much means little.
    reversed: Vec<String>,
    /// With fewer answers there is no score.
    minimum_answered: usize,
    /// From the lowest on; empty where nobody has shown what a score means.
    bands: Vec<BandBody>,
}

#[derive(Serialize, ToSchema)]
pub struct BandBody {
    key: String,
    label: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    label2: Option<LabelBody>,
    /// What to learn next.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<LabelBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next2: Option<LabelBody>,
}

impl QuestionnaireBody {
    pub fn new(definition: &Definition, shown: &Shown) -> Self {
        let (title, title2) = said(shown, &definition.title);
        let (introduction, introduction2) = said(shown, &definition.introduction);
        let items = definition.items.iter();
        let scores = definition.scores.iter();
        Self {
            key: definition.key.clone(),
            version: definition.version,
            kind: definition.kind,
            source: definition.source.clone(),
            title,
            title2,
            introduction,
            introduction2,
            moments: definition.moments.clone(),
            items: items.map(|it| item(definition, it, shown)).collect(),
            scores: scores.map(|it| score_rule(it, shown)).collect(),
        }
    }
}

impl BandBody {
    pub fn new(band: &definition::Band, shown: &Shown) -> Self {
        let (label, label2) = said(shown, &band.label);
        let next = band.next.as_ref().map(|words| said(shown, words));
        let (next, next2) = next.map_or((None, None), |(first, second)| (Some(first), second));
        Self {
            key: band.key.clone(),
            label,
            label2,
            next,
            next2,
        }
    }
}

fn said(shown: &Shown, words: &Words) -> (LabelBody, Option<LabelBody>) {
    shown.label(|language| words.label(language))
}

fn item(definition: &Definition, it: &Asked, shown: &Shown) -> ItemBody {
    let option = |answer: Answer, words: &Words| {
        let (label, label2) = said(shown, words);
        OptionBody {
            answer,
            label,
            label2,
        }
    };
    let points = definition.points(it).map(|points| {
        let points = points.iter();
        let shown = points.map(|point| option(Answer::Number(point.value), &point.label));
        shown.collect::<Vec<_>>()
    });
    let (options, longest) = match &it.answer {
        AnswerForm::Scale(_) => (points, None),
        AnswerForm::Choice(choices) => {
            let choices = choices.iter();
            let shown = choices.map(|it| option(Answer::Text(it.code.clone()), &it.label));
            (Some(shown.collect()), None)
        }
        AnswerForm::Text(longest) => (None, Some(*longest)),
    };
    let (text, text2) = said(shown, &it.text);
    ItemBody {
        key: it.key.clone(),
        text,
        text2,
        code: it.code.clone(),
        optional: it.optional,
        options,
        longest,
    }
}

fn score_rule(rule: &ScoreRule, shown: &Shown) -> ScoreRuleBody {
    let (label, label2) = said(shown, &rule.label);
    ScoreRuleBody {
        key: rule.key.clone(),
        label,
        label2,
        method: rule.method,
        items: rule.items.clone(),
        reversed: rule.reversed.clone(),
        minimum_answered: rule.minimum_answered,
        bands: (rule.bands.iter())
            .map(|band| BandBody::new(band, shown))
            .collect(),
    }
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    query: Query<ShownQuery>,
) -> Result<Revalidated<Listed<QuestionnaireSummary>>> {
    let shown = query.0.shown()?;
    let all = database.read(caller, service::list_definitions).await?;
    let summary = |it: &'static Definition| QuestionnaireSummary::new(it, &shown);
    Ok(Revalidated(Listed::whole(all, summary)))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    key: Path<String>,
    query: Query<QuestionnaireQuery>,
) -> Result<Revalidated<Item<QuestionnaireBody>>> {
    let QuestionnaireQuery {
        version,
        lang,
        lang2,
    } = query.0;
    let shown = Shown::new(lang, lang2)?;
    let definition = database
        .read(caller, move |tx| {
            service::read_definition(tx, &key, version)
        })
        .await?;
    let body = QuestionnaireBody::new(definition, &shown);
    Ok(Revalidated(Item(body)))
}
