//! `/frame?app_id=…`: the widget as a page of this server, for host pages that forbid WebAssembly. Only the application's own
//! origins may frame it.

use super::{serve::State, widget};
use crate::chat::validate;
use axum::extract::{Query, State as Extract};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use madang_protocol::AppId;
use std::sync::Arc;

#[derive(serde::Deserialize)]
pub struct Asked {
    app_id: AppId,
}

pub async fn frame(Extract(state): Extract<Arc<State>>, Query(asked): Query<Asked>) -> Response {
    if validate::app_id(&asked.app_id).is_err() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let app = match state.chat.apps.get(&asked.app_id).await {
        Ok(Some(app)) => app,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return error.into_response(),
    };
    let Some(page) = widget::page("frame.html") else { return StatusCode::NOT_FOUND.into_response() };
    let policy = policy(&app.application.origins);
    let mut response = Html(page).into_response();
    match HeaderValue::from_str(&policy) {
        Ok(policy) => response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy),
        Err(_) => return StatusCode::NOT_FOUND.into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn policy(origins: &[String]) -> String {
    let ancestors = if origins.is_empty() { "'none'".to_owned() } else { origins.join(" ") };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
         img-src 'self' https: data:; font-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self' {ancestors}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_applications_origins_may_frame_it() {
        let policy = policy(&["https://shop.example".into(), "https://www.shop.example".into()]);
        assert!(policy.ends_with("frame-ancestors 'self' https://shop.example https://www.shop.example"), "{policy}");
    }
}
