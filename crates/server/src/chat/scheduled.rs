//! Scheduled messages: their commands, and the task that sends them when their time has come, also when it came while no server ran.

use super::{Chat, user, validate};
use crate::clock;
use crate::error::{ChatError, Result};
use crate::hub::peer::Peer;
use crate::policy::Action;
use crate::store::{Due, NewMessage, ScheduledChange, ScheduledFor, StoreError};
use madang_protocol::*;
use std::sync::Arc;
use std::time::Duration;

/// How often the clock is looked at.
const PULSE: Duration = Duration::from_secs(1);
/// Messages of one look.
const AT_ONCE: u32 = 50;

impl Chat {
    pub(super) async fn schedule(&self, peer: &Peer, body: Schedule) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        validate::client_id(&body.client_id)?;
        if self.authorize(peer, &body.channel_id, Action::Post).await?.thread {
            return Err(ChatError::bad("channel_id: nothing is scheduled in a thread"));
        }
        self.pace_changes(peer, &me)?;
        let text = validate::text(body.text, Self::limits(peer))?;
        Self::read(text.clone(), &body.mentions, &self.current(peer).await.filter)?;
        let new = ScheduledFor { app_id: peer.app.id().clone(), user_id: me, body: Schedule { text, ..body } };
        Ok(Event::Scheduled(self.store.schedule(new).await?))
    }

    pub(super) async fn list_scheduled(&self, peer: &Peer, body: ListScheduled) -> Result<Event> {
        let me = &user(peer)?.user_id;
        let limit = validate::limit(body.limit, 50)?;
        let after = validate::after(body.after.as_deref())?;
        let list = self.store.scheduled(peer.app.id(), me, body.channel_id.as_ref(), after, limit).await?;
        Ok(Event::ScheduledList(list))
    }

    pub(super) async fn change_scheduled(&self, peer: &Peer, body: ChangeScheduled) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        let ChangeScheduled { client_id, text, mentions, send_at } = body;
        self.pace_changes(peer, &me)?;
        let text = match text {
            Some(text) => {
                let text = validate::text(text, Self::limits(peer))?;
                Self::read(text.clone(), &mentions, &self.current(peer).await.filter)?;
                Some((text, mentions))
            }
            None => None,
        };
        let body = ScheduledChange { client_id, text, send_at };
        let change = ScheduledFor { app_id: peer.app.id().clone(), user_id: me, body };
        Ok(Event::Scheduled(self.store.change_scheduled(change).await?))
    }

    pub(super) async fn cancel_scheduled(&self, peer: &Peer, body: ScheduledRef) -> Result<Event> {
        self.store.cancel_scheduled(peer.app.id(), &user(peer)?.user_id, &body.client_id).await?;
        Ok(Event::Done(Empty {}))
    }

    pub(super) async fn send_scheduled(&self, peer: &Peer, body: ScheduledRef) -> Result<Event> {
        let me = user(peer)?.user_id.clone();
        self.pace_changes(peer, &me)?;
        let app_id = peer.app.id().clone();
        let held = self.store.one_scheduled(&app_id, &me, &body.client_id).await?;
        let scheduled = held.ok_or(ChatError::Store(StoreError::NotFound))?;
        let message = self.message_of(&Due { app_id, user_id: me, scheduled: scheduled.clone() }).await?;
        match self.store.send_scheduled(message, scheduled).await? {
            Some(ack) => Ok(Event::Ack(ack)),
            None => Err(ChatError::Store(StoreError::Unavailable("it was changed meanwhile".to_owned()))),
        }
    }

    /// As the application filters it now.
    async fn message_of(&self, due: &Due) -> Result<NewMessage> {
        let app = self.apps.get(&due.app_id).await?.ok_or(ChatError::Store(StoreError::NotFound))?;
        let Scheduled { channel_id, client_id, text, mentions, .. } = due.scheduled.clone();
        let body = SendMessage { channel_id, client_id, text, mentions, ..SendMessage::default() };
        self.compose(&app, due.app_id.clone(), due.user_id.clone(), body)
    }

    /// Sends what is due, as long as the server runs.
    pub async fn send_due_for_ever(self: Arc<Self>) {
        loop {
            // Storage that does not answer is asked again with the next look.
            self.send_due().await.ok();
            tokio::time::sleep(PULSE).await;
        }
    }

    async fn send_due(&self) -> Result<()> {
        for due in self.store.due(clock::now(), AT_ONCE).await? {
            let sent = match self.message_of(&due).await {
                Ok(message) => {
                    let sent = self.store.send_scheduled(message, due.scheduled.clone()).await;
                    sent.map(drop).map_err(ChatError::Store)
                }
                Err(error) => Err(error),
            };
            match sent {
                Ok(()) => {}
                Err(error @ ChatError::Store(StoreError::Unavailable(_))) => return Err(error),
                // It stays with the reason, for its author to see.
                Err(error) => {
                    let failed =
                        self.store.fail_scheduled(&due.app_id, &due.user_id, &due.scheduled.client_id, error.code());
                    match failed.await {
                        // Cancelled meanwhile.
                        Ok(()) | Err(StoreError::NotFound) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
            }
        }
        Ok(())
    }
}
