//! Navigation: which sections and pages stand in masthead and footer, in one order.

use serde::{Deserialize, Serialize};

/// A section or page in the navigation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// `section:world` or `page:about`.
    pub item: String,
    /// Whether it stands in the masthead.
    pub masthead: bool,
    /// Whether it stands in the footer.
    pub footer: bool,
}

impl Entry {
    /// A section as it stands while nobody has said otherwise.
    pub fn section(slug: &str, hidden: bool) -> Entry {
        Entry { item: format!("section:{slug}"), masthead: !hidden, footer: !hidden }
    }

    /// A page as it stands while nobody has said otherwise.
    pub fn page(slug: &str) -> Entry {
        Entry { item: format!("page:{slug}"), masthead: false, footer: true }
    }
}

/// The navigation: what there is (`there`, in its own order), with places and order from what was kept. What nobody has
/// placed yet comes after the rest of its kind; what is gone is left out; a hidden section stands nowhere.
pub fn arranged(kept: &[Entry], there: &[Entry]) -> Vec<Entry> {
    let place = |e: &Entry| kept.iter().position(|k| k.item == e.item).unwrap_or(usize::MAX);
    let mut all: Vec<&Entry> = there.iter().collect();
    all.sort_by_key(|e| place(e));
    let chosen = |e: &Entry| match kept.get(place(e)) {
        Some(k) => Entry { masthead: k.masthead && (e.masthead || e.footer), footer: k.footer && (e.masthead || e.footer), ..k.clone() },
        None => e.clone(),
    };
    all.into_iter().map(chosen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_has_placed_comes_last_and_what_is_gone_is_left_out() {
        let kept = [Entry::page("about"), Entry { masthead: false, ..Entry::section("sport", false) }, Entry::section("gone", false)];
        let there = [Entry::section("world", false), Entry::section("sport", false), Entry::section("quiet", true), Entry::page("about")];
        let items: Vec<_> = arranged(&kept, &there).into_iter().map(|e| (e.item, e.masthead, e.footer)).collect();
        let wanted = [("page:about", false, true), ("section:sport", false, true), ("section:world", true, true), ("section:quiet", false, false)];
        assert_eq!(items, wanted.map(|(item, m, f)| (item.to_owned(), m, f)));
    }
}
