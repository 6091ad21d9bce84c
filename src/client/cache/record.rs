//! How kept things are written: a key's kind, and a JSON text (drafts and the token are plain).

use crate::store::{Attachment, Emojis, Kept, KeptConversation, Pending, PendingState, Upload};
use madang_protocol::{ChannelId, ClientId, ErrorCode, File, Mention, Quote, TimeMs, UserId, lean};

pub const PENDING: &str = "pending ";
pub const DRAFT: &str = "draft ";
pub const REPLY: &str = "reply ";
pub const TOKEN: &str = "token";
pub const CONVERSATION: &str = "conversation";
pub const EMOJIS: &str = "emojis";

struct PendingRecord {
    client_id: ClientId,
    channel_id: ChannelId,
    text: String,
    mentions: Vec<Mention>,
    reply_to: Option<Quote>,
    in_channel: bool,
    files: Vec<FileRecord>,
    created_at: TimeMs,
    failed: Option<ErrorCode>,
}

struct FileRecord {
    id: ClientId,
    file: File,
}

lean! {
    PendingRecord { client_id, channel_id, text, mentions: some, reply_to, in_channel: flag, files: some, created_at, failed }
    FileRecord { id, file }
}

/// The text of a pending message.
pub fn pending_text(pending: &Pending) -> String {
    let record = PendingRecord {
        client_id: pending.client_id.clone(),
        channel_id: pending.channel_id.clone(),
        text: pending.text.clone(),
        mentions: pending.mentions.clone(),
        reply_to: pending.reply_to.clone(),
        in_channel: pending.in_channel,
        files: pending.files.iter().map(|file| FileRecord { id: file.id.clone(), file: file.file.clone() }).collect(),
        created_at: pending.created_at,
        failed: match pending.state {
            PendingState::Waiting => None,
            PendingState::Failed(code) => Some(code),
        },
    };
    lean::to_text(&record)
}

/// What the entries under a prefix mean; unreadable ones are passed over.
pub fn kept(user: Option<UserId>, prefix: &str, entries: Vec<(String, String)>) -> Kept {
    let mut kept = Kept { user, ..Kept::default() };
    for (key, value) in entries {
        let Some(name) = key.strip_prefix(prefix) else { continue };
        if let Some(channel_id) = name.strip_prefix(DRAFT) {
            kept.drafts.push((ChannelId::from(channel_id), value));
        } else if let Some(channel_id) = name.strip_prefix(REPLY) {
            kept.replies.extend(lean::from_text::<Quote>(&value).map(|quote| (ChannelId::from(channel_id), quote)));
        } else if name == TOKEN {
            kept.visitor_token = Some(value);
        } else if name == CONVERSATION {
            kept.conversation = lean::from_text::<KeptConversation>(&value);
        } else if name == EMOJIS {
            kept.emojis = lean::from_text::<Emojis>(&value);
        } else if let Some(record) = lean::from_text::<PendingRecord>(&value) {
            let files: Vec<Attachment> = record.files.into_iter().map(attachment).collect();
            let lost = files.iter().any(|file| file.state == Upload::Lost).then_some(ErrorCode::NotFound);
            kept.pending.push(Pending {
                client_id: record.client_id,
                channel_id: record.channel_id,
                text: record.text,
                mentions: record.mentions,
                reply_to: record.reply_to,
                in_channel: record.in_channel,
                files,
                created_at: record.created_at,
                state: record.failed.or(lost).map_or(PendingState::Waiting, PendingState::Failed),
                sent_at: None,
            });
        }
    }
    kept
}

/// An upload that was not complete died with its page.
fn attachment(FileRecord { id, file }: FileRecord) -> Attachment {
    let state = if file.file_id.0.is_empty() { Upload::Lost } else { Upload::Done };
    Attachment { id, file, state }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madang_protocol::Seq;

    fn pending(state: PendingState) -> Pending {
        Pending {
            client_id: ClientId::from("00000000000000000000000000000001"),
            channel_id: ChannelId::from("lobby"),
            text: "hi @Ann".to_owned(),
            mentions: vec![Mention { start: 3, end: 7, user_id: UserId::from("ann") }],
            created_at: TimeMs(7),
            state,
            ..Pending::default()
        }
    }

    #[test]
    fn a_pending_message_is_kept_as_readable_json() {
        assert_eq!(
            pending_text(&pending(PendingState::Failed(ErrorCode::Forbidden))),
            r#"{"client_id":"00000000000000000000000000000001","channel_id":"lobby","text":"hi @Ann","mentions":[{"start":3,"end":7,"user_id":"ann"}],"created_at":7,"failed":"forbidden"}"#
        );
    }

    #[test]
    fn what_was_kept_is_read_back_and_rubbish_is_passed_over() {
        let entry = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let entries = vec![
            entry("app\u{1}draft lobby", "half a"),
            entry("app\u{1}reply lobby", r#"{"seq":3,"user_id":"mina","nickname":"Mina","text":"see you"}"#),
            entry("app\u{1}pending 1", &pending_text(&pending(PendingState::Waiting))),
            entry("app\u{1}pending 2", "{"),
            entry("app\u{1}token", "v_token"),
            entry("app\u{1}conversation", "[]"),
            entry("other\u{1}token", "not ours"),
        ];
        let kept = kept(None, "app\u{1}", entries);
        assert_eq!(kept.visitor_token.as_deref(), Some("v_token"));
        assert_eq!(kept.drafts, [(ChannelId::from("lobby"), "half a".to_owned())]);
        let reply = Quote {
            seq: Seq(3),
            user_id: "mina".into(),
            nickname: "Mina".into(),
            text: "see you".into(),
            deleted: false,
        };
        assert_eq!(kept.replies, [(ChannelId::from("lobby"), reply)]);
        assert_eq!(kept.pending, [pending(PendingState::Waiting)]);
        assert_eq!(kept.conversation, None);
    }
}
