//! Builds again when `cargo xtask dist` has put other widget files into dist/.

use std::path::PathBuf;

fn main() {
    let manifest = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let dist = manifest.join("../../dist");
    // A folder that is missing would make cargo run this, and compile the server, every time.
    let _ = std::fs::create_dir_all(&dist);
    println!("cargo:rerun-if-changed={}", dist.display());
}
