//! Claims, and the newsroom's own findings on them.

use crate::slug::Slug;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One sentence about the world that can be true or false, in our own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Claim {
    /// Its name.
    pub slug: Slug,
    /// The sentence.
    pub text: String,
    /// The sources it concerns; their roots are its parties.
    #[serde(default)]
    pub about: Vec<Slug>,
}

/// The newsroom's own verdict on a claim, shown beside the computed status, never in place of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Finding {
    /// The claim.
    pub claim: Slug,
    /// What was found.
    pub verdict: Verdict,
    /// Why, for readers.
    pub reason: String,
    /// Statements that bear it out.
    #[serde(default)]
    pub evidence: Vec<Slug>,
    /// Other evidence, by its address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Since when it stands; the last one stands.
    #[serde(with = "super::instant")]
    pub at: Timestamp,
}

/// What the newsroom found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is so.
    True,
    /// Some of it is.
    PartlyTrue,
    /// It is not so.
    False,
    /// It cannot be told.
    Unproven,
}

impl Verdict {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::True => "true",
            Verdict::PartlyTrue => "partly true",
            Verdict::False => "false",
            Verdict::Unproven => "unproven",
        }
    }
}
