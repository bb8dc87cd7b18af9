//! `courant desk add|rename|list`.

use super::{Data, Failed, actor, open};
use crate::people;
use clap::Subcommand;
use courant_news::permit::ManagePeople;
use jiff::Timestamp;

#[derive(Debug, Subcommand)]
pub(super) enum Desk {
    /// Add a desk, last in order; prints its slug.
    Add {
        /// Name.
        name: String,
        #[command(flatten)]
        data: Data,
    },
    /// Rename a desk; its slug stays.
    Rename {
        /// Slug.
        slug: String,
        /// Name.
        name: String,
        #[command(flatten)]
        data: Data,
    },
    /// List desks in order.
    List {
        /// One line of JSON each.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: Data,
    },
}

impl Desk {
    pub fn run(self) -> Result<(), Failed> {
        let (now, actor) = (Timestamp::now(), actor());
        match self {
            Desk::Add { name, data } => println!("{}", people::add_desk(&open(&data)?, actor.permit::<ManagePeople>()?, now, &name)?),
            Desk::Rename { slug, name, data } => {
                people::rename_desk(&open(&data)?, actor.permit::<ManagePeople>()?, now, &slug, &name)?;
                println!("The desk ‘{slug}’ is called {name} now.");
            }
            Desk::List { json, data } => {
                for desk in open(&data)?.read(|read| read.desks())? {
                    match json {
                        true => println!("{}", serde_json::json!({ "slug": desk.slug, "name": desk.name })),
                        false => println!("{}\t{}", desk.slug, desk.name),
                    }
                }
            }
        }
        Ok(())
    }
}
