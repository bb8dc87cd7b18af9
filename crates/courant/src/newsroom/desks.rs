//! The desks, as lists and forms name them.

use super::desk::Desk;
use courant_render::newsroom::Choice;
use courant_store::Problem;

/// The name of a desk; one that is not there by its slug.
pub(super) fn name(desk: &Desk<'_>, slug: &str) -> String {
    desk.desks().iter().find(|(s, _)| s == slug).map_or(slug, |(_, name)| name).to_owned()
}

/// Desks to choose from; one that is chosen and not there any more stands at the end.
pub(super) fn choices(desk: &Desk<'_>, chosen: &str) -> Vec<Choice> {
    let choice = |(value, name): &(String, String)| Choice { value: value.clone(), name: name.clone(), chosen: value == chosen };
    let mut out: Vec<Choice> = desk.desks().iter().map(choice).collect();
    if !chosen.is_empty() && !out.iter().any(|c| c.chosen) {
        out.push(Choice { value: chosen.to_owned(), name: chosen.to_owned(), chosen: true });
    }
    out
}

/// People who work here, to choose from; one who is chosen and has no account any more stands at the end.
pub(super) fn people(desk: &Desk<'_>, chosen: Option<i64>) -> Result<Vec<Choice>, Problem> {
    let all = desk.read.accounts()?;
    let mut out: Vec<Choice> =
        all.into_iter().map(|a| Choice { value: a.person.to_string(), name: a.name, chosen: Some(a.person) == chosen }).collect();
    if let Some(person) = chosen
        && !out.iter().any(|c| c.chosen)
    {
        out.push(Choice { value: person.to_string(), name: desk.name(&format!("person:{person}"))?, chosen: true });
    }
    Ok(out)
}
