//! What is in a release of ESCO, the European classification of skills and occupations.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use crate::access::{Protected, Resource};
use crate::code_lists::LanguageTag;
use crate::text_enum;

/// One release of ESCO, as far as this service uses it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    /// As ESCO names it: `1.2.0`.
    pub release: String,
    /// By their addresses.
    pub concepts: Vec<Concept>,
    pub relations: Vec<Relation>,
    /// From the narrower concept to the broader one, by their places in `concepts`.
    pub broader: Vec<(u32, u32)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concept {
    /// As `http://data.europa.eu/esco/skill/…`: what records keep.
    pub uri: String,
    pub kind: ConceptKind,
    /// Of an occupation, the ISCO-08 unit group it belongs to; of a group, its own code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reuse: Option<ReuseLevel>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<Collection>,
    /// Not in this release any more: kept for the records that name it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub obsolete: bool,
    /// By language.
    pub labels: BTreeMap<String, Labels>,
    /// By language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub descriptions: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Labels {
    pub preferred: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternative: Vec<String>,
    /// Searched, never shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
}

/// What a concept is called, by language.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// In a language, or in English.
    pub fn name(&self, language: &LanguageTag) -> Option<&str> {
        let name = language.find(|it| self.0.get(it));
        name.map(String::as_str)
    }
}

text_enum! {
    ConceptKind {
        Skill = "skill",
        Knowledge = "knowledge",
        SkillGroup = "skill_group",
        Occupation = "occupation",
        IscoGroup = "isco_group",
    }
}

text_enum! {
    /// How widely a skill can be used, from every occupation to one.
    ReuseLevel {
        Transversal = "transversal",
        CrossSector = "cross_sector",
        SectorSpecific = "sector_specific",
        OccupationSpecific = "occupation_specific",
    }
}

text_enum! {
    /// A selection of skills that ESCO publishes with the release.
    Collection { Transversal = "transversal", Digital = "digital", Language = "language" }
}

impl Protected for Concept {
    const RESOURCE: Resource = Resource::CodeList;
}

/// That an occupation asks for a skill, or may use it; by their places in `concepts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relation {
    pub occupation: u32,
    pub skill: u32,
    pub essential: bool,
}

impl ConceptKind {
    pub fn is_skill(self) -> bool {
        matches!(self, Self::Skill | Self::Knowledge)
    }
}

impl Catalogue {
    /// The languages that anything is named in, English first.
    pub fn languages(&self) -> Vec<String> {
        let mut found: Vec<_> = (self.concepts.iter())
            .flat_map(|it| it.labels.keys())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .cloned()
            .collect();
        found.sort_by_key(|it| it != "en");
        found
    }

    /// How many concepts of these kinds the release itself has.
    pub fn count(&self, is_counted: impl Fn(ConceptKind) -> bool) -> usize {
        (self.concepts.iter())
            .filter(|it| is_counted(it.kind) && !it.obsolete)
            .count()
    }

    /// Keeps the skills and occupations that an earlier catalogue had and this one has not, as obsolete:
    /// records may name them.
    pub fn keep_vanished(&mut self, earlier: &Self) {
        let here: HashSet<_> = self.concepts.iter().map(|it| it.uri.as_str()).collect();
        let vanished: Vec<_> = (earlier.concepts.iter())
            .filter(|it| it.kind.is_skill() || it.kind == ConceptKind::Occupation)
            .filter(|it| !it.labels.is_empty() && !here.contains(it.uri.as_str()))
            .map(|it| Concept {
                obsolete: true,
                ..it.clone()
            })
            .collect();
        self.concepts.extend(vanished);
    }
}

impl Concept {
    /// The last part of its address.
    pub fn id(&self) -> &str {
        self.uri.rsplit('/').next().unwrap_or_default()
    }

    /// What it is called in a language, or in English, with the language that was found.
    pub fn label(&self, language: &LanguageTag) -> Option<(&str, &str)> {
        let (language, labels) = language.find(|it| self.labels.get_key_value(it))?;
        Some((language, &labels.preferred))
    }

    /// The same in all its languages.
    pub fn names(&self) -> Names {
        let labels = self.labels.iter();
        Names(
            labels
                .map(|(language, it)| (language.clone(), it.preferred.clone()))
                .collect(),
        )
    }

    /// What it is, likewise.
    pub fn description(&self, language: &LanguageTag) -> Option<(&str, &str)> {
        let (language, text) = language.find(|it| self.descriptions.get_key_value(it))?;
        Some((language, text))
    }
}
