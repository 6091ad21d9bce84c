//! Own messages: at once, in order, each once, never silently lost.

use super::*;

fn sends(widget: &Widget) -> Vec<String> {
    let text = |command| match command {
        Command::Send(send) => Some(send.text),
        _ => None,
    };
    widget.commands().into_iter().filter_map(text).collect()
}

fn shown(widget: &Widget, number: u32) -> Option<&'static str> {
    view::message(&widget.model, &pair(), &Key::Own(client(number))).map(|message| message.state.name())
}

#[test]
fn a_message_is_shown_before_it_is_sent_and_keeps_its_key() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.send("  hello ", 1);
    assert_eq!(sends(&widget), ["hello"]);
    assert_eq!(shown(&widget, 1), Some("pending"));
    let rows = view::rows(&widget.model, &pair());
    widget.ack(1, 2, 2);
    assert_eq!(shown(&widget, 1), Some("sent"));
    assert_eq!(view::rows(&widget.model, &pair()), rows);
    assert_eq!(widget.texts(), ["one", "hello"]);
    assert_eq!(widget.rev(), Some(2));
    assert!(widget.effects.contains(&Effect::ForgetPending(client(1))));
}

#[test]
fn the_echo_before_the_ack_confirms_and_the_ack_changes_nothing() {
    let mut widget = Widget::talking(vec![]);
    widget.send("hello", 1);
    widget.hear(created(own(1, 1, 1, "hello")));
    assert_eq!(widget.model.outbox, []);
    assert_eq!(widget.texts(), ["hello"]);
    widget.ack(1, 1, 1);
    assert_eq!(widget.texts(), ["hello"]);
    assert_eq!(widget.events(), []);
}

#[test]
fn the_ack_before_the_echo_confirms_and_the_echo_changes_nothing() {
    let mut widget = Widget::talking(vec![]);
    widget.send("hello", 1);
    widget.ack(1, 1, 1);
    widget.hear(created(own(1, 1, 1, "hello")));
    assert_eq!(widget.texts(), ["hello"]);
    assert_eq!(widget.rev(), Some(1));
}

#[test]
fn an_ack_ahead_of_others_events_does_not_skip_them() {
    let mut widget = Widget::talking(vec![]);
    widget.send("mine", 1);
    widget.ack(1, 2, 2);
    assert_eq!(widget.rev(), Some(0));
    widget.hear(created(message(1, 1, "ben", "his")));
    widget.hear(created(own(1, 2, 2, "mine")));
    assert_eq!(widget.texts(), ["his", "mine"]);
    assert_eq!(widget.rev(), Some(2));
    assert_eq!(widget.commands(), []);
}

#[test]
fn what_is_not_acked_is_sent_again_in_order_after_a_reconnect() {
    let mut widget = Widget::talking(vec![]);
    widget.send("one", 1);
    widget.send("two", 2);
    widget.ack(1, 1, 1);
    widget.send("three", 3);
    widget.lose();
    assert_eq!(shown(&widget, 2), Some("pending"));
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.connect();
    assert_eq!(sends(&widget), ["two", "three"]);
}

#[test]
fn what_the_server_has_already_is_not_sent_when_the_resume_told_so() {
    let mut widget = Widget::talking(vec![]);
    widget.send("one", 1);
    widget.lose();
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.connect();
    assert_eq!(sends(&widget), ["one"]);
    widget.hear(Event::SyncPage(changes(vec![own(1, 1, 1, "one")], 1)));
    assert_eq!(widget.texts(), ["one"]);
    assert_eq!(widget.model.outbox, []);
    widget.ack(1, 1, 1);
    assert_eq!(widget.texts(), ["one"]);
}

#[test]
fn written_offline_it_waits_and_is_kept() {
    let mut widget = Widget::talking(vec![]);
    widget.act(Action::WentOffline);
    widget.send("later", 1);
    assert_eq!(sends(&widget), Vec::<String>::new());
    let pending = Pending {
        client_id: client(1),
        channel_id: pair(),
        text: "later".to_owned(),
        mentions: vec![],
        created_at: TimeMs(1_000_000),
        ..Pending::default()
    };
    assert!(widget.effects.contains(&Effect::SavePending(pending)));
    widget.act(Action::WentOnline);
    assert!(widget.effects.contains(&Effect::Connect));
    widget.connect();
    assert_eq!(sends(&widget), ["later"]);
}

