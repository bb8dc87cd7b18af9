//! Statements: what one speaker said, once, and what it does to claims.

use super::edtf::Edtf;
use crate::slug::Slug;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What one speaker said, once. Its words never change: a mistake in them is corrected by a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Statement {
    /// Its name.
    pub slug: Slug,
    /// Who said it.
    pub speaker: Slug,
    /// The relays between the speaker and us, nearest the speaker first.
    #[serde(default)]
    pub via: Vec<Slug>,
    /// When it was said.
    pub said: Edtf,
    /// When we learnt it.
    #[serde(with = "super::instant")]
    pub learnt: Timestamp,
    /// The exact words, in their own language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The language of the words (BCP 47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The words in the paper's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<String>,
    /// What was said, in ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paraphrase: Option<String>,
    /// Where it was said: ‘briefing’, ‘state television’.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The copy we keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<SavedCopy>,
    /// A later relay that had it from the speaker itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_hand: Option<FirstHand>,
    /// The version that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Slug>,
    /// From when on it does, with `corrects` only.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "super::instant::optional")]
    pub corrected: Option<Timestamp>,
    /// What it does to claims.
    #[serde(default)]
    pub stances: Vec<Taken>,
}

/// What a statement does to one claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Taken {
    /// The claim.
    pub claim: Slug,
    /// What is done to it.
    pub stance: Stance,
}

/// What a statement does to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It says so.
    Supports,
    /// It says that it is not so.
    Denies,
    /// No comment.
    Declines,
    /// It takes back what the same speaker said before.
    Withdraws,
}

impl Stance {
    /// Its word in records.
    pub fn word(self) -> &'static str {
        match self {
            Stance::Supports => "supports",
            Stance::Denies => "denies",
            Stance::Declines => "declines",
            Stance::Withdraws => "withdraws",
        }
    }
}

/// An editor's declaration that a relay heard the speaker itself: the agency had its own reporter in the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct FirstHand {
    /// The relay, one of the statement's `via`.
    pub relay: Slug,
    /// Why, shown with it.
    pub reason: String,
}

/// A copy of what was said, as we keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct SavedCopy {
    /// SHA-256 of its bytes, 64 lower-case hex digits.
    pub sha256: String,
    /// When it was saved.
    #[serde(with = "super::instant")]
    pub saved: Timestamp,
}
