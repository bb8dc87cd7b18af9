//! The actions: the only code that changes a story. Newsroom, command line, API and scheduler all call these.
//!
//! An action is permit → checks → one transaction that writes its rows and one line of the journal. There is no
//! network, rendering or file writing in one.

mod assignment;
mod correcting;
mod draft;
mod filing;
mod front;
mod ledger;
mod media_file;
mod moves;
mod notes;
mod ownership;
mod picture;
mod places;
mod publication;
mod redirects;
mod refusal;
mod release;
mod replacing;
mod restoring;
mod settings;
mod shared;
mod texts;

pub use assignment::{assign, plan};
pub use correcting::file_correction;
pub use draft::{Saved, create, save_draft};
pub use filing::file_draft;
pub use front::{ARRANGE, LONGEST_BREAKING, arrange_front, cancel_plan, carry_out_plan, change_plan, plan_front, restore_front, switch_breaking};
pub use ledger::file_ledger;
pub use media_file::add_media_file;
pub use moves::{LONGEST_NOTE, finish, make_move, spike, unschedule, withdraw};
pub use notes::{Said, Stands, anchor_note, answer_note, delete_remark, edit_remark, see_note, settle_note, write_note};
pub use ownership::{may_change, ownership};
pub use picture::{RENDITIONS, add_picture, change_picture, end_rights};
pub use places::{
    LONGEST_INTRO, LONGEST_NAME, change_section, change_storyline, keep_places, merge_storyline, name_section, name_storyline, order_sections,
    retire_section,
};
pub use publication::{EARLY_BAR, Outcome, Target, Wanted, publish, publish_copy, tidied};
pub use redirects::{end_redirect, make_redirect, readdress};
pub use refusal::Refusal;
pub use release::{RELEASE, release};
pub use replacing::{Replace, replace_picture};
pub use restoring::restore;
pub use settings::{NAVIGATION, SITE, THEME, drop_theme, keep_theme, set_navigation, set_site, set_theme};
pub use shared::keep_shared;
pub use texts::{LONGEST_PAGE, PageWords, begin_page, publish_page, save_page, withdraw_page};
