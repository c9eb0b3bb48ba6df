//! What an organisation issued: by the year, and by the key that the credential was signed with.

use chrono::NaiveDateTime;

use super::IssuerKeyId;
use crate::clock::year_in_italy;
use crate::error::{Error, Result};

/// Which of what an organisation issued to list.
#[derive(Clone, Debug, Default)]
pub struct IssuedFilter {
    pub issuer_key_id: Option<IssuerKeyId>,
    /// Whether what the key signed holds.
    pub key_stands: Option<bool>,
    /// From the first time on, and before the second.
    pub issued: Option<(NaiveDateTime, NaiveDateTime)>,
}

impl IssuedFilter {
    /// Also in words, for the cursors of the list. Refused for a year that no calendar has.
    pub fn new(
        year: Option<i32>,
        issuer_key_id: Option<IssuerKeyId>,
        key_stands: Option<bool>,
    ) -> Result<(Self, String)> {
        let in_words = format!("{year:?} {issuer_key_id:?} {key_stands:?}");
        let lasts = |year| year_in_italy(year).ok_or(Error::Malformed("query_not_valid"));
        let filter = Self {
            issuer_key_id,
            key_stands,
            issued: year.map(lasts).transpose()?,
        };
        Ok((filter, in_words))
    }
}

/// Narrows a boxed query over a table of what was issued, joined with `issuer_keys`, to an
/// [`IssuedFilter`](crate::credentials::IssuedFilter).
#[macro_export]
macro_rules! issued {
    ($query:expr, $table:ident, $filter:expr) => {{
        use $crate::db::schema::issuer_keys;
        let mut query = $query;
        if let Some(key) = &$filter.issuer_key_id {
            query = query.filter(issuer_keys::id.eq(key.clone()));
        }
        query = match $filter.key_stands {
            Some(true) => query
                .filter(issuer_keys::id.is_not_null())
                .filter(issuer_keys::compromised_at.is_null()),
            Some(false) => query.filter(issuer_keys::compromised_at.is_not_null()),
            None => query,
        };
        if let Some((from, to)) = $filter.issued {
            query = query
                .filter($table::issued_at.ge(from))
                .filter($table::issued_at.lt(to));
        }
        query
    }};
}
