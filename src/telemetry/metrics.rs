//! What the service counts.
//!
//! The value of a label is a word of the program itself, a `&'static str`: what a client wrote, or whom a
//! record is about, cannot become one. Nothing is asked of the database: who does something counts it.

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::activity_log::security::SecurityEventKind;

/// Names of labels with their values.
type Labels<const N: usize> = [(&'static str, &'static str); N];

/// Upper bounds in seconds: from a page that is in memory to the deadline of a request.
const SECONDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 4.0];
/// Upper bounds in entries, up to the most that share a commit.
const ENTRIES: [f64; 7] = [1.0, 4.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// The metrics of one instance.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels<3>, Counter>,
    durations: Family<Labels<2>, Histogram>,
    refusals: Family<Labels<1>, Counter>,
    in_flight: Gauge,
    connections_in_use: Family<Labels<1>, Gauge>,
    connections_waiting: Family<Labels<1>, Gauge>,
    journal: JournalMetrics,
    sealed_sequence: Gauge,
    sealed_at: Gauge,
    mails_waiting: Gauge,
    mail_attempts: Family<Labels<1>, Counter>,
    security_events: Family<Labels<1>, Counter>,
    signatures: Signatures,
    exchanges: Exchanges,
    objects_to_remove: Gauge,
}

/// What the writer of the activity log counts.
#[derive(Clone)]
pub struct JournalMetrics {
    /// Entries that were handed over and are not committed yet.
    pub waiting: Gauge,
    pub batches: Histogram,
    pub failed: Counter,
}

impl Default for JournalMetrics {
    fn default() -> Self {
        Self {
            waiting: Gauge::default(),
            batches: Histogram::new(ENTRIES),
            failed: Counter::default(),
        }
    }
}

/// What the service signed with its keys, by kind.
#[derive(Clone, Default)]
pub struct Signatures(Family<Labels<1>, Counter>);

impl Signatures {
    pub fn count(&self, kind: &'static str) {
        self.0.get_or_create(&[("kind", kind)]).inc();
    }
}

/// Exchanges with the bucket for files of evidence, by what was asked and how it ended.
#[derive(Clone, Default)]
pub struct Exchanges(Family<Labels<2>, Counter>);

impl Exchanges {
    pub fn count(&self, kind: &'static str, outcome: &'static str) {
        let labels = [("kind", kind), ("outcome", outcome)];
        self.0.get_or_create(&labels).inc();
    }
}

/// Counts as one more for as long as it lives.
pub struct Held(Gauge);

