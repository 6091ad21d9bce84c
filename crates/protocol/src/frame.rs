//! The envelope of every frame, and the macro that binds each kind to its body.

use serde::Serialize;
use serde_json::value::RawValue;

/// One frame: a [`crate::Command`] or an [`crate::Event`] with the id that ties an answer to its question.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame<P> {
    /// Chosen by the client, unique on its socket; an answer repeats it. `None` on pushed events and on commands
    /// that want no answer.
    pub id: Option<u32>,
    pub payload: P,
}

/// Why a text could not be read as a frame.
#[derive(Debug, Clone, PartialEq)]
pub enum FrameError {
    /// Not a JSON object with a string `kind`.
    Malformed,
    /// A kind that this side does not know; the id, if it had one.
    UnknownKind { id: Option<u32>, kind: String },
    /// The body does not fit the kind: what serde says of it.
    BadBody { id: Option<u32>, kind: String, reason: String },
}

#[derive(Serialize)]
pub(crate) struct Outgoing<'a, B> {
    pub kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    pub body: &'a B,
}

#[derive(serde::Deserialize)]
pub(crate) struct Incoming<'a> {
    pub kind: std::borrow::Cow<'a, str>,
    #[serde(default)]
    pub id: Option<u32>,
    #[serde(borrow, default)]
    pub body: Option<&'a RawValue>,
}

/// `Variant(Body) = "kind",`; with `in parts` where only parts of plain JavaScript use it.
macro_rules! frames {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident($body:ty) = $kind:literal $(in $parts:ident)?,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $name { $($(#[$doc])* $variant($body),)* }

        impl $name {
            /// Every kind on the wire, in the order of this page.
            pub const KINDS: &'static [&'static str] = &[$($kind,)*];

            /// Whether only parts of plain JavaScript use it: the lean codec leaves it out, for the sake of its size.
            pub fn is_of_parts(&self) -> bool {
                match self { $(Self::$variant(_) => $crate::frame::frames!(@of_parts $($parts)?),)* }
            }

            /// The `kind` of this payload on the wire.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind,)* }
            }
        }

        impl $crate::Frame<$name> {
            /// The frame's JSON text.
            pub fn encode(&self) -> String {
                let text = match &self.payload {
                    $($name::$variant(body) => serde_json::to_string(
                        &$crate::frame::Outgoing { kind: $kind, id: self.id, body }),)*
                };
                text.unwrap_or_default()
            }

            /// [`Self::encode`] by the widget's lean codec.
            pub fn encode_lean(&self) -> String {
                use $crate::lean::{Lean, name};
                let mut out = String::from("{");
                name(&mut out, "kind");
                out.push('"');
                out.push_str(match &self.payload { $($name::$variant(_) => $crate::frame::frames!(@kind $kind $($parts)?),)* });
                out.push('"');
                if let Some(id) = self.id {
                    name(&mut out, "id");
                    id.write(&mut out);
                }
                name(&mut out, "body");
                match &self.payload { $($name::$variant(body) => $crate::frame::frames!(@write body out $($parts)?),)* }
                out.push('}');
                out
            }

            /// [`Self::decode`] by the widget's lean codec: what it cannot read is `None`.
            pub fn decode_lean(text: &str) -> Option<Self> {
                use $crate::lean::{Json, Lean, field};
                let frame = Json::parse(text)?;
                let mut fits = true;
                let kind: String = field(&frame, "kind", &mut fits);
                let id = field(&frame, "id", &mut fits);
                let nothing = Json::Object(Vec::new());
                let body = frame.field("body").unwrap_or(&nothing);
                let payload = match kind.as_str() {
                    $($kind if $crate::frame::frames!(@lean $($parts)?) =>
                        $crate::frame::frames!(@read $name $variant body fits $($parts)?),)*
                    _ => return None,
                };
                fits.then_some(Self { id, payload })
            }

            /// Reads a frame; unknown fields are ignored, a missing body reads as `{}`.
            pub fn decode(text: &str) -> Result<Self, $crate::FrameError> {
                let frame: $crate::frame::Incoming =
                    serde_json::from_str(text).map_err(|_| $crate::FrameError::Malformed)?;
                let id = frame.id;
                let body = frame.body.map_or("{}", |body| body.get());
                let payload = match &*frame.kind {
                    $($kind => serde_json::from_str(body).map($name::$variant),)*
                    _ => return Err($crate::FrameError::UnknownKind { id, kind: frame.kind.into_owned() }),
                };
                match payload {
                    Ok(payload) => Ok(Self { id, payload }),
                    Err(error) => Err($crate::FrameError::BadBody {
                        id, kind: frame.kind.into_owned(), reason: error.to_string(),
                    }),
                }
            }
        }

    };
    (@of_parts) => { false };
    (@of_parts parts) => { true };
    (@lean) => { true };
    (@lean parts) => { false };
    (@kind $kind:literal) => { $kind };
    (@kind $kind:literal parts) => { "" };
    (@write $body:ident $out:ident) => { $body.write(&mut $out) };
    (@write $body:ident $out:ident parts) => {{
        let _ = $body;
        $out.push_str("null");
    }};
    (@read $name:ident $variant:ident $body:ident $fits:ident) => { $name::$variant(Lean::read($body, &mut $fits)) };
    (@read $name:ident $variant:ident $body:ident $fits:ident parts) => { return None };
}
pub(crate) use frames;
