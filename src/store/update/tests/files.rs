//! Files: attached, uploaded, sent when all are there; removed, refused, retried, lost.

use super::*;
use crate::store::{Attachment, Upload};

fn picked(id: &str, size: u64) -> Attachment {
    let file = File { name: [id, ".png"].concat(), size, mime: "image/png".to_owned(), ..File::default() };
    Attachment { id: ClientId::from(id), file, state: Upload::Running(0) }
}

fn on_server(id: &str) -> File {
    File { file_id: FileId(["server-", id].concat()), name: [id, ".png"].concat(), size: 9, ..File::default() }
}

fn pick(widget: &mut Widget, files: &[(&str, u64)]) {
    let files = files.iter().map(|(id, size)| picked(id, *size)).collect();
    widget.act(Action::FilesPicked { channel_id: pair(), files });
}

fn done(widget: &mut Widget, id: &str) {
    widget.act(Action::UploadTold { id: id.into(), state: Upload::Done, file: Some(on_server(id)) });
}

/// Text and file ids of each message that was sent.
fn sent(widget: &Widget) -> Vec<(String, Vec<String>)> {
    let sends = widget.effects.iter().filter_map(|effect| match effect {
        Effect::Send(Frame { payload: Command::Send(body), .. }) => {
            Some((body.text.clone(), body.files.iter().map(|id| id.0.clone()).collect()))
        }
        _ => None,
    });
    sends.collect()
}

fn states(widget: &Widget) -> Vec<Upload> {
    widget.model.attachments.get(&pair()).into_iter().flatten().map(|file| file.state).collect()
}

#[test]
fn files_are_uploaded_at_once_and_what_is_too_large_is_not() {
    let mut widget = Widget::talking(vec![]);
    pick(&mut widget, &[("a", 10), ("b", 25_000_001), ("c", 0)]);
    assert_eq!(widget.effects.iter().filter(|effect| matches!(effect, Effect::Upload(_))).count(), 1);
    assert!(widget.effects.contains(&Effect::Upload("a".into())));
    let refused = [Upload::Failed(ErrorCode::FileTooLarge), Upload::Failed(ErrorCode::FileRefused)];
    assert_eq!(states(&widget), [Upload::Running(0), refused[0], refused[1]]);
    let many: Vec<String> = (0..12).map(|n| n.to_string()).collect();
    pick(&mut widget, &many.iter().map(|id| (id.as_str(), 1)).collect::<Vec<_>>());
    assert_eq!(states(&widget).len(), 10);
}

#[test]
fn a_message_goes_when_all_its_files_are_there_and_later_texts_do_not_wait() {
    let mut widget = Widget::talking(vec![]);
    pick(&mut widget, &[("a", 10), ("b", 10)]);
    done(&mut widget, "a");
    widget.send("look", 1);
    assert_eq!((sent(&widget), states(&widget)), (vec![], vec![]));
    widget.send("meanwhile", 2);
    assert_eq!(sent(&widget), [("meanwhile".to_owned(), vec![])]);
    widget.act(Action::UploadTold { id: "b".into(), state: Upload::Running(500), file: None });
    assert_eq!(sent(&widget), []);
    assert!(widget.changes.contains(&Change::Upload("b".into())));
    done(&mut widget, "b");
    assert_eq!(sent(&widget), [("look".to_owned(), vec!["server-a".to_owned(), "server-b".to_owned()])]);
}

#[test]
fn files_alone_are_a_message_and_nothing_at_all_is_none() {
    let mut widget = Widget::talking(vec![]);
    widget.send("", 1);
    assert_eq!(widget.model.outbox, []);
    pick(&mut widget, &[("a", 10)]);
    done(&mut widget, "a");
    widget.send(" ", 1);
    assert_eq!(sent(&widget), [(String::new(), vec!["server-a".to_owned()])]);
}

#[test]
fn a_refused_file_fails_its_message_and_retry_uploads_it_again() {
    let mut widget = Widget::talking(vec![]);
    pick(&mut widget, &[("a", 10)]);
    widget.send("look", 1);
    widget.act(Action::UploadTold { id: "a".into(), state: Upload::Failed(ErrorCode::Internal), file: None });
    assert_eq!(widget.model.outbox[0].state, PendingState::Failed(ErrorCode::Internal));
    widget.act(Action::RetryPressed(client(1)));
    assert!(widget.effects.contains(&Effect::Upload("a".into())));
    assert_eq!(widget.model.outbox[0].state, PendingState::Waiting);
    done(&mut widget, "a");
    assert_eq!(sent(&widget).len(), 1);
}

#[test]
fn a_removed_file_is_cancelled_and_its_message_goes_without_it_or_not_at_all() {
    let mut widget = Widget::talking(vec![]);
    pick(&mut widget, &[("a", 10), ("b", 10), ("c", 10)]);
    widget.act(Action::FileRemoved { channel_id: pair(), id: "a".into() });
    assert!(widget.effects.contains(&Effect::CancelUpload("a".into())));
    done(&mut widget, "b");
    widget.send("look", 1);
    widget.act(Action::FileRemoved { channel_id: pair(), id: "c".into() });
    assert_eq!(sent(&widget), [("look".to_owned(), vec!["server-b".to_owned()])]);
    pick(&mut widget, &[("d", 10)]);
    widget.send("", 2);
    widget.act(Action::FileRemoved { channel_id: pair(), id: "d".into() });
    assert!(widget.effects.contains(&Effect::ForgetPending(client(2))));
    assert!(widget.effects.contains(&Effect::CancelUpload("d".into())));
    assert_eq!(widget.model.outbox.len(), 1);
}

#[test]
fn a_stranger_who_attaches_becomes_a_visitor_first() {
    let mut widget = Widget::talking(vec![]);
    widget.model.session.me = None;
    pick(&mut widget, &[("a", 10)]);
    let asked = |effect: &Effect| matches!(effect, Effect::Send(Frame { payload: Command::WatchPresence(_), .. }));
    assert!(widget.effects.iter().any(asked));
}

#[test]
fn who_leaves_takes_no_files_along() {
    let mut widget = Widget::talking(vec![]);
    pick(&mut widget, &[("a", 10)]);
    widget.send("look", 1);
    pick(&mut widget, &[("b", 10)]);
    widget.act(Action::LoggedOut);
    for id in ["a", "b"] {
        assert!(widget.effects.contains(&Effect::CancelUpload(id.into())), "{id}");
    }
    assert!(widget.model.attachments.is_empty() && widget.model.outbox.is_empty());
}
