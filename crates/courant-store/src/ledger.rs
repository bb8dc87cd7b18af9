//! The ledger in the database: a storyline's records filed, and read back as the bundle they make.
//!
//! Nothing is overwritten: a record that changes gets the next version, and every version stays in `ledger_versions`.

use crate::statement::{Statement, statements};
use crate::store::{Problem, Read, Write};
use courant_news::ledger::Ledger;
use courant_news::ledger::bundle::{Bundle, Storyline};
use courant_news::ledger::source::Source;
use courant_news::slug::Slug;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

statements! {
    LEDGER = "SELECT title, time_zone FROM ledgers WHERE storyline = ?1";
    LEDGER_SET = "INSERT INTO ledgers (storyline, title, time_zone, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (storyline) DO UPDATE SET title = excluded.title, time_zone = excluded.time_zone, changed_at = excluded.changed_at, changed_by = excluded.changed_by";
    LEDGER_COPY = "INSERT INTO ledgers (storyline, title, time_zone, changed_at, changed_by) SELECT ?2, title, time_zone, changed_at, changed_by FROM ledgers WHERE storyline = ?1 ON CONFLICT (storyline) DO NOTHING";
    LEDGER_DROP = "DELETE FROM ledgers WHERE storyline = ?1";
    VERSION_ADD = "INSERT INTO ledger_versions (kind, slug, version, record, recorded_at, recorded_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    VERSIONS = "SELECT version, record, recorded_at, recorded_by FROM ledger_versions WHERE kind = ?1 AND slug = ?2 ORDER BY version";

    SOURCE_GET = "SELECT version, record, '' FROM sources WHERE slug = ?1";
    SOURCE_ADD = "INSERT INTO sources (slug, name, part_of, version, record, recorded_at, recorded_by) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6)";
    SOURCE_SET = "UPDATE sources SET name = ?2, part_of = ?3, version = ?4, record = ?5, recorded_at = ?6, recorded_by = ?7 WHERE slug = ?1";
    SOURCE_IN = "INSERT INTO storyline_sources (storyline, source, place) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM storyline_sources WHERE storyline = ?1)) ON CONFLICT (storyline, source) DO NOTHING";
    SOURCES_IN = "SELECT s.record FROM storyline_sources i JOIN sources s ON s.slug = i.source WHERE i.storyline = ?1 ORDER BY i.place";
    SOURCES_IN_COPY = "INSERT INTO storyline_sources (storyline, source, place) SELECT ?2, source, place FROM storyline_sources WHERE storyline = ?1 ON CONFLICT (storyline, source) DO NOTHING";
    SOURCES_IN_DROP = "DELETE FROM storyline_sources WHERE storyline = ?1";

    CLAIM_GET = "SELECT version, record, storyline FROM claims WHERE slug = ?1";
    CLAIM_ADD = "INSERT INTO claims (slug, storyline, place, version, record, recorded_at, recorded_by) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM claims WHERE storyline = ?2), 1, ?3, ?4, ?5)";
    CLAIM_SET = "UPDATE claims SET version = ?2, record = ?3, recorded_at = ?4, recorded_by = ?5 WHERE slug = ?1";
    CLAIMS_IN = "SELECT record FROM claims WHERE storyline = ?1 ORDER BY place, slug";
    CLAIMS_MOVE = "UPDATE claims SET storyline = ?2 WHERE storyline = ?1";
    CLAIM_SOURCE_ADD = "INSERT INTO claim_sources (claim, source) VALUES (?1, ?2) ON CONFLICT (claim, source) DO NOTHING";
    CLAIM_SOURCES_DROP = "DELETE FROM claim_sources WHERE claim = ?1";

    STATEMENT_GET = "SELECT version, record, storyline FROM statements WHERE slug = ?1";
    STATEMENT_ADD = "INSERT INTO statements (slug, storyline, place, version, record, recorded_at, recorded_by) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM statements WHERE storyline = ?2), 1, ?3, ?4, ?5)";
    STATEMENT_SET = "UPDATE statements SET version = ?2, record = ?3, recorded_at = ?4, recorded_by = ?5 WHERE slug = ?1";
    STATEMENT_FIND = "UPDATE statements SET speaker = ?2, said = ?3, learnt_at = ?4 WHERE slug = ?1";
    STATEMENTS_IN = "SELECT record FROM statements WHERE storyline = ?1 ORDER BY place, slug";
    STATEMENTS_MOVE = "UPDATE statements SET storyline = ?2 WHERE storyline = ?1";
    RELAY_ADD = "INSERT INTO statement_relays (statement, place, source) VALUES (?1, ?2, ?3)";
    RELAYS_DROP = "DELETE FROM statement_relays WHERE statement = ?1";
    STANCE_ADD = "INSERT INTO stances (statement, claim, stance) VALUES (?1, ?2, ?3)";
    STANCES_DROP = "DELETE FROM stances WHERE statement = ?1";

    EXPECTATION_GET = "SELECT version, record, storyline FROM expectations WHERE slug = ?1";
    EXPECTATION_ADD = "INSERT INTO expectations (slug, storyline, place, version, record, recorded_at, recorded_by) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM expectations WHERE storyline = ?2), 1, ?3, ?4, ?5)";
    EXPECTATION_SET = "UPDATE expectations SET version = ?2, record = ?3, recorded_at = ?4, recorded_by = ?5 WHERE slug = ?1";
    EXPECTATION_FIND = "UPDATE expectations SET due = ?2, due_at = ?3 WHERE slug = ?1";
    EXPECTATIONS_IN = "SELECT record FROM expectations WHERE storyline = ?1 ORDER BY place, slug";
    EXPECTATIONS_MOVE = "UPDATE expectations SET storyline = ?2 WHERE storyline = ?1";

    EVENT_GET = "SELECT version, record, storyline FROM events WHERE slug = ?1";
    EVENT_ADD = "INSERT INTO events (slug, storyline, place, version, record, recorded_at, recorded_by) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM events WHERE storyline = ?2), 1, ?3, ?4, ?5)";
    EVENT_SET = "UPDATE events SET version = ?2, record = ?3, recorded_at = ?4, recorded_by = ?5 WHERE slug = ?1";
    EVENTS_IN = "SELECT record FROM events WHERE storyline = ?1 ORDER BY place, slug";
    EVENTS_MOVE = "UPDATE events SET storyline = ?2 WHERE storyline = ?1";

    FINDING_GET = "SELECT version, record, storyline FROM findings WHERE slug = ?1";
    FINDING_ADD = "INSERT INTO findings (slug, storyline, place, version, record, recorded_at, recorded_by) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM findings WHERE storyline = ?2), 1, ?3, ?4, ?5)";
    FINDING_SET = "UPDATE findings SET version = ?2, record = ?3, recorded_at = ?4, recorded_by = ?5 WHERE slug = ?1";
    FINDINGS_IN = "SELECT record FROM findings WHERE storyline = ?1 ORDER BY place, slug";
    FINDINGS_MOVE = "UPDATE findings SET storyline = ?2 WHERE storyline = ?1";

    DECLARATION_GET = "SELECT version, record, storyline FROM declarations WHERE slug = ?1";
    DECLARATION_ADD = "INSERT INTO declarations (slug, storyline, place, version, record, recorded_at, recorded_by) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM declarations WHERE storyline = ?2), 1, ?3, ?4, ?5)";
    DECLARATION_SET = "UPDATE declarations SET version = ?2, record = ?3, recorded_at = ?4, recorded_by = ?5 WHERE slug = ?1";
    DECLARATIONS_IN = "SELECT record FROM declarations WHERE storyline = ?1 ORDER BY place, slug";
    DECLARATIONS_MOVE = "UPDATE declarations SET storyline = ?2 WHERE storyline = ?1";
}

