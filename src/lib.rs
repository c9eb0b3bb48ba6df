//! The back end of a skills-audit service (*bilancio di competenze*) for migrants and refugees.
//!
//! A request comes in through [`api`], the table of every URL. Its handler, in a feature's `routes`,
//! calls one function of the feature's `service` inside one transaction opened by [`db`]. The
//! service asks [`access`] for a permit and shows it to the feature's `store`, the only place with
//! queries. Which change is whose is written to the activity log in the same transaction.
//!
//! The workflow, in its order: [`cases`], [`sharing`], [`outbound_referrals`].
//! One person twice: [`merges`] within a centre, [`matches`] between two.
//! What a person can do and could become: [`profiles`], [`questionnaires`], [`esco`],
//! [`occupation_matches`]; who confirms a reference: [`reference_confirmations`].
//! What a person can do and could become: [`profiles`], [`esco`], [`occupation_matches`];
//! out of the service: [`profile_exports`]; into it from a spreadsheet: [`record_imports`].
//! What the person takes away: [`documents`], [`certificates`], [`competence_credentials`], and what makes
//! them checkable by anybody, [`credentials`].
//! Round about: [`accounts`], [`organisations`], [`mail`], [`activity_log`].
//! Below: [`access`], [`db`], [`vault`], [`http`], [`telemetry`], [`error`], [`text`], [`clock`],
//! [`config`].

pub mod access;
pub mod access_grants;
pub mod accounts;
pub mod activity_log;
pub mod api;
pub mod app;
pub mod archive;
pub mod assessments;
pub mod attendance_registers;
pub mod authentications;
pub mod beneficiaries;
pub mod cases;
pub mod certificate_batches;
pub mod certificates;
pub mod checklists;
pub mod clock;
pub mod code_lists;
pub mod commands;
pub mod competence_credentials;
pub mod config;
pub mod credentials;
pub mod db;
pub mod dequalification;
pub mod docs_page;
pub mod documents;
pub mod entitlements;
pub mod error;
pub mod esco;
pub mod evidence_files;
pub mod fixed_texts;
pub mod groups;
pub mod health;
pub mod http;
pub mod identity_providers;
pub mod intake_referrals;
pub mod limits;
pub mod mail;
pub mod matches;
pub mod mediated_sessions;
pub mod merges;
pub mod occupation_candidates;
pub mod occupation_matches;
pub mod openapi;
pub mod organisations;
pub mod outbound_referrals;
pub mod overviews;
pub mod participation;
pub mod password_settings;
pub mod plans;
pub mod profile_exports;
pub mod profile_forms;
pub mod profiles;
pub mod programmes;
pub mod questionnaires;
pub mod record_imports;
pub mod reference_confirmations;
pub mod rounds;
pub mod second_factors;
pub mod server;
pub mod sessions;
pub mod sharing;
pub mod sign_ins;
pub mod signed_files;
pub mod signing_keys;
pub mod skill_suggestions;
pub mod stand_ins;
pub mod telemetry;
pub mod text;
pub mod token_refreshes;
pub mod transfers;
pub mod transitions;
pub mod vault;

/// Many threads make and drop small values for each request; the system's allocator has them wait
/// for one another. It does without huge pages (`no_thp`): an idle service would hold 20 MB more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
