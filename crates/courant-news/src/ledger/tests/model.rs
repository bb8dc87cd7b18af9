//! The rule once more, straight from its words, over the JSON of a bundle: slow, without indexes, sharing nothing with the real
//! one but the reading of dates.

use super::super::edtf::Edtf;
use super::*;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

struct Model<'a>(&'a Value);

/// One stance on the claim in question.
#[derive(Clone, PartialEq)]
struct One {
    slug: String,
    origin: String,
    speaker_root: String,
    stance: String,
    moment: Timestamp,
    learnt: Timestamp,
    record: Value,
}

/// The answer for every claim and expectation, in the printed shape.
pub fn report(bundle: &Value, as_of: Timestamp) -> Value {
    let model = Model(bundle);
    let list = |key: &str| bundle[key].as_array().unwrap().clone();
    let claims: BTreeMap<String, Value> = list("claims").iter().map(|c| (text(c, "slug"), model.claim(c, as_of))).collect();
    let known = list("expectations").into_iter().filter(|e| at(&text(e, "learnt")) <= as_of);
    let expectations: BTreeMap<String, Value> = known.map(|e| (text(&e, "slug"), model.expectation(&e, as_of))).collect();
    json!({ "as_of": as_of.to_string(), "claims": claims, "expectations": expectations })
}

fn text(record: &Value, key: &str) -> String {
    record[key].as_str().unwrap().to_owned()
}

impl Model<'_> {
    fn zone(&self) -> TimeZone {
        TimeZone::get(self.0["storyline"]["time_zone"].as_str().unwrap()).unwrap()
    }

    fn root(&self, slug: &str) -> String {
        let sources = self.0["sources"].as_array().unwrap();
        let source = sources.iter().find(|s| s["slug"] == slug).unwrap();
        source["part_of"].as_str().map_or(slug.to_owned(), |above| self.root(above))
    }

    /// The name of all roots that are declared one with this, directly or through others.
    fn counts_as(&self, root: &str) -> String {
        let mut all = BTreeSet::from([root.to_owned()]);
        loop {
            let before = all.len();
            for declared in self.0["storyline"]["not_independent"].as_array().unwrap() {
                let roots: BTreeSet<String> = declared["sources"].as_array().unwrap().iter().map(|s| self.root(s.as_str().unwrap())).collect();
                if !roots.is_disjoint(&all) {
                    all.extend(roots);
                }
            }
            if all.len() == before {
                return all.first().unwrap().clone();
            }
        }
    }

    fn one(&self, statement: &Value, claim: &str) -> Option<One> {
        let stance = statement["stances"].as_array().unwrap().iter().find(|s| s["claim"] == claim)?;
        let learnt = at(&text(statement, "learnt"));
        let last = Edtf::parse(&text(statement, "said")).unwrap().last_instant(&self.zone());
        let speaker = text(statement, "speaker");
        let word_of = statement["first_hand"]["relay"].as_str().or(statement["via"][0].as_str()).unwrap_or(&speaker);
        Some(One {
            slug: text(statement, "slug"),
            origin: self.counts_as(&self.root(word_of)),
            speaker_root: self.root(&speaker),
            stance: text(stance, "stance"),
            moment: last.filter(|last| *last < learnt).unwrap_or(learnt),
            learnt,
            record: statement.clone(),
        })
    }

    /// Step 1: what we had learnt, in the versions that we had, without what later relays repeat.
    fn kept(&self, claim: &str, as_of: Timestamp) -> Vec<One> {
        let all = self.0["statements"].as_array().unwrap();
        let had = |s: &Value| at(&text(s, "learnt")) <= as_of && s["corrected"].as_str().is_none_or(|c| at(c) <= as_of);
        let replaced = |s: &Value| all.iter().any(|other| had(other) && other["corrects"] == s["slug"]);
        let kept: Vec<One> = all.iter().filter(|s| had(s) && !replaced(s)).filter_map(|s| self.one(s, claim)).collect();
        let relays = |o: &One| o.record["via"].as_array().unwrap().len();
        let same_saying = |a: &One, b: &One| {
            ["speaker", "said"].iter().all(|k| a.record[k] == b.record[k])
                && a.record["via"][0] == b.record["via"][0]
                && a.origin == b.origin
                && a.stance == b.stance
        };
        let before = |a: &One, b: &One| (a.learnt, relays(a), &a.slug) < (b.learnt, relays(b), &b.slug);
        let reprint = |r: &One| relays(r) > 1 && kept.iter().any(|o| relays(o) > 0 && same_saying(o, r) && before(o, r));
        kept.iter().filter(|o| !reprint(o)).cloned().collect()
    }

    fn claim(&self, claim: &Value, as_of: Timestamp) -> Value {
        let kept = self.kept(&text(claim, "slug"), as_of);
        let mut ordered = kept.clone();
        ordered.sort_by_key(|o| (o.moment, o.learnt, o.slug.clone()));
        let (s, d) = sides(&kept);
        let mut learnt = kept.clone();
        learnt.sort_by_key(|o| (o.learnt, o.slug.clone()));
        let first = |o: &One| json!({ "statement": o.slug, "origin": o.origin });
        let confirmed = (0..learnt.len()).find(|n| sides(&learnt[..*n]).0.len() < 2 && sides(&learnt[..=*n]).0.len() >= 2);
        let roots: BTreeSet<String> = claim["about"].as_array().unwrap().iter().map(|a| self.root(a.as_str().unwrap())).collect();
        let parties: BTreeSet<String> = roots.iter().map(|r| self.counts_as(r)).collect();
        let silent: Vec<&String> = roots.iter().filter(|r| kept.iter().all(|o| o.origin != self.counts_as(r))).collect();
        let origins: BTreeSet<&String> = kept.iter().map(|o| &o.origin).collect();
        let declined: Vec<&&String> = origins.iter().filter(|origin| kept.iter().all(|o| o.origin != ***origin || o.stance == "declines")).collect();
        json!({
            "status": status(&kept), "supports": s, "denies": d, "declined": declined,
            "first_said": ordered.iter().find(|o| o.stance == "supports").map(first),
            "first_confirmed": confirmed.map(|n| first(&learnt[n])),
            "parties_only": !s.is_empty() && s.is_subset(&parties),
            "silent": silent, "changes": changes(&ordered), "history": history(&learnt),
        })
    }

    fn expectation(&self, record: &Value, as_of: Timestamp) -> Value {
        let by_then = record["outcomes"].as_array().unwrap().iter().filter(|o| at(&text(o, "at")) <= as_of);
        let last = by_then.max_by_key(|o| at(&text(o, "at"))).map_or("open".to_owned(), |o| text(o, "outcome"));
        let passed = Edtf::parse(&text(record, "due")).unwrap().last_instant(&self.zone()).is_some_and(|last| last < as_of);
        if last == "open" && passed { json!("late") } else { json!(last) }
    }
}

