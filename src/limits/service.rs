use chrono::{Days, NaiveTime, TimeZone};
use chrono_tz::Europe::Rome;

use super::settings::Attempts;
use super::visitor::{Attempt, Visitor};
use super::{Kind, Tally, store};
use crate::access::{Create, Proof, Transaction};
use crate::accounts::Email;
use crate::error::{Error, Result};

/// Takes one of an address's turns.
pub fn take_of_address(tx: &mut Transaction, kind: Kind, visitor: &Visitor) -> Result<()> {
    let address = visitor.address.to_string();
    take_of(tx, kind, ("address", &address), &visitor.allowed)
}

/// Takes one of the turns that something of a sort has. They are so many at once, then one every few seconds.
pub fn take_of(
    tx: &mut Transaction,
    kind: Kind,
    (sort, whose): (&str, &str),
    allowed: &Attempts,
) -> Result<()> {
    let permit = tx.service_permit::<Create, Tally>()?;
    let key = tx.vault().blind_index(&format!("{kind} {sort}"), whose);
    let every = allowed.every_seconds.max(1);
    let every_ms = i64::from(every) * 1000;
    if store::take_turn(tx, &permit, (kind, &key), every_ms, allowed.burst_of(kind))? {
        Ok(())
    } else {
        // A turn comes back every so often; the next one is never farther away.
        Err(Error::TooManyRequests { wait: every })
    }
}

/// Counts an attempt at an account as a failure, if the account may be tried now.
///
/// After each failure the next attempt waits, 1, 3, 5 and then 10 s by default; after so many in a
/// row (100) until the next day in Italy (NIST SP 800-63B-4, 3.2.2).
pub fn begin(tx: &mut Transaction, allowed: &Attempts, email: &Email) -> Result<Attempt> {
    let permit = tx.service_permit::<Create, Tally>()?;
    let account_key = key(tx, email.as_str());
    let attempt = uuid::Uuid::now_v7().to_string();
    let now_ms = tx.now().timestamp_millis();
    let next_day_ms = next_day_ms(tx);
    let counted =
        store::count_attempt(tx, &permit, (&account_key, &attempt), next_day_ms, allowed)?;
    let wait_ms = (counted.open_at_ms - now_ms).max(0);
    let open = counted.last_attempt == attempt;
    let failures = u32::try_from(counted.failures).unwrap_or_default();
    Ok(Attempt {
        account_key,
        open,
        alarm: allowed.alarm_at(failures).filter(|_| open),
        id: attempt,
        wait: u32::try_from((wait_ms + 999) / 1000).unwrap_or(u32::MAX),
    })
}

fn key(tx: &Transaction, email: &str) -> String {
    tx.vault().blind_index("sign_in account", email)
}

/// The first instant of tomorrow in Italy.
fn next_day_ms(tx: &Transaction) -> i64 {
    let tomorrow = tx.today() + Days::new(1);
    let midnight = Rome.from_local_datetime(&tomorrow.and_time(NaiveTime::MIN));
    // In Italy clocks are changed at night, never at midnight.
    midnight.earliest().map_or_else(
        || (tx.now() + Days::new(1)).timestamp_millis(),
        |midnight| midnight.timestamp_millis(),
    )
}

/// Forgets the failures of the account with this e-mail address: its password was set anew.
pub fn forget(tx: &mut Transaction, proof: &impl Proof, email: &Email) -> Result<()> {
    let key = key(tx, email.as_str());
    store::forget(tx, proof, &key)
}

/// Takes one attempt from the failures of an account, and leaves those before it: who knows a password
/// does not buy more guesses of the code with it.
pub fn take_back(tx: &mut Transaction, attempt: &Attempt) -> Result<()> {
    let permit = tx.service_permit::<Create, Tally>()?;
    store::take_back(tx, &permit, &attempt.account_key, &attempt.id)
}

/// Forgets the failures of an account that was signed in to.
pub fn succeed(tx: &mut Transaction, account_key: &str) -> Result<()> {
    let permit = tx.service_permit::<Create, Tally>()?;
    store::forget(tx, &permit, account_key)
}
