//! The types of the document model. A `Document` is always valid: it can only be made by `Document::new`.

use super::check;
use super::error::BodyError;
use super::link::{Href, Ref};
use crate::copy::Replacement;
use crate::framing::Framing;

/// The text of a story: a valid, normalised sequence of blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    blocks: Vec<Block>,
}

impl Document {
    /// Checks `blocks` against the rules and limits and brings them into normal form: neighbouring texts with the
    /// same marks are one, marks stand in one order, control characters are gone.
    ///
    /// # Errors
    /// The first rule that is broken, with the block where.
    pub fn new(blocks: Vec<Block>) -> Result<Self, BodyError> {
        check::checked(blocks).map(|blocks| Document { blocks })
    }

    /// The blocks in reading order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks in reading order, to be changed and given to `Document::new` again.
    #[must_use]
    pub fn into_blocks(self) -> Vec<Block> {
        self.blocks
    }

    /// Replaces the identifier of every picture by what `replace` says; `None` takes the picture out.
    #[must_use]
    pub fn map_pictures(mut self, mut replace: impl FnMut(&str) -> Option<String>) -> Self {
        let mut keep = |picture: &mut Picture| match replace(&picture.picture) {
            Some(id) => {
                picture.picture = id;
                true
            }
            None => false,
        };
        self.blocks.retain_mut(|block| match block {
            Block::Picture(picture) => keep(picture),
            Block::Gallery(pictures) => {
                pictures.retain_mut(&mut keep);
                true
            }
            _ => true,
        });
        for recording in self.recordings_mut().filter(|recording| !recording.poster.is_empty()) {
            recording.poster = replace(&recording.poster).unwrap_or_default();
        }
        self
    }

    /// Puts another picture in the place of one, wherever it stands.
    #[must_use]
    pub fn with_replaced(mut self, old: &str, new: &Replacement) -> Self {
        for block in &mut self.blocks {
            let pictures = match block {
                Block::Picture(picture) => std::slice::from_mut(picture),
                Block::Gallery(pictures) => pictures.as_mut_slice(),
                _ => &mut [],
            };
            for picture in pictures.iter_mut().filter(|picture| picture.picture == old) {
                picture.picture.clone_from(&new.picture);
                if let Some([alt, caption, credit]) = &new.words {
                    (picture.alt, picture.caption, picture.credit) = (alt.clone(), caption.clone(), credit.clone());
                }
                if !new.keeps_framing {
                    picture.framing = Framing::default();
                }
            }
        }
        for recording in self.recordings_mut().filter(|recording| recording.poster == old) {
            recording.poster.clone_from(&new.picture);
        }
        self
    }

    /// Replaces the identifier of every media file (recordings and captions) by what `replace` says; `None` leaves the
    /// block without it.
    #[must_use]
    pub fn map_media_files(mut self, mut replace: impl FnMut(&str) -> Option<String>) -> Self {
        for recording in self.recordings_mut() {
            for file in [&mut recording.file, &mut recording.captions].into_iter().filter(|file| !file.is_empty()) {
                *file = replace(file).unwrap_or_default();
            }
        }
        self
    }

