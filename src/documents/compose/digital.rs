//! What a report tells of questionnaires: which were used, and how the person sees their digital skills.

use crate::clock::day_in_italy;
use crate::code_lists::LanguageTag;
use crate::documents::content::{Bilingual, DigitalArea, DigitalEntry};
use crate::fixed_texts::TextLanguage;
use crate::questionnaires::{ResponseStatus, ResponseView};

/// The self-assessment whose scores are the areas of DigComp.
const SELF_ASSESSMENT: &str = "digcomp-self-assessment";

/// The newest self-assessment that the person shows. What they answered in private and keep to themselves is in
/// no report, whoever sees its scores.
pub(super) fn digital(responses: &[ResponseView]) -> Option<DigitalEntry> {
    let shown = shown(responses).filter(|it| it.response.questionnaire == SELF_ASSESSMENT);
    let newest = shown.max_by_key(|it| it.response.completed_at)?;
    let (definition, scores) = (newest.definition?, newest.scores.as_ref()?);
    let areas: Vec<DigitalArea> = (1..)
        .zip(scores)
        .map(|(area, score)| {
            let bands = definition.score(&score.score).map(|rule| &rule.bands);
            let reached = bands.zip(score.band.as_ref());
            let level =
                reached.and_then(|(bands, key)| bands.iter().position(|band| band.key == *key));
            DigitalArea {
                area,
                level: level.and_then(|level| u8::try_from(level).ok()),
            }
        })
        .collect();
    let is_said = areas.iter().any(|it| it.level.is_some());
    is_said.then_some(DigitalEntry {
        answered_on: day_in_italy(newest.response.completed_at?),
        areas,
    })
}

/// The titles of what was completed and is shown, each once.
pub(super) fn instruments(responses: &[ResponseView], second: TextLanguage) -> Vec<Bilingual> {
    let mut used: Vec<_> = shown(responses).filter_map(|it| it.definition).collect();
    used.sort_by(|a, b| (&a.key, a.version).cmp(&(&b.key, b.version)));
    used.dedup_by(|a, b| a.key == b.key);
    let title = |language: TextLanguage, of: &crate::questionnaires::definition::Words| {
        let tag = LanguageTag::parse(language.tag()).unwrap_or_else(|_| LanguageTag::english());
        of.label(&tag).text.to_owned()
    };
    used.iter()
        .map(|it| Bilingual {
            it: title(TextLanguage::Italian, &it.title),
            second: Some(title(second, &it.title)),
        })
        .collect()
}

fn shown(responses: &[ResponseView]) -> impl Iterator<Item = &ResponseView> {
    responses
        .iter()
        .filter(|it| it.response.status == ResponseStatus::Completed && it.response.shows_answers())
}
