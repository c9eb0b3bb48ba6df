use chrono::TimeDelta;

use super::{AccessGrant, AccessGrantId, GrantScope, GrantView, NewGrant, WorkingNoteGrant, store};
use crate::access::{Action, Create, Proof, Read, Role, Transaction, Update};
use crate::accounts::service as accounts;
use crate::beneficiaries::service as beneficiaries;
use crate::cases::{Case, CaseId};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::mail::{MailKind, service as mail};

/// Gives the acting user a right to read, and tells the organisation's privacy officers.
///
/// A record that the user can read anyway needs no grant: that is refused.
pub fn take(
    tx: &mut Transaction,
    case: &CaseId,
    new: NewGrant,
    lasts: TimeDelta,
) -> Result<AccessGrant> {
    let permit = tx.permit::<Create, AccessGrant, Case>(case)?;
    match new.scope {
        GrantScope::WorkingNotes => {
            tx.further::<Create, WorkingNoteGrant, Case>(&permit)?;
        }
        GrantScope::Record if tx.could::<Read, Case, Case>(&permit) => {
            return Err(Error::Conflict("within_reach"));
        }
        GrantScope::Record => {}
    }
    let (now, case) = (tx.now().naive_utc(), permit.case().clone());
    let key_holder = case.key_holder().clone();
    let mut grant = AccessGrant {
        id: AccessGrantId::new(),
        case_id: case.id,
        organisation_id: case.organisation_id,
        user_id: tx.actor().user_id.clone(),
        scope: new.scope,
        reason_code: new.reason_code,
        reason: String::new(),
        sealed_reason: None,
        granted_at: now,
        expires_at: now + lasts,
        revoked_at: None,
        revoked_by: None,
    };
    let key = beneficiaries::data_key(tx, &permit, &key_holder, &grant.organisation_id)?;
    grant.sealed_reason = Some(key.seal(grant.place(), &new.reason));
    store::insert(tx, &permit, &grant)?;
    tx.touch::<AccessGrant>(&permit, Action::Create, &grant.id);
    let officer = Role::PrivacyOfficer;
    let link = format!("/v1/access-grants/{}", grant.id);
    for email in accounts::addresses(tx, &permit, &grant.organisation_id, &[officer])? {
        mail::enqueue(tx, &permit, MailKind::AccessGranted, &email, &link)?;
    }
    Ok(grant)
}

/// The grants within reach, the newest first: one's own, or all of the organisation.
pub fn list(tx: &mut Transaction, page: &Page, live: bool) -> Result<Vec<GrantView>> {
    let listing = tx.listing::<AccessGrant>()?;
    let rows = store::list(tx, &listing, page, live)?;
    for row in &rows {
        tx.touch::<AccessGrant>(&listing, Action::List, &row.grant.id);
        tx.touch::<Case>(&listing, Action::List, &row.grant.case_id);
    }
    Ok(rows)
}

/// One grant with its stated reason, which is gone once the person was erased.
pub fn read(tx: &mut Transaction, id: &AccessGrantId) -> Result<GrantView> {
    let permit = tx.permit::<Read, AccessGrant, AccessGrant>(id)?;
    let grant = permit.parent().clone();
    shown(tx, &permit, grant)
}

/// Ends a grant before its time.
pub fn revoke(tx: &mut Transaction, id: &AccessGrantId) -> Result<GrantView> {
    let permit = tx.permit::<Update, AccessGrant, AccessGrant>(id)?;
    let now = tx.now().naive_utc();
    let grant = AccessGrant {
        revoked_at: Some(now),
        revoked_by: Some(tx.actor().user_id.clone()),
        ..permit.parent().clone()
    };
    if !permit.parent().is_live(now) || !store::revoke(tx, &permit, &grant)? {
        return Err(Error::Conflict("grant_ended"));
    }
    shown(tx, &permit, grant)
}

fn shown(tx: &mut Transaction, proof: &impl Proof, grant: AccessGrant) -> Result<GrantView> {
    let (case, taken_by) = store::around(tx, proof, &grant)?;
    tx.touch::<Case>(proof, Action::Read, &grant.case_id);
    let reason = match &grant.sealed_reason {
        None => Some(grant.reason.clone()),
        Some(sealed) => {
            beneficiaries::known_data_key(tx, proof, case.key_holder(), &grant.organisation_id)?
                .map(|key| key.open_since(grant.place(), sealed, grant.granted_at))
                .transpose()
                .map_err(Error::internal)?
                .flatten()
        }
    };
    Ok(GrantView {
        grant,
        case_code: case.case_code,
        taken_by,
        reason,
    })
}
