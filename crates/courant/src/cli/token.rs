//! `courant token add|list|end`.

use super::grants::{read_grants, words};
use super::{Data, Failed, actor, open};
use crate::people;
use clap::Subcommand;
use courant_news::permit::ManagePeople;
use jiff::civil::Date;
use jiff::tz::TimeZone;
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
        #[arg(long, conflicts_with = "until")]
        days: Option<u32>,
        /// Instant at which it ends (RFC 3339), or a day, at whose end it ends in UTC.
        #[arg(long)]
        until: Option<String>,
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
            Token::Add { name, grants, days, until, data } => {
                let store = open(&data)?;
                let grants = read_grants(&grants)?;
                let days = days.map(|days| now + SignedDuration::from_hours(24 * i64::from(days)));
                let ends = until.as_deref().map(read_end).transpose()?.or(days);
                let code = people::add_token(&store, actor().permit::<ManagePeople>()?, now, &name, ends, &grants)?;
                println!("{}", code.text());
            }
            Token::List { json, data } => list(&data, json, now)?,
            Token::End { name, data } => {
                people::end_token(&open(&data)?, actor().permit::<ManagePeople>()?, now, &name)?;
                println!("The token ‘{name}’ has ended.");
            }
        }
        Ok(())
    }
}

fn list(data: &Data, json: bool, now: Timestamp) -> Result<(), Failed> {
    let store = open(data)?;
    for token in store.read(|read| read.tokens())? {
        let grants = store.read(|read| read.grants(&format!("token:{}", token.id)))?;
        let state = if token.in_use(now) { "in use" } else { "ended" };
        if json {
            let grants: Vec<&str> = grants.iter().map(|g| g.word()).collect();
            let said = serde_json::json!({
                "name": token.name, "made": token.created_at, "by": token.made_by, "ends": token.ended_at.or(token.ends_at), "grants": grants, "state": state,
            });
            println!("{said}");
        } else {
            println!("{}\t{state}\t{}\tmade {:.0}", token.name, words(&grants), token.created_at);
        }
    }
    Ok(())
}

/// An instant, or the end of a day in UTC.
fn read_end(text: &str) -> Result<Timestamp, Failed> {
    let end_of_day = || text.parse::<Date>().ok()?.tomorrow().ok()?.to_zoned_datetime(TimeZone::UTC).ok().map(|z| z.timestamp());
    let read = text.parse::<Timestamp>().ok().or_else(end_of_day);
    read.ok_or_else(|| Failed::new(format!("‘{text}’ is no time."), "Write it as 2026-12-31 or 2026-12-31T18:00:00Z."))
}
