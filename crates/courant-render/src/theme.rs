//! The theme: templates and words. Templates are data; fuel ends a loop that would not end. What a theme of somebody
//! else's may do is less: see [`sandbox`](self) and docs/THEME.md.

pub mod fixture;
pub mod look;
mod markup;
mod sandbox;
mod stop;
pub mod style;

pub use stop::Stop;

/// Data as templates are given it, for who makes it in one thread and draws in another.
pub mod value {
    pub use minijinja::value::{Serde, Value};
}

use crate::newsroom;
use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, Output, State, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// Words of one language by key.
pub type Words = BTreeMap<String, String>;

/// Steps one page may take: the largest of the house theme takes under a twentieth.
const FUEL: u64 = 2_000_000;

const TEMPLATES: &[(&str, &str)] = &[
    ("_footer.html", include_str!("../theme/templates/_footer.html")),
    ("_macros.html", include_str!("../theme/templates/_macros.html")),
    ("_masthead.html", include_str!("../theme/templates/_masthead.html")),
    ("about.html", include_str!("../theme/templates/about.html")),
    ("base.html", include_str!("../theme/templates/base.html")),
    ("connect.html", include_str!("../theme/templates/connect.html")),
    ("corrections.html", include_str!("../theme/templates/corrections.html")),
    ("error.html", include_str!("../theme/templates/error.html")),
    ("front.html", include_str!("../theme/templates/front.html")),
    ("list.html", include_str!("../theme/templates/list.html")),
    ("search.html", include_str!("../theme/templates/search.html")),
    ("story.html", include_str!("../theme/templates/story.html")),
];

const WORDS: &[(&str, &str)] =
    &[("en", include_str!("../theme/words/en.json")), ("fr", include_str!("../theme/words/fr.json")), ("ar", include_str!("../theme/words/ar.json"))];

/// A template that cannot be read or does not fit its data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{says}.")]
pub struct ThemeProblem {
    says: String,
    /// Whether time ended the page: another try, or another machine, may take less.
    pub slow: bool,
}

impl ThemeProblem {
    fn new(says: String) -> ThemeProblem {
        ThemeProblem { says, slow: false }
    }

    fn at(name: &str, line: usize, what: String) -> ThemeProblem {
        ThemeProblem::new(format!("{name}, line {line}: {what}"))
    }

    /// With the page's template, where nothing says a closer place.
    fn of(self, template: &str) -> ThemeProblem {
        if self.says.contains(", line ") { self } else { ThemeProblem { says: format!("{template}, line 1: {}", self.says), ..self } }
    }

    /// A page that was not ready in its time, however it was stopped.
    pub fn slow(template: &str) -> ThemeProblem {
        ThemeProblem { slow: true, ..ThemeProblem::at(template, 1, format!("the page {TOO_SLOW}")) }
    }
}

impl ThemeProblem {
    /// A page whose drawing broke off.
    pub fn broke(template: &str) -> ThemeProblem {
        ThemeProblem::at(template, 1, "drawing the page broke off".into())
    }
}

/// What is said of a page that time or fuel ended.
const TOO_SLOW: &str = "takes too long; loop over less, or not in one another";

impl From<minijinja::Error> for ThemeProblem {
    fn from(error: minijinja::Error) -> ThemeProblem {
        // The innermost cause names the place where it really is.
        let mut inner = &error;
        while let Some(cause) = std::error::Error::source(inner).and_then(|e| e.downcast_ref::<minijinja::Error>()) {
            inner = cause;
        }
        let slow = inner.detail() == Some(stop::TIME) || (inner.kind() == minijinja::ErrorKind::WriteFailure && stop::is_up());
        let what = match inner.detail() {
            _ if slow || inner.kind() == minijinja::ErrorKind::OutOfFuel => format!("the page {TOO_SLOW}"),
            _ if inner.kind() == minijinja::ErrorKind::WriteFailure => "the page is longer than 4 MB".to_owned(),
            Some(detail) => format!("{} ({detail})", inner.kind()),
            None => inner.kind().to_string(),
        };
        let place = [inner, &error].into_iter().find(|e| e.name().is_some());
        let problem = match place {
            Some(place) => ThemeProblem::at(place.name().unwrap_or_default(), place.line().unwrap_or(1), what),
            None => ThemeProblem::new(what),
        };
        ThemeProblem { slow, ..problem }
    }
}

