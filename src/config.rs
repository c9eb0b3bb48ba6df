//! The service's settings: `config/default.toml`, then a file, then the environment, then the
//! command line, each over the one before.

pub mod public_url;

use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::evidence_files::objects::FileStoreSettings;
use crate::identity_providers::settings::IdentityProvider;
use crate::limits::address::{Network, ProxyHeader};
use crate::limits::settings::{Attempts, Patience, RateLimit};
use crate::telemetry::{MetricsSettings, TraceSettings};

/// Every setting, with its explanation.
pub const DEFAULTS: &str = include_str!("../config/default.toml");

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub database: String,
    pub listen: String,
    pub public_url: String,
    pub connections: u32,
    pub workers: usize,
    pub docs: bool,
    pub cors_origins: Vec<String>,
    pub master_key_file: PathBuf,
    pub other_master_key_file: PathBuf,
    pub log: String,
    pub trusted_proxies: Vec<Network>,
    pub proxy_header: ProxyHeader,
    pub rate_limit: RateLimit,
    pub refusals: RateLimit,
    pub attempts: Attempts,
    pub patience: Patience,
    pub sign_in: SignIn,
    pub mail: Mail,
    pub passwords: Passwords,
    pub access_grants: AccessGrants,
    pub identity_providers: Vec<IdentityProvider>,
    pub evidence_files: FileStoreSettings,
    pub documents: Documents,
    pub activity_log: ActivityLog,
    pub metrics: MetricsSettings,
    pub telemetry: TraceSettings,
}

/// How documents look.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    pub looks: PathBuf,
}

/// What becomes of the activity log's checkpoints, and what is noticed in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityLog {
    pub print_checkpoints: bool,
    pub checkpoint_file: PathBuf,
    pub people_an_hour: u32,
    pub refusals_an_hour: u32,
    /// 30 to 3650.
    pub addresses_days: i64,
}

impl ActivityLog {
    fn check(&self) -> Result<(), String> {
        if (30..=3650).contains(&self.addresses_days) {
            Ok(())
        } else {
            Err("the setting \"activity_log.addresses_days\" is not between 30 and 3650".to_owned())
        }
    }
}

/// How long an access grant opens what is out of reach.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessGrants {
    /// 1 to 24.
    pub hours: i64,
}

impl AccessGrants {
    pub fn lasts(&self) -> TimeDelta {
        TimeDelta::hours(self.hours)
    }

    fn check(&self) -> Result<(), String> {
        if (1..=24).contains(&self.hours) {
            Ok(())
        } else {
            Err("the setting \"access_grants.hours\" is not between 1 and 24".to_owned())
        }
    }
}

/// What hashing a password costs (argon2id).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passwords {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

/// How long one stays signed in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// 1 to 12.
    pub hours: i64,
    /// 1 to 60.
    pub idle_minutes: i64,
}

impl SignIn {
    /// From the password on, however often it is refreshed.
    pub fn longest(&self) -> TimeDelta {
        TimeDelta::hours(self.hours)
    }

    /// From one refresh to the next.
    pub fn idle(&self) -> TimeDelta {
        TimeDelta::minutes(self.idle_minutes)
    }

    fn check(&self) -> Result<(), String> {
        if !(1..=12).contains(&self.hours) {
            Err("the setting \"sign_in.hours\" is not between 1 and 12".to_owned())
        } else if !(1..=60).contains(&self.idle_minutes) {
            Err("the setting \"sign_in.idle_minutes\" is not between 1 and 60".to_owned())
        } else {
            Ok(())
        }
    }
}

/// How mail is delivered.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub transport: MailTransport,
    pub from: String,
    pub folder: PathBuf,
    pub smtp_url: String,
    pub every_seconds: u64,
    pub frontend_url: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTransport {
    /// One file a mail, in `folder`.
    File,
    Smtp,
}

/// What the command line says over everything else.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Overrides {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
}

/// What begins like a setting in the environment and is none: secrets, which are read where they are
/// needed, and what the tests are told.
fn is_no_setting(name: &str) -> bool {
    matches!(name, "master_key" | "other_master_key" | "s3_secret_key")
        || ["check_", "client_secret_", "elm_", "esco", "oidc_"]
            .iter()
            .any(|start| name.starts_with(start))
}

impl Settings {
    /// Reads the settings; an error is one plain sentence that names the setting, never its value.
    pub fn read(file: Option<&Path>, overrides: &Overrides) -> Result<Self, String> {
        let mut figment = Figment::from(Toml::string(DEFAULTS));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(format!("there is no settings file {}", file.display()));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        let environment = Env::prefixed("BILANCIO_")
            .filter(|name| !is_no_setting(&name.as_str().to_ascii_lowercase()))
            .split("__");
        let settings: Self = figment
            .merge(environment)
            .merge(Serialized::defaults(overrides))
            .extract()
            .map_err(|error| {
                let name = error.path.join(".");
                format!("the setting {name:?} is unknown, missing or not of its kind")
            })?;
        public_url::check(&settings.public_url)?;
        settings.sign_in.check()?;
        settings.access_grants.check()?;
        settings.evidence_files.check()?;
        settings.activity_log.check()?;
        settings.metrics.check(&settings.listen)?;
        settings.telemetry.check()?;
        Ok(settings)
    }
}
