//! How the papers of an organisation look where it has colours, a logo or templates of its own.
//!
//! A folder holds one folder for each such organisation, named by its id, with any of: `style.toml`, `logo.svg`
//! or `logo.png`, and templates that take the place of those of `config/templates/` with the same name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use figment::Figment;
use figment::providers::{Format, Toml};
use serde::{Deserialize, Serialize};
use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};

use super::world::{TEMPLATES, file};
use crate::organisations::OrganisationId;

/// A logo is drawn on every page of every paper.
const LOGO_MOST: usize = 512 * 1024;

/// The least contrast of a colour that is read, against white (WCAG 2.2, 1.4.3).
const LEGIBLE: f64 = 4.5;

const LOGOS: [(&str, &str); 2] = [("logo.svg", "/logo.svg"), ("logo.png", "/logo.png")];

#[derive(Debug, thiserror::Error)]
pub enum LookError {
    #[error("{} is not read: {cause}", .path.display())]
    Read {
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error("{} is not the id of an organisation", .0.display())]
    NotAnId(PathBuf),
    #[error("{} is neither style.toml nor a logo nor a template that there is", .0.display())]
    Unknown(PathBuf),
    #[error("{} has no style: {cause}", .path.display())]
    Style {
        path: PathBuf,
        cause: Box<figment::Error>,
    },
    #[error("{}: {colour} is not a colour as in \"#0d5561\"", .path.display())]
    Colour { path: PathBuf, colour: String },
    #[error("{}: {colour} cannot be read on white", .path.display())]
    Pale { path: PathBuf, colour: String },
    #[error("{} is larger than {} KiB", .0.display(), LOGO_MOST / 1024)]
    Large(PathBuf),
}

/// What a template reads as `view.style`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Style {
    /// Of titles and headings.
    primary: String,
    /// Of ornaments.
    accent: String,
    #[serde(skip_deserializing)]
    logo: Option<&'static str>,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            primary: "#0d5561".to_owned(),
            accent: "#c58a4a".to_owned(),
            logo: None,
        }
    }
}

/// The look of one organisation's papers.
#[derive(Default)]
pub(super) struct Look {
    /// Where it was read from.
    pub(super) folder: PathBuf,
    pub(super) style: Style,
    pub(super) logo: Option<Bytes>,
    /// Those of its own; of the others the service's stand.
    pub(super) templates: Vec<Source>,
}

impl Look {
    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        self.templates.iter().find(|source| source.id() == id)
    }

    pub(super) fn file(&self, id: FileId) -> Option<&Bytes> {
        let place = self.style.logo.map(file);
        self.logo.as_ref().filter(|_| place == Some(id))
    }
}

/// All looks but the service's own.
#[derive(Default)]
pub struct Looks(BTreeMap<OrganisationId, Look>);

impl Looks {
    /// Reads a folder whole; what it does not understand is an error, lest a misspelt name change nothing.
    pub fn read(folder: &Path) -> Result<Self, LookError> {
        let mut looks = BTreeMap::new();
        for path in entries(folder)? {
            let name = path.file_name().and_then(|it| it.to_str());
            let id = name.and_then(|it| it.parse().ok());
            let id = id.ok_or_else(|| LookError::NotAnId(path.clone()))?;
            looks.insert(id, Look::read(&path)?);
        }
        Ok(Self(looks))
    }

    pub fn organisations(&self) -> impl Iterator<Item = &OrganisationId> {
        self.0.keys()
    }

    /// That of an organisation, else the service's own.
    pub(super) fn of(&self, organisation: Option<&OrganisationId>) -> &Look {
        static OWN: LazyLock<Look> = LazyLock::new(Look::default);
        organisation
            .and_then(|it| self.0.get(it))
            .unwrap_or_else(|| &OWN)
    }
}

impl Look {
    fn read(folder: &Path) -> Result<Self, LookError> {
        let mut look = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        let mut logo = None;
        for path in entries(folder)? {
            let name = path.file_name().and_then(|it| it.to_str());
            let name = name.unwrap_or_default();
            let own = format!("/{name}");
            if name == "style.toml" {
                look.style = style(&path)?;
            } else if let Some((_, place)) = LOGOS.iter().find(|(it, _)| *it == name) {
                let bytes = std::fs::read(&path);
                let bytes = bytes.map_err(|cause| unread(&path, cause))?;
                if bytes.len() > LOGO_MOST {
                    return Err(LookError::Large(path));
                }
                look.logo = Some(Bytes::new(bytes));
                logo = Some(*place);
            } else if is_template(&own) {
                let text = std::fs::read_to_string(&path);
                let text = text.map_err(|cause| unread(&path, cause))?;
                look.templates.push(Source::new(file(&own), text));
            } else {
                return Err(LookError::Unknown(path));
            }
        }
        look.style.logo = logo;
        Ok(look)
    }
}

