use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::Role;
use super::policy::{Reach, is_partner};
use crate::accounts::{MembershipId, UserId};
use crate::clock::day_in_italy;
use crate::db::schema::{memberships, organisations, sign_ins, users};
use crate::db::{DbConnection, row_security};
use crate::error::{Error, Result};
use crate::organisations::OrganisationId;
use crate::sign_ins::{Methods, SignInId};

/// Who a request says it speaks for, before the database was asked whether that still stands.
///
/// The token's signature and times are checked; role and organisation are not in it. They are read
/// with the request, in its own transaction, so that a right withdrawn is gone at once.
#[derive(Clone, Debug)]
pub struct Caller {
    pub identity: Identity,
    pub request_id: String,
    /// The operation's id in the API description, or the worker's name.
    pub operation: &'static str,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Identity {
    Anonymous,
    SignIn(SignInId),
    Worker,
}

impl Caller {
    pub fn worker(operation: &'static str) -> Self {
        Self {
            identity: Identity::Worker,
            request_id: uuid::Uuid::now_v7().to_string(),
            operation,
        }
    }
}

/// The person, or worker, that a transaction works for.
#[derive(Clone, Debug)]
pub struct Actor {
    pub user_id: UserId,
    pub role: Role,
    pub organisation_id: OrganisationId,
    /// The day in Italy on which they act.
    pub today: NaiveDate,
    /// None for those who are not users: anonymous requests and workers.
    pub sign_in: Option<SignIn>,
}

#[derive(Clone, Debug)]
pub struct SignIn {
    pub id: SignInId,
    pub membership_id: MembershipId,
    /// When they last showed who they are, and how.
    pub authenticated_at: NaiveDateTime,
    pub methods: Methods,
    /// The identity provider that they came through.
    pub identity_provider: Option<String>,
}

impl Actor {
    /// Reads who stands behind a caller: one query.
    pub(super) fn resolve(
        connection: &mut DbConnection,
        identity: &Identity,
        now: NaiveDateTime,
    ) -> Result<Self> {
        let id = match identity {
            Identity::Anonymous => return Ok(Self::without_user(Role::Anonymous, now)),
            Identity::Worker => return Ok(Self::without_user(Role::Worker, now)),
            Identity::SignIn(id) => id,
        };
        let today = day_in_italy(now);
        let found = match connection {
            DbConnection::Postgres(connection) => {
                row_security::acting(connection, id.as_str(), now, today)?
            }
            DbConnection::Sqlite(connection) => standing(connection, id, now)?,
        };
        let (user_id, role, organisation_id, membership_id, authenticated_at, methods, through) =
            found.ok_or(Error::Unauthenticated)?;
        if is_partner(role) {
            row_security::take_partners_role(connection, true);
        }
        Ok(Self {
            user_id,
            role,
            organisation_id,
            today,
            sign_in: Some(SignIn {
                id: id.clone(),
                membership_id,
                authenticated_at,
                methods,
                identity_provider: through,
            }),
        })
    }

    /// The identity provider that the acting user came through.
    pub fn identity_provider(&self) -> Option<&str> {
        self.sign_in.as_ref()?.identity_provider.as_deref()
    }

    /// How far a right must reach to cover a record of an organisation; `theirs` where it is in the
    /// actor's caseload.
    pub fn needs_to_reach(&self, organisation: &OrganisationId, theirs: bool) -> Reach {
        match (*organisation == self.organisation_id, theirs) {
            (true, true) => Reach::Caseload,
            (true, false) => Reach::Organisation,
            (false, _) => Reach::Everything,
        }
    }

    fn without_user(role: Role, now: NaiveDateTime) -> Self {
        Self {
            user_id: UserId::nil(),
            role,
            organisation_id: OrganisationId::nil(),
            today: day_in_italy(now),
            sign_in: None,
        }
    }
}

type Standing = (
    UserId,
    Role,
    OrganisationId,
    MembershipId,
    NaiveDateTime,
    Methods,
    Option<String>,
);

/// The row of a sign-in that stands; on PostgreSQL the function `acting` reads it.
fn standing(
    connection: &mut SqliteConnection,
    id: &SignInId,
    now: NaiveDateTime,
) -> Result<Option<Standing>> {
    Ok(sign_ins::table
        .inner_join(memberships::table)
        .inner_join(users::table.on(users::id.eq(sign_ins::user_id)))
        .inner_join(organisations::table.on(organisations::id.eq(memberships::organisation_id)))
        .filter(sign_ins::id.eq(id))
        .filter(sign_ins::ended_at.is_null())
        .filter(sign_ins::expires_at.gt(now))
        .filter(memberships::active.eq(true))
        .filter(users::active.eq(true))
        .filter(organisations::active.eq(true))
        .select((
            users::id,
            memberships::role,
            organisations::id,
            memberships::id,
            sign_ins::authenticated_at,
            sign_ins::methods,
            sign_ins::identity_provider,
        ))
        .first(connection)
        .optional()?)
}
