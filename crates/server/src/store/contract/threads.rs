//! Threads: a log of their own beside the channel, and its roots know how they stand.

use super::*;

impl Fixture {
    async fn reply(&self, thread: &ChannelId, user: &str, client_id: &str, text: &str) -> Ack {
        self.send(thread, user, client_id, text).await.unwrap()
    }

    async fn root(&self, channel: &ChannelId, seq: u64) -> Message {
        self.page(channel, Range::Around(Seq(seq)), 50).await.messages[usize::try_from(seq - 1).unwrap()].clone()
    }

    async fn unread_threads(&self, user: &str) -> Vec<ChannelId> {
        self.store.unread_threads(&self.app, &user.into()).await.unwrap()
    }

    async fn thread_view(&self, thread: &ChannelId, user: &str) -> ChannelView {
        self.store.channel_view(&self.app, thread, Some(&user.into())).await.unwrap().unwrap()
    }
}

pub async fn a_thread_begins_with_its_first_reply_and_its_root_tells(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "who brings what?").await.unwrap();
    let thread = id.thread(Seq(1));
    assert!(fixture.page(&thread, Range::Newest, 50).await.messages.is_empty());
    assert_eq!(fixture.thread_view(&thread, "bob").await.thread.unwrap().root.text, "who brings what?");
    fixture.told();
    let ack = fixture.reply(&thread, "bob", "client-02", "bread").await;
    assert_eq!((ack.seq, ack.rev, ack.channel_id.clone()), (Seq(1), Rev(1), thread.clone()));
    let commits = fixture.told();
    assert_eq!(commits.iter().map(|commit| &commit.channel_id).collect::<Vec<_>>(), [&thread, &id]);
    assert_eq!(commits[0].told, [UserId::from("ann")]);
    let Event::MessageChanged(changed) = &commits[1].event else { panic!("{:?}", commits[1].event) };
    let told = changed.message.thread.clone().unwrap();
    assert_eq!((told.replies, told.seq, told.user.unwrap().user_id), (1, Seq(1), UserId::from("bob")));
    fixture.reply(&thread, "ann", "client-03", "salad").await;
    fixture.reply(&thread, "bob", "client-04", "and wine").await;
    let kept = fixture.root(&id, 1).await.thread.unwrap();
    assert_eq!((kept.replies, kept.seq, kept.user), (3, Seq(3), None));
    assert_eq!(kept.user_ids, [UserId::from("bob"), "ann".into()]);
    assert_eq!(texts(&fixture.page(&thread, Range::Newest, 50).await.messages), ["bread", "salad", "and wine"]);
    assert_eq!(texts(&fixture.page(&id, Range::Newest, 50).await.messages), ["who brings what?"]);
    assert_eq!(texts(&fixture.sync(&thread, 1).await.messages), ["salad", "and wine"]);
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert!(page.users.iter().any(|user| user.user_id.as_str() == "bob"));
    assert_eq!(fixture.store.check().await.unwrap().faults, [""; 0]);
}

pub async fn a_resent_reply_gets_the_first_answer_and_counts_once(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let thread = id.thread(Seq(1));
    let first = fixture.reply(&thread, "bob", "client-02", "hi").await;
    let sends = (0..20).map(|_| fixture.send(&thread, "bob", "client-02", "hi"));
    for again in futures_util::future::join_all(sends).await {
        assert_eq!(again, Ok(Ack { duplicate: true, ..first.clone() }));
    }
    assert_eq!(fixture.send(&thread, "bob", "client-02", "ho").await, Err(StoreError::IdempotencyConflict));
    assert_eq!(fixture.root(&id, 1).await.thread.unwrap().replies, 1);
    let many =
        (0..40).map(|n| fixture.store.append(fixture.message(&thread, "ann", &format!("many-{n:04}"), "me too")));
    let mut seqs: Vec<u64> =
        futures_util::future::join_all(many).await.into_iter().map(|ack| ack.unwrap().seq.0).collect();
    seqs.sort_unstable();
    assert_eq!(seqs, (2..=41).collect::<Vec<u64>>());
    assert_eq!(fixture.root(&id, 1).await.thread.unwrap().replies, 41);
    // The channel goes on beside it, without a hole.
    assert_eq!(fixture.send(&id, "bob", "client-03", "next").await.unwrap().seq, Seq(2));
    assert_eq!(fixture.store.check().await.unwrap().faults, [""; 0]);
}

