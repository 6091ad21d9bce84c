//! Polls: one vote each, numbers that follow it, closed for good, gone with the message.

use super::*;

impl Fixture {
    fn poll(&self, channel: &ChannelId, client_id: &str, poll: Poll) -> NewMessage {
        let options = ["eight", "nine", "ten"].map(|text| PollOption { text: text.to_owned(), count: 0 }).to_vec();
        let extra = Extra { poll: Some(Poll { options, ..poll }.into()), ..Extra::default() };
        NewMessage { extra, ..self.message(channel, "ann", client_id, "when?") }
    }

    async fn asked(&self, channel: &ChannelId, poll: Poll) -> Ack {
        self.store.append(self.poll(channel, "client-01", poll)).await.unwrap()
    }

    async fn vote(&self, channel: &ChannelId, user: &str, options: &[u32]) -> Result<MessageEvent> {
        let (app_id, channel_id, options) = (self.app.clone(), channel.clone(), options.to_vec());
        self.store.vote(NewVote { app_id, channel_id, user_id: user.into(), seq: Seq(1), options }).await
    }

    async fn close_poll(&self, channel: &ChannelId, user: &str) -> Result<MessageEvent> {
        let (app_id, channel_id) = (self.app.clone(), channel.clone());
        self.store.close_poll(PollClosing { app_id, channel_id, user_id: user.into(), seq: Seq(1) }).await
    }

    async fn ballots(&self, channel: &ChannelId, option: Option<u32>, after: Option<&str>) -> Result<VoteList> {
        self.store.votes(&self.app, channel, Voters { reader: Reader::ALL, seq: Seq(1), option, after, limit: 2 }).await
    }
}

/// The numbers, the voters, and what the reader chose.
fn stands(message: &Message) -> (Vec<u32>, u32, Option<Vec<u32>>) {
    let poll = message.poll.clone().unwrap();
    (poll.options.iter().map(|option| option.count).collect(), poll.voters, poll.mine)
}

pub async fn a_vote_counts_once_and_can_be_changed_and_taken_back(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.asked(&id, Poll::default()).await;
    fixture.told();
    let first = fixture.vote(&id, "bob", &[1]).await.unwrap();
    assert_eq!((first.rev, stands(&first.message)), (Rev(3), (vec![0, 1, 0], 1, Some(vec![1]))));
    let commits = fixture.told();
    let Event::MessageChanged(told) = &commits[0].event else { panic!("{:?}", commits[0].event) };
    // Everybody hears how it stands, the voter's own connections what they chose as well.
    assert_eq!((commits.len(), stands(&told.message)), (1, (vec![0, 1, 0], 1, None)));
    assert_eq!(commits[0].apart, [(vec!["bob".into()], Event::MessageChanged(first.clone()))]);
    // Again: nothing is written, nobody hears, and the answer is the same.
    assert_eq!(fixture.vote(&id, "bob", &[1, 1]).await, Ok(first));
    assert_eq!((fixture.told().len(), fixture.rev(&id).await), (0, 3));
    fixture.vote(&id, "ann", &[1]).await.unwrap();
    let changed = fixture.vote(&id, "bob", &[0]).await.unwrap();
    assert_eq!(stands(&changed.message), (vec![1, 1, 0], 2, Some(vec![0])));
    let taken = fixture.vote(&id, "ann", &[]).await.unwrap();
    assert_eq!(stands(&taken.message), (vec![1, 0, 0], 1, Some(vec![])));
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!(stands(&page.messages[0]), (vec![1, 0, 0], 1, None));
    let own =
        async |user: &str| fixture.store.own_votes(&fixture.app, &id, &user.into(), Seq(1), Seq(9)).await.unwrap();
    assert_eq!((own("bob").await, own("ann").await), (vec![(Seq(1), vec![0])], vec![]));
    assert_eq!(fixture.sync(&id, 5).await.messages[0].text, "when?");
}

pub async fn one_option_or_several_as_the_poll_says(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let open = fixture.open_channel("lobby").await;
    fixture.asked(&id, Poll::default()).await;
    fixture.asked(&open, Poll { multiple: true, ..Poll::default() }).await;
    assert!(matches!(fixture.vote(&id, "bob", &[0, 1]).await, Err(StoreError::Unfit(_))));
    assert!(matches!(fixture.vote(&id, "bob", &[3]).await, Err(StoreError::Unfit(_))));
    let both = fixture.vote(&open, "bob", &[2, 0]).await.unwrap();
    assert_eq!(stands(&both.message), (vec![1, 0, 1], 1, Some(vec![0, 2])));
    let other = fixture.vote(&open, "bob", &[1, 2]).await.unwrap();
    assert_eq!(stands(&other.message), (vec![0, 1, 1], 1, Some(vec![1, 2])));
    // Who may not see it does not vote, and what asks nothing takes no vote.
    for stranger in ["cho", "nobody"] {
        assert_eq!(fixture.vote(&id, stranger, &[0]).await, Err(StoreError::NotFound), "{stranger}");
    }
    let plain = fixture.group("ann", &["bob"]).await;
    fixture.send(&plain, "ann", "client-01", "hello").await.unwrap();
    assert_eq!(fixture.vote(&plain, "bob", &[0]).await, Err(StoreError::NotFound));
}

