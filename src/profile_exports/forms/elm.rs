//! What was agreed upon, in the European Learning Model 3, as JSON-LD that needs nothing from elsewhere to
//! be read: claims of the person, valid against the shapes of the European Digital Credentials
//! application profile. No credential: nothing is awarded by it and nobody signs it.

use serde_json::{Value, json};

use crate::code_lists::iso::country_of_three_letters;
use crate::profile_exports::portable::{
    PortableCompetence, PortableExperience, PortableProfile, STATEMENT,
};
use crate::profiles::LearningSetting;

const PERSON: &str = "_:person";

/// Nobody recorded in which language something was said.
const UNKNOWN: &str = "und";

const COUNTRIES: &str = "http://publications.europa.eu/resource/authority/country";
const SETTINGS: &str = "http://data.europa.eu/snb/learning-setting";
const SKILLS: &str = "http://data.europa.eu/esco/concept-scheme/skills";

/// The person with the audit, the experiences, and the competences that were agreed upon with a level above 0.
pub fn write(profile: &PortableProfile) -> Value {
    let competences = profile.skills.competences.iter();
    let mut claims = vec![audit(profile)];
    let declared = declared(profile);
    let experiences = profile.skills.experiences.iter();
    claims.extend(experiences.map(|it| activity(it, &declared)));
    let agreed = competences.filter(|it| it.is_agreed());
    claims.extend(agreed.map(|it| achievement(it, &declared)));
    let person = &profile.personal_information;
    let mut node = json!({
        "@context": {
            "adms": "http://www.w3.org/ns/adms#",
            "dc": "http://purl.org/dc/terms/",
            "elm": "http://data.europa.eu/snb/model/elm/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rov": "http://www.w3.org/ns/regorg#",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": PERSON,
        "@type": "elm:Person",
        "elm:hasClaim": claims,
    });
    for (property, name) in [
        ("foaf:givenName", &person.given_name),
        ("foaf:familyName", &person.family_name),
    ] {
        if !name.is_empty() {
            node[property] = text(UNKNOWN, name);
        }
    }
    // Shown to the day or not at all.
    if let Some(date) = person.birth_date.as_ref().filter(|it| it.len() == 10) {
        node["elm:dateOfBirth"] = instant(&format!("{date}T00:00:00Z"));
    }
    let citizenships: Vec<_> = person
        .citizenships
        .iter()
        .filter_map(|it| country(it))
        .collect();
    if !citizenships.is_empty() {
        node["elm:citizenshipCountry"] = citizenships.into();
    }
    node
}

fn text(language: &str, text: &str) -> Value {
    json!({ "@language": language, "@value": text })
}

fn instant(at: &str) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": at })
}

fn said(it: &str, en: &str) -> Value {
    json!([text("it", it), text("en", en)])
}

fn note(literals: Value) -> Value {
    json!({ "@type": "elm:Note", "elm:noteLiteral": literals })
}

fn concept(uri: &str, scheme: &str) -> Value {
    json!({
        "@id": uri,
        "@type": "skos:Concept",
        "skos:inScheme": { "@id": scheme, "@type": "skos:ConceptScheme" },
    })
}

/// A country of the Publications Office's list; who is stateless has none.
fn country(code: &str) -> Option<Value> {
    let code = country_of_three_letters(code)?;
    Some(concept(&format!("{COUNTRIES}/{code}"), COUNTRIES))
}

/// In a country of the list, with what the place is called.
fn location(code: &str, place: &str) -> Option<Value> {
    let address = json!({ "@type": "elm:Address", "elm:countryCode": country(code)? });
    let mut location = json!({ "@type": "dc:Location", "elm:address": address });
    if !place.is_empty() {
        location["elm:geographicName"] = text(UNKNOWN, place);
    }
    Some(location)
}

fn id(id: &impl ToString) -> String {
    format!("urn:uuid:{}", id.to_string())
}

/// The process that each claim has to name: the person says it, and nobody awards it.
fn declared(profile: &PortableProfile) -> Value {
    json!({
        "@id": "_:declaration",
        "@type": "elm:AwardingProcess",
        "dc:description": said(STATEMENT.it, STATEMENT.en),
        "elm:awardingBody": { "@id": PERSON },
        "elm:awardingDate": instant(&made_at(profile)),
    })
}

