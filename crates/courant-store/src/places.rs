//! Where stories belong: sections, storylines, people with bylines; and the site's settings.

use crate::statement::statements;
use crate::store::{Problem, Read, Write};
use courant_news::slug::Slug;

statements! {
    SECTIONS = "SELECT slug, name, intro, hidden, known FROM sections WHERE known = 1 AND merged_into = '' ORDER BY rank, slug";
    SECTIONS_ALL = "SELECT slug, name, intro, hidden, known FROM sections WHERE merged_into = '' ORDER BY rank, slug";
    SECTION_KEEP = "INSERT INTO sections (slug, name, rank) VALUES (?1, ?2, (SELECT coalesce(max(rank), 0) + 1 FROM sections)) ON CONFLICT (slug) DO NOTHING";
    SECTION_NAME = "INSERT INTO sections (slug, name, rank, known) VALUES (?1, ?2, (SELECT coalesce(max(rank), 0) + 1 FROM sections), 0) ON CONFLICT (slug) DO NOTHING";
    SECTION_OPEN = "UPDATE sections SET known = 1 WHERE slug = ?1 AND known = 0";
    SECTION_SET = "UPDATE sections SET name = ?2, intro = ?3, hidden = ?4 WHERE slug = ?1";
    SECTION_RANK = "UPDATE sections SET rank = ?2 WHERE slug = ?1";
    SECTION_COPY = "INSERT INTO sections (slug, name, rank, intro, hidden, known) SELECT ?2, name, rank, intro, hidden, known FROM sections WHERE slug = ?1 ON CONFLICT (slug) DO UPDATE SET name = excluded.name, rank = excluded.rank, intro = excluded.intro, hidden = excluded.hidden, known = excluded.known, merged_into = ''";
    SECTION_MERGE = "UPDATE sections SET merged_into = ?2 WHERE (slug = ?1 OR merged_into = ?1) AND slug <> ?2";
    SECTION_STORIES = "UPDATE stories SET section = ?2 WHERE section = ?1";
    SECTION_DROP = "DELETE FROM sections WHERE slug = ?1 OR merged_into = ?1";
    SECTION_ALIAS = "SELECT merged_into FROM sections WHERE slug = ?1 AND merged_into <> ''";
    SECTION_ONCE = "SELECT slug FROM sections WHERE slug = ?1 OR merged_into = ?1";
    SECTION_USES = "SELECT count(*) FROM stories WHERE section = ?1 AND released_at IS NOT NULL";
    SECTION_DRAFTS = "SELECT count(*) FROM stories WHERE state IN ('draft', 'ready', 'in_review', 'scheduled') AND draft LIKE ?1";
    STORYLINES = "SELECT slug, title, intro, oldest_first FROM storylines WHERE merged_into = '' ORDER BY title";
    STORYLINE = "SELECT slug, title, intro, oldest_first FROM storylines WHERE slug = ?1 AND merged_into = ''";
    STORYLINE_KEEP = "INSERT INTO storylines (slug, title, intro, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (slug) DO NOTHING";
    STORYLINE_SET = "UPDATE storylines SET title = ?2, intro = ?3, oldest_first = ?4 WHERE slug = ?1";
    STORYLINE_COPY = "INSERT INTO storylines (slug, title, intro, created_at, oldest_first) SELECT ?2, title, intro, created_at, oldest_first FROM storylines WHERE slug = ?1 ON CONFLICT (slug) DO UPDATE SET title = excluded.title, intro = excluded.intro, oldest_first = excluded.oldest_first, merged_into = ''";
    STORYLINE_MERGE = "UPDATE storylines SET merged_into = ?2 WHERE (slug = ?1 OR merged_into = ?1) AND slug <> ?2";
    STORYLINE_STORIES = "UPDATE stories SET storyline = ?2 WHERE storyline = ?1";
    STORYLINE_ALIAS = "SELECT merged_into FROM storylines WHERE slug = ?1 AND merged_into <> ''";
    STORYLINE_USES = "SELECT count(*) FROM stories WHERE storyline = ?1 AND released_at IS NOT NULL";
    PERSON_BY_SLUG = "SELECT id, slug, name FROM people WHERE slug = ?1";
    PEOPLE = "SELECT id, slug, name FROM people ORDER BY name";
    PERSON_KEEP = "INSERT INTO people (slug, name, created_at) VALUES (?1, ?2, ?3) ON CONFLICT (slug) DO NOTHING";
    SETTING = "SELECT value FROM settings WHERE name = ?1";
    SETTING_SET = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    SETTING_DROP = "DELETE FROM settings WHERE name = ?1";
}

/// A section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
    /// One or two sentences; may be empty.
    pub intro: String,
    /// Whether it is left out of the navigation.
    pub hidden: bool,
    /// Whether readers know of it: from its first story on.
    pub known: bool,
}

/// A storyline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Storyline {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences; may be empty.
    pub intro: String,
    /// Whether its stories are read from the first on, instead of newest first.
    pub oldest_first: bool,
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

fn section(row: &rusqlite::Row<'_>) -> rusqlite::Result<Section> {
    let yes = |n| row.get::<_, i64>(n).map(|v| v == 1);
    Ok(Section { slug: row.get(0)?, name: row.get(1)?, intro: row.get(2)?, hidden: yes(3)?, known: yes(4)? })
}

