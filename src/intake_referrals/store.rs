use chrono::NaiveDateTime;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::{EligibilityAnswer, IntakeReferral, IntakeReferralId, IntakeStatus, ReceivedReferral};
use crate::access::policy::Reach;
use crate::access::{Actor, Create, List, Listing, Parent, Permit, Proof, Transaction};
use crate::cases::{CaseId, CaseStatus, ClosureReason};
use crate::db::DbConnection;
use crate::db::schema::{cases, eligibility_answers, intake_referral_name_keys, intake_referrals};
use crate::error::{Error, Result};
use crate::http::Page;
use crate::lapsed;
use crate::organisations::{Organisation, OrganisationId};
use crate::programmes::Programme;

fn load(connection: &mut DbConnection, id: &IntakeReferralId) -> Result<Option<IntakeReferral>> {
    Ok(intake_referrals::table
        .find(id)
        .select(IntakeReferral::as_select())
        .first(connection)
        .optional()?)
}

fn reach(own: &OrganisationId, actor: &Actor) -> Reach {
    if *own == actor.organisation_id {
        Reach::Organisation
    } else {
        Reach::Everything
    }
}

impl Parent for IntakeReferral {
    type Id = IntakeReferralId;

    fn id(&self) -> &IntakeReferralId {
        &self.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &IntakeReferralId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = load(connection, id)?;
        Ok(found.map(|it| {
            let needed = reach(&it.sender_organisation_id, actor);
            (it, needed)
        }))
    }
}

impl Parent for ReceivedReferral {
    type Id = IntakeReferralId;

    fn id(&self) -> &IntakeReferralId {
        &self.0.id
    }

    fn load(
        connection: &mut DbConnection,
        id: &IntakeReferralId,
        actor: &Actor,
    ) -> Result<Option<(Self, Reach)>> {
        let found = load(connection, id)?;
        Ok(found.map(|it| {
            let needed = reach(&it.organisation_id, actor);
            (Self(it), needed)
        }))
    }
}

pub fn insert(
    tx: &mut Transaction,
    permit: &Permit<Create, IntakeReferral, Organisation>,
    referral: &IntakeReferral,
    name_keys: &[String],
) -> Result<()> {
    let inserted = diesel::insert_into(intake_referrals::table)
        .values(referral)
        .execute(tx.connection(permit));
    match inserted {
        Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            return Err(Error::Conflict("already_exists"));
        }
        other => other?,
    };
    for key in name_keys {
        diesel::insert_into(intake_referral_name_keys::table)
            .values((
                intake_referral_name_keys::referral_id.eq(&referral.id),
                intake_referral_name_keys::sender_organisation_id
                    .eq(&referral.sender_organisation_id),
                intake_referral_name_keys::name_key.eq(key),
            ))
            .execute(tx.connection(permit))?;
    }
    Ok(())
}

/// The sender's own open referrals that share a name key.
pub fn open_with_keys(
    tx: &mut Transaction,
    permit: &Permit<Create, IntakeReferral, Organisation>,
    keys: Vec<String>,
) -> Result<Vec<IntakeReferral>> {
    let sharing = intake_referral_name_keys::table
        .filter(intake_referral_name_keys::sender_organisation_id.eq(&permit.parent().id))
        .filter(intake_referral_name_keys::name_key.eq_any(keys))
        .select(intake_referral_name_keys::referral_id);
    Ok(intake_referrals::table
        .filter(intake_referrals::id.eq_any(sharing))
        .filter(intake_referrals::status.eq_any(OPEN.to_vec()))
        .select(IntakeReferral::as_select())
        .limit(50)
        .load(tx.connection(permit))?)
}

/// Referrals that one pass of the worker ends, and as many that it removes the person from.
const BATCH: i64 = 500;

/// The states in which a referral waits for the job centre.
pub const OPEN: [IntakeStatus; 2] = [IntakeStatus::Sent, IntakeStatus::Received];

/// The states of a referral that came to nothing.
const ENDED: [IntakeStatus; 3] = [
    IntakeStatus::Declined,
    IntakeStatus::Withdrawn,
    IntakeStatus::Expired,
];

/// The state of a case, where a suspended one stood, and why an ended one did.
type CaseState = (CaseStatus, Option<CaseStatus>, Option<ClosureReason>);

