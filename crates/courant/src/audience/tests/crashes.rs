//! Exact over crashes, full rings, dead disks and `kill -9`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::super::*;
use super::{hours, open, reader};

#[test]
fn concurrent_writers_and_flushes_lose_nothing_even_when_the_ring_runs_full() {
    let folder = tempfile::tempdir().unwrap();
    let audience = Arc::new(open(folder.path(), hours(0)));
    let (threads, each) = (4_u32, 150_000_u32);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..threads)
            .map(|t| {
                let audience = Arc::clone(&audience);
                scope.spawn(move || (0..each).for_each(|i| audience.note(Record::new(1 + (i + t) % 3, hours(0)), hours(0))))
            })
            .collect();
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                audience.flush(hours(0)).unwrap();
                std::thread::sleep(std::time::Duration::from_millis(300));
            }
        });
        writers.into_iter().for_each(|w| w.join().unwrap());
        done.store(true, Ordering::Relaxed);
    });
    audience.flush(hours(0)).unwrap();
    let sum: u64 = audience.most_viewed(Window::Today, 9).iter().map(|(_, n)| n).sum();
    assert_eq!(sum, u64::from(threads * each));
    assert_eq!(audience.health().spilled + audience.health().lost, 0);
}

#[test]
fn a_ring_that_runs_full_is_flushed_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    let views = ring::SLOTS + 10;
    (0..views).for_each(|_| audience.note(Record::new(5, hours(0)), hours(0)));
    assert_eq!(audience.health().waiting, 10);
    assert_eq!(audience.views_of(5).unwrap(), ring::SLOTS);
}

#[test]
fn views_wait_in_memory_while_the_disk_takes_nothing_and_are_counted_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    // Another connection that holds the write lock stands for a disk that takes nothing.
    whole(audience.counts.lock()).give_up_waiting();
    let blocker = rusqlite::Connection::open(folder.path().join("counts.db")).unwrap();
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    let views = ring::SLOTS + 1000;
    (0..views).for_each(|_| audience.note(Record::new(5, hours(0)), hours(0)));
    assert!(audience.flush(hours(0)).is_err());
    assert_eq!(audience.health(), Health { waiting: ring::SLOTS, room: ring::SLOTS, spilled: 1000, lost: 0 });
    blocker.execute_batch("ROLLBACK").unwrap();
    audience.flush(hours(0)).unwrap();
    assert_eq!(audience.views_of(5).unwrap(), views);
    assert_eq!(audience.health().spilled, 0);
}

#[test]
fn a_crash_between_commit_and_emptying_counts_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    (0..100).for_each(|_| audience.note(Record::new(5, hours(0)), hours(0)));
    let (tally, tail) = audience.ring.pending();
    whole(audience.counts.lock()).add(&tally, tail).unwrap();
    // Here it dies: the slots are full and the ring's own tail is old.
    assert_eq!(audience.health().waiting, 100);
    drop(audience);
    let audience = open(folder.path(), hours(0));
    assert_eq!(audience.views_of(5).unwrap(), 100);
    assert_eq!(audience.health().waiting, 0);
}

#[test]
fn a_position_taken_by_a_process_that_died_is_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    audience.note(Record::new(5, hours(0)), hours(0));
    audience.ring.take_without_storing();
    audience.note(Record::new(5, hours(0)), hours(0));
    // While the process lives, the flush waits for the store.
    audience.flush(hours(0)).unwrap();
    assert_eq!((audience.views_of(5).unwrap(), audience.health().waiting), (1, 2));
    drop(audience);
    let audience = open(folder.path(), hours(0));
    assert_eq!((audience.views_of(5).unwrap(), audience.health().waiting), (2, 0));
}

#[test]
fn an_older_ring_that_a_power_cut_brings_back_counts_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    (0..10).for_each(|_| audience.note(Record::new(5, hours(0)), hours(0)));
    let old = std::fs::read(folder.path().join("views.ring")).unwrap();
    audience.flush(hours(0)).unwrap();
    drop(audience);
    std::fs::write(folder.path().join("views.ring"), old).unwrap();
    let audience = open(folder.path(), hours(0));
    audience.note(Record::new(5, hours(0)), hours(0));
    audience.flush(hours(0)).unwrap();
    assert_eq!(audience.views_of(5).unwrap(), 11);
}

#[test]
fn slots_of_an_earlier_lap_that_a_power_cut_brings_back_count_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views.ring");
    let audience = open(folder.path(), hours(0));
    let note = |n| (0..n).for_each(|_| audience.note(Record::new(5, hours(0)), hours(0)));
    note(10);
    let old = std::fs::read(&path).unwrap();
    note(ring::SLOTS - 10);
    audience.flush(hours(0)).unwrap();
    note(10);
    // The header was written, the slots were not.
    let header = std::fs::read(&path).unwrap()[..4096].to_vec();
    drop(audience);
    std::fs::write(&path, [&header, &old[4096..]].concat()).unwrap();
    let audience = open(folder.path(), hours(0));
    assert_eq!(audience.views_of(5).unwrap(), ring::SLOTS);
    assert_eq!(audience.health().waiting, 0);
}

