//! What happened in a channel, in its log.

use super::*;

fn admin(what: Happening) -> Admin {
    Admin { what, ..Admin::default() }
}

impl Fixture {
    /// Author and content of all that happened, oldest first.
    async fn happened(&self, channel: &ChannelId) -> Vec<(String, Admin)> {
        let page = self.page(channel, Range::Newest, 50).await;
        page.messages.into_iter().filter_map(|message| Some((message.user_id.0, *message.admin?))).collect()
    }

    async fn invite(&self, channel: &ChannelId, actor: &str, users: &[&str]) {
        let users: Vec<UserId> = users.iter().map(|id| UserId::from(*id)).collect();
        self.store.add_members(&self.app, channel, Some(&actor.into()), &users, 500).await.unwrap();
    }

    async fn adjust(&self, channel: &ChannelId, change: ChannelChange) -> Channel {
        self.store.change_channel(&self.app, channel, Some(&"ann".into()), change).await.unwrap()
    }

    async fn pin_as_ann(&self, channel: &ChannelId, seq: Seq) -> Result<MessageEvent> {
        let (app_id, channel_id) = (self.app.clone(), channel.clone());
        self.store.pin(NewPin { app_id, channel_id, user_id: "ann".into(), seq, on: true }).await
    }
}

pub async fn what_happens_is_told_behind_what_it_tells_of(mut fixture: Fixture) {
    let id = fixture.group("ann", &[]).await;
    fixture.told();
    fixture.invite(&id, "ann", &["bob", "cho"]).await;
    let told = fixture.told();
    assert_eq!(told.iter().map(|commit| commit.rev).collect::<Vec<_>>(), [Rev(2), Rev(3), Rev(4)]);
    let Event::MessageCreated(created) = &told[2].event else { panic!("{:?}", told[2].event) };
    let user_ids = vec!["bob".into(), "cho".into()];
    let added = Admin { user_ids, ..admin(Happening::Added) };
    assert_eq!((created.message.seq, created.message.admin.as_deref()), (Seq(1), Some(&added)));
    fixture.invite(&id, "ann", &["bob"]).await;
    fixture.store.remove_member(&fixture.app, &id, &"cho".into()).await.unwrap();
    fixture.invite(&id, "cho", &["cho"]).await;
    fixture.store.moderate(&fixture.app, &id, Some(&"ann".into()), &"cho".into(), Measure::Kick).await.unwrap();
    let name = Some("Weekend".to_owned());
    let slow_mode_seconds = Some(30);
    fixture.adjust(&id, ChannelChange { name: name.clone(), slow_mode_seconds, ..ChannelChange::default() }).await;
    fixture.adjust(&id, ChannelChange { name: name.clone(), frozen: Some(true), ..ChannelChange::default() }).await;
    let cover_url = Some("https://shop.example/a.png".to_owned());
    fixture.adjust(&id, ChannelChange { cover_url, frozen: Some(false), ..ChannelChange::default() }).await;
    let after = fixture.adjust(&id, ChannelChange { slow_mode_seconds: Some(0), ..ChannelChange::default() }).await;
    let said = fixture.send(&id, "ann", "client-0001", "hello").await.unwrap();
    fixture.pin_as_ann(&id, said.seq).await.unwrap();
    fixture.pin_as_ann(&id, said.seq).await.unwrap();
    let by_ann = |admin: Admin| ("ann".to_owned(), admin);
    let expected = [
        by_ann(added),
        ("cho".to_owned(), admin(Happening::Left)),
        ("cho".to_owned(), admin(Happening::Joined)),
        by_ann(Admin { user_ids: vec!["cho".into()], ..admin(Happening::Removed) }),
        by_ann(Admin { name, ..admin(Happening::Named) }),
        by_ann(Admin { seconds: Some(30), ..admin(Happening::SlowMode) }),
        by_ann(admin(Happening::Frozen)),
        by_ann(admin(Happening::Cover)),
        by_ann(admin(Happening::Opened)),
        by_ann(admin(Happening::SlowMode)),
        by_ann(Admin { seq: Some(said.seq), ..admin(Happening::Pinned) }),
    ];
    assert_eq!(fixture.happened(&id).await, expected);
    assert_eq!((after.rev.0 + 1, after.seq.0 + 1), (said.rev.0, said.seq.0));
    // Whom it concerns is named to who reads, though they are gone.
    let users = fixture.page(&id, Range::Newest, 50).await.users;
    assert!(users.iter().any(|user| user.nickname == "CHO"), "{users:?}");
    assert_eq!(fixture.store.check().await.unwrap().faults, Vec::<String>::new());
}

