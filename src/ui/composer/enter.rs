//! What Enter means while an input method composes. Pure: events in, a verdict out.
//!
//! One Enter during a Hangul composition commits it and sends, once. During a Japanese or Chinese conversion it only
//! commits. Browsers tell it in three ways: `keydown` (composing) before `compositionend` (Chromium, Firefox), followed
//! on some systems by a second `keydown` of the same press; or `compositionend` first and then `keydown` with key code
//! 229 (Safari).

/// What the field heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard<'a> {
    CompositionStart,
    CompositionUpdate(&'a str),
    CompositionEnd(&'a str),
    KeyDown {
        enter: bool,
        plain: bool,
        composing: bool,
        code: u32,
    },
    KeyUp {
        enter: bool,
    },
    /// `beforeinput` of a line break.
    LineBreak,
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Let the browser do what it does.
    Pass,
    /// Prevent the default: this press was used up.
    Swallow,
    /// Prevent the default and send what the field holds.
    Send,
    /// Send once the committed text has reached the field: in the next task.
    SendLater,
}

/// The key code of a key that the input method took.
const TAKEN: u32 = 229;

/// What is remembered between events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Enter {
    composing: bool,
    /// The composed text is Hangul.
    hangul: bool,
    /// Enter was pressed in a Hangul composition, whose end is awaited.
    armed: bool,
    /// This press of Enter has sent already.
    spent: bool,
}

impl Enter {
    /// Whether an input method composes what is not Hangul: arrows and Tab choose from its own list.
    pub fn converts(&self) -> bool {
        self.composing && !self.hangul
    }

    /// Takes one event in and says what it means.
    pub fn hear(&mut self, heard: Heard<'_>) -> Verdict {
        match heard {
            Heard::CompositionStart => {
                *self = Self { composing: true, ..Self::default() };
                Verdict::Pass
            }
            Heard::CompositionUpdate(text) => {
                self.hangul = is_hangul(text);
                Verdict::Pass
            }
            Heard::CompositionEnd(text) => {
                self.composing = false;
                self.hangul = is_hangul(text) || (text.is_empty() && self.hangul);
                self.fire_if_armed()
            }
            Heard::KeyDown { enter: false, code, .. } => {
                if code != TAKEN {
                    *self = Self { composing: self.composing, ..Self::default() };
                }
                Verdict::Pass
            }
            Heard::KeyDown { plain: false, .. } => Verdict::Pass,
            Heard::KeyDown { composing, code, .. } => self.enter(composing || self.composing, code),
            Heard::KeyUp { enter: true } => {
                let verdict = self.fire_if_armed();
                self.spent = false;
                verdict
            }
            Heard::KeyUp { enter: false } => Verdict::Pass,
            Heard::LineBreak if self.armed || self.spent => Verdict::Swallow,
            Heard::LineBreak => Verdict::Pass,
        }
    }

    fn enter(&mut self, composing: bool, code: u32) -> Verdict {
        if self.spent || self.armed {
            return Verdict::Swallow;
        }
        if composing {
            self.armed = self.hangul;
            return Verdict::Pass;
        }
        if code == TAKEN && !self.hangul {
            return Verdict::Pass;
        }
        self.spent = true;
        Verdict::Send
    }

    fn fire_if_armed(&mut self) -> Verdict {
        if !self.armed {
            return Verdict::Pass;
        }
        self.armed = false;
        self.spent = true;
        Verdict::SendLater
    }
}

/// Whether all of a composed text is Hangul: syllables or letters.
fn is_hangul(text: &str) -> bool {
    let letter = |c: char| matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}');
    !text.is_empty() && text.chars().all(letter)
}

#[cfg(test)]
mod tests {
    use super::{Heard::*, Verdict::*, *};

    const ENTER: Heard = KeyDown { enter: true, plain: true, composing: false, code: 13 };
    const ENTER_COMPOSING: Heard = KeyDown { enter: true, plain: true, composing: true, code: 229 };
    const ENTER_AFTER_END: Heard = KeyDown { enter: true, plain: true, composing: false, code: 229 };
    const LETTER: Heard = KeyDown { enter: false, plain: true, composing: true, code: 229 };
    const UP: Heard = KeyUp { enter: true };

