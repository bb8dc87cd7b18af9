//! The rule case by case.

use super::*;
use serde_json::json;

fn ready(statements: &[Value], as_of: &str) -> Value {
    printed(&ledger(&bundle(statements)), as_of)["claims"]["ready"].clone()
}

const END: &str = "2018-04-01T00:00:00Z";

#[test]
fn a_claim_that_nobody_makes_is_unsupported_and_its_party_silent() {
    let claim = ready(&[], END);
    assert_eq!(claim["status"], "unsupported");
    assert_eq!(claim["silent"], json!(["north"]));
}

#[test]
fn two_statements_by_one_origin_are_one_source() {
    let claim = ready(&[said("a", "leader", &["envoys"], 5, 10, "supports"), said("b", "leader", &["south"], 6, 10, "supports")], END);
    assert_eq!((claim["status"].clone(), claim["supports"].clone()), (json!("one_source"), json!(["south"])));
}

#[test]
fn a_second_origin_confirms_and_a_denial_disputes() {
    let both = [said("a", "leader", &["envoys"], 5, 10, "supports"), said("b", "daily", &[], 6, 10, "supports")];
    let claim = ready(&both, END);
    assert_eq!((claim["status"].clone(), claim["first_confirmed"].clone()), (json!("confirmed"), json!({ "statement": "b", "origin": "daily" })));
    let [a, b] = both;
    let claim = ready(&[a, b, said("c", "agency", &[], 7, 10, "denies")], END);
    assert_eq!((claim["status"].clone(), claim["denies"].clone()), (json!("disputed"), json!(["north"])));
    let history =
        json!([["2018-03-05T10:00:00Z", "one_source", "a"], ["2018-03-06T10:00:00Z", "confirmed", "b"], ["2018-03-07T10:00:00Z", "disputed", "c"]]);
    assert_eq!(claim["history"], history);
}

#[test]
fn what_is_taken_back_is_withdrawn_and_shown_as_a_change() {
    let claim = ready(&[said("a", "daily", &[], 5, 10, "supports"), said("b", "daily", &[], 6, 10, "withdraws")], END);
    assert_eq!(claim["status"], "withdrawn");
    assert_eq!(claim["changes"], json!([{ "statement": "b", "origin": "daily", "speaker": "daily", "from": "supports", "to": "withdraws" }]));
    assert_eq!(claim["first_said"]["statement"], "a");
    // Somebody else cannot take it back.
    let claim = ready(&[said("a", "daily", &[], 5, 10, "supports"), said("b", "wire", &[], 6, 10, "withdraws")], END);
    assert_eq!(claim["status"], "one_source");
    // A denial taken back, and nobody ever said so.
    let claim = ready(&[said("a", "daily", &[], 5, 10, "denies"), said("b", "daily", &[], 6, 10, "withdraws")], END);
    assert_eq!(claim["status"], "unsupported");
}

#[test]
fn no_comment_is_no_change_and_no_silence() {
    let claim = ready(&[said("a", "agency", &[], 5, 10, "denies"), said("b", "agency", &[], 6, 10, "declines")], END);
    assert_eq!((claim["status"].clone(), claim["declined"].clone(), claim["changes"].clone()), (json!("denied"), json!([]), json!([])));
    let claim = ready(&[said("b", "agency", &[], 6, 10, "declines")], END);
    assert_eq!((claim["status"].clone(), claim["declined"].clone(), claim["silent"].clone()), (json!("unsupported"), json!(["north"]), json!([])));
}

#[test]
fn an_old_saying_learnt_late_does_not_undo_a_newer_one() {
    let mut old = said("old", "agency", &[], 5, 10, "supports");
    old["learnt"] = json!("2018-03-20T10:00:00Z");
    let claim = ready(&[said("new", "agency", &[], 7, 10, "denies"), old], END);
    assert_eq!((claim["status"].clone(), claim["first_said"]["statement"].clone()), (json!("denied"), json!("old")));
    assert_eq!(claim["changes"][0]["statement"], "new");
    assert_eq!(claim["history"], json!([["2018-03-07T10:00:00Z", "denied", "new"]]));
}

#[test]
fn a_reprint_after_a_denial_of_the_same_day_does_not_bring_back_what_was_denied() {
    let said_so = said("morning", "leader", &["agency"], 5, 1, "supports");
    let denial = said("noon", "leader", &["agency"], 5, 3, "denies");
    let reprint = said("evening", "leader", &["agency", "wire"], 5, 9, "supports");
    assert_eq!(ready(&[said_so.clone(), denial.clone()], END), ready(&[said_so, denial, reprint], END));
}

#[test]
fn the_same_words_by_another_first_relay_are_another_origin() {
    let claim = ready(&[said("a", "leader", &["envoys"], 5, 10, "supports"), said("b", "leader", &["wire", "envoys"], 5, 11, "supports")], END);
    assert_eq!(claim["supports"], json!(["south", "wire"]));
}

#[test]
fn a_relay_declared_first_hand_is_the_origin() {
    let mut heard = said("a", "leader", &["envoys", "wire"], 5, 10, "supports");
    assert_eq!(ready(&[heard.clone()], END)["supports"], json!(["south"]));
    heard["first_hand"] = json!({ "relay": "wire", "reason": "Its reporter was in the room." });
    assert_eq!(ready(&[heard], END)["supports"], json!(["wire"]));
}

