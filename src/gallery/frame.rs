//! One story in its two frames.

use super::{Story, editor::Look};
use leptos::prelude::*;
use madang::{
    intl::Words,
    store::{Effect, Store, World},
    ui::Panel,
};
use madang_protocol::{ClientId, TimeMs};

/// Light and dark, side by side.
#[component]
pub fn Frames(story: &'static Story, look: Look) -> impl IntoView {
    view! {
        <figure class={"story"} id={story.name}>
            <figcaption class={"story__name"}>{story.name}</figcaption>
            <div class={"story__pair"}>
                <Frame story look theme="light" />
                <Frame story look theme="dark" />
            </div>
        </figure>
    }
}

#[component]
fn Frame(story: &'static Story, look: Look, theme: &'static str) -> impl IntoView {
    let recorded = RwSignal::new(0_usize);
    let panel = move || {
        provide_context(Words::new(look.locale.get(), look.strings()));
        let store = Store::new((story.model)(), world());
        store.install(move |_: Effect| {
            let _ = recorded.try_update(|count| *count += 1);
        });
        provide_context(store);
        view! { <Panel /> }
    };
    view! { <div class={"story__frame madang-root"} data-theme={theme} data-effects={move || recorded.get().to_string()}>{panel}</div> }
}

fn world() -> World {
    World {
        now: || TimeMs(super::people::now()),
        client_id: || ClientId(format!("gallery-{}", js_sys::Math::random())),
    }
}
