//! What holds over thousands of random ledgers.

use super::super::rule;
use super::random::{TICKS, cases, ledgers, tick};
use super::*;
use proptest::prelude::*;

fn report(bundle: &Value, as_of: Timestamp) -> Value {
    serde_json::to_value(ledger(bundle).report(as_of)).expect("a report")
}

/// A reprint of a statement that came by a relay: the same through one relay more, learnt then or later.
fn reprint(of: &Value, by: &str, name: &str, later: u32) -> Value {
    let mut copy = of.clone();
    let fields = copy.as_object_mut().unwrap();
    fields.insert("slug".to_owned(), json!(name));
    fields.remove("corrects");
    fields.remove("corrected");
    fields["via"].as_array_mut().unwrap().push(json!(by));
    let learnt = at(of["learnt"].as_str().unwrap()) + jiff::SignedDuration::from_hours(6 * i64::from(later));
    fields["learnt"] = json!(learnt.to_string());
    copy
}

/// Whether a version corrects this statement, or it is one: then what it says is no longer, or not yet, what we hold it to say.
fn versioned(bundle: &Value, slug: &Value) -> bool {
    bundle["statements"].as_array().unwrap().iter().any(|s| s.get("corrects").is_some_and(|c| c == slug || s["slug"] == *slug))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn the_whole_answer_is_that_of_the_rules_words(bundle in ledgers(), n in 0..TICKS + 4) {
        let as_of = tick(n);
        prop_assert_eq!(report(&bundle, as_of), model::report(&bundle, as_of));
    }

    #[test]
    fn the_order_of_entry_does_not_matter(bundle in ledgers(), n in 0..TICKS + 4, seed in any::<u64>()) {
        let mut mixed = bundle.clone();
        for list in ["sources", "claims", "statements", "expectations"] {
            let records = mixed[list].as_array_mut().unwrap();
            for at in (1..records.len()).rev() {
                // Any mixing will do; this one is made from the seed.
                let other = (seed.rotate_left(u32::try_from(at).unwrap_or(0)) ^ seed.wrapping_mul(2_654_435_761)) % (at as u64 + 1);
                records.swap(at, usize::try_from(other).unwrap_or(0));
            }
        }
        mixed["storyline"]["not_independent"].as_array_mut().unwrap().reverse();
        prop_assert_eq!(report(&bundle, tick(n)), report(&mixed, tick(n)));
    }

    #[test]
    fn adding_a_reprint_changes_no_status_nor_anything_else(bundle in ledgers(), which in any::<prop::sample::Index>(), by in any::<prop::sample::Index>(), later in 0..12u32, early in any::<bool>()) {
        let statements = bundle["statements"].as_array().unwrap();
        let relayed: Vec<&Value> = statements.iter().filter(|s| !s["via"].as_array().unwrap().is_empty() && !versioned(&bundle, &s["slug"])).collect();
        if let Some(of) = relayed.get(which.index(relayed.len().max(1))) {
            let sources = bundle["sources"].as_array().unwrap();
            let by = sources[by.index(sources.len())]["slug"].as_str().unwrap();
            let mut more = bundle.clone();
            more["statements"].as_array_mut().unwrap().push(reprint(of, by, if early { "a-reprint" } else { "z-reprint" }, later));
            let (before, after) = (ledger(&bundle), ledger(&more));
            for n in [0, 6, 12, 18, 24, 40] {
                prop_assert_eq!(before.report(tick(n)), after.report(tick(n)), "as of {}", tick(n));
            }
        }
    }

    #[test]
    fn removing_what_was_added_restores_what_was(bundle in ledgers(), other in ledgers(), n in 0..TICKS + 4) {
        let before = ledger(&bundle);
        let was = before.report(tick(n));
        let mut records = before.bundle().clone();
        let (statements, expectations) = (records.statements.len(), records.expectations.len());
        let foreign = Bundle::read(other.to_string().as_bytes()).expect("a bundle");
        for mut statement in foreign.statements {
            statement.slug = crate::slug::Slug::new(&format!("x-{}", statement.slug)).expect("a slug");
            (statement.corrects, statement.corrected) = (None, None);
            let known = |slug: &crate::slug::Slug| before.source(slug.as_str()).is_some();
            if known(&statement.speaker) && statement.via.iter().all(known) {
                records.statements.push(statement);
            }
        }
        for mut expectation in foreign.expectations {
            expectation.slug = crate::slug::Slug::new(&format!("x-{}", expectation.slug)).expect("a slug");
            records.expectations.push(expectation);
        }
        let with = Ledger::new(records).expect("a sound bundle");
        let _ = with.report(tick(n));
        let mut records = with.bundle().clone();
        records.statements.truncate(statements);
        records.expectations.truncate(expectations);
        let after = Ledger::new(records).expect("a sound bundle");
        prop_assert_eq!(was, after.report(tick(n)));
    }

    #[test]
    fn the_answer_at_an_instant_never_depends_on_what_was_learnt_later(bundle in ledgers(), n in 0..TICKS + 4) {
        let as_of = tick(n);
        let mut then = bundle.clone();
        let before = |value: &Value| at(value.as_str().unwrap()) <= as_of;
        let by_then = |s: &Value| before(&s["learnt"]) && s.get("corrected").is_none_or(before);
        then["statements"].as_array_mut().unwrap().retain(by_then);
        for expectation in then["expectations"].as_array_mut().unwrap() {
            expectation["outcomes"].as_array_mut().unwrap().retain(|o| before(&o["at"]));
        }
        then["expectations"].as_array_mut().unwrap().retain(|e| before(&e["learnt"]));
        prop_assert_eq!(report(&bundle, as_of), report(&then, as_of));
    }

    #[test]
    fn the_last_line_of_the_history_is_the_status(bundle in ledgers(), n in 0..TICKS + 4) {
        let ledger = ledger(&bundle);
        for (slug, claim) in ledger.report(tick(n)).claims {
            let last = claim.history.last().map_or(rule::Status::Unsupported, |entry| entry.status);
            prop_assert_eq!(last, claim.status, "{}", slug);
        }
    }

    #[test]
    fn a_bundle_written_back_and_read_again_is_the_same(bundle in ledgers()) {
        let read = Bundle::read(bundle.to_string().as_bytes()).expect("a bundle");
        prop_assert_eq!(Bundle::read(whole(&read).to_string().as_bytes()).expect("a bundle"), read);
    }

    #[test]
    fn no_bytes_panic(text in "\\PC{0,200}", place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let _ = Ledger::read(text.as_bytes());
        let mut bytes = bundle(&[said("one", "leader", &["envoys"], 5, 10, "supports")]).to_string().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Err(problem) = Ledger::read(&bytes) {
            prop_assert!(!problem.sentence.contains('\n'));
        }
    }
}
