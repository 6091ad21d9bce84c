//! What is typed with marks, read once by the server: the same for everybody, and given back to the author.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{Client, TestApp};

fn mention(start: u32, end: u32, user_id: &str) -> Mention {
    Mention { start, end, user_id: user_id.into() }
}

fn range(start: u32, end: u32, style: TextStyle) -> TextRange {
    TextRange { start, end, style, ..TextRange::default() }
}

async fn refused(client: &mut Client, channel_id: &ChannelId, text: &str, mentions: Vec<Mention>) -> ErrorCode {
    let send = SendMessage {
        channel_id: channel_id.clone(),
        client_id: "client-0009".into(),
        text: text.into(),
        mentions,
        ..SendMessage::default()
    };
    client.ask(Command::Send(send)).await.unwrap_err().code
}

#[tokio::test]
async fn what_is_typed_is_read_once_and_everybody_gets_plain_text_and_ranges() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let ack = mina.say(&group, "client-0001", "**안녕** 😀 `code`").await;
    let ranges = vec![range(0, 2, TextStyle::Bold), range(6, 10, TextStyle::Code)];
    assert_eq!((ack.text.as_deref(), &ack.ranges), (Some("안녕 😀 code"), &ranges));
    let heard = jun.message().await.message;
    assert_eq!(
        (heard.text.as_str(), &heard.ranges, heard.source.as_deref()),
        ("안녕 😀 code", &ranges, Some("**안녕** 😀 `code`"))
    );
    assert_eq!(mina.message().await.message, heard);
    // The repeat is compared with what was typed, and answered as the first.
    let again = app.user("mina").await.say(&group, "client-0001", "**안녕** 😀 `code`").await;
    assert_eq!(again, Ack { duplicate: true, ..ack });
    let plain = mina.say(&group, "client-0002", "no marks").await;
    assert_eq!((plain.text, plain.ranges), (None, vec![]));
}

#[tokio::test]
async fn an_edit_is_read_again_and_a_deletion_takes_what_was_typed_with_it() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    mina.say(&group, "client-0001", "**a**").await;
    let edit = |text: &str| {
        Command::Edit(EditMessage { channel_id: group.clone(), seq: Seq(1), text: text.into(), mentions: vec![] })
    };
    let Ok(Event::MessageChanged(same)) = mina.ask(edit("**a**")).await else { panic!("no answer") };
    assert_eq!(same.message.edited_at, None);
    // The same words, and no mark: that is a change.
    let Ok(Event::MessageChanged(plain)) = mina.ask(edit("a")).await else { panic!("no answer") };
    assert_eq!((plain.message.text.as_str(), plain.message.ranges.len(), plain.message.source), ("a", 0, None));
    assert!(plain.message.edited_at.is_some());
    let Ok(Event::MessageChanged(_)) = mina.ask(edit("_b_")).await else { panic!("no answer") };
    let delete = Command::Delete(DeleteMessage { channel_id: group, seq: Seq(1) });
    let Ok(Event::MessageChanged(gone)) = mina.ask(delete).await else { panic!("no answer") };
    assert_eq!((gone.message.text.as_str(), gone.message.ranges.len(), gone.message.source), ("", 0, None));
}

#[tokio::test]
async fn the_limit_is_for_what_was_typed_and_a_mention_is_a_part_of_it() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun"]).await;
    let mut mina = app.user("mina").await;
    let long = ["**", &"x".repeat(4_997), "**"].concat();
    assert_eq!(refused(&mut mina, &group, &long, vec![]).await, ErrorCode::TextTooLong);
    for bad in [mention(0, 99, "jun"), mention(3, 5, "jun"), mention(0, 4, ""), mention(4, 4, "jun")] {
        assert_eq!(refused(&mut mina, &group, "@jun 😀", vec![bad.clone()]).await, ErrorCode::BadRequest, "{bad:?}");
    }
    let many = vec![mention(0, 4, "jun"); 51];
    assert_eq!(refused(&mut mina, &group, "@jun", many).await, ErrorCode::BadRequest);
    let prefix = ListMembers {
        channel_id: group.clone(),
        after: None,
        limit: None,
        prefix: Some("x".repeat(81)),
        filter: None,
        read_seq: None,
        user_ids: vec![],
    };
    assert_eq!(mina.ask(Command::ListMembers(prefix)).await.unwrap_err().code, ErrorCode::BadRequest);
}

#[tokio::test]
async fn here_is_for_who_is_connected_and_channel_for_all_when_an_operator_says_it() {
    let app = TestApp::start().await;
    let group = app.group(&["mina", "jun", "ara"]).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    let here = mina.say(&group, "client-0001", "@here look").await;
    assert_eq!(here.ranges, [range(0, 5, TextStyle::MentionHere)]);
    let ignored = jun.say(&group, "client-0002", "@channel look").await;
    assert_eq!(ignored.ranges, []);
    mina.say_to(&group, "client-0003", "@jun 안녕 @ara", vec![mention(0, 4, "jun"), mention(8, 12, "ara")]).await;
    let named = async |client: &mut Client| {
        let Ok(Event::Channel(view)) = client.ask(Command::Enter(ChannelRef { channel_id: group.clone() })).await
        else {
            panic!("no view");
        };
        (view.unread_count, view.mention_count)
    };
    assert_eq!(named(&mut jun).await, (2, 2));
    assert_eq!(named(&mut app.user("ara").await).await, (3, 1));
    let found = ListMembers {
        channel_id: group.clone(),
        after: None,
        limit: Some(1),
        prefix: Some(String::new()),
        filter: None,
        read_seq: None,
        user_ids: vec![],
    };
    let Ok(Event::MemberList(list)) = jun.ask(Command::ListMembers(found)).await else { panic!("no list") };
    assert_eq!((list.users.len(), list.next.is_some()), (1, true));
}
