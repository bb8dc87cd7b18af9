//! What is true: the rules of a newsroom, without I/O, SQL, HTML, async or a clock.
//!
//! Every function here is a pure function of records and, where time matters, of an instant that the
//! caller passes in.

pub mod assignment;
pub mod body;
pub mod change;
pub mod check;
pub mod copy;
pub mod correction;
pub mod diff;
pub mod framing;
pub mod front;
pub mod language;
pub mod ledger;
pub mod media_format;
pub mod navigation;
pub mod note;
pub mod permit;
pub mod rights;
pub mod slug;
pub mod story;
pub mod visible;
pub mod zone;
