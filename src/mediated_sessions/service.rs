use super::{MediatedPerson, MediatedSession, store};
use crate::access::{Action, Proof, Read, Transaction};
use crate::cases::Case;
use crate::error::Result;
use crate::sessions::SessionId;

type WithPeople = (MediatedSession, Vec<MediatedPerson>);

/// The sessions that the acting user is assigned to, the latest first.
pub fn list(tx: &mut Transaction) -> Result<Vec<WithPeople>> {
    let listing = tx.listing::<MediatedSession>()?;
    let sessions = store::list(tx, &listing)?;
    let people = people(tx, &listing, Action::List, &sessions)?;
    Ok(sessions.into_iter().zip(people).collect())
}

/// One session that the acting user is assigned to.
pub fn read(tx: &mut Transaction, id: &SessionId) -> Result<WithPeople> {
    let permit = tx.permit::<Read, MediatedSession, MediatedSession>(id)?;
    let session = permit.parent().clone();
    let people = people(tx, &permit, Action::Read, std::slice::from_ref(&session))?;
    Ok((session, people.into_iter().flatten().collect()))
}

/// The people of each session, in the sessions' order; two queries.
fn people(
    tx: &mut Transaction,
    proof: &impl Proof,
    action: Action,
    sessions: &[MediatedSession],
) -> Result<Vec<Vec<MediatedPerson>>> {
    let found = store::people(tx, proof, sessions)?;
    for session in sessions {
        tx.touch::<MediatedSession>(proof, action, &session.id);
    }
    for (_, person) in &found {
        tx.touch::<Case>(proof, action, &person.case_id);
    }
    let of = |session: &MediatedSession| {
        let theirs = found.iter().filter(|(id, _)| *id == session.id);
        theirs.map(|(_, person)| person.clone()).collect()
    };
    Ok(sessions.iter().map(of).collect())
}
