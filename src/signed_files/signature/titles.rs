//! What a file is called in its metadata (XMP, ISO 16684-1): readers show that in place of its name.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Whether two files are called the same; what else was written of them may differ, as the day of a change.
pub(super) fn same(was: &[u8], is: &[u8]) -> bool {
    titles(was).is_some_and(|was| titles(is) == Some(was))
}

/// The texts of `dc:title`, in all its languages; none where the metadata is no XML, or may say it otherwise.
fn titles(metadata: &[u8]) -> Option<Vec<String>> {
    let mut reader = Reader::from_str(std::str::from_utf8(metadata).ok()?);
    let (mut titles, mut depth) = (Vec::new(), 0_usize);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element)
                if element.attributes_raw().contains("title") =>
            {
                return None;
            }
            Event::Start(element) if depth > 0 || element.local_name().as_ref() == "title" => {
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) if depth > 0 => {
                titles.extend(Some(text.trim().to_owned()).filter(|it| !it.is_empty()));
            }
            Event::GeneralRef(name) if depth > 0 => titles.push(name.into_inner().into_owned()),
            // These could say anything, by names of their own.
            Event::CData(_) | Event::DocType(_) => return None,
            Event::Eof => return Some(titles),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(title: &str, changed: &str) -> String {
        format!(
            "<?xpacket begin=\"\u{FEFF}\" id=\"x\"?><x:xmpmeta><rdf:RDF><rdf:Description \
             xmp:ModifyDate=\"{changed}\"><dc:title><rdf:Alt><rdf:li xml:lang=\"it\">{title}</rdf:li>\
             </rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
        )
    }

    #[test]
    fn the_day_of_a_change_may_change_and_the_title_may_not() {
        let issued = with("Attestato &amp; ore", "2026-03-02");
        for (metadata, is_same) in [
            (with("Attestato &amp; ore", "2026-03-03"), true),
            (with("Attestato di 290 ore", "2026-03-02"), false),
            (with("", "2026-03-02"), false),
            (with("<![CDATA[290 ore]]>", "2026-03-02"), false),
            ("abc".to_owned(), false),
            (issued.replace("</dc:title>", ""), false),
            (format!("{issued}<dc:title>290 ore</dc:title>"), false),
            (issued.replace("xmp:ModifyDate", "dc:title"), false),
        ] {
            assert_eq!(
                same(issued.as_bytes(), metadata.as_bytes()),
                is_same,
                "{metadata}"
            );
        }
    }
}
