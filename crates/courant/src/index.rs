//! An index beside the database: a file of its own that is made anew when its version is another.

use courant_store::Problem;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Opens the index at `path`, or makes it by `schema` when it is not there or not of `version`.
///
/// # Errors
/// [`Problem`] when the folder cannot be written.
pub(crate) fn open(path: &Path, schema: &str, version: i64) -> Result<Connection, Problem> {
    let connection = Connection::open(path)?;
    let has: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let connection = if has == version { connection } else { remake(connection, path, schema, version)? };
    connection.busy_timeout(Duration::from_secs(5))?;
    // It can be made anew, so it need not be synced at each commit.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -2048)?;
    Ok(connection)
}

fn remake(old: Connection, path: &Path, schema: &str, version: i64) -> Result<Connection, Problem> {
    drop(old);
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        // One that is not there need not be removed.
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
    let mut connection = Connection::open(path)?;
    let tx = connection.transaction()?;
    tx.execute_batch(schema)?;
    tx.pragma_update(None, "user_version", version)?;
    tx.commit()?;
    Ok(connection)
}
