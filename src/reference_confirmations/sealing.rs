//! Sealing of what is told of a contact, to them and by them, under the data key of the case's person.

use chrono::NaiveDateTime;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ReferenceRequestId;
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;
use crate::vault::{DataKey, Place};

/// A sealed column of one request.
#[derive(Clone, Copy)]
pub struct Sealed<'a> {
    pub column: &'static str,
    pub request: &'a ReferenceRequestId,
    pub organisation: &'a OrganisationId,
    /// When the request was made.
    pub asked_at: NaiveDateTime,
}

impl Sealed<'_> {
    fn place(&self) -> Place<'_> {
        Place {
            table: "reference_requests",
            column: self.column,
            row: self.request.as_str(),
            organisation: self.organisation.as_str(),
        }
    }

    pub fn seal(&self, key: &DataKey, value: &impl Serialize) -> Result<String> {
        let text = serde_json::to_string(value).map_err(Error::internal)?;
        Ok(key.seal(self.place(), &text))
    }

    /// None where it was sealed under a key that was erased.
    pub fn open<T: DeserializeOwned>(&self, key: &DataKey, sealed: &str) -> Result<Option<T>> {
        let text = key.open_since(self.place(), sealed, self.asked_at);
        let text = text.map_err(Error::internal)?;
        let value = text.map(|text| serde_json::from_str(&text).map_err(Error::internal));
        value.transpose()
    }

    /// [`Self::open`] of what may not be there.
    pub fn open_any<T: DeserializeOwned>(
        &self,
        key: &DataKey,
        sealed: Option<&str>,
    ) -> Result<Option<T>> {
        let value = sealed.map(|sealed| self.open(key, sealed)).transpose()?;
        Ok(value.flatten())
    }
}
