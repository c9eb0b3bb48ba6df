//! Closed-loop clients: each sends its next request when it has its answer.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::http::Connection;
use crate::seed;

#[derive(Clone, Copy)]
pub struct Load<'a> {
    pub address: &'a str,
    pub clients: usize,
    pub time: Duration,
    pub cases: u64,
    pub token: &'a str,
    pub name: &'a str,
}

pub struct Figures {
    pub per_second: f64,
    pub median_ms: f64,
    pub p99_ms: f64,
}

impl Load<'_> {
    pub fn run(&self) -> Figures {
        self.round(Duration::from_secs(1));
        self.round(self.time)
    }

    fn round(&self, time: Duration) -> Figures {
        let started = Instant::now();
        let mut took: Vec<f64> = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..self.clients)
                .map(|number| scope.spawn(move || self.one_client(number as u64, time)))
                .collect();
            clients
                .into_iter()
                .flat_map(|it| it.join().expect("a client"))
                .collect()
        });
        let seconds = started.elapsed().as_secs_f64();
        took.sort_by(f64::total_cmp);
        let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
        Figures {
            per_second: took.len() as f64 / seconds,
            median_ms: at(0.5),
            p99_ms: at(0.99),
        }
    }

    fn one_client(&self, number: u64, time: Duration) -> Vec<f64> {
        let mut connection = Connection::open(self.address).expect("a server");
        let authorization = format!("Bearer {}", self.token);
        let (until, mut took, mut next) = (Instant::now() + time, Vec::new(), number * 7919 + 1);
        while Instant::now() < until {
            next = next
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let case = (next >> 33) % self.cases + 1;
            let what = match self.name {
                "case" => format!("GET /v1/cases/{}/overview", seed::id(case)),
                _ => "GET /v1/cases?status=investigation&limit=25".to_owned(),
            };
            let started = Instant::now();
            let answer = connection
                .ask(&what, &[("Authorization", &authorization)], "")
                .expect("an answer");
            assert_eq!(answer.status, 200, "{what}");
            took.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        took
    }
}

/// Until the server takes connections.
pub fn wait_for(address: &str) {
    let until = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(address).is_err() {
        assert!(Instant::now() < until, "the server does not start");
        std::thread::yield_now();
    }
}
