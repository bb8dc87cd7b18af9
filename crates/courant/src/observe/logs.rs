//! Logs: lines for people on a terminal, JSON for machines. What readers and outsiders send never begins a line of its
//! own: the formatter escapes control characters in fields, and messages are constants.

use std::io::IsTerminal;
use tracing::Level;

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Lines,
    /// One JSON object a line.
    Json,
}

/// Starts logging to standard error at a level. A second call changes nothing.
pub fn start_logs(format: LogFormat, level: Level) {
    let builder = tracing_subscriber::fmt().with_max_level(level).with_target(false).with_writer(std::io::stderr);
    // A second subscriber in one process (tests) is refused, and that is fine.
    let _ = match format {
        LogFormat::Json => builder.json().try_init(),
        LogFormat::Lines => builder.with_ansi(std::io::stderr().is_terminal()).try_init(),
    };
}
