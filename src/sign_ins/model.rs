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
    }
}

impl Methods {
    pub fn has_second_factor(self) -> bool {
        match self {
            Self::Password => false,
            Self::PasswordAndCode | Self::PasswordAndRecoveryCode => true,
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
}

impl Protected for SignInRow {
    const RESOURCE: Resource = Resource::SignIn;
}
