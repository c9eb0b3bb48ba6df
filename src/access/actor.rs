use std::net::IpAddr;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::Role;
use super::log::Logged;
use super::policy::{Reach, is_partner};
use crate::accounts::{MembershipId, UserId};
use crate::clock::day_in_italy;
use crate::db::schema::{memberships, organisations, sign_ins, stand_ins, users};
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
    /// Where the request came from; none of workers and commands.
    pub address: Option<IpAddr>,
    /// Shared by all that work for this operation.
    pub logged: Logged,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Identity {
    Anonymous,
    SignIn(SignInId),
    Worker,
}

impl Caller {
    /// A call that comes from no network.
    pub fn new(identity: Identity, operation: &'static str) -> Self {
        Self {
            identity,
            request_id: uuid::Uuid::now_v7().to_string(),
            operation,
            address: None,
            logged: Logged::default(),
        }
    }

    pub fn worker(operation: &'static str) -> Self {
        Self::new(Identity::Worker, operation)
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
    /// The absent colleagues whose cases they have today as well.
    pub stands_in_for: Vec<UserId>,
    /// None for those who are not users: anonymous requests and workers.
    pub sign_in: Option<SignIn>,
}

/// A sign-in that stands, with its user, role and organisation, the provider it came through, and one
/// colleague whom the user stands in for; a row for each of these, and one where there is none.
type Standing = (
    UserId,
    Role,
    OrganisationId,
    MembershipId,
    NaiveDateTime,
    Methods,
    Option<String>,
    Option<UserId>,
);

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
    /// Reads who stands behind a caller, and whom they stand in for today: one query.
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
        let rows = match row_security::acting(connection, id.as_str(), now, today)? {
            Some(rows) => rows,
            None => standing(connection, id, now, today)?,
        };
        let stands_in_for = rows.iter().filter_map(|row| row.7.clone()).collect();
        let (user_id, role, organisation_id, membership_id, authenticated_at, methods, through, _) =
            rows.into_iter().next().ok_or(Error::Unauthenticated)?;
        if is_partner(role) {
            row_security::take_partners_role(connection, true);
        }
        Ok(Self {
            user_id,
            role,
            organisation_id,
            today,
            stands_in_for,
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

    /// Whose caseload the actor has today: their own, and that of each colleague they stand in for.
    pub fn caseloads(&self) -> Vec<UserId> {
        let own = std::iter::once(&self.user_id);
        own.chain(&self.stands_in_for).cloned().collect()
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
            stands_in_for: Vec::new(),
            sign_in: None,
        }
    }
}

/// The rows of a sign-in that stands, where no function of the database reads them.
fn standing(
    connection: &mut DbConnection,
    id: &SignInId,
    now: NaiveDateTime,
    today: NaiveDate,
) -> QueryResult<Vec<Standing>> {
    let stands_in = stand_ins::stand_in_user_id
        .eq(users::id)
        .and(stand_ins::organisation_id.eq(organisations::id))
        .and(stand_ins::from_on.le(today))
        .and(stand_ins::to_on.ge(today))
        .and(stand_ins::ended_at.is_null());
    sign_ins::table
        .inner_join(memberships::table)
        .inner_join(users::table.on(users::id.eq(sign_ins::user_id)))
        .inner_join(organisations::table.on(organisations::id.eq(memberships::organisation_id)))
        .left_join(stand_ins::table.on(stands_in))
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
            stand_ins::absent_user_id.nullable(),
        ))
        .load(connection)
}
