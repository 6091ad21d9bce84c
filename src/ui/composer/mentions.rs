//! Naming people: `@` opens a list of those whose name begins with what follows it. The field keeps the focus; arrows move
//! in the list, Enter and Tab choose, Escape closes it.

use super::replace;
use crate::{
    store::{Action, Change, view},
    strings,
    ui::{
        Ui,
        kit::{El, Local, avatar, dom::key, effect, el},
    },
};
use madang_protocol::{ChannelId, UserId, byte_of};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTextAreaElement};

/// Letters behind the sign that can still be a name.
const LONGEST: usize = 32;

/// The beginning of a name, before the caret.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    /// Where the `@` stands, and where the caret, in code units.
    pub start: u32,
    pub caret: u32,
    pub prefix: String,
}

/// What is being named at the caret, if anything: `@` at the beginning of a word, and at most two blanks behind it.
pub fn begun(text: &str, caret: u32) -> Option<Begun> {
    let before = text.get(..byte_of(text, caret)?)?;
    let at = before.rfind('@')?;
    let (head, prefix) = (before.get(..at)?, before.get(at + 1..)?);
    let within = head.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    let names = prefix.chars().count() <= LONGEST
        && prefix.matches(' ').count() <= 2
        && !prefix.starts_with(' ')
        && !prefix.contains('\n');
    let units = prefix.encode_utf16().count();
    (names && !within).then(|| Begun {
        start: caret - u32::try_from(units).unwrap_or(0) - 1,
        caret,
        prefix: prefix.to_owned(),
    })
}

/// Whether the name may be the one that is typed. The last letter does not count: a syllable may be half composed.
fn may_be(name: &str, prefix: &str) -> bool {
    let mut letters = prefix.chars();
    letters.next_back();
    let typed = letters.as_str();
    name.get(..typed.len()).is_some_and(|head| head.eq_ignore_ascii_case(typed))
}

/// Somebody to choose.
#[derive(Debug, Clone, PartialEq)]
struct Offer {
    /// What is written behind the `@`.
    name: String,
    /// Without it: all members.
    user_id: Option<UserId>,
    picture: Option<String>,
    note: String,
}

/// The list of one field; copies are the same one.
#[derive(Clone)]
pub struct Mentions {
    ui: Ui,
    channel_id: ChannelId,
    input: El,
    begun: Local<Option<Begun>>,
    offers: Local<Vec<Offer>>,
    active: Local<usize>,
    /// The `@` whose list was closed, or whose name is complete.
    done: Rc<Cell<Option<u32>>>,
}

impl Mentions {
    pub fn new(ui: &Ui, channel_id: ChannelId, input: &El) -> Self {
        let this = Self {
            ui: ui.clone(),
            channel_id,
            input: input.clone(),
            begun: Local::new(None),
            offers: Local::new(Vec::new()),
            active: Local::new(0),
            done: Rc::default(),
        };
        let found = this.clone();
        effect(move || {
            found.ui.store.watch(Change::People);
            let begun = found.begun.get();
            found.find(begun);
        });
        this
    }

    /// The text or the caret moved.
    pub fn look(&self) {
        let area: &HtmlTextAreaElement = self.input.0.unchecked_ref();
        let caret = area.selection_end().ok().flatten().unwrap_or(0);
        let begun = begun(&area.value(), caret);
        if self.done.get() != begun.as_ref().map(|begun| begun.start) {
            self.done.set(None);
        }
        let begun = begun.filter(|_| self.done.get().is_none());
        if let Some(Begun { prefix, .. }) = begun.as_ref().filter(|begun| self.begun.peek().as_ref() != Some(begun)) {
            let (channel_id, prefix) = (self.channel_id.clone(), prefix.clone());
            self.ui.store.dispatch(Action::PeopleSought { channel_id, prefix });
        }
        self.begun.set(begun);
    }

    /// Nothing is being named any more.
    pub fn close(&self) {
        self.done.set(self.begun.peek().map(|begun| begun.start));
        self.begun.set(None);
    }

    /// What came for what is begun; until it comes those stay who may still be meant.
    fn find(&self, begun: Option<Begun>) {
        let Some(begun) = begun else { return self.offers.set(Vec::new()) };
        let words = self.ui.words;
        let offers = self.ui.store.read(|model| {
            let people = Some(&model.people)
                .filter(|people| people.channel_id == self.channel_id && people.prefix == begun.prefix)?;
            let others = people.users.iter().filter(|user| Some(&user.user_id) != model.me());
            let mut offers: Vec<Offer> = others
                .map(|user| Offer {
                    name: words.name(user),
                    user_id: Some(user.user_id.clone()),
                    picture: user.profile_url.clone(),
                    note: String::new(),
                })
                .collect();
            if view::may_call_all(model, &self.channel_id) {
                for (name, note) in
                    [("channel", strings::MENTION__CHANNEL__TEXT), ("here", strings::MENTION__HERE__TEXT)]
                {
                    if name.starts_with(&begun.prefix) {
                        offers.push(Offer {
                            name: name.to_owned(),
                            user_id: None,
                            picture: None,
                            note: words.text(note),
                        });
                    }
                }
            }
            Some(offers)
        });
        match offers {
            Some(offers) => {
                self.active.set(0);
                self.offers.set(offers);
            }
            None => {
                let mut offers = self.offers.peek();
                offers.retain(|offer| may_be(&offer.name, &begun.prefix));
                if offers.len() < self.offers.peek().len() {
                    self.active.set(0);
                    self.offers.set(offers);
                }
            }
        }
    }

