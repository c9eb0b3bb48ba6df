use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Assessment, AssessmentContent, AssessmentId, AssessmentItem, AssessmentKind, AssessmentLine,
    AssessmentMethod, service,
};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::cases::CaseId;
use crate::db::Database;
use crate::error::{Checks, Result};
use crate::http::{Created, Day, IfMatch, Listed, Once, Patch, Repeatable, Versioned};
use crate::profiles::routes::form::{Alone, distinct, text, within};
use crate::profiles::routes::{EntryPatch, Form, NewEntry};
use crate::profiles::{CompetenceId, LEVELS};

mod profile;

pub use profile::read_profile;

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentForm {
    kind: AssessmentKind,
    assessed_on: Day,
    methods: Vec<AssessmentMethod>,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    items: Vec<AssessmentItemBody>,
}

/// The levels of one competence of the same case; a competence stands once in an assessment.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentItemBody {
    competence_id: CompetenceId,
    #[schema(minimum = 0, maximum = 5)]
    self_level: Option<i32>,
    #[schema(minimum = 0, maximum = 5)]
    agreed_level: Option<i32>,
}

impl Form for AssessmentForm {
    const NAME: &'static str = "Assessment";

    type Rest = Alone;
}

impl AssessmentForm {
    fn check(self, today: NaiveDate) -> Result<AssessmentContent> {
        let mut checks = Checks::default();
        let assessed_on = NaiveDate::from(self.assessed_on);
        let past = assessed_on <= today;
        checks.ensure(past, "/assessed_on", "in_the_future");
        checks.ensure(!self.methods.is_empty(), "/methods", "empty");
        distinct(&self.methods, 8, "/methods", &mut checks);
        let summary = text(&self.summary, 10_000, "/summary", &mut checks);
        let competences: Vec<_> = self.items.iter().map(|item| &item.competence_id).collect();
        distinct(&competences, 200, "/items", &mut checks);
        for (index, item) in self.items.iter().enumerate() {
            let at = |name| format!("/items/{index}/{name}");
            within(item.self_level, LEVELS, &at("self_level"), &mut checks);
            within(item.agreed_level, LEVELS, &at("agreed_level"), &mut checks);
        }
        checks.finish(|| {
            Some(AssessmentContent {
                kind: self.kind,
                assessed_on,
                methods: self.methods,
                summary,
                items: self.items.into_iter().map(Into::into).collect(),
            })
        })
    }
}

impl From<AssessmentContent> for AssessmentForm {
    fn from(content: AssessmentContent) -> Self {
        let AssessmentContent {
            kind,
            assessed_on,
            methods,
            summary,
            items,
        } = content;
        Self {
            kind,
            assessed_on: assessed_on.into(),
            methods,
            summary,
            items: items.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<AssessmentItemBody> for AssessmentItem {
    fn from(item: AssessmentItemBody) -> Self {
        Self {
            competence_id: item.competence_id,
            self_level: item.self_level,
            agreed_level: item.agreed_level,
        }
    }
}

impl From<AssessmentItem> for AssessmentItemBody {
    fn from(item: AssessmentItem) -> Self {
        let AssessmentItem {
            competence_id,
            self_level,
            agreed_level,
        } = item;
        Self {
            competence_id,
            self_level,
            agreed_level,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AssessmentBody {
    id: AssessmentId,
    kind: AssessmentKind,
    assessor_id: UserId,
    assessed_on: NaiveDate,
    methods: Vec<AssessmentMethod>,
    summary: String,
    items: Vec<AssessmentItemBody>,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<Assessment> for AssessmentBody {
    fn from(assessment: Assessment) -> Self {
        let Assessment {
            id,
            case_id: _,
            organisation_id: _,
            kind,
            assessor_id,
            assessed_on,
            methods,
            summary,
            items,
            item_count: _,
            version,
            created_at,
            updated_at,
        } = assessment;
        Self {
            id,
            kind,
            assessor_id,
            assessed_on,
            methods: methods.get(),
            summary,
            items: items.get().into_iter().map(Into::into).collect(),
            version,
            created_at: created_at.and_utc(),
            updated_at: updated_at.and_utc(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct AssessmentLineBody {
    id: AssessmentId,
    kind: AssessmentKind,
    assessor_id: UserId,
    assessed_on: NaiveDate,
    item_count: i32,
    version: i32,
}

impl From<AssessmentLine> for AssessmentLineBody {
    fn from(line: AssessmentLine) -> Self {
        let AssessmentLine {
            id,
            kind,
            assessor_id,
            assessed_on,
            item_count,
            version,
        } = line;
        Self {
            id,
            kind,
            assessor_id,
            assessed_on,
            item_count,
            version,
        }
    }
}

pub async fn record(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    body: Once<NewEntry<AssessmentForm>>,
) -> Result<Repeatable<Created<AssessmentBody>>> {
    let (body, once) = body.split();
    let (id, form) = body.read::<AssessmentId>()?;
    let work = move |tx: &mut crate::access::Transaction| {
        let assessment = service::record(tx, &case, id, |today| form.check(today))?;
        let location = format!("/v1/cases/{case}/assessments/{}", assessment.id);
        Ok(Created::new(
            location,
            assessment.version,
            assessment.into(),
        ))
    };
    once.write(&database, caller, work).await
}

pub async fn list(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
) -> Result<Listed<AssessmentLineBody>> {
    let rows = database
        .read(caller, move |tx| service::list(tx, &case))
        .await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, AssessmentId)>,
) -> Result<Versioned<AssessmentBody>> {
    let (case, id) = path.into_inner();
    let assessment = database
        .read(caller, move |tx| service::read(tx, &case, &id))
        .await?;
    Ok(Versioned(assessment.version, assessment.into()))
}

pub async fn change(
    database: Data<Database>,
    caller: Caller,
    path: Path<(CaseId, AssessmentId)>,
    if_match: IfMatch,
    patch: Patch<EntryPatch<AssessmentForm>>,
) -> Result<Versioned<AssessmentBody>> {
    let (case, id) = path.into_inner();
    let assessment = database
        .write(caller, move |tx| {
            service::change(tx, &case, &id, if_match.0, |before, today| {
                patch.0.apply(&before.into())?.check(today)
            })
        })
        .await?;
    Ok(Versioned(assessment.version, assessment.into()))
}
