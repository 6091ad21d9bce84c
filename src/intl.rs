//! Times, days and numbers as the reader's language writes them: the browser's own Intl, formatters made once.

use crate::strings::{self, Plural, Strings, Text, fill};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use madang_protocol::{TimeMs, User};
use wasm_bindgen::{JsCast, JsValue};

const DAY_MS: f64 = 86_400_000.0;

/// The language of one widget: its sentences and its formatters. Cheap to copy; lives as long as its owner.
#[derive(Clone, Copy)]
pub struct Words(StoredValue<Inner, LocalStorage>);

struct Inner {
    strings: Strings,
    locale: String,
    rules: Intl::PluralRules,
    locales: Array,
    number: Function,
    time: Function,
    weekday: Function,
    short_day: Function,
    long_day: Function,
}

/// The words that were given above.
pub fn use_words() -> Words {
    use_context::<Words>().unwrap_or_else(|| Words::new("en", Vec::new()))
}

impl Words {
    /// `locale` is a BCP 47 tag; what Intl does not know falls back to the browser's own.
    pub fn new(locale: &str, given: Vec<(String, String)>) -> Self {
        let known = Intl::DateTimeFormat::supported_locales_of(&Array::of1(&locale.into()), &Object::new());
        let locales = if known.length() > 0 { Array::of1(&locale.into()) } else { Array::new() };
        let day = |options: &[(&str, &str)]| Intl::DateTimeFormat::new(&locales, &object(options)).format();
        let inner = Inner {
            strings: Strings::new(given),
            locale: locale.to_owned(),
            rules: Intl::PluralRules::new(&locales, &Object::new()),
            number: Intl::NumberFormat::new(&locales, &Object::new()).format(),
            locales: locales.clone(),
            time: day(&[("hour", "numeric"), ("minute", "2-digit")]),
            weekday: day(&[("weekday", "short")]),
            short_day: day(&[("month", "short"), ("day", "numeric")]),
            long_day: day(&[("weekday", "long"), ("month", "long"), ("day", "numeric")]),
        };
        Self(StoredValue::new_local(inner))
    }

    fn read<T>(self, read: impl FnOnce(&Inner) -> T) -> Option<T> {
        self.0.try_with_value(read)
    }

    /// The BCP 47 tag.
    pub fn locale(self) -> String {
        self.read(|inner| inner.locale.clone()).unwrap_or_default()
    }

    /// A sentence.
    pub fn text(self, text: Text) -> String {
        self.read(|inner| inner.strings.text(text).to_owned()).unwrap_or_default()
    }

    /// A sentence with one gap filled.
    pub fn with(self, text: Text, gap: &str, value: &str) -> String {
        self.read(|inner| fill(inner.strings.text(text), gap, value)).unwrap_or_default()
    }

    /// A sentence with a number.
    pub fn count(self, plural: Plural, count: u32) -> String {
        let sentence = |inner: &Inner| {
            let category = inner.rules.select(f64::from(count)).as_string().unwrap_or_default();
            fill(inner.strings.plural(plural, &category), "count", &format(&inner.number, f64::from(count)))
        };
        self.read(sentence).unwrap_or_default()
    }

    /// A number.
    pub fn number(self, number: u32) -> String {
        self.read(|inner| format(&inner.number, f64::from(number))).unwrap_or_default()
    }

    /// `1.4 MB`.
    pub fn size(self, bytes: u64) -> String {
        let (unit, one) = match bytes {
            0..1_000 => ("byte", 1.0),
            1_000..1_000_000 => ("kilobyte", 1e3),
            _ => ("megabyte", 1e6),
        };
        let digits = if one > 1e3 { "1" } else { "0" };
        // Nobody abbreviates bytes.
        let display = if one > 1.0 { "short" } else { "long" };
        let options =
            object(&[("style", "unit"), ("unit", unit), ("unitDisplay", display), ("maximumFractionDigits", digits)]);
        let written =
            |inner: &Inner| format(&Intl::NumberFormat::new(&inner.locales, &options).format(), bytes as f64 / one);
        self.read(written).unwrap_or_default()
    }

    /// `14:05`.
    pub fn time(self, at: TimeMs) -> String {
        self.read(|inner| format(&inner.time, at.0 as f64)).unwrap_or_default()
    }

    /// `Today`, `Yesterday`, `Sunday, March 3`.
    pub fn day(self, at: TimeMs) -> String {
        match days_ago(at) {
            0 => self.text(strings::DAY__TODAY),
            1 => self.text(strings::DAY__YESTERDAY),
            _ => self.read(|inner| format(&inner.long_day, at.0 as f64)).unwrap_or_default(),
        }
    }

    /// For lists: `14:05` today, `Mon` this week, `Mar 3` before.
    pub fn when(self, at: TimeMs) -> String {
        match days_ago(at) {
            0 => self.time(at),
            1..=6 => self.read(|inner| format(&inner.weekday, at.0 as f64)).unwrap_or_default(),
            _ => self.read(|inner| format(&inner.short_day, at.0 as f64)).unwrap_or_default(),
        }
    }

    /// A time to come: `14:05` today, `Mar 3, 14:05` else.
    pub fn time_ahead(self, at: TimeMs) -> String {
        match days_ago(at) {
            0 => self.time(at),
            _ => {
                let day = self.read(|inner| format(&inner.short_day, at.0 as f64)).unwrap_or_default();
                [day.as_str(), ", ", &self.time(at)].concat()
            }
        }
    }

    /// What a person is called: visitors without a name by the end of their id.
    pub fn name(self, user: &User) -> String {
        if !user.nickname.is_empty() {
            return user.nickname.clone();
        }
        let id = user.user_id.as_str();
        let end = id.char_indices().rev().nth(3).and_then(|(at, _)| id.get(at..)).unwrap_or(id);
        match id.starts_with("v_") || user.visitor {
            true => self.with(strings::USER__NAME__VISITOR, "id", &end.to_ascii_uppercase()),
            false => self.text(strings::USER__NAME__UNKNOWN),
        }
    }
}

/// Whole local days between a time and now.
fn days_ago(at: TimeMs) -> i32 {
    let midnight = |ms: f64| {
        let date = Date::new(&JsValue::from_f64(ms));
        date.set_hours(0);
        date.set_minutes(0);
        date.set_seconds(0);
        date.set_milliseconds(0);
        date.get_time()
    };
    ((midnight(Date::now()) - midnight(at.0 as f64)) / DAY_MS).round() as i32
}

fn object(options: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

fn format(function: &Function, value: f64) -> String {
    let text = function.call1(&JsValue::UNDEFINED, &value.into()).ok();
    text.and_then(|text| text.dyn_ref::<js_sys::JsString>().map(String::from)).unwrap_or_default()
}
