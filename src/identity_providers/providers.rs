use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Semaphore;

use super::client::Client;
use super::model::{Answer, Assertion, Proofs, Purpose};
use super::provider::Provider;
use super::settings::{self, IdentityProvider};
use crate::access::Resource;
use crate::clock::Clock;
use crate::error::{Error, Result};

/// Exchanges with providers that one instance has under way at once.
const TURNS: usize = 8;

/// How long a request waits for a provider, however many exchanges it takes.
const DEADLINE: Duration = Duration::from_secs(4);

/// The identity providers of the settings. Their answers are waited for outside of any transaction.
pub struct Providers {
    all: Vec<Arc<Provider>>,
    turns: Arc<Semaphore>,
    clock: Clock,
}

impl Providers {
    /// The error is one plain sentence. Nobody is asked for anything yet.
    pub fn new(all: &[IdentityProvider], clock: Clock) -> std::result::Result<Self, String> {
        let all = settings::complete(all)?;
        let client = (!all.is_empty()).then(Client::new);
        let all = all
            .into_iter()
            .zip(client.into_iter().cycle())
            .map(|(settings, client)| Arc::new(Provider::new(settings, client)))
            .collect();
        Ok(Self {
            all,
            turns: Arc::new(Semaphore::new(TURNS)),
            clock,
        })
    }

    pub fn all(&self) -> impl Iterator<Item = &IdentityProvider> {
        self.all.iter().map(|provider| &provider.settings)
    }

    pub fn find(&self, id: &str) -> Option<Arc<Provider>> {
        let found = self.all.iter().find(|provider| provider.settings.id == id);
        found.cloned()
    }

    /// The provider that an address names.
    pub fn named(&self, id: &str) -> Result<Arc<Provider>> {
        self.find(id).ok_or(Error::NotFound(Resource::Address))
    }

    /// Where the user goes to show who they are.
    pub async fn authorisation_url(
        &self,
        provider: &Arc<Provider>,
        proofs: Proofs,
        purpose: Purpose,
    ) -> Result<String> {
        let (provider, now) = (Arc::clone(provider), self.clock.now());
        self.run(move || provider.authorisation_url(&proofs, purpose, now))
            .await
    }

    /// The provider's word on who came, for the code that it gave. They showed it not before `oldest`.
    pub async fn redeem(
        &self,
        provider: &Arc<Provider>,
        answer: Answer,
        proofs: Proofs,
        oldest: DateTime<Utc>,
    ) -> Result<Assertion> {
        let (provider, now) = (Arc::clone(provider), self.clock.now());
        self.run(move || provider.redeem(&answer, proofs, oldest, now))
            .await
    }

    /// One exchange on a thread of its own. One that takes too long is left to end by itself, and keeps
    /// its turn until then.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let turns = Arc::clone(&self.turns);
        let working = async {
            let turn = turns.acquire_owned().await.map_err(Error::internal)?;
            tokio::task::spawn_blocking(move || {
                let _turn = turn;
                work()
            })
            .await
            .map_err(Error::internal)?
        };
        match tokio::time::timeout(DEADLINE, working).await {
            Ok(done) => done,
            Err(_elapsed) => Err(Error::Unavailable("identity_provider_unavailable")),
        }
    }
}
