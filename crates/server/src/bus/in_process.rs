//! The bus of a single node: an ordered queue in memory.

use super::{Bus, Signal};
use tokio::sync::mpsc;

pub struct InProcess {
    sender: mpsc::UnboundedSender<Signal>,
}

impl InProcess {
    /// The bus, and what its hub hears.
    pub fn new() -> (Self, mpsc::UnboundedReceiver<Signal>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self { sender }, receiver)
    }
}

impl Bus for InProcess {
    fn publish(&self, signal: Signal) {
        // The receiver ends with the server: what is said after that has nobody to hear it.
        let _ = self.sender.send(signal);
    }
}
