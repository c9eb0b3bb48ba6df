//! A small HTTP client over one kept-alive connection, for a service that runs on a socket.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Far more than the service promises; who hears nothing for so long has found a fault.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Connection {
    address: String,
    stream: BufReader<TcpStream>,
    /// The service said with its last answer that it closes the connection (RFC 9112, 9.6), as it does
    /// when it answered before it had read a body.
    closing: bool,
}

pub struct Answer {
    pub status: u16,
    pub media_type: String,
    pub body: Vec<u8>,
}

impl Connection {
    pub fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            address: address.to_owned(),
            stream: BufReader::new(stream),
            closing: false,
        })
    }

    /// Sends a request and reads its answer. `what` is method and path, as in `GET /v1/me`.
    pub fn ask(&mut self, what: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer> {
        if self.closing {
            *self = Self::open(&self.address)?;
        }
        let mut request = format!("{what} HTTP/1.1\r\nHost: test\r\n");
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() {
            let length = body.len();
            request += &format!("Content-Type: application/json\r\nContent-Length: {length}\r\n");
        }
        request = request + "\r\n" + body;
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Answer> {
        let (mut status, mut length, mut media_type) = (0, 0, String::new());
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = number(rest.get(..3).unwrap_or_default())?;
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = number(rest)?;
            } else if let Some(rest) = line.strip_prefix("content-type: ") {
                media_type = rest.to_owned();
            } else if line == "connection: close" {
                self.closing = true;
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer {
            status,
            media_type,
            body,
        })
    }
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N> {
    text.parse()
        .map_err(|_cause| Error::from(ErrorKind::InvalidData))
}
