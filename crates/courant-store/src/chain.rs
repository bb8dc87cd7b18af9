//! The journal's chain: each line carries a hash over itself and the line before, so that a line that was edited,
//! removed or put in is found, and named.

use crate::revisions::hex;
use crate::statement::statements;
use crate::store::{Problem, Read, Write};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

statements! {
    END_GET = "SELECT seq, hash FROM journal_end WHERE id = 1";
    END_SET = "UPDATE journal_end SET seq = ?1, hash = ?2 WHERE id = 1";
    CHAIN_AFTER = "SELECT seq, at, actor, story_id, change, previous_hash, hash FROM journal WHERE seq > ?1 ORDER BY seq LIMIT 500";
}

/// Hash of a line: every part with its length before it, so that nothing can move from one part to the next.
pub(crate) fn line_hash(previous: &str, at: i64, actor: &str, story: Option<i64>, change: &str) -> String {
    let mut hasher = Sha256::new();
    let story = story.map(|s| s.to_string()).unwrap_or_default();
    for part in [previous, &at.to_string(), actor, &story, change] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}

/// Chains the lines of a journal that has none yet. Runs once, in the transaction of the migration that adds the columns.
pub(crate) fn chain_old_lines(connection: &Connection) -> Result<(), rusqlite::Error> {
    let mut read = connection.prepare("SELECT seq, at, actor, story_id, change FROM journal ORDER BY seq")?;
    let mut write = connection.prepare("UPDATE journal SET previous_hash = ?2, hash = ?3 WHERE seq = ?1")?;
    let (mut last, mut previous) = (0_i64, String::new());
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, actor, change): (i64, String, String) = (row.get(0)?, row.get(2)?, row.get(4)?);
        let hash = line_hash(&previous, row.get(1)?, &actor, row.get(3)?, &change);
        write.execute(params![seq, previous, hash])?;
        (last, previous) = (seq, hash);
    }
    connection.execute("UPDATE journal_end SET seq = ?1, hash = ?2 WHERE id = 1", params![last, previous])?;
    Ok(())
}

impl Write<'_> {
    /// The hash that the next line follows.
    pub(crate) fn journal_end_hash(&self) -> Result<String, Problem> {
        Ok(self.one(&END_GET, [], |row| row.get(1))?.unwrap_or_default())
    }

    pub(crate) fn set_journal_end(&self, seq: i64, hash: &str) -> Result<(), Problem> {
        self.run(&END_SET, (seq, hash)).map(drop)
    }
}

struct Link {
    seq: i64,
    sound: bool,
    previous: String,
    hash: String,
}

fn link(row: &rusqlite::Row<'_>) -> rusqlite::Result<Link> {
    let (actor, change, previous, hash): (String, String, String, String) = (row.get(2)?, row.get(4)?, row.get(5)?, row.get(6)?);
    let sound = line_hash(&previous, row.get(1)?, &actor, row.get(3)?, &change) == hash;
    Ok(Link { seq: row.get(0)?, sound, previous, hash })
}

impl Read<'_> {
    /// Number and hash of the last line; 0 and nothing for an empty journal. Whoever notes them elsewhere can tell later
    /// that everything up to there is as it was.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn journal_end(&self) -> Result<(i64, String), Problem> {
        Ok(self.one(&END_GET, [], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default())
    }

    /// Checks the journal's chain; one sentence for each break.
    ///
    /// # Errors
    /// A [`Problem`] of the database.
    pub fn broken_journal(&self) -> Result<Vec<String>, Problem> {
        let mut found = Vec::new();
        let mut last = Link { seq: 0, sound: true, previous: String::new(), hash: String::new() };
        loop {
            let links = self.all(&CHAIN_AFTER, [last.seq], link)?;
            if links.is_empty() {
                break;
            }
            for link in links {
                found.extend(broken(&last, &link));
                last = link;
            }
        }
        let (seq, hash) = self.journal_end()?;
        if last.seq < seq {
            found.push(format!("The journal ended with line {seq}, but now ends with line {}: what followed was removed.", last.seq));
        } else if last.seq > seq {
            found.push(format!("The journal ended with line {seq}; what follows up to line {} was put in by another hand.", last.seq));
        } else if last.sound && last.hash != hash {
            found.push(format!("The last line of the journal, {seq}, is not the one that was written."));
        }
        Ok(found)
    }
}

/// What is wrong between a line and the one before.
fn broken(last: &Link, link: &Link) -> Option<String> {
    let (before, seq) = (last.seq, link.seq);
    if !link.sound {
        return Some(format!("Line {seq} of the journal is not as it was written: it was edited or put in."));
    }
    // A line that was edited is named by itself; the one after still follows what was written.
    if link.previous == last.hash || !last.sound && seq == before + 1 {
        return None;
    }
    Some(match seq - before {
        1 => format!("Line {seq} of the journal does not follow line {before}: one of the two was put in or written anew."),
        2 => format!("Line {} of the journal was removed.", before + 1),
        _ => format!("Lines {} to {} of the journal were removed.", before + 1, seq - 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::{MIGRATIONS, run_list};

    #[test]
    fn lines_from_before_the_chain_are_chained_once() {
        let mut connection = Connection::open_in_memory().expect("opens");
        run_list(&mut connection, &MIGRATIONS[..1]).expect("the first version");
        for at in 1..=3 {
            connection.execute("INSERT INTO journal (at, actor, change) VALUES (?1, 'person:1', '{}')", [at]).expect("written");
        }
        run_list(&mut connection, MIGRATIONS).expect("brought up to date");
        let mut read =
            connection.prepare("SELECT seq, at, actor, story_id, change, previous_hash, hash FROM journal ORDER BY seq").expect("prepared");
        let links: Vec<Link> = read.query_map([], link).expect("read").map(|l| l.expect("a line")).collect();
        assert!(links.iter().all(|l| l.sound) && links[0].previous.is_empty());
        assert!(links.windows(2).all(|pair| pair[1].previous == pair[0].hash && broken(&pair[0], &pair[1]).is_none()));
        let end: (i64, String) = connection.query_row(END_GET.text(), [], |row| Ok((row.get(0)?, row.get(1)?))).expect("the end");
        assert_eq!(end, (3, links[2].hash.clone()));
    }
}
