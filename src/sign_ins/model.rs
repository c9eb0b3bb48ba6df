use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::{MembershipId, UserId};
use crate::db::schema::sign_ins;
use crate::{id_type, text_enum};

id_type!(SignInId);

text_enum! {
    /// How a user showed who they are, in the words of RFC 8176 where it has them.
    Methods {
        Password = "pwd",
        /// And a code of their authenticator app.
        PasswordAndCode = "pwd otp",
        /// And a recovery code.
        PasswordAndRecoveryCode = "pwd recovery_code",
        /// By the word of an identity provider, who told of no second factor; the user has none.
        Provider = "provider",
        /// The same of a user who has one, and has not shown a code yet.
        ProviderAwaitingCode = "provider awaiting_code",
        /// By the word of an identity provider, also about a second factor.
        ProviderWithSecondFactor = "provider mfa",
        /// By the word of an identity provider and a code of their authenticator app.
        ProviderAndCode = "provider otp",
        /// Or a recovery code.
        ProviderAndRecoveryCode = "provider recovery_code",
    }
}

impl Methods {
    pub fn has_second_factor(self) -> bool {
        match self {
            Self::Password | Self::Provider | Self::ProviderAwaitingCode => false,
            Self::PasswordAndCode
            | Self::PasswordAndRecoveryCode
            | Self::ProviderWithSecondFactor
            | Self::ProviderAndCode
            | Self::ProviderAndRecoveryCode => true,
        }
    }

    /// Whether the user gave their password.
    pub fn by_password(self) -> bool {
        match self {
            Self::Password | Self::PasswordAndCode | Self::PasswordAndRecoveryCode => true,
            Self::Provider
            | Self::ProviderAwaitingCode
            | Self::ProviderWithSecondFactor
            | Self::ProviderAndCode
            | Self::ProviderAndRecoveryCode => false,
        }
    }

    /// Whether a second factor that the user has is still to be shown.
    pub fn awaits_code(self) -> bool {
        self == Self::ProviderAwaitingCode
    }

    /// The same with a code of an app that the user has just enrolled.
    pub fn with_code(self) -> Self {
        match self.by_password() {
            true => Self::PasswordAndCode,
            false => Self::ProviderAndCode,
        }
    }

    /// The same second factor where an identity provider's word stands for the password.
    pub fn after_provider(self) -> Self {
        match self {
            Self::Password => Self::Provider,
            Self::PasswordAndCode => Self::ProviderAndCode,
            Self::PasswordAndRecoveryCode => Self::ProviderAndRecoveryCode,
            by_provider => by_provider,
        }
    }
}

/// A stay of a user, acting in one membership.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sign_ins)]
pub struct SignInRow {
    pub id: SignInId,
    pub user_id: UserId,
    pub membership_id: MembershipId,
    /// When the user last showed who they are.
    pub authenticated_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
    pub methods: Methods,
    /// The identity provider that the user came through.
    pub identity_provider: Option<String>,
}

impl Protected for SignInRow {
    const RESOURCE: Resource = Resource::SignIn;
}
