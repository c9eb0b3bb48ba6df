//! What a credential of competences says: those that the person chose, each with the level that was agreed.

use serde_json::{Value, json};

use super::AttestationLevel;
use super::frame::{Claims, Frame, names};
use crate::code_lists;
use crate::documents::content::{Holder, Issuer, ProgrammeTitle};
use crate::entitlements::Entitlement;
use crate::profiles::LEVELS;

/// What the first of the results is, which tells one kind of credential from the other.
pub const ATTESTATION_LEVEL: &str = "ext:AttestationLevel";

const NAME: &str =
    "Competenze individuate nel bilancio di competenze · Competences identified in a skills audit";
const PARTY: &str = "Livello di attestazione · Attestation level";

/// What is attested, of whom and by whom.
pub struct Attestation<'a> {
    pub issuer: &'a Issuer,
    pub programme: &'a ProgrammeTitle,
    pub holder: &'a Holder,
    pub level: AttestationLevel,
    /// What entitles the issuer to the level, where it needs that.
    pub entitlement: Option<&'a Entitlement>,
    /// The act that the level rests on, where it needs one.
    pub act_reference: Option<&'a str>,
    pub competences: &'a [AttestedCompetence],
}

/// One competence, named as the person chose.
pub struct AttestedCompetence {
    pub name: String,
    pub skill: Option<AttestedSkill>,
    /// Of [`LEVELS`], above 0.
    pub agreed_level: i32,
}

/// The skill of ESCO that a competence corresponds to.
#[derive(Clone)]
pub struct AttestedSkill {
    pub uri: String,
    /// In English.
    pub label: String,
    pub release: Option<String>,
}

impl Attestation<'_> {
    /// The credential. What the person did not choose is not in it: no other competence, no self-assessment,
    /// no experience, no evidence, no hours, no citizenship, no birth date.
    pub fn claims(&self, frame: &Frame) -> Claims {
        let mut issuer = json!({ "name": self.issuer.name });
        if let Some(entitlement) = self.entitlement {
            issuer["description"] = json!(entitled(entitlement));
            issuer["otherIdentifier"] = json!([{
                "type": "IdentifierEntry",
                "identifier": entitlement.legal_reference,
                "identifierType": "ext:EntitlementReference",
            }]);
        }
        frame.credential(NAME, issuer, self.subject(frame))
    }

    fn subject(&self, frame: &Frame) -> Value {
        let did = frame.issuer.did();
        let party = format!("{did}#attestation-level");
        let mut descriptions = vec![json!({
            "id": party,
            "type": ["ResultDescription"],
            "name": PARTY,
            "resultType": ATTESTATION_LEVEL,
            "allowedValue": AttestationLevel::ALL,
        })];
        let mut results = vec![result(&party, self.level.as_str())];
        for (index, competence) in self.competences.iter().enumerate() {
            let id = format!("urn:uuid:{}#{}", frame.id, index + 1);
            results.push(result(&id, &competence.agreed_level.to_string()));
            let mut description = json!({
                "id": id,
                "type": ["ResultDescription"],
                "name": competence.name,
                "resultType": "PerformanceLevel",
                "allowedValue": LEVELS.map(|level| level.to_string()).collect::<Vec<_>>(),
            });
            if let Some(skill) = &competence.skill {
                description["alignment"] = json!([alignment(skill)]);
            }
            descriptions.push(description);
        }
        let skills = self.competences.iter().filter_map(|it| it.skill.as_ref());
        json!({
            "identifier": names(self.holder),
            "achievement": {
                "id": format!("urn:uuid:{}#competences", frame.id),
                "type": ["Achievement"],
                "achievementType": "Competency",
                "name": format!("Bilancio di competenze – {}", self.programme.title),
                "description": meaning(self.level, self.act_reference, self.entitlement),
                "criteria": { "narrative": criteria() },
                "alignment": skills.map(alignment).collect::<Vec<_>>(),
                "resultDescription": descriptions,
            },
            "result": results,
        })
    }
}

fn result(description: &str, value: &str) -> Value {
    json!({ "type": ["Result"], "resultDescription": description, "value": value })
}

fn alignment(skill: &AttestedSkill) -> Value {
    let release = skill.release.as_deref().unwrap_or_default();
    json!({
        "type": ["Alignment"],
        "targetName": skill.label,
        "targetUrl": skill.uri,
        "targetFramework": format!("ESCO {release}").trim_end(),
        "targetType": "ext:ESCOSkill",
    })
}

/// Italian first, as everywhere.
fn beside(it: &str, en: &str) -> String {
    format!("{it} · {en}")
}

fn entitled(entitlement: &Entitlement) -> String {
    let (reference, holder) = (&entitlement.legal_reference, &entitlement.public_holder);
    beside(
        &format!("Ente titolato ({reference}); ente titolare: {holder}."),
        &format!("Entitled body ({reference}); public holder: {holder}."),
    )
}

/// D.M. 30/6/2015, art. 5; what is of the first party is not what D.Lgs. 13/2013 calls validation.
fn meaning(
    level: AttestationLevel,
    act: Option<&str>,
    entitlement: Option<&Entitlement>,
) -> String {
    let mut said = match level {
        AttestationLevel::FirstParty => beside(
            "Attestazione di parte prima: competenze individuate dalla persona insieme all'ente, con il livello \
             condiviso. Non è validazione né certificazione ai sensi del D.Lgs. 13/2013.",
            "First-party attestation: competences that the person identified together with the issuer, with the \
             level agreed between them. It is neither validation nor certification under D.Lgs. 13/2013.",
        ),
        AttestationLevel::SecondParty => beside(
            "Attestazione di parte seconda: competenze individuate e validate da un ente titolato.",
            "Second-party attestation: competences identified and validated by an entitled body.",
        ),
        AttestationLevel::ThirdParty => beside(
            "Attestazione di parte terza: competenze certificate da un ente titolato.",
            "Third-party attestation: competences certified by an entitled body.",
        ),
    };
    if let Some(act) = act {
        said += &format!(
            " {}.",
            beside(&format!("Atto: {act}"), &format!("Act: {act}"))
        );
    }
    if let Some(entitlement) = entitlement {
        said += &format!(" {}", entitled(entitlement));
    }
    said
}

/// How levels come about, and what each of them means.
fn criteria() -> String {
    let list = code_lists::find("competence-levels");
    let scale = |language: &str| -> String {
        let word = |level: i32| {
            let code = list?.code(&level.to_string())?;
            let label = code.label.get(language)?;
            Some(format!("{level} {label}"))
        };
        LEVELS.filter_map(word).collect::<Vec<_>>().join("; ")
    };
    beside(
        &format!(
            "Livelli condivisi tra la persona e l'operatore, nella relazione di bilancio approvata: {}.",
            scale("it")
        ),
        &format!(
            "Levels agreed between the person and the operator, in the approved report of the audit: {}.",
            scale("en")
        ),
    )
}
