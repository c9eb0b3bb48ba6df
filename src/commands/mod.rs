//! The command line. Errors are one plain sentence on standard error and an exit status other than 0.

mod demo;
mod documents;
mod evidence_files;
mod health;
mod import;
mod keys;
mod log;
mod migrate;
mod samples;
mod serve;
mod setup;
mod user;
mod verify;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Overrides, Settings};

/// What went wrong, in one sentence.
type Outcome = Result<(), String>;

/// Skills audit (bilancio di competenze) of migrants and refugees: a REST back end.
#[derive(Parser)]
#[command(name = "bilancio", version, max_term_width = 100)]
struct CommandLine {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Args)]
struct Options {
    /// A path or sqlite:PATH for the embedded database, or a postgres:// URL for a server.
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// A file with settings; `config/default.toml` explains each.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API.
    Serve(serve::Serve),
    /// Serve a database of invented people, to look around.
    Demo(demo::Demo),
    /// Bring the database's schema up to date.
    Migrate(migrate::Migrate),
    /// Manage users from the command line.
    #[command(subcommand)]
    User(user::User),
    /// Change the keys that the service signs and seals with.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Check the activity log, or drop its oldest part.
    #[command(subcommand)]
    Log(log::Log),
    /// Look after files of evidence.
    #[command(subcommand)]
    EvidenceFiles(evidence_files::EvidenceFiles),
    /// Bring in what others publish.
    #[command(subcommand)]
    Import(import::Import),
    /// Print the API's description (OpenAPI 3.1).
    Openapi,
    /// Print who may do what, as a table in Markdown.
    Policy,
    Verify(verify::Verify),
    #[command(subcommand)]
    Documents(documents::Documents),
    /// Ask a running service whether it can work; for container health checks.
    Health(health::Health),
}

/// Runs the program.
pub fn run() -> ExitCode {
    let CommandLine { options, command } = CommandLine::parse();
    let outcome = match command {
        Command::Serve(serve) => serve.run(&options),
        Command::Demo(demo) => demo.run(&options),
        Command::Migrate(migrate) => migrate.run(&options),
        Command::User(user) => user.run(&options),
        Command::Keys(keys) => keys.run(&options),
        Command::Log(log) => log.run(&options),
        Command::EvidenceFiles(files) => files.run(&options),
        Command::Import(import) => import.run(&options),
        Command::Openapi => print_openapi(),
        Command::Policy => {
            say(crate::access::policy::table().trim_end());
            Ok(())
        }
        Command::Documents(documents) => documents.run(&options),
        Command::Verify(verify) => return verify.run(),
        Command::Health(health) => health.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            // Nobody can be told that standard error is closed.
            let _closed = writeln!(std::io::stderr(), "bilancio: {sentence}");
            ExitCode::FAILURE
        }
    }
}

impl Options {
    fn settings(&self, listen: Option<String>) -> Result<Settings, String> {
        let overrides = Overrides {
            database: self.database.clone(),
            listen,
        };
        Settings::read(self.config.as_deref(), &overrides)
    }
}

/// Writes to standard output; a reader that has gone away is no error.
fn say(text: &str) {
    let mut out = std::io::stdout();
    let _closed = writeln!(out, "{text}").and_then(|()| out.flush());
}

fn print_openapi() -> Outcome {
    let text = serde_json::to_string_pretty(&crate::openapi::document())
        .map_err(|cause| cause.to_string())?;
    say(&text);
    Ok(())
}
