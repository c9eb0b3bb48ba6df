use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Alone, EntryBody, EntryForm, Form};
use crate::code_lists::iso;
use crate::error::{Checks, Result};
use crate::profiles::{CefrLevel, LanguageSkill, LanguageSkillId, LanguageSkillSource};

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageSkillForm {
    /// ISO 639-1, or 639-3 where there is no shorter code; once in a profile.
    language: String,
    #[serde(default)]
    mother_tongue: bool,
    listening: CefrLevel,
    reading: CefrLevel,
    spoken_interaction: CefrLevel,
    spoken_production: CefrLevel,
    writing: CefrLevel,
    source: LanguageSkillSource,
}

pub type LanguageSkillBody = EntryBody<LanguageSkillForm>;

impl Form for LanguageSkillForm {
    const NAME: &'static str = "LanguageSkill";

    type Rest = Alone;
}

impl EntryForm for LanguageSkillForm {
    type Id = LanguageSkillId;
    type Content = LanguageSkill;

    const PATH: &'static str = "languages";

    fn check(self, _: NaiveDate) -> Result<LanguageSkill> {
        let mut checks = Checks::default();
        let language = checks.value(iso::language(&self.language), "/language");
        checks.finish(|| {
            Some(LanguageSkill {
                language: language?,
                mother_tongue: self.mother_tongue,
                listening: self.listening,
                reading: self.reading,
                spoken_interaction: self.spoken_interaction,
                spoken_production: self.spoken_production,
                writing: self.writing,
                source: self.source,
            })
        })
    }

    fn rest(_: &LanguageSkill) -> Alone {
        Alone {}
    }
}

impl From<LanguageSkill> for LanguageSkillForm {
    fn from(skill: LanguageSkill) -> Self {
        let LanguageSkill {
            language,
            mother_tongue,
            listening,
            reading,
            spoken_interaction,
            spoken_production,
            writing,
            source,
        } = skill;
        Self {
            language,
            mother_tongue,
            listening,
            reading,
            spoken_interaction,
            spoken_production,
            writing,
            source,
        }
    }
}
