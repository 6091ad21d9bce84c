//! One value of every command kind.

use madang_protocol::*;

fn channel() -> ChannelId {
    "lobby".into()
}

fn mention() -> Mention {
    Mention { start: 11, end: 16, user_id: "joon".into() }
}

fn joon() -> MemberRef {
    MemberRef { channel_id: channel(), user_id: "joon".into() }
}

/// One frame of every command kind.
pub fn commands() -> Vec<Frame<Command>> {
    let alone = ChannelRef { channel_id: channel() };
    let payloads = [
        Command::Hello(Hello {
            version: 1,
            app_id: "shop".into(),
            token: Some("eyJhbGciOiJIUzI1NiJ9.e30.x".into()),
            resume: vec![Position { channel_id: channel(), epoch: "e1".into(), rev: Rev(41) }],
        }),
        Command::Refresh(Refresh { token: "eyJhbGciOiJIUzI1NiJ9.e30.y".into() }),
        Command::Ping(Empty {}),
        Command::ListChannels(ListChannels { after: Some("n2".into()), limit: Some(30) }),
        Command::CreateChannel(CreateChannel {
            client_id: "c0ffee00".into(),
            kind: ChannelKind::Group,
            name: "마당 모임".into(),
            public: false,
            distinct: true,
            cover_url: Some("/files/00112233445566778899aabbccddeeff".into()),
            user_ids: vec!["joon".into()],
        }),
        Command::Enter(alone.clone()),
        Command::Exit(alone.clone()),
        Command::Invite(Invite { channel_id: channel(), user_ids: vec!["joon".into(), "ara".into()] }),
        Command::Join(alone.clone()),
        Command::Leave(alone),
        Command::ListMembers(ListMembers {
            channel_id: channel(),
            after: None,
            limit: Some(50),
            prefix: Some("김ㅈ".into()),
            filter: Some(MemberFilter::Muted),
            read_seq: Some(Seq(7)),
            user_ids: vec!["joon".into()],
        }),
        Command::History(History {
            channel_id: channel(),
            before: Some(Seq(120)),
            after: None,
            around: None,
            limit: Some(50),
        }),
        Command::Sync(SyncChannel { channel_id: channel(), epoch: "e1".into(), since: Rev(41) }),
        Command::Send(SendMessage {
            channel_id: channel(),
            client_id: "9f86d081884c7d65".into(),
            text: "안녕하세요 👩‍🚀 \"quoted\"\nsecond line @Joon".into(),
            mentions: vec![Mention { start: 35, end: 40, user_id: "joon".into() }],
            reply_to: Some(Seq(6)),
            files: vec!["5d41402abc4b2a76b9719d911017c592".into()],
            in_channel: true,
        }),
        Command::Edit(EditMessage {
            channel_id: channel(),
            seq: Seq(7),
            text: "**better** @Joon".into(),
            mentions: vec![mention()],
        }),
        Command::Delete(DeleteMessage { channel_id: channel(), seq: Seq(7) }),
        Command::MarkRead(Mark { channel_id: channel(), seq: Seq(12) }),
        Command::MarkDelivered(Mark { channel_id: channel(), seq: Seq(13) }),
        Command::Typing(Typing { channel_id: channel(), active: true }),
        Command::WatchPresence(WatchPresence { user_ids: vec!["joon".into()] }),
        Command::React(React { channel_id: channel(), seq: Seq(7), emoji: "👩🏽‍🚀".into(), on: true }),
        Command::ListReactions(ListReactions {
            channel_id: channel(),
            seq: Seq(7),
            emoji: Some("❤️".into()),
            after: Some("9.4".into()),
            limit: Some(50),
        }),
        Command::Pin(PinMessage { channel_id: channel(), seq: Seq(7), on: true }),
        Command::ListPins(ListPins { channel_id: channel(), after: Some("41".into()), limit: Some(50) }),
        Command::Search(Search {
            channel_id: Some(channel()),
            query: "마당 \"two words\"".into(),
            user_id: Some("joon".into()),
            since: Some(TimeMs(1_789_000_000_000)),
            until: Some(TimeMs(1_790_000_000_000)),
            has_file: true,
            after: Some("1876951040000".into()),
            limit: Some(20),
        }),
        Command::Locate(Locate { channel_id: channel(), at: TimeMs(1_790_000_000_000) }),
        Command::ListUsers(ListUsers { prefix: "김ㅈ".into(), after: Some("9.kim".into()), limit: Some(50) }),
        Command::BrowseChannels(BrowseChannels { query: "raid".into(), after: Some("9".into()), limit: Some(30) }),
        Command::SendPoll(SendPoll {
            channel_id: channel(),
            client_id: "9f86d081884c7d65".into(),
            text: "언제 모일까요?".into(),
            options: vec!["여덟 시".into(), "아홉 시".into()],
            multiple: true,
            anonymous: true,
            closes_at: Some(TimeMs(1_790_000_600_000)),
        }),
        Command::Vote(Vote { channel_id: channel(), seq: Seq(7), options: vec![0, 1] }),
        Command::ClosePoll(ClosePoll { channel_id: channel(), seq: Seq(7) }),
        Command::ListVotes(ListVotes {
            channel_id: channel(),
            seq: Seq(7),
            option: Some(1),
            after: Some("9".into()),
            limit: Some(50),
        }),
        Command::Schedule(Schedule {
            channel_id: channel(),
            client_id: "9f86d081884c7d65".into(),
            text: "**Tonight** @Joon".into(),
            mentions: vec![Mention { start: 12, end: 17, user_id: "joon".into() }],
            send_at: TimeMs(1_790_000_600_000),
        }),
        Command::ListScheduled(ListScheduled {
            channel_id: Some(channel()),
            after: Some("1790000600000.3".into()),
            limit: Some(50),
        }),
        Command::ChangeScheduled(ChangeScheduled {
            client_id: "9f86d081884c7d65".into(),
            text: Some("tomorrow @Joon".into()),
            mentions: vec![Mention { start: 9, end: 14, user_id: "joon".into() }],
            send_at: Some(TimeMs(1_790_000_900_000)),
        }),
        Command::CancelScheduled(ScheduledRef { client_id: "9f86d081884c7d65".into() }),
        Command::SendScheduled(ScheduledRef { client_id: "9f86d081884c7d65".into() }),
        Command::UpdateChannel(UpdateChannel {
            name: Some("마당".into()),
            frozen: Some(false),
            slow_mode_seconds: Some(30),
            channel_id: channel(),
            ..UpdateChannel::default()
        }),
        Command::SetRole(SetRole { channel_id: channel(), user_id: "joon".into(), role: Role::Operator }),
        Command::Mute(Restrict { channel_id: channel(), user_id: "joon".into(), seconds: Some(600) }),
        Command::Unmute(joon()),
        Command::Ban(Restrict { channel_id: channel(), user_id: "joon".into(), seconds: None }),
        Command::Unban(joon()),
        Command::Kick(joon()),
        Command::Report(MakeReport {
            channel_id: channel(),
            seq: Some(Seq(7)),
            user_id: None,
            reason: ReportReason::Harassment,
            note: "again".into(),
        }),
        Command::ListReports(ListReports { channel_id: channel(), after: None, limit: Some(50) }),
        Command::ResolveReport(ResolveReport { channel_id: channel(), report_id: 4 }),
        Command::SetPreference(SetPreference {
            channel_id: channel(),
            notify: Some(Notify::Mentions),
            pinned: Some(true),
            archived: Some(false),
            unread_from: Some(Seq(7)),
        }),
        Command::DoNotDisturb(DoNotDisturb { until: Some(TimeMs(1_790_000_600_000)) }),
        Command::Block(Block { user_id: "joon".into(), on: true }),
        Command::RemovePreview(RemovePreview { channel_id: channel(), seq: Seq(7) }),
        Command::FollowThread(FollowThread { channel_id: channel().thread(Seq(7)), on: true }),
        Command::Forward(Forward {
            channel_id: channel(),
            client_id: "9f86d081884c7d65".into(),
            from_channel_id: "studio".into(),
            from_seq: Seq(7),
        }),
        Command::ListThreads(ListThreads { after: Some("r.41.9".into()), limit: Some(30) }),
        Command::ShadowMute(Restrict { channel_id: channel(), user_id: "joon".into(), seconds: Some(600) }),
        Command::ShadowUnmute(joon()),
    ];
    payloads.into_iter().zip(1..).map(|(payload, id)| Frame { id: Some(id), payload }).collect()
}
