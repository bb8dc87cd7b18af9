//! The connections: one writer, a few read-only readers, and the two ways in: [`Store::read`] and [`Store::act`].

use crate::statement::Statement;
use courant_news::change::Change;
use courant_news::permit::Actor;
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Params, Row, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Why the store could not do it. Few kinds; each is one sentence, and [`Problem::next`] is its next step.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The disk has no room.
    #[error("The disk is full.")]
    DiskFull,
    /// The folder cannot be written.
    #[error("The data folder cannot be written.")]
    ReadOnly,
    /// Somebody else holds the database too long.
    #[error("The database is busy with another program.")]
    Busy,
    /// A database from the future.
    #[error("This data folder was made by a newer Courant (database version {has}, this program knows {knows}).")]
    Newer {
        /// Version of the database.
        has: usize,
        /// Version of the program.
        knows: usize,
    },
    /// A file is damaged, or is no database.
    #[error("The database {0} is damaged.")]
    Damaged(String),
    /// Everything else: the cause goes to the log once.
    #[error("The database answered with an error.")]
    Database(#[source] rusqlite::Error),
    /// A record that does not read as it was written.
    #[error("A record in the database cannot be read ({0}).")]
    Record(String),
}

impl Problem {
    /// The next step, one sentence. Where unsaved words are is for the door to say: only it knows.
    pub fn next(&self) -> &'static str {
        match self {
            Problem::DiskFull => "Free some space on it, then try again.",
            Problem::ReadOnly => "Check its owner and that its disk is not read-only, then try again.",
            Problem::Busy => "Try again in a moment.",
            Problem::Newer { .. } => "Start it with that Courant or a newer one.",
            Problem::Damaged(_) => "Restore the last backup, or run `courant doctor` to see what is left.",
            Problem::Database(_) => "Try again; the log of the server says more.",
            Problem::Record(_) => "Run `courant doctor` to see what is wrong.",
        }
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Problem {
        use rusqlite::ErrorCode::*;
        match error.sqlite_error_code() {
            Some(DiskFull) => Problem::DiskFull,
            Some(ReadOnly | CannotOpen | PermissionDenied) => Problem::ReadOnly,
            Some(DatabaseBusy | DatabaseLocked) => Problem::Busy,
            Some(DatabaseCorrupt | NotADatabase) => Problem::Damaged(error.to_string()),
            // A write that the disk refuses half-way is told as an I/O error; to people it is the same as a full disk.
            Some(SystemIoFailure) => Problem::DiskFull,
            _ => Problem::Database(error),
        }
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Problem {
        Problem::Record(error.to_string())
    }
}

/// A paper's database.
pub struct Store {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    grown: (Mutex<u64>, Condvar),
}

const CACHED_STATEMENTS: usize = 128;
/// How long a connection waits for another that writes.
const BUSY: Duration = Duration::from_secs(5);

impl Store {
    /// Opens or makes `newsroom.db` in a folder and brings it up to date.
    ///
    /// # Errors
    /// [`Problem`], when the folder cannot be written, the database is newer than the program, or is damaged.
    pub fn open(folder: &Path) -> Result<Store, Problem> {
        let path = folder.join("newsroom.db");
        let mut writer = Connection::open(&path)?;
        writer.busy_timeout(BUSY)?;
        writer.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        if crate::migrate::version(&writer).map_err(|e| damaged(e, &path))? > crate::migrate::MIGRATIONS.len() {
            crate::migrate::run(&mut writer)?;
        }
        // Promise 1: WAL with a full sync at each commit survives kill -9 and a power cut.
        writer.pragma_update(None, "journal_mode", "WAL")?;
        writer.pragma_update(None, "synchronous", "FULL")?;
        writer.pragma_update(None, "foreign_keys", true)?;
        // What is deleted leaves no words in free pages, and so none in backups.
        writer.pragma_update(None, "secure_delete", true)?;
        writer.pragma_update(None, "cache_size", -4096)?;
        crate::migrate::run(&mut writer)?;
        Ok(Store { path, writer: Mutex::new(writer), readers: Mutex::new(Vec::new()), grown: (Mutex::new(0), Condvar::new()) })
    }

    /// Runs reads on a read-only connection, all in one snapshot.
    ///
    /// # Errors
    /// What `work` returns, or a [`Problem`] of the database.
    pub fn read<T, E: From<Problem>>(&self, work: impl FnOnce(&Read<'_>) -> Result<T, E>) -> Result<T, E> {
        let pooled = lock(&self.readers).pop();
        let connection = match pooled {
            Some(connection) => connection,
            None => self.reader().map_err(E::from)?,
        };
        let result = snapshot(&connection, work);
        let mut readers = lock(&self.readers);
        if readers.len() < 8 {
            readers.push(connection);
        }
        result
    }

    fn reader(&self) -> Result<Connection, Problem> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "cache_size", -1024)?;
        Ok(connection)
    }