fn made_at(profile: &PortableProfile) -> String {
    let at = profile.made_at;
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn audit(profile: &PortableProfile) -> Value {
    let issuer = json!({
        "@id": "_:issuer",
        "@type": "elm:Organisation",
        "rov:legalName": text("it", &profile.issuer.name),
        "elm:location": location("IT", &profile.issuer.municipality),
    });
    let recording = json!({
        "@id": "_:recording",
        "@type": "elm:AwardingProcess",
        "dc:description": said(STATEMENT.it, STATEMENT.en),
        "elm:awardingBody": issuer,
        "elm:awardingDate": instant(&made_at(profile)),
    });
    json!({
        "@id": id(&profile.id),
        "@type": "elm:LearningActivity",
        "dc:title": said("Bilancio di competenze", "Skills audit"),
        "elm:directedBy": { "@id": "_:issuer" },
        "elm:awardedBy": recording,
    })
}

fn activity(it: &PortableExperience, declared: &Value) -> Value {
    let mut node = json!({
        "@id": id(&it.id),
        "@type": "elm:LearningActivity",
        "dc:title": text(UNKNOWN, &it.title),
        "elm:awardedBy": declared,
    });
    if !it.tasks.is_empty() {
        node["dc:description"] = text(UNKNOWN, &it.tasks.join("\n"));
    }
    if let Some(period) = period(it) {
        node["dc:temporal"] = period;
    }
    if let Some(location) = it
        .country
        .as_deref()
        .and_then(|code| location(code, &it.place))
    {
        node["elm:location"] = location;
    }
    node
}

/// In words as far as known, and as instants only where the day is.
fn period(it: &PortableExperience) -> Option<Value> {
    let (started, ended) = (it.started.as_deref(), it.ended.as_deref());
    let words = [started.unwrap_or_default(), ended.unwrap_or_default()].join(" – ");
    started.or(ended)?;
    let mut period = json!({
        "@type": "dc:PeriodOfTime",
        "skos:prefLabel": text(UNKNOWN, words.trim()),
    });
    for (property, date) in [("elm:startDate", started), ("elm:endDate", ended)] {
        if let Some(date) = date.filter(|it| it.len() == 10) {
            period[property] = instant(&format!("{date}T00:00:00Z"));
        }
    }
    Some(period)
}

fn achievement(it: &PortableCompetence, declared: &Value) -> Value {
    let level = it.agreed_level.unwrap_or_default();
    let mut outcome =
        json!({ "@type": "elm:LearningOutcome", "dc:title": text(UNKNOWN, &it.label) });
    if let Some(skill) = &it.skill {
        let mut related = concept(&skill.uri, SKILLS);
        if let Some(label) = &skill.label {
            related["skos:prefLabel"] = text("en", label);
        }
        outcome["elm:relatedESCOSkill"] = related;
    }
    let mut specification = json!({
        "@type": "elm:LearningAchievementSpecification",
        "dc:title": text(UNKNOWN, &it.label),
        "elm:learningOutcome": outcome,
    });
    // The list has no informal learning.
    let setting = match it.setting {
        LearningSetting::Formal => Some("6fd4685715"),
        LearningSetting::NonFormal => Some("e207a81fc7"),
        LearningSetting::Informal => None,
    };
    if let Some(setting) = setting {
        let uri = format!("{SETTINGS}/{setting}");
        specification["elm:learningSetting"] = concept(&uri, &format!("{SETTINGS}/25831c2"));
    }
    let experiences: Vec<_> = it
        .experience_ids
        .iter()
        .map(|it| json!({ "@id": id(it) }))
        .collect();
    let mut node = json!({
        "@id": id(&it.id),
        "@type": "elm:LearningAchievement",
        "dc:title": text(UNKNOWN, &it.label),
        "elm:additionalNote": note(said(
            &format!("Livello condiviso {level} su una scala da 0 a 5; attestazione di parte prima."),
            &format!("Agreed level {level} on a scale from 0 to 5; first-party statement."),
        )),
        "elm:awardedBy": declared,
        "elm:specifiedBy": specification,
        "elm:influencedBy": experiences,
    });
    if !it.description.is_empty() {
        node["dc:description"] = text(UNKNOWN, &it.description);
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile_exports::portable::tests::{empty, full};

    #[test]
    fn what_was_agreed_upon_is_claimed_and_nothing_else() {
        let document = write(&full());
        let claims = document["elm:hasClaim"].as_array().expect("claims");
        let of_type = |kind| claims.iter().filter(move |it| it["@type"] == kind).count();
        // The audit, and the two experiences.
        assert_eq!(of_type("elm:LearningActivity"), 3);
        for claim in &claims[1..] {
            let body = &claim["elm:awardedBy"]["elm:awardingBody"];
            assert_eq!(body["@id"], PERSON, "{claim}");
        }
        // Of three competences one is at level 0, and one was not agreed upon.
        assert_eq!(of_type("elm:LearningAchievement"), 1);
        assert_eq!(
            write(&empty())["elm:hasClaim"].as_array().map(Vec::len),
            Some(1)
        );
    }
}
