use super::OccupationMatch;
use crate::error::texts::Language;

/// How occupations are proposed, and what that is not.
pub fn explanation(language: Language) -> &'static str {
    match language {
        Language::Italian => {
            "Un aiuto per parlarne, non un verdetto. Ogni professione è confrontata con le competenze \
             concordate che hanno un nome in ESCO: quante delle sue competenze essenziali la persona \
             copre e quanto di ciò che la persona sa fare userebbe, secondo livello, uso recente, prove \
             e quanto ogni competenza è distintiva. Ciò che non ha un nome in ESCO non è contato; \
             requisiti di legge, salute, luogo e desideri della persona non sono considerati."
        }
        Language::English => {
            "A help to talk, not a verdict. Each occupation is compared with the agreed competences that \
             have a name in ESCO: how many of its essential skills the person covers, and how much of what \
             the person can do it would use, by level, recent use, evidence and how telling each skill is. \
             What has no name in ESCO is not counted; requirements of the law, health, place and the \
             person's wishes are not considered."
        }
    }
}

/// Why one occupation is proposed to a person of whom so many skills were counted.
pub fn reason(language: Language, it: &OccupationMatch) -> String {
    let (had, essential, bridged) = (it.had, it.essential, it.bridged);
    let used = (it.matched.used * 100.0).round();
    match language {
        Language::Italian => format!(
            "La persona ha {had} delle {essential} competenze essenziali di questa professione; a {bridged} \
             delle altre è vicina con qualcosa che sa fare. La professione userebbe circa il {used}% di ciò \
             che sa fare."
        ),
        Language::English => format!(
            "The person has {had} of the {essential} essential skills of this occupation, and is near to \
             {bridged} of the others with something they can do. The occupation would use about {used}% of \
             what they can do."
        ),
    }
}
