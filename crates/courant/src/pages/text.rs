//! Pages that are not news.

use super::address::text_path;
use super::story::body_words;
use super::{Page, PageProblem, Paper, Sheet, UNRANKED};
use courant_news::body::Document;
use courant_render::body::body_html;
use courant_render::view::TextPage;
use courant_store::Store;
use jiff::Timestamp;

impl Sheet<'_> {
    pub(super) fn text(&self, slug: &str) -> Result<Page, PageProblem> {
        let (title, body) = match self.read.shown_text(slug)? {
            Some(shown) => (shown.title, self.text_html(&shown.body)),
            // What the file says of the paper stands until the newsroom has published its own.
            None if slug == "about" => (self.paper.word("about").to_owned(), self.paper.about_html.to_string()),
            None => return self.error(404),
        };
        Ok(Page::html(self.text_view(slug, &title, body, "")?))
    }

    fn text_html(&self, body: &Document) -> String {
        body_html(body, &|_| None, &body_words(self.paper.words(""), self.language))
    }

    fn text_view(&self, slug: &str, title: &str, body_html: String, preview: &str) -> Result<String, PageProblem> {
        let path = text_path(slug);
        let mut page = self.frame("", title, &self.paper.site.strapline)?;
        page.canonical = self.paper.absolute(&path);
        page.feeds = self.paper.feeds();
        page.mark_current(&path);
        let view = TextPage { page, body_html, feed_list: Vec::new(), preview: preview.to_owned() };
        Ok(self.paper.draw("about.html", &view)?)
    }
}

/// A page that is not news as it will be, for the newsroom only; `line` says what it is.
///
/// # Errors
/// [`PageProblem`].
pub fn text_preview(
    store: &Store,
    paper: &Paper,
    now: Timestamp,
    (slug, title): (&str, &str),
    body: &Document,
    line: &str,
) -> Result<String, PageProblem> {
    store.read(|read| {
        let sheet = Sheet::new(paper, read, now, &UNRANKED);
        sheet.text_view(slug, title, sheet.text_html(body), line)
    })
}
