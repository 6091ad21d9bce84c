//! Rules of the repository that no compiler knows, as tests: see ARCHITECTURE.md for why each exists.

mod documents;
mod features;
mod layering;
mod sources;
mod styles;
mod tree;
mod wire;
