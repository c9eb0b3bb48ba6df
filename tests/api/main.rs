//! Tests of the service through its HTTP interface, each with a database of its own: SQLite, or
//! PostgreSQL when `TEST_DATABASE_URL` is set.

mod access;
mod accounts;
mod certificates;
mod documents;
mod organisations;
mod policy;
mod support;
