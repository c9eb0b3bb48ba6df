use super::{
    Authorised, NewSharingAuthorisation, SharingAuthorisation, SharingAuthorisationId, may_be_told,
    store,
};
use crate::access::{Action, Create, List, Permit, Proof, Read, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::documents::DocumentId;
use crate::error::{Checks, Error, Result};

/// Records what the person agreed to. The recipient must be an active organisation that receives
/// referrals or, as a job centre, cases; the documents must be of this case and issued, so that the person knew what they say.
pub fn record(
    tx: &mut Transaction,
    case: &CaseId,
    new: NewSharingAuthorisation,
) -> Result<Authorised> {
    let permit = tx.permit::<Create, SharingAuthorisation, Case>(case)?;
    permit.case().ensure_open()?;
    check(tx, &permit, &new)?;
    let authorisation = SharingAuthorisation {
        id: SharingAuthorisationId::new(),
        case_id: permit.case().id.clone(),
        organisation_id: permit.case().organisation_id.clone(),
        recipient_organisation_id: new.recipient_organisation_id,
        purpose: new.purpose,
        explained_in: new.explained_in,
        interpreter: new.interpreter,
        includes_contact: new.includes_contact,
        includes_work_right: new.includes_work_right,
        includes_candidacy: new.includes_candidacy,
        given_on: new.given_on,
        expires_on: new.expires_on,
        revoked_at: None,
        recorded_by: tx.actor().user_id.clone(),
        recorded_at: tx.now().naive_utc(),
        includes_profile: new.includes_profile,
    };
    store::insert(tx, &permit, &authorisation, &new.document_ids)?;
    tx.touch::<SharingAuthorisation>(&permit, Action::Create, &authorisation.id);
    Ok(Authorised {
        authorisation,
        document_ids: new.document_ids,
    })
}

fn check(
    tx: &mut Transaction,
    permit: &Permit<Create, SharingAuthorisation>,
    new: &NewSharingAuthorisation,
) -> Result<()> {
    let today = tx.today();
    let mut checks = Checks::default();
    checks.ensure(new.given_on <= today, "/given_on", "in_the_future");
    checks.ensure(
        new.expires_on >= new.given_on,
        "/expires_on",
        "before_start",
    );
    checks.ensure(new.expires_on >= today, "/expires_on", "already_past");
    let recipient = store::recipient_kind(tx, permit, &new.recipient_organisation_id)?;
    let at = "/recipient_organisation_id";
    match recipient {
        None => checks.ensure(false, at, "unknown_code"),
        Some(_) if new.recipient_organisation_id == permit.case().organisation_id => {
            checks.ensure(false, at, "not_oneself");
        }
        Some(kind) => checks.ensure(may_be_told(kind), at, "recipient_not_of_a_kind"),
    }
    let known = store::documents_of_case(tx, permit, &new.document_ids)?;
    for (index, id) in new.document_ids.iter().enumerate() {
        let at = format!("/document_ids/{index}");
        let twice = new.document_ids[..index].contains(id);
        checks.ensure(!twice, &at, "already_exists");
        match known.iter().find(|(known, _)| known == id) {
            None => checks.ensure(false, &at, "unknown_code"),
            Some((_, issued)) => checks.ensure(*issued, &at, "document_not_issued"),
        }
    }
    checks.finish(|| Some(()))
}

pub fn list(tx: &mut Transaction, case: &CaseId) -> Result<Vec<Authorised>> {
    let permit = tx.permit::<List, SharingAuthorisation, Case>(case)?;
    let rows = store::list(tx, &permit)?;
    let covered = store::list_covered(tx, &permit)?;
    let documents_of = |id: &SharingAuthorisationId| {
        let of_this = covered.iter().filter(|(of, _)| of == id);
        of_this.map(|(_, document)| document.clone()).collect()
    };
    Ok(rows
        .into_iter()
        .map(|authorisation| Authorised {
            document_ids: documents_of(&authorisation.id),
            authorisation,
        })
        .collect())
}

pub fn read(tx: &mut Transaction, id: &SharingAuthorisationId) -> Result<Authorised> {
    let permit = tx.permit::<Read, SharingAuthorisation, SharingAuthorisation>(id)?;
    let case = permit.parent().case_id.clone();
    tx.touch::<Case>(&permit, Action::Read, &case);
    Ok(Authorised {
        authorisation: permit.parent().clone(),
        document_ids: store::read_covered(tx, &permit)?,
    })
}

/// Revokes an authorisation, in whatever state its case is: the person may at any time. What was
/// sent under it stays in the job centre's list; the recipient sees it no more.
pub fn revoke(tx: &mut Transaction, id: &SharingAuthorisationId) -> Result<Authorised> {
    let permit = tx.permit::<Update, SharingAuthorisation, SharingAuthorisation>(id)?;
    let mut authorisation = permit.parent().clone();
    tx.touch::<Case>(&permit, Action::Update, &authorisation.case_id);
    if !store::revoke(tx, &permit)? {
        return Err(Error::Conflict("sharing_already_revoked"));
    }
    authorisation.revoked_at = Some(tx.now().naive_utc());
    Ok(Authorised {
        document_ids: store::covered(tx, &permit, &authorisation.id)?,
        authorisation,
    })
}

/// One authorisation of a case with what it covers, for a feature that shows its own permit.
pub fn find(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    id: &SharingAuthorisationId,
) -> Result<Authorised> {
    Ok(Authorised {
        authorisation: store::find(tx, proof, case, id)?,
        document_ids: store::covered(tx, proof, id)?,
    })
}

/// Keeps an authorisation from being revoked until this transaction ends; false when it is already.
pub fn hold(tx: &mut Transaction, proof: &impl Proof, id: &SharingAuthorisationId) -> Result<bool> {
    store::hold(tx, proof, id)
}

/// The documents of a list that an authorisation does not cover, by their place in the list.
pub fn uncovered(authorised: &Authorised, documents: &[DocumentId]) -> Vec<usize> {
    let places = documents.iter().enumerate();
    places
        .filter(|(_, id)| !authorised.document_ids.contains(id))
        .map(|(place, _)| place)
        .collect()
}
