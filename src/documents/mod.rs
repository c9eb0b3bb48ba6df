//! Being built.
crate::id_type!(DocumentId);
