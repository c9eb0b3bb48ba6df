//! An issued file with what was added to it, object by object.
//!
//! Nothing looks for objects in the file itself: what was added is what [`super::revisions`] found.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};

use super::revisions::Added;

pub(super) struct View<'a> {
    pub issued: &'a Pdf,
    pub added: &'a Added<'a>,
    /// The trailer of the issued file.
    pub trailer: Dict<'a>,
}

impl<'a> View<'a> {
    pub fn root_id(&self) -> ObjectIdentifier {
        self.issued.xref().root_id()
    }

    /// An object as it is now; of a stream that was added its dictionary.
    pub fn object(&self, id: ObjectIdentifier) -> Option<Object<'a>> {
        match self.added.object(id.obj_number) {
            Some(added) => added.value().filter(|_| id.gen_number == 0),
            None => self.issued.xref().get(id),
        }
    }

    pub fn resolved(&self, value: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
        match value {
            MaybeRef::Ref(id) => self.object(id.into()),
            MaybeRef::NotRef(value) => Some(value),
        }
    }

    /// What a dictionary says under a name.
    pub fn entry(&self, dict: &Dict<'a>, name: &str) -> Option<Object<'a>> {
        self.resolved(dict.get_raw(name)?)
    }

    pub fn dict(&self, dict: &Dict<'a>, name: &str) -> Option<Dict<'a>> {
        self.entry(dict, name)?.into_dict()
    }

    pub fn array(&self, dict: &Dict<'a>, name: &str) -> Option<Array<'a>> {
        self.entry(dict, name)?.into_array()
    }

    /// Whether a dictionary says a word under a name.
    pub fn says(&self, dict: &Dict<'a>, name: &str, word: &str) -> bool {
        let said = self.entry(dict, name).and_then(Object::into_name);
        said.is_some_and(|said: Name| said.as_str() == word)
    }
}
