//! Public keys as everybody reads them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::KeyAlgorithm;

/// A public key as a JSON Web Key (RFC 7517, RFC 8037).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Jwk {
    /// Where the key was found alone when it was made. It stands in what the key signed, and stays when the
    /// service moves to another address.
    pub kid: String,
    pub kty: String,
    pub crv: String,
    pub alg: KeyAlgorithm,
    #[serde(rename = "use")]
    pub purpose: String,
    pub x: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
}
