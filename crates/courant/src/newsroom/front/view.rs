//! The front editor, put together.

use super::arrangement::{Line, MOST_PINNED};
use super::history;
use super::{Place, Typed};
use crate::app::App;
use crate::http::{Failure, Signed};
use crate::newsroom::desk::Desk;
use crate::newsroom::picture_words::file;
use crate::newsroom::shell::shell;
use crate::newsroom::times;
use courant_news::copy::Head;
use courant_news::front::{self as rule, Arrangement, Layout};
use courant_news::permit::PushAlert;
use courant_news::story::{State, StoryId};
use courant_news::zone;
use courant_render::newsroom::{BreakingForm, Candidate, Choice, ComingRow, Field, FrontEditor, Link, Shell, Slot};
use courant_store::lists::{Live, Which};
use courant_store::{Problem, Read};
use jiff::SignedDuration;

/// Arrangements shown in the history.
const SHOWN: i64 = 20;
/// How many are looked at for words.
const SEARCHED: i64 = 2000;
/// Candidates shown, and stories the breaking bar can lead to.
const OFFERED: usize = 30;
/// How long a bar stands unless the desk says otherwise.
const BREAKING: SignedDuration = SignedDuration::from_hours(3);

/// The switch of the breaking bar as it was sent.
#[derive(Clone, Debug, Default)]
pub(in crate::newsroom) struct BarTyped {
    pub words: Field,
    pub story: Option<StoryId>,
    pub until: Field,
}

/// The page, with what was typed.
pub(super) fn editor(app: &App, read: &Read<'_>, signed: &Signed, place: &Place, typed: &Typed) -> Result<FrontEditor, Failure> {
    let desk = Desk::new(app, read)?;
    let (kept, version) = place.kept(read)?;
    let layout = typed.layout.as_ref().unwrap_or(&kept);
    let newest = place.stories(read, desk.now)?;
    let arranged = arranged(&desk, layout, &newest)?;
    let headline = |story: StoryId| newest.iter().find(|l| l.story == story).map(|l| l.head.headline.clone());
    // A section's page has no rule but time: its newest story opens it.
    let by_rule = arranged.lead.as_ref().filter(|_| layout.lead.is_none()).and_then(|slot| headline(slot.story));
    let title = place.section.as_ref().map_or_else(|| "Front".to_owned(), |s| s.name.clone());
    let page = Shell { flash: typed.flash.clone(), ..shell(app, &signed.actor, title.clone(), "front") };
    let base = place.base();
    let public = place.section.as_ref().map_or_else(|| "/".to_owned(), |s| format!("/{}", courant_news::slug::in_address(&s.slug)));
    Ok(FrontEditor {
        page,
        title,
        fronts: fronts(&desk, place),
        action: place.url(),
        see_url: if place.plan.is_some() { base.clone() } else { public },
        whole: place.section.is_none(),
        plan: place.plan.as_ref().map(|plan| history::planned(&desk, place, plan, &read.front(&place.key)?.0)).transpose()?,
        plans: if place.plan.is_some() { Vec::new() } else { history::plans(&desk, place, &kept)? },
        plan_action: format!("{base}/plans"),
        plan_at: typed.plan_at.clone().unwrap_or_else(|| history::tomorrow(&desk)),
        preview_action: place.plan.as_ref().map_or_else(|| format!("{base}/preview"), |plan| format!("{base}/preview?plan={}", plan.id)),
        preview_at: history::tomorrow(&desk).value,
        history_action: format!("{base}/history"),
        history: if place.plan.is_some() { Vec::new() } else { history::arrangements(&desk, place, SHOWN)? },
        moved: typed.moved.0,
        way: typed.moved.1.clone(),
        may_not_push: signed.actor.permit::<PushAlert>().err().map(|refused| refused.to_string()).unwrap_or_default(),
        version: version.unsigned_abs(),
        zone: times::zone_with_offset(desk.now, &desk.paper.zone),
        lead: layout.lead.as_ref().map(|slot| self::slot(&desk, slot)).transpose()?.flatten(),
        lead_by_rule: by_rule.map(|headline| format!("No lead is set, so ‘{headline}’ leads by rule.")).unwrap_or_default(),
        slots: layout.pinned.iter().filter_map(|slot| self::slot(&desk, slot).transpose()).collect::<Result<_, _>>()?,
        slots_most: MOST_PINNED,
        q: typed.q.clone(),
        candidates: candidates(&desk, place, layout, &arranged, &newest, &typed.q)?,
        coming: coming(&kept, typed.coming.as_deref()),
        breaking: breaking(&desk, &newest, typed.bar.as_ref())?,
    })
}

