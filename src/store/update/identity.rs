//! Who we are: stranger, visitor, or signed in by the page; and the change between them, which leaves nothing behind.

use super::*;
use crate::store::{
    jwt,
    model::{Channels, Connection, Identity, Panel, Session},
};
use std::mem::take;

impl Machine<'_> {
    /// Whose things on this device are ours: the signed-in user's, else the visitor's.
    pub(super) fn subject(&self) -> Option<UserId> {
        match &self.model.session.identity {
            Identity::SignedIn(token) => Some(jwt::subject(token)),
            _ => None,
        }
    }

    /// The server says who we are.
    pub(super) fn become_user(&mut self, user: Option<User>) {
        if self.model.session.me == user {
            return;
        }
        let other = self.model.me().is_some() && self.model.me() != user.as_ref().map(|user| &user.user_id);
        self.remember_users(user.iter().cloned().collect());
        self.model.session.me = user;
        self.out.change(Change::Me);
        if other {
            self.forget_conversations();
        }
    }

    pub(super) fn identified(&mut self, identified: Identified) {
        self.become_user(Some(identified.user));
        self.model.session.identity = Identity::Visitor(identified.visitor_token.clone());
        self.out.effect(Effect::SaveVisitorToken(identified.visitor_token));
    }

    pub(super) fn token_given(&mut self, token: String) {
        let same = matches!(&self.model.session.identity, Identity::SignedIn(held) if jwt::subject(held) == jwt::subject(&token));
        if !same {
            return self.switch(Identity::SignedIn(token));
        }
        self.model.session.identity = Identity::SignedIn(token.clone());
        match self.model.session.connection {
            Connection::Online => {
                self.ask(Command::Refresh(Refresh { token }), Request::Refresh);
                self.pump();
            }
            // Tokens that are refused again and again are not tried without pause.
            Connection::Stopped { .. } if self.model.session.attempt > 1 => self.wait(u32::MAX),
            Connection::Stopped { .. } | Connection::Waiting { .. } | Connection::Idle => self.connect(),
            Connection::Connecting | Connection::Offline => {}
        }
    }

    pub(super) fn logged_out(&mut self) {
        self.out.effect(Effect::ClearStorage);
        self.switch(Identity::Anonymous);
    }

    /// Another person from here on: nothing of the one before stays.
    fn switch(&mut self, identity: Identity) {
        self.out.effect(Effect::Disconnect);
        for timer in
            [Timer::Silence, Timer::Ack, Timer::Outbox, Timer::Marks, Timer::Save, Timer::Writing, Timer::Reload]
        {
            self.out.effect(Effect::CancelTimer(timer));
        }
        let session = take(&mut self.model.session);
        let panel = take(&mut self.model.panel);
        for pending in self.model.outbox.clone() {
            self.cancel_uploads(&pending);
        }
        let outbox: Vec<ChannelId> =
            take(&mut self.model.outbox).into_iter().map(|pending| pending.channel_id).collect();
        let drafts = take(&mut self.model.drafts);
        self.model.replies.clear();
        for channel_id in outbox.into_iter().chain(drafts.into_keys()) {
            self.out.change(Change::Rows(channel_id.clone()));
            self.out.change(Change::Draft(channel_id));
        }
        self.forget_conversations();
        let last_request = self.model.last_request;
        *self.model = Model {
            last_request,
            session: Session {
                app_id: session.app_id,
                identity,
                acted: session.acted,
                network: session.network,
                zone_offset_minutes: session.zone_offset_minutes,
                told: session.told,
                ..Session::default()
            },
            panel: Panel {
                mode: panel.mode,
                open: panel.open,
                attended: panel.attended,
                channel: panel.channel.filter(|_| panel.only_channel),
                only_channel: panel.only_channel,
                ..Panel::default()
            },
            ..Model::default()
        };
        self.out.change(Change::Me);
        self.out.change(Change::Panel);
        self.out.effect(Effect::Load(self.subject()));
        self.connect();
    }

    /// All that was read of the server.
    fn forget_conversations(&mut self) {
        let Channels { by_id, .. } = take(&mut self.model.channels);
        let timelines = take(&mut self.model.timelines);
        for channel_id in timelines.into_keys().chain(by_id.into_keys()) {
            self.out.change(Change::Rows(channel_id.clone()));
            self.out.change(Change::Channel(channel_id.clone()));
            self.out.change(Change::Typing(channel_id.clone()));
            self.out.change(Change::Receipts(channel_id));
        }
        self.model.typing.clear();
        self.model.presence.clear();
        self.model.marks.clear();
        self.model.deleting.clear();
        self.model.reacting.clear();
        for (channel_id, files) in take(&mut self.model.attachments) {
            for file in files {
                self.out.effect(Effect::CancelUpload(file.id));
            }
            self.out.change(Change::Attachments(channel_id));
        }
        self.out.change(Change::ChannelList);
    }
}
