use std::fmt;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::contents::Looked;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::{Case, CaseId};
use crate::db::schema::evidence_files;
use crate::organisations::OrganisationId;
use crate::profiles::EvidenceId;
use crate::{id_type, text_enum};

id_type!(EvidenceFileId);

text_enum! {
    MediaType {
        Pdf = "application/pdf",
        Png = "image/png",
        Jpeg = "image/jpeg",
    }
}

impl MediaType {
    /// The end of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}

/// A file without its contents. One that takes its place has another id.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = evidence_files)]
pub struct EvidenceFile {
    pub id: EvidenceFileId,
    pub evidence_id: EvidenceId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub media_type: MediaType,
    pub size_bytes: i32,
    /// Of an image.
    pub width_pixels: Option<i32>,
    pub height_pixels: Option<i32>,
    /// Hexadecimal SHA-256 of what came.
    pub received_hash: String,
    /// Hexadecimal SHA-256 of what was kept of it.
    pub kept_hash: String,
    pub uploaded_by: UserId,
    pub uploaded_at: NaiveDateTime,
}

impl EvidenceFile {
    /// Whether these bytes are those that came before.
    pub fn came_of(&self, looked: &Looked) -> bool {
        self.media_type == looked.media_type && self.received_hash == looked.received_hash
    }
}

impl Protected for EvidenceFile {
    const RESOURCE: Resource = Resource::EvidenceFile;
}

/// A piece of evidence of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceKey {
    pub case_id: CaseId,
    pub evidence_id: EvidenceId,
}

impl fmt::Display for EvidenceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.evidence_id.fmt(f)
    }
}

/// Where a file is kept: a piece of evidence, with the case that it speaks in.
#[derive(Clone, Debug)]
pub struct EvidencePlace {
    pub key: EvidenceKey,
    pub case: Case,
}

impl Protected for EvidencePlace {
    const RESOURCE: Resource = Resource::EvidenceFile;
}
