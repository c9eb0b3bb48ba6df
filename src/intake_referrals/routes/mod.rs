mod receiver;
mod sender;
mod waiting;

pub use receiver::{decide, list_candidates, list_received, read_received};
pub use sender::{change, list, read, send, withdraw, withdraw_consent};
pub use waiting::read_waiting_list;

use super::{IntakeStatus, service};
use crate::error::Checks;
use crate::text::clean_text;

/// The longest contact, in code points.
const CONTACT_MAX: usize = 500;
/// The longest reason, expectation or advice.
const TEXT_MAX: usize = 2_000;

#[derive(serde::Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct IntakeReferralsQuery {
    status: Option<IntakeStatus>,
    limit: Option<i64>,
    cursor: Option<String>,
}

fn text_or_empty(text: &str, pointer: &str, checks: &mut Checks) -> Option<String> {
    if text.trim().is_empty() {
        return Some(String::new());
    }
    checks.value(clean_text(text, TEXT_MAX), pointer)
}
