//! How a user keeps channels, and until when nothing is to ring.

use super::*;

fn id(name: &str) -> UserId {
    name.into()
}

impl Fixture {
    async fn keep(&self, channel: &ChannelId, user: &str, wanted: SetPreference) -> Result<Preference> {
        let wanted = SetPreference { channel_id: channel.clone(), ..wanted };
        self.store.set_preference(&self.app, &id(user), wanted).await
    }

    async fn listed_to(&self, user: &str, after: Option<&str>, limit: u32) -> (Vec<String>, Option<String>) {
        let list = self.store.channel_list(&self.app, Some(&id(user)), after, limit).await.unwrap();
        (list.channels.into_iter().map(|view| view.channel.channel_id.0).collect(), list.next)
    }
}

fn pinned(on: bool) -> SetPreference {
    SetPreference { pinned: Some(on), ..SetPreference::default() }
}

pub async fn a_preference_is_one_users_and_changes_field_by_field(mut fixture: Fixture) {
    let group = fixture.group("ann", &["bob"]).await;
    fixture.send(&group, "bob", "client-01", "hello").await.unwrap();
    fixture.told();
    let mentions = SetPreference { notify: Some(Notify::Mentions), ..SetPreference::default() };
    fixture.keep(&group, "ann", mentions).await.unwrap();
    let archive = SetPreference { archived: Some(true), ..SetPreference::default() };
    let kept = fixture.keep(&group, "ann", archive).await.unwrap();
    assert_eq!(kept, Preference { notify: Notify::Mentions, archived_seq: Some(Seq(1)), ..Preference::default() });
    let view = async |user: &str| fixture.store.channel_view(&fixture.app, &group, Some(&id(user))).await.unwrap();
    assert_eq!(view("ann").await.unwrap().preference, Some(kept));
    assert_eq!(view("bob").await.unwrap().preference, None);
    let all = SetPreference { notify: Some(Notify::All), archived: Some(false), ..SetPreference::default() };
    assert_eq!(fixture.keep(&group, "ann", all).await, Ok(Preference::default()));
    assert_eq!(fixture.keep(&group, "cho", pinned(true)).await, Err(StoreError::NotFound));
    assert_eq!(fixture.keep(&"nowhere".into(), "ann", pinned(true)).await, Err(StoreError::NotFound));
    assert_eq!(fixture.told().len(), 0, "nobody else is told");
}

pub async fn pinned_channels_begin_the_list_and_come_no_second_time(fixture: Fixture) {
    let lobby = fixture.open_channel("lobby").await;
    fixture.open_channel("market").await;
    let mut groups = Vec::new();
    for number in 0..4 {
        let group = fixture.group("ann", &["bob"]).await;
        fixture.send(&group, "bob", &format!("client-0{number}"), "hello").await.unwrap();
        groups.push(group);
    }
    fixture.keep(&groups[1], "ann", pinned(true)).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let first = fixture.keep(&lobby, "ann", pinned(true)).await.unwrap();
    assert_eq!(fixture.keep(&lobby, "ann", pinned(true)).await, Ok(first), "again changes nothing");
    let (mut seen, mut next) = fixture.listed_to("ann", None, 2).await;
    assert_eq!(seen, [&lobby.0, &groups[1].0, &groups[3].0, &groups[2].0].map(Clone::clone));
    while let Some(after) = next {
        let page = fixture.listed_to("ann", Some(&after), 2).await;
        seen.extend(page.0);
        next = page.1;
    }
    assert_eq!(seen[4..], [groups[0].0.clone(), "market".to_owned()]);
    assert_eq!(fixture.listed_to("bob", None, 1).await.0, [groups[3].0.clone()]);
    // Who is out sees it no longer, pinned or not.
    fixture.store.remove_member(&fixture.app, &groups[1], &id("ann")).await.unwrap();
    fixture.keep(&lobby, "ann", pinned(false)).await.unwrap();
    assert_eq!(fixture.listed_to("ann", None, 50).await.0[0], groups[3].0);
}

