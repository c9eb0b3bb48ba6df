//! Entries as a table for a spreadsheet (RFC 4180).

use super::EntryView;
use crate::text::inert;

const HEAD: &str = "at,user_id,user_name,role,operation,outcome,reason_code,request_id,touched,id";

/// The entries, the newest first. A cell that a spreadsheet would calculate begins with an apostrophe.
pub fn table(entries: &[EntryView]) -> Vec<u8> {
    let mut text = format!("{HEAD}\r\n");
    for EntryView { logged, user_name } in entries {
        let it = &logged.entry;
        let touched: Vec<_> = logged
            .touched
            .iter()
            .map(|one| {
                format!(
                    "{} {} {}:{}",
                    one.action, one.resource, one.parent, one.parent_id
                )
            })
            .collect();
        let at = it
            .at
            .and_utc()
            .to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let cells = [
            &at,
            it.user_id.as_deref().unwrap_or_default(),
            user_name.as_deref().unwrap_or_default(),
            &it.role,
            &it.operation,
            &it.outcome,
            it.reason_code.as_deref().unwrap_or_default(),
            &it.request_id,
            &touched.join("; "),
            &it.id,
        ];
        text.push_str(&cells.map(cell).join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn cell(value: &str) -> String {
    let safe = inert(value);
    if safe.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_calculated_and_none_breaks_out() {
        for (value, expected) in [
            ("=1+1", "'=1+1"),
            ("+39 010", "'+39 010"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("=A1,\"B\"", "\"'=A1,\"\"B\"\"\""),
            ("read_case", "read_case"),
            ("", ""),
        ] {
            assert_eq!(cell(value), expected);
        }
    }
}
