//! What is written under a shadow mute is nowhere for anybody but its author and the operators: every command that reads, every
//! event, the resumed socket, search, files and threads are asked by a member, and looked through for the secret.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "upload/http.rs"]
mod http;
#[path = "upload/pictures.rs"]
mod pictures;

use http::*;
use madang_protocol::*;
use madang_server::testing::{Client, ORIGIN, TestApp};
use std::time::Duration;

/// Commands that give messages or what is about one.
const READING: [&str; 15] = [
    "list_channels",
    "enter",
    "history",
    "sync",
    "list_members",
    "list_pins",
    "list_reactions",
    "list_votes",
    "list_threads",
    "list_reports",
    "search",
    "locate",
    "browse_channels",
    "list_users",
    "list_scheduled",
];

/// Commands about one message: of one that is not there for the reader.
const TOUCHING: [&str; 10] =
    ["edit", "delete", "react", "vote", "close_poll", "remove_preview", "report", "follow_thread", "send", "forward"];

/// Commands that answer nothing of a message, or are operators' alone.
const SILENT: [&str; 31] = [
    "hello",
    "refresh",
    "ping",
    "exit",
    "send_poll",
    "schedule",
    "change_scheduled",
    "cancel_scheduled",
    "send_scheduled",
    "mark_read",
    "mark_delivered",
    "typing",
    "watch_presence",
    "create_channel",
    "invite",
    "join",
    "leave",
    "update_channel",
    "set_role",
    "mute",
    "unmute",
    "shadow_mute",
    "shadow_unmute",
    "ban",
    "unban",
    "kick",
    "pin",
    "resolve_report",
    "set_preference",
    "do_not_disturb",
    "block",
];

#[test]
fn every_command_is_thought_of() {
    for kind in Command::KINDS {
        let times = [READING.as_slice(), &TOUCHING, &SILENT].concat().into_iter().filter(|known| known == kind).count();
        assert_eq!(times, 1, "{kind}");
    }
}

fn ask(channel_id: &ChannelId, seq: Seq) -> Vec<Command> {
    let id = || channel_id.clone();
    let page = |before, after, around| History { channel_id: id(), before, after, around, limit: None };
    let (emoji, after, limit, option) = (None, None, None, None);
    let members = ListMembers {
        channel_id: id(),
        after: None,
        limit: None,
        prefix: None,
        filter: None,
        read_seq: Some(seq),
        user_ids: vec![],
    };
    vec![
        Command::ListChannels(ListChannels::default()),
        Command::Enter(ChannelRef { channel_id: id() }),
        Command::History(page(None, None, None)),
        Command::History(page(None, Some(Seq(0)), None)),
        Command::History(page(None, None, Some(seq))),
        Command::Sync(SyncChannel { channel_id: id(), epoch: "another".into(), since: Rev(0) }),
        Command::ListMembers(members),
        Command::ListPins(ListPins { channel_id: id(), after: None, limit: None }),
        Command::ListReactions(ListReactions { channel_id: id(), seq, emoji, after, limit }),
        Command::ListVotes(ListVotes { channel_id: id(), seq, option, after: None, limit }),
        Command::ListThreads(ListThreads { after: None, limit: None }),
        Command::ListReports(ListReports { channel_id: id(), after: None, limit: None }),
        Command::Search(Search { channel_id: Some(id()), query: "secret".into(), ..Search::default() }),
        Command::Search(Search { query: "secret".into(), ..Search::default() }),
        Command::Search(Search { has_file: true, ..Search::default() }),
        Command::Locate(Locate { channel_id: id(), at: TimeMs(0) }),
        Command::BrowseChannels(BrowseChannels { query: String::new(), after: None, limit: None }),
        Command::ListUsers(ListUsers { prefix: "a".into(), after: None, limit: None }),
        Command::ListScheduled(ListScheduled { channel_id: Some(id()), after: None, limit: None }),
    ]
}

