//! Queries of the side that gives a case away; the other side's are in [`offers`], and what happens to
//! the old case in [`closing`].

pub mod closing;
pub mod offers;

use diesel::dsl::{exists, select};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{CaseTransfer, OfferRow, Transfer, TransferId, TransferOffer, TransferStatus};
use crate::access::{Create, List, Permit, Proof, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::db::schema::{case_transfers, organisations, sharing_authorisations};
use crate::error::{Error, Result};
use crate::reached_with_its_case;
use crate::sharing::SharingAuthorisation;

diesel::alias!(organisations as recipients: Recipients);

/// Whether the two job centres of a transfer have an agreement in force, as a part of a query.
macro_rules! agreed {
    ($today:expr) => {{
        use crate::db::schema::{agreements, case_transfers};
        let recorded_by_sender = agreements::organisation_id
            .eq(case_transfers::organisation_id)
            .and(agreements::partner_id.eq(case_transfers::recipient_organisation_id));
        let recorded_by_recipient = agreements::organisation_id
            .eq(case_transfers::recipient_organisation_id)
            .and(agreements::partner_id.eq(case_transfers::organisation_id));
        diesel::dsl::exists(
            agreements::table
                .filter(recorded_by_sender.or(recorded_by_recipient))
                .filter(agreements::valid_from.le($today))
                .filter(
                    agreements::valid_to
                        .is_null()
                        .or(agreements::valid_to.ge($today)),
                ),
        )
    }};
}
pub(super) use agreed;

reached_with_its_case!(Transfer, TransferId, case_transfers);

type ToOffer = Permit<Create, Transfer, Case>;

/// The offers, of one case or of all, whose last day or authorisation is over though nobody ended them.
/// One that waits for an agreement to be renewed is not among them.
pub fn overdue(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: Option<&CaseId>,
) -> Result<Vec<TransferId>> {
    let today = tx.today();
    let over = sharing_authorisations::table
        .filter(
            sharing_authorisations::revoked_at
                .is_not_null()
                .or(sharing_authorisations::expires_on.lt(today)),
        )
        .select(sharing_authorisations::id);
    let mut overdue = case_transfers::table
        .filter(case_transfers::status.eq(TransferStatus::Offered))
        .filter(
            case_transfers::expires_on
                .lt(today)
                .or(case_transfers::authorisation_id.eq_any(over)),
        )
        .order(case_transfers::id)
        .limit(500)
        .select(case_transfers::id)
        .into_boxed();
    if let Some(case) = case {
        overdue = overdue.filter(case_transfers::case_id.eq(case));
    }
    Ok(overdue.load(tx.connection(proof))?)
}

/// Marks offers as lapsed, and erases what they told.
pub fn lapse(tx: &mut Transaction, proof: &impl Proof, ids: &[TransferId]) -> Result<()> {
    diesel::update(case_transfers::table)
        .filter(case_transfers::id.eq_any(ids.to_vec()))
        .filter(case_transfers::status.eq(TransferStatus::Offered))
        .set((
            case_transfers::status.eq(TransferStatus::Lapsed),
            case_transfers::snapshot.eq(None::<String>),
            case_transfers::version.eq(case_transfers::version + 1),
        ))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Whether an offer of the case awaits an answer.
pub fn is_offered(tx: &mut Transaction, permit: &ToOffer) -> Result<bool> {
    let open = case_transfers::table
        .filter(case_transfers::case_id.eq(&permit.case().id))
        .filter(case_transfers::status.eq(TransferStatus::Offered));
    Ok(select(exists(open)).get_result(tx.connection(permit))?)
}

pub fn insert(tx: &mut Transaction, permit: &ToOffer, transfer: &Transfer) -> Result<()> {
    match diesel::insert_into(case_transfers::table)
        .values(transfer)
        .execute(tx.connection(permit))
    {
        // Somebody offered the case at the same moment.
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(Error::unmet("no_other_offer"))
        }
        other => Ok(other.map(drop)?),
    }
}

/// The transfer that a permit is for, with what its offer rests on.
pub fn offer<V>(
    tx: &mut Transaction,
    permit: &Permit<V, Transfer, Transfer>,
) -> Result<TransferOffer> {
    let today = tx.today();
    let row: OfferRow = case_transfers::table
        .inner_join(sharing_authorisations::table)
        .filter(case_transfers::id.eq(&permit.parent().id))
        .select((
            Transfer::as_select(),
            SharingAuthorisation::as_select(),
            agreed!(today),
        ))
        .first(tx.connection(permit))?;
    Ok(row.into())
}

/// The newest first; the one by which the case came is the last.
pub fn list(
    tx: &mut Transaction,
    permit: &Permit<List, Transfer, Case>,
) -> Result<Vec<CaseTransfer>> {
    let (today, case) = (tx.today(), &permit.case().id);
    type Row = (Transfer, SharingAuthorisation, bool, String, String);
    let rows: Vec<Row> = case_transfers::table
        .inner_join(sharing_authorisations::table)
        .inner_join(organisations::table.on(organisations::id.eq(case_transfers::organisation_id)))
        .inner_join(
            recipients.on(recipients
                .field(organisations::id)
                .eq(case_transfers::recipient_organisation_id)),
        )
        .filter(
            case_transfers::case_id
                .eq(case)
                .or(case_transfers::new_case_id.eq(case)),
        )
        .order(case_transfers::id.desc())
        .limit(500)
        .select((
            Transfer::as_select(),
            SharingAuthorisation::as_select(),
            agreed!(today),
            organisations::name,
            recipients.field(organisations::name),
        ))
        .load(tx.connection(permit))?;
    let shown = |(transfer, authorisation, agreed, sender, recipient): Row| {
        let offer = TransferOffer::from((transfer, authorisation, agreed));
        let incoming = offer.transfer.case_id != *case;
        CaseTransfer {
            other_name: if incoming { sender } else { recipient },
            incoming,
            offer,
        }
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// Replaces the record whose version is one lower: of two changes at once one is refused.
pub fn update(
    tx: &mut Transaction,
    permit: &Permit<Update, Transfer, Transfer>,
    after: &Transfer,
) -> Result<()> {
    replace(tx, permit, &permit.parent().id, after)
}

fn replace(
    tx: &mut Transaction,
    proof: &impl Proof,
    id: &TransferId,
    after: &Transfer,
) -> Result<()> {
    let changed = diesel::update(case_transfers::table)
        .filter(case_transfers::id.eq(id))
        .filter(case_transfers::version.eq(after.version - 1))
        .set(after)
        .execute(tx.connection(proof))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict("changed_meanwhile"))
    }
}
