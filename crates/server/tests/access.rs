//! The matrix of who may do what: every command × {stranger, visitor, other application, left, banned} answers as what does
//! not exist; every command × {muted, frozen, slow mode, non-operator} is either carried out or has its one error. REST has its own in
//! `platform_access.rs`, and files in `files.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::store::Measure;
use madang_server::testing::{Client, ORIGIN, TestApp};

/// Commands that name no channel, and so are nobody's to hide; each has tests of its own.
const NAMELESS: [&str; 15] = [
    "list_threads",
    "hello",
    "refresh",
    "ping",
    "list_channels",
    "create_channel",
    "watch_presence",
    "block",
    "do_not_disturb",
    "list_users",
    "browse_channels",
    "list_scheduled",
    "change_scheduled",
    "cancel_scheduled",
    "send_scheduled",
];

/// Commands that write what others read: kept from whoever is muted, and from members of a frozen channel.
const WRITING: [&str; 9] =
    ["send", "forward", "edit", "react", "typing", "send_poll", "vote", "close_poll", "schedule"];

/// Commands of operators.
const OPERATING: [&str; 12] = [
    "pin",
    "update_channel",
    "set_role",
    "mute",
    "unmute",
    "shadow_mute",
    "shadow_unmute",
    "ban",
    "unban",
    "kick",
    "list_reports",
    "resolve_report",
];

fn in_an_hour() -> TimeMs {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    TimeMs(u64::try_from(now.as_millis()).unwrap() + 3_600_000)
}

/// A poll that one writes.
fn poll(channel_id: &ChannelId, client_id: &str) -> Command {
    Command::SendPoll(SendPoll {
        channel_id: channel_id.clone(),
        client_id: client_id.into(),
        text: "when?".into(),
        options: vec!["now".into(), "later".into()],
        ..SendPoll::default()
    })
}

/// Every command that names a channel.
fn commands(channel_id: &ChannelId) -> Vec<Command> {
    let id = || channel_id.clone();
    let named = || ChannelRef { channel_id: id() };
    let eve = || MemberRef { channel_id: id(), user_id: "eve".into() };
    let restrict = || Restrict { channel_id: id(), user_id: "eve".into(), seconds: Some(60) };
    vec![
        Command::Enter(named()),
        Command::Exit(named()),
        Command::Invite(Invite { channel_id: id(), user_ids: vec!["eve".into()] }),
        Command::Join(named()),
        Command::UpdateChannel(UpdateChannel { channel_id: id(), name: Some("x".into()), ..UpdateChannel::default() }),
        Command::SetRole(SetRole { channel_id: id(), user_id: "eve".into(), role: Role::Operator }),
        Command::Mute(restrict()),
        Command::Unmute(eve()),
        Command::ShadowMute(restrict()),
        Command::ShadowUnmute(eve()),
        Command::Ban(restrict()),
        Command::Unban(eve()),
        Command::Kick(eve()),
        Command::ListMembers(ListMembers {
            channel_id: id(),
            after: None,
            limit: None,
            filter: None,
            read_seq: None,
            user_ids: vec![],
            prefix: Some("j".into()),
        }),
        Command::History(History { channel_id: id(), before: None, after: None, around: None, limit: None }),
        Command::Sync(SyncChannel { channel_id: id(), epoch: "e".into(), since: Rev(0) }),
        Command::Send(SendMessage {
            channel_id: id(),
            client_id: "client-9999".into(),
            text: "psst".into(),
            ..SendMessage::default()
        }),
        Command::Forward(Forward {
            channel_id: id(),
            client_id: "client-9996".into(),
            from_channel_id: id(),
            from_seq: Seq(1),
        }),
        Command::Edit(EditMessage { channel_id: id(), seq: Seq(1), text: "changed".into(), mentions: vec![] }),
        Command::React(React { channel_id: id(), seq: Seq(1), emoji: "👍".into(), on: true }),
        Command::Delete(DeleteMessage { channel_id: id(), seq: Seq(1) }),
        Command::ListReactions(ListReactions { channel_id: id(), seq: Seq(1), emoji: None, after: None, limit: None }),
        Command::Pin(PinMessage { channel_id: id(), seq: Seq(1), on: true }),
        Command::ListPins(ListPins { channel_id: id(), after: None, limit: None }),
        Command::RemovePreview(RemovePreview { channel_id: id(), seq: Seq(1) }),
        Command::Search(Search { channel_id: Some(id()), query: "secret".into(), ..Search::default() }),
        Command::Locate(Locate { channel_id: id(), at: TimeMs(0) }),
        poll(channel_id, "client-9998"),
        Command::Vote(Vote { channel_id: id(), seq: Seq(2), options: vec![0] }),
        Command::ListVotes(ListVotes { channel_id: id(), seq: Seq(2), option: None, after: None, limit: None }),
        Command::ClosePoll(ClosePoll { channel_id: id(), seq: Seq(2) }),
        Command::Schedule(Schedule {
            channel_id: id(),
            client_id: "client-9997".into(),
            text: "later".into(),
            mentions: vec![],
            send_at: in_an_hour(),
        }),
        Command::FollowThread(FollowThread { channel_id: channel_id.home().thread(Seq(1)), on: true }),
        Command::MarkRead(Mark { channel_id: id(), seq: Seq(1) }),
        Command::MarkDelivered(Mark { channel_id: id(), seq: Seq(1) }),
        Command::Typing(Typing { channel_id: id(), active: true }),
        Command::Report(MakeReport {
            channel_id: id(),
            seq: Some(Seq(1)),
            user_id: None,
            reason: ReportReason::Spam,
            note: String::new(),
        }),
        Command::ListReports(ListReports { channel_id: id(), after: None, limit: None }),
        Command::ResolveReport(ResolveReport { channel_id: id(), report_id: 1 }),
        Command::SetPreference(SetPreference { channel_id: id(), pinned: Some(true), ..SetPreference::default() }),
        Command::Leave(named()),
    ]
}

