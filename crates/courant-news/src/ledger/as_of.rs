//! The instant that people ask about.

use super::edtf::Edtf;
use super::problem::{Problem, quoted};
use super::{Ledger, instant};
use crate::zone;
use jiff::Timestamp;

impl Ledger {
    /// Reads the instant to answer for: `2018-03-28T12:00:00Z`, a time of day in the storyline's zone, or a date of any
    /// precision, which is its last instant in that zone: 28 March is what was known when the day ended.
    ///
    /// # Errors
    /// A sentence, for what is none of these or has no end.
    pub fn as_of(&self, text: &str) -> Result<Timestamp, Problem> {
        let text = text.trim();
        if let Ok(at) = instant::parse(text) {
            return Ok(at);
        }
        let next = "Write it as 2018-03-28T12:00:00Z, or as a date such as 2018-03-28, which is the end of that day.";
        if let Ok(date) = Edtf::parse(text) {
            let last = date.last_instant(self.zone());
            return last.ok_or_else(|| Problem::new(format!("{} has no end to answer for.", quoted(text)), next));
        }
        // A time to the minute, as fields for date and time write it.
        zone::instant(text, self.zone()).map_err(|_| Problem::new(format!("{} is neither an instant nor a date.", quoted(text)), next))
    }
}
