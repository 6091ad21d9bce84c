//! Threads: each a log of its own with the rows of a channel, so that numbers, revisions, `sync` and exactly-once hold in it
//! as they are. Who may do what is asked of its channel (`home`). A reply also is a change of its root, in the same transaction.

use super::append::write_appends;
use super::fault::Fail;
use super::known::Known;
use super::quote::{self, quote};
use super::rows::{self, ChannelRow, Columns, Outcome, signed, sql};
use super::users::find_user;
use super::writer::Tx;
use super::{NewMessage, StoreError};
use crate::policy::{Access, Action, authorize};
use crate::shadow::Reader;
use madang_protocol::*;
use sqlx::{AnyConnection, AssertSqlSafe};

/// Followers that are told of a reply; whoever is beyond finds it in the list.
const MOST_TOLD: i64 = 500;

impl ChannelRow {
    pub(super) fn is_thread(&self) -> bool {
        self.key != self.home.0
    }

    /// The thread takes over what its channel decides.
    pub(super) fn settle(&mut self, home: &Self) {
        self.home = (home.key, home.channel.seq);
        let Channel { channel_id, created_at, seq, rev, .. } = self.channel.clone();
        self.channel = Channel { channel_id, created_at, seq, rev, ..home.channel.clone() };
    }

    /// A thread in which nobody replied yet.
    pub(super) fn unbegun(channel_id: &ChannelId, home: &Self) -> Self {
        let channel = Channel { channel_id: channel_id.clone(), ..Channel::default() };
        let mut row = Self { key: 0, active_at: 0, home: (0, Seq(0)), channel };
        row.settle(home);
        row
    }
}

/// Whether there is a message to begin a thread with.
pub(super) async fn has_root(connection: &mut AnyConnection, channel_key: i64, root: Seq) -> Outcome<bool> {
    shows_root(connection, channel_key, root, Reader::ALL).await
}

/// Whether there is one for this reader.
pub(super) async fn shows_root(
    connection: &mut AnyConnection,
    channel_key: i64,
    root: Seq,
    reader: Reader<'_>,
) -> Outcome<bool> {
    let query = sql("SELECT m.is_shadow, u.user_id FROM message m JOIN app_user u ON u.id = m.user_key \
         WHERE m.channel_key = ? AND m.seq = ? AND m.is_admin = 0");
    let found = query.bind(channel_key).bind(signed(root.0)).fetch_optional(connection).await?;
    let Some(found) = found else { return Ok(false) };
    let mut columns = Columns::of(&found);
    let (shadow, author) = (columns.flag()?, UserId(columns.text()?));
    Ok(!shadow || reader.sees(&author))
}

/// The reader's row: whether they hear of new replies, and how far they read.
pub(super) async fn follower(
    connection: &mut AnyConnection,
    thread_key: i64,
    user: &UserId,
) -> Outcome<Option<(bool, Seq)>> {
    let query = sql("SELECT f.following, f.read_seq FROM follower f JOIN app_user u ON u.id = f.user_key \
         WHERE f.thread_key = ? AND u.user_id = ?");
    let row = query.bind(thread_key).bind(user.as_str()).fetch_optional(connection).await?;
    let read = |row| {
        let mut columns = Columns::of(&row);
        Ok((columns.flag()?, Seq(columns.number()?)))
    };
    row.map(read).transpose()
}

/// The root as it now is, and the profiles of its author and of who replied.
pub(super) async fn root(
    connection: &mut AnyConnection,
    app_id: &AppId,
    (home_key, seq): (i64, Seq),
    reader: Reader<'_>,
    users: &mut std::collections::BTreeMap<UserId, User>,
) -> Outcome<Message> {
    let found = quote::message(connection, home_key, reader, seq).await?;
    let (message, author) = found.ok_or(sqlx::Error::RowNotFound)?;
    rows::meet(users, author);
    super::reactions::name(connection, app_id, std::slice::from_ref(&message), users).await?;
    Ok(message)
}

impl Tx {
    /// The thread's row, written now if it has none. A thread without replies is the same as none.
    pub(super) async fn begin_thread(
        &mut self,
        row: ChannelRow,
        app_id: &AppId,
    ) -> std::result::Result<ChannelRow, Fail> {
        if row.key != 0 {
            return Ok(row);
        }
        let kind = [rows::kind_name(row.channel.kind), "_thread"].concat();
        sql("INSERT INTO channel (app_id, channel_id, kind, name, is_public, member_count, created_at, active_at, seq, rev, \
             parent_key) VALUES (?, ?, ?, '', 0, 0, ?, ?, 0, 0, ?)")
        .bind(app_id.as_str())
        .bind(row.channel.channel_id.as_str())
        .bind(kind)
        .bind(self.now)
        .bind(self.now)
        .bind(row.home.0)
        .execute(&mut self.connection)
        .await?;
        self.lock_channel(app_id, &row.channel.channel_id).await
    }

