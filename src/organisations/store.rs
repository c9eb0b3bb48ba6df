use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{
    Agreement, AgreementId, Organisation, OrganisationFilter, OrganisationId, OrganisationKind,
    Receives,
};
use crate::access::policy::Reach;
use crate::access::{
    Actor, Create, List, Listing, Parent, Permit, Proof, Resource, Service, Transaction, Update,
};
use crate::db::DbConnection;
use crate::db::schema::{agreements, organisations};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::sharing::receives_referrals;

impl Parent for Organisation {
    type Id = OrganisationId;

    fn id(&self) -> &OrganisationId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &OrganisationId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let organisation = organisations::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        let needed = if actor.organisation_id == *id {
            Reach::Organisation
        } else {
            Reach::Everything
        };
        Ok(organisation.map(|organisation| (organisation, needed)))
    }
}

pub fn insert<P>(
    tx: &mut Transaction,
    permit: &Permit<Create, Organisation, P>,
    organisation: &Organisation,
) -> Result<()>
where
    Permit<Create, Organisation, P>: Proof,
{
    unique_prefix(
        diesel::insert_into(organisations::table)
            .values(organisation)
            .execute(tx.connection(permit)),
    )?;
    Ok(())
}

/// Replaces the record whose version is one lower.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, Organisation, Organisation>,
    organisation: &Organisation,
) -> Result<()> {
    let changed = unique_prefix(
        diesel::update(organisations::table)
            .filter(organisations::id.eq(&permit.parent().id))
            .filter(organisations::version.eq(organisation.version - 1))
            .set(organisation)
            .execute(tx.connection(permit)),
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: organisation.version,
        })
    }
}

fn unique_prefix(result: QueryResult<usize>) -> Result<usize> {
    match result {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::invalid("/certificate_prefix", "already_exists"))
        }
        other => Ok(other?),
    }
}

/// Active organisations, the newest first.
pub fn list(
    tx: &mut Transaction,
    listing: &Listing<Organisation>,
    page: &Page,
    filter: OrganisationFilter,
) -> Result<Vec<Organisation>> {
    let (own, today) = (listing.actor().organisation_id.clone(), tx.today());
    let mut query = organisations::table
        .filter(organisations::active.eq(true))
        .select(Organisation::as_select())
        .order(organisations::id.desc())
        .limit(page.rows())
        .into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(organisations::kind.eq(kind));
    }
    if filter.receives.is_some() {
        query = query.filter(organisations::id.ne(own.clone()));
    }
    match filter.receives {
        Some(Receives::Referrals) => {
            let kinds = OrganisationKind::ALL.iter().copied();
            let kinds: Vec<_> = kinds.filter(|it| receives_referrals(*it)).collect();
            query = query.filter(organisations::kind.eq_any(kinds));
        }
        Some(Receives::Transfers) => {
            let between = agreements::organisation_id
                .eq(organisations::id)
                .and(agreements::partner_id.eq(own.clone()))
                .or(agreements::organisation_id
                    .eq(own)
                    .and(agreements::partner_id.eq(organisations::id)));
            let in_force = agreements::table
                .filter(between)
                .filter(agreements::valid_from.le(today))
                .filter(
                    agreements::valid_to
                        .is_null()
                        .or(agreements::valid_to.ge(today)),
                );
            query = query
                .filter(organisations::kind.eq(OrganisationKind::JobCentre))
                .filter(exists(in_force));
        }
        None => {}
    }
    if let Some(after) = &page.after {
        query = query.filter(organisations::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(listing))?)
}

/// One organisation, for a feature that shows another permit.
pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &OrganisationId) -> Result<Organisation> {
    organisations::table
        .find(id)
        .select(Organisation::as_select())
        .first(tx.connection(proof))
        .optional()?
        .ok_or(Error::NotFound(Resource::Organisation))
}

pub fn insert_agreement(
    tx: &mut Transaction,
    permit: &Permit<Create, Agreement, Organisation>,
    agreement: &Agreement,
) -> Result<()> {
    diesel::insert_into(agreements::table)
        .values(agreement)
        .execute(tx.connection(permit))?;
    Ok(())
}

/// The agreements of a job centre or of a partner.
pub fn list_agreements(
    tx: &mut Transaction,
    permit: &Permit<List, Agreement, Organisation>,
) -> Result<Vec<Agreement>> {
    let id = &permit.parent().id;
    let side = agreements::organisation_id
        .eq(id)
        .or(agreements::partner_id.eq(id));
    Ok(agreements::table
        .filter(side)
        .order(agreements::id.desc())
        .select(Agreement::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// Agreements of a job centre with one partner.
pub fn agreements_between(
    tx: &mut Transaction,
    proof: &impl Proof,
    centre: &OrganisationId,
    partner: &OrganisationId,
) -> Result<Vec<Agreement>> {
    Ok(agreements::table
        .filter(agreements::organisation_id.eq(centre))
        .filter(agreements::partner_id.eq(partner))
        .select(Agreement::as_select())
        .load(tx.connection(proof))?)
}

/// Whether the agreements of a job centre (a column) with a partner (a column or a value) have lapsed
/// on a day: [`super::Partnership::Lapsed`] in a query.
#[macro_export]
macro_rules! lapsed {
    ($centre:expr, $partner:expr, $today:expr) => {{
        use diesel::dsl::{exists, not};
        use $crate::db::schema::agreements;
        let between = || {
            agreements::table
                .filter(agreements::organisation_id.eq($centre))
                .filter(agreements::partner_id.eq($partner))
        };
        let in_force = agreements::valid_to
            .is_null()
            .or(agreements::valid_to.ge($today));
        exists(between().filter(agreements::valid_to.lt($today))).and(not(exists(
            between()
                .filter(agreements::valid_from.le($today))
                .filter(in_force),
        )))
    }};
}

/// Agreements that end from one day to another and that nobody was told of.
pub fn ending(
    tx: &mut Transaction,
    listing: &Listing<Agreement>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Agreement>> {
    Ok(agreements::table
        .filter(agreements::valid_to.ge(from))
        .filter(agreements::valid_to.le(to))
        .filter(agreements::warned_on.is_null())
        .order(agreements::id)
        .limit(100)
        .select(Agreement::as_select())
        .load(tx.connection(listing))?)
}

/// Notes that both sides are told; false when another instance was faster.
pub fn note_warning(
    tx: &mut Transaction,
    permit: &Permit<Update, Agreement, Service>,
    id: &AgreementId,
    on: NaiveDate,
) -> Result<bool> {
    let noted = diesel::update(agreements::table.find(id))
        .filter(agreements::warned_on.is_null())
        .set(agreements::warned_on.eq(on))
        .execute(tx.connection(permit))?;
    Ok(noted == 1)
}

/// For the first organisation of a service, added by the command line.
pub type ServicePermit = Permit<Create, Organisation, Service>;
