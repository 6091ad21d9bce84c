//! Every command, client → server, on one page.

use crate::{frame::frames, *};

frames! {
    /// What a client may ask. The answer's kind stands behind each.
    Command {
        /// → `welcome`
        Hello(Hello) = "hello",
        /// → `done`
        Refresh(Refresh) = "refresh",
        /// → `pong`
        Ping(Empty) = "ping",
        /// → `channel_list`
        ListChannels(ListChannels) = "list_channels",
        /// Take part in an open channel until `exit` or the socket's end; also tells any channel's state. → `channel`
        Enter(ChannelRef) = "enter",
        /// → `done`
        Exit(ChannelRef) = "exit",
        /// → `member_list`
        ListMembers(ListMembers) = "list_members",
        /// → `history_page`
        History(History) = "history",
        /// → `sync_page`
        Sync(SyncChannel) = "sync",
        /// → `ack`
        Send(SendMessage) = "send",
        /// → `ack`
        Forward(Forward) = "forward" in parts,
        /// → `message_changed`
        Edit(EditMessage) = "edit",
        /// → `message_changed`
        Delete(DeleteMessage) = "delete",
        /// → `message_changed`
        React(React) = "react",
        /// → `message_changed`
        Pin(PinMessage) = "pin" in parts,
        /// → `pin_list`
        ListPins(ListPins) = "list_pins" in parts,
        /// → `ack`
        SendPoll(SendPoll) = "send_poll" in parts,
        /// → `message_changed`
        Vote(Vote) = "vote" in parts,
        /// → `message_changed`
        ClosePoll(ClosePoll) = "close_poll" in parts,
        /// → `message_changed`
        RemovePreview(RemovePreview) = "remove_preview" in parts,
        /// → `vote_list`
        ListVotes(ListVotes) = "list_votes" in parts,
        /// → `scheduled`
        Schedule(Schedule) = "schedule" in parts,
        /// → `scheduled_list`
        ListScheduled(ListScheduled) = "list_scheduled" in parts,
        /// → `scheduled`
        ChangeScheduled(ChangeScheduled) = "change_scheduled" in parts,
        /// → `done`
        CancelScheduled(ScheduledRef) = "cancel_scheduled" in parts,
        /// → `ack`
        SendScheduled(ScheduledRef) = "send_scheduled" in parts,
        /// → `done`
        MarkRead(Mark) = "mark_read",
        /// → `done`
        MarkDelivered(Mark) = "mark_delivered",
        /// No answer.
        Typing(Typing) = "typing",
        /// → `presence`
        WatchPresence(WatchPresence) = "watch_presence",
        /// → `done`
        FollowThread(FollowThread) = "follow_thread",
        /// → `thread_list`
        ListThreads(ListThreads) = "list_threads" in parts,
        /// → `channel`
        CreateChannel(CreateChannel) = "create_channel" in parts,
        /// → `channel`
        Invite(Invite) = "invite" in parts,
        /// Into a public group. → `channel`
        Join(ChannelRef) = "join" in parts,
        /// → `done`
        Leave(ChannelRef) = "leave" in parts,
        /// → `reaction_list`
        ListReactions(ListReactions) = "list_reactions" in parts,
        /// → `search_page`
        Search(Search) = "search" in parts,
        /// → `located`
        Locate(Locate) = "locate" in parts,
        /// People to talk with.
        ListUsers(ListUsers) = "list_users" in parts,
        /// Channels to enter or join.
        BrowseChannels(BrowseChannels) = "browse_channels" in parts,
        /// → `channel`
        UpdateChannel(UpdateChannel) = "update_channel" in parts,
        /// → `done`
        SetRole(SetRole) = "set_role" in parts,
        /// → `done`
        Mute(Restrict) = "mute" in parts,
        /// → `done`
        Unmute(MemberRef) = "unmute" in parts,
        /// → `done`
        Ban(Restrict) = "ban" in parts,
        /// → `done`
        Unban(MemberRef) = "unban" in parts,
        /// → `done`
        Kick(MemberRef) = "kick" in parts,
        /// → `done`
        ShadowMute(Restrict) = "shadow_mute" in parts,
        /// → `done`
        ShadowUnmute(MemberRef) = "shadow_unmute" in parts,
        /// → `done`
        Report(MakeReport) = "report" in parts,
        /// → `report_list`
        ListReports(ListReports) = "list_reports" in parts,
        /// → `done`
        ResolveReport(ResolveReport) = "resolve_report" in parts,
        /// → `preference`
        SetPreference(SetPreference) = "set_preference" in parts,
        /// → `do_not_disturb`
        DoNotDisturb(DoNotDisturb) = "do_not_disturb" in parts,
        /// → `blocked`
        Block(Block) = "block" in parts,
    }
}
