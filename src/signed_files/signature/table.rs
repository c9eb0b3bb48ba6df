//! That what was added to a file lets every object of it stand under its number.
//!
//! A table of objects may free one, or give its number to another generation: readers that follow it show
//! something else than those that do not (ISO 32000-1, 7.5.4). A table that is a stream could say so out of sight
//! (7.5.8); issued files have none, and whoever adds to a file goes on in its form.

use crate::evidence_files::contents::names;

/// An entry of a table: offset, generation, and whether it is in use.
const ENTRY: usize = 18;
/// The head of the list of what is free, which every table may have.
const HEAD: &[u8] = b"0000000000 65535 f";
const IN_FIRST_GENERATION: &[u8] = b" 00000 n";

pub(super) fn keeps_objects(appended: &[u8]) -> bool {
    let mut entries = appended.windows(ENTRY).filter(|it| is_entry(it));
    let in_place = entries.all(|it| it == HEAD || it.ends_with(IN_FIRST_GENERATION));
    in_place && names(appended).all(|name| name != b"XRef" && name != b"XRefStm")
}

fn is_entry(bytes: &[u8]) -> bool {
    bytes.iter().zip(HEAD).all(|(byte, form)| match form {
        b' ' => *byte == b' ',
        b'f' => matches!(byte, b'n' | b'f'),
        _ => byte.is_ascii_digit(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_frees_or_renumbers_an_object_is_seen() {
        for (kept, table) in [
            (
                true,
                "xref\n0 1\n0000000000 65535 f \n95 2\n0000061234 00000 n \n0000061300 00000 n \n",
            ),
            (
                false,
                "xref\n0 1\n0000000000 65535 f \n12 1\n0000000000 00001 f \n",
            ),
            (false, "xref\n12 1\n0000000013 00000 f \n"),
            (false, "xref\n12 1\n0000061234 00001 n \n"),
            (false, "96 0 obj\n<</Type/XRef/W[1 2 1]>>\nstream"),
            (false, "96 0 obj\n<</Type /X#52ef>>\nstream"),
            (false, "trailer\n<</Size 97/XRefStm 61234>>"),
        ] {
            assert_eq!(keeps_objects(table.as_bytes()), kept, "{table}");
        }
    }
}
