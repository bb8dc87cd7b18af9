//! The states of a story and the moves between them.

use crate::permit::{Actor, Grant, Refused};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Number of a story, never reused.
pub type StoryId = i64;

/// Where a story stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written.
    Draft,
    /// Handed in: somebody of the desk is to read it.
    InReview,
    /// Read and finished, waiting for whoever may publish.
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
pub const STATES: [State; 7] = [State::Draft, State::InReview, State::Ready, State::Scheduled, State::Published, State::Withdrawn, State::Spiked];

impl State {
    /// The word in table, journal, copy and API.
    pub fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::InReview => "in_review",
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
            State::InReview => "In review",
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// Hand it in for somebody to read.
    Submit,
    /// Give it back to who writes it, with a note.
    SendBack,
    /// Say it is finished.
    Finish,
    /// Write on it again: out of review, or back from the spike.
    TakeUp,
    /// Publish now.
    Publish,
    /// Set a time at which it is published.
    Schedule,
    /// Take back a time that was set.
    Unschedule,
    /// Take down.
    Withdraw,
    /// Drop.
    Spike,
}

/// Every move, in the order a story usually takes.
pub const MOVES: [Move; 9] =
    [Move::Submit, Move::SendBack, Move::Finish, Move::TakeUp, Move::Publish, Move::Schedule, Move::Unschedule, Move::Withdraw, Move::Spike];

impl Move {
    /// The word in addresses and forms.
    pub fn word(self) -> &'static str {
        match self {
            Move::Submit => "submit",
            Move::SendBack => "send-back",
            Move::Finish => "ready",
            Move::TakeUp => "take-up",
            Move::Publish => "publish",
            Move::Schedule => "schedule",
            Move::Unschedule => "unschedule",
            Move::Withdraw => "withdraw",
            Move::Spike => "spike",
        }
    }

    /// The words on a button.
    pub fn label(self) -> &'static str {
        match self {
            Move::Submit => "Submit for review",
            Move::SendBack => "Send back",
            Move::Finish => "Mark ready",
            Move::TakeUp => "Take up again",
            Move::Publish => "Publish",
            Move::Schedule => "Schedule",
            Move::Unschedule => "Cancel the schedule",
            Move::Withdraw => "Withdraw",
            Move::Spike => "Spike",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Move> {
        MOVES.into_iter().find(|m| m.word() == word)
    }
}

/// A move that the state does not allow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotNow(pub &'static str);

/// What a move takes and where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The grant that it needs.
    pub grant: Grant,
    /// The state it leads to.
    pub to: State,
}

impl Rule {
    /// Whether somebody may make the move.
    ///
    /// # Errors
    /// [`Refused`] with a sentence that names the grant.
    pub fn permits(&self, actor: &Actor) -> Result<State, Refused> {
        if actor.has(self.grant) { Ok(self.to) } else { Err(Refused(self.grant)) }
    }
}

/// For how long a spiked story can be taken up again. It stays in the record after that.
pub const SPIKE_LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);

impl State {
    /// The one table of moves: what everything asks before a story's state changes.
    ///
    /// # Errors
    /// [`NotNow`] with a sentence that says why the move is not open.
    pub fn rule(self, wanted: Move) -> Result<Rule, NotNow> {
        use Grant::{EditDesk, EditOwn, Publish};
        use State::*;
        let open = |grant, to| Ok(Rule { grant, to });
        match (wanted, self) {
            (Move::Submit, Draft) => open(EditOwn, InReview),
            (Move::Submit, InReview) => Err(NotNow("The story is in review already.")),
            (Move::Submit, _) => Err(NotNow("Only a draft can be submitted for review.")),
            (Move::SendBack, InReview | Ready) => open(EditDesk, Draft),
            (Move::SendBack, _) => Err(NotNow("Only a story in review or ready can be sent back.")),
            (Move::Finish, Draft | InReview | Ready | Spiked) => open(EditDesk, Ready),
            (Move::Finish, _) => Err(NotNow("Only a draft can be marked ready.")),
            (Move::TakeUp, InReview | Spiked) => open(EditOwn, Draft),
            (Move::TakeUp, Ready) => open(EditDesk, Draft),
            (Move::TakeUp, Draft) => Err(NotNow("The story is a draft; it can be written on as it is.")),
            (Move::TakeUp, _) => Err(NotNow("Only a story in review, ready or spiked can be taken up again.")),
            (Move::Publish, _) => open(Publish, Published),
            // Readers keep what they have until the time comes.
            (Move::Schedule, Published) => open(Publish, Published),
            (Move::Schedule, _) => open(Publish, Scheduled),
            (Move::Unschedule, Scheduled) => open(Publish, Draft),
            (Move::Unschedule, Published) => open(Publish, Published),
            (Move::Unschedule, _) => Err(NotNow("The story has no time set, so there is none to take back.")),
            (Move::Withdraw, Published | Withdrawn) => open(Publish, Withdrawn),
            (Move::Withdraw, _) => Err(NotNow("Only a published story can be withdrawn; spike this one instead.")),
            (Move::Spike, Draft | InReview | Ready | Spiked) => open(EditDesk, Spiked),
            (Move::Spike, Scheduled) => open(Publish, Spiked),
            (Move::Spike, _) => Err(NotNow("Readers have had this story; withdraw it instead of spiking it.")),
        }
    }
}

