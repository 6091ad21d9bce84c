//! The files of dist/: content-hashed names, compressed siblings, and nothing left over from the build before.

use crate::sh;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

/// Collects what a build writes.
pub struct Assets {
    folder: PathBuf,
    written: BTreeSet<PathBuf>,
}

impl Assets {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, written: BTreeSet::new() }
    }

    /// Writes `<stem>-<hash>.<extension>` and gives that name, relative to dist/.
    pub fn hashed(&mut self, stem: &str, extension: &str, content: &[u8]) -> Result<String> {
        let digest = Sha256::digest(content);
        let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{stem}-{hash}.{extension}");
        self.named(&name, content)?;
        Ok(name)
    }

    /// Writes a file under a name that stays; its compressed siblings are made anew when it changed.
    pub fn named(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        if !std::fs::read(&path).is_ok_and(|held| held == content) {
            for suffix in [".br", ".gz"] {
                let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
            }
            sh::write_if_changed(&path, content)?;
        }
        self.written.insert(path);
        Ok(())
    }

    /// Compresses, and removes what this build did not write.
    pub fn finish(self) -> Result<PathBuf> {
        let mut node = sh::command("node")
            .arg(sh::root().join("xtask/js/compress.mjs"))
            .stdin(Stdio::piped())
            .spawn()
            .context("missing: Node 20 or newer (`node`)")?;
        let list: String = self.written.iter().map(|path| format!("{}\n", path.display())).collect();
        node.stdin.take().context("node has no input")?.write_all(list.as_bytes())?;
        if !node.wait()?.success() {
            bail!("compressing dist/ failed");
        }
        for path in sh::files_below(&self.folder) {
            let name = path.to_string_lossy();
            let plain = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz")).unwrap_or(&name);
            if !self.written.contains(&PathBuf::from(plain)) {
                std::fs::remove_file(&path)?;
            }
        }
        Ok(self.folder)
    }
}
