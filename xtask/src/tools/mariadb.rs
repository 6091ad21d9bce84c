//! MariaDB, which the store's contract test starts by itself on a free port and a temporary folder.

use super::{debian, find};
use anyhow::{Result, bail};

/// Makes sure that a `mariadbd` can be started.
pub fn mariadb() -> Result<()> {
    if find(&["mariadbd"]).is_none() {
        debian::install("MariaDB", &["mariadb-server"])?;
    }
    match find(&["mariadbd"]) {
        Some(_) => Ok(()),
        None => bail!("missing: mariadbd (Debian's mariadb-server was installed but brought none)"),
    }
}
