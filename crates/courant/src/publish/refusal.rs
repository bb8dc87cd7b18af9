//! Why an action was refused: few kinds, each with a sentence and a next step.

use courant_news::copy::{Copy, Finding};
use courant_news::permit::{NotYours, Refused};
use courant_news::story::NotNow;
use courant_store::Problem;

/// Why an action did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The actor lacks the grant.
    #[error(transparent)]
    NotPermitted(#[from] Refused),
    /// The story is somebody else's.
    #[error(transparent)]
    NotYours(#[from] NotYours),
    /// There is no such thing.
    #[error("There is no {0} here.")]
    Missing(String),
    /// The state does not allow it.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// Somebody saved a newer draft meanwhile; both texts are kept.
    #[error("{by} saved a newer version of this story meanwhile.")]
    Moved {
        /// Version of the newer draft.
        version: i64,
        /// Who saved it.
        by: String,
        /// What it says.
        copy: Box<Copy>,
    },
    /// The checks found what must be mended first.
    #[error("{}", first_breach(.0))]
    Breaches(Vec<Finding>),
    /// A value that cannot be taken.
    #[error("{sentence}")]
    Invalid {
        /// What is wrong.
        sentence: String,
        /// What to do.
        next: String,
    },
    /// Other words were sent under the same name, and stand.
    #[error("A note was sent from here before, with other words, and stands.")]
    SentBefore,
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] Problem),
}

impl Refusal {
    /// A value that cannot be taken.
    pub fn invalid(sentence: impl Into<String>, next: impl Into<String>) -> Refusal {
        Refusal::Invalid { sentence: sentence.into(), next: next.into() }
    }

    /// The next step, one sentence.
    pub fn next(&self) -> String {
        match self {
            Refusal::NotPermitted(_) | Refusal::NotYours(_) | Refusal::NotNow(_) => "Nothing was changed.".into(),
            Refusal::Missing(_) => "Look it up in the list of stories.".into(),
            Refusal::Moved { .. } => "Compare the two and keep the one you want; yours is still here.".into(),
            Refusal::Breaches(_) => "Mend it in the story and publish again.".into(),
            Refusal::Invalid { next, .. } => next.clone(),
            Refusal::SentBefore => "Look at it in the list; send these words as another, or change that one.".into(),
            Refusal::Store(problem) => problem.next().into(),
        }
    }
}

fn first_breach(findings: &[Finding]) -> String {
    let breaches: Vec<&str> = findings.iter().filter(|f| f.blocks).map(|f| f.sentence.as_str()).collect();
    breaches.join(" ")
}
