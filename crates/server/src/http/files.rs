//! Files over HTTP. Uploads carry the user's token in the `Authorization` header, never in an address; what is served is
//! named by a link that works for minutes.

use super::serve::State;
use crate::apps::App;
use crate::chat::{Announcement, Asker, Link, Progress, Taken, validate};
use crate::error::{ChatError, Result};
use crate::files::Variant;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::extract::{FromRequestParts, Path, Query, Request, State as Extract};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use madang_protocol::*;
use std::sync::Arc;

/// Where a part begins, or the next one must.
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");

#[derive(serde::Deserialize)]
pub struct Asked {
    app_id: AppId,
}

/// What [`guard`] found out.
#[derive(Clone)]
struct Page {
    app: Arc<App>,
    /// Where the page may be from: one, unless the browser did not say it because it is one of ours.
    origins: Vec<String>,
}

/// Lets pages of the application's origins in, and their answers out to them.
pub async fn guard(
    Extract(state): Extract<Arc<State>>,
    Query(asked): Query<Asked>,
    mut request: Request,
    next: Next,
) -> Response {
    let app = match validate::app_id(&asked.app_id) {
        Ok(()) => state.chat.apps.get(&asked.app_id).await,
        Err(error) => Err(error),
    };
    let refused = || (StatusCode::FORBIDDEN, "this page may not connect").into_response();
    let app = match app {
        Ok(Some(app)) => app,
        Ok(None) | Err(ChatError::BadRequest(_)) => return refused(),
        Err(error) => return error.into_response(),
    };
    let headers = request.headers();
    let given = headers.get(header::ORIGIN).cloned();
    let origin = given.as_ref().map(|origin| origin.to_str().unwrap_or("null").to_owned());
    let origins = match origin {
        Some(origin) if origin != "null" && (app.allows(&origin) || state.is_own_origin(&origin, headers)) => {
            vec![origin]
        }
        Some(_) => return refused(),
        None => own_origins(&state, headers),
    };
    if request.method() == Method::OPTIONS {
        return cors(StatusCode::NO_CONTENT.into_response(), given);
    }
    request.extensions_mut().insert(Page { app, origins });
    cors(next.run(request).await, given)
}

/// A page of this server does not say where it is from when it only reads; its browser vouches for it.
fn own_origins(state: &State, headers: &HeaderMap) -> Vec<String> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    if text("sec-fetch-site") != "same-origin" {
        return Vec::new();
    }
    let own = ["https", "http"].map(|scheme| format!("{scheme}://{}", text("host")));
    own.into_iter().filter(|origin| state.is_own_origin(origin, headers)).collect()
}

fn cors(mut response: Response, origin: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let fixed = HeaderValue::from_static;
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, fixed("GET, HEAD, POST, PATCH, DELETE"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, fixed("authorization, content-type, upload-offset"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, fixed("upload-offset, upload-length"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, fixed("600"));
    }
    response
}

impl FromRequestParts<Arc<State>> for Asker {
    type Rejection = ChatError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<State>) -> Result<Self> {
        let page = parts.extensions.get::<Page>().cloned().ok_or(ChatError::Unauthorized("no application"))?;
        let bearer = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = bearer.and_then(|value| value.strip_prefix("Bearer "));
        let user_id = match token {
            Some(token) => Some(state.chat.user_of(&page.app, &page.origins, token).await?),
            // As on the socket: without a page one must say who one is.
            None if page.origins.is_empty() => return Err(ChatError::Unauthorized("a token is needed")),
            None => None,
        };
        Ok(Self { app: page.app, user_id })
    }
}

fn read<T>(given: std::result::Result<Json<T>, JsonRejection>) -> Result<T> {
    given.map(|Json(body)| body).map_err(|error| ChatError::BadRequest(error.body_text()))
}

fn with_offset(status: StatusCode, offset: u64) -> Response {
    (status, [(OFFSET, offset.to_string())]).into_response()
}

/// `POST /files`: announces an upload.
pub async fn announce(
    asker: Asker,
    Extract(state): Extract<Arc<State>>,
    given: std::result::Result<Json<Announcement>, JsonRejection>,
) -> Result<(StatusCode, Json<Progress>)> {
    Ok((StatusCode::CREATED, Json(state.chat.announce_upload(&asker, read(given)?).await?)))
}

/// `HEAD /files/{id}`: how far it is.
pub async fn progress(
    asker: Asker,
    Extract(state): Extract<Arc<State>>,
    Path(file_id): Path<String>,
) -> Result<Response> {
    let progress = state.chat.upload_progress(&asker, &FileId(file_id)).await?;
    let headers = [(OFFSET, progress.offset.to_string()), (LENGTH, progress.size.to_string())];
    Ok((StatusCode::OK, headers).into_response())
}

/// `PATCH /files/{id}`: the next part. 409 tells where it must begin.
pub async fn part(
    asker: Asker,
    Extract(state): Extract<Arc<State>>,
    Path(file_id): Path<String>,
    headers: HeaderMap,
    body: std::result::Result<Bytes, BytesRejection>,
) -> Result<Response> {
    let offset = headers.get(OFFSET).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let offset = offset.ok_or_else(|| ChatError::bad("upload-offset: a number"))?;
    let bytes = body.map_err(|error| ChatError::BadRequest(error.body_text()))?;
    Ok(match state.chat.take_part(&asker, &FileId(file_id), offset, bytes).await? {
        Taken::Kept(offset) => with_offset(StatusCode::NO_CONTENT, offset),
        Taken::Elsewhere(offset) => with_offset(StatusCode::CONFLICT, offset),
    })
}

