//! The states of a story and the moves between them.

use serde::{Deserialize, Serialize};

/// Number of a story, never reused.
pub type StoryId = i64;

/// Where a story stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written.
    Draft,
    /// Finished, waiting for an editor's decision.
    Ready,
    /// Will be published at an instant.
    Scheduled,
    /// Readers have it.
    Published,
    /// Was published and was taken down.
    Withdrawn,
    /// Dropped before publication.
    Spiked,
}

/// Every state, in the order a story usually takes.
pub const STATES: [State; 6] = [State::Draft, State::Ready, State::Scheduled, State::Published, State::Withdrawn, State::Spiked];

impl State {
    /// The word in table, journal, copy and API.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Ready => "ready",
            State::Scheduled => "scheduled",
            State::Published => "published",
            State::Withdrawn => "withdrawn",
            State::Spiked => "spiked",
        }
    }

    /// The word on the newsroom's screens.
    pub fn label(self) -> &'static str {
        match self {
            State::Draft => "Draft",
            State::Ready => "Ready",
            State::Scheduled => "Scheduled",
            State::Published => "Published",
            State::Withdrawn => "Withdrawn",
            State::Spiked => "Spiked",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<State> {
        STATES.into_iter().find(|s| s.word() == word)
    }
}

/// What can be done to a story's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Say it is finished.
    Finish,
    /// Publish now, or set a time.
    Publish,
    /// Take back a time that was set.
    Unschedule,
    /// Take down.
    Withdraw,
    /// Drop.
    Spike,
}

/// A move that the state does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotNow(pub &'static str);

impl State {
    /// The one table of moves.
    ///
    /// # Errors
    /// [`NotNow`] with a sentence that says why the move is not open.
    pub fn may(self, wanted: Move) -> Result<(), NotNow> {
        use State::*;
        match (wanted, self) {
            (Move::Finish, Draft | Ready | Spiked) => Ok(()),
            (Move::Finish, _) => Err(NotNow("Only a draft can be marked ready.")),
            (Move::Publish, _) => Ok(()),
            (Move::Unschedule, Scheduled | Published) => Ok(()),
            (Move::Unschedule, _) => Err(NotNow("The story has no time set, so there is none to take back.")),
            (Move::Withdraw, Published | Withdrawn) => Ok(()),
            (Move::Withdraw, _) => Err(NotNow("Only a published story can be withdrawn; spike this one instead.")),
            (Move::Spike, Draft | Ready | Scheduled | Spiked) => Ok(()),
            (Move::Spike, _) => Err(NotNow("Readers have had this story; withdraw it instead of spiking it.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_have_had_is_withdrawn_and_never_spiked() {
        assert!(State::Published.may(Move::Spike).is_err());
        assert!(State::Withdrawn.may(Move::Spike).is_err());
        assert!(State::Draft.may(Move::Withdraw).is_err());
        assert!(State::Published.may(Move::Withdraw).is_ok());
    }

    #[test]
    fn every_state_is_read_back_from_its_word() {
        for state in STATES {
            assert_eq!(State::from_word(state.word()), Some(state));
        }
    }
}
