use crate::access::{Protected, Resource};

/// The right to add the signed file of a document.
pub struct SignedFile;

impl Protected for SignedFile {
    const RESOURCE: Resource = Resource::SignedFile;
}

/// A file that was looked through.
pub struct Signed {
    pub file: Vec<u8>,
    /// Hexadecimal SHA-256.
    pub hash: String,
    /// The name and the organisation in the certificate that it was signed with.
    pub subject: String,
}
