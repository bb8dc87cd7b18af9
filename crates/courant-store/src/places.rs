//! Where stories belong: sections, storylines, people with bylines; and the site's settings.

use crate::statement::statements;
use crate::store::{Problem, Read, Write};
use courant_news::slug::Slug;

statements! {
    SECTIONS = "SELECT slug, name FROM sections ORDER BY rank, slug";
    SECTION_KEEP = "INSERT INTO sections (slug, name, rank) VALUES (?1, ?2, (SELECT coalesce(max(rank), 0) + 1 FROM sections)) ON CONFLICT (slug) DO NOTHING";
    STORYLINES = "SELECT slug, title, intro FROM storylines ORDER BY title";
    STORYLINE = "SELECT slug, title, intro FROM storylines WHERE slug = ?1";
    STORYLINE_KEEP = "INSERT INTO storylines (slug, title, intro, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (slug) DO NOTHING";
    PERSON_BY_SLUG = "SELECT id, slug, name FROM people WHERE slug = ?1";
    PEOPLE = "SELECT id, slug, name FROM people ORDER BY name";
    PERSON_KEEP = "INSERT INTO people (slug, name, created_at) VALUES (?1, ?2, ?3) ON CONFLICT (slug) DO NOTHING";
    SETTING = "SELECT value FROM settings WHERE name = ?1";
    SETTING_SET = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
}

/// A storyline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storyline {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences; may be empty.
    pub intro: String,
}

/// A person with a byline or an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Number.
    pub id: i64,
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
}

fn storyline(row: &rusqlite::Row<'_>) -> rusqlite::Result<Storyline> {
    Ok(Storyline { slug: row.get(0)?, title: row.get(1)?, intro: row.get(2)? })
}

fn person(row: &rusqlite::Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person { id: row.get(0)?, slug: row.get(1)?, name: row.get(2)? })
}

impl Read<'_> {
    /// Sections in order.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn sections(&self) -> Result<Vec<Section>, Problem> {
        self.all(&SECTIONS, [], |row| Ok(Section { slug: row.get(0)?, name: row.get(1)? }))
    }

    /// Storylines by title.
    pub fn storylines(&self) -> Result<Vec<Storyline>, Problem> {
        self.all(&STORYLINES, [], storyline)
    }

    /// A storyline.
    pub fn storyline(&self, slug: &str) -> Result<Option<Storyline>, Problem> {
        self.one(&STORYLINE, [slug], storyline)
    }

    /// A person by slug.
    pub fn person(&self, slug: &str) -> Result<Option<Person>, Problem> {
        self.one(&PERSON_BY_SLUG, [slug], person)
    }

    /// Everybody, by name.
    pub fn people(&self) -> Result<Vec<Person>, Problem> {
        self.all(&PEOPLE, [], person)
    }

    /// A setting.
    pub fn setting(&self, name: &str) -> Result<Option<String>, Problem> {
        self.one(&SETTING, [name], |row| row.get(0))
    }
}

impl Write<'_> {
    /// Makes a section unless it is there; returns whether it is new.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn keep_section(&self, slug: &str, name: &str) -> Result<bool, Problem> {
        Ok(self.run(&SECTION_KEEP, (slug, name))? == 1)
    }

    /// Makes a storyline unless it is there; returns whether it is new.
    pub fn keep_storyline(&self, slug: &str, title: &str, intro: &str) -> Result<bool, Problem> {
        Ok(self.run(&STORYLINE_KEEP, (slug, title, intro, self.now()))? == 1)
    }

    /// Makes a person unless the slug is there.
    pub fn keep_person(&self, slug: &str, name: &str) -> Result<(), Problem> {
        self.run(&PERSON_KEEP, (slug, name, self.now())).map(drop)
    }

    /// A person of this name with a slug of their own: a second Ana Ruiz gets `ana-ruiz-2`.
    pub fn add_person(&self, name: &str) -> Result<Person, Problem> {
        let base = Slug::from_headline(name).to_string();
        for number in 1..1000 {
            let slug = if number == 1 { base.clone() } else { format!("{base}-{number}") };
            if self.person(&slug)?.is_none() {
                self.keep_person(&slug, name)?;
                return self.person(&slug)?.ok_or_else(|| Problem::Record(format!("person {slug}")));
            }
        }
        Err(Problem::Record(format!("a thousand people named {name}")))
    }

    /// Sets a setting.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), Problem> {
        self.run(&SETTING_SET, (name, value)).map(drop)
    }
}
