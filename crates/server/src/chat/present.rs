//! `list_members` with `present`: who is in an open channel now. Who entered is known to the hub alone; nothing of it is stored.

use super::Chat;
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::hub::present::{Asked, Place};
use crate::policy::Access;
use crate::store::{Listed, fold};
use madang_protocol::*;
use std::collections::HashMap;

/// Operators who stand first; with more of them the rest stand among the others.
const MOST_FIRST: u32 = 100;

impl Chat {
    /// A page: operators first, then by name. Those without a name on any connection are counted only.
    pub(super) async fn present(&self, peer: &Peer, access: Access, body: ListMembers, limit: u32) -> Result<Event> {
        let (app_id, id) = (peer.app.id(), body.channel_id);
        if access.kind != ChannelKind::Open || access.thread {
            return Err(ChatError::bad("present: of an open channel"));
        }
        self.pace(peer)?;
        let after = match body.after.as_deref() {
            Some(text) => Some(Place::read(text).ok_or(ChatError::bad("after: not ours"))?),
            None => None,
        };
        let operators = Listed::Only(MemberFilter::Operators);
        let operators = self.store.filtered_members(app_id, &id, operators, None, MOST_FIRST).await?.members;
        let asked = Asked {
            first: operators.into_iter().map(|member| member.user_id).collect(),
            prefix: fold(body.prefix.as_deref().unwrap_or_default()),
            after,
            limit: limit as usize,
        };
        let found = self.hub.present(app_id, &id, &asked);
        let user_ids: Vec<UserId> = found.users.iter().map(|user| user.user_id.clone()).collect();
        let known = self.store.standings(app_id, &id, &user_ids).await?;
        let mut known: HashMap<UserId, Member> =
            known.into_iter().map(|member| (member.user_id.clone(), member)).collect();
        let member = |user_id: UserId| {
            let nobody = Member { user_id: user_id.clone(), state: MemberState::Left, ..Member::default() };
            let member = known.remove(&user_id).unwrap_or(nobody);
            // Who is muted is for operators to know.
            Member { muted_until: member.muted_until.filter(|_| access.is_operator()), ..member }
        };
        let members = user_ids.into_iter().map(member).collect();
        let list =
            MemberList { channel_id: id, members, users: found.users, next: found.next, count: Some(found.count) };
        Ok(Event::MemberList(list))
    }
}
