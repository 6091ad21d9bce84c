//! Who is named in a text that is about to be sent: `@` and a known name.

use super::*;

/// Names in one message.
const MOST: usize = 50;

/// What the author typed.
pub fn typed(message: &Message) -> &str {
    message.source.as_ref().unwrap_or(&message.text)
}

/// Unread messages of one channel that name the user.
pub fn unread_mentions(model: &Model, channel_id: &ChannelId) -> u32 {
    model.channels.by_id.get(channel_id).map_or(0, |view| view.mention_count)
}

/// Whether the user may call all members: of a group, as its operator.
pub fn may_call_all(model: &Model, channel_id: &ChannelId) -> bool {
    let me = model.channels.by_id.get(channel_id).and_then(|view| view.me.as_ref());
    me.is_some_and(|me| me.role == Role::Operator && me.state == MemberState::Joined)
}

/// Everybody whom the text names. The server looks whether they belong to the channel.
pub fn mentions(model: &Model, text: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let (mut unit, mut before) = (0, ' ');
    for (at, letter) in text.char_indices() {
        let free = found.last().is_none_or(|last| last.end <= unit);
        if letter == '@' && free && !before.is_ascii_alphanumeric() && found.len() < MOST {
            let rest = text.get(at + 1..).unwrap_or_default();
            if let Some((name, user_id)) = named(model, rest) {
                let end = unit + 1 + name.chars().map(width).sum::<u32>();
                found.push(Mention { start: unit, end, user_id: user_id.clone() });
            }
        }
        unit += width(letter);
        before = letter;
    }
    found
}

/// The longest name that the text begins with: one that was chosen, or that only one known person has.
fn named<'a>(model: &'a Model, text: &str) -> Option<(&'a str, &'a UserId)> {
    let begins = |name: &str| {
        let rest = text.strip_prefix(name).filter(|_| !name.is_empty());
        rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric()))
    };
    let mut best: Option<(&str, &UserId)> = None;
    let mut alike = false;
    let chosen = model.chosen.iter().map(|(name, user_id)| (name.as_str(), user_id, true));
    let known = model.users.values().map(|user| (user.nickname.as_str(), &user.user_id, false));
    for (name, user_id, sure) in chosen.chain(known) {
        if !begins(name) {
            continue;
        }
        match best {
            Some((held, _)) if held.len() > name.len() => {}
            // The first of those who were chosen stays; of two others nobody knows who is meant.
            Some((held, other)) if held.len() == name.len() => {
                let picked = model.chosen.iter().any(|(chosen, _)| chosen == name);
                alike |= !sure && !picked && other != user_id;
            }
            _ => {
                best = Some((name, user_id));
                alike = false;
            }
        }
    }
    best.filter(|_| !alike)
}

fn width(letter: char) -> u32 {
    if letter.len_utf16() == 2 { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(names: &[(&str, &str)]) -> Model {
        let user = |(id, nickname): &(&str, &str)| User {
            user_id: UserId::from(*id),
            nickname: (*nickname).to_owned(),
            profile_url: None,
            visitor: false,
        };
        Model { users: names.iter().map(user).map(|user| (user.user_id.clone(), user)).collect(), ..Model::default() }
    }

    fn found(model: &Model, text: &str) -> Vec<(u32, u32, String)> {
        mentions(model, text).into_iter().map(|one| (one.start, one.end, one.user_id.0)).collect()
    }

    fn one(start: u32, end: u32, id: &str) -> (u32, u32, String) {
        (start, end, id.to_owned())
    }

    #[test]
    fn the_longest_known_name_behind_the_sign_counts_in_code_units() {
        let model = model(&[("a", "Mina"), ("b", "Mina Park"), ("c", "김준호"), ("d", "")]);
        assert_eq!(found(&model, "😀 @Mina Park, @Mina"), [one(3, 13, "b"), one(15, 20, "a")]);
        assert_eq!(found(&model, "@김준호님 안녕 @Mina"), [one(0, 4, "c"), one(9, 14, "a")]);
        assert_eq!(found(&model, "mail@Mina @Minas @mina @ @"), []);
    }

    #[test]
    fn of_two_with_one_name_the_chosen_one_is_meant_and_else_nobody() {
        let mut model = model(&[("a", "Kim"), ("b", "Kim")]);
        assert_eq!(found(&model, "@Kim"), []);
        model.chosen = vec![("Kim".to_owned(), UserId::from("b"))];
        assert_eq!(found(&model, "@Kim"), [one(0, 4, "b")]);
        model.chosen.insert(0, ("Visitor 4F2A".to_owned(), UserId::from("v_1")));
        assert_eq!(found(&model, "hi @Visitor 4F2A"), [one(3, 16, "v_1")]);
    }
}
