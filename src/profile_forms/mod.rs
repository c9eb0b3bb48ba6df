//! The form that an interview fills in: the four sections of the EU Skills Profile Tool, each question with
//! its words in the languages of those who sit at the table, two of them at once, and with a picture for
//! who does not read.
//!
//! The form says what is asked and how it is called; what is answered is kept by the operations that its
//! parts name. A programme hides the sections that it does not work with: they are not asked, and what is
//! written in them stays.

mod model;
pub mod routes;
pub mod service;

pub use model::{FormItem, FormPart, FormSection, ProfileForm, ProfileSection};
