use diesel::prelude::*;

use super::Content;
use crate::db::schema::language_skills;
use crate::{id_type, text_enum};

id_type!(LanguageSkillId);

text_enum! {
    /// The levels of the Common European Framework, and what lies below them.
    CefrLevel {
        None = "none",
        PreA1 = "pre_a1",
        A1 = "a1",
        A2 = "a2",
        B1 = "b1",
        B2 = "b2",
        C1 = "c1",
        C2 = "c2",
    }
}

text_enum! {
    /// Who says so.
    LanguageSkillSource {
        Person = "self",
        Operator = "operator",
        Test = "test",
        Certificate = "certificate",
    }
}

/// How well a person knows a language, in the five skills of the framework. A mother tongue has
/// them too: not everybody reads and writes theirs.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = language_skills)]
pub struct LanguageSkill {
    /// ISO 639-1, or 639-3 where there is no shorter code; once in a profile.
    pub language: String,
    pub mother_tongue: bool,
    pub listening: CefrLevel,
    pub reading: CefrLevel,
    pub spoken_interaction: CefrLevel,
    pub spoken_production: CefrLevel,
    pub writing: CefrLevel,
    pub source: LanguageSkillSource,
}

impl Content for LanguageSkill {
    type Id = LanguageSkillId;

    fn new_id() -> LanguageSkillId {
        LanguageSkillId::new()
    }
}