/// How far a case is; that it rests is nobody's business outside. One that goes on elsewhere has ended
/// here before its time.
fn reached((status, suspended_from, closure_reason): CaseState) -> CaseStatus {
    match closure_reason {
        Some(ClosureReason::MovedOrTransferred) => CaseStatus::Withdrawn,
        _ => suspended_from.unwrap_or(status),
    }
}

/// How far the case is that came of a referral.
pub fn case_status(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: Option<&CaseId>,
) -> Result<Option<CaseStatus>> {
    let Some(case) = case else { return Ok(None) };
    let state = cases::table
        .find(case)
        .select((cases::status, cases::suspended_from, cases::closure_reason))
        .first(tx.connection(proof))
        .optional()?;
    Ok(state.map(reached))
}

/// What an organisation sent, the newest first. Asked for a state, it gives none whose milestones
/// the sender may not know.
pub fn list_sent(
    tx: &mut Transaction,
    listing: &Listing<IntakeReferral>,
    page: &Page,
    status: Option<IntakeStatus>,
) -> Result<Vec<(IntakeReferral, Option<CaseStatus>)>> {
    let sender = listing.actor().organisation_id.clone();
    let today = listing.actor().today;
    let mut query = intake_referrals::table
        .left_join(cases::table.on(intake_referrals::case_id.eq(cases::id.nullable())))
        .filter(intake_referrals::sender_organisation_id.eq(sender))
        .filter(not(lapsed!(
            intake_referrals::organisation_id,
            intake_referrals::sender_organisation_id,
            today
        )))
        .select((
            IntakeReferral::as_select(),
            (cases::status, cases::suspended_from, cases::closure_reason).nullable(),
        ))
        .order(intake_referrals::id.desc())
        .limit(page.rows())
        .into_boxed();
    if let Some(status) = status {
        query = query
            .filter(intake_referrals::status.eq(status))
            .filter(intake_referrals::consent_withdrawn_on.is_null());
    }
    if let Some(after) = &page.after {
        query = query.filter(intake_referrals::id.lt(after.clone()));
    }
    let rows: Vec<(IntakeReferral, Option<CaseState>)> = query.load(tx.connection(listing))?;
    let reached = |(referral, state): (_, Option<CaseState>)| (referral, state.map(reached));
    Ok(rows.into_iter().map(reached).collect())
}

/// What a job centre received, the newest first.
pub fn list_received(
    tx: &mut Transaction,
    listing: &Listing<ReceivedReferral>,
    page: &Page,
    status: Option<IntakeStatus>,
) -> Result<Vec<IntakeReferral>> {
    let receiver = listing.actor().organisation_id.clone();
    let mut query = intake_referrals::table
        .filter(intake_referrals::organisation_id.eq(receiver))
        .select(IntakeReferral::as_select())
        .order(intake_referrals::id.desc())
        .limit(page.rows())
        .into_boxed();
    if let Some(status) = status {
        query = query.filter(intake_referrals::status.eq(status));
    }
    if let Some(after) = &page.after {
        query = query.filter(intake_referrals::id.lt(after.clone()));
    }
    Ok(query.load(tx.connection(listing))?)
}

/// Who waits for a place in a programme, the urgent first, then in the order of arrival.
pub fn list_waiting(
    tx: &mut Transaction,
    permit: &Permit<List, ReceivedReferral, Programme>,
) -> Result<Vec<IntakeReferral>> {
    Ok(intake_referrals::table
        .filter(intake_referrals::programme_id.eq(&permit.parent().id))
        .filter(intake_referrals::status.eq(IntakeStatus::Received))
        .select(IntakeReferral::as_select())
        .order((
            intake_referrals::urgent.desc(),
            intake_referrals::received_at,
            intake_referrals::id,
        ))
        .limit(500)
        .load(tx.connection(permit))?)
}

/// Replaces the referral if nobody changed it since: the version counts up, the state is the one
/// that the change was made for.
pub fn update(
    tx: &mut Transaction,
    proof: &impl Proof,
    from: IntakeStatus,
    referral: &IntakeReferral,
) -> Result<()> {
    let changed = diesel::update(intake_referrals::table)
        .filter(intake_referrals::id.eq(&referral.id))
        .filter(intake_referrals::status.eq(from))
        .filter(intake_referrals::version.eq(referral.version - 1))
        .set(referral)
        .execute(tx.connection(proof))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale {
            current: referral.version,
        })
    }
}

