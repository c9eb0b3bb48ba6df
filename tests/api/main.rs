//! Tests of the service through its HTTP interface, each with a database of its own: SQLite, or
//! PostgreSQL when `TEST_DATABASE_URL` is set.

mod access;
mod accounts;
mod mail;
mod organisations;
mod outbound;
mod policy;
mod support;
