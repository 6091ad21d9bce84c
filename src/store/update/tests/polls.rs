//! Polls: what the reader chose is theirs alone, and outlives events that are the same for all.

use super::*;

fn poll(counts: [u32; 2], mine: Option<Vec<u32>>) -> Option<Box<Poll>> {
    let options = ["eight", "nine"].iter().zip(counts);
    let options = options.map(|(text, count)| PollOption { text: (*text).to_owned(), count }).collect();
    Some(Poll { options, voters: counts.iter().sum(), mine, ..Poll::default() }.into())
}

fn asked(rev: u64, counts: [u32; 2], mine: Option<Vec<u32>>) -> Message {
    Message { poll: poll(counts, mine), ..message(1, rev, "ben", "when?") }
}

fn changed(message: Message) -> Event {
    Event::MessageChanged(MessageEvent {
        channel_id: pair(),
        rev: message.rev,
        message,
        user: user("ben"),
        reaction: None,
    })
}

fn held(widget: &Widget) -> Option<Box<Poll>> {
    widget.model.message(&pair(), &Key::Seq(Seq(1))).unwrap().poll.clone()
}

#[test]
fn the_own_vote_stays_known_while_others_vote() {
    let mut widget = Widget::talking(vec![asked(1, [1, 0], Some(vec![0]))]);
    widget.hear(changed(asked(2, [1, 1], None)));
    assert_eq!(held(&widget), poll([1, 1], Some(vec![0])));
    assert!(widget.changes.contains(&Change::Message(pair(), Key::Seq(Seq(1)))));
    // Another device of the user voted anew, and took it back.
    widget.hear(changed(asked(3, [0, 2], Some(vec![1]))));
    assert_eq!(held(&widget), poll([0, 2], Some(vec![1])));
    widget.hear(changed(asked(4, [0, 1], Some(vec![]))));
    widget.hear(changed(asked(5, [1, 1], None)));
    assert_eq!(held(&widget), poll([1, 1], Some(vec![])));
}

#[test]
fn a_poll_is_not_edited() {
    let own = Message { user_id: "anna".into(), ..asked(1, [0, 0], None) };
    let mut widget = Widget::talking(vec![own]);
    widget.act(Action::PanelOpened);
    let shown = view::message(
        &widget.model,
        &pair(),
        &widget.model.key(&widget.model.timelines.get(&pair()).unwrap().messages[0]),
    );
    let shown = shown.unwrap();
    assert_eq!((shown.own, shown.may_edit, shown.may_delete), (true, false, true));
}
