//! Reactions: each once, in order, bounded in what a message says of them, gone with the message.

use super::*;

impl Fixture {
    async fn react(&self, channel: &ChannelId, user: &str, emoji: &str, on: bool) -> Result<MessageEvent> {
        let reaction = NewReaction {
            app_id: self.app.clone(),
            channel_id: channel.clone(),
            user_id: user.into(),
            seq: Seq(1),
            emoji: emoji.to_owned(),
            on,
            most_kinds: 12,
        };
        self.store.react(reaction).await
    }

    async fn reactors(&self, channel: &ChannelId, emoji: Option<&str>, after: Option<&str>) -> Result<ReactionList> {
        self.store
            .reactors(&self.app, channel, Reactors { reader: Reader::ALL, seq: Seq(1), emoji, after, limit: 2 })
            .await
    }
}

/// Emoji, count and names of each reaction.
fn shown(message: &Message) -> Vec<(&str, u32, Vec<&str>)> {
    let mut shown = Vec::new();
    for Reaction { emoji, count, user_ids, .. } in &message.reactions {
        shown.push((emoji.as_str(), *count, user_ids.iter().map(UserId::as_str).collect()));
    }
    shown
}

pub async fn each_user_reacts_with_each_emoji_once(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    fixture.told();
    let first = fixture.react(&id, "bob", "👍", true).await.unwrap();
    assert_eq!((first.rev, first.message.rev, first.user.user_id.as_str()), (Rev(3), Rev(3), "ann"));
    let made = first.reaction.clone().unwrap();
    assert_eq!((made.user.nickname.as_str(), made.emoji.as_str(), made.on), ("BOB", "👍", true));
    let commits = fixture.told();
    let Event::MessageChanged(told) = &commits[0].event else { panic!("{:?}", commits[0].event) };
    assert_eq!((commits.len(), told), (1, &first));
    // Again: nothing is written, nobody hears, and the answer is the same.
    assert_eq!(fixture.react(&id, "bob", "👍", true).await.unwrap().message, first.message);
    assert_eq!((fixture.told().len(), fixture.rev(&id).await), (0, 3));
    fixture.react(&id, "ann", "❤️", true).await.unwrap();
    let third = fixture.react(&id, "ann", "👍", true).await.unwrap();
    assert_eq!(shown(&third.message), [("👍", 2, vec!["bob", "ann"]), ("❤️", 1, vec!["ann"])]);
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!((page.messages.len(), &page.messages[0]), (1, &third.message));
    assert_eq!(fixture.sync(&id, 2).await.messages, [third.message]);
}

pub async fn taking_a_reaction_away_leaves_the_others_in_order(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    for (user, emoji) in [("bob", "👍"), ("ann", "❤️"), ("ann", "👍")] {
        fixture.react(&id, user, emoji, true).await.unwrap();
    }
    let less = fixture.react(&id, "bob", "👍", false).await.unwrap();
    assert_eq!(shown(&less.message), [("👍", 1, vec!["ann"]), ("❤️", 1, vec!["ann"])]);
    assert!(!less.reaction.unwrap().on);
    fixture.told();
    fixture.react(&id, "bob", "👍", false).await.unwrap();
    fixture.react(&id, "bob", "🎉", false).await.unwrap();
    assert_eq!(fixture.told().len(), 0);
    let last = fixture.react(&id, "ann", "👍", false).await.unwrap();
    assert_eq!(shown(&last.message), [("❤️", 1, vec!["ann"])]);
}

pub async fn a_reaction_of_many_names_the_first_and_counts_all(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    for number in 0..23 {
        let user = format!("user-{number:02}");
        fixture.user(&user).await;
        fixture.react(&id, &user, "👍", true).await.unwrap();
    }
    let page = fixture.page(&id, Range::Newest, 50).await;
    let reaction = &page.messages[0].reactions[0];
    assert_eq!((reaction.count, reaction.user_ids.len(), reaction.is_cut()), (23, 20, true));
    assert_eq!((reaction.user_ids[0].as_str(), reaction.user_ids[19].as_str()), ("user-00", "user-19"));
    let named: Vec<&str> = page.users.iter().map(|user| user.user_id.as_str()).collect();
    assert_eq!(named, ["ann", "user-00", "user-01", "user-02"]);
    // Whoever is not named can still know.
    let own =
        async |user: &str| fixture.store.own_reactions(&fixture.app, &id, &user.into(), Seq(1), Seq(9)).await.unwrap();
    assert_eq!(own("user-22").await, [(Seq(1), "👍".to_owned())]);
    assert_eq!(own("ann").await, []);
    // When one of the named leaves, the next is named.
    let less = fixture.react(&id, "user-00", "👍", false).await.unwrap();
    let reaction = &less.message.reactions[0];
    assert_eq!((reaction.count, reaction.user_ids.len(), reaction.user_ids[19].as_str()), (22, 20, "user-20"));
}

