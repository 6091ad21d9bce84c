//! Replies in threads: each is in one thread once, in the order of its author, its root counts it, and who has the thread open
//! holds what the store holds.

use super::client::Client;
use super::order::Report;
use super::server::Server;
use madang::store::Action;
use madang_protocol::*;
use std::collections::BTreeMap;

/// How the client ids of replies begin.
pub const REPLY: &str = "thread-";

/// What befalls a client about threads: of the `pick`th message that it holds.
#[derive(Debug)]
pub enum InThread {
    Reply { text: String, client_id: ClientId, in_channel: bool },
    Open,
    Close,
}

impl Client {
    pub(super) fn in_thread(&mut self, pick: u64, what: InThread) {
        let Some(seq) = self.any(pick) else { return };
        let channel_id = self.channel.thread(seq);
        match what {
            InThread::Reply { text, client_id, in_channel } => {
                self.actions.push_back(Action::InChannelChosen(in_channel));
                self.actions.push_back(Action::SendPressed { channel_id, text, client_id });
            }
            InThread::Open => self.actions.push_back(Action::ThreadOpened(channel_id)),
            InThread::Close => self.actions.push_back(Action::ThreadClosed),
        }
    }

    /// The open thread, how far it is in it, and what it holds of it.
    pub(super) fn open_thread(&self) -> Option<(ChannelId, Rev, Vec<Message>)> {
        let thread_id = self.model.panel.thread.clone()?;
        let held = self.model.timelines.get(&thread_id)?;
        Some((thread_id, held.position.as_ref().map_or(Rev(0), |(_, rev)| *rev), held.messages.clone()))
    }
}

/// Whether everybody is as far as the store in the thread that they have open.
pub async fn level(server: &Server, reports: &[Report]) -> bool {
    for (thread_id, rev, _) in reports.iter().filter_map(|report| report.thread.as_ref()) {
        if server.begun(thread_id).await.unwrap_or_default() != *rev {
            return false;
        }
    }
    true
}

pub async fn judge(
    server: &Server,
    (channel, stored): (&ChannelId, &[Message]),
    reports: &[Report],
    sent: &[Vec<ClientId>],
) -> Result<(), String> {
    let mut place = BTreeMap::new();
    for root in stored.iter().filter(|message| message.admin.is_none()) {
        let thread_id = channel.thread(root.seq);
        if server.begun(&thread_id).await.is_none() {
            continue;
        }
        let replies = server.messages(&thread_id, None).await;
        let told = root.thread.clone().unwrap_or_default();
        // What is hollow for most is in no count, and is the newest for nobody but its author.
        let there = replies.iter().filter(|reply| !reply.deleted && !reply.shadow).count();
        let newest = replies.iter().rfind(|reply| !reply.shadow).map_or(Seq(0), |reply| reply.seq);
        let right = told.seq >= newest && told.seq.0 as usize <= replies.len();
        if told.replies as usize != there || !right {
            return Err(format!("the root of {thread_id} says {told:?}, and {there} of {} are there", replies.len()));
        }
        for (reply, number) in replies.iter().zip(1..) {
            let again = place.insert(reply.client_id.clone(), (thread_id.clone(), reply.seq)).is_some();
            if reply.seq != Seq(number) || again {
                return Err(format!("{thread_id}: {reply:?} is out of order, or there twice"));
            }
            let copy = reply.in_channel.map(|seq| stored.iter().find(|message| message.seq == seq));
            if copy
                .is_some_and(|copy| copy.is_none_or(|copy| (&copy.text, copy.deleted) != (&reply.text, reply.deleted)))
            {
                return Err(format!("{thread_id}: {reply:?} is another one in the channel"));
            }
        }
    }
    for (user, sent) in sent.iter().enumerate() {
        let mut last = BTreeMap::new();
        for client_id in sent {
            // Of what was asked before anything was held nothing was sent.
            let Some((thread_id, seq)) = place.get(client_id) else { continue };
            if last.insert(thread_id, seq).is_some_and(|before| before > seq) {
                return Err(format!("user-{user}: replies changed their order in {thread_id}"));
            }
        }
    }
    for report in reports {
        let Some((thread_id, _, held)) = &report.thread else { continue };
        let begun = server.begun(thread_id).await.is_some();
        let stored = if begun { server.messages(thread_id, Some(&report.user)).await } else { Vec::new() };
        if stored != *held {
            return Err(format!("{} holds of {thread_id}\n{held:?}\nbut stored is\n{stored:?}", report.user));
        }
        let lost = |(id, _): &&(ClientId, Seq)| id.as_str().starts_with(REPLY) && !place.contains_key(id);
        if let Some(wrong) = report.confirmed.iter().find(lost) {
            return Err(format!("{}: {wrong:?} was confirmed and is not there", report.user));
        }
    }
    Ok(())
}
