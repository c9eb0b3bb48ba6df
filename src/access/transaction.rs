use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Rome;
use diesel::connection::{Connection, TransactionManager};

use super::log::{Entry, Touched};
use super::policy::{
    RECENT, Reach, asks_recent_authentication, asks_second_factor, is_partner, needs_no_code,
    needs_no_second_factor, reach,
};
use super::{Action, Actor, Caller, Listing, Parent, Permit, Proof, Protected, Resource, Verb};
use crate::access_grants::{self, GrantScope, Subject};
use crate::activity_log::security::SecurityEventKind;
use crate::db::{DbConnection, row_security};
use crate::error::{Error, Result};
use crate::esco::Shelf;
use crate::vault::Vault;

/// What all work has at hand beside the database.
#[derive(Clone)]
pub struct AtHand {
    pub vault: Arc<Vault>,
    /// How the outside world reaches the service, without a slash at the end.
    pub public_url: Arc<str>,
    pub shelf: Arc<Shelf>,
}

/// One actor's work in one transaction.
pub struct Transaction<'c> {
    connection: &'c mut DbConnection,
    actor: Actor,
    now: DateTime<Utc>,
    at_hand: &'c AtHand,
    touched: Vec<Touched>,
    refused_as: Option<&'static str>,
    /// Why, where it is refused, more exactly than the answer may tell.
    refusal: Option<&'static str>,
    /// Why somebody reads what was opened to them, or takes out what they read.
    done_for: Option<Cow<'static, str>>,
    /// Whether the database gives no more than a partner's rights now.
    as_partner: bool,
    /// Security events that were written, to be counted when they are committed.
    noted: Vec<SecurityEventKind>,
}

