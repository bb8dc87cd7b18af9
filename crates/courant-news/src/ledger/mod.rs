//! The ledger: who said what, who has confirmed it, what was promised by when.
//!
//! A [`Bundle`] is a storyline's records as they are exchanged; a [`Ledger`] is a bundle that was checked, with the indexes that
//! answers need. What it answers is a pure function of the records and an instant: [`Ledger::assess`] for a claim by
//! [`rule`], [`Ledger::state`] for an expectation, [`Ledger::report`] for all of them. `docs/LEDGER.md` tells it for people.

mod as_of;
pub mod bundle;
mod check;
pub mod claim;
pub mod edtf;
pub mod event;
pub mod expectation;
mod index;
mod instant;
pub mod problem;
pub mod report;
pub mod rule;
pub mod source;
pub mod statement;
#[cfg(test)]
mod tests;

pub use bundle::Bundle;
pub use index::Ledger;
pub use problem::Problem;
pub use report::Report;
