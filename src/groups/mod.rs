//! Being built.
crate::id_type!(GroupId);
