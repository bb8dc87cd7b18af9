//! What the buttons of the front editor do to a layout. No I/O: the form in, the layout out.

use crate::http::Form;
use courant_news::body::Href;
use courant_news::front::{Coming, Layout, Slot};
use courant_news::story::StoryId;

/// How many slots may be pinned: as many as stand in the second rank.
pub(super) const MOST_PINNED: usize = 4;
/// Most lines of what is coming.
const MOST_COMING: usize = 12;
/// Most characters of a kicker, and of a line of what is coming.
const LONGEST_KICKER: usize = 60;
const LONGEST_LINE: usize = 200;

/// A button of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Save kickers and order.
    Save,
    /// Move a pinned story up.
    Up(StoryId),
    /// Move a pinned story down.
    Down(StoryId),
    /// Take a story off.
    Remove(StoryId),
    /// Make a story the lead.
    Lead(StoryId),
    /// Pin a story.
    Pin(StoryId),
}

impl Act {
    /// The button that was pressed; nothing else than a known one is taken.
    pub(super) fn read(form: &Form) -> Option<Act> {
        let buttons = [
            ("move-up", Act::Up as fn(StoryId) -> Act),
            ("move-down", Act::Down),
            ("remove", Act::Remove),
            ("make-lead", Act::Lead),
            ("add", Act::Pin),
        ];
        let pressed = buttons.iter().find_map(|(name, act)| form.number(name).map(act));
        pressed.or_else(|| (form.text("save") == "front").then_some(Act::Save))
    }

    /// What is done by it, as the next page's address names it; a story that was moved keeps the focus.
    pub(super) fn done(self) -> String {
        match self {
            Act::Up(story) => format!("front&moved={story}&way=up"),
            Act::Down(story) => format!("front&moved={story}&way=down"),
            Act::Lead(story) | Act::Pin(story) => format!("front&moved={story}"),
            Act::Save | Act::Remove(_) => "front".into(),
        }
    }

    /// The story that comes onto the front by it.
    pub(super) fn comes_on(self) -> Option<StoryId> {
        match self {
            Act::Lead(story) | Act::Pin(story) => Some(story),
            _ => None,
        }
    }
}

/// Lead and pinned slots as they stand in the form, in its order; each kicker belongs to the slot before it.
pub(super) fn typed(form: &Form) -> Result<Layout, &'static str> {
    let mut layout = Layout::default();
    for (name, value) in &form.0 {
        let value = value.trim();
        match name.as_str() {
            "lead" => layout.lead = value.parse().ok().map(|story| Slot { story, kicker: String::new() }),
            "slot" => layout.pinned.push(Slot { story: value.parse().map_err(|_| "A slot of the form names no story.")?, kicker: String::new() }),
            "lead_kicker" => layout.lead.iter_mut().for_each(|lead| lead.kicker = value.to_owned()),
            "kicker" => layout.pinned.last_mut().into_iter().for_each(|slot| slot.kicker = value.to_owned()),
            _ => {}
        }
    }
    if layout.lead.iter().chain(&layout.pinned).any(|slot| slot.kicker.chars().count() > LONGEST_KICKER) {
        return Err("A kicker is longer than 60 characters.");
    }
    Ok(layout)
}

/// The layout after a button was pressed.
pub(super) fn after(mut layout: Layout, act: Act) -> Result<Layout, &'static str> {
    let place = |layout: &Layout, story| layout.pinned.iter().position(|slot| slot.story == story);
    match act {
        Act::Save => {}
        Act::Up(story) => {
            if let Some(at) = place(&layout, story).filter(|at| *at > 0) {
                layout.pinned.swap(at, at - 1);
            }
        }
        Act::Down(story) => {
            if let Some(at) = place(&layout, story).filter(|at| at + 1 < layout.pinned.len()) {
                layout.pinned.swap(at, at + 1);
            }
        }
        Act::Remove(story) => {
            layout.lead = layout.lead.filter(|slot| slot.story != story);
            layout.pinned.retain(|slot| slot.story != story);
        }
        Act::Lead(story) => lead(&mut layout, story),
        Act::Pin(story) => {
            let stands = layout.lead.iter().chain(&layout.pinned).any(|slot| slot.story == story);
            if !stands {
                layout.pinned.push(Slot { story, kicker: String::new() });
            }
        }
    }
    if layout.pinned.len() > MOST_PINNED { Err("Four stories are pinned already.") } else { Ok(layout) }
}

/// The old lead comes first among the pinned, where there is room: it is still what the desk thinks most of.
fn lead(layout: &mut Layout, story: StoryId) {
    if layout.lead.as_ref().is_some_and(|lead| lead.story == story) {
        return;
    }
    let pinned = layout.pinned.iter().position(|slot| slot.story == story).map(|at| layout.pinned.remove(at));
    let new = pinned.unwrap_or(Slot { story, kicker: String::new() });
    if let Some(old) = layout.lead.replace(new)
        && layout.pinned.len() < MOST_PINNED
    {
        layout.pinned.insert(0, old);
    }
}