    fn recordings_mut(&mut self) -> impl Iterator<Item = &mut Recording> {
        self.blocks.iter_mut().filter_map(|block| if let Block::Recording(recording) = block { Some(recording) } else { None })
    }
}

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph; may be empty.
    Paragraph(Vec<Inline>),
    /// A heading inside the story.
    Heading {
        /// Its level.
        level: Level,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A list without numbers, at least one item.
    BulletList(Vec<ListItem>),
    /// A list with numbers, at least one item.
    OrderedList {
        /// Number of the first item.
        start: u32,
        /// Items.
        items: Vec<ListItem>,
    },
    /// A quotation: paragraphs and lists, at least one.
    Blockquote(Vec<Block>),
    /// Words taken out of the text and set large.
    PullQuote {
        /// Who said it; may be empty.
        cite: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// A table, at least one row.
    Table(Vec<Row>),
    /// A picture.
    Picture(Picture),
    /// A thematic break.
    Rule,
    /// Preformatted text.
    CodeBlock(String),
    /// A quiet card for a page elsewhere; nothing of that page is loaded.
    LinkCard(LinkCard),
    /// A box beside the text: headings, paragraphs, lists and tables. Its first heading is its name. May be empty.
    FactBox(Vec<Block>),
    /// Pictures in order. May be empty.
    Gallery(Vec<Picture>),
    /// Something to listen to or to watch.
    Recording(Recording),
}

/// A card for a page elsewhere. What people type stands in it as text, so that two may write at once; no field is
/// demanded here, as a card is written over a while.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkCard {
    /// Where it leads; `https` only. A card without one is not shown.
    pub href: Option<Href>,
    /// Who is behind the page, as printed: 'Yonhap'. May be empty; the host is always shown.
    pub source: String,
    /// The first is the title; the rest is a note. Links in the title are not followed, as the title is one.
    pub paragraphs: Vec<Vec<Inline>>,
}

impl LinkCard {
    /// The title's running text; empty when there is none yet.
    #[must_use]
    pub fn title(&self) -> &[Inline] {
        self.paragraphs.first().map_or(&[], Vec::as_slice)
    }

    /// The host that is shown to readers, without `www.`.
    #[must_use]
    pub fn host(&self) -> &str {
        let address = self.href.as_ref().map_or("", Href::as_str);
        let host = address.get("https://".len()..).unwrap_or_default();
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host)
    }
}

/// What a recording is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Medium {
    /// To listen to.
    #[default]
    Audio,
    /// To watch.
    Video,
}

impl Medium {
    /// Its type in JSON: `audio`, `video`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Medium::Audio => "audio",
            Medium::Video => "video",
        }
    }
}

/// A sound or a film of the newsroom's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// Sound or film.
    pub medium: Medium,
    /// Identifier of the media file: 64 hex digits; `file:` and a relative path in copy that is not stored yet. Empty:
    /// not chosen yet, and not shown.
    pub file: String,
    /// Media file with captions (WebVTT), of a film; may be empty.
    pub captions: String,
    /// Picture that stands in its place until it plays, of a film; may be empty.
    pub poster: String,
    /// Credit; may be empty.
    pub credit: String,
    /// The first is the caption; the rest is the transcript.
    pub paragraphs: Vec<Vec<Inline>>,
}

impl Recording {
    /// The caption's running text; empty when there is none yet.
    #[must_use]
    pub fn caption(&self) -> &[Inline] {
        self.paragraphs.first().map_or(&[], Vec::as_slice)
    }

    /// The transcript's paragraphs.
    #[must_use]
    pub fn transcript(&self) -> &[Vec<Inline>] {
        self.paragraphs.get(1..).unwrap_or_default()
    }

    /// Whether somebody wrote down what is said in it.
    #[must_use]
    pub fn has_transcript(&self) -> bool {
        self.transcript().iter().any(|paragraph| !super::inline_text(paragraph).trim().is_empty())
    }
}

/// Level of a heading inside a story; level 1 is the headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `<h2>`
    Two,
    /// `<h3>`
    Three,
    /// `<h4>`
    Four,
}

impl Level {
    /// 2, 3 or 4.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Level::Two => 2,
            Level::Three => 3,
            Level::Four => 4,
        }
    }

    /// The level with this number, if it is 2, 3 or 4.
    #[must_use]
    pub fn from_number(number: u64) -> Option<Self> {
        match number {
            2 => Some(Level::Two),
            3 => Some(Level::Three),
            4 => Some(Level::Four),
            _ => None,
        }
    }

    /// The nearest level: 1 becomes 2, 5 and 6 become 4.
    #[must_use]
    pub fn nearest(number: u8) -> Self {
        match number {
            0..=2 => Level::Two,
            3 => Level::Three,
            _ => Level::Four,
        }
    }
}

