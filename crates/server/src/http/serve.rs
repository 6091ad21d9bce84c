//! The accept loop: a task per TCP connection, bounded in number, with time limits for headers and bodies.

use crate::chat::Chat;
use axum::Router;
use axum::http::{HeaderMap, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;

/// What every route may need.
pub struct State {
    pub chat: Arc<Chat>,
    draining: AtomicBool,
}

/// Who asks. Holds the connection's place as long as a socket lives on it.
#[derive(Clone)]
pub struct Client {
    pub address: SocketAddr,
    _place: Arc<OwnedSemaphorePermit>,
}

impl State {
    pub fn new(chat: Arc<Chat>) -> Self {
        Self { chat, draining: AtomicBool::new(false) }
    }

    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// From now on `/readyz` fails and no socket opens.
    pub fn begin_draining(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether a page came from this server itself: the configured address, else the host that it asked for.
    pub fn is_own_origin(&self, origin: &str, headers: &HeaderMap) -> bool {
        let public_url = &self.chat.config.public_url;
        if !public_url.is_empty() {
            return origin == public_url.trim_end_matches('/');
        }
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        !host.is_empty() && origin.split_once("://").is_some_and(|(_, authority)| authority == host)
    }

    /// The address that limits count by.
    pub fn address(&self, client: &Client, headers: &HeaderMap) -> IpAddr {
        let forwarded = || {
            let text = headers.get("x-forwarded-for")?.to_str().ok()?;
            text.rsplit(',').next()?.trim().parse().ok()
        };
        let trusted = self.chat.config.trust_forwarded_for.then(forwarded).flatten();
        trusted.unwrap_or_else(|| client.address.ip())
    }
}

/// Accepts until `stop` changes.
pub async fn accept(state: Arc<State>, listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(state.chat.config.max_connections as usize));
    let patience = Duration::from_millis(state.chat.config.first_frame_ms);
    loop {
        let accepted = tokio::select! {
            accepted = next(&listener, &places) => accepted,
            _ = stop.changed() => return,
        };
        match accepted {
            Ok((stream, address, place)) => {
                let client = Client { address, _place: Arc::new(place) };
                tokio::spawn(connection(stream, client, router.clone(), patience, stop.clone()));
            }
            Err(error) => {
                // Out of file descriptors, mostly: those who are here go on, the next are taken when some have left.
                tracing::warn!(%error, "cannot accept");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, address) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, address, place))
}

async fn connection(
    stream: TcpStream,
    client: Client,
    router: Router,
    patience: Duration,
    mut stop: watch::Receiver<bool>,
) {
    let service = router.map_request(move |mut request: axum::http::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(client.clone());
        request.map(axum::body::Body::new)
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(65_536)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut served = std::pin::pin!(served);
    // How it ended is the peer's affair: it left, or ran into a time limit.
    tokio::select! {
        _ = served.as_mut() => {}
        _ = stop.changed() => {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    }
}