pub async fn who_may_not_write_in_the_channel_may_not_in_its_threads(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, bob) = (&fixture.store, &fixture.app, UserId::from("bob"));
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let thread = id.thread(Seq(1));
    let send = |client_id: &'static str| fixture.send(&thread, "bob", client_id, "psst");
    assert_eq!(fixture.send(&thread, "cho", "client-02", "psst").await, Err(StoreError::NotFound));
    assert_eq!(fixture.send(&id.thread(Seq(2)), "bob", "client-02", "psst").await, Err(StoreError::NotFound));
    store.moderate(shop, &id, None, &bob, Measure::Mute(None)).await.unwrap();
    assert!(matches!(send("client-02").await, Err(StoreError::Muted { .. })));
    store.moderate(shop, &id, None, &bob, Measure::Unmute).await.unwrap();
    send("client-02").await.unwrap();
    let slow = ChannelChange { slow_mode_seconds: Some(60), ..ChannelChange::default() };
    store.change_channel(shop, &id, None, slow).await.unwrap();
    send("client-03").await.unwrap();
    assert!(matches!(send("client-04").await, Err(StoreError::SlowMode { .. })));
    assert!(matches!(fixture.send(&id, "bob", "client-04", "and here").await, Err(StoreError::SlowMode { .. })));
    let frozen = ChannelChange { frozen: Some(true), ..ChannelChange::default() };
    store.change_channel(shop, &id, None, frozen).await.unwrap();
    assert_eq!(send("client-05").await, Err(StoreError::Frozen));
    store.moderate(shop, &id, None, &bob, Measure::Ban(None)).await.unwrap();
    assert_eq!(send("client-06").await, Err(StoreError::NotFound));
    assert_eq!(fixture.unread_threads("bob").await, []);
    assert_eq!(store.check().await.unwrap().faults, [""; 0]);
}

pub async fn one_follows_what_one_wrote_answered_or_is_named_in(fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let thread = id.thread(Seq(1));
    fixture.reply(&thread, "bob", "client-02", "hi").await;
    assert_eq!(fixture.unread_threads("ann").await, vec![thread.clone()]);
    assert_eq!((fixture.unread_threads("bob").await, fixture.unread_threads("cho").await), (vec![], vec![]));
    let named =
        TextRange { start: 0, end: 4, style: TextStyle::Mention, user_id: Some("cho".into()), ..TextRange::default() };
    let mention = Mention { start: 0, end: 4, user_id: "cho".into() };
    let extra = Extra { ranges: vec![named], ..Extra::default() };
    let naming =
        NewMessage { extra, mentions: vec![mention], ..fixture.message(&thread, "bob", "client-03", "@CHO look") };
    fixture.store.append(naming).await.unwrap();
    assert_eq!(fixture.unread_threads("cho").await, vec![thread.clone()]);
    let view = fixture.thread_view(&thread, "ann").await;
    assert_eq!((view.unread_count, view.thread.unwrap().following), (2, true));
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    let moved = store.move_cursor(shop, &thread, &ann, Some(Seq(9)), None).await.unwrap().unwrap();
    assert_eq!((moved.read_seq, fixture.unread_threads("ann").await), (Seq(2), vec![]));
    assert_eq!(store.move_cursor(shop, &thread, &ann, Some(Seq(1)), None).await.unwrap(), None);
    let wish = |on| FollowThread { channel_id: thread.clone(), on };
    store.follow_thread(shop, &ann, wish(false)).await.unwrap();
    fixture.reply(&thread, "bob", "client-04", "anybody?").await;
    assert_eq!(fixture.unread_threads("ann").await, []);
    assert!(!fixture.thread_view(&thread, "ann").await.thread.unwrap().following);
    fixture.reply(&thread, "ann", "client-05", "yes").await;
    assert!(fixture.thread_view(&thread, "ann").await.thread.unwrap().following);
    let other = id.thread(Seq(2));
    fixture.send(&id, "bob", "client-06", "another").await.unwrap();
    store.follow_thread(shop, &ann, FollowThread { channel_id: other.clone(), on: true }).await.unwrap();
    fixture.reply(&other, "cho", "client-07", "first").await;
    fixture.reply(&thread, "ann", "client-08", "still here").await;
    let list = store.threads(shop, &ann, None, 1).await.unwrap();
    assert_eq!((&list.threads[0].channel.channel_id, list.threads[0].unread_count), (&other, 1));
    let rest = store.threads(shop, &ann, list.next.as_deref(), 1).await.unwrap();
    assert_eq!((&rest.threads[0].channel.channel_id, rest.next), (&thread, None));
    let nobody = store.follow_thread(shop, &"eve".into(), wish(true)).await;
    assert_eq!(nobody, Err(StoreError::NotFound));
}

