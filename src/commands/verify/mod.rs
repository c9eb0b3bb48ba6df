mod published;
mod told;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, TimeDelta, Utc};

use self::published::Published;
use self::told::{named, told};
use super::say;
use crate::clock::Clock;
use crate::credentials::verification::{
    Genuine, Keys, Listed, NotGenuine, Standing, Wholeness, attached, check, check_file,
    is_broken_token, is_list_of, issuer_claimed, key_set_of,
};
use crate::documents::seal;
use crate::text::misleads;

/// Check a certificate (PDF) or a credential (JWT): whether it is genuine, unaltered and not revoked.
///
/// Works without a connection, from the issuer's published keys and status list, given as files or kept
/// in a folder by an earlier --fetch. Exit status: 0 it holds; 1 it does not; 2 it could not be checked, or
/// carries nothing to check; 3 it holds, but something was appended to the file.
#[derive(clap::Args)]
pub struct Verify {
    /// The certificate or credential.
    file: PathBuf,
    /// Whom the certificate has to be from, as its `did:web:…`; without it whoever signs could call themselves
    /// anything.
    #[arg(long, value_name = "DID")]
    issuer: Option<String>,
    /// The issuer's keys (jwks.json), as you had them from the issuer: whose they are is not looked at. Without
    /// --issuer the name and the address of the issuer are told as what the certificate itself says.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The status list that the credential names.
    #[arg(long, value_name = "FILE")]
    status_list: Option<PathBuf>,
    /// A folder where keys and lists are kept, as they were last fetched; `bilancio/issuers` in your own
    /// cache folder ($XDG_CACHE_HOME, else ~/.cache) if none is named. What lies there is relied on: name none
    /// that came with the certificate.
    #[arg(long, value_name = "FOLDER")]
    cache: Option<PathBuf>,
    /// Ask the issuer for its keys and its list first, and keep them; not for what is named as a file.
    #[arg(long)]
    fetch: bool,
    /// Do not rely on keys and lists that were fetched more days ago, or whose files are older or of a time to
    /// come: status 2. The age of a file that somebody handed over proves nothing.
    #[arg(long, value_name = "DAYS")]
    max_age: Option<u16>,
}

/// Bytes of a file that is looked at.
const LARGEST: u64 = 32 << 20;

/// What is told of what holds, and of its file.
type Held = (Vec<String>, Option<Wholeness>);

/// Why it is not known whether a credential holds.
type Unknown = String;

impl Verify {
    pub fn run(&self) -> ExitCode {
        match self.verdict() {
            Ok(Ok((lines, wholeness))) => {
                let lines: Vec<String> = lines.iter().map(|line| as_shown(line)).collect();
                say(&lines.join("\n"));
                match wholeness {
                    Some(Wholeness::AppendedTo) => ExitCode::from(3),
                    _ => ExitCode::SUCCESS,
                }
            }
            Ok(Err(sentence)) => {
                say(&format!("NOT VALID: {}", as_shown(&sentence)));
                ExitCode::from(1)
            }
            Err(sentence) => {
                say(&format!("NOT CHECKED: {}", as_shown(&sentence)));
                ExitCode::from(2)
            }
        }
    }

    /// What is told of what holds, or why it does not.
    fn verdict(&self) -> Result<Result<Held, String>, Unknown> {
        let bytes = read(&self.file)
            .map_err(|cause| format!("{} is not read: {cause}", self.file.display()))?;
        let is_pdf = bytes.starts_with(b"%PDF");
        let tokens = if is_pdf {
            attached(&bytes)
        } else {
            String::from_utf8(bytes.clone()).into_iter().collect()
        };
        let claimed = tokens
            .iter()
            .find_map(|token| Some((token, issuer_claimed(token)?)));
        let Some((token, issuer)) = claimed else {
            return if seal::find(&bytes).is_some() {
                Ok(Err(
                    "the file is not as it was issued: it has a seal, and no credential that can be read".into(),
                ))
            } else if tokens.iter().any(|it| is_broken_token(it)) {
                Ok(Err(
                    "the credential is not genuine: it cannot be read".into()
                ))
            } else {
                Err(
                    "the file carries no credential that this program can check; if a code is printed on it, ask \
                     the issuer under that"
                        .into(),
                )
            };
        };
        // Nothing vouches for it yet, and it is shown as something to be typed.
        if !is_plain(&issuer) {
            return Err("its issuer is of a kind that this program does not know".into());
        }
        match &self.issuer {
            Some(expected) if !is_same(expected, &issuer) => {
                return Ok(Err(format!(
                    "it says that it is from {issuer}, not from {expected}"
                )));
            }
            None if self.keys.is_none() => {
                return Err(format!(
                    "it says that it is from {issuer}; if that is who should have issued it, say so with \
                     --issuer {issuer}"
                ));
            }
            _ => {}
        }
        let place = key_set_of(&issuer).ok_or_else(|| {
            format!("the issuer {issuer} is of a kind that this program does not know")
        })?;
        let now = Clock::default().now();
        let key_set = Published::of(self, self.keys.as_deref(), &place, "keys are", now)?;
        let keys = Keys::read(&key_set.text).ok_or(
            "the issuer's keys are not a JSON Web Key Set, or it has no key that this program knows",
        )?;
        key_set.keep()?;
        let credential = match check(token, &keys, now) {
            Ok(credential) => credential,
            // The issuer may have begun to sign with another key since.
            Err(NotGenuine::UnknownKey) if !key_set.is_fresh() => {
                return Err(format!(
                    "it names a key that is not among the issuer's keys, {}; {}: if it is not among those \
                     either, it was withdrawn",
                    key_set.since_when(),
                    key_set.anew()
                ));
            }
            Err(cause) => return Ok(Err(format!("the credential is not genuine: {cause}"))),
        };
        let wholeness = match is_pdf.then(|| check_file(&bytes, &keys)).transpose() {
            Ok(None) => None,
            // The credential that counts is the one in the part that is sealed.
            Ok(Some((wholeness, sealed))) if attached(sealed).contains(token) => Some(wholeness),
            Ok(Some(_)) => return Ok(Err("the credential is not of this file".into())),
            Err(cause) => return Ok(Err(format!("the file is not as it was issued: {cause}"))),
        };
        if !is_list_of(&credential.status_list, &credential.issuer) {
            return Ok(Err(
                "it names a status list that is not its issuer's".to_owned()
            ));
        }
        let named_list = self.status_list.as_deref();
        let place = &credential.status_list;
        let list = Published::of(self, named_list, place, "status list is", now)?;
        Ok(match standing(&list, &keys, &credential, now)? {
            Standing::Ended(at) => Err(format!(
                "{} was revoked or replaced (status list of {})",
                named(&credential),
                shown(at),
            )),
            Standing::Standing(at) => {
                self.ensure_recent(&key_set, "keys", now)?;
                self.ensure_recent(&list, "status list", now)?;
                let list_of = format!("{}, {}", shown(at), list.since_when());
                let issuer = self.as_known(&credential.issuer);
                let lines = told(&credential, wholeness, &issuer, &list_of);
                Ok((lines, wholeness))
            }
        })
    }

