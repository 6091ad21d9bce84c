//! Madang's widget: chat in any website, Leptos → WASM.
//!
//! Read in this order: [`store`] (what is known, and how it changes: pure), [`client`] (socket, timers, what is kept on
//! the device), `ui` (what is seen), [`app`] (all together), [`embed`] (what the page calls).

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

pub mod app;
pub mod client;
pub mod config;
pub mod embed;
pub mod files;
pub mod intl;
pub mod parts;
pub mod store;
pub mod strings;
pub mod ui;
