use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::access::{Protected, Resource};
use crate::accounts::UserId;
use crate::beneficiaries::partial_date::{PartialDate, Precision};
use crate::cases::CaseId;
use crate::db::schema::{beneficiaries, participation_agreements, privacy_notices};
use crate::organisations::OrganisationId;
use crate::{id_type, text_enum};

id_type!(PrivacyNoticeId);
id_type!(ParticipationAgreementId);

text_enum! {
    /// Who put an explanation into the person's language. A relative is better not asked.
    ExplanationInterpreter {
        None = "none",
        StaffMediator = "staff_mediator",
        External = "external",
        Family = "family",
    }
}

/// How a text was handed over and explained.
#[derive(Clone, Debug)]
pub struct Explanation {
    pub text_version: String,
    pub text_language: String,
    /// The language of the explanation by word of mouth.
    pub explained_in: String,
    pub interpreter: ExplanationInterpreter,
}

/// A privacy notice (GDPR art. 13) that was handed to the person and explained.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = privacy_notices)]
pub struct PrivacyNotice {
    pub id: PrivacyNoticeId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub text_version: String,
    pub text_language: String,
    pub explained_in: String,
    pub interpreter: ExplanationInterpreter,
    pub delivered_on: NaiveDate,
    pub recorded_by: UserId,
    pub recorded_at: NaiveDateTime,
}

impl Protected for PrivacyNotice {
    const RESOURCE: Resource = Resource::Participation;
}

#[derive(Clone, Debug)]
pub struct NewPrivacyNotice {
    pub explanation: Explanation,
    pub delivered_on: NaiveDate,
}

/// The agreement to take part, signed by the person, and for a minor also by the guardian. Free to
/// end at any time. Signed anew it is another record.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = participation_agreements)]
pub struct ParticipationAgreement {
    pub id: ParticipationAgreementId,
    pub case_id: CaseId,
    pub organisation_id: OrganisationId,
    pub text_version: String,
    pub text_language: String,
    pub explained_in: String,
    pub interpreter: ExplanationInterpreter,
    /// The rhythm agreed: how many meetings a week, at what times.
    pub rhythm: String,
    pub signed_on: NaiveDate,
    pub guardian_signed_on: Option<NaiveDate>,
    pub recorded_by: UserId,
    pub recorded_at: NaiveDateTime,
}

impl Protected for ParticipationAgreement {
    const RESOURCE: Resource = Resource::Participation;
}

#[derive(Clone, Debug)]
pub struct NewParticipationAgreement {
    pub explanation: Explanation,
    pub rhythm: String,
    pub signed_on: NaiveDate,
    pub guardian_signed_on: Option<NaiveDate>,
}

/// The person of a case, as far as it matters for what they can understand and sign.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = beneficiaries)]
pub struct Listener {
    pub birth_on: Option<NaiveDate>,
    pub birth_precision: Option<Precision>,
    pub preferred_language: String,
    pub interpreter_needed: bool,
}

impl Listener {
    /// Whether an explanation reaches the person: whoever needs an interpreter has one, unless it was
    /// given in their own language.
    pub fn understands(&self, explanation: &Explanation) -> bool {
        !self.interpreter_needed
            || explanation.explained_in == self.preferred_language
            || explanation.interpreter != ExplanationInterpreter::None
    }

    /// Whether the person may be a minor on a day: true while one possible day of birth makes them
    /// so. Nobody whose birth is not known at all is taken for a minor.
    pub fn is_minor_on(&self, day: NaiveDate) -> bool {
        let precision = self.birth_precision;
        let birth = self
            .birth_on
            .map(|date| PartialDate::new(date, precision.unwrap_or(Precision::Estimated)));
        birth.is_some_and(|birth| birth.is_minor_on(day))
    }
}
