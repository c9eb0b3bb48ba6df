//! What every request and answer of the API has in common: bodies, headers, pages, errors.

pub mod agent;
pub mod answer;
pub mod body;
pub mod caller;
pub mod cookie;
pub mod day;
pub mod describe;
pub mod entry;
pub mod file;
pub mod headers;
pub mod once;
pub mod origins;
pub mod page;
pub mod problem;
pub mod query;
pub mod revalidated;
pub mod turns;

pub use answer::{Accepted, Begun, Created, Document, Done, Item, Listed, Progress, Versioned};
pub use body::{Body, Change, Patch};
pub use day::Day;
pub use headers::IfMatch;
pub use once::{Once, Repeatable};
pub use page::Page;
pub use query::Query;
pub use revalidated::Revalidated;
