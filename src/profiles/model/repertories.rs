//! What a competence is called outside ESCO: in the Atlante del lavoro and in the repertories of regions, by
//! which services identify and validate competences (D.Lgs. 13/2013, article 8; D.M. 30/6/2015).

use serde::{Deserialize, Serialize};

use crate::text_enum;

text_enum! {
    /// Whose codes they are.
    RepertoryScheme {
        /// An area of activity (*area di attività*, ADA) of the Atlante del lavoro e delle qualificazioni.
        Ada = "ada",
        /// The repertory of Liguria, in the Laboratorio delle professioni di domani.
        LiguriaLaboratorioProfessioni = "liguria_laboratorio_professioni",
        /// The regional repertory of professional figures of Tuscany.
        ToscanaFigureProfessionali = "toscana_figure_professionali",
        /// The regional system of qualifications of Emilia-Romagna.
        EmiliaRomagnaSrq = "emilia_romagna_srq",
        /// The repertory of another region, which the label names.
        OtherRegion = "other_region",
    }
}

/// Areas of the Atlante's codes are those of its 24 sectors, the common one included.
const SECTORS: std::ops::RangeInclusive<u8> = 1..=24;

/// A code of one repertory, with what stands there under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepertoryCode {
    pub scheme: RepertoryScheme,
    pub code: String,
    pub label: Option<String>,
}

impl RepertoryScheme {
    /// A code as the repertory writes it, without blanks; refuses what cannot be one. `ADA.23.01.05` names
    /// sector, sequence and area in two digits each; other repertories use letters, digits and `.-_/`.
    pub fn code(self, text: &str) -> Result<String, &'static str> {
        let code = text.trim();
        let is_code = match self {
            Self::Ada => is_ada(code),
            _ => {
                let mut letters = code.chars();
                let first = letters.next().is_some_and(|it| it.is_ascii_alphanumeric());
                let others = |it: char| it.is_ascii_alphanumeric() || ".-_/".contains(it);
                first && code.len() <= 40 && letters.all(others)
            }
        };
        is_code.then(|| code.to_owned()).ok_or("wrong_form")
    }

    /// Whether a code says little without a label.
    pub fn needs_label(self) -> bool {
        self == Self::OtherRegion
    }
}

fn is_ada(code: &str) -> bool {
    let Some(numbers) = code.strip_prefix("ADA.") else {
        return false;
    };
    let numbers: Vec<Option<u8>> = numbers.split('.').map(two_digits).collect();
    match numbers[..] {
        [Some(sector), Some(sequence), Some(area)] => {
            SECTORS.contains(&sector) && sequence > 0 && area > 0
        }
        _ => false,
    }
}

fn two_digits(text: &str) -> Option<u8> {
    let digits = text.len() == 2 && text.bytes().all(|it| it.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_the_atlante_names_sector_sequence_and_area() {
        let ada = |text| RepertoryScheme::Ada.code(text);
        assert_eq!(ada(" ADA.05.03.12 ").as_deref(), Ok("ADA.05.03.12"));
        assert!(ada("ADA.24.01.01").is_ok());
        for wrong in [
            "",
            "05.03.12",
            "ada.05.03.12",
            "ADA.5.3.12",
            "ADA.00.01.01",
            "ADA.25.01.01",
            "ADA.05.00.12",
            "ADA.05.03",
            "ADA.05.03.12.01",
            "ADA.05.03.+1",
            "ADA.05.03.１２",
        ] {
            assert_eq!(ada(wrong), Err("wrong_form"), "{wrong}");
        }
    }

    #[test]
    fn a_code_of_a_region_is_letters_and_digits() {
        let region = RepertoryScheme::LiguriaLaboratorioProfessioni;
        assert_eq!(region.code("RP-12/3.a").as_deref(), Ok("RP-12/3.a"));
        for wrong in ["", "-1", "12 3", "<b>", &"1".repeat(41)] {
            assert_eq!(region.code(wrong), Err("wrong_form"), "{wrong}");
        }
        assert!(RepertoryScheme::OtherRegion.needs_label() && !region.needs_label());
    }
}