    /// One action: one transaction that writes its rows and one line of the journal. Nothing is kept when `work` fails.
    /// `work` gives the change, or `None` where it found that there was nothing to do.
    ///
    /// # Errors
    /// What `work` returns, or a [`Problem`] of the database.
    pub fn act<T, E: From<Problem>, C: Into<Option<Change>>>(
        &self,
        actor: &Actor,
        at: Timestamp,
        work: impl FnOnce(&Write<'_>) -> Result<(T, C), E>,
    ) -> Result<T, E> {
        self.write(actor, at, |tx| {
            let (result, change) = work(tx)?;
            if let Some(change) = change.into() {
                tx.journal(&change).map_err(E::from)?;
            }
            Ok(result)
        })
    }

    /// A transaction without a line of the journal: for what is no change of the paper (draft saves, sessions, cursors, jobs).
    ///
    /// # Errors
    /// What `work` returns, or a [`Problem`] of the database.
    pub fn write<T, E: From<Problem>>(&self, actor: &Actor, at: Timestamp, work: impl FnOnce(&Write<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = lock(&self.writer);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| E::from(e.into()))?;
        let result = work(&Write { read: Read { connection: &transaction }, actor: actor.id.clone(), at })?;
        transaction.commit().map_err(|e| E::from(e.into()))?;
        drop(connection);
        self.wake();
        Ok(result)
    }

    /// Wakes whoever waits for the journal or the jobs to grow.
    pub fn wake(&self) {
        *lock(&self.grown.0) += 1;
        self.grown.1.notify_all();
    }

    /// Waits until something was committed here since `seen`, or `longest` has passed: another process may have
    /// written. Returns the number to wait from next.
    pub fn wait(&self, seen: u64, longest: Duration) -> u64 {
        let guard = lock(&self.grown.0);
        let (guard, _) = self.grown.1.wait_timeout_while(guard, longest, |n| *n == seen).unwrap_or_else(PoisonError::into_inner);
        *guard
    }

    /// Empties the write-ahead log, so that words which were taken away do not stay in it. When somebody is reading, that is
    /// left to the next checkpoint: nobody waits for it.
    ///
    /// # Errors
    /// [`Problem`] of the database.
    pub fn forget(&self) -> Result<(), Problem> {
        let writer = lock(&self.writer);
        writer.busy_timeout(Duration::ZERO)?;
        let emptied = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        writer.busy_timeout(BUSY)?;
        Ok(emptied?)
    }

    /// Stops syncing each commit: only for filling a folder that is not in use yet and is thrown away when it is not finished.
    ///
    /// # Errors
    /// [`Problem`] of the database.
    pub fn relax(&self) -> Result<(), Problem> {
        Ok(lock(&self.writer).pragma_update(None, "synchronous", "OFF")?)
    }

    /// SQLite's own check of the file and of every reference; one sentence for each thing found.
    ///
    /// # Errors
    /// [`Problem`] when it cannot be read at all.
    pub fn integrity(&self) -> Result<Vec<String>, Problem> {
        let reader = self.reader()?;
        let mut found: Vec<String> = Vec::new();
        let mut check = reader.prepare("PRAGMA integrity_check(20)")?;
        for line in check.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                found.push(format!("The database is damaged: {line}."));
            }
        }
        let mut check = reader.prepare("PRAGMA foreign_key_check")?;
        for table in check.query_map([], |row| row.get::<_, String>(0))? {
            found.push(format!("A row of ‘{}’ names one that is not there.", table?));
        }
        Ok(found)
    }

    /// A copy of the whole database into a file, while it is in use.
    ///
    /// # Errors
    /// [`Problem`] when the file cannot be written.
    pub fn backup(&self, file: &Path) -> Result<(), Problem> {
        let from = self.reader()?;
        let mut to = Connection::open(file)?;
        rusqlite::backup::Backup::new(&from, &mut to)?.run_to_completion(256, Duration::ZERO, None)?;
        Ok(())
    }
}

fn damaged(error: rusqlite::Error, path: &Path) -> Problem {
    match Problem::from(error) {
        Problem::Damaged(_) => Problem::Damaged(path.display().to_string()),
        other => other,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere leaves a rolled-back transaction, never a half-written one, so the lock stays usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn snapshot<T, E: From<Problem>>(connection: &Connection, work: impl FnOnce(&Read<'_>) -> Result<T, E>) -> Result<T, E> {
    let transaction = connection.unchecked_transaction().map_err(|e| E::from(e.into()))?;
    work(&Read { connection: &transaction })
}

/// Reads, in one snapshot.
pub struct Read<'c> {
    connection: &'c Connection,
}

/// A running transaction: reads and writes.
pub struct Write<'c> {
    read: Read<'c>,
    /// Who acts, as the journal names actors.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

impl<'c> std::ops::Deref for Write<'c> {
    type Target = Read<'c>;
    fn deref(&self) -> &Read<'c> {
        &self.read
    }
}

impl Read<'_> {
    pub(crate) fn one<T>(
        &self,
        statement: &Statement,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Problem> {
        let mut prepared = self.connection.prepare_cached(statement.text)?;
        let mut rows = prepared.query(params)?;
        Ok(rows.next()?.map(map).transpose()?)
    }

    pub(crate) fn all<T>(
        &self,
        statement: &Statement,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Problem> {
        let mut prepared = self.connection.prepare_cached(statement.text)?;
        let rows = prepared.query_map(params, map)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Write<'_> {
    /// Runs a statement; returns how many rows it touched.
    pub(crate) fn run(&self, statement: &Statement, params: impl Params) -> Result<usize, Problem> {
        Ok(self.connection.prepare_cached(statement.text)?.execute(params)?)
    }

    /// Runs an `INSERT … RETURNING id`.
    pub(crate) fn insert(&self, statement: &Statement, params: impl Params) -> Result<i64, Problem> {
        Ok(self.connection.prepare_cached(statement.text)?.query_row(params, |row| row.get(0))?)
    }

    /// The instant of this transaction in milliseconds.
    pub(crate) fn now(&self) -> i64 {
        self.at.as_millisecond()
    }
}

/// An instant from its column.
pub(crate) fn instant(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(millisecond).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// An instant that may be missing.
pub(crate) fn maybe_instant(millisecond: Option<i64>) -> Option<Timestamp> {
    millisecond.map(instant)
}
