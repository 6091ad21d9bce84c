//! Every route of the server, on one page.

use crate::http::{frame, health, platform, serve::State, widget};
use crate::socket::upgrade::upgrade;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue};
use axum::routing::{get, post, put};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// Largest body of a Platform API request.
const BODY_BYTES: usize = 262_144;

pub fn router(state: Arc<State>) -> Router {
    let patience = Duration::from_millis(state.chat.config.first_frame_ms);
    Router::new()
        .route("/ws", get(upgrade))
        // The widget's files
        .route("/embed.js", get(widget::embed_js))
        .route("/assets/{name}", get(widget::asset))
        .route("/frame", get(frame::frame))
        .route("/playground/", get(widget::playground_index))
        .route("/playground/{*name}", get(widget::playground))
        // Operation
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        // The Platform API
        .route("/api/v1/users/{user_id}", put(platform::put_user))
        .route("/api/v1/users/{user_id}/revoke", post(platform::revoke))
        .route("/api/v1/channels", post(platform::create_channel))
        .route("/api/v1/channels/{channel_id}/members", post(platform::add_members))
        .with_state(state)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(RequestBodyTimeoutLayer::new(patience))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::REQUEST_TIMEOUT, patience * 2))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "no-referrer"))
        .layer(header("content-security-policy", "default-src 'none'; frame-ancestors 'none'"))
        .layer(CatchPanicLayer::new())
}

fn header(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
}
