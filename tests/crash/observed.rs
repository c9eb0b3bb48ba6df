//! What the program tells those who keep it running: lines of its log, and metrics on a port of their own.

use std::net::TcpListener;

use serde_json::Value;

use crate::client::Connection;
use crate::database::TestDatabase;
use crate::service::{Home, Service, program, url};

fn free_address() -> String {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().to_string()
}

#[test]
fn each_request_leaves_a_line_and_metrics_have_their_own_port() {
    let database = TestDatabase::new();
    let (home, metrics) = (Home::new(&database.target), free_address());
    let lines = home.folder.path().join("lines");
    let mut words: Vec<String> = ["sh", "-c", "exec \"$@\" 2>\"$0\""]
        .map(str::to_owned)
        .to_vec();
    words.push(lines.to_str().unwrap().to_owned());
    words.extend(["env", "BILANCIO_LOG=info"].map(str::to_owned));
    words.push("BILANCIO_TRUSTED_PROXIES=[\"127.0.0.1\"]".to_owned());
    words.push(format!("BILANCIO_METRICS__LISTEN={metrics}"));
    words.extend(program(&url(&database.target)));
    let service = Service::start_as(home, words);
    let token = service.sign_in();
    let mut connection = service.connect();
    let from = ("X-Forwarded-For", "198.51.100.7");
    for (id, what, token) in [
        (
            "observed-request-1",
            "GET /v1/organisations?limit=1",
            &token,
        ),
        (
            "observed-request-2",
            "GET /v1/zzsecret?name=zzsecret",
            &String::new(),
        ),
    ] {
        let headers = [from, ("X-Request-Id", id), ("Authorization", token)];
        connection.ask(what, &headers, "").unwrap();
    }
    let refused = connection.ask("GET /metrics", &[], "").unwrap();
    assert_eq!(refused.status, 404);

    let mut beside = Connection::open(&metrics).unwrap();
    let shown = beside.ask("GET /metrics", &[], "").unwrap();
    assert_eq!(shown.status, 200);
    assert!(shown.media_type.starts_with("application/openmetrics-text"));
    let text = String::from_utf8(shown.body).unwrap();
    let count = "bilancio_http_requests_total{method=\"GET\",template=\"/v1/organisations\",\
        status=\"2xx\"} 1\n";
    assert!(text.contains(count), "{text}");
    assert!(text.ends_with("# EOF\n"));
    let elsewhere = beside.ask("GET /v1/organisations", &[], "").unwrap();
    assert_eq!(elsewhere.status, 404);

    let log = std::fs::read_to_string(&lines).unwrap();
    assert!(!log.contains("zzsecret"), "{log}");
    let log: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let line = |id: &str| {
        let mut of = log.iter().filter(|it| it["fields"]["request_id"] == id);
        let line = of.next().unwrap();
        assert_eq!(of.next(), None, "two lines");
        let at = line["timestamp"].as_str().unwrap();
        assert!(at.contains('T') && at.ends_with('Z'), "{at} is not UTC");
        let mut fields = line["fields"].clone();
        let milliseconds = fields["milliseconds"].take();
        assert!(milliseconds.is_u64());
        fields
    };
    let mut done = line("observed-request-1");
    let sign_in = done["sign_in_id"].take();
    let sign_ins = format!(
        "SELECT COUNT(*) FROM sign_ins WHERE id = '{}'",
        sign_in.as_str().unwrap()
    );
    assert_eq!(database.count(&sign_ins), 1);
    let expected = serde_json::json!({
        "message": "request", "request_id": "observed-request-1", "method": "GET",
        "uri_template": "/v1/organisations", "status": 200, "milliseconds": null,
        "client": "198.51.100.7", "sign_in_id": null,
    });
    assert_eq!(done, expected);
    let expected = serde_json::json!({
        "message": "request", "request_id": "observed-request-2", "method": "GET",
        "uri_template": "unmatched", "status": 404, "code": "not_found", "milliseconds": null,
        "client": "198.51.100.7",
    });
    assert_eq!(line("observed-request-2"), expected);
}

#[test]
fn the_program_does_not_start_with_metrics_on_the_port_of_the_api() {
    let database = TestDatabase::new();
    let home = Home::new(&database.target);
    let service = Service::start_as(home, program(&url(&database.target)));
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.toml");
    std::fs::write(&settings, "metrics.listen = \"127.0.0.1:4000\"\n").unwrap();
    let settings = settings.to_str().unwrap();
    let words = ["--config", settings, "serve", "--listen", "0.0.0.0:4000"];
    let (served, told) = service.command(&words);
    assert!(!served);
    assert!(told.contains("\"metrics.listen\""), "{told}");
}
