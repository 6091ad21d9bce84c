//! What must be remembered: the trait that the chat asks, and the one SQL implementation behind it.
//!
//! Every method is scoped by application. Writes return after the commit that holds them, and are pushed as [`Commit`]s, in
//! commit order, to the sink given at [`sql::SqlStore::open`]. Nothing outside this module names sqlx.

mod admin;
mod append;
mod apps;
mod asked;
mod backup;
mod blocks;
mod channel_list;
mod channels;
mod check;
mod compose;
mod covers;
mod create_channel;
mod cursors;
mod dialect;
mod directory;
mod error;
pub mod extra;
mod fault;
mod files;
mod follows;
mod forward;
mod history;
mod jobs;
mod known;
mod members;
mod mentions;
mod messages;
mod methods;
mod migrate;
mod moderation;
mod nickname;
mod people;
mod pins;
mod polls;
mod preferences;
mod previews;
mod quote;
mod reactions;
mod reading;
mod reports;
mod revise;
mod rows;
mod scheduled;
mod search;
mod shadow_mute;
mod slow_mode;
pub mod sql;
mod sync;
mod threads;
mod users;
mod visitors;
mod writer;

use crate::{filter::Filters, policy::Access, shadow::Reader};
pub use admin::{Announcing, NewNote};
pub use asked::*;
use async_trait::async_trait;
pub use covers::cover_file;
pub use directory::Directory;
pub use error::{Result, StoreError};
use extra::Extra;
pub use files::{FileState, MOST_UNSENT, MOST_UNSENT_BYTES, StoredFile, Uploads};
pub use follows::Threads;
use futures_util::future::BoxFuture;
use madang_protocol::*;
pub use members::Listed;
pub use moderation::{ChannelChange, Measure};
pub use nickname::fold;
pub use pins::NewPin;
pub use preferences::Preferences;
pub use previews::{NewPreview, PreviewRemoval, Previewing};
pub use reactions::{NewReaction, Reactors};
pub use reading::Reading;
pub use scheduled::Scheduling;

/// A durable change, handed to the hub after its commit and in commit order: `rev` of one channel only ever grows.
#[derive(Debug, Clone)]
pub struct Commit {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub rev: Rev,
    /// What everybody who follows the channel hears.
    pub event: Event,
    /// Users who began or ceased to follow the channel with this change.
    pub joined: Vec<UserId>,
    pub left: Vec<UserId>,
    /// What these users' connections hear instead; the first that names one holds.
    pub apart: Vec<(Vec<UserId>, Event)>,
    /// Of a reply: who follows the thread, its author excepted.
    pub told: Vec<UserId>,
}

/// An application (tenant).
#[derive(Debug, Clone, PartialEq)]
pub struct Application {
    pub app_id: AppId,
    pub name: String,
    /// Exact origins (`https://shop.example`) whose pages may connect.
    pub origins: Vec<String>,
    pub limits: Limits,
    pub created_at: TimeMs,
}

/// How a token of an application is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAlgorithm {
    Hs256,
    Es256,
}

/// A key of an application. HS256 needs its secret in the clear to verify; ES256 stores the public key only.
#[derive(Clone, PartialEq)]
pub struct AppKey {
    pub key_id: String,
    pub algorithm: KeyAlgorithm,
    /// HS256: the secret. ES256: the public key as PEM.
    pub material: String,
    pub created_at: TimeMs,
    /// Tokens signed with it are refused from then on (rotation sets it).
    pub expires_at: Option<TimeMs>,
}

/// A new message, as its author's client made it.
#[derive(Debug, Clone, Default)]
pub struct NewMessage {
    pub app_id: AppId,
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub client_id: ClientId,
    /// Plain; what was typed is `extra.source`, when it differs.
    pub text: String,
    /// The message of this channel that it answers.
    pub reply_to: Option<Seq>,
    /// Who is named, as the client said it: a resend says the same. `extra.ranges` has them, and keeps those that hold.
    pub mentions: Vec<Mention>,
    /// Whom `@here` means, when the text has it.
    pub here: Vec<UserId>,
    /// What was sent, when a filter changed it: a resend is compared by it.
    pub typed: Option<String>,
    /// A filter found something to be looked at: it is reported with the message.
    pub flagged: bool,
    /// What the server found in the text, and what else the message carries.
    pub extra: Extra,
    /// Files to carry: checked, and claimed, in the transaction that writes.
    pub files: Vec<FileId>,
    /// A reply that is said in the channel as well.
    pub in_channel: bool,
    /// What it forwards: files come from there, in the transaction that writes.
    pub forward: Option<Origin>,
}

/// The message that another one repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    pub channel_id: ChannelId,
    pub seq: Seq,
}

