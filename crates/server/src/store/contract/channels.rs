//! Creating, viewing and listing channels.

use super::*;
use madang_server::policy::Standing;
use madang_server::store::extra::Extra;

pub async fn a_group_begins_at_rev_1_with_its_members(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "ann", "bob"]).await;
    let commits = fixture.told();
    assert_eq!(commits.len(), 1);
    assert_eq!((commits[0].rev, &commits[0].channel_id, &commits[0].app_id), (Rev(1), &id, &fixture.app));
    assert_eq!(
        (commits[0].joined.as_slice(), commits[0].left.len()),
        ([UserId::from("ann"), "bob".into()].as_slice(), 0)
    );
    let Event::ChannelChanged(told) = &commits[0].event else { panic!("{:?}", commits[0].event) };
    assert_eq!((told.rev, &told.epoch, told.channel.member_count), (Rev(1), &fixture.store.epoch(), 2));
    let view = fixture.store.channel_view(&fixture.app, &id, Some(&"ann".into())).await.unwrap().unwrap();
    assert_eq!(view.channel, told.channel);
    assert_eq!((view.channel.seq, view.channel.rev, view.channel.name.as_str()), (Seq(0), Rev(1), "Team"));
    let me = view.me.unwrap();
    assert_eq!((me.role, me.state, me.rev), (Role::Operator, MemberState::Joined, Rev(1)));
    let access = fixture.store.access(&fixture.app, &id, Some(&"bob".into())).await.unwrap().unwrap();
    assert_eq!((access.kind, access.public, access.member), (ChannelKind::Group, false, Some(Standing::default())));
}

pub async fn a_repeated_client_id_gives_the_first_channel(mut fixture: Fixture) {
    let mut wish = fixture.new_group("ann", &["bob"]);
    wish.client_id = Some("create-0001".into());
    let first = fixture.store.create_channel(wish.clone()).await.unwrap();
    wish.name = "Renamed since".to_owned();
    assert_eq!(fixture.store.create_channel(wish.clone()).await, Ok(first.clone()));
    wish.creator = Some("bob".into());
    let of_bob = fixture.store.create_channel(wish).await.unwrap();
    assert_ne!(of_bob, first);
    assert_eq!(fixture.told().len(), 2);
}

pub async fn a_chosen_id_is_taken_once(fixture: Fixture) {
    assert_eq!(fixture.open_channel("lobby").await, "lobby".into());
    let again = fixture.store.create_channel(fixture.new_open("lobby")).await;
    assert_eq!(again, Err(StoreError::Exists("the channel".to_owned())));
    fixture.store.create_app(app("zoo"), key("k")).await.unwrap();
    let elsewhere = NewChannel { app_id: "zoo".into(), ..fixture.new_open("lobby") };
    assert_eq!(fixture.store.create_channel(elsewhere).await, Ok("lobby".into()));
    let nowhere = NewChannel { app_id: "none".into(), ..fixture.new_open("lobby") };
    assert_eq!(fixture.store.create_channel(nowhere).await, Err(StoreError::NotFound));
}

pub async fn unknown_members_make_no_channel(mut fixture: Fixture) {
    let wish = fixture.new_group("ann", &["bob", "nobody"]);
    assert_eq!(fixture.store.create_channel(wish).await, Err(StoreError::NotFound));
    assert_eq!(fixture.told().len(), 0);
    assert_eq!(fixture.store.memberships(&fixture.app, &"ann".into()).await, Ok(Vec::new()));
}

pub async fn a_distinct_channel_exists_once_under_a_race(fixture: Fixture) {
    let wishes = (0..20).map(|n| {
        let (creator, other) = if n % 2 == 0 { ("ann", "bob") } else { ("bob", "ann") };
        let wish = NewChannel { distinct: true, ..fixture.new_group(creator, &[other]) };
        fixture.store.create_channel(wish)
    });
    let mut ids: Vec<ChannelId> =
        futures_util::future::join_all(wishes).await.into_iter().collect::<Result<_>>().unwrap();
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let three = NewChannel { distinct: true, ..fixture.new_group("ann", &["bob", "cho"]) };
    assert_ne!(fixture.store.create_channel(three).await.unwrap(), ids[0]);
    assert_ne!(fixture.group("ann", &["bob"]).await, ids[0]);
    let view = fixture.store.channel_view(&fixture.app, &ids[0], Some(&"bob".into())).await.unwrap().unwrap();
    assert!(view.channel.distinct);
    assert_eq!((view.channel.member_count, view.channel.rev), (2, Rev(1)));
}

pub async fn a_distinct_channel_takes_back_who_left_and_asks_again(fixture: Fixture) {
    let wish = NewChannel { distinct: true, ..fixture.new_group("ann", &["bob"]) };
    let id = fixture.store.create_channel(wish.clone()).await.unwrap();
    fixture.store.remove_member(&fixture.app, &id, &"ann".into()).await.unwrap();
    assert_eq!(fixture.store.create_channel(wish).await, Ok(id.clone()));
    let access = fixture.store.access(&fixture.app, &id, Some(&"ann".into())).await.unwrap().unwrap();
    assert_eq!(access.member, Some(Standing::default()));
    assert_eq!(fixture.rev(&id).await, 3);
}

