//! Fills a folder with many stories for `bench/start-page`: drafts, in review, ready, scheduled, published. Its writes are
//! not synced: the folder is thrown away when it is not finished.

use courant::people::{self, NewPerson, passwords};
use courant::publish::{self, Wanted};
use courant_news::assignment::Assignment;
use courant_news::body::Document;
use courant_news::copy::{Byline, Copy, Head};
use courant_news::permit::{Actor, Edit, GRANTS, ManagePeople, Publish};
use courant_news::story::Move;
use courant_store::Store;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const WORDS: [&str; 16] = [
    "harbour", "council", "ferry", "crane", "minister", "talks", "budget", "school", "winter", "bridge", "river", "market", "strike", "vote",
    "court", "island",
];
const SECTIONS: [&str; 4] = ["world", "politics", "business", "sport"];

fn word(seed: usize) -> &'static str {
    WORDS[seed.wrapping_mul(2_654_435_761) % WORDS.len()]
}

fn copy(n: usize) -> anyhow::Result<Copy> {
    let sentence =
        |k: usize| format!("The {} of the {} met the {} at the {}, number {}. ", word(n + k), word(n * 3 + k), word(n * 7 + k), word(k), n * k);
    let mut text: Vec<String> = (0..8).map(|p| (p * 6..p * 6 + 6).map(|k| sentence(k + 1)).collect()).collect();
    if n % 10_000 == 77 {
        text[0].push_str("A walrus was seen at the quay.");
    }
    let blocks: Vec<_> = text.iter().map(|t| serde_json::json!({ "type": "paragraph", "content": [{ "type": "text", "text": t }] })).collect();
    let headline = format!("{} {} and {} {n}", word(n), word(n * 5 + 1), word(n * 11 + 2));
    let head = Head {
        headline: format!("{}{}", headline[..1].to_uppercase(), &headline[1..]),
        standfirst: format!("What the {} says of it.", word(n + 9)),
        section: SECTIONS[n % 4].into(),
        bylines: vec![Byline { name: format!("Writer {}", n % 40), slug: String::new() }],
        ..Head::default()
    };
    Ok(Copy { head, body: Document::from_json(&serde_json::json!({ "type": "doc", "content": blocks }))? })
}

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(args.next().unwrap_or_else(|| "bench-data".into()));
    let count: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    std::fs::create_dir_all(&folder)?;
    let store = Store::open(&folder)?;
    store.relax()?;
    let actor = Actor::command_line();
    let now = Timestamp::now();
    let new = NewPerson { name: "Bench Editor".into(), email: "bench@paper.example".into(), password: "harbour crane tuesday".into() };
    let person = people::add_person(
        &store,
        actor.permit::<ManagePeople>()?,
        now,
        &new,
        &passwords::hash(&new.password).map_err(anyhow::Error::msg)?,
        &GRANTS,
    )?;
    let editor = Actor::person(person, "Bench Editor", GRANTS.to_vec());
    for n in 0..count {
        let at = now - SignedDuration::from_mins((count - n) as i64 * 15);
        let who = if n % 50 == 0 { &editor } else { &actor };
        let story = publish::create(&store, who.permit::<Edit>()?, at, &copy(n)?)?;
        if n % 20 == 3 || n + 200 > count {
            let due = Some(at + SignedDuration::from_hours(20));
            let to = Assignment { person: (n % 3 == 0).then_some(person), due, length: Some(600), ..Assignment::default() };
            publish::assign(&store, editor.permit::<Edit>()?, at, story, &to)?;
        }
        match n % 100 {
            0..=89 if n + 60 < count => {
                publish::publish(&store, editor.permit::<Publish>()?, &TimeZone::UTC, at, story, &Wanted::default())?;
            }
            90 if n + 60 < count => {
                publish::make_move(&store, editor.permit::<Edit>()?, at, story, Move::Submit, "", None)?;
            }
            91 if n + 60 < count => {
                publish::make_move(&store, editor.permit::<Edit>()?, at, story, Move::Finish, "", None)?;
            }
            92 if n % 1000 == 92 => {
                let wanted = Wanted { published: Some(now + SignedDuration::from_hours(n as i64 % 400 + 1)), ..Wanted::default() };
                publish::publish(&store, editor.permit::<Publish>()?, &TimeZone::UTC, at, story, &wanted)?;
            }
            _ => {}
        }
        if n % 10_000 == 0 {
            eprintln!("{n} of {count} stories");
        }
    }
    let code = people::open_session(&store, Timestamp::now(), person, "Bench")?;
    std::fs::write(folder.join("bench-session"), format!("courant_session={}", code.text()))?;
    Ok(())
}
