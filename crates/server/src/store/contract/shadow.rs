//! Shadow mutes: a message that is there for its author and the operators, and a number for all others.

use super::*;

impl Fixture {
    async fn shadow(&self, channel: &ChannelId, user: &str, measure: Measure) -> Result<()> {
        self.store.moderate(&self.app, channel, Some(&"ann".into()), &user.into(), measure).await
    }

    /// A group that ann operates, in which bob is shadow muted.
    async fn shadowed(&self) -> ChannelId {
        let id = self.group("ann", &["bob", "cho"]).await;
        self.shadow(&id, "bob", Measure::ShadowMute(None)).await.unwrap();
        id
    }

    /// The page as this member reads it.
    async fn read_as(&self, channel: &ChannelId, user: &str) -> HistoryPage {
        let user_id = UserId::from(user);
        let access = self.store.access(&self.app, channel, Some(&user_id)).await.unwrap().unwrap();
        let reader = Reader::of(&access, Some(&user_id));
        self.store.history(&self.app, channel, reader, Range::Newest, 50).await.unwrap()
    }

    async fn view_as(&self, channel: &ChannelId, user: &str) -> ChannelView {
        self.store.channel_view(&self.app, channel, Some(&user.into())).await.unwrap().unwrap()
    }
}

fn texts(page: &HistoryPage) -> Vec<(&str, bool, bool)> {
    page.messages.iter().map(|message| (message.text.as_str(), message.shadow, message.hollow)).collect()
}

/// As this user's connections hear it.
fn heard(commit: &Commit, user: &str) -> MessageEvent {
    let apart = commit.apart.iter().find(|(users, _)| users.contains(&user.into())).map(|(_, event)| event);
    match apart.unwrap_or(&commit.event) {
        Event::MessageCreated(event) | Event::MessageChanged(event) => event.clone(),
        other => panic!("{other:?}"),
    }
}

pub async fn for_all_others_it_is_a_number(mut fixture: Fixture) {
    let id = fixture.shadowed().await;
    fixture.send(&id, "cho", "client-0001", "hello").await.unwrap();
    fixture.told();
    let ack = fixture.send(&id, "bob", "client-0001", "secret").await.unwrap();
    let told = fixture.told();
    assert_eq!((told.len(), told[0].rev, ack.rev), (1, Rev(3), Rev(3)));
    let (author, operator, other) = (heard(&told[0], "bob"), heard(&told[0], "ann"), heard(&told[0], "cho"));
    assert_eq!((author.message.text.as_str(), author.message.shadow), ("secret", false));
    assert_eq!((operator.message.text.as_str(), operator.message.shadow), ("secret", true));
    let none = Message { seq: Seq(2), rev: Rev(3), created_at: ack.created_at, hollow: true, ..Message::default() };
    assert_eq!((&other.message, other.user.user_id.as_str()), (&none, ""));
    assert_eq!(texts(&fixture.read_as(&id, "bob").await), [("hello", false, false), ("secret", false, false)]);
    assert_eq!(texts(&fixture.read_as(&id, "ann").await), [("hello", false, false), ("secret", true, false)]);
    let page = fixture.read_as(&id, "cho").await;
    assert_eq!(page.messages[1], none);
    assert!(page.users.iter().all(|user| !user.user_id.as_str().is_empty()));
    // A resend gets the first answer still.
    assert!(fixture.send(&id, "bob", "client-0001", "secret").await.unwrap().duplicate);
}

