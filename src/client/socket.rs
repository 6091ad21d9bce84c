//! One WebSocket: its events become actions. The token travels in the first frame, never in the address.

use super::listener::Listener;
use crate::store::{Action, Store};
use js_sys::Reflect;
use madang_protocol::{AppId, Event, Frame};
use wasm_bindgen::JsValue;
use web_sys::WebSocket;

/// Closed when dropped; nothing is heard of it afterwards.
pub struct Socket {
    socket: WebSocket,
    _listeners: [Listener; 3],
}

impl Socket {
    /// Starts to connect; `None` when the browser refuses outright (a policy of the page).
    pub fn open(address: &str, store: Store) -> Option<Self> {
        let socket = WebSocket::new(address).ok()?;
        let opened = Listener::new(&socket, "open", move |_| store.dispatch(Action::SocketOpened));
        let heard = Listener::new(&socket, "message", move |event| {
            // What this version does not know is passed over.
            if let Some(text) = field(&event, "data").as_string()
                && let Some(frame) = Frame::<Event>::decode_lean(&text)
            {
                store.dispatch(Action::FrameReceived(Box::new(frame)));
            }
        });
        let closed = Listener::new(&socket, "close", move |event| {
            let code = field(&event, "code").as_f64().unwrap_or(1006.0) as u16;
            store.dispatch(Action::SocketClosed { code, random: super::random() });
        });
        Some(Self { socket, _listeners: [opened, heard, closed] })
    }

    /// Hands a text to the browser; whether it arrives is told by answers only.
    pub fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}

fn field(event: &JsValue, name: &str) -> JsValue {
    Reflect::get(event, &JsValue::from_str(name)).unwrap_or_default()
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
