//! Marks of a database as a whole.

use diesel::prelude::*;

use super::Target;
use super::migrations::connect;
use crate::db::schema::service_marks::dsl::{name, service_marks, value};
use crate::db::schema::users::dsl::users;
use crate::error::Result;

const DEMO: &str = "demo";

/// Marks an empty database as holding invented people only, so that nobody works in it by mistake. False, with
/// nothing done, where somebody works in it already.
pub fn mark_as_demo(target: &Target) -> Result<bool> {
    let mut connection = connect(target)?;
    if users.count().get_result::<i64>(&mut connection)? > 0 {
        return Ok(false);
    }
    diesel::insert_into(service_marks)
        .values((name.eq(DEMO), value.eq("yes")))
        .execute(&mut connection)?;
    Ok(true)
}

pub fn is_demo(target: &Target) -> Result<bool> {
    let found = service_marks
        .find(DEMO)
        .select(value)
        .first::<String>(&mut connect(target)?)
        .optional()?;
    Ok(found.is_some())
}

/// A mark's value, where a database has it.
pub(super) fn find(connection: &mut PgConnection, mark: &str) -> QueryResult<Option<String>> {
    let found = service_marks.find(mark).select(value);
    found.first(connection).optional()
}

pub(super) fn set(connection: &mut PgConnection, mark: &str, to: &str) -> QueryResult<()> {
    diesel::insert_into(service_marks)
        .values((name.eq(mark), value.eq(to)))
        .on_conflict(name)
        .do_update()
        .set(value.eq(to))
        .execute(connection)
        .map(drop)
}
