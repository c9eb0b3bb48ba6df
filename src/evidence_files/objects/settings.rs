use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::identity_providers::settings::is_safe;

/// Where files of evidence are kept; `config/default.toml` explains each setting.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileStoreSettings {
    /// For new files; those that are there are read wherever they are.
    pub store: Keeping,
    /// Empty for Amazon's own of the region.
    pub endpoint: String,
    pub allow_http: bool,
    pub region: String,
    /// Empty where there is none.
    pub bucket: String,
    pub path_style: bool,
    pub prefix: String,
    pub key_id: String,
    pub secret_key_file: PathBuf,
    /// From the file or the environment.
    #[serde(skip)]
    pub secret_key: SecretKey,
    /// 100 to 3000.
    pub patience_milliseconds: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Keeping {
    Database,
    S3,
}

/// What requests to the store are signed with.
#[derive(Clone, Default)]
pub struct SecretKey(Zeroizing<String>);

impl SecretKey {
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.trim().to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey")
    }
}

fn wrong(name: &str, what: &str) -> String {
    format!("the setting \"evidence_files.{name}\" {what}")
}

impl FileStoreSettings {
    /// Refuses what cannot work with a plain sentence that names the setting.
    pub fn check(&self) -> Result<(), String> {
        let ensure = |ok: bool, name, what| if ok { Ok(()) } else { Err(wrong(name, what)) };
        if self.bucket.is_empty() {
            let needed = self.store == Keeping::S3;
            return ensure(!needed, "bucket", "is empty, and new files are to go there");
        }
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        ensure(
            self.bucket.chars().all(plain),
            "bucket",
            "is no bucket's name",
        )?;
        ensure(!self.region.is_empty(), "region", "is empty")?;
        ensure(!self.key_id.is_empty(), "key_id", "is empty")?;
        ensure(
            (100..=3000).contains(&self.patience_milliseconds),
            "patience_milliseconds",
            "is not between 100 and 3000",
        )?;
        let prefix = object_store::path::Path::parse(&self.prefix);
        ensure(prefix.is_ok(), "prefix", "is no path")?;
        let as_if_secure = match self.allow_http {
            true => self.endpoint.replacen("http://", "https://", 1),
            false => self.endpoint.clone(),
        };
        ensure(
            self.endpoint.is_empty() || is_safe(&as_if_secure),
            "endpoint",
            "is no https address, or has a query; another machine is reached over http only where \
             \"evidence_files.allow_http\" says so",
        )
    }

    /// The address that the store is asked at: with the bucket's name in front, unless it is in the path.
    pub fn address(&self) -> String {
        let amazon = format!("https://s3.{}.amazonaws.com", self.region);
        let address = match self.endpoint.as_str() {
            "" => amazon.as_str(),
            endpoint => endpoint.trim_end_matches('/'),
        };
        match address.split_once("://") {
            Some((scheme, host)) if !self.path_style => {
                format!("{scheme}://{}.{host}", self.bucket)
            }
            _ => address.to_owned(),
        }
    }

    /// The key of the store, from the environment or the file.
    pub(super) fn secret(&self) -> Result<SecretKey, String> {
        if !self.secret_key.as_str().is_empty() {
            return Ok(self.secret_key.clone());
        }
        let found = match secret_from_environment() {
            Some(key) => key,
            None => std::fs::read_to_string(&self.secret_key_file).map_err(|_cause| {
                wrong(
                    "secret_key_file",
                    "names no file that can be read, and BILANCIO_S3_SECRET_KEY is not set",
                )
            })?,
        };
        let key = SecretKey::new(&found);
        match key.as_str() {
            "" => Err("the secret key of the bucket is empty".to_owned()),
            _ => Ok(key),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a secret that must not be in the settings' dump"
)]
fn secret_from_environment() -> Option<String> {
    std::env::var("BILANCIO_S3_SECRET_KEY").ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overrides, Settings};

    fn settings() -> FileStoreSettings {
        let settings = Settings::read(None, &Overrides::default()).expect("the defaults");
        FileStoreSettings {
            store: Keeping::S3,
            endpoint: "https://files.example:9000".to_owned(),
            bucket: "evidence".to_owned(),
            key_id: "key".to_owned(),
            secret_key: SecretKey::new("s3cret"),
            ..settings.evidence_files
        }
    }

    #[test]
    fn what_is_wrong_with_the_settings_is_said_in_a_sentence_without_the_secret() {
        assert_eq!(settings().check(), Ok(()));
        type Change = fn(&mut FileStoreSettings);
        let wrong: [(&str, Change); 7] = [
            ("bucket", |it| it.bucket.clear()),
            ("bucket", |it| it.bucket = "a/b".to_owned()),
            ("region", |it| it.region.clear()),
            ("key_id", |it| it.key_id.clear()),
            ("endpoint", |it| {
                it.endpoint = "http://files.example".to_owned()
            }),
            ("prefix", |it| it.prefix = "a//b".to_owned()),
            ("patience_milliseconds", |it| {
                it.patience_milliseconds = 3001
            }),
        ];
        for (name, spoil) in wrong {
            let mut spoiled = settings();
            spoil(&mut spoiled);
            let said = spoiled.check().expect_err(name);
            assert!(said.contains(&format!("evidence_files.{name}\"")), "{said}");
            assert!(!format!("{said}{spoiled:?}").contains("s3cret"));
        }
    }

    #[test]
    fn another_machine_is_asked_in_the_clear_only_where_the_settings_say_so() {
        for (endpoint, allow_http, fits) in [
            ("http://127.0.0.1:9000", false, true),
            ("http://localhost:9000", false, true),
            ("http://minio:9000", false, false),
            ("http://minio:9000", true, true),
            ("ftp://minio:9000", true, false),
            ("https://minio:9000/?x=y", true, false),
            ("", false, true),
        ] {
            let endpoint = endpoint.to_owned();
            let settings = FileStoreSettings {
                endpoint,
                allow_http,
                ..settings()
            };
            assert_eq!(settings.check().is_ok(), fits, "{}", settings.endpoint);
        }
    }

    #[test]
    fn the_bucket_stands_in_the_path_or_before_the_host() {
        let address = |endpoint: &str, path_style| {
            let endpoint = endpoint.to_owned();
            FileStoreSettings {
                endpoint,
                path_style,
                ..settings()
            }
            .address()
        };
        assert_eq!(address("https://a.example/", true), "https://a.example");
        assert_eq!(
            address("https://a.example", false),
            "https://evidence.a.example"
        );
        assert_eq!(
            address("", false),
            "https://evidence.s3.eu-south-1.amazonaws.com"
        );
        assert_eq!(address("", true), "https://s3.eu-south-1.amazonaws.com");
    }

    #[test]
    fn a_bucket_without_a_secret_is_refused() {
        let without = FileStoreSettings {
            secret_key: SecretKey::default(),
            ..settings()
        };
        assert!(without.secret().is_err());
        assert_eq!(settings().secret().expect("the key").as_str(), "s3cret");
    }
}