/// Whether a story spiked at an instant can still come back.
///
/// # Errors
/// [`NotNow`] after [`SPIKE_LASTS`].
pub fn comes_back(spiked_at: Timestamp, now: Timestamp) -> Result<(), NotNow> {
    if now.duration_since(spiked_at) <= SPIKE_LASTS {
        return Ok(());
    }
    Err(NotNow("The story was spiked more than 30 days ago, so it cannot come back; its words stay in the record, begin a new story from them."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permit::Role;

    /// The whole table, written down a second time: the state that each move leads to, with the least role that may.
    const TABLE: &str = "
                 draft               in_review           ready               scheduled           published           withdrawn           spiked
    submit       in_review:reporter  -                   -                   -                   -                   -                   -
    send-back    -                   draft:editor        draft:editor        -                   -                   -                   -
    ready        ready:editor        ready:editor        ready:editor        -                   -                   -                   ready:editor
    take-up      -                   draft:reporter      draft:editor        -                   -                   -                   draft:reporter
    publish      published:publisher published:publisher published:publisher published:publisher published:publisher published:publisher published:publisher
    schedule     scheduled:publisher scheduled:publisher scheduled:publisher scheduled:publisher published:publisher scheduled:publisher scheduled:publisher
    unschedule   -                   -                   -                   draft:publisher     published:publisher -                   -
    withdraw     -                   -                   -                   -                   withdrawn:publisher withdrawn:publisher -
    spike        spiked:editor       spiked:editor       spiked:editor       spiked:publisher    -                   -                   spiked:editor";

    #[test]
    fn every_move_of_every_state_is_as_the_table_says() {
        let mut lines = TABLE.trim_start_matches('\n').lines();
        let states: Vec<State> = lines.next().expect("heads").split_whitespace().map(|w| State::from_word(w).expect("a state")).collect();
        let mut walked = 0;
        for line in lines {
            let mut cells = line.split_whitespace();
            let wanted = cells.next().and_then(Move::from_word).expect("a move");
            for (state, cell) in states.iter().zip(cells) {
                walked += 1;
                let rule = state.rule(wanted);
                let Some((to, role)) = cell.split_once(':') else {
                    let sentence = rule.expect_err("closed").0;
                    assert!(sentence.ends_with('.') && sentence.len() > 20, "{sentence}");
                    continue;
                };
                let rule = rule.unwrap_or_else(|e| panic!("{wanted:?} of {state:?}: {e}"));
                assert_eq!(rule.to.word(), to, "{wanted:?} of {state:?}");
                for who in crate::permit::ROLES {
                    let actor = Actor::person(1, "Ana", who.grants().to_vec());
                    let may = who >= Role::from_word(role).expect("a role");
                    assert_eq!(rule.permits(&actor).is_ok(), may, "{wanted:?} of {state:?} by {who:?}");
                }
            }
        }
        assert_eq!(walked, STATES.len() * MOVES.len());
    }

    #[test]
    fn a_spiked_story_comes_back_for_thirty_days_to_the_second() {
        let spiked: Timestamp = "2018-03-01T09:00:00Z".parse().expect("an instant");
        assert!(comes_back(spiked, spiked + SPIKE_LASTS).is_ok());
        assert!(comes_back(spiked, spiked + SPIKE_LASTS + SignedDuration::from_secs(1)).is_err());
    }

    #[test]
    fn every_word_is_read_back() {
        for state in STATES {
            assert_eq!(State::from_word(state.word()), Some(state));
        }
        for one in MOVES {
            assert_eq!(Move::from_word(one.word()), Some(one));
        }
    }
}
