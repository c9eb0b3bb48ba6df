use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Gap, OccupationMatch, service, words};
use crate::access::Caller;
use crate::cases::CaseId;
use crate::code_lists::routes::LabelBody;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::esco::Held;
use crate::esco::routes::{ConceptBody, Shown};
use crate::http::{Item, Query};

/// Most occupations of one answer.
const MOST: usize = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MatchQuery {
    /// As in the catalogue. What is said beside names is said in Italian or English.
    #[param(max_length = 35)]
    lang: Option<String>,
    #[param(max_length = 35)]
    lang2: Option<String>,
    /// From 1 to 50; 10 unless told.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<usize>,
}

/// What a person could do, by what they can do. A help to talk, not a verdict.
#[derive(Serialize, ToSchema)]
pub struct OccupationMatchesBody {
    /// Of the catalogue.
    release: String,
    /// How it is counted, and what it is not.
    explanation: LabelBody,
    explanation2: Option<LabelBody>,
    /// Agreed competences that have a skill of the catalogue, and the others.
    counted: usize,
    uncounted: usize,
    /// The best first.
    occupations: Vec<OccupationMatchBody>,
}

#[derive(Serialize, ToSchema)]
pub struct OccupationMatchBody {
    occupation: ConceptBody,
    /// From 0 to 1, as the next: the geometric mean of both.
    score: f32,
    /// The part of its essential skills that the person covers.
    coverage: f32,
    /// The part of what the person can do that it would use.
    used: f32,
    /// Why it is proposed, in plain words.
    reason: LabelBody,
    reason2: Option<LabelBody>,
    /// Essential skills that the person has, the most telling first; 12 at most.
    has: Vec<ConceptBody>,
    /// Essential skills that the person has not, those first that something bridges; 12 at most.
    gaps: Vec<GapBody>,
    /// Of the same ISCO unit group.
    near_occupations: Vec<ConceptBody>,
}

#[derive(Serialize, ToSchema)]
pub struct GapBody {
    skill: ConceptBody,
    /// What the person has that stands under the same broader skill.
    bridges: Vec<ConceptBody>,
}

pub async fn propose(
    database: Data<Database>,
    caller: Caller,
    case: Path<CaseId>,
    query: Query<MatchQuery>,
) -> Result<Item<OccupationMatchesBody>> {
    let most = query.0.limit.unwrap_or(10);
    if !(1..=MOST).contains(&most) {
        return Err(Error::invalid("/limit", "out_of_range"));
    }
    let shown = Shown::new(query.0.lang, query.0.lang2)?;
    let found = database
        .read(caller, move |tx| service::propose(tx, &case, most))
        .await?;
    let (explanation, explanation2) = shown.said(|it| words::explanation(it).to_owned());
    Ok(Item(OccupationMatchesBody {
        release: found.held.catalogue.release.clone(),
        explanation,
        explanation2,
        counted: found.counted,
        uncounted: found.uncounted,
        occupations: (found.matches.iter())
            .map(|it| occupation(&found.held, it, &shown))
            .collect(),
    }))
}

fn occupation(held: &Held, it: &OccupationMatch, shown: &Shown) -> OccupationMatchBody {
    let (reason, reason2) = shown.said(|language| words::reason(language, it));
    OccupationMatchBody {
        occupation: shown.concept(held.concept(it.matched.occupation)),
        score: it.matched.score,
        coverage: it.matched.coverage,
        used: it.matched.used,
        reason,
        reason2,
        has: concepts(held, &it.has, shown),
        gaps: gaps(held, &it.gaps, shown),
        near_occupations: concepts(held, &it.near, shown),
    }
}

pub fn concepts(held: &Held, places: &[u32], shown: &Shown) -> Vec<ConceptBody> {
    let concepts = places.iter().map(|place| held.concept(*place));
    concepts.map(|it| shown.concept(it)).collect()
}

pub fn gaps(held: &Held, gaps: &[Gap], shown: &Shown) -> Vec<GapBody> {
    gaps.iter()
        .map(|gap| GapBody {
            skill: shown.concept(held.concept(gap.skill)),
            bridges: concepts(held, &gap.bridges, shown),
        })
        .collect()
}
