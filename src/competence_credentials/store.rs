use diesel::prelude::*;

use super::{CompetenceCredential, CompetenceCredentialId, CompetenceCredentialStatus};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, List, Parent, Permit, Transaction, Update};
use crate::access_grants::Subject;
use crate::cases::Case;
use crate::db::DbConnection;
use crate::db::schema::{beneficiaries, competence_credentials};
use crate::error::{Error, Result};

/// As far away as its case.
impl Parent for CompetenceCredential {
    type Id = CompetenceCredentialId;

    fn id(&self) -> &CompetenceCredentialId {
        &self.id
    }

    fn subject(&self) -> Option<Subject<'_>> {
        Some(Subject::Case(&self.case_id))
    }

    fn load(
        connection: &mut DbConnection,
        id: &CompetenceCredentialId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let credential = competence_credentials::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        let Some(credential) = credential else {
            return Ok(None);
        };
        let case = Case::load(connection, &credential.case_id, actor)?;
        Ok(case.map(|(_, reach)| (credential, reach)))
    }
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, CompetenceCredential, Case>,
    credential: &CompetenceCredential,
) -> Result<()> {
    diesel::insert_into(competence_credentials::table)
        .values(credential)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// Whether the person of a case confirmed how their name is written.
pub fn is_name_confirmed(
    tx: &mut Transaction,
    permit: &Permit<Create, CompetenceCredential, Case>,
) -> Result<bool> {
    Ok(beneficiaries::table
        .find(&permit.case().beneficiary_id)
        .select(beneficiaries::name_confirmed)
        .first(tx.connection(permit))?)
}

/// Those of a case, the newest first.
pub fn list(
    tx: &mut Transaction,
    permit: &Permit<List, CompetenceCredential, Case>,
) -> Result<Vec<CompetenceCredential>> {
    Ok(competence_credentials::table
        .filter(competence_credentials::case_id.eq(&permit.case().id))
        .order(competence_credentials::id.desc())
        .select(CompetenceCredential::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// Ends one that stands; somebody else may have ended it meanwhile.
pub fn end(
    tx: &mut Transaction,
    permit: &Permit<Update, CompetenceCredential, CompetenceCredential>,
    reason: &str,
) -> Result<CompetenceCredential> {
    let (user, now) = (tx.actor().user_id.clone(), tx.now().naive_utc());
    let (connection, id) = (tx.connection(permit), &permit.parent().id);
    let changed = diesel::update(competence_credentials::table.find(id))
        .filter(competence_credentials::status.eq(CompetenceCredentialStatus::Valid))
        .set((
            competence_credentials::status.eq(CompetenceCredentialStatus::Revoked),
            competence_credentials::ended_at.eq(now),
            competence_credentials::ended_by.eq(user),
            competence_credentials::ended_reason.eq(reason),
            competence_credentials::version.eq(competence_credentials::version + 1),
        ))
        .execute(connection)?;
    if changed == 0 {
        return Err(Error::Conflict("credential_not_valid"));
    }
    Ok(competence_credentials::table
        .find(id)
        .select(CompetenceCredential::as_select())
        .first(connection)?)
}
