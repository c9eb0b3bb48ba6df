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
    Keys, NotGenuine, Standing, Wholeness, attached, check, check_file, is_list_of, issuer_claimed,
    key_set_of, signed_at, standing,
};
use crate::text::misleads;

/// Check a certificate (PDF) or a credential (JWT): whether it is genuine, unaltered and not revoked.
///
/// Works without a connection, from the issuer's published keys and status list, given as files or kept
/// in a folder by an earlier --fetch. Exit status: 0 it holds; 1 it does not; 2 it could not be checked;
/// 3 it holds, but something was appended to the file.
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
            return Ok(Err(if is_pdf {
                "the file carries no credential; it may be checked under its code with the issuer"
                    .into()
            } else {
                NotGenuine::NotACredential.to_string()
            }));
        };
        // Nothing vouches for it yet, and it is shown as something to be typed.
        if !is_plain(&issuer) {
            return Err("its issuer is of a kind that this program does not know".into());
        }
        match &self.issuer {
            Some(expected) if *expected != issuer => {
                return Ok(Err(format!("it is from {issuer}, not from {expected}")));
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
        let key_set = Published::of(self, self.keys.as_deref(), &place, "keys", now)?;
        let keys =
            Keys::read(&key_set.text).ok_or("the issuer's keys are not a JSON Web Key Set")?;
        key_set.keep()?;
        let credential = match check(token, &keys, now) {
            Ok(credential) => credential,
            // The issuer may have begun to sign with another key since.
            Err(NotGenuine::UnknownKey) if !key_set.is_fresh() => {
                return Err(format!(
                    "it names a key that is not among the issuer's keys, {}; {}: a key that is not there \
                     either was withdrawn",
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
        let list = Published::of(self, named_list, place, "status list", now)?;
        let standing = standing(&list.text, &keys, &credential, now)
            .map_err(|cause| format!("the status list tells nothing of it: {cause}"))?;
        ensure_not_set_back(&list, standing.signed_at(), now)?;
        list.keep()?;
        Ok(match standing {
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

/// Lists take nothing back: one that was signed before the one that is kept does not tell what ended since.
fn ensure_not_set_back(
    list: &Published,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), Unknown> {
    let kept = list.kept_before().and_then(|kept| signed_at(&kept, now));
    match kept.filter(|kept| at < *kept) {
        Some(kept) => Err(format!(
            "the issuer answers with a status list of {}, and one of {} is kept here: an older one does not \
             take its place",
            shown(at),
            shown(kept)
        )),
        None => Ok(()),
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

/// A line with nothing in it that would begin another, command a terminal, or turn the order of letters round.
fn as_shown(line: &str) -> String {
    let shown = |letter: char| match misleads(letter) {
        true => char::REPLACEMENT_CHARACTER,
        false => letter,
    };
    line.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::verification::tests::{Issuer, attached_as_it_is, attachment, begun};

    #[test]
    fn a_credential_that_only_what_was_appended_carries_is_not_of_the_file() {
        let issuer = Issuer::of_a_test();
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).expect("a file");
            path
        };
        let keys = file("keys", issuer.keys.as_bytes());
        let list = file("list", issuer.list(&[], begun()).as_bytes());
        let good = attachment(&issuer.token(&issuer.claims()));
        let broken = attached_as_it_is(b"is not packed");
        for (sealed, expected) in [
            (&good, Ok(Some(Wholeness::AppendedTo))),
            (
                &broken,
                Err("the credential is not of this file".to_owned()),
            ),
        ] {
            let certificate = [issuer.file(sealed), good.clone(), b"%%EOF\n".to_vec()].concat();
            let asked = Verify {
                file: file("certificate", &certificate),
                issuer: None,
                keys: Some(keys.clone()),
                status_list: Some(list.clone()),
                cache: None,
                fetch: false,
                max_age: None,
            };
            let verdict = asked.verdict().expect("it is known");
            assert_eq!(verdict.map(|(_, wholeness)| wholeness), expected);
        }
    }

    #[test]
    fn an_issuer_is_shown_only_where_it_is_plain() {
        assert!(is_plain("did:web:127.0.0.1%3A8080:issuers:0190-a_b"));
        for issuer in [
            "did:web:",
            "did:key:z6Mk",
            "did:web:a.example;reboot",
            "did:web:a.example --keys x",
            "did:web:a.example\u{202E}",
            "did:web:\u{430}.example",
        ] {
            assert!(!is_plain(issuer), "{issuer:?}");
        }
    }

    #[test]
    fn a_line_stays_one_line_and_reads_in_its_own_order() {
        assert_eq!(as_shown("أمينة: Je sais coudre"), "أمينة: Je sais coudre");
        assert_eq!(
            as_shown("I sew\nVALID:\u{1b}[2J \u{202E}x\u{2066}y\u{2028}z"),
            "I sew\u{FFFD}VALID:\u{FFFD}[2J \u{FFFD}x\u{FFFD}y\u{FFFD}z"
        );
    }
}
