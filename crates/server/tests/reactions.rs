//! Reactions over the wire: who hears what, what is refused, and that everybody knows their own.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{Client, ORIGIN, TestApp};

fn react(channel_id: &ChannelId, seq: u64, emoji: &str, on: bool) -> Command {
    Command::React(React { channel_id: channel_id.clone(), seq: Seq(seq), emoji: emoji.into(), on })
}

async fn changed(client: &mut Client) -> MessageEvent {
    client.pushed(|event| if let Event::MessageChanged(changed) = event { Some(changed) } else { None }).await
}

async fn newest(client: &mut Client, channel_id: &ChannelId) -> HistoryPage {
    let history = History { channel_id: channel_id.clone(), before: None, after: None, around: None, limit: None };
    let Ok(Event::HistoryPage(page)) = client.ask(Command::History(history)).await else { panic!("no page") };
    page
}

#[tokio::test]
async fn everybody_hears_who_reacted_with_what() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    mina.say(&group, "client-0001", "shall we").await;
    // A heart without its selector is the same heart.
    let answer = jun.ask(react(&group, 1, "\u{2764}", true)).await.unwrap();
    let heard = changed(&mut mina).await;
    assert_eq!(answer, Event::MessageChanged(heard.clone()));
    let reaction = Reaction { emoji: "❤️".into(), count: 1, user_ids: vec!["jun".into()], mine: false };
    assert_eq!((heard.message.reactions.as_slice(), heard.rev), ([reaction].as_slice(), Rev(3)));
    assert_eq!(heard.reaction.map(|made| (made.user.user_id, made.on)), Some(("jun".into(), true)));
    jun.ask(react(&group, 1, "❤️", false)).await.unwrap();
    assert_eq!(changed(&mut mina).await.message.reactions, []);
}

#[tokio::test]
async fn what_is_no_emoji_or_too_fast_is_refused() {
    let limits = Limits { sends_per_second: 1, send_burst: 2, reaction_kinds: 3, ..Limits::default() };
    let app = TestApp::start_with(|_| {}, limits).await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    mina.say(&group, "client-0001", "hello").await;
    for text in ["", "a", "👍👍", "<b>"] {
        assert_eq!(mina.ask(react(&group, 1, text, true)).await.unwrap_err().code, ErrorCode::BadRequest, "{text}");
    }
    assert_eq!(mina.ask(react(&group, 2, "👍", true)).await.unwrap_err().code, ErrorCode::NotFound);
    for emoji in ["👍", "🎉", "👀"] {
        mina.ask(react(&group, 1, emoji, true)).await.unwrap();
    }
    let refused = mina.ask(react(&group, 1, "🔥", true)).await.unwrap_err();
    assert_eq!((refused.code, refused.retry), (ErrorCode::RateLimited, Retry::After));
    // Another one still may, and finds the message full.
    let refused = app.user("jun").await.ask(react(&group, 1, "🔥", true)).await.unwrap_err();
    assert_eq!((refused.code, refused.retry), (ErrorCode::TooMany, Retry::Never));
}

#[tokio::test]
async fn who_is_not_named_knows_the_own_reaction_from_pages() {
    let app = TestApp::start().await;
    let courtyard = ChannelId::from("courtyard");
    let ack = app.user("mina").await.say(&courtyard, "client-0001", "the result").await;
    for number in 0..22 {
        app.user(&format!("user-{number:02}")).await.ask(react(&courtyard, 1, "🎉", true)).await.unwrap();
    }
    let mut last = app.user("user-21").await;
    let page = newest(&mut last, &courtyard).await;
    let reaction = &page.messages[0].reactions[0];
    assert_eq!((reaction.count, reaction.user_ids.len(), reaction.mine), (22, 20, true));
    assert!(!newest(&mut app.user("mina").await, &courtyard).await.messages[0].reactions[0].mine);
    assert!(!newest(&mut app.anonymous().await, &courtyard).await.messages[0].reactions[0].mine);
    let sync = SyncChannel { channel_id: courtyard.clone(), epoch: ack.epoch.clone(), since: ack.rev };
    let Ok(Event::SyncPage(page)) = last.ask(Command::Sync(sync)).await else { panic!("no page") };
    assert!(page.messages[0].reactions[0].mine);
    let mut back = Client::connect(app.address, "shop", Some(ORIGIN)).await.unwrap();
    let position = Position { channel_id: courtyard.clone(), epoch: ack.epoch, rev: ack.rev };
    back.resume("shop", Some(app.token("user-21")), vec![position]).await;
    let page = back.pushed(|event| if let Event::SyncPage(page) = event { Some(page) } else { None }).await;
    assert!(page.messages[0].reactions[0].mine);
    let list = ListReactions { channel_id: courtyard, seq: Seq(1), emoji: None, after: None, limit: Some(100) };
    let Ok(Event::ReactionList(list)) = last.ask(Command::ListReactions(list)).await else { panic!("no list") };
    assert_eq!((list.reactions.len(), list.reactions[21].user_id.as_str(), list.next), (22, "user-21", None));
}