pub async fn nobody_learns_of_the_mute(mut fixture: Fixture) {
    let (store, shop) = (fixture.store.clone(), fixture.app.clone());
    let id = fixture.group("ann", &["bob"]).await;
    let before = fixture.view_as(&id, "bob").await;
    fixture.told();
    fixture.shadow(&id, "bob", Measure::ShadowMute(Some(60))).await.unwrap();
    assert_eq!((fixture.told().len(), fixture.view_as(&id, "bob").await), (0, before.clone()));
    assert_eq!(store.members(&shop, &id, None, 9).await.unwrap().members[1].shadow_until, None);
    let one = ["bob".into()];
    let named = |operator| Listed::Named { user_ids: &one, operator };
    let shown = async |listed| store.filtered_members(&shop, &id, listed, None, 9).await.unwrap().members;
    assert_eq!(shown(named(false)).await[0].shadow_until, None);
    assert!(shown(named(true)).await[0].shadow_until.is_some());
    assert!(shown(Listed::Only(MemberFilter::ShadowMuted)).await[0].shadow_until.is_some());
    assert_eq!(shown(Listed::Only(MemberFilter::Muted)).await, []);
    // Who leaves and comes back is muted still; who becomes an operator is not.
    store.remove_member(&shop, &id, &"bob".into()).await.unwrap();
    store.add_members(&shop, &id, None, &["bob".into()], 9).await.unwrap();
    assert_eq!(shown(Listed::Only(MemberFilter::ShadowMuted)).await.len(), 1);
    fixture.shadow(&id, "bob", Measure::Role(Role::Operator)).await.unwrap();
    assert_eq!(shown(Listed::Only(MemberFilter::ShadowMuted)).await, []);
    assert_eq!(fixture.shadow(&id, "bob", Measure::ShadowMute(None)).await, Err(StoreError::Forbidden));
    assert_eq!(fixture.shadow(&id, "cho", Measure::ShadowMute(None)).await, Err(StoreError::NotFound));
    // An open channel has no place of whom nothing else was decided.
    let lobby = fixture.open_channel("lobby").await;
    let before = fixture.view_as(&lobby, "bob").await;
    store.moderate(&shop, &lobby, None, &"bob".into(), Measure::ShadowMute(None)).await.unwrap();
    assert_eq!(fixture.view_as(&lobby, "bob").await, before);
    assert_eq!(fixture.sync(&lobby, 0).await.members, []);
    fixture.send(&lobby, "bob", "client-0001", "secret").await.unwrap();
    assert_eq!(texts(&fixture.read_as(&lobby, "cho").await), [("", false, true)]);
    let people = store.people(&shop, &lobby, "", None, 9).await.unwrap();
    assert_eq!(people.users, []);
}

pub async fn it_counts_and_moves_nothing(fixture: Fixture) {
    let (id, other) = (fixture.shadowed().await, fixture.group("ann", &["bob", "cho"]).await);
    fixture.send(&id, "cho", "client-0001", "hello").await.unwrap();
    fixture.send(&other, "ann", "client-0001", "later").await.unwrap();
    let mut named = fixture.message(&id, "bob", "client-0002", "@CHO secret");
    let range = TextRange { end: 4, style: TextStyle::Mention, user_id: Some("cho".into()), ..TextRange::default() };
    named.extra.ranges = vec![range];
    fixture.store.append(named).await.unwrap();
    let view = fixture.view_as(&id, "cho").await;
    assert_eq!((view.unread_count, view.mention_count), (0, 0));
    assert_eq!(view.last_message.map(|last| last.seq), Some(Seq(1)));
    assert_eq!(fixture.view_as(&id, "bob").await.last_message.map(|last| last.seq), Some(Seq(2)));
    assert_eq!(fixture.view_as(&id, "ann").await.last_message.map(|last| last.seq), Some(Seq(1)));
    let listed = fixture.store.channel_list(&fixture.app, Some(&"cho".into()), None, 9).await.unwrap();
    assert_eq!(listed.channels[0].channel.channel_id, other);
    let found = async |user: &str| {
        let sought = Sought { query: "secret", limit: 10, ..Sought::default() };
        fixture.store.search(&fixture.app, Some(&user.into()), sought).await.unwrap().hits.len()
    };
    assert_eq!((found("bob").await, found("ann").await, found("cho").await), (1, 1, 0));
    assert_eq!(fixture.store.check().await.unwrap().faults, Vec::<String>::new());
}

