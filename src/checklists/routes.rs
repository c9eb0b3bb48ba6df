use actix_web::web::{Data, Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Checklist, ChecklistCode, ChecklistItem, ChecklistState, EntryPointer, ProfilePart,
    ProfileWarning, ProfileWarningKind, service, words,
};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::code_lists::routes::LabelBody;
use crate::db::Database;
use crate::error::Result;
use crate::esco::routes::{Languages, Shown};
use crate::http::{Item, Query};

/// Whether a profile is whole and can be relied on. It refuses nothing.
#[derive(Serialize, ToSchema)]
pub struct ChecklistBody {
    /// How many points are missing, and how many doubtful.
    missing: usize,
    doubtful: usize,
    /// In the order of the profile's sections.
    items: Vec<ChecklistItemBody>,
}

#[derive(Serialize, ToSchema)]
pub struct ChecklistItemBody {
    code: ChecklistCode,
    state: ChecklistState,
    /// What is asked for, in plain words.
    text: LabelBody,
    text2: Option<LabelBody>,
    /// Those that lack it, or are doubtful.
    entries: Vec<EntryPointerBody>,
}

/// An entry of the profile: `/v1/cases/{case_id}/{part}/{id}`.
#[derive(Serialize, ToSchema)]
pub struct EntryPointerBody {
    part: ProfilePart,
    id: String,
}

impl From<EntryPointer> for EntryPointerBody {
    fn from(pointer: EntryPointer) -> Self {
        let EntryPointer { part, id } = pointer;
        Self { part, id }
    }
}

/// What is told of a profile where a report is to rest on it.
#[derive(Serialize, ToSchema)]
pub struct ProfileWarningBody {
    warning: ProfileWarningKind,
    /// Points of the checklist.
    count: usize,
}

impl From<ProfileWarning> for ProfileWarningBody {
    fn from(warning: ProfileWarning) -> Self {
        let ProfileWarning { kind, count } = warning;
        Self {
            warning: kind,
            count,
        }
    }
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    languages: Query<Languages>,
) -> Result<Item<ChecklistBody>> {
    let shown = languages.0.shown()?;
    let found = database
        .read(caller, move |tx| service::read(tx, &case))
        .await?;
    let (missing, doubtful) = (
        found.count(ChecklistState::Missing),
        found.count(ChecklistState::Doubtful),
    );
    let Checklist { items } = found;
    Ok(Item(ChecklistBody {
        missing,
        doubtful,
        items: items.into_iter().map(|it| item(it, &shown)).collect(),
    }))
}

fn item(it: ChecklistItem, shown: &Shown) -> ChecklistItemBody {
    let ChecklistItem {
        code,
        state,
        entries,
    } = it;
    let (text, text2) = shown.said(|language| words::asked(code, language).to_owned());
    ChecklistItemBody {
        code,
        state,
        text,
        text2,
        entries: entries.into_iter().map(Into::into).collect(),
    }
}