/// How a kind of record is kept.
struct Table {
    kind: &'static str,
    get: &'static Statement,
    add: &'static Statement,
    set: &'static Statement,
}

const CLAIMS: Table = Table { kind: "claims", get: &CLAIM_GET, add: &CLAIM_ADD, set: &CLAIM_SET };
const SAID: Table = Table { kind: "statements", get: &STATEMENT_GET, add: &STATEMENT_ADD, set: &STATEMENT_SET };
const EXPECTED: Table = Table { kind: "expectations", get: &EXPECTATION_GET, add: &EXPECTATION_ADD, set: &EXPECTATION_SET };
const EVENTS: Table = Table { kind: "events", get: &EVENT_GET, add: &EVENT_ADD, set: &EVENT_SET };
const FINDINGS: Table = Table { kind: "findings", get: &FINDING_GET, add: &FINDING_ADD, set: &FINDING_SET };
const DECLARED: Table = Table { kind: "declarations", get: &DECLARATION_GET, add: &DECLARATION_ADD, set: &DECLARATION_SET };

/// How many records a filing added and changed, and how many were there already as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// New ones.
    pub added: usize,
    /// Those that have another version now.
    pub changed: usize,
    /// Those that were there.
    pub same: usize,
    /// The storyline's title or time zone is another.
    pub renamed: bool,
}

