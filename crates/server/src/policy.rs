//! Who may do what: the one table that sockets, REST and the store's transactions all ask.
//!
//! Pure. Unknown and forbidden-to-see answer alike: `Denied::NotFound`. Whoever is banned sees what a stranger sees.

use madang_protocol::{Channel, ChannelKind, Member, MemberState, Role, TimeMs};

/// What somebody wants to do in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Know that it is there: its name and its cover, as who browses a public group does.
    Know,
    /// See the channel, its history and members; follow its events; mark how far one read.
    Read,
    /// Send, type.
    Post,
    /// React to a message.
    React,
    /// Edit one's own message.
    ChangeOwn,
    /// Take back one's own message: allowed to whoever still sees it.
    DeleteOwn,
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
    /// Change the channel, name operators, mute, ban and remove, work through reports.
    Operate,
}

/// What the store knows of one person in one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    pub kind: ChannelKind,
    pub public: bool,
    /// A 1:1, or another group of exactly its members: nobody is above the others.
    pub distinct: bool,
    pub frozen: bool,
    /// Of a thread: all else is its channel's.
    pub thread: bool,
    pub slow_mode_seconds: Option<u32>,
    /// When the person is or was a member, or something else is known of them here.
    pub member: Option<Standing>,
    /// The person's last message in a channel in slow mode; known to the transaction that writes.
    pub posted_at: Option<TimeMs>,
    /// The time that the question is asked at.
    pub now: TimeMs,
}

/// The part of a membership that decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub role: Role,
    pub state: MemberState,
    pub muted_until: Option<TimeMs>,
    pub banned_until: Option<TimeMs>,
    pub shadow_until: Option<TimeMs>,
}

impl Standing {
    pub fn of(member: &Member) -> Self {
        let Member { role, state, muted_until, banned_until, shadow_until, .. } = *member;
        Self { role, state, muted_until, banned_until, shadow_until }
    }

    pub fn is_banned(&self, now: TimeMs) -> bool {
        self.state == MemberState::Banned && self.banned_until.is_none_or(|until| until > now)
    }
}

impl Access {
    pub fn of(channel: &Channel, member: Option<Standing>, now: TimeMs) -> Self {
        let Channel { kind, public, distinct, frozen, slow_mode_seconds, .. } = *channel;
        let thread = channel.channel_id.root().is_some();
        Self { kind, public, distinct, frozen, thread, slow_mode_seconds, member, posted_at: None, now }
    }

    /// Whether it is heard only by connections that entered it; groups are heard by their members.
    pub fn is_entered(&self) -> bool {
        self.kind == ChannelKind::Open || self.thread
    }

    /// The role here, of who is inside. An open channel has no members: whoever is not banned is inside.
    fn role(&self) -> Option<Role> {
        match self.kind {
            ChannelKind::Open => Some(self.member.map_or(Role::Member, |member| member.role)),
            ChannelKind::Group => {
                self.member.filter(|member| member.state == MemberState::Joined).map(|member| member.role)
            }
        }
    }

    /// Nobody is above the other in a distinct group, whoever began it.
    pub fn is_operator(&self) -> bool {
        self.role() == Some(Role::Operator) && !self.distinct
    }

    /// Whether what the person writes now is for them and the operators only: nothing that they are told depends on it.
    pub fn is_shadowed(&self) -> bool {
        self.member.and_then(|member| member.shadow_until).is_some_and(|until| until > self.now)
    }

    fn may_write(&self) -> Result<(), Denied> {
        let muted_until = self.member.and_then(|member| member.muted_until).filter(|until| *until > self.now);
        match muted_until {
            Some(until) => Err(Denied::Muted(until)),
            None if self.frozen && !self.is_operator() => Err(Denied::Frozen),
            None => Ok(()),
        }
    }

    /// One message in so many seconds.
    fn may_write_again(&self) -> Result<(), Denied> {
        let (Some(seconds), Some(last), false) = (self.slow_mode_seconds, self.posted_at, self.is_operator()) else {
            return Ok(());
        };
        // A clock that was set back lets nobody wait longer than the channel says.
        let pause_ms = u64::from(seconds) * 1_000;
        let left_ms = last.0.saturating_add(pause_ms).saturating_sub(self.now.0).min(pause_ms);
        if left_ms == 0 { Ok(()) } else { Err(Denied::SlowMode(left_ms)) }
    }
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// The person may not even know that it exists.
    NotFound,
    /// The person sees it, but may not do this.
    Forbidden,
    /// The person may write again then.
    Muted(TimeMs),
    /// Only operators write now.
    Frozen,
    /// The person may write again after so many milliseconds.
    SlowMode(u64),
}

