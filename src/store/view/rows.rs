//! The rows of a conversation: messages in runs, days, the unread divider.

use super::*;

/// A run holds messages of one author not further apart than this.
const RUN_MS: u64 = 3 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// One row of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A new day begins; any time of that day.
    Day(TimeMs),
    /// What follows was unread when the channel was opened.
    Unread,
    /// Too much was missed here; what lies between is loaded by scrolling.
    Gap,
    /// What happened, in one line; the same of several people one after the other is one row.
    Admin { first: Seq, last: Seq },
    Message {
        key: Key,
        /// First of its run: same author within 3 minutes, same day.
        first: bool,
        /// Last of its run.
        last: bool,
    },
}

/// The rows of a channel, top to bottom.
pub fn rows(model: &Model, channel_id: &ChannelId) -> Vec<Row> {
    rows_between(model, channel_id, Seq(0), None)
}

/// The rows that begin with the messages `from..to`; without `to` up to the newest, own unconfirmed ones included. Costs
/// what it returns, however long the timeline is.
pub fn rows_between(model: &Model, channel_id: &ChannelId, from: Seq, to: Option<Seq>) -> Vec<Row> {
    let empty = Timeline::default();
    let timeline = model.timelines.get(channel_id).unwrap_or(&empty);
    let at = |seq: Seq| timeline.messages.partition_point(|message| message.seq < seq);
    let (mut start, end) = (at(from), to.map_or(timeline.messages.len(), at));
    let held = &timeline.messages;
    // What happened may be told in a row that began before.
    let happened = |at: usize| held.get(at).is_some_and(|message| message.admin.is_some() || message.hollow);
    while start > 0 && happened(start) && happened(start - 1) {
        start -= 1;
    }
    let before = held.get(..start).unwrap_or_default().iter().rfind(|message| !message.hollow);
    let mut run = Runs {
        rows: Vec::with_capacity(end.saturating_sub(start) + 8),
        previous: before.map(|message| (author(message), message.created_at)),
        happened: None,
        offset_ms: i64::from(model.session.zone_offset_minutes) * 60_000,
    };
    let (mut skipped, mut within, mut divider) = (0, usize::MAX, None);
    for message in held.get(start..).unwrap_or_default() {
        divider = if timeline.gap == Some(message.seq) {
            Some(Row::Gap)
        } else {
            divider.or((timeline.unread_from == Some(message.seq)).then_some(Row::Unread))
        };
        // There is nothing to show of it, and what stands around it stands together.
        if message.hollow {
            continue;
        }
        // One more than asked for: it tells whether the last row ends its run, or goes on.
        let beyond = to.is_some_and(|to| message.seq >= to);
        if beyond {
            within = within.min(run.rows.len());
        }
        match &message.admin {
            Some(admin) => run.push_admin(message, admin, divider.take()),
            None => run.push(model.key(message), Some(&message.user_id), message.created_at, divider.take()),
        }
        if message.seq < from {
            skipped = run.rows.len();
        }
        if beyond && run.rows.len() > within {
            break;
        }
    }
    if to.is_none() && !timeline.has_after {
        for pending in model.outbox.iter().filter(|pending| pending.channel_id == *channel_id) {
            let at = shown_time(model, pending);
            run.push(Key::Own(pending.client_id.clone()), model.me(), at, None);
        }
    }
    run.rows.truncate(within);
    run.rows.drain(..skipped.min(run.rows.len()));
    run.rows
}