/// What became of a record.
#[derive(PartialEq, Eq)]
enum Became {
    Added,
    Changed,
    Same,
}

/// A record of another storyline by the same slug.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// `claims`, `statements`, `expectations` or `events`.
    pub kind: &'static str,
    /// Its slug.
    pub slug: String,
    /// The storyline that has it.
    pub storyline: String,
}

/// One version of a record, as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub version: i64,
    /// The record, JSON.
    pub record: String,
    /// When it was recorded.
    pub recorded_at: jiff::Timestamp,
    /// By whom, as the journal names actors.
    pub recorded_by: String,
}

impl Read<'_> {
    /// A storyline's ledger as a bundle, `None` if it has none. Sources that its own sources are part of come with it.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn ledger(&self, storyline: &str) -> Result<Option<Bundle>, Problem> {
        let head = self.one(&LEDGER, [storyline], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let Some((title, time_zone)) = head else { return Ok(None) };
        let slug = Slug::new(storyline).map_err(|e| Problem::Record(e.to_string()))?;
        let not_independent = self.records(&DECLARATIONS_IN, storyline)?;
        Ok(Some(Bundle {
            storyline: Storyline { slug, title, time_zone, not_independent },
            sources: self.sources_with_roots(storyline)?,
            claims: self.records(&CLAIMS_IN, storyline)?,
            statements: self.records(&STATEMENTS_IN, storyline)?,
            expectations: self.records(&EXPECTATIONS_IN, storyline)?,
            events: self.records(&EVENTS_IN, storyline)?,
            findings: self.records(&FINDINGS_IN, storyline)?,
            expected: serde::de::IgnoredAny,
        }))
    }

    /// The first record of a bundle whose slug another storyline has.
    pub fn ledger_taken(&self, storyline: &str, bundle: &Bundle) -> Result<Option<Taken>, Problem> {
        let claims = bundle.claims.iter().map(|r| (&CLAIMS, &r.slug));
        let statements = bundle.statements.iter().map(|r| (&SAID, &r.slug));
        let expectations = bundle.expectations.iter().map(|r| (&EXPECTED, &r.slug));
        let events = bundle.events.iter().map(|r| (&EVENTS, &r.slug));
        for (table, slug) in claims.chain(statements).chain(expectations).chain(events) {
            let owner = self.one(table.get, [slug.as_str()], |row| row.get::<_, String>(2))?;
            if let Some(owner) = owner.filter(|owner| owner != storyline) {
                return Ok(Some(Taken { kind: table.kind, slug: slug.to_string(), storyline: owner }));
            }
        }
        Ok(None)
    }

    /// Every version of a record, the first first. `kind` is the name of its table.
    pub fn ledger_versions(&self, kind: &str, slug: &str) -> Result<Vec<Version>, Problem> {
        self.all(&VERSIONS, [kind, slug], |row| {
            Ok(Version { version: row.get(0)?, record: row.get(1)?, recorded_at: crate::store::instant(row.get(2)?), recorded_by: row.get(3)? })
        })
    }

    fn records<T: DeserializeOwned>(&self, statement: &Statement, storyline: &str) -> Result<Vec<T>, Problem> {
        let records = self.all(statement, [storyline], |row| row.get::<_, String>(0))?;
        records.iter().map(|record| Ok(serde_json::from_str(record)?)).collect()
    }

    fn sources_with_roots(&self, storyline: &str) -> Result<Vec<Source>, Problem> {
        let mut sources: Vec<Source> = self.records(&SOURCES_IN, storyline)?;
        let mut known: HashSet<Slug> = sources.iter().map(|s| s.slug.clone()).collect();
        let mut at = 0;
        while let Some(source) = sources.get(at) {
            if let Some(above) = source.part_of.clone().filter(|above| known.insert(above.clone())) {
                let record = self.one(&SOURCE_GET, [above.as_str()], |row| row.get::<_, String>(1))?;
                sources.push(serde_json::from_str(&record.ok_or_else(|| Problem::Record(format!("source {above}")))?)?);
            }
            at += 1;
        }
        Ok(sources)
    }
}

