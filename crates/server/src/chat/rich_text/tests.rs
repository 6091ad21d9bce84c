//! Literal cases, and random ones that hold the shape.

use super::*;

/// The text with its ranges as `style(part)`, in their order.
fn read(source: &str) -> (String, Vec<String>) {
    let rich = parse(source, &[]).unwrap();
    let shown = rich.ranges.iter().map(|range| {
        let part = range.of(&rich.text).unwrap();
        let more =
            range.url.as_deref().or(range.language.as_deref()).map(|more| format!(" {more}")).unwrap_or_default();
        format!("{:?}({part}){more}", range.style)
    });
    (rich.text.clone(), shown.collect())
}

fn assert_read(source: &str, text: &str, ranges: &[&str]) {
    let (got, found) = read(source);
    assert_eq!(
        (got.as_str(), found.iter().map(String::as_str).collect::<Vec<_>>()),
        (text, ranges.to_vec()),
        "{source:?}"
    );
}

fn assert_plain(source: &str) {
    assert_read(source, source, &[]);
}

#[test]
fn marks_within_a_line() {
    assert_read(
        "**bold** _italic_ *too* ~~gone~~ `code`",
        "bold italic too gone code",
        &["Bold(bold)", "Italic(italic)", "Italic(too)", "Strike(gone)", "Code(code)"],
    );
    assert_read("**bold _and italic_**", "bold and italic", &["Bold(bold and italic)", "Italic(and italic)"]);
    assert_read("***both***", "both", &["Italic(both)", "Bold(both)"]);
    assert_read("`` a`b `` and ```c```", "a`b and c", &["Code(a`b)", "Code(c)"]);
    assert_read("`**not bold**`", "**not bold**", &["Code(**not bold**)"]);
    assert_read("**two\nlines**", "two\nlines", &["Bold(two\nlines)"]);
}

#[test]
fn korean_needs_no_blank_behind_a_mark_and_a_tilde_is_a_tone_of_voice() {
    assert_read("**굵게**는 되고 *기울임*도", "굵게는 되고 기울임도", &["Bold(굵게)", "Italic(기울임)"]);
    assert_read("**(중요)**은 **「제목」**이", "(중요)은 「제목」이", &["Bold((중요))", "Bold(「제목」)"]);
    assert_read("이것은**(중요)**", "이것은(중요)", &["Bold((중요))"]);
    assert_plain("안녕~ 반가워~ 3~4시, 5~6시");
}

#[test]
fn what_people_type_is_no_mark() {
    for text in [
        "2*3*4 = 24",
        "2 ** 3 ** 4",
        "snake_case_name",
        "¯\\_(ツ)_/¯",
        "\\\\server\\share",
        "C:\\users\\new",
        "a * b * c",
        ">_<",
        ">:(",
        ">> two",
        "> ",
        "# no heading",
        "- one\n- two\n\n    three",
        "1. one\n1) two",
        "title\n---\n***",
        "| a | b |\n|---|---|",
        "<b>not bold</b> & <script>alert(1)</script>",
        "&amp; &lt;",
        "![picture](pic.png)",
        "[x]: nothing\n[x]",
        "** a **",
        "a\n\n\n  b\n\tc  \nd",
        "``",
        "```\nnot closed",
        "```\n```",
        "*",
        "_",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a]( )",
        "[](https://a.example)x".trim_start_matches("[](https://a.example)"),
        "(╯°□°)╯︵ ┻━┻",
        "5 > 3",
        "~~",
        "****",
        "@ here",
        "mail@here.example",
        "@hereafter",
        "no@channel",
    ] {
        assert_plain(text);
    }
}

#[test]
fn a_backslash_makes_a_mark_plain() {
    assert_read("\\*plain\\* \\_too\\_", "*plain* _too_", &[]);
    assert_read("\\`x\\` and \\~~y\\~~", "`x` and ~~y~~", &[]);
}

#[test]
fn quotes_end_with_their_line_and_hold_marks_and_code() {
    assert_read(
        "> said **so**\n> twice\nI did not",
        "said so\ntwice\nI did not",
        &["Quote(said so\ntwice)", "Bold(so)"],
    );
    assert_read(
        "> ```rust\n> fn f() {}\n> ```\nsee",
        "fn f() {}\nsee",
        &["Quote(fn f() {})", "CodeBlock(fn f() {}) rust"],
    );
    assert_read("a\n> b\n\nc", "a\nb\n\nc", &["Quote(b)"]);
}

