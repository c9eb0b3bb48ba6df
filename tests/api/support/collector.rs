//! A collector of traces: real HTTP on 127.0.0.1, which keeps the bytes that it is sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use bilancio::telemetry::TraceSettings;

pub struct Collector {
    pub settings: TraceSettings,
    received: Arc<Mutex<Vec<u8>>>,
}

/// A collector that takes what it is sent and does not answer, until it is let go.
pub struct Mute {
    pub settings: TraceSettings,
    /// Says once that something came.
    pub asked: Receiver<()>,
    /// Dropped, it lets the collector go.
    pub hold: Sender<()>,
}

fn listen() -> (TcpListener, TraceSettings) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let otlp_endpoint = format!("http://{}", listener.local_addr().unwrap());
    (listener, TraceSettings { otlp_endpoint })
}

impl Collector {
    pub fn start() -> Self {
        let (listener, settings) = listen();
        let received = Arc::new(Mutex::new(Vec::new()));
        let keeping = Arc::clone(&received);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away early is none of the collector's business.
                let _gone = keep(stream, &keeping);
            }
        });
        Self { settings, received }
    }

    /// All that came, heads and bodies.
    pub fn received(&self) -> Vec<u8> {
        self.received.lock().unwrap().clone()
    }
}

impl Mute {
    pub fn start() -> Self {
        let (listener, settings) = listen();
        let (hold, held) = channel::<()>();
        let (asks, asked) = channel();
        std::thread::spawn(move || {
            let stream = listener.accept();
            asks.send(()).unwrap();
            // Ends when the other half is dropped.
            let _let_go = held.recv();
            drop(stream);
        });
        Self {
            settings,
            asked,
            hold,
        }
    }
}

fn keep(stream: TcpStream, received: &Mutex<Vec<u8>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        received.lock().unwrap().extend_from_slice(line.as_bytes());
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(told) = line.strip_prefix("content-length: ") {
            length = told.parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    received.lock().unwrap().extend_from_slice(&body);
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    stream.get_mut().write_all(answer.as_bytes())
}
