//! Line icons on a 24-unit grid, drawn by us.

use super::el::{El, copied, el};
use web_sys::Document;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    Back,
    Close,
    Send,
    Search,
    More,
    Reply,
    Edit,
    Trash,
    Copy,
    Down,
    Clock,
    Tick,
    Ticks,
    Chat,
    Alert,
    Group,
    Flag,
    Smile,
    Attach,
    File,
    Archive,
    Audio,
    Video,
    Download,
    Pin,
    Bell,
    Mic,
    Mute,
    Plus,
    Poll,
    Thread,
    Unread,
    Link,
    Forward,
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Self::Back => "M14.5 5.5 8 12l6.5 6.5",
            Self::Close => "m6.5 6.5 11 11m0-11-11 11",
            Self::Send => "M12 19V5.5m-6 6 6-6 6 6",
            Self::Search => "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12m4.5 10.5L20 20",
            Self::More => "M6 12h.01M12 12h.01M18 12h.01",
            Self::Reply => "M9.5 7 5 11.5 9.5 16M5.5 11.5H14a5 5 0 0 1 5 5v1.5",
            Self::Edit => "m14.5 6.5 3 3M5 19l.8-3.6L16 5.2a1.9 1.9 0 0 1 2.8 2.8L8.6 18.2z",
            Self::Trash => "M5 7h14M10 7V5h4v2M7 7l.8 12h8.4L17 7",
            Self::Copy => "M9 9h10v10H9zM15 6V5H5v10h1",
            Self::Down => "M12 5v13.5m6-6-6 6-6-6",
            Self::Clock => "M12 8v4.2l2.6 1.6M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15",
            Self::Tick => "m6 12.5 4 4L18 8",
            Self::Ticks => "m3 12.5 4 4L15 8m-3.5 7 1.5 1.5L21 8",
            Self::Chat => "M7.5 5.5h9a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H12L8 20v-3.5h-.5a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3z",
            Self::Alert => "M12 8v4.5m0 3.2v.1M12 4.2 3.8 19h16.4z",
            Self::Smile => {
                "M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4M8.4 14c1.7 2.5 5.5 2.5 7.2 0M9 9.6v.1m6-.1v.1"
            }
            Self::Attach => {
                "m18.5 11.5-6.6 6.6a4 4 0 0 1-5.7-5.7l7-7a2.7 2.7 0 0 1 3.8 3.8l-6.9 6.9a1.3 1.3 0 0 1-1.9-1.9l6.2-6.2"
            }
            Self::File => "M13.5 4.5h-6v15h9.5V8.5zm0 0v4h3.5",
            Self::Archive => "M5 5h14v4H5zM6.5 9v10h11V9M10 12.5h4",
            Self::Audio => {
                "M9 17.5V6.5l9-2v11M9 17.5a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0m9-2a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0"
            }
            Self::Video => "M5 6h14v12H5zm5.5 3.2v5.6l4.5-2.8z",
            Self::Download => "M12 5v10m-4-3.7 4 4 4-4M6 19h12",
            Self::Plus => "M12 5.5v13M5.5 12h13",
            Self::Poll => "M6 19v-7m6 7V5m6 14v-9",
            Self::Thread => "M5 5.5h14v10h-6.5L9 19v-3.5H5zM8.5 9h7m-7 3h4.5",
            Self::Unread => "M13 5.5H7.5a3 3 0 0 0-3 3v5a3 3 0 0 0 3 3H8V20l4-3.5h4.5a3 3 0 0 0 3-3V11M18 5.5h.01",
            Self::Link => {
                "M10 13.5a3.5 3.5 0 0 0 5 .3l3-3a3.5 3.5 0 0 0-5-5l-1 1M14 10.5a3.5 3.5 0 0 0-5-.3l-3 3a3.5 3.5 0 0 0 5 5l1-1"
            }
            Self::Forward => "M14.5 7 19 11.5 14.5 16M18.5 11.5H10a5 5 0 0 0-5 5V18",
            Self::Pin => "M9 4.5h6M10 4.5v5L7.5 13h9L14 9.5v-5M12 13v6.5",
            Self::Mic => {
                "M12 4a3 3 0 0 0-3 3v4.5a3 3 0 0 0 6 0V7a3 3 0 0 0-3-3M5.8 11.5a6.2 6.2 0 0 0 12.4 0M12 17.7v2.8"
            }
            Self::Bell => "M7 16.5V11a5 5 0 0 1 10 0v5.5l1.5 1.5h-13zM10.5 20.5h3",
            Self::Mute => {
                "M7 16.5V11q0-1.6.9-2.9M10 6.4A5 5 0 0 1 17 11v3M18.5 18h-13L7 16.5M10.5 20.5h3M4.5 4.5l15 15"
            }
            Self::Flag => "M6.5 20V5h11l-2.6 4 2.6 4h-11",
            Self::Group => {
                "M9 11.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3.5 18.5c.5-3 2.7-4.5 5.5-4.5s5 1.5 5.5 4.5M16 11a2.5 2.5 0 1 0-1-4.8M17 14c2 .3 3.2 1.7 3.5 4"
            }
        }
    }

    /// Points somewhere along the line of reading.
    fn mirrors(self) -> bool {
        matches!(self, Self::Back | Self::Reply | Self::Forward)
    }
}

/// A decorative icon: what it means is said by text or label beside it.
pub fn icon(glyph: Glyph) -> El {
    copied("svg", glyph.path(), |document| {
        let svg = shape(&document, "svg").attr("class", "madang-icon").attr("viewBox", "0 0 24 24");
        svg.set("data-mirror", glyph.mirrors().then_some(""));
        svg.attr("aria-hidden", "true").child(shape(&document, "path").attr("d", glyph.path()))
    })
}

fn shape(document: &Document, tag: &str) -> El {
    document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag).map_or_else(|_| el(tag, ""), El)
}
