//! `courant ledger`, as a shell runs it: a bundle and an answer, without a paper; and a bundle filed in one and given back.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn scenario() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ledger/peninsula-2018.json")
}

/// Runs `courant ledger status` with these words and this standard input, in an empty folder.
fn status(words: &[&str], input: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_courant"));
    command.args(["ledger", "status"]).args(words).current_dir(folder.path());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    // A program that refuses its words may not read to the end.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(std::fs::read_dir(folder.path()).expect("reads").count(), 0, "it leaves nothing behind");
    output
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// The two lines of a failure: what is wrong, and what to do.
fn refused(output: &Output) -> (String, String) {
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), [].as_slice()), "{output:?}");
    let text = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    let [sentence, next] = lines[..] else { panic!("not two lines: {text}") };
    (sentence.to_owned(), next.trim().to_owned())
}

#[test]
fn the_command_meets_the_scenarios_expected_block_at_every_instant_by_file_and_by_pipe() {
    let (path, text) = (scenario(), std::fs::read_to_string(scenario()).expect("the scenario"));
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    for one in whole["expected"].as_array().expect("a list") {
        let as_of = one["as_of"].as_str().expect("an instant");
        let file = path.to_str().expect("a path");
        let line = out(&status(&[file, "--as-of", as_of, "--json"], ""));
        assert_eq!(line.matches('\n').count(), 1, "one line");
        assert_eq!(&serde_json::from_str::<Value>(&line).expect("JSON"), one, "as of {as_of}");
        assert_eq!(out(&status(&["-", "--json", "--as-of", as_of], &text)), line);
    }
}

#[test]
fn a_date_is_the_end_of_that_day_in_the_storylines_zone_and_without_one_it_is_now() {
    let file = scenario();
    let file = file.to_str().expect("a path");
    let json = |words: &[&str]| serde_json::from_str::<Value>(&out(&status(&[&[file, "--json"], words].concat(), ""))).expect("JSON");
    let day = json(&["--as-of", "2018-03-28"]);
    assert_eq!(day["as_of"], "2018-03-28T14:59:59.999999999Z");
    assert_eq!(day["claims"]["kim-met-xi"]["status"], "confirmed");
    assert_eq!(json(&["--as-of", "2018-03-27"])["claims"]["kim-met-xi"]["status"], "one_source");
    let now = json(&[]);
    assert_eq!(now["expectations"]["xi-to-visit"], "kept");
}

#[test]
fn people_read_who_says_so_who_denies_it_who_is_silent_and_what_is_due_in_80_columns() {
    let file = scenario();
    let table = out(&status(&[file.to_str().expect("a path"), "--as-of", "2018-03-28T12:00:00Z"], ""));
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let words: String = table.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "As of 28 March 2018, 21:00 KST",
        "CONFIRMED · committed-to-denuclearisation",
        "silent North Korea",
        "second source China, learnt 28 March 2018, 09:31 KST (xinhua-on-kim)",
        "DISPUTED · weapons-negotiable",
        "denies it North Korea: ri-panmunjom-january",
        "ONE SOURCE (only by whom it concerns) · xi-message-to-trump",
        "OPEN Kim Jong Un and Donald Trump meet by May, due by 2018-05",
    ] {
        assert!(words.contains(part), "{part} in {table}");
    }
}

#[test]
fn a_bad_bundle_gets_one_sentence_that_names_the_record_and_a_next_step() {
    let text = std::fs::read_to_string(scenario()).expect("the scenario");
    let cases = [
        (
            "\"name\": \"North Korea\", \"kind\": \"government\"",
            "\"name\": \"North Korea\", \"kind\": \"government\", \"part_of\": \"kcna\"",
            "‘north-korea’ is part of itself by a round",
        ),
        (
            "\"via\": [\"south-korean-envoys\", \"yonhap\"]",
            "\"via\": [\"south-korean-envoys\", \"nobody\"]",
            "The statement ‘yonhap-on-envoys’ came via ‘nobody’",
        ),
        ("\"said\": \"2018-01-09\"", "\"said\": \"2018-02-30\"", "In the statement ‘ri-panmunjom-january’, line "),
        ("\"slug\": \"xinhua-visit\"", "\"slug\": \"envoys-in-seoul\"", "The statement ‘envoys-in-seoul’ stands twice"),
        ("\"from\": \"envoys-in-seoul\"", "\"from\": \"envoys\"", "The expectation ‘kim-moon-april’ comes from ‘envoys’"),
    ];
    for (good, bad, sentence) in cases {
        assert!(text.contains(good), "{good}");
        let (said, next) = refused(&status(&["-", "--json"], &text.replacen(good, bad, 1)));
        assert!(said.starts_with("courant: standard input: ") && said.contains(sentence), "{said}");
        assert!(!next.is_empty());
    }
    let (said, next) = refused(&status(&["nowhere.json"], ""));
    assert!(said.contains("nowhere.json cannot be read") && next.contains("path"), "{said} {next}");
    let (said, _) = refused(&status(&["-", "--as-of", "soon"], &text));
    assert!(said.contains("‘soon’ is neither an instant nor a date."), "{said}");
}

