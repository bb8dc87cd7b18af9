//! What is kept: SQL, journal, jobs. Uses the rules of courant-news and nothing else of Courant.
//!
//! One writer connection, a few read-only readers. Everything that changes a paper goes through
//! [`Store::act`], which runs one transaction and writes one line of the journal with it.

pub mod accounts;
pub mod chain;
pub mod factors;
pub mod flow;
pub mod fronts;
pub mod invitations;
pub mod jobs;
pub mod journal;
pub mod ledger;
pub mod links;
pub mod lists;
pub mod media_files;
pub mod migrate;
pub mod notes;
pub mod picture_uses;
pub mod pictures;
pub mod places;
pub mod redirects;
pub mod revisions;
pub mod shared;
pub mod statement;
pub mod store;
pub mod stories;
pub mod team;
pub mod texts;
pub mod themes;
pub mod tokens;

pub use statement::Statement;
pub use store::{Problem, Read, Store, Write};

/// Every statement of this crate, for the test that prepares them all on PostgreSQL.
pub fn statements() -> Vec<&'static Statement> {
    [
        accounts::STATEMENTS,
        chain::STATEMENTS,
        factors::STATEMENTS,
        flow::STATEMENTS,
        fronts::STATEMENTS,
        invitations::STATEMENTS,
        jobs::STATEMENTS,
        journal::STATEMENTS,
        links::STATEMENTS,
        ledger::STATEMENTS,
        lists::STATEMENTS,
        media_files::STATEMENTS,
        notes::STATEMENTS,
        picture_uses::STATEMENTS,
        pictures::STATEMENTS,
        places::STATEMENTS,
        redirects::STATEMENTS,
        revisions::STATEMENTS,
        shared::STATEMENTS,
        stories::STATEMENTS,
        team::STATEMENTS,
        tokens::STATEMENTS,
        texts::STATEMENTS,
        themes::STATEMENTS,
    ]
    .concat()
}
