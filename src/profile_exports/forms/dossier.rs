//! The dossier for the service that identifies and validates competences (in Liguria ALFA's): an archive of
//! the transparency document's data, the profile, the list of the evidence with its ratings and hashes,
//! and, if asked for, the files. The manifest tells what is in it, and a hash of each file.

use serde::Serialize;

use super::{json, transparency};
use crate::archive::{Member, archive};
use crate::error::Result;
use crate::evidence_files::OpenFile;
use crate::evidence_files::contents::hash;
use crate::profile_exports::portable::PortableProfile;

/// As [`crate::profile_exports::portable::FORMAT`].
pub const FORMAT: &str = "bilancio-dossier/1";

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

struct Content {
    path: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

pub fn write(
    profile: &PortableProfile,
    repertory_codes: &[String],
    files: Vec<OpenFile>,
) -> Result<Vec<u8>> {
    let document = |path: &str, bytes: Vec<u8>| Content {
        path: path.to_owned(),
        media_type: "application/json",
        bytes,
    };
    let mut contents = vec![
        document(
            "transparency.json",
            json(&transparency::of(profile, repertory_codes))?,
        ),
        document("profile.json", json(profile)?),
        document("evidence.json", json(&profile.skills.evidence)?),
    ];
    contents.extend(files.into_iter().map(|OpenFile { file, bytes }| Content {
        path: format!("evidence/{}.{}", file.evidence_id, file.media_type.ending()),
        media_type: file.media_type.as_str(),
        bytes,
    }));
    let manifest = json(&manifest(profile, &contents))?;
    let manifest = Member {
        path: "manifest.json".to_owned(),
        bytes: manifest,
        packs: true,
    };
    let members = contents.into_iter().map(|content| Member {
        packs: content.media_type == "application/json",
        path: content.path,
        bytes: content.bytes,
    });
    archive(std::iter::once(manifest).chain(members))
}

fn manifest<'a>(profile: &'a PortableProfile, contents: &'a [Content]) -> Manifest<'a> {
    Manifest {
        format: FORMAT,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile_exports::portable::tests::full;

    #[test]
    fn the_same_dossier_has_the_same_bytes() {
        let profile = full();
        let made = || write(&profile, &["1.2.3".to_owned()], Vec::new()).expect("an archive");
        assert_eq!(made(), made());
    }
}