/// Templates of the paper and of the newsroom, and the words of every language.
pub struct Theme {
    paper: Environment<'static>,
    newsroom: Environment<'static>,
    words: BTreeMap<&'static str, Words>,
    /// Whether templates of somebody else's are in it.
    foreign: bool,
}

impl Theme {
    /// The house theme.
    ///
    /// # Errors
    /// [`ThemeProblem`] when a template or a word list cannot be read.
    pub fn house() -> Result<Theme, ThemeProblem> {
        let mut words = BTreeMap::new();
        for (language, text) in WORDS {
            let list: Words = serde_json::from_str(text).map_err(|e| ThemeProblem::new(format!("words/{language}.json: {e}")))?;
            words.insert(*language, list);
        }
        Ok(Theme { paper: environment(TEMPLATES)?, newsroom: environment(newsroom::TEMPLATES)?, words, foreign: false })
    }

    /// The templates of the house by name, as a start for somebody else's.
    pub fn house_templates() -> &'static [(&'static str, &'static str)] {
        TEMPLATES
    }

    /// The house theme with templates of somebody else's in the place of its own, in a sandbox: they can name each other and
    /// nothing outside, and grow and loop only so far. A name that is none of the house's is a part, and begins with `_`.
    ///
    /// # Errors
    /// Every [`ThemeProblem`], the first of each template, with file and line.
    pub fn with(templates: &BTreeMap<String, String>) -> Result<Theme, Vec<ThemeProblem>> {
        let house = Theme::house().map_err(|e| vec![e])?;
        if templates.is_empty() {
            return Ok(house);
        }
        let mut paper = bare(Environment::empty()).map_err(|e| vec![e])?;
        sandbox::filters(&mut paper);
        paper.set_fuel(Some(sandbox::FUEL));
        paper.set_recursion_limit(sandbox::DEEPEST);
        paper.set_formatter(write_checked);
        for (name, text) in TEMPLATES {
            paper.add_template(name, text).map_err(|e| vec![e.into()])?;
        }
        let problems: Vec<ThemeProblem> = templates.iter().filter_map(|(name, text)| add_own(&mut paper, name, text).err()).collect();
        if problems.is_empty() { Ok(Theme { paper, foreign: true, ..house }) } else { Err(problems) }
    }

    /// Words of a language, by its first subtag; English where there are none.
    pub fn words(&self, language: &str) -> &Words {
        static EMPTY: Words = Words::new();
        let first = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        self.words.get(first.as_str()).or_else(|| self.words.get("en")).unwrap_or(&EMPTY)
    }

    /// A page of the paper.
    ///
    /// # Errors
    /// [`ThemeProblem`] when the template does not fit the data or ran out of fuel.
    pub fn page<T: Serialize>(&self, template: &str, data: &T) -> Result<String, ThemeProblem> {
        if self.foreign {
            return self.stoppable(template, Value::from(Serde(data)), &Stop::default());
        }
        Ok(self.paper.get_template(template)?.render(Serde(data))?)
    }

    /// Whether templates of somebody else's are in it: then its pages want watching.
    pub fn is_foreign(&self) -> bool {
        self.foreign
    }

    /// As [`Theme::page`], of data made before, until it is stopped.
    ///
    /// # Errors
    /// As [`Theme::page`]; `slow` when it was stopped.
    pub fn stoppable(&self, template: &str, data: Value, stop: &Stop) -> Result<String, ThemeProblem> {
        let _watched = stop::Watched::begin(stop);
        let text = |value: Result<Value, _>| value.ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
        let canonical = text(data.get_attr("page").and_then(|page| page.get_attr("canonical")));
        let mut out = sandbox::Limited(Vec::new());
        self.paper.get_template(template)?.render_captured_to(data, &mut out).map_err(|e| ThemeProblem::from(e).of(template))?;
        let page = String::from_utf8(out.0).map_err(|_| ThemeProblem::at(template, 1, "it writes no text".into()))?;
        match markup::problem(&page, &canonical) {
            _ if stop::is_up() => Err(ThemeProblem::slow(template)),
            Some(what) => Err(ThemeProblem::at(template, 1, what)),
            None => Ok(page),
        }
    }

    /// A page of the newsroom.
    ///
    /// # Errors
    /// As [`Theme::page`].
    pub fn newsroom<T: Serialize>(&self, template: &str, data: &T) -> Result<String, ThemeProblem> {
        Ok(self.newsroom.get_template(template)?.render(Serde(data))?)
    }
}

