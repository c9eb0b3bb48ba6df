use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::db::schema::outbox_mails;
use crate::{id_type, text_enum};

id_type!(MailId);

text_enum! {
    /// What awaits.
    MailKind {
        ReferralReceived = "referral_received",
        ReplyReceived = "reply_received",
        /// A link with which a new user chooses a password.
        Invitation = "invitation",
        /// A link with which a user chooses another password.
        PasswordReset = "password_reset",
        /// The user's password is another; tells without a link.
        PasswordChanged = "password_changed",
        /// The user's second factor is another, or gone; tells without a link.
        SecondFactorChanged = "second_factor_changed",
        /// An identity provider's word was linked to the user, or no longer is; tells without a link.
        IdentityChanged = "identity_changed",
        SignInEnded = "sign_in_ended",
        /// Somebody took a right to read what is out of their reach.
        AccessGranted = "access_granted",
        /// Another job centre says that the two have records of one person.
        MatchProposed = "match_proposed",
        /// Somebody opened the records of many people.
        BulkReading = "bulk_reading",
        /// An agreement ends soon.
        AgreementEnds = "agreement_ends",
        /// A link with which somebody outside confirms a reference.
        ReferenceAsked = "reference_asked",
    }
}

text_enum! {
    /// Why a mail is given up.
    MailFailure {
        /// The recipient's address, or the service's own, is none.
        AddressNotValid = "address_not_valid",
        /// No user has the address, or their link was used or replaced.
        NoReader = "no_reader",
        /// The server refused it for good (a 5xx reply).
        Refused = "refused",
        /// All attempts are used up.
        NotDelivered = "not_delivered",
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = outbox_mails)]
pub struct OutboxMail {
    pub id: MailId,
    pub kind: MailKind,
    pub recipient: String,
    /// The path that the mail points to, under the service's public address or the front end's; empty
    /// where it points nowhere.
    pub link: String,
    pub created_at: NaiveDateTime,
    /// When it is due; while an attempt is under way, when another worker may take it over. None
    /// once it is sent or given up.
    pub next_attempt_at: Option<NaiveDateTime>,
    /// Attempts begun, this one included.
    pub attempts: i32,
    pub sent_at: Option<NaiveDateTime>,
    pub failure: Option<MailFailure>,
}

impl Protected for OutboxMail {
    const RESOURCE: Resource = Resource::Mail;
}

impl MailKind {
    /// Whether the mail points to a page of the front end.
    pub fn points_to_the_front_end(self) -> bool {
        matches!(
            self,
            Self::Invitation | Self::PasswordReset | Self::ReferenceAsked
        )
    }

    /// Whether the address is sealed where it belongs, and not kept here once nothing is done for the mail.
    pub fn goes_outside(self) -> bool {
        self == Self::ReferenceAsked
    }
}

impl OutboxMail {
    /// How long an attempt may take before another worker takes the mail over.
    pub const LEASE: TimeDelta = TimeDelta::seconds(60);

    /// How long to wait after the failure of this attempt; none when it was the last.
    pub fn pause(&self) -> Option<TimeDelta> {
        match self.attempts {
            ..=1 => Some(TimeDelta::minutes(1)),
            2 => Some(TimeDelta::minutes(5)),
            3 => Some(TimeDelta::minutes(30)),
            4 => Some(TimeDelta::hours(2)),
            5 => Some(TimeDelta::hours(12)),
            6.. => None,
        }
    }
}
