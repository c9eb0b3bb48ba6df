//! Being built.
pub mod service;

crate::id_type!(CertificateId);

pub struct Certificate;

impl crate::access::Protected for Certificate {
    const RESOURCE: crate::access::Resource = crate::access::Resource::Certificate;
}
