//! What a file is, by its content: an allow-list. What its sender calls it decides nothing but between two names of one
//! container.

use super::name::ending_of;
use madang_protocol::{File, FileKind};

/// A type that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub mime: &'static str,
    pub kind: FileKind,
    /// Endings of its name, the usual one first; empty: any that is not refused.
    pub endings: &'static [&'static str],
}

const fn kind(kind: FileKind, mime: &'static str, endings: &'static [&'static str]) -> Kind {
    Kind { mime, kind, endings }
}

const JPEG: Kind = kind(FileKind::Image, "image/jpeg", &["jpg", "jpeg", "jfif"]);
const PNG: Kind = kind(FileKind::Image, "image/png", &["png"]);
const GIF: Kind = kind(FileKind::Image, "image/gif", &["gif"]);
const WEBP: Kind = kind(FileKind::Image, "image/webp", &["webp"]);
const MP4: Kind = kind(FileKind::Video, "video/mp4", &["mp4", "m4v", "mov"]);
const M4A: Kind = kind(FileKind::Audio, "audio/mp4", &["m4a", "mp4"]);
const WEBM: Kind = kind(FileKind::Video, "video/webm", &["webm", "mkv"]);
const WEBM_AUDIO: Kind = kind(FileKind::Audio, "audio/webm", &["webm", "weba"]);
const OGG: Kind = kind(FileKind::Audio, "audio/ogg", &["ogg", "oga", "opus"]);
const MP3: Kind = kind(FileKind::Audio, "audio/mpeg", &["mp3"]);
const WAV: Kind = kind(FileKind::Audio, "audio/wav", &["wav"]);
const FLAC: Kind = kind(FileKind::Audio, "audio/flac", &["flac"]);
const PDF: Kind = kind(FileKind::Document, "application/pdf", &["pdf"]);
/// Also what Word, Excel and the like write: never unpacked here.
const ZIP: Kind = kind(
    FileKind::Document,
    "application/zip",
    &["zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "hwpx", "key", "numbers", "pages"],
);
const OLD_OFFICE: Kind = kind(FileKind::Document, "application/octet-stream", &["doc", "xls", "ppt", "hwp", "msg"]);
const GZIP: Kind = kind(FileKind::Document, "application/gzip", &["gz", "tgz"]);
const SEVEN_ZIP: Kind = kind(FileKind::Document, "application/x-7z-compressed", &["7z"]);
const TEXT: Kind = kind(FileKind::Document, "text/plain; charset=utf-8", &[]);

/// Endings that a system may run, or open as a page with scripts, when they lie on a disk.
const REFUSED: &[&str] = &[
    "svg", "svgz", "htm", "html", "xhtml", "xht", "shtml", "mht", "mhtml", "hta", "xml", "xsl", "swf", "exe", "msi",
    "bat", "cmd", "com", "scr", "pif", "ps1", "vbs", "vbe", "jse", "wsf", "lnk", "url", "desktop", "reg", "jar", "apk",
    "dmg", "iso", "command", "app",
];

/// Beginnings of pages with scripts, in small letters.
const PAGES: &[&str] = &[
    "<!doctype",
    "<html",
    "<head",
    "<body",
    "<script",
    "<svg",
    "<?xml",
    "<iframe",
    "<object",
    "<embed",
    "<math",
    "mime-version",
];

/// Whether a picture has a smaller one beside it: large ones do, and moving ones, whose thumbnail stands still.
pub fn has_thumbnail(file: &File) -> bool {
    let side = file.width.max(file.height).unwrap_or_default();
    let moves = file.mime == GIF.mime || file.mime == WEBP.mime;
    file.kind == FileKind::Image && (moves || side > super::image::THUMBNAIL)
}

/// The endings of a type.
pub fn endings(mime: &str) -> &'static [&'static str] {
    [JPEG, PNG, GIF, WEBP].iter().find(|kind| kind.mime == mime).map_or(&[], |kind| kind.endings)
}

/// What the bytes are; `None` when such files are not taken.
pub fn of(bytes: &[u8], announced: &File) -> Option<Kind> {
    let at = |from: usize, text: &[u8]| bytes.get(from..from + text.len()) == Some(text);
    let audio = announced.mime.starts_with("audio/");
    let found = match () {
        () if at(0, b"\xff\xd8\xff") => JPEG,
        () if at(0, b"\x89PNG\r\n\x1a\n") => PNG,
        () if at(0, b"GIF87a") || at(0, b"GIF89a") => GIF,
        () if at(0, b"RIFF") && at(8, b"WEBP") => WEBP,
        () if at(0, b"RIFF") && at(8, b"WAVE") => WAV,
        () if at(4, b"ftypM4A") || (at(4, b"ftyp") && audio) => M4A,
        // What browsers play; `ftyp` begins pictures of other kinds as well.
        () if ["isom", "iso2", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "qt  ", "dash", "MSNV"]
            .iter()
            .any(|brand| at(4, b"ftyp") && at(8, brand.as_bytes())) =>
        {
            MP4
        }
        () if at(0, b"\x1a\x45\xdf\xa3") && audio => WEBM_AUDIO,
        () if at(0, b"\x1a\x45\xdf\xa3") => WEBM,
        () if at(0, b"OggS") => OGG,
        () if at(0, b"fLaC") => FLAC,
        () if at(0, b"ID3") || bytes.first() == Some(&0xff) && bytes.get(1).is_some_and(|b| b & 0xe6 == 0xe2) => MP3,
        () if at(0, b"%PDF-") => PDF,
        () if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") => ZIP,
        () if at(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => OLD_OFFICE,
        () if at(0, b"\x1f\x8b") => GZIP,
        () if at(0, b"7z\xbc\xaf\x27\x1c") => SEVEN_ZIP,
        () => text(bytes)?,
    };
    let refused = found.kind == FileKind::Document && REFUSED.contains(&ending_of(&announced.name).as_str());
    (!refused).then_some(found)
}

/// Plain text: valid UTF-8 without control characters, and no page. Whether one begins with a page is asked of all that a
/// browser would look at.
fn text(bytes: &[u8]) -> Option<Kind> {
    let text = std::str::from_utf8(bytes).ok()?;
    let control = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}');
    let begin: String = text.chars().take(1_024).collect::<String>().to_ascii_lowercase();
    let page = PAGES.iter().any(|page| begin.contains(page));
    (!text.is_empty() && !page && !text.contains(control)).then_some(TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mime(bytes: &[u8], name: &str, announced: &str) -> Option<&'static str> {
        let file = File { name: name.to_owned(), mime: announced.to_owned(), ..File::default() };
        of(bytes, &file).map(|kind| kind.mime)
    }

    #[test]
    fn the_content_decides_and_not_the_name() {
        assert_eq!(mime(b"\x89PNG\r\n\x1a\nrest", "a.html", "text/html"), Some("image/png"));
        assert_eq!(mime(b"%PDF-1.7", "a.png", "image/png"), Some("application/pdf"));
        assert_eq!(mime(b"\x1a\x45\xdf\xa3", "v", "audio/webm;codecs=opus"), Some("audio/webm"));
        assert_eq!(mime(b"\x1a\x45\xdf\xa3", "v", "video/webm"), Some("video/webm"));
        assert_eq!(mime(b"\0\0\0\x20ftypisom", "v", ""), Some("video/mp4"));
        assert_eq!(mime("안녕, world".as_bytes(), "a.md", ""), Some("text/plain; charset=utf-8"));
    }

    #[test]
    fn pages_programs_and_the_unknown_are_refused() {
        for page in [
            "<svg xmlns=",
            " \n<!DOCTYPE html>",
            "<?xml version=",
            "\u{feff}<html>",
            "<!-- x --><script>",
            "MIME-Version: 1.0",
        ] {
            assert_eq!(mime(page.as_bytes(), "a.txt", "text/plain"), None, "{page}");
        }
        for name in ["a.svg", "a.HTML", "a.exe", "a.hta"] {
            assert_eq!((mime(b"hello", name, ""), mime(b"PK\x03\x04", name, "")), (None, None), "{name}");
        }
        for bytes in [&b""[..], b"MZ\x90\0", b"\x7fELF\x02", b"a\0b", b"\xff\xfe<\0", b"\0\0\0\x20ftypheic"] {
            assert_eq!(mime(bytes, "a.txt", ""), None, "{bytes:?}");
        }
    }
}
