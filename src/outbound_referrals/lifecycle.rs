//! How a referral moves: draft, sent, acknowledged, accepted or rejected, completed; or cancelled,
//! or without a reply.

use super::{ReferralKind, ReferralStatus as Status};
use crate::organisations::OrganisationKind;
use crate::sharing::SharingStatus;
use crate::text_enum;

text_enum! {
    /// What the job centre does with a referral.
    ReferralEvent {
        Send = "send",
        Cancel = "cancel",
        /// The recipient did not reply in time.
        NoReply = "no_reply",
    }
}

text_enum! {
    /// What the recipient does with a referral.
    ReplyEvent {
        Acknowledge = "acknowledge",
        Accept = "accept",
        Reject = "reject",
        Complete = "complete",
    }
}

impl ReferralEvent {
    /// Where the referral is afterwards; none when this cannot happen now.
    pub fn after(self, status: Status) -> Option<Status> {
        match (self, status) {
            (Self::Send, Status::Draft) => Some(Status::Sent),
            (Self::Cancel, Status::Draft | Status::Sent | Status::Acknowledged) => {
                Some(Status::Cancelled)
            }
            (Self::NoReply, Status::Sent | Status::Acknowledged) => Some(Status::NoReply),
            _ => None,
        }
    }
}

impl ReplyEvent {
    pub fn after(self, status: Status) -> Option<Status> {
        match (self, status) {
            (Self::Acknowledge, Status::Sent) => Some(Status::Acknowledged),
            (Self::Accept, Status::Sent | Status::Acknowledged) => Some(Status::Accepted),
            (Self::Reject, Status::Sent | Status::Acknowledged) => Some(Status::Rejected),
            (Self::Complete, Status::Accepted) => Some(Status::Completed),
            _ => None,
        }
    }

    /// Whether the recipient has to say what came of it.
    pub fn needs_outcome(self) -> bool {
        matches!(self, Self::Reject | Self::Complete)
    }
}

/// All that decides whether a referral may be sent.
#[derive(Clone, Debug)]
pub struct SendFacts {
    pub kind: ReferralKind,
    pub authorisation: SharingStatus,
    pub recipient_covered: bool,
    pub documents_covered: bool,
    pub documents_issued: bool,
    pub recipient_active: bool,
    /// The recipient could not open what it is sent.
    pub agreement_lapsed: bool,
    pub recipient_kind: OrganisationKind,
    /// The person may not work yet or at all, and the programme's rule is to block then.
    pub work_right_blocks: bool,
}

impl SendFacts {
    /// Every guard that is not met.
    pub fn unmet(&self) -> Vec<&'static str> {
        let guards = [
            (
                self.authorisation != SharingStatus::Revoked,
                "authorisation_revoked",
            ),
            (
                self.authorisation != SharingStatus::Expired,
                "authorisation_expired",
            ),
            (self.recipient_covered, "recipient_not_covered"),
            (self.documents_covered, "document_not_covered"),
            (self.documents_issued, "document_not_issued"),
            (self.recipient_active, "organisation_not_active"),
            (!self.agreement_lapsed, "agreement_lapsed"),
            (
                self.kind.goes_to(self.recipient_kind),
                "recipient_does_not_fit",
            ),
            (!self.work_right_blocks, "work_right_missing"),
        ];
        let missing = guards.into_iter().filter(|(met, _)| !met);
        missing.map(|(_, guard)| guard).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_referral_that_has_ended_moves_no_more() {
        for status in [
            Status::Rejected,
            Status::Completed,
            Status::Cancelled,
            Status::NoReply,
        ] {
            assert!(ReferralEvent::ALL.iter().all(|e| e.after(status).is_none()));
            assert!(ReplyEvent::ALL.iter().all(|e| e.after(status).is_none()));
        }
    }

    #[test]
    fn the_recipient_cannot_answer_a_draft() {
        let mut replies = ReplyEvent::ALL.iter();
        assert!(replies.all(|e| e.after(Status::Draft).is_none()));
    }

    #[test]
    fn all_unmet_guards_are_named_at_once() {
        let good = SendFacts {
            kind: ReferralKind::Cpi,
            authorisation: SharingStatus::Active,
            recipient_covered: true,
            documents_covered: true,
            documents_issued: true,
            recipient_active: true,
            agreement_lapsed: false,
            recipient_kind: OrganisationKind::EmploymentCentre,
            work_right_blocks: false,
        };
        assert!(good.unmet().is_empty());
        let bad = SendFacts {
            authorisation: SharingStatus::Expired,
            recipient_covered: false,
            documents_covered: false,
            documents_issued: false,
            recipient_active: false,
            agreement_lapsed: true,
            recipient_kind: OrganisationKind::Employer,
            work_right_blocks: true,
            ..good.clone()
        };
        assert_eq!(
            bad.unmet(),
            [
                "authorisation_expired",
                "recipient_not_covered",
                "document_not_covered",
                "document_not_issued",
                "organisation_not_active",
                "agreement_lapsed",
                "recipient_does_not_fit",
                "work_right_missing",
            ]
        );
        let revoked = SendFacts {
            authorisation: SharingStatus::Revoked,
            ..good
        };
        assert_eq!(revoked.unmet(), ["authorisation_revoked"]);
    }
}
