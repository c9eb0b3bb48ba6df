use super::Wording;
use crate::access::{List, Read, Transaction};
use crate::cases::{Case, CaseId};
use crate::documents::content::{
    AgreementContent, Holder, Issuer, NoticeContent, PhaseEntry, ProgrammeTitle,
};
use crate::documents::{Head, labels, service as documents};
use crate::error::Result;
use crate::fixed_texts::{TextLanguage, say};
use crate::organisations::{OrganisationId, service as organisations};
use crate::participation::{ParticipationAgreement, PrivacyNotice, store};
use crate::programmes::{PathwayPhase, PathwayStep, Programme, ProgrammeId};

/// Which edition of the texts the papers have.
fn text_version() -> String {
    say(TextLanguage::Italian, "paper-version")
}

/// The agreement for the person of a case, in a language or their own. A rhythm that was agreed stands in it; who
/// may be a minor today signs with a guardian.
pub fn agreement(
    tx: &mut Transaction,
    case: &CaseId,
    language: Option<&str>,
) -> Result<AgreementContent> {
    let permit = tx.permit::<List, ParticipationAgreement, Case>(case)?;
    let head = documents::head(tx, &permit, case)?;
    let listener = store::find_listener(tx, &permit)?;
    let agreed = store::list_agreements(tx, &permit)?;
    let wording = Wording::of(language.unwrap_or(&head.language));
    Ok(AgreementContent {
        second_language: wording.beside,
        text_version: text_version(),
        unreviewed: wording.unreviewed,
        phases: phases(&head.steps, wording.beside),
        rhythm: agreed.into_iter().next().map(|newest| newest.rhythm),
        guardian_signs: listener.is_minor_on(tx.today()),
        holder: Some(named(&head)),
        number: head.case_code,
        issuer: head.issuer,
        programme: head.programme,
    })
}

/// The privacy notice for the person of a case, in a language or their own.
pub fn notice(
    tx: &mut Transaction,
    case: &CaseId,
    language: Option<&str>,
) -> Result<NoticeContent> {
    let permit = tx.permit::<List, PrivacyNotice, Case>(case)?;
    let head = documents::head(tx, &permit, case)?;
    let centre = organisations::find(tx, &permit, &permit.case().organisation_id)?;
    let wording = Wording::of(language.unwrap_or(&head.language));
    Ok(NoticeContent {
        second_language: wording.beside,
        text_version: text_version(),
        unreviewed: wording.unreviewed,
        holder: Some(named(&head)),
        number: head.case_code,
        issuer: head.issuer,
        privacy_contact: centre.privacy_contact,
        programme: head.programme,
    })
}

/// The privacy notice of a programme, for people who have no case yet; in English beside the Italian where no
/// language is said.
pub fn notice_of_programme(
    tx: &mut Transaction,
    programme: &ProgrammeId,
    language: Option<&str>,
) -> Result<(NoticeContent, OrganisationId)> {
    let permit = tx.permit::<Read, Programme, Programme>(programme)?;
    let programme = permit.parent().clone();
    let centre = organisations::find(tx, &permit, &programme.organisation_id)?;
    let wording = Wording::of(language.unwrap_or(TextLanguage::English.tag()));
    let notice = NoticeContent {
        second_language: wording.beside,
        text_version: text_version(),
        unreviewed: wording.unreviewed,
        number: programme.code,
        issuer: Issuer::from(&centre),
        privacy_contact: centre.privacy_contact,
        programme: ProgrammeTitle::from(&programme.terms),
        holder: None,
    };
    Ok((notice, centre.id))
}

/// The name alone: these papers do not need the birth date.
fn named(head: &Head) -> Holder {
    Holder {
        birth_date: None,
        ..head.holder.clone()
    }
}

/// The phases that a pathway has, with what they take.
fn phases(steps: &[PathwayStep], second: TextLanguage) -> Vec<PhaseEntry> {
    let entry = |phase: &PathwayPhase| {
        let of_phase = steps.iter().filter(|step| step.phase == *phase);
        let minutes: Vec<u32> = of_phase
            .map(|it| it.planned_minutes.unsigned_abs())
            .collect();
        (!minutes.is_empty()).then(|| PhaseEntry {
            phase: labels::label("path", phase.as_str(), second),
            meetings: u32::try_from(minutes.len()).unwrap_or(u32::MAX),
            minutes: minutes.iter().sum(),
        })
    };
    PathwayPhase::ALL.iter().filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programmes::StepKind;

    #[test]
    fn phases_are_told_in_their_order_and_only_those_there_are() {
        let step = |phase, planned_minutes| PathwayStep {
            order: 1,
            phase,
            kind: StepKind::Group,
            title: String::new(),
            planned_minutes,
            mandatory: true,
        };
        let steps = [
            step(PathwayPhase::Conclusion, 60),
            step(PathwayPhase::Preliminary, 60),
            step(PathwayPhase::Conclusion, 90),
        ];
        let told = phases(&steps, TextLanguage::French);
        let told: Vec<_> = told
            .iter()
            .map(|it| (it.phase.second.as_deref(), it.meetings, it.minutes))
            .collect();
        assert_eq!(
            told,
            [
                (Some("accueil et accord"), 1, 60),
                (Some("conclusions et projet"), 2, 150)
            ]
        );
        assert!(phases(&[], TextLanguage::French).is_empty());
    }
}
