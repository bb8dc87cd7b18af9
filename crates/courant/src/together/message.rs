//! What is said over the WebSocket: text frames of JSON, told apart by `t`; bytes as base64 (RFC 4648, section 4).

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Bytes in a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64.decode(text.as_bytes()).map(Bytes).map_err(serde::de::Error::custom)
    }
}

/// From a browser.
#[derive(Debug, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub(super) enum FromBrowser {
    /// First of all, and again whenever the two have lost each other: what the browser has.
    Hello { epoch: Option<String>, sv: Option<Bytes> },
    /// Something was written. `n` counts up in a connection.
    Update { n: i64, seen: i64, u: Bytes },
    /// Where somebody is; null: nowhere.
    Here { state: Value },
    /// Nothing more is coming for now.
    Flush,
}

/// Whether a window may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum May {
    Edit,
    Read,
}

/// Who a window belongs to, as its browser is told.
#[derive(Clone, Debug, Serialize)]
pub(super) struct You {
    pub id: String,
    pub name: String,
    pub colour: u8,
}

/// To a browser.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub(super) enum ToBrowser<'a> {
    /// What the browser lacks. `sv` is how much the server has: what the browser has beyond it has not arrived, and is
    /// to be sent again.
    Doc { epoch: &'a str, seq: i64, u: Bytes, sv: Bytes, reset: bool, you: &'a You, may: May, client: u64 },
    /// An update is kept.
    Ack { n: i64, seq: i64, version: i64, saved: String },
    /// Somebody else's.
    Update { seq: i64, u: Bytes, by: String },
    /// Where one other window is.
    Here { client: u64, id: &'a str, name: &'a str, colour: u8, state: &'a Value },
    /// An update was not taken; `n` is null where the message could not be read.
    Refused { n: Option<i64>, error: String, next: String },
    /// A grant came or went.
    May { may: May, error: String, next: String },
    /// The story moved.
    Story { state: &'a str, state_text: &'a str, address: &'a str },
    /// Something of the story's notes has changed; a window that shows them fetches them.
    Notes { version: i64 },
    /// Words that a merge took out of sight stand in a revision.
    Kept { revision: i64, sentence: &'a str },
    /// It is over; the connection closes.
    End { error: String, next: String },
    /// The server is there.
    Tick,
}

impl ToBrowser<'_> {
    /// As a frame.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
