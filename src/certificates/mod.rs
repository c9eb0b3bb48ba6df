//! Being built.
crate::id_type!(CertificateId);
