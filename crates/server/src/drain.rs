//! Going down without losing anybody: not ready, no new sockets, the live ones told to come back, spread over time.

use crate::http::serve::State;
use madang_protocol::{CloseCode, Event, Reconnect};
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// How long sockets may take to end after the last one was asked to.
const LAST_GOODBYE: Duration = Duration::from_secs(4);

/// Ends every socket with `resume`.
pub async fn drain(state: &State) {
    state.begin_draining();
    let config = &state.chat.config;
    let mut peers = state.chat.hub.peers();
    tracing::info!(connections = peers.len(), "draining");
    for peer in &peers {
        peer.tell(Event::Reconnect(Reconnect { retry_after_ms: 0, jitter_ms: config.reconnect_spread_ms }));
    }
    // Ids grow with time; a hash of them spreads the oldest among the youngest.
    peers.sort_unstable_by_key(|peer| peer.id.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let pause = Duration::from_millis(config.drain_ms) / u32::try_from(peers.len().max(1)).unwrap_or(u32::MAX);
    let began = tokio::time::Instant::now();
    for (index, peer) in peers.iter().enumerate() {
        tokio::time::sleep_until(began + pause * u32::try_from(index).unwrap_or(u32::MAX)).await;
        peer.close(CloseCode::Resume);
    }
    let gone = async {
        // Counted until the close frame is out, not only until the hub forgot it.
        while state.chat.metrics.connections.load(Relaxed) > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let _ = tokio::time::timeout(LAST_GOODBYE, gone).await;
    tracing::info!(left = state.chat.metrics.connections.load(Relaxed), "drained");
}
