//! Stories in lists, and the page around the editor.

use serde::Serialize;

use super::{Choice, Link, Paging, SavedSearch, ScriptJson, Sentence, Shell, When};

/// A story as it stands in a newsroom list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StoryRow {
    /// Where it is written: `/newsroom/stories/{id}`.
    pub url: String,
    /// Its page for readers; empty while there is none.
    pub public_url: String,
    /// Headline; when there is none the slugline; when there is none the page says 'No headline yet'.
    pub headline: String,
    /// BCP 47 of the headline.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// `draft`, `in_review`, `ready`, `scheduled`, `published`, `withdrawn` or `spiked`: the class of its mark.
    pub state: String,
    /// The state in words: 'Published'.
    pub state_text: String,
    /// What else is to be known, one phrase: 'embargo until 29 March, 06:00 KST', 'changes not published'.
    pub note: String,
    /// Its section's name.
    pub section: String,
    /// Bylines, worded: 'Mina Seo and Tomas Reyl'.
    pub byline: Sentence,
    /// Last changed, short since lists are dense and say the zone once: '09:12', '27 March, 18:05', '3 May 2017'.
    pub changed: When,
    /// Who changed it last.
    pub changed_by: String,
    /// Published on, or when it will be, as short; text is empty while neither is set.
    pub published: When,
    /// Who writes it and for whom: 'Mina Seo, World, 600 words'; empty when nobody has decided anything.
    pub plan: String,
    /// By when it is wanted, as short.
    pub due: When,
    /// Whether that has passed and it is not out.
    pub late: bool,
    /// `urgent`, `high` or `low`; empty: as usual.
    pub priority: &'static str,
    /// Note to the writer, where the page shows it.
    pub brief: String,
}

/// Something that needs a person. 'Breaking bar still on', 'Lead picture has no alternative text'.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Attention {
    /// What it is, one sentence.
    pub says: String,
    /// The next step in the words of a link: 'Write the alternative text'.
    pub next: Link,
    /// The story it is about; empty when it is about none.
    pub story: Link,
    /// Since when.
    pub since: When,
}

/// The first page after sign-in. Template `start.html`.
///
/// POST to `/newsroom/stories`: nothing. Makes a story and leads to its editor.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Start {
    /// Around it.
    pub page: Shell,
    /// The day in the paper's zone: 'Wednesday 28 March 2018', machine form `2018-03-28`.
    pub today: When,
    /// 'Seoul time, KST'.
    pub zone: String,
    /// What needs attention, most urgent first.
    pub attention: Vec<Attention>,
    /// What the person began or is to write, last changed first.
    pub mine: Vec<StoryRow>,
    /// In review, longest waiting last.
    pub in_review: Vec<StoryRow>,
    /// Searches that the person keeps.
    pub searches: Vec<SavedSearch>,
    /// Scheduled, next to come first.
    pub scheduled: Vec<StoryRow>,
    /// Published today, newest first.
    pub published: Vec<StoryRow>,
}

/// A column that can be sorted by.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Column {
    /// Class of the column: `headline`, `state`, `section`, `byline`, `changed`, `published`.
    pub key: &'static str,
    /// Heading.
    pub name: &'static str,
    /// Address of the list sorted by it (the other way round when it already is).
    pub url: String,
    /// `ascending`, `descending` or empty: `aria-sort`.
    pub sorted: &'static str,
}

/// All stories. Template `stories.html`.
///
/// GET to `/newsroom/stories`: `q`, `state`, `section`, `desk`, `person`, `day`, `sort`. POST to `/newsroom/searches`: `name`, `query`; to its `end`: nothing. POST to `/newsroom/stories`: nothing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Stories {
    /// Around it.
    pub page: Shell,
    /// 'Seoul time, KST'.
    pub zone: String,
    /// Words looked for.
    pub q: String,
    /// States; the template puts 'Any state' (empty) before them.
    pub states: Vec<Choice>,
    /// Sections; the template puts 'Any section' (empty) before them.
    pub sections: Vec<Choice>,
    /// Desks; the template puts 'Any desk' (empty) before them.
    pub desks: Vec<Choice>,
    /// People; the template puts 'Anybody' (empty) before them.
    pub people: Vec<Choice>,
    /// Day, `2018-03-28`: changed, due or published on it.
    pub day: String,
    /// Searches that the person keeps.
    pub searches: Vec<SavedSearch>,
    /// The filter as the query of an address, to be kept.
    pub query: String,
    /// Order in force, sent along by the filter; may be empty.
    pub sort: String,
    /// Whether any filter is set.
    pub filtered: bool,
    /// The six columns in order: headline, state, section, byline, changed, published.
    pub columns: Vec<Column>,
    /// The stories of this page.
    pub stories: Vec<StoryRow>,
    /// Which part of the list this is.
    pub paging: Paging,
}

/// The page around the editor. Template `editor.html`.
///
/// Loads `newsroom-editor.css` and `newsroom.js`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Editor {
    /// Around it.
    pub page: Shell,
    /// What the editor starts from.
    pub bootstrap: ScriptJson,
    /// The story's notes as a plain page.
    pub notes_url: String,
}
