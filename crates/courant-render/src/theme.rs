//! The theme: templates and words. Templates are data; fuel ends a loop that would not end.

use crate::newsroom;
use minijinja::value::Serde;
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
#[derive(Debug, thiserror::Error)]
#[error("The theme cannot be used: {0}; mend the template it names.")]
pub struct ThemeProblem(String);

impl From<minijinja::Error> for ThemeProblem {
    fn from(error: minijinja::Error) -> ThemeProblem {
        ThemeProblem(format!("{error:#}"))
    }
}

/// Templates of the paper and of the newsroom, and the words of every language.
pub struct Theme {
    paper: Environment<'static>,
    newsroom: Environment<'static>,
    words: BTreeMap<&'static str, Words>,
}

impl Theme {
    /// The house theme.
    ///
    /// # Errors
    /// [`ThemeProblem`] when a template or a word list cannot be read.
    pub fn house() -> Result<Theme, ThemeProblem> {
        let mut words = BTreeMap::new();
        for (language, text) in WORDS {
            let list: Words = serde_json::from_str(text).map_err(|e| ThemeProblem(format!("words/{language}.json: {e}")))?;
            words.insert(*language, list);
        }
        Ok(Theme { paper: environment(TEMPLATES)?, newsroom: environment(newsroom::TEMPLATES)?, words })
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
        Ok(self.paper.get_template(template)?.render(Serde(data))?)
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
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let syntax = environment.syntax().to_builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(syntax);
    environment.set_fuel(Some(FUEL));
    environment.set_formatter(write_value);
    for (name, text) in templates {
        environment.add_template(name, text)?;
    }
    Ok(environment)
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

    #[test]
    fn a_language_without_words_of_its_own_reads_english() {
        let theme = Theme::house().expect("house theme");
        assert_eq!(theme.words("ko")["published_on"], "Published on");
        assert_eq!(theme.words("fr-CA")["month_1"], "janvier");
    }
}
