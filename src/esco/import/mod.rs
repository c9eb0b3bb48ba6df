//! Reads a release of ESCO from its official CSV files, of any version and in any languages, whole or
//! not at all.

mod files;
mod replacement;
mod rows;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use files::{Source, from_zip, read, release_of};
pub use replacement::{Imported, into};
use rows::Table;

use super::catalogue::{Catalogue, Collection, Concept, ConceptKind, Labels, Relation, ReuseLevel};

/// Mistakes that are told, at most.
const TOLD: usize = 20;
/// Of so many rows, one may name a concept that is in none of the files: ESCO's releases have a few.
const TOLERATED: usize = 1000;

/// What is wrong with files that cannot be read: a sentence a mistake, with its file and line.
#[derive(Debug, PartialEq)]
pub struct Broken(pub Vec<String>);

/// What was read, and the few rows that name a concept which the release does not have.
pub struct Release {
    pub catalogue: Catalogue,
    pub nameless: Vec<String>,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

/// What a reading has found so far.
#[derive(Default)]
struct Reading {
    catalogue: Catalogue,
    places: HashMap<String, u32>,
    relations: HashSet<Relation>,
    broader: HashSet<(u32, u32)>,
    /// Rows that name other concepts, and those of them that name one that is in none of the files.
    naming: usize,
    nameless: Vec<String>,
    broken: Vec<String>,
}

/// Reads the files of one release. `progress` hears of each file that was read.
pub fn catalogue(
    release: &str,
    sources: &[Source],
    mut progress: impl FnMut(&Source),
) -> Result<Release, Broken> {
    let mut reading = Reading::default();
    reading.catalogue.release = release.to_owned();
    // What others name comes before those who name it.
    for step in [Step::Concepts, Step::Collections, Step::Relations] {
        for source in sources {
            if let Some((_, content)) = content(source).filter(|(of, _)| *of == step) {
                reading.read(source, content);
                progress(source);
            }
        }
    }
    reading.end()
}

#[derive(PartialEq)]
enum Step {
    Concepts,
    Collections,
    Relations,
}

/// What a file tells.
enum Content {
    Skills,
    Named(ConceptKind),
    Collection(Collection),
    OccupationSkills,
    Broader,
}

/// Files that are not named here are left alone.
fn content(source: &Source) -> Option<(Step, Content)> {
    Some(match source.name.as_str() {
        "skills" => (Step::Concepts, Content::Skills),
        "skillGroups" => (Step::Concepts, Content::Named(ConceptKind::SkillGroup)),
        "occupations" => (Step::Concepts, Content::Named(ConceptKind::Occupation)),
        "ISCOGroups" => (Step::Concepts, Content::Named(ConceptKind::IscoGroup)),
        "transversalSkillsCollection" => (
            Step::Collections,
            Content::Collection(Collection::Transversal),
        ),
        "digCompSkillsCollection" | "digitalSkillsCollection" => {
            (Step::Collections, Content::Collection(Collection::Digital))
        }
        "languageSkillsCollection" => {
            (Step::Collections, Content::Collection(Collection::Language))
        }
        "occupationSkillRelations" => (Step::Relations, Content::OccupationSkills),
        "broaderRelationsOccPillar" | "broaderRelationsSkillPillar" => {
            (Step::Relations, Content::Broader)
        }
        _ => return None,
    })
}

impl Reading {
    fn read(&mut self, source: &Source, content: Content) {
        let read = match content {
            Content::Skills => self.skills(source),
            Content::Named(kind) => self.named(source, kind),
            Content::Collection(collection) => self.collection(source, collection),
            Content::OccupationSkills => self.occupation_skills(source),
            Content::Broader => self.hierarchy(source),
        };
        if let Err(mistake) = read {
            self.broken.push(mistake);
        }
    }

    fn skills(&mut self, source: &Source) -> Result<(), String> {
        let table = Table::open(
            source,
            ["conceptUri", "skillType", "reuseLevel", "preferredLabel"],
        )?;
        table.each(|row, [uri, kind, reuse, label]| {
            let kind = match kind {
                "skill/competence" => ConceptKind::Skill,
                "knowledge" => ConceptKind::Knowledge,
                // The first release of ESCO has skills without a type.
                "" => ConceptKind::Skill,
                other => return self.mistake(row.told(&format!("unknown skillType {other:?}"))),
            };
            let reuse = match reuse {
                "transversal" => Some(ReuseLevel::Transversal),
                "cross-sector" => Some(ReuseLevel::CrossSector),
                "sector-specific" => Some(ReuseLevel::SectorSpecific),
                "occupation-specific" => Some(ReuseLevel::OccupationSpecific),
                _ => None,
            };
            if let Some(concept) = self.name(&row, kind, uri, label) {
                concept.reuse = concept.reuse.or(reuse);
            }
        })
    }

    fn named(&mut self, source: &Source, kind: ConceptKind) -> Result<(), String> {
        let table = Table::open(source, ["conceptUri", "preferredLabel"])?;
        let code = if kind == ConceptKind::Occupation {
            "iscoGroup"
        } else {
            "code"
        };
        table.each(|row, [uri, label]| {
            let code = row.optional(code).to_owned();
            if let Some(concept) = self
                .name(&row, kind, uri, label)
                .filter(|it| it.code.is_empty())
            {
                concept.code = code;
            }
        })
    }

