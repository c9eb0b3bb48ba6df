use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::BeneficiaryId;
use crate::cases::CaseId;
use crate::esco::Held;
use crate::occupation_matches::{AgreedCompetence, OccupationMatch};
use crate::organisations::OrganisationId;
use crate::profiles::{CefrLevel, EvidenceVerification};
use crate::sharing::SharingAuthorisationId;
use crate::vault::{Vault, random_bytes};

/// How long a handle leads anywhere.
const LIFE: TimeDelta = TimeDelta::hours(1);

/// What people are asked for.
#[derive(Clone, Debug)]
pub struct CandidateSearch {
    /// The address of an occupation.
    pub occupation: String,
    /// From 0 to 1.
    pub minimum_coverage: f32,
    pub languages: Vec<LanguageWish>,
    /// From 1.
    pub page: usize,
}

/// A language that is spoken at least this well.
#[derive(Clone, Debug)]
pub struct LanguageWish {
    pub language: String,
    pub level: CefrLevel,
}

/// A competence of somebody who lets themselves be put forward, with one of its pieces of evidence.
#[derive(Clone, Debug, Queryable)]
pub struct CandidateRow {
    pub case_id: CaseId,
    pub beneficiary_id: BeneficiaryId,
    pub competence: AgreedCompetence,
    pub verification: Option<EvidenceVerification>,
}

/// Somebody without a name.
pub struct OccupationCandidate {
    pub handle: Handle,
    /// From 0 to 1, in twentieths.
    pub coverage: f32,
    pub matched: OccupationMatch,
    /// How well a language is spoken.
    pub languages: Vec<(String, CefrLevel)>,
}

impl Protected for OccupationCandidate {
    const RESOURCE: Resource = Resource::OccupationCandidate;
}

pub struct OccupationCandidates {
    pub held: Arc<Held>,
    /// The occupation's place in the catalogue.
    pub occupation: u32,
    /// Whether nobody is shown because too few would be.
    pub withheld: bool,
    /// The best covered first.
    pub candidates: Vec<OccupationCandidate>,
    pub has_more: bool,
}

/// The case of somebody whom the person lets be put forward to a recipient.
#[derive(Clone, Debug)]
pub struct OpenedCandidate {
    pub case_id: CaseId,
    pub case_code: String,
    pub authorisation_id: SharingAuthorisationId,
    pub recipient_organisation_id: OrganisationId,
}

/// What stands for a case in one answer to one user: a seal over both, which tells nothing of the case
/// to who has not the service's key. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle(String);

impl Handle {
    /// What all handles of one answer share: when they end, and what makes them differ from all others.
    pub fn salt(now: DateTime<Utc>) -> String {
        let nonce = BASE64.encode(random_bytes::<16>());
        format!("{}.{nonce}", (now + LIFE).timestamp())
    }

    pub fn new(vault: &Vault, salt: &str, user: &UserId, case: &CaseId) -> Self {
        let sealed = format!("{salt}\u{1f}{user}\u{1f}{case}");
        Self(format!(
            "{salt}.{}",
            vault.blind_index("candidate", &sealed)
        ))
    }

    pub fn given(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The salt of a handle that has not ended.
    pub fn live_salt(&self, now: DateTime<Utc>) -> Option<&str> {
        let (salt, _) = self.0.rsplit_once('.')?;
        let (end, _) = salt.split_once('.')?;
        (end.parse::<i64>().ok()? > now.timestamp()).then_some(salt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_new_with_every_answer_and_ends_after_an_hour() {
        let vault = Vault::open_with(&Vault::new_master_key()).unwrap();
        let (user, case, now) = (UserId::new(), CaseId::new(), DateTime::UNIX_EPOCH);
        let salt = Handle::salt(now);
        let handle = Handle::new(&vault, &salt, &user, &case);
        assert_eq!(handle.live_salt(now), Some(salt.as_str()));
        assert_eq!(handle, Handle::new(&vault, &salt, &user, &case));
        assert_eq!(handle.live_salt(now + LIFE), None);
        assert!(!handle.as_str().contains(case.as_str()));
        let anew = Handle::new(&vault, &Handle::salt(now), &user, &case);
        assert_ne!(handle, anew);
        let others = Handle::new(&vault, &salt, &UserId::new(), &case);
        assert_ne!(handle, others);
        assert_eq!(Handle::given("x".to_owned()).live_salt(now), None);
    }
}