#[test]
fn two_at_once_do_not_count_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (open(folder.path(), hours(0)), open(folder.path(), hours(0)));
    (0..10).for_each(|_| first.note(Record::new(5, hours(0)), hours(0)));
    first.flush(hours(0)).unwrap();
    (0..10).for_each(|_| first.note(Record::new(5, hours(0)), hours(0)));
    assert!(matches!(second.flush(hours(0)), Err(AudienceProblem::Elsewhere)));
    first.flush(hours(0)).unwrap();
    assert_eq!(first.views_of(5).unwrap(), 20);
}

#[test]
fn a_damaged_ring_is_put_aside_and_counting_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let audience = open(folder.path(), hours(0));
    audience.view(&reader(1), 7, hours(0)).unwrap();
    audience.flush(hours(0)).unwrap();
    drop(audience);
    std::fs::write(folder.path().join("views.ring"), b"not a ring").unwrap();
    let audience = open(folder.path(), hours(0));
    audience.view(&reader(2), 7, hours(0)).unwrap();
    audience.flush(hours(0)).unwrap();
    assert_eq!(audience.views_of(7).unwrap(), 2);
    assert!(folder.path().join("views.ring.damaged").exists());
}

/// The child of the next test: counts and flushes until it is killed, telling each view as it is counted.
#[test]
fn child_that_counts_until_it_is_killed() {
    let Some(folder) = std::env::var_os("COURANT_TEST_COUNT_IN") else {
        return;
    };
    let audience = Arc::new(open(Path::new(&folder), hours(0)));
    let flusher = Arc::clone(&audience);
    std::thread::spawn(move || {
        loop {
            flusher.flush(hours(0)).unwrap();
        }
    });
    let mut out = std::io::stdout().lock();
    for number in 0.. {
        audience.view(&reader(number), 7, hours(0)).unwrap();
        out.write_all(b"counted\n").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_killed_process_loses_no_view_and_counts_none_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (mut told, mut kills) = (0_u64, 0_u64);
    for round in 0..12_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "audience::tests::crashes::child_that_counts_until_it_is_killed", "--nocapture"])
            .env("COURANT_TEST_COUNT_IN", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let counted = |line: &String| line.ends_with("counted");
        told += lines.by_ref().filter(counted).take(1 + (round * 977 % 4001) as usize).count() as u64;
        child.kill().unwrap();
        child.wait().unwrap();
        // What was in the pipe was told before it died.
        told += lines.filter(counted).count() as u64;
        kills += 1;
    }
    let kept = open(folder.path(), hours(0)).views_of(7).unwrap();
    assert!(told > 10_000, "only {told} views before the kills");
    // A view may be counted and its process killed before it could tell.
    assert!((told..=told + kills).contains(&kept), "told {told}, kept {kept}, kills {kills}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the order of views, flushes, crashes and hours: sums and windows equal a plain recount.
    #[test]
    fn counts_equal_a_recount_over_crashes_and_hours(steps in prop::collection::vec((0..6_u8, 1..5_u32, 0..40_i64), 1..60)) {
        let folder = tempfile::tempdir().unwrap();
        let mut now = 0;
        let mut views: Vec<(u32, i64)> = Vec::new();
        let mut audience = open(folder.path(), hours(now));
        for (kind, story, span) in steps {
            match kind {
                0..=2 => {
                    for _ in 0..span {
                        audience.note(Record::new(story, hours(now)), hours(now));
                        views.push((story, now));
                    }
                }
                3 => audience.flush(hours(now)).unwrap(),
                4 => now += span,
                _ => {
                    // Dropped without a flush, as when killed.
                    drop(audience);
                    audience = open(folder.path(), hours(now));
                }
            }
        }
        audience.flush(hours(now)).unwrap();
        for story in 1..5 {
            let all = views.iter().filter(|(s, _)| *s == story).count() as u64;
            prop_assert_eq!(audience.views_of(story).unwrap(), all);
        }
        for window in Window::ALL {
            let mut expected: Vec<(u32, u64)> = (1..5)
                .map(|story| (story, views.iter().filter(|(s, h)| *s == story && *h > now - window.hours()).count() as u64))
                .filter(|(_, n)| *n > 0)
                .collect();
            expected.sort_by_key(|(story, n)| (std::cmp::Reverse(*n), std::cmp::Reverse(*story)));
            prop_assert_eq!(audience.most_viewed(window, 9), expected);
        }
    }
}
