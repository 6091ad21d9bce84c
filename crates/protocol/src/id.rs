//! Identifiers, positions and times: newtypes, so that none is mistaken for another.

use serde::{Deserialize, Serialize};

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self { Self(text.to_owned()) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { out.write_str(&self.0) }
        }
    )*};
}

text_ids! {
    /// An application (a tenant of the server). 1–64 of `A-Z a-z 0-9 _ -`.
    AppId,
    /// A user of an application: the customer's own id (1–128 bytes), or `v_` and 128 random bits for a visitor.
    UserId,
    /// A channel of an application. 1–128 of `A-Z a-z 0-9 _ -`.
    ChannelId,
    /// Made by the client, once per intent to write; the server gives a repeat the first answer. 8–64 of `A-Z a-z 0-9 _ -`.
    ClientId,
    /// A file: 128 random bits in hexadecimal.
    FileId,
    /// A random id stored with the data, new after a restore: a position of another epoch means nothing.
    Epoch,
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);
    )*};
}

numbers! {
    /// A message's place in its channel: contiguous from 1. It is also the message's id within the channel.
    Seq,
    /// A channel's revision: bumped by every durable change (message, edit, delete, member, channel), contiguous from 1.
    Rev,
    /// A point in time, milliseconds since 1970 UTC by the server's clock. For display; order is [`Seq`].
    TimeMs,
}

impl TimeMs {
    /// A time that does not come: until somebody lifts it. The year 9999.
    pub const NEVER: Self = Self(253_402_300_799_000);
}
