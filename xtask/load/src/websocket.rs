//! The least WebSocket client that can talk to a server that we trust: text frames, pings answered, no fragments sent.

use anyhow::{Context, Result, bail};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsRawFd, RawFd};
use std::time::Duration;

/// An open connection.
pub struct WebSocket {
    socket: TcpStream,
    /// Bytes that came and were not read yet.
    held: Vec<u8>,
}

const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

impl WebSocket {
    /// Connects and upgrades, as a native client: without an origin.
    pub fn connect(address: SocketAddr, path: &str) -> Result<Self> {
        let mut socket = TcpStream::connect_timeout(&address, Duration::from_secs(20))?;
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(Duration::from_secs(60)))?;
        write!(
            socket,
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: bWFkYW5nIGJlbmNobWFyaw==\r\n\r\n",
        )?;
        let mut this = Self { socket, held: Vec::new() };
        loop {
            if let Some(end) = this.held.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(this.held.get(..end).unwrap_or_default()).into_owned();
                if !head.starts_with("HTTP/1.1 101") {
                    bail!("no upgrade: {head}");
                }
                this.held.drain(..end + 4);
                return Ok(this);
            }
            this.fill()?;
        }
    }

    /// Sends a text.
    pub fn send(&mut self, text: &str) -> Result<()> {
        self.write(TEXT, text.as_bytes())
    }

    /// Waits for the next text; answers pings meanwhile.
    pub fn receive(&mut self) -> Result<String> {
        loop {
            if let Some(text) = self.buffered()? {
                return Ok(text);
            }
            self.fill()?;
        }
    }

    /// From now on [`WebSocket::drain`] and [`WebSocket::each`] are used, which never wait.
    pub fn stop_waiting(&mut self) -> Result<()> {
        self.held.shrink_to_fit();
        Ok(self.socket.set_nonblocking(true)?)
    }

    /// Reads and forgets what has come; answers pings.
    pub fn drain(&mut self) -> Result<()> {
        self.each(|_| Ok(()))
    }

    /// Gives every text that has come; answers pings.
    pub fn each(&mut self, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
        loop {
            match self.fill() {
                Ok(()) => {
                    while let Some(text) = self.buffered()? {
                        take(&text)?;
                    }
                }
                Err(error) => match error.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
                    Some(ErrorKind::WouldBlock) => return Ok(()),
                    _ => return Err(error),
                },
            }
        }
    }

    fn fill(&mut self) -> Result<()> {
        let mut chunk = [0; 16_384];
        let count = self.socket.read(&mut chunk)?;
        if count == 0 {
            bail!("the server closed the connection");
        }
        self.held.extend_from_slice(chunk.get(..count).unwrap_or_default());
        Ok(())
    }

    /// The next text among the bytes that came already.
    fn buffered(&mut self) -> Result<Option<String>> {
        while let Some((kind, payload)) = take(&mut self.held) {
            match kind {
                TEXT => return Ok(Some(String::from_utf8(payload)?)),
                PING => self.write(PONG, &payload)?,
                CLOSE => bail!("the server closed: {}", String::from_utf8_lossy(payload.get(2..).unwrap_or_default())),
                _ => {}
            }
        }
        Ok(None)
    }

    /// One masked frame; the mask of zeros leaves the payload as it is.
    fn write(&mut self, kind: u8, payload: &[u8]) -> Result<()> {
        let mut frame = vec![0x80 | kind];
        match payload.len() {
            short @ 0..=125 => frame.push(0x80 | u8::try_from(short)?),
            long => {
                frame.push(0x80 | 126);
                frame.extend(u16::try_from(long).context("a long frame")?.to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend_from_slice(payload);
        Ok(self.socket.write_all(&frame)?)
    }
}

impl AsRawFd for WebSocket {
    fn as_raw_fd(&self) -> RawFd {
        self.socket.as_raw_fd()
    }
}

/// The first whole frame of the buffer, if there is one.
fn take(held: &mut Vec<u8>) -> Option<(u8, Vec<u8>)> {
    let kind = held.first()? & 0x0f;
    let (start, length) = match held.get(1)? & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes(held.get(2..4)?.try_into().ok()?))),
        127 => (10, usize::try_from(u64::from_be_bytes(held.get(2..10)?.try_into().ok()?)).ok()?),
        short => (2, usize::from(short)),
    };
    let payload = held.get(start..start + length)?.to_vec();
    held.drain(..start + length);
    Some((kind, payload))
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn a_frame_is_taken_once_it_is_whole() {
        let mut held = vec![0x81, 2, b'h'];
        assert_eq!(take(&mut held), None);
        held.push(b'i');
        held.push(0x89);
        assert_eq!(take(&mut held), Some((1, b"hi".to_vec())));
        assert_eq!(held, [0x89]);
    }

    #[test]
    fn a_frame_of_200_bytes_has_a_length_of_two_bytes() {
        let mut held = vec![0x81, 126, 0, 200];
        held.extend([b'x'; 200]);
        assert_eq!(take(&mut held), Some((1, vec![b'x'; 200])));
    }
}