/// A channel to create. `creator` becomes operator of a group; an open channel has no members.
#[derive(Debug, Clone)]
pub struct NewChannel {
    pub app_id: AppId,
    /// Chosen id (open channels, Platform API), or made by the store.
    pub channel_id: Option<ChannelId>,
    pub kind: ChannelKind,
    pub name: String,
    pub cover_url: Option<String>,
    pub public: bool,
    pub distinct: bool,
    pub creator: Option<UserId>,
    /// A repeat with the same (creator, client_id) gets the first channel.
    pub client_id: Option<ClientId>,
    pub user_ids: Vec<UserId>,
}

/// What `madang check` found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CheckReport {
    pub channels: u64,
    pub messages: u64,
    /// One sentence each; empty when all is well (gapless seq, one row a client_id, rev of rows ≤ rev of channel, …).
    pub faults: Vec<String>,
}

/// The store. One suite (`store/contract.rs`) holds every implementation and database to it.
#[async_trait]
pub trait Store:
    Announcing + Directory + Preferences + Previewing + Reading + Scheduling + Threads + Uploads + Send + Sync + 'static
{
    /// Random id of this data, new after a restore.
    fn epoch(&self) -> Epoch;
    /// Whether the database answers (for `/readyz`), within 2 s.
    async fn ready(&self) -> Result<()>;

    // Applications
    async fn create_app(&self, app: Application, key: AppKey) -> Result<()>;
    async fn apps(&self) -> Result<Vec<Application>>;
    async fn app(&self, app: &AppId) -> Result<Option<Application>>;
    async fn set_origins(&self, app: &AppId, origins: Vec<String>) -> Result<()>;
    async fn keys(&self, app: &AppId) -> Result<Vec<AppKey>>;
    /// Adds a key; all others expire at `others_expire_at` unless they do so earlier.
    async fn add_key(&self, app: &AppId, key: AppKey, others_expire_at: Option<TimeMs>) -> Result<()>;
    /// Words and domains that the application does not want in texts.
    async fn filters(&self, app: &AppId) -> Result<Filters>;
    async fn set_filters(&self, app: &AppId, filters: Filters) -> Result<()>;

    // Users
    /// Creates the user or updates nickname and profile; `None` leaves a field as it is.
    async fn upsert_user(
        &self,
        app: &AppId,
        user: &UserId,
        nickname: Option<String>,
        profile_url: Option<String>,
    ) -> Result<User>;
    async fn users(&self, app: &AppId, users: &[UserId]) -> Result<Vec<User>>;
    /// Makes a visitor with a fresh id, bound to the hash of its token and to the origin.
    async fn create_visitor(&self, app: &AppId, token_hash: &str, origin: &str) -> Result<User>;
    async fn visitor(&self, app: &AppId, token_hash: &str, origin: &str) -> Result<Option<User>>;
    /// Tokens issued at or before `at` are refused from now on; a visitor's token is gone.
    async fn revoke(&self, app: &AppId, user: &UserId, at: TimeMs) -> Result<()>;
    async fn revoked_at(&self, app: &AppId, user: &UserId) -> Result<Option<TimeMs>>;
    async fn set_last_seen(&self, app: &AppId, user: &UserId, at: TimeMs) -> Result<()>;
    async fn last_seen(&self, app: &AppId, users: &[UserId]) -> Result<Vec<(UserId, TimeMs)>>;
    /// Those of `users` who share a joined group with `user`.
    async fn acquainted(&self, app: &AppId, user: &UserId, users: &[UserId]) -> Result<Vec<UserId>>;

    // Channels
    /// Creates, or gives the one that the client id or the distinct member set names already.
    async fn create_channel(&self, channel: NewChannel) -> Result<ChannelId>;
    async fn access(&self, app: &AppId, channel: &ChannelId, user: Option<&UserId>) -> Result<Option<Access>>;
    async fn channel_view(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: Option<&UserId>,
    ) -> Result<Option<ChannelView>>;
    async fn channel_list(
        &self,
        app: &AppId,
        user: Option<&UserId>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ChannelList>;
    /// Ids and revs of the groups that the user is in.
    async fn memberships(&self, app: &AppId, user: &UserId) -> Result<Vec<(ChannelId, Rev)>>;
    async fn revs(&self, app: &AppId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Rev)>>;
    /// Adds unknown or left users; each is one rev. Users who do not exist are `NotFound`, and nobody is added. Without an
    /// actor nothing is said of it in the channel: the Platform API says what it wants to.
    async fn add_members(
        &self,
        app: &AppId,
        channel: &ChannelId,
        actor: Option<&UserId>,
        users: &[UserId],
        limit: u32,
    ) -> Result<()>;
    async fn remove_member(&self, app: &AppId, channel: &ChannelId, user: &UserId) -> Result<()>;
    async fn members(&self, app: &AppId, channel: &ChannelId, after: Option<&str>, limit: u32) -> Result<MemberList>;
    /// Joined members whose nickname begins so, by nickname; of an open channel the authors of its newest messages.
    async fn people(
        &self,
        app: &AppId,
        channel: &ChannelId,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<MemberList>;
    /// What is known of these users in the channel; nothing of some.
    async fn standings(&self, app: &AppId, channel: &ChannelId, users: &[UserId]) -> Result<Vec<Member>>;
    /// Those of this kind only, by user.
    async fn filtered_members(
        &self,
        app: &AppId,
        channel: &ChannelId,
        listed: Listed<'_>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<MemberList>;
    /// Decides about a user, as an operator or (`None`) as the Platform API. What changes nothing has no rev.
    async fn moderate(
        &self,
        app: &AppId,
        channel: &ChannelId,
        actor: Option<&UserId>,
        user: &UserId,
        measure: Measure,
    ) -> Result<()>;
    /// Changes the channel, as an operator or (`None`) as the Platform API.
    async fn change_channel(
        &self,
        app: &AppId,
        channel: &ChannelId,
        actor: Option<&UserId>,
        change: ChannelChange,
    ) -> Result<Channel>;

    // Reports and blocks
    /// Whoever may read the channel reports; the same again while the first waits changes nothing.
    async fn add_report(&self, app: &AppId, reporter: &UserId, report: MakeReport) -> Result<()>;
    /// Those that wait, oldest first; of one channel, or of the whole application.
    async fn reports(
        &self,
        app: &AppId,
        channel: Option<&ChannelId>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ReportList>;
    async fn resolve_report(&self, app: &AppId, channel: &ChannelId, actor: Option<&UserId>, report: u64)
    -> Result<()>;
    /// Gives everybody whom the user blocks now.
    async fn set_block(&self, app: &AppId, user: &UserId, other: &UserId, on: bool) -> Result<Vec<UserId>>;
    async fn blocked(&self, app: &AppId, user: &UserId) -> Result<Vec<UserId>>;

    // Messages
    /// Enqueues at once, in call order; the future resolves after the commit. Checks [`crate::policy`] (`Post`) and the client id
    /// inside the transaction that writes, and keeps of the mentions those that hold.
    fn append(&self, message: NewMessage) -> BoxFuture<'static, Result<Ack>>;
    /// Author only (`Forbidden` for others); a deleted message is `NotFound`; the same text again changes nothing.
    async fn edit(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: &UserId,
        seq: Seq,
        text: &str,
        extra: Extra,
    ) -> Result<MessageEvent>;
    /// Author, or anybody with `DeleteAny`; again changes nothing.
    async fn delete(&self, app: &AppId, channel: &ChannelId, user: &UserId, seq: Seq) -> Result<MessageEvent>;
    /// Who may post may react; again changes nothing; a deleted message is `NotFound`.
    async fn react(&self, reaction: NewReaction) -> Result<MessageEvent>;
    async fn reactors(&self, app: &AppId, channel: &ChannelId, wanted: Reactors<'_>) -> Result<ReactionList>;
    /// The user's own reactions to the messages `first..=last`.
    async fn own_reactions(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: &UserId,
        first: Seq,
        last: Seq,
    ) -> Result<Vec<(Seq, String)>>;
    /// Who may `Pin`; again changes nothing; at most [`MOST_PINS`] a channel; a deleted message is `NotFound`.
    async fn pin(&self, pin: NewPin) -> Result<MessageEvent>;
    /// The newest pin first.
    async fn pins(
        &self,
        app: &AppId,
        channel: &ChannelId,
        reader: Reader<'_>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<PinList>;
    /// Who may `Vote`; the same again changes nothing; the answer says `mine`. A closed poll is `PollClosed`.
    async fn vote(&self, vote: NewVote) -> Result<MessageEvent>;
    /// Author, or anybody with `ClosePoll`; again changes nothing.
    async fn close_poll(&self, closing: PollClosing) -> Result<MessageEvent>;
    /// In the order of voting; of an anonymous poll `Forbidden`.
    async fn votes(&self, app: &AppId, channel: &ChannelId, wanted: Voters<'_>) -> Result<VoteList>;
    /// What the user chose in the polls `first..=last`.
    async fn own_votes(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: &UserId,
        first: Seq,
        last: Seq,
    ) -> Result<Vec<(Seq, Vec<u32>)>>;

    /// Moves a member's cursors forward (never back, never beyond the newest seq); `None` when nothing moved.
    /// Cursors have no rev and need no fsync of their own.
    async fn move_cursor(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: &UserId,
        read: Option<Seq>,
        delivered: Option<Seq>,
    ) -> Result<Option<Cursor>>;

    // Search
    /// What the reader may read and all of `sought` fits, newest first: never deleted messages, edited ones as they now are.
    async fn search(&self, app: &AppId, reader: Option<&UserId>, sought: Sought<'_>) -> Result<SearchPage>;
    /// The first message sent at this time or later.
    async fn locate(&self, app: &AppId, channel: &ChannelId, at: TimeMs) -> Result<Located>;

    // Operation
    /// A consistent copy of the data at `path` (SQLite), whose epoch is new.
    async fn backup(&self, path: &std::path::Path) -> Result<()>;
    async fn check(&self) -> Result<CheckReport>;
    /// Finishes what is queued; later writes are `Unavailable`.
    async fn close(&self);
}