struct Runs<'a> {
    rows: Vec<Row>,
    previous: Option<(Option<&'a UserId>, TimeMs)>,
    /// What the last row tells that is still one with what follows.
    happened: Option<(Happening, &'a UserId)>,
    offset_ms: i64,
}

/// Whose run a message is part of.
fn author(message: &Message) -> Option<&UserId> {
    message.is_said().then_some(&message.user_id)
}

impl<'a> Runs<'a> {
    fn push(&mut self, key: Key, author: Option<&'a UserId>, at: TimeMs, divider: Option<Row>) {
        let new_day = self.previous.is_none_or(|(_, before)| self.day(before) != self.day(at));
        let near = self.previous.is_some_and(|(who, before)| who == author && at.0.abs_diff(before.0) <= RUN_MS);
        let joins = near && !new_day && divider.is_none();
        if new_day {
            self.rows.push(Row::Day(at));
        }
        self.rows.extend(divider);
        self.happened = None;
        if joins && let Some(Row::Message { last, .. }) = self.rows.last_mut() {
            *last = false;
        }
        self.rows.push(Row::Message { key, first: !joins, last: true });
        self.previous = Some((author, at));
    }

    fn push_admin(&mut self, message: &'a Message, admin: &Admin, divider: Option<Row>) {
        let at = message.created_at;
        let new_day = self.previous.is_none_or(|(_, before)| self.day(before) != self.day(at));
        // Who comes and goes is one whoever it is; who was added or removed, by the same person.
        let (what, by) = (admin.what, &message.user_id);
        let joins = !new_day
            && divider.is_none()
            && match (what, self.happened) {
                (Happening::Joined | Happening::Left, Some((before, _))) => before == what,
                (Happening::Added | Happening::Removed, Some(before)) => before == (what, by),
                _ => false,
            };
        if new_day {
            self.rows.push(Row::Day(at));
        }
        self.rows.extend(divider);
        match self.rows.last_mut() {
            Some(Row::Admin { last, .. }) if joins => *last = message.seq,
            _ => self.rows.push(Row::Admin { first: message.seq, last: message.seq }),
        }
        self.happened = Some((what, by));
        self.previous = Some((None, at));
    }

    fn day(&self, at: TimeMs) -> i64 {
        (at.0.cast_signed() + self.offset_ms).div_euclid(DAY_MS)
    }
}

/// How far an own message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageState {
    Pending,
    Failed(ErrorCode),
    Sent,
    Delivered,
    Read,
}

impl MessageState {
    /// For `data-state`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Failed(_) => "failed",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }
}

/// One message as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageView {
    /// Absent until the server has it.
    pub seq: Option<Seq>,
    pub client_id: ClientId,
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<Box<Quote>>,
    /// What the text's parts are.
    pub ranges: Vec<TextRange>,
    /// It names the user.
    pub mentioned: bool,
    pub files: Vec<Attachment>,
    pub author: User,
    pub own: bool,
    /// Of others' messages always `Sent`.
    pub state: MessageState,
    pub edited: bool,
    pub deleted: bool,
    /// Of somebody whom the user blocks: folded.
    pub blocked: bool,
    /// Its author and operators alone see it.
    pub shadow: bool,
    /// Server clock.
    pub created_at: TimeMs,
    pub may_edit: bool,
    pub may_delete: bool,
    pub may_pin: bool,
    pub pinned: bool,
    /// What its first link leads to.
    pub preview: Option<Box<LinkPreview>>,
    pub thread: Option<Box<Thread>>,
    /// Of a reply that is in the channel as well: there.
    pub in_channel: Option<Seq>,
    /// Of what is in the channel as well: the reply.
    pub in_thread: Option<Seq>,
    /// It asks something.
    pub poll: bool,
    /// It repeats a message of this author of elsewhere.
    pub forwarded: Option<Forwarded>,
    /// A deletion or an edit of it awaits the server.
    pub busy: bool,
}

/// The message of this key, when it is held.
pub fn message(model: &Model, channel_id: &ChannelId, key: &Key) -> Option<MessageView> {
    if let Some(message) = model.message(channel_id, key) {
        return Some(held(model, channel_id, message));
    }
    let pending = model.pending(key)?;
    Some(MessageView {
        seq: None,
        client_id: pending.client_id.clone(),
        text: pending.text.clone(),
        reply_to: pending.reply_to.clone().map(Box::new),
        ranges: Vec::new(),
        mentioned: false,
        files: pending.files.clone(),
        author: model.session.me.clone().unwrap_or_else(nobody),
        own: true,
        state: match pending.state {
            PendingState::Waiting => MessageState::Pending,
            PendingState::Failed(code) => MessageState::Failed(code),
        },
        edited: false,
        deleted: false,
        blocked: false,
        shadow: false,
        created_at: shown_time(model, pending),
        may_edit: false,
        may_delete: false,
        may_pin: false,
        pinned: false,
        preview: None,
        thread: None,
        in_channel: None,
        in_thread: None,
        poll: false,
        forwarded: None,
        busy: false,
    })
}

