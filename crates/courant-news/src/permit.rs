//! Permits: permission as a value that an action cannot be called without.
//!
//! The only way to a [`Permit`] is [`Actor::permit`], which looks into the actor's grants. An action names the
//! grant in its signature, so a handler that forgets to ask does not compile.

use std::marker::PhantomData;

/// One thing somebody may do. The words stand in the grant table and on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grant {
    /// Read what is being written, and leave notes to colleagues.
    Comment,
    /// Begin stories, and change those that are one's own; bring in pictures.
    EditOwn,
    /// Change every story of one's desks.
    EditDesk,
    /// Publish, schedule, update and withdraw.
    Publish,
    /// Switch breaking news and send alerts.
    PushAlert,
    /// See who a confidential source is.
    SeeConfidential,
    /// Arrange fronts.
    Arrange,
    /// Change sections, pages, navigation, settings and themes.
    ManageSite,
    /// Invite, dismiss, give grants, add tokens.
    ManagePeople,
}

/// Every grant.
pub const GRANTS: [Grant; 9] = [
    Grant::Comment,
    Grant::EditOwn,
    Grant::EditDesk,
    Grant::Publish,
    Grant::PushAlert,
    Grant::SeeConfidential,
    Grant::Arrange,
    Grant::ManageSite,
    Grant::ManagePeople,
];

impl Grant {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Grant::Comment => "comment",
            Grant::EditOwn => "edit-own",
            Grant::EditDesk => "edit-desk",
            Grant::Publish => "publish",
            Grant::PushAlert => "push-alert",
            Grant::SeeConfidential => "see-confidential",
            Grant::Arrange => "arrange",
            Grant::ManageSite => "manage-site",
            Grant::ManagePeople => "manage-people",
        }
    }

    /// What it lets somebody do, to follow 'You may not'.
    pub fn act(self) -> &'static str {
        match self {
            Grant::Comment => "read drafts and leave notes",
            Grant::EditOwn => "write stories",
            Grant::EditDesk => "change other people’s stories",
            Grant::Publish => "publish",
            Grant::PushAlert => "switch breaking news or send alerts",
            Grant::SeeConfidential => "see confidential sources",
            Grant::Arrange => "arrange the front",
            Grant::ManageSite => "change the site",
            Grant::ManagePeople => "manage people",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Grant> {
        GRANTS.into_iter().find(|g| g.word() == word)
    }
}

/// A usual bundle of grants: what somebody is in the newsroom. The grants decide; the role is a name for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Writes.
    Reporter,
    /// Works on the stories of a desk and arranges fronts.
    Editor,
    /// Decides what goes out.
    Publisher,
    /// Looks after people and the site.
    Owner,
}

/// Every role, each with all that the one before may do and more.
pub const ROLES: [Role; 4] = [Role::Reporter, Role::Editor, Role::Publisher, Role::Owner];

impl Role {
    /// The word on the command line and in the table.
    pub fn word(self) -> &'static str {
        match self {
            Role::Reporter => "reporter",
            Role::Editor => "editor",
            Role::Publisher => "publisher",
            Role::Owner => "owner",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Role> {
        ROLES.into_iter().find(|r| r.word() == word)
    }

    /// What the role may do.
    pub fn grants(self) -> &'static [Grant] {
        use Grant::*;
        match self {
            Role::Reporter => &[Comment, EditOwn],
            Role::Editor => &[Comment, EditOwn, EditDesk, Arrange],
            Role::Publisher => &[Comment, EditOwn, EditDesk, Arrange, Publish, PushAlert, SeeConfidential],
            Role::Owner => &GRANTS,
        }
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
        Actor { id: "scheduler".into(), name: "Scheduler".into(), person: None, grants: vec![Grant::Publish, Grant::Arrange] }
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
    /// [`Grant::Comment`] as a type.
    Comment => Grant::Comment;
    /// [`Grant::EditOwn`] as a type: whoever has it may write; which stories, each action asks of the story.
    Edit => Grant::EditOwn;
    /// [`Grant::Publish`] as a type.
    Publish => Grant::Publish;
    /// [`Grant::PushAlert`] as a type.
    PushAlert => Grant::PushAlert;
    /// [`Grant::Arrange`] as a type.
    Arrange => Grant::Arrange;
    /// [`Grant::ManageSite`] as a type.
    ManageSite => Grant::ManageSite;
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
        let reporter = Actor::person(1, "Ana", Role::Reporter.grants().to_vec());
        assert!(reporter.permit::<Edit>().is_ok());
        assert_eq!(
            reporter.permit::<Publish>().unwrap_err().to_string(),
            "You may not publish; ask somebody who manages people for the grant ‘publish’."
        );
    }

    #[test]
    fn every_role_may_do_what_the_one_before_it_may_and_more() {
        for pair in ROLES.windows(2) {
            let (less, more) = (pair[0].grants(), pair[1].grants());
            assert!(less.iter().all(|g| more.contains(g)) && less.len() < more.len(), "{pair:?}");
        }
        assert_eq!(Role::Owner.grants(), &GRANTS);
    }
}
