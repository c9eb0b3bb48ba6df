//! How often somebody may ask, and how often they may be wrong.
//!
//! The general limit ([`buckets`]) is kept in memory, for each instance. What can be guessed, as
//! passwords, is limited in the database, for all instances together: by the client's address
//! ([`take`]), by the account ([`Attempt`]), and by a code that stands ([`take_of`]). Neither stands there in the clear.

pub mod address;
pub mod buckets;
pub mod gate;
mod noted;
mod service;
pub mod settings;
pub mod slow;
mod store;
mod visitor;

pub use service::{forget, take_of, take_of_address};
pub use visitor::{Attempt, Visitor, take};

use crate::access::{Protected, Resource};
use crate::text_enum;

text_enum! {
    /// What is limited by the client's address, or by the code that is used.
    Kind {
        SignIn = "sign_in",
        /// To be sent to an identity provider.
        AuthenticationRequest = "authentication_request",
        TokenRefresh = "token_refresh",
        PasswordReset = "password_reset",
        PublicCheck = "public_check",
        /// To answer by a code.
        PrivateQuestionnaire = "private_questionnaire",
        /// To answer by a link.
        ReferenceConfirmation = "reference_confirmation",
    }
}

/// A count of what was tried without a sign-in. The policy takes it for a part of signing in.
pub struct Tally;

impl Protected for Tally {
    const RESOURCE: Resource = Resource::SignIn;
}