pub async fn many_votes_at_once_are_all_counted(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    fixture.asked(&id, Poll { multiple: true, ..Poll::default() }).await;
    let mut users = Vec::new();
    for number in 0..30 {
        let user = format!("user-{number:02}");
        fixture.user(&user).await;
        users.push(user);
    }
    let votes = users.iter().zip(0_u32..).map(|(user, at)| {
        let fixture = &fixture;
        let id = &id;
        async move {
            fixture.vote(id, user, &[at % 3]).await.unwrap();
            fixture.vote(id, user, &[at % 2, 2]).await.unwrap();
        }
    });
    futures_util::future::join_all(votes).await;
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!(stands(&page.messages[0]), (vec![15, 15, 30], 30, None));
}

pub async fn a_closed_poll_takes_no_vote(fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    fixture.asked(&id, Poll::default()).await;
    fixture.vote(&id, "bob", &[1]).await.unwrap();
    assert_eq!(fixture.close_poll(&id, "bob").await, Err(StoreError::Forbidden));
    let closed = fixture.close_poll(&id, "ann").await.unwrap();
    assert!(closed.message.poll.as_ref().unwrap().closed_at.is_some());
    assert_eq!(fixture.close_poll(&id, "ann").await, Ok(closed));
    assert_eq!(fixture.vote(&id, "cho", &[1]).await, Err(StoreError::PollClosed));
    assert_eq!(fixture.vote(&id, "bob", &[]).await, Err(StoreError::PollClosed));
    // What is so already is no change.
    assert_eq!(stands(&fixture.vote(&id, "bob", &[1]).await.unwrap().message), (vec![0, 1, 0], 1, Some(vec![1])));
    // By its time: at once for all, without anybody's doing.
    let soon = TimeMs(fixture.page(&id, Range::Newest, 1).await.messages[0].created_at.0 + 400);
    let timed = fixture.poll(&id, "client-02", Poll { closes_at: Some(soon), ..Poll::default() });
    fixture.store.append(timed.clone()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let (app_id, channel_id) = (fixture.app.clone(), id.clone());
    let late = NewVote { app_id, channel_id, user_id: "bob".into(), seq: Seq(2), options: vec![0] };
    assert_eq!(fixture.store.vote(late).await, Err(StoreError::PollClosed));
    // A resend after its end gets the first answer; a new one that ends in the past is refused.
    assert!(fixture.store.append(timed.clone()).await.unwrap().duplicate);
    let past = NewMessage { client_id: "client-03".into(), ..timed };
    assert!(matches!(fixture.store.append(past).await, Err(StoreError::Unfit(_))));
}

pub async fn another_poll_with_the_same_client_id_is_a_conflict(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let ack = fixture.asked(&id, Poll::default()).await;
    let again = fixture.store.append(fixture.poll(&id, "client-01", Poll::default())).await;
    assert_eq!(again, Ok(Ack { duplicate: true, ..ack }));
    let other = fixture.poll(&id, "client-01", Poll { anonymous: true, ..Poll::default() });
    assert_eq!(fixture.store.append(other).await, Err(StoreError::IdempotencyConflict));
    assert_eq!(fixture.send(&id, "ann", "client-01", "when?").await, Err(StoreError::IdempotencyConflict));
}

pub async fn who_voted_is_told_in_pages_unless_it_is_anonymous(fixture: Fixture) {
    let id = fixture.group("ann", &["bob", "cho"]).await;
    let secret = fixture.open_channel("lobby").await;
    fixture.asked(&id, Poll { multiple: true, ..Poll::default() }).await;
    fixture.asked(&secret, Poll { anonymous: true, ..Poll::default() }).await;
    for (user, options) in [("bob", &[0, 2][..]), ("cho", &[1]), ("ann", &[2])] {
        fixture.vote(&id, user, options).await.unwrap();
    }
    let told = |list: &VoteList| -> Vec<(String, Vec<u32>)> {
        list.votes.iter().map(|vote| (vote.user_id.0.clone(), vote.options.clone())).collect()
    };
    let first = fixture.ballots(&id, None, None).await.unwrap();
    assert_eq!(told(&first), [("bob".to_owned(), vec![0, 2]), ("cho".to_owned(), vec![1])]);
    assert_eq!(first.users.iter().map(|user| user.nickname.as_str()).collect::<Vec<_>>(), ["BOB", "CHO"]);
    let rest = fixture.ballots(&id, None, first.next.as_deref()).await.unwrap();
    assert_eq!((told(&rest), rest.next), (vec![("ann".to_owned(), vec![2])], None));
    let of_third = fixture.ballots(&id, Some(2), None).await.unwrap();
    assert_eq!(of_third.votes.iter().map(|vote| vote.user_id.as_str()).collect::<Vec<_>>(), ["bob", "ann"]);
    fixture.vote(&secret, "bob", &[0]).await.unwrap();
    assert_eq!(fixture.ballots(&secret, None, None).await, Err(StoreError::Forbidden));
}

pub async fn a_poll_is_not_edited_and_its_votes_go_with_it(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (&fixture.store, &fixture.app, UserId::from("ann"));
    fixture.asked(&id, Poll::default()).await;
    fixture.vote(&id, "bob", &[1]).await.unwrap();
    assert_eq!(store.edit(shop, &id, &ann, Seq(1), "where?", Extra::default()).await, Err(StoreError::Forbidden));
    assert_eq!(store.check().await.unwrap().faults, [""; 0]);
    let deleted = store.delete(shop, &id, &ann, Seq(1)).await.unwrap();
    assert_eq!(deleted.message.poll, None);
    assert_eq!(fixture.vote(&id, "bob", &[0]).await, Err(StoreError::NotFound));
    assert_eq!(store.own_votes(shop, &id, &"bob".into(), Seq(1), Seq(1)).await.unwrap(), []);
    assert_eq!(store.check().await.unwrap().faults, [""; 0]);
}