#[test]
fn fenced_code_is_kept_as_it_is() {
    assert_read(
        "look:\n```rust\nfn main() {\n    **x**\n}\n```\ndone",
        "look:\nfn main() {\n    **x**\n}\ndone",
        &["CodeBlock(fn main() {\n    **x**\n}) rust"],
    );
    assert_read("```\na\n\nb```", "a\n\nb", &["CodeBlock(a\n\nb)"]);
    assert_read("```let x = 1;\nlet y;\n```", "let x = 1;\nlet y;", &["CodeBlock(let x = 1;\nlet y;)"]);
    assert_read("````\n```\n````", "```", &["CodeBlock(```)"]);
}

#[test]
fn addresses_lead_and_only_where_they_may() {
    assert_read(
        "see https://a.example/b_c_d?e=f(g), ok",
        "see https://a.example/b_c_d?e=f(g), ok",
        &["Link(https://a.example/b_c_d?e=f(g)) https://a.example/b_c_d?e=f(g)"],
    );
    assert_read("(www.a.example)", "(www.a.example)", &["Link(www.a.example) https://www.a.example"]);
    assert_read(
        "**https://a.example/_x_**",
        "https://a.example/_x_",
        &["Bold(https://a.example/_x_)", "Link(https://a.example/_x) https://a.example/_x"],
    );
    assert_read(
        "[the **shop**](https://a.example \"t\")",
        "the shop",
        &["Link(the shop) https://a.example", "Bold(shop)"],
    );
    assert_read(
        "<https://a.example> <mailto:a@b.example>",
        "https://a.example mailto:a@b.example",
        &["Link(https://a.example) https://a.example", "Link(mailto:a@b.example) mailto:a@b.example"],
    );
    assert_read(
        "x.com은 https://x.example/page에서 https://x.example/wiki/마당 보세요",
        "x.com은 https://x.example/page에서 https://x.example/wiki/마당 보세요",
        &[
            "Link(https://x.example/page) https://x.example/page",
            "Link(https://x.example/wiki/마당) https://x.example/wiki/마당",
        ],
    );
    assert_read(
        "HTTPS://A.example [b](MailTo:a@b.example)",
        "HTTPS://A.example b",
        &["Link(HTTPS://A.example) https://A.example", "Link(b) mailto:a@b.example"],
    );
    assert_read("`https://a.example`", "https://a.example", &["Code(https://a.example)"]);
    assert_read(
        "[https://a.example](https://a.example/)",
        "https://a.example",
        &["Link(https://a.example) https://a.example/"],
    );
    for text in
        ["http://", "https:// x", "www.", "www.a", "ftp://a.example", "xhttp://a.example", "mailto:", "HTTPS//a"]
    {
        assert_plain(text);
    }
}

#[test]
fn a_link_whose_words_are_another_address_is_left_as_typed() {
    let (text, ranges) = read("[https://bank.example](https://evil.example)");
    assert_eq!(text, "[https://bank.example](https://evil.example)");
    assert_eq!(
        ranges,
        ["Link(https://bank.example) https://bank.example", "Link(https://evil.example) https://evil.example"]
    );
}

#[test]
fn places_are_utf_16_whatever_the_script() {
    let place = |source: &str| {
        let rich = parse(source, &[]).unwrap();
        (rich.ranges[0].start, rich.ranges[0].end)
    };
    assert_eq!(place("안녕 **세계**"), (3, 5));
    assert_eq!(place("👩‍🚀 **👩‍🚀** 👩‍🚀"), (6, 11));
    assert_eq!(place("**😀**"), (0, 2));
    assert_eq!(place("😀😀**a**😀").0, 4);
    assert_eq!(place("e\u{301} **e\u{301}**"), (3, 5));
    assert_eq!(place("مرحبا **بكم** هنا"), (6, 9));
    assert_eq!(place("各**葛\u{e0100}**"), (1, 4));
}

