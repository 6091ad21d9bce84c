//! One WebSocket: its events become actions. The token travels in the first frame, never in the address.

use super::Emit;
use crate::store::{Action, HostEvent, Store};
use futures_util::{Sink, Stream};
use gloo_net::websocket::{Message, State, WebSocketError, futures::WebSocket};
use js_sys::Function;
use leptos::task::spawn_local;
use madang_protocol::{AppId, Event, Frame};
use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll},
};
use wasm_bindgen::{JsCast, JsValue};

/// Closed when dropped; nothing is heard of it afterwards.
pub struct Socket(Rc<RefCell<WebSocket>>);

/// The ids of questions that parts of plain JavaScript ask begin here; the model's never get there.
const PARTS: u32 = 2_000_000_000;

/// Where frames go besides the model, since a part asked something.
pub struct Tap {
    pub emit: Emit,
    pub open: Cell<bool>,
}

impl Socket {
    /// Starts to connect, by the loader's way (`www/tabs`: one socket for all tabs) if there is one; `None` when the browser
    /// refuses outright (a policy of the page).
    pub fn open(address: &str, connect: Option<&Function>, store: Store, tap: Rc<Tap>) -> Option<Self> {
        let socket = match connect {
            Some(connect) => {
                let line = connect.call1(&JsValue::NULL, &JsValue::from_str(address)).ok()?;
                WebSocket::try_from(line.unchecked_into::<web_sys::WebSocket>()).ok()?
            }
            None => WebSocket::open(address).ok()?,
        };
        let socket = Rc::new(RefCell::new(socket));
        spawn_local(hear(Rc::downgrade(&socket), store, tap));
        Some(Self(socket))
    }

    /// Hands a text to the browser; whether it arrives is told by answers only.
    pub fn send(&self, text: String) {
        let _ = Pin::new(&mut *self.0.borrow_mut()).start_send(Message::Text(text));
    }
}

/// What a socket has to tell.
enum Heard {
    Opened,
    Item(Result<Message, WebSocketError>),
}

/// Tells the store of all that happens to the socket, as long as somebody holds it.
async fn hear(socket: Weak<RefCell<WebSocket>>, store: Store, tap: Rc<Tap>) {
    let mut opened = false;
    while let Some(heard) = poll_fn(|context| next(&socket, opened, context)).await {
        match heard {
            Heard::Opened => {
                opened = true;
                store.dispatch(Action::SocketOpened);
            }
            Heard::Item(Ok(Message::Text(text))) => {
                // What this version does not know is passed over.
                if let Some(frame) = Frame::<Event>::decode_lean(&text).filter(is_news) {
                    store.dispatch(Action::FrameReceived(Box::new(frame)));
                }
                if tap.open.get() {
                    (tap.emit)(HostEvent::Frame(text));
                }
            }
            Heard::Item(Err(WebSocketError::ConnectionClose(close))) => {
                store.dispatch(Action::SocketClosed { code: close.code, random: super::random() });
            }
            // The server sends no bytes, and the browser tells of every error by a close as well.
            Heard::Item(_) => {}
        }
    }
}

/// Whether the model should hear of it: all but what a part asked to know. What a part asked to be done is news.
fn is_news(frame: &Frame<Event>) -> bool {
    let asked = frame.id.is_some_and(|id| id >= PARTS);
    !asked || matches!(frame.payload, Event::Channel(_) | Event::ChannelChanged(_) | Event::MessageChanged(_))
}

/// The next thing heard; `None` at the end, and when the socket was dropped.
fn next(socket: &Weak<RefCell<WebSocket>>, opened: bool, context: &mut Context<'_>) -> Poll<Option<Heard>> {
    let Some(socket) = socket.upgrade() else { return Poll::Ready(None) };
    let mut socket = socket.borrow_mut();
    if !opened && Pin::new(&mut *socket).poll_ready(context).is_ready() && matches!(socket.state(), State::Open) {
        return Poll::Ready(Some(Heard::Opened));
    }
    Pin::new(&mut *socket).poll_next(context).map(|item| item.map(Heard::Item))
}

/// `https://chat.example.com` → `wss://chat.example.com/ws?app_id=…`.
pub fn address(server: &str, app_id: &AppId) -> String {
    let mut address = match server.strip_prefix("http") {
        Some(rest) => ["ws", rest].concat(),
        None => server.to_owned(),
    };
    address.push_str("/ws?app_id=");
    address.push_str(app_id.as_str());
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_keeps_the_security_of_the_page() {
        assert_eq!(address("http://127.0.0.1:8080", &AppId::from("a")), "ws://127.0.0.1:8080/ws?app_id=a");
        assert_eq!(address("https://chat.example.com", &AppId::from("b")), "wss://chat.example.com/ws?app_id=b");
    }
}