pub async fn so_many_channels_are_pinned_at_most(fixture: Fixture) {
    let mut channels = Vec::new();
    for number in 0..=MOST_PINNED_CHANNELS {
        channels.push(fixture.open_channel(&format!("room-{number}")).await);
    }
    let last = channels.pop().unwrap();
    for channel in &channels {
        fixture.keep(channel, "ann", pinned(true)).await.unwrap();
    }
    assert!(matches!(fixture.keep(&last, "ann", pinned(true)).await, Err(StoreError::TooMany(_))));
    fixture.keep(&channels[0], "ann", pinned(false)).await.unwrap();
    fixture.keep(&last, "ann", pinned(true)).await.unwrap();
}

pub async fn nothing_rings_until_a_time_and_then_it_may_again(fixture: Fixture) {
    let until = async || fixture.store.undisturbed_until(&fixture.app, &id("ann")).await.unwrap();
    assert_eq!(until().await, None);
    fixture.store.set_undisturbed(&fixture.app, &id("ann"), Some(TimeMs::NEVER)).await.unwrap();
    assert_eq!(until().await, Some(TimeMs::NEVER));
    fixture.store.set_undisturbed(&fixture.app, &id("ann"), Some(TimeMs(1))).await.unwrap();
    assert_eq!(until().await, None, "that time has passed");
    fixture.store.set_undisturbed(&fixture.app, &id("ann"), None).await.unwrap();
    assert_eq!(until().await, None);
    assert_eq!(fixture.store.undisturbed_until(&fixture.app, &id("bob")).await, Ok(None));
}

pub async fn what_is_marked_counts_as_unread_until_it_is_read_again(fixture: Fixture) {
    let (group, lobby) = (fixture.group("ann", &["bob"]).await, fixture.open_channel("lobby").await);
    for number in 1..=6 {
        for channel in [&group, &lobby] {
            fixture.send(channel, "bob", &format!("client-0{number}"), "hello").await.unwrap();
        }
    }
    let (store, app, ann) = (&fixture.store, &fixture.app, id("ann"));
    store.move_cursor(app, &group, &ann, Some(Seq(6)), None).await.unwrap();
    let view = async |channel: &ChannelId, user: &str| {
        let view = store.channel_view(app, channel, Some(&id(user))).await.unwrap().unwrap();
        (view.unread_count, view.preference.and_then(|preference| preference.unread_from))
    };
    let mark = |seq| SetPreference { unread_from: Some(Seq(seq)), ..SetPreference::default() };
    for channel in [&group, &lobby] {
        assert_eq!(view(channel, "ann").await, (0, None));
        assert_eq!(fixture.keep(channel, "ann", mark(7)).await, Err(StoreError::NotFound));
        fixture.keep(channel, "ann", mark(3)).await.unwrap();
        assert_eq!(view(channel, "ann").await, (4, Some(Seq(3))));
        // What stands above it was read before, what follows is read step by step.
        assert_eq!(store.read_on(app, channel, &ann, Seq(2)).await, Ok(false));
        assert_eq!(store.read_on(app, channel, &ann, Seq(4)).await, Ok(true));
        assert_eq!(view(channel, "ann").await, (2, Some(Seq(5))));
        assert_eq!(store.read_on(app, channel, &ann, Seq(6)).await, Ok(true));
        assert_eq!(view(channel, "ann").await, (0, None));
        assert_eq!(store.read_on(app, channel, &ann, Seq(6)).await, Ok(false));
        fixture.keep(channel, "ann", mark(6)).await.unwrap();
        fixture.keep(channel, "ann", mark(0)).await.unwrap();
        assert_eq!(view(channel, "ann").await, (0, None));
    }
    // The cursor, which others see, stays.
    fixture.keep(&group, "ann", mark(1)).await.unwrap();
    let seen = store.channel_view(app, &group, Some(&ann)).await.unwrap().unwrap();
    assert_eq!(seen.me.unwrap().read_seq, Seq(6));
    // It does not count for others, and a new message counts with it.
    assert_eq!(view(&group, "bob").await, (0, None));
    fixture.send(&group, "bob", "client-07", "hello").await.unwrap();
    assert_eq!(view(&group, "ann").await, (7, Some(Seq(1))));
    assert_eq!(store.read_on(app, &group, &id("bob"), Seq(7)).await, Ok(false));
}
