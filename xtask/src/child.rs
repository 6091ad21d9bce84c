//! Child processes that never outlive us: asked to end when dropped, killed when they do not, and stopped by Ctrl-C.

use anyhow::{Context, Result};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A running program.
pub struct Running {
    child: Child,
}

impl Running {
    pub fn start(command: &mut Command) -> Result<Self> {
        let program = command.get_program().to_os_string();
        Ok(Self { child: command.spawn().with_context(|| format!("cannot start {program:?}"))? })
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether it ended by itself.
    pub fn ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks it to end, waits, and kills it when it does not.
    pub fn stop(&mut self) {
        if self.ended() {
            return;
        }
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let asked = Instant::now();
        while !self.ended() {
            if asked.elapsed() > Duration::from_secs(20) {
                let _ = self.child.kill();
                let _ = self.child.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Hears Ctrl-C and SIGTERM instead of dying of them, so that everything that was started can be stopped.
pub fn interrupts() -> Result<Receiver<()>> {
    let (sender, receiver) = channel();
    ctrlc::set_handler(move || {
        let _ = sender.send(());
    })?;
    Ok(receiver)
}
