//! Throughput of the two reads that a job centre's screens make all day, beside what the database
//! itself gives for the same queries and a committed log row, and beside what the service gives where
//! nobody writes down who read what, in the same run. Prints figures and ratios; asserts nothing.
//!
//! `./tests/run with-postgres cargo bench --bench throughput` for PostgreSQL, `cargo bench --bench
//! throughput` for SQLite. `BENCH_CASES` and `BENCH_SECONDS` change the size.

mod client;
mod database;
#[expect(dead_code, reason = "the bench looks at nothing but the status")]
#[path = "../client/mod.rs"]
mod http;
mod pgbench;
mod seed;

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;
use bilancio::app::Service;
use bilancio::clock::Clock;
use bilancio::config::{Overrides, Settings};
use bilancio::db::{Target, grant_service_role, migrate};
use bilancio::limits::settings::RateLimit;
use bilancio::server;
use bilancio::vault::Vault;
use database::{Fresh, fresh};

const CLIENTS: &[usize] = &[8, 64];
const ADDRESS: &str = "127.0.0.1:18080";
const UNSECURED: &str = "127.0.0.1:18081";
const UNLOGGED: &str = "127.0.0.1:18082";

#[expect(
    clippy::disallowed_methods,
    reason = "the bench is told its size by the environment"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn number(name: &str, default: u64) -> u64 {
    setting(name)
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

#[expect(clippy::print_stdout, reason = "a bench prints")]
fn say(line: &str) {
    println!("{line}");
}

fn main() {
    let cases = number("BENCH_CASES", 50_000);
    let time = Duration::from_secs(number("BENCH_SECONDS", 10));
    let folder = tempfile::tempdir().expect("a folder");
    let Fresh {
        owner,
        service: target,
    } = fresh(folder.path());
    // As owner and as service, for pgbench.
    let urls = match (&owner, &target) {
        (Target::Postgres(owner), Target::Postgres(service)) => {
            Some((owner.clone(), service.clone()))
        }
        _ => None,
    };
    migrate(&owner).expect("migrations");
    grant_service_role(&owner, "bilancio_service").expect("grants");
    say(&format!("seeding {cases} cases …"));
    seed::seed(&owner, cases);

    let vault = Arc::new(Vault::open_with(&Vault::new_master_key()).expect("a key"));
    let secured = service(ADDRESS, &target, &vault);
    let token = seed::token(&secured);
    serve(ADDRESS, secured);
    let mut unlogged = service(UNLOGGED, &target, &vault);
    let database = unlogged.database.get_ref().clone().without_log();
    unlogged.database = Data::new(database);
    serve(UNLOGGED, unlogged);
    // The owner of the tables, whom row level security does not hold, for comparison.
    if urls.is_some() {
        serve(UNSECURED, service(UNSECURED, &owner, &vault));
    }

    let backend = if urls.is_some() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    let owner_url = urls.as_ref().map(|(owner, _)| owner.as_str());
    let sign_in = owner_url.map(seed::sign_in).unwrap_or_default();
    let shown = owner_url.map(seed::newest_shown).unwrap_or_default();
    for (name, script) in [
        ("case", pgbench::case(&sign_in)),
        ("list", pgbench::list(&sign_in, &shown)),
    ] {
        for clients in CLIENTS {
            let load = client::Load {
                address: ADDRESS,
                clients: *clients,
                time,
                cases,
                token: &token,
                name,
            };
            let service = load.run();
            say(&format!(
                "{backend}  {name}  {clients:>2} clients  {:>8.0}/s  median {:.1} ms  p99 {:.1} ms",
                service.per_second, service.median_ms, service.p99_ms
            ));
            let unlogged = client::Load {
                address: UNLOGGED,
                ..load
            }
            .run();
            say(&format!(
                "without the activity log   {:>8.0}/s  ratio {:.2}",
                unlogged.per_second,
                service.per_second / unlogged.per_second
            ));
            if let Some((owner, role)) = &urls {
                for (whose, url) in [("service's role", role), ("tables' owner", owner)] {
                    let raw = pgbench::run(url, &script, *clients, time, cases, folder.path());
                    say(&format!(
                        "pgbench as the {whose:<14} {raw:>8.0}/s  ratio {:.2}",
                        service.per_second / raw
                    ));
                }
                let unsecured = client::Load {
                    address: UNSECURED,
                    ..load
                }
                .run();
                say(&format!(
                    "without row level security {:>8.0}/s  ratio {:.2}",
                    unsecured.per_second,
                    service.per_second / unsecured.per_second
                ));
            }
        }
    }
}

fn service(address: &str, target: &Target, vault: &Arc<Vault>) -> Service {
    let settings = Settings {
        listen: address.to_owned(),
        connections: u32::try_from(number("BENCH_CONNECTIONS", 8)).expect("a small number"),
        rate_limit: RateLimit {
            burst: 100_000_000,
            per_second: 1_000_000,
        },
        ..Settings::read(None, &Overrides::default()).expect("settings")
    };
    Service::new(settings, target, Clock::default(), Arc::clone(vault)).expect("a service")
}

fn serve(address: &'static str, service: Service) {
    std::thread::spawn(move || server::serve(service, |_| {}));
    client::wait_for(address);
}
