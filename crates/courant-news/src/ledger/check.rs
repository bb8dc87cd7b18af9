//! Whether a bundle can be right: every name known, every slug once, no more of anything than its share.

use super::bundle::{Bundle, NotIndependent};
use super::claim::Finding;
use super::expectation::{Expectation, Word};
use super::problem::{Problem, quoted};
use super::statement::Statement;
use crate::slug::Slug;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};

/// Most records of one kind.
const RECORDS: usize = 100_000;
/// Most statements.
const STATEMENTS: usize = 500_000;
/// Most names in a list within a record.
const NAMES: usize = 200;
/// Most relays of a statement.
const RELAYS: usize = 20;
/// Longest text, in bytes.
const TEXT: usize = 20_000;

/// Where the record of a slug stands in its list.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub sources: HashMap<Slug, usize>,
    pub claims: HashMap<Slug, usize>,
    pub statements: HashMap<Slug, usize>,
    pub expectations: HashMap<Slug, usize>,
}

/// All checks but that of rounds in `part_of`, which finding the roots makes.
pub(super) fn check(bundle: &Bundle) -> Result<(Known, TimeZone), Problem> {
    let zone = zone(bundle)?;
    let known = Known {
        sources: once("source", bundle.sources.iter().map(|r| &r.slug), RECORDS)?,
        claims: once("claim", bundle.claims.iter().map(|r| &r.slug), RECORDS)?,
        statements: once("statement", bundle.statements.iter().map(|r| &r.slug), STATEMENTS)?,
        expectations: once("expectation", bundle.expectations.iter().map(|r| &r.slug), RECORDS)?,
    };
    once("event", bundle.events.iter().map(|r| &r.slug), RECORDS)?;
    if bundle.findings.len() > RECORDS {
        return Err(too_many("findings", RECORDS));
    }
    text("storyline", &bundle.storyline.slug, "title", &bundle.storyline.title)?;
    bundle.storyline.not_independent.iter().try_for_each(|declared| not_independent(declared, &known))?;
    for source in &bundle.sources {
        text("source", &source.slug, "name", &source.name)?;
        short("source", &source.slug, source.role.as_deref())?;
    }
    for claim in &bundle.claims {
        text("claim", &claim.slug, "text", &claim.text)?;
        all_known("claim", &claim.slug, "is about", &claim.about, &known.sources, "source")?;
    }
    bundle.statements.iter().try_for_each(|record| statement(record, &known))?;
    versions(&bundle.statements, &known)?;
    bundle.expectations.iter().try_for_each(|record| expectation(record, &known))?;
    for event in &bundle.events {
        text("event", &event.slug, "text", &event.text)?;
        short("event", &event.slug, event.place.as_deref())?;
        all_known("event", &event.slug, "names", &event.who, &known.sources, "source")?;
        all_known("event", &event.slug, "carries", &event.claims, &known.claims, "claim")?;
    }
    bundle.findings.iter().try_for_each(|record| finding(record, &known))?;
    Ok((known, zone))
}

fn zone(bundle: &Bundle) -> Result<TimeZone, Problem> {
    let name = &bundle.storyline.time_zone;
    let found = if name.len() > 64 { None } else { TimeZone::get(name).ok() };
    found.ok_or_else(|| {
        let sentence = format!("The storyline ‘{}’ has the time zone {}, which is none.", bundle.storyline.slug, quoted(name));
        Problem::new(sentence, "Name it as the zone table does, such as Asia/Seoul or Europe/Berlin.")
    })
}

fn too_many(what: &str, most: usize) -> Problem {
    Problem::new(format!("The bundle has more than {most} {what}."), "Divide the storyline.")
}

/// Every slug stands once.
fn once<'a>(kind: &str, slugs: impl ExactSizeIterator<Item = &'a Slug>, most: usize) -> Result<HashMap<Slug, usize>, Problem> {
    if slugs.len() > most {
        return Err(too_many(&format!("{kind}s"), most));
    }
    let mut known = HashMap::with_capacity(slugs.len());
    for (at, slug) in slugs.enumerate() {
        if let Some(first) = known.insert(slug.clone(), at) {
            let sentence = format!("The {kind} ‘{slug}’ stands twice, as number {} and number {} of the {kind}s.", first + 1, at + 1);
            return Err(Problem::new(sentence, "Give one of them another slug, or take it away."));
        }
    }
    Ok(known)
}

