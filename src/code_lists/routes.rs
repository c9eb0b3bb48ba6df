use std::borrow::Cow;

use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Code, CodeList, Label, LanguageTag, service};
use crate::access::Caller;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::{Item, Listed, Query, Revalidated};

#[derive(Serialize, ToSchema)]
pub struct CodeListSummary {
    name: &'static str,
    version: &'static str,
    source: &'static str,
    /// How many codes there are.
    count: usize,
    languages: Vec<LanguageCount>,
}

/// A language that a list has labels in.
#[derive(Serialize, ToSchema)]
pub struct LanguageCount {
    lang: &'static str,
    /// How many codes have a label in it.
    count: usize,
}

#[derive(Serialize, ToSchema)]
pub struct CodeListBody {
    name: &'static str,
    version: &'static str,
    source: &'static str,
    /// In the order of the list.
    #[schema(max_items = 2000)]
    items: Vec<CodeBody>,
}

#[derive(Serialize, ToSchema)]
pub struct CodeBody {
    code: &'static str,
    label: LabelBody,
    /// In the second language, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    label2: Option<LabelBody>,
    /// The code of the same list that this one is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'static str>,
    /// The key of a picture that the front end has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pictogram: Option<&'static str>,
}

#[derive(Serialize, ToSchema)]
pub struct LabelBody {
    /// The language of the text: the one asked for, else English.
    lang: Cow<'static, str>,
    text: Cow<'static, str>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CodeListQuery {
    /// The language of the labels, as a tag of BCP 47; English if none is given.
    #[param(max_length = 35)]
    lang: Option<String>,
    /// A second language, to be shown beside the first.
    #[param(max_length = 35)]
    lang2: Option<String>,
}

impl From<&'static CodeList> for CodeListSummary {
    fn from(list: &'static CodeList) -> Self {
        let languages = list.labels().into_iter();
        Self {
            name: &list.name,
            version: &list.version,
            source: &list.source,
            count: list.items.len(),
            languages: languages
                .map(|(lang, count)| LanguageCount { lang, count })
                .collect(),
        }
    }
}

impl From<Label> for LabelBody {
    fn from(label: Label) -> Self {
        let Label { lang, text } = label;
        Self {
            lang: Cow::Borrowed(lang),
            text: Cow::Borrowed(text),
        }
    }
}

impl From<(&str, &str)> for LabelBody {
    fn from((lang, text): (&str, &str)) -> Self {
        Self {
            lang: Cow::Owned(lang.to_owned()),
            text: Cow::Owned(text.to_owned()),
        }
    }
}

impl CodeBody {
    fn new(code: &Code, first: &LanguageTag, second: Option<&LanguageTag>) -> Self {
        Self {
            code: code.code,
            label: code.label(first).into(),
            label2: second.map(|it| code.label(it).into()),
            parent: code.parent,
            pictogram: code.pictogram,
        }
    }
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
) -> Result<Revalidated<Listed<CodeListSummary>>> {
    let lists = database.read(caller, service::list).await?;
    Ok(Revalidated(Listed::whole(lists, Into::into)))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    name: Path<String>,
    query: Query<CodeListQuery>,
) -> Result<Revalidated<Item<CodeListBody>>> {
    let CodeListQuery { lang, lang2 } = query.0;
    let mut checks = Checks::default();
    let first = match lang {
        Some(lang) => checks.value(LanguageTag::parse(&lang), "/lang"),
        None => Some(LanguageTag::english()),
    };
    let second = checks.optional(lang2.map(|it| LanguageTag::parse(&it)), "/lang2");
    let first = checks.finish(|| first)?;
    let list = database
        .read(caller, move |tx| service::read(tx, &name))
        .await?;
    let show = |code: &'static Code| CodeBody::new(code, &first, second.as_ref());
    Ok(Revalidated(Item(CodeListBody {
        name: &list.name,
        version: &list.version,
        source: &list.source,
        items: list.items.iter().map(show).collect(),
    })))
}
