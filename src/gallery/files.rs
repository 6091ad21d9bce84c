//! Stories of files: pictures in their grids, documents and players, uploads in every state, and what a composer holds.

use super::{
    Chapter, Story,
    people::{CHANNEL, message, now, open, talk},
};
use madang::store::{Attachment, Model, Pending, PendingState, Upload};
use madang_protocol::{ErrorCode, File, FileKind, Message, TimeMs};

pub const CHAPTER: Chapter = Chapter {
    file: "files",
    stories: &[
        Story { name: "files-pictures", model: pictures },
        Story { name: "files-documents", model: documents },
        Story { name: "files-uploads", model: uploads },
        Story { name: "files-composer", model: composer },
    ],
};

fn file(name: &str, mime: &str, kind: FileKind, size: u64) -> File {
    File { file_id: name.into(), name: name.to_owned(), size, mime: mime.to_owned(), kind, ..File::default() }
}

fn picture(name: &str, wide: u32, high: u32) -> File {
    let file = file(name, "image/jpeg", FileKind::Image, 480_000);
    File { width: Some(wide), height: Some(high), placeholder: Some("cba9875a4".repeat(5) + "cba"), ..file }
}

fn with(message: Message, files: Vec<File>) -> Message {
    Message { files, ..message }
}

fn pictures() -> Model {
    let several = |count: usize| (0..count).map(|n| picture(&format!("{n}.jpg"), 900, 700)).collect();
    open(vec![
        with(message(1, "mina", "", 60), vec![picture("wide.jpg", 1_600, 900)]),
        with(message(2, "me", "The tall one", 50), vec![picture("tall.jpg", 700, 1_200)]),
        with(message(3, "mina", "", 40), several(2)),
        with(message(4, "me", "", 30), several(3)),
        with(message(5, "mina", "Four, and then five", 20), several(4)),
        with(message(6, "me", "", 10), several(5)),
    ])
}

fn documents() -> Model {
    let long = "A very long name of a document about everything in the yard and beyond it.pdf";
    open(vec![
        with(message(1, "mina", "", 30), vec![file(long, "application/pdf", FileKind::Document, 1_234_567)]),
        with(
            message(2, "me", "Both lists", 20),
            vec![
                file("목록.txt", "text/plain", FileKind::Document, 812),
                file("everything.zip", "application/zip", FileKind::Document, 24_000_000),
            ],
        ),
        with(message(3, "mina", "", 10), vec![file("birds.mp3", "audio/mpeg", FileKind::Audio, 2_400_000)]),
    ])
}

fn attachment(id: &str, file: File, state: Upload) -> Attachment {
    Attachment { id: id.into(), file, state }
}

fn uploads() -> Model {
    let mut model = open(talk());
    let pending = |id: &str, text: &str, state, files| Pending {
        client_id: id.into(),
        channel_id: CHANNEL.into(),
        text: text.to_owned(),
        created_at: TimeMs(now()),
        state,
        files,
        ..Pending::default()
    };
    let pictures = vec![
        attachment("a", picture("a.jpg", 900, 700), Upload::Running(640)),
        attachment("b", picture("b.jpg", 900, 700), Upload::Running(120)),
    ];
    let refused =
        attachment("c", file("tool.bin", "", FileKind::Document, 900), Upload::Failed(ErrorCode::FileRefused));
    let lost = attachment("d", file("notes.txt", "", FileKind::Document, 900), Upload::Lost);
    model.outbox = vec![
        pending("pending-1", "On their way", PendingState::Waiting, pictures),
        pending("pending-2", "", PendingState::Failed(ErrorCode::FileRefused), vec![refused]),
        pending("pending-3", "", PendingState::Failed(ErrorCode::NotFound), vec![lost]),
    ];
    model
}

fn composer() -> Model {
    let mut model = open(talk());
    let too_large = Upload::Failed(ErrorCode::FileTooLarge);
    model.attachments.insert(
        CHANNEL.into(),
        vec![
            attachment(
                "a",
                file("minutes of the meeting.pdf", "application/pdf", FileKind::Document, 482_000),
                Upload::Done,
            ),
            attachment("b", file("birds.mp3", "audio/mpeg", FileKind::Audio, 2_400_000), Upload::Running(400)),
            attachment("c", file("film.mov", "video/quicktime", FileKind::Video, 90_000_000), too_large),
        ],
    );
    model
}
