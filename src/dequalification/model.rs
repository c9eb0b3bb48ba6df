use chrono::NaiveDate;

use crate::plans::FollowUpId;
use crate::profiles::ExperienceId;
use crate::text_enum;

text_enum! {
    /// How the job obtained stands to the best past one.
    JobComparison {
        Below = "below",
        Equal = "equal",
        Above = "above",
        Unknown = "unknown",
    }
}

/// The best job among the experiences of work.
#[derive(Clone, Debug, PartialEq)]
pub struct PastJob {
    pub experience_id: ExperienceId,
    pub isco_code: String,
    pub skill_level: i32,
}

/// The job that the person was found in last.
#[derive(Clone, Debug, PartialEq)]
pub struct ObtainedJob {
    pub follow_up_id: FollowUpId,
    pub contacted_on: NaiveDate,
    /// Where it was told.
    pub isco_code: Option<String>,
    /// Where the code tells it.
    pub skill_level: Option<i32>,
}

#[derive(Clone, Debug, Default)]
pub struct Dequalification {
    pub past: Option<PastJob>,
    /// Past jobs whose level is not known: a better one may be among them.
    pub unknown_jobs: usize,
    pub obtained: Option<ObtainedJob>,
}

/// The highest skill level of ISCO-08.
const HIGHEST: i32 = 4;

impl Dequalification {
    /// Whether a past job of unknown level may have been better than the best known one.
    pub fn best_is_open(&self) -> bool {
        let is_highest = self.past.as_ref().map(|it| it.skill_level) == Some(HIGHEST);
        self.unknown_jobs > 0 && !is_highest
    }

    /// Levels lost, where positive, or won; at least so many lost, where the best job is open.
    pub fn difference(&self) -> Option<i32> {
        Some(self.past.as_ref()?.skill_level - self.obtained.as_ref()?.skill_level?)
    }

    /// Where the best job is open, what is not below is unknown.
    pub fn comparison(&self) -> JobComparison {
        match self.difference() {
            None => JobComparison::Unknown,
            Some(1..) => JobComparison::Below,
            Some(_) if self.best_is_open() => JobComparison::Unknown,
            Some(0) => JobComparison::Equal,
            Some(_) => JobComparison::Above,
        }
    }
}

/// The skill level of an ISCO-08 code of one to four digits, from 1 to 4; none where the code is too
/// short to tell, as of managers (1) and armed forces (0), whose sub-major groups differ.
pub fn skill_level(code: &str) -> Option<i32> {
    match code.as_bytes() {
        [b'0', b'1', ..] => Some(4),
        [b'0', b'2', ..] => Some(2),
        [b'0', b'3', ..] => Some(1),
        [b'1', b'1'..=b'3', ..] => Some(4),
        [b'1', b'4', ..] => Some(3),
        [b'2', ..] => Some(4),
        [b'3', ..] => Some(3),
        [b'4'..=b'8', ..] => Some(2),
        [b'9', ..] => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_follows_from_the_groups_of_isco() {
        for (code, level) in [
            ("2221", Some(4)),
            ("3", Some(3)),
            ("7531", Some(2)),
            ("4", Some(2)),
            ("9121", Some(1)),
            ("1", None),
            ("1120", Some(4)),
            ("1412", Some(3)),
            ("0", None),
            ("0110", Some(4)),
            ("02", Some(2)),
            ("0310", Some(1)),
            ("19", None),
            ("", None),
        ] {
            assert_eq!(skill_level(code), level, "{code}");
        }
    }

    fn compared(past: Option<i32>, obtained: Option<i32>, unknown_jobs: usize) -> JobComparison {
        let past = past.map(|skill_level| PastJob {
            experience_id: ExperienceId::new(),
            isco_code: String::new(),
            skill_level,
        });
        let obtained = ObtainedJob {
            follow_up_id: FollowUpId::new(),
            contacted_on: NaiveDate::default(),
            isco_code: None,
            skill_level: obtained,
        };
        let obtained = Some(obtained);
        Dequalification {
            past,
            unknown_jobs,
            obtained,
        }
        .comparison()
    }

    #[test]
    fn what_is_not_known_is_not_compared() {
        assert_eq!(compared(Some(4), Some(1), 0), JobComparison::Below);
        assert_eq!(compared(Some(2), Some(2), 0), JobComparison::Equal);
        assert_eq!(compared(Some(2), Some(3), 0), JobComparison::Above);
        assert_eq!(compared(Some(2), None, 0), JobComparison::Unknown);
        assert_eq!(compared(None, Some(2), 0), JobComparison::Unknown);
        // Below the best that is known is below the best.
        assert_eq!(compared(Some(4), Some(1), 2), JobComparison::Below);
        assert_eq!(compared(Some(2), Some(2), 1), JobComparison::Unknown);
        // Nothing is better than the best there is.
        assert_eq!(compared(Some(4), Some(4), 1), JobComparison::Equal);
        let nobody = Dequalification::default();
        assert_eq!(nobody.comparison(), JobComparison::Unknown);
    }
}
