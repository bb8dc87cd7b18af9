//! Sounds and films: the browser's own player, a caption, a transcript. No script is needed.

use super::Target;
use super::blocks::{Writer, blank};
use super::escape::escape;
use crate::times::length;
use crate::view::MediaFile;
use courant_news::body::{Medium, Recording, inline_text};
use courant_news::framing::Framing;

impl<'d> Writer<'d, '_> {
    /// A recording whose file is not found is left out.
    pub(super) fn recording(&mut self, one: &'d Recording) {
        let Some(file) = (self.shown.media)(&one.file) else { return };
        let words = if one.medium == Medium::Audio { &self.words.audio } else { &self.words.video };
        let name = if blank(one.caption()) { words.clone() } else { inline_text(one.caption()) };
        self.tag(&format!("<div class=\"recording {}\"><figure>", one.medium.word()), "<figure>");
        self.player(one, &file, &name);
        self.recording_caption(one, &file, &name);
        self.out.push_str("</figure>");
        self.transcript(one);
        self.tag("</div>", "");
    }

    fn player(&mut self, one: &Recording, file: &MediaFile, name: &str) {
        let url = self.absolute(&file.url);
        let label = if self.target == Target::Page { format!(" aria-label=\"{}\"", escape(name)) } else { String::new() };
        // What a browser without the format, or a reader that drops players, shows instead.
        let instead = format!("<a href=\"{url}\">{}</a>", escape(name));
        if one.medium == Medium::Audio {
            self.out.push_str(&format!("<audio controls preload=\"none\" src=\"{url}\"{label}>{instead}</audio>"));
            return;
        }
        let size = if file.width > 0 && file.height > 0 { format!(" width=\"{}\" height=\"{}\"", file.width, file.height) } else { String::new() };
        let poster = (self.shown.pictures)(&one.poster, &Framing::default()).filter(|p| !p.gone).map(|p| {
            let middle = p.jpeg.iter().rev().find(|r| r.width <= 1280).map_or(&p.url, |r| &r.url);
            format!(" poster=\"{}\"", self.absolute(middle))
        });
        let poster = poster.unwrap_or_default();
        self.out.push_str(&format!("<video controls preload=\"none\" playsinline src=\"{url}\"{size}{poster}{label}>"));
        if let Some(captions) = (self.shown.media)(&one.captions).filter(|_| self.target == Target::Page) {
            let (src, words) = (self.absolute(&captions.url), escape(&self.words.captions));
            let language = if self.words.language.is_empty() { String::new() } else { format!(" srclang=\"{}\"", escape(&self.words.language)) };
            self.out.push_str(&format!("<track kind=\"captions\" src=\"{src}\"{language} label=\"{words}\" default>"));
        }
        self.out.push_str(&format!("{instead}</video>"));
    }

    fn recording_caption(&mut self, one: &'d Recording, file: &MediaFile, name: &str) {
        self.out.push_str("<figcaption>");
        let between = if self.target == Target::Page { " " } else { " · " };
        self.tag("<span class=\"caption\">", "");
        if blank(one.caption()) {
            self.out.push_str(&escape(name));
        } else {
            self.inlines(one.caption());
        }
        self.tag("</span>", "");
        if !one.credit.is_empty() {
            let credit = self.caption("credit", &one.credit);
            self.out.push_str(&format!("{between}{credit}"));
        }
        let facts: Vec<String> = [length(file.seconds), file.format.clone()].into_iter().filter(|fact| !fact.is_empty()).collect();
        let facts = self.caption("length", &facts.join(", "));
        self.out.push_str(&format!("{between}{facts}</figcaption>"));
    }

    fn transcript(&mut self, one: &'d Recording) {
        if !one.has_transcript() {
            return;
        }
        let words = escape(&self.words.transcript);
        self.tag(&format!("<details class=\"transcript\"><summary>{words}</summary>"), &format!("<p><strong>{words}</strong></p><blockquote>"));
        one.transcript().iter().for_each(|paragraph| self.paragraph(paragraph));
        self.tag("</details>", "</blockquote>");
    }

    /// An address of this site as it stands in an attribute: a path on a page, whole in a feed.
    fn absolute(&self, url: &str) -> String {
        match self.target {
            Target::Page => escape(url),
            Target::Feed(origin) => escape(&format!("{origin}{url}")),
        }
    }
}
