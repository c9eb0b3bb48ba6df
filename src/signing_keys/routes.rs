use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use super::tokens::{PublicKey, Tokens};
use crate::db::Database;
use crate::error::Result;
use crate::http::Item;

#[derive(Serialize, ToSchema)]
pub struct PublicKeysBody {
    keys: Vec<PublicKey>,
}

pub async fn public_keys(
    database: Data<Database>,
    tokens: Data<Tokens>,
) -> Result<Item<PublicKeysBody>> {
    tokens.keep_current(&database).await;
    Ok(Item(PublicKeysBody {
        keys: tokens.public_keys(),
    }))
}
