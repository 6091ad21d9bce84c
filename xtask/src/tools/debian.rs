//! Packages of Debian and Ubuntu, when we are root there.

use crate::sh;
use anyhow::{Result, bail};

/// Installs packages, or says by name what somebody has to install.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    let missing = format!("missing: {what}; install it ({}) and run this again", packages.join(" "));
    if !sh::succeeds(sh::command("apt-get").arg("--version")) {
        bail!("{missing}: this is neither Debian nor Ubuntu");
    }
    if sh::output(sh::command("id").arg("-u"))?.trim() != "0" {
        bail!("{missing}: sudo apt-get install {}", packages.join(" "));
    }
    let apt = |arguments: &[&str]| {
        let mut command = sh::command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(arguments);
        command.stdout(std::process::Stdio::null());
        command
    };
    let list = [&["install", "-y", "--no-install-recommends"], packages].concat();
    sh::say(&format!("installing {} with apt", packages.join(" ")));
    if !sh::succeeds(&mut apt(&list)) {
        sh::step("refreshing the package lists", &mut apt(&["update"]))?;
        sh::step(&format!("installing {what}"), &mut apt(&list)).map_err(|error| error.context(missing))?;
    }
    Ok(())
}

/// Whether this is Ubuntu, whose `chromium` package is only a signpost to a snap.
pub fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}
