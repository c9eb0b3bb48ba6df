use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{FormItem, FormPart, FormSection, ProfileForm, ProfileSection, service};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::code_lists::Label;
use crate::code_lists::routes::LabelBody;
use crate::db::Database;
use crate::error::Result;
use crate::esco::routes::Shown;
use crate::http::{Item, Query, Revalidated};

#[derive(Serialize, ToSchema)]
pub struct ProfileFormBody {
    version: &'static str,
    source: &'static str,
    /// In the order of asking.
    sections: Vec<FormSectionBody>,
}

#[derive(Serialize, ToSchema)]
pub struct FormSectionBody {
    key: ProfileSection,
    /// The key of a picture that the front end has.
    pictogram: &'static str,
    label: LabelBody,
    /// In the second language, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    label2: Option<LabelBody>,
    parts: Vec<FormPartBody>,
}

/// The questions whose answers one operation keeps.
#[derive(Serialize, ToSchema)]
pub struct FormPartBody {
    /// The operation's id in this description.
    operation: &'static str,
    /// Whether it is asked as often as there is something to say.
    repeats: bool,
    pictogram: &'static str,
    label: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    label2: Option<LabelBody>,
    items: Vec<FormItemBody>,
}

#[derive(Serialize, ToSchema)]
pub struct FormItemBody {
    /// Of the operation's body.
    property: &'static str,
    /// The list that its codes are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    code_list: Option<&'static str>,
    pictogram: &'static str,
    label: LabelBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    label2: Option<LabelBody>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ProfileFormQuery {
    /// The language of the labels, as a tag of BCP 47; English if none is given.
    #[param(max_length = 35)]
    lang: Option<String>,
    /// A second language, to be shown beside the first.
    #[param(max_length = 35)]
    lang2: Option<String>,
}

impl ProfileFormBody {
    fn new(sections: impl Iterator<Item = &'static FormSection>, shown: &Shown) -> Self {
        let form = ProfileForm::current();
        Self {
            version: &form.version,
            source: &form.source,
            sections: sections.map(|it| FormSectionBody::new(it, shown)).collect(),
        }
    }
}

impl FormSectionBody {
    fn new(section: &'static FormSection, shown: &Shown) -> Self {
        let (label, label2) = shown.label(|language| Label::of(&section.label, language));
        let parts = section.parts.iter();
        Self {
            key: section.key,
            pictogram: section.pictogram,
            label,
            label2,
            parts: parts.map(|it| FormPartBody::new(it, shown)).collect(),
        }
    }
}

impl FormPartBody {
    fn new(part: &'static FormPart, shown: &Shown) -> Self {
        let (label, label2) = shown.label(|language| Label::of(&part.label, language));
        let items = part.items.iter();
        Self {
            operation: part.operation,
            repeats: part.repeats,
            pictogram: part.pictogram,
            label,
            label2,
            items: items.map(|it| FormItemBody::new(it, shown)).collect(),
        }
    }
}

impl FormItemBody {
    fn new(item: &'static FormItem, shown: &Shown) -> Self {
        let (label, label2) = shown.label(|language| Label::of(&item.label, language));
        Self {
            property: item.property,
            code_list: item.code_list,
            pictogram: item.pictogram,
            label,
            label2,
        }
    }
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    query: Query<ProfileFormQuery>,
) -> Result<Revalidated<Item<ProfileFormBody>>> {
    let shown = shown(query)?;
    let form = database.read(caller, service::read).await?;
    let body = ProfileFormBody::new(form.sections.iter(), &shown);
    Ok(Revalidated(Item(body)))
}

pub async fn read_of_case(
    database: Data<Database>,
    caller: Caller,
    path: Path<CaseId>,
    query: Query<ProfileFormQuery>,
) -> Result<Item<ProfileFormBody>> {
    let shown = shown(query)?;
    let case = path.into_inner();
    let sections = database
        .read(caller, move |tx| service::sections_of(tx, &case))
        .await?;
    let body = ProfileFormBody::new(sections.into_iter(), &shown);
    Ok(Item(body))
}

fn shown(query: Query<ProfileFormQuery>) -> Result<Shown> {
    let ProfileFormQuery { lang, lang2 } = query.0;
    Shown::new(lang, lang2)
}