#[test]
fn the_matrix_has_every_command() {
    let named: Vec<&str> = commands(&"c".into()).iter().map(Command::kind).collect();
    for kind in Command::KINDS {
        assert!(named.contains(kind) != NAMELESS.contains(kind), "{kind}");
    }
}

/// Asks every command about the channel and about one that does not exist, and compares the answers.
async fn assert_hidden(mut client: Client, channel_id: &ChannelId) {
    let unknown = ChannelId::from("no-such-channel");
    for (command, elsewhere) in commands(channel_id).into_iter().zip(commands(&unknown)) {
        let kind = command.kind();
        let refused = client.ask(command).await.expect_err(kind);
        assert_eq!(refused.code, ErrorCode::NotFound, "{kind}");
        assert_eq!(client.ask(elsewhere).await.expect_err(kind), refused, "{kind}");
    }
    let search = Search { query: "secret".into(), ..Search::default() };
    let Ok(Event::SearchPage(page)) = client.ask(Command::Search(search)).await else { panic!("no page") };
    assert_eq!((page.hits.len(), page.channels.len(), page.users.len()), (0, 0, 0));
    let listed = client.ask(Command::ListChannels(ListChannels::default())).await;
    let Ok(Event::ChannelList(list)) = listed else { panic!("no list") };
    assert!(list.channels.iter().all(|view| view.channel.channel_id != *channel_id));
}

async fn group_of_two(app: &TestApp) -> ChannelId {
    let group = app.group(&["mina", "jun"]).await;
    app.user("mina").await.say(&group, "client-0001", "secret").await;
    group
}

#[tokio::test]
async fn a_stranger_gets_not_found_for_every_command() {
    let app = unhurried().await;
    let group = group_of_two(&app).await;
    app.user("mina").await.say(&group.thread(Seq(1)), "client-0002", "more of the secret").await;
    assert_hidden(app.user("eve").await, &group.thread(Seq(1))).await;
    assert_hidden(app.user("eve").await, &group).await;
}

#[tokio::test]
async fn a_visitor_gets_not_found_for_every_command() {
    let app = unhurried().await;
    let group = group_of_two(&app).await;
    assert_hidden(app.anonymous().await, &group).await;
}

#[tokio::test]
async fn a_user_of_another_application_gets_not_found_for_every_command_even_with_the_same_id() {
    let app = unhurried().await;
    let group = group_of_two(&app).await;
    let mut client = Client::connect(app.address, "other", Some(ORIGIN)).await.unwrap();
    let claims = madang_server::auth::Claims { app_id: "other".into(), ..app.claims("mina") };
    client.hello("other", Some(app.sign("other", &claims))).await;
    assert_hidden(client, &group).await;
}

#[tokio::test]
async fn one_who_left_gets_not_found_for_every_command_and_hears_nothing_more() {
    let app = unhurried().await;
    let group = group_of_two(&app).await;
    let mut jun = app.user("jun").await;
    jun.ask(Command::Leave(ChannelRef { channel_id: group.clone() })).await.unwrap();
    jun.pushed(|event| matches!(event, Event::ChannelRemoved(_)).then_some(())).await;
    app.user("mina").await.say(&group, "client-0002", "he is gone").await;
    let heard = jun.events_for(std::time::Duration::from_millis(200)).await;
    assert_eq!(heard, []);
    assert_hidden(jun, &group).await;
}

