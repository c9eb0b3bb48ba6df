//! Archives of files with a manifest, which tells what is in them and a hash of each.

use serde::Serialize;

use super::json;
use crate::archive::{Member, archive};
use crate::error::Result;
use crate::evidence_files::contents::hash;
use crate::profile_exports::portable::PortableProfile;

const JSON: &str = "application/json";

/// A file of an archive.
pub struct Content {
    /// Of letters, digits and hyphens, made by the service.
    pub path: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Content {
    pub fn json(path: &str, document: &impl Serialize) -> Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            media_type: JSON,
            bytes: json(document)?,
        })
    }
}

#[derive(Serialize)]
struct Manifest<'a> {
    format: &'static str,
    id: String,
    made_at: String,
    case_code: &'a str,
    purpose: &'static str,
    recipient: Option<&'a str>,
    files: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    path: &'a str,
    media_type: &'static str,
    size_bytes: usize,
    sha256: String,
}

/// `format` is the name and version of what lies in the archive, as
/// [`crate::profile_exports::portable::FORMAT`].
pub fn write(
    format: &'static str,
    profile: &PortableProfile,
    contents: Vec<Content>,
) -> Result<Vec<u8>> {
    let manifest = manifest(format, profile, &contents);
    let manifest = Content::json("manifest.json", &manifest)?;
    let members = contents.into_iter().map(|content| Member {
        packs: content.media_type == JSON,
        path: content.path,
        bytes: content.bytes,
    });
    let manifest = Member {
        path: manifest.path,
        bytes: manifest.bytes,
        packs: true,
    };
    archive(std::iter::once(manifest).chain(members))
}

fn manifest<'a>(
    format: &'static str,
    profile: &'a PortableProfile,
    contents: &'a [Content],
) -> Manifest<'a> {
    Manifest {
        format,
        id: profile.id.to_string(),
        made_at: profile.made_at.to_rfc3339(),
        case_code: &profile.case_code,
        purpose: profile.purpose.as_str(),
        recipient: profile.recipient.as_deref(),
        files: contents
            .iter()
            .map(|content| Listed {
                path: &content.path,
                media_type: content.media_type,
                size_bytes: content.bytes.len(),
                sha256: hash(&content.bytes),
            })
            .collect(),
    }
}
