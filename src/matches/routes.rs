use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    BeneficiaryMatch, MatchEvent, MatchId, MatchSide, MatchStatus, NewMatch, NewMatchMove, service,
};
use crate::access::{Caller, Transaction};
use crate::beneficiaries::BeneficiaryId;
use crate::db::Database;
use crate::error::{Checks, Error, Result};
use crate::http::{Created, Day, Item, Listed, Once, Page, Query, Repeatable};
use crate::organisations::OrganisationId;
use crate::text::clean_line;

/// What the person says of their record at another job centre. Nobody looks whether there is one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMatchBody {
    /// The other job centre.
    organisation_id: OrganisationId,
    /// The code that the person has there.
    person_code: String,
    /// When the person agreed that the centres tell each other.
    authorised_on: Day,
}

/// A match as one of its two sides sees it.
#[derive(Serialize, ToSchema)]
pub struct MatchBody {
    id: MatchId,
    side: MatchSide,
    /// Who proposed is told of a refusal as of no answer: `proposed`, and `lapsed` after 30 days.
    status: MatchStatus,
    /// The record of one's own centre; none before one has confirmed.
    beneficiary_id: Option<BeneficiaryId>,
    /// The other job centre.
    organisation_id: OrganisationId,
    /// The code that was proposed: of a record of the side that did not propose.
    told_code: String,
    /// The code of the other centre's record, while the match is confirmed.
    other_person_code: Option<String>,
    proposed_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

impl MatchBody {
    fn seen(tx: &Transaction, found: BeneficiaryMatch) -> Self {
        let side = found.side_of(&tx.actor().organisation_id);
        let status = found.seen_by(side, tx.now().naive_utc());
        let confirmed_at = found.other_beneficiary_id.as_ref().and(found.answered_at);
        let (beneficiary_id, organisation_id, other_code) = match side {
            MatchSide::Proposer => (
                Some(found.beneficiary_id),
                found.other_organisation_id,
                found.other_person_code,
            ),
            MatchSide::Addressee => (
                found.other_beneficiary_id,
                found.organisation_id,
                Some(found.person_code),
            ),
        };
        Self {
            id: found.id,
            side,
            status,
            beneficiary_id,
            organisation_id,
            told_code: found.told_code,
            other_person_code: other_code.filter(|_| status == MatchStatus::Confirmed),
            proposed_at: found.proposed_at.and_utc(),
            expires_at: found.expires_at.and_utc(),
            confirmed_at: confirmed_at.map(|at| at.and_utc()),
            ended_at: found.ended_at.map(|at| at.and_utc()),
        }
    }
}

/// A move of a match; to confirm takes one's own record, and when the person agreed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchTransitionBody {
    event: MatchEvent,
    beneficiary_id: Option<BeneficiaryId>,
    authorised_on: Option<Day>,
}

impl TryFrom<MatchTransitionBody> for NewMatchMove {
    type Error = Error;

    fn try_from(body: MatchTransitionBody) -> Result<Self> {
        let MatchTransitionBody {
            event,
            beneficiary_id,
            authorised_on,
        } = body;
        let confirms = event == MatchEvent::Confirm;
        let mut checks = Checks::default();
        for (given, pointer) in [
            (beneficiary_id.is_some(), "/beneficiary_id"),
            (authorised_on.is_some(), "/authorised_on"),
        ] {
            checks.ensure(given == confirms, pointer, "wrong_form");
        }
        checks.finish(|| {
            Some(Self {
                event,
                record: beneficiary_id.zip(authorised_on.map(Into::into)),
            })
        })
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MatchesQuery {
    limit: Option<i64>,
    cursor: Option<String>,
}

pub async fn propose(
    database: Data<Database>,
    caller: Caller,
    id: Path<BeneficiaryId>,
    body: Once<NewMatchBody>,
) -> Result<Repeatable<Created<MatchBody>>> {
    let (body, once) = body.split();
    let mut checks = Checks::default();
    let code = checks.value(clean_line(&body.person_code, 16), "/person_code");
    let new = checks.finish(|| {
        Some(NewMatch {
            organisation_id: body.organisation_id,
            person_code: code?.to_ascii_uppercase(),
            authorised_on: body.authorised_on.into(),
        })
    })?;
    once.write(&database, caller, move |tx| {
        let proposed = service::propose(tx, &id, new)?;
        let location = format!("/v1/beneficiary-matches/{}", proposed.id);
        Ok(Created::new(location, None, MatchBody::seen(tx, proposed)))
    })
    .await
}

pub async fn list(
    request: HttpRequest,
    database: Data<Database>,
    caller: Caller,
    query: Query<MatchesQuery>,
) -> Result<Listed<MatchBody>> {
    let MatchesQuery { limit, cursor } = query.0;
    let vault = database.vault();
    let page = Page::read(&vault, "beneficiary_matches", &[], limit, cursor.as_deref())?;
    let wanted = page.clone();
    let rows = database
        .read(caller, move |tx| {
            let rows = service::list(tx, &wanted)?;
            let rows = rows.into_iter().map(|row| MatchBody::seen(tx, row));
            Ok(rows.collect())
        })
        .await?;
    let position = |row: &MatchBody| row.id.to_string();
    let same = std::convert::identity;
    Ok(Listed::page(rows, &page, &vault, &request, position, same))
}

pub async fn read(
    database: Data<Database>,
    caller: Caller,
    id: Path<MatchId>,
) -> Result<Item<MatchBody>> {
    let found = database
        .read(caller, move |tx| {
            let found = service::read(tx, &id)?;
            Ok(MatchBody::seen(tx, found))
        })
        .await?;
    Ok(Item(found))
}

pub async fn transit(
    database: Data<Database>,
    caller: Caller,
    id: Path<MatchId>,
    body: Once<MatchTransitionBody>,
) -> Result<Repeatable<Item<MatchBody>>> {
    let (body, once) = body.split();
    let new = body.try_into()?;
    once.write(&database, caller, move |tx| {
        let moved = service::transit(tx, &id, new)?;
        Ok(Item(MatchBody::seen(tx, moved)))
    })
    .await
}
