use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    IssuerAddress, IssuerKeyId, Jwk, KeyAlgorithm, PublicIssuerKey, StatusListId, service,
};
use crate::access::{Caller, Resource};
use crate::certificates::CertificateId;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::http::caller::Anyone;
use crate::http::file::{Download, FileKind};
use crate::http::{Created, Item, Listed, Once, Repeatable, Revalidated};
use crate::organisations::OrganisationId;

/// A signed credential, or a list of which ones ended.
#[derive(Clone, Copy)]
pub struct Token;

impl FileKind for Token {
    const KINDS: &'static [Self] = &[Self];
    const MOST: usize = 64 << 10;

    /// W3C VC-JOSE-COSE, 6.1.1.
    fn media_type(self) -> &'static str {
        "application/vc+jwt"
    }
}

/// What an issuer uploads to have its seal put on it.
#[derive(Clone, Copy)]
pub struct Unsigned;

impl FileKind for Unsigned {
    const KINDS: &'static [Self] = &[Self];
    const MOST: usize = 256 << 10;

    fn media_type(self) -> &'static str {
        "application/ld+json"
    }
}

/// A key that an issuer signs with, or signed with.
#[derive(Serialize, ToSchema)]
pub struct IssuerKeyBody {
    id: IssuerKeyId,
    algorithm: KeyAlgorithm,
    created_at: DateTime<Utc>,
    retired_at: Option<DateTime<Utc>>,
    compromised_at: Option<DateTime<Utc>>,
}