fn environment(templates: &'static [(&'static str, &'static str)]) -> Result<Environment<'static>, ThemeProblem> {
    let mut environment = bare(Environment::new())?;
    environment.add_filter("cat", sandbox::cat);
    environment.set_fuel(Some(FUEL));
    environment.set_formatter(write_value);
    for (name, text) in templates {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

fn add_own(paper: &mut Environment<'static>, name: &str, text: &str) -> Result<(), ThemeProblem> {
    let known = TEMPLATES.iter().any(|(house, _)| *house == name);
    let own_part = name.starts_with('_') && name.ends_with(".html");
    if !known && !own_part {
        let names = TEMPLATES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        return Err(ThemeProblem::at(name, 1, format!("there is no page of this name; a theme has {names}, and parts that begin with _")));
    }
    sandbox::scan(name, text)?;
    Ok(paper.add_template_owned(name.to_owned(), text.to_owned())?)
}

fn bare(mut environment: Environment<'static>) -> Result<Environment<'static>, ThemeProblem> {
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let syntax = environment.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(syntax);
    Ok(environment)
}

/// As [`write_value`], but a list or a map is no text: written out it could be longer than anything.
fn write_checked(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    stop::check()?;
    match value.kind() {
        ValueKind::String | ValueKind::Number | ValueKind::Bool | ValueKind::Undefined | ValueKind::None => write_value(out, state, value),
        _ => Err(minijinja::Error::new(minijinja::ErrorKind::BadEscape, "a list or a map cannot be placed as text")),
    }
}

/// Writes a value escaped, but a slash as it is: addresses stay readable, and no context here needs it escaped.
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() && *state.auto_escape() == AutoEscape::Html => Ok(out.write_str(&crate::body::escape(text))?),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_same_words() {
        let theme = Theme::house().expect("house theme");
        let english: Vec<_> = theme.words("en").keys().collect();
        for (language, _) in WORDS {
            assert_eq!(theme.words(language).keys().collect::<Vec<_>>(), english, "{language}");
        }
    }

    fn check(theme: &Theme, frame: &crate::view::Frame) -> Result<(), ThemeProblem> {
        fixture::pages(frame, &look::Look::default()).iter().try_for_each(|(template, data)| theme.page(template, data).map(drop))
    }

    fn own(name: &str, text: &str) -> Result<Theme, ThemeProblem> {
        let theme = Theme::with(&[(name.to_owned(), text.to_owned())].into()).map_err(|mut all| all.remove(0))?;
        let words = theme.words("en").clone();
        let frame = crate::view::Frame { site_name: "Paper".into(), language: "en".into(), dir: "ltr", w: words, ..crate::view::Frame::default() };
        check(&theme, &frame).map(|()| theme)
    }

    #[test]
    fn a_theme_s_own_template_stands_in_the_place_of_the_house_s() {
        let theme =
            own("about.html", "{% extends \"base.html\" %}{% block content %}<h1>Ours: {{ page.title }}</h1>{{ body_html|safe }}{% endblock %}");
        let frame = crate::view::Frame { title: "<b>".into(), ..crate::view::Frame::default() };
        let view = crate::view::TextPage { page: frame, body_html: "<p>x</p>".into(), ..crate::view::TextPage::default() };
        let page = theme.expect("a sound theme").page("about.html", &view).expect("renders");
        assert!(page.contains("Ours: &lt;b&gt;") && page.contains("<p>x</p>"), "{page}");
    }

    #[test]
    fn every_template_of_the_house_is_sound_as_a_theme_s_own() {
        let all: BTreeMap<String, String> = TEMPLATES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let theme = Theme::with(&all).expect("taken");
        let frame = crate::view::Frame { w: theme.words("en").clone(), ..crate::view::Frame::default() };
        check(&theme, &frame).expect("every page renders within the limits");
    }

    #[test]
    fn a_hostile_template_ends_with_a_sentence_that_names_file_and_line() {
        let nested = "{% for a in second %}".repeat(14) + "{{ a.headline }}" + &"{% endfor %}".repeat(14);
        let deep = "{% macro m(n) %}{{ m(n) }}{% endmacro %}\n{{ m(1) }}";
        let long =
            format!("{{% for a in second %}}{}{{% endfor %}}", "{% for b in second %}".repeat(9) + &"x".repeat(2000) + &"{% endfor %}".repeat(9));
        let captured = format!(
            "{{% set s %}}{}{{% endset %}}{{% macro m(s) %}}{{% set s %}}{{{{ s }}}}{{{{ s }}}}{{% endset %}}{{{{ m(s) }}}}{{% endmacro %}}{{{{ m(s) }}}}",
            "x".repeat(1000)
        );
        for (what, text) in [
            ("a loop without end", nested.as_str()),
            ("recursion without end", deep),
            ("a page without end", long.as_str()),
            ("a text doubled in a capture", captured.as_str()),
            ("an include from outside", "{% include \"../../etc/passwd\" %}"),
            ("a filter that is none", "{{ page|pprint }}"),
            ("a function that is none", "{{ range(10) }}"),
            ("a map as text", "{{ page }}"),
            ("a broken tag", "\n\n{% if %}"),
            ("nesting without end", &("{{ ".to_owned() + &"(".repeat(5000) + "1" + &")".repeat(5000) + " }}")),
        ] {
            let problem = own("front.html", text).err().unwrap_or_else(|| panic!("{what} was taken")).to_string();
            assert!(problem.contains("front.html, line "), "{what}: {problem}");
        }
        assert!(own("other.html", "x").is_err(), "a page that is none");
    }

    #[test]
    fn a_page_whose_time_is_over_ends_where_it_is_and_says_where() {
        let text = "{% for a in second %}\n{{ a.headline|lower }}\n{% endfor %}";
        let theme = own("front.html", text).expect("a sound theme");
        let frame = crate::view::Frame::default();
        let data = || Value::from(Serde(&fixture::pages(&frame, &look::Look::default())[0].1));
        let stop = Stop::default();
        theme.stoppable("front.html", data(), &stop).expect("time is left");
        stop.set();
        let problem = theme.stoppable("front.html", data(), &stop).expect_err("time is over");
        assert!(problem.slow && problem.to_string().starts_with("front.html, line 2: the page takes too long"), "{problem}");
    }

    /// What is dear in one step is dear in fuel, or no filter of a theme's: none of these gets far.
    #[test]
    fn what_is_dear_in_one_step_is_refused_or_ends_by_fuel() {
        let doubled = "{% set s %}".to_owned() + &"x".repeat(2000) + "{% endset %}" + &"{% set s = s|cat(s) %}".repeat(12) + "{{ s|length }}";
        let replaced = "{% set s %}".to_owned() + &"x".repeat(2000) + "{% endset %}{{ s|replace(\"x\", s) }}";
        let nested =
            "{% for a in second %}".repeat(6) + &"{{ page.w.search|replace(\"e\", page.title)|lower|upper }}".repeat(90) + &"{% endfor %}".repeat(6);
        let silent = "{% for a in second %}".repeat(12) + "{% if a == b %}{% endif %}" + &"{% endfor %}".repeat(12);
        for (what, text) in [
            ("a text doubled by a filter", doubled.as_str()),
            ("a replacement that grows", replaced.as_str()),
            ("filters in loops", nested.as_str()),
            ("a loop that writes nothing", silent.as_str()),
            ("repetition", "{{ 'x' * 100000000 }}"),
            ("join", "{{ second|join('x') }}"),
            ("sort", "{{ second|sort }}"),
            ("indent", "{{ page.title|indent(100000000) }}"),
            ("format", "{{ '%0100000000d'|format(1) }}"),
            ("center", "{{ page.title.center(100000000) }}"),
            ("a slice", "{{ page.title[::-1]|list }}"),
            ("range", "{% for i in range(1000000) %}{% endfor %}"),
        ] {
            let problem = own("front.html", text).err().unwrap_or_else(|| panic!("{what} was taken")).to_string();
            assert!(problem.contains("front.html, line "), "{what}: {problem}");
        }
    }

    #[test]
    fn a_language_without_words_of_its_own_reads_english() {
        let theme = Theme::house().expect("house theme");
        assert_eq!(theme.words("ko")["published_on"], "Published on");
        assert_eq!(theme.words("fr-CA")["month_1"], "janvier");
    }
}
