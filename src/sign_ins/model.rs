use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::{MembershipId, UserId};
use crate::db::schema::sign_ins;
use crate::id_type;

id_type!(SignInId);

/// A stay of a user, acting in one membership.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sign_ins)]
pub struct SignInRow {
    pub id: SignInId,
    pub user_id: UserId,
    pub membership_id: MembershipId,
    pub authenticated_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
    pub ended_at: Option<NaiveDateTime>,
}

impl Protected for SignInRow {
    const RESOURCE: Resource = Resource::SignIn;
}