pub async fn an_edit_under_it_hides_and_lifting_shows_nothing(mut fixture: Fixture) {
    let (id, bob) = (fixture.group("ann", &["bob", "cho"]).await, UserId::from("bob"));
    fixture.send(&id, "bob", "client-0001", "hello").await.unwrap();
    fixture.shadow(&id, "bob", Measure::ShadowMute(None)).await.unwrap();
    fixture.told();
    let edited = fixture.store.edit(&fixture.app, &id, &bob, Seq(1), "secret", Default::default()).await.unwrap();
    assert_eq!((edited.message.text.as_str(), edited.message.shadow), ("secret", false));
    let told = fixture.told();
    assert!(heard(&told[0], "cho").message.hollow);
    assert!(heard(&told[0], "ann").message.shadow);
    fixture.shadow(&id, "bob", Measure::ShadowUnmute).await.unwrap();
    fixture.store.edit(&fixture.app, &id, &bob, Seq(1), "secret still", Default::default()).await.unwrap();
    assert!(heard(&fixture.told()[0], "cho").message.hollow);
    fixture.send(&id, "bob", "client-0002", "back again").await.unwrap();
    assert_eq!(texts(&fixture.read_as(&id, "cho").await), [("", false, true), ("back again", false, false)]);
    // Others do not touch what is not there for them; operators delete it, and it stays hollow.
    let (app_id, channel_id, emoji) = (fixture.app.clone(), id.clone(), "👍".to_owned());
    let like = NewReaction { app_id, channel_id, user_id: "cho".into(), seq: Seq(1), emoji, on: true, most_kinds: 9 };
    assert_eq!(fixture.store.react(like).await, Err(StoreError::NotFound));
    let report = MakeReport {
        channel_id: id.clone(),
        seq: Some(Seq(1)),
        user_id: None,
        reason: ReportReason::Spam,
        note: String::new(),
    };
    assert_eq!(fixture.store.add_report(&fixture.app, &"cho".into(), report).await, Err(StoreError::NotFound));
    fixture.store.delete(&fixture.app, &id, &"ann".into(), Seq(1)).await.unwrap();
    let page = fixture.read_as(&id, "cho").await;
    assert_eq!((page.messages[0].hollow, page.messages[0].deleted), (true, false));
    assert!(fixture.read_as(&id, "bob").await.messages[0].deleted);
}

pub async fn a_hollow_reply_is_in_no_count(fixture: Fixture) {
    let id = fixture.shadowed().await;
    fixture.send(&id, "cho", "client-0001", "lunch?").await.unwrap();
    let thread = id.thread(Seq(1));
    fixture.send(&thread, "ann", "client-0001", "yes").await.unwrap();
    fixture.store.move_cursor(&fixture.app, &thread, &"cho".into(), Some(Seq(1)), None).await.unwrap();
    let before = fixture.page(&id, Range::Newest, 9).await;
    fixture.send(&thread, "bob", "client-0002", "secret").await.unwrap();
    assert_eq!(fixture.page(&id, Range::Newest, 9).await, before);
    assert_eq!(fixture.store.unread_threads(&fixture.app, &"cho".into()).await.unwrap(), []);
    assert_eq!(texts(&fixture.read_as(&thread, "cho").await), [("yes", false, false), ("", false, true)]);
    // Said in both places it is hollow in both, and a thread of what is hollow is nobody else's.
    let both = NewMessage { in_channel: true, ..fixture.message(&thread, "bob", "client-0003", "in both") };
    fixture.store.append(both).await.unwrap();
    assert_eq!(texts(&fixture.read_as(&id, "cho").await), [("lunch?", false, false), ("", false, true)]);
    let own = id.thread(Seq(2));
    fixture.send(&own, "bob", "client-0004", "to myself").await.unwrap();
    assert_eq!(fixture.store.access(&fixture.app, &own, Some(&"cho".into())).await.unwrap(), None);
    assert_eq!(fixture.send(&own, "cho", "client-0005", "who?").await, Err(StoreError::NotFound));
    fixture.store.delete(&fixture.app, &thread, &"bob".into(), Seq(2)).await.unwrap();
    assert_eq!(fixture.page(&id, Range::Newest, 9).await.messages[0].thread.as_ref().unwrap().replies, 1);
}