fn touch(channel_id: &ChannelId, seq: Seq) -> Vec<Command> {
    let id = || channel_id.clone();
    let answer = |channel_id, client_id: &str, reply_to| {
        let text = "what?".to_owned();
        Command::Send(SendMessage { channel_id, client_id: client_id.into(), text, reply_to, ..SendMessage::default() })
    };
    let (reason, note) = (ReportReason::Spam, String::new());
    vec![
        Command::Edit(EditMessage { channel_id: id(), seq, text: "mine".into(), mentions: vec![] }),
        Command::Delete(DeleteMessage { channel_id: id(), seq }),
        Command::React(React { channel_id: id(), seq, emoji: "👍".into(), on: true }),
        Command::Vote(Vote { channel_id: id(), seq, options: vec![0] }),
        Command::ClosePoll(ClosePoll { channel_id: id(), seq }),
        Command::RemovePreview(RemovePreview { channel_id: id(), seq }),
        Command::Report(MakeReport { channel_id: id(), seq: Some(seq), user_id: None, reason, note }),
        Command::FollowThread(FollowThread { channel_id: channel_id.thread(seq), on: true }),
        Command::Forward(Forward {
            channel_id: id(),
            client_id: "client-7003".into(),
            from_channel_id: id(),
            from_seq: seq,
        }),
        answer(id(), "client-7001", Some(seq)),
        answer(channel_id.thread(seq), "client-7002", None),
    ]
}

