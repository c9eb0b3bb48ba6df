use crate::error::texts::Language;

/// What the answer is, and what it is not.
pub fn explanation(language: Language) -> &'static str {
    match language {
        Language::Italian => {
            "Un aiuto per parlarne, non un verdetto. Sono considerate le persone del centro che hanno \
             autorizzato a essere proposte a qualcuno e che hanno competenze concordate con un nome in \
             ESCO che la professione chiede. Contano livello, uso recente, prove e quanto ogni competenza \
             è distintiva; non contano requisiti di legge, salute, luogo e desideri della persona. Chi non \
             compare può essere adatto: prima di decidere si parla con le persone."
        }
        Language::English => {
            "A help to talk, not a verdict. Looked at are the people of the centre who authorised being put \
             forward to somebody and who have agreed competences, named in ESCO, that the occupation asks \
             for. Level, recent use, evidence and how telling a skill is count; requirements of the law, \
             health, place and the person's wishes do not. Who is not listed may be suited: talk to people \
             before deciding."
        }
    }
}
