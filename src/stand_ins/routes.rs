use actix_web::web::{Data, Path};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NewStandIn, StandIn, StandInId, StandInRow, service};
use crate::access::Caller;
use crate::accounts::UserId;
use crate::db::Database;
use crate::error::Result;
use crate::http::{Created, Day, Done, Item, Listed, Once, Repeatable};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStandInBody {
    absent_user_id: UserId,
    stand_in_user_id: UserId,
    /// The first day, in Italy; today at the earliest.
    from_on: Day,
    /// The last day, at most 366 days later.
    to_on: Day,
}

impl From<NewStandInBody> for NewStandIn {
    fn from(body: NewStandInBody) -> Self {
        Self {
            absent_user_id: body.absent_user_id,
            stand_in_user_id: body.stand_in_user_id,
            from_on: body.from_on.into(),
            to_on: body.to_on.into(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct StandInBody {
    id: StandInId,
    absent_user_id: UserId,
    absent_name: String,
    stand_in_user_id: UserId,
    stand_in_name: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    /// When it was ended before its time.
    ended_at: Option<DateTime<Utc>>,
    created_by: UserId,
    created_at: DateTime<Utc>,
}

impl From<StandInRow> for StandInBody {
    fn from((row, absent_name, stand_in_name): StandInRow) -> Self {
        let StandIn {
            id,
            organisation_id: _,
            absent_user_id,
            stand_in_user_id,
            from_on,
            to_on,
            ended_at,
            created_by,
            created_at,
        } = row;
        Self {
            id,
            absent_user_id,
            absent_name,
            stand_in_user_id,
            stand_in_name,
            from_on,
            to_on,
            ended_at: ended_at.map(|at| at.and_utc()),
            created_by,
            created_at: created_at.and_utc(),
        }
    }
}

pub async fn appoint(
    database: Data<Database>,
    caller: Caller,
    body: Once<NewStandInBody>,
) -> Result<Repeatable<Created<StandInBody>>> {
    let (body, once) = body.split();
    once.write(&database, caller, move |tx| {
        let named = service::appoint(tx, body.into())?;
        let location = format!("/v1/stand-ins/{}", named.0.id);
        Ok(Created::new(location, None, named.into()))
    })
    .await
}

pub async fn list(database: Data<Database>, caller: Caller) -> Result<Listed<StandInBody>> {
    let rows = database.read(caller, service::list).await?;
    Ok(Listed::whole(rows, Into::into))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<StandInId>,
) -> Result<Item<StandInBody>> {
    let found = database
        .read(caller, move |tx| service::read(tx, &id))
        .await?;
    Ok(Item(found.into()))
}

pub async fn end(database: Data<Database>, caller: Caller, id: Path<StandInId>) -> Result<Done> {
    database
        .write(caller, move |tx| service::end(tx, &id))
        .await?;
    Ok(Done)
}