/// Every front, this one marked.
fn fronts(desk: &Desk<'_>, place: &Place) -> Vec<Link> {
    let link = |name: &str, slug: &str| Link {
        name: name.to_owned(),
        url: format!("/newsroom/fronts/{}", courant_news::slug::in_address(slug)),
        current: slug == place.slug,
    };
    std::iter::once(link("Front", super::FRONT)).chain(desk.sections().iter().map(|s| link(&s.name, &s.slug))).collect()
}

/// The front as the rule fills it around the layout.
fn arranged(desk: &Desk<'_>, layout: &Layout, newest: &[Live]) -> Result<Arrangement, Problem> {
    let mut all: Vec<Live> = newest.to_vec();
    for slot in layout.lead.iter().chain(&layout.pinned) {
        if !all.iter().any(|l| l.story == slot.story) {
            all.extend(desk.read.live_story(slot.story, desk.now)?);
        }
    }
    let candidate = |live: &Live| rule::Candidate {
        story: live.story,
        section: live.head.section.clone(),
        storyline: live.head.storyline.clone(),
        picture: live.head.picture.is_some(),
    };
    let sections: Vec<String> = desk.sections().iter().map(|s| s.slug.clone()).collect();
    Ok(rule::arrange(layout, &all.iter().map(candidate).collect::<Vec<_>>(), &sections))
}

/// A slot with its story; none when the story is not there at all.
fn slot(desk: &Desk<'_>, slot: &rule::Slot) -> Result<Option<Slot>, Problem> {
    let Some(story) = desk.read.story(slot.story)? else { return Ok(None) };
    // What readers have stands here, and the draft only where they have nothing.
    let live = desk.read.live_story(story.id, desk.now)?;
    let head: Head = match live {
        Some(live) => live.head,
        None => desk.read.draft_head(story.id)?,
    };
    let picture = head.picture.as_ref().map(|used| desk.read.picture(&used.picture)).transpose()?.flatten();
    let (language, dir) = desk.language(&head);
    let note = match story.state {
        _ if desk.is_shown(&story) => String::new(),
        State::Scheduled => story.pending_at.map_or("not out yet".into(), |at| format!("not out before {}", desk.short(at).text)),
        State::Withdrawn => "withdrawn; the rule fills its place".into(),
        _ => "readers cannot see it; the rule fills its place".into(),
    };
    Ok(Some(Slot {
        id: story.id,
        url: format!("/newsroom/stories/{}", story.id),
        headline: head.headline.clone(),
        language,
        dir,
        kicker: slot.kicker.clone(),
        section: desk.section(&head.section),
        published: story.published_at.map(|at| desk.short(at)).unwrap_or_default(),
        picture_url: picture.map(|p| file(&p, 320)).unwrap_or_default(),
        note,
    }))
}

