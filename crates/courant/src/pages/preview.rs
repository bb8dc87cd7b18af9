//! A front as it will stand at an instant to come, for the newsroom only: what is scheduled is in, what has expired is
//! out, and a planned arrangement has been made.

use super::address::List;
use super::front::LOOKED_AT;
use super::lists::{Heading, front_of};
use super::{PageProblem, Paper, Sheet, UNRANKED};
use courant_news::front::Layout;
use courant_news::story::State;
use courant_store::lists::{Live, Which};
use courant_store::places::Section;
use courant_store::{Problem, Read, Store};
use jiff::Timestamp;

/// Most stories that wait which are looked at.
const MOST_WAITING: i64 = 500;

/// What is to be looked at.
#[derive(Clone, Debug)]
pub struct Future {
    /// Slug of a section; none: the front of the paper.
    pub section: Option<String>,
    /// An arrangement; none: the one that the front will have by then.
    pub layout: Option<Layout>,
    /// When.
    pub at: Timestamp,
    /// One line that says what this is.
    pub line: String,
}

/// The page of a front at an instant.
///
/// # Errors
/// [`PageProblem`].
pub fn front_preview(store: &Store, paper: &Paper, future: &Future) -> Result<String, PageProblem> {
    store.read(|read| {
        let sheet = Sheet { media: "/newsroom/media", ..Sheet::new(paper, read, future.at, &UNRANKED) };
        let key = future.section.as_deref().map_or_else(|| "front".to_owned(), front_of);
        let layout = match &future.layout {
            Some(layout) => layout.clone(),
            None => layout_at(read, &key, future.at)?,
        };
        let (list, sections) = (stories_at(read, future.at)?, read.sections_all()?);
        let Some(slug) = &future.section else {
            let known = sections.into_iter().filter(|s| s.known || list.iter().any(|l| l.head.section == s.slug)).collect::<Vec<_>>();
            let mut view = sheet.front_view(&layout, list, &known)?;
            view.page.noindex = true;
            view.preview.clone_from(&future.line);
            return Ok(paper.draw("front.html", &view)?);
        };
        let section =
            sections.into_iter().find(|s| s.slug == *slug).unwrap_or(Section { slug: slug.clone(), name: slug.clone(), ..Section::default() });
        let mut stories: Vec<Live> = list.into_iter().filter(|l| l.head.section == *slug).collect();
        for slot in layout.lead.iter().chain(&layout.pinned).filter(|slot| !stories.iter().any(|l| l.story == slot.story)).collect::<Vec<_>>() {
            stories.extend(read.live_story(slot.story, future.at)?.filter(|l| l.head.section == *slug));
        }
        let heading = Heading { kind: "section", title: section.name, intro: section.intro, which: Which::Section(slug.clone()) };
        let mut view = sheet.list_view(&List::Section(slug.clone()), heading, sheet.led(&layout, &stories)?, None, String::new())?;
        view.page.noindex = true;
        view.preview.clone_from(&future.line);
        Ok(paper.draw("list.html", &view)?)
    })
}

/// The arrangement that a front will have: the last one planned until then, or the present one.
fn layout_at(read: &Read<'_>, front: &str, at: Timestamp) -> Result<Layout, Problem> {
    let planned = read.plans(front)?.into_iter().rfind(|plan| plan.due <= at).map(|plan| plan.layout);
    planned.map_or_else(|| Ok(read.front(front)?.0), Ok)
}

/// What readers will be able to see, newest first.
///
/// # Errors
/// A [`Problem`] of the database.
pub fn stories_at(read: &Read<'_>, at: Timestamp) -> Result<Vec<Live>, Problem> {
    let mut list = read.live(&Which::All, at, None, LOOKED_AT)?;
    for row in read.stories_pending(MOST_WAITING)? {
        let due = row.pending_at.filter(|due| *due <= at && row.embargo.is_none_or(|embargo| embargo <= at));
        let (Some(due), Some(copy)) = (due, row.pending_revision.map(|id| read.revision(id)).transpose()?.flatten()) else { continue };
        let first = row.state == State::Scheduled && row.released_at.is_none();
        list.retain(|live| live.story != row.id);
        list.push(Live {
            story: row.id,
            day: row.day.unwrap_or_default(),
            slug: row.slug.unwrap_or_default(),
            head: copy.head,
            published_at: row.pending_published_at.unwrap_or(due),
            updated_at: (!first).then_some(due),
            released_at: due,
            corrected: false,
        });
    }
    list.sort_by_key(|live| std::cmp::Reverse((live.published_at, live.story)));
    Ok(list)
}
