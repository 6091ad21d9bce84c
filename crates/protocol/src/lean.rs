//! A second reader and writer of the same wire, for the widget: a tenth of the code that serde's derive makes of it.
//!
//! It is lax where serde is strict: a missing text, list or number reads as an empty one. The golden tests hold both to
//! the same texts. Not for the server, where a stranger's frame must be refused with its reason.

mod bodies;
mod json;

pub use json::Json;

/// What reads from and writes to JSON without serde.
pub trait Lean: Sized {
    fn read(json: &Json) -> Option<Self>;
    fn write(&self, out: &mut String);

    /// The value of a field that is not there.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the field is left out when written.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// Reads a whole text.
pub fn from_text<T: Lean>(text: &str) -> Option<T> {
    T::read(&Json::parse(text)?)
}

/// Writes a whole text.
pub fn to_text<T: Lean>(value: &T) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// A field of an object.
pub fn field<T: Lean>(json: &Json, name: &str) -> Option<T> {
    match json.field(name) {
        Some(value) => T::read(value),
        None => T::absent(),
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
/// only when it is set.
#[macro_export]
macro_rules! lean {
    ($($type:ident { $($field:ident $(= $name:literal)? $(: $flag:ident)?),* $(,)? })*) => {$(
        impl $crate::lean::Lean for $type {
            fn read(json: &$crate::lean::Json) -> Option<Self> {
                json.is_object().then_some(())?;
                Some(Self { $($field: $crate::lean::field(json, $crate::lean!(@name $field $($name)?))?,)* })
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
}

impl Lean for bool {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Lean for String {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn write(&self, out: &mut String) {
        json::quote(out, self);
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl Lean for u64 {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn write(&self, out: &mut String) {
        json::number(out, *self);
    }

    fn absent() -> Option<Self> {
        Some(0)
    }
}

impl Lean for u32 {
    fn read(json: &Json) -> Option<Self> {
        u64::read(json).and_then(|number| Self::try_from(number).ok())
    }

    fn write(&self, out: &mut String) {
        json::number(out, u64::from(*self));
    }

    fn absent() -> Option<Self> {
        Some(0)
    }
}

impl<T: Lean> Lean for Option<T> {
    fn read(json: &Json) -> Option<Self> {
        match json {
            Json::Null => Some(None),
            _ => T::read(json).map(Some),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

impl<T: Lean> Lean for Vec<T> {
    fn read(json: &Json) -> Option<Self> {
        json.list()?.iter().map(T::read).collect()
    }

    fn write(&self, out: &mut String) {
        out.push('[');
        for (at, value) in self.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            value.write(out);
        }
        out.push(']');
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<A: Lean, B: Lean> Lean for (A, B) {
    fn read(json: &Json) -> Option<Self> {
        match json.list()? {
            [a, b] => Some((A::read(a)?, B::read(b)?)),
            _ => None,
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
