use std::collections::HashMap;

use chrono::Datelike;

use super::{AgreedCompetence, Gap, OccupationMatch, OccupationMatches, store, strength};
use crate::access::{List, Transaction};
use crate::cases::{Case, CaseId};
use crate::error::Result;
use crate::esco::Held;
use crate::esco::matching::{self, Match};
use crate::profiles::{CompetenceId, EvidenceVerification, Profile};

/// Skills of each kind that an occupation is shown with.
const SHOWN: usize = 12;
/// Occupations of the same unit group that it is shown with.
const NEAR: usize = 5;

/// The occupations that agreed competences speak for, the best first. Counts; decides nothing.
pub fn propose(tx: &mut Transaction, case: &CaseId, most: usize) -> Result<OccupationMatches> {
    let permit = tx.permit::<List, Profile, Case>(case)?;
    let held = tx.shelf().current(tx, &permit)?;
    let agreed = store::agreed(tx, &permit)?;
    let verifications = store::verifications(tx, &permit)?;
    let has = skills(&held, &agreed, &verifications, tx.today().year());
    let all = held.matching.matches(&has);
    let matches = all.iter().take(most);
    Ok(OccupationMatches {
        counted: has.len(),
        uncounted: agreed.len() - has.len(),
        matches: matches.map(|it| explain(&held, &has, it, &all)).collect(),
        held,
    })
}

/// What the person has, as far as the catalogue knows it; a skill of two competences counts once, as
/// the better of them.
pub fn skills(
    held: &Held,
    agreed: &[AgreedCompetence],
    verifications: &[(CompetenceId, EvidenceVerification)],
    year: i32,
) -> Vec<matching::Held> {
    let best: HashMap<_, _> = verifications.iter().map(|(id, it)| (id, *it)).fold(
        HashMap::new(),
        |mut best: HashMap<&CompetenceId, EvidenceVerification>, (id, it)| {
            let kept = best.entry(id).or_insert(it);
            if strength(5, None, Some(it)) > strength(5, None, Some(*kept)) {
                *kept = it;
            }
            best
        },
    );
    agreed
        .iter()
        .filter_map(|it| {
            let skill = held.place(it.esco_uri.as_deref()?)?;
            let years = it.last_used_year.map(|used| year - used);
            let best = best.get(&it.id).copied();
            Some(matching::Held {
                skill,
                strength: strength(it.agreed_level?, years, best),
            })
        })
        .collect()
}

/// What speaks for one occupation and what is missing; `all` are the matches that near ones are looked for
/// among.
pub fn explain(
    held: &Held,
    has: &[matching::Held],
    matched: &Match,
    all: &[Match],
) -> OccupationMatch {
    let mut essential: Vec<_> = (held.skills_of(matched.occupation).iter())
        .filter(|it| it.essential)
        .map(|it| it.skill)
        .collect();
    essential.sort_by(|a, b| {
        held.matching
            .weight(*b)
            .total_cmp(&held.matching.weight(*a))
    });
    let is_had = |skill: &u32| has.iter().any(|it| it.skill == *skill && it.strength > 0.0);
    let (had, missing): (Vec<u32>, Vec<u32>) = essential.iter().partition(|it| is_had(it));
    let gap = |skill: u32| Gap {
        skill,
        bridges: held
            .matching
            .near(skill)
            .iter()
            .copied()
            .filter(|it| is_had(it))
            .collect(),
    };
    let code = &held.concept(matched.occupation).code;
    let near = (all.iter().map(|it| it.occupation))
        .filter(|it| *it != matched.occupation && held.concept(*it).code == *code);
    // What something bridges comes first: it is the shortest way.
    let mut gaps: Vec<_> = missing.into_iter().map(gap).collect();
    gaps.sort_by_key(|it| it.bridges.is_empty());
    let bridged = gaps.iter().filter(|it| !it.bridges.is_empty()).count();
    gaps.truncate(SHOWN);
    OccupationMatch {
        matched: *matched,
        essential: essential.len(),
        had: had.len(),
        bridged,
        has: had.into_iter().take(SHOWN).collect(),
        gaps,
        near: near.take(NEAR).collect(),
    }
}
