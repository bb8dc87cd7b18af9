//! `courant ledger status FILE`: from a bundle alone, without a paper, what each claim's status is and what came of what was promised.
//! `courant ledger import FILE` files the same bundle in a paper, `courant ledger export STORYLINE` gives it back.

mod table;

use super::{Data, Failed, actor, open};
use crate::publish;
use clap::Subcommand;
use courant_news::ledger::{Ledger as Records, Problem, bundle};
use courant_news::permit::Publish;
use jiff::Timestamp;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum Ledger {
    /// Say who confirms, denies or is silent, and what was promised by when. Needs no paper.
    Status {
        /// The bundle, a JSON file; - is standard input.
        file: PathBuf,
        /// What was known then: an instant such as 2018-03-28T12:00:00Z, or a date, whose end is meant [default: now].
        #[arg(long, value_name = "INSTANT")]
        as_of: Option<String>,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// File a bundle in a paper. Again, it updates what changed and doubles nothing; what it does not name stays.
    Import {
        /// The bundle, a JSON file; - is standard input.
        file: PathBuf,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Print a storyline's ledger as a bundle.
    Export {
        /// The storyline's slug.
        storyline: String,
        #[command(flatten)]
        data: Data,
    },
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Failed {
        Failed::new(problem.sentence, problem.next)
    }
}

impl Ledger {
    pub fn run(self) -> Result<(), Failed> {
        match self {
            Ledger::Status { file, as_of, json } => status(&file, as_of.as_deref(), json),
            Ledger::Import { file, json, data } => import(&file, json, &data),
            Ledger::Export { storyline, data } => export(&storyline, &data),
        }
    }
}

fn status(file: &Path, as_of: Option<&str>, json: bool) -> Result<(), Failed> {
    let ledger = read(file)?;
    let as_of = as_of.map_or_else(|| Ok(Timestamp::now()), |text| ledger.as_of(text))?;
    let answer = if json {
        let report = serde_json::to_string(&ledger.report(as_of));
        report.map_err(|e| Failed::new(format!("The answer cannot be written: {e}."), "Try it again."))?
    } else {
        table::table(&ledger, as_of)
    };
    say(&answer)
}

fn import(file: &Path, json: bool, data: &Data) -> Result<(), Failed> {
    let store = open(data)?;
    let ledger = read(file)?;
    let (storyline, filed) = publish::file_ledger(&store, actor().permit::<Publish>()?, Timestamp::now(), &ledger)?;
    let (added, changed, same) = (filed.added, filed.changed, filed.same);
    if json {
        return say(&serde_json::json!({ "storyline": storyline, "added": added, "changed": changed, "same": same }).to_string());
    }
    say(&format!("{storyline}: {added} records are new, {changed} changed, {same} were there already."))
}

fn export(storyline: &str, data: &Data) -> Result<(), Failed> {
    let store = open(data)?;
    let bundle = store.read(|read| read.ledger(&read.storyline_now(storyline)?))?;
    let missing =
        || Failed::new(format!("The storyline ‘{storyline}’ has no ledger."), "Look for its slug at the end of its address, or import a bundle.");
    let text = serde_json::to_string_pretty(&bundle.ok_or_else(missing)?);
    say(&text.map_err(|e| Failed::new(format!("The bundle cannot be written: {e}."), "Try it again."))?)
}

fn say(answer: &str) -> Result<(), Failed> {
    match writeln!(std::io::stdout().lock(), "{}", answer.trim_end()) {
        // Whoever reads has read enough.
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Reads and checks a bundle.
fn read(file: &Path) -> Result<Records, Failed> {
    let name = if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
    Records::read(&bytes(file, &name)?).map_err(|p| Failed::new(format!("{name}: {}", p.sentence), p.next))
}

/// The bytes of a file or of standard input, no more than one too many.
fn bytes(file: &Path, name: &str) -> Result<Vec<u8>, Failed> {
    let unreadable = |e: std::io::Error| Failed::new(format!("{name} cannot be read: {e}."), "Check its path and who may read it.");
    let most = bundle::LARGEST as u64 + 1;
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    } else {
        std::fs::File::open(file).and_then(|f| f.take(most).read_to_end(&mut bytes)).map_err(unreadable)?;
    }
    Ok(bytes)
}
