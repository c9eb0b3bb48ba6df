//! The technical log: lines of JSON on standard error.

use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use super::spans;
use super::traces::Traces;

/// What is logged at a level. The web framework's readers of requests are left out at every level:
/// they tell the addresses that could not be read, with whatever a client wrote there.
pub fn filter(level: &str) -> Result<EnvFilter, String> {
    let spans = spans::TARGET;
    EnvFilter::try_new(format!("{level},actix_web::types=off,{spans}=off"))
        .map_err(|_cause| "the setting \"log\" is not a level".to_owned())
}

/// Begins to write the log at a level, and to send the traces.
pub fn start(level: &str, traces: &Traces) -> Result<(), String> {
    let lines = fmt::layer().json().with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(lines.with_filter(filter(level)?))
        .with(traces.layer())
        .try_init()
        .map_err(|_already| "the log was started twice".to_owned())
}
