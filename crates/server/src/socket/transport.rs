//! WebSocket frames over one TCP stream.
//!
//! Reading (masking, fragments, UTF-8, pings) is tungstenite's. Writing is ours: a server's frame is a header of at most ten
//! bytes before a shared text, so all that waits leaves in one vectored write and nothing is copied per connection.

use axum::body::Bytes;
use madang_protocol::CloseCode;
use std::collections::VecDeque;
use std::io::{self, IoSlice, Read, Write};
use std::task::{Context, Poll, ready};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode as WireCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig, WebSocketContext};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

/// Read buffer of a connection: most frames of clients are smaller, larger ones grow it for a while.
const READ_BUFFER: usize = 1_024;
/// What the kernel may hold for a connection that does not read; it doubles this.
const SEND_BUFFER: usize = 131_072;
/// How many frames one vectored write takes.
const FRAMES_A_WRITE: usize = 32;

pub struct Transport {
    stream: TcpStream,
    context: WebSocketContext,
    writing: VecDeque<Piece>,
    /// Bytes of the first piece that are written already.
    written: usize,
}

/// One frame on its way out, or several control frames.
struct Piece {
    header: [u8; 10],
    header_length: u8,
    payload: Bytes,
}

/// What a peer said.
pub enum Incoming {
    Text(Utf8Bytes),
    Binary,
    /// A ping or pong: it lives.
    Alive,
    /// It ended the connection.
    Closed,
    /// It broke the protocol: close with this.
    Broken(CloseCode),
}

/// The stream as tungstenite sees it: reads what is there, and what it writes (pongs, closes) is put aside.
struct Side<'a> {
    stream: &'a TcpStream,
    control: Vec<u8>,
}

impl Read for Side<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.try_read(buffer)
    }
}

impl Write for Side<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.control.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Transport {
    /// `read` holds bytes that came behind the upgrade request.
    pub fn new(stream: TcpStream, read: Vec<u8>, frame_bytes: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_write_buffer_size(4_096)
            .max_message_size(Some(frame_bytes))
            .max_frame_size(Some(frame_bytes));
        // The kernel would let a stuck reader hold megabytes; where it refuses, its own limit holds.
        let _ = socket2::SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER);
        let context = WebSocketContext::from_partially_read(read, Role::Server, Some(config));
        Self { stream, context, writing: VecDeque::new(), written: 0 }
    }

    /// Reads the next frame.
    pub fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Incoming> {
        loop {
            let mut side = Side { stream: &self.stream, control: Vec::new() };
            let read = self.context.read(&mut side);
            let control = side.control;
            self.queue_control(control);
            match read {
                Ok(message) => return Poll::Ready(heard(message)),
                Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => {
                    if ready!(self.stream.poll_read_ready(cx)).is_err() {
                        return Poll::Ready(Incoming::Closed);
                    }
                }
                Err(error) => return Poll::Ready(broken(&error)),
            }
        }
    }

    /// Queues a text frame.
    pub fn queue(&mut self, payload: Bytes) {
        self.queue_frame(0x81, payload);
    }

    /// Queues a ping.
    pub fn queue_ping(&mut self) {
        self.queue_frame(0x89, Bytes::new());
    }

    fn queue_frame(&mut self, first: u8, payload: Bytes) {
        let mut header = [0; 10];
        let length = payload.len();
        header[0] = first;
        let header_length = if length < 126 {
            header[1] = length as u8;
            2
        } else if length <= usize::from(u16::MAX) {
            header[1] = 126;
            header[2..4].copy_from_slice(&(length as u16).to_be_bytes());
            4
        } else {
            header[1] = 127;
            header[2..10].copy_from_slice(&(length as u64).to_be_bytes());
            10
        };
        self.writing.push_back(Piece { header, header_length, payload });
    }

    fn queue_control(&mut self, frames: Vec<u8>) {
        if !frames.is_empty() {
            self.writing.push_back(Piece { header: [0; 10], header_length: 0, payload: frames.into() });
        }
    }

    /// Queues the close frame; nothing may be queued after it.
    pub fn queue_close(&mut self, code: CloseCode) {
        let frame = CloseFrame { code: WireCode::from(code.code()), reason: code.reason().into() };
        let mut side = Side { stream: &self.stream, control: Vec::new() };
        // The peer may have closed already; then there is nobody to tell.
        let _ = self.context.close(&mut side, Some(frame));
        let control = side.control;
        self.queue_control(control);
    }

    /// Whether all is written.
    pub fn is_idle(&self) -> bool {
        self.writing.is_empty()
    }

    /// Writes until all is out or the peer's window is full.
    pub fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.writing.is_empty() {
            match self.try_write() {
                Ok(0) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Ok(count) => self.advance(count),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready!(self.stream.poll_write_ready(cx))?,
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        self.writing = VecDeque::new();
        Poll::Ready(Ok(()))
    }

    fn try_write(&self) -> io::Result<usize> {
        let mut slices = [IoSlice::new(&[]); 2 * FRAMES_A_WRITE];
        let mut skip = self.written;
        let mut count = 0;
        for (piece, pair) in self.writing.iter().zip(slices.chunks_exact_mut(2)) {
            for (part, slot) in
                [&piece.header[..usize::from(piece.header_length)], &piece.payload].into_iter().zip(pair)
            {
                let skipped = skip.min(part.len());
                skip -= skipped;
                *slot = IoSlice::new(&part[skipped..]);
                count += 1;
            }
        }
        self.stream.try_write_vectored(&slices[..count])
    }

    fn advance(&mut self, count: usize) {
        self.written += count;
        while let Some(first) = self.writing.front() {
            let length = usize::from(first.header_length) + first.payload.len();
            if self.written < length {
                return;
            }
            self.written -= length;
            self.writing.pop_front();
        }
    }

    /// Throws away what the peer still sends, so that our close frame is not lost to a reset. Ready at its end.
    pub fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut buffer = [0; 4_096];
        loop {
            match self.stream.try_read(&mut buffer) {
                Ok(0) => return Poll::Ready(()),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if ready!(self.stream.poll_read_ready(cx)).is_err() {
                        return Poll::Ready(());
                    }
                }
                Err(_) => return Poll::Ready(()),
            }
        }
    }

    /// Says that nothing more comes from us.
    pub fn shut_down(&self) {
        // Already reset by the peer: nothing to shut.
        let _ = socket2::SockRef::from(&self.stream).shutdown(std::net::Shutdown::Write);
    }
}

fn heard(message: Message) -> Incoming {
    match message {
        Message::Text(text) => Incoming::Text(text),
        Message::Binary(_) => Incoming::Binary,
        Message::Close(_) => Incoming::Closed,
        Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => Incoming::Alive,
    }
}

fn broken(error: &Error) -> Incoming {
    match error {
        Error::Capacity(_) => Incoming::Broken(CloseCode::FrameTooLarge),
        Error::Utf8(_) => Incoming::Broken(CloseCode::BadFrame),
        Error::Protocol(error) if !is_end(error) => Incoming::Broken(CloseCode::BadFrame),
        _ => Incoming::Closed,
    }
}

fn is_end(error: &tokio_tungstenite::tungstenite::error::ProtocolError) -> bool {
    matches!(error, tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)
}
