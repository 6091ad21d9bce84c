//! A whole server for tests.