fn text(kind: &str, slug: &Slug, field: &str, text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Err(Problem::new(format!("The {kind} ‘{slug}’ has an empty {field}."), format!("Write its {field}.")));
    }
    short(kind, slug, Some(text))
}

fn short(kind: &str, slug: &Slug, text: Option<&str>) -> Result<(), Problem> {
    if text.is_some_and(|t| t.len() > TEXT) {
        return Err(Problem::new(format!("The {kind} ‘{slug}’ has a text of more than {TEXT} bytes."), "Keep what matters, and link to the rest."));
    }
    Ok(())
}

/// That a slug names something.
fn known_as(kind: &str, slug: &Slug, verb: &str, named: &Slug, known: &HashMap<Slug, usize>, what: &str) -> Result<(), Problem> {
    if known.contains_key(named) {
        return Ok(());
    }
    let sentence = format!("The {kind} ‘{slug}’ {verb} ‘{named}’, which is no {what} of this bundle.");
    Err(Problem::new(sentence, format!("Add that {what}, or name one that is there.")))
}

fn all_known(kind: &str, slug: &Slug, verb: &str, named: &[Slug], known: &HashMap<Slug, usize>, what: &str) -> Result<(), Problem> {
    if named.len() > NAMES {
        return Err(Problem::new(format!("The {kind} ‘{slug}’ {verb} more than {NAMES} {what}s."), "Name those that matter."));
    }
    named.iter().try_for_each(|name| known_as(kind, slug, verb, name, known, what))
}

fn not_independent(declared: &NotIndependent, known: &Known) -> Result<(), Problem> {
    let here = "A declaration of not_independent sources";
    let different: HashSet<&Slug> = declared.sources.iter().collect();
    if different.len() < 2 || declared.sources.len() > NAMES {
        return Err(Problem::new(format!("{here} names {} of them.", different.len()), format!("Name two to {NAMES} sources, or take it away.")));
    }
    if declared.reason.trim().is_empty() || declared.reason.len() > TEXT {
        let sentence = format!("{here} (‘{}’ and others) has no reason.", declared.sources[0]);
        return Err(Problem::new(sentence, "Say in a sentence why, for readers."));
    }
    let unknown = declared.sources.iter().find(|s| !known.sources.contains_key(*s));
    unknown.map_or(Ok(()), |slug| {
        Err(Problem::new(format!("{here} names ‘{slug}’, which is no source of this bundle."), "Add that source, or name one that is there."))
    })
}

fn statement(record: &Statement, known: &Known) -> Result<(), Problem> {
    let slug = &record.slug;
    known_as("statement", slug, "has the speaker", &record.speaker, &known.sources, "source")?;
    if record.via.len() > RELAYS {
        return Err(Problem::new(
            format!("The statement ‘{slug}’ came via more than {RELAYS} relays."),
            "Name the first ones: later relays add nothing.",
        ));
    }
    record.via.iter().try_for_each(|relay| known_as("statement", slug, "came via", relay, &known.sources, "source"))?;
    let texts = [&record.words, &record.language, &record.translation, &record.paraphrase, &record.medium, &record.link];
    texts.into_iter().try_for_each(|text| short("statement", slug, text.as_deref()))?;
    if record.copy.as_ref().is_some_and(|c| c.sha256.len() != 64 || !c.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))) {
        return Err(Problem::new(format!("The statement ‘{slug}’ has a copy whose sha256 is no hash."), "Write 64 digits of 0-9 and a-f."));
    }
    if let Some(first_hand) = &record.first_hand {
        if !record.via.contains(&first_hand.relay) {
            let sentence = format!("The statement ‘{slug}’ is first-hand by ‘{}’, which is none of its relays.", first_hand.relay);
            return Err(Problem::new(sentence, "Name a relay that stands in its via."));
        }
        text("statement", slug, "reason of first_hand", &first_hand.reason)?;
    }
    if record.stances.len() > NAMES {
        return Err(Problem::new(format!("The statement ‘{slug}’ takes more than {NAMES} stances."), "Divide it."));
    }
    let mut taken = HashSet::new();
    for stance in &record.stances {
        known_as("statement", slug, "takes a stance on", &stance.claim, &known.claims, "claim")?;
        if !taken.insert(&stance.claim) {
            let sentence = format!("The statement ‘{slug}’ takes two stances on the claim ‘{}’.", stance.claim);
            return Err(Problem::new(sentence, "Keep one, or divide the statement or the claim."));
        }
    }
    Ok(())
}

