//! How a mail leaves: into a folder, or to an SMTP server.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::SmtpTransport;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Message, Transport};

use super::message::build;
use super::service::Attempt;
use super::{MailFailure, OutboxMail};
use crate::config::{Mail as Settings, MailTransport};

/// How long one step of the exchange with a server may take.
pub const STEP: Duration = Duration::from_secs(5);

/// Sends one mail at a time; blocks while it does.
pub struct Sender {
    from: Mailbox,
    public_url: String,
    frontend_url: String,
    way: Way,
}

enum Way {
    Folder(PathBuf),
    Server(Box<SmtpTransport>),
}

impl Sender {
    /// The error is one plain sentence that names the setting and never its value.
    pub fn new(settings: &Settings, public_url: &str, step: Duration) -> Result<Self, String> {
        let from = settings
            .from
            .parse()
            .map_err(|_cause| "the setting \"mail.from\" is not an address".to_owned())?;
        let way = match settings.transport {
            MailTransport::File => Way::Folder(settings.folder.clone()),
            MailTransport::Smtp => Way::Server(Box::new(server(&settings.smtp_url, step)?)),
        };
        let frontend_url = match settings.frontend_url.as_str() {
            "" => public_url,
            url => url,
        };
        let base = |url: &str| url.trim_end_matches('/').to_owned();
        Ok(Self {
            from,
            public_url: base(public_url),
            frontend_url: base(frontend_url),
            way,
        })
    }

    /// Makes one attempt. The log gets the mail's id and what happened, never an address or a token.
    pub fn send(&self, mail: &OutboxMail, token: Option<&str>) -> Attempt {
        let Some(message) = build(mail, &self.from, &self.link(mail, token)) else {
            tracing::warn!(mail = %mail.id, "a mail's address is not valid");
            return Attempt::GivenUp(MailFailure::AddressNotValid);
        };
        match &self.way {
            Way::Folder(folder) => write(folder, mail, &message),
            Way::Server(server) => hand_over(server, mail, &message),
        }
    }

    /// The whole address that a mail points to. A token is in the fragment, which browsers send to
    /// nobody.
    fn link(&self, mail: &OutboxMail, token: Option<&str>) -> String {
        if mail.link.is_empty() {
            return String::new();
        }
        let base = match mail.kind.points_to_the_front_end() {
            true => &self.frontend_url,
            false => &self.public_url,
        };
        let token = token.map(|token| format!("#token={token}"));
        format!("{base}{}{}", mail.link, token.unwrap_or_default())
    }
}

/// One file a mail, named by its id, so that a repeated attempt replaces it.
fn write(folder: &Path, mail: &OutboxMail, message: &Message) -> Attempt {
    let file = folder.join(format!("{}.eml", mail.id));
    let written =
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(file, message.formatted()));
    match written {
        Ok(()) => Attempt::Sent,
        Err(cause) => {
            tracing::warn!(mail = %mail.id, kind = %cause.kind(), "a mail was not written");
            Attempt::Deferred
        }
    }
}

fn hand_over(server: &SmtpTransport, mail: &OutboxMail, message: &Message) -> Attempt {
    match server.send(message) {
        Ok(_) => Attempt::Sent,
        Err(error) => {
            let status = error.status().map(|code| code.to_string());
            let status = status.unwrap_or_default();
            tracing::warn!(mail = %mail.id, attempt = mail.attempts, %status, "a mail was not taken");
            if error.is_permanent() {
                Attempt::GivenUp(MailFailure::Refused)
            } else {
                Attempt::Deferred
            }
        }
    }
}

/// `smtps://` speaks TLS from the first byte, `smtp://` must change over to it (STARTTLS); only a
/// server on this machine may be spoken to in the clear.
fn server(url: &str, step: Duration) -> Result<SmtpTransport, String> {
    let refuse = || "the setting \"mail.smtp_url\" is not an smtp:// or smtps:// URL".to_owned();
    let host = host(url).ok_or_else(refuse)?;
    let mut builder = SmtpTransport::from_url(url).map_err(|_cause| refuse())?;
    let local = matches!(host, "localhost" | "127.0.0.1" | "::1");
    if url.starts_with("smtp://") && !local {
        let tls = TlsParameters::new(host.to_owned()).map_err(|_cause| refuse())?;
        builder = builder.tls(Tls::Required(tls));
    }
    Ok(builder.timeout(Some(step)).build())
}

/// The host of an SMTP URL, without name, password and port.
fn host(url: &str) -> Option<&str> {
    let rest = url
        .strip_prefix("smtp://")
        .or_else(|| url.strip_prefix("smtps://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let host = match place.strip_prefix('[') {
        Some(rest) => rest.split(']').next()?,
        None => place.split(':').next()?,
    };
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_url_is_found_without_its_secrets() {
        for (url, expected) in [
            ("smtps://user:p%40ss@mail.example:465", Some("mail.example")),
            ("smtp://localhost:25", Some("localhost")),
            ("smtp://[::1]:2525/x", Some("::1")),
            ("smtp://mail.example?tls=required", Some("mail.example")),
            ("http://mail.example", None),
            ("smtp://", None),
            ("", None),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }

    #[test]
    fn a_server_elsewhere_is_never_spoken_to_in_the_clear() {
        let settings = |url: &str| format!("{:?}", server(url, STEP).unwrap());
        assert!(settings("smtp://mail.example:587").contains("Required"));
        assert!(settings("smtps://mail.example").contains("Wrapper"));
        assert!(settings("smtp://mail.example?tls=opportunistic").contains("Required"));
        assert!(settings("smtp://localhost:2525").contains("None"));
        assert!(server("mail.example", STEP).is_err());
    }
}
