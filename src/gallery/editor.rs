//! The theme editor: presets and the five things a site usually sets, applied to this page as a site would.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What is chosen.
#[derive(Clone, Copy)]
pub struct Look {
    pub accent: RwSignal<&'static str>,
    pub radius: RwSignal<&'static str>,
    pub density: RwSignal<&'static str>,
    pub theme: RwSignal<&'static str>,
    pub locale: RwSignal<&'static str>,
    pub direction: RwSignal<&'static str>,
}

type Choice = (&'static str, &'static str);

const ACCENTS: &[Choice] = &[
    ("Celadon", "oklch(0.52 0.09 185)"),
    ("Ink", "oklch(0.33 0.03 260)"),
    ("Cobalt", "oklch(0.52 0.19 262)"),
    ("Plum", "oklch(0.47 0.15 330)"),
    ("Persimmon", "oklch(0.66 0.19 42)"),
    ("Citron", "oklch(0.86 0.17 105)"),
];
const RADII: &[Choice] = &[("Square", "4"), ("Soft", "12"), ("Round", "20")];
const DENSITIES: &[Choice] = &[("Compact", "0.85"), ("Regular", "1"), ("Roomy", "1.15")];
const THEMES: &[Choice] = &[("Auto", "auto"), ("Light", "light"), ("Dark", "dark")];
const LOCALES: &[Choice] = &[("English", "en"), ("한국어", "ko"), ("العربية", "ar")];
const DIRECTIONS: &[Choice] = &[("Left to right", "ltr"), ("Right to left", "rtl")];

impl Look {
    pub fn new() -> Self {
        let query = web_sys::window()
            .and_then(|window| window.location().search().ok())
            .and_then(|search| web_sys::UrlSearchParams::new_with_str(&search).ok());
        let chosen = |name: &str, choices: &[Choice], or: &'static str| {
            let wanted = query.as_ref().and_then(|query| query.get(name));
            let known = choices.iter().find(|(_, value)| Some(*value) == wanted.as_deref());
            RwSignal::new(known.map_or(or, |(_, value)| *value))
        };
        Self {
            accent: RwSignal::new(ACCENTS.first().map_or("", |(_, value)| *value)),
            radius: chosen("radius", RADII, "20"),
            density: chosen("density", DENSITIES, "1"),
            theme: chosen("theme", THEMES, "auto"),
            locale: chosen("locale", LOCALES, "en"),
            direction: chosen("dir", DIRECTIONS, "ltr"),
        }
    }

    /// The sentences of the chosen language that are not built in.
    pub fn strings(self) -> Vec<(String, String)> {
        match self.locale.get() {
            "ko" => pairs(include_str!("../../www/locales/ko.json")),
            _ => Vec::new(),
        }
    }

    fn apply(self) {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
        let Some(root) = document.document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let radius: u32 = self.radius.get().parse().unwrap_or(20);
        let pixels = |value: u32| format!("{value}px");
        let style = root.style();
        // A property that the browser refuses stays as it was.
        let set = |name: &str, value: &str| drop(style.set_property(name, value));
        set("--madang-color-accent", self.accent.get());
        set("--madang-radius-panel", &pixels(radius));
        set("--madang-radius-bubble", &pixels(radius * 9 / 10));
        set("--madang-radius-control", &pixels(radius / 2));
        set("--madang-density", self.density.get());
        root.set_dir(self.direction.get());
        let _ = root.set_attribute("data-theme", self.theme.get());
        if let Ok(Some(chat)) = document.query_selector("madang-chat") {
            let _ = chat.set_attribute("theme", self.theme.get());
            let _ = chat.set_attribute("locale", self.locale.get());
        }
    }
}

/// Choices in rows.
#[component]
pub fn Editor(look: Look) -> impl IntoView {
    Effect::new(move |_| look.apply());
    let swatches = ACCENTS.iter().map(|(name, value)| {
        view! {
            <button class={"swatch"} type="button" title={*name} aria-label={*name} style:background={*value}
                aria-pressed={move || (look.accent.get() == *value).to_string()} on:click=move |_| look.accent.set(value)></button>
        }
    });
    view! {
        <div class={"editor"}>
            <div class={"editor__row"}><span class={"editor__name"}>{"Accent"}</span><div class={"editor__choices"}>{swatches.collect::<Vec<_>>()}</div></div>
            <Choices name="Corners" choices=RADII chosen=look.radius />
            <Choices name="Density" choices=DENSITIES chosen=look.density />
            <Choices name="Theme" choices=THEMES chosen=look.theme />
            <Choices name="Language" choices=LOCALES chosen=look.locale />
            <Choices name="Direction" choices=DIRECTIONS chosen=look.direction />
        </div>
    }
}

#[component]
fn Choices(name: &'static str, choices: &'static [Choice], chosen: RwSignal<&'static str>) -> impl IntoView {
    let button = |(name, value): &'static Choice| {
        view! {
            <button class={"choice"} type="button" aria-pressed={move || (chosen.get() == *value).to_string()}
                on:click=move |_| chosen.set(value)>{*name}</button>
        }
    };
    view! {
        <div class={"editor__row"} role="group" aria-label={name}>
            <span class={"editor__name"}>{name}</span>
            <div class={"editor__choices"}>{choices.iter().map(button).collect::<Vec<_>>()}</div>
        </div>
    }
}

/// A flat JSON object of texts.
fn pairs(json: &str) -> Vec<(String, String)> {
    let parsed = js_sys::JSON::parse(json).unwrap_or_default();
    let entries = js_sys::Object::entries(parsed.unchecked_ref());
    let entries = entries.iter();
    entries
        .filter_map(|entry| {
            let pair: js_sys::Array = entry.unchecked_into();
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}
