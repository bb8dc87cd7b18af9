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
    /// The person's slug, as bylines name it; empty for everybody else.
    pub slug: String,
    /// Slugs of the desks the person works on; none: all of them.
    pub desks: Vec<String>,
    /// Whether the person's role requires a second factor that they have not set up yet. Until then they hold no grant.
    pub owes_factor: bool,
    grants: Vec<Grant>,
}

/// Refused, with a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("You may not {}; ask somebody who manages people for the grant ‘{}’.", .0.act(), .0.word())]
pub struct Refused(pub Grant);

impl Actor {
    /// A person with the grants that the table gives.
    pub fn person(id: i64, name: &str, grants: Vec<Grant>) -> Actor {
        Actor { person: Some(id), ..Actor::new(format!("person:{id}"), name, grants) }
    }

    /// The person with the slug that bylines have and the desks they work on.
    #[must_use]
    pub fn at_desks(self, slug: String, desks: Vec<String>) -> Actor {
        Actor { slug, desks, ..self }
    }

    /// The person without any grant, because a second factor is to be set up first.
    #[must_use]
    pub fn owing_factor(self) -> Actor {
        Actor { owes_factor: true, grants: Vec::new(), ..self }
    }

    fn new(id: String, name: &str, grants: Vec<Grant>) -> Actor {
        Actor { id, name: name.to_owned(), person: None, slug: String::new(), desks: Vec::new(), owes_factor: false, grants }
    }

    /// A token with the grants that the table gives.
    pub fn token(id: i64, name: &str, grants: Vec<Grant>) -> Actor {
        Actor::new(format!("token:{id}"), name, grants)
    }

    /// Somebody at the machine: who can read the data folder may do everything in it.
    pub fn command_line() -> Actor {
        Actor::new("command-line".into(), "Command line", GRANTS.to_vec())
    }

    /// The program at a set time; it only carries out what somebody with the grant has decided.
    pub fn scheduler() -> Actor {
        Actor::new("scheduler".into(), "Scheduler", vec![Grant::Publish, Grant::Arrange])
    }

    /// What the actor holds.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
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

/// Whose a story is: what an action that changes one asks of it, inside its transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ownership {
    /// Who began it, as the journal names actors.
    pub created_by: String,
    /// The person it is assigned to.
    pub assigned_to: Option<i64>,
    /// Slugs of the people who sign it.
    pub bylines: Vec<String>,
    /// Slug of its desk; `None`: every desk may work on it.
    pub desk: Option<String>,
}

/// The story is somebody else's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYours {
    /// The actor may change their own stories only.
    #[error("You may change only stories that you began, sign or are assigned to; ask for the grant ‘edit-desk’, or to be assigned.")]
    Own,
    /// The actor works on other desks.
    #[error("This story belongs to the desk ‘{0}’, on which you do not work; ask that desk, or somebody who manages people.")]
    Desk(String),
    /// Somebody else said it.
    #[error("You may change only what you wrote yourself in a note; answer it instead.")]
    Words,
}

impl Ownership {
    /// Whether the actor may change the story: with `edit-own` what they began, sign or are assigned to; with
    /// `edit-desk` every story of their desks and those of none. Who is on no desk works for all.
    ///
    /// # Errors
    /// [`NotYours`].
    pub fn admits(&self, actor: &Actor) -> Result<(), NotYours> {
        let signs = !actor.slug.is_empty() && self.bylines.contains(&actor.slug);
        let assigned = actor.person.is_some() && self.assigned_to == actor.person;
        if actor.has(Grant::EditOwn) && (self.created_by == actor.id || assigned || signs) {
            return Ok(());
        }
        if !actor.has(Grant::EditDesk) {
            return Err(NotYours::Own);
        }
        match &self.desk {
            Some(desk) if !actor.desks.is_empty() && !actor.desks.contains(desk) => Err(NotYours::Desk(desk.clone())),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody(id: i64, slug: &str, role: Role, desks: &[&str]) -> Actor {
        Actor::person(id, slug, role.grants().to_vec()).at_desks(slug.to_owned(), desks.iter().map(|d| (*d).to_owned()).collect())
    }

    #[test]
    fn a_reporter_changes_what_they_began_sign_or_are_assigned_to_and_nothing_else() {
        let ana = somebody(1, "ana", Role::Reporter, &[]);
        let story = Ownership { created_by: "person:2".into(), ..Ownership::default() };
        assert_eq!(story.admits(&ana), Err(NotYours::Own));
        assert!(Ownership { created_by: "person:1".into(), ..story.clone() }.admits(&ana).is_ok());
        assert!(Ownership { assigned_to: Some(1), ..story.clone() }.admits(&ana).is_ok());
        assert!(Ownership { bylines: vec!["ana".into()], ..story.clone() }.admits(&ana).is_ok());
        let nobody = Actor::token(1, "ana", vec![Grant::EditOwn]);
        assert!(story.admits(&nobody).is_err() && Ownership { bylines: vec![String::new()], ..story }.admits(&nobody).is_err());
    }

    #[test]
    fn an_editor_changes_the_stories_of_their_desks_and_of_none() {
        let story = |desk: Option<&str>| Ownership { created_by: "person:9".into(), desk: desk.map(str::to_owned), ..Ownership::default() };
        let sport = somebody(1, "ana", Role::Editor, &["sport"]);
        assert!(story(None).admits(&sport).is_ok() && story(Some("sport")).admits(&sport).is_ok());
        assert_eq!(story(Some("world")).admits(&sport), Err(NotYours::Desk("world".into())));
        assert!(Ownership { assigned_to: Some(1), ..story(Some("world")) }.admits(&sport).is_ok(), "what is assigned to one is one's own");
        assert!(story(Some("world")).admits(&somebody(2, "bo", Role::Editor, &[])).is_ok(), "who is on no desk works for all");
    }

    #[test]
    fn who_owes_a_second_factor_holds_nothing() {
        let owner = somebody(1, "ana", Role::Owner, &[]).owing_factor();
        assert!(GRANTS.iter().all(|g| !owner.has(*g)) && Ownership { created_by: owner.id.clone(), ..Ownership::default() }.admits(&owner).is_err());
    }

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
