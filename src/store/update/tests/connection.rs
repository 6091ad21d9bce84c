//! The line comes and goes.

use super::*;
use crate::store::{Connection, view::Banner};

#[test]
fn hello_waits_for_what_was_kept() {
    let mut widget = Widget { model: Model::default(), now: 5, effects: vec![], changes: vec![] };
    widget.act(Action::Mounted(Start {
        app_id: AppId::from("shop"),
        channel_id: None,
        token: None,
        mode: Mode::Launcher,
        zone_offset_minutes: 0,
        network: true,
    }));
    assert!(widget.effects.contains(&Effect::Load(None)));
    assert!(widget.effects.contains(&Effect::Connect));
    widget.act(Action::SocketOpened);
    assert_eq!(widget.commands(), []);
    let kept = Kept { visitor_token: Some("v".to_owned()), ..Kept::default() };
    widget.act(Action::Restored(Box::new(kept)));
    let token = Some("v".to_owned());
    let hello = Hello { version: 1, app_id: AppId::from("shop"), token, resume: vec![] };
    assert_eq!(widget.commands(), [Command::Hello(hello)]);
}

#[test]
fn a_lost_line_comes_back_within_a_second_and_later_each_time() {
    let mut widget = Widget::online(0, 0);
    widget.lose();
    assert_eq!(widget.timer(Timer::Retry), Some(1_000));
    assert_eq!(view::banner(&widget.model), Some(Banner::Reconnecting));
    for expected in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
        widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
        assert!(widget.effects.contains(&Effect::Connect));
        widget.lose();
        assert_eq!(widget.timer(Timer::Retry), Some(expected));
    }
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.connect();
    assert_eq!(view::banner(&widget.model), None);
    widget.lose();
    assert_eq!(widget.timer(Timer::Retry), Some(1_000), "a welcome forgives");
}

#[test]
fn the_server_says_when_to_come_back() {
    let mut widget = Widget::online(0, 0);
    widget.now = 1_000_000;
    widget.hear(Event::Reconnect(Reconnect { retry_after_ms: 3_000, jitter_ms: 0 }));
    widget.act(Action::SocketClosed { code: 4000, random: u32::MAX });
    assert_eq!(widget.timer(Timer::Retry), Some(3_000));
}

#[test]
fn a_stop_code_stops() {
    let mut widget = Widget::online(0, 0);
    widget.act(Action::SocketClosed { code: 4503, random: 0 });
    assert_eq!(widget.model.session.connection, Connection::Stopped { code: 4503 });
    assert_eq!(widget.timer(Timer::Retry), None);
    assert_eq!(view::banner(&widget.model), Some(Banner::Stopped));
    widget.act(Action::PageShown);
    assert_eq!(widget.effects, []);
}

#[test]
fn an_expired_token_is_asked_for_and_a_fresh_one_connects() {
    let mut widget = Widget::online(0, 0);
    widget.act(Action::SocketClosed { code: 4004, random: 0 });
    assert!(widget.events().contains(&HostEvent::TokenNeeded));
    assert_eq!(view::banner(&widget.model), Some(Banner::SignInNeeded));
    widget.act(Action::TokenGiven("anna".to_owned()));
    assert!(widget.effects.contains(&Effect::Connect));
}

#[test]
fn a_visitor_whom_the_server_knows_no_more_begins_as_a_stranger_and_keeps_the_outbox() {
    let mut widget = Widget { model: Model::default(), now: 5, effects: vec![], changes: vec![] };
    widget.act(Action::Mounted(Start {
        app_id: AppId::from("shop"),
        channel_id: Some(lobby()),
        token: None,
        mode: Mode::Launcher,
        zone_offset_minutes: 0,
        network: true,
    }));
    let kept = Kept { visitor_token: Some("v".to_owned()), ..Kept::default() };
    widget.act(Action::Restored(Box::new(kept)));
    widget.send("hello", 1);
    widget.act(Action::SocketOpened);
    widget.refuse(|command| matches!(command, Command::Hello(_)), ErrorCode::Unauthorized, Retry::AfterSignIn, None);
    widget.act(Action::SocketClosed { code: 4502, random: 0 });
    assert!(widget.effects.contains(&Effect::Connect));
    widget.act(Action::SocketOpened);
    assert!(matches!(&widget.commands()[..], [Command::Hello(Hello { token: None, .. })]));
    assert_eq!(widget.model.outbox.len(), 1);
    widget.act(Action::SocketClosed { code: 4502, random: 0 });
    assert_eq!(widget.model.session.connection, Connection::Stopped { code: 4502 });
}

#[test]
fn tokens_that_are_refused_again_and_again_are_not_tried_without_pause() {
    let mut widget = Widget::new();
    for _ in 0..2 {
        assert!(widget.model.session.connection == Connection::Connecting);
        widget.act(Action::SocketOpened);
        widget.act(Action::SocketClosed { code: 4502, random: 0 });
        assert!(widget.events().contains(&HostEvent::TokenNeeded));
        widget.act(Action::TokenGiven("anna".to_owned()));
    }
    assert_eq!(widget.timer(Timer::Retry), Some(2_000));
}

#[test]
fn a_fresh_token_goes_out_on_the_live_socket() {
    let mut widget = Widget::online(0, 0);
    widget.hear(Event::TokenExpiring(TokenExpiring { expires_in_ms: 60_000 }));
    assert_eq!(widget.events(), [HostEvent::TokenNeeded]);
    widget.act(Action::TokenGiven("anna".to_owned()));
    assert_eq!(widget.commands(), [Command::Refresh(Refresh { token: "anna".to_owned() })]);
}

