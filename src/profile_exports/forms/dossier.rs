//! The dossier for the service that identifies and validates competences (in Liguria ALFA's): an archive of
//! the transparency document's data, the profile, the list of the evidence with its ratings and hashes,
//! and, if asked for, the files.

use super::bundle::{self, Content};
use super::transparency;
use crate::error::Result;
use crate::evidence_files::OpenFile;
use crate::profile_exports::portable::PortableProfile;

/// As [`crate::profile_exports::portable::FORMAT`].
pub const FORMAT: &str = "bilancio-dossier/1";

pub fn write(
    profile: &PortableProfile,
    repertory_codes: &[String],
    files: Vec<OpenFile>,
) -> Result<Vec<u8>> {
    let statement = transparency::of(profile, repertory_codes);
    let mut contents = vec![
        Content::json("transparency.json", &statement)?,
        Content::json("profile.json", profile)?,
        Content::json("evidence.json", &profile.skills.evidence)?,
    ];
    contents.extend(files.into_iter().map(|OpenFile { file, bytes }| Content {
        path: format!("evidence/{}.{}", file.evidence_id, file.media_type.ending()),
        media_type: file.media_type.as_str(),
        bytes,
    }));
    bundle::write(FORMAT, profile, contents)
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
