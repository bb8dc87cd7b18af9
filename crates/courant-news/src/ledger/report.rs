//! The whole answer at an instant, in the shape that `courant ledger status --json` prints.

use super::Ledger;
use super::expectation::State;
use super::rule::{Assessment, Entry, Standing};
use jiff::Timestamp;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// What the ledger says at an instant. `Serialize` writes the shape of a bundle's `expected`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report<'a> {
    /// The instant.
    #[serde(serialize_with = "super::instant::serialize")]
    pub as_of: Timestamp,
    /// Every claim by its slug, in the bundle's order.
    #[serde(serialize_with = "as_map")]
    pub claims: Vec<(&'a str, Assessment<'a>)>,
    /// Every expectation known by then, by its slug, in the bundle's order.
    #[serde(serialize_with = "as_map")]
    pub expectations: Vec<(&'a str, State)>,
}

impl Ledger {
    /// Every claim and every expectation at an instant.
    pub fn report(&self, as_of: Timestamp) -> Report<'_> {
        let bundle = self.bundle();
        let claims = bundle.claims.iter().enumerate().map(|(at, claim)| (claim.slug.as_str(), self.assess(at, as_of)));
        let known = bundle.expectations.iter().enumerate().filter_map(|(at, e)| Some((e.slug.as_str(), self.state(at, as_of)?)));
        Report { as_of, claims: claims.collect(), expectations: known.collect() }
    }
}

fn as_map<V: Serialize, S: Serializer>(pairs: &[(&str, V)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (key, value) in pairs {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

/// The fields of an assessment as they are printed: origins by their names alone.
#[derive(Serialize)]
struct Printed<'a, 'b> {
    status: super::rule::Status,
    supports: Vec<&'a str>,
    denies: Vec<&'a str>,
    declined: &'b [&'a str],
    first_said: Option<super::rule::First<'a>>,
    first_confirmed: Option<super::rule::First<'a>>,
    parties_only: bool,
    silent: &'b [&'a str],
    changes: &'b [super::rule::Turn<'a>],
    history: &'b [Entry<'a>],
}

impl Serialize for Assessment<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn origins<'a>(side: &[Standing<'a>]) -> Vec<&'a str> {
            side.iter().map(|s| s.origin).collect()
        }
        let printed = Printed {
            status: self.status,
            supports: origins(&self.supports),
            denies: origins(&self.denies),
            declined: &self.declined,
            first_said: self.first_said,
            first_confirmed: self.first_confirmed,
            parties_only: self.parties_only,
            silent: &self.silent,
            changes: &self.changes,
            history: &self.history,
        };
        printed.serialize(serializer)
    }
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.at.to_string(), self.status, self.statement).serialize(serializer)
    }
}
