//! Every route of the server, on one page.

use crate::files::PART_BYTES;
use crate::http::{files, frame, health, moderation, platform, previews, serve::State, widget};
use crate::socket::upgrade::upgrade;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, head, post, put};
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

/// Largest body of a Platform API request.
const BODY_BYTES: usize = 262_144;

/// How long a part may travel, and a picture be looked at.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(90);

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
        .route("/api/v1/channels/{channel_id}/messages", post(platform::post_message))
        .route("/api/v1/channels/{channel_id}", put(moderation::put_channel))
        .route("/api/v1/channels/{channel_id}/members/{user_id}", post(moderation::moderate))
        .route("/api/v1/channels/{channel_id}/reports/{report_id}/resolve", post(moderation::resolve_report))
        .route("/api/v1/reports", get(moderation::list_reports))
        .route("/api/v1/previews", get(previews::previews).put(previews::put_previews))
        .route("/api/v1/filters", get(moderation::filters).put(moderation::put_filters))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, patience * 2))
        .merge(uploads(&state))
        .route("/files/{file_id}/{variant}", get(files::serve))
        .with_state(state)
        .layer(RequestBodyTimeoutLayer::new(patience))
        .layer(header("x-content-type-options", "nosniff"))
        .layer(header("referrer-policy", "no-referrer"))
        .layer(header("content-security-policy", "default-src 'none'; frame-ancestors 'none'"))
        .layer(CatchPanicLayer::new())
}

/// Uploads: larger bodies, and more time for slow lines and large pictures.
fn uploads(state: &Arc<State>) -> Router<Arc<State>> {
    Router::new()
        .route("/files", post(files::announce))
        .route("/files/links", post(files::links))
        .route("/files/{file_id}", head(files::progress).patch(files::part).delete(files::abandon))
        .route("/files/{file_id}/complete", post(files::complete))
        .layer(from_fn_with_state(state.clone(), files::guard))
        .layer(DefaultBodyLimit::max(PART_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, UPLOAD_PATIENCE))
}

fn header(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
}
