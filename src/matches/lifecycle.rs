//! The states of a match, and what each side sees of them. Pure.

use chrono::NaiveDateTime;

use super::{BeneficiaryMatch, MatchEvent, MatchSide, MatchStatus};

impl MatchStatus {
    /// Where a side's move leads; nowhere where it may not be made. To who proposed it a refusal is
    /// like no answer, so both are taken back alike.
    pub fn after(self, event: MatchEvent, side: MatchSide) -> Option<Self> {
        use MatchEvent::{Confirm, End, Refuse};
        use MatchSide::{Addressee, Proposer};
        match (self, event, side) {
            (Self::Proposed, Confirm, Addressee) => Some(Self::Confirmed),
            (Self::Proposed, Refuse, Addressee) => Some(Self::Refused),
            (Self::Proposed | Self::Refused, End, Proposer) => Some(Self::Ended),
            (Self::Confirmed, End, _) => Some(Self::Ended),
            _ => None,
        }
    }
}

impl BeneficiaryMatch {
    /// The state at a time, whether or not the service has been round since.
    pub fn status_at(&self, now: NaiveDateTime) -> MatchStatus {
        match self.status {
            MatchStatus::Proposed if now >= self.expires_at => MatchStatus::Lapsed,
            status => status,
        }
    }

    /// The state as a side sees it. Who proposed learns of a refusal no more than that no answer came.
    pub fn seen_by(&self, side: MatchSide, now: NaiveDateTime) -> MatchStatus {
        match (self.status_at(now), side) {
            (MatchStatus::Refused, MatchSide::Proposer) if now >= self.expires_at => {
                MatchStatus::Lapsed
            }
            (MatchStatus::Refused, MatchSide::Proposer) => MatchStatus::Proposed,
            (status, _) => status,
        }
    }

    /// The state from which a side moves: a refusal that is over is to who proposed it one that lapsed.
    pub fn moved_from(&self, side: MatchSide, now: NaiveDateTime) -> MatchStatus {
        match self.seen_by(side, now) {
            MatchStatus::Lapsed => MatchStatus::Lapsed,
            _ => self.status,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};

    use super::*;
    use crate::accounts::UserId;
    use crate::beneficiaries::BeneficiaryId;
    use crate::matches::MatchId;
    use crate::organisations::OrganisationId;

    fn with(status: MatchStatus) -> BeneficiaryMatch {
        let start = NaiveDateTime::default();
        BeneficiaryMatch {
            id: MatchId::new(),
            organisation_id: OrganisationId::new(),
            beneficiary_id: BeneficiaryId::new(),
            person_code: String::new(),
            authorised_on: NaiveDate::default(),
            other_organisation_id: OrganisationId::new(),
            told_code: String::new(),
            other_beneficiary_id: None,
            other_person_code: None,
            other_authorised_on: None,
            status,
            proposed_at: start,
            proposed_by: UserId::new(),
            expires_at: start + BeneficiaryMatch::LASTS,
            answered_at: None,
            answered_by: None,
            ended_at: None,
            ended_by: None,
        }
    }

    #[test]
    fn only_the_other_centre_answers_and_either_ends() {
        use MatchEvent::{Confirm, End, Refuse};
        use MatchSide::{Addressee, Proposer};
        let open: Vec<_> = MatchStatus::ALL
            .iter()
            .flat_map(|status| MatchEvent::ALL.iter().map(move |event| (*status, *event)))
            .flat_map(|(status, event)| {
                MatchSide::ALL
                    .iter()
                    .map(move |side| (status, event, *side))
            })
            .filter(|(status, event, side)| status.after(*event, *side).is_some())
            .collect();
        let expected = [
            (MatchStatus::Proposed, Confirm, Addressee),
            (MatchStatus::Proposed, Refuse, Addressee),
            (MatchStatus::Proposed, End, Proposer),
            (MatchStatus::Confirmed, End, Proposer),
            (MatchStatus::Confirmed, End, Addressee),
            (MatchStatus::Refused, End, Proposer),
        ];
        assert_eq!(open, expected);
    }

    #[test]
    fn who_proposed_cannot_tell_a_refusal_from_silence() {
        let (silent, refused) = (with(MatchStatus::Proposed), with(MatchStatus::Refused));
        for days in [0, 29, 30, 31] {
            let now = silent.proposed_at + TimeDelta::days(days);
            let side = MatchSide::Proposer;
            assert_eq!(silent.seen_by(side, now), refused.seen_by(side, now));
            let end = |it: &BeneficiaryMatch| it.moved_from(side, now).after(MatchEvent::End, side);
            assert_eq!(end(&silent), end(&refused));
        }
        let now = refused.proposed_at;
        let seen = refused.seen_by(MatchSide::Addressee, now);
        assert_eq!(seen, MatchStatus::Refused);
    }
}
