use diesel::prelude::*;

use super::OpenSignIn;
use crate::access::policy::Reach;
use crate::access::{Actor, List, Mine, Parent, Permit, Proof, Transaction, Update};
use crate::accounts::{Membership, MembershipId};
use crate::db::DbConnection;
use crate::db::schema::{memberships, organisations, sign_ins};
use crate::error::Result;
use crate::sign_ins::{SignInId, SignInRow};

impl Parent for SignInRow {
    type Id = SignInId;

    fn id(&self) -> &SignInId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &SignInId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let row = sign_ins::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(row.map(|row| {
            let own = row.user_id == actor.user_id;
            (row, if own { Reach::Own } else { Reach::Everything })
        }))
    }
}

/// The acting user's sign-ins that still stand, the newest first.
pub fn list_mine(
    tx: &mut Transaction,
    permit: &Permit<List, SignInRow, Mine>,
) -> Result<Vec<OpenSignIn>> {
    let (user, now) = (tx.actor().user_id.clone(), tx.now().naive_utc());
    Ok(sign_ins::table
        .inner_join(memberships::table)
        .inner_join(organisations::table.on(organisations::id.eq(memberships::organisation_id)))
        .filter(sign_ins::user_id.eq(user))
        .filter(sign_ins::ended_at.is_null())
        .filter(sign_ins::expires_at.gt(now))
        .order(sign_ins::id.desc())
        .select((
            SignInRow::as_select(),
            Membership::as_select(),
            organisations::name,
        ))
        .limit(500)
        .load(tx.connection(permit))?)
}

/// The acting user's present sign-in.
pub fn find_current(tx: &mut Transaction, proof: &impl Proof, id: &SignInId) -> Result<SignInRow> {
    Ok(sign_ins::table
        .find(id)
        .select(SignInRow::as_select())
        .first(tx.connection(proof))?)
}

pub fn switch(
    tx: &mut Transaction,
    permit: &Permit<Update, SignInRow, Mine>,
    id: &SignInId,
    membership: &MembershipId,
) -> Result<()> {
    let user = tx.actor().user_id.clone();
    diesel::update(sign_ins::table.find(id))
        .filter(sign_ins::user_id.eq(user))
        .set(sign_ins::membership_id.eq(membership))
        .execute(tx.connection(permit))?;
    Ok(())
}