impl Held {
    pub fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// Metrics of a service on a kind of database, whose vault counts by itself what does not open.
    pub fn new(database: &'static str, unopened: &Counter) -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("bilancio"),
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            refusals: Family::default(),
            in_flight: Gauge::default(),
            connections_in_use: Family::default(),
            connections_waiting: Family::default(),
            journal: JournalMetrics::default(),
            sealed_sequence: Gauge::default(),
            sealed_at: Gauge::default(),
            mails_waiting: Gauge::default(),
            mail_attempts: Family::default(),
            security_events: Family::default(),
            signatures: Signatures::default(),
            exchanges: Exchanges::default(),
            objects_to_remove: Gauge::default(),
        };
        // A counter that begins with its first event shows no increase at it.
        for kind in SecurityEventKind::ALL {
            let kind = [("kind", kind.as_str())];
            drop(metrics.security_events.get_or_create(&kind));
        }
        metrics.register_requests(database);
        metrics.register_work(unopened);
        metrics
    }

    fn register_requests(&mut self, database: &'static str) {
        let to = &mut self.registry;
        let build = Info::new([
            ("version", env!("CARGO_PKG_VERSION")),
            ("database", database),
        ]);
        to.register("build", "What runs", build);
        let help = "Requests that were answered";
        to.register("http_requests", help, self.requests.clone());
        let help = "From the head of a request to the head of its answer";
        let durations = self.durations.clone();
        to.register_with_unit("http_request_duration", help, Unit::Seconds, durations);
        let help = "Requests without an answer yet";
        to.register("http_requests_in_flight", help, self.in_flight.clone());
        let help = "Answers that refuse, by the code of their problem document";
        to.register("refusals", help, self.refusals.clone());
        let help = "Connections to the database at work";
        to.register("connections_in_use", help, self.connections_in_use.clone());
        let help = "Requests that wait for a connection to the database";
        to.register(
            "connections_waiting",
            help,
            self.connections_waiting.clone(),
        );
    }

    fn register_work(&mut self, unopened: &Counter) {
        let (to, journal) = (&mut self.registry, &self.journal);
        let help = "Entries of the activity log that wait for their commit";
        to.register("log_entries_waiting", help, journal.waiting.clone());
        let help = "Entries that shared a commit of the activity log's writer";
        to.register("log_batch_entries", help, journal.batches.clone());
        let help = "Commits of the activity log's writer that failed";
        to.register("log_batches_failed", help, journal.failed.clone());
        let help = "Place of the last entry that this instance saw sealed";
        to.register("log_sealed_sequence", help, self.sealed_sequence.clone());
        let help = "When this instance last found or left nothing unsealed, in Unix time";
        let sealed_at = self.sealed_at.clone();
        to.register_with_unit("log_sealed_timestamp", help, Unit::Seconds, sealed_at);
        let help = "Mails in the outbox that are not sent yet";
        to.register("mails_waiting", help, self.mails_waiting.clone());
        let help = "Attempts to send a mail, by how they ended";
        to.register("mail_attempts", help, self.mail_attempts.clone());
        let help = "Security events that this instance noted, one for each organisation concerned";
        to.register("security_events", help, self.security_events.clone());
        let help = "What was signed with the service's keys, by kind";
        to.register("signatures", help, self.signatures.0.clone());
        let help = "Exchanges with the bucket for files of evidence";
        to.register("bucket_exchanges", help, self.exchanges.0.clone());
        let help = "Objects of the bucket that are to be removed";
        to.register("objects_to_remove", help, self.objects_to_remove.clone());
        let help = "Sealed values that did not open: altered, moved, or sealed under another key";
        to.register("values_not_opened", help, unopened.clone());
    }

    pub fn begin_request(&self) -> Held {
        Held::new(&self.in_flight)
    }

    /// A request that was answered, with the class of its status.
    pub fn request(
        &self,
        method: &'static str,
        template: &'static str,
        status: &'static str,
        took: Duration,
    ) {
        let (method, template) = (("method", method), ("template", template));
        let labels = [method, template, ("status", status)];
        self.requests.get_or_create(&labels).inc();
        let duration = self.durations.get_or_create(&[method, template]);
        duration.observe(took.as_secs_f64());
    }

    pub fn refusal(&self, code: &'static str) {
        self.refusals.get_or_create(&[("code", code)]).inc();
    }

    /// How many connections of a queue are at work, and how many requests wait for one.
    pub fn connections(&self, queue: &'static str) -> (Gauge, Gauge) {
        let labels = [("queue", queue)];
        (
            self.connections_in_use.get_or_create_owned(&labels),
            self.connections_waiting.get_or_create_owned(&labels),
        )
    }

    pub fn journal(&self) -> JournalMetrics {
        self.journal.clone()
    }

    /// All that was committed by a time is sealed, up to a place of the chain.
    pub fn sealed(&self, sequence: i64, at_seconds: i64) {
        self.sealed_sequence.set(sequence);
        self.sealed_at.set(at_seconds);
    }

    pub fn mails_waiting(&self, count: i64) {
        self.mails_waiting.set(count);
    }

    pub fn mail_attempt(&self, outcome: &'static str) {
        let labels = [("outcome", outcome)];
        self.mail_attempts.get_or_create(&labels).inc();
    }

    pub fn security_event(&self, kind: SecurityEventKind) {
        let labels = [("kind", kind.as_str())];
        self.security_events.get_or_create(&labels).inc();
    }

    pub fn exchanges(&self) -> Exchanges {
        self.exchanges.clone()
    }

    pub fn objects_to_remove(&self, count: i64) {
        self.objects_to_remove.set(count);
    }

    pub fn signatures(&self) -> Signatures {
        self.signatures.clone()
    }

    /// All of it in the text format of OpenMetrics 1.0, which Prometheus reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing into a string does not fail");
        text
    }
}
