//! All that there are samples of: documents, and the papers that are drawn of a profile.

use crate::documents::samples::{self as documents, Sample, SamplePerson};
use crate::fixed_texts::TextLanguage;
use crate::profile_exports::samples as profiles;

/// By name, with a language beside the Italian.
pub fn all_in(language: TextLanguage) -> Vec<(&'static str, Sample)> {
    let mut samples = documents::all_in(language);
    samples.extend(profiles::all_in(language));
    samples
}

/// All that bears a name, about somebody, in their language.
pub fn about(person: &SamplePerson) -> Vec<(&'static str, Sample)> {
    let mut samples = person.samples();
    samples.extend(profiles::about(person));
    samples
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;
    use crate::documents::render::Renderer;
    use crate::documents::render::looks::Looks;
    use crate::organisations::OrganisationId;

    #[test]
    fn every_template_is_tried_in_an_organisations_look() {
        let folder = tempfile::tempdir().unwrap();
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/templates");
        let mut looks = BTreeMap::new();
        for template in templates.read_dir().unwrap() {
            let name = template.unwrap().file_name().into_string().unwrap();
            let id = OrganisationId::new();
            let own = folder.path().join(id.as_str());
            std::fs::create_dir(&own).unwrap();
            std::fs::write(own.join(&name), "\n#no-such-part").unwrap();
            looks.insert(name, id);
        }
        let renderer = Renderer::new(Looks::read(folder.path()).unwrap());
        let samples = all_in(TextLanguage::English);
        for (name, id) in looks {
            let told = format!("{id}/{name}:2: unknown variable: no-such-part");
            let mut faults = samples.iter().flat_map(|(_, sample)| {
                let faults = renderer.faults(sample, &id, chrono::DateTime::UNIX_EPOCH);
                faults.unwrap()
            });
            assert!(faults.any(|fault| fault.ends_with(&told)), "{name}");
        }
    }

    #[test]
    fn a_file_is_written_for_each_sample() {
        let names = |samples: Vec<(&'static str, Sample)>| {
            let names: Vec<_> = samples.into_iter().map(|(name, _)| name).collect();
            let distinct: std::collections::BTreeSet<_> = names.iter().copied().collect();
            assert_eq!(names.len(), distinct.len(), "{names:?}");
        };
        names(all_in(TextLanguage::Arabic));
        documents::people().iter().map(about).for_each(names);
    }
}
