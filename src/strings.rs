//! Every visible sentence, in English, named `AREA__ELEMENT__VARIANT`. A host or a locale file overrides by that name.
//!
//! A plural has one form a CLDR category, named `…__ONE`, `…__OTHER` and so on; English has these two.

/// One sentence; `{name}` and `{count}` are filled in.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    pub key: &'static str,
    pub english: &'static str,
}

/// A sentence that depends on a number.
#[derive(Debug, Clone, Copy)]
pub struct Plural {
    pub key: &'static str,
    pub one: &'static str,
    pub other: &'static str,
}

macro_rules! texts {
    ($($key:ident = $english:literal,)*) => {
        $(#[allow(missing_docs)] pub const $key: Text = Text { key: stringify!($key), english: $english };)*
        /// All sentences.
        pub const TEXTS: &[Text] = &[$($key,)*];
    };
}

macro_rules! plurals {
    ($($key:ident = $one:literal, $other:literal;)*) => {
        $(#[allow(missing_docs)] pub const $key: Plural = Plural { key: stringify!($key), one: $one, other: $other };)*
        /// All sentences with numbers.
        pub const PLURALS: &[Plural] = &[$($key,)*];
    };
}

texts! {
    PANEL__TITLE__LIST = "Messages",
    PANEL__LABEL__CHAT = "Chat",
    PANEL__BACK__LABEL = "Back",
    PANEL__CLOSE__LABEL = "Close",
    PANEL__SEARCH__LABEL = "Search",
    PANEL__DETAILS__LABEL = "Show details",
    PANEL__RESIZE__LABEL = "Resize",
    PANEL__START__LABEL = "New conversation",
    PANEL__NOTIFY__LABEL = "Notifications",
    PART__FAILED__TEXT = "This did not load. Try again.",
    PRESENCE__ONLINE = "Online",
    PRESENCE__SEEN = "Last seen {time}",
    USER__NAME__VISITOR = "Visitor {id}",
    USER__NAME__UNKNOWN = "Somebody",
    CHANNEL__NAME__UNKNOWN = "Conversation",
    CHANNEL__LAST__OWN = "You: {text}",
    CHANNEL__LAST__OTHER = "{name}: {text}",
    CHANNEL__LAST__NONE = "No messages yet",
    CHANNEL__PINNED__LABEL = "Pinned",
    CHANNEL__MUTED__LABEL = "Muted",
    CHANNELS__ARCHIVE__LABEL = "Archived",
    CHANNELS__LIST__LABEL = "Conversations",
    CHANNELS__EMPTY__TEXT = "There are no conversations here yet.",
    CHANNELS__EMPTY__ACTION = "Look again",
    TIMELINE__LOG__LABEL = "Messages",
    TIMELINE__EMPTY__TEXT = "It is quiet here. Say hello, and somebody will hear you.",
    TIMELINE__EMPTY__ACTION = "Write a message",
    TIMELINE__START__TEXT = "This is where the conversation begins.",
    TIMELINE__UNREAD__LABEL = "New",
    TIMELINE__GAP__TEXT = "You were away for a while. Earlier messages load as you scroll up.",
    TIMELINE__LATEST__LABEL = "Newest messages",
    DAY__TODAY = "Today",
    DAY__YESTERDAY = "Yesterday",
    MESSAGE__AUTHOR__OWN = "You",
    MESSAGE__DELETED__TEXT = "This message was deleted",
    MESSAGE__EDITED__LABEL = "edited",
    MESSAGE__STATE__PENDING = "Sending",
    MESSAGE__STATE__SENT = "Sent",
    MESSAGE__STATE__DELIVERED = "Delivered",
    MESSAGE__STATE__READ = "Read",
    MESSAGE__STATE__FAILED = "Not sent",
    MESSAGE__RETRY__LABEL = "Retry",
    MESSAGE__DISCARD__LABEL = "Discard",
    MESSAGE__ACTIONS__LABEL = "Message actions",
    MESSAGE__REPLY__LABEL = "Reply",
    MESSAGE__EDIT__LABEL = "Edit",
    MESSAGE__PIN__LABEL = "Pin",
    MESSAGE__UNPIN__LABEL = "Unpin",
    MESSAGE__UNREAD__LABEL = "Mark as unread",
    MESSAGE__UNPREVIEW__LABEL = "Remove preview",
    MESSAGE__DELETE__LABEL = "Delete",
    MESSAGE__READERS__LABEL = "Read by",
    MESSAGE__COPY__LABEL = "Copy",
    MESSAGE__FORWARD__LABEL = "Forward",
    MESSAGE__FORWARDED__LABEL = "Forwarded",
    MESSAGE__FORWARDED__FROM = "Forwarded from {name}",
    MESSAGE__LINK__LABEL = "Copy link",
    MESSAGE__LINKED__TEXT = "Link copied",
    LINK__GONE__TEXT = "This message does not exist, or you may not see it.",
    MESSAGE__COPIED__TEXT = "Copied",
    QUOTE__DELETED__TEXT = "Original message deleted",
    REACTIONS__LIST__LABEL = "Reactions",
    REACTION__ADD__LABEL = "Add a reaction",
    REACTION__REACT__LABEL = "React with {emoji}",
    REACTION__WHO__ONE = "{name} reacted with {emoji}",
    REACTION__WHO__TWO = "{name} and {other} reacted with {emoji}",
    REACTION__FAILED__TEXT = "Your reaction was not saved. Please try again.",
    REACTION__FULL__TEXT = "This message has as many different reactions as it can hold.",
    EMOJI__PICKER__LABEL = "Emojis",
    EMOJI__OPEN__LABEL = "Insert an emoji",
    EMOJI__SEARCH__LABEL = "Search emojis",
    EMOJI__RECENT__LABEL = "Recently used",
    EMOJI__TONE__LABEL = "Skin tone",
    EMOJI__NONE__TEXT = "No emoji found.",
    EMOJI__FAILED__TEXT = "The emojis could not be loaded.",
    MESSAGE__CODE__LABEL = "Copy code",
    MESSAGE__UNFOLD__LABEL = "Show more",
    MESSAGE__FOLD__LABEL = "Show less",
    MENTION__LIST__LABEL = "People to mention",
    MENTION__CHANNEL__TEXT = "Everyone in this conversation",
    MENTION__HERE__TEXT = "Everyone who is connected",
    COMPOSER__ADD__LABEL = "Add",
    COMPOSER__POLL__LABEL = "Poll",
    COMPOSER__SCHEDULE__LABEL = "Send later",
    FILE__ATTACH__LABEL = "Attach files",
    FILE__LIST__LABEL = "Attached files",
    FILE__DROP__TEXT = "Drop files to attach them",
    FILE__REMOVE__LABEL = "Remove {name}",
    FILE__CANCEL__LABEL = "Cancel {name}",
    FILE__RETRY__LABEL = "Upload {name} again",
    FILE__VIEW__LABEL = "View {name}",
    FILE__SAVE__LABEL = "Download {name}",
    FILE__DOWNLOAD__LABEL = "Download",
    FILE__TOO_LARGE__TEXT = "Too large",
    FILE__REFUSED__TEXT = "Files of this kind cannot be sent",
    FILE__FAILED__TEXT = "Not uploaded",
    FILE__LOST__TEXT = "No longer here: please attach it again",
    FILE__NOT_SHOWN__TEXT = "The picture could not be loaded.",
    COMPOSER__VOICE__LABEL = "Record a voice message",
    VOICE__NAME__TEXT = "Voice message",
    VOICE__PLAY__LABEL = "Play",
    VOICE__PAUSE__LABEL = "Pause",
    VOICE__SPEED__LABEL = "Speed",
    VOICE__PLACE__LABEL = "Position",
    VIEWER__PREVIOUS__LABEL = "Previous picture",
    VIEWER__NEXT__LABEL = "Next picture",
    VIEWER__ZOOM_IN__LABEL = "Zoom in",
    VIEWER__ZOOM_OUT__LABEL = "Zoom out",
    TYPING__ONE = "{name} is typing",
    TYPING__TWO = "{name} and {other} are typing",
    TYPING__MANY = "Several people are typing",
    COMPOSER__INPUT__LABEL = "Message",
    COMPOSER__INPUT__PLACEHOLDER = "Write a message",
    COMPOSER__SEND__LABEL = "Send",
    COMPOSER__HINT__BOLD = "bold",
    COMPOSER__HINT__ITALIC = "italic",
    COMPOSER__HINT__STRIKE = "strike",
    COMPOSER__HINT__CODE = "code",
    COMPOSER__HINT__QUOTE = "quote",
    COMPOSER__SAVE__LABEL = "Save",
    COMPOSER__EDITING__TEXT = "Editing your message",
    COMPOSER__EDITING__FAILED = "Your change was not saved. Please try again.",
    COMPOSER__REPLY__TEXT = "Replying to {name}",
    COMPOSER__REPLY__CANCEL = "Cancel reply",
    COMPOSER__CANCEL__LABEL = "Cancel editing",
    MESSAGE__REPORT__ACTION = "Report or block",
    MESSAGE__MODERATE__ACTION = "Moderate",
    MESSAGE__SHADOW__LABEL = "Only operators and the author see this",
    MESSAGE__BLOCKED__TEXT = "A message of somebody you blocked",
    COMPOSER__MUTED__UNTIL = "You are muted until {time}",
    COMPOSER__MUTED__TEXT = "You are muted here",
    COMPOSER__FROZEN__TEXT = "Only operators can write here now",
    BANNER__CONNECTING = "Connecting",
    BANNER__RECONNECTING = "Reconnecting",
    BANNER__OFFLINE = "Offline. Messages will be sent when you’re back.",
    BANNER__SIGN_IN = "Please sign in again to go on.",
    BANNER__STOPPED = "The chat was disconnected.",
    BANNER__RECONNECT__ACTION = "Reconnect",
    THREAD__TITLE = "Thread",
    THREAD__CLOSE__LABEL = "Close thread",
    THREAD__REPLY__LABEL = "Reply in thread",
    THREAD__FOLLOW__LABEL = "Follow",
    THREAD__UNFOLLOW__LABEL = "Unfollow",
    THREAD__UNREAD__LABEL = "New replies",
    THREAD__ALSO__LABEL = "Also send to the conversation",
    THREAD__ALSO__TEXT = "Also sent to the conversation",
    THREADS__LABEL = "Threads",
    ERROR__LIST__TEXT = "Your conversations could not be loaded.",
    ERROR__TIMELINE__TEXT = "The messages could not be loaded.",
    ERROR__NOT_FOUND__TEXT = "This conversation does not exist, or you cannot see it.",
    ERROR__PAGE__TEXT = "More messages could not be loaded.",
    ERROR__RETRY__ACTION = "Try again",
}

plurals! {
    REACTION__OTHERS = "{name} and {count} other reacted with {emoji}", "{name} and {count} others reacted with {emoji}";
    TIMELINE__NEW = "{count} new message", "{count} new messages";
    CHANNEL__UNREAD = "{count} unread message", "{count} unread messages";
    CHANNEL__MENTIONS = "{count} mention of you", "{count} mentions of you";
    THREAD__REPLIES = "{count} reply", "{count} replies";
    THREADS__UNREAD = "Threads, {count} with new replies", "Threads, {count} with new replies";
    PANEL__MEMBERS = "{count} member", "{count} members";
    FILE__MOST = "At most {count} file in one message", "At most {count} files in one message";
    COMPOSER__SLOW = "Slow mode: you can write again in {count} s", "Slow mode: you can write again in {count} s";
    COMPOSER__OVER = "{count} character too many", "{count} characters too many";
}

/// The sentences of one widget: English below what was given.
#[derive(Debug, Clone, Default)]
pub struct Strings {
    given: Vec<(String, String)>,
}

impl Strings {
    /// `given` by key name; unknown names are ignored.
    pub fn new(given: Vec<(String, String)>) -> Self {
        Self { given }
    }

    /// The sentence, with its gaps.
    pub fn text(&self, text: Text) -> &str {
        self.named(text.key).unwrap_or(text.english)
    }

    /// The sentence for a number of this CLDR category (`one`, `few`, `other` …).
    pub fn plural(&self, plural: Plural, category: &str) -> &str {
        let named = |category: &str| self.named(&[plural.key, "__", &category.to_ascii_uppercase()].concat());
        let english = if category == "one" { plural.one } else { plural.other };
        named(category).or_else(|| named("other")).unwrap_or(english)
    }

    fn named(&self, key: &str) -> Option<&str> {
        self.given.iter().find(|(known, _)| known == key).map(|(_, text)| text.as_str())
    }
}

/// Fills the gap `{name}` of a sentence.
pub fn fill(sentence: &str, name: &str, value: &str) -> String {
    let mut from = 0;
    // Character by character: the general search for a text in a text is 2 KB of WASM.
    while let Some(open) = sentence.get(from..).and_then(|rest| rest.find('{')).map(|at| from + at) {
        let rest = sentence.get(open + 1..).unwrap_or_default();
        let close = rest.find('}').unwrap_or(rest.len());
        if rest.get(..close) == Some(name) {
            let (before, after) = (sentence.get(..open), rest.get(close + 1..));
            return [before.unwrap_or_default(), value, after.unwrap_or_default()].concat();
        }
        from = open + 1;
    }
    sentence.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn korean() -> Strings {
        let given: std::collections::BTreeMap<_, _> =
            serde_json::from_str(include_str!("../www/locales/ko.json")).unwrap();
        Strings::new(given.into_iter().collect())
    }

    /// The English sentences of the JavaScript parts: one `KEY: 'text',` a line of `www/*/strings.js`.
    fn of_parts() -> Vec<(String, String)> {
        let mut found = Vec::new();
        for folder in std::fs::read_dir("www").unwrap() {
            let text = std::fs::read_to_string(folder.unwrap().path().join("strings.js")).unwrap_or_default();
            for line in text.lines() {
                let line = line.trim_start().split_once(": ").filter(|(key, _)| key.contains("__"));
                found.extend(line.map(|(key, text)| (key.to_owned(), text.to_owned())));
            }
        }
        found
    }

    #[test]
    fn korean_is_complete_and_has_nothing_more() {
        let mut expected: Vec<String> = TEXTS.iter().map(|text| text.key.to_owned()).collect();
        expected.extend(PLURALS.iter().map(|plural| [plural.key, "__OTHER"].concat()));
        expected.extend(of_parts().into_iter().map(|(key, _)| key).filter(|key| !key.ends_with("__ONE")));
        expected.sort();
        assert_eq!(korean().given.into_iter().map(|(key, _)| key).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn korean_keeps_the_gaps_of_each_sentence() {
        let gaps = |text: &str| {
            let mut gaps: Vec<String> =
                text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
            gaps.sort();
            gaps
        };
        let korean = korean();
        for text in TEXTS {
            assert_eq!(gaps(korean.text(*text)), gaps(text.english), "{}", text.key);
        }
        for (key, english) in of_parts().iter().filter(|(key, _)| !key.ends_with("__ONE")) {
            let of_key = korean.given.iter().find(|(given, _)| given == key).unwrap();
            assert_eq!(gaps(&of_key.1), gaps(english), "{key}");
        }
    }

    #[test]
    fn a_given_sentence_replaces_the_english_one() {
        let strings = Strings::new([("PANEL__BACK__LABEL".to_owned(), "Zurück".to_owned())].to_vec());
        assert_eq!(strings.text(PANEL__BACK__LABEL), "Zurück");
        assert_eq!(strings.text(PANEL__CLOSE__LABEL), "Close");
    }

    #[test]
    fn a_plural_takes_the_form_of_its_category() {
        assert_eq!(Strings::default().plural(TIMELINE__NEW, "one"), "{count} new message");
        assert_eq!(Strings::default().plural(TIMELINE__NEW, "other"), "{count} new messages");
        assert_eq!(korean().plural(TIMELINE__NEW, "other"), "새 메시지 {count}개");
        let few = Strings::new([("TIMELINE__NEW__FEW".to_owned(), "{count} nowe".to_owned())].to_vec());
        assert_eq!(few.plural(TIMELINE__NEW, "few"), "{count} nowe");
    }

    #[test]
    fn gaps_are_filled_once_and_only_by_name() {
        assert_eq!(fill("{name} is typing", "name", "Ada {x}"), "Ada {x} is typing");
        assert_eq!(fill("No gap", "name", "Ada"), "No gap");
    }
}
