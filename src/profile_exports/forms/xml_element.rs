//! Elements of XML, and how they are written.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::error::{Error, Result};

/// An element with its attributes, and a text or other elements in it.
#[derive(Clone, Debug, Default)]
pub struct Element {
    name: String,
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// An element that has nothing but a text.
    pub fn text(name: impl Into<String>, text: impl AsRef<str>) -> Self {
        Self {
            text: text.as_ref().chars().filter(|it| is_taken(*it)).collect(),
            ..Self::new(name)
        }
    }

    pub fn attribute(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    pub fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// The document that this is the root of.
    pub fn document(&self) -> Result<Vec<u8>> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), None);
        writer
            .write_event(Event::Decl(declaration))
            .and_then(|()| self.write(&mut writer))
            .map_err(Error::internal)?;
        Ok(writer.into_inner())
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let mut start = BytesStart::new(self.name.as_str());
        for (name, value) in &self.attributes {
            start.push_attribute((*name, value.as_str()));
        }
        if self.text.is_empty() && self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        if !self.text.is_empty() {
            writer.write_event(Event::Text(BytesText::new(&self.text)))?;
        }
        for child in &self.children {
            child.write(writer)?;
        }
        writer.write_event(Event::End(BytesEnd::new(self.name.as_str())))
    }
}

/// The characters that XML 1.0 has.
fn is_taken(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_out_of_its_element_and_none_is_lost() {
        let text = "a < b & c > d ]]> \"e\" 'f' </root><!-- سلام 世界\nz";
        let root = Element::new("root")
            .attribute("note", text)
            .child(Element::text("line", format!("{text}\u{1}\u{fffe}")))
            .child(Element::new("empty"));
        let bytes = root.document().expect("a document");
        let written = String::from_utf8(bytes).expect("UTF-8");
        let read = roxmltree::Document::parse(&written).expect("well-formed");
        let line = read.root_element().first_element_child().expect("a line");
        assert_eq!(line.text(), Some(text));
        assert_eq!(read.root_element().attribute("note"), Some(text));
        assert!(written.contains("<empty/>"));
    }
}
