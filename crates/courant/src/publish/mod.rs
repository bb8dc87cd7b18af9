//! The actions: the only code that changes a story. Newsroom, command line, API and scheduler all call these.
//!
//! An action is permit → checks → one transaction that writes its rows and one line of the journal. There is no
//! network, rendering or file writing in one.

mod draft;
mod filing;
mod front;
mod media_file;
mod moves;
mod picture;
mod publication;
mod refusal;
mod release;
mod site;

pub use draft::{Saved, create, save_draft};
pub use filing::file_draft;
pub use front::{LONGEST_BREAKING, arrange_front, switch_breaking};
pub use media_file::add_media_file;
pub use moves::{finish, spike, unschedule, withdraw};
pub use picture::{RENDITIONS, add_picture, change_picture};
pub use publication::{Outcome, Target, Wanted, publish, publish_copy, tidied};
pub use refusal::Refusal;
pub use release::{RELEASE, release};
pub use site::keep_places;
