//! The slim line that tells of the connection when there is something to tell.

use super::{
    Ui,
    kit::{El, button, el},
};
use crate::{
    store::{
        Action, Change,
        view::{self, Banner},
    },
    strings,
};

/// Nothing while connected. Its place is always there: a live region must exist before it speaks.
pub fn banner(ui: &Ui) -> El {
    let ui = ui.clone();
    el("div", "madang-banner").attr("part", "banner").attr("role", "status").draw(move |line| {
        let (banner, state) = ui
            .store
            .get(Change::Connection, |model| (view::banner(model), view::connection_name(&model.session.connection)));
        line.set("data-state", Some(state));
        line.set("hidden", banner.is_none().then_some(""));
        let Some(banner) = banner else { return };
        let text = match banner {
            Banner::Connecting => strings::BANNER__CONNECTING,
            Banner::Reconnecting => strings::BANNER__RECONNECTING,
            Banner::Offline => strings::BANNER__OFFLINE,
            Banner::SignInNeeded => strings::BANNER__SIGN_IN,
            Banner::Stopped => strings::BANNER__STOPPED,
        };
        line.append(&el("span", "madang-banner__dot"));
        line.append(&el("span", "").attr("dir", "auto").text(&ui.words.text(text)));
        if banner == Banner::Stopped {
            let store = ui.store;
            let again = button("madang-text-button").text(&ui.words.text(strings::BANNER__RECONNECT__ACTION));
            line.append(&again.on("click", move |_| store.dispatch(Action::ReconnectPressed)));
        }
    })
}