impl From<PublicIssuerKey> for IssuerKeyBody {
    fn from(key: PublicIssuerKey) -> Self {
        Self {
            id: key.id,
            algorithm: key.algorithm,
            created_at: key.created_at.and_utc(),
            retired_at: key.retired_at.map(|at| at.and_utc()),
            compromised_at: key.compromised_at.map(|at| at.and_utc()),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIssuerKeyBody {
    algorithm: KeyAlgorithm,
    /// Whether somebody else may have the keys so far: then nothing that they signed holds any more.
    #[serde(default)]
    compromised: bool,
}

/// A DID document (W3C Decentralized Identifiers 1.0).
#[derive(Serialize, ToSchema)]
pub struct IssuerBody {
    #[serde(rename = "@context")]
    context: [&'static str; 2],
    id: String,
    #[serde(rename = "verificationMethod")]
    verification_method: Vec<VerificationMethodBody>,
    #[serde(rename = "assertionMethod")]
    assertion_method: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub struct VerificationMethodBody {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    controller: String,
    #[serde(rename = "publicKeyJwk")]
    public_key_jwk: Jwk,
}

/// The keys of an issuer (RFC 7517).
#[derive(Serialize, ToSchema)]
pub struct IssuerPublicKeysBody {
    keys: Vec<Jwk>,
}

pub async fn issuer(
    database: Data<Database>,
    anyone: Anyone,
    organisation: Path<OrganisationId>,
    request: HttpRequest,
) -> Result<Revalidated<Item<IssuerBody>>> {
    let (today, keys) = database
        .read(anyone.0, move |tx| service::published(tx, &organisation))
        .await?;
    let did = asked_at(&request, today, &keys).did();
    let methods: Vec<_> = keys
        .into_iter()
        .map(|(id, jwk)| VerificationMethodBody {
            id: format!("{did}#{id}"),
            kind: "JsonWebKey",
            controller: did.clone(),
            public_key_jwk: jwk,
        })
        .collect();
    Ok(Revalidated(Item(IssuerBody {
        context: [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        assertion_method: methods.iter().map(|method| method.id.clone()).collect(),
        verification_method: methods,
        id: did,
    })))
}

/// What a proxy took away from the path that was asked, as many of them tell it.
const ASKED_BELOW: &str = "x-forwarded-prefix";

/// The issuer under the address that was asked, if it ever had that: a `did:web` that stands in a credential
/// from before the service moved is looked up there, and the document has to name it (did:web, 2.5.2).
fn asked_at(
    request: &HttpRequest,
    today: IssuerAddress,
    keys: &[(IssuerKeyId, Jwk)],
) -> IssuerAddress {
    let connection = request.connection_info();
    let path = request.headers().get(ASKED_BELOW);
    let path = path.and_then(|path| path.to_str().ok());
    let is_asked = |issuer: &IssuerAddress| issuer.is_at(connection.host(), path);
    if is_asked(&today) {
        return today;
    }
    let mut before = keys
        .iter()
        .filter_map(|(id, jwk)| IssuerAddress::of_key(&jwk.kid, id));
    before.find(is_asked).unwrap_or(today)
}

pub async fn public_keys(
    database: Data<Database>,
    anyone: Anyone,
    organisation: Path<OrganisationId>,
) -> Result<Revalidated<Item<IssuerPublicKeysBody>>> {
    let (_, keys) = database
        .read(anyone.0, move |tx| service::published(tx, &organisation))
        .await?;
    let keys = keys.into_iter().map(|(_, jwk)| jwk).collect();
    Ok(Revalidated(Item(IssuerPublicKeysBody { keys })))
}

pub async fn public_key(
    database: Data<Database>,
    anyone: Anyone,
    path: Path<(OrganisationId, IssuerKeyId)>,
) -> Result<Revalidated<Item<Jwk>>> {
    let (organisation, id) = path.into_inner();
    let (_, keys) = database
        .read(anyone.0, move |tx| service::published(tx, &organisation))
        .await?;
    let found = keys.into_iter().find(|(key, _)| *key == id);
    let (_, jwk) = found.ok_or(Error::NotFound(Resource::IssuerKey))?;
    Ok(Revalidated(Item(jwk)))
}

pub async fn status_list(
    database: Data<Database>,
    anyone: Anyone,
    path: Path<(OrganisationId, StatusListId)>,
) -> Result<Revalidated<Download<Token>>> {
    let (organisation, id) = path.into_inner();
    let name = format!("{id}.jwt");
    let signed = database
        .read(anyone.0, move |tx| {
            service::status_list(tx, &organisation, &id)
        })
        .await?;
    let bytes = signed.into_bytes();
    Ok(Revalidated(Download::new(Token, name, bytes)))
}

pub async fn of_certificate(
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateId>,
) -> Result<Download<Token>> {
    let (number, token) = database
        .read(caller, move |tx| service::of_certificate(tx, &id))
        .await?;
    let (name, bytes) = (format!("{number}.jwt"), token.into_bytes());
    Ok(Download::new(Token, name, bytes))
}

pub async fn european(
    database: Data<Database>,
    caller: Caller,
    id: Path<CertificateId>,
) -> Result<Download<Unsigned>> {
    let (number, bytes) = database
        .read(caller, move |tx| service::european(tx, &id))
        .await?;
    Ok(Download::new(Unsigned, format!("{number}.jsonld"), bytes))
}

pub async fn list_keys(
    database: Data<Database>,
    caller: Caller,
    organisation: Path<OrganisationId>,
) -> Result<Listed<IssuerKeyBody>> {
    let keys = database
        .read(caller, move |tx| service::list_keys(tx, &organisation))
        .await?;
    Ok(Listed::whole(keys, Into::into))
}

pub async fn rotate_key(
    database: Data<Database>,
    caller: Caller,
    organisation: Path<OrganisationId>,
    once: Once<NewIssuerKeyBody>,
) -> Result<Repeatable<Created<IssuerKeyBody>>> {
    let (body, once) = once.split();
    let NewIssuerKeyBody {
        algorithm,
        compromised,
    } = body;
    once.write(&database, caller, move |tx| {
        let key = service::rotate_key(tx, &organisation, algorithm, compromised)?;
        let location = format!("/issuers/{organisation}/keys/{}", key.id);
        Ok(Created::new(location, None, key.into()))
    })
    .await
}