#[test]
fn another_persons_token_leaves_nothing_of_the_one_before() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "secret")]);
    widget.act(Action::TokenGiven("carol".to_owned()));
    assert!(widget.effects.contains(&Effect::Disconnect));
    assert!(widget.effects.contains(&Effect::Load(Some(UserId::from("carol")))));
    assert!(widget.model.timelines.is_empty());
    assert!(widget.model.channels.by_id.is_empty());
    assert_eq!(widget.model.me(), None);
    assert!(widget.changes.contains(&Change::Rows(pair())));
}

#[test]
fn logging_out_clears_the_device() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "secret")]);
    widget.act(Action::LoggedOut);
    let at = |wanted: &Effect| widget.effects.iter().position(|effect| effect == wanted);
    assert!(at(&Effect::ClearStorage) < at(&Effect::Load(None)), "cleared before the visitor's space is entered");
    assert!(widget.model.timelines.is_empty());
}

#[test]
fn a_silent_line_is_given_up_after_two_heartbeats() {
    let mut widget = Widget::online(0, 0);
    widget.now += 39_000;
    widget.act(Action::TimerFired { timer: Timer::Silence, random: 0 });
    assert_eq!(widget.timer(Timer::Silence), Some(1_000));
    widget.now += 1_000;
    widget.act(Action::TimerFired { timer: Timer::Silence, random: 0 });
    assert!(widget.effects.contains(&Effect::Disconnect));
    assert_eq!(view::banner(&widget.model), Some(Banner::Reconnecting));
}

#[test]
fn an_unanswered_send_makes_the_line_doubtful_within_ten_seconds() {
    let mut widget = Widget::talking(vec![]);
    widget.send("hello", 1);
    assert_eq!(widget.timer(Timer::Ack), Some(8_000));
    widget.now += 8_000;
    widget.act(Action::TimerFired { timer: Timer::Ack, random: 0 });
    assert!(widget.effects.contains(&Effect::Disconnect));
    assert_eq!(view::banner(&widget.model), Some(Banner::Reconnecting));
}

#[test]
fn an_answered_send_leaves_the_line_alone() {
    let mut widget = Widget::talking(vec![]);
    widget.send("hello", 1);
    widget.ack(1, 1, 1);
    widget.now += 8_000;
    widget.act(Action::TimerFired { timer: Timer::Ack, random: 0 });
    assert_eq!(widget.effects, []);
}

#[test]
fn a_page_that_comes_back_asks_for_a_sign_of_life() {
    let mut widget = Widget::online(0, 0);
    widget.now += 1_000;
    widget.act(Action::PageShown);
    assert_eq!(widget.kinds(), ["ping"]);
    assert_eq!(widget.timer(Timer::Silence), Some(2_500));
    widget.now += 2_500;
    widget.act(Action::TimerFired { timer: Timer::Silence, random: 0 });
    assert!(widget.effects.contains(&Effect::Disconnect));
}

#[test]
fn the_network_decides_at_once() {
    let mut widget = Widget::online(0, 0);
    widget.act(Action::WentOffline);
    assert!(widget.effects.contains(&Effect::Disconnect));
    assert_eq!(view::banner(&widget.model), Some(Banner::Offline));
    widget.act(Action::WentOnline);
    assert!(widget.effects.contains(&Effect::Connect));
}

#[test]
fn nothing_is_kept_before_the_visitor_acted() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    (widget.model.session.acted, widget.model.session.saving) = (false, false);
    widget.hear(created(message(2, 2, "ben", "two")));
    assert_eq!(widget.timer(Timer::Save), None);
    widget.act(Action::DraftTyped { channel_id: pair(), text: "h".to_owned() });
    assert_eq!(widget.timer(Timer::Save), Some(600));
    widget.act(Action::TimerFired { timer: Timer::Save, random: 0 });
    assert!(widget.effects.contains(&Effect::SaveDraft(pair(), "h".to_owned())));
    assert!(widget.effects.iter().any(|effect| matches!(effect, Effect::SaveConversation(_))));
}

#[test]
fn the_kept_conversation_is_shown_before_the_line_is_up_and_resumed() {
    let mut before = Widget::talking(vec![message(1, 1, "ben", "one")]);
    before.act(Action::DraftTyped { channel_id: pair(), text: "h".to_owned() });
    before.act(Action::TimerFired { timer: Timer::Save, random: 0 });
    let conversation = before.effects.into_iter().find_map(|effect| match effect {
        Effect::SaveConversation(kept) => Some(*kept),
        _ => None,
    });
    let mut widget = Widget { model: Model::default(), now: 5, effects: vec![], changes: vec![] };
    widget.act(Action::Mounted(Start {
        app_id: AppId::from("shop"),
        channel_id: None,
        token: Some("anna".to_owned()),
        mode: Mode::Launcher,
        zone_offset_minutes: 0,
        network: true,
    }));
    let kept = Kept { user: Some(UserId::from("anna")), conversation, ..Kept::default() };
    widget.act(Action::Restored(Box::new(kept)));
    assert_eq!(widget.texts(), ["one"]);
    assert_eq!(widget.model.panel.channel, Some(pair()));
    widget.act(Action::SocketOpened);
    let resume = vec![Position { channel_id: pair(), epoch: Epoch::from("e1"), rev: Rev(1) }];
    assert!(matches!(&widget.commands()[..], [Command::Hello(hello)] if hello.resume == resume));
}
