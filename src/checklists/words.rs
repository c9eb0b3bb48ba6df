use super::ChecklistCode as Code;
use crate::error::texts::Language;

/// What a point of the checklist asks for, in plain words.
pub fn asked(code: Code, language: Language) -> &'static str {
    let (italian, english) = both(code);
    match language {
        Language::Italian => italian,
        Language::English => english,
    }
}

fn both(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::PersonalInformation => (
            "Si conosce la data o l'anno di nascita, e la persona ha confermato come si scrive il suo nome.",
            "A date or year of birth is known, and the person has confirmed how their name is written.",
        ),
        Code::Expectations => (
            "È scritto che cosa la persona si aspetta.",
            "It is written what the person expects.",
        ),
        Code::ProfessionalGoal => (
            "C'è un obiettivo professionale, o il motivo per cui non c'è ancora.",
            "There is a professional goal, or the reason why there is none yet.",
        ),
        Code::Experiences => (
            "C'è almeno un'esperienza.",
            "There is at least one experience.",
        ),
        Code::ExperiencesDated => (
            "Ogni esperienza dice quando è cominciata e quando è finita, o che è in corso.",
            "Each experience says when it began and when it ended, or that it goes on.",
        ),
        Code::Languages => ("C'è almeno una lingua.", "There is at least one language."),
        Code::LanguagesSourced => (
            "Il livello di ogni lingua che non è materna non viene solo dalla persona.",
            "The level of each language that is no mother tongue is not by the person's word alone.",
        ),
        Code::Competences => (
            "C'è almeno una competenza.",
            "There is at least one competence.",
        ),
        Code::CompetencesLinked => (
            "Ogni competenza viene da un'esperienza.",
            "Each competence is from an experience.",
        ),
        Code::CompetencesNormalised => (
            "Ogni competenza corrisponde a una di ESCO, così che altri possano confrontarla.",
            "Each competence corresponds to a skill of ESCO, so that others can compare it.",
        ),
        Code::SelfLevels => (
            "Di ogni competenza c'è l'autovalutazione.",
            "Each competence has a self level.",
        ),
        Code::AgreedLevels => (
            "Di ogni competenza c'è il livello condiviso.",
            "Each competence has an agreed level.",
        ),
        Code::LevelsAgree => (
            "Autovalutazione e livello condiviso non si contraddicono, e la valutazione finale dà lo stesso livello.",
            "Self and agreed level do not contradict each other, and the final assessment gives the same level.",
        ),
        Code::UseDated => (
            "Di ogni competenza si sa quando è stata usata l'ultima volta.",
            "It is known of each competence when it was last used.",
        ),
        Code::UsedRecently => (
            "Ogni competenza è stata usata negli ultimi dieci anni.",
            "Each competence was used within the last ten years.",
        ),
        Code::HighLevelsEvidenced => (
            "Dietro a ogni livello condiviso da 3 in su c'è una prova.",
            "There is evidence behind each agreed level from 3 on.",
        ),
        Code::MoreThanDeclared => (
            "Dietro ai livelli condivisi da 3 in su c'è più di una dichiarazione.",
            "There is more than a declaration behind agreed levels from 3 on.",
        ),
        Code::EvidenceVerified => (
            "Di ogni prova qualcuno si è accertato.",
            "Somebody made sure of each piece of evidence.",
        ),
        Code::EvidenceSound => (
            "Nessuna competenza si appoggia a una prova smentita.",
            "No competence rests on evidence that was contradicted.",
        ),
        Code::Appraisal => (
            "C'è la valutazione finale, con almeno una competenza.",
            "There is a final assessment, with at least one competence.",
        ),
    }
}
