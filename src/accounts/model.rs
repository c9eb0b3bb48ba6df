use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource, Role};
use crate::db::schema::{memberships, users};
use crate::id_type;
use crate::organisations::OrganisationId;

id_type!(UserId);
id_type!(MembershipId);

/// A person who works with the service. Never a beneficiary.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub display_name: String,
    /// PHC string, or [`super::passwords::WITHDRAWN`]; none until a password is set.
    pub password_hash: Option<String>,
    pub active: bool,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Protected for User {
    const RESOURCE: Resource = Resource::User;
}

/// What the policy calls a user's own account.
pub struct Account;

impl Protected for Account {
    const RESOURCE: Resource = Resource::Account;
}

/// A role of a user in an organisation. One person may have several.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = memberships)]
pub struct Membership {
    pub id: MembershipId,
    pub user_id: UserId,
    pub organisation_id: OrganisationId,
    pub role: Role,
    pub active: bool,
    pub created_at: NaiveDateTime,
    /// The provider whose groups gave it; it is acted in only when signed in through that one.
    pub identity_provider: Option<String>,
}

impl Protected for Membership {
    const RESOURCE: Resource = Resource::Membership;
}

/// An e-mail address in lower case, by which a user signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    pub fn new(text: &str) -> Result<Self, &'static str> {
        let text = text.trim().to_lowercase();
        let shaped = text.len() <= 254 && text.parse::<lettre::Address>().is_ok();
        if shaped {
            Ok(Self(text))
        } else {
            Err("not_an_email")
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A user to be added.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: Email,
    pub display_name: String,
    pub password_hash: Option<String>,
    pub organisation_id: OrganisationId,
    pub role: Role,
}

/// A user's role in an organisation, as lists show it.
pub type MemberRow = (User, Membership);

/// A membership with the organisation's name.
pub type MembershipRow = (Membership, String);
