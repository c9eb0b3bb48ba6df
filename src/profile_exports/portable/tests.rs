//! Profiles for the tests of the forms.

use super::*;

const ARABIC: &str = "فاطمة الزهراء";
const CHINESE: &str = "裁缝，缝纫衣服";

fn concept(kind: &str) -> Option<PortableConcept> {
    Some(PortableConcept {
        uri: format!("http://data.europa.eu/esco/{kind}/00000000-0000-4000-8000-000000000001"),
        label: Some("sew".to_owned()),
        release: Some("1.1.1".to_owned()),
        names: Names::default(),
    })
}

fn experience(kind: ExperienceKind, title: &str) -> PortableExperience {
    PortableExperience {
        id: ExperienceId::new(),
        kind,
        title: title.to_owned(),
        employer: "=HYPERLINK(\"x\")".to_owned(),
        country: Some("MA".to_owned()),
        place: "Fès".to_owned(),
        started: Some("2009".to_owned()),
        ended: Some("2012-05-17".to_owned()),
        ongoing: false,
        completion: ExperienceCompletion::Completed,
        hours_per_week: Some(30),
        setting: LearningSetting::Informal,
        tasks: vec!["+ cucire <abiti> & tende".to_owned(), CHINESE.to_owned()],
        tools: vec!["ago".to_owned()],
        context: String::new(),
        isced_level: None,
        isco_code: Some("7531".to_owned()),
        occupation: concept("occupation"),
        recognition: None,
    }
}

fn competence(label: &str, agreed_level: Option<i32>) -> PortableCompetence {
    PortableCompetence {
        id: CompetenceId::new(),
        label: label.to_owned(),
        kind: CompetenceKind::Technical,
        description: "Su misura".to_owned(),
        setting: LearningSetting::NonFormal,
        self_level: Some(3),
        agreed_level,
        last_used_year: Some(2024),
        skill: concept("skill"),
        repertory_codes: vec![PortableCode {
            scheme: RepertoryScheme::Ada,
            code: "ADA.05.03.12".to_owned(),
            label: Some("Confezione".to_owned()),
        }],
        transferability: "Anche in tappezzeria".to_owned(),
        experience_ids: Vec::new(),
        evidence_ids: Vec::new(),
    }
}

fn language(language: &str, mother_tongue: bool) -> PortableLanguage {
    PortableLanguage {
        language: language.to_owned(),
        mother_tongue,
        listening: CefrLevel::B1,
        reading: CefrLevel::A2,
        spoken_interaction: CefrLevel::B1,
        spoken_production: CefrLevel::A2,
        writing: CefrLevel::PreA1,
        source: LanguageSkillSource::Operator,
    }
}

/// Nothing but a name.
pub fn empty() -> PortableProfile {
    PortableProfile {
        format: FORMAT,
        id: ProfileExportId::new(),
        made_at: DateTime::default(),
        purpose: ExportPurpose::HandedToPerson,
        recipient: None,
        statement: STATEMENT,
        issuer: PortableIssuer {
            id: OrganisationId::new(),
            name: "Job Centre".to_owned(),
            municipality: "Genova".to_owned(),
        },
        case_code: "2026-000001".to_owned(),
        personal_information: PortablePerson {
            given_name: "Fatima".to_owned(),
            family_name: String::new(),
            name_original_script: None,
            birth_date: None,
            citizenships: Vec::new(),
            contact: None,
            driving_licences: Vec::new(),
        },
        expectations: PortableExpectations {
            expectations: Vec::new(),
            professional_goal: None,
            resources_and_limits: Vec::new(),
        },
        skills: PortableSkills {
            experiences: Vec::new(),
            languages: Vec::new(),
            competences: Vec::new(),
            evidence: Vec::new(),
        },
        appraisal: PortableAppraisal {
            assessed_on: None,
            methods: Vec::new(),
            summary: None,
            next_steps: Vec::new(),
        },
    }
}

/// A tailor: work with a competence that was agreed upon, family care, a competence at level 0, and one
/// that nobody agreed upon.
pub fn full() -> PortableProfile {
    let work = experience(ExperienceKind::WorkInformal, "-Sarta");
    let care = experience(ExperienceKind::FamilyCare, "@Cura dei figli");
    let evidence = PortableEvidence {
        id: EvidenceId::new(),
        experience_id: Some(work.id.clone()),
        kind: EvidenceKind::PhotoOfWork,
        description: "Foto".to_owned(),
        verification: EvidenceVerification::DocumentSeen,
        verification_channel: None,
        original_seen: true,
        original_language: Some("ar".to_owned()),
        translation: EvidenceTranslation::None,
        legalisation: Legalisation::None,
        quality: Some(2),
        completeness: None,
        exhaustiveness: None,
        pertinence: Some(3),
        file: None,
    };
    let mut sews = competence("Cucio abiti", Some(4));
    sews.experience_ids.push(work.id.clone());
    let mut profile = empty();
    profile.personal_information = PortablePerson {
        given_name: "Fatima".to_owned(),
        family_name: "El Fassi".to_owned(),
        name_original_script: Some(ARABIC.to_owned()),
        birth_date: Some("1990-05-17".to_owned()),
        citizenships: vec!["MA".to_owned(), "XXX".to_owned()],
        contact: Some(PortableContact {
            kind: ContactKind::Email,
            value: "fatima@mail.example".to_owned(),
        }),
        driving_licences: vec![DrivingLicence::B, DrivingLicence::Foreign],
    };
    profile.skills = PortableSkills {
        languages: vec![language("ar", true), language("it", false)],
        competences: vec![
            sews,
            competence("Non ancora", Some(0)),
            competence("Non discussa", None),
        ],
        evidence: vec![evidence],
        experiences: vec![work, care],
    };
    profile
}
