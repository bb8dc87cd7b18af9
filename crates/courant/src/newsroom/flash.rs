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
        "spiked" => ("The story is spiked.", "Readers never had it; for 30 days it can be taken up again."),
        "submitted" => ("The story is submitted for review.", "The desk finds it under ‘In review’."),
        "sent-back" => ("The story is sent back.", "Your note stands on its page and in the record."),
        "taken-up" => ("The story is a draft again.", ""),
        "assigned" => ("The assignment is saved.", ""),
        "planned" => ("The story is planned.", "It stands in the day book."),
        "restored" => ("The revision is the draft again.", "What the draft said before is a revision too; readers see no change until you publish."),
        "corrected" => ("The correction is filed.", "Readers see it now."),
        "kept" => ("The search is kept.", "It stands here and on your start page."),
        "dropped" => ("The search is dropped.", ""),
        "calendar-ended" => ("The address of your calendar has ended.", ""),
        "noted" => ("The note is left.", "Who is mentioned in it finds it on their start page."),
        "note-answered" => ("The reply stands.", "Who wrote there before finds it on their start page."),
        "note-changed" => ("Your words are changed.", "They are marked as changed since."),
        "note-deleted" => ("Your words are deleted.", "Nobody can read them any more."),
        "note-done" => ("The note is done.", "It stands under ‘Done’, and can be opened again."),
        "note-open" => ("The note is open again.", ""),
        "note-seen" => ("The note has left your start page.", ""),
        "ready" => ("The story is marked ready.", "Whoever may publish finds it on their start page."),
        "front" => ("The front is changed.", "Readers see it now."),
        "coming" => ("What is coming is changed.", "Readers see it now."),
        "breaking-on" => ("The breaking bar is on.", "It stands on every page until its time."),
        "breaking-off" => ("The breaking bar is off.", ""),
        "picture" => ("The picture’s words are saved.", "Stories published before keep theirs."),
        "picture-ended" => ("The last day of its rights is over.", "Readers do not get the picture any more, in no story."),
        "picture-back" => ("Readers have the picture again.", "It stands in every story that uses it."),
        "replaced" => ("The new picture stands everywhere.", "Addresses of the old one answer 410."),
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
        "theme-kept" => ("The theme is checked and kept.", "Readers have nothing of it yet: look at it, then use it."),
        "theme-gone" => ("The theme is deleted.", "What readers have is not changed by it."),
        "redirect" => ("The redirect is made.", "Readers are led on now."),
        "redirect-ended" => ("The redirect has ended.", ""),
        "readdressed" => ("The story has its new address.", "The old one leads to it for ever."),
        "plan" => ("The planned change is saved.", "Readers see nothing of it before its time."),
        "plan-made" => ("The change is planned.", "Arrange below what is to stand then."),
        "plan-cancelled" => ("The planned change is cancelled.", ""),
        "front-restored" => ("The earlier arrangement is back.", "Readers see it now."),
        "name" => ("Your name is changed.", "What was published before keeps the byline it had."),
        "passkey" => ("The passkey is added.", "From now on you can sign in with it alone."),
        "passkey-gone" => ("The passkey is taken away.", "Take it out of your device’s list of passkeys too."),
        "app-off" => ("The app’s codes are turned off.", ""),
        "role" => ("The role is changed.", "It holds from now on, in every open page too."),
        "grants" => ("The grants are changed.", "They hold from now on, in every open page too."),
        "desks" => ("The desks are changed.", ""),
        "dismissed" => ("The account has ended.", "Sessions, links and tokens ended with it; bylines and history stay."),
        "returned" => ("The account is open again.", "They sign in with the password they had, or with a link."),
        "factors-reset" => ("The second factors are taken away.", "All sessions have ended; the password alone lets them in again."),
        "factor-rule" => ("The rule is changed.", "Who lacks a second factor is led to set one up."),
        "invitation-ended" => ("The invitation is taken back.", "Its link opens nothing any more."),
        "desk" => ("The desk is changed.", ""),
        "token-ended" => ("The token has ended.", "Requests that carry it are refused from now on."),
        "wrong-password" => return Some(problem("This is not your present password.", "Try again.")),
        "step-over" => return Some(problem("The time for the second factor is over.", "Sign in again.")),
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