#[test]
fn a_mention_is_a_part_of_the_typed_text_and_marks_in_a_name_are_none() {
    let mention = |start, end, user_id: &str| Mention { start, end, user_id: user_id.into() };
    let rich = parse(
        "**hi @mi_na_ 😀** @준호 and `@준호`",
        &[mention(5, 12, "mina"), mention(18, 21, "jun"), mention(27, 30, "jun")],
    )
    .unwrap();
    assert_eq!(rich.text, "hi @mi_na_ 😀 @준호 and @준호");
    let found: Vec<_> = rich
        .ranges
        .iter()
        .map(|range| (range.start, range.end, range.style, range.user_id.as_ref().map(|id| id.as_str())))
        .collect();
    assert_eq!(
        found,
        [
            (0, 13, TextStyle::Bold, None),
            (3, 10, TextStyle::Mention, Some("mina")),
            (14, 17, TextStyle::Mention, Some("jun")),
            (22, 25, TextStyle::Code, None),
        ]
    );
    assert_read(
        "> @channel look, @here",
        "@channel look, @here",
        &["Quote(@channel look, @here)", "MentionChannel(@channel)", "MentionHere(@here)"],
    );
    assert_read("@channel에 알려요", "@channel에 알려요", &["MentionChannel(@channel)"]);
    for bad in [
        vec![mention(0, 0, "a")],
        vec![mention(0, 99, "a")],
        vec![mention(1, 3, "a")],
        vec![mention(0, 4, "a"), mention(0, 4, "b")],
        vec![mention(5, 6, "a")],
    ] {
        assert!(parse("@ann 😀", &bad).is_err(), "{bad:?}");
    }
}

/// A small generator: good enough to meet every pair of these parts.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}

const PARTS: &[&str] = &[
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```",
    "\n",
    "\n\n",
    "> ",
    ">",
    "    ",
    "\t",
    " ",
    "a",
    "word",
    "굵게",
    "은",
    "👩‍🚀",
    "😀",
    "e\u{301}",
    "مرحبا",
    "\u{202e}",
    "[",
    "](",
    ")",
    "]",
    "!",
    "<",
    "<b>",
    "</b>",
    "https://a.example/x",
    "<https://a.example>",
    "www.a.example",
    "mailto:a@b.example",
    "@here",
    "@channel",
    "@ann",
    "\\",
    "&amp;",
    "# ",
    "- ",
    "1. ",
    "---",
    "|",
    "「",
    "」",
    "¯",
    "[x]: ",
    "javascript:",
    "\u{e0100}",
    "\u{0}",
    "=",
    "(",
];

#[test]
fn whatever_is_typed_ranges_nest_lie_within_the_text_and_the_text_is_what_was_typed_less_marks() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..30_000 {
        let count = random.below(24);
        let source: String = (0..count).map(|_| PARTS[random.below(PARTS.len())]).collect();
        let mentions: Vec<Mention> = source
            .match_indices("@ann")
            .map(|(at, _)| u32::try_from(source[..at].encode_utf16().count()).unwrap())
            .map(|start| Mention { start, end: start + 4, user_id: "ann".into() })
            .collect();
        let rich = parse(&source, &mentions).unwrap_or_else(|reason| panic!("{round}: {source:?}: {reason}"));
        let mut typed = source.chars();
        assert!(
            rich.text.chars().all(|letter| typed.any(|other| other == letter)),
            "{round}: {source:?} became {:?}",
            rich.text
        );
        if rich.ranges.is_empty() && !source.contains(['\\', '`', '>']) {
            assert_eq!(rich.text, source, "{round}");
        }
        let mut around: Vec<(u32, u32)> = Vec::new();
        let mut before = (0, u32::MAX);
        for range in &rich.ranges {
            let place = (range.start, range.end);
            assert!(range.start < range.end, "{round}: {source:?}: {rich:?}");
            assert!(range.of(&rich.text).is_some(), "{round}: {source:?}: {rich:?}");
            assert!(
                (place.0, u32::MAX - place.1) >= (before.0, u32::MAX - before.1),
                "{round}: {source:?}: not by place: {rich:?}"
            );
            before = place;
            around.retain(|one| one.1 > range.start);
            assert!(around.last().is_none_or(|one| range.end <= one.1), "{round}: {source:?}: they cross: {rich:?}");
            around.push(place);
            assert!(range.url.as_deref().is_none_or(|url| links::led(url).as_deref() == Some(url)));
        }
    }
}

#[test]
fn a_text_of_too_many_parts_is_left_as_typed_and_the_worst_texts_are_read_quickly() {
    assert_plain(&"*a* ".repeat(301));
    let began = std::time::Instant::now();
    for part in ["*", "**a ", "[", "](", "`", "```a\n", "> ", "<", "_a", "~~", "www.", "https://a.b/(", "@here", "\\*"]
    {
        let source: String = part.chars().cycle().take(20_000).collect();
        parse(&source, &[]).unwrap();
    }
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}