/// A line of what is coming as it was typed, with what is wrong with its three fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub coming: Coming,
    pub errors: [String; 3],
}

/// What is coming as it stands in the form, without lines that have no words; `removed` is the line taken off.
pub(super) fn coming(form: &Form, removed: Option<usize>) -> Vec<Line> {
    let values = |name: &str| form.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned()).collect::<Vec<_>>();
    let (dues, links) = (values("coming_due"), values("coming_url"));
    let at = |list: &[String], n: usize| list.get(n).cloned().unwrap_or_default();
    let lines = values("coming_what").into_iter().enumerate().filter(|(n, _)| Some(*n) != removed);
    let lines = lines.map(|(n, what)| Coming { what, due: at(&dues, n), link: at(&links, n) });
    lines.filter(|c| !(c.what.is_empty() && c.due.is_empty() && c.link.is_empty())).take(MOST_COMING).map(checked).collect()
}

fn checked(coming: Coming) -> Line {
    let too_long = |text: &str| if text.chars().count() > LONGEST_LINE { format!("Use at most {LONGEST_LINE} characters.") } else { String::new() };
    let what = if coming.what.is_empty() { "Say what is due, or empty the line.".into() } else { too_long(&coming.what) };
    let leads =
        coming.link.is_empty() || (Href::parse(&coming.link).is_ok() && (coming.link.starts_with('/') || coming.link.starts_with("https://")));
    let link = if leads { String::new() } else { "Write a path on this paper, such as /storylines/talks, or an https address.".into() };
    Line { errors: [what, too_long(&coming.due), link], coming }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(lead: Option<StoryId>, pinned: &[StoryId]) -> Layout {
        let slot = |story: StoryId| Slot { story, kicker: format!("k{story}") };
        Layout { lead: lead.map(slot), pinned: pinned.iter().copied().map(slot).collect(), coming: Vec::new() }
    }

    fn pinned(layout: &Layout) -> Vec<StoryId> {
        layout.pinned.iter().map(|slot| slot.story).collect()
    }

    #[test]
    fn the_form_is_read_in_its_order_with_each_kicker_at_its_slot() {
        let form = Form(crate::http::form::pairs("version=3&lead=9&lead_kicker=Talks&slot=4&kicker=&slot=2&kicker=Trade&make-lead=2"));
        let layout = typed(&form).expect("read");
        assert_eq!((layout.lead.clone().map(|l| (l.story, l.kicker)), pinned(&layout)), (Some((9, "Talks".into())), vec![4, 2]));
        assert_eq!((layout.pinned[0].kicker.as_str(), layout.pinned[1].kicker.as_str()), ("", "Trade"));
        assert_eq!(Act::read(&form), Some(Act::Lead(2)));
    }

    #[test]
    fn a_new_lead_sends_the_old_one_to_the_first_pinned_slot_with_its_kicker() {
        let after = after(layout(Some(9), &[4, 2]), Act::Lead(2)).expect("done");
        assert_eq!(after.lead.as_ref().map(|l| (l.story, l.kicker.as_str())), Some((2, "k2")));
        assert_eq!((pinned(&after), after.pinned[0].kicker.as_str()), (vec![9, 4], "k9"));
    }

    #[test]
    fn a_full_second_rank_takes_no_fifth_story_and_lets_the_old_lead_go() {
        assert!(after(layout(Some(9), &[1, 2, 3, 4]), Act::Pin(5)).is_err());
        let after = after(layout(Some(9), &[1, 2, 3, 4]), Act::Lead(5)).expect("done");
        assert_eq!((after.lead.as_ref().map(|l| l.story), pinned(&after)), (Some(5), vec![1, 2, 3, 4]));
    }

    #[test]
    fn moving_past_an_end_changes_nothing() {
        assert_eq!(pinned(&after(layout(None, &[1, 2]), Act::Up(1)).expect("done")), [1, 2]);
        assert_eq!(pinned(&after(layout(None, &[1, 2]), Act::Down(1)).expect("done")), [2, 1]);
        assert_eq!(pinned(&after(layout(None, &[1, 2]), Act::Down(7)).expect("done")), [1, 2]);
    }

    #[test]
    fn what_is_coming_leads_to_this_paper_or_a_safe_address() {
        let form = |link: &str| {
            Form(crate::http::form::pairs(&format!("coming_what=Summit&coming_due=27+April&coming_url={link}&coming_what=&coming_due=&coming_url=")))
        };
        for good in ["", "/storylines/talks", "https://summit.example/"] {
            let lines = coming(&form(good), None);
            assert!(lines.len() == 1 && lines[0].errors.iter().all(String::is_empty), "{good}");
        }
        for bad in ["javascript:alert(1)", "//evil.example", "http://plain.example", "storylines/talks"] {
            assert!(!coming(&form(bad), None)[0].errors[2].is_empty(), "{bad}");
        }
        assert!(coming(&form(""), Some(0)).is_empty());
    }
}
