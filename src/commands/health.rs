use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::Outcome;

/// Ask a running service whether it can work; exit status 0 when it can.
#[derive(clap::Args)]
pub struct Health {
    /// Address of the readiness check.
    #[arg(long, default_value = "http://127.0.0.1:8080/health/ready")]
    url: String,
}

impl Health {
    pub fn run(&self) -> Outcome {
        let rest = self
            .url
            .strip_prefix("http://")
            .ok_or("the address must be http://…")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let unanswered = |_cause| format!("{} does not answer", self.url);
        let mut stream = TcpStream::connect(host).map_err(unanswered)?;
        let patience = Some(Duration::from_secs(5));
        stream.set_read_timeout(patience).map_err(unanswered)?;
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).map_err(unanswered)?;
        let mut answer = Vec::new();
        stream
            .take(1024)
            .read_to_end(&mut answer)
            .map_err(unanswered)?;
        if answer.starts_with(b"HTTP/1.1 200") {
            Ok(())
        } else {
            Err("the service is not ready".to_owned())
        }
    }
}