pub async fn two_and_many_and_open_channels_are_not_told_who_comes(fixture: Fixture) {
    let pair = NewChannel { distinct: true, ..fixture.new_group("ann", &["bob"]) };
    let pair = fixture.store.create_channel(pair).await.unwrap();
    fixture.store.remove_member(&fixture.app, &pair, &"bob".into()).await.unwrap();
    assert_eq!(fixture.happened(&pair).await, []);
    let seq = fixture.send(&pair, "ann", "client-0001", "the address").await.unwrap().seq;
    fixture.pin_as_ann(&pair, seq).await.unwrap();
    assert_eq!(fixture.happened(&pair).await.len(), 1);

    let many: Vec<String> = (0..100).map(|number| format!("u{number}")).collect();
    for user in &many {
        fixture.user(user).await;
    }
    let names: Vec<&str> = many.iter().map(String::as_str).collect();
    let group = fixture.group("ann", &names).await;
    fixture.invite(&group, "ann", &["bob"]).await;
    fixture.store.remove_member(&fixture.app, &group, &"u1".into()).await.unwrap();
    assert_eq!(fixture.happened(&group).await, []);
    fixture.adjust(&group, ChannelChange { frozen: Some(true), ..ChannelChange::default() }).await;
    assert_eq!(fixture.happened(&group).await.len(), 1);

    // What the customer's backend does it may tell itself.
    let quiet = fixture.group("ann", &[]).await;
    fixture.store.add_members(&fixture.app, &quiet, None, &["bob".into()], 9).await.unwrap();
    fixture.store.moderate(&fixture.app, &quiet, None, &"bob".into(), Measure::Kick).await.unwrap();
    assert_eq!(fixture.happened(&quiet).await, []);
}

pub async fn it_counts_for_nothing_and_nobody_touches_it(fixture: Fixture) {
    let (id, ann, bob) = (fixture.group("ann", &["bob"]).await, UserId::from("ann"), UserId::from("bob"));
    fixture.adjust(&id, ChannelChange { frozen: Some(true), ..ChannelChange::default() }).await;
    let list = |user: UserId| {
        let fixture = &fixture;
        async move { fixture.store.channel_list(&fixture.app, Some(&user), None, 10).await.unwrap() }
    };
    let first = list(bob.clone()).await;
    // A list shows it where nothing was said.
    assert_eq!(first.channels[0].last_message.as_ref().map(|message| message.seq), Some(Seq(1)));
    assert_eq!(first.channels[0].unread_count, 0);
    fixture.send(&id, "ann", "client-0001", "hello").await.unwrap();
    let other = fixture.group("ann", &["bob"]).await;
    fixture.send(&other, "ann", "client-0001", "later").await.unwrap();
    fixture.adjust(&id, ChannelChange { frozen: Some(false), ..ChannelChange::default() }).await;
    let then = list(bob.clone()).await;
    assert_eq!(
        then.channels.iter().map(|view| view.channel.channel_id.clone()).collect::<Vec<_>>(),
        [other, id.clone()]
    );
    let view = &then.channels[1];
    assert_eq!((view.last_message.as_ref().map(|last| last.seq), view.unread_count), (Some(Seq(2)), 1));

    let (store, shop) = (&fixture.store, &fixture.app);
    assert_eq!(store.edit(shop, &id, &ann, Seq(3), "no", Default::default()).await, Err(StoreError::Forbidden));
    assert_eq!(store.delete(shop, &id, &ann, Seq(3)).await, Err(StoreError::Forbidden));
    assert_eq!(fixture.pin_as_ann(&id, Seq(3)).await, Err(StoreError::Forbidden));
    let (app_id, channel_id, emoji) = (shop.clone(), id.clone(), "👍".to_owned());
    let like = NewReaction { app_id, channel_id, user_id: bob.clone(), seq: Seq(3), emoji, on: true, most_kinds: 9 };
    assert_eq!(store.react(like).await, Err(StoreError::Forbidden));
    let reply = NewMessage { reply_to: Some(Seq(3)), ..fixture.message(&id, "bob", "client-0002", "what?") };
    assert_eq!(store.append(reply).await, Err(StoreError::ReplyGone));
    let thread = fixture.send(&id.thread(Seq(3)), "bob", "client-0003", "why?").await;
    assert_eq!(thread, Err(StoreError::NotFound));
    let report = MakeReport {
        channel_id: id,
        seq: Some(Seq(3)),
        user_id: None,
        reason: ReportReason::Spam,
        note: String::new(),
    };
    assert_eq!(store.add_report(shop, &bob, report).await, Err(StoreError::NotFound));
}

pub async fn a_note_of_the_backend_is_written_once(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.told();
    let note = |client_id: Option<&str>, text: &str| NewNote {
        app_id: "shop".into(),
        channel_id: id.clone(),
        client_id: client_id.map(ClientId::from),
        text: text.to_owned(),
    };
    let first = fixture.store.announce(note(Some("order-17"), "The order is on its way")).await.unwrap();
    assert_eq!((first.seq, first.user_id.as_str(), first.admin.as_deref()), (Seq(1), "", Some(&Admin::default())));
    assert_eq!(fixture.store.announce(note(Some("order-17"), "The order is on its way")).await, Ok(first.clone()));
    let other = fixture.store.announce(note(Some("order-17"), "Another")).await;
    assert_eq!(other, Err(StoreError::IdempotencyConflict));
    assert_eq!(fixture.told().len(), 1);
    assert_eq!(fixture.store.announce(note(None, "The order is on its way")).await.unwrap().seq, Seq(2));
    let sought = Sought { query: "order", limit: 10, ..Sought::default() };
    assert_eq!(fixture.store.search(&fixture.app, Some(&"ann".into()), sought).await.unwrap().hits, []);
    let people = fixture.store.directory(&fixture.app, &"ann".into(), "", None, 100).await.unwrap();
    assert!(people.users.iter().all(|user| !user.user_id.as_str().is_empty()));
    let elsewhere = NewNote { channel_id: "nowhere".into(), ..note(None, "x") };
    assert_eq!(fixture.store.announce(elsewhere).await, Err(StoreError::NotFound));
}
