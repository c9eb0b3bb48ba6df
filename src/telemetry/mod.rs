//! How the service is seen by those who keep it running: lines of a technical log, metrics, traces.
//!
//! Codes, counts and times, and in the log the ids of request and sign-in: nothing that tells of the
//! people whom the service is for. Who did what with whose record stands in the activity log.

pub mod log;
pub mod metrics;
pub mod page;
pub mod requests;
pub mod spans;
pub mod traces;

use serde::{Deserialize, Serialize};

/// Where metrics are shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsSettings {
    pub listen: String,
}

impl MetricsSettings {
    /// Metrics are for the neighbours of the machine, the API is for others: one port cannot be both.
    pub fn check(&self, api: &str) -> Result<(), String> {
        let port = |address: &str| Some(address.rsplit_once(':')?.1.to_owned());
        if self.listen.is_empty() || port(&self.listen) != port(api) {
            Ok(())
        } else {
            Err("the setting \"metrics.listen\" names the port of the API".to_owned())
        }
    }
}

/// Where traces go.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceSettings {
    pub otlp_endpoint: String,
}

impl TraceSettings {
    pub fn check(&self) -> Result<(), String> {
        let known = |scheme| self.otlp_endpoint.starts_with(scheme);
        if self.otlp_endpoint.is_empty() || known("http://") || known("https://") {
            Ok(())
        } else {
            Err("the setting \"telemetry.otlp_endpoint\" is no http:// or https:// address".into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_have_a_port_of_their_own() {
        let check = |listen: &str| {
            let listen = listen.to_owned();
            MetricsSettings { listen }.check("0.0.0.0:8080")
        };
        for listen in ["", "127.0.0.1:9464", "[::1]:9464"] {
            assert!(check(listen).is_ok(), "{listen}");
        }
        for listen in ["0.0.0.0:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(check(listen).is_err(), "{listen}");
        }
    }
}
