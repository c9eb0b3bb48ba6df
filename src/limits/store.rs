use diesel::prelude::*;

use super::settings::Attempts;
use super::{Kind, Tally};
use crate::access::{Create, Permit, Proof, Service, Transaction};
use crate::db::dialect::{self, AttemptCounted};
use crate::db::schema::sign_in_failures;
use crate::error::Result;

/// How long failures are remembered.
const DAY_MS: i64 = 86_400_000;

/// Whether there was a turn left. Who begins a row forgets those that have ended.
pub fn take_turn(
    tx: &mut Transaction,
    permit: &Permit<Create, Tally, Service>,
    (kind, key): (Kind, &str),
    every_ms: i64,
    burst: u32,
) -> Result<bool> {
    let now_ms = tx.now().timestamp_millis();
    let last_ms = now_ms + every_ms * i64::from(burst);
    let connection = tx.connection(permit);
    let taken = dialect::take_turn(connection, (kind.as_str(), key), now_ms, every_ms, last_ms)?;
    if taken
        .as_ref()
        .is_some_and(|turn| turn.spent_until_ms == now_ms + every_ms)
    {
        dialect::forget_before(connection, ("address_turns", "spent_until_ms"), now_ms)?;
    }
    Ok(taken.is_some())
}

/// Counts an attempt; who begins a row forgets those that are a day old.
pub fn count_attempt(
    tx: &mut Transaction,
    permit: &Permit<Create, Tally, Service>,
    account_and_attempt: (&str, &str),
    next_day_ms: i64,
    allowed: &Attempts,
) -> Result<AttemptCounted> {
    let waits_ms: Vec<i64> = allowed
        .waits_seconds
        .iter()
        .map(|seconds| i64::from(*seconds) * 1000)
        .collect();
    let most = i32::try_from(allowed.failures).unwrap_or(i32::MAX).max(2);
    let now_ms = tx.now().timestamp_millis();
    let connection = tx.connection(permit);
    let counted = dialect::count_attempt(
        connection,
        account_and_attempt,
        now_ms,
        next_day_ms,
        (&waits_ms, most),
    )?;
    if counted.failures == 1 {
        let old = now_ms - DAY_MS;
        dialect::forget_before(connection, ("sign_in_failures", "counted_at_ms"), old)?;
    }
    Ok(counted)
}

pub fn forget(tx: &mut Transaction, proof: &impl Proof, account_key: &str) -> Result<()> {
    diesel::delete(sign_in_failures::table)
        .filter(sign_in_failures::account_key.eq(account_key))
        .execute(tx.connection(proof))?;
    Ok(())
}

/// Takes back an attempt, unless another one was counted since; the account is open again.
pub fn take_back(
    tx: &mut Transaction,
    permit: &Permit<Create, Tally, Service>,
    account_key: &str,
    attempt: &str,
) -> Result<()> {
    let now_ms = tx.now().timestamp_millis();
    let counted = || {
        sign_in_failures::table
            .filter(sign_in_failures::account_key.eq(account_key))
            .filter(sign_in_failures::last_attempt.eq(attempt))
    };
    let connection = tx.connection(permit);
    diesel::delete(counted().filter(sign_in_failures::failures.le(1))).execute(connection)?;
    diesel::update(counted())
        .set((
            sign_in_failures::failures.eq(sign_in_failures::failures - 1),
            sign_in_failures::open_at_ms.eq(now_ms),
        ))
        .execute(connection)?;
    Ok(())
}