fn held(model: &Model, channel_id: &ChannelId, message: &Message) -> MessageView {
    let own = model.me() == Some(&message.user_id);
    let operator = operates(model, channel_id);
    let editing = model.panel.editing.as_ref();
    let edited = editing.is_some_and(|editing| {
        editing.submitted.is_some() && editing.seq == message.seq && editing.channel_id == *channel_id
    });
    MessageView {
        seq: Some(message.seq),
        client_id: message.client_id.clone(),
        text: message.text.clone(),
        reply_to: message.reply_to.clone(),
        ranges: message.ranges.clone(),
        mentioned: model.names_me(message, true),
        files: message.files.iter().map(sent_file).collect(),
        author: user(model, &message.user_id),
        own,
        state: if own { state_of(model, channel_id, message.seq) } else { MessageState::Sent },
        edited: message.edited_at.is_some(),
        deleted: message.deleted,
        blocked: model.blocked.contains(&message.user_id),
        shadow: message.shadow,
        created_at: message.created_at,
        may_edit: own && !message.deleted && message.poll.is_none() && message.forwarded.is_none(),
        may_pin: may_pin(model, channel_id) && !message.shadow,
        pinned: message.pinned,
        preview: message.preview.clone(),
        thread: message.thread.clone(),
        in_channel: message.in_channel,
        in_thread: message.in_thread,
        poll: message.poll.is_some(),
        forwarded: message.forwarded.clone(),
        may_delete: (own || operator) && !message.deleted,
        busy: edited || model.deleting.contains(&(channel_id.clone(), message.seq)),
    }
}

/// The files of a message.
pub fn files(model: &Model, channel_id: &ChannelId, key: &Key) -> Vec<Attachment> {
    match model.message(channel_id, key) {
        Some(message) => message.files.iter().map(sent_file).collect(),
        None => model.pending(key).map(|pending| pending.files.clone()).unwrap_or_default(),
    }
}

/// Whether the composer holds files that go with the next message.
pub fn carries(model: &Model, channel_id: &ChannelId) -> bool {
    model.attachments.get(channel_id).is_some_and(|files| files.iter().any(Attachment::goes))
}

fn sent_file(file: &File) -> Attachment {
    Attachment { id: ClientId(file.file_id.0.clone()), file: file.clone(), state: Upload::Done }
}

/// Up to where all others got, and read: `(delivered, read)`.
pub fn receipts(model: &Model, channel_id: &ChannelId) -> (Seq, Seq) {
    let me = model.me();
    let cursors = model.timelines.get(channel_id).map_or(&[][..], |timeline| &timeline.cursors);
    let others = || cursors.iter().filter(|cursor| Some(&cursor.user_id) != me);
    let delivered = others().map(|cursor| cursor.delivered_seq.max(cursor.read_seq)).min();
    let read = others().map(|cursor| cursor.read_seq).min();
    (delivered.unwrap_or_default(), read.unwrap_or_default())
}

fn state_of(model: &Model, channel_id: &ChannelId, seq: Seq) -> MessageState {
    let (delivered, read) = receipts(model, channel_id);
    match () {
        () if seq <= read => MessageState::Read,
        () if seq <= delivered => MessageState::Delivered,
        () => MessageState::Sent,
    }
}

/// A pending message's time by the server's clock.
fn shown_time(model: &Model, pending: &Pending) -> TimeMs {
    TimeMs(pending.created_at.0.saturating_add_signed(model.session.clock_offset_ms))
}

fn nobody() -> User {
    User { user_id: UserId(String::new()), nickname: String::new(), profile_url: None, visitor: true }
}
