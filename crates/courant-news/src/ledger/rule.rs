//! The rule by which a claim's status is computed, version 1. It is computed, never typed.
//!
//! The steps named in the comments are those of `docs/LEDGER.md`.

use super::statement::Stance;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The version of this rule, kept with whatever was rendered by it.
pub const VERSION: u32 = 1;

/// A stance that a statement takes on the claim in question, with what the rule weighs. Slugs are borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed<'a> {
    /// The statement.
    pub statement: &'a str,
    /// Whose word we are taking.
    pub origin: &'a str,
    /// The root of the speaker.
    pub speaker: &'a str,
    /// What it does to the claim.
    pub stance: Stance,
    /// The last instant at which it can have been said, never later than `learnt`.
    pub moment: Timestamp,
    /// When we learnt it.
    pub learnt: Timestamp,
    /// What was said, when and to which first relay, by a number: the same number, the same saying. None: heard without a relay.
    pub saying: Option<usize>,
    /// How many relays it came through.
    pub relays: usize,
}

/// A root that a claim concerns, and the origin that its word counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party<'a> {
    /// The root.
    pub root: &'a str,
    /// Itself, or what it was declared to be one with.
    pub origin: &'a str,
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has said so.
    Unsupported,
    /// Somebody had said so, and nobody does now.
    Withdrawn,
    /// One origin says so.
    OneSource,
    /// Two or more say so, nobody denies it.
    Confirmed,
    /// Some say so, some deny it.
    Disputed,
    /// Nobody says so, somebody denies it.
    Denied,
}

impl Status {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Status::Unsupported => "unsupported",
            Status::Withdrawn => "withdrawn",
            Status::OneSource => "one source",
            Status::Confirmed => "confirmed",
            Status::Disputed => "disputed",
            Status::Denied => "denied",
        }
    }
}

/// All that the rule says of a claim at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment<'a> {
    /// Where it stands.
    pub status: Status,
    /// S: the origins that say so, by name.
    pub supports: Vec<Standing<'a>>,
    /// D: the origins that deny it, by name.
    pub denies: Vec<Standing<'a>>,
    /// Origins that only ever declined, by name.
    pub declined: Vec<&'a str>,
    /// Who said so first.
    pub first_said: Option<First<'a>>,
    /// Whose word, as we learnt it, first made them two.
    pub first_confirmed: Option<First<'a>>,
    /// Only parties say so: ‘by both sides’, not ‘independently’.
    pub parties_only: bool,
    /// Parties from whom there is nothing at all, by name.
    pub silent: Vec<&'a str>,
    /// Who took another position than before, in the order of step 2.
    pub changes: Vec<Turn<'a>>,
    /// How the status went, as we learnt it.
    pub history: Vec<Entry<'a>>,
}

/// An origin with the statements by which it stands where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The origin.
    pub origin: &'a str,
    /// One for each speaker for whom it stands, by name.
    pub statements: Vec<&'a str>,
}

/// A statement that was the first of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct First<'a> {
    /// The statement.
    pub statement: &'a str,
    /// Its origin.
    pub origin: &'a str,
}

/// A change of position within one group of step 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Turn<'a> {
    /// The statement that changed it.
    pub statement: &'a str,
    /// Whose word that is.
    pub origin: &'a str,
    /// The root of who spoke.
    pub speaker: &'a str,
    /// What it was.
    pub from: Stance,
    /// What it is from then on.
    pub to: Stance,
}

/// A change of status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// When we learnt what changed it.
    pub at: Timestamp,
    /// What it became.
    pub status: Status,
    /// The last statement that we learnt at that instant.
    pub statement: &'a str,
}

/// A group of step 3: what one origin has of one speaker's side.
struct Group<'a> {
    origin: usize,
    /// The place in the order of step 2 of the statement that stands, its stance and its name.
    last: Option<(usize, Stance, &'a str)>,
}

/// What stands at some point of the replay.
#[derive(Default)]
struct Tally {
    /// For each origin, in how many groups it supports and denies.
    by_origin: Vec<[u32; 2]>,
    /// How many origins support and deny at all.
    origins: [usize; 2],
    ever_supported: bool,
}

