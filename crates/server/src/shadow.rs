//! What is written under a shadow mute: whole for its author, who is told nothing, and marked for operators; for everybody
//! else a hollow number of the log. Every message that leaves the store passes [`seen`], so this is the one place that decides.

use crate::policy::Access;
use madang_protocol::{Message, Quote, User, UserId};

/// Through whose eyes messages are read.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// Absent: anonymous.
    pub user_id: Option<&'a UserId>,
    pub operator: bool,
}

impl<'a> Reader<'a> {
    /// The server itself, and the Platform API: sees all as it is kept.
    pub const ALL: Reader<'static> = Reader { user_id: None, operator: true };

    pub fn of(access: &Access, user_id: Option<&'a UserId>) -> Self {
        Self { user_id, operator: access.is_operator() }
    }

    /// Whether what this author wrote under a shadow mute is there for the reader.
    pub fn sees(self, author: &UserId) -> bool {
        self.operator || self.user_id == Some(author)
    }
}

/// A message as it is kept, and its author, as the reader gets them.
pub fn seen(mut message: Message, author: User, reader: Reader<'_>) -> (Message, User) {
    if !message.shadow {
        return (message, author);
    }
    if !reader.sees(&message.user_id) {
        return (hollow(&message), nobody());
    }
    // The author is not told, whatever they became since.
    message.shadow = reader.user_id != Some(&message.user_id);
    (message, author)
}

/// A quote of what was written under a shadow mute reads as one of what is gone.
pub fn seen_quote(quote: Quote, shadow: bool, reader: Reader<'_>) -> Quote {
    if !shadow || reader.sees(&quote.user_id) {
        return quote;
    }
    Quote { seq: quote.seq, deleted: true, ..Quote::default() }
}

fn hollow(message: &Message) -> Message {
    let Message { seq, rev, created_at, .. } = *message;
    Message { seq, rev, created_at, hollow: true, ..Message::default() }
}

/// The author of what is nobody's to know; also of what the customer's backend says.
pub fn nobody() -> User {
    User { user_id: UserId(String::new()), nickname: String::new(), profile_url: None, visitor: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madang_protocol::{Seq, TimeMs};

    fn written() -> (Message, User) {
        let message = Message {
            seq: Seq(4),
            user_id: "eve".into(),
            client_id: "client-0001".into(),
            text: "secret".into(),
            created_at: TimeMs(9),
            shadow: true,
            ..Message::default()
        };
        (message, User { user_id: "eve".into(), nickname: "Eve".into(), ..nobody() })
    }

    fn read(user_id: Option<&str>, operator: bool) -> (Message, User) {
        let (message, author) = written();
        let user_id = user_id.map(UserId::from);
        seen(message, author, Reader { user_id: user_id.as_ref(), operator })
    }

    #[test]
    fn its_author_sees_it_as_any_other_even_as_operator() {
        let (message, author) = written();
        for operator in [false, true] {
            assert_eq!(read(Some("eve"), operator), (Message { shadow: false, ..message.clone() }, author.clone()));
        }
    }

    #[test]
    fn operators_see_it_marked_and_all_others_a_number() {
        assert_eq!(read(Some("mina"), true), written());
        let none = Message { seq: Seq(4), created_at: TimeMs(9), hollow: true, ..Message::default() };
        for reader in [Some("jun"), None] {
            assert_eq!(read(reader, false), (none.clone(), nobody()));
        }
    }
}
