//! Files that messages carry. Their bytes travel over HTTP (docs/PROTOCOL.md, Files); here is what is told of them.

use crate::FileId;
use serde::{Deserialize, Serialize};

/// Files of one message, at most.
pub const MOST_FILES: usize = 10;

/// Digits of a waveform, at most.
pub const WAVEFORM: usize = 64;

/// How a file is shown. The server decides by its content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Decoded and written anew by the server.
    Image,
    Video,
    Audio,
    /// To be downloaded, never shown in place.
    #[default]
    Document,
}

/// A file of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub file_id: FileId,
    /// One line, without path and without signs that turn its direction. It ends as its type does.
    pub name: String,
    /// Bytes.
    pub size: u64,
    pub mime: String,
    pub kind: FileKind,
    /// Pixels as shown. Of an image always there; of a video as its sender's device measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Of an image: 4 × 4 colours, row by row, three hexadecimal digits (red, green, blue) each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// Of audio and video, as its sender's device measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u32>,
    /// Of a voice message: how loud it is from beginning to end, 1 to [`WAVEFORM`] hexadecimal digits, as its sender's device
    /// measured. A sound without is a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waveform: Option<String>,
}
