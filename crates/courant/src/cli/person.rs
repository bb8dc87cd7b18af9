//! `courant person add|list|passwd`.

use super::{Data, Failed, actor, open};
use crate::people::{self, NewPerson, passwords};
use clap::Subcommand;
use courant_news::permit::{GRANTS, Grant, ManagePeople};
use jiff::Timestamp;
use std::io::{BufRead, IsTerminal, Write};

#[derive(Debug, Subcommand)]
pub(super) enum Person {
    /// Give somebody an account. The password is read from standard input.
    Add {
        /// Name as bylines print it.
        name: String,
        /// E-mail address to sign in with.
        email: String,
        /// What they may do; may be given several times [default: all].
        #[arg(long = "grant", value_name = "GRANT")]
        grants: Vec<String>,
        #[command(flatten)]
        data: Data,
    },
    /// List accounts.
    List {
        /// One line of JSON each.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Set somebody's password, read from standard input; their sessions end.
    Passwd {
        /// E-mail address.
        email: String,
        #[command(flatten)]
        data: Data,
    },
}

impl Person {
    pub fn run(self) -> Result<(), Failed> {
        match self {
            Person::Add { name, email, grants, data } => add(&data, name, email, &grants),
            Person::List { json, data } => list(&data, json),
            Person::Passwd { email, data } => passwd(&data, &email),
        }
    }
}

fn add(data: &Data, name: String, email: String, grants: &[String]) -> Result<(), Failed> {
    let store = open(data)?;
    let grants = if grants.is_empty() { GRANTS.to_vec() } else { read_grants(grants)? };
    let password = ask_password()?;
    let new = NewPerson { name, email, password }.checked().map_err(|(_, sentence)| Failed::new(sentence, "Nothing was changed."))?;
    let hash = passwords::hash(&new.password).map_err(|sentence| Failed::new(sentence, "Try again."))?;
    people::add_person(&store, actor().permit::<ManagePeople>()?, Timestamp::now(), &new, &hash, &grants)?;
    println!("{} can sign in as {}.", new.name, new.email);
    Ok(())
}

fn list(data: &Data, json: bool) -> Result<(), Failed> {
    for account in open(data)?.read(|read| read.accounts())? {
        if json {
            println!("{}", serde_json::json!({ "name": account.name, "email": account.email }));
        } else {
            println!("{}\t{}", account.name, account.email);
        }
    }
    Ok(())
}

fn passwd(data: &Data, email: &str) -> Result<(), Failed> {
    let store = open(data)?;
    let account = store.read(|read| read.account(&email.trim().to_lowercase()))?;
    let account = account.ok_or_else(|| Failed::new(format!("Nobody signs in as {email}."), "`courant person list` shows who does."))?;
    let password = ask_password()?;
    passwords::check(&password, &[&account.name, &account.email]).map_err(|sentence| Failed::new(sentence, "Nothing was changed."))?;
    let hash = passwords::hash(&password).map_err(|sentence| Failed::new(sentence, "Try again."))?;
    people::change_password(&store, &actor(), Timestamp::now(), account.person, 0, &hash)?;
    println!("The password of {} is set and their sessions have ended.", account.name);
    Ok(())
}

pub(super) fn read_grants(words: &[String]) -> Result<Vec<Grant>, Failed> {
    let known = GRANTS.map(Grant::word).join(", ");
    let read = |word: &String| Grant::from_word(word).ok_or_else(|| Failed::new(format!("‘{word}’ is no grant."), format!("Choose of: {known}.")));
    words.iter().map(read).collect()
}

fn ask_password() -> Result<String, Failed> {
    if std::io::stdin().is_terminal() {
        eprint!("Password (shown as you type; at least {} characters): ", passwords::SHORTEST);
        std::io::stderr().flush()?;
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
