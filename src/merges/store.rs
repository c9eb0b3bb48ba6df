use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use diesel::sql_types::{Nullable, Text};

use super::{BeneficiaryMerge, MergeId, Moved, Weighed};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, Listing, Parent, Permit, Proof, Transaction, Update};
use crate::beneficiaries::{Beneficiary, BeneficiaryId, IdentifierKind};
use crate::db::schema::{
    beneficiaries, beneficiary_merges, cases, identifiers, reception_stays, stay_permits,
};
use crate::db::{DbConnection, MultiBackend};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::programmes::ProgrammeId;

diesel::define_sql_function! {
    fn coalesce(first: Nullable<Text>, second: Text) -> Text;
}

/// An id of a person's in a query on their records.
pub type LedTo<'a> =
    Box<dyn BoxableExpression<beneficiaries::table, MultiBackend, SqlType = Text> + 'a>;

/// The record that an id leads to: itself, or what took over from it.
pub fn leads_to(id: &BeneficiaryId) -> LedTo<'_> {
    let standing = beneficiary_merges::table
        .filter(beneficiary_merges::merged_id.eq(id))
        .filter(beneficiary_merges::reversed_at.is_null())
        .select(beneficiary_merges::standing_id);
    Box::new(coalesce(standing.single_value(), id))
}

impl Parent for BeneficiaryMerge {
    type Id = MergeId;

    fn id(&self) -> &MergeId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &MergeId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = beneficiary_merges::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(found.map(|merge: Self| {
            let needed = actor.needs_to_reach(&merge.organisation_id, false);
            (merge, needed)
        }))
    }
}

/// What two records hold that bears on their being made one.
pub fn weigh<V>(
    tx: &mut Transaction,
    kept: &Permit<V, BeneficiaryMerge, Beneficiary>,
    merged: &Permit<V, BeneficiaryMerge, Beneficiary>,
) -> Result<Weighed> {
    let (into, from) = (&kept.parent().id, &merged.parent().id);
    let tax_codes = |id| {
        identifiers::table
            .filter(identifiers::beneficiary_id.eq(id))
            .filter(identifiers::kind.eq(IdentifierKind::Cf))
            .filter(identifiers::replaced_at.is_null())
    };
    let counts = (
        identifiers::table
            .filter(identifiers::beneficiary_id.eq(from))
            .count()
            .single_value()
            .assume_not_null(),
        stay_permits::table
            .filter(stay_permits::beneficiary_id.eq(from))
            .count()
            .single_value()
            .assume_not_null(),
        reception_stays::table
            .filter(reception_stays::beneficiary_id.eq(from))
            .count()
            .single_value()
            .assume_not_null(),
        exists(tax_codes(into)),
        exists(tax_codes(from)),
    );
    let (identifiers, stay_permits, reception_stays, one, other): (i64, i64, i64, bool, bool) =
        beneficiaries::table
            .find(into)
            .select(counts)
            .first(tx.connection(kept))?;
    let cases: Vec<(BeneficiaryId, ProgrammeId, bool)> = cases::table
        .filter(cases::beneficiary_id.eq_any([into, from]))
        .select((
            cases::beneficiary_id,
            cases::programme_id,
            cases::ended_at.is_null(),
        ))
        .load(tx.connection(merged))?;
    let of = |id| cases.iter().filter(move |(person, ..)| person == id);
    let runs = |id, programme| of(id).any(|(_, its, running)| *running && its == programme);
    Ok(Weighed {
        cases: i64::try_from(of(from).count()).unwrap_or(i64::MAX),
        identifiers,
        stay_permits,
        reception_stays,
        two_tax_codes: one && other,
        two_running_cases: of(from).any(|(_, its, running)| *running && runs(into, its)),
    })
}

/// Has whoever else would change the two people wait, in the same order whoever comes, and sets their
/// versions; refused where somebody changed one since it was read.
pub fn hold(
    tx: &mut Transaction,
    proof: &impl Proof,
    mut people: [(&Beneficiary, i32); 2],
) -> Result<()> {
    people.sort_by_key(|(person, _)| person.id.clone());
    for (person, version) in people {
        let held = diesel::update(beneficiaries::table.find(&person.id))
            .filter(beneficiaries::version.eq(person.version))
            .set(beneficiaries::version.eq(version))
            .execute(tx.connection(proof))?;
        if held == 0 {
            return Err(Error::Conflict("changed_meanwhile"));
        }
    }
    Ok(())
}

/// Gives the kept record all that was recorded under the merged one, and says what that is.
pub fn move_all(
    tx: &mut Transaction,
    kept: &Permit<Create, BeneficiaryMerge, Beneficiary>,
    merged: &Permit<Create, BeneficiaryMerge, Beneficiary>,
) -> Result<Moved> {
    let (into, from) = (&kept.parent().id, &merged.parent().id);
    let their_cases = cases::table.filter(cases::beneficiary_id.eq(from));
    let their_identifiers = identifiers::table.filter(identifiers::beneficiary_id.eq(from));
    let their_permits = stay_permits::table.filter(stay_permits::beneficiary_id.eq(from));
    let their_stays = reception_stays::table.filter(reception_stays::beneficiary_id.eq(from));
    let connection = tx.connection(merged);
    let moved = Moved {
        cases: their_cases.select(cases::id).load(connection)?,
        identifiers: their_identifiers.select(identifiers::id).load(connection)?,
        stay_permits: their_permits.select(stay_permits::id).load(connection)?,
        reception_stays: their_stays.select(reception_stays::id).load(connection)?,
    };
    diesel::update(their_cases.filter(cases::key_holder_id.is_null()))
        .set(cases::key_holder_id.eq(from))
        .execute(connection)?;
    diesel::update(their_identifiers.filter(identifiers::key_holder_id.is_null()))
        .set(identifiers::key_holder_id.eq(from))
        .execute(connection)?;
    give(connection, &moved, (from, into))?;
    Ok(moved)
}

