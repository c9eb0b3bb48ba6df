//! How the service asks others: short, and never led elsewhere.

use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::aws_lc_rs;
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// Asks over HTTP and trusts what the machine trusts. From the look-up of a name to the last byte of the
/// answer it takes `longest` at most; an answer comes from the address that was asked, or not.
pub fn agent(longest: Duration) -> Agent {
    let roots = rustls_native_certs::load_native_certs().certs;
    let roots: Vec<Certificate<'static>> = roots
        .iter()
        .map(|root| Certificate::from_der(root).to_owned())
        .collect();
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(Arc::new(aws_lc_rs::default_provider()))
        .root_certs(RootCerts::new_with_certs(&roots))
        .build();
    Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(longest))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent(concat!("bilancio/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}
