//! Sections and storylines: named, described, ordered, moved to another slug, merged, dropped.

use super::Refusal;
use courant_news::change::Change;
use courant_news::permit::{Arrange, Edit, ManagePeople, ManageSite, Permit};
use courant_news::slug::{RESERVED, Slug};
use courant_store::places::{Section, Storyline};
use courant_store::{Store, Write};
use jiff::Timestamp;

/// Most characters of a name.
pub const LONGEST_NAME: usize = 80;
/// Most characters of what stands below it.
pub const LONGEST_INTRO: usize = 600;

/// Makes sections and storylines that are not there yet, in order, for readers to know of.
///
/// # Errors
/// [`Refusal::Store`].
pub fn keep_places(
    store: &Store,
    permit: Permit<'_, ManagePeople>,
    now: Timestamp,
    sections: &[Section],
    storylines: &[Storyline],
) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let mut made = Vec::new();
        for section in sections {
            if tx.keep_section(&section.slug, &section.name)? {
                made.push(section.slug.as_str());
            }
        }
        for storyline in storylines {
            if tx.keep_storyline(&storyline.slug, &storyline.title, &storyline.intro)? {
                made.push(storyline.slug.as_str());
            }
        }
        let change = (!made.is_empty()).then(|| Change::SiteChanged { what: made.join(", ") });
        Ok(((), change))
    })
}

/// Names a section, of which readers know nothing before its first story is out. A slug that is there already is that
/// section, with the name it has. Returns slug and name.
///
/// # Errors
/// [`Refusal::Invalid`] when the name is empty, too long, or makes a slug that the program needs.
pub fn name_section(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, name: &str) -> Result<Section, Refusal> {
    let name = sound_name(name)?;
    let slug = Slug::from_headline(&name);
    free_word(&slug)?;
    store.act(permit.actor(), now, |tx| {
        let slug = tx.section_now(slug.as_str())?;
        not_led_away(tx, &format!("/{slug}"))?;
        let new = tx.name_section(&slug, &name)?;
        let section = tx.sections_all()?.into_iter().find(|s| s.slug == slug);
        let section = section.ok_or_else(|| Refusal::Missing("such section".into()))?;
        Ok((section, new.then(|| Change::PlaceNamed { what: format!("section {slug}") })))
    })
}

/// Names a storyline, as [`name_section`]: its page is there from its first story on.
///
/// # Errors
/// As [`name_section`].
pub fn name_storyline(store: &Store, permit: Permit<'_, Edit>, now: Timestamp, title: &str) -> Result<Storyline, Refusal> {
    let title = sound_name(title)?;
    let slug = Slug::from_headline(&title);
    store.act(permit.actor(), now, |tx| {
        let slug = tx.storyline_now(slug.as_str())?;
        not_led_away(tx, &format!("/storylines/{slug}"))?;
        let new = tx.keep_storyline(&slug, &title, "")?;
        let storyline = tx.storyline(&slug)?.ok_or_else(|| Refusal::Missing("such storyline".into()))?;
        Ok((storyline, new.then(|| Change::PlaceNamed { what: format!("storyline {slug}") })))
    })
}

/// Changes a section's words and whether the navigation shows it; with another slug, its stories and its front move and
/// the old address leads to the new one.
///
/// # Errors
/// [`Refusal::Invalid`] when a word cannot be taken or the slug is another section's.
pub fn change_section(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, section: &Section, slug: &str) -> Result<(), Refusal> {
    let (name, intro) = (sound_name(&section.name)?, sound_intro(&section.intro)?);
    let slug = Slug::new(slug).map_err(|e| Refusal::invalid(format!("{e}."), "Write it so, or leave it as it was."))?;
    free_word(&slug)?;
    store.act(permit.actor(), now, |tx| {
        let (old, new) = (section.slug.as_str(), slug.as_str());
        let all = tx.sections_all()?;
        let known = all.iter().find(|s| s.slug == old).ok_or_else(|| Refusal::Missing("such section".into()))?.known;
        tx.set_section(&Section { name: name.clone(), intro: intro.clone(), ..section.clone() })?;
        if new == old {
            return Ok(((), Change::SectionChanged { section: old.to_owned(), what: format!("‘{name}’") }));
        }
        if all.iter().any(|s| s.slug == new) {
            return Err(Refusal::invalid(format!("There is a section with the slug ‘{new}’."), "Choose another slug, or merge the two."));
        }
        leads_back_or_free(tx, &format!("/{new}"), &format!("/{old}"))?;
        tx.move_section(old, new)?;
        tx.move_front(&format!("section:{old}"), &format!("section:{new}"))?;
        lead_on(tx, "", old, new, known)?;
        Ok(((), Change::SectionMoved { from: old.to_owned(), to: new.to_owned() }))
    })
}

/// Puts sections in order; those that are not named come after.
///
/// # Errors
/// [`Refusal::Store`].
pub fn order_sections(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, slugs: &[String]) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let mut all = tx.sections_all()?;
        all.sort_by_key(|s| slugs.iter().position(|slug| *slug == s.slug).unwrap_or(usize::MAX));
        for (rank, section) in (1..).zip(&all) {
            tx.rank_section(&section.slug, rank)?;
        }
        Ok(((), Change::SectionChanged { section: String::new(), what: "order".into() }))
    })
}