fn candidates(desk: &Desk<'_>, place: &Place, layout: &Layout, arranged: &Arrangement, newest: &[Live], q: &str) -> Result<Vec<Candidate>, Problem> {
    let words: Vec<String> = q.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let which = place.section.as_ref().map_or(Which::All, |s| Which::Section(s.slug.clone()));
    let searched = if words.is_empty() { Vec::new() } else { desk.read.live(&which, desk.now, None, SEARCHED)? };
    let list = if words.is_empty() { newest } else { &searched };
    let placed = |story| layout.lead.iter().chain(&layout.pinned).any(|slot| slot.story == story);
    let fits = |live: &&Live| {
        let headline = live.head.headline.to_lowercase();
        !placed(live.story) && words.iter().all(|word| headline.contains(word.as_str()))
    };
    let candidate = |live: &Live| {
        let (language, dir) = desk.language(&live.head);
        Candidate {
            id: live.story,
            url: format!("/newsroom/stories/{}", live.story),
            headline: live.head.headline.clone(),
            language,
            dir,
            section: desk.section(&live.head.section),
            published: desk.short(live.published_at),
            stands: if place.section.is_some() { String::new() } else { stands(arranged, live.story).to_owned() },
        }
    };
    Ok(list.iter().filter(fits).take(OFFERED).map(candidate).collect())
}

/// Where the rule has put a story.
fn stands(arranged: &Arrangement, story: StoryId) -> &'static str {
    if arranged.lead.as_ref().is_some_and(|slot| slot.story == story) {
        "leads by rule"
    } else if arranged.lead_links.contains(&story) {
        "beside the lead by rule"
    } else if arranged.second.iter().any(|slot| slot.story == story) {
        "second rank by rule"
    } else if arranged.breaking_news.contains(&story) {
        "under Breaking News"
    } else if arranged.strips.iter().any(|(_, stories)| stories.contains(&story)) {
        "in its section’s strip"
    } else {
        ""
    }
}

fn coming(kept: &Layout, typed: Option<&[Line]>) -> Vec<ComingRow> {
    let kept: Vec<Line> = kept.coming.iter().map(|coming| Line { coming: coming.clone(), ..Line::default() }).collect();
    let field = |value: &str, error: &str| Field { value: value.to_owned(), error: error.to_owned() };
    let row = |line: &Line| ComingRow {
        what: field(&line.coming.what, &line.errors[0]),
        due: field(&line.coming.due, &line.errors[1]),
        url: field(&line.coming.link, &line.errors[2]),
    };
    typed.unwrap_or(&kept).iter().map(row).collect()
}

fn breaking(desk: &Desk<'_>, newest: &[Live], typed: Option<&BarTyped>) -> Result<BreakingForm, Problem> {
    let (bar, zone) = (desk.read.breaking()?, &desk.paper.zone);
    let on = bar.stands(desk.now);
    let kept = BarTyped {
        words: Field { value: if on { bar.words.clone() } else { String::new() }, error: String::new() },
        story: bar.story.filter(|_| on),
        until: Field { value: zone::field(bar.until.filter(|_| on).unwrap_or(desk.now + BREAKING), zone), error: String::new() },
    };
    let shown = typed.unwrap_or(&kept);
    let mut stories: Vec<Choice> = Vec::new();
    if let Some(story) = shown.story.filter(|story| !newest.iter().take(OFFERED).any(|l| l.story == *story)) {
        stories.push(Choice { value: story.to_string(), name: desk.read.draft_head(story)?.headline, chosen: true });
    }
    let offered = newest.iter().take(OFFERED);
    stories.extend(offered.map(|l| Choice { value: l.story.to_string(), name: l.head.headline.clone(), chosen: shown.story == Some(l.story) }));
    Ok(BreakingForm { on, says: if on { says(desk, &bar)? } else { String::new() }, words: shown.words.clone(), stories, until: shown.until.clone() })
}

/// 'On since 28 March 2018, 09:30 KST, until 12:30, switched by Mina Seo.'
fn says(desk: &Desk<'_>, bar: &courant_store::fronts::Breaking) -> Result<String, Problem> {
    let until = bar.until.map_or("until somebody switches it off".into(), |at| format!("until {}", desk.when(at).text));
    Ok(match desk.read.breaking_switched()? {
        Some(line) => format!("On since {}, {until}, switched by {}.", desk.when(line.at).text, desk.name(&line.actor)?),
        None => format!("On {until}."),
    })
}
