//! `send_poll`, `vote`, `close_poll`, `list_votes`. Votes are clicks, and share the bucket of reactions.

use super::{Chat, Reply, user, validate};
use crate::apps::App;
use crate::clock;
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use crate::shadow::Reader;
use crate::store::{NewMessage, NewVote, PollClosing, Voters};
use madang_protocol::*;

/// How far ahead the end of a poll may lie.
const YEAR_MS: u64 = 366 * 24 * 60 * 60 * 1_000;

impl Chat {
    pub(super) fn send_poll(&self, peer: &Peer, app: &App, body: SendPoll) -> Reply {
        match self.prepare_poll(peer, app, body) {
            Ok(message) => Reply::Later(self.store.append(message)),
            Err(error) => Reply::Error(error),
        }
    }

    fn prepare_poll(&self, peer: &Peer, app: &App, body: SendPoll) -> Result<NewMessage> {
        let SendPoll { channel_id, client_id, text, options, multiple, anonymous, closes_at } = body;
        let mut options = options_of(&options)?;
        if closes_at.is_some_and(|at| at.0 > clock::now().0 + YEAR_MS) {
            return Err(ChatError::bad("closes_at: within a year"));
        }
        let body = SendMessage { channel_id, client_id, text, ..SendMessage::default() };
        let mut message = self.prepare(peer, app, body)?;
        for option in &mut options {
            let passed = app.filter.apply(std::mem::take(&mut option.text)).ok_or(ChatError::Filtered)?;
            option.text = passed.text;
            message.flagged |= passed.flagged;
        }
        message.extra.poll = Some(Poll { options, multiple, anonymous, closes_at, ..Poll::default() }.into());
        Ok(message)
    }

    pub(super) async fn vote(&self, peer: &Peer, body: Vote) -> Result<Event> {
        let Vote { channel_id, seq, options } = body;
        let user_id = user(peer)?.user_id.clone();
        self.authorize(peer, &channel_id, Action::Vote).await?;
        self.pace_clicks(peer, &user_id)?;
        if options.len() > MOST_OPTIONS {
            return Err(ChatError::bad("options: at most 10"));
        }
        let vote = NewVote { app_id: peer.app.id().clone(), channel_id, user_id, seq, options };
        Ok(Event::MessageChanged(self.store.vote(vote).await?))
    }

    pub(super) async fn close_poll(&self, peer: &Peer, body: ClosePoll) -> Result<Event> {
        let ClosePoll { channel_id, seq } = body;
        let user_id = user(peer)?.user_id.clone();
        self.authorize(peer, &channel_id, Action::ChangeOwn).await?;
        self.pace_changes(peer, &user_id)?;
        let closing = PollClosing { app_id: peer.app.id().clone(), channel_id, user_id, seq };
        Ok(Event::MessageChanged(self.store.close_poll(closing).await?))
    }

    pub(super) async fn list_votes(&self, peer: &Peer, body: ListVotes) -> Result<Event> {
        let access = self.authorize(peer, &body.channel_id, Action::Read).await?;
        let reader = Reader::of(&access, peer.user_id());
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        let wanted = Voters { reader, seq: body.seq, option: body.option, after, limit };
        Ok(Event::VoteList(self.store.votes(peer.app.id(), &body.channel_id, wanted).await?))
    }

    /// Says in each poll what the reader chose.
    pub(super) async fn mark_votes(&self, peer: &Peer, id: &ChannelId, messages: &mut [&mut Message]) -> Result<()> {
        let seqs = || messages.iter().filter(|message| message.poll.is_some()).map(|message| message.seq);
        let (Some(me), Some(first), Some(last)) = (peer.user_id(), seqs().min(), seqs().max()) else {
            return Ok(());
        };
        let own = self.store.own_votes(peer.app.id(), id, me, first, last).await?;
        for message in messages {
            let seq = message.seq;
            if let Some(poll) = &mut message.poll {
                let vote = own.iter().find(|(of, _)| *of == seq);
                poll.mine = Some(vote.map(|(_, options)| options.clone()).unwrap_or_default());
            }
        }
        Ok(())
    }
}

/// 2–10 different lines.
fn options_of(given: &[String]) -> Result<Vec<PollOption>> {
    if !(2..=MOST_OPTIONS).contains(&given.len()) {
        return Err(ChatError::bad("options: 2-10"));
    }
    let mut options: Vec<PollOption> = Vec::with_capacity(given.len());
    for text in given {
        let text = text.trim();
        let fits = (1..=OPTION_CHARS).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if !fits || options.iter().any(|option| option.text == text) {
            return Err(ChatError::bad("options: each of one line, 1-100 characters, no two alike"));
        }
        options.push(PollOption { text: text.to_owned(), count: 0 });
    }
    Ok(options)
}
