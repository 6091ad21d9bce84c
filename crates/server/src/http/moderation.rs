//! The Platform API's twins of what operators decide. It stands above operators.

use super::platform::{Body, Caller, body};
use super::serve::State;
use crate::chat::{moderation, validate};
use crate::error::{ChatError, Result};
use crate::filter::Filters;
use crate::store::Measure;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State as Extract};
use axum::http::StatusCode;
use madang_protocol::*;
use std::sync::Arc;

/// The body of `update_channel` without its `channel_id`.
#[derive(serde::Deserialize)]
pub struct Settings {
    name: Option<String>,
    cover_url: Option<String>,
    public: Option<bool>,
    frozen: Option<bool>,
    slow_mode_seconds: Option<u32>,
}

/// `PUT /api/v1/channels/{id}`: changes what is given.
pub async fn put_channel(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    Path(channel_id): Path<String>,
    given: Body<Settings>,
) -> Result<Json<Channel>> {
    let channel_id = ChannelId(channel_id);
    validate::channel_id(&channel_id)?;
    let Settings { name, cover_url, public, frozen, slow_mode_seconds } = body(given)?;
    let wished = UpdateChannel { channel_id, name, cover_url, public, frozen, slow_mode_seconds };
    let channel_id = wished.channel_id.clone();
    let change = moderation::channel_change(wished)?;
    Ok(Json(state.chat.store.change_channel(app.id(), &channel_id, None, change).await?))
}

/// What is decided about a user of a channel.
#[derive(serde::Deserialize)]
pub struct Decision {
    #[serde(rename = "measure")]
    name: String,
    seconds: Option<u64>,
}

/// `POST /api/v1/channels/{id}/members/{user}`: `measure` is one of `mute`, `unmute`, `shadow_mute`, `shadow_unmute`, `ban`,
/// `unban`, `kick`, `operator`, `member`.
pub async fn moderate(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    Path((channel_id, user_id)): Path<(String, String)>,
    given: Body<Decision>,
) -> Result<StatusCode> {
    let (channel_id, user_id) = (ChannelId(channel_id), UserId(user_id));
    validate::channel_id(&channel_id)?;
    validate::user_id(&user_id)?;
    let Decision { name, seconds } = body(given)?;
    let seconds = moderation::seconds(seconds)?;
    let measure = match name.as_str() {
        "mute" => Measure::Mute(seconds),
        "unmute" => Measure::Unmute,
        "shadow_mute" => Measure::ShadowMute(seconds),
        "shadow_unmute" => Measure::ShadowUnmute,
        "ban" => Measure::Ban(seconds),
        "unban" => Measure::Unban,
        "kick" => Measure::Kick,
        "operator" => Measure::Role(Role::Operator),
        "member" => Measure::Role(Role::Member),
        _ => {
            return Err(ChatError::bad(
                "measure: mute, unmute, shadow_mute, shadow_unmute, ban, unban, kick, operator, member",
            ));
        }
    };
    state.chat.store.moderate(app.id(), &channel_id, None, &user_id, measure).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which page of the queue.
#[derive(serde::Deserialize)]
pub struct Place {
    channel_id: Option<String>,
    after: Option<String>,
    limit: Option<u32>,
}

/// `GET /api/v1/reports`: those that wait, of the whole application or of one channel.
pub async fn list_reports(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    place: std::result::Result<Query<Place>, QueryRejection>,
) -> Result<Json<ReportList>> {
    let Query(Place { channel_id, after, limit }) = place.map_err(|error| ChatError::bad(error.body_text()))?;
    let channel_id = channel_id.map(ChannelId);
    channel_id.as_ref().map_or(Ok(()), validate::channel_id)?;
    let (after, limit) = (validate::after(after.as_deref())?, validate::limit(limit, 50)?);
    Ok(Json(state.chat.store.reports(app.id(), channel_id.as_ref(), after, limit).await?))
}

/// `POST /api/v1/channels/{id}/reports/{report}/resolve`: it was looked at.
pub async fn resolve_report(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    Path((channel_id, report_id)): Path<(String, String)>,
) -> Result<StatusCode> {
    let channel_id = ChannelId(channel_id);
    validate::channel_id(&channel_id)?;
    let report_id = report_id.parse().map_err(|_| ChatError::bad("report_id: a number"))?;
    state.chat.store.resolve_report(app.id(), &channel_id, None, report_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/v1/filters`.
pub async fn filters(Caller(app): Caller, Extract(state): Extract<Arc<State>>) -> Result<Json<Filters>> {
    Ok(Json(state.chat.store.filters(app.id()).await?))
}

/// `PUT /api/v1/filters`: replaces all rules; they hold within two seconds.
pub async fn put_filters(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    given: Body<Filters>,
) -> Result<StatusCode> {
    let filters = body(given)?;
    filters.check().map_err(ChatError::BadRequest)?;
    state.chat.store.set_filters(app.id(), filters).await?;
    state.chat.apps.forget(app.id());
    Ok(StatusCode::NO_CONTENT)
}
