//! The files of a release: in a folder, or in a zip file as ESCO's download gives them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The largest file that is read, unpacked: the largest of ESCO's has 40 MB.
const LARGEST: u64 = 512 * 1024 * 1024;

/// One file of a release in its official form.
pub struct Source {
    /// As its name begins: `skills` of `skills_en.csv`.
    pub name: String,
    /// As its name ends.
    pub language: String,
    pub file_name: String,
    pub contents: Vec<u8>,
}

/// Reads all `NAME_xx.csv` of folders or zip files, wherever within they are.
pub fn read(paths: &[impl AsRef<Path>]) -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    for path in paths {
        let path = path.as_ref();
        let told =
            |cause: &dyn std::fmt::Display| format!("{} cannot be read: {cause}", path.display());
        if path.is_dir() {
            from_folder(path, &mut sources).map_err(|cause| told(&cause))?;
        } else {
            let file = File::open(path).map_err(|cause| told(&cause))?;
            from_zip(BufReader::new(file), &mut sources).map_err(|cause| told(&cause))?;
        }
    }
    sources.sort_by(|a, b| (&a.name, &a.language).cmp(&(&b.name, &b.language)));
    Ok(sources)
}

fn from_folder(folder: &Path, sources: &mut Vec<Source>) -> Result<(), std::io::Error> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some((name, language)) = parts(&name) {
            let mut contents = Vec::new();
            File::open(&path)?
                .take(LARGEST)
                .read_to_end(&mut contents)?;
            sources.push(Source {
                file_name: path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                name,
                language,
                contents,
            });
        }
    }
    Ok(())
}

/// Adds the files of an archive.
pub fn from_zip(
    archive: impl Read + std::io::Seek,
    sources: &mut Vec<Source>,
) -> Result<(), zip::result::ZipError> {
    let mut archive = zip::ZipArchive::new(archive)?;
    for index in 0..archive.len() {
        let file = archive.by_index(index)?;
        let file_name = file
            .name()?
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        if let Some((name, language)) = parts(&file_name) {
            let mut contents = Vec::new();
            file.take(LARGEST).read_to_end(&mut contents)?;
            sources.push(Source {
                name,
                language,
                file_name,
                contents,
            });
        }
    }
    Ok(())
}

/// `skills_en.csv` as `skills` and `en`.
fn parts(file_name: &str) -> Option<(String, String)> {
    let (name, language) = file_name.strip_suffix(".csv")?.rsplit_once('_')?;
    let is_language =
        matches!(language.len(), 2 | 3) && language.chars().all(|c| c.is_ascii_lowercase());
    is_language.then(|| (name.to_owned(), language.to_owned()))
}

/// The release that a path's name tells, as in `ESCO dataset - v1.2.0 - classification - en - csv.zip`.
pub fn release_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let (_, rest) = name
        .split_once('v')
        .filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let release: String = (rest.chars())
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    Some(release.trim_end_matches('.').to_owned())
}
