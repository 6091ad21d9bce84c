//! Who may not write and until when; what is decided, and what lists show of it.

use super::*;
use crate::store::{Slow, view::Hindrance};

fn group_view(role: Role) -> ChannelView {
    let mut view = pair_view(0, 0);
    view.channel.member_count = 3;
    view.me = Some(Member { role, ..member("anna", 0) });
    view
}

/// In a group of three, with its conversation open.
fn inside(role: Role) -> Widget {
    let mut widget = Widget::talking(vec![]);
    widget.hear(Event::Channel(group_view(role)));
    widget
}

fn hindrance(widget: &Widget) -> Option<Hindrance> {
    view::hindrance(&widget.model, &pair(), TimeMs(widget.now))
}

fn told(rev: u64, member: Member) -> Event {
    let user = user(member.user_id.as_str());
    let member = Member { rev: Rev(rev), ..member };
    Event::MemberChanged(MemberChanged { channel_id: pair(), rev: Rev(rev), member, user, member_count: 3 })
}

fn changed(rev: u64, change: impl FnOnce(&mut Channel)) -> Event {
    let mut channel = group_view(Role::Member).channel;
    channel.rev = Rev(rev);
    change(&mut channel);
    Event::ChannelChanged(ChannelChanged { epoch: Epoch::from("e1"), rev: Rev(rev), channel })
}

#[test]
fn a_mute_closes_the_composer_until_its_time_by_the_servers_clock() {
    let mut widget = inside(Role::Member);
    widget.model.session.clock_offset_ms = 500;
    let until = TimeMs(widget.now + 500 + 60_000);
    widget.hear(told(1, Member { muted_until: Some(until), ..member("anna", 0) }));
    assert_eq!(hindrance(&widget), Some(Hindrance::Muted(until)));
    assert_eq!(widget.timer(Timer::Writing), Some(60_000));
    assert!(widget.changes.contains(&Change::Writing(pair())));
    widget.now += 60_000;
    widget.act(Action::TimerFired { timer: Timer::Writing, random: 0 });
    assert_eq!(hindrance(&widget), None);
    assert_eq!((widget.timer(Timer::Writing), widget.changes.clone()), (None, vec![Change::Writing(pair())]));
}

#[test]
fn a_frozen_channel_is_closed_to_members_and_open_to_operators() {
    for (role, expected) in [(Role::Member, Some(Hindrance::Frozen)), (Role::Operator, None)] {
        let mut widget = inside(role);
        widget.hear(changed(1, |channel| channel.frozen = true));
        assert_eq!(hindrance(&widget), expected);
    }
}

#[test]
fn slow_mode_counts_down_by_the_second_from_the_last_own_message() {
    let mut widget = inside(Role::Member);
    widget.hear(changed(1, |channel| channel.slow_mode_seconds = Some(10)));
    assert_eq!(hindrance(&widget), None);
    widget.send("one", 1);
    assert_eq!((hindrance(&widget), widget.timer(Timer::Writing)), (Some(Hindrance::Slow(10_000)), Some(1_000)));
    widget.now += 9_200;
    widget.act(Action::TimerFired { timer: Timer::Writing, random: 0 });
    assert_eq!((hindrance(&widget), widget.timer(Timer::Writing)), (Some(Hindrance::Slow(800)), Some(800)));
    widget.now += 800;
    assert_eq!(hindrance(&widget), None);
    widget.hear(changed(2, |channel| channel.slow_mode_seconds = None));
    assert_eq!(widget.model.timelines.get(&pair()).unwrap().slow, Slow::default());
}

#[test]
fn what_slow_mode_refuses_is_sent_again_in_time_and_holds_up_no_other_channel() {
    let mut widget = inside(Role::Member);
    widget.hear(changed(1, |channel| channel.slow_mode_seconds = Some(10)));
    widget.send("one", 1);
    widget.refuse(is_send, ErrorCode::SlowMode, Retry::After, Some(4_000));
    assert_eq!(widget.timer(Timer::Outbox), Some(4_000));
    assert_eq!(hindrance(&widget), Some(Hindrance::Slow(14_000)));
    let channel_id = lobby();
    widget.act(Action::SendPressed { channel_id, text: "elsewhere".to_owned(), client_id: client(2) });
    let sent = |widget: &Widget| -> Vec<String> {
        let texts = |command| if let Command::Send(send) = command { Some(send.text) } else { None };
        widget.commands().into_iter().filter_map(texts).collect()
    };
    assert_eq!(sent(&widget), ["elsewhere"]);
    widget.ack(2, 1, 1);
    widget.now += 4_000;
    widget.act(Action::TimerFired { timer: Timer::Outbox, random: 0 });
    assert_eq!(sent(&widget), ["one"]);
}

#[test]
fn of_whom_one_blocks_nothing_is_unread_and_no_list_shows_what_they_wrote() {
    let mut widget = Widget::talking(vec![message(1, 1, "ben", "one")]);
    widget.act(Action::AttentionChanged(false));
    widget.hear(Event::Blocked(Blocked { user_ids: vec![UserId::from("ben")] }));
    widget.hear(created(message(2, 2, "ben", "two")));
    assert_eq!(widget.unread(), 0);
    assert!(!widget.events().iter().any(|event| matches!(event, HostEvent::MessageReceived { .. })));
    let folded = view::message(&widget.model, &pair(), &Key::Seq(Seq(2))).unwrap();
    assert!(folded.blocked);
    // The conversation stays, and with it the way to hear them again.
    assert!(widget.model.channels.order.contains(&pair()));
    assert_eq!(view::preview(&widget.model, &pair()), None);
}
