//! What a certificate's credential says: an Open Badge 3.0 (1EdTech), as the payload of a token.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::{CredentialId, IssuerAddress, StatusListId};
use crate::documents::content::{ParticipationContent, content_hash};

/// A credential that is being made.
pub struct Badge<'a> {
    pub id: &'a CredentialId,
    /// Says nothing of the person: another one for each credential.
    pub subject: &'a CredentialId,
    pub issuer: &'a IssuerAddress,
    pub status_list: &'a StatusListId,
    pub status_place: i32,
    pub at: DateTime<Utc>,
    pub content: &'a ParticipationContent,
    /// Hexadecimal SHA-256 of the content that the page shows.
    pub content_hash: &'a str,
}

const HOURS: &str = "Ore frequentate · Hours attended";
const MEANING: &str = "Attesta che la persona ha preso parte a un bilancio di competenze. Non attesta né \
    valuta competenze. · Attests that the person took part in a skills audit. It neither attests nor \
    assesses competences.";
const CRITERIA: &str = "Presenza agli incontri individuali e di gruppo, registrata dall'ente. · Attendance at \
    individual and group meetings, recorded by the issuer.";

impl Badge<'_> {
    /// The credential with the claims of a token at the same level (Open Badges 3.0, 8.2).
    ///
    /// Minimal: name, title, hours, dates, issuer. That it records participation and no assessment is said
    /// in words; there is no competence, level, citizenship or birth date in it.
    pub fn claims(&self) -> Value {
        let (did, id, subject) = (self.issuer.did(), urn(self.id), urn(self.subject));
        json!({
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ],
            "id": id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": "Attestato di partecipazione · Certificate of participation",
            "issuer": {
                "id": did,
                "type": ["Profile"],
                "name": self.content.issuer.name,
                "url": self.issuer.url(),
            },
            "validFrom": self.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "credentialSubject": self.subject(&subject),
            "evidence": [{
                "id": format!("urn:sha256:{}", self.content_hash),
                "type": ["Evidence"],
                "name": format!("Attestato {}", self.content.number),
                "description": "SHA-256 of the certificate's content, whose beginning is printed on it",
            }],
            "credentialStatus": self.status(),
            "iss": did,
            "jti": id,
            "sub": subject,
            "nbf": self.at.timestamp(),
        })
    }

    fn subject(&self, id: &str) -> Value {
        let (did, attended) = (self.issuer.did(), &self.content.attended);
        let minutes = attended.individual_minutes + attended.group_minutes;
        let result = format!("{did}#hours-attended");
        json!({
            "id": id,
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "hashed": false,
                "identityHash": self.content.holder.name,
                "identityType": "name",
            }],
            "licenseNumber": self.content.number,
            "activityStartDate": midnight(self.content.period.from),
            "activityEndDate": midnight(self.content.period.to),
            "achievement": {
                "id": format!("{did}#skills-audit-{}", &content_hash(&self.content.programme)[..16]),
                "type": ["Achievement"],
                "achievementType": "LearningProgram",
                "name": format!("Bilancio di competenze – {}", self.content.programme.title),
                "description": MEANING,
                "criteria": { "narrative": CRITERIA },
                "resultDescription": [{
                    "id": result,
                    "type": ["ResultDescription"],
                    "name": HOURS,
                    "resultType": "ext:HoursAttended",
                }],
            },
            "result": [{
                "type": ["Result"],
                "resultDescription": result,
                "value": hours(minutes),
            }],
        })
    }

    fn status(&self) -> Value {
        let list = self.issuer.status_list(self.status_list);
        json!({
            "id": format!("{list}#{}", self.status_place),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": self.status_place.to_string(),
            "statusListCredential": list,
        })
    }
}

fn urn(id: &CredentialId) -> String {
    format!("urn:uuid:{id}")
}

fn midnight(day: NaiveDate) -> String {
    format!("{day}T00:00:00Z")
}

/// In hours with at most two decimals: `29`, `2.5`, `1.33`.
fn hours(minutes: u32) -> String {
    let hundredths = (minutes * 100 + 30) / 60;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_as_short_as_they_are_exact() {
        for (minutes, text) in [
            (0, "0"),
            (60, "1"),
            (1740, "29"),
            (150, "2.5"),
            (80, "1.33"),
            (600, "10"),
        ] {
            assert_eq!(hours(minutes), text);
        }
    }
}
