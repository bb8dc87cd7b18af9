//! Sources: who says things, and whom each belongs to.

use super::problem::Problem;
use crate::slug::Slug;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A person, body, outlet, document or witness that says things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Source {
    /// Its name in addresses and records.
    pub slug: Slug,
    /// As readers see it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What a person does there: ‘White House press secretary’.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The source it belongs to or speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<Slug>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody with a name.
    Person,
    /// A government or a body of one.
    Government,
    /// A medium that belongs to a state.
    StateMedia,
    /// A news outlet.
    Outlet,
    /// Any other body.
    Organisation,
    /// Something written.
    Document,
    /// Somebody who was there or knows, often without a name.
    Witness,
}

/// For each source the place of its root, the top of its `part_of` chain.
///
/// # Errors
/// A chain that names nobody, or that comes back to where it began.
pub fn roots(sources: &[Source], known: &HashMap<&str, usize>) -> Result<Vec<usize>, Problem> {
    let mut roots: Vec<Option<usize>> = vec![None; sources.len()];
    let mut seen_from: Vec<Option<usize>> = vec![None; sources.len()];
    for start in 0..sources.len() {
        let (mut at, mut chain) = (start, Vec::new());
        let root = loop {
            if let Some(root) = roots[at] {
                break root;
            }
            if seen_from[at] == Some(start) {
                return Err(cycle(sources, &chain, at));
            }
            seen_from[at] = Some(start);
            chain.push(at);
            let Some(above) = &sources[at].part_of else { break at };
            let next = known.get(above.as_str()).copied();
            at = next.ok_or_else(|| {
                let sentence = format!("The source ‘{}’ is part of ‘{above}’, which is no source of this bundle.", sources[at].slug);
                Problem::new(sentence, "Add that source, or leave part_of out.")
            })?;
        };
        chain.into_iter().for_each(|link| roots[link] = Some(root));
    }
    Ok(roots.into_iter().enumerate().map(|(place, root)| root.unwrap_or(place)).collect())
}

fn cycle(sources: &[Source], chain: &[usize], back: usize) -> Problem {
    let from = chain.iter().position(|link| *link == back).unwrap_or(0);
    let round = &chain[from..];
    let name = |at: usize| format!("‘{}’", sources[at].slug);
    let sentence = match round {
        [one] => format!("The source {} is part of itself.", name(*one)),
        _ => {
            let mut names: Vec<String> = round.iter().take(6).map(|at| name(*at)).collect();
            names.push(if round.len() > 6 { "…".to_owned() } else { name(back) });
            format!("The source {} is part of itself by a round: {}.", name(back), names.join(" in "))
        }
    };
    Problem::new(sentence, "Take part_of away from one of them: the top of a chain is part of nothing.")
}
