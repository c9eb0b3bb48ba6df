use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::within;
use super::{EntryBody, EntryForm, Form};
use crate::code_lists::iso;
use crate::error::{Checks, Result};
use crate::evidence_files::routes::EvidenceFileBody;
use crate::profiles::{
    Evidence, EvidenceId, EvidenceKind, EvidenceStatement, EvidenceTranslation,
    EvidenceVerification, ExperienceId, Legalisation, RATINGS, VerificationChannel,
};
use crate::text::clean_text;

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceForm {
    /// An experience of the same case.
    experience_id: Option<ExperienceId>,
    kind: EvidenceKind,
    description: String,
    #[serde(default)]
    verification: EvidenceVerification,
    /// With `verified_by_issuer`; not with `declared`.
    verification_channel: Option<VerificationChannel>,
    #[serde(default)]
    original_seen: bool,
    /// ISO 639-1, or 639-3 where there is no shorter code.
    original_language: Option<String>,
    #[serde(default)]
    translation: EvidenceTranslation,
    #[serde(default)]
    legalisation: Legalisation,
    /// 0 not at all; 1 little; 2 enough; 3 fully: whether it can be trusted.
    #[schema(minimum = 0, maximum = 3)]
    quality: Option<i32>,
    /// As `quality`: whether nothing of it is missing.
    #[schema(minimum = 0, maximum = 3)]
    completeness: Option<i32>,
    /// As `quality`: whether it shows the whole of what it is to show.
    #[schema(minimum = 0, maximum = 3)]
    exhaustiveness: Option<i32>,
    /// As `quality`: whether it is about just that.
    #[schema(minimum = 0, maximum = 3)]
    pertinence: Option<i32>,
}

/// The file of a piece of evidence, null where there is none; it is written under an address of its own.
#[derive(Serialize, ToSchema)]
pub struct EvidenceRest {
    file: Option<EvidenceFileBody>,
}

pub type EvidenceBody = EntryBody<EvidenceForm>;

impl Form for EvidenceForm {
    const NAME: &'static str = "Evidence";

    type Rest = EvidenceRest;
}

impl EntryForm for EvidenceForm {
    type Id = EvidenceId;
    type Content = Evidence;

    const PATH: &'static str = "evidence";

    fn check(self, _: NaiveDate) -> Result<Evidence> {
        let mut checks = Checks::default();
        let description = checks.value(clean_text(&self.description, 2000), "/description");
        let language = self.original_language.as_deref().map(iso::language);
        let original_language = checks.optional(language, "/original_language");
        for (rating, at) in [
            (self.quality, "/quality"),
            (self.completeness, "/completeness"),
            (self.exhaustiveness, "/exhaustiveness"),
            (self.pertinence, "/pertinence"),
        ] {
            within(rating, RATINGS, at, &mut checks);
        }
        let statement = EvidenceStatement {
            experience_id: self.experience_id,
            kind: self.kind,
            description: description.unwrap_or_default(),
            verification: self.verification,
            verification_channel: self.verification_channel,
            original_seen: self.original_seen,
            original_language,
            translation: self.translation,
            legalisation: self.legalisation,
            quality: self.quality,
            completeness: self.completeness,
            exhaustiveness: self.exhaustiveness,
            pertinence: self.pertinence,
        };
        statement.check_channel(&mut checks);
        checks.finish(|| {
            Some(Evidence {
                statement,
                file: None,
            })
        })
    }

    fn rest(content: &Evidence) -> EvidenceRest {
        EvidenceRest {
            file: content.file.clone().map(Into::into),
        }
    }
}

impl From<Evidence> for EvidenceForm {
    fn from(evidence: Evidence) -> Self {
        let EvidenceStatement {
            experience_id,
            kind,
            description,
            verification,
            verification_channel,
            original_seen,
            original_language,
            translation,
            legalisation,
            quality,
            completeness,
            exhaustiveness,
            pertinence,
        } = evidence.statement;
        Self {
            experience_id,
            kind,
            description,
            verification,
            verification_channel,
            original_seen,
            original_language,
            translation,
            legalisation,
            quality,
            completeness,
            exhaustiveness,
            pertinence,
        }
    }
}
