use std::fmt;
use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::contents::Looked;
use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::cases::{Case, CaseId};
use crate::db::schema::evidence_files;
use crate::organisations::OrganisationId;
use crate::profiles::EvidenceId;
use crate::vault::{DataKey, Place};
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

impl EvidenceFileId {
    /// Where the sealed contents of the file stand, wherever they are kept.
    pub fn place<'a>(&'a self, organisation: &'a OrganisationId) -> Place<'a> {
        Place {
            table: "evidence_files",
            column: "sealed_contents",
            row: self.as_str(),
            organisation: organisation.as_str(),
        }
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

id_type!(
    /// Of an object in a bucket: random, told nobody, and of nothing that is in it.
    ObjectName
);

/// Where the sealed contents of a file are.
#[derive(Clone, Debug)]
pub enum Contents {
    /// In its row.
    Here(Vec<u8>),
    /// In an object of the bucket.
    Object(ObjectName),
}

impl Contents {
    /// From the columns of a row, of which one is filled.
    pub fn of(sealed: Option<Vec<u8>>, object: Option<ObjectName>) -> Option<Self> {
        sealed.map(Self::Here).or(object.map(Self::Object))
    }

    pub fn sealed(&self) -> Option<&[u8]> {
        match self {
            Self::Here(sealed) => Some(sealed),
            Self::Object(_) => None,
        }
    }

    pub fn object(&self) -> Option<&ObjectName> {
        match self {
            Self::Here(_) => None,
            Self::Object(name) => Some(name),
        }
    }
}

/// A file, where its sealed contents are, and what opens them.
pub struct KeptFile {
    pub file: EvidenceFile,
    pub contents: Contents,
    pub data_key: Arc<DataKey>,
}

/// A file with its contents as they were kept.
#[derive(Clone)]
pub struct OpenFile {
    pub file: EvidenceFile,
    pub bytes: Vec<u8>,
}

/// Sealed contents of a file that is not written yet, and the object that they go into.
pub struct Sealed {
    pub file_id: EvidenceFileId,
    pub object: ObjectName,
    pub bytes: Vec<u8>,
}