pub async fn what_quotes_it_shows_it_to_its_author_alone(mut fixture: Fixture) {
    let id = fixture.shadowed().await;
    fixture.send(&id, "bob", "client-0001", "secret").await.unwrap();
    let reply = |user: &str, client_id: &str| NewMessage {
        reply_to: Some(Seq(1)),
        ..fixture.message(&id, user, client_id, "as I said")
    };
    let (others, operators) = (reply("cho", "client-0002"), reply("ann", "client-0002"));
    let own = reply("bob", "client-0002");
    for refused in [others, operators] {
        assert_eq!(fixture.store.append(refused).await, Err(StoreError::ReplyGone));
    }
    fixture.shadow(&id, "bob", Measure::ShadowUnmute).await.unwrap();
    fixture.told();
    fixture.store.append(own).await.unwrap();
    let gone = Quote { seq: Seq(1), deleted: true, ..Quote::default() };
    let told = fixture.told();
    assert_eq!(heard(&told[0], "cho").message.reply_to, Some(gone.clone().into()));
    assert_eq!(heard(&told[0], "bob").message.reply_to.unwrap().text, "secret");
    assert_eq!(fixture.read_as(&id, "cho").await.messages[1].reply_to, Some(gone.clone().into()));
    let (app_id, channel_id, emoji) = (fixture.app.clone(), id.clone(), "👍".to_owned());
    let like = NewReaction { app_id, channel_id, user_id: "cho".into(), seq: Seq(2), emoji, on: true, most_kinds: 9 };
    assert_eq!(fixture.store.react(like).await.unwrap().message.reply_to, Some(gone.clone().into()));
    let told = fixture.told();
    assert_eq!(heard(&told[0], "cho").message.reply_to, Some(gone.into()));
    assert_eq!(heard(&told[0], "bob").message.reply_to.unwrap().text, "secret");
}

/// What each of them hears of the last writes says what they read of it.
async fn heard_as_read(fixture: &mut Fixture) {
    let told = fixture.told();
    assert!(!told.is_empty());
    for commit in &told {
        let (Event::MessageCreated(_) | Event::MessageChanged(_)) = &commit.event else { continue };
        for user in ["ann", "bob", "cho"] {
            let heard = heard(commit, user).message;
            let page = fixture.read_as(&commit.channel_id, user).await;
            let read = page.messages.iter().find(|message| message.seq == heard.seq).unwrap();
            let says = |message: &Message| {
                (message.text.clone(), message.shadow, message.hollow, message.reply_to.clone(), message.rev)
            };
            assert_eq!(says(&heard), says(read), "{user} of {:?} in {}", heard.seq, commit.channel_id);
        }
    }
}

pub async fn what_is_heard_is_what_is_read_of_quotes_and_threads_too(mut fixture: Fixture) {
    let id = fixture.shadowed().await;
    fixture.send(&id, "cho", "client-0001", "lunch?").await.unwrap();
    let thread = id.thread(Seq(1));
    fixture.send(&thread, "bob", "client-0002", "secret").await.unwrap();
    heard_as_read(&mut fixture).await;
    let quoting = |fixture: &Fixture, client_id: &str| NewMessage {
        reply_to: Some(Seq(1)),
        in_channel: true,
        ..fixture.message(&thread, "bob", client_id, "as I said")
    };
    // Of what is hollow itself, then of what is not.
    fixture.store.append(quoting(&fixture, "client-0003")).await.unwrap();
    heard_as_read(&mut fixture).await;
    fixture.shadow(&id, "bob", Measure::ShadowUnmute).await.unwrap();
    fixture.told();
    fixture.store.append(quoting(&fixture, "client-0004")).await.unwrap();
    heard_as_read(&mut fixture).await;
    let edit = async |fixture: &Fixture, seq: u64| {
        let text = format!("edited {seq}");
        fixture.store.edit(&fixture.app, &thread, &"bob".into(), Seq(seq), &text, Default::default()).await.unwrap();
    };
    for seq in [2, 3] {
        edit(&fixture, seq).await;
        heard_as_read(&mut fixture).await;
    }
    // A root of which all others see a number, answered in both places.
    fixture.shadow(&id, "bob", Measure::ShadowMute(None)).await.unwrap();
    let ack = fixture.send(&id, "bob", "client-0005", "my own").await.unwrap();
    let own = id.thread(ack.seq);
    heard_as_read(&mut fixture).await;
    let both = NewMessage { in_channel: true, ..fixture.message(&own, "bob", "client-0006", "in both") };
    fixture.store.append(both).await.unwrap();
    let mut told = fixture.told();
    told.retain(|commit| commit.channel_id == id);
    let quote = |user: &str| heard(told.last().unwrap(), user).message.reply_to.unwrap().text;
    assert_eq!((quote("ann"), quote("bob")), ("my own".to_owned(), "my own".to_owned()));
    assert!(heard(told.last().unwrap(), "cho").message.hollow);
}
