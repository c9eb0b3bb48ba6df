//! Where a CV tells of an experience.

use crate::profiles::ExperienceKind;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Section {
    Work,
    Education,
    /// Volunteering and civil service.
    Service,
    Family,
    Other,
}

pub fn section(kind: ExperienceKind) -> Section {
    use ExperienceKind as Kind;
    match kind {
        Kind::FormalEducation | Kind::Training => Section::Education,
        Kind::WorkEmployed | Kind::WorkSelf | Kind::WorkInformal | Kind::Internship => {
            Section::Work
        }
        Kind::Volunteering | Kind::CivilService => Section::Service,
        Kind::FamilyCare => Section::Family,
        Kind::MigrationContext | Kind::Other => Section::Other,
    }
}
