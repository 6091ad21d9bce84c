//! Every method of the trait, handed to the file of its topic.

use super::extra::Extra;
use super::rows::{Columns, sql};
use super::sql::{SqlStore, random_hex};
use super::*;
use std::path::Path;
use std::time::Duration;

#[async_trait]
impl Store for SqlStore {
    fn epoch(&self) -> Epoch {
        self.epoch.clone()
    }

    async fn ready(&self) -> Result<()> {
        let asked = sql("SELECT value FROM meta WHERE name = 'epoch'").fetch_one(&self.reads);
        let row = tokio::time::timeout(Duration::from_secs(2), asked)
            .await
            .map_err(|_| StoreError::Unavailable("the database does not answer".to_owned()))??;
        if Columns::of(&row).text()? == self.epoch.0 {
            Ok(())
        } else {
            Err(StoreError::Fault("the data was replaced: restart".to_owned()))
        }
    }

    async fn create_app(&self, app: Application, key: AppKey) -> Result<()> {
        self.queue.write(apps::CreateApp { app, key }).await
    }

    async fn apps(&self) -> Result<Vec<Application>> {
        self.read_apps(None).await
    }

    async fn app(&self, app: &AppId) -> Result<Option<Application>> {
        Ok(self.read_apps(Some(app)).await?.pop())
    }

    async fn set_origins(&self, app: &AppId, origins: Vec<String>) -> Result<()> {
        self.queue.write(apps::SetOrigins { app_id: app.clone(), origins }).await
    }

    async fn keys(&self, app: &AppId) -> Result<Vec<AppKey>> {
        self.read_keys(app).await
    }

    async fn add_key(&self, app: &AppId, key: AppKey, others_expire_at: Option<TimeMs>) -> Result<()> {
        self.queue.write(apps::AddKey { app_id: app.clone(), key, others_expire_at }).await
    }

    async fn filters(&self, app: &AppId) -> Result<Filters> {
        self.read_filters(app).await
    }

    async fn set_filters(&self, app: &AppId, filters: Filters) -> Result<()> {
        self.queue.write(apps::SetFilters { app_id: app.clone(), filters }).await
    }

    async fn upsert_user(
        &self,
        app: &AppId,
        user: &UserId,
        nickname: Option<String>,
        profile_url: Option<String>,
    ) -> Result<User> {
        self.write_user(app, user, nickname, profile_url).await
    }

    async fn users(&self, app: &AppId, users: &[UserId]) -> Result<Vec<User>> {
        self.read_users(app, users).await
    }

    async fn create_visitor(&self, app: &AppId, token_hash: &str, origin: &str) -> Result<User> {
        let (token_hash, origin) = (token_hash.to_owned(), origin.to_owned());
        let user_id = UserId(format!("v_{}", random_hex()?));
        self.queue.write(visitors::CreateVisitor { app_id: app.clone(), user_id, token_hash, origin }).await
    }

    async fn visitor(&self, app: &AppId, token_hash: &str, origin: &str) -> Result<Option<User>> {
        self.read_visitor(app, token_hash, origin).await
    }

    async fn revoke(&self, app: &AppId, user: &UserId, at: TimeMs) -> Result<()> {
        self.queue.write(visitors::Revoke { app_id: app.clone(), user_id: user.clone(), at }).await
    }

    async fn revoked_at(&self, app: &AppId, user: &UserId) -> Result<Option<TimeMs>> {
        self.read_revoked_at(app, user).await
    }

    async fn set_last_seen(&self, app: &AppId, user: &UserId, at: TimeMs) -> Result<()> {
        self.queue.write(users::SetLastSeen { app_id: app.clone(), user_id: user.clone(), at }).await
    }

    async fn last_seen(&self, app: &AppId, users: &[UserId]) -> Result<Vec<(UserId, TimeMs)>> {
        self.read_last_seen(app, users).await
    }

    async fn acquainted(&self, app: &AppId, user: &UserId, users: &[UserId]) -> Result<Vec<UserId>> {
        self.read_acquainted(app, user, users).await
    }