pub async fn a_view_tells_last_message_unread_and_members(fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    fixture.send(&id, "ann", "client-01", "one").await.unwrap();
    fixture.send(&id, "bob", "client-02", "two").await.unwrap();
    let view = fixture.store.channel_view(&fixture.app, &id, Some(&"ann".into())).await.unwrap().unwrap();
    assert_eq!(view.last_message.map(|message| (message.seq, message.text)), Some((Seq(2), "two".to_owned())));
    assert_eq!((view.unread_count, view.channel.seq, view.channel.rev), (1, Seq(2), Rev(3)));
    assert_eq!(view.some_members, [UserId::from("bob"), "cho".into()]);
    let names: Vec<&str> = view.users.iter().map(|user| user.nickname.as_str()).collect();
    assert_eq!(names, ["ANN", "BOB", "CHO"]);
    let lobby = fixture.open_channel("lobby").await;
    let view = fixture.store.channel_view(&fixture.app, &lobby, None).await.unwrap().unwrap();
    assert_eq!((view.me, view.unread_count, view.some_members.len(), view.last_message), (None, 0, 0, None));
    assert_eq!(fixture.store.channel_view(&fixture.app, &"none".into(), None).await, Ok(None));
}

async fn walk(fixture: &Fixture, user: Option<&str>, limit: u32) -> Vec<ChannelId> {
    let user = user.map(UserId::from);
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = fixture.store.channel_list(&fixture.app, user.as_ref(), after.as_deref(), limit).await.unwrap();
        assert!(page.channels.len() <= limit as usize);
        ids.extend(page.channels.into_iter().map(|view| view.channel.channel_id));
        after = page.next;
        if after.is_none() {
            return ids;
        }
    }
}

pub async fn the_list_has_groups_by_activity_then_open_channels(fixture: Fixture) {
    let lobby = fixture.open_channel("lobby").await;
    let news = fixture.open_channel("news").await;
    let first = fixture.group("ann", &["bob"]).await;
    let second = fixture.group("bob", &["ann"]).await;
    let left = fixture.group("bob", &["ann"]).await;
    fixture.group("bob", &["cho"]).await;
    fixture.store.remove_member(&fixture.app, &left, &"ann".into()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    fixture.send(&first, "bob", "client-01", "newest").await.unwrap();
    let all = vec![first, second, lobby.clone(), news.clone()];
    for limit in [1, 2, 3, 4, 100] {
        assert_eq!(walk(&fixture, Some("ann"), limit).await, all, "pages of {limit}");
    }
    assert_eq!(walk(&fixture, Some("nobody"), 3).await, [lobby, news]);
}

pub async fn an_anonymous_list_has_open_channels_only(fixture: Fixture) {
    let lobby = fixture.open_channel("lobby").await;
    fixture.group("ann", &["bob"]).await;
    assert_eq!(walk(&fixture, None, 30).await, [lobby]);
}

pub async fn nothing_is_found_in_another_application(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "secret").await.unwrap();
    fixture.told();
    let store = &fixture.store;
    store.create_app(app("zoo"), key("k")).await.unwrap();
    let (zoo, ann) = (AppId::from("zoo"), UserId::from("ann"));
    store.upsert_user(&zoo, &ann, Some("Other Ann".to_owned()), None).await.unwrap();
    assert_eq!(store.access(&zoo, &id, Some(&ann)).await, Ok(None));
    assert_eq!(store.channel_view(&zoo, &id, Some(&ann)).await, Ok(None));
    assert_eq!(store.channel_list(&zoo, Some(&ann), None, 30).await.unwrap().channels, []);
    assert_eq!(store.memberships(&zoo, &ann).await, Ok(Vec::new()));
    assert_eq!(store.revs(&zoo, std::slice::from_ref(&id)).await, Ok(Vec::new()));
    assert_eq!(store.history(&zoo, &id, Reader::ALL, Range::Newest, 50).await, Err(StoreError::NotFound));
    assert_eq!(store.sync(&zoo, &id, Reader::ALL, &store.epoch(), Rev(0)).await, Err(StoreError::NotFound));
    assert_eq!(store.members(&zoo, &id, None, 50).await, Err(StoreError::NotFound));
    assert_eq!(store.edit(&zoo, &id, &ann, Seq(1), "mine", Extra::default()).await, Err(StoreError::NotFound));
    assert_eq!(store.delete(&zoo, &id, &ann, Seq(1)).await, Err(StoreError::NotFound));
    assert_eq!(store.move_cursor(&zoo, &id, &ann, Some(Seq(1)), None).await, Err(StoreError::NotFound));
    assert_eq!(store.add_members(&zoo, &id, None, std::slice::from_ref(&ann), 100).await, Err(StoreError::NotFound));
    assert_eq!(store.remove_member(&zoo, &id, &ann).await, Err(StoreError::NotFound));
    let message = NewMessage { app_id: zoo, ..fixture.message(&id, "ann", "client-02", "hello") };
    assert_eq!(store.append(message).await, Err(StoreError::NotFound));
    assert_eq!(fixture.told().len(), 0);
}
