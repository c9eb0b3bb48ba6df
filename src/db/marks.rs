//! Marks of a database as a whole.

use diesel::prelude::*;

use super::Target;
use super::migrations::connect;
use crate::db::schema::service_marks::dsl::{name, service_marks, value};
use crate::error::Result;

const DEMO: &str = "demo";

/// Marks a database as holding invented people only, so that nobody works in it by mistake.
pub fn mark_as_demo(target: &Target) -> Result<()> {
    diesel::insert_into(service_marks)
        .values((name.eq(DEMO), value.eq("yes")))
        .execute(&mut connect(target)?)?;
    Ok(())
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
