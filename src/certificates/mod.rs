//! Participation certificates (*attestati di partecipazione*) and attendance statements.
//!
//! A certificate says that someone took part, and for how many hours, and nothing of what they can
//! do. Its number is never given twice. Whoever has its verification code can ask whether it stands,
//! and learns nothing of the person.

mod check;
mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use check::CheckAnswer;
pub use model::{
    AttendanceStatement, Certificate, CertificateFilter, CertificateId, CertificateStatus,
    PublicCertificate, PublicCheck, Registered, VerificationCode,
};
