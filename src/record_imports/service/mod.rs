mod apply;
mod examine;

use std::collections::BTreeSet;

use chrono::TimeDelta;

pub use apply::{AT_ONCE, apply};
pub use examine::examine;

use super::store::{self, MayImport};
use super::{
    ImportFormat, ImportId, ImportSheet, ImportStatus, Line, LineReport, RecordImport, columns,
    tables,
};
use crate::access::{Action, Delete, Permit, Proof, Read, Resource, Transaction};
use crate::beneficiaries::{Beneficiary, BeneficiaryId};
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::organisations::{Organisation, OrganisationId};
use crate::vault::{DataKey, Place};

/// How long an import waits for its next step, and what came of it can be read.
pub const KEPT: TimeDelta = TimeDelta::hours(24);

/// The most imports that a user has under way.
pub const MOST_OPEN: i64 = 20;

/// Refuses who may import nothing, before a file is read from them.
pub fn ensure_may_import(tx: &mut Transaction) -> Result<()> {
    may_import(tx).map(drop)
}

fn may_import(tx: &mut Transaction) -> Result<MayImport> {
    let own = tx.actor().organisation_id.clone();
    let permit = tx.permit::<crate::access::Create, RecordImport, Organisation>(&own)?;
    match permit.parent().runs_audits() {
        true => Ok(permit),
        false => Err(Error::Conflict("not_a_job_centre")),
    }
}

/// Reads a file into lines, outside of any transaction.
pub fn read_file(
    format: ImportFormat,
    bytes: &[u8],
    kind: Option<ImportSheet>,
) -> Result<Vec<Line>> {
    columns::lines(tables::read(format, bytes, kind)?)
}

/// Keeps what was read of a file, and what was found of it.
pub fn keep(
    tx: &mut Transaction,
    format: ImportFormat,
    lines: &[Line],
    reports: &[LineReport],
) -> Result<RecordImport> {
    let permit = may_import(tx)?;
    let now = tx.now().naive_utc();
    if store::count_open(tx, &permit, now)? >= MOST_OPEN {
        return Err(Error::Conflict("too_many_imports"));
    }
    let import = RecordImport {
        id: ImportId::new(),
        organisation_id: permit.parent().id.clone(),
        format,
        status: ImportStatus::Previewed,
        lines_done: 0,
        lines: Json::new(&reports.to_vec()),
        version: 1,
        created_by: tx.actor().user_id.clone(),
        created_at: now,
        expires_at: now + KEPT,
    };
    let places = Places::of(&import);
    let (key, wrapped) = tx.vault().new_data_key(places.key());
    let sealed = key.seal(places.lines(), &Json::new(&lines.to_vec()).into_text());
    store::insert(tx, &permit, &import, &wrapped, &sealed)?;
    tx.touch::<RecordImport>(&permit, Action::Create, &import.id);
    touch_shown(tx, &permit, reports);
    Ok(import)
}

/// An import as far as it came; one that has expired is as if it had never been.
pub fn read(tx: &mut Transaction, id: &ImportId) -> Result<RecordImport> {
    let permit = tx.permit::<Read, RecordImport, RecordImport>(id)?;
    let import = live(tx, permit.parent())?;
    touch_shown(tx, &permit, &import.lines.get());
    Ok(import)
}

/// Names the people whom lines are like, and who are shown with them.
fn touch_shown(tx: &mut Transaction, proof: &impl Proof, reports: &[LineReport]) {
    let shown = reports.iter().flat_map(|it| &it.likely_known);
    let ids: BTreeSet<&BeneficiaryId> = shown.map(|it| &it.beneficiary_id).collect();
    for id in ids {
        tx.touch::<Beneficiary>(proof, Action::List, id);
    }
}

/// Lets go of what was not taken yet.
pub fn discard(tx: &mut Transaction, id: &ImportId, version: i32) -> Result<()> {
    let permit = tx.permit::<Delete, RecordImport, RecordImport>(id)?;
    let import = live(tx, permit.parent())?;
    ensure_seen(&import, version)?;
    store::delete(tx, &permit, version)
}

/// Whether [`purge`] would find anything.
pub fn is_purge_due(tx: &mut Transaction) -> Result<bool> {
    let permit = tx.service_permit::<Delete, RecordImport>()?;
    let now = tx.now().naive_utc();
    store::any_expired(tx, &permit, now)
}

/// A worker's pass: deletes what has expired, with its key.
pub fn purge(tx: &mut Transaction) -> Result<()> {
    let permit = tx.service_permit::<Delete, RecordImport>()?;
    let now = tx.now().naive_utc();
    store::delete_expired(tx, &permit, now)
}

fn live(tx: &Transaction, import: &RecordImport) -> Result<RecordImport> {
    match import.expires_at > tx.now().naive_utc() {
        true => Ok(import.clone()),
        false => Err(Error::NotFound(Resource::RecordImport)),
    }
}

fn ensure_seen(import: &RecordImport, version: i32) -> Result<()> {
    match import.version == version {
        true => Ok(()),
        false => Err(Error::Stale {
            current: import.version,
        }),
    }
}

/// The lines of an import that is not over.
fn open_lines<V>(
    tx: &mut Transaction,
    permit: &Permit<V, RecordImport, RecordImport>,
) -> Result<Vec<Line>> {
    let sealed = store::find_sealed(tx, permit)?;
    let (wrapped, sealed) = sealed.ok_or(Error::Conflict("import_applied"))?;
    let places = Places::of(permit.parent());
    let key: DataKey = tx
        .vault()
        .unwrap_data_key(places.key(), &wrapped)
        .map_err(Error::internal)?;
    let text = key.open(places.lines(), &sealed).map_err(Error::internal)?;
    super::model::lines_of(&text).map_err(Error::internal)
}

/// Where the sealed parts of an import stand.
struct Places<'a> {
    row: &'a str,
    organisation: &'a OrganisationId,
}

impl<'a> Places<'a> {
    fn of(import: &'a RecordImport) -> Self {
        Self {
            row: import.id.as_str(),
            organisation: &import.organisation_id,
        }
    }

    fn key(&self) -> Place<'a> {
        key_place(self.row, self.organisation.as_str())
    }

    fn lines(&self) -> Place<'a> {
        Place {
            column: "sealed_lines",
            ..self.key()
        }
    }
}

/// Where the wrapped key of an import stands.
pub fn key_place<'a>(row: &'a str, organisation: &'a str) -> Place<'a> {
    Place {
        table: "record_imports",
        column: "wrapped_key",
        row,
        organisation,
    }
}