    /// Takes a concept's names in the language of a file.
    fn name(
        &mut self,
        row: &rows::Row,
        kind: ConceptKind,
        uri: &str,
        label: &str,
    ) -> Option<&mut Concept> {
        if !uri.starts_with("http") {
            self.mistake(row.told("conceptUri is no address"));
            return None;
        }
        if label.is_empty() {
            self.mistake(row.told("preferredLabel is empty"));
            return None;
        }
        let place = match self.places.get(uri) {
            Some(place) => *place,
            None => self.add(uri, kind, row.optional("status") == "obsolete")?,
        };
        let language = row.language();
        if self.concept(place).labels.contains_key(language) {
            self.mistake(row.told(&format!("{uri} is there twice")));
            return None;
        }
        let concept = self.concept(place);
        let lines = |text: &str| -> Vec<String> {
            let lines = text.lines().map(str::trim);
            lines
                .filter(|it| !it.is_empty() && *it != label)
                .map(str::to_owned)
                .collect()
        };
        let labels = Labels {
            preferred: label.to_owned(),
            alternative: lines(row.optional("altLabels")),
            hidden: lines(row.optional("hiddenLabels")),
        };
        concept.labels.insert(language.to_owned(), labels);
        let description = row.optional("description").trim();
        if !description.is_empty() {
            concept
                .descriptions
                .insert(language.to_owned(), description.to_owned());
        }
        Some(concept)
    }

    fn collection(&mut self, source: &Source, collection: Collection) -> Result<(), String> {
        let table = Table::open(source, ["conceptUri"])?;
        table.each(|_row, [uri]| {
            // A collection also lists concepts above the skills.
            if let Some(place) = self.places.get(uri).copied() {
                let concept = self.concept(place);
                if concept.kind.is_skill() && !concept.collections.contains(&collection) {
                    concept.collections.push(collection);
                }
            }
        })
    }

    fn occupation_skills(&mut self, source: &Source) -> Result<(), String> {
        let table = Table::open(source, ["occupationUri", "relationType", "skillUri"])?;
        table.each(|row, [occupation, relation, skill]| {
            let essential = match relation {
                "essential" => true,
                "optional" => false,
                other => return self.mistake(row.told(&format!("unknown relationType {other:?}"))),
            };
            let occupation = self.place(&row, occupation, ConceptKind::Occupation);
            let skill = self.place(&row, skill, ConceptKind::Skill);
            if let (Some(occupation), Some(skill)) = (occupation, skill) {
                self.relations.insert(Relation {
                    occupation,
                    skill,
                    essential,
                });
            }
        })
    }

    fn hierarchy(&mut self, source: &Source) -> Result<(), String> {
        let table = Table::open(source, ["conceptUri", "broaderUri"])?;
        table.each(|row, [narrower, broader]| {
            self.naming += 1;
            let places = (self.places.get(narrower), self.places.get(broader));
            if let (Some(narrower), Some(broader)) = places {
                self.broader.insert((*narrower, *broader));
            } else {
                self.nameless
                    .push(row.told(&format!("{narrower} or {broader} is in none of the files")));
            }
        })
    }

    /// The concept that a row names. One that is in none of the files gets no name, and is told.
    fn place(&mut self, row: &rows::Row, uri: &str, kind: ConceptKind) -> Option<u32> {
        self.naming += 1;
        if let Some(place) = self.places.get(uri).copied() {
            let found = self.concept(place).kind;
            if found == kind || found.is_skill() && kind.is_skill() {
                return Some(place);
            }
            self.mistake(row.told(&format!("{uri} is of another kind")));
            return None;
        }
        if !uri.starts_with("http") {
            self.mistake(row.told("no address of a concept"));
            return None;
        }
        let sentence = row.told(&format!("{uri} is in none of the files"));
        self.nameless.push(sentence);
        self.add(uri, kind, true)
    }

    fn add(&mut self, uri: &str, kind: ConceptKind, obsolete: bool) -> Option<u32> {
        let place = u32::try_from(self.catalogue.concepts.len()).ok()?;
        self.places.insert(uri.to_owned(), place);
        self.catalogue.concepts.push(Concept {
            uri: uri.to_owned(),
            kind,
            code: String::new(),
            reuse: None,
            collections: Vec::new(),
            obsolete,
            labels: BTreeMap::new(),
            descriptions: BTreeMap::new(),
        });
        Some(place)
    }

    fn concept(&mut self, place: u32) -> &mut Concept {
        &mut self.catalogue.concepts[place as usize]
    }

    fn mistake(&mut self, sentence: String) {
        self.broken.push(sentence);
    }

    fn end(mut self) -> Result<Release, Broken> {
        if self.catalogue.count(ConceptKind::is_skill) == 0 && self.broken.is_empty() {
            self.mistake("there is no skills_xx.csv with a skill in it".to_owned());
        }
        if self.nameless.len() * TOLERATED > self.naming {
            self.broken.append(&mut self.nameless);
        }
        if self.broken.is_empty() {
            self.catalogue.relations = self.relations.into_iter().collect();
            self.catalogue.relations.sort_unstable();
            self.catalogue.broader = self.broader.into_iter().collect();
            self.catalogue.broader.sort_unstable();
            return Ok(Release {
                catalogue: self.catalogue,
                nameless: self.nameless,
            });
        }
        let more = self.broken.len().saturating_sub(TOLD);
        self.broken.truncate(TOLD);
        if more > 0 {
            self.broken.push(format!("and {more} more"));
        }
        Err(Broken(self.broken))
    }
}