/// Gives back what went to the kept record, and is still there.
pub fn move_back(
    tx: &mut Transaction,
    permit: &Permit<Update, BeneficiaryMerge, BeneficiaryMerge>,
) -> Result<()> {
    let merge = permit.parent();
    let moved = merge.moved.get();
    give(
        tx.connection(permit),
        &moved,
        (&merge.kept_id, &merge.merged_id),
    )
}

/// A case's answer names its person, so it gets a new version.
fn give(
    connection: &mut DbConnection,
    moved: &Moved,
    (from, to): (&BeneficiaryId, &BeneficiaryId),
) -> Result<()> {
    let of_cases = cases::table.filter(cases::id.eq_any(&moved.cases));
    diesel::update(of_cases.filter(cases::beneficiary_id.eq(from)))
        .set((
            cases::beneficiary_id.eq(to),
            cases::version.eq(cases::version + 1),
        ))
        .execute(connection)?;
    let of_identifiers = identifiers::table.filter(identifiers::id.eq_any(&moved.identifiers));
    diesel::update(of_identifiers.filter(identifiers::beneficiary_id.eq(from)))
        .set(identifiers::beneficiary_id.eq(to))
        .execute(connection)?;
    let of_permits = stay_permits::table.filter(stay_permits::id.eq_any(&moved.stay_permits));
    diesel::update(of_permits.filter(stay_permits::beneficiary_id.eq(from)))
        .set(stay_permits::beneficiary_id.eq(to))
        .execute(connection)?;
    let of_stays = reception_stays::table;
    let of_stays = of_stays.filter(reception_stays::id.eq_any(&moved.reception_stays));
    diesel::update(of_stays.filter(reception_stays::beneficiary_id.eq(from)))
        .set(reception_stays::beneficiary_id.eq(to))
        .execute(connection)?;
    Ok(())
}

/// Of two who merge the same record at once, the second is refused.
pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, BeneficiaryMerge, Beneficiary>,
    merge: &BeneficiaryMerge,
) -> Result<()> {
    let inserted = diesel::insert_into(beneficiary_merges::table)
        .values(merge)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("already_merged"))
        }
        other => Ok(other.map(drop)?),
    }
}

/// Has the ids of what was merged into some records lead to where this merge says.
pub fn redirect(
    tx: &mut Transaction,
    proof: &impl Proof,
    into: &BTreeSet<BeneficiaryId>,
    merge: &BeneficiaryMerge,
) -> Result<()> {
    let earlier = beneficiary_merges::table
        .filter(beneficiary_merges::organisation_id.eq(&merge.organisation_id))
        .filter(beneficiary_merges::kept_id.eq_any(into))
        .filter(beneficiary_merges::reversed_at.is_null());
    diesel::update(earlier)
        .set(beneficiary_merges::standing_id.eq(&merge.standing_id))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// The merges by which ids lead to a record now.
pub fn leading_to(
    tx: &mut Transaction,
    proof: &impl Proof,
    standing: &BeneficiaryId,
) -> Result<Vec<BeneficiaryMerge>> {
    Ok(beneficiary_merges::table
        .filter(beneficiary_merges::standing_id.eq(standing))
        .filter(beneficiary_merges::reversed_at.is_null())
        .select(BeneficiaryMerge::as_select())
        .load(tx.connection(proof))?)
}

/// Ends a merge that nobody has reversed yet; false when somebody has, or the kept record was merged.
pub fn end(
    tx: &mut Transaction,
    permit: &Permit<Update, BeneficiaryMerge, BeneficiaryMerge>,
    merge: &BeneficiaryMerge,
) -> Result<bool> {
    let ended = diesel::update(beneficiary_merges::table.find(&permit.parent().id))
        .filter(beneficiary_merges::reversed_at.is_null())
        .filter(beneficiary_merges::standing_id.eq(&merge.kept_id))
        .set((
            beneficiary_merges::reversed_at.eq(merge.reversed_at),
            beneficiary_merges::reversed_by.eq(&merge.reversed_by),
        ))
        .execute(tx.connection(permit))?;
    Ok(ended == 1)
}

pub fn list(
    tx: &mut Transaction,
    listing: &Listing<BeneficiaryMerge>,
    page: &Page,
) -> Result<Vec<BeneficiaryMerge>> {
    let mut query = beneficiary_merges::table
        .filter(beneficiary_merges::organisation_id.eq(&listing.actor().organisation_id))
        .order(beneficiary_merges::id.desc())
        .limit(page.rows())
        .select(BeneficiaryMerge::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        query = query.filter(beneficiary_merges::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(listing))?)
}
