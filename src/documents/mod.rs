//! The documents handed to people: what they say (`content`) and how they look (`render`).

pub mod content;
pub mod render;

crate::id_type!(DocumentId);
