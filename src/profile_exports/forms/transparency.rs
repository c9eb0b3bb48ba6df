//! The data of the transparency document (*documento di trasparenza*): personal data, the competences that
//! could be validated, and the experiences that they come from (D.M. 30/6/2015, article 6, paragraph 1; D.M.
//! 5/1/2021, 1.3.1), with the evidence and its ratings. First-party: it validates nothing.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::profile_exports::ProfileExportId;
use crate::profile_exports::portable::{
    PortableCompetence, PortableEvidence, PortableExperience, PortableIssuer, PortablePerson,
    PortableProfile, Said,
};

/// As [`crate::profile_exports::portable::FORMAT`].
pub const FORMAT: &str = "bilancio-transparency/1";

const LEGAL_BASIS: [&str; 3] = [
    "D.Lgs. 13/2013",
    "D.M. 30/6/2015, art. 6, c. 1",
    "D.M. 5/1/2021, 1.3.1",
];

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TransparencyStatement {
    /// `bilancio-transparency/1`.
    pub format: &'static str,
    /// Of this export.
    pub id: ProfileExportId,
    pub made_at: DateTime<Utc>,
    pub legal_basis: Vec<&'static str>,
    /// `first_party`.
    pub attestation_level: &'static str,
    pub statement: Said,
    pub issuer: PortableIssuer,
    pub recipient: Option<String>,
    pub case_code: String,
    pub holder: PortablePerson,
    /// What the person chose from the repertory of the region, by its codes.
    pub repertory_codes: Vec<String>,
    /// Those that person and operator agreed upon with a level above 0.
    pub competences: Vec<PortableCompetence>,
    /// Those that the competences come from.
    pub experiences: Vec<PortableExperience>,
    /// What speaks for these competences and experiences.
    pub evidence: Vec<PortableEvidence>,
}

pub fn of(profile: &PortableProfile, repertory_codes: &[String]) -> TransparencyStatement {
    let skills = &profile.skills;
    let competences: Vec<_> = skills
        .competences
        .iter()
        .filter(|it| it.is_agreed())
        .collect();
    let is_source = |it: &&PortableExperience| {
        let mut sources = competences.iter().flat_map(|one| &one.experience_ids);
        sources.any(|id| *id == it.id)
    };
    let experiences: Vec<_> = skills.experiences.iter().filter(is_source).collect();
    let speaks = |it: &&PortableEvidence| {
        let mut named = competences.iter().flat_map(|one| &one.evidence_ids);
        let source = experiences.iter().map(|one| Some(&one.id));
        named.any(|id| *id == it.id) || source.clone().any(|id| id == it.experience_id.as_ref())
    };
    TransparencyStatement {
        format: FORMAT,
        id: profile.id.clone(),
        made_at: profile.made_at,
        legal_basis: LEGAL_BASIS.to_vec(),
        attestation_level: "first_party",
        statement: profile.statement,
        issuer: profile.issuer.clone(),
        recipient: profile.recipient.clone(),
        case_code: profile.case_code.clone(),
        holder: profile.personal_information.clone(),
        repertory_codes: repertory_codes.to_vec(),
        evidence: skills.evidence.iter().filter(speaks).cloned().collect(),
        experiences: experiences.into_iter().cloned().collect(),
        competences: competences.into_iter().cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile_exports::portable::tests::{empty, full};

    #[test]
    fn it_has_what_was_agreed_upon_and_where_that_comes_from() {
        let profile = full();
        let document = of(&profile, &["1.2.3".to_owned()]);
        let labels: Vec<_> = document
            .competences
            .iter()
            .map(|it| it.label.as_str())
            .collect();
        assert_eq!(labels, [profile.skills.competences[0].label.as_str()]);
        assert_eq!(document.experiences.len(), 1);
        assert_eq!(document.evidence.len(), 1);
        assert_eq!(document.repertory_codes, ["1.2.3"]);
        assert!(of(&empty(), &[]).competences.is_empty());
    }
}
