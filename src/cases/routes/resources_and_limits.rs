use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cases::resources_and_limits::{AT, MOST, ResourceOrLimit, ResourceOrLimitKind};
use crate::error::Checks;
use crate::http::Day;
use crate::text::clean_text;

/// The longest line, in code points.
const LINE_MAX: usize = 500;

/// What helps or limits the person, in their words. The report says it only where they agreed.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceOrLimitBody {
    kind: ResourceOrLimitKind,
    #[schema(max_length = 500)]
    text: String,
    /// The day on which the person agreed that the report says it; null where they did not, or take it back.
    agreed_on: Option<Day>,
}

/// The lines, as far as they are ones; twenty at most.
pub fn read(bodies: Vec<ResourceOrLimitBody>, checks: &mut Checks) -> Vec<ResourceOrLimit> {
    checks.ensure(bodies.len() <= MOST, AT, "too_long");
    let numbered = bodies.into_iter().take(MOST).enumerate();
    numbered
        .filter_map(|(index, body)| {
            let text = clean_text(&body.text, LINE_MAX);
            Some(ResourceOrLimit {
                kind: body.kind,
                text: checks.value(text, &format!("{AT}/{index}/text"))?,
                agreed_on: body.agreed_on.map(Into::into),
            })
        })
        .collect()
}

impl From<ResourceOrLimit> for ResourceOrLimitBody {
    fn from(line: ResourceOrLimit) -> Self {
        let ResourceOrLimit {
            kind,
            text,
            agreed_on,
        } = line;
        Self {
            kind,
            text,
            agreed_on: agreed_on.map(Into::into),
        }
    }
}
