//! The profile as XML: the members of the JSON as elements of the same names in the same shape, what is null
//! left out, each item of a list in an element of its own.

use serde_json::Value;

use super::xml_element::Element;
use crate::error::{Error, Result};
use crate::profile_exports::portable::PortableProfile;

/// Names the shape, of which the last part is the version.
pub const NAMESPACE: &str = "urn:bilancio:profile:1";

pub fn write(profile: &PortableProfile) -> Result<Vec<u8>> {
    let value = serde_json::to_value(profile).map_err(Error::internal)?;
    element("profile", &value)
        .attribute("xmlns", NAMESPACE)
        .document()
}

fn element(name: &str, value: &Value) -> Element {
    match value {
        Value::Object(members) => {
            let told = members.iter().filter(|(_, member)| !member.is_null());
            Element::new(name).children(told.map(|(name, member)| element(name, member)))
        }
        Value::Array(items) => {
            // `experiences` has `experience`s; what has no plural has pieces.
            let one = name.strip_suffix('s').unwrap_or("piece");
            Element::new(name).children(items.iter().map(|item| element(one, item)))
        }
        Value::String(text) => Element::text(name, text),
        Value::Number(number) => Element::text(name, number.to_string()),
        Value::Bool(yes) => Element::text(name, yes.to_string()),
        Value::Null => Element::new(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile_exports::portable::tests::{empty, full};

    #[test]
    fn the_elements_tell_what_the_members_of_the_json_do() {
        let bytes = write(&full()).expect("a document");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let document = roxmltree::Document::parse(&text).expect("well-formed");
        let root = document.root_element();
        assert_eq!(root.tag_name(), (NAMESPACE, "profile").into());
        let find = |path: &str| {
            path.split('/').try_fold(root, |node, name| {
                let mut children = node.children();
                children.find(|it| it.tag_name().name() == name)
            })
        };
        let text_at = |path| find(path).and_then(|it| it.text().map(str::to_owned));
        let name = text_at("personal_information/name_original_script");
        assert_eq!(name.as_deref(), Some("فاطمة الزهراء"));
        let task = text_at("skills/experiences/experience/tasks/task");
        assert_eq!(task.as_deref(), Some("+ cucire <abiti> & tende"));
        let rating = text_at("skills/evidence/piece/pertinence");
        assert_eq!(rating.as_deref(), Some("3"));
        assert!(find("recipient").is_none());
        assert!(write(&empty()).is_ok());
    }
}
