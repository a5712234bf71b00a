//! A Slack to test with: a real server on loopback, as strict as the documents are.

pub mod kit;
