//! The table of rules: what a row may say, and what makes a table wrong.

use std::collections::HashSet;

use chrono::NaiveDate;
use figment::Figment;
use figment::providers::{Format, Toml};
use serde::Deserialize;

use super::{EXPIRED, NO_PERMIT, REVOKED, UNKNOWN_STATUS};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleRight {
    Full,
    Limited,
    None,
    ToVerify,
    /// A receipt: as the permit that it stands for.
    AsPermit,
}

/// Whether the permit can be turned into one for work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Convertible {
    Yes,
    No,
    Exceptions,
    ToVerify,
}

/// A row of the table. Both days of its period are included; a missing one leaves it open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkRule {
    pub id: String,
    pub code: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub work_right: RuleRight,
    pub waiting_days: Option<u16>,
    pub max_hours_week: Option<u16>,
    pub max_hours_year: Option<u16>,
    pub convertible: Convertible,
    pub legal_note: String,
    pub verified_on: NaiveDate,
    pub verified_by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Vec<WorkRule>,
}

/// A table that is whole: see [`WorkRules::parse`].
#[derive(Debug, Clone)]
pub struct WorkRules(Vec<WorkRule>);

impl WorkRules {
    /// Reads a table. Refuses unknown fields, an id given twice, an empty text, a period that
    /// ends before it begins, overlapping periods of one code, a waiting time with another right
    /// than full, and the lack of a rule to fall back on. The error is one sentence for the log.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: Table = Figment::from(Toml::string(text))
            .extract()
            .map_err(|cause| format!("work rules: {cause}"))?;
        let rules = table.rule;
        let mut ids = HashSet::new();
        for rule in &rules {
            check(rule).map_err(|wrong| format!("work rule {:?}: {wrong}", rule.id))?;
            if !ids.insert(&rule.id) {
                return Err(format!("work rule {:?}: id given twice", rule.id));
            }
        }
        for (place, rule) in rules.iter().enumerate() {
            if let Some(other) = rules[..place].iter().find(|other| overlap(rule, other)) {
                let (one, two) = (&other.id, &rule.id);
                return Err(format!("work rules {one:?} and {two:?}: periods overlap"));
            }
        }
        for code in [NO_PERMIT, EXPIRED, REVOKED, UNKNOWN_STATUS] {
            if !rules.iter().any(|rule| rule.code == code && is_open(rule)) {
                return Err(format!("work rules: no rule for {code:?} at all times"));
            }
        }
        Ok(Self(rules))
    }

    /// The rule for a code on a day.
    pub fn in_force(&self, code: &str, on: NaiveDate) -> Option<&WorkRule> {
        let holds = |rule: &&WorkRule| {
            rule.code == code
                && rule.valid_from.is_none_or(|first| first <= on)
                && rule.valid_to.is_none_or(|last| on <= last)
        };
        self.0.iter().find(holds)
    }

    /// All rows, in the order of the file.
    pub fn rules(&self) -> &[WorkRule] {
        &self.0
    }

    /// Whether the table, at any time, has a rule for the code.
    pub fn knows(&self, code: &str) -> bool {
        self.0.iter().any(|rule| rule.code == code)
    }
}

fn check(rule: &WorkRule) -> Result<(), &'static str> {
    let texts = [&rule.id, &rule.code, &rule.legal_note, &rule.verified_by];
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err("id, code, legal_note and verified_by must not be empty");
    }
    let period = rule.valid_from.zip(rule.valid_to);
    if period.is_some_and(|(first, last)| last < first) {
        return Err("valid_to is before valid_from");
    }
    if rule.waiting_days.is_some() && rule.work_right != RuleRight::Full {
        return Err("waiting_days needs work_right full");
    }
    Ok(())
}

fn is_open(rule: &WorkRule) -> bool {
    rule.valid_from.is_none() && rule.valid_to.is_none()
}

fn overlap(a: &WorkRule, b: &WorkRule) -> bool {
    let ends_before = |one: &WorkRule, two: &WorkRule| {
        let days = one.valid_to.zip(two.valid_from);
        days.is_some_and(|(last, first)| last < first)
    };
    a.code == b.code && !ends_before(a, b) && !ends_before(b, a)
}