    /// Follows, or not; how far one read only grows. Without `anew` whoever decided otherwise is left alone.
    pub(super) async fn follow(
        &mut self,
        thread_key: i64,
        user_key: i64,
        (following, anew): (bool, bool),
        read: Seq,
    ) -> Outcome<()> {
        let held = sql("SELECT read_seq FROM follower WHERE thread_key = ? AND user_key = ?");
        let held = held.bind(thread_key).bind(user_key).fetch_optional(&mut self.connection).await?;
        if held.is_some() && !anew {
            return Ok(());
        }
        let (following, read) = (i64::from(following), signed(read.0));
        let query = match held {
            Some(_) => {
                sql("UPDATE follower SET following = ?, read_seq = CASE WHEN read_seq < ? THEN ? ELSE read_seq END \
                 WHERE thread_key = ? AND user_key = ?")
                .bind(following)
                .bind(read)
            }
            None => sql("INSERT INTO follower (following, read_seq, thread_key, user_key) VALUES (?, ?, ?, ?)")
                .bind(following),
        };
        query.bind(read).bind(thread_key).bind(user_key).execute(&mut self.connection).await?;
        Ok(())
    }

    /// Writes a reply and all that follows from it.
    pub(super) async fn reply(
        &mut self,
        message: &mut NewMessage,
        (home_id, root): (ChannelId, Seq),
    ) -> std::result::Result<Ack, Fail> {
        let app_id = message.app_id.clone();
        let row = self.lock_channel(&app_id, &message.channel_id).await?;
        let access = self.known.access(message).ok_or(StoreError::NotFound)?;
        let reader = Reader::of(&access, Some(&message.user_id));
        if !shows_root(&mut self.connection, row.home.0, root, reader).await? {
            return Err(StoreError::NotFound.into());
        }
        let copy = match message.in_channel {
            true => Some(self.copy_of(message, &home_id, (&row, root)).await?),
            false => None,
        };
        if copy.is_some() {
            message.extra.in_channel = Some(Seq(row.home.1.0 + 1));
        }
        let shadow = access.is_shadowed();
        let ack = write_appends(self, &[message]).await?.pop().unwrap_or(Err(StoreError::NotFound))?;
        let author = find_user(&mut self.connection, &app_id, &message.user_id).await?.ok_or(StoreError::NotFound)?;
        if shadow {
            self.pass_over(row.key, ack.seq).await?;
        } else {
            self.count_reply(message, (&home_id, root), &row, (&ack, &author.user)).await?;
        }
        self.follow(row.key, author.key, (true, true), ack.seq).await?;
        let told = if shadow { Vec::new() } else { self.told(&row, author.key).await? };
        if let Some(commit) = self.commits.iter_mut().rev().find(|commit| commit.channel_id == message.channel_id) {
            commit.told = told;
        }
        // What is known of the channel is older than its root now.
        self.known.forget();
        if let Some(copy) = copy {
            // One message said twice: slow mode counted it already.
            self.known.posts.insert((row.home.0, author.key), None);
            write_appends(self, &[&copy]).await?.pop().unwrap_or(Err(StoreError::NotFound))?;
        }
        Ok(ack)
    }

    /// The root counts the reply, and whom it concerns follows.
    async fn count_reply(
        &mut self,
        message: &NewMessage,
        (home_id, root): (&ChannelId, Seq),
        row: &ChannelRow,
        (ack, author): (&Ack, &User),
    ) -> std::result::Result<(), Fail> {
        let app_id = &message.app_id;
        let mut revision = self.revise(app_id, home_id, &message.user_id, root).await?;
        let mut thread = revision.message.thread.take().unwrap_or_default();
        thread.replies += 1;
        (thread.seq, thread.at) = (ack.seq, ack.created_at);
        thread.user_ids.retain(|id| *id != message.user_id);
        thread.user_ids.insert(0, message.user_id.clone());
        thread.user_ids.truncate(REPLIERS);
        thread.user = Some(author.clone());
        revision.message.thread = Some(thread);
        let root_author = revision.message.user_id.clone();
        self.finish(app_id, revision).await?;
        if let Some(root_author) = find_user(&mut self.connection, app_id, &root_author).await? {
            self.follow(row.key, root_author.key, (true, false), Seq(0)).await?;
        }
        let named = sql("SELECT user_key FROM mention WHERE channel_key = ? AND seq = ? AND user_key <> 0");
        let named = named.bind(row.key).bind(signed(ack.seq.0)).fetch_all(&mut self.connection).await?;
        for found in named {
            self.follow(row.key, Columns::of(&found).int()?, (true, true), Seq(0)).await?;
        }
        Ok(())
    }

