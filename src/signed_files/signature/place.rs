//! Where the signature stands in a file.

use std::ops::Range;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, String as PdfString};

use super::Fault;
use super::fields::Form;
use super::view::View;

/// Forms of signatures in a PDF: PAdES, and the one before it (ISO 32000-1, 12.8.3.3).
const PADES: &str = "ETSI.CAdES.detached";
const FORMS: &[&str] = &[PADES, "adbe.pkcs7.detached"];

/// A signature over all of a file but its own place.
pub(super) struct Place {
    pub contents: Vec<u8>,
    /// From the bracket before the contents to the one after them.
    pub hole: Range<usize>,
    pub is_pades: bool,
}

/// The signature over all of a file, which stands after the issued bytes. Of several that is the last one.
pub(super) fn find(view: &View, form: Form, file: &[u8], issued: usize) -> Result<Place, Fault> {
    if form.signatures.is_empty() {
        return Err("file_not_signed");
    }
    let signatures = form.signatures.into_iter();
    let mut over_all = signatures.filter_map(|it| {
        let signature = view.resolved(it)?.into_dict()?;
        let hole = hole(&signature, file, issued)?;
        Some((signature, hole))
    });
    let (signature, hole) = over_all.next().ok_or("signature_not_over_all")?;
    let form = signature.get::<Name>("SubFilter");
    let form = form.filter(|form| FORMS.contains(&form.as_str()));
    let form = form.ok_or("signature_form_unknown")?;
    let contents = unhex(&file[hole.start + 1..hole.end - 1]).ok_or("signature_not_read")?;
    let named = signature.get::<PdfString>("Contents");
    if named.is_none_or(|named| named.as_bytes() != contents) {
        return Err("signature_not_over_all");
    }
    Ok(Place {
        contents,
        hole,
        is_pades: form.as_str() == PADES,
    })
}

/// What a signature leaves out of the file, if that is its own contents and nothing else.
fn hole(signature: &Dict, file: &[u8], issued: usize) -> Option<Range<usize>> {
    let MaybeRef::NotRef(ranges) = signature.get_raw::<Array>("ByteRange")? else {
        return None;
    };
    let numbers = ranges.raw_iter().map(|it| match it {
        MaybeRef::NotRef(number) => usize::try_from(number.into_i32()?).ok(),
        MaybeRef::Ref(_) => None,
    });
    let ranges: Option<Vec<usize>> = numbers.take(5).collect();
    let [0, start, end, rest] = ranges?[..] else {
        return None;
    };
    let whole = start >= issued && end > start + 1 && end.checked_add(rest) == Some(file.len());
    let bracketed = file.get(start) == Some(&b'<') && file.get(end.checked_sub(1)?) == Some(&b'>');
    (whole && bracketed).then_some(start..end)
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pairs = text.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(digit(high)? << 4 | digit(low)?).ok(),
        _ => None,
    });
    pairs.collect()
}