/// Whether a look may have it.
fn is_template(name: &str) -> bool {
    TEMPLATES.iter().any(|(it, _)| *it == name)
}

fn unread(path: &Path, cause: std::io::Error) -> LookError {
    let path = path.to_owned();
    LookError::Read { path, cause }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, LookError> {
    let failed = |cause| unread(folder, cause);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn style(path: &Path) -> Result<Style, LookError> {
    let path = path.to_owned();
    let style: Style = match Figment::from(Toml::file_exact(&path)).extract() {
        Ok(style) => style,
        Err(cause) => {
            let cause = Box::new(cause);
            return Err(LookError::Style { path, cause });
        }
    };
    for colour in [&style.primary, &style.accent] {
        if channels(colour).is_none() {
            let colour = colour.clone();
            return Err(LookError::Colour { path, colour });
        }
    }
    match channels(&style.primary).is_some_and(|it| contrast_to_white(it) >= LEGIBLE) {
        true => Ok(style),
        false => Err(LookError::Pale {
            path,
            colour: style.primary,
        }),
    }
}

/// Red, green and blue of `#rrggbb`.
fn channels(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = value.to_be_bytes();
    Some([red, green, blue])
}

/// From 1 to 21 (WCAG 2.2, relative luminance and contrast ratio).
fn contrast_to_white(channels: [u8; 3]) -> f64 {
    let [red, green, blue] = channels.map(|channel| {
        let share = f64::from(channel) / 255.0;
        match share <= 0.04045 {
            true => share / 12.92,
            false => ((share + 0.055) / 1.055).powf(2.4),
        }
    });
    1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01a2069b-e8fe-768c-8504-140d6d220d0f";

    /// Reads a folder with one organisation's files.
    fn read(files: &[(&str, &[u8])]) -> Result<Looks, LookError> {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(ID);
        std::fs::create_dir(&own).unwrap();
        for (name, text) in files {
            std::fs::write(own.join(name), text).unwrap();
        }
        Looks::read(folder.path())
    }

    #[test]
    fn what_a_folder_says_is_taken_and_the_rest_stands() {
        let looks = read(&[
            ("style.toml", b"primary = \"#004080\""),
            ("logo.svg", b"<svg/>"),
            ("letter.typ", b"#import \"house.typ\": *"),
        ]);
        let looks = looks.unwrap();
        let look = looks.of(Some(&ID.parse().unwrap()));
        assert_eq!(look.style.primary, "#004080");
        assert_eq!(look.style.accent, Style::default().accent);
        assert_eq!(look.style.logo, Some("/logo.svg"));
        assert_eq!(look.templates.len(), 1);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let large = vec![b' '; LOGO_MOST + 1];
        for (name, text) in [
            ("stile.toml", b"".as_slice()),
            ("leter.typ", b""),
            ("style.toml", b"primary = 3"),
            ("style.toml", b"colour = \"#000000\""),
            ("style.toml", b"accent = \"red\""),
            ("style.toml", b"primary = \"#ffe0a0\""),
            ("logo.png", &large),
        ] {
            assert!(read(&[(name, text)]).is_err(), "{name}");
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("job-centre")).unwrap();
        assert!(matches!(
            Looks::read(folder.path()),
            Err(LookError::NotAnId(_))
        ));
        assert!(Looks::read(&folder.path().join("none")).is_err());
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast_to_white([0, 0, 0]) - 21.0).abs() < 1e-9);
        assert!((contrast_to_white([255, 255, 255]) - 1.0).abs() < 1e-9);
        // #767676 is the palest grey that the guidelines let be read.
        assert!(contrast_to_white([0x76, 0x76, 0x76]) >= LEGIBLE);
        assert!(contrast_to_white([0x77, 0x77, 0x77]) < LEGIBLE);
    }
}
