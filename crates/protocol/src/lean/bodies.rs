//! Every type of the wire by its fields: a field that is missing here does not compile.

use super::{Json, Lean};
use crate::*;

macro_rules! same_as_inner {
    ($($type:ident)*) => {$(
        impl Lean for $type {
            fn read(json: &Json, fits: &mut bool) -> Self { Self(Lean::read(json, fits)) }
            fn write(&self, out: &mut String) { self.0.write(out) }
            fn absent(fits: &mut bool) -> Self { Self(Lean::absent(fits)) }
        }
    )*};
}

same_as_inner! { AppId UserId ChannelId ClientId FileId Epoch Seq Rev TimeMs }

macro_rules! words {
    ($($type:ident { $first:ident = $first_word:literal $(, $variant:ident = $word:literal)* })*) => {$(
        impl Lean for $type {
            fn read(json: &Json, fits: &mut bool) -> Self {
                match json {
                    $(Json::Text(text) if text == $word => Self::$variant,)*
                    _ => {
                        *fits &= matches!(json, Json::Text(text) if text == $first_word);
                        Self::$first
                    }
                }
            }

            fn write(&self, out: &mut String) {
                super::json::quote(out, match self { Self::$first => $first_word, $(Self::$variant => $word,)* });
            }
        }
    )*};
}

words! {
    ChannelKind { Open = "open", Group = "group" }
    Notify { All = "all", Mentions = "mentions", None = "none" }
    Role { Member = "member", Operator = "operator" }
    MemberState { Joined = "joined", Left = "left", Banned = "banned" }
    MemberFilter {
        Operators = "operators", Muted = "muted", Banned = "banned", ShadowMuted = "shadow_muted", Present = "present"
    }
    Happening {
        Note = "note", Joined = "joined", Added = "added", Left = "left", Removed = "removed", Named = "named", Cover = "cover",
        Frozen = "frozen", Opened = "opened", SlowMode = "slow_mode", Pinned = "pinned"
    }
    TextStyle {
        Bold = "bold", Italic = "italic", Strike = "strike", Code = "code", CodeBlock = "code_block", Quote = "quote",
        Link = "link", Mention = "mention", MentionChannel = "mention_channel", MentionHere = "mention_here"
    }
    FileKind { Document = "document", Image = "image", Video = "video", Audio = "audio" }
    Retry { Never = "never", After = "after", AfterSignIn = "after_sign_in" }
}

impl Lean for ErrorCode {
    fn read(json: &Json, fits: &mut bool) -> Self {
        let text = String::read(json, fits);
        // A code of a later version is a fault of the server, as far as this client can tell.
        Self::ALL.iter().copied().find(|code| code.as_str() == text).unwrap_or(Self::Internal)
    }

    fn write(&self, out: &mut String) {
        super::json::quote(out, self.as_str());
    }
}

lean! {
    Empty {}
    User { user_id, nickname, profile_url, visitor: flag }
    Limits {
        text_chars, frame_bytes, group_members, sends_per_second, send_burst, connections_per_user,
        history_per_second, typing_interval_ms, reaction_kinds, file_bytes, uploads_per_second, list_users: flag, open_channels: flag
    }
    Hello { version, app_id, token, resume }
    Position { channel_id, epoch, rev }
    Welcome { user, epoch, server_time, heartbeat_ms, limits, blocked: some, do_not_disturb_until, unread_threads: some }
    Refresh { token }
    Identified { user, visitor_token }
    Revs { revs }
    Gap { channel_id }
    Reconnect { retry_after_ms, jitter_ms }
    TokenExpiring { expires_in_ms }
    WireError { code, retry, retry_after_ms, until, message }
    Channel {
        channel_id, kind = "type", name, cover_url, public: flag, distinct: flag, frozen: flag, slow_mode_seconds,
        member_count, created_at, seq, rev
    }
    ChannelView { channel, me, last_message, unread_count, mention_count, has_pins: flag, thread, some_members, preference, users }
    ListChannels { after, limit }
    ChannelList { channels, next }
    ChannelRef { channel_id }
    ChannelChanged { epoch, rev, channel }
    Member { user_id, role, state, joined_at, read_seq, delivered_seq, muted_until, banned_until, shadow_until, rev }
    ListMembers { channel_id, after, limit, prefix, filter, read_seq, user_ids: some }
    MemberList { channel_id, members, users, next, count }
    MemberChanged { channel_id, rev, member, user, member_count }
    Message {
        seq, rev, user_id, client_id, text, created_at, edited_at, deleted: flag, ranges: some, source, reply_to,
        reactions: some, files: some, pinned: flag, poll, preview, no_preview: flag, thread, in_channel, in_thread,
        forwarded, admin, shadow: flag, hollow: flag
    }
    Forwarded { nickname }
    Admin { what, user_ids: some, name, seq, seconds }
    Thread { replies, seq, at, user_ids, user }
    ThreadView { root, following }
    FollowThread { channel_id, on }
    ThreadReplied { channel_id, seq, user_id }
    Poll { options, multiple: flag, anonymous: flag, closes_at, closed_at, voters, mine }
    PollOption { text, count }
    LinkPreview { url, site, title: some, description: some, image }
    Quote { seq, user_id, nickname, text, deleted: flag }
    File { file_id, name, size, mime, kind, width, height, placeholder, duration_ms, waveform }
    TextRange { start, end, style, url, language, user_id }
    Mention { start, end, user_id }
    SendMessage { channel_id, client_id, text, mentions: some, reply_to, files: some, in_channel: flag }
    Ack { channel_id, client_id, epoch, seq, rev, created_at, duplicate: flag, text, ranges: some }
    EditMessage { channel_id, seq, text, mentions: some }
    DeleteMessage { channel_id, seq }
    MessageEvent { channel_id, rev, message, user, reaction }
    Reaction { emoji, count, user_ids, mine: flag }
    React { channel_id, seq, emoji, on }
    ReactionMade { user, emoji, on }
    Mark { channel_id, seq }
    Cursor { user_id, read_seq, delivered_seq }
    CursorMoved { channel_id, cursor }
    Typing { channel_id, active }
    TypingChanged { channel_id, user, active }
    Blocked { user_ids }
    Preference { notify, pinned_at, archived_seq, unread_from }
    PreferenceChanged { channel_id, preference, unread_count, mention_count }
    DoNotDisturb { until }
    WatchPresence { user_ids }
    UserPresence { user_id, online, last_seen_at }
    Presence { users }
    History { channel_id, before, after, around, limit }
    HistoryPage { channel_id, epoch, rev, messages, users, has_before, has_after, cursors }
    SyncChannel { channel_id, epoch, since }
    SyncPage { channel_id, epoch, rev, more: flag, reset: flag, has_before: flag, channel, messages, members, users, cursors }
}
