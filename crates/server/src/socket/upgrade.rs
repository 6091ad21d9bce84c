//! `GET /ws?app_id=…`: application and origin are checked before the socket opens. The token never travels here.

use super::{connection::Connection, transport::Transport};
use crate::chat::{Chat, validate};
use crate::http::serve::{Client, State};
use crate::hub::peer::Peer;
use axum::extract::{Query, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use madang_protocol::AppId;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

#[derive(serde::Deserialize)]
pub struct Asked {
    app_id: AppId,
}

/// The route.
pub async fn upgrade(
    axum::extract::State(state): axum::extract::State<Arc<State>>,
    Query(asked): Query<Asked>,
    mut request: Request,
) -> Response {
    match open(&state, asked.app_id, &mut request).await {
        Ok(response) => response,
        Err((status, reason)) => (status, reason).into_response(),
    }
}

type Refused = (StatusCode, &'static str);

async fn open(state: &Arc<State>, app_id: AppId, request: &mut Request) -> Result<Response, Refused> {
    if state.is_draining() {
        return Err((StatusCode::SERVICE_UNAVAILABLE, "draining"));
    }
    let accept = handshake(request.headers())?;
    let client = request.extensions().get::<Client>().cloned().ok_or((StatusCode::BAD_REQUEST, "no address"))?;
    validate::app_id(&app_id).map_err(|_| REFUSED)?;
    let app = state.chat.apps.get(&app_id).await.map_err(|error| (error.status(), "storage is unavailable"))?;
    // An unknown application answers as a wrong origin does.
    let app = app.ok_or(REFUSED)?;
    let origin = match request.headers().get(header::ORIGIN) {
        None => None,
        Some(origin) => {
            let origin = origin.to_str().map_err(|_| REFUSED)?;
            let own = state.is_own_origin(origin, request.headers());
            if origin == "null" || !(own || app.allows(origin)) {
                return Err(REFUSED);
            }
            Some(Box::from(origin))
        }
    };
    let address = state.address(&client, request.headers());
    let upgraded = hyper::upgrade::on(request);
    let chat = state.chat.clone();
    tokio::spawn(async move {
        let Ok(upgraded) = upgraded.await else { return };
        let peer = Arc::new(Peer::new(chat.hub.next_id(), app, origin, address));
        let Some(transport) = transport(upgraded, &peer) else { return };
        let _open = Open::new(chat.clone(), peer.clone(), client);
        Box::pin(Connection::new(chat, peer, transport).run()).await;
    });
    Ok(switch(accept))
}

/// The TCP stream without anything of HTTP: hyper's buffers (8 KiB) end here.
fn transport(upgraded: Upgraded, peer: &Peer) -> Option<Transport> {
    let parts = upgraded.downcast::<TokioIo<TcpStream>>().ok()?;
    let frame_bytes = peer.app.application.limits.frame_bytes as usize;
    Some(Transport::new(parts.io.into_inner(), parts.read_buf.to_vec(), frame_bytes))
}

/// A socket's place in the books, given back however its task ends.
struct Open {
    chat: Arc<Chat>,
    peer: Arc<Peer>,
    _client: Client,
}

impl Open {
    fn new(chat: Arc<Chat>, peer: Arc<Peer>, client: Client) -> Self {
        chat.metrics.connections.fetch_add(1, Relaxed);
        chat.metrics.connections_total.fetch_add(1, Relaxed);
        chat.hub.open(&peer);
        Self { chat, peer, _client: client }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.chat.depart(&self.peer);
        self.chat.metrics.connections.fetch_sub(1, Relaxed);
    }
}

const REFUSED: Refused = (StatusCode::FORBIDDEN, "this page may not connect");

/// What the handshake must say; answers the accept key.
fn handshake(headers: &HeaderMap) -> Result<String, Refused> {
    let says = |name: header::HeaderName, word: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.split(',').any(|part| part.trim().eq_ignore_ascii_case(word))
    };
    if !says(header::CONNECTION, "upgrade") || !says(header::UPGRADE, "websocket") {
        return Err((StatusCode::UPGRADE_REQUIRED, "this is a WebSocket"));
    }
    if !says(header::SEC_WEBSOCKET_VERSION, "13") {
        return Err((StatusCode::UPGRADE_REQUIRED, "WebSocket version 13"));
    }
    let key = headers.get(header::SEC_WEBSOCKET_KEY).ok_or((StatusCode::BAD_REQUEST, "no Sec-WebSocket-Key"))?;
    Ok(derive_accept_key(key.as_bytes()))
}

fn switch(accept: String) -> Response {
    let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
    let headers = response.headers_mut();
    headers.clear();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    if let Ok(accept) = HeaderValue::from_str(&accept) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}
