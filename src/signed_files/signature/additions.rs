//! That what was added to a file changes nothing of what a reader shows, but for the signature's own field.
//!
//! Whatever is appended to a PDF may take the place of any of its objects: of the page with the hours on it,
//! too, and who signs then signs that.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};

use super::Fault;
use super::table::Added;

/// Numbers of objects that are looked at: our files have some hundreds.
const MOST_OBJECTS: i32 = 100_000;

/// What signing says in the catalogue of a file, on a page, and of the file as such.
const CATALOGUE: &[&str] = &["AcroForm", "Extensions", "Perms", "Version"];
const PAGE: &[&str] = &["Annots", "LastModified", "Tabs"];
const FILE: &[&str] = &[
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

/// That what was added keeps the tree of pages as it was: looked at before any page is, for who follows a tree
/// that never ends ends with it.
pub(super) fn ensure_same_tree(before: &Pdf, added: &Added) -> Result<(), Fault> {
    let xref = before.xref();
    let root = xref.root_id();
    let named = |trailer: &Dict| trailer.get_ref("Root").map(ObjectIdentifier::from);
    let same_root = added.trailers.iter().all(|it| named(it) == Some(root));
    let keeps = |(number, is): &(i32, Object)| {
        let id = ObjectIdentifier::new(*number, 0);
        let Some(was) = xref.get::<Dict>(id) else {
            return id != root;
        };
        let Object::Dict(is) = is else {
            return id != root && kind(&was) != "Page" && kind(&was) != "Pages";
        };
        match kind(&was).as_str() {
            "Pages" => false,
            "Page" => kind(is) == "Page",
            _ if id == root => is.get_ref("Pages") == was.get_ref("Pages"),
            _ => true,
        }
    };
    match same_root && added.objects.iter().all(keeps) {
        true => Ok(()),
        false => Err("file_altered"),
    }
}

pub(super) fn ensure_harmless(before: &Pdf, after: &Pdf) -> Result<(), Fault> {
    let (old, new) = (before.xref(), after.xref());
    let mut left = before.objects().into_iter().count();
    let same_root = old.root_id() == new.root_id();
    let same_pages = before.pages().len() == after.pages().len();
    let mut harmless = same_root && same_pages;
    for number in 1..MOST_OBJECTS {
        if left == 0 || !harmless {
            break;
        }
        let id = ObjectIdentifier::new(number, 0);
        let Some(was) = old.get::<Object>(id) else {
            continue;
        };
        left -= 1;
        harmless = new
            .get::<Object>(id)
            .is_some_and(|is| may_become(&was, &is));
    }
    match harmless && left == 0 {
        true => Ok(()),
        false => Err("file_altered"),
    }
}

fn kind(dict: &Dict) -> String {
    let kind = dict.get::<Name>("Type");
    kind.map(|it| it.as_str().to_owned()).unwrap_or_default()
}

fn may_become(was: &Object, is: &Object) -> bool {
    if same(was, is) {
        return true;
    }
    match (was, is) {
        (Object::Dict(was), Object::Dict(is)) => match kind(was).as_str() {
            "Catalog" => differ_only_in(was, is, CATALOGUE),
            "Page" => differ_only_in(was, is, PAGE) && adds_only_signatures(was, is),
            "" => {
                differ_only_in(was, is, FILE) && was.keys().all(|key| FILE.contains(&key.as_str()))
            }
            _ => false,
        },
        (Object::Stream(was), Object::Stream(is)) => {
            kind(was.dict()) == "Metadata" && kind(is.dict()) == "Metadata"
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

fn annotations<'a>(page: &Dict<'a>) -> Vec<MaybeRef<Object<'a>>> {
    let all = page.get::<Array>("Annots");
    all.map(|all| all.raw_iter().collect()).unwrap_or_default()
}

/// Whether a page has the annotations that it had, and further ones only where a signature is shown.
fn adds_only_signatures(was: &Dict, is: &Dict) -> bool {
    let (had, has) = (annotations(was), annotations(is));
    let kept = had.iter().zip(&has).all(|(was, is)| same_or_named(was, is));
    let shown = is.get::<Array>("Annots");
    let shown: Vec<Dict> = shown.map(|all| all.iter().collect()).unwrap_or_default();
    let is_signature = |field: &Dict| {
        let says = |key, word| field.get::<Name>(key).is_some_and(|it| it.as_str() == word);
        says("Subtype", "Widget") && says("FT", "Sig")
    };
    let all_read = has.len() >= had.len() && shown.len() == has.len();
    kept && all_read && shown[had.len()..].iter().all(is_signature)
}
