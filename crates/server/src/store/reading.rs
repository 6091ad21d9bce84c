//! Reading what was said, and what changed since: always through somebody's eyes.

use super::sql::SqlStore;
use super::{Range, Result};
use crate::shadow::Reader;
use async_trait::async_trait;
use madang_protocol::*;

/// Pages of a channel's log.
#[async_trait]
pub trait Reading {
    async fn history(
        &self,
        app: &AppId,
        channel: &ChannelId,
        reader: Reader<'_>,
        range: Range,
        limit: u32,
    ) -> Result<HistoryPage>;
    /// Pages of at most 300 changes; another epoch, `since` beyond the channel's rev, or over 1,000 changes → `reset`.
    async fn sync(
        &self,
        app: &AppId,
        channel: &ChannelId,
        reader: Reader<'_>,
        epoch: &Epoch,
        since: Rev,
    ) -> Result<SyncPage>;
}

#[async_trait]
impl Reading for SqlStore {
    async fn history(
        &self,
        app: &AppId,
        channel: &ChannelId,
        reader: Reader<'_>,
        range: Range,
        limit: u32,
    ) -> Result<HistoryPage> {
        self.read_history(app, channel, reader, (range, limit)).await
    }

    async fn sync(
        &self,
        app: &AppId,
        channel: &ChannelId,
        reader: Reader<'_>,
        epoch: &Epoch,
        since: Rev,
    ) -> Result<SyncPage> {
        self.read_sync(app, channel, reader, (epoch, since)).await
    }
}
