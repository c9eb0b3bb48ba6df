use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::assessments::Assessment;
use crate::beneficiaries::partial_date::Precision;
use crate::beneficiaries::{Contact, DrivingLicence};
use crate::cases::ResourceOrLimit;
use crate::code_lists::LanguageTag;
use crate::db::types::Json;
use crate::documents::{Document, DocumentId, DocumentKind};
use crate::esco::Names;
use crate::evidence_files::KeptFile;
use crate::organisations::{OrganisationId, OrganisationKind};
use crate::outbound_referrals::ReferralKind;
use crate::plans::NextStep;
use crate::profiles::Profile;
use crate::questionnaires::ResponseView;
use crate::sharing::{SharingAuthorisationId, SharingStatus};
use crate::{id_type, text_enum};

id_type!(ProfileExportId);

text_enum! {
    ExportForm {
        /// The whole profile, in the sections of the EU Skills Profile Tool.
        Json = "json",
        /// The same.
        Xml = "xml",
        /// The same as tables for a spreadsheet, in an archive.
        Csv = "csv",
        Xlsx = "xlsx",
        /// Europass Candidate.
        Europass = "europass",
        /// What was agreed upon, in the European Learning Model 3.
        Elm = "elm",
        /// What the transparency document asks for (D.M. 30/6/2015, article 6, paragraph 1).
        Transparency = "transparency",
        /// For the service that identifies and validates competences: what it asks for, in an archive.
        Dossier = "dossier",
        /// The whole profile to be read, in two languages.
        ProfilePdf = "profile_pdf",
        /// A CV to be read, in one language, with its Europass Candidate inside.
        CvPdf = "cv_pdf",
        /// What the person takes away, in an archive.
        Portfolio = "portfolio",
    }
}

impl ExportForm {
    /// Whether pages are drawn, which takes time.
    pub fn is_drawn(self) -> bool {
        matches!(self, Self::ProfilePdf | Self::CvPdf | Self::Portfolio)
    }
}

text_enum! {
    PortfolioPart {
        /// To be shown to whomever the person likes.
        Public = "public",
        /// For the person alone.
        Private = "private",
    }
}

impl PortfolioPart {
    /// The part that issued documents of a kind lie in; a letter to an office is in none.
    pub fn with(kind: DocumentKind) -> Option<Self> {
        match kind.as_str() {
            "participation_certificate" | "attendance_statement" | "synthesis" => {
                Some(Self::Public)
            }
            // What is for the service that validates says more than whoever reads a CV needs.
            "assessment_report" | "transparency_document" => Some(Self::Private),
            _ => None,
        }
    }
}

text_enum! {
    /// What a profile is taken out for.
    ExportPurpose {
        HandedToPerson = "handed_to_person",
        /// Identification and validation of competences (D.Lgs. 13/2013).
        ForValidationService = "for_validation_service",
        /// An employment centre, a school, or whoever else the person lets have it.
        ForOtherService = "for_other_service",
    }
}

impl ExportPurpose {
    /// Whether organisations of a kind are given a profile for it: competences are validated by whoever
    /// receives referrals for that, which a union does not do.
    pub fn goes_to(self, kind: OrganisationKind) -> bool {
        match self {
            Self::HandedToPerson | Self::ForOtherService => true,
            Self::ForValidationService => {
                ReferralKind::IvcService.goes_to(kind) && kind != OrganisationKind::Union
            }
        }
    }
}

/// What is to be taken out, and what for.
#[derive(Clone, Debug)]
pub struct ExportRequest {
    pub form: ExportForm,
    pub purpose: ExportPurpose,
    /// Under which it goes to somebody else.
    pub authorisation_id: Option<SharingAuthorisationId>,
    pub lang: LanguageTag,
    pub lang2: Option<LanguageTag>,
    /// As the person asks for, each; the first two are handed to the person alone.
    pub includes_birth_date: bool,
    pub includes_citizenships: bool,
    pub includes_contact: bool,
    /// The files of evidence as well, in a dossier.
    pub with_files: bool,
    /// The profile or the single competences that the person chose from the repertory of the region.
    pub repertory_codes: Vec<String>,
    /// Of a portfolio; none of another form.
    pub parts: Vec<PortfolioPart>,
}

impl ExportRequest {
    /// Whether what was told between person and operator only is in it: where the person takes it, and not in
    /// a CV, which is for others to read.
    pub fn tells_all(&self) -> bool {
        self.purpose == ExportPurpose::HandedToPerson && self.form != ExportForm::CvPdf
    }

    /// The same for what others read.
    pub fn as_shown(&self) -> Self {
        Self {
            form: ExportForm::CvPdf,
            ..self.clone()
        }
    }

    /// What the log keeps of it, in codes: `handed_to_person:dossier+contact+files`.
    pub fn log_code(&self) -> String {
        let included = [
            ("birth_date", self.includes_birth_date),
            ("citizenships", self.includes_citizenships),
            ("contact", self.includes_contact),
            ("files", self.with_files),
            ("private", self.parts.contains(&PortfolioPart::Private)),
        ];
        let included = included.iter().filter(|(_, asked)| *asked);
        let codes = included.map(|(code, _)| format!("+{code}"));
        let (purpose, form) = (self.purpose, self.form);
        format!("{purpose}:{form}{}", codes.collect::<String>())
    }
}

