//! Every frame kind against its golden file, both ways: the value encodes to exactly that text, and the text decodes
//! to exactly that value. A kind without an example here, or without a file, fails.

#![allow(clippy::unwrap_used)]

#[path = "example/command.rs"]
mod command;
#[path = "example/event.rs"]
mod event;
#[path = "example/value.rs"]
mod value;

use madang_protocol::{Command, Event, Frame, FrameError};
use std::{collections::BTreeSet, fs, path::Path};

fn golden(side: &str, kind: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(side).join(format!("{kind}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.trim_end().to_owned()
}

#[test]
fn every_command_is_its_golden_text_both_ways() {
    let examples = command::commands();
    for frame in &examples {
        let text = golden("command", frame.payload.kind());
        assert_eq!(frame.encode(), text);
        let lean = (!frame.payload.is_of_parts()).then_some(frame);
        assert_eq!(Frame::<Command>::decode_lean(&text).as_ref(), lean);
        assert!(lean.is_none_or(|frame| frame.encode_lean() == text));
        assert_eq!(Frame::<Command>::decode(&text).as_ref(), Ok(frame));
    }
    let seen: BTreeSet<_> = examples.iter().map(|frame| frame.payload.kind()).collect();
    assert_eq!(seen, Command::KINDS.iter().copied().collect());
}

#[test]
fn every_event_is_its_golden_text_both_ways() {
    let examples = event::events();
    for frame in &examples {
        let text = golden("event", frame.payload.kind());
        assert_eq!(frame.encode(), text);
        let lean = (!frame.payload.is_of_parts()).then_some(frame);
        assert_eq!(Frame::<Event>::decode_lean(&text).as_ref(), lean);
        assert!(lean.is_none_or(|frame| frame.encode_lean() == text));
        assert_eq!(Frame::<Event>::decode(&text).as_ref(), Ok(frame));
    }
    let seen: BTreeSet<_> = examples.iter().map(|frame| frame.payload.kind()).collect();
    assert_eq!(seen, Event::KINDS.iter().copied().collect());
}

#[test]
fn unknown_fields_and_the_order_of_keys_do_not_matter() {
    let text = r#"{"body":{"seq":3,"channel_id":"c","from_the_future":[1]},"later":null,"id":9,"kind":"mark_read"}"#;
    let frame = Frame::<Command>::decode(text).unwrap();
    assert_eq!(frame.id, Some(9));
    assert_eq!(frame.encode(), r#"{"kind":"mark_read","id":9,"body":{"channel_id":"c","seq":3}}"#);
}

#[test]
fn a_missing_body_reads_as_an_empty_one() {
    assert_eq!(Frame::<Command>::decode(r#"{"kind":"ping"}"#).unwrap().encode(), r#"{"kind":"ping","body":{}}"#);
}

#[test]
fn what_is_no_frame_says_how_far_it_was_understood() {
    for text in ["", "[]", "null", "{", r#"{"id":1}"#, r#"{"kind":7}"#, r#"{"kind":"ping","id":-1}"#] {
        assert_eq!(Frame::<Command>::decode(text), Err(FrameError::Malformed), "{text}");
    }
    assert_eq!(
        Frame::<Command>::decode(r#"{"kind":"dance","id":4,"body":{}}"#),
        Err(FrameError::UnknownKind { id: Some(4), kind: "dance".into() })
    );
    assert_eq!(
        Frame::<Command>::decode(r#"{"kind":"exit","id":5,"body":{"channel_id":7}}"#),
        Err(FrameError::BadBody {
            id: Some(5),
            kind: "exit".into(),
            reason: "invalid type: integer `7`, expected a string at line 1 column 15".into()
        })
    );
}

#[test]
fn a_body_ten_thousand_deep_is_refused_without_recursion() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for body in [deep.clone(), format!(r#"{{"unknown":{deep}}}"#)] {
        let frame = Frame::<Command>::decode(&format!(r#"{{"kind":"exit","id":6,"body":{body}}}"#));
        assert!(matches!(frame, Err(FrameError::BadBody { id: Some(6), .. })), "{frame:?}");
    }
}

#[test]
fn error_and_close_codes_are_what_the_wire_says() {
    for code in madang_protocol::ErrorCode::ALL {
        assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.as_str()));
    }
    let codes: Vec<u16> = madang_protocol::CloseCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(codes, [4000, 4001, 4002, 4003, 4004, 4500, 4501, 4502, 4503, 4504, 4505]);
    assert!(madang_protocol::CloseCode::may_resume(1006));
    assert!(madang_protocol::CloseCode::may_resume(4003));
    assert!(!madang_protocol::CloseCode::may_resume(4503));
}

#[test]
fn the_lean_reader_refuses_what_does_not_fit() {
    for text in [
        "",
        "[]",
        r#"{"kind":"later","body":{}}"#,
        r#"{"kind":"gap","body":{"channel_id":7}}"#,
        r#"{"kind":"heartbeat","body":{"revs":[["c"]]}}"#,
        r#"{"kind":"channel","body":{"channel":{"type":"secret"}}}"#,
        r#"{"kind":"reconnect","body":{"retry_after_ms":"soon"}}"#,
    ] {
        assert_eq!(Frame::<Event>::decode_lean(text), None, "{text}");
    }
}