    /// The message of the channel that says the same as the reply. Refused where its client id was used.
    async fn copy_of(
        &mut self,
        message: &NewMessage,
        home_id: &ChannelId,
        (row, root): (&ChannelRow, Seq),
    ) -> std::result::Result<NewMessage, Fail> {
        let mut copy = NewMessage { channel_id: home_id.clone(), in_channel: false, ..message.clone() };
        super::append::unwritten(self, &copy).await?.ok_or(StoreError::IdempotencyConflict)?;
        copy.extra.reply_to = quote(&mut self.connection, row.home.0, Reader::ALL, root).await?;
        copy.extra.in_thread = Some(Seq(row.channel.seq.0 + 1));
        copy.flagged = false;
        copy.reply_to = Some(root);
        Ok(copy)
    }

    /// Sees to it that the thread of this message has a row that the writer knows; refuses who may not post.
    pub(super) async fn begin_for(&mut self, message: &NewMessage) -> std::result::Result<(), Fail> {
        Known::learn(self, &[message]).await?;
        if self.known.channel(message).is_some() {
            return Ok(());
        }
        let row = self.lock_channel(&message.app_id, &message.channel_id).await?;
        let author = find_user(&mut self.connection, &message.app_id, &message.user_id).await?;
        let author = author.ok_or(StoreError::NotFound)?;
        self.allow(Action::Post, &row, author.key).await?;
        self.begin_thread(row, &message.app_id).await?;
        Ok(Known::learn(self, &[message]).await?)
    }

    /// Who hears that somebody replied: followers who may read the channel still.
    async fn told(&mut self, row: &ChannelRow, author_key: i64) -> Outcome<Vec<UserId>> {
        let text = format!(
            "SELECT u.user_id, {} FROM follower f JOIN app_user u ON u.id = f.user_key \
             LEFT JOIN member m ON m.channel_key = ? AND m.user_key = f.user_key \
             WHERE f.thread_key = ? AND f.following = 1 AND f.user_key <> ? LIMIT ?",
            rows::STANDING
        );
        let query = sql(AssertSqlSafe(text)).bind(row.home.0).bind(row.key).bind(author_key).bind(MOST_TOLD);
        let mut told = Vec::new();
        for found in query.fetch_all(&mut self.connection).await? {
            let mut columns = Columns::of(&found);
            let user_id = UserId(columns.text()?);
            let standing = rows::standing_if_any(&mut columns)?;
            let access = Access::of(&row.channel, standing, TimeMs(self.now.cast_unsigned()));
            if authorize(Action::Read, Some(access)).is_ok() {
                told.push(user_id);
            }
        }
        Ok(told)
    }

    /// A reply was deleted: its root counts anew.
    pub(super) async fn recount(
        &mut self,
        app_id: &AppId,
        thread_id: &ChannelId,
        actor: &UserId,
    ) -> std::result::Result<(), Fail> {
        let Some((home_id, root)) = thread_id.root() else { return Ok(()) };
        let row = self.lock_channel(app_id, thread_id).await?;
        let found = sql("SELECT u.user_id, COUNT(*), MAX(m.created_at) FROM message m \
             JOIN app_user u ON u.id = m.user_key WHERE m.channel_key = ? AND m.is_deleted = 0 AND m.is_shadow = 0 \
             GROUP BY u.user_id ORDER BY MAX(m.seq) DESC");
        let found = found.bind(row.key).fetch_all(&mut self.connection).await?;
        let mut revision = self.revise(app_id, &home_id, actor, root).await?;
        // Where nothing was counted there is nothing to count anew: what was deleted was hollow.
        let Some(counted) = revision.message.thread.take() else { return Ok(()) };
        let mut thread = Thread { seq: counted.seq, at: counted.at, ..Thread::default() };
        for (place, row) in found.iter().enumerate() {
            let mut columns = Columns::of(row);
            let user_id = UserId(columns.text()?);
            thread.replies += u32::try_from(columns.int()?).unwrap_or(0);
            if place == 0 {
                thread.at = TimeMs(columns.number()?);
            }
            if place < REPLIERS {
                thread.user_ids.push(user_id);
            }
        }
        revision.message.thread = Some(thread.into());
        self.finish(app_id, revision).await?;
        Ok(())
    }

    /// How far the user read in the thread, if they follow it; `None` when that is known already.
    pub(super) async fn read_thread(
        &mut self,
        row: &ChannelRow,
        user: (i64, &UserId),
        read: Option<Seq>,
    ) -> Outcome<Option<Cursor>> {
        let read_seq = read.unwrap_or_default().min(row.channel.seq);
        let moved = sql("UPDATE follower SET read_seq = ? WHERE thread_key = ? AND user_key = ? AND read_seq < ?")
            .bind(signed(read_seq.0))
            .bind(row.key)
            .bind(user.0)
            .bind(signed(read_seq.0))
            .execute(&mut self.connection)
            .await?;
        let cursor = Cursor { user_id: user.1.clone(), read_seq, delivered_seq: read_seq };
        Ok((moved.rows_affected() > 0).then_some(cursor))
    }
}