/// The right to take a profile out.
pub struct ProfileExport;

impl Protected for ProfileExport {
    const RESOURCE: Resource = Resource::ProfileExport;
}

/// Whose profile it is and who took it: no more of the person than may leave.
#[derive(Clone, Debug, Queryable)]
pub struct ExportHeader {
    pub case_code: String,
    pub given_name: String,
    pub family_name: String,
    pub name_original_script: Option<String>,
    pub preferred_language: String,
    pub birth_on: Option<NaiveDate>,
    pub birth_precision: Option<Precision>,
    pub citizenships: Json<Vec<String>>,
    pub contacts: Json<Vec<Contact>>,
    pub driving_licences: Json<Vec<DrivingLicence>>,
    pub resources_and_limits: Json<Vec<ResourceOrLimit>>,
    pub issuer_id: OrganisationId,
    pub issuer_name: String,
    pub issuer_municipality: String,
}

/// All that a profile taken out is made from.
#[derive(Clone, Debug)]
pub struct ExportSources {
    pub id: ProfileExportId,
    pub made_at: DateTime<Utc>,
    pub header: ExportHeader,
    pub profile: Profile,
    pub appraisal: Option<Assessment>,
    pub next_steps: Vec<NextStep>,
    /// What the catalogue in use calls the skills of the profile, by their addresses; none where no pages are drawn.
    pub names: HashMap<String, Names>,
    /// Who it goes to, if not to the person.
    pub recipient: Option<String>,
}

/// What was read to be taken out.
pub struct TakenOut {
    pub sources: ExportSources,
    pub files: Vec<KeptFile>,
    pub further: PortfolioSources,
}

/// What lies in a portfolio besides the profile.
#[derive(Default)]
pub struct PortfolioSources {
    /// Issued, with their files.
    pub documents: Vec<(Document, Vec<u8>)>,
    pub responses: Vec<ResponseView>,
}

/// Who a profile goes to, as the person authorised.
pub struct Recipient {
    pub name: String,
    pub document_ids: Vec<DocumentId>,
}

/// All that decides whether a profile may go to somebody else than the person.
#[derive(Clone, Debug)]
pub struct ShareFacts {
    pub report_approved: bool,
    /// A competence rests on evidence that was contradicted.
    pub evidence_contradicted: bool,
    pub authorisation: SharingStatus,
    pub profile_covered: bool,
    /// Or not asked for, as the next.
    pub contact_covered: bool,
    /// An authorisation covers the profile, and never the files of evidence.
    pub files_covered: bool,
    /// The purpose is one of the recipient's kind.
    pub recipient_suited: bool,
    pub recipient_active: bool,
    pub agreement_lapsed: bool,
}

impl ShareFacts {
    /// Every guard that is not met.
    pub fn unmet(&self) -> Vec<&'static str> {
        let guards = [
            (self.report_approved, "report_not_approved"),
            (!self.evidence_contradicted, "evidence_sound"),
            (
                self.authorisation != SharingStatus::Revoked,
                "authorisation_revoked",
            ),
            (
                self.authorisation != SharingStatus::Expired,
                "authorisation_expired",
            ),
            (self.profile_covered, "profile_not_covered"),
            (self.contact_covered, "contact_not_covered"),
            (self.files_covered, "files_not_covered"),
            (self.recipient_suited, "recipient_not_for_validation"),
            (self.recipient_active, "organisation_not_active"),
            (!self.agreement_lapsed, "agreement_lapsed"),
        ];
        let missing = guards.into_iter().filter(|(met, _)| !met);
        missing.map(|(_, guard)| guard).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_unmet_guards_are_named_at_once() {
        let good = ShareFacts {
            report_approved: true,
            evidence_contradicted: false,
            authorisation: SharingStatus::Active,
            profile_covered: true,
            contact_covered: true,
            files_covered: true,
            recipient_suited: true,
            recipient_active: true,
            agreement_lapsed: false,
        };
        assert!(good.unmet().is_empty());
        let bad = ShareFacts {
            report_approved: false,
            evidence_contradicted: true,
            authorisation: SharingStatus::Expired,
            profile_covered: false,
            contact_covered: false,
            files_covered: false,
            recipient_suited: false,
            recipient_active: false,
            agreement_lapsed: true,
        };
        assert_eq!(bad.unmet().len(), 9);
        let revoked = ShareFacts {
            authorisation: SharingStatus::Revoked,
            ..good
        };
        assert_eq!(revoked.unmet(), ["authorisation_revoked"]);
    }

    #[test]
    fn competences_are_validated_by_services_for_that() {
        use OrganisationKind as Kind;
        let validates = |kind| ExportPurpose::ForValidationService.goes_to(kind);
        for kind in [Kind::Region, Kind::TrainingProvider, Kind::AdultSchool] {
            assert!(validates(kind), "{kind:?}");
        }
        for kind in [Kind::Employer, Kind::Union, Kind::JobCentre] {
            assert!(!validates(kind), "{kind:?}");
        }
        assert!(ExportPurpose::ForOtherService.goes_to(Kind::Union));
    }
}
