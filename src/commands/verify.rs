use std::fs;
use std::io::{self, Read};
use std::iter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use super::say;
use crate::clock::Clock;
use crate::credentials::AttestationLevel;
use crate::credentials::verification::{
    Attested, Genuine, Keys, NotGenuine, Standing, Told, Wholeness, attached, check, check_file,
    is_list_of, issuer_claimed, key_set_of, standing,
};
use crate::http::agent::agent;

/// Check a certificate (PDF) or a credential (JWT): whether it is genuine, unaltered and not revoked.
///
/// Works without a connection, from the issuer's published keys and status list, given as files or kept
/// in a folder by an earlier --fetch. Exit status: 0 it holds; 1 it does not; 2 it could not be checked;
/// 3 it holds, but something was appended to the file.
#[derive(clap::Args)]
pub struct Verify {
    /// The certificate or credential.
    file: PathBuf,
    /// Whom the certificate has to be from, as its `did:web:…`; without it, or keys of theirs, whoever signs
    /// could call themselves anything.
    #[arg(long, value_name = "DID")]
    issuer: Option<String>,
    /// The issuer's keys (jwks.json), as you had them from the issuer.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The status list that the credential names.
    #[arg(long, value_name = "FILE")]
    status_list: Option<PathBuf>,
    /// A folder where keys and lists are kept, as they were last fetched.
    #[arg(long, value_name = "FOLDER", default_value = "issuers")]
    cache: PathBuf,
    /// Ask the issuer for its keys and its list first, and keep them.
    #[arg(long)]
    fetch: bool,
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
        let keys = self.published(self.keys.as_deref(), &place, "keys")?;
        let keys = Keys::read(&keys).ok_or("the issuer's keys are not a JSON Web Key Set")?;
        let credential = match check(token, &keys, Clock::default().now()) {
            Ok(credential) => credential,
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
        let list = self.published(
            self.status_list.as_deref(),
            &credential.status_list,
            "status list",
        )?;
        let standing = standing(&list, &keys, &credential).map_err(|cause| {
            format!("the status list is not the one that the credential names: {cause}")
        })?;
        Ok(match standing {
            Standing::Ended(at) => Err(format!(
                "{} was revoked or replaced (status list of {})",
                named(&credential),
                at.format("%Y-%m-%d %H:%M UTC"),
            )),
            Standing::Standing(at) => {
                let at = at.format("%Y-%m-%d %H:%M UTC").to_string();
                Ok((told(&credential, wholeness, &at), wholeness))
            }
        })
    }

    /// What an issuer publishes at an address: from the file that was named, else from the cache, which is
    /// brought up to date where that was asked for.
    fn published(&self, named: Option<&Path>, url: &str, what: &str) -> Result<String, Unknown> {
        if let Some(file) = named {
            return fs::read_to_string(file)
                .map_err(|cause| format!("{} is not read: {cause}", file.display()));
        }
        let kept = kept_at(&self.cache, url)
            .ok_or_else(|| format!("the issuer's {what} have an address that is none: {url}"))?;
        if self.fetch {
            let text = fetched(url)?;
            let write = || {
                fs::create_dir_all(kept.parent().unwrap_or(&self.cache))?;
                fs::write(&kept, &text)
            };
            write().map_err(|cause| format!("{} is not written: {cause}", kept.display()))?;
            return Ok(text);
        }
        fs::read_to_string(&kept).map_err(|_cause| {
            format!("the issuer's {what} are not at hand; get them with --fetch, or from {url}")
        })
    }
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

/// Whether an issuer is a `did:web:` that is read and typed as it stands.
fn is_plain(issuer: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | ':' | '_' | '-');
    issuer
        .strip_prefix("did:web:")
        .is_some_and(|place| !place.is_empty() && place.chars().all(allowed))
}

/// A line with nothing in it that would begin another, command a terminal, or turn the order of letters round.
fn as_shown(line: &str) -> String {
    let shown = |letter: char| match letter {
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ if letter.is_control() => char::REPLACEMENT_CHARACTER,
        _ => letter,
    };
    line.chars().map(shown).collect()
}

fn told(credential: &Genuine, wholeness: Option<Wholeness>, list_of: &str) -> Vec<String> {
    let file = match wholeness {
        None => "The credential was checked by itself; a page that comes with it was not.",
        Some(Wholeness::AsIssued) => "The file is as it was issued, to the last byte.",
        Some(Wholeness::AppendedTo) => {
            "The file begins with the issued one, unaltered. Something was appended, which may be a \
             qualified signature (not checked here). It may lie over the page and change what is shown: what \
             counts is the issued file, and what is told here."
        }
    };
    let mut lines = vec![
        format!("VALID: {}", named(credential)),
        format!("  {}", credential.title),
    ];
    lines.extend(said_of(credential));
    lines.extend([
        format!(
            "  issued {} by {}",
            credential.issued_at, credential.issuer_name
        ),
        format!("  issuer {}", credential.issuer),
        format!("  {file}"),
        format!("  Not revoked by the status list of {list_of}."),
    ]);
    lines.extend(meant(credential));
    lines
}

fn named(credential: &Genuine) -> String {
    match &credential.told {
        Told::Participation { number, .. } => format!("certificate {number}"),
        Told::Competences { .. } => format!("credential of competences {}", credential.id),
    }
}

/// What it says of the person.
fn said_of(credential: &Genuine) -> Vec<String> {
    let holder = &credential.holder;
    match &credential.told {
        Told::Participation {
            hours, from, to, ..
        } => vec![
            format!("  {holder} took part, {hours} hours"),
            format!("  from {from} to {to}"),
        ],
        Told::Competences { competences, .. } => {
            let one = |it: &Attested| format!("    {} of 5: {}", it.level, it.name);
            let first =
                format!("  {holder} can, at levels from 0 (not yet) to 5 (can teach others):");
            iter::once(first)
                .chain(competences.iter().map(one))
                .collect()
        }
    }
}

/// What that amounts to.
fn meant(credential: &Genuine) -> Vec<String> {
    let Told::Competences {
        level, entitlement, ..
    } = &credential.told
    else {
        return vec![
            "  It says that the person took part, and nothing of what they can do.".into(),
        ];
    };
    let meant = match level {
        AttestationLevel::FirstParty => {
            "It attests competences as first party: what the person and the issuer agreed upon, neither \
             validated nor certified by a public authority."
        }
        AttestationLevel::SecondParty => {
            "It attests competences as second party: validated by a body that says it is entitled to."
        }
        AttestationLevel::ThirdParty => {
            "It attests competences as third party: certified by a body that says it is entitled to."
        }
    };
    let entitled = entitlement.iter().map(|it| format!("  {it}"));
    iter::once(format!("  {meant}")).chain(entitled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
