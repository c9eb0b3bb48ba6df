use chrono::NaiveDate;
use diesel::dsl::{auto_type, exists, max};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{PathwayTemplate, PathwayTemplateId, Programme, ProgrammeFilter, ProgrammeId};
use crate::access::policy::Reach;
use crate::access::{
    Actor, Create, List, Listing, Parent, Permit, Proof, Resource, Transaction, Update,
};
use crate::db::DbConnection;
use crate::db::schema::{agreements, pathway_templates, programmes};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::organisations::{Organisation, OrganisationId};

impl Parent for Programme {
    type Id = ProgrammeId;

    fn id(&self) -> &ProgrammeId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &ProgrammeId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = programmes::table
            .find(id)
            .select((Self::as_select(), is_of_partner(actor)))
            .first::<(Self, bool)>(connection)
            .optional()?;
        Ok(found.map(|(found, of_partner)| {
            let needed = match needed(&found.organisation_id, actor) {
                Reach::Everything if of_partner && found.terms.active => Reach::Network,
                needed => needed,
            };
            (found, needed)
        }))
    }
}

/// Whether a programme's job centre has an agreement in force with the actor's organisation.
#[auto_type]
fn is_of_partner<'a>(actor: &'a Actor) -> _ {
    let partner: &'a OrganisationId = &actor.organisation_id;
    let today: NaiveDate = actor.today;
    exists(
        agreements::table
            .filter(agreements::organisation_id.eq(programmes::organisation_id))
            .filter(agreements::partner_id.eq(partner))
            .filter(agreements::valid_from.le(today))
            .filter(
                agreements::valid_to
                    .is_null()
                    .or(agreements::valid_to.ge(today)),
            ),
    )
}

impl Parent for PathwayTemplate {
    type Id = PathwayTemplateId;

    fn id(&self) -> &PathwayTemplateId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &PathwayTemplateId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = pathway_templates::table
            .find(id)
            .select(Self::as_select())
            .first(connection)
            .optional()?;
        Ok(found.map(|found: Self| {
            let needed = needed(&found.organisation_id, actor);
            (found, needed)
        }))
    }
}

fn needed(owner: &OrganisationId, actor: &Actor) -> Reach {
    if *owner == actor.organisation_id {
        Reach::Organisation
    } else {
        Reach::Everything
    }
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, Programme, Organisation>,
    programme: &Programme,
) -> Result<()> {
    let inserted = diesel::insert_into(programmes::table)
        .values(programme)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::invalid("/code", "already_exists"))
        }
        other => Ok(other.map(drop)?),
    }
}

/// Replaces the terms of the programme whose version is one lower.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, Programme, Programme>,
    programme: &Programme,
) -> Result<()> {
    let changed = diesel::update(programmes::table)
        .filter(programmes::id.eq(&permit.parent().id))
        .filter(programmes::version.eq(programme.version - 1))
        .set((
            &programme.terms,
            programmes::version.eq(programme.version),
            programmes::updated_at.eq(programme.updated_at),
        ))
        .execute(tx.connection(permit))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: programme.version,
        })
    }
}

/// Programmes within reach, the newest first. To an organisation that sends people, these are the
/// active ones of job centres with which it has an agreement in force on the day.
pub fn list(
    tx: &mut Transaction,
    listing: &Listing<Programme>,
    page: &Page,
    filter: &ProgrammeFilter,
) -> Result<Vec<Programme>> {
    let mut query = programmes::table
        .select(Programme::as_select())
        .order(programmes::id.desc())
        .limit(page.rows())
        .into_boxed();
    if let Some(own) = listing.organisation_id() {
        if listing.reach() == Reach::Network {
            query = query
                .filter(programmes::active.eq(true))
                .filter(is_of_partner(listing.actor()));
        } else {
            query = query.filter(programmes::organisation_id.eq(own.clone()));
        }
    }
    if let Some(organisation) = &filter.organisation_id {
        query = query.filter(programmes::organisation_id.eq(organisation.clone()));
    }
    if let Some(active) = filter.active {
        query = query.filter(programmes::active.eq(active));
    }
    if let Some(after) = &page.after {
        query = query.filter(programmes::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(listing))?)
}

/// One programme, for a feature that shows another permit.
pub fn find(tx: &mut Transaction, proof: &impl Proof, id: &ProgrammeId) -> Result<Programme> {
    programmes::table
        .find(id)
        .select(Programme::as_select())
        .first(tx.connection(proof))
        .optional()?
        .ok_or(Error::NotFound(Resource::Programme))
}

/// Keeps a template as the next edition of its code.
pub fn insert_template(
    tx: &mut Transaction,
    permit: &Permit<Create, PathwayTemplate, Organisation>,
    template: PathwayTemplate,
) -> Result<PathwayTemplate> {
    let last: Option<i32> = pathway_templates::table
        .filter(pathway_templates::organisation_id.eq(&permit.parent().id))
        .filter(pathway_templates::code.eq(&template.code))
        .select(max(pathway_templates::edition))
        .first(tx.connection(permit))?;
    let template = PathwayTemplate {
        edition: last.unwrap_or(0) + 1,
        ..template
    };
    let inserted = diesel::insert_into(pathway_templates::table)
        .values(&template)
        .execute(tx.connection(permit));
    match inserted {
        // Somebody else's edition got this number first.
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::Conflict("changed_meanwhile"))
        }
        other => {
            other?;
            Ok(template)
        }
    }
}

pub fn list_templates(
    tx: &mut Transaction,
    permit: &Permit<List, PathwayTemplate, Organisation>,
) -> Result<Vec<PathwayTemplate>> {
    Ok(pathway_templates::table
        .filter(pathway_templates::organisation_id.eq(&permit.parent().id))
        .order(pathway_templates::id.desc())
        .select(PathwayTemplate::as_select())
        .limit(500)
        .load(tx.connection(permit))?)
}

/// One template, for a feature that shows another permit.
pub fn find_template(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &PathwayTemplateId,
) -> Result<PathwayTemplate> {
    pathway_templates::table
        .find(id)
        .select(PathwayTemplate::as_select())
        .first(tx.connection(proof))
        .optional()?
        .ok_or(Error::NotFound(Resource::PathwayTemplate))
}
