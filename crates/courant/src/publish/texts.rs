//! Pages that are not news: begun, saved, published, taken down.

use super::Refusal;
use courant_news::body::Document;
use courant_news::change::Change;
use courant_news::permit::{ManageSite, Permit};
use courant_news::slug::Slug;
use courant_store::Store;
use jiff::Timestamp;

/// Most bytes of a page.
pub const LONGEST_PAGE: usize = 200_000;
/// Most characters of its title.
const LONGEST_TITLE: usize = 120;

/// A page's words as they were typed.
#[derive(Clone, Copy, Debug)]
pub struct PageWords<'a> {
    /// Title.
    pub title: &'a str,
    /// Markdown.
    pub markdown: &'a str,
}

impl PageWords<'_> {
    fn check(self) -> Result<(), Refusal> {
        if self.title.trim().is_empty() || self.title.chars().count() > LONGEST_TITLE {
            return Err(Refusal::invalid(format!("A page has a title of at most {LONGEST_TITLE} characters."), "Write one."));
        }
        if self.markdown.len() > LONGEST_PAGE {
            return Err(Refusal::invalid("This page is longer than 200 KB.", "Split it into two."));
        }
        Ok(())
    }
}

/// Begins a page; returns its slug. Readers have none before it is published.
///
/// # Errors
/// [`Refusal::Invalid`] when the title is none, or there is a page of that slug.
pub fn begin_page(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, slug: &str, words: PageWords<'_>) -> Result<String, Refusal> {
    words.check()?;
    let slug = if slug.trim().is_empty() { Ok(Slug::from_headline(words.title)) } else { Slug::new(slug.trim()) };
    let slug = slug.map_err(|e| Refusal::invalid(format!("{e}."), "Write it so, or leave it out: the title makes one."))?;
    store.write(permit.actor(), now, |tx| {
        if !tx.add_text(slug.as_str(), words.title.trim(), words.markdown)? {
            return Err(Refusal::invalid(format!("There is a page with the slug ‘{slug}’."), "Open that one, or choose another slug."));
        }
        Ok(slug.to_string())
    })
}

/// Saves a page's draft over version `base`; returns the new version. What readers have does not change.
///
/// # Errors
/// [`Refusal::Invalid`] when somebody saved it meanwhile; what was typed is still with who typed it.
pub fn save_page(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, slug: &str, base: i64, words: PageWords<'_>) -> Result<i64, Refusal> {
    words.check()?;
    store.write(permit.actor(), now, |tx| {
        let row = tx.text(slug)?.ok_or_else(|| Refusal::Missing("such page".into()))?;
        if row.title == words.title.trim() && row.markdown == words.markdown {
            return Ok(row.version);
        }
        if !tx.save_text(slug, base, words.title.trim(), words.markdown)? {
            let sentence = format!("{} saved this page meanwhile.", tx.actor_name(&row.by)?);
            return Err(Refusal::invalid(sentence, "Your words stand below; compare them with the saved ones, then save again to keep yours."));
        }
        Ok(base + 1)
    })
}

/// Publishes version `version` of a page, read into `body`.
///
/// # Errors
/// [`Refusal::Invalid`] when it was saved since it was looked at.
pub fn publish_page(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, slug: &str, version: i64, body: &Document) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = tx.text(slug)?.ok_or_else(|| Refusal::Missing("such page".into()))?;
        if row.version != version {
            let sentence = format!("{} saved this page after you had looked at it.", tx.actor_name(&row.by)?);
            return Err(Refusal::invalid(sentence, "Read what it says now and publish again."));
        }
        let revision = tx.publish_text(slug, &row.title, &row.markdown, body)?;
        Ok(((), (row.live != Some(revision)).then(|| Change::PagePublished { page: slug.to_owned(), revision })))
    })
}

/// Takes a page from readers. Its draft and its revisions stay.
///
/// # Errors
/// [`Refusal::Missing`] when there is none.
pub fn withdraw_page(store: &Store, permit: Permit<'_, ManageSite>, now: Timestamp, slug: &str) -> Result<(), Refusal> {
    store.act(permit.actor(), now, |tx| {
        let row = tx.text(slug)?.ok_or_else(|| Refusal::Missing("such page".into()))?;
        tx.withdraw_text(slug)?;
        Ok(((), row.live.map(|_| Change::PageWithdrawn { page: slug.to_owned() })))
    })
}