pub fn insert_answers(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &CaseId,
    organisation: &OrganisationId,
    answers: &[EligibilityAnswer],
) -> Result<()> {
    let (by, at) = (tx.actor().user_id.clone(), tx.now().naive_utc());
    for answer in answers {
        diesel::insert_into(eligibility_answers::table)
            .values((
                eligibility_answers::case_id.eq(case),
                eligibility_answers::organisation_id.eq(organisation),
                eligibility_answers::check_code.eq(&answer.check_code),
                eligibility_answers::satisfied.eq(answer.satisfied),
                eligibility_answers::evidence.eq(&answer.evidence),
                eligibility_answers::override_reason.eq(&answer.override_reason),
                eligibility_answers::answered_by.eq(&by),
                eligibility_answers::answered_at.eq(at),
            ))
            .execute(tx.connection(proof))?;
    }
    Ok(())
}

/// Ends referrals that nobody answered since before a time, and says which.
pub fn expire(
    tx: &mut Transaction,
    listing: &Listing<IntakeReferral>,
    sent_before: NaiveDateTime,
    at: NaiveDateTime,
) -> Result<Vec<IntakeReferralId>> {
    let old = intake_referrals::table
        .filter(intake_referrals::status.eq_any(OPEN.to_vec()))
        .filter(intake_referrals::sent_at.lt(sent_before))
        .order(intake_referrals::sent_at)
        .select(intake_referrals::id)
        .limit(BATCH)
        .load::<IntakeReferralId>(tx.connection(listing))?;
    let mut expired = Vec::new();
    for id in old {
        let ended = diesel::update(intake_referrals::table.find(&id))
            .filter(intake_referrals::status.eq_any(OPEN.to_vec()))
            .set((
                intake_referrals::status.eq(IntakeStatus::Expired),
                intake_referrals::decided_at.eq(at),
                intake_referrals::updated_at.eq(at),
                intake_referrals::version.eq(intake_referrals::version + 1),
            ))
            .execute(tx.connection(listing))?;
        // Somebody may have answered it meanwhile.
        if ended == 1 {
            expired.push(id);
        }
    }
    Ok(expired)
}

/// Whether there are referrals that nobody answered since before a time, or that came to nothing before
/// another and still name a person.
pub fn any_old(
    tx: &mut Transaction,
    listing: &Listing<IntakeReferral>,
    sent_before: NaiveDateTime,
    decided_before: NaiveDateTime,
) -> Result<bool> {
    let unanswered = intake_referrals::table
        .filter(intake_referrals::status.eq_any(OPEN.to_vec()))
        .filter(intake_referrals::sent_at.lt(sent_before));
    let named = intake_referrals::family_name
        .ne("")
        .or(intake_referrals::given_name.ne(""));
    let ended = intake_referrals::table
        .filter(intake_referrals::status.eq_any(ENDED.to_vec()))
        .filter(intake_referrals::decided_at.lt(decided_before))
        .filter(named);
    Ok(diesel::select(exists(unanswered).or(exists(ended))).get_result(tx.connection(listing))?)
}

/// Removes the person from referrals that came to nothing before a time, and says from which.
pub fn purge(
    tx: &mut Transaction,
    listing: &Listing<IntakeReferral>,
    decided_before: NaiveDateTime,
) -> Result<Vec<IntakeReferralId>> {
    let old = intake_referrals::table
        .filter(intake_referrals::status.eq_any(ENDED.to_vec()))
        .filter(intake_referrals::decided_at.lt(decided_before))
        .filter(
            intake_referrals::family_name
                .ne("")
                .or(intake_referrals::given_name.ne("")),
        )
        .select(intake_referrals::id)
        .limit(BATCH)
        .load::<IntakeReferralId>(tx.connection(listing))?;
    diesel::delete(intake_referral_name_keys::table)
        .filter(intake_referral_name_keys::referral_id.eq_any(old.clone()))
        .execute(tx.connection(listing))?;
    diesel::update(intake_referrals::table)
        .filter(intake_referrals::id.eq_any(old.clone()))
        .set((
            intake_referrals::given_name.eq(""),
            intake_referrals::family_name.eq(""),
            intake_referrals::birth_year.eq(None::<i32>),
            intake_referrals::preferred_language.eq(None::<String>),
            intake_referrals::contact.eq(""),
            intake_referrals::reason.eq(""),
            intake_referrals::expectations.eq(""),
            intake_referrals::decline_advice.eq(None::<String>),
        ))
        .execute(tx.connection(listing))?;
    Ok(old)
}
