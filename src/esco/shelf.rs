use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use chrono::NaiveDateTime;

use super::catalogue::Relation;
use super::{
    Catalogue, Concept, EscoCatalogueId, EscoCatalogueRow, Names, import, matching, search, store,
};
use crate::access::{Proof, Transaction};
use crate::error::{Error, Result};

/// The catalogue in use, in memory: read when it is first needed, and anew once another one is
/// imported, by whichever instance.
#[derive(Default)]
pub struct Shelf {
    held: Mutex<Option<Arc<Held>>>,
}

/// A catalogue with all that finds something in it. What it says is the same for everybody.
pub struct Held {
    /// Of the row it came from; none of the default one.
    pub id: Option<EscoCatalogueId>,
    pub imported_at: Option<NaiveDateTime>,
    pub catalogue: Catalogue,
    pub search: search::Index,
    pub matching: matching::Index,
    places: HashMap<String, u32>,
    /// Relations in the order of their skills.
    by_skill: Vec<Relation>,
}

/// Read once in a program, since it never changes.
static DEFAULT: LazyLock<std::result::Result<Arc<Held>, String>> = LazyLock::new(|| {
    let mut sources = Vec::new();
    let archive = Cursor::new(include_bytes!("../../config/esco/default.zip"));
    import::from_zip(archive, &mut sources).map_err(|cause| cause.to_string())?;
    let release = import::catalogue(DEFAULT_RELEASE, &sources, |_| {});
    let release = release.map_err(|broken| broken.to_string())?;
    Ok(Arc::new(Held::new(release.catalogue, None)))
});

/// What `config/esco/default.zip` was made from.
const DEFAULT_RELEASE: &str = "1.1.1";

impl Shelf {
    /// The catalogue in use. While one thread reads a new one, others wait for it.
    pub fn current(&self, tx: &mut Transaction, proof: &impl Proof) -> Result<Arc<Held>> {
        let newest = store::newest(tx, proof)?;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.as_ref().filter(|it| it.id == newest) {
            return Ok(Arc::clone(held));
        }
        let current = match store::read_newest(tx, proof)? {
            Some(row) => Arc::new(Held::new(row.open()?, Some(&row))),
            None => default_catalogue()?,
        };
        *held = Some(Arc::clone(&current));
        Ok(current)
    }
}

/// The catalogue in the program.
pub fn default_catalogue() -> Result<Arc<Held>> {
    let default = DEFAULT
        .as_ref()
        .map_err(|cause| Error::internal(cause.as_str()))?;
    Ok(Arc::clone(default))
}

impl Held {
    fn new(catalogue: Catalogue, row: Option<&EscoCatalogueRow>) -> Self {
        let places = (0..).zip(&catalogue.concepts);
        let mut by_skill = catalogue.relations.clone();
        by_skill.sort_unstable_by_key(|it| (it.skill, !it.essential, it.occupation));
        Self {
            id: row.map(|it| it.id.clone()),
            imported_at: row.map(|it| it.imported_at),
            search: search::Index::new(&catalogue),
            matching: matching::Index::new(&catalogue),
            places: places.map(|(place, it)| (it.uri.clone(), place)).collect(),
            by_skill,
            catalogue,
        }
    }

    pub fn concept(&self, place: u32) -> &Concept {
        &self.catalogue.concepts[place as usize]
    }

    /// The place of the concept with an address.
    pub fn place(&self, uri: &str) -> Option<u32> {
        self.places.get(uri).copied()
    }

    /// What those of these concepts are called that it knows, by their addresses.
    pub fn names<'a>(&self, uris: impl IntoIterator<Item = &'a str>) -> HashMap<String, Names> {
        let known = uris.into_iter().filter_map(|uri| {
            let concept = self.concept(self.place(uri)?);
            Some((uri.to_owned(), concept.names()))
        });
        known.collect()
    }

    /// What an occupation asks for.
    pub fn skills_of(&self, occupation: u32) -> &[Relation] {
        let all = &self.catalogue.relations;
        let begin = all.partition_point(|it| it.occupation < occupation);
        let end = all.partition_point(|it| it.occupation <= occupation);
        &all[begin..end]
    }

    /// Who asks for a skill, those first to whom it is essential.
    pub fn occupations_with(&self, skill: u32) -> &[Relation] {
        let all = &self.by_skill;
        let begin = all.partition_point(|it| it.skill < skill);
        let end = all.partition_point(|it| it.skill <= skill);
        &all[begin..end]
    }

    /// The broader concepts of one.
    pub fn broader(&self, place: u32) -> impl Iterator<Item = u32> {
        let all = &self.catalogue.broader;
        let begin = all.partition_point(|(narrower, _)| *narrower < place);
        (all[begin..].iter())
            .take_while(move |(narrower, _)| *narrower == place)
            .map(|(_, broader)| *broader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code_lists::LanguageTag;
    use crate::esco::ConceptKind;

    #[test]
    fn the_default_catalogue_has_the_skills_of_its_release_in_english() {
        let held = default_catalogue().unwrap();
        assert_eq!(held.catalogue.count(ConceptKind::is_skill), 13_412);
        assert_eq!(
            held.catalogue.count(|kind| kind == ConceptKind::Occupation),
            0
        );
        assert_eq!(held.catalogue.languages(), ["en"]);
        for (query, expected) in [
            ("sewing fabric", "sew pieces of fabric"),
            ("milk the animals", "milk animals"),
            ("repair bycicles", "perform repairs on bicycles"),
        ] {
            let found = held.search.find(query, None, |_| true);
            let names: Vec<_> = (found.iter().take(5))
                .filter_map(|it| held.concept(it.concept).label(&LanguageTag::english()))
                .map(|(_, name)| name)
                .collect();
            assert!(names.contains(&expected), "{query}: {names:?}");
        }
    }
}
