use crate::access::Transaction;
use crate::cases::CaseId;
use crate::db::types::Json;
use crate::error::Result;
use crate::profiles::{
    Backing, Competence, CompetenceId, CompetenceKind, CompetenceStatement, Experience,
    ExperienceCompletion, ExperienceKind, LearningSetting, service as profiles,
};

/// What a person tells of their work, and what comes of it.
pub struct Told {
    pub work: &'static str,
    pub able: &'static str,
    pub summary: &'static str,
    pub goal: &'static str,
}

impl Told {
    /// An experience of work, and what the person can do since.
    pub fn tell(&self, tx: &mut Transaction, case: &CaseId) -> Result<CompetenceId> {
        let experience = Experience {
            kind: ExperienceKind::WorkInformal,
            title: self.work.to_owned(),
            employer: String::new(),
            country: None,
            place: String::new(),
            started: Some("2012".to_owned()),
            ended: Some("2019".to_owned()),
            ongoing: false,
            completion: ExperienceCompletion::Unknown,
            hours_per_week: Some(40),
            setting: LearningSetting::Informal,
            tasks: Json::new(&Vec::new()),
            tools: Json::new(&Vec::new()),
            context: "Nella bottega di famiglia, con due apprendisti.".to_owned(),
            isced_level: None,
            isco_code: None,
            esco_uri: None,
            esco_label: None,
            esco_release: None,
            recognition: None,
        };
        let experience = profiles::record(tx, case, None, |_| Ok(experience))?;
        let competence = Competence {
            statement: CompetenceStatement {
                label: self.able.to_owned(),
                kind: CompetenceKind::Technical,
                description: String::new(),
                setting: LearningSetting::Informal,
                self_level: Some(4),
                agreed_level: None,
                last_used_year: Some(2019),
                esco_uri: None,
                esco_label: None,
                esco_release: None,
                repertory_codes: Json::new(&Vec::new()),
                transferability: String::new(),
            },
            experience_ids: vec![experience.id],
            evidence_ids: Vec::new(),
            backing: Backing::default(),
        };
        Ok(profiles::record(tx, case, None, |_| Ok(competence))?.id)
    }
}