    async fn create_channel(&self, channel: NewChannel) -> Result<ChannelId> {
        let fresh_id = ChannelId(format!("c_{}", random_hex()?));
        self.queue.write(create_channel::CreateChannel { channel, fresh_id }).await
    }

    async fn access(&self, app: &AppId, channel: &ChannelId, user: Option<&UserId>) -> Result<Option<Access>> {
        self.read_access(app, channel, user).await
    }

    async fn channel_view(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: Option<&UserId>,
    ) -> Result<Option<ChannelView>> {
        self.read_channel_view(app, channel, user).await
    }

    async fn channel_list(
        &self,
        app: &AppId,
        user: Option<&UserId>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ChannelList> {
        self.read_channel_list(app, user, after, limit).await
    }

    async fn memberships(&self, app: &AppId, user: &UserId) -> Result<Vec<(ChannelId, Rev)>> {
        self.read_memberships(app, user).await
    }

    async fn revs(&self, app: &AppId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, Rev)>> {
        self.read_revs(app, channels).await
    }

    async fn add_members(
        &self,
        app: &AppId,
        channel: &ChannelId,
        actor: Option<&UserId>,
        users: &[UserId],
        limit: u32,
    ) -> Result<()> {
        let (app_id, channel_id, actor) = (app.clone(), channel.clone(), actor.cloned());
        self.queue.write(members::AddMembers { app_id, channel_id, actor, user_ids: users.to_vec(), limit }).await
    }

    async fn remove_member(&self, app: &AppId, channel: &ChannelId, user: &UserId) -> Result<()> {
        let (app_id, channel_id) = (app.clone(), channel.clone());
        self.queue.write(members::RemoveMember { app_id, channel_id, user_id: user.clone() }).await
    }

    async fn members(&self, app: &AppId, channel: &ChannelId, after: Option<&str>, limit: u32) -> Result<MemberList> {
        self.read_members(app, channel, after, limit).await
    }

    async fn people(
        &self,
        app: &AppId,
        channel: &ChannelId,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<MemberList> {
        self.read_people(app, channel, prefix, after, limit).await
    }

    async fn filtered_members(
        &self,
        app: &AppId,
        channel: &ChannelId,
        listed: Listed<'_>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<MemberList> {
        self.read_filtered_members(app, channel, listed, after, limit).await
    }

    async fn standings(&self, app: &AppId, channel: &ChannelId, users: &[UserId]) -> Result<Vec<Member>> {
        self.read_standings(app, channel, users).await
    }

    async fn moderate(
        &self,
        app: &AppId,
        channel: &ChannelId,
        actor: Option<&UserId>,
        user: &UserId,
        measure: Measure,
    ) -> Result<()> {
        let (app_id, channel_id, user_id) = (app.clone(), channel.clone(), user.clone());
        self.queue.write(moderation::Moderate { app_id, channel_id, actor: actor.cloned(), user_id, measure }).await
    }

    async fn change_channel(
        &self,
        app: &AppId,
        channel: &ChannelId,
        actor: Option<&UserId>,
        change: ChannelChange,
    ) -> Result<Channel> {
        let (app_id, channel_id) = (app.clone(), channel.clone());
        self.queue.write(moderation::ChangeChannel { app_id, channel_id, actor: actor.cloned(), change }).await
    }

    async fn add_report(&self, app: &AppId, reporter: &UserId, report: MakeReport) -> Result<()> {
        self.queue.write(reports::AddReport { app_id: app.clone(), reporter: reporter.clone(), report }).await
    }

    async fn reports(
        &self,
        app: &AppId,
        channel: Option<&ChannelId>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ReportList> {
        self.read_reports(app, channel, after, limit).await
    }

    async fn resolve_report(
        &self,
        app: &AppId,
        channel: &ChannelId,
        actor: Option<&UserId>,
        report: u64,
    ) -> Result<()> {
        let (app_id, channel_id) = (app.clone(), channel.clone());
        self.queue.write(reports::Resolve { app_id, channel_id, actor: actor.cloned(), report_id: report }).await
    }

    async fn set_block(&self, app: &AppId, user: &UserId, other: &UserId, on: bool) -> Result<Vec<UserId>> {
        let (app_id, user_id, other) = (app.clone(), user.clone(), other.clone());
        self.queue.write(blocks::SetBlock { app_id, user_id, other, on }).await
    }

    async fn blocked(&self, app: &AppId, user: &UserId) -> Result<Vec<UserId>> {
        self.read_blocked(app, user).await
    }

    fn append(&self, message: NewMessage) -> BoxFuture<'static, Result<Ack>> {
        match message.is_composed() {
            true => self.queue.enqueue(compose::Compose(message)),
            false => self.queue.append(message),
        }
    }

    async fn edit(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: &UserId,
        seq: Seq,
        text: &str,
        extra: Extra,
    ) -> Result<MessageEvent> {
        let change = messages::Change::Edit { text: text.to_owned(), extra: Box::new(extra) };
        self.change_message(app, channel, user, seq, change).await
    }

    async fn delete(&self, app: &AppId, channel: &ChannelId, user: &UserId, seq: Seq) -> Result<MessageEvent> {
        self.change_message(app, channel, user, seq, messages::Change::Delete).await
    }

    async fn react(&self, reaction: NewReaction) -> Result<MessageEvent> {
        self.queue.write(reaction).await
    }

    async fn reactors(&self, app: &AppId, channel: &ChannelId, wanted: Reactors<'_>) -> Result<ReactionList> {
        self.read_reactors(app, channel, wanted).await
    }

    async fn own_reactions(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: &UserId,
        first: Seq,
        last: Seq,
    ) -> Result<Vec<(Seq, String)>> {
        self.read_own_reactions(app, channel, user, (first, last)).await
    }

    async fn pin(&self, pin: NewPin) -> Result<MessageEvent> {
        self.queue.write(pin).await
    }

    async fn pins(
        &self,
        app: &AppId,
        channel: &ChannelId,
        reader: Reader<'_>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<PinList> {
        self.read_pins(app, channel, reader, (after, limit)).await
    }

    async fn vote(&self, vote: NewVote) -> Result<MessageEvent> {
        self.queue.write(vote).await
    }

    async fn close_poll(&self, closing: PollClosing) -> Result<MessageEvent> {
        self.queue.write(closing).await
    }

    async fn votes(&self, app: &AppId, channel: &ChannelId, wanted: Voters<'_>) -> Result<VoteList> {
        self.read_votes(app, channel, wanted).await
    }

    async fn own_votes(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: &UserId,
        first: Seq,
        last: Seq,
    ) -> Result<Vec<(Seq, Vec<u32>)>> {
        self.read_own_votes(app, channel, user, (first, last)).await
    }

    async fn move_cursor(
        &self,
        app: &AppId,
        channel: &ChannelId,
        user: &UserId,
        read: Option<Seq>,
        delivered: Option<Seq>,
    ) -> Result<Option<Cursor>> {
        let (app_id, channel_id, user_id) = (app.clone(), channel.clone(), user.clone());
        self.queue.write(cursors::MoveCursor { app_id, channel_id, user_id, read, delivered }).await
    }

    async fn search(&self, app: &AppId, reader: Option<&UserId>, sought: Sought<'_>) -> Result<SearchPage> {
        self.read_search(app, reader, sought).await
    }

    async fn locate(&self, app: &AppId, channel: &ChannelId, at: TimeMs) -> Result<Located> {
        self.read_locate(app, channel, at).await
    }

    async fn backup(&self, path: &Path) -> Result<()> {
        self.write_backup(path).await
    }

    async fn check(&self) -> Result<CheckReport> {
        self.run_check().await
    }

    async fn close(&self) {
        self.queue.close().await;
        self.reads.close().await;
    }
}
