//! Builds the service from its settings. The program and the tests use the same.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::web::{self, Data, PathConfig, PayloadConfig};

use crate::access::{Caller, Resource};
use crate::accounts::passwords::{Cost, HashingTurns};
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{Database, Target};
use crate::error::{Error, Result};
use crate::evidence_files::objects::FileStore;
use crate::http::caller::RequestId;
use crate::http::{entry, origins, problem};
use crate::identity_providers::Providers;
use crate::limits::gate::{self, Gate};
use crate::signing_keys::tokens::Tokens;
use crate::signing_keys::{rewrap, service as signing_keys};
use crate::telemetry::requests;
use crate::vault::Vault;
use crate::{api, docs_page, health};

/// The largest JSON body.
const BODY: usize = 256 * 1024;

/// What all requests share. Cheap to clone.
#[derive(Clone)]
pub struct Service {
    pub database: Data<Database>,
    pub tokens: Data<Tokens>,
    pub settings: Data<Settings>,
    turns: Data<HashingTurns>,
    gate: Data<Gate>,
    pub files: Data<FileStore>,
    providers: Data<Providers>,
}

impl Service {
    /// Connects to the database, whose schema must be up to date, and takes its signing keys.
    pub fn new(
        settings: Settings,
        target: &Target,
        clock: Clock,
        vault: Arc<Vault>,
    ) -> Result<Self> {
        let database = Database::open(target, settings.connections, clock.clone(), vault)?
            .reached_at(&settings.public_url);
        let cost = Cost::new(&settings.passwords).map_err(Error::internal)?;
        let gate = Gate::new(&settings, clock.clone());
        let providers = Providers::new(&settings.identity_providers, clock.clone());
        let providers = providers.map_err(Error::internal)?;
        let exchanges = database.metrics().exchanges();
        let files = FileStore::new(&settings.evidence_files, exchanges);
        let files = files.map_err(Error::internal)?;
        let signatures = database.metrics().signatures();
        let tokens = Tokens::new(settings.public_url.clone(), clock).counted_by(signatures);
        let take = || {
            database.write_blocking(&Caller::worker("take_keys"), |tx| {
                let keys = signing_keys::take(tx)?;
                let index = rewrap::take_index_key(tx, &keys)?;
                Ok((keys, index))
            })
        };
        // Another instance may be making them at the same moment: then they are there to be taken.
        let (keys, index) = take().or_else(|_made| take())?;
        let vault = database.vault().finding_by(&index);
        let database = database.sealed_by(vault);
        tokens.take_keys(&keys, &database.vault())?;
        Ok(Self {
            database: Data::new(database),
            tokens: Data::new(tokens),
            settings: Data::new(settings),
            turns: Data::new(HashingTurns::new(2).at_cost(cost)),
            gate: Data::new(gate),
            files: Data::new(files),
            providers: Data::new(providers),
        })
    }

    /// The application that answers requests.
    pub fn app(
        &self,
    ) -> actix_web::App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl MessageBody + use<>>,
            Error = actix_web::Error,
            InitError = (),
        > + use<>,
    > {
        let docs = self.settings.docs;
        actix_web::App::new()
            .app_data(self.database.clone())
            .app_data(self.tokens.clone())
            .app_data(self.settings.clone())
            .app_data(self.turns.clone())
            .app_data(self.gate.clone())
            .app_data(self.files.clone())
            .app_data(self.providers.clone())
            .app_data(PayloadConfig::new(BODY))
            // An id that is none names no record.
            .app_data(
                PathConfig::default()
                    .error_handler(|_, _| Error::NotFound(Resource::Address).into()),
            )
            .wrap(from_fn(gate::refuse))
            .wrap(from_fn(entry::ensure))
            .wrap(from_fn(problem::show))
            .wrap(origins::policy(&self.settings.cors_origins))
            .wrap(from_fn(origins::open))
            .wrap(Compress::default())
            .wrap(from_fn(gate::count))
            .wrap(from_fn(finish))
            .wrap(from_fn(requests::tell))
            .configure(api::configure)
            .configure(health::configure)
            .configure(|config| {
                if docs {
                    docs_page::configure(config);
                }
            })
            .default_service(web::to(api::no_such_address))
    }
}

/// Headers that every answer has.
async fn finish(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> std::result::Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    const HEADERS: &[(HeaderName, &str)] = &[
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (REFERRER_POLICY, "no-referrer"),
        (
            STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        ),
    ];
    let id = RequestId::of(request.request());
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), HeaderValue::from_static(value));
        }
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    Ok(answer)
}
