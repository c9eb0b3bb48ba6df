use diesel::prelude::*;

use super::{
    CompetenceCredential, CompetenceCredentialFilter, CompetenceCredentialId,
    CompetenceCredentialStatus, Signed,
};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, List, Parent, Permit, Proof, Transaction, Update};
use crate::access_grants::Subject;
use crate::cases::Case;
use crate::credentials::CredentialKey;
use crate::db::DbConnection;
use crate::db::schema::{beneficiaries, competence_credentials, credentials, issuer_keys};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::issued;
use crate::organisations::Organisation;

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

/// Credentials of competences, each with its key.
macro_rules! signed {
    () => {
        competence_credentials::table
            .inner_join(
                credentials::table.on(credentials::id.eq(competence_credentials::credential_id)),
            )
            .inner_join(issuer_keys::table.on(issuer_keys::id.eq(credentials::issuer_key_id)))
            .select((
                CompetenceCredential::as_select(),
                CredentialKey::as_select(),
            ))
    };
}

/// Those of a case, the newest first.
pub fn list(
    tx: &mut Transaction,
    permit: &Permit<List, CompetenceCredential, Case>,
) -> Result<Vec<Signed>> {
    Ok(signed!()
        .filter(competence_credentials::case_id.eq(&permit.case().id))
        .order(competence_credentials::id.desc())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// Those of an organisation, the newest first.
pub fn register(
    tx: &mut Transaction,
    permit: &Permit<List, CompetenceCredential, Organisation>,
    page: &Page,
    filter: &CompetenceCredentialFilter,
) -> Result<Vec<Signed>> {
    let query = signed!()
        .filter(competence_credentials::organisation_id.eq(permit.parent().id.clone()))
        .order(competence_credentials::id.desc())
        .limit(page.rows())
        .into_boxed();
    let mut query = issued!(query, competence_credentials, filter.issued);
    if let Some(status) = filter.status {
        query = query.filter(competence_credentials::status.eq(status));
    }
    if let Some(entitlement) = &filter.entitlement_id {
        query = query.filter(competence_credentials::entitlement_id.eq(entitlement.clone()));
    }
    if let Some(after) = &page.after {
        query = query.filter(competence_credentials::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(permit))?)
}

pub fn find(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &CompetenceCredentialId,
) -> Result<Signed> {
    Ok(signed!()
        .filter(competence_credentials::id.eq(id))
        .first(tx.connection(proof))?)
}

/// Ends one that stands; somebody else may have ended it meanwhile.
pub fn end(
    tx: &mut Transaction,
    permit: &Permit<Update, CompetenceCredential, CompetenceCredential>,
    reason: &str,
) -> Result<()> {
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
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("credential_not_valid"))
    }
}
