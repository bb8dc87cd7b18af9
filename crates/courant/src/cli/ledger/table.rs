//! What `courant ledger status` prints for people, in 80 columns.

use courant_news::ledger::Ledger;
use courant_news::ledger::claim::Claim;
use courant_news::ledger::edtf::Edtf;
use courant_news::ledger::expectation::State;
use courant_news::ledger::rule::{self, Assessment, First, Standing, Turn};
use courant_news::ledger::statement::Stance;
use jiff::Timestamp;
use std::fmt::Write;

/// Columns of a line.
const WIDTH: usize = 80;
/// Where what a line says begins, behind its label.
const LABELS: usize = 17;

/// The whole table.
pub(super) fn table(ledger: &Ledger, as_of: Timestamp) -> String {
    let storyline = &ledger.bundle().storyline;
    let page = Page { ledger, as_of };
    let mut out = wrapped(&storyline.title, 0, 0);
    let _ = writeln!(out, "As of {} · rule version {}", page.time(as_of), rule::VERSION);
    let report = ledger.report(as_of);
    for (claim, (_, assessment)) in ledger.bundle().claims.iter().zip(&report.claims) {
        out.push('\n');
        page.claim(&mut out, claim, assessment);
    }
    page.promised(&mut out);
    page.happened(&mut out);
    page.declared(&mut out);
    out
}

struct Page<'a> {
    ledger: &'a Ledger,
    as_of: Timestamp,
}

impl Page<'_> {
    fn claim(&self, out: &mut String, claim: &Claim, found: &Assessment<'_>) {
        let status = found.status.words().to_uppercase();
        let by_parties = if found.parties_only { " (only by whom it concerns)" } else { "" };
        out.push_str(&wrapped(&format!("{status}{by_parties} · {}", claim.slug), 0, 2));
        out.push_str(&wrapped(&claim.text, 2, 2));
        self.sides(out, "says so", &found.supports);
        self.sides(out, "denies it", &found.denies);
        let names = |slugs: &[&str]| slugs.iter().map(|slug| self.name(slug)).collect::<Vec<_>>().join(", ");
        if !found.declined.is_empty() {
            out.push_str(&labelled("no comment", &names(&found.declined)));
        }
        if !found.silent.is_empty() {
            out.push_str(&labelled("silent", &names(&found.silent)));
        }
        if let Some(first) = found.first_said {
            out.push_str(&labelled("first said", &self.first(&first)));
        }
        if let Some(first) = found.first_confirmed {
            out.push_str(&labelled("second source", &self.first(&first)));
        }
        for turn in &found.changes {
            out.push_str(&labelled("changed", &self.turn(turn)));
        }
        let stands = self.ledger.bundle().findings.iter().filter(|f| f.claim == claim.slug && f.at <= self.as_of).max_by_key(|f| f.at);
        if let Some(finding) = stands {
            out.push_str(&labelled("we find", &format!("{}: {}", finding.verdict.words(), finding.reason)));
        }
    }

    fn sides(&self, out: &mut String, label: &str, side: &[Standing<'_>]) {
        for (at, standing) in side.iter().enumerate() {
            let said: Vec<String> = standing.statements.iter().map(|slug| format!("{slug}{}", self.said(slug))).collect();
            let line = format!("{}: {}", self.name(standing.origin), said.join("; "));
            out.push_str(&labelled(if at == 0 { label } else { "" }, &line));
        }
    }

    fn first(&self, first: &First<'_>) -> String {
        let learnt = self.ledger.statement(first.statement).map(|at| self.time(self.ledger.bundle().statements[at].learnt));
        format!("{}, learnt {} ({})", self.name(first.origin), learnt.unwrap_or_default(), first.statement)
    }

    fn turn(&self, turn: &Turn<'_>) -> String {
        let did = |stance: Stance| match stance {
            Stance::Supports => "said so",
            Stance::Denies => "denied it",
            Stance::Withdraws => "took it back",
            Stance::Declines => "had no comment",
        };
        let by = if turn.origin == turn.speaker { String::new() } else { format!(" by {}", self.name(turn.origin)) };
        format!("{}{by} {}, then {} ({})", self.name(turn.speaker), did(turn.from), did(turn.to), turn.statement)
    }

    fn promised(&self, out: &mut String) {
        let expectations = &self.ledger.bundle().expectations;
        let known = (0..expectations.len()).filter_map(|at| Some((&expectations[at], self.ledger.state(at, self.as_of)?)));
        for (nth, (expectation, state)) in known.enumerate() {
            out.push_str(if nth == 0 { "\nPROMISED\n" } else { "" });
            let to = expectation.outcome(self.as_of).and_then(|o| o.to.as_ref()).map(|to| format!(", to {to}")).unwrap_or_default();
            let due = if state == State::Moved { to } else { format!(", due {}", due(&expectation.due)) };
            out.push_str(&labelled(&state.word().to_uppercase(), &format!("{}{due} · {}", expectation.text, expectation.slug)));
        }
    }

    fn happened(&self, out: &mut String) {
        let known = self.ledger.bundle().events.iter().filter(|event| event.learnt <= self.as_of);
        for (nth, event) in known.enumerate() {
            out.push_str(if nth == 0 { "\nHAPPENED\n" } else { "" });
            let place = event.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
            out.push_str(&labelled(&event.when.to_string(), &format!("{}{place} · {}", event.text, event.slug)));
        }
    }

    /// What editors declared, since it changes what the rule says.
    fn declared(&self, out: &mut String) {
        let bundle = self.ledger.bundle();
        let mut lines = Vec::new();
        for declared in &bundle.storyline.not_independent {
            let names: Vec<String> = declared.sources.iter().map(|slug| self.name(slug.as_str())).collect();
            lines.push(("one origin", format!("{}: {}", names.join(", "), declared.reason)));
        }
        for (at, statement) in bundle.statements.iter().enumerate() {
            if let Some(declared) = statement.first_hand.as_ref().filter(|_| self.ledger.counts(at, self.as_of)) {
                lines.push(("first-hand", format!("{}, {}: {}", self.name(declared.relay.as_str()), statement.slug, declared.reason)));
            }
        }
        for (nth, (label, line)) in lines.iter().enumerate() {
            out.push_str(if nth == 0 { "\nDECLARED\n" } else { "" });
            out.push_str(&labelled(label, line));
        }
    }

    fn name(&self, slug: &str) -> String {
        self.ledger.source(slug).map_or_else(|| slug.to_owned(), |at| self.ledger.bundle().sources[at].name.clone())
    }

    fn said(&self, statement: &str) -> String {
        let record = self.ledger.statement(statement).map(|at| &self.ledger.bundle().statements[at]);
        record.map(|s| format!(", said {}", s.said)).unwrap_or_default()
    }

    fn time(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.ledger.zone().clone()).strftime("%-d %B %Y, %H:%M %Z").to_string()
    }
}

