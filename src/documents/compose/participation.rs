//! Who took part, when, and for how many hours.

use chrono::NaiveDate;

use super::{holder, issuer, programme, second_language};
use crate::documents::content::{
    AttendedTime, Bilingual, Holder, ParticipationContent, Period, PhaseActivities, Signatory,
};
use crate::documents::labels::{activities, label, supervisor};
use crate::documents::model::{Header, HolderWish, ShowsBirth};
use crate::fixed_texts::TextLanguage;
use crate::programmes::{PathwayPhase, PathwayStep};
use crate::sessions::{HeldSession, Hours};

/// What a certificate or an attendance statement says, but for its number and verification code.
pub fn participation(
    header: &Header,
    sessions: &[HeldSession],
    today: NaiveDate,
) -> (ParticipationContent, Hours) {
    let steps = header.steps.get();
    let hours = Hours::of(&steps, sessions);
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
        phases: phases(&steps, sessions, second),
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

/// In the order of the phases, and last what was no step of the pathway.
fn phases(
    steps: &[PathwayStep],
    sessions: &[HeldSession],
    second: TextLanguage,
) -> Vec<PhaseActivities> {
    let phase_of = |session: &HeldSession| {
        let mut steps = steps.iter();
        let step = steps.find(|step| Some(step.order) == session.step);
        step.map(|step| step.phase)
    };
    let attended: Vec<(Option<PathwayPhase>, &str)> = sessions
        .iter()
        .filter(|session| session.was_attended())
        .map(|session| (phase_of(session), session.kind.as_str()))
        .collect();
    if attended.iter().all(|(phase, _)| phase.is_none()) {
        return Vec::new();
    }
    let line = |phase: Option<PathwayPhase>| {
        let of_phase = attended.iter().filter(|(of, _)| *of == phase);
        let kinds: Vec<&str> = of_phase.map(|(_, kind)| *kind).collect();
        (!kinds.is_empty()).then(|| PhaseActivities {
            phase: phase.map(|phase| label("path", phase.as_str(), second)),
            activities: activities(kinds, second),
        })
    };
    let all = PathwayPhase::ALL.iter().copied().map(Some);
    all.chain([None]).filter_map(line).collect()
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
    use crate::programmes::StepKind;
    use crate::sessions::SessionKind;

    #[test]
    fn activities_stand_by_the_phases_of_the_pathway_and_last_what_was_no_step() {
        let step = |order, phase| PathwayStep {
            order,
            phase,
            kind: StepKind::Individual,
            title: String::new(),
            planned_minutes: 60,
            mandatory: true,
        };
        let steps = [
            step(1, PathwayPhase::Preliminary),
            step(2, PathwayPhase::Investigation),
            step(3, PathwayPhase::Conclusion),
        ];
        let held = |kind, step, minutes| HeldSession {
            kind,
            step,
            in_group: false,
            minutes,
            held_from: None,
            held_to: None,
            language: "ti".to_owned(),
            mediator: None,
        };
        let sessions = [
            held(SessionKind::ThreeParty, None, 60),
            held(SessionKind::Group, Some(2), 60),
            held(SessionKind::Group, Some(2), 60),
            held(SessionKind::Individual, Some(1), 60),
            // Missed.
            held(SessionKind::Restitution, Some(3), 0),
        ];
        let told = phases(&steps, &sessions, TextLanguage::English);
        let told: Vec<_> = told
            .iter()
            .map(|it| {
                let phase = it.phase.as_ref().map(|phase| phase.it.as_str());
                (phase, it.activities.it.as_str())
            })
            .collect();
        let expected = [
            (Some("accoglienza e patto"), "colloquio individuale"),
            (Some("esplorazione delle competenze"), "incontro di gruppo"),
            (None, "colloquio a tre"),
        ];
        assert_eq!(told, expected);
        assert!(phases(&[], &sessions, TextLanguage::English).is_empty());
    }

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