impl Write<'_> {
    /// Files a checked ledger under a storyline: what is new is added, what is otherwise gets its next version, what is the same
    /// stays; what the bundle does not name stays too.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn file_ledger(&self, storyline: &str, ledger: &Ledger) -> Result<Filed, Problem> {
        let (bundle, mut filed) = (ledger.bundle(), Filed::default());
        let head = self.one(&LEDGER, [storyline], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let (title, zone) = (&bundle.storyline.title, &bundle.storyline.time_zone);
        filed.renamed = head.is_none_or(|(t, z)| t != *title || z != *zone);
        for source in &bundle.sources {
            filed.count(&self.file_source(source)?);
            self.run(&SOURCE_IN, (storyline, source.slug.as_str()))?;
        }
        for claim in &bundle.claims {
            let became = self.file(&CLAIMS, storyline, claim.slug.as_str(), claim)?;
            if became != Became::Same {
                self.run(&CLAIM_SOURCES_DROP, [claim.slug.as_str()])?;
                for source in &claim.about {
                    self.run(&CLAIM_SOURCE_ADD, (claim.slug.as_str(), source.as_str()))?;
                }
            }
            filed.count(&became);
        }
        for statement in &bundle.statements {
            let became = self.file(&SAID, storyline, statement.slug.as_str(), statement)?;
            if became != Became::Same {
                self.link(statement)?;
            }
            filed.count(&became);
        }
        for expectation in &bundle.expectations {
            filed.count(&self.file(&EXPECTED, storyline, expectation.slug.as_str(), expectation)?);
            let due_at = expectation.due.last_instant(ledger.zone()).map(|at| at.as_millisecond());
            self.run(&EXPECTATION_FIND, (expectation.slug.as_str(), expectation.due.to_string(), due_at))?;
        }
        for event in &bundle.events {
            filed.count(&self.file(&EVENTS, storyline, event.slug.as_str(), event)?);
        }
        for finding in &bundle.findings {
            filed.count(&self.file(&FINDINGS, storyline, &format!("{}@{}", finding.claim, finding.at), finding)?);
        }
        for declared in &bundle.storyline.not_independent {
            let mut names: Vec<&str> = declared.sources.iter().map(Slug::as_str).collect();
            names.sort_unstable();
            filed.count(&self.file(&DECLARED, storyline, &format!("{storyline}:{}", names.join(",")), declared)?);
        }
        if filed.renamed || filed.added + filed.changed > 0 {
            self.run(&LEDGER_SET, (storyline, title, zone, self.now(), &self.actor))?;
        }
        Ok(filed)
    }

    /// Takes a storyline's ledger along when the storyline goes by another slug, or into another.
    pub(crate) fn move_ledger(&self, from: &str, into: &str) -> Result<(), Problem> {
        for statement in
            [&LEDGER_COPY, &SOURCES_IN_COPY, &CLAIMS_MOVE, &STATEMENTS_MOVE, &EXPECTATIONS_MOVE, &EVENTS_MOVE, &FINDINGS_MOVE, &DECLARATIONS_MOVE]
        {
            self.run(statement, [from, into])?;
        }
        self.run(&SOURCES_IN_DROP, [from])?;
        self.run(&LEDGER_DROP, [from]).map(drop)
    }

    fn file_source(&self, source: &Source) -> Result<Became, Problem> {
        let (slug, part_of) = (source.slug.as_str(), source.part_of.as_ref().map(Slug::as_str));
        let record = serde_json::to_string(source)?;
        match self.kept(&SOURCE_GET, slug)? {
            Some((_, kept)) if kept == record => Ok(Became::Same),
            Some((version, _)) => {
                self.run(&SOURCE_SET, (slug, &source.name, part_of, version + 1, &record, self.now(), &self.actor))?;
                self.version("sources", slug, version + 1, &record)?;
                Ok(Became::Changed)
            }
            None => {
                self.run(&SOURCE_ADD, (slug, &source.name, part_of, &record, self.now(), &self.actor))?;
                self.version("sources", slug, 1, &record)?;
                Ok(Became::Added)
            }
        }
    }

    fn file(&self, table: &Table, storyline: &str, slug: &str, record: &impl Serialize) -> Result<Became, Problem> {
        let record = serde_json::to_string(record)?;
        match self.kept(table.get, slug)? {
            Some((_, kept)) if kept == record => Ok(Became::Same),
            Some((version, _)) => {
                self.run(table.set, (slug, version + 1, &record, self.now(), &self.actor))?;
                self.version(table.kind, slug, version + 1, &record)?;
                Ok(Became::Changed)
            }
            None => {
                self.run(table.add, (slug, storyline, &record, self.now(), &self.actor))?;
                self.version(table.kind, slug, 1, &record)?;
                Ok(Became::Added)
            }
        }
    }

    fn kept(&self, get: &Statement, slug: &str) -> Result<Option<(i64, String)>, Problem> {
        self.one(get, [slug], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn version(&self, kind: &str, slug: &str, version: i64, record: &str) -> Result<(), Problem> {
        self.run(&VERSION_ADD, (kind, slug, version, record, self.now(), &self.actor)).map(drop)
    }

    /// A statement's columns and rows for finding.
    fn link(&self, statement: &courant_news::ledger::statement::Statement) -> Result<(), Problem> {
        let slug = statement.slug.as_str();
        self.run(&STATEMENT_FIND, (slug, statement.speaker.as_str(), statement.said.to_string(), statement.learnt.as_millisecond()))?;
        self.run(&RELAYS_DROP, [slug])?;
        for (place, relay) in (1_i64..).zip(&statement.via) {
            self.run(&RELAY_ADD, (slug, place, relay.as_str()))?;
        }
        self.run(&STANCES_DROP, [slug])?;
        for taken in &statement.stances {
            self.run(&STANCE_ADD, (slug, taken.claim.as_str(), taken.stance.word()))?;
        }
        Ok(())
    }
}

impl Filed {
    fn count(&mut self, became: &Became) {
        match became {
            Became::Added => self.added += 1,
            Became::Changed => self.changed += 1,
            Became::Same => self.same += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use courant_news::change::Change;
    use courant_news::permit::Actor;
    use jiff::Timestamp;

    fn scenario() -> String {
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/ledger/peninsula-2018.json")).expect("the scenario")
    }

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("opens");
        (folder, store)
    }

    fn file(store: &Store, ledger: &Ledger, at: &str) -> Filed {
        let at: Timestamp = at.parse().expect("an instant");
        let slug = ledger.bundle().storyline.slug.as_str();
        store.write::<_, Problem>(&Actor::command_line(), at, |tx| tx.file_ledger(slug, ledger)).expect("files")
    }

    #[test]
    fn what_was_filed_is_read_back_equal_and_filed_again_nothing_is_doubled() {
        let (_folder, store) = store();
        let ledger = Ledger::read(scenario().as_bytes()).expect("sound");
        let filed = file(&store, &ledger, "2018-03-29T00:00:00Z");
        assert_eq!((filed.added, filed.changed, filed.same), (38, 0, 0));
        let back = store.read::<_, Problem>(|read| read.ledger("korea-talks-2018")).expect("reads").expect("is there");
        assert_eq!(&back, ledger.bundle());
        assert_eq!(file(&store, &ledger, "2018-03-30T00:00:00Z"), Filed { added: 0, changed: 0, same: 38, renamed: false });
        assert_eq!(store.read::<_, Problem>(|read| read.ledger("korea-talks-2018")).expect("reads").expect("is there"), back);
        assert_eq!(store.integrity().expect("checks"), Vec::<String>::new());
    }

    #[test]
    fn a_record_that_changes_keeps_every_version_it_had() {
        let (_folder, store) = store();
        let text = scenario();
        file(&store, &Ledger::read(text.as_bytes()).expect("sound"), "2018-03-29T00:00:00Z");
        let other = text.replacen("Kim Jong Un is in Beijing.", "Kim Jong Un is visiting Beijing.", 1);
        let filed = file(&store, &Ledger::read(other.as_bytes()).expect("sound"), "2018-03-30T00:00:00Z");
        assert_eq!((filed.added, filed.changed), (0, 1));
        let versions = store.read::<_, Problem>(|read| read.ledger_versions("statements", "bloomberg-beijing")).expect("reads");
        assert_eq!(versions.iter().map(|v| v.version).collect::<Vec<_>>(), [1, 2]);
        assert!(versions[0].record.contains("is in Beijing.") && versions[1].record.contains("is visiting Beijing."));
        assert!(versions[0].recorded_at < versions[1].recorded_at);
    }

    #[test]
    fn the_ledger_goes_with_its_storyline_when_that_gets_another_slug() {
        let (_folder, store) = store();
        let ledger = Ledger::read(scenario().as_bytes()).expect("sound");
        file(&store, &ledger, "2018-03-29T00:00:00Z");
        let moved = |tx: &Write<'_>| -> Result<((), Option<Change>), Problem> {
            tx.keep_storyline("korea-talks-2018", "Talks", "")?;
            tx.move_storyline("korea-talks-2018", "talks")?;
            Ok(((), None))
        };
        store.act(&Actor::command_line(), Timestamp::UNIX_EPOCH, moved).expect("moves");
        assert_eq!(store.read::<_, Problem>(|read| read.ledger("korea-talks-2018")).expect("reads"), None);
        let back = store.read::<_, Problem>(|read| read.ledger("talks")).expect("reads").expect("is there");
        assert_eq!((back.storyline.slug.as_str(), &back.statements), ("talks", &ledger.bundle().statements));
    }
}
