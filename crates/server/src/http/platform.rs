//! The Platform API: what the customer's own backend may do, with the application's secret as bearer token.

use super::serve::State;
use crate::apps::App;
use crate::bus::Signal;
use crate::chat::validate;
use crate::error::{ChatError, Result};
use crate::store::{NewChannel, NewNote, StoreError};
use crate::{auth, clock};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequestParts, Path, State as Extract};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use madang_protocol::*;
use std::sync::Arc;

/// The application whose secret came with the request.
pub struct Caller(pub Arc<App>);

impl FromRequestParts<Arc<State>> for Caller {
    type Rejection = ChatError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<State>) -> Result<Self> {
        let refused = ChatError::Unauthorized("the application's secret as bearer token is needed");
        let bearer = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(secret) = bearer.and_then(|value| value.strip_prefix("Bearer ")) else { return Err(refused) };
        // A secret names its application, so that the path need not.
        let app_id = AppId::from(secret.rsplit_once('.').map_or("", |(app_id, _)| app_id));
        validate::app_id(&app_id).map_err(|_| refused.clone())?;
        match state.chat.apps.get(&app_id).await? {
            Some(app) if auth::is_secret(secret, &app.keys, clock::now()) => Ok(Self(app)),
            _ => Err(refused),
        }
    }
}

pub(super) type Body<T> = std::result::Result<Json<T>, JsonRejection>;

pub(super) fn body<T>(given: Body<T>) -> Result<T> {
    given.map(|Json(body)| body).map_err(|error| ChatError::BadRequest(error.body_text()))
}

/// A profile; a field that is absent stays as it is.
#[derive(serde::Deserialize)]
pub struct Profile {
    nickname: Option<String>,
    profile_url: Option<String>,
}

/// `PUT /api/v1/users/{id}`: creates or changes a user.
pub async fn put_user(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    Path(user_id): Path<String>,
    given: Body<Profile>,
) -> Result<Json<User>> {
    if !auth::is_user_id(&user_id) {
        return Err(ChatError::bad("user_id: 1-128 bytes, no control characters, not v_…"));
    }
    let Profile { nickname, profile_url } = body(given)?;
    let nickname = nickname.as_deref().map(validate::nickname);
    let profile_url = match profile_url {
        Some(url) => Some(validate::picture_url(&url).ok_or(ChatError::bad("profile_url: an https address"))?),
        None => None,
    };
    Ok(Json(state.chat.store.upsert_user(app.id(), &UserId(user_id), nickname, profile_url).await?))
}

/// `POST /api/v1/users/{id}/revoke`: every token issued until now is refused, live sockets end.
pub async fn revoke(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    Path(user_id): Path<String>,
) -> Result<StatusCode> {
    let user_id = UserId(user_id);
    validate::user_id(&user_id)?;
    state.chat.store.revoke(app.id(), &user_id, clock::now()).await?;
    state.chat.bus.publish(Signal::Revoked { app_id: app.id().clone(), user_id });
    Ok(StatusCode::NO_CONTENT)
}

/// A channel to create.
#[derive(serde::Deserialize)]
pub struct Creation {
    #[serde(rename = "type")]
    kind: ChannelKind,
    channel_id: Option<ChannelId>,
    #[serde(default)]
    name: String,
    cover_url: Option<String>,
    #[serde(default)]
    public: bool,
    #[serde(default)]
    distinct: bool,
    #[serde(default)]
    user_ids: Vec<UserId>,
}

/// `POST /api/v1/channels`: 201 with the channel; 409 when the id is taken.
pub async fn create_channel(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    given: Body<Creation>,
) -> Result<(StatusCode, Json<Channel>)> {
    let creation = body(given)?;
    let most = app.application.limits.group_members as usize;
    if let Some(id) = &creation.channel_id {
        validate::channel_id(id)?;
    }
    validate::channel_name(&creation.name)?;
    validate::user_ids(&creation.user_ids, most)?;
    if creation.kind == ChannelKind::Open {
        validate::open_channel(creation.public, creation.distinct, &creation.user_ids)?;
    }
    let cover_url = match creation.cover_url {
        Some(url) => Some(validate::picture_url(&url).ok_or(ChatError::bad("cover_url: an https address"))?),
        None => None,
    };
    let channel = NewChannel {
        app_id: app.id().clone(),
        channel_id: creation.channel_id,
        kind: creation.kind,
        name: creation.name,
        cover_url,
        public: creation.public,
        distinct: creation.distinct,
        creator: None,
        client_id: None,
        user_ids: creation.user_ids,
    };
    let channel_id = state.chat.store.create_channel(channel).await?;
    let view = state.chat.store.channel_view(app.id(), &channel_id, None).await?;
    Ok((StatusCode::CREATED, Json(view.ok_or(ChatError::Store(StoreError::NotFound))?.channel)))
}

/// Users to add.
#[derive(serde::Deserialize)]
pub struct Addition {
    user_ids: Vec<UserId>,
}

/// `POST /api/v1/channels/{id}/members`: adds users to a group.
pub async fn add_members(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    Path(channel_id): Path<String>,
    given: Body<Addition>,
) -> Result<StatusCode> {
    let channel_id = ChannelId(channel_id);
    let Addition { user_ids } = body(given)?;
    let most = app.application.limits.group_members;
    validate::channel_id(&channel_id)?;
    validate::user_ids(&user_ids, most as usize)?;
    state.chat.store.add_members(app.id(), &channel_id, None, &user_ids, most).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the backend says in a channel.
#[derive(serde::Deserialize)]
pub struct Note {
    kind: String,
    text: String,
    client_id: Option<ClientId>,
}

/// `POST /api/v1/channels/{id}/messages`: 201 with the message; the same `client_id` again gets the first one.
pub async fn post_message(
    Caller(app): Caller,
    Extract(state): Extract<Arc<State>>,
    Path(channel_id): Path<String>,
    given: Body<Note>,
) -> Result<(StatusCode, Json<Message>)> {
    let channel_id = ChannelId(channel_id);
    let Note { kind, text, client_id } = body(given)?;
    validate::channel_id(&channel_id)?;
    client_id.as_ref().map_or(Ok(()), validate::client_id)?;
    if kind != "admin" {
        return Err(ChatError::bad("kind: admin"));
    }
    let text = validate::text(text, &app.application.limits)?;
    let note = NewNote { app_id: app.id().clone(), channel_id, client_id, text };
    Ok((StatusCode::CREATED, Json(state.chat.store.announce(note).await?)))
}
