//! The command line. Every error is one sentence and a next step; exit code 2 for wrong use, 1 for failure.

mod demo;
mod desk;
mod doctor;
mod grants;
mod ledger;
mod person;
mod serve;
mod story;
mod token;

use crate::app::StartProblem;
use crate::observe::{LogFormat, start_logs};
use crate::publish::Refusal;
use clap::{Args, Parser, Subcommand};
use courant_news::permit::Actor;
use courant_store::Store;
use std::path::PathBuf;
use std::process::ExitCode;

/// A newsroom in one binary: it publishes news and keeps the record behind it.
#[derive(Debug, Parser)]
#[command(name = "courant", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say more in the log (twice: everything).
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Write the log as JSON.
    #[arg(long, global = true)]
    log_json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the demo paper, ready to read and edit.
    Demo(demo::Demo),
    /// Serve a paper. The first run makes the data folder and prints a set-up link.
    Serve(serve::Serve),
    /// People with accounts.
    #[command(subcommand)]
    Person(person::Person),
    /// Desks.
    #[command(subcommand)]
    Desk(desk::Desk),
    /// Tokens for programs.
    #[command(subcommand)]
    Token(token::Token),
    /// Publish and withdraw stories, also while the server runs.
    #[command(subcommand)]
    Story(story::Story),
    /// Who said what, who confirms or denies it, what was promised by when.
    #[command(subcommand)]
    Ledger(ledger::Ledger),
    /// Bring the database up to this version.
    Migrate(Data),
    /// Check database, journal and pictures.
    Doctor(doctor::Doctor),
}

/// Where the paper is.
#[derive(Clone, Debug, Args)]
pub(crate) struct Data {
    /// The data folder.
    #[arg(long, default_value = "courant-data", env = "COURANT_DATA")]
    pub data: PathBuf,
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failed {
    pub sentence: String,
    pub next: String,
}

impl Failed {
    pub fn new(sentence: impl Into<String>, next: impl Into<String>) -> Failed {
        Failed { sentence: sentence.into(), next: next.into() }
    }
}

impl From<StartProblem> for Failed {
    fn from(p: StartProblem) -> Failed {
        Failed::new(p.sentence, p.next)
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Failed {
        Failed::new(refusal.to_string(), refusal.next())
    }
}

impl From<courant_news::permit::Refused> for Failed {
    fn from(refused: courant_news::permit::Refused) -> Failed {
        Failed::new(refused.to_string(), "Nothing was changed.")
    }
}

impl From<courant_store::Problem> for Failed {
    fn from(problem: courant_store::Problem) -> Failed {
        Failed::new(problem.to_string(), problem.next())
    }
}

impl From<crate::http::Failure> for Failed {
    fn from(failure: crate::http::Failure) -> Failed {
        Failed::new(failure.sentence, failure.next)
    }
}

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Failed {
        Failed::new(format!("The system refused: {error}."), "Try again; the log says more.")
    }
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            // Help and version are answers, not errors; clap writes them to standard output.
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
    };
    let level = [tracing::Level::WARN, tracing::Level::INFO, tracing::Level::TRACE][usize::from(cli.verbose.min(2))];
    let level = if cli.verbose == 0 && matches!(cli.command, Command::Serve(_)) { tracing::Level::INFO } else { level };
    start_logs(if cli.log_json { LogFormat::Json } else { LogFormat::Lines }, level);
    match carry_out(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            eprintln!("courant: {}\n  {}", failed.sentence, failed.next);
            ExitCode::from(1)
        }
    }
}

fn carry_out(command: Command) -> Result<(), Failed> {
    match command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Person(person) => person.run(),
        Command::Desk(desk) => desk.run(),
        Command::Token(token) => token.run(),
        Command::Story(story) => story.run(),
        Command::Ledger(ledger) => ledger.run(),
        Command::Migrate(data) => {
            open(&data)?;
            println!("The database is up to date.");
            Ok(())
        }
        Command::Doctor(doctor) => doctor.run(),
    }
}

/// Opens a paper's database, which must be there, beside a running server or without one.
pub(crate) fn open(data: &Data) -> Result<Store, Failed> {
    if !data.data.join("newsroom.db").exists() {
        let sentence = format!("There is no paper in {}.", data.data.display());
        return Err(Failed::new(sentence, "Name its folder with --data, or make one with `courant serve --data DIR`."));
    }
    Ok(Store::open(&data.data)?)
}

/// Who acts on the command line.
pub(crate) fn actor() -> Actor {
    Actor::command_line()
}
