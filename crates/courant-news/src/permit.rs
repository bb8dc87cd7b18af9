//! Permits: permission as a value that an action cannot be called without.
//!
//! The only way to a [`Permit`] is [`Actor::permit`], which looks into the actor's grants. An action names the
//! grant in its signature, so a handler that forgets to ask does not compile.

use std::marker::PhantomData;

/// One thing somebody may do. The words stand in the grant table and on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grant {
    /// Write and change stories, pictures and drafts.
    Edit,
    /// Publish, schedule, update and withdraw.
    Publish,
    /// Arrange fronts and switch breaking news.
    Arrange,
    /// Invite, dismiss, give grants, add tokens.
    ManagePeople,
}

/// Every grant.
pub const GRANTS: [Grant; 4] = [Grant::Edit, Grant::Publish, Grant::Arrange, Grant::ManagePeople];

impl Grant {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Grant::Edit => "edit",
            Grant::Publish => "publish",
            Grant::Arrange => "arrange",
            Grant::ManagePeople => "manage-people",
        }
    }

    /// What it lets somebody do, to follow 'You may not'.
    fn act(self) -> &'static str {
        match self {
            Grant::Edit => "edit stories",
            Grant::Publish => "publish",
            Grant::Arrange => "arrange the front",
            Grant::ManagePeople => "manage people",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Grant> {
        GRANTS.into_iter().find(|g| g.word() == word)
    }
}

/// Who acts: a person signed in, a token, the command line, or the program itself at a set time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// As the journal writes it: `person:3`, `token:2`, `command-line`, `scheduler`.
    pub id: String,
    /// As people read it.
    pub name: String,
    /// The person, when it is one.
    pub person: Option<i64>,
    grants: Vec<Grant>,
}

/// Refused, with a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("You may not {}; ask somebody who manages people for the grant ‘{}’.", .0.act(), .0.word())]
pub struct Refused(pub Grant);

impl Actor {
    /// A person with the grants that the table gives.
    pub fn person(id: i64, name: &str, grants: Vec<Grant>) -> Actor {
        Actor { id: format!("person:{id}"), name: name.to_owned(), person: Some(id), grants }
    }

    /// A token with the grants that the table gives.
    pub fn token(id: i64, name: &str, grants: Vec<Grant>) -> Actor {
        Actor { id: format!("token:{id}"), name: name.to_owned(), person: None, grants }
    }

    /// Somebody at the machine: who can read the data folder may do everything in it.
    pub fn command_line() -> Actor {
        Actor { id: "command-line".into(), name: "Command line".into(), person: None, grants: GRANTS.to_vec() }
    }

    /// The program at a set time; it only carries out what somebody with the grant has decided.
    pub fn scheduler() -> Actor {
        Actor { id: "scheduler".into(), name: "Scheduler".into(), person: None, grants: vec![Grant::Publish] }
    }

    /// Whether the grant is there.
    pub fn has(&self, grant: Grant) -> bool {
        self.grants.contains(&grant)
    }

    /// The permit for `G`.
    ///
    /// # Errors
    /// [`Refused`] when the actor lacks the grant.
    pub fn permit<G: GrantType>(&self) -> Result<Permit<'_, G>, Refused> {
        if self.has(G::GRANT) { Ok(Permit { actor: self, grant: PhantomData }) } else { Err(Refused(G::GRANT)) }
    }
}

/// A grant as a type.
pub trait GrantType {
    /// The grant it stands for.
    const GRANT: Grant;
}

macro_rules! grant_types {
    ($($(#[$doc:meta])* $name:ident => $grant:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl GrantType for $name { const GRANT: Grant = $grant; }
    )*};
}

grant_types! {
    /// [`Grant::Edit`] as a type.
    Edit => Grant::Edit;
    /// [`Grant::Publish`] as a type.
    Publish => Grant::Publish;
    /// [`Grant::Arrange`] as a type.
    Arrange => Grant::Arrange;
    /// [`Grant::ManagePeople`] as a type.
    ManagePeople => Grant::ManagePeople;
}

/// Proof that an actor holds grant `G`.
#[derive(Clone, Copy, Debug)]
pub struct Permit<'a, G> {
    actor: &'a Actor,
    grant: PhantomData<G>,
}

impl<G> Permit<'_, G> {
    /// Who was permitted.
    pub fn actor(&self) -> &Actor {
        self.actor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_is_had_only_with_its_grant() {
        let reporter = Actor::person(1, "Ana", vec![Grant::Edit]);
        assert!(reporter.permit::<Edit>().is_ok());
        assert_eq!(
            reporter.permit::<Publish>().unwrap_err().to_string(),
            "You may not publish; ask somebody who manages people for the grant ‘publish’."
        );
    }
}
