//! What may leave of the person. Nothing here reads the stay permit, the reception stay, vulnerability,
//! support needs, identifiers or working notes.

use diesel::prelude::*;

use super::{ExportHeader, ProfileExport};
use crate::access::{Permit, Read, Transaction};
use crate::cases::Case;
use crate::db::schema::{beneficiaries, cases, organisations};
use crate::error::Result;

pub fn header(
    tx: &mut Transaction,
    permit: &Permit<Read, ProfileExport, Case>,
) -> Result<ExportHeader> {
    Ok(cases::table
        .inner_join(beneficiaries::table)
        .inner_join(organisations::table.on(organisations::id.eq(cases::organisation_id)))
        .filter(cases::id.eq(&permit.case().id))
        .select((
            cases::case_code,
            beneficiaries::given_name,
            beneficiaries::family_name,
            beneficiaries::name_original_script,
            beneficiaries::preferred_language,
            beneficiaries::birth_on,
            beneficiaries::birth_precision,
            beneficiaries::citizenships,
            beneficiaries::contacts,
            beneficiaries::driving_licences,
            cases::resources_and_limits,
            organisations::id,
            organisations::name,
            organisations::municipality,
        ))
        .first(tx.connection(permit))?)
}
