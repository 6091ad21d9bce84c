//! The slim line that tells of the connection when there is something to tell.

use crate::{
    intl::use_words,
    store::{
        Action, Change, Store,
        view::{self, Banner as Kind},
    },
    strings,
};
use leptos::prelude::*;

/// Nothing while connected.
#[component]
pub fn Banner() -> impl IntoView {
    let (store, words) = (Store::expect(), use_words());
    move || {
        let (kind, state) = store
            .get(Change::Connection, |model| (view::banner(model), view::connection_name(&model.session.connection)));
        let kind = kind?;
        let text = match kind {
            Kind::Connecting => strings::BANNER__CONNECTING,
            Kind::Reconnecting => strings::BANNER__RECONNECTING,
            Kind::Offline => strings::BANNER__OFFLINE,
            Kind::SignInNeeded => strings::BANNER__SIGN_IN,
            Kind::Stopped => strings::BANNER__STOPPED,
        };
        let again = matches!(kind, Kind::Stopped).then(|| {
            view! {
                <button class={"madang-text-button"} type="button"
                    on:click=move |_| store.dispatch(Action::ReconnectPressed)>
                    {words.text(strings::BANNER__RECONNECT__ACTION)}
                </button>
            }
        });
        Some(view! {
            <div class={"madang-banner"} part="banner" role="status" data-state={state}>
                <span class={"madang-banner__dot"}></span>
                <span>{words.text(text)}</span>
                {again}
            </div>
        })
    }
}