impl Tally {
    fn count(&mut self, origin: usize, stance: Stance, comes: bool) {
        let side = match stance {
            Stance::Supports => 0,
            Stance::Denies => 1,
            Stance::Declines | Stance::Withdraws => return,
        };
        let groups = &mut self.by_origin[origin][side];
        if comes {
            *groups += 1;
            self.origins[side] += usize::from(*groups == 1);
        } else {
            *groups -= 1;
            self.origins[side] -= usize::from(*groups == 0);
        }
    }

    /// The table of step 4.
    fn status(&self) -> Status {
        match self.origins {
            [0, 0] if self.ever_supported => Status::Withdrawn,
            [0, 0] => Status::Unsupported,
            [1, 0] => Status::OneSource,
            [_, 0] => Status::Confirmed,
            [0, _] => Status::Denied,
            [_, _] => Status::Disputed,
        }
    }
}

/// What the rule says at `as_of` of a claim on which these stances are taken and which concerns these parties. Both
/// come in any order; a statement takes one stance. It takes time like sorting.
pub fn assess<'a>(stances: &[Weighed<'a>], parties: &[Party<'a>], as_of: Timestamp) -> Assessment<'a> {
    // Step 1, already in the order in which we learnt them.
    let mut kept: Vec<Weighed<'a>> = stances.iter().filter(|w| w.learnt <= as_of).copied().collect();
    leave_reprints_out(&mut kept);
    kept.sort_unstable_by_key(|w| (w.learnt, w.statement));
    // Step 2.
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_unstable_by_key(|at| (kept[*at].moment, kept[*at].learnt, kept[*at].statement));
    let mut place = vec![0; kept.len()];
    order.iter().enumerate().for_each(|(rank, at)| place[*at] = rank);

    let (origins, group_of, groups) = grouped(&kept);
    let said = |w: &Weighed<'a>| First { statement: w.statement, origin: w.origin };
    let mut replay = Replay { groups, tally: Tally::default(), first_confirmed: None, history: Vec::new() };
    replay.tally.by_origin = vec![[0, 0]; origins.len()];
    replay.run(&kept, &group_of, &place);
    let Replay { groups, tally, first_confirmed, history } = replay;

    let supports = standing(&groups, &origins, Stance::Supports);
    let of_parties: BTreeSet<&str> = parties.iter().map(|p| p.origin).collect();
    let parties_only = !supports.is_empty() && supports.iter().all(|s| of_parties.contains(s.origin));
    let silent: BTreeSet<&str> = parties.iter().filter(|p| origins.binary_search(&p.origin).is_err()).map(|p| p.root).collect();
    Assessment {
        status: tally.status(),
        denies: standing(&groups, &origins, Stance::Denies),
        declined: declined(&kept),
        first_said: order.iter().map(|at| &kept[*at]).find(|w| w.stance == Stance::Supports).map(said),
        first_confirmed: first_confirmed.map(|at| said(&kept[at])),
        parties_only,
        silent: silent.into_iter().collect(),
        changes: changes(&kept, &order, &group_of, groups.len()),
        history,
        supports,
    }
}

/// Later relays add nothing: a stance that came through several relays counts only if it is the first that we learnt of this
/// saying. Otherwise a reprint of what was said before a denial would stand after it.
fn leave_reprints_out<'a>(kept: &mut Vec<Weighed<'a>>) {
    if kept.iter().all(|w| w.relays < 2) {
        return;
    }
    // What was said by whose word, and the first of those that say it: the earliest learnt, of several the nearest to the speaker.
    type Same<'a> = (usize, &'a str, Stance);
    let same = |w: &Weighed<'a>| -> Option<Same<'a>> { Some((w.saying?, w.origin, w.stance)) };
    let rank = |w: &Weighed<'a>| (w.learnt, w.relays, w.statement);
    let mut first = HashMap::new();
    for w in kept.iter() {
        if let Some(same) = same(w) {
            let known = first.entry(same).or_insert(rank(w));
            *known = rank(w).min(*known);
        }
    }
    kept.retain(|w| w.relays < 2 || same(w).is_none_or(|same| first.get(&same).is_none_or(|first| *first == rank(w))));
}