/// The table. `access` is `None` when the application has no such channel.
pub fn authorize(action: Action, access: Option<Access>) -> Result<Access, Denied> {
    let access = access.ok_or(Denied::NotFound)?;
    if access.member.is_some_and(|member| member.is_banned(access.now)) {
        return Err(Denied::NotFound);
    }
    let role = access.role();
    if role.is_none() && !access.public {
        return Err(Denied::NotFound);
    }
    let group = access.kind == ChannelKind::Group;
    let allowed = match action {
        Action::Know => true,
        Action::Read | Action::Post | Action::React | Action::Vote | Action::ChangeOwn | Action::DeleteOwn => {
            role.is_some()
        }
        Action::MentionAll => role == Some(Role::Operator),
        Action::DeleteAny | Action::ClosePoll | Action::Operate => access.is_operator(),
        Action::Pin => role == Some(Role::Operator) || (access.distinct && role.is_some()),
        Action::Invite => group && (role == Some(Role::Operator) || (access.public && role.is_some())),
        Action::Join => group && (access.public || role.is_some()),
        Action::Leave => group && role.is_some(),
    };
    // Who is in a channel, and what it keeps in view, is not a matter of its threads.
    let of_channels = matches!(action, Action::Pin | Action::Invite | Action::Join | Action::Leave | Action::Operate);
    if !allowed || (access.thread && of_channels) {
        return Err(Denied::Forbidden);
    }
    if matches!(action, Action::Post | Action::React | Action::Vote | Action::ChangeOwn) {
        access.may_write()?;
    }
    if action == Action::Post {
        access.may_write_again()?;
    }
    Ok(access)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: TimeMs = TimeMs(1_000_000);

    fn group(member: Option<Standing>) -> Access {
        Access::of(&Channel { kind: ChannelKind::Group, ..Channel::default() }, member, NOW)
    }

    fn joined(role: Role) -> Option<Standing> {
        Some(Standing { role, ..Standing::default() })
    }

    fn outcome(action: Action, access: Access) -> Result<(), Denied> {
        authorize(action, Some(access)).map(|_| ())
    }

    #[test]
    fn a_mute_ends_by_time_and_keeps_from_writing_only() {
        let muted = |until| group(Some(Standing { muted_until: Some(TimeMs(until)), ..Standing::default() }));
        assert_eq!(outcome(Action::Post, muted(1_000_001)), Err(Denied::Muted(TimeMs(1_000_001))));
        assert_eq!(outcome(Action::ChangeOwn, muted(1_000_001)), Err(Denied::Muted(TimeMs(1_000_001))));
        assert_eq!(outcome(Action::Read, muted(1_000_001)), Ok(()));
        assert_eq!(outcome(Action::DeleteOwn, muted(1_000_001)), Ok(()));
        assert_eq!(outcome(Action::Post, muted(1_000_000)), Ok(()));
    }

    #[test]
    fn whoever_is_banned_sees_nothing_even_of_what_is_public_or_open() {
        let banned =
            Standing { state: MemberState::Banned, banned_until: Some(TimeMs(1_000_001)), ..Standing::default() };
        let expired = Standing { banned_until: Some(NOW), ..banned };
        for kind in [ChannelKind::Open, ChannelKind::Group] {
            let access = |member| Access { kind, public: kind == ChannelKind::Group, ..group(Some(member)) };
            for action in [Action::Read, Action::Post, Action::Join, Action::Leave, Action::Operate] {
                assert_eq!(outcome(action, access(banned)), Err(Denied::NotFound));
            }
        }
        assert_eq!(outcome(Action::Join, Access { public: true, ..group(Some(expired)) }), Ok(()));
        assert_eq!(outcome(Action::Read, Access { kind: ChannelKind::Open, ..group(Some(expired)) }), Ok(()));
    }

    #[test]
    fn in_a_frozen_channel_only_operators_write() {
        let frozen = |role| Access { frozen: true, ..group(joined(role)) };
        assert_eq!(outcome(Action::Post, frozen(Role::Member)), Err(Denied::Frozen));
        assert_eq!(outcome(Action::ChangeOwn, frozen(Role::Member)), Err(Denied::Frozen));
        assert_eq!(outcome(Action::Post, frozen(Role::Operator)), Ok(()));
    }

    #[test]
    fn slow_mode_counts_from_the_last_message_and_not_for_operators() {
        let slow = |role, posted| Access {
            slow_mode_seconds: Some(10),
            posted_at: Some(TimeMs(posted)),
            ..group(joined(role))
        };
        assert_eq!(outcome(Action::Post, slow(Role::Member, 997_000)), Err(Denied::SlowMode(7_000)));
        assert_eq!(outcome(Action::Post, slow(Role::Member, 990_000)), Ok(()));
        assert_eq!(outcome(Action::Post, slow(Role::Member, 9_000_000)), Err(Denied::SlowMode(10_000)));
        assert_eq!(outcome(Action::Post, slow(Role::Operator, 999_999)), Ok(()));
        assert_eq!(outcome(Action::ChangeOwn, slow(Role::Member, 999_999)), Ok(()));
    }

    #[test]
    fn of_a_public_group_everybody_knows_and_members_read() {
        let public = |member| Access { public: true, ..group(member) };
        assert_eq!(outcome(Action::Know, public(None)), Ok(()));
        assert_eq!(outcome(Action::Read, public(None)), Err(Denied::Forbidden));
        assert_eq!(outcome(Action::Know, group(None)), Err(Denied::NotFound));
        assert_eq!(outcome(Action::Know, group(joined(Role::Member))), Ok(()));
        let banned = Standing { state: MemberState::Banned, ..Standing::default() };
        assert_eq!(outcome(Action::Know, public(Some(banned))), Err(Denied::NotFound));
    }

    #[test]
    fn operators_operate_but_not_in_a_one_to_one() {
        assert_eq!(outcome(Action::Operate, group(joined(Role::Operator))), Ok(()));
        assert_eq!(outcome(Action::Operate, group(joined(Role::Member))), Err(Denied::Forbidden));
        assert_eq!(outcome(Action::Operate, group(None)), Err(Denied::NotFound));
        let pair = Access { distinct: true, ..group(joined(Role::Operator)) };
        assert_eq!(outcome(Action::Operate, pair), Err(Denied::Forbidden));
        assert_eq!(outcome(Action::DeleteAny, pair), Err(Denied::Forbidden));
    }
}
