//! The letter of a referral: what it says, and its file.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};

use super::{OutboundReferral, ReferralKind, SendingCase, SharedDocument};
use crate::access::Role;
use crate::beneficiaries::{Contact, ContactKind};
use crate::cases::ResourceOrLimitKind;
use crate::documents::content::{
    Attachment, Authorisation, Bilingual, Document, Holder, Issuer, ProgrammeTitle, Recipient,
    ReferralLetterContent, SafestContact, Signatory,
};
use crate::documents::{Levels, labels, postal_address, press};
use crate::error::{Error, Result};
use crate::fixed_texts::TextLanguage;
use crate::sharing::SharingAuthorisation;

/// Competences that a letter names.
const COMPETENCES: usize = 5;

/// A letter as the register keeps it.
pub struct Letter {
    pub content: String,
    pub content_hash: String,
    pub file: Vec<u8>,
    pub file_hash: String,
}

/// What the letter is made from.
pub struct Sources<'a> {
    pub referral: &'a OutboundReferral,
    pub sending: &'a SendingCase,
    pub authorisation: &'a SharingAuthorisation,
    pub documents: &'a [SharedDocument],
    pub may_work_from: Option<NaiveDate>,
    pub role: Role,
    pub edition: i32,
    pub today: NaiveDate,
}

pub fn write(sources: &Sources, at: DateTime<Utc>) -> Result<Letter> {
    let content = content(sources);
    let ident = content.number.clone();
    let document = Document::ReferralLetter(content);
    let sender = Some(&sources.referral.organisation_id);
    let printed = press::print(&document, sender, None, &ident, at)?;
    Ok(Letter {
        content: serde_json::to_string(&document).map_err(Error::internal)?,
        content_hash: document.content_hash(),
        file_hash: printed.file_hash,
        file: printed.file,
    })
}

fn content(sources: &Sources) -> ReferralLetterContent {
    let Sources {
        referral,
        sending,
        authorisation,
        documents,
        ..
    } = sources;
    let code = &sending.case.case_code;
    let contact = authorisation
        .includes_contact
        .then(|| sending.person.safe_contact())
        .flatten();
    ReferralLetterContent {
        number: format!("{code}-S{}", sources.edition),
        issuer: Issuer {
            name: sending.sender.name.clone(),
            address: postal_address(&sending.sender.address, &sending.sender.municipality),
            contact: contact_line(&sending.sender.phone, &sending.sender.email),
        },
        programme: ProgrammeTitle {
            title: sending.programme_title.clone(),
            project_code: sending.project_code.clone(),
            fund_mention: filled(&sending.funder),
        },
        recipient: Recipient {
            name: sending.recipient.name.clone(),
            attention_of: None,
            address: postal_address(&sending.recipient.address, &sending.recipient.municipality),
        },
        place: sending.sender.municipality.clone(),
        sent_on: sources.today,
        holder: Holder {
            name: sending.person.name(),
            name_original_script: sending.person.name_original_script.clone(),
            birth_date: None,
        },
        safest_contact: contact.map(safest),
        language: Some(labels::language(
            &sending.person.preferred_language,
            TextLanguage::English,
        )),
        interpreter_needed: sending.person.interpreter_needed,
        municipality: sending.person.municipality.clone(),
        requests: vec![request(referral.kind)],
        reason: Some(referral.request.clone()),
        may_work_from: sources
            .may_work_from
            .filter(|_| authorisation.includes_work_right),
        goal: sending.goal.clone(),
        key_competences: key_competences(sending),
        availability: authorisation
            .includes_profile
            .then(|| availability(sending))
            .flatten(),
        attachments: documents.iter().map(|it| attachment(code, it)).collect(),
        authorisation: Authorisation {
            reference: format!("{code}-A-{}", &authorisation.id.as_str()[24..]),
            given_on: authorisation.given_on,
            expires_on: authorisation.expires_on,
        },
        reply_by: sources.today.checked_add_signed(OutboundReferral::TO_REPLY),
        signatory: Signatory {
            name: sending.signatory.clone(),
            role: match sources.role {
                Role::Supervisor => two("Supervisione", "Supervisor"),
                _ => two("Operatrice o operatore", "Operator"),
            },
        },
    }
}

/// Those that were agreed upon with a level above 0, the highest first.
fn key_competences(sending: &SendingCase) -> Vec<String> {
    let levels = Levels::from(sending.assessed.clone());
    let mut reached: Vec<(u8, &str)> = sending
        .competences
        .iter()
        .filter_map(|it| Some((levels.reached(&it.id, it.agreed_level)?, it.label.as_str())))
        .collect();
    reached.sort_by_key(|(level, _)| Reverse(*level));
    let labels = reached.into_iter().map(|(_, label)| label.to_owned());
    labels.take(COMPETENCES).collect()
}