fn storyline(row: &rusqlite::Row<'_>) -> rusqlite::Result<Storyline> {
    Ok(Storyline { slug: row.get(0)?, title: row.get(1)?, intro: row.get(2)?, oldest_first: row.get::<_, i64>(3)? == 1 })
}

fn person(row: &rusqlite::Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person { id: row.get(0)?, slug: row.get(1)?, name: row.get(2)? })
}

impl Read<'_> {
    /// Sections that readers know of, in order.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn sections(&self) -> Result<Vec<Section>, Problem> {
        self.all(&SECTIONS, [], section)
    }

    /// Sections in order, with those that wait for their first story: for the newsroom alone.
    pub fn sections_all(&self) -> Result<Vec<Section>, Problem> {
        self.all(&SECTIONS_ALL, [], section)
    }

    /// The section that a slug means now: another one where it was renamed or merged, itself otherwise.
    pub fn section_now(&self, slug: &str) -> Result<String, Problem> {
        Ok(self.one(&SECTION_ALIAS, [slug], |row| row.get(0))?.unwrap_or_else(|| slug.to_owned()))
    }

    /// How many stories readers have or had in a section, and about how many drafts name it.
    pub fn section_uses(&self, slug: &str) -> Result<(i64, i64), Problem> {
        let stories = self.one(&SECTION_USES, [slug], |row| row.get(0))?.unwrap_or(0);
        let mut drafts = 0;
        // Drafts may name it by a slug that it had before.
        for once in self.all(&SECTION_ONCE, [slug], |row| row.get::<_, String>(0))? {
            drafts += self.one(&SECTION_DRAFTS, [format!("%\"section\":\"{once}\"%")], |row| row.get::<_, i64>(0))?.unwrap_or(0);
        }
        Ok((stories, drafts))
    }

    /// The storyline that a slug means now, as [`Read::section_now`].
    pub fn storyline_now(&self, slug: &str) -> Result<String, Problem> {
        Ok(self.one(&STORYLINE_ALIAS, [slug], |row| row.get(0))?.unwrap_or_else(|| slug.to_owned()))
    }

    /// How many stories readers have or had in a storyline.
    pub fn storyline_uses(&self, slug: &str) -> Result<i64, Problem> {
        Ok(self.one(&STORYLINE_USES, [slug], |row| row.get(0))?.unwrap_or(0))
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

    /// Names a section that readers do not know of until its first story is out; returns whether it is new.
    pub fn name_section(&self, slug: &str, name: &str) -> Result<bool, Problem> {
        Ok(self.run(&SECTION_NAME, (slug, name))? == 1)
    }

    /// Lets readers know of a section, which is made with this name when nobody has named it.
    pub fn open_section(&self, slug: &str, name: &str) -> Result<(), Problem> {
        self.run(&SECTION_KEEP, (slug, name))?;
        self.run(&SECTION_OPEN, [slug]).map(drop)
    }

    /// Sets a section's words and whether it is left out of the navigation.
    pub fn set_section(&self, section: &Section) -> Result<(), Problem> {
        self.run(&SECTION_SET, (&section.slug, &section.name, &section.intro, i64::from(section.hidden))).map(drop)
    }

    /// Sets a section's place in the order, from 1.
    pub fn rank_section(&self, slug: &str, rank: i64) -> Result<(), Problem> {
        self.run(&SECTION_RANK, (slug, rank)).map(drop)
    }

    /// Gives a section another slug: its stories move, and the old slug means the new one.
    pub fn move_section(&self, from: &str, to: &str) -> Result<(), Problem> {
        self.run(&SECTION_COPY, [from, to])?;
        self.merge_section(from, to)
    }

    /// Merges a section into another that is there.
    pub fn merge_section(&self, from: &str, into: &str) -> Result<(), Problem> {
        self.run(&SECTION_MERGE, [from, into])?;
        self.run(&SECTION_STORIES, [from, into]).map(drop)
    }

    /// Drops a section that no story is in.
    pub fn drop_section(&self, slug: &str) -> Result<(), Problem> {
        self.run(&SECTION_DROP, [slug]).map(drop)
    }

    /// Sets a storyline's words and order.
    pub fn set_storyline(&self, storyline: &Storyline) -> Result<(), Problem> {
        self.run(&STORYLINE_SET, (&storyline.slug, &storyline.title, &storyline.intro, i64::from(storyline.oldest_first))).map(drop)
    }

    /// Gives a storyline another slug, as [`Write::move_section`].
    pub fn move_storyline(&self, from: &str, to: &str) -> Result<(), Problem> {
        self.run(&STORYLINE_COPY, [from, to])?;
        self.merge_storyline(from, to)
    }

    /// Merges a storyline into another that is there.
    pub fn merge_storyline(&self, from: &str, into: &str) -> Result<(), Problem> {
        self.run(&STORYLINE_MERGE, [from, into])?;
        self.move_ledger(from, into)?;
        self.run(&STORYLINE_STORIES, [from, into]).map(drop)
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

    /// Takes a setting back to what the program or the configuration says.
    pub fn drop_setting(&self, name: &str) -> Result<(), Problem> {
        self.run(&SETTING_DROP, [name]).map(drop)
    }
}
