//! The portfolio, which belongs to the person: a public part to be shown to anybody (CV, competences with their
//! evidence, issued documents), a private part for the person alone (the whole profile, answers to
//! questionnaires and worksheets, the report), and a cover that tells what is in it.
//!
//! The public part has no more than what goes to somebody else, whoever takes it.

use super::bundle::{self, Content};
use super::cv;
use crate::documents::content::Bilingual;
use crate::documents::paper::Paper;
use crate::error::Result;
use crate::profile_exports::papers::answers::AnswersPaper;
use crate::profile_exports::papers::cover::{CoverFile, CoverPaper, CoverPart, cv_name};
use crate::profile_exports::papers::profile::ProfilePaper;
use crate::profile_exports::papers::skills::SkillsTable;
use crate::profile_exports::papers::{Tongues, draw};
use crate::profile_exports::portable::PortableProfile;
use crate::profile_exports::{PortfolioPart, PortfolioSources};

/// As [`crate::profile_exports::portable::FORMAT`].
pub const FORMAT: &str = "bilancio-portfolio/1";

const PDF: &str = "application/pdf";

/// Files of one part, with what the cover calls them.
struct Part {
    part: PortfolioPart,
    files: Vec<(Bilingual, Content)>,
}

impl Part {
    fn new(part: PortfolioPart) -> Self {
        Self {
            part,
            files: Vec::new(),
        }
    }

    fn add(&mut self, name: Bilingual, file: &str, media_type: &'static str, bytes: Vec<u8>) {
        let path = format!("{}/{file}", self.part);
        let content = Content {
            path,
            media_type,
            bytes,
        };
        self.files.push((name, content));
    }

    fn draw(
        &mut self,
        name: Bilingual,
        file: &str,
        paper: &impl Paper,
        profile: &PortableProfile,
    ) -> Result<()> {
        self.add(name, file, PDF, draw(paper, profile)?);
        Ok(())
    }

    fn add_documents(&mut self, further: &PortfolioSources, tongues: Tongues) {
        for (document, file) in &further.documents {
            if PortfolioPart::with(document.kind) == Some(self.part) {
                let kind = document.kind.as_str();
                let name = tongues.label("portfolio", kind);
                let path = format!("{}-{}.pdf", kind.replace('_', "-"), document.edition);
                self.add(name, &path, PDF, file.clone());
            }
        }
    }

    fn told(&self) -> CoverPart {
        let files = self.files.iter();
        let files = files.map(|(name, content)| CoverFile {
            name: name.clone(),
            path: content.path.clone(),
        });
        CoverPart {
            part: self.part,
            files: files.collect(),
        }
    }
}

/// `profile` is as the person has it, `shown` as others read it.
pub fn write(
    profile: &PortableProfile,
    shown: &PortableProfile,
    further: &PortfolioSources,
    tongues: Tongues,
    asked: &[PortfolioPart],
) -> Result<Vec<u8>> {
    let parts = asked.iter().map(|part| match part {
        PortfolioPart::Public => public(shown, further, tongues),
        PortfolioPart::Private => private(profile, further, tongues),
    });
    let parts: Vec<_> = parts.collect::<Result<_>>()?;
    let told = parts.iter().map(Part::told).collect();
    let cover = Content {
        path: "cover.pdf".to_owned(),
        media_type: PDF,
        bytes: draw(&CoverPaper::new(shown, tongues, told), shown)?,
    };
    let files = parts.into_iter().flat_map(|part| part.files);
    let files = files.map(|(_, content)| content);
    bundle::write(FORMAT, shown, std::iter::once(cover).chain(files).collect())
}

/// A CV in each of the two languages.
fn public(profile: &PortableProfile, further: &PortfolioSources, tongues: Tongues) -> Result<Part> {
    let mut part = Part::new(PortfolioPart::Public);
    for alone in tongues.each() {
        let file = format!("cv-{}.pdf", alone.first.tag());
        let name = cv_name(alone.first, tongues);
        part.add(name, &file, PDF, cv(profile, alone)?);
    }
    let name = tongues.fixed("doc-skills-table");
    let table = SkillsTable::new(profile, tongues);
    part.draw(name, "competences.pdf", &table, profile)?;
    part.add_documents(further, tongues);
    Ok(part)
}

fn private(
    profile: &PortableProfile,
    further: &PortfolioSources,
    tongues: Tongues,
) -> Result<Part> {
    let mut part = Part::new(PortfolioPart::Private);
    let paper = ProfilePaper::new(profile, tongues);
    part.draw(tongues.fixed("doc-profile"), "profile.pdf", &paper, profile)?;
    let file = Content::json("profile.json", profile)?;
    let name = tongues.fixed("portfolio-profile-as-file");
    part.add(name, &file.path, file.media_type, file.bytes);
    if let Some(paper) = AnswersPaper::new(profile, &further.responses, tongues) {
        part.draw(tongues.fixed("doc-answers"), "answers.pdf", &paper, profile)?;
    }
    part.add_documents(further, tongues);
    Ok(part)
}
