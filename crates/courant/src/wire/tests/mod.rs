//! Tests of copy over the wire.

mod export;
mod front;
mod hostile;
mod limits;
mod markdown;
mod stories;
