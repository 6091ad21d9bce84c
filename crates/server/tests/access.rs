//! What one may not see answers as what does not exist: every command × stranger, other application, one who left.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{Client, ORIGIN, TestApp};

/// Every command that names a channel.
fn commands(channel_id: &ChannelId) -> Vec<Command> {
    let id = || channel_id.clone();
    let named = || ChannelRef { channel_id: id() };
    vec![
        Command::Enter(named()),
        Command::Exit(named()),
        Command::Invite(Invite { channel_id: id(), user_ids: vec!["eve".into()] }),
        Command::Join(named()),
        Command::Leave(named()),
        Command::ListMembers(ListMembers { channel_id: id(), after: None, limit: None, prefix: Some("j".into()) }),
        Command::History(History { channel_id: id(), before: None, after: None, around: None, limit: None }),
        Command::Sync(SyncChannel { channel_id: id(), epoch: "e".into(), since: Rev(0) }),
        Command::Send(SendMessage {
            channel_id: id(),
            client_id: "client-9999".into(),
            text: "psst".into(),
            ..SendMessage::default()
        }),
        Command::Edit(EditMessage { channel_id: id(), seq: Seq(1), text: "changed".into(), mentions: vec![] }),
        Command::Delete(DeleteMessage { channel_id: id(), seq: Seq(1) }),
        Command::React(React { channel_id: id(), seq: Seq(1), emoji: "👍".into(), on: true }),
        Command::ListReactions(ListReactions { channel_id: id(), seq: Seq(1), emoji: None, after: None, limit: None }),
        Command::Pin(PinMessage { channel_id: id(), seq: Seq(1), on: true }),
        Command::ListPins(ListPins { channel_id: id(), after: None, limit: None }),
        Command::Search(Search { channel_id: Some(id()), query: "secret".into(), ..Search::default() }),
        Command::Locate(Locate { channel_id: id(), at: TimeMs(0) }),
        Command::SendPoll(SendPoll {
            channel_id: id(),
            client_id: "client-9998".into(),
            text: "when?".into(),
            options: vec!["now".into(), "later".into()],
            ..SendPoll::default()
        }),
        Command::Vote(Vote { channel_id: id(), seq: Seq(1), options: vec![0] }),
        Command::ClosePoll(ClosePoll { channel_id: id(), seq: Seq(1) }),
        Command::ListVotes(ListVotes { channel_id: id(), seq: Seq(1), option: None, after: None, limit: None }),
        Command::Schedule(Schedule {
            channel_id: id(),
            client_id: "client-9997".into(),
            text: "later".into(),
            mentions: vec![],
            send_at: TimeMs(1),
        }),
        Command::MarkRead(Mark { channel_id: id(), seq: Seq(1) }),
        Command::MarkDelivered(Mark { channel_id: id(), seq: Seq(1) }),
        Command::Typing(Typing { channel_id: id(), active: true }),
    ]
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
    let app = TestApp::start().await;
    let group = group_of_two(&app).await;
    assert_hidden(app.user("eve").await, &group).await;
}

#[tokio::test]
async fn a_visitor_gets_not_found_for_every_command() {
    let app = TestApp::start().await;
    let group = group_of_two(&app).await;
    assert_hidden(app.anonymous().await, &group).await;
}

#[tokio::test]
async fn a_user_of_another_application_gets_not_found_for_every_command_even_with_the_same_id() {
    let app = TestApp::start().await;
    let group = group_of_two(&app).await;
    let mut client = Client::connect(app.address, "other", Some(ORIGIN)).await.unwrap();
    let claims = madang_server::auth::Claims { app_id: "other".into(), ..app.claims("mina") };
    client.hello("other", Some(app.sign("other", &claims))).await;
    assert_hidden(client, &group).await;
}

#[tokio::test]
async fn one_who_left_gets_not_found_for_every_command_and_hears_nothing_more() {
    let app = TestApp::start().await;
    let group = group_of_two(&app).await;
    let mut jun = app.user("jun").await;
    jun.ask(Command::Leave(ChannelRef { channel_id: group.clone() })).await.unwrap();
    jun.pushed(|event| matches!(event, Event::ChannelRemoved(_)).then_some(())).await;
    app.user("mina").await.say(&group, "client-0002", "he is gone").await;
    let heard = jun.events_for(std::time::Duration::from_millis(200)).await;
    assert_eq!(heard, []);
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
