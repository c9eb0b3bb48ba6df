//! What an issuer publishes: from a file that was handed over, from the cache, or asked for now.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

use super::{Unknown, Verify, shown};
use crate::http::agent::agent;

/// A text that an issuer publishes.
pub(super) struct Published {
    pub text: String,
    /// Since when it is at hand, as its file says; none where that is still to come.
    pub since: Option<DateTime<Utc>>,
    /// Whether it is in a file that was named.
    named: bool,
    /// Whether the issuer was asked for it just now.
    fetched: bool,
    /// Where the one that was fetched last is kept, if this is not it.
    kept_at: Option<PathBuf>,
}

impl Published {
    /// From the file that was named, else from the cache, unless it is to be asked for. What it is comes with its
    /// verb: `keys are`.
    pub fn of(
        asked: &Verify,
        named: Option<&Path>,
        url: &str,
        what_is: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, Unknown> {
        let cache = asked.cache.clone().or_else(cache_of_user);
        if let Some(file) = named {
            let read = Self::read(file, now)
                .map_err(|cause| format!("{} is not read: {cause}", file.display()))?;
            return Ok(Self {
                named: true,
                kept_at: cache.and_then(|cache| kept_at(&cache, url)),
                ..read
            });
        }
        let cache = cache.ok_or(
            "it is not known where keys and lists are kept, as the user has no folder of their own; say it \
             with --cache",
        )?;
        let kept = kept_at(&cache, url)
            .ok_or_else(|| format!("the issuer's {what_is} at an address that is none: {url}"))?;
        if asked.fetch {
            return Ok(Self {
                text: fetched(url)?,
                since: Some(now),
                named: false,
                fetched: true,
                kept_at: Some(kept),
            });
        }
        Self::read(&kept, now).map_err(|_cause| {
            format!(
                "the issuer's {what_is} not at hand; ask with --fetch, or have the file from {url}"
            )
        })
    }

    fn read(file: &Path, now: DateTime<Utc>) -> io::Result<Self> {
        Ok(Self {
            text: fs::read_to_string(file)?,
            since: past(fs::metadata(file)?.modified()?, now),
            named: false,
            fetched: false,
            kept_at: None,
        })
    }

    pub fn since_when(&self) -> String {
        match self.since {
            Some(since) => format!("at hand since {}", shown(since)),
            None => "at hand since when nobody knows: its file is of a time to come".into(),
        }
    }

    /// How to come by what the issuer publishes now.
    pub fn anew(&self) -> &'static str {
        match self.named {
            // A file that is named is not asked for.
            true => "have the file anew from the issuer, or name none and ask with --fetch",
            false => "ask anew with --fetch",
        }
    }

    /// Whether the issuer was asked for it just now.
    pub fn is_fresh(&self) -> bool {
        self.fetched
    }

    /// What was fetched of it before, where this is from elsewhere.
    pub fn kept_before(&self) -> Option<String> {
        fs::read_to_string(self.kept_at.as_ref()?).ok()
    }

    /// Keeps what was asked for in the place of what was kept, now that it is known to be what it should be.
    pub fn keep(&self) -> Result<(), Unknown> {
        let Some(kept) = self.kept_at.as_ref().filter(|_| self.fetched) else {
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

/// When something was, if that is not still to come.
fn past(at: SystemTime, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let since_1970 = at
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let seconds = i64::try_from(since_1970.as_secs()).ok()?;
    DateTime::from_timestamp(seconds, since_1970.subsec_nanos()).filter(|at| *at <= now)
}

#[expect(
    clippy::disallowed_methods,
    reason = "which folders are the user's own is no setting of the service"
)]
fn cache_of_user() -> Option<PathBuf> {
    let folder = |name| std::env::var(name).ok();
    cache_in(folder("XDG_CACHE_HOME"), folder("HOME"))
}

/// The user's own folder (XDG Base Directory Specification). Never one that depends on where the program is
/// run: whoever hands over a certificate could hand over keys beside it.
fn cache_in(caches: Option<String>, home: Option<String>) -> Option<PathBuf> {
    let whole = |folder: Option<String>| folder.map(PathBuf::from).filter(|it| it.is_absolute());
    let caches = whole(caches).or_else(|| Some(whole(home)?.join(".cache")))?;
    Some(caches.join("bilancio").join("issuers"))
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
    fn what_is_kept_is_in_a_folder_of_the_users_own() {
        let at = |caches: &str, home: &str| cache_in(Some(caches.into()), Some(home.into()));
        assert_eq!(
            at("/c", "/home/u"),
            Some(PathBuf::from("/c/bilancio/issuers"))
        );
        for nothing in ["", "c", "./c"] {
            assert_eq!(
                at(nothing, "/home/u"),
                Some(PathBuf::from("/home/u/.cache/bilancio/issuers"))
            );
            assert_eq!(at(nothing, nothing), None);
        }
        assert_eq!(cache_in(None, None), None);
    }

    #[test]
    fn a_time_to_come_is_none_that_something_was_at() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).expect("a time");
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(past(at(1_700_000_000), now), Some(now));
        assert_eq!(past(at(1_700_000_001), now), None);
        assert_eq!(past(at(1 << 60), now), None);
        let before_1970 = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(past(before_1970, now), Some(DateTime::UNIX_EPOCH));
    }

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
