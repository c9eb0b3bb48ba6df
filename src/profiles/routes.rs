use std::fmt::Display;
use std::str::FromStr;

use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;

use super::service;
use crate::access::Caller;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::Result;
use crate::http::{Created, Done, IfMatch, Listed, Once, Patch, Repeatable, Versioned};

mod competences;
mod evidence;
mod experiences;
pub mod form;
mod goal;
mod languages;

pub use competences::{CompetenceBody, CompetenceForm, ExpectationBody, ExpectationForm};
pub use evidence::{EvidenceBody, EvidenceForm};
pub use experiences::{ExperienceBody, ExperienceForm};
pub use form::{Alone, EntryBody, EntryPatch, Form, NewEntry};
pub use goal::{GoalBody, read_goal, set_goal};
pub use languages::{LanguageSkillBody, LanguageSkillForm};

/// How clients write and see one kind of entry; the handlers below are the same for all kinds.
pub trait EntryForm: Form + From<Self::Content> + Send + 'static {
    type Id: DeserializeOwned + FromStr + Display + Send + 'static;
    type Content: service::Stored<Id = Self::Id> + Clone + Send + 'static;

    /// The collection's name in the address.
    const PATH: &'static str;

    /// Checks and cleans what was written, all at once.
    fn check(self, today: NaiveDate) -> Result<Self::Content>;

    /// What is shown of the content beside the form.
    fn rest(content: &Self::Content) -> Self::Rest;
}

pub async fn record<F: EntryForm>(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    body: Once<NewEntry<F>>,
) -> Result<Repeatable<Created<EntryBody<F>>>> {
    let (body, once) = body.split();
    let (id, form) = body.read::<F::Id>()?;
    let work = move |tx: &mut crate::access::Transaction| {
        let entry = service::record(tx, &case, id, |today| form.check(today))?;
        let location = format!("/v1/cases/{case}/{}/{}", F::PATH, entry.id);
        Ok(Created::new(location, entry.version, entry.into()))
    };
    once.write(&database, caller, work).await
}

pub async fn list<F: EntryForm>(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<EntryBody<F>>> {
    let rows = database
        .read(caller, move |tx| service::list::<F::Content>(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read<F: EntryForm>(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, F::Id)>,
) -> Result<Versioned<EntryBody<F>>> {
    let (case, id) = path.into_inner();
    let entry = database
        .read(caller, move |tx| {
            service::read::<F::Content>(tx, &case, &id)
        })
        .await?;
    Ok(Versioned(entry.version, entry.into()))
}

pub async fn change<F: EntryForm>(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, F::Id)>,
    if_match: IfMatch,
    patch: Patch<EntryPatch<F>>,
) -> Result<Versioned<EntryBody<F>>> {
    let (case, id) = path.into_inner();
    let entry = database
        .write(caller, move |tx| {
            service::change(tx, &case, &id, if_match.0, |before, today| {
                patch.0.apply(&F::from(before))?.check(today)
            })
        })
        .await?;
    Ok(Versioned(entry.version, entry.into()))
}

pub async fn delete<F: EntryForm>(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, F::Id)>,
    if_match: IfMatch,
) -> Result<Done> {
    let (case, id) = path.into_inner();
    database
        .write(caller, move |tx| {
            service::delete::<F::Content>(tx, &case, &id, if_match.0)
        })
        .await?;
    Ok(Done)
}
