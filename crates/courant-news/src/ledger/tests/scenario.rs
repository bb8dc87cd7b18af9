//! The talks on the Korean peninsula, 2018: `fixtures/ledger/peninsula-2018.json`.

use super::*;

fn text() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/ledger/peninsula-2018.json")).expect("the scenario")
}

#[test]
fn the_scenarios_expected_block_is_met_at_every_instant() {
    let text = text();
    let ledger = Ledger::read(&text).unwrap();
    let whole: Value = serde_json::from_slice(&text).unwrap();
    let expected = whole["expected"].as_array().unwrap();
    assert_eq!(expected.len(), 11);
    for one in expected {
        let as_of = one["as_of"].as_str().unwrap();
        assert_eq!(&printed(&ledger, as_of), one, "as of {as_of}");
    }
}

#[test]
fn the_keys_come_in_the_scenarios_order() {
    let text = text();
    let ledger = Ledger::read(&text).unwrap();
    let printed = serde_json::to_string(&ledger.report(at("2018-03-28T12:00:00Z"))).unwrap();
    let keys = [
        "\"as_of\"",
        "\"claims\"",
        "\"committed-to-denuclearisation\"",
        "\"willing-to-meet-us-president\"",
        "\"xi-message-to-trump\"",
        "\"expectations\"",
        "\"kim-moon-april\"",
        "\"xi-to-visit\"",
    ];
    let places: Vec<usize> = keys.iter().map(|key| printed.find(key).expect(key)).collect();
    assert!(places.is_sorted(), "{printed}");
    let one = r#"{"status":"one_source","supports":["united-states"],"denies":[],"declined":[],"first_said":{"statement":"sanders-briefing","origin":"united-states"},"first_confirmed":null,"parties_only":true,"silent":["china"],"changes":[],"history":[["2018-03-28T02:00:00Z","one_source","sanders-briefing"]]}"#;
    assert!(printed.contains(one), "{printed}");
}

#[test]
fn the_scenario_written_back_is_the_scenario() {
    let text = text();
    let bundle = Bundle::read(&text).unwrap();
    let mut before: Value = serde_json::from_slice(&text).unwrap();
    before.as_object_mut().unwrap().remove("expected");
    assert_eq!(whole(&bundle), before);
    assert_eq!(Bundle::read(whole(&bundle).to_string().as_bytes()).unwrap(), bundle);
}

#[test]
fn china_is_the_first_source_other_than_south_korea_and_north_korea_is_silent() {
    let ledger = Ledger::read(&text()).unwrap();
    let claim = ledger.claim("committed-to-denuclearisation").unwrap();
    let now = ledger.assess(claim, at("2018-03-28T12:00:00Z"));
    assert_eq!(now.first_confirmed.map(|f| f.origin), Some("china"));
    assert_eq!(now.silent, ["north-korea"]);
    // The agency's reprint is nobody's word of its own.
    let south = now.supports.iter().find(|s| s.origin == "south-korea").unwrap();
    assert_eq!(south.statements, ["envoys-in-washington"]);
}