/// `POST /files/{id}/complete`: what it is, as messages will tell.
pub async fn complete(
    asker: Asker,
    Extract(state): Extract<Arc<State>>,
    Path(file_id): Path<String>,
) -> Result<Json<File>> {
    // In a task of its own: it ends although the sender leaves, and is there when the sender asks again.
    let finished = tokio::spawn(async move { state.chat.complete_upload(&asker, &FileId(file_id)).await });
    Ok(Json(finished.await.map_err(|_| ChatError::FileRefused("the file cannot be read"))??))
}

/// `DELETE /files/{id}`: gives an upload up.
pub async fn abandon(
    asker: Asker,
    Extract(state): Extract<Arc<State>>,
    Path(file_id): Path<String>,
) -> Result<StatusCode> {
    state.chat.drop_upload(&asker, &FileId(file_id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(serde::Deserialize)]
pub struct Wanted {
    file_ids: Vec<FileId>,
}

#[derive(serde::Serialize)]
pub struct Links {
    links: Vec<Link>,
    /// Seconds since 1970.
    until: u64,
}

/// `POST /files/links`: where files are for the next minutes.
pub async fn links(
    asker: Asker,
    Extract(state): Extract<Arc<State>>,
    given: std::result::Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<Links>> {
    let (links, until) = state.chat.link_files(&asker, &read(given)?.file_ids).await?;
    Ok(Json(Links { links, until }))
}

#[derive(serde::Deserialize)]
pub struct Signed {
    app_id: AppId,
    until: u64,
    signature: String,
    /// To be saved, whatever it is.
    download: Option<String>,
}

/// `GET /files/{id}/{variant}?…`: the bytes.
pub async fn serve(
    Extract(state): Extract<Arc<State>>,
    Path((file_id, variant)): Path<(String, String)>,
    Query(signed): Query<Signed>,
    headers: HeaderMap,
) -> Result<Response> {
    let variant = match variant.as_str() {
        "original" => Variant::Original,
        "thumbnail" => Variant::Thumbnail,
        _ => return Err(ChatError::Store(crate::store::StoreError::NotFound)),
    };
    let file_id = FileId(file_id);
    let stored = state.chat.follow_link(&signed.app_id, &file_id, signed.until, &signed.signature).await?;
    let file = stored.file;
    let range = match variant {
        Variant::Original => range(&headers, file.size),
        Variant::Thumbnail => Asks::All,
    };
    let wanted = match &range {
        Asks::All => None,
        Asks::Part(range) => Some(range.clone()),
        Asks::Nothing => {
            let told = [(header::CONTENT_RANGE, format!("bytes */{}", file.size))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, told).into_response());
        }
    };
    let found = state.chat.open_file(&signed.app_id, &stored.stored_as, variant, wanted).await?;
    let length = found.range.end - found.range.start;
    let mut stream = found.into_stream().peekable();
    let mime = match variant {
        Variant::Original => file.mime.as_str(),
        Variant::Thumbnail => match std::pin::Pin::new(&mut stream).peek().await {
            Some(Ok(begin)) if begin.starts_with(b"\x89PNG") => "image/png",
            _ => "image/jpeg",
        },
    };
    let shown = file.kind != FileKind::Document && signed.download.is_none();
    let told = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, disposition(shown, &file.name)),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, max-age=300".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin".to_owned()),
    ];
    let mut response = (told, Body::from_stream(stream)).into_response();
    if let Asks::Part(range) = range {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let told = format!("bytes {}-{}/{}", range.start, range.end - 1, file.size);
        if let Ok(told) = HeaderValue::from_str(&told) {
            response.headers_mut().insert(header::CONTENT_RANGE, told);
        }
    }
    Ok(response)
}

/// What of a file is asked for.
#[derive(Debug, PartialEq)]
enum Asks {
    All,
    Part(std::ops::Range<u64>),
    Nothing,
}

/// One range of bytes; several, or what is none, gets the whole file, as the standard allows.
fn range(headers: &HeaderMap, size: u64) -> Asks {
    let text = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let Some((first, last)) = text.and_then(|text| text.strip_prefix("bytes=")?.split_once('-')) else {
        return Asks::All;
    };
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..size.min(last.saturating_add(1)),
        (Ok(first), Err(_)) if last.is_empty() => first..size,
        (Err(_), Ok(count)) if first.is_empty() => size.saturating_sub(count)..size,
        _ => return Asks::All,
    };
    if range.is_empty() { Asks::Nothing } else { Asks::Part(range) }
}

/// The name in letters that every browser reads, and as it is.
fn disposition(shown: bool, name: &str) -> String {
    let how = if shown { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() || " .-_()".contains(char) { char } else { '_' })
        .collect();
    let exact: String = name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    });
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let asks = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_static(text));
            range(&headers, 100)
        };
        assert_eq!((asks("bytes=0-9"), asks("bytes=90-")), (Asks::Part(0..10), Asks::Part(90..100)));
        assert_eq!((asks("bytes=-10"), asks("bytes=50-500")), (Asks::Part(90..100), Asks::Part(50..100)));
        assert_eq!((asks("bytes=100-"), asks("bytes=-0")), (Asks::Nothing, Asks::Nothing));
        assert_eq!((asks("bytes=9-0"), asks("bytes=0-1,5-6"), asks("lines=1-2")), (Asks::All, Asks::All, Asks::All));
        assert_eq!(range(&HeaderMap::new(), 100), Asks::All);
    }

    #[test]
    fn a_name_in_a_header_can_end_nothing() {
        assert_eq!(
            disposition(false, "항\"\r\nX: y.pdf"),
            "attachment; filename=\"____X_ y.pdf\"; filename*=UTF-8''%ED%95%AD%22%0D%0AX%3A%20y.pdf"
        );
    }
}
