//! Open channels that users create, where the application lets them: once, with a name, operated by their creator.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use madang_protocol::*;
use madang_server::testing::{Client, TestApp};

fn wish(client_id: &str, name: &str) -> CreateChannel {
    CreateChannel {
        client_id: client_id.into(),
        kind: ChannelKind::Open,
        name: name.to_owned(),
        public: false,
        distinct: false,
        cover_url: None,
        user_ids: Vec::new(),
    }
}

async fn refused(client: &mut Client, wish: CreateChannel) -> ErrorCode {
    client.ask(Command::CreateChannel(wish)).await.unwrap_err().code
}

async fn browsed(client: &mut Client) -> BrowsedChannels {
    match client
        .ask(Command::BrowseChannels(BrowseChannels { query: "Raid".into(), ..BrowseChannels::default() }))
        .await
    {
        Ok(Event::BrowsedChannels(found)) => found,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nobody_creates_open_channels_where_the_application_does_not_say_so() {
    let app = TestApp::start().await;
    let mut mina = app.user("mina").await;
    assert_eq!(refused(&mut mina, wish("create-01", "Raid")).await, ErrorCode::Forbidden);
    let found = browsed(&mut mina).await;
    assert_eq!((found.channels.len(), found.may_create), (0, false));
}

#[tokio::test]
async fn a_user_creates_one_once_and_operates_it_and_everybody_enters() {
    let app = TestApp::start_with(|_| {}, Limits { open_channels: true, ..Limits::default() }).await;
    let (mut mina, mut jun) = (app.user("mina").await, app.user("jun").await);
    for bad in [
        wish("create-01", "  "),
        CreateChannel { public: true, ..wish("create-01", "Raid") },
        CreateChannel { distinct: true, ..wish("create-01", "Raid") },
        CreateChannel { user_ids: vec!["jun".into()], ..wish("create-01", "Raid") },
    ] {
        assert_eq!(refused(&mut mina, bad).await, ErrorCode::BadRequest);
    }
    let mut made = Vec::new();
    for _ in 0..2 {
        let Ok(Event::Channel(view)) = mina.ask(Command::CreateChannel(wish("create-01", "Raid"))).await else {
            panic!()
        };
        made.push(view);
    }
    let ChannelView { channel, me, .. } = made.remove(0);
    assert_eq!(made[0].channel.channel_id, channel.channel_id, "a repeat makes no other");
    assert_eq!((channel.kind, channel.member_count, channel.name.as_str()), (ChannelKind::Open, 0, "Raid"));
    assert_eq!(me.map(|me| me.role), Some(Role::Operator));

    let found = browsed(&mut jun).await;
    assert_eq!(found.channels.iter().map(|found| &found.channel.channel_id).collect::<Vec<_>>(), [&channel.channel_id]);
    assert!(found.may_create);
    let mut passer_by = app.anonymous().await;
    for client in [&mut mina, &mut jun, &mut passer_by] {
        client.ask(Command::Enter(ChannelRef { channel_id: channel.channel_id.clone() })).await.unwrap();
    }
    let freeze = |frozen| {
        let channel_id = channel.channel_id.clone();
        Command::UpdateChannel(UpdateChannel { channel_id, frozen: Some(frozen), ..UpdateChannel::default() })
    };
    assert_eq!(jun.ask(freeze(true)).await.unwrap_err().code, ErrorCode::Forbidden);
    mina.ask(freeze(true)).await.unwrap();
    assert!(!browsed(&mut passer_by).await.may_create, "who is nobody creates nothing");
    assert!(passer_by.ask(Command::CreateChannel(wish("create-02", "Raid 2"))).await.is_err());
}