/// What the operator decides of jun, or of the channel.
async fn decide(app: &TestApp, command: Command) {
    let mut mina = app.user("mina").await;
    mina.ask(command).await.unwrap();
}

fn restrict(group: &ChannelId) -> Restrict {
    Restrict { channel_id: group.clone(), user_id: "jun".into(), seconds: None }
}

#[tokio::test]
async fn one_who_is_banned_gets_not_found_for_every_command_and_hears_nothing_more() {
    let app = unhurried().await;
    let group = group_of_two(&app).await;
    for public in [false, true] {
        let change = UpdateChannel { channel_id: group.clone(), public: Some(public), ..UpdateChannel::default() };
        decide(&app, Command::UpdateChannel(change)).await;
        let mut jun = app.user("jun").await;
        if !public {
            decide(&app, Command::Ban(restrict(&group))).await;
            jun.pushed(|event| matches!(event, Event::ChannelRemoved(_)).then_some(())).await;
        }
        app.user("mina").await.say(&group, &format!("client-000{}", 2 + u8::from(public)), "he is gone").await;
        assert_eq!(jun.events_for(std::time::Duration::from_millis(200)).await, []);
        assert_hidden(jun, &group).await;
    }
    let invite = Invite { channel_id: group.clone(), user_ids: vec!["jun".into()] };
    let refused = app.user("mina").await.ask(Command::Invite(invite)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Banned);
    decide(&app, Command::Unban(MemberRef { channel_id: group.clone(), user_id: "jun".into() })).await;
    app.user("jun").await.ask(Command::Join(ChannelRef { channel_id: group })).await.unwrap();
}

#[tokio::test]
async fn one_who_is_banned_from_an_open_channel_gets_not_found_and_hears_nothing_more() {
    let app = unhurried().await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let (courtyard, shop, mina_id) = (ChannelId::from("courtyard"), AppId::from("shop"), UserId::from("mina"));
    app.store.moderate(&shop, &courtyard, None, &mina_id, Measure::Role(Role::Operator)).await.unwrap();
    for client in [&mut mina, &mut jun] {
        client.ask(Command::Enter(ChannelRef { channel_id: courtyard.clone() })).await.unwrap();
    }
    mina.ask(Command::Ban(restrict(&courtyard))).await.unwrap();
    jun.pushed(|event| matches!(event, Event::ChannelRemoved(_)).then_some(())).await;
    mina.say(&courtyard, "client-0001", "he is gone").await;
    assert_eq!(jun.events_for(std::time::Duration::from_millis(200)).await, []);
    assert_hidden(jun, &courtyard).await;
}

/// Who asks everything at once is too fast for the usual limits, which have tests of their own.
async fn unhurried() -> TestApp {
    TestApp::start_with(|_| {}, Limits { sends_per_second: 1_000, send_burst: 1_000, ..Limits::default() }).await
}

/// Asks every command as jun, whose last message is the first; each `expected` error by kind, `None`: carried out.
async fn assert_answers(app: &TestApp, group: &ChannelId, expected: impl Fn(&str) -> Option<ErrorCode>) {
    app.store.upsert_user(&"shop".into(), &"eve".into(), None, None).await.unwrap();
    let mut jun = app.user("jun").await;
    for command in commands(group) {
        let kind = command.kind();
        // Typing has no answer but an error.
        let answer = if kind == "typing" {
            jun.send(command).await;
            let pong = jun.ask(Command::Ping(Empty {})).await;
            let heard = jun.events_for(std::time::Duration::from_millis(1)).await;
            let refusal = |event| if let Event::Error(error) = event { Some(error) } else { None };
            heard.into_iter().find_map(refusal).map_or(pong, Err)
        } else {
            jun.ask(command).await
        };
        assert_eq!(answer.err().map(|error| error.code), expected(kind), "{kind}");
    }
}

/// A group in which jun wrote the first message and a poll, and mina operates.
async fn group_of_jun(app: &TestApp) -> ChannelId {
    let group = app.group(&["mina", "jun"]).await;
    let mut jun = app.user("jun").await;
    jun.say(&group, "client-0001", "mine").await;
    jun.ask(poll(&group, "client-poll")).await.unwrap();
    group
}

fn as_member(kind: &str) -> Option<ErrorCode> {
    // Into a private group only operators invite.
    (OPERATING.contains(&kind) || kind == "invite").then_some(ErrorCode::Forbidden)
}

