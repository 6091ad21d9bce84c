//! Every component in every state, light and dark side by side: real models in the real store, whose effects are
//! recorded instead of carried out.

pub mod banner;
pub mod channel_list;
pub mod composer;
pub mod conversation;
pub mod editor;
pub mod files;
pub mod frame;
pub mod message;
pub mod panel;
pub mod people;
pub mod reactions;
pub mod thread;
pub mod timeline;
pub mod typing;

use editor::Look;
use frame::Frames;
use leptos::prelude::*;
use madang::store::Model;

/// One state worth seeing.
pub struct Story {
    pub name: &'static str,
    pub model: fn() -> Model,
}

/// The stories of one ui file.
pub struct Chapter {
    pub file: &'static str,
    pub stories: &'static [Story],
}

const CHAPTERS: &[Chapter] = &[
    panel::CHAPTER,
    channel_list::CHAPTER,
    conversation::CHAPTER,
    timeline::CHAPTER,
    message::CHAPTER,
    reactions::CHAPTER,
    thread::CHAPTER,
    composer::CHAPTER,
    files::CHAPTER,
    typing::CHAPTER,
    banner::CHAPTER,
];

/// All chapters; `?story=` in the address shows one story alone.
#[component]
pub fn Gallery(look: Look) -> impl IntoView {
    let wanted = web_sys::window()
        .and_then(|window| window.location().search().ok())
        .and_then(|search| web_sys::UrlSearchParams::new_with_str(&search).ok()?.get("story"));
    let chapter = move |chapter: &'static Chapter| {
        let stories: Vec<_> = chapter
            .stories
            .iter()
            .filter(|story| wanted.as_deref().is_none_or(|wanted| wanted == story.name))
            .map(|story| view! { <Frames story look /> })
            .collect();
        (!stories.is_empty()).then(|| {
            view! {
                <section class={"chapter"}>
                    <h3 class={"chapter__name"}>{chapter.file}</h3>
                    <div class={"chapter__stories"}>{stories}</div>
                </section>
            }
        })
    };
    CHAPTERS.iter().map(chapter).collect::<Vec<_>>()
}
