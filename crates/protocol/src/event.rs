//! Every event, server → client, on one page.

use crate::{frame::frames, *};

frames! {
    /// What a client may hear: answers (with the command's `id`) and pushes (without).
    Event {
        Welcome(Welcome) = "welcome",
        Identified(Identified) = "identified",
        TokenExpiring(TokenExpiring) = "token_expiring",
        Heartbeat(Revs) = "heartbeat",
        Pong(Revs) = "pong",
        Reconnect(Reconnect) = "reconnect",
        Gap(Gap) = "gap",
        /// The command was carried out and has nothing to tell.
        Done(Empty) = "done",
        Error(WireError) = "error",
        ChannelList(ChannelList) = "channel_list",
        /// Answer of commands about one channel; pushed when the user was added to a channel.
        Channel(ChannelView) = "channel",
        ChannelChanged(ChannelChanged) = "channel_changed",
        /// The user is no longer in this channel (left, on this or another device).
        ChannelRemoved(ChannelRef) = "channel_removed",
        MemberList(MemberList) = "member_list",
        MemberChanged(MemberChanged) = "member_changed",
        HistoryPage(HistoryPage) = "history_page",
        SyncPage(SyncPage) = "sync_page",
        Ack(Ack) = "ack",
        MessageCreated(MessageEvent) = "message_created",
        MessageChanged(MessageEvent) = "message_changed",
        ReactionList(ReactionList) = "reaction_list" in parts,
        PinList(PinList) = "pin_list" in parts,
        SearchPage(SearchPage) = "search_page" in parts,
        Located(Located) = "located" in parts,
        UserList(UserList) = "user_list" in parts,
        BrowsedChannels(BrowsedChannels) = "browsed_channels" in parts,
        VoteList(VoteList) = "vote_list" in parts,
        Scheduled(Scheduled) = "scheduled" in parts,
        ScheduledList(ScheduledList) = "scheduled_list" in parts,
        ThreadReplied(ThreadReplied) = "thread_replied",
        ThreadList(ThreadList) = "thread_list" in parts,
        CursorMoved(CursorMoved) = "cursor_moved",
        TypingChanged(TypingChanged) = "typing_changed",
        Presence(Presence) = "presence",
        ReportList(ReportList) = "report_list" in parts,
        Blocked(Blocked) = "blocked",
        Preference(PreferenceChanged) = "preference",
        DoNotDisturb(DoNotDisturb) = "do_not_disturb",
    }
}
