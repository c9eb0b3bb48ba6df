use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::catalogue::Relation;
use super::{Collection, Concept, ConceptKind, Found, Held, ReuseLevel, Wanted, service};
use crate::access::Caller;
use crate::db::Database;
use crate::error::texts::Language;
use crate::error::{Error, Result};
use crate::http::{Item, Listed, Query};

/// ESCO asks its users to say so.
const NOTICE: &str = "This service uses the ESCO classification of the European Commission. The data \
    was adapted: it is searched and shown in another form.";
/// Most concepts of one answer.
const MOST: usize = 50;

/// The languages that names are shown in: two at once, where two people look at one screen.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Languages {
    /// Of ISO 639, in small letters. A name that is not there in it is given in English, and says so.
    lang: Option<String>,
    /// A second one beside it.
    lang2: Option<String>,
}

impl Languages {
    pub fn new(lang: Option<String>, lang2: Option<String>) -> Self {
        Self { lang, lang2 }
    }

    pub fn first(&self) -> Result<&str> {
        self.lang
            .as_deref()
            .map_or(Ok("en"), |it| language(it, "lang"))
    }

    pub fn second(&self) -> Result<Option<&str>> {
        self.lang2
            .as_deref()
            .map(|it| language(it, "lang2"))
            .transpose()
    }
}

fn language<'l>(code: &'l str, parameter: &str) -> Result<&'l str> {
    if matches!(code.len(), 2 | 3) && code.bytes().all(|it| it.is_ascii_lowercase()) {
        Ok(code)
    } else {
        Err(Error::invalid(&format!("/{parameter}"), "wrong_form"))
    }
}

/// A name with the language it is in.
#[derive(Serialize, ToSchema)]
pub struct NameBody {
    pub lang: String,
    pub text: String,
}

impl NameBody {
    fn of((lang, text): (&str, &str)) -> Self {
        Self {
            lang: lang.to_owned(),
            text: text.to_owned(),
        }
    }
}

/// A skill, an occupation or a group of such.
#[derive(Serialize, ToSchema)]
pub struct ConceptBody {
    /// As ESCO names it; what records keep.
    uri: String,
    /// The last part of it.
    id: String,
    kind: ConceptKind,
    name: Option<NameBody>,
    name2: Option<NameBody>,
    /// Of an occupation, its ISCO-08 unit group.
    isco_code: Option<String>,
    reuse_level: Option<ReuseLevel>,
    collections: Vec<Collection>,
    /// Not in the release any more.
    obsolete: bool,
}

/// How concepts are shown to one client.
pub struct Shown<'l> {
    first: &'l str,
    second: Option<&'l str>,
}

impl<'l> Shown<'l> {
    pub fn new(languages: &'l Languages) -> Result<Self> {
        Ok(Self {
            first: languages.first()?,
            second: languages.second()?,
        })
    }

    /// What the service itself says, in the languages asked for that it speaks, else in English.
    pub fn said(&self, text: impl Fn(Language) -> String) -> (NameBody, Option<NameBody>) {
        let say = |language: &str| {
            let language = Language::accepted(language);
            NameBody::of((language.as_str(), &text(language)))
        };
        (say(self.first), self.second.map(say))
    }

