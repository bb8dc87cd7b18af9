//! Events: what happened.

use super::edtf::Edtf;
use crate::slug::Slug;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Event {
    /// Its name.
    pub slug: Slug,
    /// What, in our words.
    pub text: String,
    /// When.
    pub when: Edtf,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Who took part.
    #[serde(default)]
    pub who: Vec<Slug>,
    /// Which claims carry it.
    #[serde(default)]
    pub claims: Vec<Slug>,
    /// When we learnt it.
    #[serde(with = "super::instant")]
    pub learnt: Timestamp,
}
