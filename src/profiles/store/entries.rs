use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::Stored;
use crate::access::{Create, Delete, Permit, Proof, Resource, Transaction, Update};
use crate::cases::CaseId;
use crate::db::schema::{competences, evidence, expectations, experiences, language_skills};
use crate::error::{Error, Result};
use crate::profiles::{
    CompetenceStatement, Content, Entry, EvidenceStatement, Expectation, Experience, LanguageSkill,
    Profile,
};

/// Writes the queries of a content whose columns stand in one table, beside those that every entry
/// has.
macro_rules! stored_in {
    ($($table:ident: $content:ty),+ $(,)?) => {$(
        impl Stored for $content {
            fn insert(
                tx: &mut Transaction,
                permit: &Permit<Create, Profile>,
                entry: &Entry<Self>,
            ) -> Result<()> {
                let case = permit.case();
                let inserted = diesel::insert_into($table::table)
                    .values((
                        (
                            $table::id.eq(&entry.id),
                            $table::case_id.eq(&case.id),
                            $table::organisation_id.eq(&case.organisation_id),
                            $table::version.eq(entry.version),
                            $table::created_at.eq(entry.created_at),
                            $table::updated_at.eq(entry.updated_at),
                        ),
                        &entry.content,
                    ))
                    .execute(tx.connection(permit));
                unique(inserted).map(drop)
            }

            fn list(
                tx: &mut Transaction,
                proof: &impl Proof,
                case: &CaseId,
            ) -> Result<Vec<Entry<Self>>> {
                let rows: Vec<Row<Self>> = $table::table
                    .filter($table::case_id.eq(case))
                    .order($table::id.desc())
                    .select((
                        ($table::id, $table::version, $table::created_at, $table::updated_at),
                        Self::as_select(),
                    ))
                    .load(tx.connection(proof))?;
                Ok(rows.into_iter().map(entry).collect())
            }

            fn count(tx: &mut Transaction, permit: &Permit<Create, Profile>) -> Result<i64> {
                Ok($table::table
                    .filter($table::case_id.eq(&permit.case().id))
                    .count()
                    .get_result(tx.connection(permit))?)
            }

            fn find(
                tx: &mut Transaction,
                proof: &impl Proof,
                case: &CaseId,
                id: &Self::Id,
            ) -> Result<Entry<Self>> {
                let row: Option<Row<Self>> = $table::table
                    .filter($table::id.eq(id))
                    .filter($table::case_id.eq(case))
                    .select((
                        ($table::id, $table::version, $table::created_at, $table::updated_at),
                        Self::as_select(),
                    ))
                    .first(tx.connection(proof))
                    .optional()?;
                row.map(entry).ok_or(Error::NotFound(Resource::Profile))
            }

            fn update(
                tx: &mut Transaction,
                permit: &Permit<Update, Profile>,
                entry: &Entry<Self>,
            ) -> Result<()> {
                let changed = diesel::update($table::table)
                    .filter($table::id.eq(&entry.id))
                    .filter($table::case_id.eq(&permit.case().id))
                    .filter($table::version.eq(entry.version - 1))
                    .set((
                        &entry.content,
                        $table::version.eq(entry.version),
                        $table::updated_at.eq(entry.updated_at),
                    ))
                    .execute(tx.connection(permit));
                one(unique(changed)?, entry.version)
            }

            fn delete(
                tx: &mut Transaction,
                permit: &Permit<Delete, Profile>,
                entry: &Entry<Self>,
            ) -> Result<()> {
                let deleted = diesel::delete($table::table)
                    .filter($table::id.eq(&entry.id))
                    .filter($table::case_id.eq(&permit.case().id))
                    .filter($table::version.eq(entry.version))
                    .execute(tx.connection(permit));
                one(unlinked(deleted)?, entry.version + 1)
            }
        }
    )+};
}

stored_in! {
    experiences: Experience,
    evidence: EvidenceStatement,
    language_skills: LanguageSkill,
    competences: CompetenceStatement,
    expectations: Expectation,
}

type Row<C> = ((<C as Content>::Id, i32, NaiveDateTime, NaiveDateTime), C);

pub(super) fn entry<C: Content>(
    ((id, version, created_at, updated_at), content): Row<C>,
) -> Entry<C> {
    Entry {
        id,
        content,
        version,
        created_at,
        updated_at,
    }
}

fn unique(result: QueryResult<usize>) -> Result<usize> {
    match result {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_exists"))
        }
        other => Ok(other?),
    }
}

/// The foreign keys refuse to delete what another record names.
fn unlinked(result: QueryResult<usize>) -> Result<usize> {
    match result {
        Err(QueryError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)) => {
            Err(Error::Conflict("still_linked"))
        }
        other => Ok(other?),
    }
}

fn one(changed: usize, current: i32) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale { current })
    }
}
