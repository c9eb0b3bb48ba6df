//! Who took part, when, and for how many hours.

use chrono::NaiveDate;

use super::{holder, issuer, programme, second_language};
use crate::documents::content::{
    AttendedTime, Bilingual, Holder, ParticipationContent, Period, Signatory,
};
use crate::documents::labels::{activities, supervisor};
use crate::documents::model::{Header, HolderWish, ShowsBirth};
use crate::sessions::{HeldSession, Hours};

/// What a certificate or an attendance statement says, but for its number and verification code.
pub fn participation(
    header: &Header,
    sessions: &[HeldSession],
    today: NaiveDate,
) -> (ParticipationContent, Hours) {
    let hours = Hours::of(&header.steps.get(), sessions);
    let attended = sessions.iter().filter(|session| session.was_attended());
    let second = second_language(header);
    let content = ParticipationContent {
        second_language: second,
        number: String::new(),
        verification_code: None,
        replaces: None,
        issuer: issuer(header),
        programme: programme(header),
        holder: holder(header),
        period: period(&hours, today),
        attended: time(&hours),
        activities: activities(attended.map(|session| session.kind.as_str()), second),
        place: header.municipality.clone(),
        issued_on: today,
        signatory: Signatory {
            name: header.signatory.clone(),
            role: supervisor(second),
        },
        legal_note: header
            .legal_note
            .clone()
            .map(|it| Bilingual { it, second: None }),
    };
    (content, hours)
}

impl Holder {
    /// As the person wants to be named.
    pub fn wished_as(self, wish: HolderWish) -> Self {
        let shown = wish.name_in_original_script;
        let birth = self.birth_date;
        Self {
            name: self.name,
            name_original_script: self.name_original_script.filter(|_| shown),
            birth_date: match wish.shows_birth {
                ShowsBirth::None => None,
                ShowsBirth::Year => birth.and_then(|date| date.get(..4).map(str::to_owned)),
                ShowsBirth::Date => birth,
            },
        }
    }
}

pub(super) fn time(hours: &Hours) -> AttendedTime {
    AttendedTime {
        individual_minutes: hours.individual.unsigned_abs(),
        group_minutes: hours.group.unsigned_abs(),
        planned_minutes: hours.fixed.then_some(hours.planned.unsigned_abs()),
        meetings: hours.meetings.unsigned_abs(),
    }
}

pub(super) fn period(hours: &Hours, otherwise: NaiveDate) -> Period {
    Period {
        from: hours.first_on.unwrap_or(otherwise),
        to: hours.last_on.unwrap_or(otherwise),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_shown_than_the_person_wants() {
        let shown = |shows_birth, name_in_original_script| {
            let holder = Holder {
                name: "Selam".to_owned(),
                name_original_script: Some("ሰላም".to_owned()),
                birth_date: Some("1996-11".to_owned()),
            };
            let wished = holder.wished_as(HolderWish {
                shows_birth,
                name_in_original_script,
            });
            (wished.birth_date, wished.name_original_script.is_some())
        };
        assert_eq!(shown(ShowsBirth::None, true), (None, true));
        let year = Some("1996".to_owned());
        assert_eq!(shown(ShowsBirth::Year, false), (year, false));
        let known = Some("1996-11".to_owned());
        assert_eq!(shown(ShowsBirth::Date, false), (known, false));
        let usual = HolderWish::default();
        assert_eq!(usual.shows_birth, ShowsBirth::None);
    }
}
