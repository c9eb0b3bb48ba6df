//! Being built.
crate::id_type!(SessionId);
