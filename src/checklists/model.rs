use diesel::prelude::*;

use crate::db::schema::beneficiaries;
use crate::text_enum;

text_enum! {
    /// What is looked at, section by section.
    ChecklistCode {
        PersonalInformation = "personal_information",
        Expectations = "expectations",
        ProfessionalGoal = "professional_goal",
        Experiences = "experiences",
        ExperiencesDated = "experiences_dated",
        Languages = "languages",
        LanguagesSourced = "languages_sourced",
        Competences = "competences",
        CompetencesLinked = "competences_linked",
        CompetencesNormalised = "competences_normalised",
        SelfLevels = "self_levels",
        AgreedLevels = "agreed_levels",
        LevelsAgree = "levels_agree",
        UseDated = "use_dated",
        UsedRecently = "used_recently",
        HighLevelsEvidenced = "high_levels_evidenced",
        MoreThanDeclared = "more_than_declared",
        EvidenceVerified = "evidence_verified",
        EvidenceSound = "evidence_sound",
        Appraisal = "appraisal",
    }
}

text_enum! {
    ChecklistState {
        Met = "met",
        /// Something has not been recorded.
        Missing = "missing",
        /// What is recorded is not to be relied on as it is.
        Doubtful = "doubtful",
        /// There is nothing of the kind to look at.
        NotApplicable = "not_applicable",
    }
}

text_enum! {
    /// The collections of a profile, as addresses name them.
    ProfilePart {
        Experiences = "experiences",
        Evidence = "evidence",
        Languages = "languages",
        Competences = "competences",
    }
}

/// An entry that a point of the checklist is about.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryPointer {
    pub part: ProfilePart,
    pub id: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChecklistItem {
    pub code: ChecklistCode,
    pub state: ChecklistState,
    /// Those that lack it, or are doubtful.
    pub entries: Vec<EntryPointer>,
}

#[derive(Clone, Debug)]
pub struct Checklist {
    pub items: Vec<ChecklistItem>,
}

text_enum! {
    /// What is told of a profile before a report rests on it.
    ProfileWarningKind {
        ProfileIncomplete = "profile_incomplete",
        ProfileDoubtful = "profile_doubtful",
    }
}

/// How many points of the checklist are missing, or doubtful.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileWarning {
    pub kind: ProfileWarningKind,
    pub count: usize,
}

impl Checklist {
    pub fn count(&self, state: ChecklistState) -> usize {
        self.items.iter().filter(|it| it.state == state).count()
    }

    pub fn warnings(&self) -> Vec<ProfileWarning> {
        let counts = [
            (
                ProfileWarningKind::ProfileIncomplete,
                ChecklistState::Missing,
            ),
            (
                ProfileWarningKind::ProfileDoubtful,
                ChecklistState::Doubtful,
            ),
        ];
        let warnings = counts.map(|(kind, state)| ProfileWarning {
            kind,
            count: self.count(state),
        });
        warnings.into_iter().filter(|it| it.count > 0).collect()
    }
}

/// What is known of the person beside the profile.
#[derive(Clone, Copy, Debug, Queryable, Selectable)]
#[diesel(table_name = beneficiaries)]
pub struct PersonKnown {
    pub name_confirmed: bool,
    pub birth_on: Option<chrono::NaiveDate>,
}
