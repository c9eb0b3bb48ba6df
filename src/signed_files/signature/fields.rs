//! The fields of a file's form: of signatures, and no others.

use std::collections::HashSet;

use hayro_syntax::object::{Array, Dict, MaybeRef, Object, ObjectIdentifier};

use super::Fault;
use super::view::View;

/// Fields that are looked at.
const MOST_FIELDS: usize = 1000;

/// What signing says of a form (ISO 32000-1, 12.7.2).
const FORM: &[&str] = &["Fields", "SigFlags", "DR", "DA", "Q", "NeedAppearances"];
/// What acts when somebody comes near, carries a file, or is there for some readers only.
const ACTING: &[&str] = &["A", "AA", "AF", "OC"];

type Value<'a> = MaybeRef<Object<'a>>;

/// A form that has nothing but fields of signatures.
#[derive(Default)]
pub(super) struct Form<'a> {
    /// The signatures themselves.
    pub signatures: Vec<Value<'a>>,
    /// The fields, and the places where they are shown.
    places: HashSet<ObjectIdentifier>,
}

impl<'a> Form<'a> {
    pub fn of(view: &View<'a>) -> Result<Self, Fault> {
        let root = view.object(view.root_id()).and_then(Object::into_dict);
        let root = root.ok_or("file_altered")?;
        let Some(form) = view.dict(&root, "AcroForm") else {
            return Ok(Self::default());
        };
        let known = form.keys().all(|key| FORM.contains(&key.as_str()));
        // Readers that draw fields anew would draw them by their values.
        let drawn_anew = view.entry(&form, "NeedAppearances");
        let drawn_anew = drawn_anew.is_some_and(|it| it.into_bool() != Some(false));
        if !known || drawn_anew {
            return Err("file_altered");
        }
        Self::walk(view, view.array(&form, "Fields")).ok_or("file_altered")
    }

    /// Field after field, with whether those that it stands in are of a signature: what a field does not say
    /// itself, it has of them (ISO 32000-1, 12.7.3.1).
    fn walk(view: &View<'a>, fields: Option<Array<'a>>) -> Option<Self> {
        let mut found = Self::default();
        let mut open: Vec<(Value, bool)> = inner(fields, false).collect();
        let mut left = MOST_FIELDS;
        while let Some((field, within)) = open.pop() {
            left = left.checked_sub(1)?;
            let id = field.as_obj_ref().map(ObjectIdentifier::from);
            if id.is_some_and(|id| !found.places.insert(id)) {
                return None;
            }
            let field = view.resolved(field)?.into_dict()?;
            let is_of_signature = match field.contains_key("FT") {
                true => view.says(&field, "FT", "Sig"),
                false => within,
            };
            let kids = view.array(&field, "Kids");
            if !does_nothing(&field) || (kids.is_none() && !is_of_signature) {
                return None;
            }
            open.extend(inner(kids, is_of_signature));
            found.signatures.extend(field.get_raw::<Object>("V"));
        }
        Some(found)
    }

    /// Whether something on a page is a place where a signature is shown.
    pub fn shows(&self, view: &View<'a>, on_page: Value<'a>) -> bool {
        let id = on_page.as_obj_ref().map(ObjectIdentifier::from);
        let is_place = id.is_some_and(|id| self.places.contains(&id));
        let shown = view.resolved(on_page).and_then(Object::into_dict);
        is_place && shown.is_some_and(|it| view.says(&it, "Subtype", "Widget"))
    }
}

fn inner<'a>(
    fields: Option<Array<'a>>,
    is_of_signature: bool,
) -> impl Iterator<Item = (Value<'a>, bool)> {
    let fields = fields.map(|it| it.raw_iter()).into_iter().flatten();
    let fields = fields.take(MOST_FIELDS + 1);
    fields.map(move |it| (it, is_of_signature))
}

fn does_nothing(field: &Dict) -> bool {
    field.keys().all(|key| !ACTING.contains(&key.as_str()))
}
