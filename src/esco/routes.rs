use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::catalogue::Relation;
use super::{Collection, Concept, ConceptKind, Found, Held, ReuseLevel, Wanted, service};
use crate::access::Caller;
use crate::code_lists::routes::LabelBody;
use crate::code_lists::{Label, LanguageTag};
use crate::db::Database;
use crate::error::texts::Language;
use crate::error::{Checks, Error, Result};
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
    /// A tag of BCP 47. A name that is not there in it is given in English, and says so.
    #[param(max_length = 35)]
    lang: Option<String>,
    /// A second one beside it.
    #[param(max_length = 35)]
    lang2: Option<String>,
}

impl Languages {
    /// How concepts are shown in them.
    pub fn shown(self) -> Result<Shown> {
        Shown::new(self.lang, self.lang2)
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
    label: Option<LabelBody>,
    label2: Option<LabelBody>,
    /// Of an occupation, its ISCO-08 unit group.
    isco_code: Option<String>,
    reuse_level: Option<ReuseLevel>,
    collections: Vec<Collection>,
    /// Not in the release any more.
    obsolete: bool,
}

/// How concepts are shown to one client.
pub struct Shown {
    first: LanguageTag,
    second: Option<LanguageTag>,
}

impl Shown {
    pub fn new(lang: Option<String>, lang2: Option<String>) -> Result<Self> {
        let mut checks = Checks::default();
        let first = match lang {
            Some(lang) => checks.value(LanguageTag::parse(&lang), "/lang"),
            None => Some(LanguageTag::english()),
        };
        let second = checks.optional(lang2.map(|it| LanguageTag::parse(&it)), "/lang2");
        let first = checks.finish(|| first)?;
        Ok(Self { first, second })
    }

    /// What the service itself says, in the languages asked for that it speaks, else in English.
    pub fn said(&self, text: impl Fn(Language) -> String) -> (LabelBody, Option<LabelBody>) {
        let say = |language: &LanguageTag| {
            let language = Language::accepted(language.as_str());
            LabelBody::from((language.as_str(), text(language).as_str()))
        };
        (say(&self.first), self.second.as_ref().map(say))
    }

    /// What has a label in each language, or stands there in English.
    pub fn label(&self, of: impl Fn(&LanguageTag) -> Label) -> (LabelBody, Option<LabelBody>) {
        let label = |language: &LanguageTag| of(language).into();
        (label(&self.first), self.second.as_ref().map(label))
    }

    pub fn concept(&self, concept: &Concept) -> ConceptBody {
        let label = |language: &LanguageTag| concept.label(language).map(LabelBody::from);
        ConceptBody {
            uri: concept.uri.clone(),
            id: concept.id().to_owned(),
            kind: concept.kind,
            label: label(&self.first),
            label2: self.second.as_ref().and_then(label),
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
    kind: Option<ConceptKind>,
    reuse_level: Option<ReuseLevel>,
    collection: Option<Collection>,
    /// Looks at names in this language alone.
    #[param(max_length = 35)]
    names_in: Option<String>,
    #[param(max_length = 35)]
    lang: Option<String>,
    #[param(max_length = 35)]
    lang2: Option<String>,
    /// From 1 to 50; 20 unless told.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<usize>,
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
    #[param(max_length = 35)]
    names_in: Option<String>,
    #[param(max_length = 35)]
    lang: Option<String>,
    #[param(max_length = 35)]
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
        kind: query.kind,
        reuse: query.reuse_level,
        collection: query.collection,
        language: names_in(query.names_in)?,
        most: most(query.limit)?,
        ..Wanted::default()
    };
    let shown = Shown::new(query.lang, query.lang2)?;
    list(&database, caller, wanted, shown).await
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
    let shown = Shown::new(query.lang, query.lang2)?;
    list(&database, caller, wanted, shown).await
}

async fn list(
    database: &Database,
    caller: Caller,
    wanted: Wanted,
    shown: Shown,
) -> Result<Listed<ConceptBody>> {
    let language = shown.first.clone();
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

fn names_in(tag: Option<String>) -> Result<Option<LanguageTag>> {
    let parse = |it: String| LanguageTag::parse(&it);
    let parsed = tag.map(parse).transpose();
    parsed.map_err(|code| Error::invalid("/names_in", code))
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
    skill: ConceptBody,
    /// In the first language, or the one that its name is in.
    other_names: Vec<String>,
    description: Option<LabelBody>,
    broader: Vec<ConceptBody>,
    /// Those first to whom it is essential; 50 at most.
    occupations: Vec<RelationBody>,
}

/// An occupation, with what it asks for.
#[derive(Serialize, ToSchema)]
pub struct OccupationBody {
    occupation: ConceptBody,
    /// In the first language, or the one that its name is in.
    other_names: Vec<String>,
    description: Option<LabelBody>,
    broader: Vec<ConceptBody>,
    /// The essential ones first: what to suggest to somebody who did this.
    skills: Vec<RelationBody>,
}

/// The other side of a relation between an occupation and a skill.
#[derive(Serialize, ToSchema)]
pub struct RelationBody {
    essential: bool,
    concept: ConceptBody,
}

pub async fn read_skill(
    database: Data<Database>,
    caller: Caller,
    id: Path<String>,
    languages: Query<Languages>,
) -> Result<Item<SkillBody>> {
    let Languages { lang, lang2 } = languages.0;
    let shown = Shown::new(lang, lang2)?;
    let (held, place) = one(&database, caller, "skill", &id).await?;
    let relations = held.occupations_with(place).iter().take(MOST);
    Ok(Item(SkillBody {
        skill: shown.concept(held.concept(place)),
        other_names: other_names(held.concept(place), &shown),
        description: held
            .concept(place)
            .description(&shown.first)
            .map(LabelBody::from),
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
    let Languages { lang, lang2 } = languages.0;
    let shown = Shown::new(lang, lang2)?;
    let (held, place) = one(&database, caller, "occupation", &id).await?;
    let mut relations: Vec<_> = held.skills_of(place).iter().collect();
    relations.sort_by_key(|it| !it.essential);
    Ok(Item(OccupationBody {
        occupation: shown.concept(held.concept(place)),
        other_names: other_names(held.concept(place), &shown),
        description: held
            .concept(place)
            .description(&shown.first)
            .map(LabelBody::from),
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

fn other_names(concept: &Concept, shown: &Shown) -> Vec<String> {
    let language = concept.label(&shown.first).map(|(language, _)| language);
    let labels = language.and_then(|it| concept.labels.get(it));
    labels.map_or_else(Vec::new, |it| it.alternative.clone())
}

fn broader(held: &Held, place: u32, shown: &Shown) -> Vec<ConceptBody> {
    held.broader(place)
        .map(|it| shown.concept(held.concept(it)))
        .collect()
}

fn relations_of<'r>(
    held: &Held,
    relations: impl Iterator<Item = &'r Relation>,
    other: impl Fn(&Relation) -> u32,
    shown: &Shown,
) -> Vec<RelationBody> {
    relations
        .map(|it| RelationBody {
            essential: it.essential,
            concept: shown.concept(held.concept(other(it))),
        })
        .collect()
}