    pub fn is_open(&self) -> bool {
        !self.offers.peek().is_empty()
    }

    /// Takes a key of the field; says whether it was for the list. Enter is not among them: an input method has a say in it.
    pub fn key(&self, event: &Event) -> bool {
        if !self.is_open() {
            return false;
        }
        let (count, now) = (self.offers.peek().len(), self.active.peek());
        match key(event).as_str() {
            "ArrowDown" => self.active.set((now + 1) % count),
            "ArrowUp" => self.active.set((now + count - 1) % count),
            "Tab" => self.choose(now),
            "Escape" => self.close(),
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    /// Chooses the active one; says whether there was one.
    pub fn chosen(&self) -> bool {
        let open = self.is_open();
        if open {
            self.choose(self.active.peek());
        }
        open
    }

    fn choose(&self, at: usize) {
        let (offer, begun) = (self.offers.peek().get(at).cloned(), self.begun.peek());
        let (Some(offer), Some(begun)) = (offer, begun) else { return };
        self.close();
        if let Some(user_id) = offer.user_id {
            self.ui.store.dispatch(Action::PersonChosen { name: offer.name.clone(), user_id });
        }
        let area: &HtmlTextAreaElement = self.input.0.unchecked_ref();
        replace(area, (begun.start, begun.caret), &["@", &offer.name, " "].concat());
    }

    /// The list itself, above the field.
    pub fn list(&self) -> El {
        let this = self.clone();
        let list =
            el("div", "madang-mentions").attr("role", "listbox").attr("id", "madang-mentions").attr("part", "mentions");
        let list = list.attr("aria-label", &self.ui.words.text(strings::MENTION__LIST__LABEL));
        list.draw(move |list| {
            let (offers, active) = (this.offers.get(), this.active.get());
            list.set("hidden", offers.is_empty().then_some(""));
            let named = this.input.clone();
            named.set("aria-controls", (!offers.is_empty()).then_some("madang-mentions"));
            named.set("aria-activedescendant", (!offers.is_empty()).then_some("madang-mention"));
            for (at, offer) in offers.iter().enumerate() {
                let (chosen, is) = (this.clone(), at == active);
                let row = el("div", "madang-mentions__row").attr("role", "option");
                row.set("aria-selected", Some(if is { "true" } else { "false" }));
                row.set("id", is.then_some("madang-mention"));
                let picture = match &offer.user_id {
                    Some(id) => avatar(&offer.name, id.as_str(), offer.picture.as_deref(), false),
                    None => el("span", "madang-mentions__sign").attr("aria-hidden", "true").text("@"),
                };
                let name = if offer.user_id.is_some() { offer.name.clone() } else { ["@", &offer.name].concat() };
                let name = el("bdi", "madang-mentions__name").text(&name);
                let row = row.child(picture).child(name);
                let row = row.child(el("span", "madang-mentions__note").attr("dir", "auto").text(&offer.note));
                // The field keeps the focus.
                let row =
                    row.on("pointerdown", |event| event.prevent_default()).on("click", move |_| chosen.choose(at));
                list.append(&row);
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, caret: u32) -> Option<(u32, String)> {
        begun(text, caret).map(|begun| (begun.start, begun.prefix))
    }

    #[test]
    fn a_name_begins_with_the_sign_at_the_beginning_of_a_word() {
        assert_eq!(seen("@", 1), Some((0, String::new())));
        assert_eq!(seen("hi @mi", 6), Some((3, "mi".to_owned())));
        assert_eq!(seen("hi @mi", 4), Some((3, String::new())));
        assert_eq!(seen("😀@김ㅈ 안녕", 5), Some((2, "김ㅈ".to_owned())));
        assert_eq!(seen("저기@미", 4), Some((2, "미".to_owned())));
        assert_eq!(seen("@Noor van D", 11), Some((0, "Noor van D".to_owned())));
    }

    #[test]
    fn an_address_a_sentence_and_another_line_are_no_name() {
        for (text, caret) in
            [("a@b", 3), ("@ hi", 4), ("@a b c d", 8), ("@a\nb", 4), ("none", 4), ("@a", 0), ("@😀", 2)]
        {
            assert_eq!(seen(text, caret), None, "{text}");
        }
        assert_eq!(seen(&["@", &"x".repeat(33)].concat(), 34), None);
    }

    #[test]
    fn until_the_answer_comes_only_those_stay_whose_name_goes_on_as_typed() {
        for (name, prefix, may) in [
            ("Zoë", "zoë", true),
            ("김지우", "김ㅈ", true),
            ("Mina Park", "mina p", true),
            ("Zoë", "Zoë now", false),
            ("Mina", "min x", false),
            ("é", "ab", false),
        ] {
            assert_eq!(may_be(name, prefix), may, "{name} for {prefix}");
        }
    }
}
