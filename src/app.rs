//! One widget put together: settings, state, client, words, frame.

use crate::{
    client::{Client, Emit, world},
    config::{Settings, WidgetConfig},
    files::Files,
    intl::Words,
    parts::Parts,
    store::{Model, Store},
    ui::Panel,
};
use leptos::prelude::*;

/// The whole widget. Its socket, timers and listeners end with it.
///
/// `emit` hears what the host page should know; `ready` is given the store once, before anything happens.
#[component]
pub fn ChatApp(config: WidgetConfig, emit: Emit, ready: Box<dyn FnOnce(Store, Settings)>) -> impl IntoView {
    let store = Store::new(Model::default(), world());
    let settings = Settings::new(&config);
    provide_context(store);
    provide_context(settings);
    provide_context(Parts::new(config.parts.clone()));
    let files = Files::new(store, &config);
    files.provide();
    ready(store, settings);
    let client = StoredValue::new_local(Client::start(store, &config, files, emit));
    on_cleanup(move || {
        // Stopped while the store is still there, so that a last save can be made.
        let _ = client.try_with_value(Client::stop);
    });
    // Another language draws the frame anew; the state stays.
    move || {
        let strings = settings.strings.get_value().into_iter().collect();
        provide_context(Words::new(&settings.locale.get(), strings));
        view! { <Panel /> }
    }
}
