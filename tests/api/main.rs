//! Tests of the service through its HTTP interface, each with a database of its own: SQLite, or
//! PostgreSQL when `TEST_DATABASE_URL` is set.
#![expect(
    clippy::unwrap_used,
    reason = "a test says by panicking that it failed"
)]

mod access;
mod access_grants;
mod accounts;
mod activity_log;
mod activity_views;
mod agreements;
mod assessments;
mod assignments;
mod authentications;
mod bad_input;
mod beneficiaries;
mod canary;
mod cases;
mod catalogue;
mod certificates;
mod checklists;
mod code_lists;
mod concurrency;
mod dequalification;
mod documents;
mod edges;
mod entries;
mod esco_release;
mod evidence_files;
mod examples;
mod faults;
mod groups;
mod identity_providers;
mod intake_referrals;
mod journeys;
mod limits;
mod log_addresses;
mod mail;
mod mass_assignment;
mod master_key;
mod matches;
mod mediated_sessions;
mod merges;
mod nested_ids;
mod noninterference;
mod occupation_candidates;
mod occupation_matches;
mod openapi;
mod organisations;
mod outbound;
mod participation;
mod password_settings;
mod plans;
mod policy;
mod profiles;
mod programmes;
mod queries;
mod refreshes;
mod row_security;
mod schema;
mod second_factors;
mod security_events;
mod sessions;
mod shapes;
mod sign_ins;
mod signing_keys;
mod skill_suggestions;
mod slow_clients;
mod stand_ins;
mod support;
mod telemetry;
mod token_abuse;
mod transfers;
mod transitions;
mod working_notes;
