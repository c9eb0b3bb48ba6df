//! What an issuer publishes: from a file that was handed over, from the cache, or asked for now.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

use super::{Unknown, Verify};
use crate::http::agent::agent;

/// A text that an issuer publishes.
pub(super) struct Published {
    pub text: String,
    /// Since when it is at hand.
    pub since: DateTime<Utc>,
    /// Where it is to be kept, if it was asked for just now.
    keep_at: Option<PathBuf>,
}

impl Published {
    /// From the file that was named, else from the cache, unless it is to be asked for.
    pub fn of(
        asked: &Verify,
        named: Option<&Path>,
        url: &str,
        what: &str,
    ) -> Result<Self, Unknown> {
        if let Some(file) = named {
            return Self::read(file)
                .map_err(|cause| format!("{} is not read: {cause}", file.display()));
        }
        let kept = kept_at(&asked.cache, url)
            .ok_or_else(|| format!("the issuer's {what} have an address that is none: {url}"))?;
        if asked.fetch {
            return Ok(Self {
                text: fetched(url)?,
                since: SystemTime::now().into(),
                keep_at: Some(kept),
            });
        }
        Self::read(&kept).map_err(|_cause| {
            format!("the issuer's {what} are not at hand; get them with --fetch, or from {url}")
        })
    }

    fn read(file: &Path) -> io::Result<Self> {
        Ok(Self {
            text: fs::read_to_string(file)?,
            since: fs::metadata(file)?.modified()?.into(),
            keep_at: None,
        })
    }

    /// Whether the issuer was asked for it just now.
    pub fn is_fresh(&self) -> bool {
        self.keep_at.is_some()
    }

    /// Keeps what was asked for in the place of what was kept, now that it is known to be what it should be.
    pub fn keep(&self) -> Result<(), Unknown> {
        let Some(kept) = &self.keep_at else {
            return Ok(());
        };
        let write = || {
            let folder = kept.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            // Whoever is stopped in the middle leaves what was kept as it was.
            let part = kept.with_extension(format!("{}.part", std::process::id()));
            fs::write(&part, &self.text)?;
            fs::rename(&part, kept)
        };
        write().map_err(|cause| format!("{} is not written: {cause}", kept.display()))
    }
}

/// The file of the cache for an address: its host and path as folders. Nothing that leads out of it.
fn kept_at(cache: &Path, url: &str) -> Option<PathBuf> {
    let (_, place) = url.split_once("://")?;
    let plain = |part: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
        !part.is_empty() && !part.starts_with('.') && part.chars().all(allowed)
    };
    let mut path = cache.to_owned();
    for part in place.split('/') {
        if !plain(part) {
            return None;
        }
        path.push(part.replace(':', "_"));
    }
    Some(path)
}

fn fetched(url: &str) -> Result<String, Unknown> {
    let silent = |cause| format!("{url} does not answer: {cause}");
    let mut answer = agent(Duration::from_secs(20))
        .get(url)
        .call()
        .map_err(silent)?;
    if answer.status() != 200 {
        return Err(format!("{url} answers {}", answer.status()));
    }
    answer
        .body_mut()
        .with_config()
        .limit(1 << 20)
        .read_to_string()
        .map_err(silent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_never_left() {
        let at = |url| kept_at(Path::new("c"), url);
        assert_eq!(
            at("http://localhost:8080/issuers/1/jwks.json"),
            Some(PathBuf::from("c/localhost_8080/issuers/1/jwks.json"))
        );
        for url in [
            "https://a.example/../../etc",
            "https://a//b",
            "a/b",
            "https://.a/b",
            "https://a/%2e%2e",
        ] {
            assert_eq!(at(url), None, "{url}");
        }
    }
}
