use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Caller;
use crate::db::Database;
use crate::error::Result;
use crate::http::Item;
use crate::intake_referrals::{IntakeReferral, IntakeReferralId, WaitingList, service};
use crate::programmes::ProgrammeId;

#[derive(Serialize, ToSchema)]
pub struct WaitingListBody {
    /// How many cases may run at the same time; null where that is not limited.
    capacity: Option<i32>,
    running: i64,
    /// In the order in which they wait.
    items: Vec<WaitingBody>,
}

#[derive(Serialize, ToSchema)]
pub struct WaitingBody {
    intake_referral_id: IntakeReferralId,
    given_name: String,
    family_name: String,
    preferred_language: Option<String>,
    urgent: bool,
    received_at: Option<DateTime<Utc>>,
}

impl From<WaitingList> for WaitingListBody {
    fn from(list: WaitingList) -> Self {
        Self {
            capacity: list.capacity,
            running: list.running,
            items: list.waiting.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<IntakeReferral> for WaitingBody {
    fn from(referral: IntakeReferral) -> Self {
        Self {
            intake_referral_id: referral.id,
            given_name: referral.given_name,
            family_name: referral.family_name,
            preferred_language: referral.preferred_language,
            urgent: referral.urgent,
            received_at: referral.received_at.map(|at| at.and_utc()),
        }
    }
}

pub async fn read_waiting_list(
    database: Data<Database>,
    caller: Caller,
    programme: Path<ProgrammeId>,
) -> Result<Item<WaitingListBody>> {
    let list = database
        .read(caller, move |tx| service::waiting_list(tx, &programme))
        .await?;
    Ok(Item(list.into()))
}
