//! A second way between the wire's types and JSON, for the widget: serde_json reads one tree, and each type is taken from
//! it by its fields. Measured: serde's derive for the same types was 30 KB of compressed WASM more.
//!
//! It is lax where serde is strict: a missing text, list or number reads as an empty one. Reading never turns back: what
//! does not fit clears a flag and reads as something empty, so that no half-made value has to be taken apart. The golden
//! tests hold both codecs to the same texts. Not for the server, where a stranger's frame must be refused with its reason.

mod bodies;
mod json;

pub use json::Json;

/// What reads from and writes to JSON without serde.
pub trait Lean: Sized {
    /// Clears `fits` when this is no such value; what is answered then means nothing.
    fn read(json: &Json, fits: &mut bool) -> Self;
    fn write(&self, out: &mut String);

    /// The value of a field that is not there.
    fn absent(fits: &mut bool) -> Self {
        Self::read(&Json::Null, fits)
    }

    /// Whether the field is left out when written.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// Reads a whole text.
pub fn from_text<T: Lean>(text: &str) -> Option<T> {
    let mut fits = true;
    let value = T::read(&Json::parse(text)?, &mut fits);
    fits.then_some(value)
}

/// Writes a whole text.
pub fn to_text<T: Lean>(value: &T) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// A field of an object.
pub fn field<T: Lean>(json: &Json, name: &str, fits: &mut bool) -> T {
    match json.field(name) {
        Some(value) => T::read(value, fits),
        None => T::absent(fits),
    }
}

/// Writes a field's name and its sign, with a comma before all but the first.
pub fn name(out: &mut String, name: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    json::quote(out, name);
    out.push(':');
}

/// `lean! { Struct { field, field = "name", field: flag } }`: the fields in the order of the wire; a flag is written
/// only when it is set, a list of `some` only when it holds something.
#[macro_export]
macro_rules! lean {
    ($($type:ident { $($field:ident $(= $name:literal)? $(: $flag:ident)?),* $(,)? })*) => {$(
        impl $crate::lean::Lean for $type {
            fn read(json: &$crate::lean::Json, fits: &mut bool) -> Self {
                *fits &= json.is_object();
                Self { $($field: $crate::lean::field(json, $crate::lean!(@name $field $($name)?), fits),)* }
            }

            fn write(&self, out: &mut String) {
                out.push('{');
                $(if $crate::lean!(@shown self.$field $($flag)?) {
                    $crate::lean::name(out, $crate::lean!(@name $field $($name)?));
                    $crate::lean::Lean::write(&self.$field, out);
                })*
                out.push('}');
            }
        }
    )*};
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
    (@shown $self:ident.$field:ident) => { !$crate::lean::Lean::is_left_out(&$self.$field) };
    (@shown $self:ident.$field:ident flag) => { $self.$field };
    (@shown $self:ident.$field:ident some) => { !$self.$field.is_empty() };
}

impl Lean for bool {
    fn read(json: &Json, fits: &mut bool) -> Self {
        match json {
            Json::Bool(value) => *value,
            _ => unfit(fits),
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn absent(_: &mut bool) -> Self {
        false
    }
}

impl Lean for String {
    fn read(json: &Json, fits: &mut bool) -> Self {
        match json {
            Json::Text(text) => text.as_ref().to_owned(),
            _ => unfit(fits),
        }
    }

    fn write(&self, out: &mut String) {
        json::quote(out, self);
    }

    fn absent(_: &mut bool) -> Self {
        Self::new()
    }
}

impl Lean for u64 {
    fn read(json: &Json, fits: &mut bool) -> Self {
        match json {
            Json::Number(number) => *number,
            _ => unfit(fits),
        }
    }

    fn write(&self, out: &mut String) {
        json::number(out, *self);
    }

    fn absent(_: &mut bool) -> Self {
        0
    }
}

impl Lean for u32 {
    fn read(json: &Json, fits: &mut bool) -> Self {
        Self::try_from(u64::read(json, fits)).unwrap_or_else(|_| unfit(fits))
    }

    fn write(&self, out: &mut String) {
        json::number(out, u64::from(*self));
    }

    fn absent(_: &mut bool) -> Self {
        0
    }
}

impl<T: Lean> Lean for Box<T> {
    fn read(json: &Json, fits: &mut bool) -> Self {
        Self::new(T::read(json, fits))
    }

    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl<T: Lean> Lean for Option<T> {
    fn read(json: &Json, fits: &mut bool) -> Self {
        (*json != Json::Null).then(|| T::read(json, fits))
    }

    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

impl<T: Lean> Lean for Vec<T> {
    fn read(json: &Json, fits: &mut bool) -> Self {
        let Json::List(values) = json else { return unfit(fits) };
        let mut read = Self::with_capacity(values.len());
        for value in values {
            read.push(T::read(value, fits));
        }
        read
    }

    fn write(&self, out: &mut String) {
        out.push('[');
        for value in self {
            if !out.ends_with('[') {
                out.push(',');
            }
            value.write(out);
        }
        out.push(']');
    }

    fn absent(_: &mut bool) -> Self {
        Self::new()
    }
}

impl<A: Lean, B: Lean> Lean for (A, B) {
    fn read(json: &Json, fits: &mut bool) -> Self {
        match json.list() {
            Some([a, b]) => (A::read(a, fits), B::read(b, fits)),
            _ => {
                *fits = false;
                (A::absent(fits), B::absent(fits))
            }
        }
    }

    fn write(&self, out: &mut String) {
        out.push('[');
        self.0.write(out);
        out.push(',');
        self.1.write(out);
        out.push(']');
    }
}

/// Something empty in the place of what does not fit.
fn unfit<T: Default>(fits: &mut bool) -> T {
    *fits = false;
    T::default()
}
