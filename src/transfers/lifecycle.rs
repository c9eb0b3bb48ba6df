//! How an offer ends: accepted, refused, withdrawn; or lapsed, when what it rests on is over.

use crate::sharing::SharingStatus;
use crate::text_enum;

text_enum! {
    TransferStatus {
        Offered = "offered",
        Accepted = "accepted",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// Its last day has passed, the person's authorisation is over, or the centres' agreement.
        Lapsed = "lapsed",
    }
}

text_enum! {
    /// What ends an offer by somebody's doing: the first two the recipient's, the third the sender's.
    TransferEvent {
        Accept = "accept",
        Refuse = "refuse",
        Withdraw = "withdraw",
    }
}

impl TransferStatus {
    /// Where a transfer stands whose record says this, if all that an offer rests on is `live` or
    /// not: it lapses without anybody's doing.
    pub fn when(self, live: bool) -> Self {
        match self {
            Self::Offered if !live => Self::Lapsed,
            other => other,
        }
    }

    /// What the recipient still knows of: what lies before them, and what they decided themselves.
    pub fn is_the_recipients(self) -> bool {
        matches!(self, Self::Offered | Self::Accepted | Self::Refused)
    }
}

impl TransferEvent {
    /// Where the transfer is afterwards; none when this cannot happen now.
    pub fn after(self, status: TransferStatus) -> Option<TransferStatus> {
        if status != TransferStatus::Offered {
            return None;
        }
        Some(match self {
            Self::Accept => TransferStatus::Accepted,
            Self::Refuse => TransferStatus::Refused,
            Self::Withdraw => TransferStatus::Withdrawn,
        })
    }
}

/// All that decides whether a case may be offered.
#[derive(Clone, Debug)]
pub struct OfferFacts {
    pub case_running: bool,
    pub authorisation: SharingStatus,
    /// The recipient is an active job centre, and another one.
    pub recipient_runs_audits: bool,
    pub agreement_in_force: bool,
    /// Another offer of this case awaits an answer.
    pub offered_already: bool,
}

impl OfferFacts {
    /// Every guard that is not met.
    pub fn unmet(&self) -> Vec<&'static str> {
        let revoked = self.authorisation == SharingStatus::Revoked;
        let expired = self.authorisation == SharingStatus::Expired;
        named([
            (self.case_running, "case_running"),
            (!revoked, "authorisation_revoked"),
            (!expired, "authorisation_expired"),
            (self.recipient_runs_audits, "recipient_runs_audits"),
            (self.agreement_in_force, "no_agreement"),
            (!self.offered_already, "no_other_offer"),
        ])
    }
}

/// All that decides whether an offer may be accepted.
#[derive(Clone, Debug)]
pub struct AcceptFacts {
    pub offered: bool,
    pub case_running: bool,
    pub programme_known: bool,
    pub programme_open: bool,
    pub place_free: bool,
    /// No record here is likely of the same person, or somebody has looked at those that are.
    pub duplicates_weighed: bool,
}

impl AcceptFacts {
    /// Every guard that is not met.
    pub fn unmet(&self) -> Vec<&'static str> {
        named([
            (self.offered, "transfer_open"),
            (self.case_running, "case_running"),
            (self.programme_known, "programme_known"),
            (self.programme_open, "programme_open"),
            (self.place_free, "place_free"),
            (self.duplicates_weighed, "duplicates_weighed"),
        ])
    }
}

fn named<const N: usize>(guards: [(bool, &'static str); N]) -> Vec<&'static str> {
    let missing = guards.into_iter().filter(|(met, _)| !met);
    missing.map(|(_, guard)| guard).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_offer_that_awaits_an_answer_can_be_ended() {
        for event in TransferEvent::ALL {
            for status in TransferStatus::ALL {
                let open = *status == TransferStatus::Offered;
                assert_eq!(event.after(*status).is_some(), open, "{event} {status}");
            }
        }
    }

    #[test]
    fn only_an_open_offer_lapses_and_is_then_nothing_to_the_recipient() {
        for status in TransferStatus::ALL {
            let open = *status == TransferStatus::Offered;
            assert_eq!(status.when(true), *status);
            let lapsed = status.when(false) == TransferStatus::Lapsed;
            assert_eq!(lapsed, open || *status == TransferStatus::Lapsed);
        }
        assert!(!TransferStatus::Lapsed.is_the_recipients());
    }

    #[test]
    fn all_that_an_offer_lacks_is_named_at_once() {
        let good = OfferFacts {
            case_running: true,
            authorisation: SharingStatus::Active,
            recipient_runs_audits: true,
            agreement_in_force: true,
            offered_already: false,
        };
        assert!(good.unmet().is_empty());
        let bad = OfferFacts {
            case_running: false,
            authorisation: SharingStatus::Revoked,
            recipient_runs_audits: false,
            agreement_in_force: false,
            offered_already: true,
        };
        let all = [
            "case_running",
            "authorisation_revoked",
            "recipient_runs_audits",
            "no_agreement",
            "no_other_offer",
        ];
        assert_eq!(bad.unmet(), all);
        let expired = OfferFacts {
            authorisation: SharingStatus::Expired,
            ..good
        };
        assert_eq!(expired.unmet(), ["authorisation_expired"]);
    }

    #[test]
    fn all_that_an_acceptance_lacks_is_named_at_once() {
        let bad = AcceptFacts {
            offered: false,
            case_running: false,
            programme_known: false,
            programme_open: false,
            place_free: false,
            duplicates_weighed: false,
        };
        assert_eq!(bad.unmet().len(), 6);
    }
}