    pub fn concept(&self, concept: &Concept) -> ConceptBody {
        ConceptBody {
            uri: concept.uri.clone(),
            id: concept.id().to_owned(),
            kind: concept.kind,
            name: concept.label(self.first).map(NameBody::of),
            name2: (self.second)
                .and_then(|it| concept.label(it))
                .map(NameBody::of),
            isco_code: (concept.kind == ConceptKind::Occupation).then(|| concept.code.clone()),
            reuse_level: concept.reuse,
            collections: concept.collections.clone(),
            obsolete: concept.obsolete,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct CatalogueBody {
    release: String,
    /// Absent of the default one, which is in the program.
    imported_at: Option<DateTime<Utc>>,
    languages: Vec<String>,
    skills: usize,
    occupations: usize,
    /// Between an occupation and a skill.
    relations: usize,
    notice: String,
}

pub async fn read_catalogue(
    database: Data<Database>,
    caller: Caller,
) -> Result<Item<CatalogueBody>> {
    let held = database.read(caller, service::current).await?;
    let catalogue = &held.catalogue;
    Ok(Item(CatalogueBody {
        release: catalogue.release.clone(),
        imported_at: held.imported_at.map(|at| at.and_utc()),
        languages: catalogue.languages(),
        skills: catalogue.count(ConceptKind::is_skill),
        occupations: catalogue.count(|kind| kind == ConceptKind::Occupation),
        relations: catalogue.relations.len(),
        notice: NOTICE.to_owned(),
    }))
}

/// What is looked for among skills.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct SkillQuery {
    /// Words of a name in any language, whole, begun, bent or mistyped. Without them everything that
    /// fits, by name.
    #[param(max_length = 200)]
    #[serde(default)]
    q: String,
    /// Skills or knowledge alone.
    kind: Option<SkillKind>,
    reuse_level: Option<ReuseLevel>,
    collection: Option<Collection>,
    /// Looks at names in this language alone.
    #[param(max_length = 3)]
    names_in: Option<String>,
    #[param(max_length = 3)]
    lang: Option<String>,
    #[param(max_length = 3)]
    lang2: Option<String>,
    /// From 1 to 50; 20 unless told.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SkillKind {
    Skill,
    Knowledge,
}

/// What is looked for among occupations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OccupationQuery {
    /// As that of skills.
    #[param(max_length = 200)]
    #[serde(default)]
    q: String,
    /// The beginning of an ISCO-08 code.
    #[param(max_length = 4)]
    #[serde(default)]
    isco_code: String,
    #[param(max_length = 3)]
    names_in: Option<String>,
    #[param(max_length = 3)]
    lang: Option<String>,
    #[param(max_length = 3)]
    lang2: Option<String>,
    #[param(minimum = 1, maximum = 50)]
    limit: Option<usize>,
}

pub async fn list_skills(
    database: Data<Database>,
    caller: Caller,
    query: Query<SkillQuery>,
) -> Result<Listed<ConceptBody>> {
    let query = query.0;
    let wanted = Wanted {
        words: words(query.q)?,
        knowledge: query.kind.map(|it| it == SkillKind::Knowledge),
        reuse: query.reuse_level,
        collection: query.collection,
        language: names_in(query.names_in)?,
        most: most(query.limit)?,
        ..Wanted::default()
    };
    let languages = Languages::new(query.lang, query.lang2);
    list(&database, caller, wanted, languages).await
}

pub async fn list_occupations(
    database: Data<Database>,
    caller: Caller,
    query: Query<OccupationQuery>,
) -> Result<Listed<ConceptBody>> {
    let query = query.0;
    let wanted = Wanted {
        words: words(query.q)?,
        occupations: true,
        isco: query.isco_code,
        language: names_in(query.names_in)?,
        most: most(query.limit)?,
        ..Wanted::default()
    };
    let languages = Languages::new(query.lang, query.lang2);
    list(&database, caller, wanted, languages).await
}

async fn list(
    database: &Database,
    caller: Caller,
    wanted: Wanted,
    languages: Languages,
) -> Result<Listed<ConceptBody>> {
    let shown = Shown::new(&languages)?;
    let language = shown.first.to_owned();
    let work = move |tx: &mut crate::access::Transaction| service::find(tx, &wanted, &language);
    let Found { held, places } = database.read(caller, work).await?;
    Ok(Listed::whole(places, |it| shown.concept(held.concept(it))))
}

fn words(text: String) -> Result<String> {
    if text.chars().count() <= 200 {
        Ok(text)
    } else {
        Err(Error::invalid("/q", "too_long"))
    }
}

fn names_in(code: Option<String>) -> Result<Option<String>> {
    if let Some(code) = &code {
        language(code, "names_in")?;
    }
    Ok(code)
}

fn most(limit: Option<usize>) -> Result<usize> {
    let limit = limit.unwrap_or(20);
    if (1..=MOST).contains(&limit) {
        Ok(limit)
    } else {
        Err(Error::invalid("/limit", "out_of_range"))
    }
}

/// A skill, with what is around it.
#[derive(Serialize, ToSchema)]
pub struct SkillBody {
    #[serde(flatten)]
    concept: ConceptBody,
    /// In the first language, or the one that its name is in.
    other_names: Vec<String>,
    description: Option<NameBody>,
    broader: Vec<ConceptBody>,
    /// Those first to whom it is essential; 50 at most.
    occupations: Vec<RelationBody>,
}

/// An occupation, with what it asks for.
#[derive(Serialize, ToSchema)]
pub struct OccupationBody {
    #[serde(flatten)]
    concept: ConceptBody,
    /// In the first language, or the one that its name is in.
    other_names: Vec<String>,
    description: Option<NameBody>,
    broader: Vec<ConceptBody>,
    /// The essential ones first: what to suggest to somebody who did this.
    skills: Vec<RelationBody>,
}

/// The other side of a relation between an occupation and a skill.
#[derive(Serialize, ToSchema)]
pub struct RelationBody {
    essential: bool,
    #[serde(flatten)]
    concept: ConceptBody,
}

pub async fn read_skill(
    database: Data<Database>,
    caller: Caller,
    id: Path<String>,
    languages: Query<Languages>,
) -> Result<Item<SkillBody>> {
    let (held, place) = one(&database, caller, "skill", &id).await?;
    let shown = Shown::new(&languages.0)?;
    let relations = held.occupations_with(place).iter().take(MOST);
    Ok(Item(SkillBody {
        concept: shown.concept(held.concept(place)),
        other_names: other_names(held.concept(place), &shown),
        description: held
            .concept(place)
            .description(shown.first)
            .map(NameBody::of),
        broader: broader(&held, place, &shown),
        occupations: relations_of(&held, relations, |it| it.occupation, &shown),
    }))
}

pub async fn read_occupation(
    database: Data<Database>,
    caller: Caller,
    id: Path<String>,
    languages: Query<Languages>,
) -> Result<Item<OccupationBody>> {
    let (held, place) = one(&database, caller, "occupation", &id).await?;
    let shown = Shown::new(&languages.0)?;
    let mut relations: Vec<_> = held.skills_of(place).iter().collect();
    relations.sort_by_key(|it| !it.essential);
    Ok(Item(OccupationBody {
        concept: shown.concept(held.concept(place)),
        other_names: other_names(held.concept(place), &shown),
        description: held
            .concept(place)
            .description(shown.first)
            .map(NameBody::of),
        broader: broader(&held, place, &shown),
        skills: relations_of(&held, relations.into_iter(), |it| it.skill, &shown),
    }))
}

async fn one(
    database: &Database,
    caller: Caller,
    kind: &str,
    id: &str,
) -> Result<(std::sync::Arc<Held>, u32)> {
    let uri = format!("http://data.europa.eu/esco/{kind}/{id}");
    let Found { held, places } = database
        .read(caller, move |tx| service::read(tx, &uri))
        .await?;
    Ok((held, places[0]))
}

fn other_names(concept: &Concept, shown: &Shown<'_>) -> Vec<String> {
    let language = concept.label(shown.first).map(|(language, _)| language);
    let labels = language.and_then(|it| concept.labels.get(it));
    labels.map_or_else(Vec::new, |it| it.alternative.clone())
}

fn broader(held: &Held, place: u32, shown: &Shown<'_>) -> Vec<ConceptBody> {
    held.broader(place)
        .map(|it| shown.concept(held.concept(it)))
        .collect()
}

fn relations_of<'r>(
    held: &Held,
    relations: impl Iterator<Item = &'r Relation>,
    other: impl Fn(&Relation) -> u32,
    shown: &Shown<'_>,
) -> Vec<RelationBody> {
    relations
        .map(|it| RelationBody {
            essential: it.essential,
            concept: shown.concept(held.concept(other(it))),
        })
        .collect()
}
