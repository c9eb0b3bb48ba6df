//! What a permit of stay says about the right to work, by a dated table of rules.
//!
//! The table is reference material that a service may edit (`config/permits/work-rules.toml`,
//! compiled in). An evaluation is **advice**: it names its rule, is kept as a snapshot where it was
//! used, and never stands in the way of a skills audit, which is not work.

mod table;

use std::path::Path;

use chrono::{Days, NaiveDate};

use crate::text_enum;

pub use table::{Convertible, RuleRight, WorkRule, WorkRules};

/// What is known of a permit. Dates are those of the papers, Europe/Rome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermitFacts<'a> {
    /// A code of the table, such as `asylum_request`.
    pub code: &'a str,
    pub status: PermitStatus,
    /// Of the request for protection, where the permit is one for asylum seekers.
    pub application_date: Option<NaiveDate>,
    /// The last day of validity.
    pub expires_on: Option<NaiveDate>,
}

text_enum! {
    PermitStatus {
        Valid = "valid",
        Expired = "expired",
        FirstIssuePending = "first_issue_pending",
        RenewalPending = "renewal_pending",
        ConversionPending = "conversion_pending",
        Revoked = "revoked",
        Unknown = "unknown",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkRight {
    Full,
    /// In hours or in kind: see the note.
    Limited,
    /// Full from that day on.
    NotYet(NaiveDate),
    None,
    /// A person has to look at the papers, and at the law.
    ToVerify,
}

impl WorkRight {
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Limited => "limited",
            Self::NotYet(_) => "not_yet",
            Self::None => "none",
            Self::ToVerify => "to_verify",
        }
    }

    /// The first day on which the person may work without limits, as seen on a day. Where hours are
    /// limited there is none: "may work" would say too much.
    pub fn free_from(self, on: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Full => Some(on),
            Self::NotYet(first) => Some(first),
            Self::Limited | Self::None | Self::ToVerify => None,
        }
    }
}

/// The advice, with the rule it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    pub result: WorkRight,
    pub rule_id: String,
    pub note: String,
    pub max_hours_week: Option<u16>,
    pub max_hours_year: Option<u16>,
}

/// Codes of the table that are states of a permit, or fall-backs, and not permits.
const NOT_PERMITS: [&str; 6] = [
    EXPIRED,
    REVOKED,
    UNKNOWN_STATUS,
    "first_issue_pending",
    "renewal_pending",
    "conversion_pending",
];

/// Codes that an evaluation falls back on; every table has them for all times.
const NO_PERMIT: &str = "none_or_unknown";
const EXPIRED: &str = "expired";
const REVOKED: &str = "revoked";
const UNKNOWN_STATUS: &str = "unknown_status";

impl WorkRules {
    /// The table at `path`, or the compiled-in one. The error is one sentence for the log.
    pub fn load(path: Option<&Path>) -> Result<Self, String> {
        let Some(path) = path else {
            return Self::parse(include_str!("../../config/permits/work-rules.toml"));
        };
        let text = std::fs::read_to_string(path)
            .map_err(|cause| format!("work rules {}: {cause}", path.display()))?;
        Self::parse(&text).map_err(|cause| format!("{}: {cause}", path.display()))
    }

    /// Whether the table, at any time, has a rule for this kind of permit.
    pub fn knows_permit(&self, code: &str) -> bool {
        self.knows(code) && !NOT_PERMITS.contains(&code)
    }

    /// The kinds of permit that the table knows, in its order.
    pub fn permits(&self) -> Vec<&str> {
        let codes = self.rules().iter().map(|rule| rule.code.as_str());
        let mut permits = Vec::new();
        for code in codes.filter(|code| !NOT_PERMITS.contains(code)) {
            if !permits.contains(&code) {
                permits.push(code);
            }
        }
        permits
    }

    /// The right to work on a day.
    ///
    /// - No permit, a code not in the table, or no rule in force that day: to verify.
    /// - Expired (by status or by date) without a receipt, revoked, or in an unknown state: to
    ///   verify.
    /// - A receipt of first issue, renewal or conversion: as the rule of the permit says, whether
    ///   it has expired or not.
    /// - A waiting time ends on the day `application_date + waiting_days`, which is the first
    ///   allowed; without an application date: to verify.
    pub fn evaluate(&self, permit: Option<&PermitFacts<'_>>, on: NaiveDate) -> Evaluation {
        let fallback = |code| self.in_force(code, on).map(to_verify);
        let found = match permit {
            None => fallback(NO_PERMIT),
            Some(permit) => match permit.status {
                PermitStatus::Revoked => fallback(REVOKED),
                PermitStatus::Unknown => fallback(UNKNOWN_STATUS),
                PermitStatus::Expired => fallback(EXPIRED),
                PermitStatus::Valid if permit.expires_on.is_some_and(|last| last < on) => {
                    fallback(EXPIRED)
                }
                PermitStatus::Valid => self.by_rule(permit, None, on),
                PermitStatus::FirstIssuePending
                | PermitStatus::RenewalPending
                | PermitStatus::ConversionPending => self.on_receipt(permit, on),
            },
        };
        found
            .or_else(|| fallback(NO_PERMIT))
            .expect("a table without this rule for all times is refused when it is read")
    }

    /// The receipt's own rule says whether it counts that day; then the permit's rule decides.
    fn on_receipt(&self, permit: &PermitFacts<'_>, on: NaiveDate) -> Option<Evaluation> {
        let receipt = self.in_force(permit.status.as_str(), on)?;
        match receipt.work_right {
            RuleRight::AsPermit => self
                .by_rule(permit, Some(receipt), on)
                .or_else(|| Some(to_verify(receipt))),
            _ => Some(apply(receipt, permit.application_date, on)),
        }
    }

    fn by_rule(
        &self,
        permit: &PermitFacts<'_>,
        receipt: Option<&WorkRule>,
        on: NaiveDate,
    ) -> Option<Evaluation> {
        let rule = self.in_force(permit.code, on)?;
        let mut evaluation = apply(rule, permit.application_date, on);
        if let Some(receipt) = receipt {
            evaluation.note = format!("{} {}", evaluation.note, receipt.legal_note);
        }
        Some(evaluation)
    }
}

fn apply(rule: &WorkRule, application_date: Option<NaiveDate>, on: NaiveDate) -> Evaluation {
    let right = match rule.work_right {
        RuleRight::Full => WorkRight::Full,
        RuleRight::Limited => WorkRight::Limited,
        RuleRight::None => WorkRight::None,
        RuleRight::ToVerify | RuleRight::AsPermit => WorkRight::ToVerify,
    };
    let result = match (rule.waiting_days, application_date) {
        (None, _) => right,
        (Some(_), None) => WorkRight::ToVerify,
        (Some(days), Some(applied)) => match applied.checked_add_days(Days::new(u64::from(days))) {
            Some(first) if on < first => WorkRight::NotYet(first),
            Some(_) => right,
            None => WorkRight::ToVerify,
        },
    };
    Evaluation {
        result,
        ..to_verify(rule)
    }
}

fn to_verify(rule: &WorkRule) -> Evaluation {
    Evaluation {
        result: WorkRight::ToVerify,
        rule_id: rule.id.clone(),
        note: rule.legal_note.clone(),
        max_hours_week: rule.max_hours_week,
        max_hours_year: rule.max_hours_year,
    }
}

#[cfg(test)]
mod tests;
