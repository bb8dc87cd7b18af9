//! A bundle that was checked, with the indexes that answers need.

use super::bundle::Bundle;
use super::check::{self, Known};
use super::expectation::State;
use super::problem::Problem;
use super::rule::{self, Assessment, Party, Weighed};
use super::source;
use super::statement::{Stance, Statement};
use crate::slug::Slug;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// A storyline's ledger, checked and indexed. Records are named by their place in the bundle's lists.
#[derive(Debug)]
pub struct Ledger {
    bundle: Bundle,
    zone: TimeZone,
    known: Known,
    /// For each source its root.
    roots: Vec<usize>,
    /// For each root the root that it counts as.
    counts_as: Vec<usize>,
    statements: Vec<Fact>,
    /// For each claim the statements with what they do to it.
    by_claim: Vec<Vec<(usize, Stance)>>,
}

/// What the rule weighs of a statement, whichever claim it is about.
#[derive(Clone, Debug)]
struct Fact {
    origin: usize,
    speaker: usize,
    moment: Timestamp,
    saying: Option<usize>,
    /// The ledger has it from here, as this version.
    from: Timestamp,
    /// A version that corrects it stands from here on.
    until: Option<Timestamp>,
}

impl Ledger {
    /// Checks a bundle and makes its indexes.
    ///
    /// # Errors
    /// [`Problem`] for the first record that cannot be right.
    pub fn new(bundle: Bundle) -> Result<Ledger, Problem> {
        let (known, zone) = check::check(&bundle)?;
        let by_slug = bundle.sources.iter().enumerate().map(|(at, s)| (s.slug.as_str(), at)).collect();
        let roots = source::roots(&bundle.sources, &by_slug)?;
        let counts_as = merged(&bundle, &known, &roots);
        let mut ledger = Ledger { zone, roots, counts_as, statements: Vec::new(), by_claim: vec![Vec::new(); bundle.claims.len()], known, bundle };
        ledger.statements = ledger.facts();
        for (at, statement) in ledger.bundle.statements.iter().enumerate() {
            for taken in &statement.stances {
                ledger.by_claim[ledger.known.claims[&taken.claim]].push((at, taken.stance));
            }
        }
        Ok(ledger)
    }

    /// Reads, checks and indexes a bundle.
    ///
    /// # Errors
    /// [`Problem`] with a sentence that names the record.
    pub fn read(bytes: &[u8]) -> Result<Ledger, Problem> {
        Ledger::new(Bundle::read(bytes)?)
    }

    /// The records.
    pub fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// The zone in which the storyline's days begin and end.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The place of a claim.
    pub fn claim(&self, slug: &str) -> Option<usize> {
        self.known.claims.get(slug).copied()
    }

    /// The place of a source.
    pub fn source(&self, slug: &str) -> Option<usize> {
        self.known.sources.get(slug).copied()
    }

    /// The place of a statement.
    pub fn statement(&self, slug: &str) -> Option<usize> {
        self.known.statements.get(slug).copied()
    }

    /// The place of a source's root.
    pub fn root(&self, source: usize) -> usize {
        self.roots[source]
    }

    /// The place of the source whose word a statement is.
    pub fn origin(&self, statement: usize) -> usize {
        self.statements[statement].origin
    }

    /// Whether a statement counts at an instant: we had learnt it, and no version that corrects it.
    pub fn counts(&self, statement: usize, as_of: Timestamp) -> bool {
        let fact = &self.statements[statement];
        fact.from <= as_of && fact.until.is_none_or(|until| until > as_of)
    }

    /// What the rule says of a claim at an instant.
    pub fn assess(&self, claim: usize, as_of: Timestamp) -> Assessment<'_> {
        let taken = self.by_claim[claim].iter().filter(|(at, _)| self.counts(*at, as_of));
        let stances: Vec<Weighed<'_>> = taken.map(|(at, stance)| self.weighed(*at, *stance)).collect();
        rule::assess(&stances, &self.parties(claim), as_of)
    }

    /// When an expectation was learnt.
    pub fn expected_since(&self, expectation: usize) -> Option<Timestamp> {
        let record = &self.bundle.expectations[expectation];
        let of_statement = || Some(self.bundle.statements[*self.known.statements.get(record.from.as_ref()?)?].learnt);
        record.learnt.or_else(of_statement)
    }

    /// Where an expectation stands, if it was known by then.
    pub fn state(&self, expectation: usize, as_of: Timestamp) -> Option<State> {
        let known = self.expected_since(expectation).is_some_and(|since| since <= as_of);
        known.then(|| self.bundle.expectations[expectation].state(&self.zone, as_of))
    }

    fn weighed(&self, at: usize, stance: Stance) -> Weighed<'_> {
        let (statement, fact) = (&self.bundle.statements[at], &self.statements[at]);
        Weighed {
            statement: statement.slug.as_str(),
            origin: self.name(fact.origin),
            speaker: self.name(fact.speaker),
            stance,
            moment: fact.moment,
            learnt: statement.learnt,
            saying: fact.saying,
            relays: statement.via.len(),
        }
    }

    fn parties(&self, claim: usize) -> Vec<Party<'_>> {
        let roots = self.bundle.claims[claim].about.iter().map(|slug| self.roots[self.known.sources[slug]]);
        roots.map(|root| Party { root: self.name(root), origin: self.name(self.counts_as[root]) }).collect()
    }

    fn name(&self, source: usize) -> &str {
        self.bundle.sources[source].slug.as_str()
    }

    fn facts(&self) -> Vec<Fact> {
        let mut sayings = HashMap::new();
        let place = |slug: &Slug| self.known.sources[slug];
        let fact = |statement: &Statement| {
            let speaker = place(&statement.speaker);
            let first_relay = statement.via.first().map(place);
            let heard_from = statement.first_hand.as_ref().map(|f| place(&f.relay)).or(first_relay).unwrap_or(speaker);
            let moment = statement.said.last_instant(&self.zone).map_or(statement.learnt, |last| last.min(statement.learnt));
            let fresh = sayings.len();
            let saying = first_relay.map(|relay| *sayings.entry((speaker, relay, statement.said)).or_insert(fresh));
            let from = statement.corrected.map_or(statement.learnt, |corrected| corrected.max(statement.learnt));
            Fact { origin: self.counts_as[self.roots[heard_from]], speaker: self.roots[speaker], moment, saying, from, until: None }
        };
        let mut facts: Vec<Fact> = self.bundle.statements.iter().map(fact).collect();
        for (at, statement) in self.bundle.statements.iter().enumerate() {
            if let Some(old) = &statement.corrects {
                facts[self.known.statements[old]].until = Some(facts[at].from);
            }
        }
        facts
    }
}

/// For each source, if it is a root, the root it counts as: the alphabetically first of those declared to be one with it.
fn merged(bundle: &Bundle, known: &Known, roots: &[usize]) -> Vec<usize> {
    fn top(counts_as: &[usize], mut at: usize) -> usize {
        while counts_as[at] != at {
            at = counts_as[at];
        }
        at
    }
    let mut counts_as: Vec<usize> = (0..roots.len()).collect();
    for declared in &bundle.storyline.not_independent {
        let all: Vec<usize> = declared.sources.iter().map(|s| top(&counts_as, roots[known.sources[s]])).collect();
        if let Some(first) = all.iter().copied().min_by_key(|at| &bundle.sources[*at].slug) {
            all.into_iter().for_each(|at| counts_as[at] = first);
        }
    }
    (0..roots.len()).map(|at| top(&counts_as, at)).collect()
}