/// When something is due, in words where the interval has no beginning.
fn due(date: &Edtf) -> String {
    let text = date.to_string();
    match text.strip_prefix("../") {
        Some("..") => "some day".to_owned(),
        Some(end) => format!("by {end}"),
        None => text,
    }
}

/// A line with a label before it, wrapped beneath itself.
fn labelled(label: &str, text: &str) -> String {
    let label = format!("\u{a0}\u{a0}{label}");
    let gap = LABELS.saturating_sub(columns(&label)).max(1);
    wrapped(&format!("{label}{}{text}", "\u{a0}".repeat(gap)), 0, LABELS)
}

/// Text in lines of at most [`WIDTH`] columns, each ended, indented by so many columns. A word that is longer than a line is cut.
fn wrapped(text: &str, first: usize, others: usize) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let (mut out, mut line) = (String::new(), " ".repeat(first));
    let mut empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !empty && columns(&line) + 1 + columns(word) > WIDTH {
            let _ = writeln!(out, "{}", line.trim_end());
            (line, empty) = (" ".repeat(others), true);
        }
        if !empty {
            line.push(' ');
        }
        for c in word.chars() {
            if columns(&line) + column(c) > WIDTH {
                let _ = writeln!(out, "{}", line.trim_end());
                line = " ".repeat(others);
            }
            line.push(if c == '\u{a0}' { ' ' } else { c });
        }
        empty = false;
    }
    let _ = writeln!(out, "{}", line.trim_end());
    out
}

fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// Columns of a character on a terminal, near enough: none for marks that stand over others, two for wide scripts.
fn column(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2066..=0x2069 | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}
