//! The widget's files, embedded in the binary: `embed.js` briefly cached, hashed assets for ever, precompressed.

use super::{frame, serve::State};
use axum::extract::{self, Path};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::sync::Arc;

/// What `cargo xtask dist` built. Empty when it was not run before the server was built.
#[derive(RustEmbed)]
#[folder = "../../dist/"]
#[allow_missing = true]
struct Dist;

const BRIEF: &str = "public, max-age=300";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FRESH: &str = "no-cache";

/// Whether this binary holds the widget.
pub fn is_built() -> bool {
    Dist::get("embed.js").is_some()
}

pub async fn embed_js(headers: HeaderMap) -> Response {
    if !is_built() {
        let told = "the widget's files are not in this binary: run `cargo xtask dist`, then build the server again\n";
        return (StatusCode::NOT_FOUND, told).into_response();
    }
    file("embed.js", BRIEF, &headers)
}

pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    file(&format!("assets/{name}"), FOR_EVER, &headers)
}

pub async fn playground_index(state: extract::State<Arc<State>>, headers: HeaderMap) -> Response {
    playground(state, Path("index.html".to_owned()), headers).await
}

pub async fn playground(
    extract::State(state): extract::State<Arc<State>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    if !state.chat.config.playground {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = file(&format!("playground/{name}"), FRESH, &headers);
    if let Ok(policy) = HeaderValue::from_str(&frame::policy("'none'", &headers)) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// One embedded file in the encoding that the browser prefers.
pub fn file(path: &str, cache: &'static str, asked: &HeaderMap) -> Response {
    let accepts = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let found = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(coding, extension)| {
        if !accepts_coding(accepts, coding) {
            return None;
        }
        Some((Dist::get(&format!("{path}.{extension}"))?.data, Some(coding)))
    });
    // The compressed siblings are no files of their own, and a name is no way out of its folder.
    let named = !path.ends_with(".br") && !path.ends_with(".gz") && !path.contains("..");
    let Some((data, coding)) = found.or_else(|| Some((Dist::get(path)?.data, None))).filter(|_| named) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = match data {
        Cow::Borrowed(bytes) => axum::body::Body::from(bytes),
        Cow::Owned(bytes) => axum::body::Body::from(bytes),
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime(path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn accepts_coding(accepts: &str, coding: &str) -> bool {
    accepts.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        pieces.next() == Some(coding) && !pieces.any(|piece| piece == "q=0" || piece == "q=0.0")
    })
}

fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "html" => "text/html; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// An embedded page as text.
pub fn page(path: &str) -> Option<String> {
    String::from_utf8(Dist::get(path)?.data.into_owned()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_accepted_unless_it_is_weighed_zero() {
        assert!(accepts_coding("gzip, deflate, br;q=0.9", "br"));
        assert!(!accepts_coding("gzip, br;q=0", "br") && !accepts_coding("gzip", "br"));
    }
}