/// Runs `courant ledger WORD` on a paper's folder.
fn on_paper(folder: &Path, words: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courant"));
    command.arg("ledger").args(words).arg("--data").arg(folder);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("ends")
}

fn paper() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    courant_store::Store::open(folder.path()).expect("a paper");
    folder
}

#[test]
fn a_bundle_imported_and_exported_is_equal_and_answers_the_same_and_imported_again_doubles_nothing() {
    let (folder, text) = (paper(), std::fs::read_to_string(scenario()).expect("the scenario"));
    let first: Value = serde_json::from_str(&out(&on_paper(folder.path(), &["import", "-", "--json"], &text))).expect("JSON");
    assert_eq!(first, serde_json::json!({ "storyline": "korea-talks-2018", "added": 38, "changed": 0, "same": 0 }));
    let exported = out(&on_paper(folder.path(), &["export", "korea-talks-2018"], ""));
    let mut whole: Value = serde_json::from_str(&text).expect("JSON");
    let expected = whole.as_object_mut().and_then(|w| w.remove("expected")).expect("a block");
    assert_eq!(serde_json::from_str::<Value>(&exported).expect("JSON"), whole);
    for one in expected.as_array().expect("a list") {
        let line = out(&status(&["-", "--json", "--as-of", one["as_of"].as_str().expect("an instant")], &exported));
        assert_eq!(&serde_json::from_str::<Value>(&line).expect("JSON"), one);
    }
    let again = out(&on_paper(folder.path(), &["import", "-"], &exported));
    assert_eq!(again.trim_end(), "korea-talks-2018: 0 records are new, 0 changed, 38 were there already.");
    let other = text.replacen("Kim Jong Un is in Beijing.", "Kim Jong Un is visiting Beijing.", 1);
    let again = out(&on_paper(folder.path(), &["import", "-"], &other));
    assert_eq!(again.trim_end(), "korea-talks-2018: 0 records are new, 1 changed, 37 were there already.");
    // One line of the journal for each that did something.
    let store = courant_store::Store::open(folder.path()).expect("a paper");
    let (last, _) = store.read::<_, courant_store::Problem>(|read| read.journal_end()).expect("reads");
    assert_eq!(last, 2);
}

#[test]
fn a_bundle_that_cannot_stand_beside_what_is_filed_is_refused_whole() {
    let (folder, text) = (paper(), std::fs::read_to_string(scenario()).expect("the scenario"));
    out(&on_paper(folder.path(), &["import", "-"], &text));
    let other = text.replacen("\"slug\": \"korea-talks-2018\"", "\"slug\": \"other-talks\"", 1);
    let (said, _) = refused(&on_paper(folder.path(), &["import", "-"], &other));
    assert!(said.contains("The slug ‘committed-to-denuclearisation’ in claims is one of the storyline ‘korea-talks-2018’ already."), "{said}");
    // Each bundle by itself is right; together two versions correct one.
    let version = |slug: &str| {
        let head = "{\"slug\": \"talks\", \"title\": \"Talks\", \"time_zone\": \"UTC\"}";
        let statement = "\"speaker\": \"wire\", \"said\": \"2018\", \"learnt\": \"2018-03-01T00:00:00Z\"";
        format!(
            "{{\"storyline\": {head}, \"sources\": [{{\"slug\": \"wire\", \"name\": \"Wire\", \"kind\": \"outlet\"}}], \"statements\": [
            {{\"slug\": \"one\", {statement}}}, {{\"slug\": \"{slug}\", {statement}, \"corrects\": \"one\", \"corrected\": \"2018-03-02T00:00:00Z\"}}]}}"
        )
    };
    out(&on_paper(folder.path(), &["import", "-"], &version("two")));
    let before = out(&on_paper(folder.path(), &["export", "talks"], ""));
    let (said, _) = refused(&on_paper(folder.path(), &["import", "-"], &version("three")));
    assert!(said.contains("With what is filed already: The statements ‘two’ and ‘three’ both correct ‘one’."), "{said}");
    assert_eq!(out(&on_paper(folder.path(), &["export", "talks"], "")), before);
    let (said, _) = refused(&on_paper(folder.path(), &["export", "no-talks"], ""));
    assert!(said.contains("The storyline ‘no-talks’ has no ledger."), "{said}");
}
