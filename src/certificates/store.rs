use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use diesel::sql_types::{Binary, Nullable};

use super::{
    Certificate, CertificateFilter, CertificateId, CertificateStatus, PublicCertificate,
    PublicCheck, Registered, VerificationCode,
};
use crate::access::policy::Reach;
use crate::access::{
    Actor, Create, List, Parent, Permit, Proof, Read, Resource, Service, Transaction, Update,
};
use crate::access_grants::Subject;
use crate::cases::Case;
use crate::credentials::CredentialKey;
use crate::db::schema::{
    certificate_counters, certificates, credentials, documents, issuer_keys, organisations,
};
use crate::db::{DbConnection, row_security};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::issued;
use crate::organisations::{Organisation, OrganisationId};

/// A certificate is as far away as its case.
impl Parent for Certificate {
    type Id = CertificateId;

    fn id(&self) -> &CertificateId {
        &self.id
    }

    fn subject(&self) -> Option<Subject<'_>> {
        Some(Subject::Case(&self.case_id))
    }

    fn load(
        connection: &mut DbConnection,
        id: &CertificateId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let certificate = certificates::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        let Some(certificate) = certificate else {
            return Ok(None);
        };
        let case = Case::load(connection, &certificate.case_id, actor)?;
        Ok(case.map(|(_, reach)| (certificate, reach)))
    }
}

/// Certificates, each with the key of its credential, if it has one.
macro_rules! registered {
    () => {
        certificates::table
            .left_join(
                credentials::table.on(credentials::certificate_id.eq(certificates::id.nullable())),
            )
            .left_join(
                issuer_keys::table.on(issuer_keys::id
                    .nullable()
                    .eq(credentials::issuer_key_id.nullable())),
            )
            .select((
                Certificate::as_select(),
                Option::<CredentialKey>::as_select(),
            ))
    };
}

pub fn list(
    tx: &mut Transaction,
    permit: &Permit<List, Certificate, Case>,
) -> Result<Vec<Registered>> {
    Ok(registered!()
        .filter(certificates::case_id.eq(&permit.case().id))
        .order(certificates::id.desc())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// The certificates of an organisation, the newest first.
pub fn register(
    tx: &mut Transaction,
    permit: &Permit<List, Certificate, Organisation>,
    page: &Page,
    filter: &CertificateFilter,
) -> Result<Vec<Registered>> {
    let query = registered!()
        .filter(certificates::organisation_id.eq(permit.parent().id.clone()))
        .order(certificates::id.desc())
        .limit(page.rows())
        .into_boxed();
    let mut query = issued!(query, certificates, filter.issued);
    if let Some(status) = filter.status {
        query = query.filter(certificates::status.eq(status));
    }
    if let Some(after) = &page.after {
        query = query.filter(certificates::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(permit))?)
}

pub fn has_valid(tx: &mut Transaction, permit: &Permit<Create, Certificate, Case>) -> Result<bool> {
    let valid = certificates::table
        .filter(certificates::case_id.eq(&permit.case().id))
        .filter(certificates::status.eq(CertificateStatus::Valid));
    Ok(diesel::select(exists(valid)).get_result(tx.connection(permit))?)
}

/// The next number of the case's organisation in a year. Others wait for it until this transaction
/// ends; one that fails gives its number back.
pub fn next_number(
    tx: &mut Transaction,
    permit: &Permit<Create, Certificate, Case>,
    year: i32,
) -> Result<i32> {
    let organisation = &permit.case().organisation_id;
    let connection = tx.connection(permit);
    if let Some(number) = count_up(connection, organisation, year)? {
        return Ok(number);
    }
    // A savepoint, because on PostgreSQL a failed statement would end the whole transaction.
    let first = connection.transaction(|connection| {
        diesel::insert_into(certificate_counters::table)
            .values((
                certificate_counters::organisation_id.eq(organisation),
                certificate_counters::year.eq(year),
                certificate_counters::last_number.eq(1),
            ))
            .execute(connection)
    });
    match first {
        Ok(_) => Ok(1),
        // Somebody else gave the year's first number meanwhile.
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            count_up(connection, organisation, year)?.ok_or(Error::Unavailable("busy"))
        }
        Err(error) => Err(error.into()),
    }
}

fn count_up(
    connection: &mut DbConnection,
    organisation: &OrganisationId,
    year: i32,
) -> Result<Option<i32>> {
    let number = diesel::update(certificate_counters::table)
        .filter(certificate_counters::organisation_id.eq(organisation))
        .filter(certificate_counters::year.eq(year))
        .set(certificate_counters::last_number.eq(certificate_counters::last_number + 1))
        .returning(certificate_counters::last_number)
        .get_result(connection)
        .optional()?;
    Ok(number)
}

/// Enters a certificate in the register: only one of a case is valid.
pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, Certificate, Case>,
    certificate: &Certificate,
) -> Result<()> {
    let inserted = diesel::insert_into(certificates::table)
        .values(certificate)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("certificate_exists"))
        }
        other => other.map(drop).map_err(Error::from),
    }
}

