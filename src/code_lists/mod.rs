//! Code lists: the codes that the API takes, and what they are called in the languages of those who
//! fill in its forms.
//!
//! A list is a file of `config/codes`, in the binary: classifications that others keep, each with its
//! version and source, and the service's own. Which codes an operation takes is tested against the
//! lists; countries and languages are looked up in them. They are read-only and tell of nobody.

pub mod iso;
mod lists;
mod model;
pub mod routes;
pub mod service;

pub use lists::{ALL, find};
pub use model::{Code, CodeList, Label, Labels, LanguageTag};
