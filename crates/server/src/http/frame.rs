//! `/frame?app_id=…`: the widget as a page of this server, for host pages that forbid WebAssembly. Only the application's own
//! origins may frame it.

use super::{serve::State, widget};
use crate::chat::validate;
use axum::extract::{Query, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use madang_protocol::AppId;
use std::sync::Arc;

#[derive(serde::Deserialize)]
pub struct Asked {
    app_id: AppId,
}

pub async fn frame(Extract(state): Extract<Arc<State>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    if validate::app_id(&asked.app_id).is_err() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let app = match state.chat.apps.get(&asked.app_id).await {
        Ok(Some(app)) => app,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return error.into_response(),
    };
    let Some(page) = widget::page("frame.html") else { return StatusCode::NOT_FOUND.into_response() };
    let ancestors = format!("'self' {}", app.application.origins.join(" "));
    let mut response = Html(page).into_response();
    match HeaderValue::from_str(&policy(&ancestors, &headers)) {
        Ok(policy) => response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy),
        Err(_) => return StatusCode::NOT_FOUND.into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// What a page of this server may do: its own files, its own socket, pictures of people from anywhere safe.
pub fn policy(ancestors: &str, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte));
    // Not every browser takes 'self' for the WebSocket of the same host.
    let socket = if plain && !host.is_empty() { format!(" ws://{host} wss://{host}") } else { String::new() };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
         connect-src 'self'{socket}; img-src 'self' https: data:; media-src 'self'; font-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors {ancestors}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_applications_origins_may_frame_it() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("chat.example:8080"));
        let policy = policy("'self' https://shop.example", &headers);
        assert!(policy.ends_with("frame-ancestors 'self' https://shop.example"), "{policy}");
        assert!(policy.contains("connect-src 'self' ws://chat.example:8080 wss://chat.example:8080;"), "{policy}");
    }
}
