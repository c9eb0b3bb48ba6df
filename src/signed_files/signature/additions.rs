//! That what was added to a file changes nothing of what a reader shows, but for the signature's own field.
//!
//! Whatever is appended to a PDF may take the place of any of its objects: of the page with the hours on it,
//! too, and who signs then signs that.

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};

use super::fields::Form;
use super::revisions::AddedObject;
use super::view::View;
use super::{Fault, titles};

/// What signing says in the trailer, in the catalogue of a file, on a page, and of the file as such.
const TRAILER: &[&str] = &["Size", "Root", "Prev", "Info", "ID"];
const CATALOGUE: &[&str] = &["AcroForm", "Extensions", "Perms", "Version"];
const PAGE: &[&str] = &["Annots", "LastModified", "Tabs"];
const FILE: &[&str] = &["ModDate", "Producer"];

/// What is said of a file as such (ISO 32000-1, 14.3.3).
const OF_FILE: &[&str] = &[
    "Title",
    "Author",
    "Subject",
    "Keywords",
    "Creator",
    "Producer",
    "CreationDate",
    "ModDate",
    "Trapped",
];

/// Places where signatures are shown, that one page may get.
const MOST_SHOWN: usize = 20;

pub(super) fn ensure_harmless<'a>(view: &View<'a>, form: &Form<'a>) -> Result<(), Fault> {
    let mut trailers = view.added.trailers.iter();
    let same_file = trailers.all(|it| is_of_same_file(view, it));
    let mut added = view.added.objects.iter();
    match same_file && added.all(|it| is_harmless(view, form, it)) {
        true => Ok(()),
        false => Err("file_altered"),
    }
}

fn is_of_same_file<'a>(view: &View<'a>, trailer: &Dict<'a>) -> bool {
    let root = trailer.get_ref("Root").map(ObjectIdentifier::from);
    let known = trailer.keys().all(|key| TRAILER.contains(&key.as_str()));
    known && root == Some(view.root_id()) && says_same_of_file(view, trailer)
}

/// Programs may say nothing, or say it in another place, and then that they wrote it, and when.
fn says_same_of_file<'a>(view: &View<'a>, trailer: &Dict<'a>) -> bool {
    let (was, is) = (view.trailer.get_ref("Info"), trailer.get_ref("Info"));
    if !trailer.contains_key("Info") || (was == is && is.is_some()) {
        return true;
    }
    let said = was.and_then(|id| view.issued.xref().get::<Dict>(id.into()));
    match (said, view.dict(trailer, "Info")) {
        (Some(was), Some(is)) => differ_only_in(&was, &is, FILE),
        _ => false,
    }
}

/// Whether an object is a new one, or says what the issued one said, as far as anybody is shown it.
fn is_harmless<'a>(view: &View<'a>, form: &Form<'a>, added: &AddedObject<'a>) -> bool {
    let id = ObjectIdentifier::new(added.number, 0);
    let Some(was) = view.issued.xref().get::<Object>(id) else {
        return true;
    };
    match (was, added.value(), added.stream) {
        (Object::Stream(was), Some(Object::Dict(is)), Some(stream)) => {
            let is_metadata = kind(was.dict()) == "Metadata" && kind(&is) == "Metadata";
            let plain = !is.contains_key("Filter") && !is.contains_key("F");
            let before = was.decoded().ok();
            is_metadata && plain && before.is_some_and(|before| titles::same(&before, stream))
        }
        (was, Some(is), None) => may_become(view, form, &was, &is),
        _ => false,
    }
}

fn kind(dict: &Dict) -> String {
    let kind = dict.get::<Name>("Type");
    kind.map(|it| it.as_str().to_owned()).unwrap_or_default()
}

fn may_become<'a>(view: &View<'a>, form: &Form<'a>, was: &Object<'a>, is: &Object<'a>) -> bool {
    if same(was, is) {
        return true;
    }
    let (Object::Dict(was), Object::Dict(is)) = (was, is) else {
        return false;
    };
    match kind(was).as_str() {
        "Catalog" => differ_only_in(was, is, CATALOGUE),
        "Page" => differ_only_in(was, is, PAGE) && adds_only_signatures(view, form, was, is),
        "" => {
            differ_only_in(was, is, FILE) && was.keys().all(|key| OF_FILE.contains(&key.as_str()))
        }
        _ => false,
    }
}

fn differ_only_in(was: &Dict, is: &Dict, names: &[&str]) -> bool {
    let keys = was.keys().chain(is.keys());
    keys.filter(|key| !names.contains(&key.as_str()))
        .all(|key| same_entry(was, is, &key))
}

fn same_entry(was: &Dict, is: &Dict, key: &Name) -> bool {
    match (was.get_raw::<Object>(key), is.get_raw::<Object>(key)) {
        (Some(was), Some(is)) => same_or_named(&was, &is),
        (was, is) => was.is_none() && is.is_none(),
    }
}

fn same_or_named(was: &MaybeRef<Object>, is: &MaybeRef<Object>) -> bool {
    match (was, is) {
        (MaybeRef::Ref(was), MaybeRef::Ref(is)) => was == is,
        (MaybeRef::NotRef(was), MaybeRef::NotRef(is)) => same(was, is),
        _ => false,
    }
}

/// Whether two values are the same, however they are written.
fn same(was: &Object, is: &Object) -> bool {
    match (was, is) {
        (Object::Dict(was), Object::Dict(is)) => was == is || differ_only_in(was, is, &[]),
        (Object::Array(was), Object::Array(is)) => {
            let (was, is) = (
                Vec::from_iter(was.raw_iter()),
                Vec::from_iter(is.raw_iter()),
            );
            was.len() == is.len() && was.iter().zip(&is).all(|(was, is)| same_or_named(was, is))
        }
        (Object::String(was), Object::String(is)) => was.as_bytes() == is.as_bytes(),
        _ => was == is,
    }
}

/// Whether a page has the annotations that it had, and further ones only where a signature is shown.
fn adds_only_signatures<'a>(
    view: &View<'a>,
    form: &Form<'a>,
    was: &Dict<'a>,
    is: &Dict<'a>,
) -> bool {
    let all = |array: Option<Array<'a>>| -> Vec<_> {
        array.map(|it| it.raw_iter().collect()).unwrap_or_default()
    };
    let had = all(was.get::<Array>("Annots"));
    let mut has = all(view.array(is, "Annots"));
    let kept = had.len() <= has.len()
        && has.len() <= had.len() + MOST_SHOWN
        && had.iter().zip(&has).all(|(was, is)| same_or_named(was, is));
    kept && has.drain(had.len()..).all(|it| form.shows(view, it))
}
