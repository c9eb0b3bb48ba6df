//! Tests of the service through its HTTP interface, each with a database of its own: SQLite, or
//! PostgreSQL when `TEST_DATABASE_URL` is set.

mod access;
mod accounts;
mod faults;
mod cases;
mod assessments;
mod groups;
mod beneficiaries;
mod hours;
mod intake_referrals;
mod organisations;
mod participation;
mod plans;
mod policy;
mod queries;
mod schema;
mod profiles;
mod sessions;
mod programmes;
mod support;
mod working_notes;
mod transitions;