/// Step 3: the origins by name, the group of each stance, the groups.
fn grouped<'a>(kept: &[Weighed<'a>]) -> (Vec<&'a str>, Vec<usize>, Vec<Group<'a>>) {
    let mut origins: Vec<&str> = kept.iter().map(|w| w.origin).collect();
    origins.sort_unstable();
    origins.dedup();
    let (mut known, mut groups) = (BTreeMap::new(), Vec::new());
    let group_of = kept.iter().map(|w| {
        *known.entry((w.origin, w.speaker)).or_insert_with(|| {
            let origin = origins.partition_point(|o| *o < w.origin);
            groups.push(Group { origin, last: None });
            groups.len() - 1
        })
    });
    let group_of = group_of.collect();
    (origins, group_of, groups)
}

struct Replay<'a> {
    groups: Vec<Group<'a>>,
    tally: Tally,
    first_confirmed: Option<usize>,
    history: Vec<Entry<'a>>,
}

impl<'a> Replay<'a> {
    /// Takes the stances in the order in which we learnt them.
    fn run(&mut self, kept: &[Weighed<'a>], group_of: &[usize], place: &[usize]) {
        let mut status = Status::Unsupported;
        for (at, w) in kept.iter().enumerate() {
            let before = self.tally.origins[0];
            self.take(w, group_of[at], place[at]);
            if before < 2 && self.tally.origins[0] >= 2 && self.first_confirmed.is_none() {
                self.first_confirmed = Some(at);
            }
            let more_at_once = kept.get(at + 1).is_some_and(|next| next.learnt == w.learnt);
            if !more_at_once && self.tally.status() != status {
                status = self.tally.status();
                self.history.push(Entry { at: w.learnt, status, statement: w.statement });
            }
        }
    }

    fn take(&mut self, w: &Weighed<'a>, group: usize, place: usize) {
        self.tally.ever_supported |= w.stance == Stance::Supports;
        let group = &mut self.groups[group];
        if w.stance == Stance::Declines || group.last.is_some_and(|(last, ..)| last > place) {
            return;
        }
        if let Some((_, stood, _)) = group.last {
            self.tally.count(group.origin, stood, false);
        }
        self.tally.count(group.origin, w.stance, true);
        group.last = Some((place, w.stance, w.statement));
    }
}

fn standing<'a>(groups: &[Group<'a>], origins: &[&'a str], side: Stance) -> Vec<Standing<'a>> {
    let mut by_origin: BTreeMap<usize, Vec<&'a str>> = BTreeMap::new();
    for group in groups {
        if let Some((_, stance, statement)) = group.last
            && stance == side
        {
            by_origin.entry(group.origin).or_default().push(statement);
        }
    }
    let named = by_origin.into_iter().map(|(origin, mut statements)| {
        statements.sort_unstable();
        Standing { origin: origins[origin], statements }
    });
    named.collect()
}

fn declined<'a>(kept: &[Weighed<'a>]) -> Vec<&'a str> {
    let mut only: BTreeMap<&str, bool> = BTreeMap::new();
    for w in kept {
        *only.entry(w.origin).or_insert(true) &= w.stance == Stance::Declines;
    }
    only.into_iter().filter(|(_, only)| *only).map(|(origin, _)| origin).collect()
}

fn changes<'a>(kept: &[Weighed<'a>], order: &[usize], group_of: &[usize], groups: usize) -> Vec<Turn<'a>> {
    let (mut last, mut turns) = (vec![None; groups], Vec::new());
    for at in order {
        let w = &kept[*at];
        if w.stance == Stance::Declines {
            continue;
        }
        if let Some(from) = last[group_of[*at]].replace(w.stance)
            && from != w.stance
        {
            turns.push(Turn { statement: w.statement, origin: w.origin, speaker: w.speaker, from, to: w.stance });
        }
    }
    turns
}