pub async fn what_is_said_in_both_is_changed_and_taken_back_in_both(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, bob) = (&fixture.store, &fixture.app, UserId::from("bob"));
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let thread = id.thread(Seq(1));
    let slow = ChannelChange { slow_mode_seconds: Some(60), ..ChannelChange::default() };
    store.change_channel(shop, &id, None, slow).await.unwrap();
    let both = NewMessage { in_channel: true, ..fixture.message(&thread, "bob", "client-02", "found it") };
    let ack = store.append(both.clone()).await.unwrap();
    assert_eq!(store.append(both).await.unwrap(), Ack { duplicate: true, ..ack });
    let copy = fixture.root(&id, 2).await;
    let quoted = copy.reply_to.clone().unwrap();
    assert_eq!((copy.text.as_str(), copy.in_thread, quoted.text.as_str()), ("found it", Some(Seq(1)), "hello"));
    assert_eq!(fixture.page(&thread, Range::Newest, 50).await.messages[0].in_channel, Some(Seq(2)));
    store.edit(shop, &thread, &bob, Seq(1), "found both", Extra::default()).await.unwrap();
    assert_eq!(fixture.root(&id, 2).await.text, "found both");
    let refused = store.delete(shop, &id, &"cho".into(), Seq(2)).await;
    assert_eq!(refused, Err(StoreError::NotFound));
    store.delete(shop, &id, &bob, Seq(2)).await.unwrap();
    assert!(fixture.page(&thread, Range::Newest, 50).await.messages[0].deleted);
    assert_eq!(fixture.root(&id, 1).await.thread.unwrap().replies, 0);
    assert_eq!(store.check().await.unwrap().faults, [""; 0]);
}

pub async fn a_deleted_root_keeps_its_thread_and_no_deleted_reply_counts(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let thread = id.thread(Seq(1));
    fixture.reply(&thread, "bob", "client-02", "one").await;
    fixture.reply(&thread, "ann", "client-03", "two").await;
    store.delete(shop, &thread, &ann, Seq(2)).await.unwrap();
    let told = fixture.root(&id, 1).await.thread.unwrap();
    assert_eq!((told.replies, told.seq, told.user_ids), (1, Seq(2), vec![UserId::from("bob")]));
    let deleted = store.delete(shop, &id, &ann, Seq(1)).await.unwrap().message;
    assert!(deleted.deleted && deleted.text.is_empty());
    assert_eq!(deleted.thread.unwrap().replies, 1);
    fixture.reply(&thread, "bob", "client-04", "three").await;
    let view = fixture.thread_view(&thread, "bob").await.thread.unwrap();
    assert_eq!((view.root.deleted, view.root.thread.unwrap().replies), (true, 2));
    assert_eq!(store.check().await.unwrap().faults, [""; 0]);
}

pub async fn replies_are_found_by_who_may_read_the_channel_only(fixture: Fixture) {
    let (id, lobby) = (fixture.group("ann", &["bob"]).await, fixture.open_channel("lobby").await);
    for (channel, number) in [(&id, 1), (&lobby, 2)] {
        fixture.send(channel, "ann", &format!("client-{number}0"), "hello").await.unwrap();
        fixture.reply(&channel.thread(Seq(1)), "ann", &format!("client-{number}1"), "the walnut tree").await;
    }
    let found = async |reader: &str, channel: Option<&ChannelId>| {
        let sought = Sought { channel_id: channel, query: "walnut", limit: 20, ..Sought::default() };
        let page = fixture.store.search(&fixture.app, Some(&reader.into()), sought).await.unwrap();
        page.hits.into_iter().map(|hit| hit.channel_id).collect::<Vec<_>>()
    };
    assert_eq!(found("bob", None).await, [lobby.thread(Seq(1)), id.thread(Seq(1))]);
    assert_eq!(found("bob", Some(&id)).await, [id.thread(Seq(1))]);
    assert_eq!(found("cho", None).await, [lobby.thread(Seq(1))]);
}

pub async fn reports_from_a_thread_wait_with_those_of_its_channel(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let thread = id.thread(Seq(1));
    fixture.reply(&thread, "ann", "client-02", "rude").await;
    let report = |seq, user_id| MakeReport {
        channel_id: thread.clone(),
        seq,
        user_id,
        reason: ReportReason::Spam,
        note: String::new(),
    };
    store.add_report(shop, &"bob".into(), report(Some(Seq(1)), None)).await.unwrap();
    store.add_report(shop, &"bob".into(), report(None, Some(ann.clone()))).await.unwrap();
    let list = store.reports(shop, Some(&id), None, 10).await.unwrap().reports;
    let places: Vec<_> = list.iter().map(|report| (report.channel_id.clone(), report.seq)).collect();
    assert_eq!(places, [(thread, Some(Seq(1))), (id.clone(), None)]);
    store.resolve_report(shop, &id, Some(&ann), list[0].report_id).await.unwrap();
    assert_eq!(store.reports(shop, Some(&id), None, 10).await.unwrap().reports.len(), 1);
}