/// Steps 2 to 4: the origins with a standing supports, and with a standing denies.
fn sides(kept: &[One]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut s, mut d) = (BTreeSet::new(), BTreeSet::new());
    for one in kept {
        let same_group = |o: &&One| o.origin == one.origin && o.speaker_root == one.speaker_root && o.stance != "declines";
        let stands = kept.iter().filter(same_group).max_by_key(|o| (o.moment, o.learnt, o.slug.clone()));
        match stands.map(|o| o.stance.as_str()) {
            Some("supports") => s.insert(one.origin.clone()),
            Some("denies") => d.insert(one.origin.clone()),
            _ => false,
        };
    }
    (s, d)
}

fn status(kept: &[One]) -> &'static str {
    let (s, d) = sides(kept);
    match (s.len(), d.len()) {
        (0, 0) if kept.iter().any(|o| o.stance == "supports") => "withdrawn",
        (0, 0) => "unsupported",
        (1, 0) => "one_source",
        (_, 0) => "confirmed",
        (0, _) => "denied",
        _ => "disputed",
    }
}

fn changes(ordered: &[One]) -> Vec<Value> {
    let turn = |n: usize| {
        let one = &ordered[n];
        let mut earlier =
            ordered[..n].iter().rev().filter(|o| o.origin == one.origin && o.speaker_root == one.speaker_root && o.stance != "declines");
        let before = earlier.next().filter(|o| one.stance != "declines" && o.stance != one.stance)?;
        Some(json!({ "statement": one.slug, "origin": one.origin, "speaker": one.speaker_root, "from": before.stance, "to": one.stance }))
    };
    (0..ordered.len()).filter_map(turn).collect()
}

fn history(learnt: &[One]) -> Vec<Value> {
    let (mut entries, mut before) = (Vec::new(), "unsupported");
    for (n, one) in learnt.iter().enumerate() {
        let now = status(&learnt[..=n]);
        if learnt.get(n + 1).is_none_or(|next| next.learnt != one.learnt) && now != before {
            before = now;
            entries.push(json!([one.learnt.to_string(), now, one.slug]));
        }
    }
    entries
}
