//! A client of the wire for tests: commands and their answers, events in the order they came.

use futures_util::{SinkExt, StreamExt};
use madang_protocol::*;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message as Packet};

/// How long a test waits for anything.
const PATIENCE: Duration = Duration::from_secs(10);

/// See the module.
pub struct Client {
    pub socket: WebSocketStream<TcpStream>,
    next_id: u32,
    /// Pushed events that nobody asked for yet.
    pushed: VecDeque<Event>,
    /// Close code, once the server closed.
    pub closed: Option<u16>,
}

impl Client {
    /// Opens a socket, without a hello. The error is the HTTP status that refused it.
    pub async fn connect(address: SocketAddr, app: &str, origin: Option<&str>) -> Result<Self, u16> {
        let mut request = format!("ws://{address}/ws?app_id={app}").into_client_request().unwrap();
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        let stream = TcpStream::connect(address).await.unwrap();
        match tokio_tungstenite::client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self { socket, next_id: 1, pushed: VecDeque::new(), closed: None }),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("no handshake: {error}"),
        }
    }

    /// Says hello; panics unless welcomed.
    pub async fn hello(&mut self, app: &str, token: Option<String>) -> Welcome {
        self.resume(app, token, Vec::new()).await
    }

    /// Says hello with positions.
    pub async fn resume(&mut self, app: &str, token: Option<String>, resume: Vec<Position>) -> Welcome {
        let hello = Hello { version: PROTOCOL_VERSION, app_id: app.into(), token, resume };
        match self.ask(Command::Hello(hello)).await {
            Ok(Event::Welcome(welcome)) => welcome,
            other => panic!("no welcome but {other:?}"),
        }
    }

    /// Sends a command and does not wait.
    pub async fn send(&mut self, payload: Command) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        self.send_text(Frame { id: Some(id), payload }.encode()).await;
        id
    }

    /// Sends any text.
    pub async fn send_text(&mut self, text: String) {
        self.socket.send(Packet::text(text)).await.unwrap();
    }

    /// The next frame, or `None` when the server closed.
    pub async fn frame(&mut self) -> Option<Frame<Event>> {
        loop {
            let packet = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("nothing came");
            match packet {
                Some(Ok(Packet::Text(text))) => return Some(Frame::<Event>::decode(&text).unwrap()),
                Some(Ok(Packet::Close(frame))) => {
                    self.closed = Some(frame.map_or(1005, |frame| frame.code.into()));
                    return None;
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// The answer to a command sent before.
    pub async fn answer(&mut self, id: u32) -> Result<Event, WireError> {
        loop {
            let frame = self.frame().await.unwrap_or_else(|| panic!("closed with {:?}", self.closed));
            match frame {
                Frame { id: Some(answered), payload: Event::Error(error) } if answered == id => return Err(error),
                Frame { id: Some(answered), payload } if answered == id => return Ok(payload),
                Frame { payload, .. } => self.pushed.push_back(payload),
            }
        }
    }

    /// Sends a command and waits for its answer.
    pub async fn ask(&mut self, command: Command) -> Result<Event, WireError> {
        let id = self.send(command).await;
        self.answer(id).await
    }

    /// The next pushed event that `wanted` takes; those before it are dropped.
    pub async fn pushed<T>(&mut self, mut wanted: impl FnMut(Event) -> Option<T>) -> T {
        loop {
            let event = match self.pushed.pop_front() {
                Some(event) => event,
                None => match self.frame().await {
                    Some(frame) => frame.payload,
                    None => panic!("closed with {:?}", self.closed),
                },
            };
            if let Some(found) = wanted(event) {
                return found;
            }
        }
    }

    /// The close code with which the server ended the socket; events before it are dropped.
    pub async fn close_code(&mut self) -> u16 {
        while self.frame().await.is_some() {}
        self.closed.expect("ended without a close frame")
    }

    /// Every event that comes within this time.
    pub async fn events_for(&mut self, time: Duration) -> Vec<Event> {
        let mut events: Vec<Event> = self.pushed.drain(..).collect();
        let end = tokio::time::Instant::now() + time;
        while let Ok(Some(Ok(packet))) = tokio::time::timeout_at(end, self.socket.next()).await {
            if let Packet::Text(text) = packet {
                events.push(Frame::<Event>::decode(&text).unwrap().payload);
            }
        }
        events
    }

    /// Sends a message; panics unless acked.
    pub async fn say(&mut self, channel_id: &ChannelId, client_id: &str, text: &str) -> Ack {
        self.say_to(channel_id, client_id, text, Vec::new()).await
    }

    /// Sends a message that names people; panics unless acked.
    pub async fn say_to(&mut self, channel_id: &ChannelId, client_id: &str, text: &str, mentions: Vec<Mention>) -> Ack {
        let (channel_id, client_id) = (channel_id.clone(), client_id.into());
        let send = SendMessage { channel_id, client_id, text: text.into(), mentions, ..SendMessage::default() };
        match self.ask(Command::Send(send)).await {
            Ok(Event::Ack(ack)) => ack,
            other => panic!("no ack but {other:?}"),
        }
    }

    /// The next `message_created`.
    pub async fn message(&mut self) -> MessageEvent {
        self.pushed(|event| if let Event::MessageCreated(created) = event { Some(created) } else { None }).await
    }
}
