//! `courant token add|list|end`.

use super::{Data, Failed, actor, open};
use crate::people;
use clap::Subcommand;
use courant_news::permit::ManagePeople;
use jiff::{SignedDuration, Timestamp};

#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make a token and print it, once.
    Add {
        /// Name, for the journal.
        name: String,
        /// What it may do; may be given several times.
        #[arg(long = "grant", value_name = "GRANT", required = true)]
        grants: Vec<String>,
        /// Days after which it ends [default: never].
        #[arg(long)]
        days: Option<u32>,
        #[command(flatten)]
        data: Data,
    },
    /// List tokens.
    List {
        /// One line of JSON each.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: Data,
    },
    /// End a token.
    End {
        /// Its name.
        name: String,
        #[command(flatten)]
        data: Data,
    },
}

impl Token {
    pub fn run(self) -> Result<(), Failed> {
        let now = Timestamp::now();
        match self {
            Token::Add { name, grants, days, data } => {
                let store = open(&data)?;
                let grants = super::person::read_grants(&grants)?;
                let ends = days.map(|days| now + SignedDuration::from_hours(24 * i64::from(days)));
                let code = people::add_token(&store, actor().permit::<ManagePeople>()?, now, &name, ends, &grants)?;
                println!("{}", code.text());
            }
            Token::List { json, data } => {
                for token in open(&data)?.read(|read| read.tokens())? {
                    let state = if token.ended_at.is_some() || token.ends_at.is_some_and(|end| end <= now) { "ended" } else { "in use" };
                    if json {
                        println!("{}", serde_json::json!({ "name": token.name, "made": token.created_at, "ends": token.ends_at, "state": state }));
                    } else {
                        println!("{}\t{state}\tmade {:.0}", token.name, token.created_at);
                    }
                }
            }
            Token::End { name, data } => {
                people::end_token(&open(&data)?, actor().permit::<ManagePeople>()?, now, &name)?;
                println!("The token ‘{name}’ has ended.");
            }
        }
        Ok(())
    }
}
