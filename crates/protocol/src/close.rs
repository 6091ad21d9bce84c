//! WebSocket close codes: below 4500 come back and resume, from 4500 on stop.

macro_rules! close_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal $reason:literal,)*) => {
        /// Why the server closed the socket.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum CloseCode { $($(#[$doc])* $variant,)* }

        impl CloseCode {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            pub fn code(self) -> u16 {
                match self { $(Self::$variant => $code,)* }
            }

            /// The reason text sent with it.
            pub fn reason(self) -> &'static str {
                match self { $(Self::$variant => $reason,)* }
            }

            /// Whether a client that saw this code should connect again. Codes that are not ours (1006, 1001, …) say yes.
            pub fn may_resume(code: u16) -> bool {
                !(4500..5000).contains(&code)
            }
        }
    };
}

close_codes! {
    /// The server restarts or drains: come back, spread out.
    Resume = 4000 "resume",
    /// The connection read too slowly and its queue overflowed.
    Slow = 4001 "slow",
    /// Nothing was heard for too long.
    Timeout = 4002 "timeout",
    /// Far too many frames: come back slower.
    Flood = 4003 "flood",
    /// The token expired and was not refreshed: come back with a fresh one.
    TokenExpired = 4004 "token_expired",
    /// A frame that is not JSON, or not text.
    BadFrame = 4500 "bad_frame",
    /// A frame over `limits.frame_bytes`.
    FrameTooLarge = 4501 "frame_too_large",
    /// No valid `hello` came in time, or its token was refused.
    Unauthorized = 4502 "unauthorized",
    /// The user's sessions were revoked.
    Revoked = 4503 "revoked",
    /// The protocol version is not spoken here.
    VersionUnsupported = 4504 "version_unsupported",
    /// The user has too many connections.
    TooManyConnections = 4505 "too_many_connections",
}
