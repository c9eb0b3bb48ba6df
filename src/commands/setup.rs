//! What several commands need before they can work.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::samples;
use crate::app::Service;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{self, Target};
use crate::documents::press;
use crate::documents::render::looks::Looks;
use crate::error::Error;
use crate::telemetry::log;
use crate::telemetry::traces::Traces;
use crate::vault::Vault;

/// Starts the technical log of a command that answers no requests.
pub fn start_log(settings: &Settings) -> Result<(), String> {
    log::start(&settings.log, &Traces::none())
}

/// Starts the technical log of a command that serves, and has traces sent for as long as what it gives
/// lives.
pub fn start_log_and_traces(settings: &Settings) -> Result<Traces, String> {
    let traces = Traces::new(&settings.telemetry)?;
    log::start(&settings.log, &traces)?;
    Ok(traces)
}

pub fn target(settings: &Settings) -> Result<Target, String> {
    Target::parse(&settings.database)
}

/// The vault under the master key from the environment or its file. The embedded database may make
/// a key of its own beside itself, and says so; a service on PostgreSQL must be given one.
///
/// Beside it may be given another one, in `BILANCIO_OTHER_MASTER_KEY` or its file, while one takes
/// the other's place.
pub fn vault(settings: &Settings, target: &Target) -> Result<Arc<Vault>, String> {
    let vault = first_vault(settings, target)?;
    let file = &settings.other_master_key_file;
    let other = match other_master_key_from_environment() {
        Some(key) => Some(key),
        None if file.as_os_str().is_empty() => None,
        None => {
            refuse_readable_by_others(file)?;
            let key = std::fs::read_to_string(file);
            Some(key.map_err(|_cause| "the other master key cannot be read".to_owned())?)
        }
    };
    match other {
        Some(key) => vault
            .and(&key)
            .map_err(|cause| format!("{cause} (the other one)")),
        None => Ok(vault),
    }
    .map(Arc::new)
}

fn first_vault(settings: &Settings, target: &Target) -> Result<Vault, String> {
    if let Some(key) = master_key_from_environment() {
        return open(&key, "BILANCIO_MASTER_KEY");
    }
    let file = key_file(settings, target);
    match std::fs::read_to_string(&file) {
        Ok(key) => {
            refuse_readable_by_others(&file)?;
            open(&key, &file.display().to_string())
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => match target {
            Target::Sqlite(_) => make_key(&file),
            Target::Postgres(_) => Err(format!(
                "there is no master key: set BILANCIO_MASTER_KEY or put it into {}",
                file.display()
            )),
        },
        Err(_) => Err(format!(
            "the master key file {} cannot be read",
            file.display()
        )),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a secret that must not be in the settings' dump"
)]
fn master_key_from_environment() -> Option<String> {
    std::env::var("BILANCIO_MASTER_KEY").ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a secret that must not be in the settings' dump"
)]
fn other_master_key_from_environment() -> Option<String> {
    std::env::var("BILANCIO_OTHER_MASTER_KEY").ok()
}

/// The key of an embedded database lies beside it unless the settings say otherwise.
fn key_file(settings: &Settings, target: &Target) -> std::path::PathBuf {
    match target {
        Target::Sqlite(path) if settings.master_key_file == Path::new("bilancio.key") => {
            path.with_extension("key")
        }
        _ => settings.master_key_file.clone(),
    }
}

fn open(key: &str, source: &str) -> Result<Vault, String> {
    Vault::open_with(key).map_err(|cause| format!("{cause} (from {source})"))
}

#[cfg(unix)]
fn refuse_readable_by_others(file: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    // Containers mount secrets there, readable by the one container that they are given to.
    if file.starts_with("/run/secrets") {
        return Ok(());
    }
    let mode = std::fs::metadata(file)
        .map_err(|cause| cause.to_string())?
        .permissions()
        .mode();
    if mode & 0o007 == 0 {
        Ok(())
    } else {
        Err(format!(
            "the master key file {} can be read by everybody: chmod 600 it",
            file.display()
        ))
    }
}

#[cfg(unix)]
fn make_key(file: &Path) -> Result<Vault, String> {
    use std::os::unix::fs::OpenOptionsExt;
    let key = Vault::new_master_key();
    let write = || -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(file)?;
        file.write_all(key.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|_cause| format!("no master key can be written to {}", file.display()))?;
    tracing::warn!(file = %file.display(), "made a master key: keep a copy apart from the database");
    open(&key, &file.display().to_string())
}

/// Refuses a database that is behind. The embedded one is brought up to date instead.
pub fn prepare_schema(target: &Target) -> Result<(), String> {
    match target {
        Target::Sqlite(path) => {
            make_private(path)?;
            db::migrate(target)
                .map(|_| ())
                .map_err(|_cause| format!("the database {} cannot be opened", path.display()))
        }
        Target::Postgres(_) => match db::pending(target) {
            Ok(false) => Ok(()),
            Ok(true) => Err("the database's schema is behind: run `bilancio migrate`".to_owned()),
            Err(error) => Err(plain(&error)),
        },
    }
}

/// An embedded database can be read by the service's own user only.
#[cfg(unix)]
fn make_private(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(cause) => Err(format!(
            "the database {} cannot be made: {cause}",
            path.display()
        )),
    }
}

/// Refuses a database of invented people.
pub fn refuse_demo(target: &Target) -> Result<(), String> {
    match db::is_demo(target) {
        Ok(false) => Ok(()),
        Ok(true) => {
            Err("this database was made by `bilancio demo`: it holds invented people".to_owned())
        }
        Err(error) => Err(plain(&error)),
    }
}

pub fn service(settings: Settings, target: &Target) -> Result<Service, String> {
    let vault = vault(&settings, target)?;
    take_looks(looks(&settings)?)?;
    Service::new(settings, target, Clock::default(), vault).map_err(|error| plain(&error))
}

/// An error as a sentence for somebody at a terminal.
pub fn plain(error: &Error) -> String {
    use crate::error::texts::{Language, text};
    match error {
        Error::Invalid(fields) => fields
            .iter()
            .map(|field| format!("{}: {}", field.pointer, text(field.code, Language::English)))
            .collect::<Vec<_>>()
            .join("; "),
        Error::Internal(cause) => cause.to_string(),
        Error::Unavailable("database_roles_missing") => {
            "the database lacks roles of the service; config/postgres/roles.sql makes them"
                .to_owned()
        }
        Error::Unavailable("database_unavailable") => "the database cannot be reached".to_owned(),
        other => text(other.code(), Language::English).to_owned(),
    }
}

/// How documents look, from the folder that the settings name, if they do.
pub fn looks(settings: &Settings) -> Result<Looks, String> {
    let folder = &settings.documents.looks;
    match folder.as_os_str().is_empty() {
        true => Ok(Looks::default()),
        false => Looks::read(folder).map_err(|cause| cause.to_string()),
    }
}

/// Tries them with all that the service prints, and has it print so from now on.
pub fn take_looks(looks: Looks) -> Result<(), String> {
    press::take_looks(looks, samples::all_in, Clock::default().now())
}
