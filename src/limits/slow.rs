//! A connection that ends when its client does not do its part in time.
//!
//! The HTTP server itself watches the first head of a connection only. Here every request must be
//! there, head and body, within a time of its first byte, the next one must begin within a time of
//! the last answer, and an answer must be taken. Else the connection is closed.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use actix_web::rt::time::{Instant, Sleep, sleep};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::settings::Patience;

/// Times that the service itself needs for an answer, at most.
const WORK: Duration = Duration::from_secs(5);

/// Whose turn it is.
#[derive(PartialEq)]
enum Turn {
    /// Nothing of a further request has come yet.
    Idle,
    /// A request began to come, and its answer has not begun to go.
    Asking,
}

pub struct Watched {
    stream: TcpStream,
    turn: Turn,
    /// From its first byte until its answer begins.
    request: Duration,
    /// From the last byte of an answer until the next request begins.
    idle: Duration,
    end: Pin<Box<Sleep>>,
}

impl Watched {
    pub fn new(stream: TcpStream, patience: &Patience) -> Self {
        let head = Duration::from_millis(patience.head_milliseconds);
        let idle = Duration::from_millis(patience.idle_milliseconds) + head;
        Self {
            stream,
            turn: Turn::Idle,
            request: head + Duration::from_millis(patience.body_milliseconds) + WORK,
            idle,
            end: Box::pin(sleep(idle)),
        }
    }

    fn give(&mut self, time: Duration) {
        self.end.as_mut().reset(Instant::now() + time);
    }

    /// Fails once the time is up; else the task is woken then.
    fn check(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        self.end
            .as_mut()
            .poll(cx)
            .map(|()| io::ErrorKind::TimedOut.into())
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Pending => self.check(cx).map(Err),
            Poll::Ready(Ok(())) if buffer.filled().len() > before => {
                if self.turn == Turn::Idle {
                    self.turn = Turn::Asking;
                    let time = self.request;
                    self.give(time);
                    return Poll::Ready(Ok(()));
                }
                // Bytes one by one do not buy time.
                match self.check(cx) {
                    Poll::Ready(error) => Poll::Ready(Err(error)),
                    Poll::Pending => Poll::Ready(Ok(())),
                }
            }
            ended => ended,
        }
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Pending => self.check(cx).map(Err),
            Poll::Ready(Ok(written)) => {
                self.turn = Turn::Idle;
                let time = self.idle;
                self.give(time);
                Poll::Ready(Ok(written))
            }
            failed => failed,
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
