//! The actions: the only code that changes a story. Newsroom, command line, API and scheduler all call these.
//!
//! An action is permit → checks → one transaction that writes its rows and one line of the journal. There is no
//! network, rendering or file writing in one.

mod assignment;
mod correcting;
mod draft;
mod filing;
mod front;
mod moves;
mod ownership;
mod picture;
mod publication;
mod refusal;
mod release;
mod restoring;
mod shared;
mod site;

pub use assignment::{assign, plan};
pub use correcting::file_correction;
pub use draft::{Saved, create, save_draft};
pub use filing::file_draft;
pub use front::{LONGEST_BREAKING, arrange_front, switch_breaking};
pub use moves::{LONGEST_NOTE, finish, make_move, spike, unschedule, withdraw};
pub use ownership::{may_change, ownership};
pub use picture::{RENDITIONS, add_picture, change_picture};
pub use publication::{Outcome, Target, Wanted, publish, publish_copy, tidied};
pub use refusal::Refusal;
pub use release::{RELEASE, release};
pub use restoring::restore;
pub use shared::keep_shared;
pub use site::keep_places;