    fn verdicts(events: &[Heard<'_>]) -> Vec<Verdict> {
        let mut enter = Enter::default();
        events.iter().map(|heard| enter.hear(*heard)).collect()
    }

    fn sends(events: &[Heard<'_>]) -> usize {
        verdicts(events).iter().filter(|verdict| matches!(verdict, Send | SendLater)).count()
    }

    #[test]
    fn plain_enter_sends_and_its_repeats_do_not() {
        assert_eq!(verdicts(&[ENTER, ENTER, UP, ENTER]), [Send, Swallow, Pass, Send]);
    }

    #[test]
    fn shift_enter_breaks_the_line() {
        assert_eq!(
            verdicts(&[KeyDown { enter: true, plain: false, composing: false, code: 13 }, LineBreak]),
            [Pass, Pass]
        );
    }

    #[test]
    fn korean_in_chromium_on_macos_sends_once_though_two_keydowns_come() {
        let events = [
            LETTER,
            CompositionStart,
            CompositionUpdate("녕"),
            ENTER_COMPOSING,
            CompositionEnd("녕"),
            ENTER,
            LineBreak,
            UP,
        ];
        assert_eq!(verdicts(&events), [Pass, Pass, Pass, Pass, SendLater, Swallow, Swallow, Pass]);
    }

    #[test]
    fn korean_in_chromium_on_windows_sends_once_and_breaks_no_line() {
        let events = [CompositionStart, CompositionUpdate("안"), ENTER_COMPOSING, CompositionEnd("안"), LineBreak, UP];
        assert_eq!(verdicts(&events), [Pass, Pass, Pass, SendLater, Swallow, Pass]);
    }

    #[test]
    fn korean_in_safari_sends_with_the_keydown_that_follows_the_end() {
        let events = [CompositionStart, CompositionUpdate("요"), CompositionEnd("요"), ENTER_AFTER_END, UP];
        assert_eq!(verdicts(&events), [Pass, Pass, Pass, Send, Pass]);
    }

    #[test]
    fn korean_without_an_end_of_composition_is_sent_when_the_key_goes_up() {
        let events = [CompositionStart, CompositionUpdate("ㅋ"), ENTER_COMPOSING, LineBreak, UP, CompositionEnd("")];
        assert_eq!(verdicts(&events), [Pass, Pass, Pass, Swallow, SendLater, Pass]);
    }

    #[test]
    fn japanese_enter_only_commits_and_the_next_one_sends() {
        let events = [CompositionStart, CompositionUpdate("日本"), ENTER_COMPOSING, CompositionEnd("日本"), UP];
        assert_eq!(sends(&events), 0);
        assert_eq!(sends(&[&events[..], &[ENTER, UP]].concat()), 1);
    }

    #[test]
    fn japanese_in_safari_only_commits() {
        assert_eq!(
            sends(&[CompositionStart, CompositionUpdate("かな"), CompositionEnd("かな"), ENTER_AFTER_END, UP]),
            0
        );
    }

    #[test]
    fn chinese_pinyin_enter_only_commits() {
        assert_eq!(
            sends(&[CompositionStart, CompositionUpdate("ni hao"), ENTER_COMPOSING, CompositionEnd("ni hao"), UP]),
            0
        );
    }

    #[test]
    fn hanja_conversion_only_commits() {
        let events = [
            CompositionStart,
            CompositionUpdate("한"),
            CompositionUpdate("韓"),
            ENTER_COMPOSING,
            CompositionEnd("韓"),
            UP,
        ];
        assert_eq!(sends(&events), 0);
    }

    #[test]
    fn two_korean_messages_in_a_row_are_two_sends() {
        let one = [LETTER, CompositionStart, CompositionUpdate("네"), ENTER_COMPOSING, CompositionEnd("네"), ENTER, UP];
        assert_eq!(sends(&[&one[..], &one[..]].concat()), 2);
    }
}
