//! Being built.
pub mod service;

crate::id_type!(DocumentId);

/// The assessment report (*relazione di bilancio*).
pub struct Report;

impl crate::access::Protected for Report {
    const RESOURCE: crate::access::Resource = crate::access::Resource::Report;
}
