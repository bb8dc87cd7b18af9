//! What has just been done, in one sentence. An address carries only a code for it, so that nobody can put words into
//! a page by a link.

use courant_render::newsroom::Flash;

/// The sentence of a code; `None` for a code that is none.
pub(super) fn of(code: &str) -> Option<Flash> {
    let (says, next) = match code {
        "welcome" => ("You are set up and signed in.", "Begin with ‘New story’."),
        "signed-out" => ("You are signed out on this device.", ""),
        "published" => ("The story is published.", "Readers have it now."),
        "updated" => ("The update is published.", "Readers have it now."),
        "scheduled" => ("The time is set.", "Until then no reader, feed or search sees it."),
        "unscheduled" => ("The time is taken back.", "Nothing will go out until you publish or set another."),
        "withdrawn" => ("The story is withdrawn.", "Its address answers 410, and it has left every list, feed and search."),
        "spiked" => ("The story is spiked.", "Readers never had it."),
        "ready" => ("The story is marked ready.", "Whoever may publish finds it on their start page."),
        "front" => ("The front is changed.", "Readers see it now."),
        "coming" => ("What is coming is changed.", "Readers see it now."),
        "breaking-on" => ("The breaking bar is on.", "It stands on every page until its time."),
        "breaking-off" => ("The breaking bar is off.", ""),
        "picture" => ("The picture’s words are saved.", "Stories published before keep theirs."),
        "session" => ("That session has ended.", ""),
        "sessions" => ("All your other sessions have ended.", ""),
        "password" => ("Your password is changed.", "All your other sessions have ended."),
        "order" => ("The order is saved.", "Readers see it now."),
        "section-added" => ("The section is added.", "Readers know of it from its first story on."),
        "section" => ("The section is changed.", "Readers see it now."),
        "section-retired" => ("The section is retired.", ""),
        "storyline-added" => ("The storyline is added.", "Readers know of it from its first story on."),
        "storyline" => ("The storyline is changed.", "Readers see it now."),
        "storyline-merged" => ("The storyline is merged.", "Its address and feeds lead to the other one."),
        "page-saved" => ("The draft is saved.", "Readers do not see it before it is published."),
        "page-published" => ("The page is published.", "Readers have it now."),
        "page-withdrawn" => ("The page is taken down.", "Its draft is still here."),
        "page-restored" => ("The earlier text stands in the draft.", "Publish it when it is right."),
        "navigation" => ("The navigation is saved.", "Readers see it now."),
        "settings" => ("The settings are saved.", "They hold now."),
        "theme" => ("The theme is saved.", "Readers see it now."),
        "redirect" => ("The redirect is made.", "Readers are led on now."),
        "redirect-ended" => ("The redirect has ended.", ""),
        "readdressed" => ("The story has its new address.", "The old one leads to it for ever."),
        "plan" => ("The planned change is saved.", "Readers see nothing of it before its time."),
        "plan-made" => ("The change is planned.", "Arrange below what is to stand then."),
        "plan-cancelled" => ("The planned change is cancelled.", ""),
        "restored" => ("The earlier arrangement is back.", "Readers see it now."),
        "published-without-bar" => {
            return Some(problem("The story is published, but the breaking bar could not be switched.", "Switch it under Front."));
        }
        _ => return None,
    };
    Some(Flash { kind: "done", says: says.into(), next: next.into(), ..Flash::default() })
}

/// Something that was not done, with why.
pub(super) fn problem(says: impl Into<String>, next: impl Into<String>) -> Flash {
    Flash { kind: "problem", says: says.into(), next: next.into(), ..Flash::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_cannot_put_words_into_a_page() {
        assert!(of("<b>Your account is closed</b>").is_none());
        assert!(of("published").is_some());
    }
}
