//! The Platform API's switch of link previews.

use super::platform::{Body, Caller, body};
use super::serve::State;
use crate::error::Result;
use axum::Json;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use std::sync::Arc;

/// Whether links in messages get a preview.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Switch {
    on: bool,
}

/// `GET /api/v1/previews`.
pub async fn previews(Caller(app): Caller, Extract(state): Extract<Arc<State>>) -> Result<Json<Switch>> {
    Ok(Json(Switch { on: state.chat.store.previews(app.id()).await? }))
}

/// `PUT /api/v1/previews`: holds for what is sent from now on.
pub async fn put_previews(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    given: Body<Switch>,
) -> Result<StatusCode> {
    state.chat.store.set_previews(app.id(), body(given)?.on).await?;
    state.chat.apps.forget(app.id());
    Ok(StatusCode::NO_CONTENT)
}
