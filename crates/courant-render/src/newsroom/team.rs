//! People, desks, tokens and the audit trail, as those see them who manage people.

use super::{Choice, Paging, Shell, When};
use serde::Serialize;

/// Somebody in the list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PersonRow {
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Their page.
    pub url: String,
    /// Role.
    pub role: String,
    /// Names of their desks; empty: all.
    pub desks: String,
    /// When one of their sessions was used last.
    pub last_seen: When,
    /// Their second factors; empty: none.
    pub factor: String,
    /// Whether their role requires one that they lack.
    pub lacks: bool,
    /// When they were dismissed.
    pub ended: When,
}

/// An invitation that nobody has used.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InvitationRow {
    /// Number.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Role.
    pub role: String,
    /// Who made the link.
    pub by: String,
    /// When it ends.
    pub ends: When,
    /// Whether its time is over.
    pub over: bool,
}

/// A desk.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeskRow {
    /// Where its forms post to.
    pub action: String,
    /// What tells its fields apart.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether it stands first.
    pub first: bool,
    /// Whether it stands last.
    pub last: bool,
}

/// The people of the newsroom. Template `people.html`.
///
/// POST to `/newsroom/people`: `name`, `email`, `role`, `desk` for each. POST to `/newsroom/invitations/{id}/link` and
/// `/end`: nothing. POST to `/newsroom/desks`: `name`; to a desk's `action`: `name`, or `move` = `up` or `down`. POST to
/// `/newsroom/second-factor-rule`: `role` for each.
#[derive(Clone, Debug, Default, Serialize)]
pub struct People {
    /// Around it.
    pub page: Shell,
    /// The link that was just made, with its origin; shown once.
    pub link: String,
    /// Everybody.
    pub people: Vec<PersonRow>,
    /// Who is invited.
    pub invitations: Vec<InvitationRow>,
    /// Name as it was sent.
    pub name: String,
    /// Address as it was sent.
    pub email: String,
    /// Roles to invite as.
    pub roles: Vec<Choice>,
    /// Desks to invite to.
    pub desk_choices: Vec<Choice>,
    /// Desks in order.
    pub desks: Vec<DeskRow>,
    /// Roles, chosen where they need a second factor.
    pub factor_roles: Vec<Choice>,
}

/// One person. Template `person.html`.
///
/// POST to `action` with `/role`: `role`; `/grants`: `grant` for each; `/desks`: `desk` for each; `/dismissal`, `/return`,
/// `/second-factor-reset`, `/link`: nothing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OnePerson {
    /// Around it.
    pub page: Shell,
    /// The link that was just made; shown once.
    pub link: String,
    /// `/newsroom/people/{id}`.
    pub action: String,
    /// Name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Role.
    pub role: String,
    /// Whether the grants are not exactly those of the role.
    pub differs: bool,
    /// Roles.
    pub roles: Vec<Choice>,
    /// Grants.
    pub grants: Vec<Choice>,
    /// Desks.
    pub desks: Vec<Choice>,
    /// Second factors in words; empty: none.
    pub factor: String,
    /// When one of their sessions was used last.
    pub last_seen: When,
    /// When they were dismissed.
    pub ended: When,
    /// What they did and what was done to them.
    pub audit: String,
    /// Their public page.
    pub byline: String,
}

/// A token.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TokenRow {
    /// Name.
    pub name: String,
    /// Grants.
    pub grants: String,
    /// When it was made.
    pub made: When,
    /// By whom.
    pub by: String,
    /// When it ends, or ended.
    pub ends: When,
    /// Whether it is good.
    pub in_use: bool,
    /// Where its End button posts to.
    pub action: String,
}

/// Tokens. Template `tokens.html`.
///
/// POST to `/newsroom/tokens`: `name`, `grant` for each, `until` (a day, may be empty).
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tokens {
    /// Around it.
    pub page: Shell,
    /// The token that was just made; shown once.
    pub code: String,
    /// Newest first.
    pub tokens: Vec<TokenRow>,
    /// Name as it was sent.
    pub name: String,
    /// Day as it was sent.
    pub until: String,
    /// Grants to give: those one has.
    pub grants: Vec<Choice>,
}

/// A line of the trail.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AuditRow {
    /// Number in the journal.
    pub seq: i64,
    /// When.
    pub when: When,
    /// Who.
    pub who: String,
    /// What, to follow the name.
    pub what: String,
    /// The story's page; may be empty.
    pub story: String,
}

/// The audit trail. Template `audit.html`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Audit {
    /// Around it.
    pub page: Shell,
    /// 'Seoul time, KST'.
    pub zone: String,
    /// People to filter by.
    pub people: Vec<Choice>,
    /// Number of a story, as asked.
    pub story: String,
    /// Day, as asked.
    pub day: String,
    /// Whether anything was asked.
    pub filtered: bool,
    /// Lines, newest first.
    pub rows: Vec<AuditRow>,
    /// The page after.
    pub paging: Paging,
    /// Number of the last line of the journal.
    pub last: i64,
    /// The beginning of its hash.
    pub mark: String,
}
