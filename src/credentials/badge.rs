//! What a certificate's credential says.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::frame::{Claims, Frame, names};
use crate::documents::content::{ParticipationContent, content_hash};

/// What the first of the results is, which tells one kind of credential from the other.
pub const HOURS_ATTENDED: &str = "ext:HoursAttended";

const NAME: &str = "Attestato di partecipazione · Certificate of participation";
const HOURS: &str = "Ore frequentate · Hours attended";
const MEANING: &str = "Attesta che la persona ha preso parte a un bilancio di competenze. Non attesta né \
    valuta competenze. · Attests that the person took part in a skills audit. It neither attests nor \
    assesses competences.";
const CRITERIA: &str = "Presenza agli incontri individuali e di gruppo, registrata dall'ente. · Attendance at \
    individual and group meetings, recorded by the issuer.";

/// The credential of a certificate, whose content has a SHA-256, hexadecimal.
///
/// Minimal: name, title, hours, dates, issuer. That it records participation and no assessment is said
/// in words; there is no competence, level, citizenship or birth date in it.
pub fn participation(frame: &Frame, content: &ParticipationContent, hash: &str) -> Claims {
    let issuer = json!({ "name": content.issuer.name });
    let mut claims = frame.credential(NAME, issuer, subject(frame, content));
    claims["evidence"] = json!([{
        "id": format!("urn:sha256:{hash}"),
        "type": ["Evidence"],
        "name": format!("Attestato {}", content.number),
        "description": "SHA-256 of the certificate's content, whose beginning is printed on it",
    }]);
    claims
}

fn subject(frame: &Frame, content: &ParticipationContent) -> Value {
    let did = frame.issuer.did();
    let result = format!("{did}#hours-attended");
    json!({
        "identifier": names(&content.holder),
        "licenseNumber": content.number,
        "activityStartDate": midnight(content.period.from),
        "activityEndDate": midnight(content.period.to),
        "achievement": {
            "id": format!("{did}#skills-audit-{}", &content_hash(&content.programme)[..16]),
            "type": ["Achievement"],
            "achievementType": "LearningProgram",
            "name": format!("Bilancio di competenze – {}", content.programme.title),
            "description": MEANING,
            "criteria": { "narrative": CRITERIA },
            "resultDescription": [{
                "id": result,
                "type": ["ResultDescription"],
                "name": HOURS,
                "resultType": HOURS_ATTENDED,
            }],
        },
        "result": [{
            "type": ["Result"],
            "resultDescription": result,
            "value": hours(minutes(content)),
        }],
    })
}

/// What the person attended, in the group and alone.
pub fn minutes(content: &ParticipationContent) -> u32 {
    content.attended.individual_minutes + content.attended.group_minutes
}

pub fn midnight(day: NaiveDate) -> String {
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
