use std::io::{Read, Write};
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::{Catalogue, Collection, Concept, ConceptKind, Held, ReuseLevel};
use crate::code_lists::LanguageTag;
use crate::db::schema::esco_catalogues;
use crate::error::{Error, Result};
use crate::id_type;

id_type!(EscoCatalogueId);

/// A catalogue as the database keeps it.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = esco_catalogues)]
pub struct EscoCatalogueRow {
    pub id: EscoCatalogueId,
    pub release: String,
    /// SHA-256 of what is in it, in base64.
    pub digest: String,
    /// A [`Catalogue`] in compressed JSON.
    pub contents: Vec<u8>,
    pub imported_at: NaiveDateTime,
}

impl EscoCatalogueRow {
    /// What a release becomes in the place of another, whose vanished concepts it keeps as obsolete.
    pub fn succeeding(
        mut catalogue: Catalogue,
        before: &Catalogue,
        at: NaiveDateTime,
    ) -> Result<Self> {
        catalogue.keep_vanished(before);
        Self::new(&catalogue, at)
    }

    pub fn new(catalogue: &Catalogue, at: NaiveDateTime) -> Result<Self> {
        let json = serde_json::to_vec(catalogue).map_err(Error::internal)?;
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&json).map_err(Error::internal)?;
        Ok(Self {
            id: EscoCatalogueId::new(),
            release: catalogue.release.clone(),
            digest: BASE64.encode(digest(&SHA256, &json)),
            contents: packed.finish().map_err(Error::internal)?,
            imported_at: at,
        })
    }

    pub fn open(&self) -> Result<Catalogue> {
        let mut json = Vec::new();
        let mut packed = GzDecoder::new(self.contents.as_slice());
        packed.read_to_end(&mut json).map_err(Error::internal)?;
        serde_json::from_slice(&json).map_err(Error::internal)
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words of names; without any, everything that fits, by name.
    pub words: String,
    pub occupations: bool,
    /// Of this kind alone.
    pub kind: Option<ConceptKind>,
    pub reuse: Option<ReuseLevel>,
    pub collection: Option<Collection>,
    /// The beginning of the ISCO-08 code of an occupation.
    pub isco: String,
    /// Names in one language only.
    pub language: Option<LanguageTag>,
    pub most: usize,
}

impl Wanted {
    pub fn fits(&self, concept: &Concept) -> bool {
        let kind = if self.occupations {
            concept.kind == ConceptKind::Occupation
        } else {
            concept.kind.is_skill()
        };
        kind && self.kind.is_none_or(|it| concept.kind == it)
            && !concept.obsolete
            && self.reuse.is_none_or(|it| concept.reuse == Some(it))
            && (self.collection).is_none_or(|it| concept.collections.contains(&it))
            && (self.language.as_ref())
                .is_none_or(|it| it.find_own(|tag| concept.labels.get(tag)).is_some())
            && concept.code.starts_with(&self.isco)
    }
}

/// Concepts of a catalogue, by their places in it.
pub struct Found {
    pub held: Arc<Held>,
    pub places: Vec<u32>,
}
