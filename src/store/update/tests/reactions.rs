//! Reactions: at once on screen, once at the server, gone again when refused.

use super::*;
use crate::store::model::{Emojis, Notice};

fn reaction(emoji: &str, count: u32, who: &[&str]) -> Reaction {
    let user_ids = who.iter().map(|id| UserId::from(*id)).collect();
    Reaction { emoji: emoji.to_owned(), count, user_ids, mine: false }
}

fn with(rev: u64, reactions: Vec<Reaction>) -> Message {
    Message { reactions, ..message(1, rev, "ben", "shall we?") }
}

fn press(emoji: &str) -> Action {
    Action::ReactionPressed { channel_id: pair(), seq: Seq(1), emoji: emoji.to_owned() }
}

fn made(who: &str, emoji: &str, on: bool, message: Message) -> Event {
    let reaction = Some(ReactionMade { user: user(who), emoji: emoji.to_owned(), on });
    Event::MessageChanged(MessageEvent { channel_id: pair(), rev: message.rev, message, user: user("ben"), reaction })
}

fn is_react(command: &Command) -> bool {
    matches!(command, Command::React(_))
}

impl Widget {
    fn shown(&self) -> Vec<(String, u32, bool)> {
        let shown = view::reactions(&self.model, &pair(), &Key::Seq(Seq(1)));
        shown.into_iter().map(|one| (one.emoji, one.count, one.own)).collect()
    }
}

fn pill(emoji: &str, count: u32, own: bool) -> (String, u32, bool) {
    (emoji.to_owned(), count, own)
}

#[test]
fn a_reaction_is_there_at_once_and_stays_with_its_answer() {
    let mut widget = Widget::talking(vec![with(1, vec![reaction("👍", 1, &["ben"])])]);
    widget.act(press("👍"));
    assert_eq!(widget.shown(), [pill("👍", 2, true)]);
    assert_eq!(widget.changes, [Change::Message(pair(), Key::Seq(Seq(1)))]);
    let body = React { channel_id: pair(), seq: Seq(1), emoji: "👍".to_owned(), on: true };
    assert_eq!(widget.commands(), [Command::React(body)]);
    widget.answer(is_react, made("anna", "👍", true, with(2, vec![reaction("👍", 2, &["ben", "anna"])])));
    assert_eq!((widget.shown(), widget.rev()), (vec![pill("👍", 2, true)], Some(2)));
    assert_eq!(widget.model.reacting, []);
    widget.act(press("👍"));
    assert_eq!(widget.shown(), [pill("👍", 1, false)]);
}

#[test]
fn a_refused_reaction_is_taken_back_and_said() {
    let mut widget = Widget::talking(vec![with(1, vec![])]);
    widget.act(press("🎉"));
    assert_eq!(widget.shown(), [pill("🎉", 1, true)]);
    widget.refuse(is_react, ErrorCode::TooMany, Retry::Never, None);
    assert_eq!((widget.shown(), widget.model.panel.notice), (vec![], Some(Notice::ReactionsFull)));
    assert_eq!(widget.changes, [Change::Message(pair(), Key::Seq(Seq(1))), Change::Notice]);
    assert_eq!(widget.events(), []);
    widget.act(press("🎉"));
    widget.refuse(is_react, ErrorCode::RateLimited, Retry::After, Some(900));
    assert_eq!((widget.shown(), widget.model.panel.notice), (vec![], Some(Notice::ReactionFailed)));
}

#[test]
fn only_the_answer_to_the_last_of_quick_presses_counts() {
    let mut widget = Widget::talking(vec![with(1, vec![])]);
    widget.act(press("👍"));
    let on = widget.frames().remove(0).id;
    widget.act(press("👍"));
    assert_eq!(widget.shown(), []);
    let off = widget.frames().remove(0).id;
    let answer = |id, payload| Action::FrameReceived(Box::new(Frame { id, payload }));
    widget.act(answer(on, made("anna", "👍", true, with(2, vec![reaction("👍", 1, &["anna"])]))));
    assert_eq!(widget.shown(), []);
    widget.act(answer(off, made("anna", "👍", false, with(3, vec![]))));
    assert_eq!((widget.shown(), widget.model.reacting.len()), (vec![], 0));
}

#[test]
fn what_was_not_answered_is_asked_again_after_a_reconnect() {
    let mut widget = Widget::talking(vec![with(1, vec![])]);
    widget.act(press("👍"));
    widget.lose();
    assert_eq!(widget.shown(), [pill("👍", 1, true)]);
    // Offline another one is wished for, and the first no longer.
    widget.act(press("👍"));
    widget.act(press("👀"));
    assert_eq!((widget.shown(), widget.kinds()), (vec![pill("👀", 1, true)], vec![]));
    widget.act(Action::TimerFired { timer: Timer::Retry, random: 0 });
    widget.connect();
    let wishes: Vec<(String, bool)> = widget
        .commands()
        .into_iter()
        .filter_map(|command| if let Command::React(body) = command { Some((body.emoji, body.on)) } else { None })
        .collect();
    assert_eq!(wishes, [("👍".to_owned(), false), ("👀".to_owned(), true)]);
}

#[test]
fn of_a_cut_reaction_one_still_knows_the_own() {
    let cut = |count, mine| Reaction { mine, ..reaction("👍", count, &["ben"]) };
    let mut widget = Widget::talking(vec![with(1, vec![cut(30, true)])]);
    assert_eq!(widget.shown(), [pill("👍", 30, true)]);
    // Events of others do not say it, and it stays.
    widget.hear(made("cleo", "👍", true, with(2, vec![cut(31, false)])));
    assert_eq!(widget.shown(), [pill("👍", 31, true)]);
    assert_eq!(widget.model.users.get(&UserId::from("cleo")), Some(&user("cleo")));
    // From another tab of the same person.
    widget.hear(made("anna", "👍", false, with(3, vec![cut(30, false)])));
    assert_eq!(widget.shown(), [pill("👍", 30, false)]);
    widget.hear(made("anna", "👍", true, with(4, vec![cut(31, false)])));
    assert_eq!(widget.shown(), [pill("👍", 31, true)]);
}

#[test]
fn a_deleted_message_takes_no_reaction() {
    let mut widget = Widget::talking(vec![Message { deleted: true, ..with(1, vec![]) }]);
    widget.act(press("👍"));
    assert_eq!((widget.shown(), widget.kinds()), (vec![], vec![]));
}

#[test]
fn emojis_used_last_come_first_and_are_kept_once_the_visitor_acted() {
    let mut widget = Widget::talking(vec![with(1, vec![])]);
    assert_eq!(view::quick_emojis(&widget.model), ["👍", "❤️", "😂", "🎉", "🙏"]);
    widget.act(press("🙏"));
    widget.act(Action::EmojiUsed("🦊".to_owned()));
    assert_eq!(view::quick_emojis(&widget.model), ["🦊", "🙏", "👍", "❤️", "😂"]);
    let emojis = Emojis { recent: vec!["🦊".to_owned(), "🙏".to_owned()], tone: 0 };
    assert!(widget.effects.contains(&Effect::SaveEmojis(emojis)));
    let mut before = Widget::new();
    before.act(Action::EmojiUsed("🦊".to_owned()));
    assert_eq!(before.effects, []);
}