/// Ends a valid certificate; somebody else may have ended it meanwhile.
pub fn end(
    tx: &mut Transaction,
    permit: &Permit<Update, Certificate, Certificate>,
    status: CertificateStatus,
    reason: &str,
    replaced_by: Option<&CertificateId>,
) -> Result<()> {
    let (user, now) = (tx.actor().user_id.clone(), tx.now().naive_utc());
    let changed = diesel::update(certificates::table)
        .filter(certificates::id.eq(&permit.parent().id))
        .filter(certificates::status.eq(CertificateStatus::Valid))
        .set((
            certificates::status.eq(status),
            certificates::ended_at.eq(now),
            certificates::ended_by.eq(user),
            certificates::ended_reason.eq(reason),
            certificates::replaced_by.eq(replaced_by),
            certificates::version.eq(certificates::version + 1),
        ))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("certificate_not_valid"))
    }
}

/// Names the certificate that comes in the place of one that was revoked; another may have come meanwhile.
pub fn succeed(
    tx: &mut Transaction,
    permit: &Permit<Update, Certificate, Certificate>,
    reason: &str,
    replaced_by: &CertificateId,
) -> Result<()> {
    let changed = diesel::update(certificates::table.find(&permit.parent().id))
        .filter(certificates::status.eq(CertificateStatus::Revoked))
        .filter(certificates::replaced_by.is_null())
        .set((
            certificates::replaced_by.eq(replaced_by),
            certificates::replacement_reason.eq(reason),
            certificates::version.eq(certificates::version + 1),
        ))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("certificate_not_valid"))
    }
}

pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &CertificateId) -> Result<Registered> {
    registered!()
        .filter(certificates::id.eq(id))
        .first(tx.connection(proof))
        .optional()?
        .ok_or(Error::NotFound(Resource::Certificate))
}

diesel::define_sql_function! {
    /// Bytes, on both databases.
    fn length(bytes: Nullable<Binary>) -> Nullable<Integer>;
}

/// What a code tells to anybody.
pub fn find_public(
    tx: &mut Transaction,
    permit: &Permit<Read, PublicCheck, Service>,
    code: &VerificationCode,
) -> Result<Option<PublicCertificate>> {
    let connection = tx.connection(permit);
    if let Some(found) = row_security::check_certificate(connection, code.as_str())? {
        return Ok(found);
    }
    Ok(certificates::table
        .inner_join(organisations::table.on(organisations::id.eq(certificates::organisation_id)))
        .inner_join(documents::table)
        .filter(certificates::verification_code.eq(code.as_str()))
        .select((
            certificates::status,
            certificates::number,
            certificates::issued_at,
            organisations::name,
            documents::file_hash.assume_not_null(),
            length(documents::file).assume_not_null(),
            documents::signed_file_hash,
            length(documents::signed_file),
        ))
        .first(connection)
        .optional()?)
}
