//! The shared draft: several people, tabs and devices write one story at once, and nothing acknowledged is lost.
//!
//! `document` turns copy into a Yjs document and back, `read` mends what the merge of two valid edits may leave,
//! `scan` looks at what a browser sends before anything else does. `replica` is a document as the store has it,
//! `commit` takes one update in one transaction, `kept` saves words that a merge took out of sight. `room` is who is
//! connected to a story, `socket` the WebSocket. Decision 0011 says why it is so.

mod commit;
mod diff;
mod document;
mod kept;
mod message;
mod read;
mod replica;
mod room;
mod scan;
mod socket;
mod takeover;
mod tree;

pub use replica::{Seen, write_copy};
pub use room::{Hub, Person, Standing, Words};
pub use socket::{Seat, upgrade};
pub use takeover::Takeover;
