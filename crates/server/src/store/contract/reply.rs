//! Replies: what they quote is true whenever they are read.

use super::*;

fn answer(fixture: &Fixture, channel: &ChannelId, user: &str, client_id: &str, to: u64) -> NewMessage {
    NewMessage { reply_to: Some(Seq(to)), ..fixture.message(channel, user, client_id, "I agree") }
}

fn quote(seq: u64, user: &str, text: &str) -> Quote {
    let nickname = user.to_uppercase();
    Quote { seq: Seq(seq), user_id: user.into(), nickname, text: text.to_owned(), deleted: text.is_empty() }
}

fn quotes(messages: &[Message]) -> Vec<Option<Quote>> {
    messages.iter().map(|message| message.reply_to.as_deref().cloned()).collect()
}

pub async fn a_reply_shows_what_it_answers(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", &"가".repeat(150)).await.unwrap();
    fixture.told();
    let ack = fixture.store.append(answer(&fixture, &id, "bob", "client-02", 1)).await.unwrap();
    assert_eq!((ack.seq, ack.duplicate), (Seq(2), false));
    let quoted = quote(1, "ann", &"가".repeat(140));
    let commits = fixture.told();
    let Event::MessageCreated(told) = &commits[0].event else { panic!("{:?}", commits[0].event) };
    assert_eq!((commits.len(), told.message.reply_to.as_deref()), (1, Some(&quoted)));
    assert_eq!(quotes(&fixture.page(&id, Range::Newest, 50).await.messages), [None, Some(quoted.clone())]);
    assert_eq!(quotes(&fixture.sync(&id, 2).await.messages), [Some(quoted.clone())]);
    let view = fixture.store.channel_view(&fixture.app, &id, None).await.unwrap().unwrap();
    assert_eq!(view.last_message.unwrap().reply_to, Some(quoted.into()));
}

pub async fn a_reply_needs_a_message_that_is_there(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    fixture.store.delete(&fixture.app, &id, &"ann".into(), Seq(1)).await.unwrap();
    fixture.told();
    for to in [0, 1, 2, u64::MAX] {
        let refused = fixture.store.append(answer(&fixture, &id, "bob", "client-02", to)).await;
        assert_eq!(refused, Err(StoreError::ReplyGone), "{to}");
    }
    assert_eq!((fixture.told().len(), fixture.rev(&id).await), (0, 3));
    assert_eq!(fixture.send(&id, "bob", "client-02", "without").await.unwrap().seq, Seq(2));
}

pub async fn a_resent_reply_gets_the_first_answer_whatever_happened(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    let reply = answer(&fixture, &id, "bob", "client-02", 1);
    let first = fixture.store.append(reply.clone()).await.unwrap();
    fixture.store.delete(&fixture.app, &id, &"ann".into(), Seq(1)).await.unwrap();
    assert_eq!(fixture.store.append(reply.clone()).await, Ok(Ack { duplicate: true, ..first }));
    let conflict = Err(StoreError::IdempotencyConflict);
    assert_eq!(fixture.store.append(NewMessage { reply_to: None, ..reply.clone() }).await, conflict);
    assert_eq!(fixture.store.append(NewMessage { reply_to: Some(Seq(2)), ..reply.clone() }).await, conflict);
    assert_eq!(fixture.store.append(NewMessage { text: "I do not".to_owned(), ..reply }).await, conflict);
}

pub async fn what_was_edited_or_deleted_lives_on_in_no_quote(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (shop, store, ann) = (&fixture.app, &fixture.store, UserId::from("ann"));
    fixture.send(&id, "ann", "client-01", "my number is 7").await.unwrap();
    store.append(answer(&fixture, &id, "bob", "client-02", 1)).await.unwrap();
    store.edit(shop, &id, &ann, Seq(1), "never mind", Extra::default()).await.unwrap();
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!(quotes(&page.messages), [None, Some(quote(1, "ann", "never mind"))]);
    // An edited reply answers the same message still.
    let edited = store.edit(shop, &id, &"bob".into(), Seq(2), "fine", Extra::default()).await.unwrap();
    assert_eq!(edited.message.reply_to, Some(quote(1, "ann", "never mind").into()));
    store.delete(shop, &id, &ann, Seq(1)).await.unwrap();
    let page = fixture.page(&id, Range::Newest, 50).await;
    assert_eq!(quotes(&page.messages), [None, Some(quote(1, "ann", ""))]);
    assert_eq!(store.delete(shop, &id, &"bob".into(), Seq(2)).await.unwrap().message.reply_to, None);
}

pub async fn nothing_is_learnt_by_replying_where_one_may_not_read(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.send(&id, "ann", "client-01", "hello").await.unwrap();
    for to in [1, 99] {
        let refused = fixture.store.append(answer(&fixture, &id, "cho", "client-02", to)).await;
        assert_eq!(refused, Err(StoreError::NotFound));
    }
}
