//! `courant person …`: everything that the people page does, and first aid.

use super::grants::{read_grants, read_role, words};
use super::{Data, Failed, actor, open};
use crate::app::load_config;
use crate::people::{self, Joining, NewPerson, passwords};
use clap::Subcommand;
use courant_news::permit::{Actor, GRANTS, Grant, ManagePeople, Permit, Role};
use courant_store::Store;
use courant_store::team::Member;
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
        /// Role: reporter, editor, publisher, owner [default: owner, unless grants are named].
        #[arg(long)]
        role: Option<String>,
        /// A grant; may be given several times.
        #[arg(long = "grant", value_name = "GRANT")]
        grants: Vec<String>,
        #[command(flatten)]
        data: Data,
    },
    /// Invite somebody: prints a link, good for seven days, with which they choose name and password.
    Invite {
        /// Name as bylines print it.
        name: String,
        /// E-mail address to sign in with.
        email: String,
        /// Role.
        #[arg(long, default_value = "reporter")]
        role: String,
        /// Desk; may be given several times.
        #[arg(long = "desk", value_name = "DESK")]
        desks: Vec<String>,
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
    /// Show one account with its grants, desks and second factors.
    Show {
        /// E-mail address.
        email: String,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Give somebody a role and exactly its grants.
    Role {
        /// E-mail address.
        email: String,
        /// reporter, editor, publisher or owner.
        role: String,
        #[command(flatten)]
        data: Data,
    },
    /// Give and take single grants.
    Grant {
        /// E-mail address.
        email: String,
        /// Grant to give; may be given several times.
        #[arg(long, value_name = "GRANT")]
        give: Vec<String>,
        /// Grant to take; may be given several times.
        #[arg(long, value_name = "GRANT")]
        take: Vec<String>,
        #[command(flatten)]
        data: Data,
    },
    /// Set the desks somebody works on; none: all of them.
    Desk {
        /// E-mail address.
        email: String,
        /// Slugs of desks.
        desks: Vec<String>,
        #[command(flatten)]
        data: Data,
    },
    /// Dismiss somebody: sessions, links and tokens they made end at once; bylines and history stay.
    Dismiss(One),
    /// Take somebody back who was dismissed.
    TakeBack(One),
    /// Set somebody's password, read from standard input; their sessions end.
    Passwd(One),
    /// Print a link that signs somebody in once, good for a day.
    SignInLink(One),
    /// Second factors.
    #[command(subcommand)]
    SecondFactor(SecondFactor),
}

/// One person.
#[derive(Debug, clap::Args)]
pub(super) struct One {
    /// E-mail address.
    email: String,
    #[command(flatten)]
    data: Data,
}

#[derive(Debug, Subcommand)]
pub(super) enum SecondFactor {
    /// Take somebody's second factors away, for who has lost them; their sessions end.
    Reset(One),
    /// Say which roles need one; none: nobody does.
    Require {
        /// Roles.
        roles: Vec<String>,
        #[command(flatten)]
        data: Data,
    },
}

impl Person {
    pub fn run(self) -> Result<(), Failed> {
        match self {
            Person::Add { name, email, role, grants, data } => add(&data, name, email, role.as_deref(), &read_grants(&grants)?),
            Person::Invite { name, email, role, desks, data } => invite(&data, Joining { name, email, role: read_role(&role)?, desks }),
            Person::List { json, data } => list(&data, json),
            Person::Show { email, json, data } => show(&data, &email, json),
            Person::Role { email, role, data } => {
                let role = read_role(&role)?;
                to_one(&data, &email, |store, permit, now, who| {
                    people::set_role(store, permit, now, who.person, role)?;
                    Ok(format!("{} is {} now.", who.name, role.word()))
                })
            }
            Person::Grant { email, give, take, data } => {
                let (give, take) = (read_grants(&give)?, read_grants(&take)?);
                to_one(&data, &email, |store, permit, now, who| {
                    people::change_grants(store, permit, now, who.person, &give, &take)?;
                    let held = store.read(|read| read.grants(&format!("person:{}", who.person)))?;
                    Ok(format!("{} may now: {}.", who.name, words(&held)))
                })
            }
            Person::Desk { email, desks, data } => to_one(&data, &email, |store, permit, now, who| {
                people::set_desks(store, permit, now, who.person, &desks)?;
                Ok(format!("{} works on {}.", who.name, if desks.is_empty() { "all desks".to_owned() } else { desks.join(", ") }))
            }),
            Person::Dismiss(one) => to_one(&one.data, &one.email, |store, permit, now, who| {
                people::dismiss(store, permit, now, who.person)?;
                Ok(format!("{} is dismissed: sessions, links and tokens they made have ended.", who.name))
            }),
            Person::TakeBack(one) => to_one(&one.data, &one.email, |store, permit, now, who| {
                people::take_back(store, permit, now, who.person)?;
                Ok(format!("{} can sign in again.", who.name))
            }),
            Person::Passwd(one) => passwd(&one),
            Person::SignInLink(one) => {
                let origin = origin(&one.data)?;
                to_one(&one.data, &one.email, |store, _, now, who| Ok(format!("{origin}{}", people::sign_in_link(store, now, who.person)?)))
            }
            Person::SecondFactor(SecondFactor::Reset(one)) => to_one(&one.data, &one.email, |store, permit, now, who| {
                people::reset_factors(store, permit, now, who.person)?;
                Ok(format!("{} has no second factor any more; their sessions have ended.", who.name))
            }),
            Person::SecondFactor(SecondFactor::Require { roles, data }) => require(&data, &roles),
        }
    }
}

/// Does something to one person and prints what came of it.
fn to_one(
    data: &Data,
    email: &str,
    work: impl FnOnce(&Store, Permit<'_, ManagePeople>, Timestamp, &Member) -> Result<String, Failed>,
) -> Result<(), Failed> {
    let store = open(data)?;
    let (who, actor) = (find(&store, email)?, actor());
    println!("{}", work(&store, actor.permit::<ManagePeople>()?, Timestamp::now(), &who)?);
    Ok(())
}

fn find(store: &Store, email: &str) -> Result<Member, Failed> {
    let found = store.read(|read| read.member_by_email(&email.trim().to_lowercase()))?;
    found.ok_or_else(|| Failed::new(format!("Nobody signs in as {email}."), "`courant person list` shows who does."))
}

fn add(data: &Data, name: String, email: String, role: Option<&str>, grants: &[Grant]) -> Result<(), Failed> {
    let store = open(data)?;
    let grants = match role.map(read_role).transpose()? {
        Some(role) => [role.grants(), grants].concat(),
        None if grants.is_empty() => GRANTS.to_vec(),
        None => grants.to_vec(),
    };
    let password = ask_password()?;
    let new = NewPerson { name, email, password }.checked().map_err(|(_, sentence)| Failed::new(sentence, "Nothing was changed."))?;
    let hash = passwords::hash(&new.password).map_err(|sentence| Failed::new(sentence, "Try again."))?;
    people::add_person(&store, actor().permit::<ManagePeople>()?, Timestamp::now(), &new, &hash, &grants)?;
    println!("{} can sign in as {}.", new.name, new.email);
    Ok(())
}

fn invite(data: &Data, who: Joining) -> Result<(), Failed> {
    let (store, origin) = (open(data)?, origin(data)?);
    let path = people::invite(&store, actor().permit::<ManagePeople>()?, Timestamp::now(), &who)?;
    println!("{origin}{path}");
    Ok(())
}

/// The paper's public address, or the one that it listens on when it is not told another.
fn origin(data: &Data) -> Result<String, Failed> {
    let config = load_config(&data.data, None)?;
    let listen = config.listen.as_deref().unwrap_or(super::serve::DEFAULT_LISTEN);
    Ok(if config.site.url.is_empty() { format!("http://{listen}") } else { config.site.url.trim_end_matches('/').to_owned() })
}

fn json(store: &Store, m: &Member) -> Result<serde_json::Value, Failed> {
    let (grants, desks) =
        store.read(|read| Ok::<_, courant_store::Problem>((read.grants(&format!("person:{}", m.person))?, read.desks_of(m.person)?)))?;
    let grants: Vec<&str> = grants.iter().map(|g| g.word()).collect();
    Ok(serde_json::json!({
        "name": m.name, "email": m.email, "slug": m.slug, "role": m.role.word(), "grants": grants, "desks": desks,
        "codes": m.codes, "passkeys": m.passkeys, "last_seen": m.seen_at, "ended": m.ended_at,
    }))
}

fn list(data: &Data, as_json: bool) -> Result<(), Failed> {
    let store = open(data)?;
    for member in store.read(|read| read.members())? {
        if as_json {
            println!("{}", json(&store, &member)?);
        } else {
            let state = if member.ended_at.is_some() { "ended" } else { member.role.word() };
            println!("{}\t{}\t{state}", member.name, member.email);
        }
    }
    Ok(())
}

fn show(data: &Data, email: &str, as_json: bool) -> Result<(), Failed> {
    let store = open(data)?;
    let member = find(&store, email)?;
    let said = json(&store, &member)?;
    if as_json {
        println!("{said}");
        return Ok(());
    }
    let list = |name: &str| said[name].as_array().into_iter().flatten().filter_map(|v| v.as_str()).collect::<Vec<_>>().join(", ");
    let date = |at: Option<Timestamp>| at.map_or("never".to_owned(), |at| format!("{at:.0}"));
    println!("{} <{}>, {}", member.name, member.email, member.role.word());
    println!("may:           {}", list("grants"));
    println!("desks:         {}", if list("desks").is_empty() { "all".into() } else { list("desks") });
    println!("second factor: {} app, {} passkeys", i32::from(member.codes), member.passkeys);
    println!("last seen:     {}", date(member.seen_at));
    if member.ended_at.is_some() {
        println!("dismissed:     {}", date(member.ended_at));
    }
    Ok(())
}

fn passwd(one: &One) -> Result<(), Failed> {
    let store = open(&one.data)?;
    let who = find(&store, &one.email)?;
    let password = ask_password()?;
    passwords::check(&password, &[&who.name, &who.email]).map_err(|sentence| Failed::new(sentence, "Nothing was changed."))?;
    let hash = passwords::hash(&password).map_err(|sentence| Failed::new(sentence, "Try again."))?;
    let actor: Actor = actor();
    people::reset_password(&store, actor.permit::<ManagePeople>()?, Timestamp::now(), who.person, &hash)?;
    println!("The password of {} is set and their sessions have ended.", who.name);
    Ok(())
}

fn require(data: &Data, roles: &[String]) -> Result<(), Failed> {
    let roles: Vec<Role> = roles.iter().map(|word| read_role(word)).collect::<Result<_, _>>()?;
    people::require_factor(&open(data)?, actor().permit::<ManagePeople>()?, Timestamp::now(), &roles)?;
    let named: Vec<&str> = roles.iter().map(|r| r.word()).collect();
    println!("Roles that need a second factor: {}.", if named.is_empty() { "none".into() } else { named.join(", ") });
    Ok(())
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
