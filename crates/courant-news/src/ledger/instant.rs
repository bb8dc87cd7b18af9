//! Instants in bundles: RFC 3339 with `Z` or an offset, such as `2018-03-28T00:30:00Z`; written back in UTC.

use super::problem::quoted;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serializer, de};

/// Reads an instant.
///
/// # Errors
/// A sentence when it is none.
pub fn parse(text: &str) -> Result<Timestamp, String> {
    let read = if text.len() > 64 { None } else { text.parse().ok() };
    read.ok_or_else(|| format!("{} is not an instant; write it as 2018-03-28T00:30:00Z", quoted(text)))
}

/// For serde's `with`.
///
/// # Errors
/// The serializer's.
pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(at)
}

/// For serde's `with`.
///
/// # Errors
/// When it is no instant.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).map_err(de::Error::custom)
}

/// The same where there may be none.
pub mod optional {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// For serde's `with`.
    ///
    /// # Errors
    /// The serializer's.
    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => serializer.collect_str(at),
            None => serializer.serialize_none(),
        }
    }

    /// For serde's `with`.
    ///
    /// # Errors
    /// When it is no instant.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| super::parse(&text).map_err(de::Error::custom)).transpose()
    }
}
