//! Signing in through the administration's own identity provider (OpenID Connect Core 1.0): a
//! Keycloak, or a gateway to SPID and CIE. Off unless the settings name one.
//!
//! The client asks for an authentication request, sends its user to the provider, and brings back the
//! code that the provider gave. The service redeems the code, checks what the provider says of the
//! user, and starts a sign-in as after a password. Who somebody is is the pair of issuer and
//! subject, never an e-mail address.

mod client;
mod id_token;
mod model;
mod provider;
mod providers;
pub mod routes;
pub mod service;
pub mod settings;
mod store;

pub use model::{
    Answer, Assertion, AuthenticationRequest, AuthenticationRequestId, ExternalIdentity,
    ExternalIdentityId, Purpose, RequestSecret,
};
pub use providers::Providers;