#[test]
fn sources_declared_not_independent_are_one_origin_by_the_first_name() {
    let mut both = bundle(&[said("a", "wire", &[], 5, 10, "supports"), said("b", "envoys", &[], 6, 10, "supports")]);
    assert_eq!(printed(&ledger(&both), END)["claims"]["ready"]["status"], "confirmed");
    both["storyline"]["not_independent"] = json!([{ "sources": ["wire", "envoys"], "reason": "The wire quotes the envoys." }]);
    let claim = printed(&ledger(&both), END)["claims"]["ready"].clone();
    assert_eq!((claim["status"].clone(), claim["supports"].clone()), (json!("one_source"), json!(["south"])));
    // A party that was declared one with another has spoken when the other has, whichever gives the name.
    both["storyline"]["not_independent"] = json!([{ "sources": ["daily", "north"], "reason": "It is the party's paper." }]);
    both["statements"] = json!([said("a", "daily", &[], 5, 10, "supports")]);
    let claim = printed(&ledger(&both), END)["claims"]["ready"].clone();
    assert_eq!((claim["supports"].clone(), claim["parties_only"].clone(), claim["silent"].clone()), (json!(["daily"]), json!(true), json!([])));
}

#[test]
fn of_several_learnt_at_one_instant_only_the_status_after_the_last_is_history() {
    let claim = ready(&[said("b", "wire", &[], 5, 10, "supports"), said("a", "daily", &[], 5, 10, "supports")], END);
    assert_eq!(claim["history"], json!([["2018-03-05T10:00:00Z", "confirmed", "b"]]));
    assert_eq!(claim["first_confirmed"]["statement"], "b");
}

#[test]
fn a_corrected_version_counts_from_its_correction_on_and_the_old_one_until_then() {
    let old = said("a", "daily", &[], 5, 10, "supports");
    let mut new = said("a-2", "daily", &[], 5, 10, "denies");
    new["corrects"] = json!("a");
    new["corrected"] = json!("2018-03-08T09:00:00Z");
    let both = [old, new];
    assert_eq!(ready(&both, "2018-03-08T08:59:59Z")["status"], "one_source");
    let claim = ready(&both, "2018-03-08T09:00:00Z");
    assert_eq!((claim["status"].clone(), claim["changes"].clone(), claim["first_said"].clone()), (json!("denied"), json!([]), Value::Null));
}

#[test]
fn an_expectation_is_late_once_its_last_instant_has_passed_in_the_storylines_zone() {
    let mut one = bundle(&[]);
    one["expectations"] = json!([
        { "slug": "by-april", "text": "They meet", "due": "../2018-04", "learnt": "2018-03-05T00:00:00Z" },
        { "slug": "some-day", "text": "They meet again", "due": "../..", "learnt": "2018-03-05T00:00:00Z" },
        { "slug": "off", "text": "They meet once more", "due": "2018-03-10", "learnt": "2018-03-05T00:00:00Z", "outcomes": [{ "at": "2018-03-09T00:00:00Z", "outcome": "cancelled" }, { "at": "2018-03-20T00:00:00Z", "outcome": "open" }] },
    ]);
    let ledger = ledger(&one);
    let at = |as_of: &str| printed(&ledger, as_of)["expectations"].clone();
    assert_eq!(at("2018-03-04T23:59:59Z"), json!({}));
    assert_eq!(at("2018-03-10T00:00:00Z"), json!({ "by-april": "open", "some-day": "open", "off": "cancelled" }));
    assert_eq!(at("2018-03-20T00:00:00Z")["off"], "late");
    assert_eq!(at("2018-04-30T14:59:59Z")["by-april"], "open");
    assert_eq!(at("2018-04-30T15:00:00Z")["by-april"], "late");
}

#[test]
fn the_instant_asked_for_is_an_instant_or_the_end_of_a_date_in_the_storylines_zone() {
    let ledger = ledger(&bundle(&[]));
    let asked = |text: &str| ledger.as_of(text).map(|at| at.to_string()).map_err(|problem| problem.sentence);
    assert_eq!(asked("2018-03-28T12:00:00Z").unwrap(), "2018-03-28T12:00:00Z");
    assert_eq!(asked("2018-03-28T12:00:00+09:00").unwrap(), "2018-03-28T03:00:00Z");
    assert_eq!(asked("2018-03-28").unwrap(), "2018-03-28T14:59:59.999999999Z");
    assert_eq!(asked("2018-03").unwrap(), "2018-03-31T14:59:59.999999999Z");
    assert_eq!(asked("2018-03-28T21:00").unwrap(), "2018-03-28T12:00:00Z");
    assert_eq!(asked("2018/..").unwrap_err(), "‘2018/..’ has no end to answer for.");
    assert_eq!(asked("last week").unwrap_err(), "‘last week’ is neither an instant nor a date.");
}

#[test]
fn nobody_says_a_thing_after_we_learnt_it() {
    let mut some_time = said("a", "daily", &[], 5, 10, "supports");
    some_time["said"] = json!("2018");
    let claim = ready(&[some_time, said("b", "daily", &[], 7, 10, "denies")], END);
    assert_eq!((claim["status"].clone(), claim["changes"][0]["to"].clone()), (json!("denied"), json!("denies")));
}