pub async fn a_message_has_so_many_kinds_at_most(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let kinds = ["😀", "😁", "😂", "😃", "😄", "😅", "😆", "😇", "😈", "😉", "😊", "😋"];
    for emoji in kinds {
        fixture.react(&id, "bob", emoji, true).await.unwrap();
    }
    assert!(matches!(fixture.react(&id, "ann", "😌", true).await, Err(StoreError::TooMany(_))));
    fixture.react(&id, "ann", "😋", true).await.unwrap();
    fixture.react(&id, "bob", "😀", false).await.unwrap();
    let last = fixture.react(&id, "ann", "😌", true).await.unwrap();
    assert_eq!(last.message.reactions.last().map(|reaction| reaction.emoji.as_str()), Some("😌"));
}

pub async fn who_reacted_is_told_in_pages(fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    for (user, emoji) in [("cho", "👍"), ("bob", "👍"), ("bob", "❤️"), ("ann", "👍")] {
        fixture.react(&id, user, emoji, true).await.unwrap();
    }
    let told = |list: &ReactionList| -> Vec<(String, String)> {
        list.reactions.iter().map(|one| (one.user_id.0.clone(), one.emoji.clone())).collect()
    };
    let pair = |user: &str, emoji: &str| (user.to_owned(), emoji.to_owned());
    let first = fixture.reactors(&id, None, None).await.unwrap();
    assert_eq!(told(&first), [pair("cho", "👍"), pair("bob", "👍")]);
    assert_eq!(first.users.iter().map(|user| user.nickname.as_str()).collect::<Vec<_>>(), ["BOB", "CHO"]);
    let rest = fixture.reactors(&id, None, first.next.as_deref()).await.unwrap();
    assert_eq!((told(&rest), rest.next), (vec![pair("bob", "❤️"), pair("ann", "👍")], None));
    let one = fixture.reactors(&id, Some("❤️"), None).await.unwrap();
    assert_eq!((told(&one), one.next), (vec![pair("bob", "❤️")], None));
    let unknown = Reactors { reader: Reader::ALL, seq: Seq(2), emoji: None, after: None, limit: 2 };
    assert_eq!(fixture.store.reactors(&fixture.app, &id, unknown).await, Err(StoreError::NotFound));
}

pub async fn an_edit_keeps_reactions_and_a_deletion_ends_them(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    fixture.react(&id, "bob", "👍", true).await.unwrap();
    let edited = store.edit(shop, &id, &ann, Seq(1), "hello!", Extra::default()).await.unwrap();
    assert_eq!(shown(&edited.message), [("👍", 1, vec!["bob"])]);
    let deleted = store.delete(shop, &id, &ann, Seq(1)).await.unwrap();
    assert_eq!(deleted.message.reactions, []);
    assert_eq!(fixture.reactors(&id, None, None).await.unwrap().reactions, []);
    assert_eq!(fixture.react(&id, "bob", "👍", true).await, Err(StoreError::NotFound));
    assert_eq!(fixture.react(&id, "bob", "👍", false).await, Err(StoreError::NotFound));
    assert_eq!(store.check().await.unwrap().faults, [""; 0]);
}

pub async fn strangers_and_left_members_do_not_react(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let public =
        fixture.store.create_channel(NewChannel { public: true, ..fixture.new_group("ann", &[]) }).await.unwrap();
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    fixture.send(&public, "ann", "client-01", "hello").await.unwrap();
    fixture.store.remove_member(&fixture.app, &id, &"bob".into()).await.unwrap();
    fixture.told();
    for user in ["bob", "cho", "nobody"] {
        assert_eq!(fixture.react(&id, user, "👍", true).await, Err(StoreError::NotFound), "{user}");
    }
    assert_eq!(fixture.react(&public, "cho", "👍", true).await, Err(StoreError::Forbidden));
    assert_eq!(fixture.react(&"none".into(), "ann", "👍", true).await, Err(StoreError::NotFound));
    assert_eq!(fixture.told().len(), 0);
}
