//! Scenarios over the whole product, and the rules that the repository keeps: [`tidy`].
#![cfg(test)]

mod schedules;
mod tidy;
