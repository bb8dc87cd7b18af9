//! What an operator sees: logs, `/healthz`, `/metrics`.

mod health;
mod logs;
mod metrics;

pub use health::healthz;
pub use logs::{LogFormat, start_logs};
pub use metrics::{Metrics, text as metrics_text};
