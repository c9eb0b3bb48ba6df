//! Clients that do not do their part, on sockets of their own.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use bilancio::clock::Clock;
use bilancio::config::Settings;
use bilancio::server;

use crate::support::{TestApp, settings};

/// A service on a socket that has little patience.
struct Server {
    address: String,
    _app: TestApp,
}

impl Server {
    async fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let app = TestApp::new().await;
        let mut settings = Settings {
            listen: address.clone(),
            connections: 2,
            workers: 1,
            ..settings()
        };
        // The framework's clock for heads goes in steps of half a second.
        settings.patience.head_milliseconds = 1500;
        settings.patience.body_milliseconds = 300;
        settings.patience.idle_milliseconds = 600;
        settings.mail.folder = std::env::temp_dir();
        let vault = app.service.database.vault();
        let target = &app.database.target;
        let service =
            bilancio::app::Service::new(settings, target, Clock::default(), vault).unwrap();
        let (ready, started) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            server::serve(service, |_| ready.send(()).unwrap()).unwrap();
        });
        started.recv().unwrap();
        Self { address, _app: app }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        let patience = Some(Duration::from_secs(20));
        stream.set_read_timeout(patience).unwrap();
        stream
    }

    /// Sends the bytes and gives all that comes until the service closes the connection.
    fn told(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        all(stream)
    }
}

fn all(mut stream: TcpStream) -> String {
    let mut told = Vec::new();
    // A connection that is reset has ended, too.
    let _ended = stream.read_to_end(&mut told);
    String::from_utf8_lossy(&told).into_owned()
}

const LIVE: &str = "GET /health/live HTTP/1.1\r\nHost: test\r\n";

#[actix_web::test]
async fn who_is_slow_is_cut_off() {
    let server = Server::start().await;
    let post = "POST /v1/sign-ins HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n";
    let slow_head = server.told(LIVE.as_bytes());
    assert!(slow_head.starts_with("HTTP/1.1 408"), "{slow_head}");
    let slow_body = server.told(format!("{post}Content-Length: 100\r\n\r\n{{\"email\"").as_bytes());
    assert!(slow_body.starts_with("HTTP/1.1 408"), "{slow_body}");
    assert!(slow_body.contains("body_too_slow"), "{slow_body}");
    let chunked = server.told(format!("{post}Transfer-Encoding: chunked\r\n\r\n5\r\n").as_bytes());
    assert!(chunked.starts_with("HTTP/1.1 408"), "{chunked}");
}

#[actix_web::test]
async fn a_slow_second_request_is_cut_off_with_its_connection() {
    let server = Server::start().await;
    // The second head comes with the first request, or after its answer; it never ends.
    let together = server.told(format!("{LIVE}\r\n{LIVE}").as_bytes());
    assert_eq!(together.matches("HTTP/1.1").count(), 1, "{together}");
    assert!(together.starts_with("HTTP/1.1 200"), "{together}");

    let mut stream = server.connect();
    stream.write_all(format!("{LIVE}\r\n").as_bytes()).unwrap();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    stream.write_all(LIVE.as_bytes()).unwrap();
    let rest = all(stream);
    assert!(!rest.contains("HTTP/1.1 2"), "{rest}");
}

#[actix_web::test]
async fn bytes_one_by_one_buy_no_time() {
    let server = Server::start().await;
    let mut stream = server.connect();
    stream.write_all(LIVE.as_bytes()).unwrap();
    let (started, tick) = (Instant::now(), Duration::from_millis(50));
    stream.set_read_timeout(Some(tick)).unwrap();
    let mut told = [0; 64];
    // The wait of the reader is the pause between two bytes.
    while stream.write_all(b"x").is_ok() {
        assert!(started.elapsed() < Duration::from_secs(15), "it goes on");
        if stream.read(&mut told).is_ok() {
            break;
        }
    }
}

#[actix_web::test]
async fn a_head_is_answered_as_its_get_without_the_body() {
    let server = Server::start().await;
    let ask = |method: &str, path: &str| {
        let head = format!("{method} {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        let told = server.told(head.as_bytes());
        let (head, body) = told.split_once("\r\n\r\n").unwrap();
        let line = |name: &str| {
            let found = head
                .lines()
                .find(|line| line.to_lowercase().starts_with(name));
            found.map(str::to_owned)
        };
        let lines = ["http/1.1 ", "content-length:", "content-type:", "allow:"].map(line);
        (lines, body.to_owned())
    };
    for (path, status) in [
        ("/health/live", "200"),
        ("/v1/me", "401"),
        ("/nowhere", "404"),
    ] {
        let (told, body) = ask("HEAD", path);
        assert_eq!(body, "", "{path}");
        let (as_told, its_body) = ask("GET", path);
        assert!(
            told[0].as_ref().unwrap().contains(status),
            "{path}: {told:?}"
        );
        assert_eq!(told[0], as_told[0]);
        assert_eq!(told[2], as_told[2]);
        assert_eq!(
            told[1].is_some(),
            as_told[1].is_some(),
            "{path}: {its_body}"
        );
    }
    // Nothing is done by it that a GET would not do.
    let (told, _) = ask("HEAD", "/v1/sign-ins/current/authentications");
    assert!(told[0].as_ref().unwrap().contains("405"), "{told:?}");
    assert_eq!(told[3].as_deref(), Some("allow: POST"));
}

#[actix_web::test]
async fn heads_without_measure_and_odd_requests_are_refused() {
    let server = Server::start().await;
    let many: String = (0..150).map(|n| format!("x-{n}: y\r\n")).collect();
    let large = format!("x-filler: {}\r\n", "x".repeat(100_000));
    for (head, status) in [
        (format!("{LIVE}Connection: close\r\n\r\n"), 200),
        (format!("{LIVE}{many}\r\n"), 431),
        (format!("{LIVE}{large}\r\n"), 431),
        (
            LIVE.replace("GET", "TRACE") + "Connection: close\r\n\r\n",
            405,
        ),
        (
            LIVE.replace("GET", "BREW") + "Connection: close\r\n\r\n",
            405,
        ),
        (LIVE.replace("GET", "G E T") + "\r\n", 400),
        (
            "CONNECT other.example:443 HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
                .to_owned(),
            404,
        ),
        (
            format!("{LIVE}Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
            400,
        ),
        (format!("{LIVE}Content-Length: +1\r\n\r\n"), 400),
        (format!("{LIVE}Transfer-Encoding: xchunked\r\n\r\n"), 400),
        (
            format!("{LIVE}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"),
            400,
        ),
        (LIVE.replace("Host:", "Host :") + "\r\n", 400),
        (format!("{LIVE}Host: other\r\n\r\n"), 400),
        ("GET /health/live HTTP/1.1\r\n\r\n".to_owned(), 400),
        (format!("{LIVE}X-Folded: one\r\n two\r\n\r\n"), 400),
        (
            LIVE.replace("HTTP/1.1", "HTTP/1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        // RFC 9112, 2.2, lets a lone line feed end a line, and nothing else is read from it here.
        (LIVE.replace('\r', "") + "Connection: close\n\n", 200),
        // No header makes a method another one.
        (
            format!("{LIVE}X-HTTP-Method-Override: DELETE\r\nConnection: close\r\n\r\n"),
            200,
        ),
    ] {
        let told = server.told(head.as_bytes());
        let shown = &told[..told.len().min(300)];
        assert!(
            told.starts_with(&format!("HTTP/1.1 {status}")),
            "{status}: {shown}"
        );
    }
}
