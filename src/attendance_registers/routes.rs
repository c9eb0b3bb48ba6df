use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{RegisterNames, RegisterRequest, service};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::db::Database;
use crate::documents::drawing::drawn;
use crate::error::{Checks, Error, Result};
use crate::groups::GroupId;
use crate::http::{Day, Document, Query};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RegisterQuery {
    /// The first day, in Italy; all meetings where neither is given.
    from: Option<Day>,
    /// The last day.
    to: Option<Day>,
    /// `names` for people by name; without it they stand there by the code of their case.
    #[param(inline)]
    names: Option<RegisterNames>,
}

impl TryFrom<RegisterQuery> for RegisterRequest {
    type Error = Error;

    fn try_from(query: RegisterQuery) -> Result<Self> {
        let (from, to) = (
            query.from.map(NaiveDate::from),
            query.to.map(NaiveDate::from),
        );
        let mut checks = Checks::default();
        let in_order = from.zip(to).is_none_or(|(from, to)| from <= to);
        checks.ensure(in_order, "/to", "before_start");
        checks.finish(|| {
            Some(Self {
                from,
                to,
                names: query.names.unwrap_or(RegisterNames::Codes),
            })
        })
    }
}

pub async fn of_group(
    database: Data<Database>,
    caller: Caller,
    group: Path<GroupId>,
    query: Query<RegisterQuery>,
) -> Result<Document> {
    let request: RegisterRequest = query.0.try_into()?;
    let (register, own) = database
        .read(caller, move |tx| {
            let register = service::of_group(tx, &group, &request)?;
            Ok((register, tx.actor().organisation_id.clone()))
        })
        .await?;
    let on = register.printed_on;
    drawn(register, own, "attendance-register", on).await
}

pub async fn of_case(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<RegisterQuery>,
) -> Result<Document> {
    let request: RegisterRequest = query.0.try_into()?;
    let (register, own) = database
        .read(caller, move |tx| {
            let register = service::of_case(tx, &case, &request)?;
            Ok((register, tx.actor().organisation_id.clone()))
        })
        .await?;
    let on = register.printed_on;
    drawn(register, own, "individual-attendance-register", on).await
}
