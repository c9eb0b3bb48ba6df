//! What a mail says: Italian first, English below, the same for everybody.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Mailboxes};

use super::{MailKind, OutboxMail};

/// Subject and sentences of a kind, Italian and English.
fn words(kind: MailKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        MailKind::ReferralReceived => (
            "Qualcosa La attende / Something awaits you",
            "una nuova comunicazione attende la Sua organizzazione.",
            "a new communication awaits your organisation.",
        ),
        MailKind::ReplyReceived => (
            "Una risposta La attende / An answer awaits you",
            "una risposta La attende.",
            "an answer awaits you.",
        ),
        MailKind::SignInEnded => (
            "Un Suo accesso è stato chiuso / A sign-in of yours was ended",
            "un Suo accesso è stato chiuso per sicurezza: cambi la password, se non sa perché.",
            "a sign-in of yours was ended for safety: change your password if you do not know why.",
        ),
    }
}

/// The mail as it is sent, the same bytes at each attempt; none when an address is not valid.
///
/// Recipient and sender are parsed as addresses, and nothing else that varies is in a header, so no
/// value can add a header or a second recipient.
pub fn build(mail: &OutboxMail, from: &Mailbox, public_url: &str) -> Option<Message> {
    let to: Mailbox = Mailbox::new(None, mail.recipient.parse().ok()?);
    let (subject, italian, english) = words(mail.kind);
    let link = format!("{}{}", public_url.trim_end_matches('/'), mail.link);
    let body = format!(
        "Buongiorno,\n\n{italian} Per leggerla occorre accedere:\n{link}\n\n\
         Good day,\n\n{english} Sign in to read it:\n{link}\n"
    );
    let id = format!("<{}@{}>", mail.id, from.email.domain());
    Message::builder()
        .message_id(Some(id))
        .date(SystemTime::from(mail.created_at.and_utc()))
        .from(from.clone())
        .mailbox(lettre::message::header::To::from(Mailboxes::from(to)))
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(body)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::MailId;

    fn mail(recipient: &str) -> OutboxMail {
        OutboxMail {
            id: MailId::new(),
            kind: MailKind::ReferralReceived,
            recipient: recipient.to_owned(),
            link: "/v1/inbox-referrals/x".to_owned(),
            created_at: chrono::NaiveDateTime::default(),
            next_attempt_at: None,
            attempts: 1,
            sent_at: None,
            failure: None,
        }
    }

    fn from() -> Mailbox {
        "bilancio <no-reply@bilancio.example>".parse().unwrap()
    }

    #[test]
    fn a_mail_is_the_same_at_each_attempt_and_has_one_recipient() {
        let mail = mail("desk@cpi.example");
        let one = build(&mail, &from(), "https://b.example/").unwrap();
        let two = build(&mail, &from(), "https://b.example/").unwrap();
        assert_eq!(one.formatted(), two.formatted());
        assert_eq!(one.envelope().to().len(), 1);
        let text = String::from_utf8(one.formatted()).unwrap();
        assert!(text.contains(&format!("Message-ID: <{}@bilancio.example>", mail.id)));
        assert!(text.contains("https://b.example/v1/inbox-referrals/x"));
    }

    #[test]
    fn an_address_that_is_more_than_one_address_makes_no_mail() {
        for recipient in [
            "",
            "desk",
            "a@x.example, b@y.example",
            "a@x.example\r\nBcc: b@y.example",
            "a@x.example\nSubject: x",
            "A <a@x.example>",
            "a@x.example\0",
        ] {
            let built = build(&mail(recipient), &from(), "https://b.example");
            assert!(built.is_none(), "{recipient:?}");
        }
    }
}
