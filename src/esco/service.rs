use super::{Concept, ConceptKind, EscoCatalogueId, EscoCatalogueRow, Found, Wanted, store};
use crate::access::{Create, Resource, Transaction};
use crate::code_lists::LanguageTag;
use crate::error::{Error, Result};

/// The catalogue in use.
pub fn current(tx: &mut Transaction) -> Result<std::sync::Arc<super::Held>> {
    let listing = tx.listing::<Concept>()?;
    tx.shelf().current(tx, &listing)
}

/// Finds skills or occupations, the best first.
pub fn find(tx: &mut Transaction, wanted: &Wanted, language: &LanguageTag) -> Result<Found> {
    let held = current(tx)?;
    let fits = |place: u32| wanted.fits(held.concept(place));
    let mut places: Vec<u32> = if wanted.words.is_empty() {
        let all = 0..u32::try_from(held.catalogue.concepts.len()).map_err(Error::internal)?;
        let mut fitting: Vec<_> = all.filter(|place| fits(*place)).collect();
        fitting.sort_by_cached_key(|place| {
            held.concept(*place)
                .label(language)
                .map(|it| it.1.to_lowercase())
        });
        fitting
    } else {
        let found = held
            .search
            .find(&wanted.words, wanted.language.as_ref(), fits);
        found.into_iter().map(|it| it.concept).collect()
    };
    places.truncate(wanted.most);
    Ok(Found { held, places })
}

/// One skill or occupation, also one that is obsolete.
pub fn read(tx: &mut Transaction, uri: &str) -> Result<Found> {
    let held = current(tx)?;
    let fits = |kind: ConceptKind| kind.is_skill() || kind == ConceptKind::Occupation;
    let place = held
        .place(uri)
        .filter(|place| fits(held.concept(*place).kind));
    Ok(Found {
        places: vec![place.ok_or(Error::NotFound(Resource::CodeList))?],
        held,
    })
}

/// The row of the catalogue in use; none before the first was imported.
pub fn row_in_use(tx: &mut Transaction) -> Result<Option<EscoCatalogueRow>> {
    let listing = tx.listing::<Concept>()?;
    store::read_newest(tx, &listing)
}

/// Puts a row in the place of the one that was in use when it was made; refuses where another one is by
/// now.
pub fn replace(
    tx: &mut Transaction,
    before: Option<&EscoCatalogueId>,
    row: &EscoCatalogueRow,
) -> Result<()> {
    let permit = tx.service_permit::<Create, Concept>()?;
    if store::newest(tx, &permit)?.as_ref() != before {
        return Err(Error::Unavailable("import_overtaken"));
    }
    store::replace(tx, &permit, row)
}
