use diesel::prelude::*;

use super::{MediatedPerson, MediatedSession};
use crate::access::policy::Reach;
use crate::access::{Actor, Listing, Parent, Proof, Transaction};
use crate::accounts::UserId;
use crate::db::DbConnection;
use crate::db::schema::{beneficiaries, cases, group_members, sessions};
use crate::error::Result;
use crate::groups::GroupMember;
use crate::organisations::OrganisationId;
use crate::sessions::SessionId;

/// The own of who mediates in it.
impl Parent for MediatedSession {
    type Id = SessionId;

    fn id(&self) -> &SessionId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &SessionId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = sessions::table
            .find(id)
            .select((
                Self::as_select(),
                sessions::organisation_id,
                sessions::mediator_id,
            ))
            .first::<(Self, OrganisationId, Option<UserId>)>(connection)
            .optional()?;
        Ok(found.map(|(session, organisation, mediator)| {
            let here = organisation == actor.organisation_id;
            let needed = if here && mediator.as_ref() == Some(&actor.user_id) {
                Reach::Own
            } else {
                Reach::Everything
            };
            (session, needed)
        }))
    }
}

pub fn list(
    tx: &mut Transaction,
    listing: &Listing<MediatedSession>,
) -> Result<Vec<MediatedSession>> {
    let actor = listing.actor();
    Ok(sessions::table
        .filter(sessions::organisation_id.eq(&actor.organisation_id))
        .filter(sessions::mediator_id.eq(&actor.user_id))
        .order((sessions::scheduled_from.desc(), sessions::id.desc()))
        .limit(500)
        .select(MediatedSession::as_select())
        .load(tx.connection(listing))?)
}

/// Who is expected at some sessions: the person of the session's case, or those who are in its group
/// on the day.
pub fn people(
    tx: &mut Transaction,
    proof: &impl Proof,
    of: &[MediatedSession],
) -> Result<Vec<(SessionId, MediatedPerson)>> {
    let ids: Vec<SessionId> = of.iter().map(|session| session.id.clone()).collect();
    let person = (
        cases::id,
        beneficiaries::given_name,
        beneficiaries::family_name,
        beneficiaries::preferred_language,
    );
    let mut found: Vec<(SessionId, MediatedPerson)> = sessions::table
        .inner_join(cases::table.on(cases::id.nullable().eq(sessions::case_id)))
        .inner_join(beneficiaries::table.on(beneficiaries::id.eq(cases::beneficiary_id)))
        .filter(sessions::id.eq_any(ids.clone()))
        .select((sessions::id, person))
        .load(tx.connection(proof))?;
    let members = sessions::table
        .inner_join(
            group_members::table.on(group_members::group_id.nullable().eq(sessions::group_id)),
        )
        .inner_join(cases::table.on(cases::id.eq(group_members::case_id)))
        .inner_join(beneficiaries::table.on(beneficiaries::id.eq(cases::beneficiary_id)))
        .filter(sessions::id.eq_any(ids))
        .order(cases::id)
        .select((sessions::id, GroupMember::as_select(), person))
        .load::<(SessionId, GroupMember, MediatedPerson)>(tx.connection(proof))?;
    let there = |id: &SessionId, member: &GroupMember| {
        let session = of.iter().find(|session| session.id == *id);
        session.is_some_and(|session| member.is_in_group(session.day()))
    };
    let members = members.into_iter();
    found.extend(
        members
            .filter(|(id, member, _)| there(id, member))
            .map(|(id, _, person)| (id, person)),
    );
    Ok(found)
}
