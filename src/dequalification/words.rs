use super::{Dequalification, JobComparison};
use crate::error::texts::Language;

/// What the comparison says, in plain words.
pub fn summary(language: Language, it: &Dequalification) -> String {
    let levels = it.difference().unwrap_or_default().abs();
    let least = match (it.best_is_open(), language) {
        (false, _) => "",
        (true, Language::Italian) => "almeno ",
        (true, Language::English) => "at least ",
    };
    match (it.comparison(), language) {
        (JobComparison::Below, Language::Italian) => format!(
            "Il lavoro ottenuto è sotto il miglior lavoro passato (livelli ISCO di differenza: {least}{levels})."
        ),
        (JobComparison::Below, Language::English) => format!(
            "The job obtained is below the best past one (levels of ISCO between them: {least}{levels})."
        ),
        (JobComparison::Equal, Language::Italian) => {
            "Il lavoro ottenuto è allo stesso livello ISCO del miglior lavoro passato.".to_owned()
        }
        (JobComparison::Equal, Language::English) => {
            "The job obtained is at the same level of ISCO as the best past one.".to_owned()
        }
        (JobComparison::Above, Language::Italian) => format!(
            "Il lavoro ottenuto è sopra il miglior lavoro passato (livelli ISCO di differenza: {levels})."
        ),
        (JobComparison::Above, Language::English) => {
            format!(
                "The job obtained is above the best past one (levels of ISCO between them: {levels})."
            )
        }
        (JobComparison::Unknown, language) => missing(language, it).to_owned(),
    }
}

/// What is missing for a comparison.
fn missing(language: Language, it: &Dequalification) -> &'static str {
    let italian = language == Language::Italian;
    match (&it.past, &it.obtained) {
        (_, None) if italian => "Nessun contatto di verifica racconta di un lavoro ottenuto.",
        (_, None) => "No follow-up contact tells of a job obtained.",
        (_, Some(job)) if job.skill_level.is_none() && italian => {
            "Del lavoro ottenuto non è indicata la professione, o il suo codice non dice il livello."
        }
        (_, Some(job)) if job.skill_level.is_none() => {
            "The occupation of the job obtained is not told, or its code does not tell the level."
        }
        (None, _) if italian => "Di nessun lavoro passato si conosce il livello.",
        (None, _) => "The level of no past job is known.",
        _ if italian => {
            "Di alcuni lavori passati non si conosce il livello: il migliore può essere tra quelli."
        }
        _ => "The level of some past jobs is not known: the best one may be among them.",
    }
}
