//! What every request passes first: the general limit, and the size of its headers.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};

use super::address::{client_address, neighbourhood};
use super::buckets::{Buckets, Left};
use super::noted::Noted;
use super::settings::RateLimit;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::Database;
use crate::error::Error;
use crate::http::caller::{caller_of, sign_in_of};
use crate::sign_ins::SignInId;

/// Bytes that a request's headers may have together.
const HEADERS: usize = 16 * 1024;

/// Who a bucket belongs to.
#[derive(PartialEq, Eq, Hash)]
enum Client {
    SignIn(SignInId),
    Address(IpAddr),
}

impl Client {
    fn of(request: &HttpRequest, settings: &Settings) -> Self {
        sign_in_of(request).map_or_else(
            || Self::Address(address_of(request, settings)),
            Self::SignIn,
        )
    }
}

/// What is refused to all addresses together, in refusals to one.
const ALL_ADDRESSES: u32 = 10;

/// The general limit of this instance.
pub struct Gate {
    buckets: Buckets<Client>,
    refusals: Buckets<IpAddr>,
    all_refusals: Buckets<()>,
    noted: Noted<Client>,
    clock: Clock,
}

/// A request that comes too early, with the seconds to wait.
#[derive(Clone, Copy)]
struct TooEarly(u32);

impl Gate {
    pub fn new(settings: &Settings, clock: Clock) -> Self {
        Self {
            buckets: Buckets::new(&settings.rate_limit),
            refusals: Buckets::new(&settings.refusals),
            all_refusals: Buckets::new(&RateLimit {
                burst: settings.refusals.burst.saturating_mul(ALL_ADDRESSES),
                per_second: settings.refusals.per_second.saturating_mul(ALL_ADDRESSES),
            }),
            noted: Noted::new(),
            clock,
        }
    }

    fn take(&self, request: &HttpRequest, settings: &Settings) -> Left {
        let client = Client::of(request, settings);
        self.buckets.take(client, self.clock.now())
    }

    /// Takes one of the refusals that those without a sign-in have an entry for in the activity log; the
    /// seconds to wait where there is none left. They cost the database a row each.
    pub fn take_refusal(&self, address: Option<IpAddr>) -> Option<u32> {
        let now = self.clock.now();
        let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let wait = self.refusals.take(address, now).wait;
        wait.or_else(|| self.all_refusals.take((), now).wait)
    }

    /// Writes into the activity log that a client comes too often, once a minute. An answer that refuses
    /// does not depend on it.
    async fn note(&self, request: &HttpRequest, settings: &Settings) {
        let client = Client::of(request, settings);
        let database = request.app_data::<Data<Database>>();
        let Some(database) = database.filter(|_| self.noted.is_due(client, self.clock.now()))
        else {
            return;
        };
        let reason = Error::TooManyRequests { wait: 0 }.reason();
        let noted = database.note(caller_of(request), Some(reason)).await;
        if let Err(error) = noted {
            tracing::warn!(code = error.code(), "a refusal was not written down");
        }
    }
}

/// What counts as the client's address.
pub fn address_of(request: &HttpRequest, settings: &Settings) -> IpAddr {
    let peer = request
        .peer_addr()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let header = settings.proxy_header;
    let values: Vec<&str> = request
        .headers()
        .get_all(header.name())
        .filter_map(|value| value.to_str().ok())
        .collect();
    neighbourhood(client_address(
        peer,
        header,
        &values,
        &settings.trusted_proxies,
    ))
}

/// Counts a request, and tells in every answer what is left. Who watches over the service may always
/// ask whether it lives.
pub async fn count(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let gate = request.app_data::<Data<Gate>>();
    let settings = request.app_data::<Data<Settings>>();
    let watch = gate.cloned().zip(settings.cloned());
    let left = watch
        .as_ref()
        .map(|(gate, settings)| gate.take(request.request(), settings));
    if let Some(wait) = left.and_then(|left| left.wait)
        && !request.path().starts_with("/health/")
    {
        request.extensions_mut().insert(TooEarly(wait));
    }
    let mut answer = next.call(request).await?;
    if let Some(left) = left {
        tell(answer.headers_mut(), left);
    }
    if let Some((gate, settings)) = &watch
        && answer.status() == StatusCode::TOO_MANY_REQUESTS
    {
        gate.note(answer.request(), settings).await;
    }
    // The rest of what the client is sending is not waited for.
    if matches!(
        answer.status(),
        StatusCode::REQUEST_TIMEOUT | StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE
    ) {
        let head = answer.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    Ok(answer)
}

fn tell(headers: &mut HeaderMap, left: Left) {
    for (name, value) in [
        ("ratelimit-limit", u64::from(left.limit)),
        ("ratelimit-remaining", u64::from(left.remaining)),
        ("ratelimit-reset", left.reset),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
}

/// Refuses what [`count`] found to be too early, and headers without measure, before anything is
/// looked at.
pub async fn refuse(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let early = request.extensions().get::<TooEarly>().copied();
    let bytes: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    let refused = match early {
        Some(TooEarly(wait)) => Error::TooManyRequests { wait },
        None if bytes > HEADERS => Error::HeadersTooLarge,
        None => return Ok(next.call(request).await?.map_into_boxed_body()),
    };
    Ok(request.error_response(refused).map_into_boxed_body())
}
