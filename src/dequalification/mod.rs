//! Whether somebody works below what they have worked at: the best past job beside the one obtained.
//!
//! Both are compared by the skill levels of ISCO-08, from 1 to 4, which the International Standard
//! Classification of Occupations gives its major groups (ILO 2012, volume I). What is not recorded is
//! unknown, never guessed; the indicator asks a question and judges nobody.

mod model;
pub mod routes;
pub mod service;
mod words;

pub use model::{Dequalification, JobComparison, ObtainedJob, PastJob, skill_level};
