//! Typing comes, lasts, and goes; drafts stay; edits end.

use super::*;

fn typed(widget: &mut Widget, text: &str) {
    widget.act(Action::DraftTyped { channel_id: pair(), text: text.to_owned() });
}

fn typing(active: bool) -> Command {
    Command::Typing(Typing { channel_id: pair(), active })
}

#[test]
fn somebodys_typing_expires_by_itself() {
    let mut widget = Widget::talking(vec![]);
    widget.hear(Event::TypingChanged(TypingChanged { channel_id: pair(), user: user("ben"), active: true }));
    assert_eq!(view::typists(&widget.model, &pair()), [user("ben")]);
    assert_eq!(widget.timer(Timer::Typing), Some(6_000));
    widget.now += 6_000;
    widget.act(Action::TimerFired { timer: Timer::Typing, random: 0 });
    assert_eq!(view::typists(&widget.model, &pair()), []);
    assert!(widget.changes.contains(&Change::Typing(pair())));
}

#[test]
fn somebodys_message_ends_their_typing() {
    let mut widget = Widget::talking(vec![]);
    widget.hear(Event::TypingChanged(TypingChanged { channel_id: pair(), user: user("ben"), active: true }));
    widget.hear(created(message(1, 1, "ben", "one")));
    assert_eq!(view::typists(&widget.model, &pair()), []);
}

#[test]
fn own_typing_is_told_at_most_once_in_three_seconds_and_taken_back() {
    let mut widget = Widget::talking(vec![]);
    typed(&mut widget, "h");
    assert_eq!(widget.commands(), [typing(true)]);
    typed(&mut widget, "he");
    assert_eq!(widget.commands(), []);
    widget.now += 3_000;
    typed(&mut widget, "hel");
    assert_eq!(widget.commands(), [typing(true)]);
    typed(&mut widget, "");
    assert_eq!(widget.commands(), [typing(false)]);
}

#[test]
fn a_strangers_typing_is_not_told() {
    let mut widget = Widget::talking(vec![]);
    widget.model.session.me = None;
    typed(&mut widget, "h");
    assert_eq!(widget.commands(), []);
}

#[test]
fn sending_empties_the_draft_everywhere() {
    let mut widget = Widget::talking(vec![]);
    typed(&mut widget, "hello");
    assert_eq!(view::draft(&widget.model, &pair()), "hello");
    widget.send("hello", 1);
    assert_eq!(view::draft(&widget.model, &pair()), "");
    assert!(widget.changes.contains(&Change::Draft(pair())));
    assert!(widget.effects.contains(&Effect::SaveDraft(pair(), String::new())));
}

#[test]
fn an_edit_is_asked_again_after_a_reconnect_and_ends_with_its_answer() {
    let mut widget = Widget::talking(vec![own(7, 1, 1, "tpyo")]);
    widget.act(Action::EditPressed { channel_id: pair(), seq: Seq(1) });
    widget.act(Action::EditSubmitted("typo".to_owned()));
    let edit =
        Command::Edit(EditMessage { channel_id: pair(), seq: Seq(1), text: "typo".to_owned(), mentions: vec![] });
    assert_eq!(widget.commands(), std::slice::from_ref(&edit));
    widget.lose();
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.connect();
    assert!(widget.commands().contains(&edit));
    let message = Message { edited_at: Some(TimeMs(9)), ..own(7, 1, 2, "typo") };
    let changed = MessageEvent { channel_id: pair(), rev: Rev(2), message, user: user("anna"), reaction: None };
    widget.answer(|command| matches!(command, Command::Edit(_)), Event::MessageChanged(changed));
    assert_eq!(widget.model.panel.editing, None);
    assert_eq!(widget.texts(), ["typo"]);
}

#[test]
fn a_refused_edit_stays_open_with_its_reason() {
    let mut widget = Widget::talking(vec![own(7, 1, 1, "tpyo")]);
    widget.act(Action::EditPressed { channel_id: pair(), seq: Seq(1) });
    widget.act(Action::EditSubmitted("typo".to_owned()));
    widget.refuse(|command| matches!(command, Command::Edit(_)), ErrorCode::Forbidden, Retry::Never, None);
    let editing = widget.model.panel.editing.as_ref().unwrap();
    assert_eq!((editing.submitted.as_ref(), editing.error), (None, Some(ErrorCode::Forbidden)));
}

#[test]
fn a_deletion_is_asked_once_and_again_after_a_reconnect() {
    let mut widget = Widget::talking(vec![own(7, 1, 1, "oops")]);
    widget.act(Action::DeletePressed { channel_id: pair(), seq: Seq(1) });
    assert_eq!(widget.kinds(), ["delete"]);
    widget.lose();
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.connect();
    assert_eq!(widget.kinds(), ["list_channels", "delete"]);
}
