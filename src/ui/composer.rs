//! Where messages are written: grows to six lines, keeps the draft, sends with Enter, edits in place.

pub mod enter;

use crate::{
    intl::use_words,
    store::{Action, Change, Store, view},
    strings,
    ui::kit::{
        Glyph, Icon,
        dom::{focus, later, pixels, set_style},
    },
};
use enter::{Enter, Heard, Verdict};
use leptos::{html, prelude::*};
use madang_protocol::{ChannelId, Seq};
use web_sys::{CompositionEvent, HtmlTextAreaElement, InputEvent, KeyboardEvent};

/// The composer of one channel; `input` is its field.
#[component]
pub fn Composer(channel_id: ChannelId, input: NodeRef<html::Textarea>) -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    let enter = StoredValue::new_local(Enter::default());
    let empty = RwSignal::new(true);
    let over = RwSignal::new(None::<u32>);
    let id = StoredValue::new_local(channel_id.clone());
    let editing = Memo::new(move |_| store.get(Change::Panel, |model| editing(model, &id.try_get_value()?)));

    let show = move |field: &HtmlTextAreaElement| {
        let text = field.value();
        empty.set(text.trim().is_empty());
        over.set(store.read(|model| view::text_over(model, &text)));
        grow(field);
    };
    let typed = move || {
        let (Some(field), Some(channel_id)) = (input.get_untracked(), id.try_get_value()) else { return };
        show(&field);
        if editing.get_untracked().is_none() {
            store.dispatch(Action::DraftTyped { channel_id, text: field.value() });
        }
    };
    let send = move || {
        let (Some(field), Some(channel_id)) = (input.get_untracked(), id.try_get_value()) else { return };
        let text = field.value().trim().to_owned();
        if text.is_empty() || over.get_untracked().is_some() {
            return;
        }
        match editing.get_untracked() {
            Some(_) => store.dispatch(Action::EditSubmitted(text)),
            None => {
                field.set_value("");
                show(&field);
                store.dispatch(Action::SendPressed { channel_id, text, client_id: store.client_id() });
            }
        }
    };
    // What the field holds when it is not typed in: the draft, or the message being edited.
    Effect::new(move |before: Option<Option<Seq>>| {
        let (Some(field), Some(channel_id)) = (input.get(), id.try_get_value()) else { return None };
        store.watch(Change::Draft(channel_id.clone()));
        let editing = editing.get();
        let seq = editing.as_ref().map(|editing| editing.seq);
        let text = editing.map_or_else(|| store.read(|model| view::draft(model, &channel_id)), |editing| editing.text);
        if field.value() != text {
            field.set_value(&text);
        }
        show(&field);
        if seq.is_some() && before.is_some_and(|before| before != seq) {
            focus(&field);
        }
        seq
    });
    let hear = move |heard: Heard<'_>, event: &web_sys::Event| {
        let verdict = enter.try_update_value(|enter| enter.hear(heard)).unwrap_or(Verdict::Pass);
        match verdict {
            Verdict::Pass => {}
            Verdict::Swallow => event.prevent_default(),
            Verdict::Send => {
                event.prevent_default();
                send();
            }
            Verdict::SendLater => later(0, send),
        }
    };
    let key_down = move |event: KeyboardEvent| {
        if event.key() == "Escape" && editing.get_untracked().is_some() {
            event.stop_propagation();
            return store.dispatch(Action::EditCancelled);
        }
        let plain = !(event.shift_key() || event.alt_key() || event.ctrl_key() || event.meta_key());
        let enter = event.key() == "Enter" || (event.key() == "Process" && event.code() == "Enter");
        let heard = Heard::KeyDown { enter, plain, composing: event.is_composing(), code: event.key_code() };
        hear(heard, &event);
    };
    let key_up = move |event: KeyboardEvent| {
        hear(Heard::KeyUp { enter: event.key() == "Enter" || event.code() == "Enter" }, &event)
    };
    let before_input = move |event: InputEvent| {
        if matches!(event.input_type().as_str(), "insertLineBreak" | "insertParagraph") {
            hear(Heard::LineBreak, &event);
        }
    };
    let composed = move |event: CompositionEvent, heard: fn(&str) -> Heard<'_>| {
        hear(heard(&event.data().unwrap_or_default()), &event);
    };
    let head = move || {
        let failed = editing.get()?.failed;
        let text = if failed { strings::COMPOSER__EDITING__FAILED } else { strings::COMPOSER__EDITING__TEXT };
        Some(view! {
            <div class={"madang-composer__editing"} role="status" data-failed={failed.then_some("true")}>
                <span>{words.text(text)}</span>
                <button class={"madang-icon-button"} type="button" aria-label={words.text(strings::COMPOSER__CANCEL__LABEL)}
                    on:click=move |_| store.dispatch(Action::EditCancelled)>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
        })
    };
    let note = move || {
        let over = over.get()?;
        Some(view! {
            <div class={"madang-composer__note"} role="status" data-over="true">{words.count(strings::COMPOSER__OVER, over)}</div>
        })
    };
    let label = move || match editing.get() {
        Some(_) => words.text(strings::COMPOSER__SAVE__LABEL),
        None => words.text(strings::COMPOSER__SEND__LABEL),
    };
    view! {
        <div class={"madang-composer"}>
            {head}
            <div class={"madang-composer__field"}>
                <textarea class={"madang-composer__input"} part="composer" rows="1" dir="auto" node_ref=input
                    enterkeyhint="send" autocomplete="off"
                    aria-label={words.text(strings::COMPOSER__INPUT__LABEL)}
                    placeholder={words.text(strings::COMPOSER__INPUT__PLACEHOLDER)}
                    on:input=move |_| typed()
                    on:keydown=key_down
                    on:keyup=key_up
                    on:beforeinput=before_input
                    on:compositionstart=move |event| composed(event, |_| Heard::CompositionStart)
                    on:compositionupdate=move |event| composed(event, |text| Heard::CompositionUpdate(text))
                    on:compositionend=move |event| composed(event, |text| Heard::CompositionEnd(text))
                ></textarea>
                <button class={"madang-composer__send"} type="button" part="send" aria-label={label}
                    data-empty={move || empty.get().to_string()} disabled={move || empty.get() || over.get().is_some()}
                    on:pointerdown=move |event| event.prevent_default()
                    on:click=move |_| send()>
                    <Icon glyph=Glyph::Send />
                </button>
            </div>
            {note}
        </div>
    }
}

#[derive(Clone, PartialEq)]
struct EditView {
    seq: Seq,
    text: String,
    failed: bool,
}

fn editing(model: &crate::store::Model, channel_id: &ChannelId) -> Option<EditView> {
    let editing = model.panel.editing.as_ref().filter(|editing| editing.channel_id == *channel_id)?;
    let message = model.timelines.get(channel_id)?.messages.iter().find(|message| message.seq == editing.seq)?;
    let text = editing.submitted.clone().unwrap_or_else(|| message.text.clone());
    Some(EditView { seq: editing.seq, text, failed: editing.error.is_some() })
}

/// As tall as its text; CSS stops it at six lines.
fn grow(field: &HtmlTextAreaElement) {
    set_style(field, "block-size", "0");
    set_style(field, "block-size", &pixels(f64::from(field.scroll_height())));
}
