//! The chat: one use case a file. Knows connections, the store and the bus; names neither axum nor sqlx.

mod channels;
mod create;
mod directory;
mod edit;
mod emoji;
mod files;
mod forward;
mod hello;
mod history;
mod identity;
mod mark;
mod members;
pub mod moderation;
mod pins;
mod polls;
mod preferences;
mod presence;
mod present;
mod previews;
mod reactions;
mod reports;
pub mod rich_text;
mod scheduled;
mod search;
mod send;
mod threads;
mod typing;
pub mod validate;

pub use files::{Announcement, Asker, Link, Progress, Taken};

use crate::apps::{App, Apps};
use crate::bus::Bus;
use crate::config::Config;
use crate::error::{ChatError, Result};
use crate::files::Files;
use crate::hub::{Hub, peer::Peer};
use crate::limits::{Buckets, Rate};
use crate::metrics::Metrics;
use crate::policy::{self, Access, Action};
use crate::preview::Previews;
use crate::store::{Measure, Store};
use futures_util::future::BoxFuture;
use madang_protocol::*;
use std::net::IpAddr;
use std::sync::Arc;

/// Everything that a command may need.
pub struct Chat {
    pub store: Arc<dyn Store>,
    pub bus: Arc<dyn Bus>,
    pub hub: Arc<Hub>,
    pub apps: Apps,
    pub metrics: Arc<Metrics>,
    pub config: Config,
    pub files: Files,
    sends: Buckets<(AppId, UserId)>,
    reactions: Buckets<(AppId, UserId)>,
    creations: Buckets<(AppId, UserId)>,
    typings: Buckets<(AppId, UserId, ChannelId)>,
    visitors: Buckets<IpAddr>,
    uploads: Buckets<(AppId, UserId)>,
    searches: Buckets<search::Seeker>,
    pub previews: Previews,
    previewed: Buckets<previews::Pacer>,
}

/// What became of a command.
pub enum Reply {
    /// Nothing is said.
    Silent,
    Event(Box<Event>),
    Error(ChatError),
    /// A send, enqueued in its order: acked when it is committed.
    Later(BoxFuture<'static, crate::store::Result<Ack>>),
    /// Told, and then the socket closes.
    Fatal(ChatError, CloseCode),
}

impl From<Result<Event>> for Reply {
    fn from(result: Result<Event>) -> Self {
        match result {
            Ok(event) => Self::Event(Box::new(event)),
            Err(error) => Self::Error(error),
        }
    }
}

impl Chat {
    pub fn new(store: Arc<dyn Store>, bus: Arc<dyn Bus>, hub: Arc<Hub>, metrics: Arc<Metrics>, config: Config) -> Self {
        Self {
            apps: Apps::new(store.clone()),
            store,
            bus,
            hub,
            metrics,
            files: Files::new(&config),
            previews: Previews::new(&config),
            config,
            sends: Buckets::default(),
            reactions: Buckets::default(),
            creations: Buckets::default(),
            typings: Buckets::default(),
            visitors: Buckets::default(),
            uploads: Buckets::default(),
            searches: Buckets::default(),
            previewed: Buckets::default(),
        }
    }

