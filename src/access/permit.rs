use std::marker::PhantomData;

use super::policy::Reach;
use super::{Action, Actor, Resource};
use crate::access_grants::Subject;
use crate::accounts::UserId;
use crate::cases::Case;
use crate::db::DbConnection;
use crate::error::Result;
use crate::organisations::OrganisationId;

/// A record that the policy speaks of.
pub trait Protected {
    const RESOURCE: Resource;
}

/// A record under which rights are asked for: the case a session belongs to, the organisation a
/// user is added to. [`super::Transaction::permit`] loads it and finds how far a right must reach.
pub trait Parent: Protected + Sized {
    type Id: std::fmt::Display;

    fn id(&self) -> &Self::Id;

    /// Whose record this is a part of, where an access grant can open it for reading.
    fn subject(&self) -> Option<Subject<'_>> {
        None
    }

    /// The record and the reach that covers it for this actor. Called by `access` alone.
    fn load(
        connection: &mut DbConnection,
        id: &Self::Id,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>>;
}

/// An [`Action`] as a type, so that a store function can say which one it needs.
pub trait Verb {
    const ACTION: Action;
}

macro_rules! verbs {
    ($($name:ident),+) => {$(
        pub struct $name;
        impl Verb for $name {
            const ACTION: Action = Action::$name;
        }
    )+};
}
verbs!(List, Read, Create, Update, Delete);

/// Proof that the actor may do `V` to the `R`s under one `P`.
///
/// Queries take the parent's id from the permit, so the record that was checked is the one used.
pub struct Permit<V, R, P = Case> {
    parent: P,
    /// How far a right must reach to cover the parent.
    needed: Reach,
    right: PhantomData<(V, R)>,
}

impl<V, R, P> Permit<V, R, P> {
    pub(super) fn new(parent: P, needed: Reach) -> Self {
        Self {
            parent,
            needed,
            right: PhantomData,
        }
    }

    /// How far another right must reach to cover the same parent.
    pub fn needed(&self) -> Reach {
        self.needed
    }

    pub fn parent(&self) -> &P {
        &self.parent
    }
}

impl<V, R> Permit<V, R, Case> {
    pub fn case(&self) -> &Case {
        &self.parent
    }
}

/// Proof that the actor may list `R`s, and how far.
pub struct Listing<R> {
    reach: Reach,
    actor: Actor,
    resource: PhantomData<R>,
}

impl<R> Listing<R> {
    pub(super) fn new(reach: Reach, actor: Actor) -> Self {
        Self {
            reach,
            actor,
            resource: PhantomData,
        }
    }

    pub fn reach(&self) -> Reach {
        self.reach
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The organisation whose records may be listed, or none when every organisation's may.
    pub fn organisation_id(&self) -> Option<&OrganisationId> {
        (self.reach < Reach::Everything).then_some(&self.actor.organisation_id)
    }

    /// The users whose cases alone may be listed, where the reach is no further than that. A grant
    /// opens records and puts none on a list.
    pub fn caseloads(&self) -> Option<Vec<UserId>> {
        (self.reach < Reach::Organisation).then(|| self.actor.caseloads())
    }
}

/// Narrows a boxed query that is joined with `cases` to the cases that a listing covers.
#[macro_export]
macro_rules! covered_cases {
    ($query:expr, $listing:expr) => {{
        use $crate::cases::OperatorPart;
        use $crate::db::schema::{case_operators, cases};
        let mut query = $query;
        if let Some(organisation) = $listing.organisation_id() {
            query = query.filter(cases::organisation_id.eq(organisation.clone()));
        }
        if let Some(users) = $listing.caseloads() {
            let mine = case_operators::table
                .filter(case_operators::case_id.eq(cases::id))
                .filter(case_operators::part.eq_any(OperatorPart::WORKING))
                .filter(case_operators::user_id.eq_any(users));
            query = query.filter(diesel::dsl::exists(mine));
        }
        query
    }};
}

/// Whether a case is in the actor's caseload, as a part of a query.
#[macro_export]
macro_rules! in_caseload {
    ($case:expr, $actor:expr) => {{
        use $crate::cases::OperatorPart;
        use $crate::db::schema::case_operators;
        diesel::dsl::exists(
            case_operators::table
                .filter(case_operators::case_id.nullable().eq($case))
                .filter(case_operators::part.eq_any(OperatorPart::WORKING))
                .filter(case_operators::user_id.eq_any($actor.caseloads())),
        )
    }};
}

/// Makes a record with a `case_id` and an `organisation_id` a parent that is within reach as its case is.
#[macro_export]
macro_rules! reached_with_its_case {
    ($record:ty, $id:ty, $table:ident) => {
        impl $crate::access::Parent for $record {
            type Id = $id;

            fn id(&self) -> &$id {
                &self.id
            }

            fn subject(&self) -> Option<$crate::access_grants::Subject<'_>> {
                Some($crate::access_grants::Subject::Case(&self.case_id))
            }

            fn load(
                connection: &mut $crate::db::DbConnection,
                id: &$id,
                actor: &$crate::access::Actor,
            ) -> Result<Option<(Self, $crate::access::policy::Reach)>> {
                let assigned = $crate::in_caseload!($table::case_id.nullable(), actor);
                let found = $table::table
                    .find(id)
                    .select((Self::as_select(), assigned))
                    .first::<(Self, bool)>(connection)
                    .optional()?;
                Ok(found.map(|(row, assigned)| {
                    let needed = actor.needs_to_reach(&row.organisation_id, assigned);
                    (row, needed)
                }))
            }
        }
    };
}

/// What [`super::Transaction::connection`] accepts.
pub trait Proof: private::Sealed {
    /// Whether another organisation's share alone gives the right.
    fn is_by_share(&self) -> bool;
}

impl<V, R, P> Proof for Permit<V, R, P> {
    fn is_by_share(&self) -> bool {
        self.needed == Reach::Network
    }
}

impl<R> Proof for Listing<R> {
    fn is_by_share(&self) -> bool {
        self.reach == Reach::Network
    }
}

mod private {
    pub trait Sealed {}
    impl<V, R, P> Sealed for super::Permit<V, R, P> {}
    impl<R> Sealed for super::Listing<R> {}
}
