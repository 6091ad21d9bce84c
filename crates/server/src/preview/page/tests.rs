//! Heads of pages as they are found.

use super::*;
use encoding_rs::{EUC_KR, SHIFT_JIS};

fn title(bytes: &[u8], charset: Option<&str>) -> String {
    read(bytes, charset).title
}

#[test]
fn open_graph_wins_over_twitter_and_that_over_plain_html() {
    let all = r#"<!doctype html><html><head><title>Plain</title><meta name="description" content="plain words">
        <meta property="og:title" content="Jar &amp; bowl"><meta name="twitter:title" content="Tweeted">
        <META NAME="Twitter:Description" CONTENT="tweeted words"><meta property="og:site_name" content="The shop">
        <meta property="og:image" content="/jar.png"><meta name="twitter:image" content="/small.png"></head>"#;
    let page = read(all.as_bytes(), None);
    assert_eq!((page.title.as_str(), page.description.as_str()), ("Jar & bowl", "tweeted words"));
    assert_eq!((page.site.as_str(), page.image.as_deref()), ("The shop", Some("/jar.png")));
    let twitter = r#"<meta name="twitter:title" content="Tweeted"><meta name="twitter:image:src" content="a.png">"#;
    let page = read(twitter.as_bytes(), None);
    assert_eq!((page.title.as_str(), page.image.as_deref()), ("Tweeted", Some("a.png")));
    let plain = "<title>\n  Plain&nbsp;and\tsimple </title><meta name=description content='and short'>";
    let page = read(plain.as_bytes(), None);
    assert_eq!((page.title.as_str(), page.description.as_str()), ("Plain and simple", "and short"));
    assert_eq!((page.site.as_str(), page.image), ("", None));
}

#[test]
fn a_page_that_tells_nothing_is_empty() {
    for bare in ["", "just words", "<html><body><p>hello", "<title></title>", "<meta property=og:title content=' '>"] {
        assert_eq!(read(bare.as_bytes(), None), Page::default(), "{bare}");
    }
}

#[test]
fn only_the_pages_own_title_counts() {
    let with_picture = "<svg><title>an icon</title></svg><title>too late</title>";
    assert_eq!(title(with_picture.as_bytes(), None), "");
    assert_eq!(title(b"<title>first</title><title>second</title>", None), "first");
    assert_eq!(title(b"<title>a <b>bold</b> one</title>", None), "a <b>bold</b> one");
    assert_eq!(title(b"<script>'<title>no</title>'</script><title>yes</title>", None), "yes");
    assert_eq!(title(b"<!-- <title>no</title> --><title>cut o", None), "cut o");
}

#[test]
fn korean_and_japanese_pages_are_read_by_what_they_say_of_their_letters() {
    let korean = |head: &str| EUC_KR.encode(&format!("{head}<title>달항아리 가게</title>")).0.into_owned();
    let japanese = |head: &str| SHIFT_JIS.encode(&format!("{head}<title>表示 能 ソ</title>")).0.into_owned();
    assert_eq!(title(&korean(""), Some("euc-kr")), "달항아리 가게");
    assert_eq!(title(&korean("<meta charset=\"EUC-KR\">"), None), "달항아리 가게");
    assert_eq!(title(&korean("<meta charset=ks_c_5601-1987>"), None), "달항아리 가게");
    let typed = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=euc-kr\">";
    assert_eq!(title(&korean(typed), None), "달항아리 가게");
    assert_eq!(title(&japanese("<meta charset=shift_jis>"), None), "表示 能 ソ");
    assert_eq!(title(&japanese(""), Some("Shift_JIS")), "表示 能 ソ");
    assert_eq!(title("<title>달항아리</title>".as_bytes(), None), "달항아리");
    assert_eq!(title("\u{feff}<title>달항아리</title>".as_bytes(), Some("euc-kr")), "달항아리");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("<title>항</title>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(title(&utf16, None), "항");
    assert_eq!(title(b"<title>caf\xe9</title>", None), "café");
    // Cut in the middle of a letter it is still UTF-8.
    let cut = "<title>달항아리</title>아".as_bytes();
    assert_eq!(title(&cut[..cut.len() - 1], None), "달항아리");
}

#[test]
fn what_is_shown_is_one_line_of_what_can_be_seen() {
    assert_eq!(tidy(" a\n\n b\u{0}c\u{202e}d\u{200b} ", 20), "a b cd");
    assert_eq!(tidy(&"가나 ".repeat(10), 5), "가나 가나…");
    assert_eq!(tidy("exactly", 7), "exactly");
}

#[test]
fn a_mebibyte_of_anything_is_read_soon() {
    let begun = std::time::Instant::now();
    for part in ["<", "<meta ", "<title>", "<a b=c ", "&amp;", "<!--", "<svg><title>", "\u{0}"] {
        read(part.repeat(1_048_576 / part.len()).as_bytes(), None);
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?}", begun.elapsed());
}
