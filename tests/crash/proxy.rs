//! A line to a server that can be stopped without being cut, as when the server hangs.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

pub struct Proxy {
    pub address: String,
    valve: Arc<Valve>,
}

#[derive(Default)]
struct Valve {
    closed: Mutex<bool>,
    opened: Condvar,
}

impl Valve {
    fn pass(&self) {
        let closed = self.closed.lock().unwrap();
        drop(self.opened.wait_while(closed, |closed| *closed).unwrap());
    }

    fn set(&self, closed: bool) {
        *self.closed.lock().unwrap() = closed;
        self.opened.notify_all();
    }
}

impl Proxy {
    /// Listens on a port of its own; ends with the test's process.
    pub fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let valve = Arc::new(Valve::default());
        let (server, gate) = (server.to_owned(), Arc::clone(&valve));
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(&server) else {
                    continue;
                };
                let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                forward(client, server, &gate);
                forward(back.0, back.1, &gate);
            }
        });
        Self { address, valve }
    }

    /// Nothing passes any more, and nobody is told.
    pub fn freeze(&self) {
        self.valve.set(true);
    }

    /// What was held back passes, and all that follows.
    pub fn thaw(&self) {
        self.valve.set(false);
    }
}

fn forward(mut from: TcpStream, mut to: TcpStream, valve: &Arc<Valve>) {
    let valve = Arc::clone(valve);
    std::thread::spawn(move || {
        let mut bytes = [0; 16 * 1024];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            valve.pass();
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        // The other side may have hung up first.
        let _closed = to.shutdown(std::net::Shutdown::Both);
    });
}