/// The hours, days and shifts that the person agreed the report says. Who may have the profile may read them
/// there; nobody else reads them in a letter.
fn availability(sending: &SendingCase) -> Option<String> {
    let lines = sending.case.resources_and_limits.get().into_iter();
    let told = lines
        .filter(|it| it.kind == ResourceOrLimitKind::Availability && it.agreed_on.is_some())
        .map(|it| it.text);
    filled(&told.collect::<Vec<_>>().join("\n"))
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn contact_line(phone: &Option<String>, email: &Option<String>) -> Option<String> {
    let known: Vec<&str> = [phone, email]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    filled(&known.join(" · "))
}

fn two(it: &str, en: &str) -> Bilingual {
    Bilingual {
        it: it.to_owned(),
        second: Some(en.to_owned()),
    }
}

fn safest(contact: Contact) -> SafestContact {
    SafestContact {
        channel: match contact.kind {
            ContactKind::Phone => two("telefono", "telephone"),
            ContactKind::Email => two("posta elettronica", "e-mail"),
            _ => two("messaggi", "messages"),
        },
        value: contact.value,
        note: None,
    }
}

fn attachment(case_code: &str, document: &SharedDocument) -> Attachment {
    let kind = match document.kind.as_str() {
        "assessment_report" => two("relazione di bilancio", "assessment report"),
        "participation_certificate" => {
            two("attestato di partecipazione", "participation certificate")
        }
        "attendance_statement" => two("dichiarazione di frequenza", "attendance statement"),
        "synthesis" => two("documento di sintesi", "synthesis"),
        "transparency_document" => two("documento di trasparenza", "transparency document"),
        other => Bilingual {
            it: other.replace('_', " "),
            second: None,
        },
    };
    let number = document.number.clone();
    Attachment {
        kind,
        number: number.unwrap_or_else(|| format!("{case_code}-{}", document.edition)),
        version: u32::try_from(document.edition).ok(),
        sha256: document.file_hash.clone().unwrap_or_default(),
    }
}

/// What is asked of the recipient, in the terms of the essential service levels (*LEP*,
/// D.M. 4/2018) where they have one. No document tells of health or vulnerability: of a health or social service the
/// letter names only the access that is asked for, and not its kind.
fn request(kind: ReferralKind) -> Bilingual {
    match kind {
        ReferralKind::Cpi => two(
            "sostegno alla dichiarazione di disponibilità (DID), profilazione e patto di servizio",
            "support with the declaration of availability (DID), profiling and service agreement",
        ),
        ReferralKind::IvcService => two(
            "individuazione, validazione e certificazione delle competenze",
            "identification, validation and certification of competences",
        ),
        ReferralKind::DiplomaRecognition => two(
            "riconoscimento del titolo di studio",
            "recognition of a diploma",
        ),
        ReferralKind::Training => two("avviamento alla formazione", "referral to training"),
        ReferralKind::LanguageCourse => two("corso di lingua", "language course"),
        ReferralKind::Internship => two("tirocinio extracurricolare", "internship"),
        ReferralKind::Employer => two("colloquio di lavoro", "job interview"),
        ReferralKind::SelfEmploymentSupport => {
            two("sostegno all'autoimpiego", "support for self-employment")
        }
        ReferralKind::Microcredit => two("microcredito", "microcredit"),
        ReferralKind::Legal => two("orientamento legale", "legal advice"),
        ReferralKind::Social | ReferralKind::Health => {
            two("accesso al servizio", "access to the service")
        }
        ReferralKind::Housing => two("ricerca dell'abitazione", "housing"),
        ReferralKind::Other => two("altro servizio", "another service"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_tells_by_what_it_asks_for_of_health_or_vulnerability() {
        for kind in [ReferralKind::Health, ReferralKind::Social] {
            let asked = request(kind);
            assert_eq!(asked, two("accesso al servizio", "access to the service"));
        }
        for kind in ReferralKind::ALL {
            let Bilingual { it, second } = request(*kind);
            let words = format!("{it} {}", second.unwrap_or_default()).to_lowercase();
            for untold in ["sanit", "salute", "health", "social", "vulnerab"] {
                assert!(!words.contains(untold), "{kind:?}: {words}");
            }
        }
    }

    #[test]
    fn a_person_is_referred_to_training() {
        let asked = request(ReferralKind::Training);
        assert_eq!(asked.second.as_deref(), Some("referral to training"));
    }
}