/// That versions form chains, each later than the one before.
fn versions(statements: &[Statement], known: &Known) -> Result<(), Problem> {
    let mut corrected_by: HashMap<&Slug, &Slug> = HashMap::new();
    let since = |s: &Statement| -> Timestamp { s.corrected.unwrap_or(s.learnt) };
    for record in statements {
        let slug = &record.slug;
        let (Some(old), Some(at)) = (&record.corrects, record.corrected) else {
            if record.corrects.is_some() != record.corrected.is_some() {
                let sentence = format!("The statement ‘{slug}’ has one of corrects and corrected without the other.");
                return Err(Problem::new(sentence, "Say both: which version it corrects, and since when."));
            }
            continue;
        };
        known_as("statement", slug, "corrects", old, &known.statements, "statement")?;
        // Each later than the one before: so there are no rounds either.
        if at <= since(&statements[known.statements[old]]) || at < record.learnt {
            let sentence = format!("The statement ‘{slug}’ corrects ‘{old}’ at {at}, before there was anything to correct.");
            return Err(Problem::new(sentence, "Give the instant at which the correction was made."));
        }
        if let Some(other) = corrected_by.insert(old, slug) {
            let sentence = format!("The statements ‘{other}’ and ‘{slug}’ both correct ‘{old}’.");
            return Err(Problem::new(sentence, "Let the later one correct the earlier."));
        }
    }
    Ok(())
}

fn expectation(record: &Expectation, known: &Known) -> Result<(), Problem> {
    let slug = &record.slug;
    text("expectation", slug, "text", &record.text)?;
    all_known("expectation", slug, "names", &record.who, &known.sources, "source")?;
    match (&record.from, record.learnt) {
        (Some(from), _) => known_as("expectation", slug, "comes from", from, &known.statements, "statement")?,
        (None, Some(_)) => {}
        (None, None) => {
            let sentence = format!("The expectation ‘{slug}’ says neither from which statement it comes nor when it was learnt.");
            return Err(Problem::new(sentence, "Add from or learnt."));
        }
    }
    if record.outcomes.len() > NAMES {
        return Err(Problem::new(format!("The expectation ‘{slug}’ has more than {NAMES} outcomes."), "Keep those that matter."));
    }
    let mut instants = HashSet::new();
    for outcome in &record.outcomes {
        if !instants.insert(outcome.at) {
            let sentence = format!("The expectation ‘{slug}’ has two outcomes at {}.", outcome.at);
            return Err(Problem::new(sentence, "Keep one, or give the other its own instant."));
        }
        match (outcome.outcome, &outcome.to) {
            (Word::Moved, Some(to)) if to == slug => {
                return Err(Problem::new(format!("The expectation ‘{slug}’ was moved to itself."), "Name the one it was moved to."));
            }
            (Word::Moved, Some(to)) => known_as("expectation", slug, "was moved to", to, &known.expectations, "expectation")?,
            (Word::Moved, None) => {
                let next = "Add to with the slug of the new expectation; one without a date is due ../.. .";
                return Err(Problem::new(format!("The expectation ‘{slug}’ was moved, and nothing says to which."), next));
            }
            (_, Some(_)) => {
                let sentence = format!("The expectation ‘{slug}’ has an outcome with to that is not moved.");
                return Err(Problem::new(sentence, "Take to away, or say that it was moved."));
            }
            (_, None) => {}
        }
    }
    Ok(())
}

fn finding(record: &Finding, known: &Known) -> Result<(), Problem> {
    known_as("finding on", &record.claim, "is on", &record.claim, &known.claims, "claim")?;
    text("finding on", &record.claim, "reason", &record.reason)?;
    all_known("finding on", &record.claim, "names", &record.evidence, &known.statements, "statement")
}
