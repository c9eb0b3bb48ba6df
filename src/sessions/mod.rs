//! Sessions: the interviews and group meetings of a skills audit, who was there and for how long.
//!
//! A session belongs to one case or to one group. A moved session keeps its id, with its old dates in
//! its history. Seven days after its outcome was recorded, or when the report is submitted, it is
//! locked: from then on it is only amended, with a reason, and what stood there before is kept.
//!
//! What is written down has two layers: the `shared_summary` that the person may see, and *working
//! notes*, sealed, for their author; a supervisor reads them under a time-limited access grant only.

mod model;
pub mod notes;
pub mod routes;
pub mod service;
pub mod store;

pub use model::{
    Attendance, AttendanceStatus, FormerAttendance, FormerSession, HeldSession, Hours,
    NewAttendance, NewOutcome, NewSession, NoteKey, NotePlace, Participant, Session, SessionChange,
    SessionChangeId, SessionChangeKind, SessionId, SessionInterpreter, SessionKind, SessionMode,
    SessionOutcome, SessionStatus, SessionView, SessionWarning, WorkingNote, WorkingNoteId,
};