/// Retires a section: into another, which takes its stories and its address over, or, when nothing is in it, altogether.
///
/// # Errors
/// [`Refusal::Invalid`] when something is in it and no other section is named.
pub fn retire_section(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, slug: &str, into: &str) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let all = tx.sections_all()?;
        let section = all.iter().find(|s| s.slug == slug).ok_or_else(|| Refusal::Missing("such section".into()))?;
        if into.is_empty() {
            let (stories, drafts) = tx.section_uses(slug)?;
            if stories + drafts > 0 || tx.redirects_to(&format!("/{slug}"))? > 0 {
                let sentence = format!("‘{}’ is not empty: {stories} published stories and {drafts} drafts are in it.", section.name);
                return Err(Refusal::invalid(sentence, "Choose the section that takes them over; readers of the old address are led there."));
            }
            tx.drop_section(slug)?;
            return Ok(((), Change::SectionChanged { section: slug.to_owned(), what: "retired".into() }));
        }
        if into == slug || !all.iter().any(|s| s.slug == into) {
            return Err(Refusal::invalid("There is no other section of that name.", "Choose one from the list."));
        }
        tx.merge_section(slug, into)?;
        // A section that readers know has readers on its way; what it is merged into is known then too.
        if section.known {
            tx.open_section(into, into)?;
        }
        lead_on(tx, "", slug, into, section.known)?;
        Ok(((), Change::SectionMoved { from: slug.to_owned(), to: into.to_owned() }))
    })
}

/// Changes a storyline's words and order; with another slug, its stories move and the old address leads to the new one.
///
/// # Errors
/// As [`change_section`].
pub fn change_storyline(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, storyline: &Storyline, slug: &str) -> Result<(), Refusal> {
    let (title, intro) = (sound_name(&storyline.title)?, sound_intro(&storyline.intro)?);
    let slug = Slug::new(slug).map_err(|e| Refusal::invalid(format!("{e}."), "Write it so, or leave it as it was."))?;
    store.act(permit.actor(), now, |tx| {
        let (old, new) = (storyline.slug.as_str(), slug.as_str());
        if tx.storyline(old)?.is_none() {
            return Err(Refusal::Missing("such storyline".into()));
        }
        tx.set_storyline(&Storyline { title: title.clone(), intro: intro.clone(), ..storyline.clone() })?;
        if new != old {
            if tx.storyline(new)?.is_some() {
                return Err(Refusal::invalid(format!("There is a storyline with the slug ‘{new}’."), "Choose another slug, or merge the two."));
            }
            leads_back_or_free(tx, &format!("/storylines/{new}"), &format!("/storylines/{old}"))?;
            let known = tx.storyline_uses(old)? > 0;
            tx.move_storyline(old, new)?;
            lead_on(tx, "/storylines", old, new, known)?;
        }
        Ok(((), Change::StorylineChanged { storyline: new.to_owned(), what: format!("‘{title}’") }))
    })
}

/// Merges a storyline into another, which takes its stories and its address over.
///
/// # Errors
/// [`Refusal::Invalid`] when there is no such other.
pub fn merge_storyline(store: &Store, permit: Permit<'_, Arrange>, now: Timestamp, slug: &str, into: &str) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        if tx.storyline(slug)?.is_none() || slug == into || tx.storyline(into)?.is_none() {
            return Err(Refusal::invalid("There is no other storyline of that name.", "Choose one from the list."));
        }
        let known = tx.storyline_uses(slug)? > 0;
        tx.merge_storyline(slug, into)?;
        lead_on(tx, "/storylines", slug, into, known)?;
        Ok(((), Change::StorylineChanged { storyline: into.to_owned(), what: format!("took over ‘{slug}’") }))
    })
}

/// Leads readers of the old address on; one that nobody has had needs none, and a redirect would tell of it.
fn lead_on(tx: &Write<'_>, folder: &str, old: &str, new: &str, known: bool) -> Result<(), Refusal> {
    tx.drop_redirect(&format!("{folder}/{new}"))?;
    if known {
        tx.set_redirect(&format!("{folder}/{old}"), &format!("{folder}/{new}"), None, false)?;
    }
    Ok(())
}

pub(super) fn not_led_away(tx: &Write<'_>, path: &str) -> Result<(), Refusal> {
    match tx.redirect(path)? {
        Some(there) => {
            Err(Refusal::invalid(format!("The address {path} leads to {}.", there.to), "Choose another name, or end that redirect first."))
        }
        None => Ok(()),
    }
}

/// A slug may be changed back: the redirect from it then leads to where it is changed from.
fn leads_back_or_free(tx: &Write<'_>, path: &str, back: &str) -> Result<(), Refusal> {
    if tx.redirect(path)?.is_some_and(|there| there.to == back) { Ok(()) } else { not_led_away(tx, path) }
}

fn free_word(slug: &Slug) -> Result<(), Refusal> {
    if RESERVED.contains(&slug.as_str()) {
        return Err(Refusal::invalid(format!("‘{slug}’ is an address of the program, so it cannot be a section."), "Choose another name."));
    }
    Ok(())
}

pub(super) fn sound_name(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Refusal::invalid("A name has at least one letter or digit.", "Write what readers are to read."));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::invalid(format!("A name has at most {LONGEST_NAME} characters."), "Shorten it."));
    }
    Ok(name)
}

fn sound_intro(intro: &str) -> Result<String, Refusal> {
    let intro = intro.trim().to_owned();
    if intro.chars().count() > LONGEST_INTRO {
        return Err(Refusal::invalid(format!("The words below the name have at most {LONGEST_INTRO} characters."), "Shorten them."));
    }
    Ok(intro)
}