impl<'c> Transaction<'c> {
    /// Finds out who the caller is; fails when the sign-in no longer stands.
    pub(crate) fn new(
        connection: &'c mut DbConnection,
        caller: &Caller,
        now: DateTime<Utc>,
        at_hand: &'c AtHand,
    ) -> Result<Self> {
        let actor = Actor::resolve(connection, &caller.identity, now.naive_utc())?;
        Ok(Self {
            connection,
            actor,
            now,
            at_hand,
            touched: Vec::new(),
            refused_as: None,
            refusal: None,
            as_partner: false,
            done_for: None,
            noted: Vec::new(),
        })
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The time of this work; nothing below the routes reads the clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The day of this work where the law speaks of days: in Italy.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&Rome).date_naive()
    }

    pub fn vault(&self) -> Arc<Vault> {
        Arc::clone(&self.at_hand.vault)
    }

    /// How the outside world reaches the service, without a slash at the end.
    pub fn public_url(&self) -> &str {
        &self.at_hand.public_url
    }

    /// The catalogue of skills and occupations, as far as it is in memory.
    pub fn shelf(&self) -> Arc<Shelf> {
        Arc::clone(&self.at_hand.shelf)
    }

    /// The connection, for a query that a proof allows. What another organisation shares is read with
    /// a partner's rights in the database, whoever reads it.
    pub fn connection(&mut self, proof: &impl Proof) -> &mut DbConnection {
        let by_share = proof.is_by_share();
        if by_share != self.as_partner && !is_partner(self.actor.role) {
            row_security::take_partners_role(self.connection, by_share);
            self.as_partner = by_share;
        }
        self.connection
    }

    /// Refuses a user whose role asks for a second factor and who signed in without one, or who has one
    /// and came through a provider that did not ask for any, before anything is looked up for them.
    fn ensure_second_factor(&self, resource: Resource) -> Result<()> {
        let Some(methods) = self.actor.sign_in.as_ref().map(|it| it.methods) else {
            return Ok(());
        };
        if methods.awaits_code() && !needs_no_code(resource) {
            return Err(Error::SecondFactorNeeded);
        }
        let missing = asks_second_factor(self.actor.role) && !methods.has_second_factor();
        if missing && !needs_no_second_factor(resource) {
            return Err(Error::SecondFactorRequired);
        }
        Ok(())
    }

    /// Refuses a user who has the right but showed too long ago who they are.
    fn ensure_recent(&self, action: Action, resource: Resource) -> Result<()> {
        let oldest = (self.now - RECENT).naive_utc();
        let sign_in = self.actor.sign_in.as_ref();
        let old = sign_in.is_some_and(|sign_in| sign_in.authenticated_at < oldest);
        if old && asks_recent_authentication(action, resource) {
            return Err(Error::AuthenticationTooOld);
        }
        Ok(())
    }

    /// Asks the policy for a right on the `R`s under one record.
    ///
    /// A record that the actor may not even read is reported as missing, so that nobody learns from
    /// the answer that it exists; a visible one that it may not change is forbidden.
    pub fn permit<V: Verb, R: Protected, P: Parent>(
        &mut self,
        id: &P::Id,
    ) -> Result<Permit<V, R, P>> {
        let (action, resource) = (V::ACTION, R::RESOURCE);
        self.touched
            .push(Touched::new(action, resource, P::RESOURCE, id));
        self.ensure_second_factor(resource)?;
        let granted = reach(self.actor.role, action, resource);
        let (parent, mut needed) =
            P::load(self.connection, id, &self.actor)?.ok_or(Error::NotFound(P::RESOURCE))?;
        // A record that was merged is reached under another id.
        let reached = Touched::new(action, resource, P::RESOURCE, parent.id());
        if !self.touched.contains(&reached) {
            self.touched.push(reached);
        }
        if let (Some(Subject::Case(case)), false) =
            (parent.subject(), P::RESOURCE == Resource::Case)
        {
            let case = Touched::new(action, resource, Resource::Case, case);
            self.touched.push(case);
        }
        if !granted.covers(needed) && self.is_opened(action, resource, &parent, needed)? {
            needed = Reach::Granted;
        }
        if granted.covers(needed) {
            self.ensure_recent(action, resource)?;
            if needed == Reach::Caseload {
                self.name_the_absent(action);
            }
            return Ok(Permit::new(parent, needed));
        }
        let seen = reach(self.actor.role, Action::Read, P::RESOURCE);
        Err(if seen.covers(needed) {
            Error::Forbidden { action, resource }
        } else {
            Error::NotFound(P::RESOURCE)
        })
    }

    /// Names those whom the actor stands in for, in the entry of what they do in that caseload.
    fn name_the_absent(&mut self, action: Action) {
        for absent in &self.actor.stands_in_for {
            let touched = Touched::new(action, Resource::StandIn, Resource::User, absent);
            self.touched.push(touched);
        }
    }

    /// Whether the actor has taken an access grant that opens a record of the organisation, and still
    /// stands. Only who may read so far is asked for one.
    fn is_opened<P: Parent>(
        &mut self,
        action: Action,
        resource: Resource,
        parent: &P,
        needed: Reach,
    ) -> Result<bool> {
        let may = |action, resource| reach(self.actor.role, action, resource) == Reach::Granted;
        let reads = may(action, resource);
        let asked = reads || may(Action::Read, P::RESOURCE);
        let (true, Reach::Organisation, Some(subject)) = (asked, needed, parent.subject()) else {
            return Ok(false);
        };
        let scope = match resource {
            Resource::WorkingNote => GrantScope::WorkingNotes,
            _ => GrantScope::Record,
        };
        let now = self.now.naive_utc();
        let grant = access_grants::live(self.connection, &self.actor, scope, subject, now)?;
        let Some((id, reason)) = grant else {
            return Ok(false);
        };
        let grant = Resource::AccessGrant;
        self.touched
            .push(Touched::new(action, resource, grant, &id));
        if reads {
            self.done_for = Some(Cow::Borrowed(reason.as_str()));
        }
        Ok(true)
    }

    /// Whether the actor has a further right under a record that was loaded already, for who does not
    /// want to use it.
    pub fn could<V: Verb, R: Protected, P: Parent>(
        &self,
        permit: &Permit<impl Verb, impl Protected, P>,
    ) -> bool {
        reach(self.actor.role, V::ACTION, R::RESOURCE).covers(permit.needed())
    }

    /// Asks the policy for a further right under a record that was loaded already, without reading
    /// it again.
    pub fn further<V: Verb, R: Protected, P: Parent + Clone>(
        &mut self,
        permit: &Permit<impl Verb, impl Protected, P>,
    ) -> Result<Permit<V, R, P>> {
        let (action, resource) = (V::ACTION, R::RESOURCE);
        let parent = permit.parent().clone();
        self.touched
            .push(Touched::new(action, resource, P::RESOURCE, parent.id()));
        self.ensure_second_factor(resource)?;
        if reach(self.actor.role, action, resource).covers(permit.needed()) {
            self.ensure_recent(action, resource)?;
            Ok(Permit::new(parent, permit.needed()))
        } else {
            Err(Error::Forbidden { action, resource })
        }
    }

    /// Asks the policy for the right to list records; a role that may list none is refused.
    pub fn listing<R: Protected>(&mut self) -> Result<Listing<R>> {
        let (action, resource) = (Action::List, R::RESOURCE);
        self.ensure_second_factor(resource)?;
        match reach(self.actor.role, action, resource) {
            Reach::Nothing => Err(Error::Forbidden { action, resource }),
            reach => Ok(Listing::new(reach, self.actor.clone())),
        }
    }

    /// Names a further record that this operation touched, for the activity log: each case of a
    /// group's session, each row of a list, a record just created.
    pub fn touch<P: Parent>(&mut self, _proof: &impl Proof, action: Action, id: &P::Id) {
        let touched = Touched::new(action, P::RESOURCE, P::RESOURCE, id);
        if !self.touched.contains(&touched) {
            self.touched.push(touched);
        }
    }

    /// Does `work` so that, where it is refused, what it changed is taken back and the rest goes on.
    pub fn attempt<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        type Savepoints = <DbConnection as Connection>::TransactionManager;
        let (touched, as_partner) = (self.touched.len(), self.as_partner);
        Savepoints::begin_transaction(self.connection)?;
        let done = work(self);
        if done.is_ok() {
            Savepoints::commit_transaction(self.connection)?;
        } else {
            Savepoints::rollback_transaction(self.connection)?;
            self.touched.truncate(touched);
            self.as_partner = as_partner;
        }
        done
    }

    /// What this operation has touched so far, to be kept with its answer.
    pub fn touched(&self) -> &[Touched] {
        &self.touched
    }

    /// Names in the entry, as read, what the operation touched whose answer is given again.
    pub fn touch_again(&mut self, touched: Vec<Touched>) {
        for seen in touched.into_iter().map(Touched::as_read) {
            if !self.touched.contains(&seen) {
                self.touched.push(seen);
            }
        }
    }

    /// Says in the operation's entry that it is refused, and why, though what it changed stands: a
    /// refusal that is an error takes its changes back.
    pub fn refuse_as(&mut self, code: &'static str) {
        self.refused_as = Some(code);
    }

    /// Says for the operation's entry alone why it is refused, if it is: the answer tells less.
    pub fn explain_refusal(&mut self, code: &'static str) {
        self.refusal = Some(code);
    }

    /// Says in the operation's entry what it is done for, if it is done.
    pub fn say_purpose(&mut self, purpose: String) {
        self.done_for = Some(Cow::Owned(purpose));
    }

    /// Has a security event counted once it is committed.
    pub fn note(&mut self, kind: SecurityEventKind) {
        self.noted.push(kind);
    }

    pub(crate) fn take_noted(&mut self) -> Vec<SecurityEventKind> {
        std::mem::take(&mut self.noted)
    }

    /// The operation's entry for the activity log, with all that was touched.
    pub(crate) fn entry(&mut self, caller: &Caller, refused: Option<&Error>) -> Entry {
        let refused = refused.map(|error| self.refusal.unwrap_or(error.reason()));
        let entry = Entry::new(
            caller,
            Some(&self.actor),
            self.now,
            refused,
            std::mem::take(&mut self.touched),
        );
        match (self.refused_as, self.done_for.take()) {
            (Some(code), _) if refused.is_none() => entry.refused_as(code),
            (None, Some(reason)) if refused.is_none() => entry.done_for(reason),
            _ => entry,
        }
    }

    /// Writes the entry of a change, in the change's own transaction.
    pub(crate) fn write_entry(&mut self, caller: &Caller) -> Result<()> {
        let entry = self.entry(caller, None);
        super::log::append(self.connection, &[entry]).map_err(|error| {
            tracing::error!(
                code = error.code(),
                "a change was refused: it could not be logged"
            );
            Error::Unavailable("log_unavailable")
        })?;
        caller.logged.set();
        Ok(())
    }

    /// For what belongs to the acting user alone: their account, sign-ins and kept answers.
    pub fn own_permit<V: Verb, R: Protected>(&mut self) -> Result<Permit<V, R, Mine>> {
        let (action, resource) = (V::ACTION, R::RESOURCE);
        let id = self.actor.user_id.clone();
        self.touched
            .push(Touched::new(action, resource, Resource::User, &id));
        self.ensure_second_factor(resource)?;
        if self.actor.sign_in.is_some()
            && reach(self.actor.role, action, resource).covers(Reach::Own)
        {
            self.ensure_recent(action, resource)?;
            Ok(Permit::new(Mine, Reach::Own))
        } else {
            Err(Error::Forbidden { action, resource })
        }
    }

    /// For [`Resource`]s that have no parent record at all: sign-in, signing keys, mail.
    pub fn service_permit<V: Verb, R: Protected>(&mut self) -> Result<Permit<V, R, Service>> {
        let (action, resource) = (V::ACTION, R::RESOURCE);
        self.touched.push(Touched::new(
            action,
            resource,
            Resource::Address,
            &"service",
        ));
        if reach(self.actor.role, action, resource) == Reach::Everything {
            Ok(Permit::new(Service, Reach::Everything))
        } else {
            Err(Error::Forbidden { action, resource })
        }
    }
}

/// The service as a whole, the parent of what belongs to no organisation.
pub struct Service;

/// The user that acts, the parent of what is only theirs.
pub struct Mine;