    /// Carries out one command of a connection that said hello.
    pub async fn handle(self: Arc<Self>, peer: Arc<Peer>, id: Option<u32>, command: Command) -> Reply {
        if needs_user(&command)
            && peer.user().is_none()
            && let Err(error) = self.mint_visitor(&peer).await
        {
            return Reply::Error(error);
        }
        let peer = &peer;
        match command {
            Command::Hello(body) => self.hello_again(peer, id, body).await,
            Command::Refresh(body) => self.refresh(peer, body).await.into(),
            Command::Ping(_) => Ok(Event::Pong(Revs { revs: peer.untold_revs() })).into(),
            Command::ListChannels(body) => self.list_channels(peer, body).await.into(),
            Command::CreateChannel(body) => self.create_channel(peer, body).await.into(),
            Command::Enter(body) => self.enter(peer, body).await.into(),
            Command::Exit(body) => self.exit(peer, body).await.into(),
            Command::Invite(body) => self.invite(peer, body).await.into(),
            Command::Join(body) => self.join(peer, body).await.into(),
            Command::Leave(body) => self.leave(peer, body).await.into(),
            Command::UpdateChannel(body) => self.update_channel(peer, body).await.into(),
            Command::SetRole(body) => self.set_role(peer, body).await.into(),
            Command::Mute(body) => self.restrict(peer, body, Measure::Mute).await.into(),
            Command::Unmute(body) => self.relieve(peer, body, Measure::Unmute).await.into(),
            Command::ShadowMute(body) => self.restrict(peer, body, Measure::ShadowMute).await.into(),
            Command::ShadowUnmute(body) => self.relieve(peer, body, Measure::ShadowUnmute).await.into(),
            Command::Ban(body) => self.restrict(peer, body, Measure::Ban).await.into(),
            Command::Unban(body) => self.relieve(peer, body, Measure::Unban).await.into(),
            Command::Kick(body) => self.relieve(peer, body, Measure::Kick).await.into(),
            Command::ListMembers(body) => self.list_members(peer, body).await.into(),
            Command::History(body) => self.history(peer, body).await.into(),
            Command::Sync(body) => self.sync(peer, body).await.into(),
            Command::Send(body) => {
                let app = self.current(peer).await;
                self.send(peer, &app, body)
            }
            Command::Forward(body) => {
                let app = self.current(peer).await;
                self.forward(peer, &app, body).await
            }
            Command::Edit(body) => self.edit(peer, body).await.into(),
            Command::Delete(body) => self.delete(peer, body).await.into(),
            Command::React(body) => self.react(peer, body).await.into(),
            Command::ListReactions(body) => self.list_reactions(peer, body).await.into(),
            Command::Pin(body) => self.pin(peer, body).await.into(),
            Command::ListPins(body) => self.list_pins(peer, body).await.into(),
            Command::Search(body) => self.search(peer, body).await.into(),
            Command::Locate(body) => self.locate(peer, body).await.into(),
            Command::ListUsers(body) => self.list_users(peer, body).await.into(),
            Command::BrowseChannels(body) => self.browse_channels(peer, body).await.into(),
            Command::FollowThread(body) => self.follow_thread(peer, body).await.into(),
            Command::ListThreads(body) => self.list_threads(peer, body).await.into(),
            Command::SendPoll(body) => {
                let app = self.current(peer).await;
                self.send_poll(peer, &app, body)
            }
            Command::Vote(body) => self.vote(peer, body).await.into(),
            Command::ClosePoll(body) => self.close_poll(peer, body).await.into(),
            Command::ListVotes(body) => self.list_votes(peer, body).await.into(),
            Command::RemovePreview(body) => self.remove_preview(peer, body).await.into(),
            Command::Schedule(body) => self.schedule(peer, body).await.into(),
            Command::ListScheduled(body) => self.list_scheduled(peer, body).await.into(),
            Command::ChangeScheduled(body) => self.change_scheduled(peer, body).await.into(),
            Command::CancelScheduled(body) => self.cancel_scheduled(peer, body).await.into(),
            Command::SendScheduled(body) => self.send_scheduled(peer, body).await.into(),
            Command::MarkRead(body) => self.mark(peer, body, true).await.into(),
            Command::MarkDelivered(body) => self.mark(peer, body, false).await.into(),
            Command::Typing(body) => self.typing(peer, body).await,
            Command::Report(body) => self.report(peer, body).await.into(),
            Command::ListReports(body) => self.list_reports(peer, body).await.into(),
            Command::ResolveReport(body) => self.resolve_report(peer, body).await.into(),
            Command::SetPreference(body) => self.set_preference(peer, body).await.into(),
            Command::DoNotDisturb(body) => self.do_not_disturb(peer, body).await.into(),
            Command::Block(body) => self.block(peer, body).await.into(),
            Command::WatchPresence(body) => self.watch_presence(peer, body).await.into(),
        }
    }

    /// What the peer may do in the channel; unknown and hidden answer alike.
    async fn authorize(&self, peer: &Peer, channel_id: &ChannelId, action: Action) -> Result<Access> {
        validate::place(channel_id)?;
        let access = self.store.access(peer.app.id(), channel_id, peer.user_id()).await?;
        policy::authorize(action, access).map_err(|denied| ChatError::Store(denied.into()))
    }

    /// The channel as the peer sees it.
    async fn view(&self, peer: &Peer, channel_id: &ChannelId) -> Result<ChannelView> {
        let view = self.store.channel_view(peer.app.id(), channel_id, peer.user_id()).await?;
        view.ok_or(ChatError::Store(crate::store::StoreError::NotFound))
    }

    /// The application as it now is; as it was when the peer came, while the store does not answer.
    async fn current(&self, peer: &Peer) -> Arc<App> {
        match self.apps.get(peer.app.id()).await {
            Ok(Some(app)) => app,
            _ => peer.app.clone(),
        }
    }

    fn limits(peer: &Peer) -> &Limits {
        &peer.app.application.limits
    }
}

/// The peer's user; `handle` made one where a command needs it.
fn user(peer: &Peer) -> Result<&User> {
    peer.user().ok_or(ChatError::Unauthorized("say who you are first"))
}

fn limited<T>(taken: std::result::Result<T, u64>) -> Result<T> {
    taken.map_err(|retry_after_ms| ChatError::RateLimited { retry_after_ms })
}

/// What an anonymous reader of open channels may do without becoming a visitor.
fn needs_user(command: &Command) -> bool {
    !matches!(
        command,
        Command::Hello(_)
            | Command::Refresh(_)
            | Command::Ping(_)
            | Command::ListChannels(_)
            | Command::Enter(_)
            | Command::Exit(_)
            | Command::History(_)
            | Command::Sync(_)
            | Command::ListMembers(_)
            | Command::ListReactions(_)
            | Command::ListPins(_)
            | Command::Search(_)
            | Command::Locate(_)
            | Command::BrowseChannels(_)
    )
}

/// One creation or invitation a second and user, ten at once.
const CREATION_RATE: Rate = Rate { per_second: 1.0, burst: 10.0 };
