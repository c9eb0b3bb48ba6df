//! SMTP servers to send to: one in the test that fails as told, and Python's aiosmtpd.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    None,
    /// 451 to the recipient.
    Later,
    /// 550 to the recipient.
    Never,
    /// Stores the mail, and then says nothing.
    Hang,
    /// Stores the mail, and then closes before it says so.
    ClosesBeforeAnswer,
}

/// A server on a port of its own; lives as long as the test's process.
pub struct Peer {
    pub port: u16,
    mails: Arc<Mutex<Vec<String>>>,
}

impl Peer {
    pub fn start(fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&mails);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || talk(&stream, fault, &kept));
            }
        });
        Self { port, mails }
    }

    /// How many mails were stored, one delivered twice counted twice.
    pub fn stored(&self) -> usize {
        self.mails.lock().unwrap().len()
    }

    /// How many recipients each stored mail had.
    pub fn recipients(&self) -> Vec<usize> {
        let mails = self.mails.lock().unwrap();
        let count = |mail: &String| mail.lines().filter(|line| line.starts_with("RCPT")).count();
        mails.iter().map(count).collect()
    }

    pub fn message_ids(&self) -> BTreeSet<String> {
        let mails = self.mails.lock().unwrap();
        let ids = mails.iter().flat_map(|mail| mail.lines());
        ids.filter(|line| line.starts_with("Message-ID:"))
            .map(str::to_owned)
            .collect()
    }
}

/// One exchange; ends when the other side goes away.
fn talk(stream: &TcpStream, fault: Fault, mails: &Mutex<Vec<String>>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let mut stream = stream;
    let mut say = |text: &str| stream.write_all(format!("{text}\r\n").as_bytes()).ok();
    say("220 peer.example ESMTP")?;
    let mut mail = String::new();
    loop {
        let line = lines.next()?.ok()?;
        match line.get(..4).unwrap_or(&line) {
            "RCPT" if fault == Fault::Later => say("451 later")?,
            "RCPT" if fault == Fault::Never => say("550 no such mailbox")?,
            "RCPT" => {
                mail.push_str(&format!("{line}\n"));
                say("250 go on")?;
            }
            "DATA" => {
                say("354 go on")?;
                loop {
                    let line = lines.next()?.ok()?;
                    if line == "." {
                        break;
                    }
                    mail.push_str(&line);
                    mail.push('\n');
                }
                mails.lock().ok()?.push(std::mem::take(&mut mail));
                match fault {
                    Fault::Hang => {
                        // Until the other side loses patience.
                        lines.next();
                        return None;
                    }
                    Fault::ClosesBeforeAnswer => return None,
                    _ => say("250 stored")?,
                }
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 peer.example")?,
        }
    }
}

/// aiosmtpd, which prints what it takes.
pub struct RealServer {
    pub port: u16,
    child: Child,
    output: tempfile::NamedTempFile,
}

impl RealServer {
    /// None where there is no Python with aiosmtpd.
    #[expect(
        clippy::disallowed_methods,
        reason = "the environment names the Python, and another process is waited for"
    )]
    pub fn start() -> Option<Self> {
        let named = std::env::var("AIOSMTPD_PYTHON").ok();
        let python = named.unwrap_or_else(|| "python3".to_owned());
        let known = Command::new(&python)
            .args(["-c", "import aiosmtpd"])
            .stderr(Stdio::null())
            .status();
        if !known.is_ok_and(|status| status.success()) {
            return None;
        }
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let output = tempfile::NamedTempFile::new().unwrap();
        let child = Command::new(&python)
            .args([
                "-u",
                "-m",
                "aiosmtpd",
                "-n",
                "-l",
                &format!("127.0.0.1:{port}"),
            ])
            .stdout(output.reopen().unwrap())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self {
            port,
            child,
            output,
        };
        // It accepts within a second or two; to connect is the way to know.
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(server);
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("aiosmtpd does not accept connections");
    }

    /// All that it took, as it printed it.
    pub fn mails(&self) -> String {
        std::fs::read_to_string(self.output.path()).unwrap()
    }
}

impl Drop for RealServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