/// An item of a list: a paragraph, then paragraphs and lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem(pub Vec<Block>);

/// A row of a table, at least one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub Vec<Cell>);

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Whether it is a heading of its column or row.
    pub header: bool,
    /// Columns it spans, from 1.
    pub colspan: u16,
    /// Rows it spans, from 1.
    pub rowspan: u16,
    /// Its paragraphs, at least one.
    pub paragraphs: Vec<Vec<Inline>>,
}

/// A picture in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Identifier: 64 hex digits; `file:` and a relative path in copy whose pictures are not stored yet.
    pub picture: String,
    /// Words for those who cannot see it.
    pub alt: String,
    /// Caption; may be empty.
    pub caption: String,
    /// Credit; may be empty.
    pub credit: String,
    /// How this use cuts it.
    pub framing: Framing,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text {
        /// The words, never empty.
        text: String,
        /// In the order of `Mark`, each once.
        marks: Vec<Mark>,
    },
    /// A line break.
    HardBreak {
        /// Marks that run across it.
        marks: Vec<Mark>,
    },
    /// A footnote, at the place of its sign.
    Footnote {
        /// Texts and line breaks.
        content: Vec<Inline>,
        /// Marks that run across it; never a link.
        marks: Vec<Mark>,
    },
}

impl Inline {
    /// Words without marks.
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text { text: text.into(), marks: Vec::new() }
    }

    /// Marks of this piece.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        match self {
            Inline::Text { marks, .. } | Inline::HardBreak { marks } | Inline::Footnote { marks, .. } => marks,
        }
    }

    pub(super) fn marks_mut(&mut self) -> &mut Vec<Mark> {
        match self {
            Inline::Text { marks, .. } | Inline::HardBreak { marks } | Inline::Footnote { marks, .. } => marks,
        }
    }
}

/// What is said about a piece of running text. The order of the variants is the order marks are kept in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A link.
    Link(Href),
    /// The words state this claim of the ledger.
    Claim(Ref),
    /// The words quote this statement of the ledger.
    Said(Ref),
    /// The words name this source of the ledger.
    Source(Ref),
    /// The words mean this date (EDTF).
    Date(Ref),
    /// The words announce this expectation of the ledger.
    Expectation(Ref),
    /// Strong importance.
    Strong,
    /// Stress emphasis.
    Em,
    /// Struck out.
    Strike,
    /// Subscript.
    Sub,
    /// Superscript.
    Sup,
    /// Code.
    Code,
}

impl Mark {
    /// Its type in JSON: `strong`, `link`, `claim`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Mark::Link(_) => "link",
            Mark::Claim(_) => "claim",
            Mark::Said(_) => "said",
            Mark::Source(_) => "source",
            Mark::Date(_) => "date",
            Mark::Expectation(_) => "expectation",
            Mark::Strong => "strong",
            Mark::Em => "em",
            Mark::Strike => "strike",
            Mark::Sub => "sub",
            Mark::Sup => "sup",
            Mark::Code => "code",
        }
    }

    /// The ledger's mark of this type with this reference, if there is such a type.
    #[must_use]
    pub fn ledger(name: &str, reference: Ref) -> Option<Self> {
        match name {
            "claim" => Some(Mark::Claim(reference)),
            "said" => Some(Mark::Said(reference)),
            "source" => Some(Mark::Source(reference)),
            "date" => Some(Mark::Date(reference)),
            "expectation" => Some(Mark::Expectation(reference)),
            _ => None,
        }
    }

    /// What a mark of the ledger refers to.
    #[must_use]
    pub fn reference(&self) -> Option<&Ref> {
        match self {
            Mark::Claim(r) | Mark::Said(r) | Mark::Source(r) | Mark::Date(r) | Mark::Expectation(r) => Some(r),
            _ => None,
        }
    }
}
