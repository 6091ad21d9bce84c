//! Who the user is and how the line is.

use super::*;

/// Who we are and how the line is.
#[derive(Debug, Clone, Default)]
pub struct Session {
    pub app_id: Option<AppId>,
    /// Absent while anonymous.
    pub me: Option<User>,
    pub epoch: Option<Epoch>,
    pub limits: Limits,
    pub identity: Identity,
    pub connection: Connection,
    /// What was kept on this device has been read (or turned out to be unreadable).
    pub restored: bool,
    /// The visitor did something: from now on things may be kept on this device.
    pub acted: bool,
    /// The socket is open; `hello` goes out once `restored` too.
    pub opened: bool,
    /// The browser believes that it has a network.
    pub network: bool,
    /// A welcome came at least once.
    pub welcomed: bool,
    /// Failed tries to connect since the last welcome.
    pub attempt: u32,
    /// The server asked to come back after so many milliseconds.
    pub reconnect_after_ms: Option<u64>,
    pub heartbeat_ms: u64,
    /// When the last frame came.
    pub heard_at: TimeMs,
    /// A sign of life was asked for at this time.
    pub probed_at: Option<TimeMs>,
    /// Whose presence the server tells this socket.
    pub watched: Vec<UserId>,
    /// The draft that changed since it was last kept.
    pub draft_due: Option<ChannelId>,
    /// [`super::Timer::Save`] runs.
    pub saving: bool,
    /// Server clock minus this device's clock, milliseconds.
    pub clock_offset_ms: i64,
    /// East of UTC, minutes: where days begin.
    pub zone_offset_minutes: i32,
    /// What the host was told last.
    pub told: Told,
}

/// What was last told to the host page, so that it hears changes only.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    pub unread: u32,
    pub connection: &'static str,
    pub me: Option<UserId>,
    pub ready: bool,
}

/// How the widget proves who it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Identity {
    /// Nobody yet: the server makes a visitor with the first command that needs one.
    #[default]
    Anonymous,
    /// A visitor token of the server, kept on this device.
    Visitor(String),
    /// A token of the customer's backend, given by the page.
    SignedIn(String),
}

/// The line to the server.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Connection {
    /// Not wanted yet.
    #[default]
    Idle,
    Connecting,
    Online,
    Waiting {
        retry_at: TimeMs,
        attempt: u32,
    },
    /// The browser says that there is no network.
    Offline,
    /// The server does not want us back (close code), or a fresh token is needed (4004, 4502).
    Stopped {
        code: u16,
    },
}