#[test]
fn after_a_reload_what_was_kept_is_sent() {
    let mut widget = Widget { model: Model::default(), now: 5, effects: vec![], changes: vec![] };
    widget.act(Action::Mounted(Start {
        app_id: AppId::from("shop"),
        channel_id: Some(pair()),
        token: Some("anna".to_owned()),
        mode: Mode::Inline,
        zone_offset_minutes: 0,
        network: true,
    }));
    let pending = |number, at| Pending {
        client_id: client(number),
        channel_id: pair(),
        text: number.to_string(),
        mentions: vec![],
        created_at: TimeMs(at),
        ..Pending::default()
    };
    let kept =
        Kept { user: Some(UserId::from("anna")), pending: vec![pending(2, 9), pending(1, 8)], ..Kept::default() };
    widget.act(Action::Restored(Box::new(kept)));
    widget.connect();
    assert_eq!(sends(&widget), ["1", "2"]);
}

#[test]
fn a_refusal_for_good_shows_and_lets_retry_or_discard() {
    let mut widget = Widget::talking(vec![]);
    widget.send("one", 1);
    widget.refuse(is_send, ErrorCode::Forbidden, Retry::Never, None);
    assert_eq!(shown(&widget, 1), Some("failed"));
    widget.act(Action::RetryPressed(client(1)));
    assert_eq!(shown(&widget, 1), Some("pending"));
    assert_eq!(sends(&widget), ["one"]);
    widget.refuse(is_send, ErrorCode::Forbidden, Retry::Never, None);
    widget.act(Action::DiscardPressed(client(1)));
    assert_eq!(shown(&widget, 1), None);
    assert!(widget.effects.contains(&Effect::ForgetPending(client(1))));
}

#[test]
fn a_pending_message_cannot_be_discarded() {
    let mut widget = Widget::talking(vec![]);
    widget.send("one", 1);
    widget.act(Action::DiscardPressed(client(1)));
    assert_eq!(shown(&widget, 1), Some("pending"));
}

#[test]
fn too_fast_waits_and_goes_on_from_the_refused_one() {
    let mut widget = Widget::talking(vec![]);
    widget.send("one", 1);
    let first = widget.frames();
    widget.send("two", 2);
    let error = WireError {
        code: ErrorCode::RateLimited,
        retry: Retry::After,
        retry_after_ms: Some(200),
        until: None,
        message: String::new(),
    };
    widget.refuse(is_send, ErrorCode::RateLimited, Retry::After, Some(200));
    widget.act(Action::FrameReceived(Box::new(Frame { id: first[0].id, payload: Event::Error(error) })));
    assert_eq!(sends(&widget), Vec::<String>::new());
    assert_eq!(widget.timer(Timer::Outbox), Some(200));
    assert_eq!(shown(&widget, 1), Some("pending"));
    widget.now += 200;
    widget.act(Action::TimerFired { timer: Timer::Outbox, random: 0 });
    assert_eq!(sends(&widget), ["one"], "one at a time until one is accepted");
    widget.ack(1, 1, 1);
    assert_eq!(sends(&widget), ["two"]);
}

#[test]
fn two_hundred_at_once_go_out_in_order_at_the_rate_of_the_server() {
    let mut widget = Widget::talking(vec![]);
    widget.model.session.limits = Limits { sends_per_second: 5, send_burst: 10, ..Limits::default() };
    let (mut sent, mut unacked) = (Vec::new(), Vec::new());
    let mut seq = 0;
    for number in 0..200 {
        widget.send(&number.to_string(), number);
        unacked.extend(sends(&widget));
    }
    assert_eq!(unacked.len(), 8, "the window");
    for _ in 0..1_000 {
        for text in std::mem::take(&mut unacked) {
            seq += 1;
            widget.ack(text.parse().unwrap(), seq, seq);
            unacked.extend(sends(&widget));
            sent.push(text);
        }
        widget.now += 50;
        widget.act(Action::TimerFired { timer: Timer::Outbox, random: 0 });
        unacked.extend(sends(&widget));
    }
    assert_eq!(sent, (0..200).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(widget.model.outbox, []);
}

#[test]
fn what_is_empty_or_too_long_is_not_sent() {
    let mut widget = Widget::talking(vec![]);
    widget.send(" \n ", 1);
    widget.send(&"가".repeat(5_001), 2);
    assert_eq!(widget.model.outbox, []);
    assert_eq!(view::text_over(&widget.model, &"가".repeat(5_001)), Some(1));
    widget.send(&"가".repeat(5_000), 3);
    assert_eq!(widget.model.outbox.len(), 1);
}
