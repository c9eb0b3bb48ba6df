use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::activity_log::{Entry, LoggedEntry};
use crate::db::schema::security_events;
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(SecurityEventId);

text_enum! {
    SecurityEventKind {
        /// A wrong password or code.
        SignInRefused = "sign_in_refused",
        /// The same, so often in a row that each further attempt waits for the longest time.
        AccountSlowed = "account_slowed",
        /// The same, so often that the account is closed until the next day or a reset.
        AccountLocked = "account_locked",
        /// A refresh token came back that had been used: somebody copied it.
        RefreshTokenReused = "refresh_token_reused",
        AccessGrantTaken = "access_grant_taken",
        /// A role was given or taken, a user switched on or off, a second factor removed, an identity
        /// linked or removed, a link to set a password sent by an administrator.
        RightsChanged = "rights_changed",
        /// Somebody asked for what their role may not do.
        Forbidden = "forbidden",
        /// One user did so again and again in one hour.
        ForbiddenBurst = "forbidden_burst",
        /// A part of the activity log was taken out of the service.
        LogExported = "log_exported",
        /// One user opened the records of many different people in one hour.
        BulkReading = "bulk_reading",
        /// A sealed value did not open: somebody altered or moved it, or a key is wrong.
        SealBroken = "seal_broken",
        /// A token that names one of the service's keys, and was not signed with it.
        TokenForged = "token_forged",
        /// A token signed with a key after that was withdrawn: somebody else has the key.
        WithdrawnKeyUsed = "withdrawn_key_used",
        /// A signing key was made, or all keys were wrapped anew.
        KeysChanged = "keys_changed",
        /// An issuer's key was made; where that was done because somebody else may have those before it, the
        /// entry says so.
        IssuerKeysChanged = "issuer_keys_changed",
        /// What an organisation may attest was recorded or changed.
        EntitlementChanged = "entitlement_changed",
    }
}

/// One event, in one organisation that it concerns.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = security_events)]
pub struct SecurityEvent {
    pub id: SecurityEventId,
    pub organisation_id: OrganisationId,
    pub kind: SecurityEventKind,
    pub at: NaiveDateTime,
    /// Whose doing it was; of a refused sign-in and of a changed right, whose account it is.
    pub user_id: Option<String>,
    /// The entry of the activity log that tells of it; none of what many of them tell.
    pub entry_id: Option<String>,
}

impl Protected for SecurityEvent {
    const RESOURCE: Resource = Resource::SecurityEvent;
}

/// An event with its user's name, if they are a colleague, and where the request came from, until that is
/// erased.
#[derive(Clone, Debug)]
pub struct EventView {
    pub event: SecurityEvent,
    pub user_name: Option<String>,
    pub address: Option<String>,
}

impl SecurityEventKind {
    /// What an entry tells, if it is such an event.
    pub fn of(entry: &Entry) -> Option<Self> {
        let done = entry.outcome == "done";
        let reason = entry.reason_code.as_deref();
        Some(match (entry.operation.as_str(), done, reason) {
            (_, false, Some("wrong_credentials" | "wrong_code")) => Self::SignInRefused,
            (_, false, Some("account_slowed")) => Self::AccountSlowed,
            (_, false, Some("account_locked")) => Self::AccountLocked,
            (_, false, Some("seal_broken")) => Self::SealBroken,
            (_, false, Some("token_forged")) => Self::TokenForged,
            (_, false, Some("withdrawn_key_used")) => Self::WithdrawnKeyUsed,
            (_, false, Some("refresh_reuse")) => Self::RefreshTokenReused,
            (_, false, Some("forbidden")) => Self::Forbidden,
            ("take_access_grant", true, _) => Self::AccessGrantTaken,
            (
                "give_role"
                | "take_role"
                | "switch_user"
                | "add_user"
                | "remove_second_factor"
                | "add_identity"
                | "remove_identity"
                | "start_password_reset"
                | "end_users_sign_ins",
                true,
                _,
            ) => Self::RightsChanged,
            ("export_activity", true, _) => Self::LogExported,
            ("rotate_keys" | "replace_compromised_keys" | "rewrap_own_keys", true, _) => {
                Self::KeysChanged
            }
            ("rotate_issuer_key", true, _) => Self::IssuerKeysChanged,
            ("record_entitlement" | "change_entitlement", true, _) => Self::EntitlementChanged,
            _ => return None,
        })
    }

    /// Whether it concerns the service as a whole, and so those who run it.
    pub fn concerns_all(self) -> bool {
        matches!(
            self,
            Self::TokenForged | Self::WithdrawnKeyUsed | Self::KeysChanged
        )
    }
}

/// The user whom an event is about: whose rights were changed, else who acted, else whose account somebody
/// tried who did not show who they are.
pub fn user_of(logged: &LoggedEntry, kind: SecurityEventKind) -> Option<String> {
    let mut users = logged.touched.iter().filter(|it| it.parent == "user");
    let named = users.next().map(|it| it.parent_id.clone());
    let acted = logged.entry.user_id.clone();
    match kind {
        SecurityEventKind::RightsChanged => named.or(acted),
        _ => acted.or(named),
    }
}