    /// The issuer, and how it is known that it is this one.
    fn as_known(&self, issuer: &str) -> String {
        let Some(keys) = &self.keys else {
            return issuer.to_owned();
        };
        let keys = keys.display();
        match self.issuer {
            Some(_) => format!("{issuer}, by the keys in {keys}"),
            None => format!(
                "{issuer}, as it calls itself: the keys in {keys} signed it, whose they are was not checked"
            ),
        }
    }

    /// A list says of when it is, which is when something last changed in it: how old it is here is another thing.
    fn ensure_recent(
        &self,
        published: &Published,
        what: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Unknown> {
        let Some(longest) = self.max_age.map(|days| TimeDelta::days(days.into())) else {
            return Ok(());
        };
        let is_recent = |since: DateTime<Utc>| now - since <= longest;
        if published.since.is_some_and(is_recent) {
            return Ok(());
        }
        Err(format!(
            "the issuer's {what}: {}, and --max-age allows for {} days; {}",
            published.since_when(),
            longest.num_days(),
            published.anew()
        ))
    }
}

/// What a list says of a credential, beside the one that is kept. Nothing that ended comes back: what had ended by
/// either has, and one in which something stands again takes no place and is not relied on.
fn standing(
    list: &Published,
    keys: &Keys,
    credential: &Genuine,
    now: DateTime<Utc>,
) -> Result<Standing, Unknown> {
    let read = |text: &str| Listed::read(text, keys, credential, now);
    let kept = list.kept_before().and_then(|kept| read(&kept).ok());
    let told = read(&list.text)
        .map_err(|cause| format!("the status list tells nothing of it: {cause}"))
        .and_then(|told| match &kept {
            Some(kept) if told.takes_back(kept) => Err(format!(
                "in the status list of {} something stands that had ended by the one of {}, which is kept \
                 here: nothing that ended comes back, so that list is not relied on",
                shown(told.standing().signed_at()),
                shown(kept.standing().signed_at()),
            )),
            _ => list.keep().map(|()| told.standing()),
        });
    match kept.map(|kept| kept.standing()) {
        Some(ended @ Standing::Ended(_)) => Ok(ended),
        _ => told,
    }
}

fn shown(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// A file that is not too large to be a certificate.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(file)?
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 32 MiB"));
    }
    Ok(bytes)
}

/// Whether an issuer is a `did:web:` that is read and typed as it stands.
fn is_plain(issuer: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | ':' | '_' | '-');
    issuer
        .strip_prefix("did:web:")
        .is_some_and(|place| !place.is_empty() && place.chars().all(allowed))
}

/// Whether two identifiers are one: what is written in percent has no case (RFC 3986, 6.2.2.1).
fn is_same(one: &str, other: &str) -> bool {
    let alike = |did: &str| {
        let mut parts = did.split('%');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |before, part| match part.split_at_checked(2) {
            Some((byte, after)) => format!("{before}%{}{after}", byte.to_ascii_uppercase()),
            None => format!("{before}%{part}"),
        })
    };
    alike(one) == alike(other)
}

/// A line with nothing in it that would begin another, command a terminal, or turn the order of letters round.
fn as_shown(line: &str) -> String {
    let shown = |letter: char| match misleads(letter) {
        true => char::REPLACEMENT_CHARACTER,
        false => letter,
    };
    line.chars().map(shown).collect()
}

#[cfg(test)]
mod tests;
