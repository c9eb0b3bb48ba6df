//! What a mail says: Italian first, English below, then further languages for who is outside; the same for
//! everybody.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Mailboxes};

use super::{MailKind, OutboxMail};

struct Words {
    subject: &'static str,
    italian: &'static str,
    english: &'static str,
    /// In further languages, for who is outside.
    further: &'static [&'static str],
}

/// What a kind says; a link, where there is one, follows each sentence.
fn words(kind: MailKind) -> Words {
    match kind {
        MailKind::ReferralReceived | MailKind::MatchProposed => Words {
            subject: "Qualcosa La attende / Something awaits you",
            italian: "una nuova comunicazione attende la Sua organizzazione. \
                Per leggerla occorre accedere:",
            english: "a new communication awaits your organisation. Sign in to read it:",
            further: &[],
        },
        MailKind::ReplyReceived => Words {
            subject: "Una risposta La attende / An answer awaits you",
            italian: "una risposta La attende. Per leggerla occorre accedere:",
            english: "an answer awaits you. Sign in to read it:",
            further: &[],
        },
        MailKind::Invitation => Words {
            subject: "Il Suo accesso a bilancio / Your account at bilancio",
            italian: "è stato aperto un accesso per Lei. Scelga la Sua password entro 24 ore:",
            english: "an account was opened for you. Choose your password within 24 hours:",
            further: &[],
        },
        MailKind::PasswordReset => Words {
            subject: "La Sua nuova password / Your new password",
            italian: "è stata chiesta una nuova password per il Suo accesso. La scelga entro 30 \
                minuti, o ignori questo messaggio se non ne sa nulla:",
            english: "a new password was asked for, for your account. Choose it within 30 minutes, \
                or ignore this message if you know nothing of it:",
            further: &[],
        },
        MailKind::SecondFactorChanged => Words {
            subject: "Il Suo secondo fattore è cambiato / Your second factor was changed",
            italian: "il secondo fattore del Suo accesso è stato registrato o tolto. \
                Se non ne sa nulla, avvisi subito chi amministra il servizio.",
            english: "the second factor of your account was enrolled or removed. \
                If you know nothing of it, tell the service's administrator at once.",
            further: &[],
        },
        MailKind::IdentityChanged => Words {
            subject: "Come si accede è cambiato / How you sign in was changed",
            italian: "al Suo accesso è stata collegata un'identità presso un fornitore di identità, \
                o ne è stata tolta una. Chi ha una password conferma ogni nuova identità dopo \
                l'accesso con la password: prima non vale. Se non ne sa nulla, non confermi e avvisi \
                subito chi amministra il servizio.",
            english: "an identity at an identity provider was linked to your account, or removed. \
                Who has a password confirms each new identity after signing in with the password: \
                before that it does not count. If you know nothing of it, do not confirm it, and \
                tell the service's administrator at once.",
            further: &[],
        },
        MailKind::PasswordChanged => Words {
            subject: "La Sua password è cambiata / Your password was changed",
            italian: "la password del Suo accesso è cambiata, e i Suoi altri accessi sono terminati. \
                Se non è stato Lei, avvisi subito chi amministra il servizio.",
            english: "the password of your account was changed, and your other sign-ins have ended. \
                If it was not you, tell the service's administrator at once.",
            further: &[],
        },
        MailKind::AccessGranted => Words {
            subject: "Un accesso motivato / An access grant",
            italian: "nella Sua organizzazione è stato preso un accesso motivato. \
                Per vedere chi, perché e fino a quando occorre accedere:",
            english: "an access grant was taken in your organisation. \
                Sign in to see by whom, why and until when:",
            further: &[],
        },
        MailKind::BulkReading => Words {
            subject: "Molte letture in poco tempo / Many readings in a short time",
            italian: "nella Sua organizzazione qualcuno ha aperto in un'ora le schede di molte \
                persone. Per vedere chi e quando occorre accedere:",
            english: "somebody in your organisation opened the records of many people within an \
                hour. Sign in to see who and when:",
            further: &[],
        },
        MailKind::AgreementEnds => Words {
            subject: "Un protocollo d'intesa scade / An agreement ends",
            italian: "un protocollo d'intesa della Sua organizzazione scade entro 30 giorni; \
                dal giorno dopo la scadenza l'accesso del partner è sospeso. Per i dettagli occorre \
                accedere:",
            english: "an agreement of your organisation ends within 30 days; from the day after its \
                last one the partner's access is suspended. Sign in for the details:",
            further: &[],
        },
        MailKind::ReferenceAsked => Words {
            subject: "Una richiesta La attende / A request awaits you",
            italian: "Le viene chiesto di confermare una referenza. La richiesta si legge, e si risponde \
                una volta sola, a questo indirizzo, entro 30 giorni e senza registrarsi:",
            english: "somebody asks you to confirm a reference. Read the request, and answer it once, at \
                this address, within 30 days and without an account:",
            further: &[
                "Bonjour,\n\non vous demande de confirmer une référence. Lisez la demande et \
                répondez-y, une seule fois, à cette adresse, sous 30 jours et sans compte :",
                "Buenos días:\n\nle piden que confirme una referencia. Lea la solicitud y responda, una \
                sola vez, en esta dirección, en un plazo de 30 días y sin registrarse:",
                "تحية طيبة،\n\nيُطلب منكم تأكيد مرجع مهني أو دراسي. يمكنكم قراءة الطلب والرد عليه مرة واحدة \
                على هذا العنوان خلال 30 يومًا ومن دون تسجيل:",
            ],
        },
        MailKind::SignInEnded => Words {
            subject: "Un Suo accesso è stato chiuso / A sign-in of yours was ended",
            italian: "un Suo accesso è stato chiuso per sicurezza: cambi la password, se non sa \
                perché.",
            english: "a sign-in of yours was ended for safety: change your password if you do not \
                know why.",
            further: &[],
        },
    }
}

/// The mail as it is sent, the same bytes at each attempt; none when an address is not valid.
///
/// Recipient and sender are parsed as addresses, and nothing else that varies is in a header, so no
/// value can add a header or a second recipient.
pub fn build(mail: &OutboxMail, from: &Mailbox, link: &str) -> Option<Message> {
    let to: Mailbox = Mailbox::new(None, mail.recipient.parse().ok()?);
    let Words {
        subject,
        italian,
        english,
        further,
    } = words(mail.kind);
    let mut body = format!("Buongiorno,\n\n{italian}\n{link}\n\nGood day,\n\n{english}\n{link}\n");
    for words in further {
        body += &format!("\n{words}\n{link}\n");
    }
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
        let one = build(&mail, &from(), "https://b.example/v1/inbox-referrals/x").unwrap();
        let two = build(&mail, &from(), "https://b.example/v1/inbox-referrals/x").unwrap();
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