fn assert_clean(text: &str) {
    for word in ["secret", "client-eve", "\"shadow\""] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

/// All that the client hears within a moment, as text.
async fn heard(client: &mut Client) -> String {
    let events = client.events_for(Duration::from_millis(300)).await;
    events.into_iter().map(|payload| Frame { id: None, payload }.encode()).collect::<Vec<_>>().join("\n")
}

async fn unhurried() -> TestApp {
    let limits = Limits { sends_per_second: 1_000, send_burst: 1_000, history_per_second: 1_000, ..Limits::default() };
    TestApp::start_with(|_| {}, limits).await
}

async fn shadow_mute(app: &TestApp, group: &ChannelId) {
    let (channel_id, user_id) = (group.clone(), "eve".into());
    let mute = Restrict { channel_id, user_id, seconds: None };
    app.user("mina").await.ask(Command::ShadowMute(mute)).await.unwrap();
}

#[tokio::test]
async fn no_answer_and_no_event_has_the_secret() {
    let app = unhurried().await;
    let group = app.group(&["mina", "jun", "eve"]).await;
    let mut jun = app.user("jun").await;
    jun.say(&group, "client-0001", "hello").await;
    shadow_mute(&app, &group).await;
    let (mut eve, mut other, mut mina) = (app.user("eve").await, app.user("eve").await, app.user("mina").await);
    heard(&mut jun).await;
    let typing = Typing { channel_id: group.clone(), active: true };
    eve.send(Command::Typing(typing)).await;
    let file = Page::of(&app, "eve").upload("secret.png", &pictures::png(8, 8)).await.file().file_id;
    let send = SendMessage {
        channel_id: group.clone(),
        client_id: "client-eve1".into(),
        text: "a secret".into(),
        files: vec![file.clone()],
        ..SendMessage::default()
    };
    let Ok(Event::Ack(ack)) = eve.ask(Command::Send(send)).await else { panic!("no ack") };
    let edit = EditMessage { channel_id: group.clone(), seq: ack.seq, text: "the secret".into(), mentions: vec![] };
    eve.ask(Command::Edit(edit)).await.unwrap();
    eve.ask(Command::React(React { channel_id: group.clone(), seq: ack.seq, emoji: "👍".into(), on: true }))
        .await
        .unwrap();
    let poll = SendPoll {
        channel_id: group.clone(),
        client_id: "client-eve2".into(),
        text: "secret?".into(),
        options: vec!["secret".into(), "no".into()],
        ..SendPoll::default()
    };
    let Ok(Event::Ack(asked)) = eve.ask(Command::SendPoll(poll)).await else { panic!("no ack") };
    eve.ask(Command::Vote(Vote { channel_id: group.clone(), seq: asked.seq, options: vec![0] })).await.unwrap();
    eve.say(&group.thread(Seq(1)), "client-eve3", "a secret reply").await;
    eve.say(&group.thread(ack.seq), "client-eve4", "a secret thread").await;

    let told = heard(&mut jun).await;
    assert_clean(&told);
    assert!(told.contains("\"hollow\":true") && !told.contains("typing"), "{told}");
    for place in [group.clone(), group.thread(Seq(1))] {
        for command in ask(&place, ack.seq) {
            if let Ok(payload) = jun.ask(command).await {
                assert_clean(&Frame { id: None, payload }.encode());
            }
        }
    }
    for seq in [ack.seq, asked.seq] {
        for command in touch(&group, seq) {
            let (kind, refused) = (command.kind(), jun.ask(command).await);
            let code = refused.expect_err(kind).code;
            assert!(matches!(code, ErrorCode::NotFound | ErrorCode::ReplyGone), "{kind}: {code:?}");
        }
    }
    let mut again = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    let position = Position { channel_id: group.clone(), epoch: app.store.epoch(), rev: Rev(1) };
    again.resume("shop", Some(app.token("jun")), vec![position]).await;
    let resumed = heard(&mut again).await;
    assert_clean(&resumed);
    assert!(resumed.contains("hello"));
    for (user, may) in [("jun", false), ("eve", true), ("mina", true)] {
        assert_eq!(Page::of(&app, user).link(file.as_str()).await.is_some(), may, "{user}");
    }

    // The author's other device has all of it as ever, and operators see that it is marked.
    let own = heard(&mut other).await;
    assert!(own.contains("the secret") && !own.contains("\"shadow\"") && !own.contains("hollow"), "{own}");
    let operators = heard(&mut mina).await;
    assert!(operators.contains("the secret") && operators.contains("\"shadow\":true"), "{operators}");
    let page = History { channel_id: group.clone(), before: None, after: None, around: None, limit: None };
    for (client, marked) in [(&mut eve, false), (&mut mina, true)] {
        let Ok(Event::HistoryPage(page)) = client.ask(Command::History(page.clone())).await else { panic!("no page") };
        assert_eq!((page.messages[1].text.as_str(), page.messages[1].shadow), ("the secret", marked));
    }
}

#[tokio::test]
async fn the_muted_learn_nothing_and_operators_find_them() {
    let app = unhurried().await;
    let group = app.group(&["mina", "jun", "eve"]).await;
    let (mut eve, mut mina) = (app.user("eve").await, app.user("mina").await);
    shadow_mute(&app, &group).await;
    assert_eq!(heard(&mut eve).await, "");
    let Ok(Event::Channel(view)) = eve.ask(Command::Enter(ChannelRef { channel_id: group.clone() })).await else {
        panic!("no view")
    };
    assert_eq!(view.me.unwrap().shadow_until, None);
    let members = |filter, user_ids: &[&str]| {
        Command::ListMembers(ListMembers {
            channel_id: group.clone(),
            after: None,
            limit: None,
            prefix: None,
            filter,
            read_seq: None,
            user_ids: user_ids.iter().map(|id| UserId::from(*id)).collect(),
        })
    };
    for command in [members(None, &[]), members(None, &["eve"])] {
        let Ok(Event::MemberList(list)) = eve.ask(command).await else { panic!("no list") };
        assert!(list.members.iter().all(|member| member.shadow_until.is_none()));
    }
    let refused = eve.ask(members(Some(MemberFilter::ShadowMuted), &[])).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Forbidden);
    for command in [members(Some(MemberFilter::ShadowMuted), &[]), members(None, &["eve", "nobody"])] {
        let Ok(Event::MemberList(list)) = mina.ask(command).await else { panic!("no list") };
        assert_eq!((list.members.len(), list.members[0].shadow_until), (1, Some(TimeMs::NEVER)));
    }
    let both = members(Some(MemberFilter::Muted), &["eve"]);
    assert_eq!(mina.ask(both).await.unwrap_err().code, ErrorCode::BadRequest);
}
