//! Chromium and fonts that have Korean, Japanese and Chinese letters.

use super::{cache, debian, find};
use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// A Chromium that starts: `$CHROMIUM`, the machine's, the cache's, or a fresh one.
pub fn chromium() -> Result<PathBuf> {
    let browser = browser()?;
    let fonts = sh::output(sh::command("fc-list").args([":lang=ko", "family"])).unwrap_or_default();
    if fonts.trim().is_empty() {
        debian::install("a font with Korean letters", &["fontconfig", "fonts-noto-cjk"])?;
    }
    Ok(browser)
}

fn browser() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        if !starts(&given) {
            bail!("CHROMIUM={} does not start", given.display());
        }
        return Ok(given);
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    if let Some(found) = find(&names).filter(|file| starts(file)) {
        return Ok(found);
    }
    if let Some(cached) = cached()? {
        return Ok(cached);
    }
    if !debian::is_ubuntu() {
        debian::install("Chromium (or set CHROMIUM to its path)", &["chromium"])?;
        return find(&names).filter(|file| starts(file)).context("missing: a Chromium that starts; set CHROMIUM");
    }
    super::npm()?;
    let mut install = sh::command(super::bin("playwright-core"));
    install.args(["install", "--with-deps", "chromium"]).env("PLAYWRIGHT_BROWSERS_PATH", cache()?.join("browsers"));
    sh::step("Chromium into the tool cache", &mut install).context("missing: Chromium; set CHROMIUM to its path")?;
    cached()?.context("missing: Chromium; set CHROMIUM to its path")
}

/// One that playwright put into the cache before.
fn cached() -> Result<Option<PathBuf>> {
    let files = sh::files_below(&cache()?.join("browsers"));
    Ok(files.into_iter().find(|file| file.ends_with("chrome-linux64/chrome") || file.ends_with("chrome-linux/chrome")))
}

fn starts(browser: &Path) -> bool {
    sh::succeeds(sh::command(browser).arg("--version"))
}