#[tokio::test]
async fn a_member_who_is_no_operator_may_do_all_but_operate() {
    let app = unhurried().await;
    let group = group_of_jun(&app).await;
    assert_answers(&app, &group, as_member).await;
}

#[tokio::test]
async fn one_who_is_muted_reads_and_writes_nothing() {
    let app = unhurried().await;
    let group = group_of_jun(&app).await;
    decide(&app, Command::Mute(restrict(&group))).await;
    let expected = |kind: &str| if WRITING.contains(&kind) { Some(ErrorCode::Muted) } else { as_member(kind) };
    assert_answers(&app, &group, expected).await;
}

#[tokio::test]
async fn one_who_is_shadow_muted_is_told_what_any_member_is() {
    let app = unhurried().await;
    let group = group_of_jun(&app).await;
    decide(&app, Command::ShadowMute(restrict(&group))).await;
    assert_answers(&app, &group, as_member).await;
}

#[tokio::test]
async fn in_a_frozen_channel_members_read_and_write_nothing() {
    let app = unhurried().await;
    let group = group_of_jun(&app).await;
    let frozen = UpdateChannel { channel_id: group.clone(), frozen: Some(true), ..UpdateChannel::default() };
    decide(&app, Command::UpdateChannel(frozen)).await;
    let expected = |kind: &str| if WRITING.contains(&kind) { Some(ErrorCode::Frozen) } else { as_member(kind) };
    assert_answers(&app, &group, expected).await;
    app.user("mina").await.say(&group, "client-0001", "quiet, please").await;
}

#[tokio::test]
async fn in_slow_mode_a_second_message_is_told_when() {
    let app = unhurried().await;
    let group = group_of_jun(&app).await;
    let slow = UpdateChannel { channel_id: group.clone(), slow_mode_seconds: Some(60), ..UpdateChannel::default() };
    decide(&app, Command::UpdateChannel(slow)).await;
    app.user("jun").await.say(&group, "client-0002", "once").await;
    let expected = |kind: &str| {
        if ["send", "forward", "send_poll"].contains(&kind) { Some(ErrorCode::SlowMode) } else { as_member(kind) }
    };
    assert_answers(&app, &group, expected).await;
}

#[tokio::test]
async fn everybody_follows_what_is_decided_and_errors_say_until_when() {
    let app = TestApp::start().await;
    let group = group_of_jun(&app).await;
    let mut jun = app.user("jun").await;
    decide(&app, Command::Mute(Restrict { seconds: Some(600), ..restrict(&group) })).await;
    let told = jun.pushed(|event| if let Event::MemberChanged(told) = event { Some(told) } else { None }).await;
    let send = SendMessage {
        channel_id: group.clone(),
        client_id: "client-0002".into(),
        text: "hello".into(),
        ..SendMessage::default()
    };
    let refused = jun.ask(Command::Send(send)).await.unwrap_err();
    assert!(told.member.muted_until.is_some());
    assert_eq!((refused.until, refused.retry), (told.member.muted_until, Retry::Never));
    decide(&app, Command::Kick(MemberRef { channel_id: group.clone(), user_id: "jun".into() })).await;
    jun.pushed(|event| matches!(event, Event::ChannelRemoved(_)).then_some(())).await;
    assert_hidden(jun, &group).await;
}

#[tokio::test]
async fn a_stranger_who_resumes_a_foreign_channel_is_told_as_of_one_that_does_not_exist() {
    let app = TestApp::start().await;
    let group = group_of_two(&app).await;
    let mut eve = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    let at = |channel_id: ChannelId| Position { channel_id, epoch: "e".into(), rev: Rev(0) };
    eve.resume("shop", Some(app.token("eve")), vec![at(group), at("nowhere".into())]).await;
    for _ in 0..2 {
        eve.pushed(|event| matches!(event, Event::ChannelRemoved(_)).then_some(())).await;
    }
}

#[tokio::test]
async fn somebody_who_was_added_sees_the_channel_and_hears_it_without_asking() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut eve = app.user("eve").await;
    let mut mina = app.user("mina").await;
    let invite = Invite { channel_id: group.clone(), user_ids: vec!["eve".into()] };
    mina.ask(Command::Invite(invite)).await.unwrap();
    let view = eve.pushed(|event| if let Event::Channel(view) = event { Some(view) } else { None }).await;
    assert_eq!((view.channel.channel_id.clone(), view.channel.member_count), (group.clone(), 3));
    mina.say(&group, "client-0001", "welcome").await;
    assert_eq!(eve.message().await.message.text, "welcome");
}
