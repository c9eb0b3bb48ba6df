use std::ops::RangeInclusive;

use diesel::prelude::*;

use super::{Content, ExperienceId, IssuerAsked, References};
use crate::db::schema::evidence;
use crate::error::Checks;
use crate::evidence_files::EvidenceFile;
use crate::{id_type, text_enum};

id_type!(EvidenceId);

/// How far a piece of evidence shows a real and present competence, by each of four criteria: 0 not at
/// all, 1 little, 2 enough, 3 fully. The criteria are those of the validation service of Liguria (ALFA).
pub const RATINGS: RangeInclusive<i32> = 0..=3;

text_enum! {
    EvidenceKind {
        Diploma = "diploma",
        Transcript = "transcript",
        TrainingCertificate = "training_certificate",
        EmployerReference = "employer_reference",
        Contract = "contract",
        Payslip = "payslip",
        PhotoOfWork = "photo_of_work",
        PortfolioItem = "portfolio_item",
        LanguageCertificate = "language_certificate",
        Licence = "licence",
        SelfDeclaration = "self_declaration",
        WitnessStatement = "witness_statement",
        TestResult = "test_result",
        InternshipReport = "internship_report",
        Other = "other",
    }
}

text_enum! {
    /// How far somebody made sure of a piece of evidence.
    #[derive(Default)]
    EvidenceVerification {
        #[default]
        Declared = "declared",
        DocumentSeen = "document_seen",
        VerifiedByIssuer = "verified_by_issuer",
        /// Supports no report.
        Contradicted = "contradicted",
        NotVerifiable = "not_verifiable",
    }
}

text_enum! {
    /// How somebody asked whether a piece of evidence is true.
    VerificationChannel {
        Letter = "letter",
        Email = "email",
        Telephone = "telephone",
        InPerson = "in_person",
        /// A register that the issuer or an authority keeps.
        Register = "register",
        /// Who was asked answered by a one-time link; set by that answer, or by who resolves it.
        ReferenceLink = "reference_link",
        Other = "other",
    }
}

text_enum! {
    #[derive(Default)]
    EvidenceTranslation {
        #[default]
        None = "none",
        Informal = "informal",
        Sworn = "sworn",
    }
}

text_enum! {
    /// By what an authority stands for a foreign document.
    #[derive(Default)]
    Legalisation {
        #[default]
        None = "none",
        /// Hague Convention of 5 October 1961.
        Apostille = "apostille",
        Consular = "consular",
        /// Of an Italian consulate (dichiarazione di valore).
        DeclarationOfValue = "declaration_of_value",
        /// Of the Italian information centre on academic mobility and equivalence (CIMEA).
        CimeaStatement = "cimea_statement",
    }
}

/// What speaks for an experience or a competence, as far as it stands in a row of its own.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = evidence)]
#[diesel(treat_none_as_null = true)]
pub struct EvidenceStatement {
    pub experience_id: Option<ExperienceId>,
    pub kind: EvidenceKind,
    pub description: String,
    pub verification: EvidenceVerification,
    pub verification_channel: Option<VerificationChannel>,
    pub original_seen: bool,
    /// ISO 639-1, or 639-3 where there is no shorter code.
    pub original_language: Option<String>,
    pub translation: EvidenceTranslation,
    pub legalisation: Legalisation,
    /// Of [`RATINGS`], as the next three.
    pub quality: Option<i32>,
    pub completeness: Option<i32>,
    pub exhaustiveness: Option<i32>,
    pub pertinence: Option<i32>,
}

impl EvidenceStatement {
    /// What an issuer verified was asked somehow; what was only declared was not.
    pub fn check_channel(&self, checks: &mut Checks) {
        let (missing, early) = match (self.verification, self.verification_channel) {
            (EvidenceVerification::VerifiedByIssuer, None) => (true, false),
            (EvidenceVerification::Declared, Some(_)) => (false, true),
            _ => (false, false),
        };
        checks.ensure(!missing, "/verification_channel", "channel_needed");
        checks.ensure(!early, "/verification_channel", "nothing_verified");
    }
}

/// What speaks for an experience or a competence, and the file that shows it.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub statement: EvidenceStatement,
    pub file: Option<EvidenceFile>,
}

impl Content for EvidenceStatement {
    type Id = EvidenceId;

    fn new_id() -> EvidenceId {
        EvidenceId::new()
    }
}

impl Content for Evidence {
    type Id = EvidenceId;

    fn new_id() -> EvidenceId {
        EvidenceId::new()
    }

    fn references(&self) -> References<'_> {
        let named = self.statement.experience_id.iter();
        References {
            experiences: named.map(|id| ("/experience_id".to_owned(), id)).collect(),
            evidence: Vec::new(),
        }
    }

    fn issuer_asked<'a>(
        &'a self,
        id: &'a EvidenceId,
        before: Option<&Self>,
    ) -> Option<IssuerAsked<'a>> {
        let after = &self.statement;
        let is_another = before.is_some_and(|Self { statement, .. }| {
            statement.kind != after.kind || statement.experience_id != after.experience_id
        });
        let as_before = before.is_some_and(|Self { statement, .. }| {
            statement.verification == after.verification
                && statement.verification_channel == after.verification_channel
                && !is_another
        });
        let channel = after.verification_channel.filter(|_| !as_before)?;
        Some(IssuerAsked {
            evidence: id,
            verification: after.verification,
            channel,
            experience: after.experience_id.as_ref(),
            is_another,
        })
    }

    fn with_rest_of(self, before: &Self) -> Self {
        Self {
            file: before.file.clone(),
            ..self
        }
    }
}
