//! Who may do what: the one table that sockets, REST and the store's transactions all ask.
//!
//! Pure. Unknown and forbidden-to-see answer alike: `Denied::NotFound`.

use madang_protocol::{ChannelKind, MemberState, Role};

/// What somebody wants to do in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// See the channel, its history and members; follow its events.
    Read,
    /// Send, type, mark.
    Post,
    /// React to a message.
    React,
    /// Edit one's own message, delete one's own message.
    ChangeOwn,
    /// Delete somebody else's message.
    DeleteAny,
    /// Choose in a poll.
    Vote,
    /// Close somebody else's poll.
    ClosePoll,
    /// Pin a message, or take its pin away.
    Pin,
    /// Call every member: `@channel`, `@here`.
    MentionAll,
    /// Add users.
    Invite,
    /// Become a member by oneself.
    Join,
    /// Stop being a member.
    Leave,
}

/// What the store knows of one person in one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    pub kind: ChannelKind,
    pub public: bool,
    /// A 1:1, or another group of exactly its members: nobody is above the others.
    pub distinct: bool,
    /// Role and state, when the person is or was a member.
    pub member: Option<(Role, MemberState)>,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// The person may not even know that it exists.
    NotFound,
    /// The person sees it, but may not do this.
    Forbidden,
}

/// The table. `access` is `None` when the application has no such channel.
pub fn authorize(action: Action, access: Option<Access>) -> Result<Access, Denied> {
    let access = access.ok_or(Denied::NotFound)?;
    let role = access.member.and_then(|(role, state)| (state == MemberState::Joined).then_some(role));
    let visible = access.kind == ChannelKind::Open || access.public || role.is_some();
    if !visible {
        return Err(Denied::NotFound);
    }
    let inside = access.kind == ChannelKind::Open || role.is_some();
    let allowed = match action {
        Action::Read | Action::Post | Action::React | Action::Vote | Action::ChangeOwn => inside,
        Action::DeleteAny | Action::MentionAll | Action::ClosePoll => role == Some(Role::Operator),
        Action::Pin => role == Some(Role::Operator) || (access.distinct && role.is_some()),
        Action::Invite => role == Some(Role::Operator) || (access.public && role.is_some()),
        Action::Join => access.kind == ChannelKind::Group && (access.public || role.is_some()),
        Action::Leave => role.is_some(),
    };
    if allowed { Ok(access) } else { Err(Denied::Forbidden) }
}
